//! Which answers this change uses, and which answer nothing.

use crate::mcd::Type;
use crate::say;
use crate::source::Span;

use super::super::answers::{Answer, Subject};
use super::super::change::{Change, Danger};
use super::super::kinds::*;
use super::super::matching::field_named;
use super::super::names::{is_named, leg_named, owner_named};
use super::Differ;

impl Differ<'_> {
    /// The lines of the answers that serve. One to a question that nobody asked is a mistake of spelling, as a rule.
    pub(super) fn answers_that_serve(&mut self) -> Vec<String> {
        let mut used = Vec::new();
        for (answer, line) in &self.answers.lines {
            if self.serves(answer) {
                used.push(line.clone());
                self.chooses_by_a_field(answer, line);
                self.gives_a_value_there_is(answer, line);
                continue;
            }
            let message = say!(fr "cette réponse ne sert à rien : {line}", en "this answer serves nothing: {line}");
            let help = say!(fr "retirez-la de changes.mcd, ou corrigez le nom", en "take it out of changes.mcd, or mend the name");
            self.problem(&ANSWER_SERVES_NOTHING, Span::default(), message, vec![help]);
        }
        used
    }

    fn serves(&self, answer: &Answer) -> bool {
        let (old, new) = (self.old.mcd, self.new.mcd);
        match answer {
            Answer::Drop(Subject::Entity, path) => {
                let becomes_links = |id| self.matching.flattened.values().any(|past| *past == id);
                let mut named = old.entities().filter(|(_, entity)| path.first() == Some(&entity.name));
                named.any(|(id, _)| self.goes_entity(id) || becomes_links(id))
            }
            Answer::Drop(Subject::Relation, path) => {
                old.relations().any(|(id, relation)| path.first() == Some(&relation.name) && self.goes_relation(id))
            }
            Answer::Drop(Subject::Field, path) => self.member_goes(path),
            Answer::Map(path, _) => self.value_is_mapped(path),
            Answer::Backfill(path, _) | Answer::Using(path, _) | Answer::Truncate(path) | Answer::Check(path) => {
                is_named(new, path)
            }
            Answer::Merge(from, into) => is_named(old, from) && is_named(new, into),
            Answer::Keep(path, ..) => is_named(new, path),
        }
    }

    /// A field or a leg that goes, or leaves its records.
    fn member_goes(&self, path: &[String]) -> bool {
        let [owner, name] = path else { return false };
        let old = self.old.mcd;
        let field = owner_named(old, owner).and_then(|owner| field_named(old, owner, name));
        let leg = leg_named(old, owner, name);
        self.items.iter().any(|item| match item.change {
            Change::DropField(gone) | Change::MoveField(gone, _) => Some(gone) == field,
            Change::Retype(gone, _) => item.danger == Danger::Loses && Some(gone) == field,
            Change::DropLeg(gone) => Some(gone) == leg,
            Change::Adjust(now) => {
                self.new.mcd.field(now).computed.is_some() && self.matching.fields.get(&now).copied() == field
            }
            _ => false,
        })
    }

    fn value_is_mapped(&self, path: &[String]) -> bool {
        let [owner, name, value] = path else { return false };
        let field = owner_named(self.new.mcd, owner).and_then(|owner| field_named(self.new.mcd, owner, name));
        self.items.iter().any(|item| match &item.change {
            Change::DropValue(at, gone, _) => Some(*at) == field && gone == value,
            Change::Retype(_, now) => Some(*now) == field && matches!(self.new.mcd.field(*now).ty, Type::Enum(_)),
            _ => false,
        })
    }

    /// A value that the list hasn't would leave the text as it is, and the migration refused without a reason.
    fn gives_a_value_there_is(&mut self, answer: &Answer, line: &str) {
        let Answer::Map(path, to) = answer else { return };
        let [owner, name, _] = path.as_slice() else { return };
        let field = owner_named(self.new.mcd, owner).and_then(|owner| field_named(self.new.mcd, owner, name));
        let Some(Type::Enum(id)) = field.map(|field| &self.new.mcd.field(field).ty) else { return };
        let known: Vec<&str> = self.new.mcd.enumeration(*id).values.iter().map(|value| value.name.as_str()).collect();
        if known.contains(&to.as_str()) {
            return;
        }
        let names = known.join(", ");
        let message =
            say!(fr "« {line} » : la liste n'a pas de valeur {to}", en "`{line}`: the list has no value {to}");
        let help = say!(fr "ses valeurs sont : {names}", en "its values are: {names}");
        self.problem(&NOT_AN_ANSWER, Span::default(), message, vec![help]);
    }

    /// `by` a field that isn't there would choose by something else, without a word.
    fn chooses_by_a_field(&mut self, answer: &Answer, line: &str) {
        let Answer::Keep(path, _, Some(by)) = answer else { return };
        let old = self.old.mcd;
        let Some(owner) = path.first().and_then(|name| owner_named(self.new.mcd, name)) else { return };
        let of_field = path.get(1).and_then(|name| field_named(self.new.mcd, owner, name));
        let past = of_field.and_then(|field| Some(self.matching.fields.get(&field)?.owner));
        let Some(past) = past.or_else(|| self.matching.owner(owner)) else { return };
        let known: Vec<&str> = old.fields(past).iter().map(|field| field.name.as_str()).collect();
        if known.contains(&by.as_str()) {
            return;
        }
        let owner = old.name(past);
        let message = say!(
            fr "« {line} » : {owner} n'avait pas de champ {by}", en "`{line}`: {owner} had no field {by}"
        );
        let names = known.join(", ");
        let help = match known.is_empty() {
            true => say!(fr "écrivez keep sans by", en "write keep without by"),
            false => say!(fr "ses champs étaient : {names}", en "its fields were: {names}"),
        };
        self.problem(&NOT_AN_ANSWER, Span::default(), message, vec![help]);
    }
}
