//! What was done to records: written in the transaction that does it, read back the last first.
//!
//! A save or a deletion has one row, and one more for each line of a grid that it touched. A row bears the fields that changed as they were
//! (`old_values`) and as they became (`new_values`), each a flat JSON object of names and texts that no locale changes (`canonical`): a
//! migration that renames a field or a value renames it there too. A reference is its key alone; the title is looked for when it is read, in the
//! record, or in its deletion. Invariant: what is hidden or sensitive is said to have changed, without its value.
//!
//! Not here: what people see of it (`history_page`), putting values back (`restore`). Imports and demonstration data write none.

use chrono::NaiveDateTime;
use serde_json::{Map, Value as Json};

use super::canonical;
use super::db::{self, DbError, Read, Tx};
use super::entity::Clock;
use super::guards::Written;
use super::key::Key;
use super::kind::Kind;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::value::{Value, Values};

/// Fields by name.
pub type Texts = Map<String, Json>;

const COLUMNS: [&str; 8] = [
    "happened_at",
    "entity",
    "record_id",
    "act",
    "title",
    "relation",
    "old_values",
    "new_values",
];

/// Rows written by one statement, at most.
const ROWS: usize = 100;

/// Lines shown of one page of a history, at most.
const LINES: u32 = 2_000;

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Created,
    Changed,
    Deleted,
}

impl Act {
    /// As it is stored, in the API too.
    pub fn name(self) -> &'static str {
        match self {
            Act::Created => "created",
            Act::Changed => "changed",
            Act::Deleted => "deleted",
        }
    }

    fn read(name: &str) -> Act {
        match name {
            "created" => Act::Created,
            "deleted" => Act::Deleted,
            _ => Act::Changed,
        }
    }
}

/// What a transaction does to records, until it is written.
#[derive(Default)]
pub struct Trail {
    done: Vec<Done>,
}

/// One record's part in it.
struct Done {
    entity: &'static str,
    id: Key,
    act: Act,
    title: String,
    changes: (Texts, Texts),
    lines: Vec<(&'static str, (Texts, Texts))>,
}

impl Trail {
    /// A record was written; its lines come next.
    pub fn record(&mut self, name: &'static str, fields: &[FieldInfo], id: Key, act: Act, written: Written<'_>) {
        self.done.push(Done {
            entity: name,
            id,
            act,
            title: String::new(),
            changes: changes(fields, &[], written),
            lines: Vec::new(),
        });
    }

    /// A record is deleted: what it was called is kept.
    pub fn deletion(&mut self, entity: &EntityInfo, id: Key, title: &str, values: &Values) {
        self.record(entity.meta.name, &entity.fields, id, Act::Deleted, Written::gone(values));
        if let Some(done) = self.done.last_mut() {
            title.clone_into(&mut done.title);
        }
    }

    /// A line of the last record, seen from its leg.
    pub fn line(&mut self, relation: &RelationInfo, leg: &str, written: Written<'_>) {
        let named: Vec<&str> = relation
            .meta
            .key
            .iter()
            .copied()
            .filter(|name| *name != leg)
            .collect();
        let own = relation.position(leg);
        let mut changes = changes(&relation.fields, &named, written);
        if let Some(own) = own.and_then(|own| relation.fields.get(own)) {
            changes.0.remove(own.name);
            changes.1.remove(own.name);
        }
        if let Some(done) = self.done.last_mut() {
            done.lines.push((relation.meta.name, changes));
        }
    }

