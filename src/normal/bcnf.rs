//! Decomposition into Boyce–Codd and fourth normal form.
//!
//! Whether a part of a relation is in BCNF is a hard question (coNP-complete). Parts are searched exactly, over the attributes that can be in a
//! determinant at all, which are few in practice. Invariant: the parts join back without loss; each is in BCNF, or the decomposition says that
//! this isn't proven; among the decompositions tried, one that keeps all dependencies is preferred.

use std::collections::HashMap;

use super::basis::{dependency_basis, is_superkey_with_mvds};
use super::closure::Closure;
use super::cover::minimal_cover;
use super::fd::{Fd, Mvd};
use super::keys::cost_of_a_closure;
use super::preservation::lost;
use super::set::{Attr, AttrSet, holders};
use super::synthesis::{Synthesis, synthesize};

/// What proving the parts of a decomposition to be in BCNF may cost, in words and counters: some tenths of a second.
const WORK: usize = 30_000_000;

/// Up to how many attributes a whole relation is also decomposed directly, to compare.
const DIRECT: usize = 64;

/// A lossless decomposition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decomposition {
    /// The parts, none within another.
    pub parts: Vec<AttrSet>,
    /// The dependencies of the minimal cover that can't be checked within the parts.
    pub lost: Vec<Fd>,
    /// Whether each part is known to be in the normal form; else it would take too long to say.
    pub proven: bool,
}

/// A decomposition of the relation `all` into BCNF.
pub fn bcnf_decomposition(all: &AttrSet, fds: &[Fd]) -> Decomposition {
    decompose(all, &synthesize(all, fds))
}

/// [`bcnf_decomposition`], where the synthesis is known already.
pub(super) fn decompose(all: &AttrSet, synthesis: &Synthesis) -> Decomposition {
    let closure = Closure::new(&synthesis.cover);
    let refined = decomposition(all, synthesis.parts(), &synthesis.cover, &closure);
    if refined.lost.is_empty() || all.len() > DIRECT {
        return refined;
    }
    let direct = decomposition(all, vec![all.clone()], &synthesis.cover, &closure);
    let cost = |found: &Decomposition| (found.lost.len(), found.parts.len());
    if cost(&direct) < cost(&refined) { direct } else { refined }
}

fn decomposition(all: &AttrSet, start: Vec<AttrSet>, cover: &[Fd], closure: &Closure) -> Decomposition {
    let mut search = Search::new(all, cover, closure);
    let mut parts = Vec::new();
    let mut waiting: Vec<AttrSet> = start.into_iter().rev().collect();
    while let Some(part) = waiting.pop() {
        match search.determinant(&part) {
            None => parts.push(part),
            Some(determinant) => {
                let (small, rest) = on_determinant(&part, &determinant, closure);
                waiting.extend([rest, small]);
            }
        }
    }
    let parts = largest(parts);
    let lost = lost(cover, &parts);
    Decomposition { parts, lost, proven: search.work > 0 }
}

/// The parts that aren't within another: leaving those out loses nothing.
fn largest(parts: Vec<AttrSet>) -> Vec<AttrSet> {
    let holders = holders(&parts);
    parts.into_iter().zip(holders).filter(|(_, holder)| holder.is_none()).map(|(part, _)| part).collect()
}

fn on_determinant(part: &AttrSet, determinant: &AttrSet, closure: &Closure) -> (AttrSet, AttrSet) {
    let determined = closure.of(determinant).intersection(part);
    let rest = part.difference(&determined).union(determinant);
    (determined, rest)
}

/// A determinant within `part` that is no key of it: it keeps the part from BCNF. None where there is none, or where it would take too
/// long to find.
pub fn bcnf_violation(part: &AttrSet, fds: &[Fd]) -> Option<AttrSet> {
    let cover = minimal_cover(fds);
    let closure = Closure::new(&cover);
    Search::new(part, &cover, &closure).determinant(part)
}

/// The search for determinants that are no keys.
struct Search<'a> {
    /// The lefts of the cover in its order, each under its least attribute; none: it is empty.
    stated: HashMap<Option<Attr>, Vec<(usize, &'a AttrSet)>>,
    closure: &'a Closure,
    /// The attributes on the left of some dependency. One that is on none adds nothing to a determinant.
    lefts: AttrSet,
    a_closure: usize,
    /// What is left to spend; once nothing is, what isn't found isn't proven not to be.
    work: usize,
}

impl<'a> Search<'a> {
    fn new(all: &AttrSet, cover: &'a [Fd], closure: &'a Closure) -> Self {
        let mut lefts = AttrSet::new();
        let mut stated: HashMap<Option<Attr>, Vec<(usize, &AttrSet)>> = HashMap::new();
        for (at, fd) in cover.iter().enumerate() {
            lefts.extend_with(&fd.left);
            stated.entry(fd.left.first()).or_default().push((at, &fd.left));
        }
        Search { stated, closure, lefts, a_closure: cost_of_a_closure(cover, all), work: WORK }
    }

    /// A determinant within `part` that is no key of it: one that is stated if there is one, else the first of the shortest.
    fn determinant(&mut self, part: &AttrSet) -> Option<AttrSet> {
        let firsts = part.iter().map(Some).chain([None]);
        let lefts = firsts.filter_map(|first| self.stated.get(&first)).flatten();
        let mut within: Vec<(usize, &AttrSet)> = lefts.filter(|(_, left)| left.is_subset(part)).copied().collect();
        within.sort_unstable_by_key(|(at, _)| *at);
        let stated = within.into_iter().find(|(_, left)| reach(left, part, self.closure) == Reach::Some);
        stated.map(|(_, left)| left.clone()).or_else(|| self.hidden(part))
    }

