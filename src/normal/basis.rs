//! The dependency basis: the finest groups of attributes that vary on their own for each value of a left (Beeri 1980).

use super::fd::{Fd, Mvd};
use super::set::AttrSet;

/// The blocks of `all` without `left`, such that `left ↠ Y` follows from the dependencies exactly where `Y` is a union of blocks
/// (and attributes of `left`). In the order of their least attribute.
pub fn dependency_basis(left: &AttrSet, all: &AttrSet, fds: &[Fd], mvds: &[Mvd]) -> Vec<AttrSet> {
    let rest = all.difference(left);
    let mut blocks = if rest.is_empty() { Vec::new() } else { vec![rest] };
    let multivalued = as_mvds(fds, mvds);
    // Each split adds a block: there are at most as many rounds as attributes.
    while multivalued.iter().filter(|mvd| split_by(mvd, &mut blocks)).count() > 0 {}
    blocks.sort_by_key(AttrSet::first);
    blocks
}

/// A functional dependency gives one multivalued dependency for each attribute of its right.
fn as_mvds(fds: &[Fd], mvds: &[Mvd]) -> Vec<Mvd> {
    let single = |fd: &Fd| {
        let left = fd.left.clone();
        fd.right.to_vec().into_iter().map(move |attr| Mvd::new(left.clone(), AttrSet::one(attr)))
    };
    fds.iter().flat_map(single).chain(mvds.iter().cloned()).collect()
}

/// Splits each block that the left doesn't touch and the right cuts.
fn split_by(mvd: &Mvd, blocks: &mut Vec<AttrSet>) -> bool {
    let right = mvd.right.difference(&mvd.left);
    let is_cut =
        |block: &AttrSet| block.is_disjoint(&mvd.left) && !block.is_disjoint(&right) && !block.is_subset(&right);
    let (cut, whole): (Vec<AttrSet>, Vec<AttrSet>) = std::mem::take(blocks).into_iter().partition(is_cut);
    *blocks = whole;
    for block in &cut {
        blocks.push(block.intersection(&right));
        blocks.push(block.difference(&right));
    }
    !cut.is_empty()
}

/// Whether `left` determines all of `all`, multivalued dependencies being taken into account: with them a functional dependency may
/// follow that the functional ones alone don't imply (coalescence).
pub fn is_superkey_with_mvds(left: &AttrSet, all: &AttrSet, fds: &[Fd], mvds: &[Mvd]) -> bool {
    let determined = |block: &AttrSet| {
        block.len() == 1 && fds.iter().any(|fd| block.is_subset(&fd.right) && block.is_disjoint(&fd.left))
    };
    dependency_basis(left, all, fds, mvds).iter().all(determined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::Schema;

    #[test]
    fn coalescence_gives_a_functional_dependency() {
        // A ↠ B and C → B imply A → B.
        let schema = Schema::new(["A", "B", "C"]);
        let set = |names: &[&str]| schema.set(names).unwrap_or_default();
        let (fds, mvds) = ([Fd::new(set(&["C"]), set(&["B"]))], [Mvd::new(set(&["A"]), set(&["B"]))]);
        assert_eq!(dependency_basis(&set(&["A"]), &schema.all(), &fds, &mvds), [set(&["B"]), set(&["C"])]);
        assert!(is_superkey_with_mvds(&set(&["A", "C"]), &schema.all(), &fds, &mvds));
        assert!(!is_superkey_with_mvds(&set(&["A"]), &schema.all(), &fds, &mvds));
        assert!(is_superkey_with_mvds(&set(&["A"]), &set(&["A", "B"]), &fds, &mvds));
    }

    #[test]
    fn empty_sides_are_taken_as_they_are() {
        let all = AttrSet::all(3);
        assert_eq!(dependency_basis(&all, &all, &[], &[]), []);
        let everything = [Mvd::new(AttrSet::new(), AttrSet::one(0)), Mvd::new(AttrSet::one(1), AttrSet::new())];
        assert_eq!(dependency_basis(&AttrSet::new(), &all, &[], &everything).len(), 2);
    }
}
