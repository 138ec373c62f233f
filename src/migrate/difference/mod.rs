//! What changed from one model to the next, and what must be answered before the data can follow.
//!
//! At the level of the model, where the intent is visible. Writes nothing. Invariant: a model differs in nothing from itself.

mod aspects;
mod fields;
mod unused;

use crate::diag::{Diagnostic, Sink, Text};
use crate::mcd::{EntityId, FieldRef, Leg, Mcd, Owner, RelationId, Type};
use crate::say;
use crate::source::{SourceMap, Span};

use super::answers::{Answers, Subject};
use super::change::{Change, Danger, Item};
use super::kinds::*;
use super::matching::{Matching, match_models, old_roots_below};
use super::names;

/// A model with the texts it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The model.
    pub mcd: &'a Mcd,
    /// Its texts.
    pub sources: &'a SourceMap,
}

impl Side<'_> {
    /// What is written there, blanks made one.
    pub(super) fn text(&self, span: Span) -> String {
        self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What changed.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// What became of what.
    pub matching: Matching,
    /// The changes, worst first, then in the order of the new model.
    pub items: Vec<Item>,
    /// What must be answered, and what is worth a word, at its place in the new model.
    pub problems: Vec<Diagnostic>,
    /// The answers, in the names of the model that each is looked for in.
    pub answers: Answers,
    /// The lines of those that this change uses.
    pub used: Vec<String>,
}

impl Difference {
    /// Whether nothing is left to answer.
    pub fn is_answered(&self) -> bool {
        !self.problems.iter().any(|problem| problem.kind.severity == crate::diag::Severity::Error)
    }

    /// Adds that records are known by another kind of key, which is a migration of its own: what else refers to them stays as it is.
    pub(super) fn keys_change(&mut self) {
        if self.items.iter().any(|item| item.change != Change::Presentation) {
            let message = say!(
                fr "les clés deviennent des UUID en même temps que le modèle change",
                en "keys become UUIDs while the model changes too"
            );
            let help = say!(
                fr "faites-le en deux fois : remettez keys: integer dans merisier.yaml, migrez, puis changez les clés seules",
                en "do it in two steps: put keys: integer back in merisier.yaml, migrate, then change the keys alone"
            );
            self.problems.push(Diagnostic::new(&NOT_YET, Span::default(), message).help(help));
        }
        self.items.push(Item { change: Change::Keys, danger: Danger::Safe });
    }
}

/// What changed from `old` to `new`, given the answers.
pub fn difference(old: Side<'_>, new: Side<'_>, answers: &Answers) -> Difference {
    let mut sink = Sink::new();
    let matching = match_models(old.mcd, new.mcd, answers, &mut sink);
    let answers = names::in_place(answers, old.mcd, new.mcd, &matching);
    let mut at = Differ { old, new, answers: &answers, matching: &matching, items: Vec::new(), sink };
    at.owners();
    at.fields();
    at.legs();
    at.new_relations();
    at.aspects();
    at.settings();
    at.words_only();
    let used = at.answers_that_serve();
    let Differ { mut items, sink, .. } = at;
    items.sort_by_key(|item| item.danger);
    Difference { matching, items, problems: sink.into_sorted(), answers, used }
}

struct Differ<'a> {
    old: Side<'a>,
    new: Side<'a>,
    answers: &'a Answers,
    matching: &'a Matching,
    items: Vec<Item>,
    sink: Sink,
}

impl<'a> Differ<'a> {
    fn add(&mut self, danger: Danger, change: Change) {
        self.items.push(Item { change, danger });
    }

    fn problem(&mut self, kind: &'static crate::diag::Kind, span: Span, message: Text, helps: Vec<Text>) {
        let diagnostic = Diagnostic::new(kind, span, message);
        self.sink.push(helps.into_iter().fold(diagnostic, Diagnostic::help));
    }

