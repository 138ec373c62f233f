//! Which item of the new model is which item of the old one: by name, and by `was` where a name changed.
//!
//! Judges no change. Invariant: an old item is the past of at most one new one of its kind, but for enum values, and
//! a `was` that the old model already bore is of the past: it ties nothing again.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, FieldRef, Leg, LegRef, Mcd, Owner, RelationId, Type, Was};
use crate::say;

use super::answers::Answers;
use super::change::field_path;
use super::kinds::{STALE_WAS, WAS_NAMES_NOTHING, WAS_STAYS};

/// What became of what.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// New entity → the old one.
    pub entities: BTreeMap<EntityId, EntityId>,
    /// New relation → the old one.
    pub relations: BTreeMap<RelationId, RelationId>,
    /// New field → the old one, which may have had another owner.
    pub fields: BTreeMap<FieldRef, FieldRef>,
    /// New leg → the old one.
    pub legs: BTreeMap<LegRef, LegRef>,
    /// New entity → the old one it was split from, with its fields.
    pub splits: BTreeMap<EntityId, (EntityId, Vec<FieldRef>)>,
    /// New supertype → the old entity that becomes its subtype, and of whose records it takes what is common.
    pub generalized: BTreeMap<EntityId, EntityId>,
    /// New entity → the old relation whose occurrences become its records.
    pub reified: BTreeMap<EntityId, RelationId>,
    /// New relation → the old entity whose records become its occurrences.
    pub flattened: BTreeMap<RelationId, EntityId>,
    /// Old entity → the new one whose records its own become, beside those that were there.
    pub merged: BTreeMap<EntityId, EntityId>,
    /// New field of such an entity, old entity merged into it → the field of that.
    pub merged_fields: BTreeMap<(FieldRef, EntityId), FieldRef>,
}

impl Matching {
    /// The other way round, for the way back; splits and reifications have no simple way back.
    pub fn reversed(&self) -> Matching {
        Matching {
            entities: self.entities.iter().map(|(new, old)| (*old, *new)).collect(),
            relations: self.relations.iter().map(|(new, old)| (*old, *new)).collect(),
            fields: self.fields.iter().map(|(new, old)| (*old, *new)).collect(),
            legs: self.legs.iter().map(|(new, old)| (*old, *new)).collect(),
            splits: BTreeMap::new(),
            generalized: BTreeMap::new(),
            reified: self.flattened.iter().map(|(new, old)| (*old, *new)).collect(),
            flattened: self.reified.iter().map(|(new, old)| (*old, *new)).collect(),
            merged: BTreeMap::new(),
            merged_fields: BTreeMap::new(),
        }
    }

    /// Whether an old field lives on in a new one.
    pub fn lives_on(&self, old: FieldRef) -> bool {
        self.fields.values().chain(self.merged_fields.values()).any(|past| *past == old)
    }

    /// What a new relation joins, where it joins what was split off with what that was split from: the one, and the other as it was.
    pub fn split_joined(&self, new: &Mcd, relation: RelationId) -> Option<(EntityId, EntityId)> {
        let [a, b] = new.relation(relation).legs.as_slice() else { return None };
        let is_new = !self.relations.contains_key(&relation) && !self.flattened.contains_key(&relation);
        let joined = |part: &crate::mcd::Leg, whole: &crate::mcd::Leg| {
            let (from, _) = self.splits.get(&part.entity)?;
            (self.entities.get(&whole.entity) == Some(from)).then_some((part.entity, *from))
        };
        joined(a, b).or_else(|| joined(b, a)).filter(|_| is_new)
    }

    /// Whether a part that was split off is joined with the whole, itself or by other parts of it.
    pub fn is_joined(&self, new: &Mcd, part: EntityId) -> bool {
        let (mut reached, mut next) = (vec![part], vec![part]);
        while let Some(at) = next.pop() {
            for (id, relation) in new.relations().filter(|(id, _)| !self.relations.contains_key(id)) {
                if self.split_joined(new, id).is_some_and(|(entity, _)| entity == at) {
                    return true;
                }
                let [a, b] = relation.legs.as_slice() else { continue };
                let other = if a.entity == at { b.entity } else { a.entity };
                let of_one = |entity| self.splits.get(&entity).map(|(whole, _)| whole);
                let is_sister =
                    (a.entity == at || b.entity == at) && of_one(other).is_some() && of_one(other) == of_one(at);
                if is_sister && !reached.contains(&other) {
                    reached.push(other);
                    next.push(other);
                }
            }
        }
        false
    }

