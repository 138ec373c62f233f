//! The draft of small files: where each column goes, whatever the slips in the rows, and that the text is a sound model.

use std::io::Write as _;

use super::super::read::{Limits, read_path};
use super::*;
use crate::diag::Lang;
use crate::driver::check_texts;
use crate::inventory::dependencies::Status;
use crate::inventory::fds::Numbers;
use crate::inventory::profile::profile;

/// The draft of some files, each a name and its text.
fn drafted(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::File::create(folder.path().join(name)).unwrap().write_all(text.as_bytes()).unwrap();
    }
    let tables = stacked(read_path(folder.path(), &Limits::default()).tables);
    let profile = profile(&tables);
    let found = groups(&tables, &profile, Judging::default(), |_| ());
    let steps = sweep(&tables, &profile, &[], &found);
    let text = draft(&tables, &profile, &found, &steps, "essai", Lang::Fr);
    let checked = check_texts(&[("essai.mcd", &text)]);
    let problems = crate::diag::short::render(&checked.sources, &checked.diagnostics, Lang::En);
    assert!(checked.passes(), "{problems}\n{text}");
    text
}

/// `column = Entity.field` lines of a draft, as (column, entity).
fn places(draft: &str) -> Vec<(String, String)> {
    let lines = draft.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" "));
    let place = |(column, place): (&str, &str)| {
        let entity = place.trim().strip_prefix("= ")?.split('.').next()?;
        Some((column.to_owned(), entity.to_owned()))
    };
    lines.filter_map(place).collect()
}

/// Visits of a vet: each row a visit's act, with its owner, animal and species; one row in `slips` has a letter less somewhere.
fn visits(rows: usize, slips: usize) -> String {
    let mut numbers = Numbers(9);
    let mut text = String::from(
        "no_visite;jour;acte_no;geste;code_animal;animal_nom;espece_code;espece_libelle;id_maitre;maitre_nom;maitre_ville;honoraires\n",
    );
    let names = ["Médor", "Minette", "Rex", "Félix", "Gribouille", "Caramel", "Oscar"];
    let towns = ["Lyon", "Villeurbanne", "Bron", "Décines", "Meyzieu"];
    let species = ["chien", "chat", "lapin", "furet"];
    let gestures = ["vaccin", "détartrage", "pansement", "consultation", "stérilisation"];
    let (mut visit, mut act, mut animal) = (0, 0, 0);
    for row in 0..rows {
        act += 1;
        if row == 0 || numbers.below(3) == 0 {
            (visit, act, animal) = (visit + 1, 1, numbers.below(rows / 12 + 3));
        }
        let owner = animal * 7 / 11;
        let (kind, gesture) = (animal * animal % 4, numbers.below(5));
        let slip = |text: String, here: bool| if here { text.chars().skip(1).collect() } else { text };
        let typed = slips > 0 && row % slips == slips - 1;
        text.push_str(&format!(
            "V{visit:05};{:02}/{:02}/2024;{act};{};A{animal:04};{};E{kind};{};M{owner:04};{};{};{},50\n",
            visit % 28 + 1,
            visit / 28 % 12 + 1,
            gestures[gesture],
            slip(format!("{} {}", names[animal % 7], animal), typed && row % 2 == 0),
            species[kind],
            slip(
                format!(
                    "Famille {}",
                    "abcdefghijklmnopqrstuvwxyz".chars().skip(owner % 20).take(6).collect::<String>()
                ),
                typed && row % 2 == 1
            ),
            towns[owner * owner % 5],
            20 + numbers.below(80),
        ));
    }
    text
}

#[test]
fn columns_go_with_what_determines_them_whatever_the_slips() {
    let expected = [
        ("no_visite", "Visite"),
        ("jour", "Visite"),
        ("acte_no", "Acte"),
        ("geste", "Acte"),
        ("code_animal", "Animal"),
        ("animal_nom", "Animal"),
        ("espece_code", "Espece"),
        ("espece_libelle", "Espece"),
        ("id_maitre", "Maitre"),
        ("maitre_nom", "Maitre"),
        ("maitre_ville", "Maitre"),
        ("honoraires", "Acte"),
    ];
    for (rows, slips) in [(600, 0), (600, 10), (3_000, 5)] {
        let text = drafted(&[("visites.csv", &visits(rows, slips))]);
        let found = places(&text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(column, entity)| (column.as_str(), entity.as_str())).collect();
        assert_eq!(found, expected, "{rows} rows, a slip every {slips}:\n{text}");
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "{ Acte (1,1) Visite 0,n }",
            "{ Visite 1,1 Animal 0,n }",
            "{ Animal 1,1 Maitre 0,n }",
            "{ Animal 1,1 Espece 0,n }",
        ] {
            assert!(squeezed.contains(part), "{part} lacks in\n{text}");
        }
        assert_eq!(text.contains("fautes de frappe"), slips > 0, "{text}");
    }
}