    fn owners(&mut self) {
        let (old, new, matching) = (self.old.mcd, self.new.mcd, self.matching);
        for (id, entity) in new.entities() {
            let owner = Owner::Entity(id);
            match (matching.entities.get(&id), matching.splits.get(&id), matching.reified.get(&id)) {
                (Some(past), _, _) if old.entity(*past).name != entity.name => {
                    self.add(Danger::Safe, Change::Rename(Owner::Entity(*past), owner));
                }
                (Some(_), _, _) => {}
                (_, Some((from, _)), _) => {
                    self.add(Danger::Safe, Change::Split(id, *from));
                    self.split_is_joined(id, *from);
                }
                (_, _, Some(from)) => {
                    self.add(Danger::Safe, Change::Reify(id, *from));
                    self.legs_without_heir(id, *from);
                }
                _ => {
                    self.add(Danger::Safe, Change::Add(owner));
                    self.generalizes_one(id);
                }
            }
        }
        for (id, relation) in new.relations() {
            let owner = Owner::Relation(id);
            match (matching.relations.get(&id), matching.flattened.get(&id)) {
                (Some(past), _) if old.relation(*past).name != relation.name => {
                    self.add(Danger::Safe, Change::Rename(Owner::Relation(*past), owner));
                }
                (Some(_), _) => {}
                (_, Some(from)) => self.add(Danger::Checks, Change::Flatten(id, *from)),
                _ => self.add(Danger::Safe, Change::Add(owner)),
            }
        }
        for (now, past) in &matching.entities {
            self.stays_among_its_kin(*past, *now);
        }
        for (past, now) in &matching.merged {
            self.add(Danger::Checks, Change::Merge(*past, *now));
            self.merge_is_possible(*past, *now);
        }
        self.entities_that_go();
        self.relations_that_go();
    }

    /// Who gave what to a split is in no place but the relation between the two.
    fn split_is_joined(&mut self, id: EntityId, from: EntityId) {
        let new = self.new.mcd;
        if self.matching.is_joined(new, id) {
            return;
        }
        let (part, whole) = (&new.entity(id).name, &self.old.mcd.entity(from).name);
        let message = say!(
            fr "{part} se détache de {whole} sans relation entre les deux : on ne saurait plus ce qui était à qui",
            en "{part} is split from {whole} without a relation between the two: who had what would be lost"
        );
        let help = say!(
            fr "écrivez dans le modèle une relation entre {whole} et {part}, et rien d'autre que ses deux pattes",
            en "write in the model a relation between {whole} and {part}, with these two legs alone"
        );
        self.problem(&WOULD_BE_LOST, new.entity(id).name_span, message, vec![help]);
    }

