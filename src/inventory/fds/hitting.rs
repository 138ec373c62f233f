//! The left sides of one column: minimal sets that meet every difference set, each held against the rows (MMCS, Murakami & Uno,
//! 2014; with validation, Bleifuß et al., 2024).
//!
//! A pass searches depth first; a set that meets all known differences but doesn't determine the column brings new ones, which
//! join the search at once. Invariant: a pass that meets no new difference has found all minimal left sides and no other;
//! until then passes follow one another, each remembering what was validated.

#![allow(clippy::indexing_slicing, reason = "columns, edges and depths are below their own counts by construction")]

use hashbrown::HashSet;

use super::bits::Bits;
use super::differences::{Pool, Rows};
use super::partition::{Codes, Partition, Scratch};

/// What stays the same from one column to the next.
pub(super) struct Ground<'t> {
    pub(super) columns: &'t [Codes<'t>],
    pub(super) partitions: &'t [Partition],
    pub(super) rows: &'t Rows,
    pub(super) max_lhs: usize,
}

/// What one column teaches the next.
#[derive(Debug)]
pub(super) struct Known<const W: usize> {
    pub(super) pool: Pool<W>,
    /// Left sides that no two rows share: they determine everything.
    keys: Vec<Bits<W>>,
    /// Dependencies found, by left side, with all it is known to determine.
    fds: Vec<(Bits<W>, Bits<W>)>,
    scratch: Scratch,
    slots: Vec<Slot>,
    stamp: u32,
}

/// What was first seen with a code, in the cluster of this stamp.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    stamp: u32,
    row: u32,
    right: u32,
}

/// Words of bits over the edges; missing words are zeros.
type Edges = Vec<u64>;

/// One step of the path: the columns chosen down to here are the left side.
struct Level<const W: usize> {
    chosen: Bits<W>,
    column: usize,
    free: Bits<W>,
    uncovered: Edges,
    /// For each column chosen, the edges that no other chosen one meets.
    critical: Vec<Edges>,
    /// The rows that agree on the chosen columns, made when first needed.
    partition: Option<Partition>,
}

struct Search<'s, 't, const W: usize> {
    ground: &'s Ground<'t>,
    known: &'s mut Known<W>,
    rhs: usize,
    edges: Vec<Bits<W>>,
    /// For each column, the edges that it meets.
    meets: Vec<Edges>,
    path: Vec<Level<W>>,
    validated: HashSet<Bits<W>>,
    found: Vec<Bits<W>>,
    learned: usize,
}

impl<const W: usize> Known<W> {
    pub(super) fn new(pool: Pool<W>) -> Self {
        Known { pool, keys: Vec::new(), fds: Vec::new(), scratch: Scratch::default(), slots: Vec::new(), stamp: 0 }
    }

    /// Whether what was found implies a dependency, so that no row needs to be read.
    fn implies(&self, lhs: Bits<W>, rhs: usize) -> bool {
        if self.keys.iter().any(|key| key.is_subset(lhs)) {
            return true;
        }
        let mut closure = lhs;
        loop {
            let before = closure;
            for (left, right) in &self.fds {
                if left.is_subset(closure) {
                    closure = closure.or(*right);
                }
            }
            if closure.contains(rhs) || closure == before {
                return closure.contains(rhs);
            }
        }
    }
}

/// The minimal left sides of a column.
pub(super) fn left_sides<const W: usize>(ground: &Ground<'_>, known: &mut Known<W>, rhs: usize) -> Vec<Bits<W>> {
    let mut validated = HashSet::new();
    loop {
        let mut search = Search::new(ground, known, rhs, validated);
        search.walk();
        let Search { learned, found, validated: seen, .. } = search;
        if learned == 0 {
            known.remember(&found, rhs);
            return found;
        }
        validated = seen;
    }
}

impl<const W: usize> Known<W> {
    /// Keeps single determinants: chains of them imply most larger dependencies.
    fn remember(&mut self, found: &[Bits<W>], rhs: usize) {
        for lhs in found.iter().filter(|lhs| lhs.len() <= 2) {
            match self.fds.iter_mut().find(|(left, _)| left == lhs) {
                Some((_, right)) => right.insert(rhs),
                None => self.fds.push((*lhs, Bits::EMPTY.with(rhs))),
            }
        }
    }
}

