//! The audit on small files: each sort of finding with its rows, and nothing on good data.

use super::*;
use crate::diag::Lang;
use crate::driver::check_texts;
use crate::inventory::read::table_of;

const MODEL: &str = r#"
entity Client "Client" plural "Clients" {
    code    text(6)  identifier
    nom     text(12) required title
    email   email    unique
    cp      postal_code
    ville   text(40)
    statut  enum { actif "Actif", perdu "Perdu" }
    points  integer  min 0 max 100
    depuis  date
    jusque  date
    pays    text(2)  matches "[A-Z]{2}"

    fd cp -> ville
    rule jusque >= depuis + 1 months "Un mois au moins"
    rule depuis <= today() "Pas dans l'avenir"
}

entity Facture "Facture" plural "Factures" {
    numero  text(8)  identifier
    montant money
}

relation Payer "paie" {
    Client   0,n
    Facture  1,1
}
"#;

/// What is found: `sort table column rows`, a finding a line.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let (tables, audit, _) = audited(files);
    let line = |finding: &Finding| {
        let column = finding.column.map_or("", |column| tables[finding.table].columns[column].name.as_str());
        let rows: Vec<String> = finding.rows.iter().map(|wrong| wrong.row.to_string()).collect();
        assert_eq!(finding.rows.len(), finding.count);
        format!("{:?} {} {column} {}", finding.sort, tables[finding.table].name, rows.join(","))
    };
    audit.findings.iter().map(line).collect()
}

fn audited(files: &[(&str, &str)]) -> (Vec<Table>, Audit, Mcd) {
    let checked = check_texts(&[("m.mcd", MODEL)]);
    assert!(checked.passes(), "{:?}", checked.diagnostics);
    let tables: Vec<Table> = files.iter().map(|(name, text)| table_of(name, text)).collect();
    let audit = audit(
        &checked.mcd,
        &tables,
        chrono::DateTime::from_timestamp(1_718_000_000, 0).unwrap().naive_utc(),
        &mut |_| {},
    );
    (tables, audit, checked.mcd)
}

const HEAD: &str = "Code client;Nom;E-mail;CP;Ville;Statut;Points;Depuis;Jusque;Pays\n";

#[test]
fn good_files_have_nothing_wrong() {
    let clients =
        format!("{HEAD}C1;Durand;a@b.fr;75001;Paris;actif;10;01/01/2023;01/02/2023;FR\nC2;Petit;;;;PERDU;;;;\n");
    let invoices = "N° facture;code_client;montant\nF1;C1;1 200,50 €\nF2;C1;12\nF3;;\n";
    assert_eq!(found(&[("clients.csv", &clients), ("factures.csv", invoices)]), [""; 0]);
}

