//! What changed of fields: added, gone, renamed, moved, of another type, with other values.

use crate::mcd::{EnumType, Field, FieldRef, Mcd, Owner, Type};
use crate::source::Span;
use crate::{mld, say};

use super::super::answers::Subject;
use super::super::change::{Change, Danger, field_path};
use super::super::kinds::*;
use super::super::{matching, values};
use super::{Differ, Side};

impl<'a> Differ<'a> {
    pub(super) fn fields(&mut self) {
        let new = self.new.mcd;
        let owners: Vec<Owner> = new
            .entities()
            .map(|(id, _)| Owner::Entity(id))
            .chain(new.relations().map(|(id, _)| Owner::Relation(id)))
            .collect();
        for owner in owners {
            let fresh = self.matching.owner(owner).is_none();
            for index in 0..new.fields(owner).len() {
                let field = FieldRef { owner, index };
                match self.matching.fields.get(&field) {
                    Some(past) => self.field_pair(*past, field),
                    None if fresh => {}
                    None => self.new_field(field),
                }
            }
        }
        self.fields_that_go();
    }

    fn new_field(&mut self, at: FieldRef) {
        self.add(Danger::Safe, Change::AddField(at));
        let new = self.new.mcd;
        let field = new.field(at);
        let fills_itself = matches!(field.ty, Type::Serial | Type::Sequence(_) | Type::Uuid);
        let comes_along = self.matching.inherited(self.old.mcd, new, at).is_some();
        if !field.required || field.default.is_some() || field.computed.is_some() || comes_along {
            return;
        }
        let path = [new.name(at.owner), field.name.as_str()];
        if self.answers.backfill(&path).is_some() || self.answers.using(&path).is_some() || fills_itself {
            return;
        }
        let path = path.join(".");
        let message = say!(
            fr "{path} est obligatoire : que mettre dans les fiches qui existent ?",
            en "{path} is required: what do existing records get?"
        );
        let helps = vec![
            say!(
                fr "écrivez dans changes.mcd : backfill {path} = {0}",
                en "write in changes.mcd: backfill {path} = {0}",
                sample(&field.ty, new)
            ),
            say!(fr "ou donnez un défaut au champ, ou rendez-le facultatif", en "or give the field a default, or make it optional"),
        ];
        self.problem(&NEEDS_A_VALUE, field.name_span, message, helps);
    }

    fn fields_that_go(&mut self) {
        let old = self.old.mcd;
        let owners: Vec<Owner> = old
            .entities()
            .map(|(id, _)| Owner::Entity(id))
            .chain(old.relations().map(|(id, _)| Owner::Relation(id)))
            .collect();
        for owner in owners {
            let goes = match owner {
                Owner::Entity(id) => self.goes_entity(id),
                Owner::Relation(id) => self.goes_relation(id),
            };
            for (index, field) in old.fields(owner).iter().enumerate() {
                let at = FieldRef { owner, index };
                if goes || self.matching.lives_on(at) {
                    continue;
                }
                self.field_goes(at, field);
            }
        }
    }

    fn field_goes(&mut self, at: FieldRef, field: &Field) {
        let old = self.old.mcd;
        if field.computed.is_some() {
            return self.add(Danger::Safe, Change::DropField(at));
        }
        let flattened =
            matches!(at.owner, Owner::Entity(id) if self.matching.flattened.values().any(|past| *past == id));
        let merged = matches!(at.owner, Owner::Entity(id) if self.matching.merged.contains_key(&id));
        if (flattened || merged) && field.ty == Type::Serial {
            return; // a number of a record that is no more
        }
        self.add(Danger::Loses, Change::DropField(at));
        if self.answers.drops(Subject::Field, &[old.name(at.owner), &field.name]) {
            return;
        }
        let rivals = self.rivals(at, field);
        let (path, name) = (field_path(old, at), &field.name);
        self.gone(&path, &format!("drop field {path}"), &rivals, |new| format!("{new} … was {name}"));
    }

