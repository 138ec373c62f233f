//! Deleting a record: what depends on it, and doing it.

use super::db::{self, Db, DbError, Read, Tx};
use super::errors::Failure;
use super::guards::{Guards, Written};
use super::history::{Act, Trail};
use super::hooks::{self, Occasion};
use super::key::Key;
use super::kind::OnDelete;
use super::line_order;
use super::meta::Lines;
use super::model::{EntityInfo, Incoming, Model, RelationInfo, Source};
use super::record;
use super::refusal;
use super::save;
use super::value::Value;

/// How many dependents are named one by one.
const SAMPLES: u32 = 5;

/// Records that point at the one to delete, through one reference.
#[derive(Clone, Debug)]
pub struct Dependents {
    pub label: String,
    pub on_delete: OnDelete,
    pub count: i64,
    /// Title and URL (empty where rows have no page).
    pub samples: Vec<(String, String)>,
    /// The list of them all; empty where there is none.
    pub all_url: String,
    /// How many of them the record itself must have.
    pub needed: u32,
}

/// Everything that points at a record, by any of its supertypes or subtypes, in the order of the model.
pub async fn dependents(reader: &mut impl Read, model: &Model, entity: &EntityInfo, id: Key) -> Result<Vec<Dependents>, DbError> {
    let mut list = Vec::new();
    for incoming in concerned(model, entity) {
        let found = match incoming.from {
            Source::Entity(index) => match model.entities.get(index) {
                Some(from) => Dependents {
                    needed: needed(entity, from, incoming),
                    ..of_entity(reader, from, incoming, id).await?
                },
                None => continue,
            },
            Source::Relation(index) => of_relation(reader, model, index, incoming, id, entity).await?,
        };
        if found.count > 0 {
            list.push(found);
        }
    }
    Ok(list)
}

/// How many of the records that refer to it an entity can't be without, when those can't be without it either.
fn needed(entity: &EntityInfo, from: &EntityInfo, incoming: &Incoming) -> u32 {
    let alone = from
        .field(incoming.field)
        .is_some_and(|field| field.required || field.identifier);
    let members = entity
        .members
        .iter()
        .find(|members| members.entity == from.meta.name && members.field == incoming.field);
    members.filter(|_| alone).map_or(0, |members| members.min)
}

/// References that a record's deletion concerns; those at its supertypes don't when it only stops being of a subtype.
fn concerned<'a>(model: &'a Model, entity: &'a EntityInfo) -> impl Iterator<Item = &'a Incoming> {
    let kept = if entity.overlaps_in.is_some() {
        entity.chain.len().saturating_sub(1)
    } else {
        0
    };
    entity
        .chain
        .iter()
        .skip(kept)
        .chain(&entity.subtypes)
        .filter_map(|index| model.entities.get(*index))
        .flat_map(|link| &link.incoming)
}

/// References that point at an entity or at one of its supertypes.
pub fn pointing<'a>(model: &'a Model, entity: &'a EntityInfo) -> impl Iterator<Item = &'a Incoming> {
    entity
        .chain
        .iter()
        .chain(&entity.subtypes)
        .filter_map(|index| model.entities.get(*index))
        .flat_map(|link| &link.incoming)
}

async fn of_entity(reader: &mut impl Read, from: &EntityInfo, incoming: &Incoming, id: Key) -> Result<Dependents, DbError> {
    let column = from.field(incoming.field).map_or("", |field| field.column.as_str());
    let select = from.meta.sql.select;
    let place = db::placeholder(1);
    let sql = format!("SELECT r.__id, r.__title FROM ({select}) AS r WHERE {column} = {place} ORDER BY r.__id LIMIT {SAMPLES}");
    let rows = reader.query(&sql, &[Value::from(id)]).await?;
    let samples: Vec<(String, String)> = rows
        .into_iter()
        .map(record::pair)
        .map(|(id, title)| (title, from.record_url(id)))
        .collect();
    let count = match samples.len() {
        few if few < SAMPLES as usize => few as i64,
        _ => count(reader, &format!("SELECT count(*) FROM ({select}) AS r WHERE {column} = {place}"), id).await?,
    };
    Ok(Dependents {
        label: incoming.label.to_owned(),
        on_delete: incoming.on_delete,
        count,
        samples,
        all_url: format!("{}?f.{}={id}", from.url, incoming.field),
        needed: 0,
    })
}

