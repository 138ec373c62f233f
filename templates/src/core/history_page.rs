//! What was done to records as people read it: labels, the locale's dates and amounts, titles instead of keys.
//!
//! What the model no longer has is shown by the name it had. Not here: where it is kept (`history`).

use std::collections::{BTreeMap, BTreeSet};

use super::canonical;
use super::cells::{self, Cell};
use super::db::{Db, DbError, Read};
use super::errors::Failure;
use super::history::{self, Act, Event, LineEvent, Texts};
use super::key::Key;
use super::kind::Kind;
use super::model::{EntityInfo, FieldInfo, Model};
use super::record::{self, Record};
use super::restore;
use super::views::{ChangeView, DeletedView, DeletionView, EntityView, EventView, HistoryPage, HistoryView, LineChangeView, RecordView};

/// Events of one page.
pub const SHOWN: u32 = 20;

/// The history of a record that exists, or of one that was deleted; none where there never was any.
pub async fn view(db: &Db, model: &Model, entity: &EntityInfo, id: Key, record: Option<&Record>, before: Option<i64>) -> Result<HistoryPage, Failure> {
    let reader = &mut &*db;
    let mut events = history::of_record(reader, model, entity, id, before, SHOWN + 1).await?;
    let more = events.len() > SHOWN as usize;
    events.truncate(SHOWN as usize);
    let title = match record {
        Some(record) => record.title.clone(),
        None => {
            let titles = history::former_titles(reader, model, entity, &[id]).await?;
            titles.into_iter().next_back().ok_or(Failure::NotFound)?.1
        }
    };
    let titles = Titles::of(reader, model, entity, &events).await?;
    let url = format!("{}/history", entity.record_url(id));
    let older = events.last().filter(|_| more).map(|last| last.id);
    Ok(HistoryPage {
        entity: EntityView::of(entity),
        record: record.map(|record| RecordView::of(entity, record)),
        title,
        history: HistoryView {
            events: events
                .iter()
                .map(|event| shown(model, entity, record, event, &titles))
                .collect(),
            older_url: older.map(|older| format!("{url}?before={older}")),
            newest_url: before.map(|_| url.clone()),
            url,
        },
    })
}

fn shown(model: &Model, entity: &EntityInfo, record: Option<&Record>, event: &Event, titles: &Titles) -> EventView {
    let of = model.named(&event.entity).unwrap_or(entity);
    let mut lines: Vec<LineChangeView> = Vec::new();
    for line in &event.lines {
        lines.extend(line_shown(model, of, line, titles));
    }
    EventView {
        act: event.act.name(),
        label: label(model, of, event.act),
        when: cells::when(&model.locale, event.at),
        changes: changes(model, &of.fields, &event.old, &event.new, titles),
        lines,
        restore_url: restore::url(of, record, event),
    }
}

/// What was done, in a word.
fn label(model: &Model, entity: &EntityInfo, act: Act) -> String {
    let key = match (act, entity.overlaps_in) {
        (Act::Created, None) => "history.created",
        (Act::Created, Some(_)) => "history.joined",
        (Act::Changed, _) => "history.changed",
        (Act::Deleted, None) => "history.deleted",
        (Act::Deleted, Some(_)) => "history.left",
    };
    model.locale.say(key, &[("label", entity.meta.label)])
}

fn line_shown(model: &Model, entity: &EntityInfo, line: &LineEvent, titles: &Titles) -> Option<LineChangeView> {
    let relation = model.relation_named(&line.relation);
    let fields = relation.map_or(&[][..], |relation| &relation.fields);
    let grid = entity.lines.iter().find(|lines| lines.relation == line.relation);
    let act = match (line.old.is_empty(), line.new.is_empty()) {
        (true, true) => return None,
        (true, false) => "added",
        (false, true) => "removed",
        (false, false) => "changed",
    };
    // What names the line is the same before and after.
    let naming = |name: &str| relation.is_some_and(|relation| relation.is_leg(name)) && (act != "changed" || line.old.get(name) == line.new.get(name));
    let held = if line.new.is_empty() { &line.old } else { &line.new };
    let names: Vec<String> = fields
        .iter()
        .filter(|field| naming(field.name))
        .filter_map(|field| Some(titles.cell(model, field, held.get(field.name)?.as_str()?).markup()))
        .collect();
    let rest = |texts: &Texts| -> Texts {
        let kept = texts.iter().filter(|(name, _)| !naming(name));
        kept.map(|(name, text)| (name.clone(), text.clone())).collect()
    };
    Some(LineChangeView {
        act,
        label: grid
            .map(|grid| grid.label)
            .or(relation.map(|relation| relation.meta.label))
            .unwrap_or(&line.relation)
            .to_owned(),
        names,
        changes: changes(model, fields, &rest(&line.old), &rest(&line.new), titles),
    })
}