    /// New fields of the same owner that could be this one under another name.
    fn rivals(&self, at: FieldRef, field: &Field) -> Vec<(String, Span)> {
        let new = self.new.mcd;
        let is_of_owner = |owner: &Owner| self.matching.owner(*owner) == Some(at.owner);
        let owners = new.entities().map(|(id, _)| Owner::Entity(id));
        let owner = owners.chain(new.relations().map(|(id, _)| Owner::Relation(id))).find(is_of_owner);
        let Some(owner) = owner else { return Vec::new() };
        let fields = new.fields(owner).iter().enumerate();
        fields
            .filter(|(index, other)| {
                let place = FieldRef { owner, index: *index };
                !self.matching.fields.contains_key(&place)
                    && other.computed.is_none()
                    && same_family(&field.ty, &other.ty)
            })
            .map(|(_, other)| (other.name.clone(), other.name_span))
            .collect()
    }

    fn field_pair(&mut self, past: FieldRef, now: FieldRef) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let (before, after) = (old.field(past), new.field(now));
        let same_owner = self.matching.owner(now.owner) == Some(past.owner);
        if !same_owner && !self.comes_along(past.owner, now.owner) {
            let told = [self.old.mcd.name(past.owner), before.name.as_str()];
            let told = self.answers.drops(Subject::Field, &told) || self.answers.drops(Subject::Entity, &told[..1]);
            self.add(if told { Danger::Loses } else { Danger::Checks }, Change::MoveField(past, now));
        } else if before.name != after.name {
            self.add(Danger::Safe, Change::RenameField(past, now));
        }
        if before.stored != after.stored && before.computed.is_none() && after.computed.is_none() {
            self.add(Danger::Safe, Change::StoredAs(past, now));
        }
        if before.computed.is_some() != after.computed.is_some() {
            self.add(if after.computed.is_some() { Danger::Loses } else { Danger::Safe }, Change::Adjust(now));
            if after.computed.is_some() {
                self.becomes_computed(past, before, after);
            }
            return;
        }
        if !same_type(&before.ty, &after.ty) {
            self.retyped(past, now);
        }
        self.values(past, now);
        match (before.required, after.required) {
            (false, true) => self.add(Danger::Checks, Change::Require(now, true)),
            (true, false) => self.add(Danger::Safe, Change::Require(now, false)),
            _ => {}
        }
        match (before.unique, after.unique) {
            (false, true) => self.add(Danger::Checks, Change::Unique(now, true)),
            (true, false) => self.add(Danger::Safe, Change::Unique(now, false)),
            _ => {}
        }
        let said = |side: Side<'a>, field: &Field| {
            let text = |expr: &Option<crate::mcd::expr::Expr>| expr.as_ref().map(|expr| side.text(expr.span));
            (text(&field.default), text(&field.min), text(&field.max), text(&field.computed), field.matches.clone())
        };
        if said(self.old, before) != said(self.new, after) {
            self.add(Danger::Checks, Change::Adjust(now));
        }
    }

    /// A field of what became an entity, a relation or a split goes with it.
    fn comes_along(&self, past: Owner, now: Owner) -> bool {
        match (past, now) {
            (Owner::Relation(past), Owner::Entity(now)) => self.matching.reified.get(&now) == Some(&past),
            (Owner::Entity(past), Owner::Relation(now)) => self.matching.flattened.get(&now) == Some(&past),
            (Owner::Entity(past), Owner::Entity(now)) => {
                self.matching.splits.get(&now).is_some_and(|(from, _)| *from == past)
            }
            _ => false,
        }
    }

    fn becomes_computed(&mut self, past: FieldRef, before: &Field, after: &Field) {
        let path = field_path(self.old.mcd, past);
        if self.answers.drops(Subject::Field, &[self.old.mcd.name(past.owner), &before.name]) {
            return;
        }
        let message = say!(
            fr "{path} devient calculé : ce qui y était saisi serait perdu",
            en "{path} becomes computed: what was entered there would be lost"
        );
        let help =
            say!(fr "écrivez dans changes.mcd : drop field {path}", en "write in changes.mcd: drop field {path}");
        self.problem(&WOULD_BE_LOST, after.name_span, message, vec![help]);
    }

    fn retyped(&mut self, past: FieldRef, now: FieldRef) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let (before, after) = (&old.field(past).ty, &new.field(now).ty);
        let widens = match (mld::column_type(before), mld::column_type(after)) {
            (mld::ColumnType::Text(a), mld::ColumnType::Text(b)) => b >= a && matches!(after, Type::Text(_)),
            (a, b) => (a == b || b == mld::ColumnType::LongText) && !is_formatted(after),
        };
        let path = [new.name(now.owner), new.field(now).name.as_str()];
        let address = (*before == Type::Address) != (*after == Type::Address);
        let stored = old.field(past).computed.is_none();
        let becomes = address || !stored || values::converts(before, after) || self.answers.using(&path).is_some();
        let danger = match (becomes, widens) {
            _ if self.answers.truncates(&path) => Danger::Loses,
            _ if address => Danger::Checks,
            (false, _) => Danger::Loses,
            (true, true) => Danger::Safe,
            (true, false) => Danger::Checks,
        };
        self.add(danger, Change::Retype(past, now));
        if !becomes {
            self.does_not_become(past, now);
        }
        if address && self.answers.using(&path).is_none() {
            let path = path.join(".");
            let message = say!(
                fr "{path} : une adresse ne devient pas un autre type, ni l'inverse",
                en "{path}: an address doesn't become another type, nor the other way"
            );
            let help = say!(
                fr "ajoutez le nouveau champ à côté de l'ancien, puis retirez l'ancien quand il est vide",
                en "add the new field beside the old one, and take the old one out once it is empty"
            );
            self.problem(&NOT_YET, new.field(now).ty_span, message, vec![help]);
        }
    }

    /// One type doesn't become the other: what is there goes, or is made into something by an answer.
    fn does_not_become(&mut self, past: FieldRef, now: FieldRef) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        if self.answers.drops(Subject::Field, &[old.name(past.owner), &old.field(past).name]) {
            return;
        }
        let (path, was) = (field_path(new, now), field_path(old, past));
        let message = say!(
            fr "{path} : {0} ne devient pas {1}, ses valeurs seraient perdues",
            en "{path}: {0} doesn't become {1}, its values would be lost",
            self.old.text(old.field(past).ty_span),
            self.new.text(new.field(now).ty_span)
        );
        let helps = vec![
            say!(
                fr "écrivez dans changes.mcd ce qu'elles deviennent : using {path} = EXPRESSION",
                en "write in changes.mcd what they become: using {path} = EXPRESSION"
            ),
            say!(
                fr "ou, si elles doivent disparaître : drop field {was}", en "or, if they are to go: drop field {was}"
            ),
        ];
        self.problem(&WOULD_BE_LOST, new.field(now).ty_span, message, helps);
    }

    fn values(&mut self, past: FieldRef, now: FieldRef) {
        let (old, new) = (self.old.mcd, self.new.mcd);
        let (Type::Enum(before), Type::Enum(after)) = (&old.field(past).ty, &new.field(now).ty) else { return };
        let pairs = matching::values(old, new, past, now);
        let (before, after) = (old.enumeration(*before), new.enumeration(*after));
        let path = [new.name(now.owner), new.field(now).name.as_str()];
        self.values_taken(now, before, after, &pairs);
        for (value, (_, becomes)) in before.values.iter().zip(&pairs) {
            let target = becomes.as_ref().and_then(|snake| after.values.iter().find(|other| other.snake == *snake));
            match target {
                Some(to) if to.name == value.name => {}
                Some(to) => self.add(Danger::Safe, Change::RenameValue(now, value.name.clone(), to.name.clone())),
                None => self.value_goes(now, &path, value, [before, after]),
            }
        }
        for value in &after.values {
            if !pairs.iter().any(|(_, becomes)| becomes.as_ref() == Some(&value.snake)) {
                self.add(Danger::Safe, Change::AddValue(now, value.name.clone()));
            }
        }
    }

    /// `b was a` while `a` is still declared: all that is a would become b.
    fn values_taken(&mut self, now: FieldRef, before: &EnumType, after: &EnumType, pairs: &[(String, Option<String>)]) {
        for (value, (_, becomes)) in before.values.iter().zip(pairs) {
            let stays = after.values.iter().find(|other| other.name == value.name && other.was.is_none());
            let taken = after
                .values
                .iter()
                .find(|other| other.was.as_ref() == Some(&value.name) && becomes.as_ref() == Some(&other.snake));
            if let (Some(_), Some(other)) = (stays, taken) {
                let path = field_path(self.new.mcd, now);
                let problem = matching::taken(
                    self.new.mcd.field(now).ty_span,
                    &format!("{path}.{}", value.name),
                    &format!("{path}.{}", other.name),
                );
                self.sink.push(problem);
            }
        }
    }

    fn value_goes(
        &mut self,
        now: FieldRef,
        path: &[&str; 2],
        value: &crate::mcd::EnumValue,
        [before, after]: [&EnumType; 2],
    ) {
        let [owner, field] = path;
        let to = self.answers.mapped(&[owner, field, &value.name]).map(str::to_owned);
        self.add(Danger::Loses, Change::DropValue(now, value.name.clone(), to.clone()));
        if to.as_ref().is_some_and(|to| after.values.iter().any(|value| value.name == *to)) {
            return;
        }
        let first = after.values.first().map_or("…", |value| value.name.as_str());
        let (path, name) = (path.join("."), &value.name);
        let message = say!(
            fr "{path} ne peut plus valoir {name} : que deviennent les fiches qui le valent ?",
            en "{path} may no longer be {name}: what becomes of the records that are?"
        );
        let mut helps = vec![say!(
            fr "écrivez dans changes.mcd : map {path}.{name} -> {first}",
            en "write in changes.mcd: map {path}.{name} -> {first}"
        )];
        // One that was there already is no other name of this one.
        let is_new = |value: &&crate::mcd::EnumValue| !before.values.iter().any(|past| past.name == value.name);
        helps.extend(after.values.iter().find(is_new).map(|value| {
            let new = &value.name;
            say!(
                fr "si elle a changé de nom, écrivez dans le modèle : {new} was {name}",
                en "if its name changed, write in the model: {new} was {name}"
            )
        }));
        self.problem(&VALUE_GOES, self.new.mcd.field(now).ty_span, message, helps);
    }
}

