//! The page of one record, with what is related to it; and the page that asks before deleting.

use super::cells::{self, Cell};
use super::choose;
use super::db::{self, Db, DbError};
use super::delete::{self, Dependents, pointing};
use super::errors::Failure;
use super::hooks;
use super::key::Key;
use super::kind::{Kind, OnDelete};
use super::list_page;
use super::model::{EntityInfo, Incoming, Model, RelationInfo, Source};
use super::record::{self, Record};
use super::value::Value;
use super::views::{Column, DeleteView, Dependency, EntityView, Fact, KindLink, Needed, RecordPage, RecordView, Related, RowView, Sample, Section};

/// How many related records are shown; the list has the others.
const SHOWN: usize = 10;

pub async fn view(db: &Db, model: &Model, entity: &EntityInfo, record: &Record) -> Result<RecordPage, Failure> {
    let sections = choose::sections(model, entity)
        .into_iter()
        .map(|(title, positions)| Section {
            title,
            fields: facts(model, entity, record, &positions),
        });
    let mut sections: Vec<Section<Fact>> = sections.collect();
    let own = hooks::lines(db, model, entity, record.id, &record.values).await?;
    if !own.is_empty() {
        sections.push(Section {
            title: "",
            fields: own.iter().map(Fact::of_line).collect(),
        });
    }
    Ok(RecordPage {
        entity: EntityView::of(entity),
        record: RecordView::of(entity, record),
        badges: badges(model, entity, record),
        kinds: kinds(db, model, entity, record).await?,
        sections,
        related: related(db, model, entity, record).await?,
        created: cells::when(&model.locale, record.created),
        updated: cells::when(&model.locale, record.updated),
    })
}

async fn kinds(db: &Db, model: &Model, entity: &EntityInfo, record: &Record) -> Result<Vec<KindLink>, DbError> {
    let kinds = super::kinds::of(&mut &*db, model, entity, record.id).await?;
    let link = |kind: super::kinds::Kind<'_>| KindLink {
        label: kind.entity.meta.label,
        url: if kind.held {
            kind.entity.record_url(record.id)
        } else {
            format!("{}/new?_of={}", kind.entity.url, record.id)
        },
        active: kind.entity.index == entity.index,
        held: kind.held,
    };
    Ok(kinds.into_iter().map(link).collect())
}

/// The fields of a section; those of an address are one.
fn facts(model: &Model, entity: &EntityInfo, record: &Record, positions: &[usize]) -> Vec<Fact> {
    let group = |position: &usize| entity.fields.get(*position).map_or("", |field| field.group);
    let same = |a: &usize, b: &usize| !group(a).is_empty() && group(a) == group(b);
    let blocks = positions.chunk_by(same);
    blocks
        .filter_map(|block| match block {
            [only] => fact(model, entity, record, *only),
            parts => Some(Fact::new(parts.first().map_or("", group), &address(model, entity, record, parts), "")),
        })
        .collect()
}

fn fact(model: &Model, entity: &EntityInfo, record: &Record, position: usize) -> Option<Fact> {
    let field = entity.fields.get(position)?;
    let mut cell = cells::of_record(model, record, position, field);
    if let (Kind::Markdown, Some(text)) = (field.kind, record.values.at(position).as_text()) {
        cell.html = Some(super::markdown::to_html(text));
    }
    Some(Fact::new(field.label, &cell, field.help))
}

fn address(model: &Model, entity: &EntityInfo, record: &Record, parts: &[usize]) -> Cell {
    let fields = parts
        .iter()
        .filter_map(|position| Some((entity.fields.get(*position)?, record.values.at(*position))));
    cells::of_address(model, "address", &fields.collect::<Vec<_>>())
}

/// Enums with a value, beside the title.
fn badges(model: &Model, entity: &EntityInfo, record: &Record) -> Vec<String> {
    let enums = entity
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, Kind::Enum(_)) && !field.hidden);
    enums
        .map(|(position, field)| cells::of_record(model, record, position, field))
        .filter(|cell| !cell.text.is_empty())
        .map(|cell| cell.markup())
        .take(3)
        .collect()
}

async fn related(db: &Db, model: &Model, entity: &EntityInfo, record: &Record) -> Result<Vec<Related>, DbError> {
    let mut blocks = Vec::new();
    // Its own grids first.
    for lines in &entity.lines {
        if let Some(relation) = model.relation_named(lines.relation) {
            blocks.push(of_relation(db, model, relation, lines.leg, lines.label, record.id).await?);
        }
    }
    for incoming in pointing(model, entity) {
        match incoming.from {
            Source::Entity(index) => {
                if let Some(from) = model.entities.get(index) {
                    blocks.push(of_entity(db, model, from, incoming, record.id).await?);
                }
            }
            Source::Relation(index) => {
                let relation = model.relations.get(index).filter(|relation| {
                    !entity
                        .lines
                        .iter()
                        .any(|lines| lines.relation == relation.meta.name && lines.leg == incoming.field)
                });
                if let Some(relation) = relation {
                    blocks.push(of_relation(db, model, relation, incoming.field, incoming.label, record.id).await?);
                }
            }
        }
    }
    Ok(blocks)
}

