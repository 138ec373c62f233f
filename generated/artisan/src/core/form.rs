//! A form as it is sent: its texts read into values, pickers resolved, grids taken apart; and the draft to show it again.

use super::counterpart::{self, Counterpart};
use super::db::{Db, DbError};
use super::entity::Clock;
use super::key::Key;
use super::kind::Kind;
use super::locale::Locale;
use super::lookup;
use super::members::{Member, columns, in_place};
use super::meta::{Initial, Lines, Members};
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::parse;
use super::query::Params;
use super::record::{self, Line, Record};
use super::text;
use super::validate::{Input, same_key};
use super::value::{Value, Values};
use super::widgets::{Draft, is_checkbox};

/// More rows than anybody types; a sent form cannot make the server work for more.
pub const MAX_ROWS: usize = 2_000;

/// What a new record begins with.
pub fn initial(field: &FieldInfo, locale: &Locale, clock: &Clock) -> Value {
    match field.initial {
        Initial::Empty => Value::Null,
        Initial::Text(text) => parse::of_kind(field.kind, locale, text).unwrap_or_default(),
        Initial::Today if matches!(field.kind, Kind::DateTime) => Value::DateTime(clock.now),
        Initial::Today => Value::Date(clock.today),
        Initial::TodayPlus(days) => Value::Date(
            clock
                .today
                .checked_add_signed(chrono::Duration::days(days))
                .unwrap_or(clock.today),
        ),
        Initial::MonthsFromToday(months) => Value::Date(months_later(clock.today, months)),
        Initial::Now => Value::DateTime(clock.now),
        Initial::NowPlus(seconds) => {
            let then = chrono::TimeDelta::try_seconds(seconds).and_then(|length| clock.now.checked_add_signed(length));
            Value::DateTime(then.unwrap_or(clock.now))
        }
    }
}

/// The same day of another month, or its last where it is shorter.
fn months_later(day: chrono::NaiveDate, months: i64) -> chrono::NaiveDate {
    let count = chrono::Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
    let moved = if months < 0 {
        day.checked_sub_months(count)
    } else {
        day.checked_add_months(count)
    };
    moved.unwrap_or(day)
}

pub fn initial_values(entity: &EntityInfo, locale: &Locale, clock: &Clock) -> Values {
    let mut values = Values::empty(&entity.names);
    for (position, field) in entity.fields.iter().enumerate() {
        values.set_at(position, initial(field, locale, clock));
    }
    values
}

/// The draft of a new record: its initial values, then what the link that led here says (`?client=5`).
pub async fn blank(db: &Db, model: &Model, entity: &EntityInfo, clock: &Clock, params: &Params) -> Result<Draft, DbError> {
    let mut draft = Draft::default();
    let mut values = initial_values(entity, &model.locale, clock);
    for (position, field) in entity
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.is_entered())
    {
        let given = params.iter().find(|(name, _)| name == field.name);
        if let Some(value) = given.and_then(|(_, text)| parse::text(field, &model.locale, text).ok()) {
            values.set_at(position, value);
        }
    }
    fill(db, model, &entity.fields, &values, &[], "", &mut draft).await?;
    for lines in &entity.lines {
        let min = model
            .relation_named(lines.relation)
            .and_then(|relation| relation.meta.legs.iter().find(|leg| leg.name == lines.leg))
            .map_or(0, |leg| leg.min);
        draft
            .rows
            .insert(lines.relation.to_owned(), min.clamp(1, 20) as usize);
    }
    for members in &entity.members {
        draft
            .rows
            .insert(members.name.to_owned(), members.min.clamp(1, 20) as usize);
    }
    Ok(draft)
}

