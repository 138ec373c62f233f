//! Reading one record, or the rows of a relation, with the titles of what they point at.

use chrono::NaiveDateTime;

use super::db::{self, DbError, Read, Row};
use super::key::Key;
use super::line_order;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::value::{Value, Values};

#[derive(Clone, Debug)]
pub struct Record {
    pub id: Key,
    pub version: i64,
    pub title: String,
    /// Value of the subtype column; empty where there is none.
    pub kind: String,
    pub created: Option<NaiveDateTime>,
    pub updated: Option<NaiveDateTime>,
    pub values: Values,
    /// Titles of the references, by position of field.
    pub titles: Vec<String>,
}

impl Record {
    /// The same record with the values that another entity of its family has; `values` are those it doesn't have itself.
    pub fn seen_as(mut self, mut values: Values) -> Record {
        values.take(&self.values);
        self.values = values;
        self
    }
}

/// One row of a relation.
#[derive(Clone, Debug)]
pub struct Line {
    pub values: Values,
    pub titles: Vec<String>,
}

/// The record of an id, as seen by an entity: a subtype sees only its own.
pub async fn load(reader: &mut impl Read, entity: &EntityInfo, id: Key) -> Result<Option<Record>, DbError> {
    let positions: Vec<usize> = (0..entity.fields.len()).collect();
    let sql = format!(
        "SELECT {} FROM ({}) AS r WHERE r.__id = {}",
        columns(entity, &positions),
        entity.meta.sql.select,
        db::placeholder(1)
    );
    let rows = reader.query(&sql, &[Value::from(id)]).await?;
    Ok(rows.into_iter().next().map(|row| read(entity, &positions, row)))
}

/// The record of an id as the subtype it belongs to sees it, however deep.
pub async fn actual<'a>(reader: &mut impl Read, model: &'a Model, entity: &EntityInfo, id: Key) -> Result<Option<(&'a EntityInfo, Record)>, DbError> {
    let Some(mut seen) = model.entities.get(entity.index) else {
        return Ok(None);
    };
    loop {
        let Some(record) = load(reader, seen, id).await? else {
            return Ok(None);
        };
        let actual = model.of_kind(seen, &record.kind);
        if actual.index == seen.index {
            return Ok(Some((seen, record)));
        }
        seen = actual;
    }
}

/// What a SELECT of these fields asks for, in the order that `read` takes them.
pub fn columns(entity: &EntityInfo, positions: &[usize]) -> String {
    let mut columns = String::from("r.__id, r.__version, r.__created_at, r.__updated_at, r.__title");
    if entity.has_kinds() {
        columns.push_str(", r.__kind");
    }
    for field in positions.iter().filter_map(|position| entity.fields.get(*position)) {
        columns.push_str(", ");
        columns.push_str(&field.column);
        if field.target.is_some() {
            columns.push_str(", ");
            columns.push_str(&field.title_column);
        }
    }
    columns
}

pub fn read(entity: &EntityInfo, positions: &[usize], row: Row) -> Record {
    let mut cells = row.into_iter();
    let mut next = || cells.next().unwrap_or_default();
    let (id, version) = (next().as_key().unwrap_or(Key::NONE), next().as_int().unwrap_or(0));
    let (created, updated) = (instant(next()), instant(next()));
    let title = text(next());
    let kind = if entity.has_kinds() {
        text(next())
    } else {
        String::new()
    };
    let mut values = Values::empty(&entity.names);
    let mut titles = vec![String::new(); entity.fields.len()];
    for position in positions {
        if let Some(field) = entity.fields.get(*position) {
            values.set_at(*position, db::load(field.kind, next()));
            if let (Some(_), Some(title)) = (field.target, titles.get_mut(*position)) {
                *title = text(next());
            }
        }
    }
    Record {
        id,
        version,
        title: if title.is_empty() { format!("#{id}") } else { title },
        kind,
        created,
        updated,
        values,
        titles,
    }
}

fn instant(value: Value) -> Option<NaiveDateTime> {
    match db::load(super::kind::Kind::DateTime, value) {
        Value::DateTime(instant) => Some(instant),
        _ => None,
    }
}

fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Uuid(uuid) => uuid.to_string(),
        _ => String::new(),
    }
}