#[test]
fn each_sort_of_error_is_found_with_its_rows() {
    let clients = format!(
        "{HEAD}C1;Durand;a@b.fr;75001;Paris;Actif;10;01/01/2023;01/02/2023;FR\n\
         C2;;pas d'adresse;7501;Paris;Actifs;101;31/02/2023;;fr\n\
         C3;Un nom bien trop long;a@b.fr;75001;Pari;Actif;-1;01/01/2023;15/01/2023;FR\n\
         C1;Petit;c@d.fr;75001;Paris;Perdu;dix;;;FR\n"
    );
    let invoices = "N° facture;code_client;montant\nF1;C1;12,345\nF2;C9;12\n";
    let expected = [
        "Required clients Nom 3",
        "Length clients Nom 4",
        "Type clients E-mail 3",
        "Type clients CP 3",
        "Choice clients Statut 3",
        "Range clients Points 3",
        "Range clients Points 4",
        "Type clients Points 5",
        "Type clients Depuis 3",
        "Pattern clients Pays 3",
        "Unique clients Code client 5",
        "Unique clients E-mail 4",
        "Dependency clients Ville 4",
        "Rule clients Depuis 4",
        "Type factures montant 2",
        "Reference factures code_client 3",
    ];
    let mut found = found(&[("clients.csv", &clients), ("factures.csv", invoices)]);
    let mut expected = expected.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn what_is_told_again_row_after_row_must_not_change() {
    let lines = "N° facture;code_client;nom client;montant\nF1;C1;Durand;5\nF1;C1;Durant;5\nF1;C1;Durand;5\nF2;C2;Petit;7\nF2;C2;Petit;8\nF2;C2;Petit;7\nF1;C1;Durand;5\nF1;C1;Durand;5\n";
    assert_eq!(found(&[("lignes.csv", lines)]), ["Dependency lignes nom client 3", "Dependency lignes montant 6"]);
}

#[test]
fn rules_that_files_cannot_tell_are_said() {
    let (_, audit, _) = audited(&[("clients.csv", "Code client;Nom\nC1;Durand\n")]);
    let said: Vec<&str> = audit.unchecked.iter().map(|text| text.en.as_str()).collect();
    assert_eq!(
        said,
        [
            "the rule `Un mois au moins`: clients doesn't have Client.depuis",
            "the rule `Pas dans l'avenir`: clients doesn't have Client.depuis"
        ]
    );
}

#[test]
fn rules_on_the_day_are_held_against_the_clock() {
    let rows = "C1;Durand;01/06/2024\nC2;Petit;01/07/2024\n";
    let (_, audit, _) = audited(&[("clients.csv", &format!("Code client;Nom;Depuis\n{rows}"))]);
    let broken: Vec<&Finding> = audit.findings.iter().filter(|finding| finding.sort == Sort::Rule).collect();
    let rows: Vec<u32> = broken.iter().flat_map(|finding| finding.rows.iter().map(|wrong| wrong.row)).collect();
    // The clock stands at 10 June 2024.
    assert_eq!(rows, [3], "{broken:?}");
}

#[test]
fn reports_escape_what_files_hold() {
    let clients = format!("{HEAD}<script>;\u{1b}[31m;=cmd();<b>;;;;;;\nC2;Petit;x@y.fr;;;;;;;\n");
    let (tables, audit, mcd) = audited(&[("clients.csv", &clients)]);
    let told = report::Told { mcd: &mcd, tables: &tables, audit: &audit };
    let (html, csv, text) = (
        report::html::render(told, Lang::Fr),
        report::csv::render(told, Lang::Fr),
        report::text::render(told, Lang::Fr),
    );
    assert!(!html.contains("<script>") && !html.contains("<b>;") && html.contains("&lt;script&gt;"), "{html}");
    assert!(csv.contains("'=cmd()"), "{csv}");
    assert!(!text.contains("\u{1b}[31m;") && text.contains("=cmd()"), "{text}");
}

#[test]
fn probable_duplicates_come_with_their_evidence() {
    let mut clients = HEAD.to_owned();
    for n in 0..200 {
        clients += &format!(
            "C{n};Nom{}x{n};mail{n}@ex{}.fr;{:05};Ville{};Actif;1;;;FR\n",
            n % 17,
            n % 5,
            10_000 + n * 31,
            n % 23
        );
    }
    clients += "C900;NOM3X20;mai20@ex0.fr;10620;ville20;Actif;1;;;FR\n";
    let (tables, audit, _) = audited(&[("clients.csv", &clients)]);
    let pairs: Vec<(u32, u32)> = audit
        .suspects
        .iter()
        .flat_map(|one| {
            one.pairs.iter().map(|pair| (tables[0].rows[one.rows[pair.a]], tables[0].rows[one.rows[pair.b]]))
        })
        .collect();
    assert_eq!(pairs, [(22, 202)]);
    assert!(
        audit.suspects[0].pairs[0]
            .evidence
            .iter()
            .any(|(_, how, weight)| *how == duplicates::Agreement::Close && *weight > 3.0)
    );
}

#[test]
fn a_value_that_cannot_be_one_is_told_once_and_never_advised() {
    let file = "code;nom;email\nC1;Durand;pas une adresse\nC2;Petit;pas une adresse\nC3;Roux;r@x.fr\n";
    assert_eq!(found(&[("clients.csv", file)]), ["Type clients email 2,3"]);
    // A date typed wrong once, against the right one told again and again; and the only one told of its bill.
    let model = "entity Facture {\nnumero text(8) identifier\nle date\n}\nentity Ligne {\nid serial identifier\nobjet text(20) title\n}\n\
                 relation Compter { Ligne 1,1; Facture 0,n }\n";
    let checked = check_texts(&[("m.mcd", model)]);
    let text = "numero;le;objet\nF1;01/02/2024;a\nF1;31/02/2024;b\nF1;01/02/2024;c\nF2;hier;d\nF2;;e\n";
    let now = chrono::DateTime::from_timestamp(1_718_000_000, 0).unwrap().naive_utc();
    let audit = audit(&checked.mcd, &[table_of("lignes.csv", text)], now, &mut |_| {});
    let said: Vec<(Sort, usize)> = audit.findings.iter().map(|finding| (finding.sort, finding.count)).collect();
    assert_eq!(said, [(Sort::Type, 2)]);
}
