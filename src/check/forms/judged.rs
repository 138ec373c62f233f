//! An entity or relation as the theory sees it: its properties and legs as attributes, what determines what, and what follows.
//!
//! Computed fields are no attributes: they are functions of others by design. A `unique` group that may be empty is no candidate key (entity
//! integrity), but what it determines is no fault either.

use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Mcd, Owner, Relation, RelationId};
use crate::normal::{Analysis, AttrSet, Fd, Mvd, Violation, analyze, closure, is_superkey_with_mvds, violations};
use crate::source::Span;

/// An owner with `fd` lines, judged.
pub(super) struct Judged<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) owner: Owner,
    /// The attributes: those of the same place are the same.
    pub(super) parts: Vec<KeyPart>,
    /// What identifies.
    pub(super) identifier: AttrSet,
    /// The `fd a -> b` lines, each with its place.
    pub(super) stated: Vec<(Fd, Span)>,
    /// The `fd a ->> b` lines.
    pub(super) independent: Vec<(Mvd, Span)>,
    /// All dependencies, those of the keys first.
    fds: Vec<Fd>,
    pub(super) analysis: Analysis,
    pub(super) violations: Vec<Violation>,
}

impl<'a> Judged<'a> {
    /// None where there is no `fd` line, or nothing identifies, which is told elsewhere.
    pub(super) fn of(mcd: &'a Mcd, owner: Owner) -> Option<Self> {
        if lines(mcd, owner).is_empty() && independent_lines(mcd, owner).is_empty() {
            return None;
        }
        let parts = parts(mcd, owner);
        let set = |named: &[KeyPart]| set(&parts, named);
        let (keys, emptiable) = keys(mcd, owner, &parts);
        let identifier = keys.first().filter(|key| !key.is_empty())?.clone();
        let all = AttrSet::all(parts.len());
        let line = |fd: &crate::mcd::Fd| Some((Fd::new(set(&fd.left)?, set(&fd.right)?), fd.span));
        let stated: Vec<(Fd, Span)> = lines(mcd, owner).iter().filter_map(line).collect();
        let independent = independent_lines(mcd, owner).iter();
        let independent =
            independent.filter_map(|line| Some((Mvd::new(set(&line.left)?, set(&line.right)?), line.span))).collect();
        let of_keys = keys.into_iter().map(|key| Fd::new(key, all.clone()));
        let fds: Vec<Fd> = of_keys.chain(stated.iter().map(|(fd, _)| fd.clone())).collect();
        let analysis = analyze(&all, &fds, &[]);
        let is_unique = |violation: &Violation| emptiable.iter().any(|group| group.is_subset(&violation.fd.left));
        let mut violations = violations(&all, &fds, &analysis.keys);
        violations.retain(|violation| !is_unique(violation));
        Some(Judged { mcd, owner, parts, identifier, stated, independent, fds, analysis, violations })
    }

    /// The `->>` lines that keep the owner from 4NF: there is a rest, and what is on the left is no key.
    pub(super) fn facts_kept_together(&self) -> Vec<&(Mvd, Span)> {
        let (all, mvds) = (self.all(), self.independent.iter().map(|(mvd, _)| mvd.clone()).collect::<Vec<_>>());
        // Of two facts that make everything, one says the other.
        let says = |one: &Mvd, other: &Mvd| {
            let (both, none) = (one.right.union(&other.right), one.right.intersection(&other.right));
            one.left == other.left && none.is_subset(&one.left) && all.is_subset(&one.left.union(&both))
        };
        let is_said = |at: usize, mvd: &Mvd| mvds.iter().take(at).any(|earlier| says(earlier, mvd));
        let stands = |(at, (mvd, _)): &(usize, &(Mvd, Span))| {
            !mvd.is_trivial(&all) && !is_said(*at, mvd) && !is_superkey_with_mvds(&mvd.left, &all, &self.fds, &mvds)
        };
        self.independent.iter().enumerate().filter(stands).map(|(_, stated)| stated).collect()
    }

    /// All attributes.
    pub(super) fn all(&self) -> AttrSet {
        AttrSet::all(self.parts.len())
    }

    /// The attributes that are legs.
    pub(super) fn legs(&self) -> AttrSet {
        let is_leg = |(_, part): &(usize, &KeyPart)| matches!(part, KeyPart::Leg(_));
        self.parts.iter().enumerate().filter(is_leg).map(|(at, _)| at).collect()
    }

    /// The part of an attribute.
    pub(super) fn part(&self, attr: usize) -> Option<KeyPart> {
        self.parts.get(attr).copied()
    }

    /// The attributes of some parts; none where one isn't an attribute.
    pub(super) fn set(&self, named: &[KeyPart]) -> Option<AttrSet> {
        set(&self.parts, named)
    }

    /// `fd` with all that its left determines in turn, which no key needs and no part of the left gives: what moves together.
    pub(super) fn with_what_follows(&self, fd: &Fd) -> Fd {
        let cover = &self.analysis.synthesis.cover;
        let mut follows = closure(&fd.left, cover).difference(&fd.left).difference(&self.analysis.primes.prime);
        for attr in fd.left.iter() {
            follows = follows.difference(&closure(&fd.left.without(attr), cover));
        }
        Fd::new(fd.left.clone(), follows.union(&fd.right))
    }

    /// `fd` with all that its left determines and no key needs, what parts of the left determine included.
    pub(super) fn with_all_that_follows(&self, fd: &Fd) -> Fd {
        let follows = closure(&fd.left, &self.analysis.synthesis.cover).difference(&fd.left);
        Fd::new(fd.left.clone(), follows.difference(&self.analysis.primes.prime).union(&fd.right))
    }