    /// What a new field of an entity that leaves its supertype was there, under the same name; the supertype keeps its own.
    pub fn inherited(&self, old: &Mcd, new: &Mcd, field: FieldRef) -> Option<FieldRef> {
        let Owner::Entity(id) = field.owner else { return None };
        let past = *self.entities.get(&id).filter(|_| new.entity(id).parent.is_none())?;
        let name = &new.field(field).name;
        old.lineage(past).into_iter().skip(1).find_map(|above| field_named(old, Owner::Entity(above), name))
    }

    /// The old owner of a new one.
    pub fn owner(&self, new: Owner) -> Option<Owner> {
        match new {
            Owner::Entity(id) => self.entities.get(&id).map(|old| Owner::Entity(*old)),
            Owner::Relation(id) => self.relations.get(&id).map(|old| Owner::Relation(*old)),
        }
    }

    /// The new owner of an old one.
    pub fn owner_now(&self, old: Owner) -> Option<Owner> {
        match old {
            Owner::Entity(id) => self.entity_now(id).map(Owner::Entity),
            Owner::Relation(id) => now_of(&self.relations, id).map(Owner::Relation),
        }
    }

    /// What an old entity is now.
    pub fn entity_now(&self, old: EntityId) -> Option<EntityId> {
        now_of(&self.entities, old)
    }

    /// What an old field is now.
    pub fn field_now(&self, old: FieldRef) -> Option<FieldRef> {
        now_of(&self.fields, old)
    }

    /// What an old leg is now.
    pub fn leg_now(&self, old: LegRef) -> Option<LegRef> {
        now_of(&self.legs, old)
    }
}

fn now_of<T: Copy + PartialEq>(pasts: &BTreeMap<T, T>, old: T) -> Option<T> {
    pasts.iter().find(|(_, past)| **past == old).map(|(now, _)| *now)
}

/// Ties the new model to the old one. Problems are put at their place in the new model.
pub(super) fn match_models(old: &Mcd, new: &Mcd, answers: &Answers, sink: &mut Sink) -> Matching {
    let mut at = Matcher { old, new, found: Matching::default(), sink };
    at.entities();
    at.merges(answers);
    at.relations();
    at.splits();
    at.generalizations();
    at.fields();
    at.legs();
    at.found
}

/// By what a leg is known.
#[derive(Clone, Copy)]
enum Known {
    Was,
    Role,
    Entity,
    Name,
}

struct Matcher<'a> {
    old: &'a Mcd,
    new: &'a Mcd,
    found: Matching,
    sink: &'a mut Sink,
}

/// A name alone.
fn single(was: Option<&Was>) -> Option<&str> {
    match was {
        Some(Was::Path(path)) => match path.as_slice() {
            [one] => Some(one),
            _ => None,
        },
        _ => None,
    }
}