#[test]
fn files_that_share_a_key_make_one_entity() {
    let clients: String = (1..=30).map(|at| format!("C{at:03},Client {at},c{at}@exemple.fr\n")).collect();
    let orders: String =
        (1..=90).map(|at| format!("B{at:04},2024-03-{:02},C{:03}\n", at % 28 + 1, at % 30 + 1)).collect();
    let text = drafted(&[
        ("clients.csv", &format!("code client,nom,email\n{clients}")),
        ("commandes.csv", &format!("num_commande,jour,code_client\n{orders}")),
    ]);
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed.matches("entity ").count(), 2, "{text}");
    assert!(squeezed.contains("{ Commande 1,1 Client 0,n }"), "{text}");
}

#[test]
fn odd_files_still_make_a_sound_model() {
    for text in [
        "a\n1\n2\n",
        "entity,unique,fd\nx,1,2\ny,1,2\n",
        "id,version,created_at\n1,a,b\n2,a,c\n3,b,c\n",
        "1er,2e,é!\n1,2,3\n1,2,3\n",
        "x,x,x\n1,2,3\n2,2,1\n",
        "a;b\n;\n1;\n;2\n",
    ] {
        drafted(&[("odd.csv", text)]);
    }
}

/// A text with one blank between words.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_two_entities_determine_together_is_a_relation_with_its_field() {
    let mut text = String::from("num_commande;code_client;nom_client;ref_article;article;prix_negocie;quantite\n");
    for row in 0..600_usize {
        let (client, article) = (row * row % 17, row * 3 % 11);
        let price = 10 + (client * 31 + article * 17) % 90;
        text.push_str(&format!(
            "B{row:04};C{client:02};Client {client};A{article:02};Article {article};{price},50;{}\n",
            row % 7 * 3 + row % 5
        ));
    }
    let text = squeezed(&drafted(&[("commandes.csv", &text)]));
    let price = text.find("prix_negocie").unwrap_or_default();
    let before = text[..price].rfind("relation ").unwrap_or_default();
    let declared = &text[before..price];
    assert!(declared.contains("Client 0,n") && declared.contains("Article 0,n") && !declared.contains('}'), "{text}");
    assert!(text.contains("{ Commande 1,1 Client 0,n }"), "{text}");
}

#[test]
fn what_holds_from_a_date_is_within_its_entity() {
    let mut text = String::from("code_article;article;date_effet;tarif\n");
    for row in 0..200_usize {
        let (article, day) = (row / 10, row % 10);
        text.push_str(&format!(
            "A{article:02};Article {article};{:02}/0{}/2024;{},00\n",
            day * 2 + 1,
            day % 9 + 1,
            row * 7 % 83 + 5
        ));
    }
    let text = squeezed(&drafted(&[("tarifs.csv", &text)]));
    assert!(text.contains("(1,1)") && text.contains("date_effet date") && text.contains("identifier"), "{text}");
}

#[test]
fn two_codes_that_tell_rows_apart_are_two_entities_and_a_relation() {
    let mut text = String::from("code_depot;code_article;stock\n");
    for row in 0..120_usize {
        text.push_str(&format!("D{};A{:02};{}\n", row / 20, row % 20, row * row % 37));
    }
    let text = squeezed(&drafted(&[("stocks.csv", &text)]));
    for part in ["entity Depot {", "entity Article {", "Depot 0,n Article 0,n stock integer"] {
        assert!(text.contains(part), "{part} lacks in {text}");
    }
}

