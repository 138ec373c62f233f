//! Rules over several rows, held against files that show their rows apart.

use super::*;
use crate::driver::check_texts;
use crate::inventory::audit::audit;
use crate::inventory::read::table_of;

const MODEL: &str = r#"
entity Projet "Projet" plural "Projets" {
    nom     text(20)  identifier
    budget  money     required
    total   money     computed sum(Chiffrer.Tache.cout)
    rule total <= budget "Les tâches dépassent le budget"
    rule count(Chiffrer) <= 3 "Trois tâches au plus"
}

entity Tache "Tâche" plural "Tâches" {
    titre  text(20)  identifier
    cout   money     required
    rule cout <= Chiffrer.Projet.budget / 2 or cout < 10 "Une tâche prend la moitié au plus"
}

relation Chiffrer {
    Tache   1,1
    Projet  1,n
}

entity Client "Client" plural "Clients" {
    code     text(6)  identifier
    plafond  money
    rule sum(Devoir.Facture.reste) <= plafond "Au-delà du plafond"
}

entity Facture "Facture" plural "Factures" {
    numero  text(8)  identifier
    reste   money
}

relation Devoir {
    Facture  1,1
    Client   0,n
}
"#;

/// `message: table rows`, a finding a line, then what was not checked.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let checked = check_texts(&[("m.mcd", MODEL)]);
    assert!(checked.passes(), "{:?}", checked.diagnostics);
    let tables: Vec<Table> = files.iter().map(|(name, text)| table_of(name, text)).collect();
    let now = chrono::DateTime::from_timestamp(1_718_000_000, 0).unwrap().naive_utc();
    let audit = audit(&checked.mcd, &tables, now, &mut |_| {});
    let line = |finding: &Finding| {
        let rows: Vec<String> = finding.rows.iter().map(|wrong| format!("{} {}", wrong.row, wrong.value)).collect();
        format!("{}: {} {}", finding.message.fr, tables[finding.table].name, rows.join(", "))
    };
    audit.findings.iter().map(line).chain(audit.unchecked.iter().map(|text| text.fr.clone())).collect()
}

const PROJECTS: &str = "Projet nom;Budget\nEscalier;100\nTable;40\nVide;10\n";

#[test]
fn totals_counts_and_paths_are_held_against_the_rows_of_all_files() {
    let tasks = "Titre;Coût;Projet nom\nLimon;50;Escalier\nMarches;50,01;Escalier\nPied;8;Table\nPlateau;9;Table\nVis;1;Table\nVernis;2;Table\n";
    assert_eq!(
        told(&[("projets.csv", PROJECTS), ("taches.csv", tasks)]),
        [
            "Les tâches dépassent le budget: projets 2 Escalier",
            "Trois tâches au plus: projets 3 Table",
            "Une tâche prend la moitié au plus: taches 3 Marches",
            "« Chiffrer » moins de 1 fois, ce que le modèle demande: projets 4 Vide",
        ]
    );
}

#[test]
fn a_row_that_comes_twice_counts_once_and_what_holds_is_not_told() {
    let tasks =
        "Titre;Coût;Projet nom\nLimon;50;Escalier\nLimon;50;Escalier\nMarches;50;Escalier\nPied;8;Table\nRien;1;Vide\n";
    let found = told(&[("projets.csv", PROJECTS), ("taches.csv", tasks)]);
    assert!(found.iter().all(|line| !line.contains("budget") && !line.contains("moitié")), "{found:?}");
}

#[test]
fn a_rule_of_which_no_file_tells_enough_is_said() {
    assert_eq!(
        told(&[("projets.csv", PROJECTS), ("clients.csv", "code client;plafond\nC1;5\n")]),
        [
            "la règle « Les tâches dépassent le budget » : aucun fichier ne dit Chiffrer",
            "la règle « Trois tâches au plus » : aucun fichier ne dit Chiffrer",
            "la règle « Au-delà du plafond » : aucun fichier ne dit Devoir",
        ]
    );
    let invoices = "N° facture;code client\nF1;C1\n";
    assert_eq!(
        told(&[("clients.csv", "code client;plafond\nC1;5\n"), ("factures.csv", invoices)]),
        ["la règle « Au-delà du plafond » : aucun fichier ne dit Facture.reste"]
    );
}
