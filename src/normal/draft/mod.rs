//! From dependencies to a conceptual draft: entities with their identifiers, weak entities, relations with cardinalities and fields, and what
//! only the consultant can decide.
//!
//! Works on attribute numbers; naming entities, typing fields and writing `.mcd` are the caller's. Never decides what the dependencies and the
//! [`Clues`] don't say: it draws the likelier reading and asks a [`Question`]. Invariant: each attribute is in the draft: as part of an
//! identifier, as a field, or as what a link replaces and its role recalls.

mod clues;
mod identify;
mod link;

pub use clues::Clues;

use super::fd::Fd;
use super::set::AttrSet;
use super::synthesis::{Synthesis, synthesize};

/// A conceptual draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Those that others are identified by come first; else in the order of the dependencies that they come from.
    pub entities: Vec<Entity>,
    /// In the order of the dependencies.
    pub relations: Vec<Relation>,
    /// What the dependencies can't decide.
    pub questions: Vec<Question>,
}

/// An entity of a [`Draft`], by its place there.
pub type EntityAt = usize;

/// An entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// Its own identifier; for a weak entity what tells its occurrences apart beside the owners'.
    pub identifier: AttrSet,
    /// The entities that lend it their identifiers: it is weak where there are any.
    pub relative_to: Vec<EntityAt>,
    /// Its other attributes, those of `uniques` included; those that a link replaces are gone.
    pub fields: AttrSet,
    /// Its other keys.
    pub uniques: Vec<AttrSet>,
    /// Dependencies among its fields that a key doesn't give: it can't be in BCNF without losing others.
    pub fds: Vec<Fd>,
    /// Why it is there.
    pub why: Why,
}

/// Why an entity is in a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Why {
    /// Its identifier determines something.
    #[default]
    Determines,
    /// Its identifier is part of the key of others and determines nothing that is known.
    PartOfKeys,
}

/// A relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Which.
    pub kind: Kind,
    /// Its legs; the near end of a link comes first.
    pub legs: Vec<Leg>,
    /// Its own fields.
    pub fields: AttrSet,
    /// Dependencies among its legs, by their identifiers: functional integrity constraints ("CIF"). None: all legs together identify it.
    pub cifs: Vec<Fd>,
    /// Its other keys, where it has several that no constraint among legs says.
    pub other_keys: Vec<AttrSet>,
}

/// What a relation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Links each occurrence of the first entity to one of the second.
    Link,
    /// … and lends it its identifier.
    Identification,
    /// Links any number of both, or of several.
    Association,
}

/// A leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// The entity at its end.
    pub entity: EntityAt,
    /// How many times one occurrence takes part.
    pub card: Card,
    /// The attributes that pointed to this entity in the data, where they aren't its identifier: they name the leg's role.
    pub role: Option<AttrSet>,
}

/// A cardinality. The minimum on the n side can't be seen in dependencies: it is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// `0,1`: the pointing attribute may be empty.
    ZeroOne,
    /// `1,1`
    OneOne,
    /// `(1,1)`
    Relative,
    /// `0,n`
    ZeroN,
}

impl Card {
    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Card::ZeroOne => "0,1",
            Card::OneOne => "1,1",
            Card::Relative => "(1,1)",
            Card::ZeroN => "0,n",
        }
    }
}

/// What only the consultant can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// These attributes identify a row of the whole and nothing says how they are related: are they, and by what? Nothing was drawn.
    HowAreTheyRelated(AttrSet),
    /// An entity was drawn for an attribute that is only part of a key: has it fields of its own, or is it a number within another entity?
    IsItAnEntity(EntityAt),
    /// An entity has several identifying fields and none of them is known elsewhere: would a number of its own do better?
    CompositeIdentifier(EntityAt),
}

impl Draft {
    /// The whole identifier of an entity, the owners' included.
    pub fn whole_identifier(&self, at: EntityAt) -> AttrSet {
        let mut whole = AttrSet::new();
        let (mut waiting, mut seen) = (vec![at], Vec::new());
        while let Some(entity) = waiting.pop().and_then(|at| self.entities.get(at)) {
            whole.extend_with(&entity.identifier);
            let owners = entity.relative_to.iter().filter(|owner| !seen.contains(*owner));
            waiting.extend(owners.clone());
            seen.extend(owners.copied().collect::<Vec<_>>());
        }
        whole
    }
}

/// The draft of the attributes `all` under `fds`.
pub fn draft(all: &AttrSet, fds: &[Fd], clues: &Clues) -> Draft {
    draft_of(&synthesize(all, fds), clues)
}

/// The draft of a synthesis.
pub fn draft_of(synthesis: &Synthesis, clues: &Clues) -> Draft {
    let mut draft = Draft::default();
    let drawn = identify::entities(&mut draft, synthesis, clues);
    link::relations(&mut draft, synthesis, &drawn, clues);
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dependencies drawn at random, the same each time.
    fn random_fds(seed: u64, width: usize) -> Vec<Fd> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % bound
        };
        let count = below(7);
        let mut set = |most: usize| (0..=below(most)).map(|_| below(width)).collect::<AttrSet>();
        (0..count).map(|_| Fd::new(set(3), set(3))).collect()
    }

    #[test]
    fn every_attribute_is_drawn_and_every_end_exists() {
        for seed in 0..2_000 {
            let all = AttrSet::all(7);
            let fds = random_fds(seed, 7);
            let clues = Clues { temporal: AttrSet::one(2), references: vec![(5, 0)], ..Clues::default() };
            let draft = draft(&all, &fds, &clues);
            let mut drawn = AttrSet::new();
            for entity in &draft.entities {
                drawn.extend_with(&entity.identifier.union(&entity.fields));
                assert!(entity.uniques.iter().all(|unique| !unique.is_empty() || entity.identifier.is_empty()));
            }
            for relation in &draft.relations {
                drawn.extend_with(&relation.fields);
                relation.legs.iter().filter_map(|leg| leg.role.as_ref()).for_each(|role| drawn.extend_with(role));
                assert!(relation.legs.len() > 1 && relation.legs.iter().all(|leg| leg.entity < draft.entities.len()));
            }
            assert_eq!(drawn, all, "{fds:?} {draft:?}");
        }
    }

    #[test]
    fn a_field_that_refers_to_an_entity_under_another_name_is_a_role() {
        // invoice → customer, payer; customer → name; payer takes its values among the customers.
        let fds = [Fd::new(AttrSet::one(0), [1, 2].into_iter().collect()), Fd::new(AttrSet::one(1), AttrSet::one(3))];
        let clues = Clues { references: vec![(2, 1)], nullable: AttrSet::one(2), ..Clues::default() };
        let draft = draft(&AttrSet::all(4), &fds, &clues);
        let ends: Vec<_> = draft.relations.iter().map(|relation| relation.legs.clone()).collect();
        let leg = |entity, card, role| Leg { entity, card, role };
        let payer = [leg(0, Card::ZeroOne, None), leg(1, Card::ZeroN, Some(AttrSet::one(2)))];
        assert_eq!(ends, [vec![leg(0, Card::OneOne, None), leg(1, Card::ZeroN, None)], payer.to_vec()]);
    }
}
