//! What each field of the files is: its kind, how full, how varied, what is odd in it; then what fields have to do with one another.
//!
//! Judges values only, knows no model. Invariant: shares are of filled cells, rows are numbers of the file's own rows.

mod computed;
mod field;
mod kind;
mod oddities;
mod repeats;
mod synonyms;
#[cfg(test)]
mod tests;

pub use computed::{Computed, Formula};
pub(crate) use field::cut;
pub use field::{Field, field};
pub(crate) use kind::compact;
pub use kind::{Kind, Shape, fits};
pub use oddities::Odd;
pub use repeats::{Repeated, Several};
pub use synonyms::{Homonym, Shared, Synonym};

use super::read::Table;

/// A column of a table, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// The table.
    pub table: usize,
    /// The column in it.
    pub column: usize,
}

/// What is known of the fields of some tables.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// One a column, table by table.
    pub fields: Vec<Vec<Field>>,
    /// Fields that may be the same datum.
    pub synonyms: Vec<Synonym>,
    /// Fields of one name that may be different data.
    pub homonyms: Vec<Homonym>,
    /// Fields that others give.
    pub computed: Vec<Computed>,
    /// Fields that come several times in a row (`tel1`, `tel2`).
    pub repeated: Vec<Repeated>,
    /// Fields with several values in a cell.
    pub several: Vec<Several>,
}

impl Profile {
    /// The field of a place.
    pub fn get(&self, at: At) -> Option<&Field> {
        self.fields.get(at.table)?.get(at.column)
    }
}

/// Looks at every field of the tables.
pub fn profile(tables: &[Table]) -> Profile {
    let fields: Vec<Vec<Field>> =
        tables.iter().map(|table| table.columns.iter().map(|column| field(table, column)).collect()).collect();
    let synonyms = synonyms::synonyms(tables, &fields);
    let homonyms = synonyms::homonyms(tables, &fields);
    let computed = tables
        .iter()
        .zip(&fields)
        .enumerate()
        .flat_map(|(at, (table, fields))| computed::find(at, table, fields))
        .collect();
    let repeated = tables.iter().enumerate().flat_map(|(at, table)| repeats::repeated(at, table)).collect();
    let several = tables
        .iter()
        .zip(&fields)
        .enumerate()
        .flat_map(|(at, (table, fields))| repeats::several(at, table, fields))
        .collect();
    Profile { fields, synonyms, homonyms, computed, repeated, several }
}

/// A part of a whole as a number between 0 and 1; 0 of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}
