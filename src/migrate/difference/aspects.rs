//! What changed of legs, identifiers, rules, subtypes and constraints.

use crate::mcd::{EntityId, LegRef, Mcd, Owner, RelationId, Type};
use crate::say;
use crate::source::Span;

use super::super::answers::Subject;
use super::super::change::{Aspect, Change, Danger};
use super::super::kinds::*;
use super::super::matching::leg_like;
use super::{Differ, Side};

impl Differ<'_> {
    pub(super) fn legs(&mut self) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        for (relation, past) in &self.matching.relations {
            for (index, leg) in new.relation(*relation).legs.iter().enumerate() {
                let now = LegRef { relation: *relation, index };
                let Some(before) = self.matching.legs.get(&now) else {
                    self.new_leg(now);
                    continue;
                };
                let was = old.leg(*before);
                if was.card != leg.card || was.relative != leg.relative {
                    let tightens = leg.card.min > was.card.min
                        || leg.card.max.is_some_and(|max| was.card.max.is_none_or(|before| max < before));
                    let chosen = self.answers.keep(&[&new.relation(*relation).name]).is_some();
                    let danger = match tightens {
                        true if chosen && leg.card.is_single() => Danger::Loses,
                        true => Danger::Checks,
                        false => Danger::Safe,
                    };
                    self.add(danger, Change::Cardinality(*before, now));
                    if was.card.min == 0 && leg.card.min > 0 && leg.card.is_single() && was.card.is_single() {
                        self.link_becomes_required(now);
                    }
                }
                if self.matching.entities.get(&leg.entity) != Some(&was.entity)
                    && !self.is_put_in_place(was.entity, leg.entity)
                {
                    self.add(Danger::Checks, Change::Refer(*before, now));
                }
                if was.navigation != leg.navigation {
                    self.add(Danger::Safe, Change::RenameLeg(*before, now));
                }
                if was.on_delete != leg.on_delete {
                    self.add(Danger::Safe, Change::OnDelete(now));
                }
            }
            for index in 0..old.relation(*past).legs.len() {
                let before = LegRef { relation: *past, index };
                if self.matching.leg_now(before).is_none() {
                    self.leg_goes(before);
                }
            }
        }
    }

    /// The records are the same, under a new entity: a supertype put above theirs, or what theirs are merged into.
    fn is_put_in_place(&self, was: EntityId, is: EntityId) -> bool {
        self.matching.generalized.get(&is) == Some(&was) || self.matching.merged.get(&was) == Some(&is)
    }

    fn new_leg(&mut self, at: LegRef) {
        self.add(Danger::Checks, Change::AddLeg(at));
        let new = self.new.mcd;
        let path = [new.relation(at.relation).name.as_str(), new.leg(at).navigation.as_str()];
        if self.answers.backfill(&path).is_some() || self.may_stay_empty(at) {
            return;
        }
        let path = path.join(".");
        let message = say!(
            fr "{path} : avec quelle fiche les liens qui existent sont-ils faits ?",
            en "{path}: with which record are the existing links made?"
        );
        let help = say!(
            fr "écrivez dans changes.mcd son identifiant : backfill {path} = \"…\"",
            en "write its identifier in changes.mcd: backfill {path} = \"…\""
        );
        self.problem(&NEEDS_A_VALUE, new.leg(at).span, message, vec![help]);
    }

    /// A reference that records may be without, and that nothing else hangs on.
    fn may_stay_empty(&self, at: LegRef) -> bool {
        let relation = self.new.mcd.relation(at.relation);
        let other = relation.legs.iter().enumerate().find(|(index, _)| *index != at.index).map(|(_, leg)| leg);
        let optional = other.is_some_and(|leg| leg.card.is_single() && leg.card.min == 0);
        let bears = self.new.mcd.leg(at).card.is_single();
        optional && !bears && relation.legs.len() == 2 && relation.fields.is_empty()
    }

    /// A new relation of which each record of an entity that was there must have a link.
    pub(super) fn new_relations(&mut self) {
        let new = self.new.mcd;
        for (id, relation) in new.relations() {
            let is_new = !self.matching.relations.contains_key(&id) && !self.matching.flattened.contains_key(&id);
            for (index, leg) in relation.legs.iter().enumerate().filter(|_| is_new && relation.legs.len() == 2) {
                let was_there = self.matching.entities.contains_key(&leg.entity);
                let far = LegRef { relation: id, index: 1 - index };
                let is_made = self.is_made_by_the_change(new.leg(far).entity);
                if was_there && leg.card.min > 0 && leg.card.is_single() && !is_made {
                    self.link_becomes_required(LegRef { relation: id, index });
                }
            }
        }
    }

    /// A split or what was a relation brings its links with it.
    fn is_made_by_the_change(&self, entity: crate::mcd::EntityId) -> bool {
        self.matching.splits.contains_key(&entity) || self.matching.reified.contains_key(&entity)
    }

    /// Which link do the records get that have none?
    fn link_becomes_required(&mut self, at: LegRef) {
        let new = self.new.mcd;
        let relation = new.relation(at.relation);
        let far = relation.legs.iter().enumerate().find(|(index, _)| *index != at.index).map(|(_, leg)| leg);
        let Some(far) = far.filter(|_| relation.legs.len() == 2) else { return };
        let path = [relation.name.as_str(), far.navigation.as_str()];
        if self.answers.backfill(&path).is_some() || self.answers.checks(&path) {
            return;
        }
        let (path, name) = (path.join("."), &new.entity(new.leg(at).entity).name);
        let message = say!(
            fr "{path} devient obligatoire : que désignent les fiches {name} qui n'ont pas de lien ?",
            en "{path} becomes required: what do the {name} records without a link refer to?"
        );
        let helps = vec![
            say!(
                fr "écrivez dans changes.mcd l'identifiant de la fiche : backfill {path} = \"…\"",
                en "write the record's identifier in changes.mcd: backfill {path} = \"…\""
            ),
            say!(
                fr "ou, si toutes en ont un : check {path} (la migration est refusée s'il en manque)",
                en "or, if all have one: check {path} (the migration is refused where one is missing)"
            ),
        ];
        self.problem(&NEEDS_A_VALUE, new.leg(at).span, message, helps);
    }

    /// Of a relation that becomes an entity, each leg is to become a relation in which a record has one link at most.
    pub(super) fn legs_without_heir(&mut self, entity: EntityId, past: RelationId) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let mut found = Vec::new();
        for relation in new.relations().map(|(_, relation)| relation).filter(|relation| relation.legs.len() == 2) {
            for (own, far) in [(0, 1), (1, 0)] {
                let (Some(own), Some(far)) = (relation.legs.get(own), relation.legs.get(far)) else { continue };
                let there = self.matching.entities.get(&far.entity);
                if own.entity == entity && own.card.is_single() {
                    found.extend(there.and_then(|there| leg_like(old, past, *there, &far.navigation)));
                }
            }
        }
        let legs = (0..old.relation(past).legs.len()).map(|index| LegRef { relation: past, index });
        for leg in legs.filter(|leg| !found.contains(leg)).collect::<Vec<_>>() {
            self.leg_goes(leg);
        }
    }

    fn leg_goes(&mut self, at: LegRef) {
        self.add(Danger::Loses, Change::DropLeg(at));
        let old = self.old.mcd;
        let path = [old.relation(at.relation).name.as_str(), old.leg(at).navigation.as_str()];
        if self.answers.drops(Subject::Field, &path) || self.goes_entity(old.leg(at).entity) {
            return;
        }
        let path = path.join(".");
        let message = say!(
            fr "la patte {path} n'est plus dans le modèle : ses liens seraient perdus",
            en "leg {path} is no longer in the model: its links would be lost"
        );
        let help = say!(
            fr "écrivez dans changes.mcd : drop field {path} ; ou, dans le modèle, was {0} sur la patte qui a changé de nom",
            en "write in changes.mcd: drop field {path}; or, in the model, was {0} on the leg whose name changed",
            old.leg(at).navigation
        );
        self.problem(&WOULD_BE_LOST, Span::default(), message, vec![help]);
    }

    pub(super) fn aspects(&mut self) {
        let (old, new) = (self.old, self.new);
        for (now, past) in &self.matching.entities {
            let (before, after) = (old.mcd.entity(*past), new.mcd.entity(*now));
            let owner = Owner::Entity(*now);
            let key = |mcd: &Mcd, entity: &crate::mcd::Entity| -> Vec<String> {
                entity.identifier.iter().map(|part| part_name(mcd, part)).collect()
            };
            if key(old.mcd, before) != key(new.mcd, after) && !self.renames_only(before, after) {
                self.add(Danger::Checks, Change::Aspect(owner, Aspect::Identifier));
            }
            let groups = |side: Side<'_>, entity: &crate::mcd::Entity| -> Vec<String> {
                entity.uniques.iter().filter(|group| group.parts.len() > 1).map(|group| side.text(group.span)).collect()
            };
            if groups(old, before) != groups(new, after) {
                self.add(Danger::Checks, Change::Aspect(owner, Aspect::Uniques));
            }
            if rules(old, &before.rules) != rules(new, &after.rules) {
                self.add(Danger::Checks, Change::Aspect(owner, Aspect::Rules));
            }
            let kinds = |subtypes: &Option<crate::mcd::Subtypes>| {
                subtypes.as_ref().map(|subtypes| (subtypes.exclusive, subtypes.total))
            };
            if kinds(&before.subtypes) != kinds(&after.subtypes) {
                self.add(Danger::Checks, Change::Aspect(owner, Aspect::Subtypes));
            }
            if after.parent.map(|parent| self.matching.entities.get(&parent).copied()) != before.parent.map(Some) {
                self.add(Danger::Checks, Change::Aspect(owner, Aspect::Parent));
            }
            if before.storage != after.storage || before.stored != after.stored {
                self.add(Danger::Safe, Change::Aspect(owner, Aspect::Storage));
            }
        }
        for (now, past) in &self.matching.relations {
            let (before, after) = (old.mcd.relation(*past), new.mcd.relation(*now));
            if rules(old, &before.rules) != rules(new, &after.rules) {
                self.add(Danger::Checks, Change::Aspect(Owner::Relation(*now), Aspect::Rules));
            }
            if before.storage != after.storage || before.stored != after.stored {
                self.add(Danger::Safe, Change::Aspect(Owner::Relation(*now), Aspect::Storage));
            }
        }
        let constraints = |side: Side<'_>| -> Vec<String> {
            side.mcd.constraints.iter().map(|constraint| side.text(constraint.span)).collect()
        };
        if constraints(old) != constraints(new) {
            self.add(Danger::Checks, Change::Constraints);
        }
    }

    /// The identifier is the same but for the names of its parts.
    fn renames_only(&self, before: &crate::mcd::Entity, after: &crate::mcd::Entity) -> bool {
        use crate::mcd::KeyPart;
        before.identifier.len() == after.identifier.len()
            && before.identifier.iter().zip(&after.identifier).all(|pair| match pair {
                (KeyPart::Field(past), KeyPart::Field(now)) => self.matching.fields.get(now) == Some(past),
                (KeyPart::Leg(past), KeyPart::Leg(now)) => self.matching.legs.get(now) == Some(past),
                _ => false,
            })
    }

    /// What the `crm` block says of all records.
    pub(super) fn settings(&mut self) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let have = |ty: &Type| [old, new].iter().all(|mcd| has_field_of(mcd, ty));
        if old.crm.locale != new.crm.locale && have(&Type::Address) {
            self.add(Danger::Safe, Change::Locale);
        }
        if old.crm.currency != new.crm.currency && have(&Type::Money) {
            self.add(Danger::Safe, Change::Currency);
        }
    }

    /// Two texts that differ and change nothing in the tables.
    pub(super) fn words_only(&mut self) {
        let whole = |side: Side<'_>| -> Vec<String> {
            side.sources.iter().map(|(_, file)| file.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
        };
        if self.items.is_empty() && whole(self.old) != whole(self.new) {
            self.add(Danger::Safe, Change::Presentation);
        }
    }
}

fn has_field_of(mcd: &Mcd, ty: &Type) -> bool {
    let entities = mcd.entities().flat_map(|(_, entity)| &entity.fields);
    entities.chain(mcd.relations().flat_map(|(_, relation)| &relation.fields)).any(|field| field.ty == *ty)
}

fn rules(side: Side<'_>, rules: &[crate::mcd::Rule]) -> Vec<String> {
    rules.iter().map(|rule| side.text(rule.expr.span)).collect()
}

fn part_name(mcd: &Mcd, part: &crate::mcd::KeyPart) -> String {
    match part {
        crate::mcd::KeyPart::Field(field) => mcd.field(*field).name.clone(),
        crate::mcd::KeyPart::Leg(leg) => mcd.leg(*leg).navigation.clone(),
    }
}