#[test]
fn an_employee_whose_manager_is_an_employee() {
    let mut text = String::from("matricule;nom;matricule_chef\n");
    for row in 0..60_usize {
        let chief = if row == 0 { String::new() } else { format!("E{:03}", row / 5) };
        text.push_str(&format!("E{row:03};Nom {row};{chief}\n"));
    }
    let text = squeezed(&drafted(&[("employes.csv", &text)]));
    assert!(text.contains("0,1 chef:") && text.contains("\"matricule_chef\" = "), "{text}");
    assert!(text.contains(".chef }"), "{text}");
}

#[test]
fn the_same_towns_under_two_names_are_one_entity_in_two_roles() {
    let mut text = String::from("num_trajet;code_ville_depart;ville_depart;code_ville_arrivee;ville_arrivee;prix\n");
    for row in 0..400_usize {
        let (from, to) = (row % 9, (row * row + 1) % 9);
        text.push_str(&format!("T{row:04};V{from};Ville {from};V{to};Ville {to};{},00\n", row * 13 % 71 + 9));
    }
    let text = squeezed(&drafted(&[("trajets.csv", &text)]));
    assert_eq!(text.matches("entity ").count(), 2, "{text}");
    assert!(text.contains("derived") && text.contains("\"code_ville_arrivee\" = "), "{text}");
}

#[test]
fn a_file_that_lists_them_all_proves_that_each_takes_part() {
    let clients: String = (1..=30).map(|at| format!("C{at:03},Client {at}\n")).collect();
    let orders = |clients: usize| -> String {
        (1..=90).map(|at| format!("B{at:04},2024-03-{:02},C{:03}\n", at % 28 + 1, at % clients + 1)).collect()
    };
    let drafted = |clients_with: usize| {
        let orders = format!("num_commande,jour,code_client\n{}", orders(clients_with));
        squeezed(&drafted(&[("clients.csv", &format!("code_client,nom\n{clients}")), ("commandes.csv", &orders)]))
    };
    assert!(drafted(30).contains("ses 30 Client ont tous au moins un Commande"), "{}", drafted(30));
    assert!(drafted(20).contains("10 Client sur 30 n'ont aucun Commande"), "{}", drafted(20));
}

#[test]
fn what_the_consultant_rejects_groups_nothing() {
    let table = crate::inventory::read::table_of("visites.csv", &visits(600, 0));
    let tables = [table];
    let profile = profile(&tables);
    let at = |name: &str| tables[0].columns.iter().position(|column| column.name == name).unwrap();
    let (code, label) = (at("espece_code"), at("espece_libelle"));
    let verdict = |left: usize, right: usize| Verdict { table: 0, left: vec![left], right, status: Status::Rejected };
    let verdicts = [verdict(code, label), verdict(label, code)];
    let keys = |verdicts: &[Verdict]| {
        let found = groups(&tables, &profile, Judging { verdicts, ..Judging::default() }, |_| ());
        found.iter().any(|group| group.key == Key::Column(code))
    };
    assert!(keys(&[]) && !keys(&verdicts));
}

