//! Which relation of a synthesis becomes an entity, a weak entity or a relation among entities, and which attributes become entities of their own.
//!
//! A key of one attribute is an entity. A key made of others' identifiers is a relation. What is in between is read by clues.

use super::{Clues, Draft, Entity, EntityAt, Question, Why};
use crate::normal::set::{Attr, AttrSet};
use crate::normal::synthesis::{self, Synthesis};

/// What a relation of the synthesis became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Drawn {
    /// An entity.
    Entity(EntityAt),
    /// A relation among these entities.
    Association(Vec<EntityAt>),
    /// Nothing: it only makes the join lossless.
    Nothing,
}

/// Draws the entities; tells what each relation of the synthesis became, in its order.
pub(super) fn entities(draft: &mut Draft, synthesis: &Synthesis, clues: &Clues) -> Vec<Drawn> {
    let mut drawing = Drawing { draft, clues, shared: shared(synthesis) };
    let relations = &synthesis.relations;
    let mut drawn = vec![Drawn::Nothing; relations.len()];
    for at in order(relations, clues) {
        let Some((relation, slot)) = relations.get(at).zip(drawn.get_mut(at)) else { continue };
        *slot = drawing.draw(relation);
    }
    drawn
}

/// Relations by the size of their identifiers, so that the parts of a key are known before it; those that only join come last.
fn order(relations: &[synthesis::Relation], clues: &Clues) -> Vec<usize> {
    let mut order: Vec<usize> = (0..relations.len()).collect();
    let size = |at: &usize| {
        let relation = relations.get(*at)?;
        Some((relation.joins_only, identifier(relation, clues).len()))
    };
    order.sort_by_key(size);
    order
}

/// The key that identifies: without empty values, the shortest, the first stated.
pub(super) fn identifier(relation: &synthesis::Relation, clues: &Clues) -> AttrSet {
    let cost = |key: &&AttrSet| (!key.is_disjoint(&clues.nullable), key.len());
    relation.keys.iter().min_by_key(cost).unwrap_or(&relation.attributes).clone()
}

/// Attributes in the composite keys of several relations: those that come from dependencies, and all.
struct Shared {
    stated: AttrSet,
    all: AttrSet,
}

fn shared(synthesis: &Synthesis) -> Shared {
    let within = |joins: bool| {
        let (mut once, mut twice) = (AttrSet::new(), AttrSet::new());
        for relation in synthesis.relations.iter().filter(|relation| joins || !relation.joins_only) {
            let mut parts = AttrSet::new();
            relation.keys.iter().filter(|key| key.len() > 1).for_each(|key| parts.extend_with(key));
            twice.extend_with(&parts.intersection(&once));
            once.extend_with(&parts);
        }
        twice
    };
    Shared { stated: within(false), all: within(true) }
}

struct Drawing<'a> {
    draft: &'a mut Draft,
    clues: &'a Clues,
    shared: Shared,
}

