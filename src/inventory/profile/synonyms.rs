//! Fields that may be one datum under two names, and fields of one name that may be two data: from the values they share.
//!
//! Suspicions only. Linear in the values: each pair of fields is compared on a sample, and given up at once when it doesn't hold.

use std::collections::HashSet;

use super::kind::Kind;
use super::{At, Field};
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{name_key, national};

/// Two fields that may be the same datum.
#[derive(Debug, Clone, PartialEq)]
pub struct Synonym {
    /// One.
    pub a: At,
    /// The other.
    pub b: At,
    /// What they share.
    pub shared: Shared,
}

/// What two fields share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shared {
    /// In every row of one table they say the same.
    EveryRow,
    /// The same values: the shares of the first's found in the second, and back.
    Values(f64, f64),
    /// The first's values are among the second's, which are those of a reference file.
    Included(f64),
}

/// Two fields of one name with other values or kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Homonym {
    /// One.
    pub a: At,
    /// The other.
    pub b: At,
    /// The share of common values, where their kinds are the same.
    pub common: Option<f64>,
}

/// Values of a field looked for in another.
const SAMPLE: usize = 1_000;
/// Given up when fewer than half of the first ones are found.
const FIRST: usize = 40;
/// Fields compared; beyond, a folder is no inventory but a warehouse.
const FIELDS: usize = 1_500;

fn places(fields: &[Vec<Field>]) -> Vec<At> {
    let all =
        fields.iter().enumerate().flat_map(|(table, fields)| (0..fields.len()).map(move |column| At { table, column }));
    all.take(FIELDS).collect()
}

fn column(tables: &[Table], at: At) -> Option<&Column> {
    tables.get(at.table)?.columns.get(at.column)
}

fn field(fields: &[Vec<Field>], at: At) -> Option<&Field> {
    fields.get(at.table)?.get(at.column)
}

/// Pairs of fields, each once, in the order of the files.
fn pairs(places: &[At]) -> impl Iterator<Item = (At, At)> + '_ {
    places.iter().enumerate().flat_map(|(at, a)| places.iter().skip(at + 1).map(move |b| (*a, *b)))
}

/// Fields that may be the same datum.
pub(super) fn synonyms(tables: &[Table], fields: &[Vec<Field>]) -> Vec<Synonym> {
    let telling = |at: &At| field(fields, *at).is_some_and(|field| field.kind.is_telling() && field.distinct >= 3);
    let places: Vec<At> = places(fields).into_iter().filter(telling).collect();
    pairs(&places).filter_map(|(a, b)| synonym(tables, fields, a, b)).collect()
}

fn synonym(tables: &[Table], fields: &[Vec<Field>], a: At, b: At) -> Option<Synonym> {
    let (a_field, b_field) = (field(fields, a)?, field(fields, b)?);
    let (a_column, b_column) = (column(tables, a)?, column(tables, b)?);
    if !a_field.kind.is_comparable(&b_field.kind) {
        return None;
    }
    let same_name = name_key(&a_field.name) == name_key(&b_field.name);
    if a.table == b.table {
        let alike = a_column.codes == b_column.codes && a_column.dictionary.values().eq(b_column.dictionary.values());
        return alike.then_some(Synonym { a, b, shared: Shared::EveryRow });
    }
    if same_name || a_field.distinct.max(b_field.distinct) < 10 && a_field.kind != Kind::Enum {
        return None;
    }
    let (forth, back) = (found(a_field, a_column, b_column), found(a_field, b_column, a_column));
    let numbers = a_field.kind == Kind::Integer;
    let enough = if numbers { 0.98 } else { 0.9 };
    if forth >= enough && back >= enough {
        return (!numbers || a_field.distinct >= 30).then_some(Synonym { a, b, shared: Shared::Values(forth, back) });
    }
    let refers = |from: &Field, to: &Field, share: f64| {
        share >= 0.95 && to.is_key() && from.distinct >= if numbers { 30 } else { 3 }
    };
    match () {
        () if refers(a_field, b_field, forth) => Some(Synonym { a, b, shared: Shared::Included(forth) }),
        () if refers(b_field, a_field, back) => Some(Synonym { a: b, b: a, shared: Shared::Included(back) }),
        () => None,
    }
}

/// The share of the values of `from` that `to` has: addresses whatever their case, phone numbers whatever their signs and country code.
fn found(field: &Field, from: &Column, to: &Column) -> f64 {
    let tidy: fn(&str) -> String = match field.kind {
        Kind::Email => |value| value.trim().to_lowercase(),
        Kind::Phone => national,
        _ => return found_in(from, to),
    };
    let values = |column: &Column| -> Vec<String> {
        column.dictionary.values().filter(|value| !value.is_empty()).take(SAMPLE * 5).map(tidy).collect()
    };
    let known: HashSet<String> = values(to).into_iter().collect();
    let own = values(from);
    super::share(own.iter().filter(|value| known.contains(*value)).count(), own.len())
}

/// The share of the values of `from` that `to` has, on a sample.
pub(crate) fn found_in(from: &Column, to: &Column) -> f64 {
    let step = (from.dictionary.len() / SAMPLE).max(1);
    let (mut seen, mut found) = (0, 0);
    for value in from.dictionary.values().step_by(step).filter(|value| !value.is_empty()) {
        seen += 1;
        found += usize::from(to.dictionary.code(value).is_some());
        if seen == FIRST && found * 2 < seen {
            break;
        }
    }
    super::share(found, seen)
}

/// Fields of one name that may be different data.
pub(super) fn homonyms(tables: &[Table], fields: &[Vec<Field>]) -> Vec<Homonym> {
    let places = places(fields);
    pairs(&places).filter_map(|(a, b)| homonym(tables, fields, a, b)).collect()
}

fn homonym(tables: &[Table], fields: &[Vec<Field>], a: At, b: At) -> Option<Homonym> {
    let (a_field, b_field) = (field(fields, a)?, field(fields, b)?);
    let (a_column, b_column) = (column(tables, a)?, column(tables, b)?);
    if a.table == b.table
        || a_field.filled == 0
        || b_field.filled == 0
        || a_column.heading.is_empty()
        || name_key(&a_field.name) != name_key(&b_field.name)
    {
        return None;
    }
    let alike = a_field.kind.is_comparable(&b_field.kind) || a_field.kind.is_numeric() && b_field.kind.is_numeric();
    if !alike {
        return Some(Homonym { a, b, common: None });
    }
    let many = a_field.distinct >= 20 && b_field.distinct >= 20;
    let common = found_in(a_column, b_column).max(found_in(b_column, a_column));
    let keyed =
        matches!(a_field.kind, Kind::Code(_) | Kind::Text | Kind::Email | Kind::Siret | Kind::Siren | Kind::Enum);
    (many && keyed && common < 0.02).then_some(Homonym { a, b, common: Some(common) })
}
