//! The client's files held against the model: what would be refused, row by row, and how to mend it.
//!
//! Each sort of check has its file; this one puts them in order. Nothing is changed in the files.
//! Invariant: rows are numbers of the file's own rows; a finding says how many rows it concerns, and names the first ones.

mod cells;
mod dependencies;
pub mod duplicates;
mod evaluate;
mod fields;
mod keys;
mod people;
mod references;
pub mod report;
mod rules;
mod several;
#[cfg(test)]
mod tests;
mod world;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;

use super::matching::{TableMatch, match_tables};
use super::read::Table;
use crate::diag::Text;
use crate::mcd::{Field, FieldRef, Mcd, Owner};

pub use people::Suspects;

/// Whether a field can take what a cell says.
pub(super) fn is_taken(mcd: &Mcd, field: &Field, cell: &str) -> bool {
    cells::value(mcd, field, cell).is_ok()
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// No value where one is required.
    Required,
    /// Not of the field's type.
    Type,
    /// Too long.
    Length,
    /// Outside its bounds.
    Range,
    /// Not in the closed list.
    Choice,
    /// Not of the form that the field asks for.
    Pattern,
    /// Twice, where once is all.
    Unique,
    /// A rule of the model is broken.
    Rule,
    /// It refers to what isn't there.
    Reference,
    /// What should always go with a value doesn't.
    Dependency,
}

/// Something wrong in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub sort: Sort,
    /// The table, by its place.
    pub table: usize,
    /// The column, by its place.
    pub column: Option<usize>,
    /// What the model calls it: `Client.email`.
    pub path: String,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub mend: Text,
    /// How many rows.
    pub count: usize,
    /// The first of them, with their values.
    pub rows: Vec<Wrong>,
}

/// A row with something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its number.
    pub row: u32,
    /// The value, or what makes it wrong.
    pub value: String,
}

/// Everything that was found.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// What each table holds of the model.
    pub matches: Vec<TableMatch>,
    /// What is wrong, table by table.
    pub findings: Vec<Finding>,
    /// Suspected duplicates, entity by entity.
    pub suspects: Vec<Suspects>,
    /// What could not be told from files, in sentences.
    pub unchecked: Vec<Text>,
    /// Rows read, and rows with something wrong.
    pub rows: (usize, usize),
}

/// Rows kept of one finding; all are counted.
const KEPT: usize = 10_000;

/// Holds tables against the model as of `now`, which rules may speak of; `tell` hears what is looked at.
pub fn audit(mcd: &Mcd, tables: &[Table], now: NaiveDateTime, tell: &mut dyn FnMut(&str)) -> Audit {
    let matches = match_tables(mcd, tables);
    let mut audit = Audit::default();
    let mut wrong: Vec<Vec<bool>> = tables.iter().map(|table| vec![false; table.rows.len()]).collect();
    for (at, (table, matched)) in tables.iter().zip(&matches).enumerate() {
        tell(&table.name);
        let Some(marks) = wrong.get_mut(at) else { continue };
        let mut held = Held {
            mcd,
            at,
            table,
            matched,
            now,
            wrong: marks,
            findings: Vec::new(),
            unchecked: Vec::new(),
            refused: HashMap::new(),
        };
        fields::check(&mut held);
        keys::check(&mut held);
        dependencies::check(&mut held);
        rules::check(&mut held);
        audit.findings.append(&mut held.findings);
        for text in held.unchecked {
            if !audit.unchecked.contains(&text) {
                audit.unchecked.push(text);
            }
        }
    }
    references::check(mcd, tables, &matches, &mut wrong, &mut audit.findings);
    several::check(mcd, tables, &matches, now, &mut wrong, &mut audit);
    tell("");
    audit.suspects = people::suspects(mcd, tables, &matches);
    let bad = wrong.iter().flatten().filter(|wrong| **wrong).count();
    audit.rows = (tables.iter().map(|table| table.rows.len()).sum(), bad);
    audit.matches = matches;
    audit
}