    /// Writes it: one statement, unless it touched more rows than anybody types.
    pub async fn keep(self, tx: &mut Tx, clock: &Clock) -> Result<(), DbError> {
        let rows: Vec<Vec<Value>> = self.done.into_iter().flat_map(|done| done.rows(clock)).collect();
        for rows in rows.chunks(ROWS) {
            let places: Vec<String> = (0..rows.len())
                .map(|row| {
                    let places = (1..=COLUMNS.len()).map(|place| db::placeholder(row * COLUMNS.len() + place));
                    format!("({})", places.collect::<Vec<_>>().join(", "))
                })
                .collect();
            let sql = format!("INSERT INTO history ({}) VALUES {}", COLUMNS.join(", "), places.join(", "));
            tx.execute(&sql, &rows.concat()).await?;
        }
        Ok(())
    }
}

impl Done {
    /// None where nothing changed.
    fn rows(self, clock: &Clock) -> Vec<Vec<Value>> {
        let (old, new) = &self.changes;
        if self.act == Act::Changed && old.is_empty() && new.is_empty() && self.lines.is_empty() {
            return Vec::new();
        }
        let row = |act: &str, title: &str, relation: &str, (old, new): &(Texts, Texts)| {
            vec![
                db::store(Kind::DateTime, &Value::DateTime(clock.now)),
                Value::text(self.entity),
                Value::Text(self.id.to_string()),
                Value::text(act),
                Value::text(title),
                Value::text(relation),
                Value::Text(Json::Object(old.clone()).to_string()),
                Value::Text(Json::Object(new.clone()).to_string()),
            ]
        };
        let mut rows = vec![row(self.act.name(), &self.title, "", &self.changes)];
        rows.extend(
            self.lines
                .iter()
                .map(|(relation, changes)| row("", "", relation, changes)),
        );
        rows
    }
}

/// The fields that differ, and those that are named whether they do or not, before and after.
fn changes(fields: &[FieldInfo], named: &[&str], written: Written<'_>) -> (Texts, Texts) {
    let (mut old, mut new) = (Texts::new(), Texts::new());
    for (position, field) in fields.iter().enumerate() {
        let at = |values: Option<&Values>| values.map_or(Value::Null, |values| values.at(position).clone());
        let (before, after) = (at(written.before), at(written.after));
        if before == after && !named.contains(&field.name) {
            continue;
        }
        for (texts, value) in [(&mut old, before), (&mut new, after)] {
            if let Some(text) = canonical::text(field.kind, &value) {
                let told = if field.hidden || field.sensitive {
                    Json::Bool(true)
                } else {
                    Json::String(text)
                };
                texts.insert(field.name.to_owned(), told);
            }
        }
    }
    (old, new)
}

/// What was done to one record, once.
#[derive(Debug)]
pub struct Event {
    /// Greater than those of what was done before.
    pub id: i64,
    pub at: Option<NaiveDateTime>,
    /// The entity, by the name it has now.
    pub entity: String,
    pub record: String,
    pub act: Act,
    /// What the record was called, if it was deleted.
    pub title: String,
    pub old: Texts,
    pub new: Texts,
    pub lines: Vec<LineEvent>,
}

/// What was done to a line then: one that has no former values was added, one that has no new ones was removed.
#[derive(Debug)]
pub struct LineEvent {
    pub relation: String,
    pub old: Texts,
    pub new: Texts,
}

/// The names under which the history of an entity's records may be: its own, and those of its supertypes and subtypes.
pub fn family(model: &Model, entity: &EntityInfo) -> Vec<&'static str> {
    let root = model.entities.get(entity.root()).unwrap_or(entity);
    std::iter::once(root.index)
        .chain(root.subtypes.iter().copied())
        .filter_map(|index| model.entities.get(index))
        .map(|entity| entity.meta.name)
        .collect()
}

/// The history of a record, the last first: what came before the event `before`, as many as asked at most.
pub async fn of_record(reader: &mut impl Read, model: &Model, entity: &EntityInfo, id: Key, before: Option<i64>, limit: u32) -> Result<Vec<Event>, DbError> {
    let names = family(model, entity);
    let mut args = Vec::new();
    let condition = format!(
        "{} AND record_id = {} AND id < {}",
        among("entity", &names, &mut args),
        given(&mut args, Value::Text(id.to_string())),
        given(&mut args, Value::Int(before.unwrap_or(i64::MAX)))
    );
    let mut events = events(reader, &format!("{condition} AND relation = ''"), &args, limit).await?;
    let Some(first) = events.last().map(|event| event.id) else {
        return Ok(events);
    };
    args.push(Value::Int(first));
    let sql = format!(
        "SELECT id, relation, old_values, new_values FROM history WHERE {condition} AND id > {} AND relation <> '' ORDER BY id LIMIT {LINES}",
        db::placeholder(args.len())
    );
    for row in reader.query(&sql, &args).await? {
        let mut cells = row.into_iter();
        let line = cells.next().and_then(|cell| cell.as_int()).unwrap_or(0);
        // A line follows the record that it is of.
        if let Some(event) = events.iter_mut().find(|event| event.id < line) {
            event.lines.push(LineEvent {
                relation: text(cells.next()),
                old: texts(cells.next()),
                new: texts(cells.next()),
            });
        }
    }
    Ok(events)
}