    /// Those of `right` that each determine all of `left` in turn.
    pub(super) fn same_as(&self, left: &AttrSet, right: &AttrSet) -> AttrSet {
        let cover = &self.analysis.synthesis.cover;
        right.iter().filter(|attr| left.is_subset(&closure(&AttrSet::one(*attr), cover))).collect()
    }

    /// Whether a line follows from the keys and the other lines, some left out.
    pub(super) fn follows_without(&self, line: &Fd, dropped: &[usize]) -> bool {
        let of_keys = self.fds.len() - self.stated.len();
        let is_kept = |at: usize| at < of_keys || !dropped.contains(&(at - of_keys));
        let kept: Vec<Fd> =
            self.fds.iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, fd)| fd.clone()).collect();
        line.right.is_subset(&closure(&line.left, &kept))
    }

    /// The line that states a dependency of the cover, or the first that has to do with it.
    pub(super) fn line_of(&self, fd: &Fd) -> Option<Span> {
        let states = |(line, _): &&(Fd, Span)| fd.left.is_subset(&line.left) && !line.right.is_disjoint(&fd.right);
        let found = self.stated.iter().find(states).or_else(|| self.stated.first());
        found.map(|(_, span)| *span)
    }
}

fn set(parts: &[KeyPart], named: &[KeyPart]) -> Option<AttrSet> {
    named.iter().map(|part| parts.iter().position(|known| known == part)).collect()
}

pub(super) fn lines(mcd: &Mcd, owner: Owner) -> &[crate::mcd::Fd] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).fds,
        Owner::Relation(id) => &mcd.relation(id).fds,
    }
}

fn independent_lines(mcd: &Mcd, owner: Owner) -> &[crate::mcd::Fd] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).mvds,
        Owner::Relation(id) => &mcd.relation(id).mvds,
    }
}

fn parts(mcd: &Mcd, owner: Owner) -> Vec<KeyPart> {
    let mut parts = match owner {
        Owner::Entity(id) => entity_parts(mcd, id),
        Owner::Relation(id) => relation_parts(mcd, id),
    };
    // A part that only a line names: a leg of an entity.
    let named = lines(mcd, owner).iter().chain(independent_lines(mcd, owner));
    for named in named.flat_map(|fd| fd.left.iter().chain(&fd.right)) {
        let is_computed = matches!(named, KeyPart::Field(field) if mcd.field(*field).computed.is_some());
        if !parts.contains(named) && !is_computed {
            parts.push(*named);
        }
    }
    parts
}

fn entity_parts(mcd: &Mcd, id: EntityId) -> Vec<KeyPart> {
    let mut parts = stored(mcd, mcd.all_fields(id));
    let entity = mcd.entity(id);
    let named = mcd.identifier(id).iter().chain(entity.uniques.iter().flat_map(|group| &group.parts));
    for part in named {
        if !parts.contains(part) {
            parts.push(*part);
        }
    }
    parts
}

fn relation_parts(mcd: &Mcd, id: RelationId) -> Vec<KeyPart> {
    let relation = mcd.relation(id);
    let legs = (0..relation.legs.len()).map(|index| KeyPart::Leg(LegRef { relation: id, index }));
    let fields = (0..relation.fields.len()).map(|index| FieldRef { owner: Owner::Relation(id), index }).collect();
    legs.chain(stored(mcd, fields)).collect()
}

fn stored(mcd: &Mcd, fields: Vec<FieldRef>) -> Vec<KeyPart> {
    fields.into_iter().filter(|field| mcd.field(*field).computed.is_none()).map(KeyPart::Field).collect()
}

/// The keys that the model states, the identifier first; apart, the `unique` groups of which a part may be empty.
fn keys(mcd: &Mcd, owner: Owner, parts: &[KeyPart]) -> (Vec<AttrSet>, Vec<AttrSet>) {
    let (mut keys, groups) = match owner {
        Owner::Entity(id) => (vec![set(parts, mcd.identifier(id)).unwrap_or_default()], &mcd.entity(id).uniques),
        Owner::Relation(id) => (relation_keys(mcd.relation(id), parts), &mcd.relation(id).uniques),
    };
    let (filled, emptiable): (Vec<_>, Vec<_>) =
        groups.iter().partition(|group| group.parts.iter().all(|part| is_filled(mcd, owner, *part)));
    keys.extend(filled.iter().filter_map(|group| set(parts, &group.parts)));
    (keys, emptiable.iter().filter_map(|group| set(parts, &group.parts)).collect())
}

/// Whether a part always has a value: a required field, a leg of a relation, a link that must exist.
fn is_filled(mcd: &Mcd, owner: Owner, part: KeyPart) -> bool {
    match part {
        KeyPart::Field(field) => mcd.field(field).required,
        KeyPart::Leg(leg) if owner == Owner::Relation(leg.relation) => true,
        KeyPart::Leg(leg) => {
            let near = mcd.relation(leg.relation).legs.iter().enumerate().find(|(index, _)| *index != leg.index);
            near.is_some_and(|(_, near)| near.card.min > 0)
        }
    }
}

/// A leg of at most 1 identifies alone; else all legs do together.
fn relation_keys(relation: &Relation, parts: &[KeyPart]) -> Vec<AttrSet> {
    let legs = || relation.legs.iter().enumerate();
    let single: Vec<AttrSet> = legs().filter(|(_, leg)| leg.card.is_single()).map(|(at, _)| AttrSet::one(at)).collect();
    if single.is_empty() { vec![AttrSet::all(relation.legs.len().min(parts.len()))] } else { single }
}
