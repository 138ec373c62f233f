//! The audit told: on a terminal, as a table of errors, as a page that the client understands.

pub mod csv;
pub mod html;
pub mod text;

use super::duplicates::Agreement;
use super::{Audit, Sort, Suspects};
use crate::diag::Text;
use crate::inventory::read::Table;
use crate::mcd::{Mcd, Owner};
use crate::say;

/// All that is told.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The model.
    pub mcd: &'a Mcd,
    /// The files.
    pub tables: &'a [Table],
    /// What was found.
    pub audit: &'a Audit,
}

impl Sort {
    /// Its name.
    pub fn label(self) -> Text {
        match self {
            Sort::Required => say!(fr "obligatoire", en "required"),
            Sort::Type => say!(fr "type", en "type"),
            Sort::Length => say!(fr "longueur", en "length"),
            Sort::Range => say!(fr "bornes", en "bounds"),
            Sort::Choice => say!(fr "liste", en "list"),
            Sort::Pattern => say!(fr "forme", en "form"),
            Sort::Unique => say!(fr "doublon exact", en "exact duplicate"),
            Sort::Rule => say!(fr "règle", en "rule"),
            Sort::Reference => say!(fr "référence", en "reference"),
            Sort::Dependency => say!(fr "dépendance", en "dependency"),
        }
    }
}

fn agreement(one: Agreement) -> Text {
    match one {
        Agreement::Equal => say!(fr "pareil", en "same"),
        Agreement::Close => say!(fr "très proche", en "very close"),
        Agreement::Partial => say!(fr "en partie", en "in part"),
        Agreement::Different => say!(fr "différent", en "different"),
    }
}

/// What an entity is called.
fn label(mcd: &Mcd, owner: Owner) -> String {
    match owner {
        Owner::Entity(id) => mcd.entity(id).label.clone(),
        Owner::Relation(id) => mcd.relation(id).label.clone(),
    }
}

/// The values that a record has in a feature's columns.
fn values(table: &Table, suspects: &Suspects, feature: usize, record: usize) -> String {
    let row = suspects.rows.get(record).copied().unwrap_or(usize::MAX);
    let columns = suspects.columns.get(feature).map_or(&[][..], Vec::as_slice);
    let cells = columns
        .iter()
        .filter_map(|column| table.columns.get(*column))
        .map(|column| crate::inventory::profile::cut(column.value(row)));
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The number of a record's row.
fn row_number(table: &Table, suspects: &Suspects, record: usize) -> u32 {
    suspects.rows.get(record).and_then(|row| table.rows.get(*row)).copied().unwrap_or(0)
}

/// `97 %`; never 100 %, which nobody knows.
fn probability(value: f64) -> String {
    format!("{} %", (value * 100.0).floor().min(99.0))
}
