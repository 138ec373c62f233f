//! Bernstein's synthesis (1976): from dependencies to relations in third normal form that lose neither rows nor dependencies.
//!
//! Invariant: each relation is in 3NF, each dependency is within one of them, and one of them holds a key of the whole.

use std::collections::HashMap;

use super::closure::Closure;
use super::cover::{minimal_cover, without_redundant};
use super::fd::Fd;
use super::keys::{Keys, candidate_keys};
use super::set::{AttrSet, holders};

/// Relations in third normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synthesis {
    /// In the order of the dependencies they come from; the one that only holds a key comes last.
    pub relations: Vec<Relation>,
    /// The minimal cover that they were made from.
    pub cover: Vec<Fd>,
}

/// A relation of a synthesis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// All its attributes.
    pub attributes: AttrSet,
    /// The determinants that it was made from, in order: each is a key of it. It may have more.
    pub keys: Vec<AttrSet>,
    /// Dependencies among its attributes that no key of it gives: a smaller relation that it took in.
    pub inner: Vec<Fd>,
    /// It comes from no dependency: without it, the rows could not be joined back together.
    pub joins_only: bool,
}

impl Synthesis {
    /// The attributes of each relation.
    pub fn parts(&self) -> Vec<AttrSet> {
        self.relations.iter().map(|relation| relation.attributes.clone()).collect()
    }
}

/// Synthesizes the relation of attributes `all` under `fds`.
pub fn synthesize(all: &AttrSet, fds: &[Fd]) -> Synthesis {
    let cover = minimal_cover(fds);
    let keys = candidate_keys(all, &cover);
    synthesize_with(all, cover, &keys)
}

/// [`synthesize`], where the minimal cover and the keys are known already.
pub(super) fn synthesize_with(all: &AttrSet, cover: Vec<Fd>, keys: &Keys) -> Synthesis {
    let closure = Closure::new(&cover);
    let groups = without_transitive(groups(&cover, &closure));
    let mut relations = largest(&groups.into_iter().map(relation).collect::<Vec<_>>());
    if !relations.iter().any(|relation| closure.implies(&relation.attributes, all)) {
        let key = keys.found.first().cloned().unwrap_or_else(|| all.clone());
        let joining = Relation { attributes: key.clone(), keys: vec![key], inner: Vec::new(), joins_only: true };
        relations.push(joining);
    }
    Synthesis { relations, cover }
}

/// Determinants that determine each other, and what they determine.
struct Group {
    lefts: Vec<AttrSet>,
    fds: Vec<Fd>,
}

impl Group {
    fn determinants(&self) -> AttrSet {
        union(self.lefts.iter())
    }
}

fn union<'a>(sets: impl Iterator<Item = &'a AttrSet>) -> AttrSet {
    sets.fold(AttrSet::new(), |mut union, set| {
        union.extend_with(set);
        union
    })
}

fn groups(cover: &[Fd], closure: &Closure) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_left: HashMap<&AttrSet, usize> = HashMap::new();
    let mut of_closure: HashMap<AttrSet, usize> = HashMap::new();
    for fd in cover {
        let at = *of_left.entry(&fd.left).or_insert_with(|| {
            let next = of_closure.len();
            let at = *of_closure.entry(closure.of(&fd.left)).or_insert(next);
            if at == groups.len() {
                groups.push(Group { lefts: Vec::new(), fds: Vec::new() });
            }
            groups.get_mut(at).into_iter().for_each(|group| group.lefts.push(fd.left.clone()));
            at
        });
        groups.get_mut(at).into_iter().for_each(|group| group.fds.push(fd.clone()));
    }
    groups
}

