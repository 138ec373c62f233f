//! What the values of a column are the keys of: `Code client` of clients, a bare `Id` of what its file lists.
//!
//! Headings alone prove nothing: who compares nouns compares values too. Invariant: a noun is words folded, short forms written out.

use super::{Group, Key, naming};
use crate::diag::Lang;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{fold, name_key};

/// Identifiers that say of what they are by themselves, whichever file they stand in.
const OWN: [&str; 8] = ["matricule", "siret", "siren", "isbn", "ean", "sku", "uuid", "iban"];

/// The words of a noun; none for a heading that says nothing but "identifier".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Noun(Vec<String>);

impl Noun {
    fn of(name: &str) -> Self {
        let mut words: Vec<String> = naming::words(name).iter().map(|word| name_key(word)).collect();
        words.retain(|word| !word.is_empty());
        words.sort();
        words.dedup();
        Noun(words)
    }

    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one says all that the other does: `Client livré` is a `Client`.
    pub(super) fn is_within(&self, other: &Noun) -> bool {
        !self.is_empty() && self.0.iter().all(|word| other.0.contains(word))
    }

    /// Whether the other is one of these in a role: `équipe extérieure` of `équipe`, but not `nombre d'équipes`.
    pub(super) fn is_in_a_role(&self, other: &Noun) -> bool {
        let own = other.0.iter().filter(|word| !self.0.contains(word));
        self.is_within(other) && own.into_iter().all(|word| !naming::is_an_attribute(word))
    }
}

/// The noun of a heading, or else of the merged cell above it.
fn of_column(column: &Column) -> Noun {
    let name = naming::entity(&column.heading).or_else(|| naming::entity(&column.name));
    name.as_deref().map(Noun::of).unwrap_or_default()
}

/// Whether a heading says "identifier" and nothing of what: `Id`, `Code`, `N°`.
pub(super) fn is_bare(column: &Column) -> bool {
    of_column(column).is_empty() && !OWN.contains(&fold(&column.heading).as_str())
}

/// The noun of a group's key: where the heading tells none, what the rows of its file are.
pub(super) fn of_group(tables: &[Table], group: &Group) -> Noun {
    let Key::Column(key) = group.key else { return Noun::default() };
    let Some((table, column)) = tables.get(group.table).and_then(|table| Some((table, table.columns.get(key)?))) else {
        return Noun::default();
    };
    let own = of_column(column);
    if !own.is_empty() || !is_of_rows(tables, group) {
        return own;
    }
    of_rows(table)
}

/// What each row of a file is, by the file's name.
fn of_rows(table: &Table) -> Noun {
    naming::of_table(&table.name, Lang::Fr).as_deref().map(Noun::of).unwrap_or_default()
}

/// Whether a group's occurrences are the rows of its file.
pub(super) fn is_of_rows(tables: &[Table], group: &Group) -> bool {
    let rows = tables.get(group.table).map_or(0, |table| table.rows.len());
    group.occurrences > 0 && group.occurrences * 100 >= rows * 99
}

/// The share of the smaller column's values that the other one has.
pub(super) fn shared(a: &Column, b: &Column) -> f64 {
    let (few, many) = if a.dictionary.len() <= b.dictionary.len() { (a, b) } else { (b, a) };
    known(few, many)
}

/// The share of a column's values that another one has.
pub(super) fn known(from: &Column, to: &Column) -> f64 {
    let values: Vec<&str> = from.dictionary.values().filter(|value| !value.is_empty()).take(5_000).collect();
    let found = values.iter().filter(|value| to.dictionary.code(value).is_some()).count();
    crate::inventory::profile::share(found, values.len())
}

/// The column by which other files name the rows of this one, where each row has its own: a list of technicians by first name.
///
/// Of words only: numbers are shared by chance.
pub(super) fn named_elsewhere(tables: &[Table], table: usize, may_be: &dyn Fn(usize, usize) -> bool) -> Option<usize> {
    let own = tables.get(table)?;
    let rows = of_rows(own);
    let others = || {
        let others = tables.iter().enumerate().filter(|(at, _)| *at != table);
        others.flat_map(|(at, other)| other.columns.iter().enumerate().map(move |(column, read)| (at, column, read)))
    };
    (0..own.columns.len()).find(|column| {
        let Some(key) = own.columns.get(*column).filter(|_| may_be(table, *column)) else { return false };
        let noun = of_column(key);
        let names = |other: &Column| {
            let heading = of_column(other);
            (noun.is_within(&heading) && !noun.is_empty() || rows.is_within(&heading))
                && other.dictionary.len() > 2
                && known(other, key) >= 0.95
        };
        key.codes.len() > 1 && others().any(|(at, place, other)| !may_be(at, place) && names(other))
    })
}
