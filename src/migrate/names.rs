//! The names that answers use: those of the model after the change, or those of the model before it.
//!
//! A person who answers has both in mind: what is asked speaks of the new model, what goes was in the old one. Each answer is told in the
//! names that its reader looks for. Judges nothing: a name that neither model has stays as it is.

use crate::mcd::{FieldRef, LegRef, Mcd, Owner};

use super::answers::{Answer, Answers};
use super::matching::{Matching, field_named};

/// The answers, each in the names of the model that it is looked for in: what goes in those before, the rest in those after.
pub(super) fn in_place(answers: &Answers, old: &Mcd, new: &Mcd, matching: &Matching) -> Answers {
    let at = Names { old, new, matching };
    let lines = answers.lines.iter().map(|(answer, line)| (at.placed(answer), line.clone()));
    Answers { lines: lines.collect() }
}

/// What has a name of two parts.
#[derive(Clone, Copy)]
enum Member {
    Field(FieldRef),
    Leg(LegRef),
}

struct Names<'a> {
    old: &'a Mcd,
    new: &'a Mcd,
    matching: &'a Matching,
}

impl Names<'_> {
    fn placed(&self, answer: &Answer) -> Answer {
        match answer {
            Answer::Drop(subject, path) => Answer::Drop(*subject, self.before(path)),
            Answer::Backfill(path, expr) => Answer::Backfill(self.after(path), expr.clone()),
            Answer::Using(path, expr) => Answer::Using(self.after(path), expr.clone()),
            Answer::Truncate(path) => Answer::Truncate(self.after(path)),
            Answer::Check(path) => Answer::Check(self.after(path)),
            Answer::Keep(path, choice, by) => Answer::Keep(self.after(path), *choice, by.clone()),
            Answer::Map(path, to) => {
                let (value, field) = path.split_last().map_or((None, path.as_slice()), |(v, f)| (Some(v), f));
                Answer::Map(self.after(field).into_iter().chain(value.cloned()).collect(), to.clone())
            }
            Answer::Merge(..) => answer.clone(),
        }
    }

    /// A path of either model, in the names before.
    fn before(&self, path: &[String]) -> Vec<String> {
        let found = match path {
            [name] if owner_named(self.old, name).is_none() => {
                let owner = owner_named(self.new, name).and_then(|owner| self.matching.owner(owner));
                owner.map(|owner| vec![self.old.name(owner).to_owned()])
            }
            [owner, member] if member_named(self.old, owner, member).is_none() => self.member_before(owner, member),
            _ => None,
        };
        found.unwrap_or_else(|| path.to_vec())
    }

    fn member_before(&self, owner: &str, member: &str) -> Option<Vec<String>> {
        let told = match member_named(self.new, owner, member) {
            Some(Member::Field(field)) => self.matching.fields.get(&field).copied().map(Member::Field),
            Some(Member::Leg(leg)) => self.matching.legs.get(&leg).copied().map(Member::Leg),
            None => None,
        };
        // The owner by its new name, and what it bore before by its old one.
        let borne = || {
            let owner = self.matching.owner(owner_named(self.new, owner)?)?;
            member_named(self.old, self.old.name(owner), member)
        };
        told.or_else(borne).map(|member| path_of(self.old, member))
    }

    /// A path of either model, in the names after.
    fn after(&self, path: &[String]) -> Vec<String> {
        let found = match path {
            [name] if owner_named(self.new, name).is_none() => {
                let owner = owner_named(self.old, name).and_then(|owner| self.matching.owner_now(owner));
                owner.map(|owner| vec![self.new.name(owner).to_owned()])
            }
            [owner, member] if member_named(self.new, owner, member).is_none() => self.member_after(owner, member),
            _ => None,
        };
        found.unwrap_or_else(|| path.to_vec())
    }

    fn member_after(&self, owner: &str, member: &str) -> Option<Vec<String>> {
        let now = owner_named(self.new, owner);
        let owner_before = owner_named(self.old, owner);
        let past = owner_before.or_else(|| self.matching.owner(now?));
        let told = past.and_then(|past| match member_named(self.old, self.old.name(past), member)? {
            Member::Field(field) => self.matching.field_now(field).map(Member::Field),
            Member::Leg(leg) => self.matching.leg_now(leg).map(Member::Leg),
        });
        // The owner by its old name, and what it bears now by its new one.
        let borne = || member_named(self.new, self.new.name(self.matching.owner_now(owner_before?)?), member);
        told.or_else(borne).map(|member| path_of(self.new, member))
    }
}

/// The entity of this name, or else the relation.
pub(super) fn owner_named(mcd: &Mcd, name: &str) -> Option<Owner> {
    let entity = mcd.entities().find(|(_, entity)| entity.name == name).map(|(id, _)| Owner::Entity(id));
    let relation = || mcd.relations().find(|(_, relation)| relation.name == name).map(|(id, _)| Owner::Relation(id));
    entity.or_else(relation)
}

/// The leg of this name, whose owner is a relation.
pub(super) fn leg_named(mcd: &Mcd, owner: &str, name: &str) -> Option<LegRef> {
    let (relation, found) = mcd.relations().find(|(_, relation)| relation.name == owner)?;
    let index = found.legs.iter().position(|leg| leg.navigation == name)?;
    Some(LegRef { relation, index })
}

fn member_named(mcd: &Mcd, owner: &str, name: &str) -> Option<Member> {
    let field = owner_named(mcd, owner).and_then(|owner| field_named(mcd, owner, name));
    field.map(Member::Field).or_else(|| leg_named(mcd, owner, name).map(Member::Leg))
}

/// Whether a model has something of this name.
pub(super) fn is_named(mcd: &Mcd, path: &[String]) -> bool {
    match path {
        [name] => owner_named(mcd, name).is_some(),
        [owner, member] => member_named(mcd, owner, member).is_some(),
        _ => false,
    }
}

fn path_of(mcd: &Mcd, member: Member) -> Vec<String> {
    let [owner, name] = match member {
        Member::Field(field) => [mcd.name(field.owner), mcd.field(field).name.as_str()],
        Member::Leg(leg) => [mcd.relation(leg.relation).name.as_str(), mcd.leg(leg).navigation.as_str()],
    };
    vec![owner.to_owned(), name.to_owned()]
}
