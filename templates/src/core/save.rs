//! Saving a record with its lines, members, numbers, search text and history, in one transaction; the same for pages, API and
//! demonstration data.
//!
//! Not here: parsing (`form`, `api`) and rules over one row (`validate`).

use std::pin::Pin;

use super::counterpart::Counterpart;
use super::db::{self, Db, DbError, Read, Tx};
use super::entity::Clock;
use super::errors::{Errors, Failure};
use super::form;
use super::guards::{Guards, Written};
use super::history::{Act, Trail};
use super::hooks::{self, Occasion};
use super::key::Key;
use super::kind::Kind;
use super::line_order;
use super::members::{Member, in_place};
use super::meta::{Leg, Members};
use super::model::{EntityInfo, FieldInfo, MemberOf, Model, RelationInfo};
use super::record::{self, Line, Record};
use super::refusal;
use super::sequence;
use super::sql::Statement;
use super::text;
use super::validate::{Input, same_key};
use super::value::{Value, Values};

/// How many times a transaction that met another one is tried.
pub const ATTEMPTS: u32 = 6;

/// Which record the values are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    New,
    /// `version`: the one the form was opened on; `None` accepts whatever is there.
    Existing {
        id: Key,
        version: Option<i64>,
    },
    /// A record of a supertype, which becomes one of this subtype too.
    Adopted {
        id: Key,
        version: Option<i64>,
        /// Index of the supertype.
        from: usize,
    },
}

/// Saves in a transaction of its own, tried again when another one is in the way. Gives the id.
pub async fn save(db: &Db, model: &Model, entity: &EntityInfo, target: Target, input: &Input, clock: &Clock) -> Result<Key, Failure> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match attempt_save(db, model, entity, target, input, clock).await {
            Err(Failure::Database(DbError::Busy(_))) if attempt < ATTEMPTS => pause(attempt).await,
            Err(Failure::Database(DbError::Violation(violation))) => {
                return Err(Failure::Refused(refusal::explain(model, entity, input, &violation)));
            }
            result => return result,
        }
    }
}

/// Longer each time, for another transaction to end.
pub async fn pause(attempt: u32) {
    tokio::time::sleep(std::time::Duration::from_millis(u64::from(attempt * attempt) * 7)).await;
}

async fn attempt_save(db: &Db, model: &Model, entity: &EntityInfo, target: Target, input: &Input, clock: &Clock) -> Result<Key, Failure> {
    let mut tx = db.begin().await?;
    let manner = Manner {
        judged: Judged::Now,
        recorded: true,
    };
    let written = match write_as(&mut tx, model, entity, target, input, manner, clock).await {
        Ok(id) => settle(&mut tx, model).await.map(|()| id),
        Err(failure) => Err(failure),
    };
    match written {
        Ok(id) => {
            tx.commit().await?;
            Ok(id)
        }
        Err(failure) => {
            tx.rollback().await?;
            Err(failure)
        }
    }
}

/// Hears now what the end of the transaction would refuse, if the model has such rules.
pub async fn settle(tx: &mut Tx, model: &Model) -> Result<(), Failure> {
    if model.site.refusals.is_empty() {
        return Ok(());
    }
    Ok(tx.settle().await?)
}

/// Writes a record that has no history, inside a transaction that the caller commits.
pub async fn write(tx: &mut Tx, model: &Model, entity: &EntityInfo, target: Target, input: &Input, clock: &Clock) -> Result<Key, Failure> {
    let manner = Manner {
        judged: Judged::Now,
        recorded: false,
    };
    write_as(tx, model, entity, target, input, manner, clock).await
}

/// The same, for a caller that calls [`judge`] itself once other records are written.
pub async fn write_unjudged(tx: &mut Tx, model: &Model, entity: &EntityInfo, target: Target, input: &Input, clock: &Clock) -> Result<Key, Failure> {
    let manner = Manner {
        judged: Judged::Later,
        recorded: false,
    };
    write_as(tx, model, entity, target, input, manner, clock).await
}

/// How a record is written.
#[derive(Clone, Copy)]
struct Manner<'a> {
    judged: Judged<'a>,
    /// In its history.
    recorded: bool,
}

/// When what a record shares with others is judged.
#[derive(Clone, Copy)]
enum Judged<'a> {
    Now,
    /// But for the owner being saved, which is when all of these members are written.
    Within(&'a Members),
    /// By the caller.
    Later,
}

