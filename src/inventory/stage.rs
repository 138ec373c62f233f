//! The rows of the firm's files as records of the model: each occurrence once, references by key, most frequent values.
//!
//! Columns are known by the model's `source` blocks. A value that its field can't take gives way to one that it can; where there is none it stays, for
//! the application to judge, by its own rules. Invariant: a record comes after those that it refers to, unless they refer to each other in a circle.

#![allow(clippy::indexing_slicing, reason = "ids of records are places in the list that gave them")]

mod making;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use super::matching::Fate;
use super::read::{Column, Table};
use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Mcd, Owner, Placement, Relation, RelationId, Type};
use making::Making;

/// The records of an entity or a relation.
#[derive(Debug, Clone)]
pub struct Records {
    /// Its name as the application knows it.
    pub name: String,
    /// A JSON object a record: its key, where it comes from, and its values by field; `at` says where a value comes from elsewhere.
    pub lines: Vec<String>,
    /// By file and field, the heading of the column, as one JSON object.
    pub columns: String,
    /// Rows that lack what tells its occurrences apart.
    pub without_key: usize,
}

impl Records {
    /// The files that the application reads them from, each with its text, where these are the `at`th.
    pub fn files(&self, at: usize) -> [(String, String); 2] {
        let stem = format!("{:02}-{}", at + 1, self.name);
        [
            (format!("{stem}.jsonl"), self.lines.join("\n") + "\n"),
            (format!("{stem}.columns.json"), self.columns.clone()),
        ]
    }
}

/// All records that the tables give, those that others refer to first.
pub fn stage(mcd: &Mcd, tables: &[Table]) -> Vec<Records> {
    let sheets: Vec<Sheet<'_>> = sheets(mcd, tables);
    let mut records: Vec<Records> =
        order(mcd).into_iter().filter_map(|entity| stage_entity(mcd, &sheets, entity)).collect();
    let bearing = mcd.relations().filter(|(_, relation)| has_table(relation));
    records.extend(bearing.filter_map(|(id, _)| {
        let owner = Owner::Relation(id);
        let legs = (0..mcd.relation(id).legs.len()).map(|index| LegRef { relation: id, index }).collect::<Vec<_>>();
        stage_relation(mcd, &sheets, owner, &legs)
    }));
    records
}

/// A table with the fields that its columns hold.
pub(super) struct Sheet<'t> {
    pub(super) table: &'t Table,
    pub(super) columns: HashMap<FieldRef, &'t Column>,
    /// The columns that tell who plays a role.
    legs: Vec<(LegRef, &'t Column)>,
}

impl<'t> Sheet<'t> {
    /// A table by what became of its columns.
    pub(super) fn of(table: &'t Table, fates: &[Fate]) -> Sheet<'t> {
        let mut sheet = Sheet { table, columns: HashMap::new(), legs: Vec::new() };
        for (column, fate) in table.columns.iter().zip(fates) {
            match fate {
                Fate::Placed(field, _) => drop(sheet.columns.insert(*field, column)),
                Fate::Linked(leg) => sheet.legs.push((*leg, column)),
                _ => {}
            }
        }
        sheet
    }

    /// The column that tells who stands at the end of a leg: that of its role, else of what identifies its entity.
    fn heading_of(&self, mcd: &Mcd, leg: LegRef) -> Option<&'t str> {
        let own = self.legs.iter().find(|(known, _)| *known == leg).map(|(_, column)| *column);
        let column = own.or_else(|| match mcd.identifier(mcd.leg(leg).entity) {
            [KeyPart::Field(field)] => self.columns.get(field).copied(),
            _ => None,
        });
        column.map(|column| column.name.as_str())
    }

    /// The file, and its sheet where it has several.
    fn file(&self) -> String {
        let origin = &self.table.origin;
        let file = Path::new(&origin.file).file_name().unwrap_or_default().to_string_lossy();
        let sheet = origin.sheet.iter().map(|sheet| format!("/{sheet}")).collect::<String>();
        format!("{file}{sheet}")
    }