impl<'s, 't, const W: usize> Search<'s, 't, W> {
    fn new(ground: &'s Ground<'t>, known: &'s mut Known<W>, rhs: usize, validated: HashSet<Bits<W>>) -> Self {
        let edges = known.pool.edges(rhs);
        let words = edges.len().div_ceil(64);
        let width = ground.columns.len();
        let mut meets = vec![vec![0; words]; width];
        for (at, edge) in edges.iter().enumerate() {
            edge.iter().for_each(|column| set(&mut meets[column], at));
        }
        let mut uncovered = vec![0; words];
        (0..edges.len()).for_each(|at| set(&mut uncovered, at));
        let mut free = Bits::below(width);
        free.remove(rhs);
        let root = Level { chosen: Bits::EMPTY, column: width, free, uncovered, critical: Vec::new(), partition: None };
        Search { ground, known, rhs, edges, meets, path: vec![root], validated, found: Vec::new(), learned: 0 }
    }

    /// Explores below the end of the path.
    fn walk(&mut self) {
        let depth = self.path.len() - 1;
        if self.path[depth].uncovered.iter().all(|word| *word == 0) && self.is_valid() {
            self.found.push(self.path[depth].chosen);
            return;
        }
        if depth == self.ground.max_lhs {
            return;
        }
        let branches = self.branches(depth);
        self.path[depth].free = self.path[depth].free.without(branches);
        for column in branches.iter() {
            let Some(level) = self.child(depth, column) else { continue };
            self.path.push(level);
            self.walk();
            self.path.pop();
            self.path[depth].free.insert(column);
        }
    }

    /// The columns to try next: those free in the uncovered edge that has fewest of them; on the last level they must meet all edges.
    fn branches(&self, depth: usize) -> Bits<W> {
        let level = &self.path[depth];
        let mut fewest = level.free;
        let mut count = usize::MAX;
        let mut common = level.free;
        for at in ones(&level.uncovered) {
            let free = self.edges[at].and(level.free);
            common = common.and(free);
            let size = free.len();
            if size < count {
                (fewest, count) = (free, size);
            }
            if size == 0 {
                return Bits::EMPTY;
            }
        }
        if depth + 1 == self.ground.max_lhs { common } else { fewest }
    }

    /// The level below with one column more; none when a chosen column would meet no edge of its own.
    fn child(&self, depth: usize, column: usize) -> Option<Level<W>> {
        let level = &self.path[depth];
        let meets = &self.meets[column];
        let mut critical = Vec::with_capacity(depth + 1);
        for edges in &level.critical {
            let left = minus(edges, meets);
            if left.iter().all(|word| *word == 0) {
                return None;
            }
            critical.push(left);
        }
        critical.push(level.uncovered.iter().zip(meets).map(|(a, b)| a & b).collect());
        let uncovered = minus(&level.uncovered, meets);
        let chosen = level.chosen.with(column);
        Some(Level { chosen, column, free: level.free, uncovered, critical, partition: None })
    }

    /// Whether the path's columns determine the right side; if not, the differences that show it join the search.
    fn is_valid(&mut self) -> bool {
        let chosen = self.path[self.path.len() - 1].chosen;
        if self.validated.contains(&chosen) {
            return true;
        }
        if !self.known.implies(chosen, self.rhs) {
            let (violations, is_key) = self.violations();
            if !violations.is_empty() {
                violations.into_iter().for_each(|(a, b)| self.learn(a, b));
                return false;
            }
            if is_key {
                self.known.keys.push(chosen);
            }
        }
        self.validated.insert(chosen);
        true
    }

    /// Pairs of rows that agree on the path's columns and differ on the right side; and whether no two rows agree.
    fn violations(&mut self) -> (Vec<(u32, u32)>, bool) {
        let depth = self.path.len() - 1;
        let right = self.ground.columns[self.rhs].codes;
        if depth == 0 {
            let other = right.iter().position(|code| Some(code) != right.first());
            return (other.map(|row| (0, row as u32)).into_iter().collect(), false);
        }
        self.refine_down_to(depth - 1);
        let left = self.ground.columns[self.path[depth].column];
        match depth {
            1 => disagreements_of(&self.ground.partitions[self.path[1].column], right),
            2 => self.known.disagreements(&self.ground.partitions[self.path[1].column], left, right),
            _ => match &self.path[depth - 1].partition {
                Some(partition) => self.known.disagreements(partition, left, right),
                None => (Vec::new(), false),
            },
        }
    }