async fn write_as(tx: &mut Tx, model: &Model, entity: &EntityInfo, target: Target, input: &Input, manner: Manner<'_>, clock: &Clock) -> Result<Key, Failure> {
    let old = match target {
        Target::New => None,
        Target::Existing {
            id,
            version,
        } => Some(current(tx, entity, id, version).await?),
        Target::Adopted {
            id,
            version,
            from,
        } => return adopt(tx, model, entity, (id, version, from), input, manner, clock).await,
    };
    let mut values = input.values.clone();
    empty_without_link(model, entity, &mut values, clock);
    fill_given(tx, model, entity, &mut values, old.as_ref(), clock).await?;
    let occasion = Occasion {
        model,
        entity,
        clock,
        id: old.as_ref().map(|record| record.id),
        old: old.as_ref().map(|record| &record.values),
    };
    hooks::before_save(tx, &occasion, &mut values).await?;
    if matches!(manner.judged, Judged::Now) {
        let before = old.as_ref().map(|record| &record.values);
        touch_owners(tx, entity, before.into_iter().chain([&values]), clock).await?;
    }
    let id = match &old {
        None => insert(tx, entity, &values, clock).await?,
        Some(record) => update(tx, entity, entity, record, &values, clock).await?,
    };
    let record = Saved {
        id,
        values: &values,
        old: old.as_ref(),
        before: old.as_ref().map(|record| &record.values),
        new: old.is_none(),
        manner,
    };
    complete(tx, model, entity, record, input, clock).await
}

/// The record as it is, which must be the one that the form was opened on.
async fn current(tx: &mut Tx, entity: &EntityInfo, id: Key, version: Option<i64>) -> Result<Record, Failure> {
    let record = record::load(tx, entity, id).await?.ok_or(Failure::NotFound)?;
    if version.is_some_and(|version| version != record.version) {
        return Err(Failure::Conflict);
    }
    Ok(record)
}

/// Makes a record of a supertype one of this subtype too.
async fn adopt(
    tx: &mut Tx,
    model: &Model,
    entity: &EntityInfo,
    (id, version, from): (Key, Option<i64>, usize),
    input: &Input,
    manner: Manner<'_>,
    clock: &Clock,
) -> Result<Key, Failure> {
    let above = model.entities.get(from).ok_or(Failure::NotFound)?;
    let record = current(tx, above, id, version)
        .await?
        .seen_as(Values::empty(&entity.names));
    let mut values = input.values.clone();
    empty_without_link(model, entity, &mut values, clock);
    fill_given(tx, model, entity, &mut values, Some(&record), clock).await?;
    let occasion = Occasion {
        model,
        entity,
        clock,
        id: Some(id),
        old: None,
    };
    hooks::before_save(tx, &occasion, &mut values).await?;
    update(tx, entity, above, &record, &values, clock).await?;
    let statement = super::sql::compile(entity.meta.adopt);
    let args = arguments(&statement, entity, &values, (id, 0), "", clock);
    tx.execute(&statement.text, &args).await?;
    let saved = Saved {
        id,
        values: &values,
        old: None,
        before: Some(&record.values),
        new: false,
        manner,
    };
    complete(tx, model, entity, saved, input, clock).await
}

/// A record that was just written.
struct Saved<'a> {
    id: Key,
    values: &'a Values,
    /// As it was, in the same entity.
    old: Option<&'a Record>,
    /// What it held, in this entity or in the one that it comes from.
    before: Option<&'a Values>,
    /// It has no lines nor search text yet.
    new: bool,
    manner: Manner<'a>,
}

impl Saved<'_> {
    fn trail(&self, entity: &EntityInfo) -> Trail {
        let act = if self.old.is_none() { Act::Created } else { Act::Changed };
        let written = Written {
            before: self.before,
            after: Some(self.values),
        };
        let mut trail = Trail::default();
        trail.record(entity.meta.name, &entity.fields, self.id, act, written);
        trail
    }
}