impl Matcher<'_> {
    fn old_entity(&self, name: &str) -> Option<EntityId> {
        self.old.entities().find(|(_, entity)| entity.name == name).map(|(id, _)| id)
    }

    fn old_relation(&self, name: &str) -> Option<RelationId> {
        self.old.relations().find(|(_, relation)| relation.name == name).map(|(id, _)| id)
    }

    /// A `was` on an item that is known by its own name. `is_past`: the old model bore it already.
    fn stale(&mut self, span: crate::source::Span, name: &str, was: &str, is_past: bool) {
        let message = match is_past {
            true => say!(
                fr "{name} : « was {was} » a déjà servi, sa migration existe",
                en "{name}: `was {was}` has served already, its migration exists"
            ),
            false => say!(
                fr "{name} : « was {was} » ne sert à rien : le modèle tel qu'il a été migré a déjà {name}, et n'a pas de {was}",
                en "{name}: `was {was}` does nothing: the model as it was last migrated has {name} already, and no {was}"
            ),
        };
        let help = say!(fr "retirez-le quand vous voulez", en "take it out whenever you like");
        self.sink.push(Diagnostic::new(&STALE_WAS, span, message).help(help));
    }

    fn names_nothing(&mut self, span: crate::source::Span, was: &str) {
        let message = say!(
            fr "« was {was} » ne nomme rien du modèle tel qu'il a été migré",
            en "`was {was}` names nothing of the model as it was last migrated"
        );
        let help = say!(
            fr "écrivez l'ancien nom tel quel, ou retirez cette mention si l'élément est nouveau",
            en "write the old name as it was, or take this clause out if the item is new"
        );
        self.sink.push(Diagnostic::new(&WAS_NAMES_NOTHING, span, message).help(help));
    }

    fn entities(&mut self) {
        let new = self.new;
        let mut waiting = Vec::new();
        for (id, entity) in new.entities() {
            let same = self.old_entity(&entity.name);
            let Some(was) = single(entity.was.as_ref()) else {
                waiting.push((id, same));
                continue;
            };
            let is_past = same.is_some_and(|same| self.old.entity(same).was == entity.was);
            match (is_past, self.old_entity(was), self.old_relation(was)) {
                (false, Some(past), _) => drop(self.found.entities.insert(id, past)),
                (false, None, Some(past)) if same.is_none() => drop(self.found.reified.insert(id, past)),
                _ if same.is_some() => {
                    self.stale(entity.name_span, &entity.name, was, is_past);
                    waiting.push((id, same));
                }
                _ => self.names_nothing(entity.name_span, was),
            }
        }
        for (id, same) in &waiting {
            if let Some(other) = same.and_then(|same| now_of(&self.found.entities, same)) {
                let (other, ours) = (self.new.entity(other), self.new.entity(*id));
                self.sink.push(taken(other.name_span, &ours.name, &other.name));
            }
        }
        let taken: Vec<EntityId> = self.found.entities.values().copied().collect();
        let free = waiting.into_iter().filter_map(|(id, same)| Some((id, same?)));
        let free: Vec<_> = free.filter(|(_, same)| !taken.contains(same)).collect();
        self.found.entities.extend(free);
    }

    fn relations(&mut self) {
        let new = self.new;
        let mut waiting = Vec::new();
        for (id, relation) in new.relations() {
            let same = self.old_relation(&relation.name);
            let Some(was) = single(relation.was.as_ref()) else {
                waiting.push((id, same));
                continue;
            };
            let is_past = same.is_some_and(|same| self.old.relation(same).was == relation.was);
            match (is_past, self.old_relation(was), self.old_entity(was)) {
                (false, Some(past), _) => drop(self.found.relations.insert(id, past)),
                (false, None, Some(past)) if same.is_none() => drop(self.found.flattened.insert(id, past)),
                _ if same.is_some() => {
                    self.stale(relation.name_span, &relation.name, was, is_past);
                    waiting.push((id, same));
                }
                _ => self.names_nothing(relation.name_span, was),
            }
        }
        for (id, same) in &waiting {
            if let Some(other) = same.and_then(|same| now_of(&self.found.relations, same)) {
                let (other, ours) = (self.new.relation(other), self.new.relation(*id));
                self.sink.push(taken(other.name_span, &ours.name, &other.name));
            }
        }
        let taken: Vec<RelationId> = self.found.relations.values().copied().collect();
        let free = waiting.into_iter().filter_map(|(id, same)| Some((id, same?)));
        let free: Vec<_> = free.filter(|(_, same)| !taken.contains(same)).collect();
        self.found.relations.extend(free);
    }

    /// `merge A into B`: A is of the old model and goes, B was there and stays. Fields by their names, or as an answer says.
    fn merges(&mut self, answers: &Answers) {
        let entity = |mcd: &Mcd, name: &str| mcd.entities().find(|(_, entity)| entity.name == name).map(|(id, _)| id);
        for (from, into) in answers.merges() {
            let ([from], [into]) = (from, into) else { continue };
            let (Some(past), Some(now)) = (entity(self.old, from), entity(self.new, into)) else { continue };
            if self.found.entity_now(past).is_some() || !self.found.entities.contains_key(&now) {
                continue;
            }
            self.found.merged.insert(past, now);
            for (index, field) in self.new.entity(now).fields.iter().enumerate() {
                let path = [into.clone(), field.name.clone()];
                let told = answers.merges().find(|(from_field, to)| {
                    *to == path.as_slice() && from_field.first().is_some_and(|owner| owner == from)
                });
                let name = told.and_then(|(field, _)| field.get(1)).unwrap_or(&field.name);
                if let Some(old) = field_named(self.old, Owner::Entity(past), name) {
                    let at = FieldRef { owner: Owner::Entity(now), index };
                    self.found.merged_fields.insert((at, past), old);
                }
            }
        }
    }

    fn splits(&mut self) {
        for (id, entity) in self.new.entities() {
            let Some(Was::SplitFrom { entity: from, fields }) = &entity.was else { continue };
            if self.found.entities.contains_key(&id) {
                self.stale(entity.name_span, &entity.name, from, true);
                continue;
            }
            let Some(past) = self.split_origin(from) else {
                self.names_nothing(entity.name_span, from);
                continue;
            };
            let mut taken = Vec::new();
            for name in fields {
                match field_named(self.old, Owner::Entity(past), name) {
                    Some(field) => taken.push(field),
                    None => self.names_nothing(entity.name_span, &format!("{from}.{name}")),
                }
            }
            self.found.splits.insert(id, (past, taken));
        }
    }

    /// The old entity that a new one takes its records from: by its name, or by what the one of that name is itself split from.
    fn split_origin(&self, from: &str) -> Option<EntityId> {
        let mut from = from;
        // A split of a split of itself would go round for ever.
        for _ in 0..=self.new.entities().count() {
            if let Some(past) = self.old_entity(from) {
                return Some(past);
            }
            let part = self.new.entities().find(|(_, entity)| entity.name == from)?.1;
            let Some(Was::SplitFrom { entity: whole, .. }) = &part.was else { return None };
            from = whole;
        }
        None
    }

    /// A new entity above one that was there, and had nothing above it.
    fn generalizations(&mut self) {
        let is_new = |id: &EntityId| {
            let found = &self.found;
            !found.entities.contains_key(id) && !found.splits.contains_key(id) && !found.reified.contains_key(id)
        };
        let above = |id: EntityId| match self.old_roots_below(id).as_slice() {
            [one] => Some((id, *one)),
            _ => None,
        };
        let found = self.new.entities().map(|(id, _)| id).filter(is_new).filter_map(above).collect();
        self.found.generalized = found;
    }

    fn old_roots_below(&self, id: EntityId) -> Vec<EntityId> {
        old_roots_below(self.old, self.new, &self.found, id)
    }

    /// The old owner whose fields a new owner's may be called by their names alone.
    fn past_owner(&self, owner: Owner) -> Option<Owner> {
        let found = &self.found;
        match owner {
            Owner::Entity(id) => {
                let below = || found.generalized.get(&id).map(|old| Owner::Entity(*old));
                let reified = || found.reified.get(&id).map(|old| Owner::Relation(*old));
                found.owner(owner).or_else(below).or_else(reified)
            }
            Owner::Relation(id) => {
                found.owner(owner).or_else(|| found.flattened.get(&id).map(|old| Owner::Entity(*old)))
            }
        }
    }

    fn fields(&mut self) {
        let new = self.new;
        let owners: Vec<Owner> = new
            .entities()
            .map(|(id, _)| Owner::Entity(id))
            .chain(new.relations().map(|(id, _)| Owner::Relation(id)))
            .collect();
        let mut by_name = Vec::new();
        for owner in owners {
            let past = self.past_owner(owner);
            for (index, field) in new.fields(owner).iter().enumerate() {
                let at = FieldRef { owner, index };
                let same = past.and_then(|past| field_named(self.old, past, &field.name));
                let Some(Was::Path(path)) = &field.was else {
                    by_name.push((at, same.or_else(|| self.of_split(owner, &field.name))));
                    continue;
                };
                let is_past = same.is_some_and(|same| self.old.field(same).was == field.was);
                let was = path.join(".");
                match self.old_field(past, path) {
                    Some(old) if !is_past => drop(self.found.fields.insert(at, old)),
                    _ if same.is_some() => {
                        self.stale(field.name_span, &field.name, &was, is_past);
                        by_name.push((at, same));
                    }
                    _ => self.names_nothing(field.name_span, &was),
                }
            }
        }
        for (at, same) in &by_name {
            if let Some(other) = same.and_then(|same| now_of(&self.found.fields, same)) {
                let (ours, theirs) = (field_path(self.new, *at), field_path(self.new, other));
                self.sink.push(taken(self.new.field(other).name_span, &ours, &theirs));
            }
        }
        let taken: Vec<FieldRef> = self.found.fields.values().copied().collect();
        let free = by_name.into_iter().filter_map(|(at, same)| Some((at, same?)));
        let free: Vec<_> = free.filter(|(_, same)| !taken.contains(same)).collect();
        self.found.fields.extend(free);
    }

    fn of_split(&self, owner: Owner, name: &str) -> Option<FieldRef> {
        let Owner::Entity(id) = owner else { return None };
        let (_, fields) = self.found.splits.get(&id)?;
        fields.iter().copied().find(|field| self.old.field(*field).name == name)
    }

    fn old_field(&self, past: Option<Owner>, path: &[String]) -> Option<FieldRef> {
        match path {
            [name] => field_named(self.old, past?, name),
            [owner, name] => {
                let entity = self.old_entity(owner).map(Owner::Entity);
                field_named(self.old, entity.or_else(|| self.old_relation(owner).map(Owner::Relation))?, name)
            }
            _ => None,
        }
    }

    /// By `was`, by the role, by the entity, by the name: what is surer first, and never to the records of another entity.
    fn legs(&mut self) {
        let pairs: Vec<(RelationId, RelationId)> = self.found.relations.iter().map(|(a, b)| (*a, *b)).collect();
        for (new, old) in pairs {
            let mut free: Vec<usize> = (0..self.old.relation(old).legs.len()).collect();
            let mut left: Vec<usize> = (0..self.new.relation(new).legs.len()).collect();
            for known_by in [Known::Was, Known::Role, Known::Entity, Known::Name] {
                left.retain(|index| {
                    let Some(leg) = self.new.relation(new).legs.get(*index) else { return false };
                    let legs = self.old.relation(old).legs.iter().enumerate();
                    let mut same = legs.filter(|(at, past)| free.contains(at) && self.is_leg(leg, past, old, known_by));
                    let Some((past, _)) = same.next() else { return true };
                    free.retain(|at| *at != past);
                    self.tie_leg(new, *index, old, past);
                    false
                });
            }
            self.remaining_legs(new, old, &left, &free);
        }
    }

    /// Whether a leg was this one, as one of them is known.
    fn is_leg(&self, now: &Leg, past: &Leg, relation: RelationId, by: Known) -> bool {
        self.leads_alike(now.entity, past.entity)
            && match by {
                Known::Was => {
                    let legs = &self.old.relation(relation).legs;
                    let same = legs.iter().find(|leg| leg.navigation == now.navigation);
                    // One that the old model bore already is of the past.
                    single(now.was.as_ref()) == Some(&past.navigation) && same.is_none_or(|same| same.was != now.was)
                }
                Known::Role => now.role.is_some() && now.role == past.role,
                Known::Entity => {
                    let entity = self.found.entities.get(&now.entity);
                    now.role.is_none() && past.role.is_none() && entity == Some(&past.entity)
                }
                Known::Name => now.navigation == past.navigation,
            }
    }

    /// Whether what is of a new entity may be the records that an old one had: theirs, or those of their hierarchy.
    fn leads_alike(&self, now: EntityId, past: EntityId) -> bool {
        let found = &self.found;
        let root = self.old.root(past);
        let was = |id: &EntityId| found.entities.get(id).or_else(|| found.generalized.get(id)).copied();
        let is_kin = self.new.lineage(now).iter().filter_map(was).any(|was| self.old.root(was) == root);
        is_kin || found.merged.get(&past) == Some(&now)
    }

    /// A leg whose name changed is known by its entity, where only one can be meant.
    fn remaining_legs(&mut self, new: RelationId, old: RelationId, left: &[usize], free: &[usize]) {
        for index in left {
            let Some(leg) = self.new.relation(new).legs.get(*index) else { continue };
            let of_entity = |at: &&usize| {
                self.old.relation(old).legs.get(**at).is_some_and(|past| self.leads_alike(leg.entity, past.entity))
            };
            let candidates: Vec<usize> = free.iter().filter(of_entity).copied().collect();
            let [past] = candidates.as_slice() else { continue };
            let Some(was) = self.old.relation(old).legs.get(*past) else { continue };
            let others = left.iter().filter_map(|other| self.new.relation(new).legs.get(*other));
            if others.filter(|other| self.leads_alike(other.entity, was.entity)).count() == 1 {
                self.tie_leg(new, *index, old, *past);
            }
        }
    }

    fn tie_leg(&mut self, new: RelationId, index: usize, old: RelationId, past: usize) {
        self.found.legs.insert(LegRef { relation: new, index }, LegRef { relation: old, index: past });
    }
}