/// The draft of a record that exists, with its lines and members.
pub async fn of_record(db: &Db, model: &Model, entity: &EntityInfo, record: &Record) -> Result<Draft, DbError> {
    let mut draft = Draft::default();
    fill(db, model, &entity.fields, &record.values, &record.titles, "", &mut draft).await?;
    for lines in &entity.lines {
        let Some(relation) = model.relation_named(lines.relation) else {
            continue;
        };
        let rows = record::lines(&mut &*db, relation, lines.leg, record.id, MAX_ROWS as u32).await?;
        for (index, row) in rows.iter().enumerate() {
            fill(
                db,
                model,
                &relation.fields,
                &row.values,
                &row.titles,
                &format!("{}.{index}.", lines.relation),
                &mut draft,
            )
            .await?;
        }
        draft.rows.insert(lines.relation.to_owned(), rows.len());
    }
    for members in &entity.members {
        let chosen = record::members(&mut &*db, model, members, record.id).await?;
        draft.rows.insert(members.name.to_owned(), chosen.len());
        if let Some(member) = in_place(model, members) {
            for (index, (id, _)) in chosen.iter().enumerate() {
                let prefix = format!("{}.{index}.", members.name);
                if let Some(row) = record::load(&mut &*db, member, *id).await? {
                    fill(db, model, &member.fields, &row.values, &row.titles, &prefix, &mut draft).await?;
                }
                draft.texts.insert(format!("{prefix}_id"), id.to_string());
            }
            continue;
        }
        for (index, (id, title)) in chosen.iter().enumerate() {
            let name = member_input(members, index);
            draft.texts.insert(name.clone(), id.to_string());
            draft.titles.insert(name, title.clone());
        }
    }
    Ok(draft)
}

/// The rows of a grid, instead of those that it has.
pub async fn fill_rows(db: &Db, model: &Model, relation: &RelationInfo, rows: &[Values], draft: &mut Draft) -> Result<(), DbError> {
    let prefix = format!("{}.", relation.meta.name);
    draft.texts.retain(|name, _| !name.starts_with(&prefix));
    draft.titles.retain(|name, _| !name.starts_with(&prefix));
    for (index, row) in rows.iter().enumerate() {
        fill(db, model, &relation.fields, row, &[], &format!("{prefix}{index}."), draft).await?;
    }
    draft.rows.insert(relation.meta.name.to_owned(), rows.len());
    Ok(())
}

/// The values of a record that is to be created again.
pub async fn fill_record(db: &Db, model: &Model, entity: &EntityInfo, values: &Values, draft: &mut Draft) -> Result<(), DbError> {
    fill(db, model, &entity.fields, values, &[], "", draft).await
}

pub fn member_input(members: &Members, index: impl std::fmt::Display) -> String {
    format!("{}.{index}.{}", members.name, members.entity)
}

async fn fill(db: &Db, model: &Model, fields: &[FieldInfo], values: &Values, titles: &[String], prefix: &str, draft: &mut Draft) -> Result<(), DbError> {
    for (position, field) in fields.iter().enumerate() {
        let value = values.at(position);
        let name = format!("{prefix}{}", field.name);
        let shown = if field.is_entered() {
            model.locale.input(field.kind, value)
        } else {
            model.locale.show(field.kind, value)
        };
        draft.texts.insert(name.clone(), shown);
        if let (Some(target), Some(id)) = (model.target(field), value.as_key()) {
            let title = match titles.get(position).filter(|title| !title.is_empty()) {
                Some(title) => title.clone(),
                None => record::title(&mut &*db, target, id).await?.unwrap_or_default(),
            };
            draft.titles.insert(name, title);
        }
    }
    Ok(())
}

/// What was sent: values where they could be read, and the draft with what could not.
pub struct Sent {
    pub input: Input,
    pub draft: Draft,
}

