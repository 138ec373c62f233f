//! The rows that break a dependency, with what the other rows of the same left say.
//!
//! Of the values that come with one left side, the most frequent is taken for right. Rows that lack a part of the left say nothing.

use hashbrown::HashMap;

use super::relation::{Clusters, gather_columns};
use crate::inventory::read::{Column, Table};

/// A row that says other than most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its place in the table.
    pub row: usize,
    /// The code of what it says.
    pub code: u32,
    /// The code of what most rows say.
    pub usual: u32,
    /// How many rows say it, of how many.
    pub agreeing: (usize, usize),
}

/// All that breaks a dependency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Broken {
    /// In the order of the file.
    pub rows: Vec<Exception>,
    /// Rows whose left comes more than once: those that could break it.
    pub support: usize,
}

/// The rows of a table that break `left → right`, by the places of columns.
pub fn exceptions(table: &Table, left: &[usize], right: usize) -> Broken {
    let Some(data) = table.columns.get(right).filter(|_| !left.contains(&right)) else { return Broken::default() };
    let columns: Vec<&Column> = left.iter().filter_map(|column| table.columns.get(*column)).collect();
    let clusters: Clusters = gather_columns(&columns, table.rows.len());
    let mut broken = Broken::default();
    for rows in clusters.iter().filter(|rows| rows.len() > 1) {
        broken.support += rows.len();
        let Some((usual, most)) = usual(rows, data) else { continue };
        let code = |row: &u32| data.codes.get(*row as usize).copied().filter(|code| *code != usual);
        let differing = rows.iter().filter_map(|row| Some((*row as usize, code(row)?)));
        let agreeing = (most, rows.len());
        broken.rows.extend(differing.map(|(row, code)| Exception { row, code, usual, agreeing }));
    }
    broken.rows.sort_by_key(|exception| exception.row);
    broken
}

/// The most frequent code of some rows and how often it comes; the first met among equals, and empty only where nothing else is.
fn usual(rows: &[u32], data: &Column) -> Option<(u32, usize)> {
    let codes = || rows.iter().filter_map(|row| data.codes.get(*row as usize).copied());
    let first = codes().next()?;
    if codes().all(|code| code == first) {
        return Some((first, rows.len()));
    }
    let mut counts: HashMap<u32, usize> = HashMap::new();
    codes().for_each(|code| *counts.entry(code).or_default() += 1);
    let filled = |(code, _): &(u32, usize)| Some(*code) != data.empty;
    counts.into_iter().filter(filled).max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))
}