/// A table being held against the model.
struct Held<'a> {
    mcd: &'a Mcd,
    at: usize,
    table: &'a Table,
    matched: &'a TableMatch,
    now: NaiveDateTime,
    wrong: &'a mut [bool],
    findings: Vec<Finding>,
    unchecked: Vec<Text>,
    /// By column, the codes of values that their field can't take: told once, as that.
    refused: HashMap<usize, HashSet<u32>>,
}

impl Held<'_> {
    /// The column that holds a field.
    fn column_of(&self, field: FieldRef) -> Option<usize> {
        column_of(self.matched, field)
    }

    /// Whether the field of a column can't take what a code stands for.
    fn is_refused(&self, column: usize, code: u32) -> bool {
        self.refused.get(&column).is_some_and(|codes| codes.contains(&code))
    }

    /// The entities and relations that have a column here, in declaration order.
    fn owners(&self) -> Vec<Owner> {
        owners(self.matched)
    }

    /// Adds a finding for these rows (by place) with their values; marks the rows.
    fn find(&mut self, about: About, rows: impl Iterator<Item = (usize, String)>) {
        let mut finding = Finding {
            sort: about.sort,
            table: self.at,
            column: about.column,
            path: about.path,
            message: about.message,
            mend: about.mend,
            count: 0,
            rows: Vec::new(),
        };
        for (row, value) in rows {
            finding.count += 1;
            if let Some(mark) = self.wrong.get_mut(row) {
                *mark = true;
            }
            if let Some(number) = self.table.rows.get(row).filter(|_| finding.rows.len() < KEPT) {
                finding.rows.push(Wrong { row: *number, value });
            }
        }
        if finding.count > 0 {
            self.findings.push(finding);
        }
    }
}

/// What a finding says.
struct About {
    sort: Sort,
    column: Option<usize>,
    path: String,
    message: Text,
    mend: Text,
}

fn column_of(matched: &TableMatch, field: FieldRef) -> Option<usize> {
    matched.fates.iter().position(|fate| fate.field() == Some(field))
}

fn owners(matched: &TableMatch) -> Vec<Owner> {
    let mut owners: Vec<Owner> =
        matched.fates.iter().filter_map(|fate| fate.field()).map(|field| field.owner).collect();
    owners.sort();
    owners.dedup();
    owners
}

/// `Client.email`.
fn path(mcd: &Mcd, field: FieldRef) -> String {
    format!("{}.{}", mcd.name(field.owner), mcd.field(field).name)
}

/// The columns that hold the whole identifier of an entity; none when a part isn't in the table, or isn't a field.
fn identifier_columns(mcd: &Mcd, matched: &TableMatch, owner: Owner) -> Option<Vec<usize>> {
    let Owner::Entity(entity) = owner else { return None };
    let parts = mcd.identifier(entity).iter().map(|part| match part {
        crate::mcd::KeyPart::Field(field) => column_of(matched, *field),
        crate::mcd::KeyPart::Leg(_) => None,
    });
    parts.collect::<Option<Vec<usize>>>().filter(|columns| !columns.is_empty())
}

/// Whether each row of a table is meant to be one occurrence of an entity: its name says so, or its identifier hardly ever comes twice.
fn is_grain(mcd: &Mcd, table: &Table, matched: &TableMatch, owner: Owner) -> bool {
    let others = owners(matched).into_iter().filter(|other| *other != owner);
    let alone = others.count() == 0;
    let Some(columns) = identifier_columns(mcd, matched, owner) else { return alone };
    let distinct = match columns.as_slice() {
        [column] => table.columns.get(*column).map_or(0, |column| column.dictionary.len()),
        _ => keys::groups(table, &columns).len(),
    };
    let often = distinct.saturating_mul(10) < table.rows.len().saturating_mul(8);
    matched.main == Some(owner) && !often || alone || !often && matched.main.is_none()
}