/// Reads a form. `old` gives what the form does not show.
pub async fn read(db: &Db, model: &Model, entity: &EntityInfo, params: &Params, old: Option<&Record>, clock: &Clock) -> Result<Sent, DbError> {
    let mut reader = Reader {
        db,
        model,
        params,
        draft: Draft::default(),
        counterparts: Vec::new(),
    };
    let mut input = Input::empty(entity);
    input.values = match old {
        Some(record) => record.values.clone(),
        None => initial_values(entity, &model.locale, clock),
    };
    for (position, field) in entity.fields.iter().enumerate() {
        let kept = !field.is_entered() || field.hidden || field.readonly && old.is_some_and(|old| !old.values.at(position).is_null());
        // A file input that is left empty keeps the file there is.
        let same_file = matches!(field.kind, Kind::File | Kind::Image) && reader.param(field.name).is_none();
        if same_file && !kept && reader.param(&format!("{}__remove", field.name)).is_some() {
            input.values.set_at(position, Value::Null);
        } else if kept || same_file {
            let shown = model.locale.show(field.kind, input.values.at(position));
            reader.draft.texts.insert(field.name.to_owned(), shown);
        } else {
            let stored = old.map(|old| old.values.at(position));
            let value = reader.cell(field, field.name, field.name, stored).await?;
            input.values.set_at(position, value);
        }
    }
    for (slot, lines) in input.lines.iter_mut().zip(&entity.lines) {
        if let Some(relation) = model.relation_named(lines.relation) {
            let stored = match old {
                Some(old) => record::lines(&mut &*db, relation, lines.leg, old.id, MAX_ROWS as u32).await?,
                None => Vec::new(),
            };
            *slot = Some(reader.lines(relation, lines, &stored, clock).await?);
        }
    }
    for (slot, members) in input.members.iter_mut().zip(&entity.members) {
        *slot = Some(reader.members(members, clock).await?);
    }
    input.counterparts = reader.counterparts;
    Ok(Sent {
        input,
        draft: reader.draft,
    })
}

/// Whether an input still says what it was filled with, which is more than it shows: seconds, or which of the two hours of a change of clocks.
fn untouched(field: &FieldInfo, locale: &Locale, stored: &Value, raw: &str) -> bool {
    matches!(field.kind, Kind::Time | Kind::DateTime) && !stored.is_null() && locale.input(field.kind, stored) == raw
}

struct Reader<'a> {
    db: &'a Db,
    model: &'a Model,
    params: &'a Params,
    draft: Draft,
    counterparts: Vec<Counterpart>,
}