/// The old entities without a supertype that are now right below a new one.
pub(super) fn old_roots_below(old: &Mcd, new: &Mcd, found: &Matching, id: EntityId) -> Vec<EntityId> {
    let past = new.entity(id).children.iter().filter_map(|child| found.entities.get(child).copied());
    past.filter(|past| old.entity(*past).parent.is_none()).collect()
}

/// An item is said to be the past of another, and is still there under its name: its data would go, and nothing would be left in it.
pub(super) fn taken(span: crate::source::Span, stays: &str, other: &str) -> Diagnostic {
    let message = say!(
        fr "{other} prend les données de {stays}, qui est encore dans le modèle et serait vidé",
        en "{other} takes the data of {stays}, which is still in the model and would be emptied"
    );
    let help = say!(
        fr "si {stays} a changé de nom, retirez-le ; s'il reste, retirez « was » ; pour en faire un nouveau du même nom, migrez deux fois",
        en "if {stays} changed its name, take it out; if it stays, take `was` out; for a new one of the same name, migrate twice"
    );
    Diagnostic::new(&WAS_STAYS, span, message).help(help)
}

/// The field of this name that the owner bears itself.
pub(super) fn field_named(mcd: &Mcd, owner: Owner, name: &str) -> Option<FieldRef> {
    let index = mcd.fields(owner).iter().position(|field| field.name == name)?;
    Some(FieldRef { owner, index })
}