/// What goes with a record that was just written: its lines and members, what must be true of it all, its search text.
async fn complete(tx: &mut Tx, model: &Model, entity: &EntityInfo, saved: Saved<'_>, input: &Input, clock: &Clock) -> Result<Key, Failure> {
    let mut trail = saved.trail(entity);
    let Saved {
        id,
        values,
        old,
        new,
        manner,
        ..
    } = saved;
    let mut guards = Guards::default();
    let written = Written {
        before: old.map(|old| &old.values),
        after: Some(values),
    };
    guards.record(entity, id, written);
    let made = written_counterparts(tx, model, &input.counterparts, manner.recorded, clock).await?;
    for (lines, rows) in entity.lines.iter().zip(&input.lines) {
        if let (Some(relation), Some(rows)) = (model.relation_named(lines.relation), rows) {
            let rows = with_counterparts(relation, rows, &made);
            let changed = write_lines(tx, model, relation, (lines.leg, id), &rows, new, &mut guards, &mut trail, clock).await?;
            if !matches!(manner.judged, Judged::Later) {
                touch_others(tx, model, relation, lines.leg, &changed, clock).await?;
            }
        }
    }
    for (counterpart, entity, id) in &made {
        judge(tx, model, entity, *id, &counterpart.values)
            .await
            .map_err(|failure| failure.at(&counterpart.prefix()))?;
    }
    for (members, chosen) in entity.members.iter().zip(&input.members) {
        match (chosen, in_place(model, members)) {
            (Some(rows), Some(member)) => {
                written_in_place(tx, model, member, members, id, rows, manner.recorded, clock).await?;
            }
            (Some(rows), None) => {
                let ids: Vec<Key> = rows.iter().filter_map(|row| row.id).collect();
                write_members(tx, model, members, id, &ids, &mut guards, &mut trail, clock).await?;
            }
            (None, _) => {}
        }
    }
    if !matches!(manner.judged, Judged::Later) {
        check(tx, model, entity, id, (values, old), manner.judged).await?;
        guards.hold(tx).await?;
    }
    if manner.recorded {
        trail.keep(tx, clock).await?;
    }
    let words = words(tx, model, entity, id, values).await?;
    db::write_search(tx, model.root(entity), id, Some(&words), new).await?;
    let occasion = Occasion {
        model,
        entity,
        clock,
        id: Some(id),
        old: old.map(|record| &record.values),
    };
    hooks::after_save(tx, &occasion, values).await?;
    Ok(id)
}

/// What a form or the API gives of itself to a link's fields goes where there is no link; what somebody entered stays, and is refused.
fn empty_without_link(model: &Model, entity: &EntityInfo, values: &mut Values, clock: &Clock) {
    for (position, field) in entity.fields.iter().enumerate() {
        let of_itself = || {
            let value = values.at(position);
            *value == Value::Bool(false) || *value == form::initial(field, &model.locale, clock)
        };
        if !has_its_link(entity, field, values) && of_itself() {
            values.set_at(position, Value::Null);
        }
    }
}

/// A field of the record itself, or of a link that is there.
fn has_its_link(entity: &EntityInfo, field: &FieldInfo, values: &Values) -> bool {
    field.of_link.is_empty()
        || entity
            .position(field.of_link)
            .is_none_or(|link| !values.at(link).is_null())
}

/// The table in which a field of a record is: a supertype's, where it is inherited. Its counter is known by it.
fn table_of(model: &Model, entity: &EntityInfo, field: &FieldInfo) -> &'static str {
    let chain = entity.chain.iter().filter_map(|place| model.entities.get(*place));
    chain
        .into_iter()
        .find(|owner| owner.field(field.name).is_some())
        .unwrap_or(entity)
        .meta
        .table
}

/// Numbers the application gives: taken for a new record, kept for an old one. Computed and read-only fields stay too.
async fn fill_given(tx: &mut Tx, model: &Model, entity: &EntityInfo, values: &mut Values, old: Option<&Record>, clock: &Clock) -> Result<(), DbError> {
    for (position, field) in entity.fields.iter().enumerate() {
        if !has_its_link(entity, field, values) {
            if field.is_given() {
                values.set_at(position, Value::Null);
            }
            continue;
        }
        let before = old.map(|record| record.values.at(position));
        let new_link = !field.of_link.is_empty() && before.is_some_and(Value::is_null);
        if let Some(before) = before.filter(|_| !new_link) {
            let kept = field.is_given() || field.readonly && !before.is_null();
            if kept {
                values.set_at(position, before.clone());
            }
            continue;
        }
        let counter = format!("{}.{}", table_of(model, entity, field), field.name);
        match field.kind {
            Kind::Sequence(pattern) => {
                let reference = sequence::next_reference(tx, &counter, pattern, clock).await?;
                values.set_at(position, Value::Text(reference));
            }
            Kind::Serial
                if entity
                    .inserts
                    .iter()
                    .any(|(_, insert)| insert.params.iter().any(|param| param == field.name)) =>
            {
                values.set_at(position, Value::Int(sequence::next_number(tx, &counter, "").await?));
            }
            _ => {}
        }
    }
    Ok(())
}

async fn insert(tx: &mut Tx, entity: &EntityInfo, values: &Values, clock: &Clock) -> Result<Key, DbError> {
    let made = entity.meta.key.made();
    let mut id = made.unwrap_or(Key::NONE);
    for (depth, (kind, statement)) in entity.inserts.iter().enumerate() {
        let args = arguments(statement, entity, values, (id, 0), kind, clock);
        if depth == 0 && made.is_none() {
            id = Key::Integer(tx.insert(&statement.text, &args).await?);
        } else {
            tx.execute(&statement.text, &args).await?;
        }
    }
    Ok(id)
}

