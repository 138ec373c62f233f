//! The dossier as a client gets it: its sentences, its tables, what changed, and a PDF printed by the machine's Chromium.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scraper::{Html, Selector};

use crate::support::must;

const MODEL: &str = r#"
crm cabinet "Cabinet <b>Durand</b> & fils" { locale fr }

/// Qui nous passe commande.
entity Client plural "Clients" in Ventes {
    code   text(8)    identifier
    nom    text(40)   required title
    email  email      personal
    statut enum { actif "Actif", perdu "Perdu" } = actif
}

entity Commande plural "Commandes" in Ventes {
    numero    serial  identifier
    le        date    required = today()
    livraison date
    remise    percent min 0 max 50
    echeance  date    = today() + 30 days
    articles  integer computed sum(Ligne.quantite) * (100 - remise) / 100
    rule livraison is not empty or echeance > le
    rule livraison >= le "On livre après la commande <script>alert(1)</script>"
}

entity Widget plural "Widgets" in Stock { ref text(8) identifier }
entity Poste plural "Postes" { code text(8) identifier }

relation Passer "passe" { Client 0,n; Commande 1,1 }
relation Ligne "comporte" {
    Commande 1,n
    Widget   0,n
    quantite integer required min 1
}
relation Relever "relève" { Client 0,n; Widget 0,n; Poste 1,n }
relation Appartenir "appartient à" { Client 0,1; Poste 2,4 }
relation Suivre "suit" { parrain: Client 0,n; filleul: Client 0,1 }

source "Bon de commande" internal {
    "Code client" = Client.code
    "Cachet" ignored "ne sert plus"
    "Remarque"
}

role vente "Vente" { Client, Commande: read, create; Widget: read where ref <> "x" }
"#;

fn merisier(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_merisier"));
    command.args(arguments).current_dir(folder).env("LANG", "C").env("SOURCE_DATE_EPOCH", "1795305600");
    must("merisier", command.output())
}

fn done(folder: &Path, arguments: &[&str]) {
    let output = merisier(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=T", "-c", "user.email=t@example.org"];
    let run = Command::new("git").args(who).args(arguments).current_dir(folder).output();
    assert!(must("git", run).status.success(), "git {arguments:?}");
}

/// The texts that a selector finds, their blanks made single.
fn texts(page: &Html, css: &str) -> Vec<String> {
    let text = |found: scraper::ElementRef<'_>| {
        found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&Selector::parse(css).unwrap()).map(text).collect()
}

fn dossier(folder: &Path, arguments: &[&str]) -> Html {
    done(folder, &[&["doc", "cabinet.mcd", "-o", "dossier.html"], arguments].concat());
    Html::parse_document(&must("reading", fs::read_to_string(folder.join("dossier.html"))))
}

#[test]
fn the_dossier_says_the_model_in_sentences() {
    let folder = must("a folder", tempfile::tempdir());
    must("writing", fs::write(folder.path().join("cabinet.mcd"), MODEL));
    let page = dossier(folder.path(), &[]);
    assert_eq!(texts(&page, "h1"), ["Cabinet <b>Durand</b> & fils"]);
    assert_eq!(texts(&page, ".cover .about p"), ["22 novembre 2026"]);
    let chapters: Vec<String> = texts(&page, ".chapter > h2");
    let expected = [
        "1 Le modèle en images",
        "2 Les entités",
        "3 Les associations",
        "4 Utilisateurs et droits",
        "5 Ce que donnent les documents",
        "6 Glossaire",
    ];
    assert_eq!(chapters, expected);
    assert_eq!(texts(&page, "figcaption"), ["Vue d’ensemble", "Ventes", "Stock", "Sans domaine"]);
    // A verb where it is plain who acts, a gender where it is known; else neither.
    assert_eq!(
        texts(&page, "#relation-passer li"),
        ["Un client passe zéro, une ou plusieurs commandes.", "Pour chaque commande : un client et un seul."]
    );
    assert_eq!(
        texts(&page, "#relation-ligne li"),
        ["Pour chaque commande : 1 ou plusieurs widgets.", "Pour chaque widget : zéro, une ou plusieurs commandes."]
    );
    assert_eq!(
        texts(&page, "#relation-appartenir li"),
        ["Pour chaque client : 0 ou 1 poste.", "Pour chaque poste : de 2 à 4 clients."]
    );
    assert_eq!(
        texts(&page, "#relation-suivre li"),
        [
            "Pour chaque client (parrain) : zéro, un ou plusieurs clients (filleul).",
            "Pour chaque client (filleul) : zéro ou un client (parrain)."
        ]
    );
    assert_eq!(
        texts(&page, "#entity-commande .rules li"),
        ["Livraison a une valeur ou échéance suit le.", "On livre après la commande <script>alert(1)</script>."]
    );
    let rows = texts(&page, "#entity-commande .fields tbody tr");
    assert_eq!(rows[3], "Remisepourcentageau moins 0 ; au plus 50");
    // Nothing is told in the language of the model: what is computed, what is there at first, who may see what.
    assert_eq!(rows[4], "Échéancedateau départ : aujourd’hui + 30 jours");
    assert_eq!(
        rows[5],
        "Articlesnombre entiercalculé : (la somme, pour chaque ligne, de quantité) × (100 − remise) / 100"
    );
    assert_eq!(texts(&page, "code"), Vec::<String>::new());
    // A relation is called by its verb where that is its name, with the accents that a name lacks.
    assert_eq!(texts(&page, "#relation-relever h3"), ["Relève"]);
    assert_eq!(texts(&page, "#relation-ligne h3"), ["Ligne « comporte »"]);
    assert_eq!(
        texts(&page, "#relation-relever li")[2],
        "Pour chaque poste : un ou plusieurs ensembles (client et widget)."
    );
    assert!(texts(&page, "#sources .places td").contains(&"à placer".to_owned()));
    assert!(texts(&page, "#rights li").contains(&"Widgets : voir, seulement si ref n’est pas « x »".to_owned()));
    assert_eq!(texts(&page, ".sides h3"), ["Pour le client", "Pour le consultant"]);
    assert!(page.select(&Selector::parse("script, body b script, [onclick]").unwrap()).next().is_none());
}

