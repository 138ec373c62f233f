//! What is found in small files, its rank, and what becomes of it from run to run.

use super::*;
use crate::diag::{Lang, Text};
use crate::inventory::profile::{Profile, profile};
use crate::inventory::read::{Table, table_of};

/// Orders: each row a line, with its customer and its article; `town` may rewrite the town of a row.
fn orders(town: impl Fn(usize, &'static str) -> String) -> Table {
    let towns = ["Lyon", "Bron", "Lyon", "Vienne", "Bourg", "Bron", "Lyon", "Givors"];
    let articles = ["Table", "Chaise", "Lampe", "Bureau", "Tapis"];
    let mut text = String::from("commande;jour;code_client;client;ville;ref_article;article;quantite\n");
    for row in 0..120_usize {
        let (order, article) = (row / 3, row * 7 / 3 % 5);
        let client = order * 5 % 8;
        text.push_str(&format!(
            "B{order:03};{:02}/{:02}/2024;C{client};Client {client};{};A{article};{};{}\n",
            order % 27 + 1,
            order % 11 + 1,
            town(row, towns[client]),
            articles[article],
            row * row % 13 + 1
        ));
    }
    table_of("commandes.csv", &text)
}

fn clean() -> Table {
    orders(|_, town| town.to_owned())
}

fn found(table: &Table) -> (Profile, Found) {
    let profile = profile(std::slice::from_ref(table));
    let found = discover(table, &profile.fields[0], None, |_, _| ());
    (profile, found)
}

fn held(table: &Table, register: &mut Register) -> (Vec<String>, Vec<String>) {
    let (profile, found) = found(table);
    let known = Known { at: 0, table, fields: &profile.fields[0], found: &found, stated: &[] };
    let (lines, news) = hold(&[known], register);
    let told = |line: &Line| {
        let names =
            |columns: &[usize]| columns.iter().map(|at| table.columns[*at].name.as_str()).collect::<Vec<_>>().join(",");
        format!("{} {}>{}", line.status.word(), names(&line.dependency.left), names(&[line.dependency.right]))
    };
    let mut lines: Vec<String> = lines.iter().map(told).collect();
    lines.sort();
    (lines, news.iter().map(|news| format!("{:?} {}", news.what, told(&news.line))).collect())
}

const EXPECTED: [&str; 6] = [
    "observed code_client>client",
    "observed code_client>ville",
    "observed commande,ref_article>quantite",
    "observed commande>code_client",
    "observed commande>jour",
    "observed ref_article>article",
];

#[test]
fn what_means_something_is_told_and_nothing_else() {
    let (lines, news) = held(&clean(), &mut Register::default());
    assert_eq!(lines, EXPECTED);
    assert_eq!(news.len(), EXPECTED.len(), "all is new the first time");
}

#[test]
fn all_that_holds_is_found_and_ranked() {
    let table = clean();
    let (_, found) = found(&table);
    let brute = |left: &[usize], right: usize| exceptions(&table, left, right).rows.is_empty();
    assert!(
        found
            .dependencies
            .iter()
            .filter(|found| found.evidence.exceptions == 0)
            .all(|found| brute(&found.left, found.right))
    );
    assert!(found.dependencies.is_sorted_by(|a, b| a.score >= b.score));
    assert!(found.dependencies.len() > EXPECTED.len(), "most of what holds means nothing");
}

#[test]
fn rows_that_break_a_dependency_are_named_with_what_most_say() {
    let table = orders(|row, town| if row == 50 { "Lyno".to_owned() } else { town.to_owned() });
    let (lines, _) = held(&table, &mut Register::default());
    assert!(lines.contains(&"exceptions code_client>ville".to_owned()), "{lines:?}");
    let broken = exceptions(&table, &[2], 4);
    let [exception] = broken.rows.as_slice() else { panic!("{broken:?}") };
    let value = |code| table.columns[4].dictionary.get(code).unwrap();
    assert_eq!((table.rows[exception.row], value(exception.code)), (52, "Lyno"));
    assert!(exception.agreeing.0 + 1 == exception.agreeing.1 && value(exception.usual) != "Lyno");
}

#[test]
fn a_second_run_tells_only_what_changed() {
    let mut register = Register::default();
    held(&clean(), &mut register);
    assert_eq!(held(&clean(), &mut register).1, Vec::<String>::new());
    let typed = orders(|row, town| if row == 50 { "Lyno".to_owned() } else { town.to_owned() });
    assert_eq!(held(&typed, &mut register).1, ["Broken exceptions code_client>ville"]);
    assert_eq!(held(&typed, &mut register).1, Vec::<String>::new());
    assert_eq!(held(&clean(), &mut register).1, ["Mended observed code_client>ville"]);
    let moving = orders(|row, _| format!("Ville {}", row % 17));
    let (lines, news) = held(&moving, &mut register);
    assert!(news.iter().any(|news| news.starts_with("Gone") && news.ends_with("code_client>ville")), "{news:?}");
    assert!(!lines.iter().any(|line| line.ends_with("code_client>ville")), "{lines:?}");
}

#[test]
fn what_the_consultant_says_is_kept() {
    let text = "[commandes]\nrejected  ref_article -> article  # by chance\nstated    client -> ville\nobserved  ailleurs -> rien\n";
    let (mut register, unread) = Register::read(text);
    assert!(unread.is_empty());
    let typed = orders(|row, town| if row == 50 { "Lyno".to_owned() } else { town.to_owned() });
    let (lines, news) = held(&typed, &mut register);
    assert!(!lines.iter().any(|line| line.contains("ref_article>article")), "{lines:?}");
    assert!(news.contains(&"StatedBroken stated client>ville".to_owned()), "{news:?}");
    let text = register.text(&Text::same(""), Lang::En);
    for line in [
        "rejected    ref_article -> article  # by chance",
        "stated      client -> ville",
        "observed    ailleurs -> rien",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn the_next_export_has_another_name_and_the_same_register() {
    let mut register = Register::default();
    held(&clean(), &mut register);
    let next = Table { name: "commandes_2025".to_owned(), ..clean() };
    assert_eq!(held(&next, &mut register).1, Vec::<String>::new());
    assert_eq!(register.tables().collect::<Vec<_>>(), ["commandes"]);
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    for text in ["a\n1\n", "a;b\n1;2\n", "a;b\n;\n;\n", "a;b\n1;1\n1;1\n"] {
        let table = table_of("small.csv", text);
        assert!(held(&table, &mut Register::default()).0.is_empty(), "{text}");
    }
}