    /// Where a row stands, as its author finds it.
    fn place(&self, row: usize) -> String {
        let number = self.table.rows.get(row).copied().unwrap_or_default();
        format!("{}:{number}", self.file())
    }
}

fn sheets<'t>(mcd: &Mcd, tables: &'t [Table]) -> Vec<Sheet<'t>> {
    let file = |path: &str| Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut sheets = Vec::new();
    for source in &mcd.inventory.sources {
        let is_its_file =
            |table: &&Table| source.data_file.as_ref().is_some_and(|named| file(named) == file(&table.origin.file));
        let mut found: Vec<&Table> = tables.iter().filter(is_its_file).collect();
        if found.len() > 1 {
            found.retain(|table| table.name == source.name || table.origin.sheet.as_ref() == Some(&source.name));
        }
        for table in found {
            let mut sheet = Sheet { table, columns: HashMap::new(), legs: Vec::new() };
            for field in &source.fields {
                let Some(column) = table.columns.iter().find(|column| column.name == field.heading) else { continue };
                match field.placement {
                    Placement::Placed(place) => drop(sheet.columns.insert(place, column)),
                    Placement::Leg(leg) => sheet.legs.push((leg, column)),
                    _ => {}
                }
            }
            sheets.push(sheet);
        }
    }
    sheets
}

/// Entities, those that others refer to first.
fn order(mcd: &Mcd) -> Vec<EntityId> {
    let mut left: Vec<EntityId> = mcd.entities().map(|(id, _)| id).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_ready = |id: &EntityId| {
            links(mcd, *id).iter().all(|link| {
                let target = mcd.leg(*link).entity;
                target == *id || !left.contains(&target)
            })
        };
        let ready = left.iter().position(is_ready).unwrap_or(0);
        order.push(left.remove(ready));
    }
    order
}

/// Whether the rows of a relation stand by themselves: it has fields, three legs, or no leg that takes part once at most.
fn has_table(relation: &Relation) -> bool {
    relation.legs.len() != 2 || relation.legs.iter().all(|leg| leg.card.max != Some(1))
}

/// The far legs of the relations in which an entity, or what it is a kind of, takes part once at most.
fn links(mcd: &Mcd, entity: EntityId) -> Vec<LegRef> {
    let legs = mcd.lineage(entity).into_iter().rev().flat_map(|above| mcd.legs_of(above));
    let own = legs.filter(|leg| {
        let relation = mcd.relation(leg.relation);
        let other = relation.legs.get(1 - leg.index.min(1)).and_then(|other| other.card.max);
        // Of two such legs, the first bears the reference.
        !has_table(relation) && mcd.leg(*leg).card.max == Some(1) && (leg.index == 0 || other != Some(1))
    });
    own.map(|leg| LegRef { relation: leg.relation, index: 1 - leg.index.min(1) }).collect()
}

/// For each leg of a relation, whom each row puts there; none where the sheet tells nothing of it.
pub(super) fn ends(mcd: &Mcd, sheet: &Sheet<'_>, id: RelationId) -> Option<Vec<Vec<Option<String>>>> {
    if !is_meant(mcd, sheet, id) {
        return None;
    }
    let legs: Vec<LegRef> = (0..mcd.relation(id).legs.len()).map(|index| LegRef { relation: id, index }).collect();
    let has_column = |leg: &LegRef| sheet.legs.iter().any(|(own, _)| own == leg);
    let columns = legs.iter().filter(|leg| has_column(leg)).count();
    let part = |leg: &LegRef| match has_column(leg) {
        // Of an entity linked to itself, the row is the end that no other column tells.
        false if columns + 1 == legs.len() => keys(mcd, sheet, mcd.leg(*leg).entity),
        _ => keys_of_leg(mcd, sheet, *leg, DEPTH),
    };
    let parts: Vec<Vec<Option<String>>> = legs.iter().map(part).collect();
    parts.iter().all(|keys| keys.iter().any(Option::is_some)).then_some(parts)
}

