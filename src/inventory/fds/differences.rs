//! Difference sets: the columns on which two rows differ. A dependency holds when its left side meets every difference set
//! that has its right side.
//!
//! Invariant: pairs are drawn by a fixed rule, so that two runs on the same rows do the same work.

#![allow(clippy::indexing_slicing, reason = "rows are below the table's length by construction")]

use hashbrown::HashSet;

use super::bits::Bits;
use super::partition::{Codes, Partition};

/// The rows, each with its codes side by side.
#[derive(Debug)]
pub(super) struct Rows {
    cells: Vec<u32>,
    width: usize,
}

impl Rows {
    pub(super) fn new(columns: &[Codes<'_>], rows: usize) -> Self {
        let width = columns.len();
        let mut cells = vec![0; rows * width];
        // A block of rows at a time, so that what is written stays in the cache.
        const BLOCK: usize = 256;
        for start in (0..rows).step_by(BLOCK) {
            for (at, column) in columns.iter().enumerate() {
                for row in start..rows.min(start + BLOCK) {
                    cells[row * width + at] = column.codes[row];
                }
            }
        }
        Rows { cells, width }
    }

    fn row(&self, row: u32) -> &[u32] {
        let start = row as usize * self.width;
        &self.cells[start..start + self.width]
    }

    /// The columns on which two rows differ.
    pub(super) fn difference<const W: usize>(&self, a: u32, b: u32) -> Bits<W> {
        let mut difference = Bits::EMPTY;
        for (at, (a, b)) in self.row(a).iter().zip(self.row(b)).enumerate() {
            if a != b {
                difference.insert(at);
            }
        }
        difference
    }
}

/// The difference sets seen so far, each once, in the order seen.
#[derive(Debug)]
pub(super) struct Pool<const W: usize> {
    seen: HashSet<Bits<W>>,
    sets: Vec<Bits<W>>,
}

/// Past this number of pairs a column teaches little more; what it lacks comes from violations.
const PAIRS_PER_COLUMN: usize = 100_000;

impl<const W: usize> Pool<W> {
    /// Draws pairs from within the clusters of each column: rows that agree somewhere give small sets, which decide.
    pub(super) fn sample(rows: &Rows, partitions: &[Partition]) -> Self {
        let mut pool = Pool { seen: HashSet::new(), sets: Vec::new() };
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
        for partition in partitions {
            // Of very many clusters, some at regular intervals.
            let step = partition.count().div_ceil(PAIRS_PER_COLUMN).max(1);
            for cluster in partition.clusters().step_by(step) {
                pool.sample_cluster(rows, cluster, &mut draw);
            }
        }
        pool
    }

    /// ⌊pairs^0.3⌋ pairs of a cluster.
    fn sample_cluster(&mut self, rows: &Rows, cluster: &[u32], draw: &mut Draw) {
        let size = cluster.len();
        let pairs = size as f64 * (size - 1) as f64 / 2.0;
        for _ in 0..pairs.powf(0.3) as usize {
            let a = draw.below(size);
            let b = (a + 1 + draw.below(size - 1)) % size;
            self.add(rows.difference(cluster[a], cluster[b]));
        }
    }

    /// Adds a set; false when it was known.
    pub(super) fn add(&mut self, set: Bits<W>) -> bool {
        let is_new = self.seen.insert(set);
        if is_new {
            self.sets.push(set);
        }
        is_new
    }

    /// What a left side of `rhs` must meet: the smallest difference sets that have it, without it.
    pub(super) fn edges(&self, rhs: usize) -> Vec<Bits<W>> {
        let mut edges: Vec<Bits<W>> = self.sets.iter().filter(|set| set.contains(rhs)).copied().collect();
        edges.iter_mut().for_each(|edge| edge.remove(rhs));
        minimal(edges)
    }
}

/// The sets that contain no other one.
pub(super) fn minimal<const W: usize>(mut sets: Vec<Bits<W>>) -> Vec<Bits<W>> {
    sets.sort_unstable_by_key(|set| (set.len(), *set));
    sets.dedup();
    let mut kept: Vec<Bits<W>> = Vec::new();
    for set in sets {
        if !kept.iter().any(|smaller| smaller.is_subset(set)) {
            kept.push(set);
        }
    }
    kept
}

/// A small generator of numbers (xorshift), the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound.max(1) as u64) as usize
    }
}