/// For two enum fields that are the same one: each old value as stored, with the new value it becomes, if any.
pub(super) fn values(old: &Mcd, new: &Mcd, from: FieldRef, to: FieldRef) -> Vec<(String, Option<String>)> {
    let (Type::Enum(from), Type::Enum(to)) = (&old.field(from).ty, &new.field(to).ty) else { return Vec::new() };
    let before = &old.enumeration(*from).values;
    let after = &new.enumeration(*to).values;
    let becomes = |value: &crate::mcd::EnumValue| {
        let is_past = |was: &Option<String>| {
            let same = before.iter().find(|other| after.iter().any(|a| a.name == other.name && a.was == *was));
            same.is_some_and(|same| same.was == *was)
        };
        let renamed = after.iter().find(|other| other.was.as_ref() == Some(&value.name) && !is_past(&other.was));
        let same = after.iter().find(|other| {
            other.name == value.name && (other.was.is_none() || is_past(&other.was) || renamed.is_none())
        });
        renamed.or(same).map(|value| value.snake.clone())
    };
    before.iter().map(|value| (value.snake.clone(), becomes(value))).collect()
}

/// The leg of an old relation on an entity or its kin; where several are, the one that is called so.
pub(super) fn leg_like(old: &Mcd, relation: RelationId, entity: EntityId, navigation: &str) -> Option<LegRef> {
    let legs = old.relation(relation).legs.iter().enumerate();
    let of: Vec<_> = legs.filter(|(_, leg)| old.root(leg.entity) == old.root(entity)).collect();
    let mut named = of.iter().filter(|(_, leg)| of.len() == 1 || leg.navigation == navigation);
    match (named.next(), named.next()) {
        (Some((index, _)), None) => Some(LegRef { relation, index: *index }),
        _ => None,
    }
}