/// One event of an entity's record, with its lines.
pub async fn one(reader: &mut impl Read, model: &Model, entity: &EntityInfo, event: i64) -> Result<Option<Event>, DbError> {
    let condition = format!("id = {} AND relation = ''", db::placeholder(1));
    let found = events(reader, &condition, &[Value::Int(event)], 1).await?;
    let is_own = |found: &Event| found.entity == entity.meta.name;
    let Some(id) = found
        .first()
        .filter(|found| is_own(found))
        .and_then(|found| entity.meta.key.read(&found.record))
    else {
        return Ok(None);
    };
    let next = following(reader, model, entity, id, event).await?;
    let whole = of_record(reader, model, entity, id, next, 1).await?;
    Ok(whole.into_iter().find(|found| found.id == event))
}

/// The event of a record that follows one, if any: what lies between is the lines of the first.
async fn following(reader: &mut impl Read, model: &Model, entity: &EntityInfo, id: Key, event: i64) -> Result<Option<i64>, DbError> {
    let mut args = Vec::new();
    let sql = format!(
        "SELECT min(id) FROM history WHERE {} AND record_id = {} AND id > {} AND relation = ''",
        among("entity", &family(model, entity), &mut args),
        given(&mut args, Value::Text(id.to_string())),
        given(&mut args, Value::Int(event))
    );
    let rows = reader.query(&sql, &args).await?;
    Ok(rows.first().and_then(|row| row.first()).and_then(Value::as_int))
}

/// The deletions of an entity's records, and of its subtypes', the last first. Who only stops being of an overlapping subtype isn't deleted.
pub async fn deletions(reader: &mut impl Read, model: &Model, entity: &EntityInfo, before: Option<i64>, limit: u32) -> Result<Vec<Event>, DbError> {
    let below = entity
        .subtypes
        .iter()
        .filter_map(|index| model.entities.get(*index))
        .filter(|below| below.overlaps_in.is_none());
    let names: Vec<&str> = std::iter::once(entity)
        .chain(below)
        .map(|entity| entity.meta.name)
        .collect();
    let mut args = Vec::new();
    // The act is written out: an index of deletions alone serves only who asks for these.
    let condition = format!(
        "{} AND act = 'deleted' AND id < {}",
        among("entity", &names, &mut args),
        given(&mut args, Value::Int(before.unwrap_or(i64::MAX)))
    );
    events(reader, &condition, &args, limit).await
}

/// What the records of an entity that are no more were called, by key.
pub async fn former_titles(reader: &mut impl Read, model: &Model, entity: &EntityInfo, ids: &[Key]) -> Result<Vec<(Key, String)>, DbError> {
    let mut args = Vec::new();
    let keys: Vec<String> = ids.iter().map(Key::to_string).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let sql = format!(
        "SELECT record_id, title FROM history WHERE {} AND {} AND act = 'deleted' ORDER BY id",
        among("entity", &family(model, entity), &mut args),
        among("record_id", &keys, &mut args)
    );
    let rows = reader.query(&sql, &args).await?;
    let pairs = rows.into_iter().map(|row| {
        let mut cells = row.into_iter();
        (text(cells.next()), text(cells.next()))
    });
    Ok(pairs
        .filter_map(|(key, title)| Some((entity.meta.key.read(&key)?, title)))
        .collect())
}

