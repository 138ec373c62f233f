//! The chase: whether joining the parts of a relation gives back the relation and no row more (Aho, Beeri & Ullman 1979).

use std::collections::HashMap;

use super::fd::Fd;
use super::set::{Attr, AttrSet};

/// Whether the relation `all` is always the join of its projections on `parts`, under `fds`.
pub fn is_lossless(all: &AttrSet, fds: &[Fd], parts: &[AttrSet]) -> bool {
    let mut tableau = Tableau::new(all, parts);
    while !tableau.has_distinguished_row() {
        let mut changed = false;
        for fd in fds {
            changed |= tableau.apply(fd);
        }
        if !changed {
            return false;
        }
    }
    true
}

/// One row a part; symbol 0 is the distinguished one, and row `n` starts with symbol `n + 1` where its part has no attribute.
struct Tableau {
    columns: Vec<Attr>,
    rows: Vec<HashMap<Attr, usize>>,
}

impl Tableau {
    fn new(all: &AttrSet, parts: &[AttrSet]) -> Self {
        let columns = all.to_vec();
        let row = |(at, part): (usize, &AttrSet)| {
            columns.iter().map(|attr| (*attr, if part.contains(*attr) { 0 } else { at + 1 })).collect()
        };
        let rows = parts.iter().enumerate().map(row).collect();
        Tableau { columns, rows }
    }

    fn has_distinguished_row(&self) -> bool {
        self.rows.iter().any(|row| self.columns.iter().all(|attr| row.get(attr) == Some(&0)))
    }

    /// Makes the rows that agree on the left agree on the right; whether anything changed.
    fn apply(&mut self, fd: &Fd) -> bool {
        let mut groups: HashMap<Vec<usize>, Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let left = fd.left.iter().filter_map(|attr| row.get(&attr).copied()).collect();
            groups.entry(left).or_default().push(at);
        }
        let mut changed = false;
        for group in groups.values().filter(|group| group.len() > 1) {
            for attr in fd.right.iter() {
                changed |= self.equate(attr, group);
            }
        }
        changed
    }

    /// Gives the rows of `group` one symbol for `attr`, wherever their symbols stand in that column.
    fn equate(&mut self, attr: Attr, group: &[usize]) -> bool {
        let symbols: Vec<usize> = group.iter().filter_map(|at| self.rows.get(*at)?.get(&attr).copied()).collect();
        let Some(least) = symbols.iter().min().copied() else { return false };
        if symbols.iter().all(|symbol| *symbol == least) {
            return false;
        }
        for symbol in self.rows.iter_mut().filter_map(|row| row.get_mut(&attr)) {
            if symbols.contains(symbol) {
                *symbol = least;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(attrs: &[Attr]) -> AttrSet {
        attrs.iter().copied().collect()
    }

    #[test]
    fn a_split_on_a_key_joins_back_and_another_does_not() {
        let fds = [Fd::new(set(&[1]), set(&[2]))];
        let all = AttrSet::all(3);
        assert!(is_lossless(&all, &fds, &[set(&[0, 1]), set(&[1, 2])]));
        assert!(!is_lossless(&all, &fds, &[set(&[0, 2]), set(&[1, 2])]));
        assert!(!is_lossless(&all, &[], &[set(&[0, 1]), set(&[1, 2])]));
        assert!(is_lossless(&AttrSet::new(), &[], &[AttrSet::new()]));
        assert!(!is_lossless(&all, &fds, &[]));
    }
}