    /// Every determinant, the shortest first; those that hold a key are passed over. A length whose determinants can't all be tried isn't begun.
    fn hidden(&mut self, part: &AttrSet) -> Option<AttrSet> {
        let mut keys: Vec<AttrSet> = Vec::new();
        let candidates = part.intersection(&self.lefts).to_vec();
        let mut level = vec![AttrSet::new()];
        while !level.is_empty() {
            let mut longer = Vec::new();
            for left in level {
                if keys.iter().any(|key| key.is_subset(&left)) {
                    continue;
                }
                self.work = self.work.saturating_sub(self.a_closure);
                match reach(&left, part, self.closure) {
                    _ if self.work == 0 => return None,
                    Reach::Some => return Some(left),
                    Reach::All => keys.push(left),
                    Reach::Nothing => longer.extend(extensions(&left, &candidates)),
                }
            }
            if longer.len().saturating_mul(self.a_closure) > self.work {
                self.work = 0;
            }
            level = if self.work == 0 { Vec::new() } else { longer };
        }
        None
    }
}

/// `left` with one more attribute, after its last: so each set is met once.
fn extensions<'s>(left: &'s AttrSet, candidates: &'s [Attr]) -> impl Iterator<Item = AttrSet> + 's {
    let last = left.iter().last();
    candidates.iter().filter(move |attr| last.is_none_or(|last| **attr > last)).map(|attr| left.with(*attr))
}

/// How much of a part a determinant determines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Itself only.
    Nothing,
    /// More than itself, less than the whole: it is a determinant and no key.
    Some,
    /// The whole.
    All,
}

fn reach(left: &AttrSet, part: &AttrSet, closure: &Closure) -> Reach {
    let determined = closure.of(left).intersection(part);
    match determined {
        determined if determined == *part => Reach::All,
        determined if determined == *left => Reach::Nothing,
        _ => Reach::Some,
    }
}

/// The parts of the relation `all` in fourth normal form, by the dependencies stated: none within another, lossless.
pub fn fourth_form_decomposition(all: &AttrSet, fds: &[Fd], mvds: &[Mvd]) -> Vec<AttrSet> {
    let mut parts = Vec::new();
    let mut waiting = vec![all.clone()];
    while let Some(part) = waiting.pop() {
        let lefts = fds.iter().map(|fd| &fd.left).chain(mvds.iter().map(|mvd| &mvd.left));
        let split =
            lefts.filter(|left| left.is_subset(&part)).find_map(|left| multivalued_split(left, &part, all, fds, mvds));
        match split {
            None => parts.push(part),
            Some((small, rest)) => waiting.extend([rest, small]),
        }
    }
    largest(parts)
}

fn multivalued_split(
    left: &AttrSet,
    part: &AttrSet,
    all: &AttrSet,
    fds: &[Fd],
    mvds: &[Mvd],
) -> Option<(AttrSet, AttrSet)> {
    if is_superkey_with_mvds(left, all, fds, mvds) {
        return None;
    }
    let blocks = dependency_basis(left, all, fds, mvds);
    let block = blocks.iter().map(|block| block.intersection(part)).find(|block| !block.is_empty())?;
    let (small, rest) = (left.union(&block), part.difference(&block));
    (small != *part && rest != *left).then_some((small, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::chase::is_lossless;

    fn set(attrs: &[usize]) -> AttrSet {
        attrs.iter().copied().collect()
    }

    #[test]
    fn a_decomposition_that_keeps_the_dependencies_is_preferred() {
        // A ↔ B, A C → D E, B D → C: A and B apart, nothing is lost.
        let (a, b, c, d, e) = (0, 1, 2, 3, 4);
        let fds = [
            Fd::new(set(&[a]), set(&[b])),
            Fd::new(set(&[b]), set(&[a])),
            Fd::new(set(&[a, c]), set(&[d, e])),
            Fd::new(set(&[b, d]), set(&[c])),
        ];
        let found = bcnf_decomposition(&AttrSet::all(5), &fds);
        assert_eq!((found.parts.len(), found.lost), (2, Vec::new()));
    }

    #[test]
    fn wide_parts_are_split_without_loss() {
        // 0..19 → 20, 20 → 0: millions of determinants, of which one is no key.
        let wide: AttrSet = (0..20).collect();
        let fds = [Fd::new(wide, set(&[20])), Fd::new(set(&[20]), set(&[0]))];
        let all = AttrSet::all(21);
        let found = bcnf_decomposition(&all, &fds);
        assert_eq!(found.lost.len(), 1);
        assert!(is_lossless(&all, &fds, &found.parts));
        assert!(found.proven);
    }

    #[test]
    fn independent_facts_are_parted() {
        let mvds = [Mvd::new(set(&[0]), set(&[1]))];
        assert_eq!(fourth_form_decomposition(&AttrSet::all(3), &[], &mvds), [set(&[0, 1]), set(&[0, 2])]);
        assert_eq!(fourth_form_decomposition(&AttrSet::all(2), &[], &mvds), [set(&[0, 1])]);
    }
}