#[test]
fn in_another_language_than_the_model_no_verb_is_borrowed() {
    let folder = must("a folder", tempfile::tempdir());
    must("writing", fs::write(folder.path().join("cabinet.mcd"), MODEL));
    let page = dossier(folder.path(), &["--lang", "en"]);
    assert_eq!(
        texts(&page, "#relation-passer li"),
        ["For each client: zero, one or more commandes.", "For each commande: exactly one client."]
    );
    assert_eq!(texts(&page, ".cover .about p"), ["22 November 2026"]);
}

#[test]
fn every_link_of_the_contents_leads_somewhere_and_ids_are_unique() {
    let folder = must("a folder", tempfile::tempdir());
    must("writing", fs::write(folder.path().join("cabinet.mcd"), MODEL));
    let page = dossier(folder.path(), &[]);
    let ids: Vec<&str> =
        page.select(&Selector::parse("[id]").unwrap()).filter_map(|one| one.value().attr("id")).collect();
    let once: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "an id stands twice");
    for link in page.select(&Selector::parse("a[href]").unwrap()).filter_map(|one| one.value().attr("href")) {
        assert!(once.contains(link.trim_start_matches('#')), "{link} leads nowhere");
    }
}

/// A drawing too large for a page is followed by parts, legible on paper, that hold every box whole.
#[test]
fn a_large_drawing_is_shown_again_in_parts() {
    let folder = must("a folder", tempfile::tempdir());
    let entity = |n: usize| {
        let fields: String = (0..n % 9).map(|field| format!(" a_longer_name{field} text(10)\n")).collect();
        format!("entity E{n} {{\n code text(8) identifier\n{fields}}}\n")
    };
    let model: String = (0..90).map(entity).collect();
    must("writing", fs::write(folder.path().join("cabinet.mcd"), model));
    let page = dossier(folder.path(), &[]);
    let selected = |css: &str| Selector::parse(css).unwrap();
    let number = |text: &str| text.trim_end_matches("pt").parse::<f64>().unwrap();
    let windows: Vec<Vec<f64>> = page
        .select(&selected("figure.part svg"))
        .map(|part| {
            let attribute = |name: &str| part.value().attr(name).unwrap();
            let window: Vec<f64> = attribute("viewBox").split(' ').map(number).collect();
            let [width, height] = ["width", "height"].map(|name| number(attribute(name)));
            assert!(width <= 760.0 && height <= 439.0, "a page across: {width} by {height}");
            assert!(width / window[2] * 12.0 >= 5.9, "12 px are 6 points high: {width} for {}", window[2]);
            window
        })
        .collect();
    assert!(windows.len() > 1);
    let used = texts(&page, "figure.part figcaption .quiet");
    assert_eq!(used.last().cloned(), Some(format!("{0}/{0}", windows.len())));
    for part in page.select(&selected("figure.part use")) {
        let id = part.value().attr("href").unwrap().trim_start_matches('#').to_owned();
        assert!(page.select(&selected("figure > svg")).any(|svg| svg.value().attr("id") == Some(&id)), "{id}");
    }
    for outline in page.select(&selected("g.entity > rect:first-of-type")) {
        let [x, y, w, h] = ["x", "y", "width", "height"].map(|name| number(outline.value().attr(name).unwrap()));
        let holds = |window: &Vec<f64>| {
            x >= window[0] && y >= window[1] && x + w <= window[0] + window[2] && y + h <= window[1] + window[3]
        };
        assert!(windows.iter().any(holds), "a box is whole in no part: {x} {y}");
    }
}