/// Writes the tables of `tables`, which is the entity or one of its supertypes.
async fn update(tx: &mut Tx, entity: &EntityInfo, tables: &EntityInfo, record: &Record, values: &Values, clock: &Clock) -> Result<Key, Failure> {
    for (depth, statement) in tables.updates.iter().enumerate() {
        let args = arguments(statement, entity, values, (record.id, record.version), "", clock);
        let changed = tx.execute(&statement.text, &args).await?;
        if changed == 0 && depth == 0 {
            return Err(Failure::Conflict);
        }
    }
    Ok(record.id)
}

fn arguments(statement: &Statement, entity: &EntityInfo, values: &Values, (id, version): (Key, i64), kind: &str, clock: &Clock) -> Vec<Value> {
    statement.args(|name| match name {
        "__id" => Value::from(id),
        "__version" => Value::Int(version),
        "__now" => db::store(Kind::DateTime, &Value::DateTime(clock.now)),
        "__kind" if kind.is_empty() => Value::Null,
        "__kind" => Value::text(kind),
        name => match entity
            .position(name)
            .and_then(|position| entity.fields.get(position).map(|field| (position, field)))
        {
            Some((position, field)) => db::store(field.kind, values.at(position)),
            None => Value::Null,
        },
    })
}

fn line_arguments(statement: &Statement, relation: &RelationInfo, row: &Values, clock: &Clock) -> Vec<Value> {
    statement.args(|name| match name {
        "__now" => db::store(Kind::DateTime, &Value::DateTime(clock.now)),
        name => match relation
            .position(name)
            .and_then(|position| relation.fields.get(position).map(|field| (position, field)))
        {
            Some((position, field)) => db::store(field.kind, row.at(position)),
            None => Value::Null,
        },
    })
}

/// Makes the rows of a record what they are to be: what is gone is deleted, what is new inserted, what changed updated. Gives these rows.
#[expect(clippy::too_many_arguments, reason = "one step of `write`, with its facts")]
async fn write_lines<'a>(
    tx: &mut Tx,
    model: &Model,
    relation: &'a RelationInfo,
    (leg, id): (&str, Key),
    rows: &[Values],
    new: bool,
    guards: &mut Guards<'a>,
    trail: &mut Trail,
    clock: &Clock,
) -> Result<Vec<Values>, Failure> {
    let old = if new {
        Vec::new()
    } else {
        record::lines(tx, relation, leg, id, 100_000).await?
    };
    let (staying, leaving): (Vec<_>, Vec<_>) = old
        .iter()
        .partition(|line| rows.iter().any(|row| same_key(relation, leg, row, &line.values)));
    let mut touched: Vec<Values> = leaving.iter().map(|line| line.values.clone()).collect();
    let mut rewritten: Vec<Values> = Vec::new();
    for values in &touched {
        guards.line(relation, Written::gone(values));
        trail.line(relation, leg, Written::gone(values));
    }
    // A database that asks for a row at least asks it after each statement: when none stays, the new ones come first.
    let early: &[&Line] = if staying.is_empty() { &[] } else { leaving.as_slice() };
    delete_lines(tx, relation, early, clock).await?;
    for row in rows {
        let mut row = row.clone();
        row.set(leg, Value::from(id));
        let before = old.iter().find(|line| same_key(relation, leg, &row, &line.values));
        number_line(tx, relation, &mut row, before, clock).await?;
        match before {
            None => {
                let args = line_arguments(&relation.insert, relation, &row, clock);
                tx.execute(&relation.insert.text, &args).await?;
                guards.line(relation, Written::made(&row));
                trail.line(relation, leg, Written::made(&row));
                touched.push(row);
            }
            Some(line) if !relation.update.text.is_empty() && (0..relation.fields.len()).any(|position| line.values.at(position) != row.at(position)) => {
                let args = line_arguments(&relation.update, relation, &row, clock);
                tx.execute(&relation.update.text, &args).await?;
                let written = Written {
                    before: Some(&line.values),
                    after: Some(&row),
                };
                guards.line(relation, written);
                trail.line(relation, leg, written);
                rewritten.push(row);
            }
            Some(_) => {}
        }
    }
    if staying.is_empty() {
        delete_lines(tx, relation, &leaving, clock).await?;
    }
    line_order::keep(tx, relation, leg, id, rows, new).await?;
    check_legs(tx, model, relation, leg, &touched).await?;
    touched.append(&mut rewritten);
    Ok(touched)
}

/// What the database refuses of a record written within another's form, in words about its own fields.
fn explained(model: &Model, entity: &EntityInfo, input: &Input, failure: Failure) -> Failure {
    match failure {
        Failure::Database(DbError::Violation(violation)) => Failure::Refused(refusal::explain(model, entity, input, &violation)),
        other => other,
    }
}