/// The rows by what tells the occurrences of a relation apart: all its ends.
pub(super) fn joined(parts: &[Vec<Option<String>>], rows: usize) -> Vec<Option<String>> {
    let joined = |row: usize| {
        parts.iter().map(|keys| keys[row].clone()).collect::<Option<Vec<_>>>().map(|keys| keys.join(" / "))
    };
    (0..rows).map(joined).collect()
}

/// Whether a sheet's rows tell of this relation. Of several between the same entities, those of which a column speaks; else the first.
fn is_meant(mcd: &Mcd, sheet: &Sheet<'_>, id: RelationId) -> bool {
    let entities = |relation: &Relation| {
        let mut entities: Vec<EntityId> = relation.legs.iter().map(|leg| leg.entity).collect();
        entities.sort();
        entities
    };
    let is_told = |id: RelationId| {
        let mut fields = sheet.columns.keys().map(|field| field.owner);
        sheet.legs.iter().any(|(leg, _)| leg.relation == id) || fields.any(|owner| owner == Owner::Relation(id))
    };
    let own = entities(mcd.relation(id));
    let rivals = || mcd.relations().filter(|(_, relation)| entities(relation) == own).map(|(rival, _)| rival);
    is_told(id) || rivals().next() == Some(id) && !rivals().any(is_told)
}

/// How deep an identifier may lie within identifiers.
const DEPTH: usize = 8;

/// For each row, the key of the entity's occurrence; none where a part lacks.
pub(super) fn keys(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId) -> Vec<Option<String>> {
    keys_within(mcd, sheet, entity, DEPTH)
}

fn keys_within(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, depth: usize) -> Vec<Option<String>> {
    match is_numbered(mcd, entity) {
        true => keys_of_numbered(mcd, sheet, entity, depth),
        false => keys_of_parts(mcd, sheet, mcd.identifier(entity), depth),
    }
}

/// Whether the application itself numbers the occurrences: no file knows the numbers that it will give.
fn is_numbered(mcd: &Mcd, entity: EntityId) -> bool {
    mcd.identifier(entity).iter().any(|part| match part {
        KeyPart::Field(field) => matches!(mcd.field(*field).ty, Type::Serial | Type::Sequence(_)),
        KeyPart::Leg(_) => false,
    })
}

/// Occurrences without an identifier in the files are told apart by what is unique of them, else each row has its own.
fn keys_of_numbered(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, depth: usize) -> Vec<Option<String>> {
    let uniques = mcd.entity(entity).uniques.iter();
    let mut uniques = uniques.map(|unique| keys_of_parts(mcd, sheet, &unique.parts, depth));
    let known = uniques.find(|keys| keys.iter().any(Option::is_some));
    let fields: Vec<&Column> =
        mcd.all_fields(entity).iter().filter_map(|field| sheet.columns.get(field).copied()).collect();
    let own = |row: usize| {
        let has_any = fields.iter().any(|column| !column.is_empty(row));
        has_any.then(|| sheet.place(row))
    };
    let rows = 0..sheet.table.rows.len();
    let known = known.unwrap_or_else(|| vec![None; sheet.table.rows.len()]);
    rows.zip(known).map(|(row, key)| key.or_else(|| own(row))).collect()
}

fn keys_of_parts(mcd: &Mcd, sheet: &Sheet<'_>, parts: &[KeyPart], depth: usize) -> Vec<Option<String>> {
    let rows = sheet.table.rows.len();
    if parts.is_empty() || depth == 0 {
        return vec![None; rows];
    }
    let mut keys: Vec<Option<String>> = vec![Some(String::new()); rows];
    for part in parts {
        let values: Vec<Option<String>> = match part {
            KeyPart::Field(field) => match sheet.columns.get(field) {
                Some(column) => values(column, rows),
                None => vec![None; rows],
            },
            KeyPart::Leg(leg) => keys_of_leg(mcd, sheet, *leg, depth),
        };
        for (key, value) in keys.iter_mut().zip(values) {
            *key = match (key.take(), value) {
                (Some(key), Some(value)) if key.is_empty() => Some(value),
                (Some(key), Some(value)) => Some(format!("{key} / {value}")),
                _ => None,
            };
        }
    }
    keys
}

