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
        ["On livre après la commande <script>alert(1)</script>. livraison >= le"]
    );
    let rows = texts(&page, "#entity-commande .fields tbody tr");
    assert_eq!(rows[3], "Remisepourcentageau moins 0 ; au plus 50");
    assert!(texts(&page, "#sources .places td").contains(&"à placer".to_owned()));
    assert!(texts(&page, "#rights li").contains(&"Widgets : voir, seulement si ref <> \"x\"".to_owned()));
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

#[test]
fn what_changed_since_a_revision_is_told() {
    let folder = must("a folder", tempfile::tempdir());
    let file = folder.path().join("cabinet.mcd");
    must("writing", fs::write(&file, MODEL.replace("    remise    percent min 0 max 50\n", "")));
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    git(folder.path(), &["tag", "v1"]);
    must("writing", fs::write(&file, MODEL));
    let page = dossier(folder.path(), &["--since", "v1"]);
    let told = texts(&page, "#changes li");
    assert!(told.len() == 1 && told[0].contains("remise"), "{told:?}");
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
    assert!((8..=14).contains(&pages), "{pages} pages");
}

fn utf_16(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}
