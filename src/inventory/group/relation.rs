//! The rows being taken apart: some columns of a table, as codes, one row an occurrence.
//!
//! Invariant: all columns have as many codes as there are rows.

#![allow(
    clippy::indexing_slicing,
    reason = "codes are below their column's count of values, rows below the count of rows"
)]

use crate::inventory::profile::Field;
use crate::inventory::read::{Column, Table};

/// What is known of one column, whatever the rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute<'t> {
    /// Its place in the table.
    pub(super) at: usize,
    pub(super) column: &'t Column,
    pub(super) field: &'t Field,
}

/// Rows of some columns.
#[derive(Debug, Clone)]
pub(super) struct Relation<'t> {
    pub(super) attributes: Vec<Attribute<'t>>,
    /// For each attribute, the code of each row.
    pub(super) codes: Vec<Vec<u32>>,
    pub(super) rows: usize,
}

/// The rows of one determinant's values: those with the same value side by side; rows without value left out.
#[derive(Debug)]
pub(super) struct Clusters {
    rows: Vec<u32>,
    starts: Vec<u32>,
}

impl<'t> Relation<'t> {
    /// A whole table; columns without any value are left out.
    pub(super) fn of(table: &'t Table, fields: &'t [Field]) -> Self {
        let known = table.columns.iter().zip(fields).enumerate();
        let attributes: Vec<Attribute<'t>> = known
            .filter(|(_, (_, field))| field.filled > 0)
            .map(|(at, (column, field))| Attribute { at, column, field })
            .collect();
        let codes = attributes.iter().map(|attribute| attribute.column.codes.clone()).collect();
        Relation { attributes, codes, rows: table.rows.len() }
    }

    /// How many rows lack a value.
    pub(super) fn empties(&self, attribute: usize) -> usize {
        match self.attributes[attribute].column.empty {
            Some(empty) => self.codes[attribute].iter().filter(|code| **code == empty).count(),
            None => 0,
        }
    }

    /// The rows by the values of an attribute, in the order of the values' first rows in the file.
    pub(super) fn clusters(&self, attribute: usize) -> Clusters {
        let column = self.attributes[attribute].column;
        let mut places = vec![0_u32; column.dictionary.len()];
        let filled = |code: &u32| Some(*code) != column.empty;
        self.codes[attribute].iter().copied().filter(filled).for_each(|code| places[code as usize] += 1);
        let mut starts = vec![0];
        let mut end = 0;
        for place in places.iter_mut().filter(|place| **place > 0) {
            let count = *place;
            *place = end;
            end += count;
            starts.push(end);
        }
        let mut rows = vec![0; end as usize];
        for (row, code) in (0_u32..).zip(&self.codes[attribute]).filter(|(_, code)| filled(code)) {
            rows[places[*code as usize] as usize] = row;
            places[*code as usize] += 1;
        }
        Clusters { rows, starts }
    }

    /// One row a cluster: `attributes`, each with its most frequent value in the cluster.
    pub(super) fn vote(&self, clusters: &Clusters, attributes: &[usize]) -> Relation<'t> {
        let vote = |attribute: usize| {
            let codes = &self.codes[attribute];
            let column = self.attributes[attribute].column;
            let mut counts = vec![0_u32; column.dictionary.len()];
            clusters.iter().map(|rows| winner(rows, codes, column.empty, &mut counts)).collect()
        };
        Relation {
            attributes: attributes.iter().map(|at| self.attributes[*at]).collect(),
            codes: attributes.iter().map(|at| vote(*at)).collect(),
            rows: clusters.len(),
        }
    }
}

/// The most frequent value of some rows; of equals the first, and any rather than none.
fn winner(rows: &[u32], codes: &[u32], empty: Option<u32>, counts: &mut [u32]) -> u32 {
    let mut best = rows.first().map_or(0, |row| codes[*row as usize]);
    for row in rows {
        let code = codes[*row as usize];
        counts[code as usize] += 1;
        if Some(best) == empty || counts[code as usize] > counts[best as usize] && Some(code) != empty {
            best = code;
        }
    }
    rows.iter().for_each(|row| counts[codes[*row as usize] as usize] = 0);
    best
}

impl Clusters {
    /// The rows of each value.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| &self.rows[ends[0] as usize..ends[1] as usize])
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many rows have a value.
    pub(super) fn filled(&self) -> usize {
        self.rows.len()
    }
}