async fn of_relation(reader: &mut impl Read, model: &Model, index: usize, incoming: &Incoming, id: Key, entity: &EntityInfo) -> Result<Dependents, DbError> {
    let mut found = Dependents {
        label: incoming.label.to_owned(),
        on_delete: incoming.on_delete,
        count: 0,
        samples: Vec::new(),
        all_url: String::new(),
        needed: 0,
    };
    let Some(relation) = model.relations.get(index) else {
        return Ok(found);
    };
    let column = relation
        .fields
        .iter()
        .find(|field| field.name == incoming.field)
        .map_or("", |field| field.column.as_str());
    let sql = format!(
        "SELECT count(*) FROM ({}) AS r WHERE {column} = {}",
        relation.meta.sql.select,
        db::placeholder(1)
    );
    found.count = count(reader, &sql, id).await?;
    // A row edited in this record's own form goes with it.
    if entity
        .lines
        .iter()
        .any(|lines| lines.relation == relation.meta.name && lines.leg == incoming.field)
    {
        found.on_delete = OnDelete::Cascade;
    }
    let parent = entity_of_lines(model, relation.parent, relation.meta.name).filter(|(_, leg)| *leg != incoming.field);
    if let Some((parent, leg)) = parent.filter(|_| found.count > 0) {
        for line in record::lines(reader, relation, incoming.field, id, SAMPLES).await? {
            let title = relation
                .position(leg)
                .and_then(|position| line.titles.get(position))
                .cloned()
                .unwrap_or_default();
            let url = line
                .values
                .value(leg)
                .as_key()
                .map(|id| parent.record_url(id))
                .unwrap_or_default();
            found.samples.push((title, url));
        }
    }
    Ok(found)
}

/// The entity in whose form a relation's rows are edited, and its leg.
pub fn entity_of_lines<'a>(model: &'a Model, parent: Option<usize>, relation: &str) -> Option<(&'a EntityInfo, &'static str)> {
    let parent = parent.and_then(|index| model.entities.get(index))?;
    let lines = parent.lines.iter().find(|lines| lines.relation == relation)?;
    Some((parent, lines.leg))
}

async fn count(reader: &mut impl Read, sql: &str, id: Key) -> Result<i64, DbError> {
    let rows = reader.query(sql, &[Value::from(id)]).await?;
    Ok(rows
        .first()
        .and_then(|row| row.first())
        .and_then(Value::as_int)
        .unwrap_or(0))
}

/// Deletes a record and what goes with it; refused while something restricts it, or when it isn't the version that was read.
/// Where subtypes overlap, it only stops being of this one.
pub async fn delete(db: &Db, model: &Model, entity: &EntityInfo, id: Key, version: Option<i64>) -> Result<(), Failure> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match attempt_delete(db, model, entity, id, version).await {
            Err(Failure::Database(DbError::Busy(_))) if attempt < save::ATTEMPTS => save::pause(attempt).await,
            Err(Failure::Database(DbError::Violation(violation))) => return Err(Failure::Refused(refusal::told(model, &violation))),
            result => return result,
        }
    }
}

async fn attempt_delete(db: &Db, model: &Model, entity: &EntityInfo, id: Key, version: Option<i64>) -> Result<(), Failure> {
    let mut tx = db.begin().await?;
    let removed = match remove(&mut tx, model, entity, id, version).await {
        Ok(()) => save::settle(&mut tx, model).await,
        Err(failure) => Err(failure),
    };
    match removed {
        Ok(()) => Ok(tx.commit().await?),
        Err(failure) => {
            tx.rollback().await?;
            Err(failure)
        }
    }
}

/// Deletes inside a transaction that the caller commits.
pub async fn remove(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key, version: Option<i64>) -> Result<(), Failure> {
    let old = record::load(tx, entity, id).await?.ok_or(Failure::NotFound)?;
    if version.is_some_and(|version| version != old.version) {
        return Err(Failure::Conflict);
    }
    let mut guards = Guards::default();
    let clock = model.locale.clock();
    let (mut hooked, mut trail) = (Vec::new(), Trail::default());
    for (gone, id) in with_cascades(tx, model, entity, id).await? {
        if model.hooks.concern(model, gone)
            && let Some(record) = record::load(tx, gone, id).await?
        {
            hooks::before_delete(tx, &Occasion::of_deletion(model, gone, &clock, &record), &record.values).await?;
            hooked.push((gone, record));
        }
        touch(tx, model, gone, id, &mut guards).await?;
        record_end(tx, model, gone, id, &mut trail).await?;
        if !std::ptr::eq(gone, entity) || entity.overlaps_in.is_none() {
            db::write_search(tx, model.root(gone), id, None, false).await?;
        }
    }
    for relation in own_lines(entity).filter_map(|lines| model.relation_named(lines.relation)) {
        line_order::forget(tx, relation, id).await?;
    }
    // Rows of the record's own grids are part of it. Those that the database cascades are left to it: it asks for a row at least.
    for lines in own_lines(entity) {
        let cascaded = |relation: &RelationInfo| {
            concerned(model, entity)
                .any(|incoming| incoming.from == Source::Relation(relation.index) && incoming.field == lines.leg && incoming.on_delete == OnDelete::Cascade)
        };
        if let Some(relation) = model
            .relation_named(lines.relation)
            .filter(|relation| !cascaded(relation))
        {
            for line in record::lines(tx, relation, lines.leg, id, 100_000).await? {
                let args = relation.delete.args(|name| line.values.value(name).clone());
                tx.execute(&relation.delete.text, &args).await?;
            }
        }
    }
    let args = entity.delete.args(|_| Value::from(id));
    tx.execute(&entity.delete.text, &args).await?;
    if let Some(above) = entity.overlaps_in.and_then(|above| model.entities.get(above)) {
        let words = save::words(tx, model, above, id, &old.values).await?;
        db::write_search(tx, model.root(above), id, Some(&words), false).await?;
    }
    guards.hold(tx).await?;
    save::touch_owners(tx, entity, std::iter::once(&old.values), &clock).await?;
    save::check_after_delete(tx, model, entity, &old).await?;
    trail.keep(tx, &clock).await?;
    for (gone, record) in &hooked {
        hooks::after_delete(tx, &Occasion::of_deletion(model, gone, &clock, record), &record.values).await?;
    }
    Ok(())
}