fn values(column: &Column, rows: usize) -> Vec<Option<String>> {
    (0..rows).map(|row| Some(column.value(row).to_owned()).filter(|value| !value.is_empty())).collect()
}

/// What identifies the occurrence at the end of a leg: the column of its role, else what identifies its entity.
fn keys_of_leg(mcd: &Mcd, sheet: &Sheet<'_>, leg: LegRef, depth: usize) -> Vec<Option<String>> {
    let (rows, legs) = (sheet.table.rows.len(), &mcd.relation(leg.relation).legs);
    let entity = mcd.leg(leg).entity;
    let is_reflexive = legs.iter().enumerate().any(|(index, other)| index != leg.index && other.entity == entity);
    match sheet.legs.iter().find(|(own, _)| *own == leg) {
        Some((_, column)) => values(column, rows),
        // A row is one occurrence of the entity: whom it is linked to is told by another column, or not at all.
        None if is_reflexive => vec![None; rows],
        None => keys_within(mcd, sheet, entity, depth - 1),
    }
}

fn stage_entity(mcd: &Mcd, sheets: &[Sheet<'_>], entity: EntityId) -> Option<Records> {
    let fields = mcd.all_fields(entity);
    let mut made = Making::default();
    for sheet in sheets.iter().filter(|sheet| fields.iter().any(|field| sheet.columns.contains_key(field))) {
        let mut keys = keys(mcd, sheet, entity);
        // A file may repeat what it doesn't list: the name of an invoice's client.
        if keys.iter().all(Option::is_none) {
            continue;
        }
        let mut elsewhere = 0;
        for (_, key) in keys.iter_mut().enumerate().filter(|(row, _)| !is_of(mcd, sheet, entity, *row)) {
            elsewhere += usize::from(key.take().is_some());
        }
        let rows = made.rows(&keys, sheet);
        made.without_key -= elsewhere;
        made.fields(mcd, sheet, &fields, &rows);
        for link in links(mcd, entity).into_iter().filter(|link| is_meant(mcd, sheet, link.relation)) {
            made.leg(mcd, sheet, link, &keys_of_leg(mcd, sheet, link, DEPTH), &rows);
        }
    }
    made.add_those_in_a_role(mcd, sheets, entity);
    let own = links(mcd, entity).into_iter().filter(|link| mcd.leg(*link).entity == entity);
    made.sort_by_reference(&own.map(|link| mcd.leg(link).snake.clone()).collect::<Vec<_>>());
    made.finish(&mcd.entity(entity).snake)
}

/// Whether a row is one of this entity and of no subtype of it: what only a subtype has says so.
pub(super) fn is_of(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, row: usize) -> bool {
    let has = |entity: EntityId| {
        let own = sheet.columns.iter().filter(|(field, _)| field.owner == Owner::Entity(entity));
        own.into_iter().any(|(_, column)| !column.is_empty(row))
    };
    let below = |id: &EntityId| *id != entity && mcd.lineage(*id).contains(&entity);
    let mut subtypes = mcd.entities().map(|(id, _)| id).filter(below);
    let is_root = mcd.lineage(entity).len() < 2;
    (is_root || has(entity)) && !subtypes.any(has)
}

fn stage_relation(mcd: &Mcd, sheets: &[Sheet<'_>], owner: Owner, legs: &[LegRef]) -> Option<Records> {
    let Owner::Relation(id) = owner else { return None };
    let relation = mcd.relation(id);
    let fields: Vec<FieldRef> = (0..relation.fields.len()).map(|index| FieldRef { owner, index }).collect();
    let mut made = Making::default();
    for sheet in sheets {
        let Some(parts) = ends(mcd, sheet, id) else { continue };
        let keys = joined(&parts, sheet.table.rows.len());
        let rows = made.rows(&keys, sheet);
        made.fields(mcd, sheet, &fields, &rows);
        for (leg, keys) in legs.iter().zip(&parts) {
            made.leg(mcd, sheet, *leg, keys, &rows);
        }
    }
    made.finish(&relation.snake)
}
