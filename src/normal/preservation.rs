//! Whether a decomposition keeps each dependency checkable without a join (Beeri & Honeyman 1981): polynomial, without projecting.

use std::collections::{BTreeSet, HashMap};

use super::closure::Closure;
use super::fd::Fd;
use super::set::{Attr, AttrSet};

/// Whether all of `fds` follow from what the parts keep of them.
pub fn are_preserved(fds: &[Fd], parts: &[AttrSet]) -> bool {
    lost(fds, parts).is_empty()
}

/// Those of `fds` that don't follow from what the parts keep.
pub fn lost(fds: &[Fd], parts: &[AttrSet]) -> Vec<Fd> {
    let parts = Parts::new(parts);
    let closure = Closure::new(fds);
    fds.iter().filter(|fd| !parts.hold(fd) && !parts.keep(fd, &closure)).cloned().collect()
}

/// The parts of a relation, and for each attribute those with it.
struct Parts<'a> {
    parts: &'a [AttrSet],
    with: HashMap<Attr, Vec<usize>>,
}

impl<'a> Parts<'a> {
    fn new(parts: &'a [AttrSet]) -> Self {
        let mut with: HashMap<Attr, Vec<usize>> = HashMap::new();
        for (at, part) in parts.iter().enumerate() {
            part.iter().for_each(|attr| with.entry(attr).or_default().push(at));
        }
        Parts { parts, with }
    }

    fn with(&self, attr: Attr) -> impl Iterator<Item = usize> + '_ {
        self.with.get(&attr).into_iter().flatten().copied()
    }

    /// Whether a part has all attributes of `fd`.
    fn hold(&self, fd: &Fd) -> bool {
        let sides = fd.left.union(&fd.right);
        let held = |at: usize| self.parts.get(at).is_some_and(|part| sides.is_subset(part));
        sides.first().is_none_or(|attr| self.with(attr).any(held))
    }

    /// Those with an attribute of `reached`; all of them where something is constant, which takes nothing to reach.
    fn first_looked_at(&self, reached: &AttrSet, closure: &Closure) -> BTreeSet<usize> {
        if closure.has_constants() {
            return (0..self.parts.len()).collect();
        }
        reached.iter().flat_map(|attr| self.with(attr)).collect()
    }

    /// Whether `fd` follows from what holds within the parts. A part is looked at again when one of its attributes is newly reached.
    fn keep(&self, fd: &Fd, closure: &Closure) -> bool {
        let mut reached = fd.left.clone();
        let mut waiting: BTreeSet<usize> = self.first_looked_at(&reached, closure);
        while let Some(at) = waiting.pop_first() {
            let Some(part) = self.parts.get(at) else { continue };
            let gained = closure.of(&reached.intersection(part)).intersection(part).difference(&reached);
            reached.extend_with(&gained);
            waiting.extend(gained.iter().flat_map(|attr| self.with(attr)));
            if fd.right.is_subset(&reached) {
                return true;
            }
        }
        false
    }
}