/// Equivalent determinants imply each other; once that is said, some dependencies of the cover follow from the others, and keeping them
/// would put a transitive dependency into a relation (Bernstein's fourth step).
fn without_transitive(mut groups: Vec<Group>) -> Vec<Group> {
    if groups.iter().all(|group| group.lefts.len() == 1) {
        return groups;
    }
    let mut fds: Vec<Fd> = groups.iter_mut().flat_map(dependencies_on_others).collect();
    let own = fds.len();
    fds.extend(groups.iter().flat_map(bijections));
    let mut kept = without_redundant_among(&fds, own).into_iter();
    let mut next = kept.next();
    for group in &mut groups {
        let mut still = Vec::new();
        for fd in std::mem::take(&mut group.fds) {
            if next.as_ref() == Some(&fd) {
                still.push(fd);
                next = kept.next();
            }
        }
        group.fds = still;
    }
    groups
}

/// Leaves out what the bijections among the group's determinants already say; gives the rest.
fn dependencies_on_others(group: &mut Group) -> Vec<Fd> {
    let determinants = group.determinants();
    group.fds.retain(|fd| !fd.right.is_subset(&determinants));
    group.fds.clone()
}

/// Each determinant of a group determines the next, in a circle.
fn bijections(group: &Group) -> Vec<Fd> {
    let nexts = group.lefts.iter().cycle().skip(1);
    let pairs = group.lefts.iter().zip(nexts).filter(|(left, next)| left != next);
    pairs.map(|(left, next)| Fd::new(left.clone(), next.clone())).collect()
}

/// The first `own` of `fds`, without those that follow from the others.
fn without_redundant_among(fds: &[Fd], own: usize) -> Vec<Fd> {
    // The bijections stand last, so that each dependency is judged while all of them still hold.
    let kept = without_redundant(fds);
    let mut kept_own = Vec::new();
    let mut others = kept.into_iter().peekable();
    for fd in fds.iter().take(own) {
        if others.next_if_eq(fd).is_some() {
            kept_own.push(fd.clone());
        }
    }
    kept_own
}

fn relation(group: Group) -> Relation {
    let rights = union(group.fds.iter().map(|fd| &fd.right));
    let attributes = group.determinants().union(&rights);
    Relation { attributes, keys: group.lefts, inner: Vec::new(), joins_only: false }
}

/// The relations that aren't within another, each with the dependencies of those it took in.
fn largest(relations: &[Relation]) -> Vec<Relation> {
    let holders = holders(&relations.iter().map(|relation| relation.attributes.clone()).collect::<Vec<_>>());
    let mut kept = relations.to_vec();
    for (small, holder) in relations.iter().zip(&holders) {
        let Some(large) = holder.and_then(|holder| kept.get_mut(holder)) else { continue };
        large.inner.extend(small.keys.iter().map(|key| Fd::new(key.clone(), small.attributes.difference(key))));
    }
    kept.into_iter().zip(holders).filter(|(_, holder)| holder.is_none()).map(|(relation, _)| relation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(attrs: &[usize]) -> AttrSet {
        attrs.iter().copied().collect()
    }

    #[test]
    fn what_equivalent_determinants_imply_is_left_out() {
        // Bernstein's example: X1 X2 → A D, C D → X1 X2, A X1 → B, B X2 → C, C → A. A doesn't belong with X1 X2, since C → A.
        let (x1, x2, a, b, c, d) = (0, 1, 2, 3, 4, 5);
        let fds = [
            Fd::new(set(&[x1, x2]), set(&[a, d])),
            Fd::new(set(&[c, d]), set(&[x1, x2])),
            Fd::new(set(&[a, x1]), set(&[b])),
            Fd::new(set(&[b, x2]), set(&[c])),
            Fd::new(set(&[c]), set(&[a])),
        ];
        let parts = synthesize(&AttrSet::all(6), &fds).parts();
        assert_eq!(parts, [set(&[x1, x2, c, d]), set(&[a, x1, b]), set(&[b, x2, c]), set(&[c, a])]);
    }

    #[test]
    fn a_relation_without_dependencies_is_its_own_key() {
        let synthesis = synthesize(&AttrSet::all(2), &[]);
        assert_eq!(synthesis.parts(), [AttrSet::all(2)]);
        assert!(synthesis.relations.iter().all(|relation| relation.joins_only));
        assert_eq!(synthesize(&AttrSet::new(), &[]).parts(), [AttrSet::new()]);
    }
}