async fn events(reader: &mut impl Read, condition: &str, args: &[Value], limit: u32) -> Result<Vec<Event>, DbError> {
    let sql = format!(
        "SELECT id, {} FROM history WHERE {condition} ORDER BY id DESC LIMIT {limit}",
        COLUMNS.join(", ")
    );
    let rows = reader.query(&sql, args).await?;
    Ok(rows.into_iter().map(event).collect())
}

fn event(row: db::Row) -> Event {
    let mut cells = row.into_iter();
    let mut next = || cells.next();
    let id = next().and_then(|cell| cell.as_int()).unwrap_or(0);
    let at = match db::load(Kind::DateTime, next().unwrap_or_default()) {
        Value::DateTime(instant) => Some(instant),
        _ => None,
    };
    let (entity, record, act, title, _relation) = (text(next()), text(next()), text(next()), text(next()), next());
    Event {
        id,
        at,
        entity,
        record,
        act: Act::read(&act),
        title,
        old: texts(next()),
        new: texts(next()),
        lines: Vec::new(),
    }
}

fn text(cell: Option<Value>) -> String {
    match cell {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    }
}

fn texts(cell: Option<Value>) -> Texts {
    serde_json::from_str(&text(cell)).unwrap_or_default()
}

/// The place of one more argument.
fn given(args: &mut Vec<Value>, value: Value) -> String {
    args.push(value);
    db::placeholder(args.len())
}

fn among(column: &str, names: &[&str], args: &mut Vec<Value>) -> String {
    let places: Vec<String> = names.iter().map(|name| given(args, Value::text(*name))).collect();
    format!("{column} IN ({})", places.join(", "))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::meta::Field;
    use super::*;

    static FIELDS: [Field; 3] = [
        Field::new("price", "Price", Kind::Money),
        Field::new("pin", "PIN", Kind::Integer).hidden(),
        Field::new("health", "Health", Kind::LongText).sensitive(),
    ];

    fn fields() -> Vec<FieldInfo> {
        FIELDS.iter().map(FieldInfo::unread).collect()
    }

    fn values(all: [Value; 3]) -> Values {
        let names: Arc<[&'static str]> = FIELDS.iter().map(|field| field.name).collect();
        let mut values = Values::empty(&names);
        for (position, value) in all.into_iter().enumerate() {
            values.set_at(position, value);
        }
        values
    }

    fn told(before: Option<&Values>, after: Option<&Values>) -> String {
        let (old, new) = changes(
            &fields(),
            &[],
            Written {
                before,
                after,
            },
        );
        format!("{} {}", Json::Object(old), Json::Object(new))
    }

    #[test]
    fn only_what_changed_is_told_and_no_secret() {
        let before = values([Value::Decimal(5.into()), Value::Int(1234), Value::Null]);
        let after = values([Value::Decimal(5.into()), Value::Int(9999), Value::text("asthma")]);
        assert_eq!(told(Some(&before), Some(&after)), r#"{"pin":true} {"pin":true,"health":true}"#);
        assert_eq!(told(Some(&after), Some(&after)), "{} {}");
        assert_eq!(told(None, Some(&before)), r#"{} {"price":"5.00","pin":true}"#);
        assert_eq!(told(Some(&after), None), r#"{"price":"5.00","pin":true,"health":true} {}"#);
    }

    #[test]
    fn a_record_that_did_not_change_has_no_row_unless_its_lines_did() {
        let same = values([Value::Null, Value::Int(1), Value::Null]);
        let mut trail = Trail::default();
        let written = Written {
            before: Some(&same),
            after: Some(&same),
        };
        trail.record("thing", &fields(), Key::Integer(1), Act::Changed, written);
        trail.record("thing", &fields(), Key::Integer(2), Act::Created, Written::made(&same));
        let clock = Clock {
            now: NaiveDateTime::default(),
            today: chrono::NaiveDate::default(),
            zone: chrono_tz::Tz::UTC,
        };
        let rows: Vec<usize> = trail.done.into_iter().map(|done| done.rows(&clock).len()).collect();
        assert_eq!(rows, [0, 1]);
    }
}