/// The rows of a relation in which a record takes part by a leg, in the order in which they were entered; at most `limit`.
pub async fn lines(reader: &mut impl Read, relation: &RelationInfo, leg: &str, id: Key, limit: u32) -> Result<Vec<Line>, DbError> {
    let Some(position) = relation.position(leg) else {
        return Ok(Vec::new());
    };
    let own = relation
        .fields
        .get(position)
        .map_or("", |field| field.column.as_str());
    let columns: Vec<String> = relation.fields.iter().flat_map(field_columns).collect();
    let order: Vec<&str> = relation
        .meta
        .key
        .iter()
        .filter_map(|key| relation.position(key))
        .filter_map(|position| relation.fields.get(position))
        .map(|field| field.column.as_str())
        .collect();
    let order = if order.is_empty() {
        own.to_owned()
    } else {
        order.join(", ")
    };
    let select = relation.meta.sql.select;
    let sql = format!(
        "SELECT {} FROM ({select}) AS r WHERE {own} = {} ORDER BY {order} LIMIT {limit}",
        columns.join(", "),
        db::placeholder(1)
    );
    let rows = reader.query(&sql, &[Value::from(id)]).await?;
    let mut lines: Vec<Line> = rows.into_iter().map(|row| line(relation, row)).collect();
    line_order::sort(reader, relation, leg, id, &mut lines).await?;
    Ok(lines)
}

fn field_columns(field: &FieldInfo) -> Vec<String> {
    match field.target {
        Some(_) => vec![field.column.clone(), field.title_column.clone()],
        None => vec![field.column.clone()],
    }
}

fn line(relation: &RelationInfo, row: Row) -> Line {
    let mut cells = row.into_iter();
    let mut values = Values::empty(&relation.names);
    let mut titles = Vec::with_capacity(relation.fields.len());
    for (position, field) in relation.fields.iter().enumerate() {
        values.set_at(position, db::load(field.kind, cells.next().unwrap_or_default()));
        titles.push(if field.target.is_some() {
            text(cells.next().unwrap_or_default())
        } else {
            String::new()
        });
    }
    Line {
        values,
        titles,
    }
}

/// The records chosen as members of an owner: id and title, by title.
pub async fn members(reader: &mut impl Read, model: &Model, members: &super::meta::Members, owner: Key) -> Result<Vec<(Key, String)>, DbError> {
    let Some(entity) = model.named(members.entity) else {
        return Ok(Vec::new());
    };
    let column = entity.field(members.field).map_or("", |field| field.column.as_str());
    let select = entity.meta.sql.select;
    let sql = format!(
        "SELECT r.__id, r.__title FROM ({select}) AS r WHERE {column} = {} ORDER BY r.__title, r.__id LIMIT 1000",
        db::placeholder(1)
    );
    let rows = reader.query(&sql, &[Value::from(owner)]).await?;
    Ok(rows.into_iter().map(pair).collect())
}

/// The titles of records, of those that exist.
pub async fn titles(reader: &mut impl Read, entity: &EntityInfo, ids: &[Key]) -> Result<Vec<(Key, String)>, DbError> {
    let places: Vec<String> = (1..=ids.len()).map(db::placeholder).collect();
    let sql = format!(
        "SELECT r.__id, r.__title FROM ({}) AS r WHERE r.__id IN ({})",
        entity.meta.sql.select,
        places.join(", ")
    );
    let args: Vec<Value> = ids.iter().copied().map(Value::from).collect();
    let rows = reader.query(&sql, &args).await?;
    Ok(rows.into_iter().map(pair).collect())
}

/// The title of a record; `None` when it does not exist.
pub async fn title(reader: &mut impl Read, entity: &EntityInfo, id: Key) -> Result<Option<String>, DbError> {
    let select = entity.meta.sql.select;
    let sql = format!("SELECT r.__id, r.__title FROM ({select}) AS r WHERE r.__id = {}", db::placeholder(1));
    let rows = reader.query(&sql, &[Value::from(id)]).await?;
    Ok(rows.into_iter().next().map(|row| pair(row).1))
}

/// An id and a title, which is the id where the record has none.
pub fn pair(row: Row) -> (Key, String) {
    let mut cells = row.into_iter();
    let id = cells.next().unwrap_or_default().as_key().unwrap_or(Key::NONE);
    let title = text(cells.next().unwrap_or_default());
    (id, if title.is_empty() { format!("#{id}") } else { title })
}