/// The grids whose rows go with a record, or with its being of a subtype.
fn own_lines(entity: &EntityInfo) -> impl Iterator<Item = &&'static Lines> {
    let own = entity.meta.lines.len();
    let kept = if entity.overlaps_in.is_some() {
        entity.lines.len().saturating_sub(own)
    } else {
        0
    };
    entity.lines.iter().skip(kept)
}

/// What the end of a record, and of its rows in relations, may break.
async fn touch<'a>(tx: &mut Tx, model: &'a Model, entity: &'a EntityInfo, id: Key, guards: &mut Guards<'a>) -> Result<(), DbError> {
    if !entity.guards.is_empty()
        && let Some(record) = record::load(tx, entity, id).await?
    {
        guards.record(entity, id, Written::gone(&record.values));
    }
    for incoming in concerned(model, entity) {
        let Source::Relation(index) = incoming.from else {
            continue;
        };
        let Some(relation) = model
            .relations
            .get(index)
            .filter(|relation| !relation.guards.is_empty())
        else {
            continue;
        };
        for line in record::lines(tx, relation, incoming.field, id, 100_000).await? {
            guards.line(relation, Written::gone(&line.values));
        }
    }
    Ok(())
}

/// Tells what a record held, in each of its subtypes and with the lines of its grids, and who loses sight of it.
async fn record_end(tx: &mut Tx, model: &Model, entity: &EntityInfo, id: Key, trail: &mut Trail) -> Result<(), DbError> {
    let Some((actual, record)) = record::actual(tx, model, entity, id).await? else {
        return Ok(());
    };
    trail.deletion(actual, id, &record.title, &record.values);
    for lines in own_lines(actual) {
        if let Some(relation) = model.relation_named(lines.relation) {
            for line in record::lines(tx, relation, lines.leg, id, 100_000).await? {
                trail.line(relation, lines.leg, Written::gone(&line.values));
            }
        }
    }
    for (below, values) in super::kinds::all(tx, model, actual, id).await? {
        if actual.subtypes.contains(&below.index) {
            trail.deletion(below, id, &record.title, &values);
        }
    }
    for incoming in concerned(model, actual).filter(|incoming| incoming.on_delete == OnDelete::Detach) {
        if let Source::Entity(from) = incoming.from
            && let Some(from) = model.entities.get(from)
        {
            record_detached(tx, model, from, incoming.field, id, trail).await?;
        }
    }
    Ok(())
}

/// The database empties these references.
async fn record_detached(tx: &mut Tx, model: &Model, from: &EntityInfo, field: &str, id: Key, trail: &mut Trail) -> Result<(), DbError> {
    let positions: Vec<usize> = from.position(field).into_iter().collect();
    let column = from.field(field).map_or("", |field| field.column.as_str());
    let sql = format!(
        "SELECT {} FROM ({}) AS r WHERE {column} = {}",
        record::columns(from, &positions),
        from.meta.sql.select,
        db::placeholder(1)
    );
    for row in tx.query(&sql, &[Value::from(id)]).await? {
        let detached = record::read(from, &positions, row);
        let mut after = detached.values.clone();
        after.set(field, Value::Null);
        let written = Written {
            before: Some(&detached.values),
            after: Some(&after),
        };
        let name = model.of_kind(from, &detached.kind).meta.name;
        trail.record(name, &from.fields, detached.id, Act::Changed, written);
    }
    Ok(())
}

/// The record and everything that the database deletes with it.
async fn with_cascades<'a>(tx: &mut Tx, model: &'a Model, entity: &'a EntityInfo, id: Key) -> Result<Vec<(&'a EntityInfo, Key)>, DbError> {
    let mut found = vec![(entity, id)];
    let mut todo = vec![(entity, id)];
    while let Some((entity, id)) = todo.pop() {
        for incoming in concerned(model, entity).filter(|incoming| incoming.on_delete == OnDelete::Cascade) {
            let Source::Entity(from) = incoming.from else {
                continue;
            };
            let Some(from) = model.entities.get(from) else {
                continue;
            };
            let column = from.field(incoming.field).map_or("", |field| field.column.as_str());
            let sql = format!(
                "SELECT r.__id FROM ({}) AS r WHERE {column} = {}",
                from.meta.sql.select,
                db::placeholder(1)
            );
            for row in tx.query(&sql, &[Value::from(id)]).await? {
                if let Some(id) = row.first().and_then(Value::as_key) {
                    found.push((from, id));
                    todo.push((from, id));
                }
            }
        }
    }
    Ok(found)
}