/// Enumerations are compared by their values elsewhere.
fn same_type(before: &Type, after: &Type) -> bool {
    matches!((before, after), (Type::Enum(_), Type::Enum(_))) || before == after
}

/// Whether only some texts are of the type.
fn is_formatted(ty: &Type) -> bool {
    let is_text = matches!(mld::column_type(ty), mld::ColumnType::Text(_) | mld::ColumnType::LongText);
    is_text && !matches!(ty, Type::Text(_) | Type::LongText | Type::Markdown)
}

/// Whether one could be the other under another name.
fn same_family(a: &Type, b: &Type) -> bool {
    use mld::ColumnType as T;
    let family = |ty: &Type| match mld::column_type(ty) {
        T::Text(_) | T::LongText => 0,
        T::Serial | T::Integer | T::Decimal(..) | T::Duration => 1,
        T::Boolean => 2,
        T::Date | T::DateTime => 3,
        T::Time => 4,
        T::Uuid => 5,
        T::Json => 6,
    };
    (*a == Type::Address) == (*b == Type::Address) && family(a) == family(b)
}

/// An expression of the type, to be written in its place.
fn sample(ty: &Type, mcd: &Mcd) -> String {
    match ty {
        Type::Integer | Type::Decimal(..) | Type::Money | Type::Percent => "0".into(),
        Type::Boolean => "false".into(),
        Type::Date => "today()".into(),
        Type::DateTime => "now()".into(),
        Type::Enum(id) => mcd.enumeration(*id).values.first().map_or_else(|| "…".into(), |value| value.name.clone()),
        _ => "\"…\"".into(),
    }
}