async fn of_entity(db: &Db, model: &Model, from: &EntityInfo, incoming: &Incoming, id: Key) -> Result<Related, DbError> {
    let mut positions = choose::columns(from);
    positions.retain(|position| {
        from.fields
            .get(*position)
            .is_some_and(|field| field.name != incoming.field)
    });
    let column = from.field(incoming.field).map_or("", |field| field.column.as_str());
    let select = from.meta.sql.select;
    let place = db::placeholder(1);
    let sql = format!(
        "SELECT {} FROM ({select}) AS r WHERE {column} = {place} ORDER BY r.__id DESC LIMIT {}",
        record::columns(from, &positions),
        SHOWN + 1
    );
    let rows = db.query(&sql, &[Value::from(id)]).await?;
    let mut count = rows.len() as i64;
    if rows.len() > SHOWN {
        let rows = db
            .query(
                &format!("SELECT count(*) FROM ({select}) AS r WHERE {column} = {place}"),
                &[Value::from(id)],
            )
            .await?;
        count = rows
            .first()
            .and_then(|row| row.first())
            .and_then(Value::as_int)
            .unwrap_or(count);
    }
    let rows = rows
        .into_iter()
        .take(SHOWN)
        .map(|row| record::read(from, &positions, row));
    let new = list_page::kinds(model, from);
    let columns: Vec<Column> = positions
        .iter()
        .filter_map(|position| from.fields.get(*position))
        .map(list_page::column)
        .collect();
    Ok(Related {
        name: format!("{}-{}", from.meta.name, incoming.field),
        label: incoming.label.to_owned(),
        count,
        rows: rows
            .map(|record| list_page::row(model, from, &record, &positions, &columns))
            .collect(),
        columns,
        all_url: Some(format!("{}?f.{}={id}", from.url, incoming.field)),
        new_url: new
            .first()
            .filter(|_| new.len() == 1)
            .map(|kind| format!("{}/new?{}={id}", kind.url, incoming.field)),
    })
}

/// Rows of a relation; each leads to the record of its first other leg.
async fn of_relation(db: &Db, model: &Model, relation: &RelationInfo, leg: &str, label: &str, id: Key) -> Result<Related, DbError> {
    let lines = record::lines(&mut &*db, relation, leg, id, 201).await?;
    let shown: Vec<usize> = (0..relation.fields.len())
        .filter(|position| {
            relation
                .fields
                .get(*position)
                .is_some_and(|field| field.name != leg && !field.hidden)
        })
        .collect();
    let columns: Vec<Column> = shown
        .iter()
        .filter_map(|position| relation.fields.get(*position))
        .map(list_page::column)
        .collect();
    let rows = lines.iter().take(200).map(|line| {
        let cells: Vec<Cell> = shown
            .iter()
            .filter_map(|position| {
                let field = relation.fields.get(*position)?;
                let title = line.titles.get(*position).map_or("", String::as_str);
                Some(cells::of_value(model, field, line.values.at(*position), title))
            })
            .collect();
        let first = cells.iter().find(|cell| cell.kind == "reference");
        let title = first.map_or("", |cell| cell.text.as_str());
        RowView::new(Key::NONE, first.and_then(|cell| cell.url.clone()), title, &columns, &cells)
    });
    Ok(Related {
        name: format!("{}-{leg}", relation.meta.name),
        label: label.to_owned(),
        count: lines.len() as i64,
        rows: rows.collect(),
        columns,
        all_url: None,
        new_url: None,
    })
}

pub async fn delete_view(db: &Db, model: &Model, entity: &EntityInfo, record: &Record, changed: bool) -> Result<DeleteView, DbError> {
    let all = delete::dependents(&mut &*db, model, entity, record.id).await?;
    let of = |wanted: OnDelete| {
        all.iter()
            .filter(|found| found.on_delete == wanted)
            .map(dependency)
            .collect()
    };
    let url = entity.record_url(record.id);
    Ok(DeleteView {
        entity: EntityView::of(entity),
        record: RecordView::of(entity, record),
        blockers: of(OnDelete::Restrict),
        mutual: all
            .iter()
            .find(|found| found.on_delete == OnDelete::Restrict && found.needed > 0)
            .map(|found| Needed {
                label: found.label.clone(),
                count: found.needed,
            }),
        cascades: of(OnDelete::Cascade),
        detaches: of(OnDelete::Detach),
        changed,
        remains: entity
            .overlaps_in
            .and_then(|above| model.entities.get(above))
            .map(|above| above.meta.label),
        action: format!("{url}/delete"),
        cancel_url: url,
    })
}

fn dependency(found: &Dependents) -> Dependency {
    Dependency {
        label: found.label.clone(),
        count: found.count,
        samples: found
            .samples
            .iter()
            .map(|(title, url)| Sample {
                title: title.clone(),
                url: url.clone(),
            })
            .collect(),
        all_url: Some(found.all_url.clone()).filter(|url| !url.is_empty()),
    }
}