/// The fields of a change in the order of the model; those it doesn't have come last.
fn changes(model: &Model, fields: &[FieldInfo], old: &Texts, new: &Texts, titles: &Titles) -> Vec<ChangeView> {
    let change = |label: String, field: Option<&FieldInfo>, name: &str| {
        let html = |texts: &Texts| match (texts.get(name).and_then(|text| text.as_str()), field) {
            (None, _) => String::new(),
            (Some(text), Some(field)) => titles.cell(model, field, text).markup(),
            (Some(text), None) => plain(text).markup(),
        };
        ChangeView {
            label,
            secret: [old, new]
                .iter()
                .any(|texts| texts.get(name).is_some_and(|text| text.is_boolean())),
            before: html(old),
            after: html(new),
        }
    };
    let has = |name: &str| old.contains_key(name) || new.contains_key(name);
    let known = fields
        .iter()
        .filter(|field| has(field.name))
        .map(|field| change(labelled(field), Some(field), field.name));
    let gone: BTreeSet<&String> = old
        .keys()
        .chain(new.keys())
        .filter(|name| !fields.iter().any(|field| field.name == name.as_str()))
        .collect();
    // A name that another field has taken since is marked.
    let gone = gone
        .into_iter()
        .map(|name| change(name.trim_start_matches('~').to_owned(), None, name));
    known.chain(gone).collect()
}

/// A part of an address is named with it.
fn labelled(field: &FieldInfo) -> String {
    if field.group.is_empty() {
        field.label.to_owned()
    } else {
        format!("{} – {}", field.group, field.label)
    }
}

fn plain(text: &str) -> Cell {
    Cell {
        kind: "text",
        text: text.to_owned(),
        ..Cell::default()
    }
}

/// What the records that a history speaks of are called, now or when they were deleted.
struct Titles(BTreeMap<(usize, Key), Title>);

struct Title {
    text: String,
    deleted: bool,
}

impl Titles {
    async fn of(reader: &mut impl Read, model: &Model, entity: &EntityInfo, events: &[Event]) -> Result<Titles, DbError> {
        let mut wanted: BTreeMap<usize, BTreeSet<Key>> = BTreeMap::new();
        for event in events {
            let fields = &model.named(&event.entity).unwrap_or(entity).fields;
            referred(fields, [&event.old, &event.new], &mut wanted);
            for line in &event.lines {
                if let Some(relation) = model.relation_named(&line.relation) {
                    referred(&relation.fields, [&line.old, &line.new], &mut wanted);
                }
            }
        }
        let mut titles = Titles(BTreeMap::new());
        for (index, ids) in wanted {
            if let Some(target) = model.entities.get(index) {
                let ids: Vec<Key> = ids.into_iter().collect();
                for ids in ids.chunks(500) {
                    titles.find(reader, model, target, ids).await?;
                }
            }
        }
        Ok(titles)
    }

    async fn find(&mut self, reader: &mut impl Read, model: &Model, target: &EntityInfo, ids: &[Key]) -> Result<(), DbError> {
        for (id, text) in record::titles(reader, target, ids).await? {
            let title = Title {
                text,
                deleted: false,
            };
            self.0.insert((target.index, id), title);
        }
        let missing: Vec<Key> = ids
            .iter()
            .filter(|id| !self.0.contains_key(&(target.index, **id)))
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        for (id, text) in history::former_titles(reader, model, target, &missing).await? {
            let title = Title {
                text,
                deleted: true,
            };
            self.0.insert((target.index, id), title);
        }
        Ok(())
    }

    /// A value as it was written in the history; its own text where the field can't hold it any more.
    fn cell(&self, model: &Model, field: &FieldInfo, text: &str) -> Cell {
        let Some(value) = canonical::value(field.kind, text) else {
            return plain(text);
        };
        let known = field.target.zip(value.as_key()).and_then(|place| self.0.get(&place));
        let mut cell = cells::of_value(model, field, &value, known.map_or("", |title| title.text.as_str()));
        match (field.kind, known) {
            (Kind::Reference(_), None) => cell.url = None,
            // Of what was deleted, the history remains.
            (Kind::Reference(_), Some(title)) if title.deleted => cell.url = cell.url.map(|url| format!("{url}/history")),
            (Kind::LongText | Kind::Markdown, _) => text.clone_into(&mut cell.text),
            _ => {}
        }
        cell
    }
}

fn referred(fields: &[FieldInfo], sides: [&Texts; 2], wanted: &mut BTreeMap<usize, BTreeSet<Key>>) {
    for field in fields {
        let Some(target) = field.target else {
            continue;
        };
        for text in sides.iter().filter_map(|texts| texts.get(field.name)?.as_str()) {
            let key = canonical::value(field.kind, text).and_then(|value| value.as_key());
            wanted.entry(target).or_default().extend(key);
        }
    }
}

/// The deletions of an entity's records.
pub async fn deletions(db: &Db, model: &Model, entity: &EntityInfo, before: Option<i64>) -> Result<DeletedView, DbError> {
    let mut events = history::deletions(&mut &*db, model, entity, before, SHOWN + 1).await?;
    let more = events.len() > SHOWN as usize;
    events.truncate(SHOWN as usize);
    let url = format!("{}/deleted", entity.url);
    let older = events.last().filter(|_| more).map(|last| last.id);
    let row = |event: &Event| {
        let of = model.named(&event.entity).unwrap_or(entity);
        DeletionView {
            label: of.meta.label,
            title: event.title.clone(),
            when: cells::when(&model.locale, event.at),
            url: format!("{}/{}/history", of.url, event.record),
        }
    };
    Ok(DeletedView {
        entity: EntityView::of(entity),
        rows: events.iter().map(row).collect(),
        several: !entity.subtypes.is_empty(),
        older_url: older.map(|older| format!("{url}?before={older}")),
        newest_url: before.map(|_| url),
    })
}