    /// Entities that were apart may bear the same numbers: which records would be one?
    fn generalizes_one(&mut self, id: EntityId) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let below = old_roots_below(old, new, self.matching, id);
        if below.len() < 2 {
            return;
        }
        let names = below.iter().map(|past| old.entity(*past).name.as_str()).collect::<Vec<_>>().join(", ");
        let name = &new.entity(id).name;
        let message = say!(
            fr "{name} réunit {names}, dont les fiches portent les mêmes numéros",
            en "{name} brings together {names}, whose records bear the same numbers"
        );
        let first = below.first().map(|past| old.entity(*past).name.as_str()).unwrap_or_default();
        let help = say!(
            fr "un surtype se met au-dessus d'une seule entité qui a des fiches : {first}, par exemple ; déclarez l'autre sous un autre nom et reprenez-y ses fiches par export et import",
            en "a supertype goes above one entity that has records: {first}, for instance; declare the other under another name and bring its records over by export and import"
        );
        self.problem(&NOT_YET, new.entity(id).name_span, message, vec![help]);
    }

    /// Records of two hierarchies have nothing in common but, by chance, their numbers.
    fn stays_among_its_kin(&mut self, past: EntityId, now: EntityId) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let root = new.root(now);
        let Some(past_root) = self.matching.entities.get(&root).filter(|root| old.root(**root) != old.root(past))
        else {
            return;
        };
        let (name, into) = (&new.entity(now).name, &old.entity(*past_root).name);
        let message = say!(
            fr "{name} ne peut pas devenir un sous-type de {into}, qui a déjà ses fiches : rien ne dit lesquelles vont ensemble",
            en "{name} can't become a subtype of {into}, which has records of its own: nothing says which go together"
        );
        let help = say!(
            fr "déclarez le sous-type sous un autre nom et reprenez-y les fiches par export et import ; ou gardez {name} et reliez-le à {into} par une relation",
            en "declare the subtype under another name and bring the records over by export and import; or keep {name} and link it to {into} by a relation"
        );
        self.problem(&NOT_YET, new.entity(now).name_span, message, vec![help]);
    }

    /// Records change tables as they are: with those of a hierarchy in one table, or with subtypes of their own, they can't.
    fn merge_is_possible(&mut self, past: EntityId, now: EntityId) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let plain = old.entity(past).children.is_empty() && old.entity(past).storage.is_none();
        let parent = old.entity(past).parent;
        let joined = parent.is_none_or(|parent| old.entity(parent).storage.is_none());
        let other = self.matching.entities.get(&now).map(|other| old.entity(*other).parent);
        if plain && joined && other == Some(parent) {
            return;
        }
        let (from, into) = (&old.entity(past).name, &new.entity(now).name);
        let message = say!(
            fr "{from} ne se fond pas dans {into} : il faut deux entités simples, ou deux sous-types du même surtype, chacun dans sa table",
            en "{from} can't be merged into {into}: it takes two plain entities, or two subtypes of one supertype, each in a table of its own"
        );
        let help = say!(
            fr "faites-le en deux fois : une entité sans sous-types d'abord",
            en "do it in two steps: an entity without subtypes first"
        );
        self.problem(&NOT_YET, new.entity(now).name_span, message, vec![help]);
    }

    fn goes_entity(&self, id: EntityId) -> bool {
        let matching = self.matching;
        matching.entity_now(id).is_none()
            && !matching.flattened.values().any(|past| *past == id)
            && !matching.merged.contains_key(&id)
    }

    fn goes_relation(&self, id: RelationId) -> bool {
        let matching = self.matching;
        !matching.relations.values().any(|past| *past == id) && !matching.reified.values().any(|past| *past == id)
    }

    /// Whether every stored field of the old owner lives on elsewhere.
    fn lives_on(&self, owner: Owner) -> bool {
        let fields = self.old.mcd.fields(owner).iter().enumerate();
        let stored: Vec<usize> = fields.filter(|(_, field)| field.computed.is_none()).map(|(at, _)| at).collect();
        let moved = |index: &usize| self.matching.lives_on(FieldRef { owner, index: *index });
        // What only numbers records says nothing of its own.
        let numbers = |index: &usize| self.old.mcd.fields(owner).get(*index).is_some_and(|f| f.ty == Type::Serial);
        stored.iter().any(moved) && stored.iter().all(|index| moved(index) || numbers(index))
    }

    fn entities_that_go(&mut self) {
        let old = self.old.mcd;
        for (id, entity) in old.entities().filter(|(id, _)| self.goes_entity(*id)).collect::<Vec<_>>() {
            let owner = Owner::Entity(id);
            if self.lives_on(owner) {
                self.add(Danger::Checks, Change::Drop(owner));
                continue;
            }
            self.add(Danger::Loses, Change::Drop(owner));
            if self.answers.drops(Subject::Entity, &[&entity.name]) {
                continue;
            }
            let name = &entity.name;
            let rivals: Vec<(String, Span)> = self
                .new
                .mcd
                .entities()
                .filter(|(new, candidate)| self.is_new(*new) && alike(entity, candidate))
                .map(|(_, candidate)| (candidate.name.clone(), candidate.name_span))
                .collect();
            self.gone(name, &format!("drop entity {name}"), &rivals, |new| format!("entity {new} was {name}"));
        }
    }

    /// Who a record referred to, where records become links: one of the ends of each.
    fn becomes_a_leg(&self, id: RelationId) -> bool {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let ends = |flat: &RelationId| new.relation(*flat).legs.iter().map(|leg| leg.entity).collect::<Vec<_>>();
        let relation = old.relation(id);
        let [a, b] = relation.legs.as_slice() else { return false };
        let is_end = |own: &Leg, far: &Leg| {
            let flat = self.matching.flattened.iter().find(|(_, past)| **past == own.entity).map(|(flat, _)| flat);
            let far = self.matching.entity_now(far.entity);
            own.card.is_single() && flat.zip(far).is_some_and(|(flat, far)| ends(flat).contains(&far))
        };
        relation.fields.is_empty() && (is_end(a, b) || is_end(b, a))
    }

    fn is_new(&self, id: EntityId) -> bool {
        let matching = self.matching;
        !matching.entities.contains_key(&id)
            && !matching.splits.contains_key(&id)
            && !matching.reified.contains_key(&id)
    }

    fn relations_that_go(&mut self) {
        let old = self.old.mcd;
        for (id, relation) in old.relations().filter(|(id, _)| self.goes_relation(*id)).collect::<Vec<_>>() {
            let owner = Owner::Relation(id);
            let with_its_entity = relation.legs.iter().any(|leg| self.goes_entity(leg.entity));
            // A link that only led to what lives on elsewhere says nothing more, unless it bears fields.
            let bears = old.fields(owner).iter().any(|field| field.computed.is_none()) && !self.lives_on(owner);
            let lost = |leg: &Leg| self.goes_entity(leg.entity) && !self.lives_on(Owner::Entity(leg.entity));
            let with_its_entity = with_its_entity && (!bears || relation.legs.iter().any(lost));
            if self.becomes_a_leg(id) {
                continue;
            }
            let links_lost = !with_its_entity || relation.legs.iter().any(lost);
            self.add(if links_lost { Danger::Loses } else { Danger::Checks }, Change::Drop(owner));
            if with_its_entity || self.answers.drops(Subject::Relation, &[&relation.name]) {
                continue;
            }
            let ends = |legs: &[Leg], past: &dyn Fn(EntityId) -> Option<EntityId>| {
                let mut ends: Vec<Option<EntityId>> = legs.iter().map(|leg| past(leg.entity)).collect();
                ends.sort();
                ends
            };
            let before = ends(&relation.legs, &|entity| Some(entity));
            let rivals: Vec<(String, Span)> = self
                .new
                .mcd
                .relations()
                .filter(|(new, _)| {
                    !self.matching.relations.contains_key(new) && !self.matching.flattened.contains_key(new)
                })
                .filter(|(_, candidate)| {
                    ends(&candidate.legs, &|entity| self.matching.entities.get(&entity).copied()) == before
                })
                .map(|(_, candidate)| (candidate.name.clone(), candidate.name_span))
                .collect();
            let name = &relation.name;
            self.gone(name, &format!("drop relation {name}"), &rivals, |new| format!("relation {new} was {name}"));
        }
    }

    /// Something goes, and nobody said that it may: it was renamed, or it is lost.
    fn gone(&mut self, name: &str, drop: &str, rivals: &[(String, Span)], was: impl Fn(&str) -> String) {
        let lose = say!(
            fr "s'il doit disparaître, écrivez dans changes.mcd : {drop}", en "if it is to go, write in changes.mcd: {drop}"
        );
        match rivals {
            [] => {
                let message = say!(
                    fr "{name} n'est plus dans le modèle : ses données seraient perdues",
                    en "{name} is no longer in the model: its data would be lost"
                );
                self.problem(&WOULD_BE_LOST, Span::default(), message, vec![lose]);
            }
            [(_, span), ..] => {
                let names = rivals.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
                let message = say!(
                    fr "{name} n'est plus dans le modèle et {names} y apparaît : renommé, ou perdu ?",
                    en "{name} is no longer in the model and {names} is new: renamed, or lost?"
                );
                let mut helps: Vec<Text> = rivals
                    .iter()
                    .map(|(new, _)| {
                        let clause = was(new);
                        say!(
                            fr "s'il a changé de nom, écrivez dans le modèle : {clause}",
                            en "if its name changed, write in the model: {clause}"
                        )
                    })
                    .collect();
                helps.push(lose);
                self.problem(&LOOKS_RENAMED, *span, message, helps);
            }
        }
    }
}

/// Two entities of which one could be the other under another name: some field names in common.
fn alike(old: &crate::mcd::Entity, new: &crate::mcd::Entity) -> bool {
    let common = old.fields.iter().filter(|field| new.fields.iter().any(|other| other.name == field.name)).count();
    common > 0 && common * 2 >= old.fields.len()
}
