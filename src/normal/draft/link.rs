//! The relations of a draft: identifications, links where an entity has another's identifier among its fields, associations.
//!
//! Invariant: what a link replaces is taken from the fields.

use super::identify::{Drawn, identifier};
use super::{Card, Clues, Draft, EntityAt, Kind, Leg, Relation};
use crate::normal::closure::Closure;
use crate::normal::cover::by_left;
use crate::normal::fd::Fd;
use crate::normal::set::AttrSet;
use crate::normal::synthesis::{self, Synthesis};

/// Draws the relations, in the order of the synthesis.
pub(super) fn relations(draft: &mut Draft, synthesis: &Synthesis, drawn: &[Drawn], clues: &Clues) {
    let targets = Targets::of(draft);
    for (relation, drawn) in synthesis.relations.iter().zip(drawn) {
        match drawn {
            Drawn::Nothing => {}
            Drawn::Entity(at) => entity_links(draft, *at, &targets, clues),
            Drawn::Association(ends) => associate(draft, relation, ends, synthesis, &targets, clues),
        }
    }
}

/// What points to an entity: the widest sets first.
struct Targets {
    keys: Vec<(AttrSet, EntityAt)>,
}

impl Targets {
    fn of(draft: &Draft) -> Self {
        let mut keys: Vec<(AttrSet, EntityAt)> = Vec::new();
        for (at, entity) in draft.entities.iter().enumerate() {
            keys.push((draft.whole_identifier(at), at));
            keys.extend(entity.uniques.iter().map(|unique| (unique.clone(), at)));
        }
        keys.retain(|(key, _)| !key.is_empty());
        keys.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
        Targets { keys }
    }

    /// The entities that `fields` point to: what of the fields does, where, and whether under another name.
    fn pointed(&self, fields: &AttrSet, from: Option<EntityAt>, clues: &Clues) -> Vec<Pointer> {
        let mut rest = fields.clone();
        let mut pointers = Vec::new();
        for (key, entity) in self.keys.iter().filter(|(_, entity)| Some(*entity) != from) {
            if key.is_subset(&rest) {
                rest = rest.difference(key);
                pointers.push(Pointer { by: key.clone(), entity: *entity, is_role: false });
            }
        }
        for (attr, referred) in clues.references.iter().filter(|(attr, _)| rest.contains(*attr)) {
            let is_key = |(key, _): &&(AttrSet, EntityAt)| *key == AttrSet::one(*referred);
            if let Some((_, entity)) = self.keys.iter().find(is_key) {
                pointers.push(Pointer { by: AttrSet::one(*attr), entity: *entity, is_role: true });
            }
        }
        pointers.sort_by_key(|pointer| pointer.by.first());
        pointers
    }
}

/// Attributes that give an occurrence of an entity.
struct Pointer {
    by: AttrSet,
    entity: EntityAt,
    is_role: bool,
}

fn entity_links(draft: &mut Draft, at: EntityAt, targets: &Targets, clues: &Clues) {
    let Some(entity) = draft.entities.get(at) else { return };
    let owners = entity.relative_to.clone();
    // What is also a key of the entity itself stays a field of it.
    let keys = entity.uniques.iter().fold(AttrSet::new(), |keys, unique| keys.union(unique));
    let pointers = targets.pointed(&entity.fields.difference(&keys), Some(at), clues);
    draft.relations.extend(owners.into_iter().map(|owner| link(at, Card::Relative, owner, None)));
    for pointer in pointers {
        let card = if pointer.by.is_disjoint(&clues.nullable) { Card::OneOne } else { Card::ZeroOne };
        let role = pointer.is_role.then(|| pointer.by.clone());
        draft.relations.push(link(at, card, pointer.entity, role));
        draft.entities.get_mut(at).into_iter().for_each(|entity| entity.fields = entity.fields.difference(&pointer.by));
    }
}

fn link(from: EntityAt, card: Card, to: EntityAt, role: Option<AttrSet>) -> Relation {
    let near = Leg { entity: from, card, role: None };
    let far = Leg { entity: to, card: Card::ZeroN, role };
    let kind = if card == Card::Relative { Kind::Identification } else { Kind::Link };
    Relation { kind, legs: vec![near, far], fields: AttrSet::new(), cifs: Vec::new(), other_keys: Vec::new() }
}

fn associate(
    draft: &mut Draft,
    relation: &synthesis::Relation,
    ends: &[EntityAt],
    synthesis: &Synthesis,
    targets: &Targets,
    clues: &Clues,
) {
    let leg = |entity: EntityAt, role| Leg { entity, card: Card::ZeroN, role };
    let mut legs: Vec<Leg> = ends.iter().map(|end| leg(*end, None)).collect();
    let identifiers = ends.iter().fold(AttrSet::new(), |all, end| all.union(&draft.whole_identifier(*end)));
    let mut fields = relation.attributes.difference(&identifiers);
    let mut ends_of_legs = identifiers;
    for pointer in targets.pointed(&fields, None, clues) {
        fields = fields.difference(&pointer.by);
        ends_of_legs.extend_with(&pointer.by);
        legs.push(leg(pointer.entity, pointer.is_role.then_some(pointer.by)));
    }
    let key = identifier(relation, clues);
    let other_keys = relation.keys.iter().filter(|other| **other != key).cloned().collect();
    let cifs = constraints(&ends_of_legs, synthesis);
    draft.relations.push(Relation { kind: Kind::Association, legs, fields, cifs, other_keys });
}

/// The dependencies of the cover among the ends of the legs; a determinant that no leg can do without says nothing more.
fn constraints(ends: &AttrSet, synthesis: &Synthesis) -> Vec<Fd> {
    let closure = Closure::new(&synthesis.cover);
    let within = by_left(&synthesis.cover).into_iter().filter(|fd| fd.left.len() > 1 && fd.left.is_subset(ends));
    let among = within.map(|fd| Fd::new(fd.left.clone(), fd.right.intersection(ends)));
    among.filter(|fd| !fd.right.is_empty() && closure.implies(&fd.left, ends)).collect()
}