/// The records entered in lines, each with its entity and the id that it got.
type Made<'a> = Vec<(&'a Counterpart, &'a EntityInfo, Key)>;

/// Writes the records entered in lines; they are judged once their lines are written. Boxed as members written in place are.
fn written_counterparts<'t, 'a: 't>(
    tx: &'t mut Tx,
    model: &'a Model,
    counterparts: &'a [Counterpart],
    recorded: bool,
    clock: &'t Clock,
) -> Pin<Box<dyn Future<Output = Result<Made<'a>, Failure>> + Send + 't>> {
    Box::pin(async move {
        let mut made = Vec::new();
        for counterpart in counterparts {
            let relation = model.relation_named(counterpart.relation);
            let field = relation.and_then(|relation| relation.fields.iter().find(|field| field.name == counterpart.leg));
            let Some(entity) = field.and_then(|field| model.target(field)) else {
                continue;
            };
            let mut input = Input::empty(entity);
            input.values = counterpart.values.clone();
            let manner = Manner {
                judged: Judged::Later,
                recorded,
            };
            let id = write_as(tx, model, entity, Target::New, &input, manner, clock)
                .await
                .map_err(|failure| explained(model, entity, &input, failure).at(&counterpart.prefix()))?;
            made.push((counterpart, entity, id));
        }
        Ok(made)
    })
}

/// The rows of a grid, with the records that were entered in them.
fn with_counterparts(relation: &RelationInfo, rows: &[Values], made: &Made<'_>) -> Vec<Values> {
    let mut rows = rows.to_vec();
    for (counterpart, _, id) in made {
        if let Some(row) = rows
            .get_mut(counterpart.row)
            .filter(|_| counterpart.relation == relation.meta.name)
        {
            row.set(counterpart.leg, Value::from(*id));
        }
    }
    rows
}

/// Raises the version of the records on other legs whose own forms show these rows, and would write them over.
async fn touch_others(tx: &mut Tx, model: &Model, relation: &RelationInfo, own: &str, rows: &[Values], clock: &Clock) -> Result<(), DbError> {
    let grids = model.entities.iter().flat_map(|entity| entity.meta.lines);
    for lines in grids.filter(|lines| lines.relation == relation.meta.name && lines.leg != own && !lines.touch.is_empty()) {
        let mut others: Vec<Key> = rows.iter().filter_map(|row| row.value(lines.leg).as_key()).collect();
        others.sort_unstable();
        others.dedup();
        let statement = super::sql::compile(lines.touch);
        for other in others {
            let args = statement.args(|name| match name {
                "__now" => db::store(Kind::DateTime, &Value::DateTime(clock.now)),
                _ => Value::from(other),
            });
            tx.execute(&statement.text, &args).await?;
        }
    }
    Ok(())
}

/// Gives a new row its numbers; one that is there keeps those it has.
async fn number_line(tx: &mut Tx, relation: &RelationInfo, row: &mut Values, before: Option<&Line>, clock: &Clock) -> Result<(), DbError> {
    for (position, field) in relation.fields.iter().enumerate() {
        if let Some(line) = before.filter(|_| field.is_given()) {
            row.set_at(position, line.values.at(position).clone());
            continue;
        }
        let counter = format!("{}.{}", relation.meta.table, field.name);
        match field.kind {
            Kind::Sequence(pattern) => {
                let reference = sequence::next_reference(tx, &counter, pattern, clock).await?;
                row.set_at(position, Value::Text(reference));
            }
            Kind::Serial => row.set_at(position, Value::Int(sequence::next_number(tx, &counter, "").await?)),
            _ => {}
        }
    }
    Ok(())
}

/// Writes one row of a relation whose records exist already; the caller calls [`judge_row`] once other rows are written.
pub async fn insert_row(tx: &mut Tx, relation: &RelationInfo, row: &Values, clock: &Clock) -> Result<(), DbError> {
    let mut row = row.clone();
    number_line(tx, relation, &mut row, None, clock).await?;
    let args = line_arguments(&relation.insert, relation, &row, clock);
    tx.execute(&relation.insert.text, &args).await.map(drop)
}

/// Refuses when a record just written breaks what it shares with others: its lines and members, its owners, rules over several rows.
pub async fn judge(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key, values: &Values) -> Result<(), Failure> {
    check_own(tx, model, entity, id).await?;
    check(tx, model, entity, id, (values, None), Judged::Now).await?;
    let mut guards = Guards::default();
    guards.record(entity, id, Written::made(values));
    guards.deferred_record(entity, id, values);
    guards.hold(tx).await
}