    /// Makes the partitions of the path's levels that lack theirs.
    fn refine_down_to(&mut self, depth: usize) {
        for at in 2..=depth {
            if self.path[at].partition.is_some() {
                continue;
            }
            let above = match at {
                2 => &self.ground.partitions[self.path[1].column],
                _ => match &self.path[at - 1].partition {
                    Some(above) => above,
                    None => return,
                },
            };
            let column = self.ground.columns[self.path[at].column];
            let refined = above.refine(column, &mut self.known.scratch);
            self.path[at].partition = Some(refined);
        }
    }

    /// Adds the difference of two rows. They agree on the whole path, so every level leaves it uncovered.
    fn learn(&mut self, a: u32, b: u32) {
        let difference = self.ground.rows.difference(a, b);
        if !self.known.pool.add(difference) {
            return;
        }
        let mut edge = difference;
        edge.remove(self.rhs);
        let at = self.edges.len();
        self.edges.push(edge);
        self.learned += 1;
        if at / 64 >= self.path[0].uncovered.len() {
            self.meets.iter_mut().for_each(|edges| edges.push(0));
            self.path.iter_mut().for_each(|level| level.uncovered.push(0));
        }
        edge.iter().for_each(|column| set(&mut self.meets[column], at));
        self.path.iter_mut().for_each(|level| set(&mut level.uncovered, at));
    }
}

/// Violations to collect at once: some more than one, since each costs a search the same as the first.
const ENOUGH: usize = 12;

impl<const W: usize> Known<W> {
    /// Within each cluster, rows that agree on `left` and not on `right`.
    fn disagreements(&mut self, partition: &Partition, left: Codes<'_>, right: &[u32]) -> (Vec<(u32, u32)>, bool) {
        self.slots.resize(self.slots.len().max(left.distinct), Slot::default());
        let mut pairs = Vec::new();
        let mut is_key = true;
        for cluster in partition.clusters() {
            self.next_stamp();
            for row in cluster {
                let right = right[*row as usize];
                let slot = &mut self.slots[left.codes[*row as usize] as usize];
                if slot.stamp != self.stamp {
                    *slot = Slot { stamp: self.stamp, row: *row, right };
                    continue;
                }
                is_key = false;
                if slot.right != right {
                    pairs.push((slot.row, *row));
                    break;
                }
            }
            if pairs.len() >= ENOUGH {
                break;
            }
        }
        (pairs, is_key)
    }

    fn next_stamp(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.slots.fill(Slot::default());
            self.stamp = 1;
        }
    }
}

/// Within each cluster, rows that don't agree on `right`; and whether there is no cluster.
fn disagreements_of(partition: &Partition, right: &[u32]) -> (Vec<(u32, u32)>, bool) {
    let differ = |cluster: &[u32]| -> Option<(u32, u32)> {
        let (first, rest) = cluster.split_first()?;
        let other = rest.iter().find(|row| right[**row as usize] != right[*first as usize])?;
        Some((*first, *other))
    };
    (partition.clusters().filter_map(differ).take(ENOUGH).collect(), partition.len() == 0)
}

fn set(edges: &mut Edges, at: usize) {
    edges[at / 64] |= 1 << (at % 64);
}

/// The edges of `edges` that `other` has not; `other` is at least as long.
fn minus(edges: &Edges, other: &Edges) -> Edges {
    edges.iter().zip(other).map(|(a, b)| a & !b).collect()
}

fn ones(edges: &Edges) -> impl Iterator<Item = usize> {
    edges.iter().enumerate().flat_map(|(at, word)| {
        std::iter::successors((*word != 0).then_some(*word), |rest| {
            let rest = rest & (rest - 1);
            (rest != 0).then_some(rest)
        })
        .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
    })
}
