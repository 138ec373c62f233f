//! Former values put back: a form that holds them, which its user saves like any other. Its rules hold, somebody else's change is seen, and
//! the history has one more line. Nothing is written here.

use std::collections::BTreeSet;

use super::canonical;
use super::cells;
use super::db::{Db, DbError};
use super::form;
use super::history::{Act, Event, LineEvent, Texts};
use super::kind::Kind;
use super::meta::Lines;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::record::{self, Record};
use super::value::{Value, Values};
use super::views::RestoredView;
use super::widgets::Draft;

/// The parameter that says which event's former values a form begins with.
pub const PARAM: &str = "_history";

/// Where the values before an event are put back; none where nothing can be.
pub fn url(entity: &EntityInfo, record: Option<&Record>, event: &Event) -> Option<String> {
    let of_entity = event.entity == entity.meta.name;
    let any = entity
        .fields
        .iter()
        .any(|field| concerns(event, field) && returns(field))
        || !event.lines.is_empty();
    let page = match (event.act, record) {
        (Act::Changed, Some(record)) => format!("{}/edit", entity.record_url(record.id)),
        (Act::Deleted, None) if entity.overlaps_in.is_none() => format!("{}/new", entity.url),
        _ => return None,
    };
    (of_entity && any).then(|| format!("{page}?{PARAM}={}", event.id))
}

fn concerns(event: &Event, field: &FieldInfo) -> bool {
    event.old.contains_key(field.name) || event.new.contains_key(field.name)
}

/// Whether a form can give a field its former value: it holds no file, and nothing that only the application writes.
fn returns(field: &FieldInfo) -> bool {
    field.is_entered() && !field.hidden && !field.sensitive && !matches!(field.kind, Kind::File | Kind::Image)
}

/// Gives values what they were before an event; says which came back, and which couldn't.
pub async fn values(db: &Db, model: &Model, entity: &EntityInfo, event: &Event, values: &mut Values) -> Result<RestoredView, DbError> {
    let mut restored = RestoredView {
        when: cells::when(&model.locale, event.at),
        deleted: event.act == Act::Deleted,
        labels: Vec::new(),
        left: Vec::new(),
    };
    for (position, field) in entity.fields.iter().enumerate() {
        if !concerns(event, field) || field.is_given() || field.hidden {
            continue;
        }
        let kept = field.readonly && !values.at(position).is_null();
        let former = if returns(field) && !kept {
            former(db, model, field, &event.old).await?
        } else {
            None
        };
        match former {
            Some(value) => {
                values.set_at(position, value);
                restored.labels.push(field.label);
            }
            None => restored.left.push(field.label),
        }
    }
    Ok(restored)
}

/// The value that a field had; none if it can't hold it now, or points at a record that is no more.
async fn former(db: &Db, model: &Model, field: &FieldInfo, old: &Texts) -> Result<Option<Value>, DbError> {
    let Some(text) = old.get(field.name).and_then(|text| text.as_str()) else {
        return Ok(Some(Value::Null));
    };
    let Some(value) = canonical::value(field.kind, text) else {
        return Ok(None);
    };
    if let (Some(target), Some(id)) = (model.target(field), value.as_key())
        && record::title(&mut &*db, target, id).await?.is_none()
    {
        return Ok(None);
    }
    Ok(Some(value))
}

/// Gives the grids of a form the lines that they had before an event.
pub async fn lines(
    db: &Db,
    model: &Model,
    entity: &EntityInfo,
    event: &Event,
    record: Option<&Record>,
    draft: &mut Draft,
    restored: &mut RestoredView,
) -> Result<(), DbError> {
    for lines in &entity.lines {
        let done: Vec<&LineEvent> = event
            .lines
            .iter()
            .filter(|line| line.relation == lines.relation)
            .collect();
        let Some(relation) = model.relation_named(lines.relation).filter(|_| !done.is_empty()) else {
            continue;
        };
        let mut rows: Vec<Values> = match record {
            Some(record) => record::lines(&mut &*db, relation, lines.leg, record.id, 2_000)
                .await?
                .into_iter()
                .map(|line| line.values)
                .collect(),
            None => Vec::new(),
        };
        let mut whole = true;
        for line in done {
            whole &= undo(db, model, relation, lines, line, &mut rows).await?;
        }
        form::fill_rows(db, model, relation, &rows, draft).await?;
        let told = if whole {
            &mut restored.labels
        } else {
            &mut restored.left
        };
        told.push(lines.label);
    }
    Ok(())
}

/// Makes one line what it was; says whether it could.
async fn undo(db: &Db, model: &Model, relation: &RelationInfo, lines: &Lines, line: &LineEvent, rows: &mut Vec<Values>) -> Result<bool, DbError> {
    let naming: BTreeSet<&str> = relation
        .meta
        .key
        .iter()
        .copied()
        .filter(|name| *name != lines.leg)
        .collect();
    let names = if line.new.is_empty() { &line.old } else { &line.new };
    let is_it = |row: &Values| {
        relation
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| naming.contains(field.name))
            .all(|(position, field)| canonical::text(field.kind, row.at(position)).as_deref() == names.get(field.name).and_then(|text| text.as_str()))
    };
    let at = rows.iter().position(is_it);
    if line.old.is_empty() {
        at.map(|at| rows.remove(at));
        return Ok(true);
    }
    let mut row = match at.and_then(|at| rows.get(at)) {
        Some(row) => row.clone(),
        None if line.new.is_empty() => Values::empty(&relation.names),
        // It changed then, and was removed since.
        None => return Ok(false),
    };
    for (position, field) in relation.fields.iter().enumerate() {
        let concerned = line.old.contains_key(field.name) || line.new.contains_key(field.name);
        if !concerned || field.name == lines.leg || !returns(field) {
            continue;
        }
        let Some(value) = former(db, model, field, &line.old).await? else {
            return Ok(false);
        };
        row.set_at(position, value);
    }
    match at.and_then(|at| rows.get_mut(at)) {
        Some(place) => *place = row,
        None => rows.push(row),
    }
    Ok(true)
}
