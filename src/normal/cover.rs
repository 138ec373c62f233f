//! The minimal cover of a list of dependencies: one attribute on each right, nothing superfluous on a left, none that follows from the others.
//!
//! A list can have several minimal covers. Invariant: ours is the one reached in the order given, attributes tried least first.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::closure::Closure;
use super::fd::Fd;
use super::set::AttrSet;

/// A minimal cover of `fds` (Maier 1980), in their order.
pub fn minimal_cover(fds: &[Fd]) -> Vec<Fd> {
    let split = one_right_each(fds);
    let closure = Closure::new(&split);
    let mut reductions = Reductions { closure: &closure, of: AttrSet::new(), known: HashMap::new() };
    let reduced = distinct(split.iter().map(|fd| reductions.reduced(fd)));
    without_redundant(&reduced)
}

/// `a → b, c` as `a → b` and `a → c`; what is trivial or said twice is left out.
fn one_right_each(fds: &[Fd]) -> Vec<Fd> {
    let single = |fd: &Fd| {
        let left = fd.left.clone();
        fd.right.difference(&fd.left).to_vec().into_iter().map(move |attr| Fd::new(left.clone(), AttrSet::one(attr)))
    };
    distinct(fds.iter().flat_map(single))
}

fn distinct(fds: impl Iterator<Item = Fd>) -> Vec<Fd> {
    let mut seen = HashSet::new();
    fds.filter(|fd| seen.insert(fd.clone())).collect()
}

/// The closures of the parts of one left, kept while dependencies of that left follow one another.
struct Reductions<'a> {
    closure: &'a Closure,
    of: AttrSet,
    known: HashMap<AttrSet, AttrSet>,
}

impl Reductions<'_> {
    fn reduced(&mut self, fd: &Fd) -> Fd {
        if self.of != fd.left {
            self.of.clone_from(&fd.left);
            self.known.clear();
        }
        let mut left = fd.left.clone();
        for attr in fd.left.iter() {
            let shorter = left.without(attr);
            if self.implies(&shorter, &fd.right) {
                left = shorter;
            }
        }
        Fd::new(left, fd.right.clone())
    }

    fn implies(&mut self, part: &AttrSet, right: &AttrSet) -> bool {
        if let Some(known) = self.known.get(part) {
            return right.is_subset(known);
        }
        let closure = self.closure.of(part);
        let implied = right.is_subset(&closure);
        self.known.insert(part.clone(), closure);
        implied
    }
}

/// Those that don't follow from the others, each judged once those before it were.
pub(super) fn without_redundant(fds: &[Fd]) -> Vec<Fd> {
    let closure = Closure::new(fds);
    let mut kept: Vec<bool> = vec![true; fds.len()];
    for (at, fd) in fds.iter().enumerate() {
        let others = |other: usize| other != at && kept.get(other).copied().unwrap_or_default();
        let redundant = closure.implies_where(&fd.left, &fd.right, others);
        kept.get_mut(at).into_iter().for_each(|keep| *keep = !redundant);
    }
    fds.iter().zip(kept).filter(|(_, keep)| *keep).map(|(fd, _)| fd.clone()).collect()
}

/// Dependencies of the same left as one, in the order of the lefts: how a cover is told to people.
pub fn by_left(fds: &[Fd]) -> Vec<Fd> {
    let mut rights: IndexMap<&AttrSet, AttrSet> = IndexMap::new();
    for fd in fds {
        rights.entry(&fd.left).or_default().extend_with(&fd.right);
    }
    rights.into_iter().map(|(left, right)| Fd::new(left.clone(), right)).collect()
}