impl Reader<'_> {
    fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads the input `from`; its text and messages go to the draft under `to`. `stored` is what it was filled with.
    async fn cell(&mut self, field: &FieldInfo, from: &str, to: &str, stored: Option<&Value>) -> Result<Value, DbError> {
        if let Some(target) = self.model.target(field) {
            return self.reference(target, from, to).await;
        }
        let raw = match self.param(from) {
            // A box that nobody ticked says "no", or still nothing where nothing was said.
            None if is_checkbox(field) && !stored.is_some_and(Value::is_null) => "false",
            None => "",
            Some(raw) => raw,
        };
        let parsed = match stored.filter(|stored| untouched(field, &self.model.locale, stored, raw)) {
            Some(stored) => parse::check(field, &self.model.locale, stored).map(|()| stored.clone()),
            None => parse::text(field, &self.model.locale, raw),
        };
        let raw = raw.to_owned();
        self.draft.texts.insert(to.to_owned(), raw);
        match parsed {
            Ok(value) => Ok(value),
            Err(message) => {
                self.draft.errors.add(to, message);
                Ok(Value::Null)
            }
        }
    }

    /// A picker: the key in `NAME`, unless what is written in `NAME__q` says something else.
    async fn reference(&mut self, target: &EntityInfo, from: &str, to: &str) -> Result<Value, DbError> {
        let typed = self.param(&format!("{from}__q")).map(|typed| typed.trim().to_owned());
        let key = self.param(from).map(str::trim).unwrap_or("").to_owned();
        if typed.as_deref() == Some("") || key.is_empty() && typed.is_none() {
            return Ok(Value::Null);
        }
        let chosen = match target.meta.key.read(&key) {
            Some(id) => record::title(&mut &*self.db, target, id)
                .await?
                .map(|title| (id, title)),
            None => None,
        };
        if let Some((id, title)) = chosen
            && self.agrees(target, id, &title, typed.as_deref()).await?
        {
            self.draft.texts.insert(to.to_owned(), id.to_string());
            self.draft.titles.insert(to.to_owned(), title);
            return Ok(Value::from(id));
        }
        let Some(typed) = typed else {
            self.draft
                .errors
                .add(to, self.model.locale.say("error.reference", &[]));
            return Ok(Value::Null);
        };
        let found = lookup::resolve(self.db, self.model, target, &typed).await?;
        self.draft.titles.insert(to.to_owned(), typed.clone());
        match found.as_slice() {
            [one] => {
                self.draft.texts.insert(to.to_owned(), one.id.to_string());
                self.draft.titles.insert(to.to_owned(), one.title.clone());
                return Ok(Value::from(one.id));
            }
            [] => self
                .draft
                .errors
                .add(to, self.model.locale.say("error.reference_none", &[("text", &typed)])),
            _ => {
                self.draft
                    .errors
                    .add(to, self.model.locale.say("error.reference_many", &[("text", &typed)]));
                self.draft.candidates.insert(to.to_owned(), found);
            }
        }
        Ok(Value::Null)
    }

    /// Whether what is written is the chosen record's title, or words that find it.
    async fn agrees(&self, target: &EntityInfo, id: Key, title: &str, typed: Option<&str>) -> Result<bool, DbError> {
        let Some(typed) = typed else {
            return Ok(true);
        };
        let title = text::normalize(title);
        if text::terms(typed).iter().all(|term| title.contains(term.as_str())) || text::normalize(typed) == title {
            return Ok(true);
        }
        Ok(lookup::candidates(self.db, self.model, target, typed)
            .await?
            .iter()
            .any(|found| found.id == id))
    }

    /// The rows of a grid that hold something and are not to be removed, numbered anew.
    async fn lines(&mut self, relation: &RelationInfo, lines: &Lines, stored: &[Line], clock: &Clock) -> Result<Vec<Values>, DbError> {
        let mut rows = Vec::new();
        for index in self.indexes(lines.relation) {
            let (from, to) = (format!("{}.{index}.", lines.relation), format!("{}.{}.", lines.relation, rows.len()));
            let mut row = self.line(relation, lines, stored, (&from, &to), clock).await?;
            self.entered(relation, lines, &mut row, rows.len(), (&from, &to), clock)
                .await?;
            rows.push(row);
        }
        self.draft.rows.insert(lines.relation.to_owned(), rows.len());
        Ok(rows)
    }

    /// One row of a grid; what it names says which of the stored ones it is.
    async fn line(&mut self, relation: &RelationInfo, lines: &Lines, stored: &[Line], (from, to): (&str, &str), clock: &Clock) -> Result<Values, DbError> {
        let mut row = Values::empty(&relation.names);
        let fields = relation.fields.iter().enumerate();
        let (naming, others): (Vec<_>, Vec<_>) = fields
            .filter(|(_, field)| field.name != lines.leg)
            .partition(|(_, field)| relation.meta.key.contains(&field.name));
        for (position, field) in naming {
            let (from, to) = (format!("{from}{}", field.name), format!("{to}{}", field.name));
            row.set_at(position, self.cell(field, &from, &to, None).await?);
        }
        let stored = stored
            .iter()
            .find(|line| same_key(relation, lines.leg, &row, &line.values))
            .map(|line| &line.values);
        for (position, field) in others {
            let (from, to) = (format!("{from}{}", field.name), format!("{to}{}", field.name));
            let stored = stored.map(|values| values.at(position));
            let value = if !field.is_entered() || field.hidden {
                None
            } else {
                let value = self.cell(field, &from, &to, stored).await?;
                // An untouched input of a new row means the field's initial value.
                Some(value).filter(|value| stored.is_some() || !field.required || !value.is_null())
            };
            let otherwise = || {
                stored
                    .cloned()
                    .unwrap_or_else(|| initial(field, &self.model.locale, clock))
            };
            row.set_at(position, value.unwrap_or_else(otherwise));
        }
        Ok(row)
    }

    /// The records that are entered in a line rather than picked.
    async fn entered(
        &mut self,
        relation: &RelationInfo,
        lines: &Lines,
        row: &mut Values,
        index: usize,
        (from, to): (&str, &str),
        clock: &Clock,
    ) -> Result<(), DbError> {
        for (position, field) in relation.fields.iter().enumerate() {
            let Some(entity) = counterpart::entity(self.model, relation, lines.leg, field) else {
                continue;
            };
            let (from, to) = (format!("{from}{}.", field.name), format!("{to}{}.", field.name));
            let mut texts = self.params.iter().filter(|(name, _)| name.starts_with(&from));
            if texts.all(|(_, text)| text.trim().is_empty()) {
                continue;
            }
            let mut values = initial_values(entity, &self.model.locale, clock);
            for (position, field) in counterpart::columns(entity) {
                let (from, to) = (format!("{from}{}", field.name), format!("{to}{}", field.name));
                let value = self.cell(field, &from, &to, None).await?;
                if !(value.is_null() && field.required) {
                    values.set_at(position, value);
                }
            }
            let picker = to.trim_end_matches('.');
            if !row.at(position).is_null() {
                self.draft
                    .errors
                    .add(picker, self.model.locale.say("error.picked_and_entered", &[]));
                continue;
            }
            let counterpart = Counterpart {
                relation: relation.meta.name,
                row: index,
                leg: field.field.name,
                values,
            };
            row.set_at(position, counterpart.place());
            self.counterparts.push(counterpart);
        }
        Ok(())
    }

    async fn members(&mut self, members: &Members, clock: &Clock) -> Result<Vec<Member>, DbError> {
        if let Some(entity) = in_place(self.model, members) {
            return self.written(entity, members, clock).await;
        }
        let mut ids = Vec::new();
        let Some(entity) = self.model.named(members.entity) else {
            return Ok(Vec::new());
        };
        let indexes = self.indexes(members.name);
        self.draft.rows.insert(members.name.to_owned(), indexes.len());
        for (to, index) in indexes.into_iter().enumerate() {
            let (from, to) = (member_input(members, index), member_input(members, to));
            if let Some(id) = self.reference(entity, &from, &to).await?.as_key()
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        Ok(ids.into_iter().map(Member::chosen).collect())
    }

    /// The members written in the rows of a grid; what it doesn't show of those that exist stays.
    async fn written(&mut self, entity: &EntityInfo, members: &Members, clock: &Clock) -> Result<Vec<Member>, DbError> {
        let mut rows: Vec<Member> = Vec::new();
        for index in self.indexes(members.name) {
            let (from, to) = (format!("{}.{index}.", members.name), format!("{}.{}.", members.name, rows.len()));
            let id = self
                .param(&format!("{from}_id"))
                .and_then(|id| entity.meta.key.read(id));
            let old = match id {
                Some(id) => record::load(&mut &*self.db, entity, id).await?,
                None => None,
            };
            let mut values = match &old {
                Some(record) => record.values.clone(),
                None => initial_values(entity, &self.model.locale, clock),
            };
            for (position, field) in columns(entity, members) {
                let (from, to) = (format!("{from}{}", field.name), format!("{to}{}", field.name));
                let stored = old.as_ref().map(|old| old.values.at(position));
                let value = self.cell(field, &from, &to, stored).await?;
                // An untouched input of a new row means the field's initial value.
                let untouched = value.is_null() && field.required && old.is_none();
                values.set_at(position, if untouched { values.at(position).clone() } else { value });
            }
            let id = old.map(|record| record.id);
            if let Some(id) = id {
                self.draft.texts.insert(format!("{to}_id"), id.to_string());
            }
            rows.push(Member {
                id,
                values: Some(values),
            });
        }
        self.draft.rows.insert(members.name.to_owned(), rows.len());
        Ok(rows)
    }

    /// The indexes of a grid's rows in their order: those with some text and no mark of removal.
    fn indexes(&self, name: &str) -> Vec<u32> {
        let mut indexes: Vec<u32> = Vec::new();
        for (key, value) in self.params {
            let index = key
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('.'))
                .and_then(|rest| rest.split_once('.'))
                .and_then(|(index, _)| index.parse().ok());
            if let Some(index) = index.filter(|index| !value.trim().is_empty() && !indexes.contains(index)) {
                indexes.push(index);
            }
        }
        indexes.retain(|index| self.param(&format!("{name}.{index}._remove")).is_none());
        indexes.truncate(MAX_ROWS);
        indexes
    }
}