/// The same for a row of a relation.
pub async fn judge_row(tx: &mut Tx, model: &Model, relation: &RelationInfo, row: &Values) -> Result<(), Failure> {
    check_legs(tx, model, relation, "", std::slice::from_ref(row)).await?;
    let mut guards = Guards::default();
    guards.line(relation, Written::made(row));
    guards.deferred_line(relation, row);
    guards.hold(tx).await
}

/// The minimum and maximum of a record's own lines and members.
async fn check_own(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key) -> Result<(), Failure> {
    for relation in &model.relations {
        for leg in relation.meta.legs {
            let field = relation.fields.iter().find(|field| field.name == leg.name);
            let is_own = |field: &&FieldInfo| field.target.is_some_and(|target| entity.chain.contains(&target));
            if let Some(field) = field.filter(is_own) {
                check_leg(tx, model, relation, leg, field, id).await?;
            }
        }
    }
    for members in entity
        .members
        .iter()
        .filter(|members| members.min > 0 || members.max.is_some())
    {
        let Some((member, field)) = model
            .named(members.entity)
            .and_then(|member| Some((member, member.field(members.field)?)))
        else {
            continue;
        };
        let count = count(tx, member.meta.sql.select, &field.column, id).await?;
        refuse_count(tx, model, Some(entity), id, members.label, count, members.min, members.max, "").await?;
    }
    Ok(())
}

async fn delete_lines(tx: &mut Tx, relation: &RelationInfo, lines: &[&Line], clock: &Clock) -> Result<(), DbError> {
    for line in lines {
        let args = line_arguments(&relation.delete, relation, &line.values, clock);
        tx.execute(&relation.delete.text, &args).await?;
    }
    Ok(())
}

/// The minimum and maximum of the other legs, for each record whose rows were added or removed.
async fn check_legs(tx: &mut Tx, model: &Model, relation: &RelationInfo, own: &str, touched: &[Values]) -> Result<(), Failure> {
    for leg in relation.meta.legs.iter().filter(|leg| leg.name != own) {
        let Some(field) = relation.fields.iter().find(|field| field.name == leg.name) else {
            continue;
        };
        for row in touched {
            if let Some(id) = row.value(leg.name).as_key() {
                check_leg(tx, model, relation, leg, field, id).await?;
            }
        }
    }
    Ok(())
}

/// The same for one record at one leg.
async fn check_leg(tx: &mut Tx, model: &Model, relation: &RelationInfo, leg: &Leg, field: &FieldInfo, id: Key) -> Result<(), Failure> {
    if leg.min == 0 && leg.max.is_none() {
        return Ok(());
    }
    let count = count(tx, relation.meta.sql.select, &field.column, id).await?;
    let label = relation.meta.label;
    refuse_count(tx, model, model.target(field), id, label, count, leg.min, leg.max, leg.message).await
}

/// How many rows of a SELECT have this id in a column.
async fn count(tx: &mut Tx, select: &str, column: &str, id: Key) -> Result<i64, DbError> {
    let sql = format!("SELECT count(*) FROM ({select}) AS r WHERE {column} = {}", db::placeholder(1));
    let rows = tx.query(&sql, &[Value::from(id)]).await?;
    Ok(rows
        .first()
        .and_then(|row| row.first())
        .and_then(Value::as_int)
        .unwrap_or(0))
}

/// Refuses when another record would have too few or too many of something.
#[expect(clippy::too_many_arguments, reason = "the facts of one sentence")]
async fn refuse_count(
    tx: &mut Tx,
    model: &Model,
    owner: Option<&EntityInfo>,
    id: Key,
    label: &str,
    count: i64,
    min: u32,
    max: Option<u32>,
    message: &str,
) -> Result<(), Failure> {
    let too_few = count < i64::from(min);
    let too_many = max.is_some_and(|max| count > i64::from(max));
    let Some(owner) = owner.filter(|_| too_few || too_many) else {
        return Ok(());
    };
    // A record that is gone needs nothing.
    let Some(title) = record::title(tx, owner, id).await? else {
        return Ok(());
    };
    let (key, bound) = if too_few {
        ("error.others_min", min)
    } else {
        ("error.others_max", max.unwrap_or(0))
    };
    let mut errors = Errors::default();
    if message.is_empty() {
        let args = [
            ("owner", title.as_str()),
            ("min", &bound.to_string()),
            ("max", &bound.to_string()),
            ("label", label),
        ];
        errors.add("", model.locale.say(key, &args));
    } else {
        errors.add("", message);
    }
    Err(Failure::Refused(errors))
}

/// A record written within another, by the same functions: their futures would be endless if this one weren't boxed.
#[expect(clippy::too_many_arguments, reason = "one step of `write`, with its facts")]
fn written_in_place<'a>(
    tx: &'a mut Tx,
    model: &'a Model,
    entity: &'a EntityInfo,
    members: &'a Members,
    owner: Key,
    rows: &'a [Member],
    recorded: bool,
    clock: &'a Clock,
) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>> {
    Box::pin(write_in_place(tx, model, entity, members, owner, rows, recorded, clock))
}

