//! Kinds, oddities and suspicions on small files.

use super::*;
use crate::inventory::read::table_of;

fn profiled(files: &[(&str, &str)]) -> (Vec<Table>, Profile) {
    let tables: Vec<Table> = files.iter().map(|(name, text)| table_of(name, text)).collect();
    let profile = profile(&tables);
    (tables, profile)
}

/// The kind of a column of these values.
fn kind_of(name: &str, values: &[&str]) -> &'static str {
    let text =
        format!("rang;{name}\n{}", (1..).zip(values).map(|(n, value)| format!("{n};{value}\n")).collect::<String>());
    profiled(&[("t.csv", &text)]).1.fields[0][1].kind.code()
}

#[test]
fn kinds_are_guessed_from_values_and_names() {
    for (name, values, expected) in [
        ("date", &["03/01/2023", "4/1/23", "2023-01-05", "6 janvier 2023"][..], "date"),
        ("vu le", &["03/01/2023 10:30", "04/01/2023 8h15"], "datetime"),
        ("heure", &["10:30", "8h15"], "time"),
        ("montant", &["1 234,50", "12,00 €", "-5,5"], "amount"),
        ("poids", &["1,234", "5,5"], "decimal"),
        ("stock", &["12", "5", "1 200"], "integer"),
        ("remise", &["5 %", "10 %"], "percent"),
        ("client", &["Durand", "Petit", "Robin"], "text"),
        ("code", &["C001", "C002", "C003"], "code"),
        ("ref", &["0012", "0013", "0014"], "code"),
        ("actif", &["oui", "non", "oui"], "boolean"),
        ("mail", &["a@b.fr", "c@d.fr"], "email"),
        ("tel", &["01 23 45 67 89", "+33 1 23 45 67 89", "0123456789"], "phone"),
        ("cp", &["01170", "75001", "1170"], "postal_code"),
        ("siret", &["73282932000074", "732 829 320 00074"], "siret"),
        ("siren", &["732829320", "552 100 554"], "siren"),
        ("tva", &["FR44732829320", "FR 83 404 833 048"], "vat"),
        ("compte", &["FR14 2004 1010 0505 0001 3M02 606"], "iban"),
        ("site", &["https://a.fr", "www.b.fr"], "url"),
        ("statut", &["payé", "dû", "payé", "dû", "payé", "payé", "dû", "payé", "dû", "payé"], "enum"),
        ("notes", &["\"deux\nlignes\"", "une"], "longtext"),
        ("rien", &["", ""], "empty"),
    ] {
        assert_eq!(kind_of(name, values), expected, "{name}");
    }
}

#[test]
fn oddities_are_told_with_their_row() {
    let mut text = String::from("siret;cp;date;statut\n");
    for n in 0..30 {
        text += &format!("73282932000074;750{:02};{:02}/01/2023;payé\n", n + 1, n % 28 + 1);
    }
    text += "73282932000075;1170;31/02/2023;Payé\n732829320;75001;01/01/2923;paye\nN/C;75001;02/01/2023;payéé\n";
    let (_, profile) = profiled(&[("t.csv", &text)]);
    let told: Vec<String> = profile.fields[0]
        .iter()
        .flat_map(|field| &field.odd)
        .map(|odd| format!("{} {}: {}", odd.row, odd.value, odd.why.en))
        .collect();
    assert_eq!(
        told,
        [
            "32 73282932000075: wrong check digit",
            "33 732829320: it is a SIREN (9 digits)",
            "34 N/C: means nothing: leave the cell empty",
            "32 1170: its leading zero is lost (Excel drops it)",
            "32 31/02/2023: there is no such day",
            "33 01/01/2923: an unlikely year",
            "32 Payé: is usually written `payé`",
            "33 paye: is usually written `payé`",
            "34 payéé: a typing error for `payé`?",
        ]
    );
}

#[test]
fn synonyms_and_homonyms_are_suspected_from_values() {
    let clients = (0..40).map(|n| format!("C{n:03};Client {n};{}\n", n * 7)).collect::<String>();
    let orders = (0..90).map(|n| format!("{n};C{:03};Robot {n}\n", n % 38)).collect::<String>();
    let (_, profile) = profiled(&[
        ("clients.csv", &format!("code client;nom;points\n{clients}")),
        ("commandes.csv", &format!("rang;acheteur;nom\n{orders}")),
    ]);
    let at = |table, column| At { table, column };
    assert_eq!(profile.synonyms, [Synonym { a: at(0, 0), b: at(1, 1), shared: Shared::Values(0.95, 1.0) }]);
    assert_eq!(profile.homonyms, [Homonym { a: at(0, 1), b: at(1, 2), common: Some(0.0) }]);
}

#[test]
fn computed_fields_are_found_with_their_exceptions() {
    let mut text = String::from("qte;pu;remise;ht;tva;ttc;port;total\n");
    for n in 1..60_i64 {
        let (quantity, price, discount) = (n % 9 + 1, n * 3 + 2, [0, 5, 10][usize::try_from(n).unwrap() % 3]);
        let net = quantity * price * (100 - discount); // in cents
        let (tax, port) = (net / 5, n * 100);
        let cents = |amount: i64| format!("{},{:02}", amount / 100, amount % 100);
        let wrong = if n == 30 { 100 } else { 0 };
        text += &format!(
            "{quantity};{price};{discount};{};{};{};{};{}\n",
            cents(net),
            cents(tax),
            cents(net + tax),
            cents(port),
            cents(net + tax + port + wrong)
        );
    }
    let (tables, profile) = profiled(&[("t.csv", &text)]);
    let name = |column: usize| tables[0].columns[column].name.clone();
    let told: Vec<String> = profile
        .computed
        .iter()
        .map(|one| format!("{} = {} {:?}", name(one.field.column), one.formula.text(name), one.exceptions))
        .collect();
    assert!(told.contains(&"ht = qte × pu × (1 − remise / 100) ([], 0)".to_owned()), "{told:#?}");
    assert!(told.contains(&"total = ttc + port ([31], 1)".to_owned()), "{told:#?}");
    assert!(told.iter().any(|one| one.starts_with("ttc = ")), "{told:#?}");
}

#[test]
fn repeated_groups_and_several_values_are_found() {
    let text = "nom;tel1;tel 2;produit_1_qte;produit_2_qte;tags\nA;1;2;3;4;vin, golf\nB;1;2;3;4;golf\nC;1;2;3;4;vin, vélo\nD;1;2;3;4;vélo, golf\nE;1;2;3;4;vin";
    let (_, profile) = profiled(&[("t.csv", text)]);
    let groups: Vec<(&str, &[usize])> =
        profile.repeated.iter().map(|one| (one.pattern.as_str(), one.columns.as_slice())).collect();
    assert_eq!(groups, [("tel #", &[1, 2][..]), ("produit #_qte", &[3, 4])]);
    let several: Vec<(usize, char, usize)> =
        profile.several.iter().map(|one| (one.field.column, one.separator, one.rows)).collect();
    assert_eq!(several, [(5, ',', 3)]);
}
