//! The records of small files: each occurrence once, and its links.

use super::*;
use crate::driver::check_texts;
use crate::inventory::read::table_of;

const MODEL: &str = r#"
entity Depot {
code_depot  text(6)  identifier
}

entity Article {
code_article  text(6)   identifier
article       text(40)  required title
}

relation Stocker "holds" {
Depot    0,n
Article  0,n
stock    integer
}

entity Employe {
matricule  text(6)   identifier
nom        text(40)  title
}

entity Tiers {
code  text(9)   identifier
nom   text(40)  title
subtypes XT
}

entity Particulier is Tiers {
naissance  date
}

entity Societe is Tiers {
siren  text(9)  required
}

entity Contact {
numero  serial    identifier
email   email     unique
nom     text(40)  title
}

entity Appel {
id     serial    identifier
objet  text(40)  title
}

relation Passer "by" {
Appel    1,1
Contact  0,n
}

relation Remplacer "can stand in for" {
remplacant: Employe  0,n
remplace: Employe    0,n
}

relation Encadrer "is managed by" {
employe: Employe  0,1
chef: Employe     0,n
}

source "stocks" external file "stocks.csv" {
"depot"    = Depot.code_depot
"ref"      = Article.code_article
"article"  = Article.article
"stock"    = Stocker.stock
}

source "employes" external file "employes.csv" {
"matricule"  = Employe.matricule
"nom"        = Employe.nom
"chef"       = Encadrer.chef
}

source "appels" external file "appels.csv" {
"objet"   = Appel.objet
"contact" = Contact.nom
"email"   = Contact.email
}

source "tiers" external file "tiers.csv" {
"code"       = Tiers.code
"nom"        = Tiers.nom
"naissance"  = Particulier.naissance
"siren"      = Societe.siren
}

source "remplacements" external file "remplacements.csv" {
"matricule" = Employe.matricule
"remplace"  = Remplacer.remplace
}
"#;

fn staged(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let checked = check_texts(&[("m.mcd", MODEL)]);
    assert!(checked.passes(), "{:?}", checked.diagnostics);
    let tables: Vec<Table> = files.iter().map(|(name, text)| table_of(name, text)).collect();
    stage(&checked.mcd, &tables).into_iter().map(|records| (records.name, records.lines)).collect()
}

fn of<'s>(staged: &'s [(String, Vec<String>)], name: &str) -> &'s [String] {
    staged.iter().find(|(own, _)| own == name).map_or(&[], |(_, lines)| lines)
}

#[test]
fn a_relation_has_a_record_for_each_pair_after_those_it_joins() {
    let text = "depot;ref;article;stock\nD1;A1;Table;4\nD1;A2;Chaise;7\nD2;A1;Table;1\nD2;A1;Table;1\n;A3;Lampe;9\n";
    let staged = staged(&[("stocks.csv", text)]);
    let names: Vec<&str> = staged.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["depot", "article", "stocker"]);
    assert_eq!((of(&staged, "depot").len(), of(&staged, "article").len()), (2, 3));
    assert_eq!(
        of(&staged, "stocker"),
        [
            r#"{"key":"D1 / A1","from":"stocks.csv:2","values":{"stock":"4","depot":"D1","article":"A1"}}"#,
            r#"{"key":"D1 / A2","from":"stocks.csv:3","values":{"stock":"7","depot":"D1","article":"A2"}}"#,
            r#"{"key":"D2 / A1","from":"stocks.csv:4","values":{"stock":"1","depot":"D2","article":"A1"}}"#,
        ]
    );
}

#[test]
fn a_role_leads_to_a_record_that_comes_before_it() {
    let text = "matricule;nom;chef\nE3;Petit;E2\nE2;Durand;E1\nE1;Robin;\nE4;Morel;E9\n";
    let staged = staged(&[("employes.csv", text)]);
    let keys: Vec<&str> = of(&staged, "employe").iter().filter_map(|line| line.get(8..10)).collect();
    assert_eq!(keys, ["E1", "E2", "E3", "E9", "E4"]);
    assert!(of(&staged, "employe")[2].contains(r#""chef":"E2""#), "{staged:?}");
    assert!(!of(&staged, "employe")[0].contains("chef"), "{staged:?}");
}

#[test]
fn what_the_application_numbers_is_known_by_what_is_unique_of_it() {
    let text = "objet;contact;email\nDevis;Petit;p@x.fr\nFacture;Petit;p@x.fr\nPanne;Roux;\nPanne;Roux;\n";
    let staged = staged(&[("appels.csv", text)]);
    assert_eq!(
        of(&staged, "contact"),
        [
            r#"{"key":"p@x.fr","from":"appels.csv:2","values":{"email":"p@x.fr","nom":"Petit"}}"#,
            r#"{"key":"appels.csv:4","from":"appels.csv:4","values":{"nom":"Roux"}}"#,
            r#"{"key":"appels.csv:5","from":"appels.csv:5","values":{"nom":"Roux"}}"#,
        ]
    );
    let calls = of(&staged, "appel");
    assert_eq!(calls.len(), 4);
    assert_eq!(
        calls[1],
        r#"{"key":"appels.csv:3","from":"appels.csv:3","values":{"objet":"Facture","contact":"p@x.fr"}}"#
    );
}

#[test]
fn a_row_of_an_entity_linked_to_itself_is_one_end() {
    let text = "matricule;remplace\nE1;E2\nE1;E3\nE2;E1\n";
    let staged = staged(&[("remplacements.csv", text)]);
    assert_eq!(of(&staged, "employe").len(), 3);
    assert_eq!(
        of(&staged, "remplacer"),
        [
            r#"{"key":"E1 / E2","from":"remplacements.csv:2","values":{"remplacant":"E1","remplace":"E2"}}"#,
            r#"{"key":"E1 / E3","from":"remplacements.csv:3","values":{"remplacant":"E1","remplace":"E3"}}"#,
            r#"{"key":"E2 / E1","from":"remplacements.csv:4","values":{"remplacant":"E2","remplace":"E1"}}"#,
        ]
    );
}

#[test]
fn a_row_is_of_the_subtype_whose_fields_it_fills() {
    let text = "code;nom;naissance;siren\nT1;Ada;10/12/1815;\nT2;Sarl;;732829320\nT3;Inconnu;;\n";
    let staged = staged(&[("tiers.csv", text)]);
    let keys = |name: &str| -> Vec<&str> { of(&staged, name).iter().filter_map(|line| line.get(8..10)).collect() };
    assert_eq!((keys("tiers"), keys("particulier"), keys("societe")), (vec!["T3"], vec!["T1"], vec!["T2"]));
}