/// Makes the members of an owner, which can't be without one, what its form says; those that left it are deleted.
#[expect(clippy::too_many_arguments, reason = "one step of `write`, with its facts")]
async fn write_in_place(
    tx: &mut Tx,
    model: &Model,
    entity: &EntityInfo,
    members: &Members,
    owner: Key,
    rows: &[Member],
    recorded: bool,
    clock: &Clock,
) -> Result<(), Failure> {
    let old = record::members(tx, model, members, owner).await?;
    for (index, row) in rows.iter().enumerate() {
        let target = match row.id {
            None => Target::New,
            Some(id) => Target::Existing {
                id,
                version: None,
            },
        };
        let before = match row.id {
            Some(id) => record::load(tx, entity, id).await?.map(|record| record.values),
            None => None,
        };
        let Some(mut values) = row.values.clone().or_else(|| before.clone()) else {
            continue;
        };
        values.set(members.field, Value::from(owner));
        let changed = before.is_none_or(|before| (0..entity.fields.len()).any(|position| before.at(position) != values.at(position)));
        if changed {
            let mut input = Input::empty(entity);
            input.values = values;
            let manner = Manner {
                judged: Judged::Within(members),
                recorded,
            };
            write_as(tx, model, entity, target, &input, manner, clock)
                .await
                .map_err(|failure| explained(model, entity, &input, failure).at(&format!("{}.{index}.", members.name)))?;
        }
    }
    for (id, _) in old
        .iter()
        .filter(|(id, _)| !rows.iter().any(|row| row.id == Some(*id)))
    {
        super::delete::remove(tx, model, entity, *id, None).await?;
    }
    Ok(())
}

/// Points the chosen members at their owner and lets the others go.
#[expect(clippy::too_many_arguments, reason = "one step of `write`, with its facts")]
async fn write_members<'a>(
    tx: &mut Tx,
    model: &'a Model,
    members: &Members,
    owner: Key,
    ids: &[Key],
    guards: &mut Guards<'a>,
    trail: &mut Trail,
    clock: &Clock,
) -> Result<(), Failure> {
    let statement = super::sql::compile(members.update);
    let Some(entity) = model.named(members.entity) else {
        return Ok(());
    };
    let old: Vec<Key> = record::members(tx, model, members, owner)
        .await?
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let leaving = old.iter().filter(|id| !ids.contains(id)).map(|id| (*id, Value::Null));
    let coming = ids
        .iter()
        .filter(|id| !old.contains(id))
        .map(|id| (*id, Value::from(owner)));
    // As for lines: when none stays, the new ones come first.
    let changes: Vec<(Key, Value)> = if old.iter().any(|id| ids.contains(id)) {
        leaving.chain(coming).collect()
    } else {
        coming.chain(leaving).collect()
    };
    for (id, value) in changes {
        let before = record::load(tx, entity, id).await?;
        let kind = before
            .as_ref()
            .map_or(entity, |record| model.of_kind(entity, &record.kind));
        if model.hooks.concern(model, kind) {
            write_hooked(tx, model, kind, id, (members.field, value), guards, trail, clock)
                .await
                .map_err(|failure| failure.at(members.name))?;
        } else {
            let args = statement.args(|name| match name {
                "__id" => Value::from(id),
                "__owner" => value.clone(),
                "__now" => db::store(Kind::DateTime, &Value::DateTime(clock.now)),
                _ => Value::Null,
            });
            tx.execute(&statement.text, &args).await?;
            if let Some(record) = &before {
                let mut after = record.values.clone();
                after.set(members.field, value);
                let written = Written {
                    before: Some(&record.values),
                    after: Some(&after),
                };
                guards.record(entity, id, written);
                trail.record(kind.meta.name, &entity.fields, id, Act::Changed, written);
            }
        }
        // The owner that a member leaves may need it.
        let former = before
            .and_then(|record| record.values.value(members.field).as_key())
            .filter(|former| *former != owner);
        if let (Some(former), Some(link)) = (
            former,
            entity
                .member_of
                .iter()
                .find(|link| std::ptr::eq(link.members, members)),
        ) {
            check_member(tx, model, entity, link, former).await?;
        }
    }
    Ok(())
}

