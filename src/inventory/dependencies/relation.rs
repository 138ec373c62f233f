//! The rows being taken apart: some columns of a table, as codes, one row an occurrence.
//!
//! Invariant: all columns have as many codes as there are rows.

#![allow(
    clippy::indexing_slicing,
    reason = "codes are below their column's count of values, rows below the count of rows"
)]

use hashbrown::HashMap;

use crate::inventory::profile::Field;
use crate::inventory::read::{Column, Table};

/// What is known of one column, whatever the rows.
#[derive(Debug, Clone, Copy)]
pub(in crate::inventory) struct Attribute<'t> {
    /// Its place in the table.
    pub(in crate::inventory) at: usize,
    pub(in crate::inventory) column: &'t Column,
    pub(in crate::inventory) field: &'t Field,
}

/// Rows of some columns.
#[derive(Debug, Clone)]
pub(in crate::inventory) struct Relation<'t> {
    pub(in crate::inventory) attributes: Vec<Attribute<'t>>,
    /// For each attribute, the code of each row.
    pub(in crate::inventory) codes: Vec<Vec<u32>>,
    pub(in crate::inventory) rows: usize,
}

/// The rows of one determinant's values: those with the same value side by side; rows without value left out.
#[derive(Debug)]
pub(in crate::inventory) struct Clusters {
    rows: Vec<u32>,
    starts: Vec<u32>,
}

impl<'t> Relation<'t> {
    /// A whole table; columns without any value are left out.
    pub(in crate::inventory) fn of(table: &'t Table, fields: &'t [Field]) -> Self {
        let known = table.columns.iter().zip(fields).enumerate();
        let attributes: Vec<Attribute<'t>> = known
            .filter(|(_, (_, field))| field.filled > 0)
            .map(|(at, (column, field))| Attribute { at, column, field })
            .collect();
        let codes = attributes.iter().map(|attribute| attribute.column.codes.clone()).collect();
        Relation { attributes, codes, rows: table.rows.len() }
    }

    /// How many rows lack a value.
    pub(in crate::inventory) fn empties(&self, attribute: usize) -> usize {
        match self.attributes[attribute].column.empty {
            Some(empty) => self.codes[attribute].iter().filter(|code| **code == empty).count(),
            None => 0,
        }
    }

    /// The rows by the values of an attribute, in the order of the values' codes; rows that lack it are left out.
    pub(in crate::inventory) fn clusters(&self, attribute: usize) -> Clusters {
        let column = self.attributes[attribute].column;
        gather(&self.codes[attribute], column.dictionary.len(), column.empty)
    }

    /// The rows by the values of several attributes together, in the order of the file; rows that lack one of them are left out.
    pub(in crate::inventory) fn clusters_of(&self, attributes: &[usize]) -> Clusters {
        if let [attribute] = attributes {
            return self.clusters(*attribute);
        }
        let parts = attributes.iter().map(|at| (self.codes[*at].as_slice(), self.attributes[*at].column.empty));
        join(parts, self.rows)
    }

    /// Each row in a cluster of its own.
    pub(super) fn rows_alone(&self) -> Clusters {
        let rows = u32::try_from(self.rows).unwrap_or(u32::MAX);
        Clusters { rows: (0..rows).collect(), starts: (0..=rows).collect() }
    }

    /// One row a cluster: `attributes`, each with its most frequent value in the cluster.
    pub(in crate::inventory) fn vote(&self, clusters: &Clusters, attributes: &[usize]) -> Relation<'t> {
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

/// The code of rows that lack a part of a determinant.
const LACKING: u32 = u32::MAX;

/// The rows by the values of some columns of one table together; rows that lack one of them are left out.
pub(super) fn gather_columns(columns: &[&Column], rows: usize) -> Clusters {
    match columns {
        [column] => gather(&column.codes, column.dictionary.len(), column.empty),
        columns => join(columns.iter().map(|column| (column.codes.as_slice(), column.empty)), rows),
    }
}

/// The rows by several codes together, each with its code for nothing.
fn join<'c>(parts: impl Iterator<Item = (&'c [u32], Option<u32>)>, rows: usize) -> Clusters {
    let mut joined = vec![0; rows];
    let mut values = 1;
    for (codes, empty) in parts {
        let mut places: HashMap<(u32, u32), u32> = HashMap::new();
        for (joined, code) in joined.iter_mut().zip(codes) {
            if *joined == LACKING || Some(*code) == empty {
                *joined = LACKING;
                continue;
            }
            let next = u32::try_from(places.len()).unwrap_or(LACKING);
            *joined = *places.entry((*joined, *code)).or_insert(next);
        }
        values = places.len();
    }
    gather(&joined, values, Some(LACKING))
}

/// The rows by their codes, all below `values` but the empty one.
fn gather(codes: &[u32], values: usize, empty: Option<u32>) -> Clusters {
    let mut places = vec![0_u32; values];
    let filled = |code: &u32| Some(*code) != empty;
    codes.iter().copied().filter(filled).for_each(|code| places[code as usize] += 1);
    let mut starts = vec![0];
    let mut end = 0;
    for place in places.iter_mut().filter(|place| **place > 0) {
        let count = *place;
        *place = end;
        end += count;
        starts.push(end);
    }
    let mut rows = vec![0; end as usize];
    for (row, code) in (0_u32..).zip(codes).filter(|(_, code)| filled(code)) {
        rows[places[*code as usize] as usize] = row;
        places[*code as usize] += 1;
    }
    Clusters { rows, starts }
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
    pub(in crate::inventory) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| &self.rows[ends[0] as usize..ends[1] as usize])
    }

    /// How many values there are.
    pub(in crate::inventory) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many rows have a value.
    pub(in crate::inventory) fn filled(&self) -> usize {
        self.rows.len()
    }
}