/// A small firm's three files: customers, quotes with their lines and the customer's name, invoices of quotes.
fn firm() -> [(&'static str, String); 3] {
    let client = |at: usize| format!("C{at:03};Maison {at};{}", ["Nantes", "NANTES", "Rezé"][at % 3]);
    let clients: String = (1..=40).map(|at| format!("{}\n", client(at))).collect();
    let (mut quotes, mut invoices) = (String::new(), String::new());
    for quote in 0..60_usize {
        let customer = quote * quote % 30 + 1;
        for line in 1..=quote % 4 + 1 {
            let article = (quote * 5 + line * 3) % 12;
            let (price, quantity) = (article * article + 5, quote * line % 7 + 1);
            quotes.push_str(&format!(
                "D{quote:03};{:02}/0{}/2023;C{customer:03};Maison {customer};{line};A{article:02};Pièce {article};{quantity};{price},00\n",
                quote % 28 + 1,
                quote % 9 + 1,
            ));
        }
        if quote % 3 == 0 {
            invoices.push_str(&format!(
                "F{quote:04};{:02}/11/2023;D{quote:03};Maison {customer};{},50\n",
                quote % 28 + 1,
                quote * 31 % 997
            ));
        }
    }
    [
        ("clients.csv", format!("Code;Raison sociale;Ville\n{clients}")),
        ("devis 2023.csv", format!("N° devis;Date devis;Code client;Client;Ligne;Réf;Désignation;Qté;PU HT\n{quotes}")),
        ("factures.csv", format!("N° facture;Date;N° devis;Client;Montant HT\n{invoices}")),
    ]
}

#[test]
fn what_several_files_repeat_is_kept_once_and_everything_has_a_name_of_its_own() {
    let files = firm();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let text = drafted(&files);
    let found = squeezed(&text);
    for part in [
        "entity Client {",
        "entity Devis {",
        "entity Facture {",
        "entity Article {",
        "relation LigneDevis {",
        "n_facture text(20) \"N°\" identifier",
        // Customers without a quote have no name in the other file.
        "raison_sociale text(20) required title",
        "ville text(20) required",
        "{ Facture 1,1 Devis 0,n }",
        "{ Devis 1,1 Client 0,n }",
        "« Client » de factures répète Client.raison_sociale",
    ] {
        assert!(found.contains(part), "{part} lacks in\n{text}");
    }
    assert_eq!(found.matches("\"Client\" = Client.raison_sociale").count(), 2, "{text}");
}

/// The exports of a shop, each with an `Id` of its own from 1 on, that name each other by it.
fn shop() -> [(&'static str, String); 5] {
    let lines =
        |count: usize, line: &dyn Fn(usize) -> String| (1..=count).map(|at| line(at) + "\n").collect::<String>();
    [
        ("Catégories.csv", format!("Id;Nom\n{}", lines(3, &|at| format!("{at};Rayon {at}")))),
        ("Clients.csv", format!("Id;Nom;Ville\n{}", lines(40, &|at| format!("{at};Maison {at};Ville {}", at % 7)))),
        (
            "Commandes.csv",
            format!(
                "Id;Date;Client\n{}",
                lines(120, &|at| format!("{at};{:02}/03/2025;{}", at % 28 + 1, at * at % 35 + 1))
            ),
        ),
        (
            "Lignes commande.csv",
            format!(
                "Commande;Produit;Quantité\n{}",
                lines(300, &|at| format!("{};{};{}", at % 120 + 1, (at * 7 + at / 120) % 30 + 1, at * 3 / 7 % 5 + 1))
            ),
        ),
        (
            "Produits.csv",
            format!(
                "Id;Libellé;Catégorie;Prix\n{}",
                lines(30, &|at| format!("{at};Produit {at};{};{at},50", at % 3 + 1))
            ),
        ),
    ]
}

#[test]
fn exports_that_name_each_other_by_bare_ids_are_entities_and_relations() {
    let files = shop();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let text = squeezed(&drafted(&files));
    for part in [
        "entity Catégorie {",
        "entity Client {",
        "entity Commande {",
        "entity Produit {",
        "{ Commande 1,1 Client 0,n }",
        "{ Produit 1,1 Catégorie 0,n }",
        "Commande 0,n Produit 0,n quantité integer",
    ] {
        assert!(text.contains(part), "{part} lacks in\n{text}");
    }
    assert_eq!(text.matches("entity ").count(), 4, "{text}");
    // One heading, several things: `check` has nothing to say.
    assert!(text.contains("\"Id\" as \"Id (Client)\" = Client.id_source"), "{text}");
}

#[test]
fn entities_are_named_by_keys_files_and_headings_in_that_order() {
    let mut loans = String::from("N° prêt;Date prêt;N° adhérent;Nom;Prénom;Code exemplaire;ISBN;Titre;Auteur\n");
    let mut marks = String::from("Matricule;Nom élève;Prénom élève;Code cours;Intitulé cours;Note\n");
    for row in 0..300_usize {
        let (member, copy) = (row * row % 37, row * 7 % 60);
        let book = copy * 3 / 4;
        loans.push_str(&format!(
            "{};{:02}/02/2025;{};Nom {member};Prénom {};EX{copy:03};978-{book:04};Titre {book};Auteur {}\n",
            row + 1,
            row % 28 + 1,
            100 + member,
            member % 9,
            book % 7,
        ));
    }
    for row in 0..240_usize {
        let (pupil, course) = (row / 4, (row * 5 + row / 40) % 8);
        marks.push_str(&format!(
            "E{pupil:03};Nom {pupil};Prénom {};C{course};Cours {course};{}\n",
            pupil % 7,
            row % 15 + 5
        ));
    }
    let text = squeezed(&drafted(&[("prets.csv", &loans), ("inscriptions.csv", &marks)]));
    for part in [
        "entity Prêt {",
        "entity Adhérent {",
        "entity Livre {",
        "entity Élève {",
        "relation Inscription {",
        "{ Prêt 1,1 Exemplaire 0,n }",
        "{ Exemplaire 1,1 Livre 0,n }",
    ] {
        assert!(text.contains(part), "{part} lacks in\n{text}");
    }
}

#[test]
fn a_list_that_another_file_names_by_a_word_is_led_to_by_it() {
    let mut jobs = String::from("N° intervention;Date;Technicien;Heures\n");
    for row in 0..60_usize {
        let who = ["Paul", "Ahmed", "Jacques"][row / 2 % 3];
        jobs.push_str(&format!("I{row:03};{:02}/05/2025;{who};{}\n", row % 28 + 1, row % 4 + 1));
    }
    let people = "Technicien;Taux horaire;Email\nPaul;45,00 €;paul@a.fr\nAhmed;55,00 €;ahmed@a.fr\nJacques;50,00 €;j@a.fr\nLuc;48,00 €;luc@a.fr\n";
    let text = squeezed(&drafted(&[("interventions.csv", &jobs), ("techniciens.csv", people)]));
    for part in ["entity Technicien {", "taux_horaire money", "{ Intervention 1,1 Technicien 0,n }"] {
        assert!(text.contains(part), "{part} lacks in\n{text}");
    }
}

#[test]
fn two_columns_that_name_one_file_are_roles() {
    let teams: String = (1..=8).map(|at| format!("{at};Club {at}\n")).collect();
    let mut matches = String::from("id;jour;equipe_domicile;equipe_exterieur;buts\n");
    for row in 0..56_usize {
        let (home, away) = (row / 7 + 1, row % 7 + 1);
        let away = if away >= home { away + 1 } else { away };
        matches.push_str(&format!("{};{:02}/09/2025;{home};{away};{}\n", row + 1, row % 28 + 1, row * row % 6));
    }
    let text = squeezed(&drafted(&[("equipes.csv", &format!("id;nom\n{teams}")), ("matchs.csv", &matches)]));
    for part in [
        "entity Match {",
        "Match 1,1 domicile: Equipe 0,n",
        "Match 1,1 exterieur: Equipe 0,n",
        "buts integer",
        "nom text(20) title }",
    ] {
        assert!(text.contains(part), "{part} lacks in\n{text}");
    }
}

#[test]
fn people_known_in_two_files_by_other_keys_are_asked_about() {
    let shop: String = (1..=30).map(|at| format!("{at};Nom {at};c{at}@exemple.fr\n")).collect();
    let letters: String = (1..=30).map(|at| format!("C{at}@Exemple.fr;{:02}/01/2025\n", at % 28 + 1)).collect();
    let text = drafted(&[
        ("clients.csv", &format!("N° client;Nom;Courriel\n{shop}")),
        ("abonnés.csv", &format!("Adresse mail;Depuis\n{letters}")),
    ]);
    assert!(text.contains("Abonné et Client sont-ils la même chose"), "{text}");
}

#[test]
fn a_file_a_month_is_one_table() {
    let month = |month: usize| {
        let line = |at: usize| {
            let client = at * at % 17;
            format!("R{:04};{:02}/0{month}/2025;C{client:02};Maison {client};{at},50\n", month * 100 + at, at % 28 + 1)
        };
        let lines: String = (1..=40).map(line).collect();
        format!("N° réparation;Date;Code client;Nom client;Montant\n{lines}")
    };
    let [first, second, third] = [1, 2, 3].map(month);
    let files = [
        ("atelier janvier 2025.csv", first.as_str()),
        ("atelier février 2025.csv", &second),
        ("atelier mars 2025.csv", &third),
    ];
    let text = drafted(&files);
    let found = squeezed(&text);
    assert_eq!(found.matches("entity ").count(), 2, "{text}");
    assert!(found.contains("entity Réparation {") && found.contains("{ Réparation 1,1 Client 0,n }"), "{text}");
    assert_eq!(found.matches("\"Montant\" = Réparation.montant").count(), 3, "{text}");
    assert!(found.contains("(120 lignes)"), "{text}");
}

#[test]
fn several_values_in_a_cell_are_no_closed_list_and_are_asked_about() {
    let all = ["Yoga", "Yoga, Danse", "Danse", "Chorale, Yoga", "Chorale"];
    let lines: String = (1..=60).map(|at| format!("A{at:03};Nom {at};{}\n", all[at % 5])).collect();
    let text = drafted(&[("adhérents.csv", &format!("Code;Nom;Activités\n{lines}"))]);
    assert!(squeezed(&text).contains("activités text(20)"), "{text}");
    assert!(text.contains("Adhérent.activités tient plusieurs valeurs"), "{text}");
}

#[test]
fn lines_are_named_by_their_number_and_not_by_their_file() {
    let mut text = String::from("num_facture;date_facture;num_ligne;quantite\n");
    for row in 0..200_usize {
        let invoice = row / 4;
        text.push_str(&format!(
            "F{invoice:03};{:02}/03/2025;{};{}\n",
            invoice % 28 + 1,
            row % 4 + 1,
            row * row % 9 + 1
        ));
    }
    let text = squeezed(&drafted(&[("ventes.csv", &text)]));
    assert!(text.contains("entity Ligne {") && text.contains("{ Ligne (1,1) Facture 0,n }"), "{text}");
}

/// The exports of a training centre: sessions with their trainer and room, the list of rooms, trainees, and who is enrolled, with the
/// trainee's name said again.
fn centre() -> [(&'static str, String); 4] {
    let trainers = [
        "Cadiou;a.cadiou@ex.fr;06 12 34 56 78",
        "Tessier;b.tessier@ex.fr;06 98 76 54 32",
        "Yvon;c.yvon@ex.fr;07 11 22 33 44",
    ];
    let rooms = ["A;12", "B;8", "Atelier;16"];
    let names = ["Martin", "Petit", "Durand", "Leroy", "Moreau", "Simon", "Michel"];
    let sessions: String = (0..60)
        .map(|at| {
            let (trainer, room) = (trainers[at * 5 / 4 % 3], rooms[at * 7 / 3 % 3]);
            format!("S24-{at:03};{:02}/{:02}/2024;{trainer};{room}\n", at % 28 + 1, at / 28 + 1)
        })
        .collect();
    let trainees: String = (0..80)
        .map(|at| format!("{};{};t{at}@ex.fr;{:02}/03/19{}\n", 1001 + at, names[at * 3 % 7], at % 28 + 1, 60 + at % 40))
        .collect();
    // The last twenty are in no session.
    let enrolled: String = (0..60)
        .flat_map(|at| [at, (at + 13) % 60].map(|session| (at, session)))
        .map(|(at, session)| {
            format!("{};{};S24-{session:03};{}\n", 1001 + at, names[at * 3 % 7], 8 + (at * session) % 12)
        })
        .collect();
    [
        ("inscriptions.csv", format!("Stagiaire;Nom stagiaire;Session;Note /20\n{enrolled}")),
        ("salles.csv", "Salle;Capacité;Étage\nA;12;1\nB;8;1\nAtelier;16;0\n".to_owned()),
        (
            "sessions.csv",
            format!("Session;Début;Formateur nom;Formateur courriel;Formateur tél;Salle;Places\n{sessions}"),
        ),
        ("stagiaires.csv", format!("N° stagiaire;Nom;E-mail;Né le\n{trainees}")),
    ]
}

#[test]
fn who_is_told_beside_an_occurrence_has_an_entity_and_lists_keep_what_others_repeat() {
    let files = centre();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let text = drafted(&files);
    let found = places(&text);
    for place in [
        ("Nom", "Stagiaire"),
        ("Nom stagiaire", "Stagiaire"),
        ("Note /20", "Inscription"),
        ("Formateur nom", "Formateur"),
        ("Formateur tél", "Formateur"),
        ("Salle", "Salle"),
        ("Places", "Salle"),
        ("Capacité", "Salle"),
        ("Début", "Session"),
    ] {
        let place = (place.0.to_owned(), place.1.to_owned());
        assert!(found.contains(&place), "{place:?} lacks in {found:?}\n{text}");
    }
    let squeezed = squeezed(&text);
    for part in [
        "salle text(20) identifier",
        "étage integer",
        "{ Session 1,1 Formateur 0,n }",
        "« Session » est différent à chaque ligne : 60",
    ] {
        assert!(squeezed.contains(part), "{part} lacks in\n{text}");
    }
}
