//! Candidate keys: the attributes that no other determines, then Lucchesi & Osborn (1978).
//!
//! A relation of `2n` attributes can have `2ⁿ` keys. Invariant: the search stops at a fixed amount of work, the same on every machine, and
//! says so; what it found until then are keys.

use std::collections::HashSet;

use super::closure::Closure;
use super::fd::Fd;
use super::set::{Attr, AttrSet, sort_by_size};

/// What the search may cost, in words of bits compared or counters copied: some tenths of a second.
const WORK: usize = 20_000_000;

/// The candidate keys of a relation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// The keys found, the shortest first, then by their attributes. There always is one.
    pub found: Vec<AttrSet>,
    /// Whether these are all; else there are too many to list.
    pub complete: bool,
}

impl Keys {
    /// All keys, if they are known.
    pub fn all(&self) -> Option<&[AttrSet]> {
        self.complete.then_some(self.found.as_slice())
    }
}

/// The candidate keys of the relation of attributes `all` under `fds`.
pub fn candidate_keys(all: &AttrSet, fds: &[Fd]) -> Keys {
    candidate_keys_within(all, fds, WORK)
}

/// [`candidate_keys`] with a limit of its own on the work.
pub(super) fn candidate_keys_within(all: &AttrSet, fds: &[Fd], work: usize) -> Keys {
    let mut search = Search {
        all,
        closure: Closure::new(fds),
        core: core(all, fds),
        keys: Vec::new(),
        known: HashSet::new(),
        work,
        a_closure: cost_of_a_closure(fds, all),
    };
    let complete = search.run(fds);
    let mut found = search.keys;
    sort_by_size(&mut found);
    Keys { found, complete }
}

/// A candidate key within `superkey`, of which the last attributes that can be spared are; `superkey` itself if it is none.
pub fn a_key_within(superkey: &AttrSet, all: &AttrSet, closure: &Closure) -> AttrSet {
    shrunk(superkey, superkey.iter(), |rest| closure.implies(rest, all))
}

fn shrunk(superkey: &AttrSet, tried: impl Iterator<Item = Attr>, suffices: impl Fn(&AttrSet) -> bool) -> AttrSet {
    let mut key = superkey.clone();
    for attr in tried {
        let rest = key.without(attr);
        if suffices(&rest) {
            key = rest;
        }
    }
    key
}

/// The attributes that nothing else determines: they are in every key.
fn core(all: &AttrSet, fds: &[Fd]) -> AttrSet {
    let determined = fds.iter().fold(AttrSet::new(), |mut set, fd| {
        set.extend_with(&fd.right.difference(&fd.left));
        set
    });
    all.difference(&determined)
}

/// About what a closure costs, in words and counters.
pub(super) fn cost_of_a_closure(fds: &[Fd], all: &AttrSet) -> usize {
    fds.len() / 2 + fds.iter().map(|fd| fd.left.len()).sum::<usize>() + all.width() + 1
}

struct Search<'a> {
    all: &'a AttrSet,
    closure: Closure,
    core: AttrSet,
    keys: Vec<AttrSet>,
    known: HashSet<AttrSet>,
    work: usize,
    /// What one closure costs.
    a_closure: usize,
}

impl Search<'_> {
    /// Whether every key was found within the work allowed.
    fn run(&mut self, fds: &[Fd]) -> bool {
        if self.closure.implies(&self.core, self.all) {
            self.keys.push(self.core.clone());
            return true;
        }
        self.add_key_within(self.all);
        let mut at = 0;
        while let Some(key) = self.keys.get(at).cloned() {
            for fd in fds.iter().filter(|fd| !fd.right.is_disjoint(&key)) {
                let superkey = fd.left.union(&key.difference(&fd.right));
                let has_key = self.has_key_within(&superkey);
                if !has_key {
                    self.add_key_within(&superkey);
                }
                if self.work == 0 {
                    return false;
                }
            }
            at += 1;
        }
        true
    }

    fn has_key_within(&mut self, superkey: &AttrSet) -> bool {
        if self.known.contains(superkey) {
            return true;
        }
        let place = self.keys.iter().position(|key| key.is_subset(superkey));
        self.pay(place.unwrap_or(self.keys.len()) * superkey.width().max(1));
        place.is_some()
    }

    fn add_key_within(&mut self, superkey: &AttrSet) {
        let spare = superkey.difference(&self.core);
        let key = shrunk(superkey, spare.iter(), |rest| self.closure.implies(rest, self.all));
        self.pay((spare.len() + 1) * self.a_closure);
        self.known.insert(key.clone());
        self.keys.push(key);
    }

    fn pay(&mut self, work: usize) {
        self.work = self.work.saturating_sub(work + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` pairs of attributes that determine each other: `2ⁿ` keys.
    fn pairs(n: usize) -> (AttrSet, Vec<Fd>) {
        let pair = |at: usize| (AttrSet::one(2 * at), AttrSet::one(2 * at + 1));
        let both = |at: usize| [Fd::new(pair(at).0, pair(at).1), Fd::new(pair(at).1, pair(at).0)];
        (AttrSet::all(2 * n), (0..n).flat_map(both).collect())
    }

    #[test]
    fn all_keys_are_found_and_too_many_are_said_to_be() {
        let (all, fds) = pairs(5);
        let keys = candidate_keys(&all, &fds);
        assert_eq!((keys.found.len(), keys.complete), (32, true));
        let (all, fds) = pairs(24);
        let keys = candidate_keys_within(&all, &fds, 500_000);
        assert!(!keys.complete && !keys.found.is_empty() && keys.all().is_none());
        let closure = Closure::new(&fds);
        assert!(keys.found.iter().all(|key| key.len() == 24 && closure.implies(key, &all)));
    }
}
