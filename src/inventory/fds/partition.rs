//! Stripped partitions: the rows that agree on some columns, cluster by cluster, without the rows that stand alone.
//!
//! Flat: one array of rows and one of where each cluster begins. Invariant: each cluster has two rows or more.

#![allow(clippy::indexing_slicing, reason = "rows and codes are below the lengths of their own table by construction")]

/// Rows in clusters.
#[derive(Debug, Clone, Default)]
pub(super) struct Partition {
    rows: Vec<u32>,
    /// Where each cluster begins, then the end.
    starts: Vec<u32>,
}

/// A column as the search sees it: a code a row, each below `distinct`.
#[derive(Debug, Clone, Copy)]
pub struct Codes<'t> {
    /// The code of each row's value; in the order of first occurrence, so that columns in bijection have the same codes.
    pub codes: &'t [u32],
    /// How many codes there are.
    pub distinct: usize,
}

/// Arrays that refinements use again and again; zeros between two uses.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Partition {
    /// All rows in one cluster.
    pub(super) fn whole(rows: usize) -> Self {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        match rows {
            0 | 1 => Partition { rows: Vec::new(), starts: vec![0] },
            _ => Partition { rows: (0..rows).collect(), starts: vec![0, rows] },
        }
    }

    /// The rows that agree on one column.
    pub(super) fn of(column: Codes<'_>) -> Self {
        let mut places = vec![0_u32; column.distinct];
        column.codes.iter().for_each(|code| places[*code as usize] += 1);
        let mut starts = vec![0];
        let mut end = 0;
        for place in &mut places {
            let count = *place;
            *place = if count > 1 { end } else { u32::MAX };
            if count > 1 {
                end += count;
                starts.push(end);
            }
        }
        let mut rows = vec![0; end as usize];
        for (row, code) in (0_u32..).zip(column.codes) {
            let place = &mut places[*code as usize];
            if *place != u32::MAX {
                rows[*place as usize] = row;
                *place += 1;
            }
        }
        Partition { rows, starts }
    }

    /// The clusters, each of two rows or more.
    pub(super) fn clusters(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| &self.rows[ends[0] as usize..ends[1] as usize])
    }

    /// How many rows stand in a cluster.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many clusters there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The rows that agree on the columns of this partition and on one more.
    pub(super) fn refine(&self, column: Codes<'_>, scratch: &mut Scratch) -> Self {
        let mut refined = Partition { rows: Vec::new(), starts: vec![0] };
        scratch.counts.resize(scratch.counts.len().max(column.distinct), 0);
        for cluster in self.clusters() {
            match *cluster {
                [a, b] => {
                    if column.codes[a as usize] == column.codes[b as usize] {
                        refined.rows.extend([a, b]);
                        refined.starts.push(refined.rows.len() as u32);
                    }
                }
                _ => refined.split(cluster, column.codes, scratch),
            }
        }
        refined.rows.shrink_to_fit();
        refined
    }

    /// Appends the parts of a cluster.
    fn split(&mut self, cluster: &[u32], codes: &[u32], scratch: &mut Scratch) {
        for row in cluster {
            let code = codes[*row as usize];
            let count = &mut scratch.counts[code as usize];
            if *count == 0 {
                scratch.touched.push(code);
            }
            *count += 1;
        }
        let mut end = self.rows.len() as u32;
        for code in &scratch.touched {
            let count = &mut scratch.counts[*code as usize];
            let size = *count;
            *count = if size > 1 { end } else { u32::MAX };
            if size > 1 {
                end += size;
                self.starts.push(end);
            }
        }
        self.rows.resize(end as usize, 0);
        for row in cluster {
            let place = &mut scratch.counts[codes[*row as usize] as usize];
            if *place != u32::MAX {
                self.rows[*place as usize] = *row;
                *place += 1;
            }
        }
        scratch.touched.drain(..).for_each(|code| scratch.counts[code as usize] = 0);
    }
}