#[test]
fn what_changed_since_a_revision_is_told() {
    let folder = must("a folder", tempfile::tempdir());
    let file = folder.path().join("cabinet.mcd");
    must(
        "writing",
        fs::write(
            &file,
            MODEL.replace("    remise    percent min 0 max 50\n", "").replace(" * (100 - remise) / 100", ""),
        ),
    );
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    git(folder.path(), &["tag", "v1"]);
    must("writing", fs::write(&file, MODEL));
    let page = dossier(folder.path(), &["--since", "v1"]);
    let told = texts(&page, "#changes li");
    assert!(told.len() == 2 && told[1].contains("remise"), "{told:?}");
    let since = texts(&page, "#changes > p");
    assert!(since[0].starts_with("Depuis la version du ") && since[0].ends_with(" (v1) :"), "{since:?}");
    // What is to be answered before a migration is no business of the client's.
    must(
        "writing",
        fs::write(
            &file,
            MODEL
                .replace("entity Poste plural \"Postes\" { code text(8) identifier }", "")
                .replace("relation Appartenir \"appartient à\" { Client 0,1; Poste 2,4 }", "")
                .replace("Widget 0,n; Poste 1,n", "Widget 0,n"),
        ),
    );
    let page = dossier(folder.path(), &["--since", "HEAD"]);
    let (told, since) = (texts(&page, "#changes li").concat(), texts(&page, "#changes > p").concat());
    assert!(told.contains("L'entité Poste disparaît") && !told.contains("perdues"), "{told}");
    assert!(!since.contains("HEAD"), "{since}");
    let refused = merisier(folder.path(), &["doc", "cabinet.mcd", "-o", "d.html", "--since", "v9"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_pdf_is_printed_where_there_is_a_chromium_and_said_where_there_is_none() {
    let folder = must("a folder", tempfile::tempdir());
    must("writing", fs::write(folder.path().join("cabinet.mcd"), MODEL));
    let mut command = Command::new(env!("CARGO_BIN_EXE_merisier"));
    command.args(["doc", "cabinet.mcd", "-o", "d.pdf"]).current_dir(folder.path()).env("CHROMIUM", "/nowhere/chromium");
    let output = must("merisier", command.output());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("CHROMIUM=") && said.contains("-o dossier.html"), "{said}");
    done(folder.path(), &["doc", "cabinet.mcd", "-o", "dossier.pdf"]);
    let bytes = must("reading", fs::read(folder.path().join("dossier.pdf")));
    let printed = String::from_utf8_lossy(&bytes);
    assert!(printed.starts_with("%PDF-"));
    // The outline holds the headings as text; letters that ASCII lacks are in UTF-16.
    for heading in ["(Sommaire)", "(Client)", "(Commande)", "(Widget)", "(Signatures)", &utf_16("2 Les entités")] {
        assert!(printed.contains(&format!("/Title {heading}")), "{heading} isn't in the outline");
    }
    let pages = printed.matches("/Type /Page\n").count();
    contents_tell_the_pages(&folder.path().join("dossier.pdf"));
    assert!((8..=14).contains(&pages), "{pages} pages");
}

/// What the contents say of each chapter is the page that its heading is on.
fn contents_tell_the_pages(pdf: &Path) {
    let output = must("pdftotext", Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let contents = pages.iter().find(|page| page.contains("Sommaire")).copied().unwrap_or_default();
    for heading in ["Le modèle en images", "Les entités", "Les associations", "Glossaire", "Signatures"] {
        let line = contents.lines().find(|line| line.contains(heading)).unwrap_or_default();
        let told = line.split_whitespace().next_back().and_then(|word| word.parse::<usize>().ok());
        let is_heading = |page: &&str| *page != contents && page.lines().any(|line| line.trim_end().ends_with(heading));
        let found = pages.iter().position(is_heading).map(|at| at + 1);
        assert!(told.is_some() && told == found, "{heading}: {told:?}, {found:?}");
    }
}

fn utf_16(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}