/// Gives a field of a record another value as its own form would: its hooks run, and may change more of it or refuse.
#[expect(clippy::too_many_arguments, reason = "one step of `write`, with its facts")]
async fn write_hooked<'a>(
    tx: &mut Tx,
    model: &'a Model,
    entity: &'a EntityInfo,
    id: Key,
    (field, value): (&str, Value),
    guards: &mut Guards<'a>,
    trail: &mut Trail,
    clock: &Clock,
) -> Result<(), Failure> {
    let old = current(tx, entity, id, None).await?;
    let mut values = old.values.clone();
    values.set(field, value);
    let occasion = Occasion {
        model,
        entity,
        clock,
        id: Some(id),
        old: Some(&old.values),
    };
    hooks::before_save(tx, &occasion, &mut values).await?;
    update(tx, entity, entity, &old, &values, clock).await?;
    let written = Written {
        before: Some(&old.values),
        after: Some(&values),
    };
    guards.record(entity, id, written);
    trail.record(entity.meta.name, &entity.fields, id, Act::Changed, written);
    let words = words(tx, model, entity, id, &values).await?;
    db::write_search(tx, model.root(entity), id, Some(&words), false).await?;
    hooks::after_save(tx, &occasion, &values).await
}

/// Rules over several rows, and the owners that gained or lost this record.
async fn check(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key, (values, old): (&Values, Option<&Record>), judged: Judged<'_>) -> Result<(), Failure> {
    let mut errors = Errors::default();
    for (check, statement) in &entity.checks {
        let rows = tx
            .query(&statement.text, &statement.args(|_| Value::from(id)))
            .await?;
        if rows
            .iter()
            .any(|row| row.first().is_some_and(|holds| holds.as_int() == Some(0)))
        {
            errors.add("", check.message);
        }
    }
    if !errors.is_empty() {
        return Err(Failure::Refused(errors));
    }
    for link in &entity.member_of {
        let now = values
            .at(link.position)
            .as_key()
            .filter(|_| !matches!(judged, Judged::Within(members) if std::ptr::eq(members, link.members)));
        let before = old.and_then(|old| old.values.at(link.position).as_key());
        if now != before {
            for owner in [now, before].into_iter().flatten() {
                check_member(tx, model, entity, link, owner).await?;
            }
        }
    }
    Ok(())
}

/// Raises the version of the owners of a record that is written apart from them: their forms show it, and would write it over.
pub async fn touch_owners<'a>(tx: &mut Tx, entity: &EntityInfo, rows: impl Iterator<Item = &'a Values>, clock: &Clock) -> Result<(), DbError> {
    let rows: Vec<&Values> = rows.collect();
    for link in &entity.member_of {
        let mut owners: Vec<Key> = rows
            .iter()
            .filter_map(|values| values.at(link.position).as_key())
            .collect();
        owners.dedup();
        let statement = super::sql::compile(link.members.touch);
        for owner in owners {
            let args = statement.args(|name| match name {
                "__now" => db::store(Kind::DateTime, &Value::DateTime(clock.now)),
                _ => Value::from(owner),
            });
            tx.execute(&statement.text, &args).await?;
        }
    }
    Ok(())
}

/// The owners that a deleted record leaves.
pub async fn check_after_delete(tx: &mut Tx, model: &Model, entity: &EntityInfo, old: &Record) -> Result<(), Failure> {
    for link in &entity.member_of {
        if let Some(owner) = old.values.at(link.position).as_key() {
            check_member(tx, model, entity, link, owner).await?;
        }
    }
    Ok(())
}

async fn check_member(tx: &mut Tx, model: &Model, entity: &EntityInfo, link: &MemberOf, owner: Key) -> Result<(), Failure> {
    let column = entity
        .fields
        .get(link.position)
        .map_or("", |field| field.column.as_str());
    let count = count(tx, entity.meta.sql.select, column, owner).await?;
    let members = link.members;
    refuse_count(
        tx,
        model,
        model.entities.get(link.owner),
        owner,
        members.label,
        count,
        members.min,
        members.max,
        "",
    )
    .await
}

/// The words by which the search box finds a record, whatever the subtypes it belongs to.
pub async fn words(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key, values: &Values) -> Result<String, DbError> {
    let mut words = search_text(entity, id, values);
    for (kind, values) in super::kinds::all(tx, model, entity, id).await? {
        words.push_str(&search_text(kind, id, &values));
    }
    Ok(words)
}

/// The words by which the search box finds a record of this entity.
pub fn search_text(entity: &EntityInfo, id: Key, values: &Values) -> String {
    let mut words = String::new();
    for (position, field) in entity
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.search || field.title)
    {
        match (field.kind, values.at(position)) {
            (Kind::Phone, Value::Text(number)) => words.push_str(&text::phone_forms(number)),
            (_, Value::Text(value)) => words.push_str(&text::normalize(value)),
            (Kind::Serial, Value::Null) => words.push_str(&id.to_string()),
            (_, Value::Int(number)) => words.push_str(&number.to_string()),
            _ => continue,
        }
        words.push(' ');
    }
    words
}
