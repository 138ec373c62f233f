//! Tables that are one in several pieces: a sheet a month, a file a year.
//!
//! Pieces have the same headings, and names that differ by times only. A list that is told again, as each year's customers are, is left as it
//! is: its key shows that. Invariant: rows keep their order, and the table remembers its pieces.

use super::naming;
use crate::inventory::profile::share;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{fold, name_key};

/// Fewer headings are shared by chance.
const HEADINGS: usize = 3;
/// Of the values that tell the rows of one piece apart, those that another one has too: more, and it is the same list again.
const AGAIN: f64 = 0.3;

/// Words that say when, folded, in both languages.
const TIMES: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "janv",
    "fevr",
    "fev",
    "avr",
    "juil",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "t",
    "s",
    "q",
    "trimestre",
    "semestre",
    "semaine",
    "quarter",
    "week",
    "mois",
    "month",
    "annee",
    "year",
    "jour",
    "au",
    "a",
    "to",
    "er",
    "re",
    "e",
];

/// The tables, those that are pieces of one put together.
pub fn stacked(tables: Vec<Table>) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    for table in tables {
        match found.iter_mut().find(|first| are_pieces(first, &table)) {
            Some(first) => add(first, &table),
            None => found.push(table),
        }
    }
    found
}

/// The words of a table's name without those that say when; those of its file apart.
fn series(table: &Table) -> (String, Vec<String>) {
    // What was put together goes by the name of its first piece.
    let name = table.parts.first().map_or(&table.name, |(name, _)| name);
    let (file, own) = match name.rsplit_once('/') {
        Some((file, sheet)) => (fold(file), sheet),
        None => (String::new(), name.as_str()),
    };
    if naming::is_a_sheet_of_none(own) {
        return (file, Vec::new());
    }
    let words = naming::words(own).into_iter().map(|word| word.trim_matches(|c: char| c.is_ascii_digit()).to_owned());
    (file, words.filter(|word| !word.is_empty() && !TIMES.contains(&fold(word).as_str())).collect())
}

fn are_pieces(first: &Table, other: &Table) -> bool {
    let keys = |table: &Table| table.columns.iter().map(|column| name_key(&column.name)).collect::<Vec<_>>();
    let folded = |(file, words): (String, Vec<String>)| (file, words.iter().map(|word| fold(word)).collect::<Vec<_>>());
    first.origin.header_row.is_some()
        && other.origin.header_row.is_some()
        && first.columns.len() >= HEADINGS
        && keys(first) == keys(other)
        && folded(series(first)) == folded(series(other))
        && !is_told_again(first, other)
}

/// Whether a column tells the rows of each apart, and has the same values in both.
fn is_told_again(first: &Table, other: &Table) -> bool {
    let tells = |column: &Column, table: &Table| column.dictionary.len() == table.rows.len() && column.empty.is_none();
    first.columns.iter().zip(&other.columns).any(|(a, b)| {
        let found = b.dictionary.values().filter(|value| a.dictionary.code(value).is_some()).count();
        tells(b, other) && share(found, b.dictionary.len()) > AGAIN && is_code(a)
    })
}

/// Whether a heading says that it tells things apart: a day may come again.
fn is_code(column: &Column) -> bool {
    crate::inventory::value::tokens(&column.name)
        .iter()
        .any(|word| crate::inventory::dependencies::says_identifier(word))
}

fn add(first: &mut Table, other: &Table) {
    if first.parts.is_empty() {
        first.parts.push((first.name.clone(), first.origin.clone()));
        let (_, words) = series(first);
        first.name = match (first.name.rsplit_once('/'), words.is_empty()) {
            (Some((file, _)), true) => file.to_owned(),
            (Some((file, _)), false) => format!("{file}/{}", words.join(" ")),
            (None, true) => first.name.clone(),
            (None, false) => words.join(" "),
        };
    }
    first.parts.push((other.name.clone(), other.origin.clone()));
    first.rows.extend(&other.rows);
    for (column, more) in first.columns.iter_mut().zip(&other.columns) {
        let codes: Vec<u32> = more.dictionary.values().map(|value| column.dictionary.intern(value)).collect();
        column.codes.extend(more.codes.iter().filter_map(|code| codes.get(*code as usize)));
        column.empty = column.empty.or_else(|| codes.get(more.empty? as usize).copied());
        column.padded += more.padded;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::read::table_of;

    fn sheet(name: &str, from: usize) -> Table {
        let rows: String = (from..from + 5).map(|at| format!("C{at};Nom {at};{at}\n")).collect();
        Table { name: name.to_owned(), ..table_of("t.csv", &format!("Code;Nom;Km\n{rows}")) }
    }

    fn names(sheets: &[(&str, usize)]) -> Vec<(String, usize)> {
        let tables = sheets.iter().map(|(name, from)| sheet(name, *from)).collect();
        stacked(tables).into_iter().map(|table| (table.name, table.rows.len())).collect()
    }

    #[test]
    fn sheets_of_months_are_one_and_lists_told_again_or_of_other_things_are_not() {
        let months = [("suivi/Janvier 2026", 0), ("suivi/Février 2026", 10), ("suivi/Mars 2026", 20)];
        assert_eq!(names(&months), [("suivi".to_owned(), 15)]);
        assert_eq!(names(&[("ventes_2023", 0), ("ventes_2024", 10)]), [("ventes".to_owned(), 10)]);
        assert_eq!(names(&[("clients 2023", 0), ("clients 2024", 1)]).len(), 2);
        assert_eq!(names(&[("villes", 0), ("pays", 10)]).len(), 2);
    }
}
