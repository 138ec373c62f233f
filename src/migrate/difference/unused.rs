//! Which answers answer nothing.

use crate::mcd::{Mcd, Owner};
use crate::say;
use crate::source::Span;

use super::super::answers::{Answer, Subject};
use super::super::kinds::*;
use super::Differ;

impl Differ<'_> {
    /// An answer to a question that nobody asked is a mistake of spelling, as a rule.
    pub(super) fn answers_that_serve_nothing(&mut self) {
        for (answer, line) in &self.answers.lines {
            if !self.serves(answer) {
                let message = say!(fr "cette réponse ne sert à rien : {line}", en "this answer serves nothing: {line}");
                let help = say!(
                    fr "retirez-la de changes.mcd, ou corrigez le nom", en "take it out of changes.mcd, or mend the name"
                );
                self.problem(&ANSWER_SERVES_NOTHING, Span::default(), message, vec![help]);
            }
        }
    }

    fn serves(&self, answer: &Answer) -> bool {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let named = |mcd: &Mcd, path: &[String]| names_something(mcd, path);
        match answer {
            Answer::Drop(Subject::Entity, path) => {
                old.entities().any(|(id, entity)| path.first() == Some(&entity.name) && self.goes_entity(id))
            }
            Answer::Drop(Subject::Relation, path) => {
                old.relations().any(|(id, relation)| path.first() == Some(&relation.name) && self.goes_relation(id))
            }
            Answer::Drop(Subject::Field, path) => named(old, path),
            Answer::Map(path, _) => path.split_last().is_some_and(|(_, path)| named(new, path) || named(old, path)),
            Answer::Backfill(path, _) | Answer::Using(path, _) | Answer::Truncate(path) | Answer::Check(path) => {
                named(new, path)
            }
            Answer::Merge(from, into) => named(old, from) && named(new, into),
            Answer::Keep(path, ..) => named(new, path) || named(old, path),
        }
    }
}

fn names_something(mcd: &Mcd, path: &[String]) -> bool {
    let owner = |name: &String| {
        let entity = mcd.entities().find(|(_, entity)| entity.name == *name).map(|(id, _)| Owner::Entity(id));
        let relation = || mcd.relations().find(|(_, r)| r.name == *name).map(|(id, _)| Owner::Relation(id));
        entity.or_else(relation)
    };
    match path {
        [name] => owner(name).is_some(),
        [name, member] => owner(name).is_some_and(|owner| {
            let legs = match owner {
                Owner::Relation(id) => mcd.relation(id).legs.iter().any(|leg| leg.navigation == *member),
                Owner::Entity(_) => false,
            };
            legs || mcd.fields(owner).iter().any(|field| field.name == *member)
        }),
        _ => false,
    }
}
