//! Dependencies that hold once a few rows are left out: the errors of who typed, or exceptions of the business.
//!
//! The error is g3 (Kivinen & Mannila, 1995): the least share of rows to leave out. Invariant: all minimal dependencies within
//! the error allowed are given, and no other; with 0 they are those of the exact search.

use super::partition::{Codes, Partition, Scratch};
use super::{Fd, sort};

/// Finds the minimal dependencies with `max_lhs` columns or fewer on the left that at most `error` (0 to 1) of the rows break.
///
/// `progress` is told how many of the first columns are done, of how many.
pub fn approximate(columns: &[Codes<'_>], max_lhs: usize, error: f64, progress: impl FnMut(usize, usize)) -> Vec<Fd> {
    let rows = columns.iter().map(|column| column.codes.len()).min().unwrap_or_default();
    let allowed = (error.clamp(0.0, 1.0) * rows as f64 + 1e-9) as usize;
    let mut order: Vec<usize> = (0..columns.len()).collect();
    // Those with most values first: what they begin has the smallest partitions.
    order.sort_by_key(|at| (usize::MAX - columns.get(*at).map_or(0, |column| column.distinct), *at));
    let found = vec![Vec::new(); columns.len()];
    let mut search =
        Search { columns, order, allowed, found, counts: Counts::default(), scratch: Scratch::default(), progress };
    for size in 0..=max_lhs.min(columns.len().saturating_sub(1)) {
        search.extend(&mut Vec::new(), &Partition::whole(rows), 0, size);
    }
    let left_sides = search.found.into_iter().enumerate();
    let mut fds: Vec<Fd> =
        left_sides.flat_map(|(rhs, sides)| sides.into_iter().map(move |lhs| Fd { lhs, rhs })).collect();
    sort(&mut fds);
    fds
}

struct Search<'t, P> {
    columns: &'t [Codes<'t>],
    order: Vec<usize>,
    /// How many rows may be left out.
    allowed: usize,
    /// For each column, its left sides found so far, each ascending.
    found: Vec<Vec<Vec<usize>>>,
    counts: Counts,
    scratch: Scratch,
    progress: P,
}

impl<P: FnMut(usize, usize)> Search<'_, P> {
    /// Tries all sets of `missing` more columns from `from` on; smaller sets were tried before.
    fn extend(&mut self, lhs: &mut Vec<usize>, partition: &Partition, from: usize, missing: usize) {
        if missing == 0 {
            return self.try_left_side(lhs, partition);
        }
        for at in from..self.order.len() {
            if lhs.is_empty() {
                (self.progress)(at, self.order.len());
            }
            let Some(column) = self.order.get(at).copied() else { return };
            let Some(codes) = self.columns.get(column).copied() else { return };
            lhs.push(column);
            if self.may_determine(lhs) {
                let refined = partition.refine(codes, &mut self.scratch);
                self.extend(lhs, &refined, at + 1, missing - 1);
            }
            lhs.pop();
        }
    }

    /// Whether some column is not yet determined by a part of these.
    fn may_determine(&self, lhs: &[usize]) -> bool {
        (0..self.columns.len()).any(|rhs| self.is_open(lhs, rhs))
    }

    fn is_open(&self, lhs: &[usize], rhs: usize) -> bool {
        let found = self.found.get(rhs).map_or(&[][..], Vec::as_slice);
        !lhs.contains(&rhs) && !found.iter().any(|side| side.iter().all(|column| lhs.contains(column)))
    }

    fn try_left_side(&mut self, lhs: &[usize], partition: &Partition) {
        for (rhs, codes) in self.columns.iter().enumerate() {
            if self.is_open(lhs, rhs) && self.counts.exceptions(partition, *codes, self.allowed) <= self.allowed {
                let mut side = lhs.to_vec();
                side.sort_unstable();
                if let Some(sides) = self.found.get_mut(rhs) {
                    sides.push(side);
                }
            }
        }
    }
}

/// How often each value occurs in a cluster; zeros between two uses.
#[derive(Debug, Default)]
pub(super) struct Counts(Vec<u32>);

impl Counts {
    /// How many rows to leave out so that each cluster has one value; stops counting once over `enough`.
    #[allow(
        clippy::indexing_slicing,
        reason = "rows and codes are below the lengths of their own table by construction"
    )]
    pub(super) fn exceptions(&mut self, partition: &Partition, column: Codes<'_>, enough: usize) -> usize {
        self.0.resize(self.0.len().max(column.distinct), 0);
        let mut exceptions = 0;
        for cluster in partition.clusters() {
            let mut most = 0;
            for row in cluster {
                let count = &mut self.0[column.codes[*row as usize] as usize];
                *count += 1;
                most = most.max(*count);
            }
            cluster.iter().for_each(|row| self.0[column.codes[*row as usize] as usize] = 0);
            exceptions += cluster.len() - most as usize;
            if exceptions > enough {
                break;
            }
        }
        exceptions
    }
}