impl Drawing<'_> {
    fn draw(&mut self, relation: &synthesis::Relation) -> Drawn {
        let key = identifier(relation, self.clues);
        if relation.joins_only {
            return self.ask_how_related(&key);
        }
        if key.len() <= 1 {
            return Drawn::Entity(self.add(entity(relation, key, Vec::new())));
        }
        let several = relation.keys.len() > 1 && relation.keys.iter().all(|other| !other.is_disjoint(&key));
        if several {
            let legs = relation.keys.iter().fold(AttrSet::new(), |legs, key| legs.union(key));
            return Drawn::Association(self.all_ends(&legs));
        }
        self.composite(relation, &key)
    }

    /// A key of several attributes: what is known of its parts decides.
    fn composite(&mut self, relation: &synthesis::Relation, key: &AttrSet) -> Drawn {
        let (mut ends, mut rest) = self.known_ends(key);
        let things: Vec<Attr> = rest.iter().filter(|attr| self.is_a_thing(*attr, &rest, !ends.is_empty())).collect();
        for attr in things {
            rest.remove(attr);
            ends.push(self.part(AttrSet::one(attr)));
        }
        if rest.is_empty() && ends.len() > 1 {
            return Drawn::Association(ends);
        }
        if ends.is_empty() {
            let local: AttrSet = rest.iter().filter(|attr| self.clues.is_local(*attr)).collect();
            let thing = rest.difference(&local);
            if local.is_empty() || thing.is_empty() {
                let whole = self.add(entity(relation, rest, Vec::new()));
                self.draft.questions.push(Question::CompositeIdentifier(whole));
                return Drawn::Entity(whole);
            }
            ends.push(self.part(thing));
            rest = local;
        }
        Drawn::Entity(self.add(entity(relation, rest, ends)))
    }

    /// Whether a part of a key that is no entity's identifier is an entity that nothing describes yet: other keys have it too, or it is what
    /// remains beside entities and isn't a date or a number of line.
    fn is_a_thing(&self, attr: Attr, rest: &AttrSet, beside_entities: bool) -> bool {
        if self.clues.is_local(attr) {
            return self.shared.stated.contains(attr);
        }
        self.shared.all.contains(attr) || beside_entities && rest.len() == 1
    }

    /// The entities whose identifiers are within `key`, the widest first, and what they leave of it.
    fn known_ends(&self, key: &AttrSet) -> (Vec<EntityAt>, AttrSet) {
        let whole = |at: EntityAt| self.draft.whole_identifier(at);
        let mut inside: Vec<(EntityAt, AttrSet)> = (0..self.draft.entities.len()).map(|at| (at, whole(at))).collect();
        inside.retain(|(_, identifier)| !identifier.is_empty() && identifier.is_subset(key));
        inside.sort_by_key(|(_, identifier)| std::cmp::Reverse(identifier.len()));
        let (mut ends, mut rest) = (Vec::new(), key.clone());
        for (at, identifier) in inside.into_iter().filter(|(_, identifier)| identifier != key) {
            if !identifier.is_disjoint(&rest) {
                rest = rest.difference(&identifier);
                ends.push((identifier.to_vec(), at));
            }
        }
        ends.sort();
        (ends.into_iter().map(|(_, at)| at).collect(), rest)
    }

    /// An entity for every part of several keys.
    fn all_ends(&mut self, legs: &AttrSet) -> Vec<EntityAt> {
        let (mut ends, rest) = self.known_ends(legs);
        ends.extend(rest.iter().map(|attr| self.part(AttrSet::one(attr))).collect::<Vec<_>>());
        ends
    }

    /// What only joins: each attribute that has no place yet becomes an entity, and how they are related is asked.
    fn ask_how_related(&mut self, key: &AttrSet) -> Drawn {
        let placed = |attr: Attr| {
            self.draft.entities.iter().any(|entity| entity.identifier.contains(attr) || entity.fields.contains(attr))
        };
        let unplaced: Vec<Attr> = key.iter().filter(|attr| !placed(*attr)).collect();
        for attr in unplaced {
            self.part(AttrSet::one(attr));
        }
        if key.len() > 1 {
            self.draft.questions.push(Question::HowAreTheyRelated(key.clone()));
        }
        Drawn::Nothing
    }

    /// The entity of a part of a key: the one it identifies already, or a new one.
    fn part(&mut self, identifier: AttrSet) -> EntityAt {
        let known = self
            .draft
            .entities
            .iter()
            .position(|entity| entity.identifier == identifier && entity.relative_to.is_empty());
        if let Some(known) = known {
            return known;
        }
        let added = self.add(Entity { identifier, why: Why::PartOfKeys, ..Entity::default() });
        self.draft.questions.push(Question::IsItAnEntity(added));
        added
    }

    fn add(&mut self, entity: Entity) -> EntityAt {
        self.draft.entities.push(entity);
        self.draft.entities.len() - 1
    }
}

/// The entity of a relation of the synthesis; the attributes of its owners' identifiers are left to them.
fn entity(relation: &synthesis::Relation, identifier: AttrSet, relative_to: Vec<EntityAt>) -> Entity {
    let mut keys = relation.keys.clone();
    let whole =
        keys.iter().position(|key| identifier.is_subset(key) && (*key == identifier || !relative_to.is_empty()));
    let key = whole.map(|at| keys.remove(at)).unwrap_or_default();
    let fields = relation.attributes.difference(&key).difference(&identifier);
    Entity { fields, uniques: keys, identifier, relative_to, fds: relation.inner.clone(), why: Why::Determines }
}
