//! What a migration keeps of what it removes, so that the way back can put it where it was.
//!
//! An archive is a table of its own, with the key of the old table and the columns that lose something, or the whole table.
//! Both ways compute the same list from the same losses of the same model.

use std::collections::BTreeMap;

use crate::mcd::{EntityId, FieldRef, Owner, RelationId, Type};
use crate::mld::{ColumnType, RelationHome, TableId, column_type};
use crate::sql::{Dialect, Schema, quote};

use super::answers::Answers;
use super::change::Change;
use super::difference::Difference;
use super::enumerated;
use super::values::converts;
use super::world::{Losses, World, path};

/// What is kept of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Archive {
    pub(super) table: TableId,
    /// All its rows and columns.
    pub(super) whole: bool,
    /// Else these columns, besides the key.
    pub(super) columns: Vec<usize>,
    /// Even of no column the keys: which records there were.
    pub(super) keys: bool,
}

/// What is lost of the old model.
pub(super) fn losses(difference: &Difference, old: Schema<'_>, new: Schema<'_>, answers: &Answers) -> Losses {
    let mut losses = Losses::default();
    let past = |field: &FieldRef| difference.matching.fields.get(field).copied();
    for item in &difference.items {
        match &item.change {
            Change::DropField(field) if old.mcd.field(*field).computed.is_none() => losses.fields.push(*field),
            Change::DropValue(field, ..) => losses.fields.extend(past(field)),
            Change::Retype(field, now) if !converts(&old.mcd.field(*field).ty, &new.mcd.field(*now).ty) => {
                losses.fields.push(*field);
            }
            Change::Retype(field, now) if !enumerated::texts(old.mcd, new.mcd, answers, *field, *now).is_empty() => {
                losses.fields.push(*field);
            }
            Change::Retype(field, now) if rewrites(&old.mcd.field(*field).ty, &new.mcd.field(*now).ty) => {
                losses.casts.push(*field);
            }
            Change::MoveField(field, _) => losses.fields.push(*field),
            Change::Drop(Owner::Entity(id)) => losses.entities.push(*id),
            Change::Drop(Owner::Relation(id)) => losses.relations.push(*id),
            Change::DropLeg(leg) => losses.relations.push(leg.relation),
            Change::Flatten(_, id) => losses.entities.push(*id),
            Change::Merge(past, now) => {
                losses.entities.push(*past);
                losses.merged.push((*past, *now));
            }
            Change::Adjust(field) if new.mcd.field(*field).computed.is_some() => losses.fields.extend(past(field)),
            _ => {}
        }
    }
    for (now, before) in &difference.matching.fields {
        let names = path(new.mcd, *now);
        if answers.truncates(&names) || answers.using(&names).is_some() || answers.backfill(&names).is_some() {
            losses.fields.push(*before);
        }
    }
    for (now, (_, fields)) in &difference.matching.splits {
        if answers.keep(&[&new.mcd.entity(*now).name]).is_some() {
            losses.fields.extend(fields);
        }
    }
    for (now, before) in &difference.matching.entities {
        let entity = new.mcd.entity(*now);
        let above = entity.parent.and_then(|parent| difference.matching.entities.get(&parent));
        losses.joined.extend(above.filter(|_| answers.using(&[&entity.name]).is_some()).map(|above| (*before, *above)));
    }
    for (now, before) in &difference.matching.relations {
        let relation = new.mcd.relation(*now);
        let legs = relation.legs.iter().any(|leg| answers.backfill(&[&relation.name, &leg.navigation]).is_some());
        if answers.keep(&[&relation.name]).is_some() || legs {
            losses.relations.push(*before);
        }
    }
    losses.fields.sort();
    losses.fields.dedup();
    losses.casts.retain(|field| !losses.fields.contains(field));
    losses.relations.sort();
    losses.relations.dedup();
    losses
}

/// A text says the same value in many ways, other types in one.
fn rewrites(from: &Type, to: &Type) -> bool {
    let is_text = |ty: &Type| matches!(column_type(ty), ColumnType::Text(_) | ColumnType::LongText);
    is_text(from) && !is_text(to)
}

/// The tables of a model that hold the losses.
pub(super) fn archives(losses: &Losses, schema: Schema<'_>) -> Vec<Archive> {
    let mut found: BTreeMap<TableId, Archive> = BTreeMap::new();
    for field in losses.fields.iter().chain(&losses.casts) {
        for home in schema.mld.field_homes(*field) {
            add(&mut found, home.table, &home.columns);
        }
    }
    for relation in &losses.relations {
        relation_archive(&mut found, schema, *relation);
    }
    for entity in &losses.entities {
        entity_archive(&mut found, schema, *entity);
    }
    for (joined, above) in &losses.joined {
        let marks = schema.mld.entity(*joined).mark.iter().map(|mark| mark.column());
        for column in marks {
            add(&mut found, column.table, &[column.index]);
        }
        for table in [*joined, *above].into_iter().filter_map(|entity| schema.mld.entity(entity).table) {
            add(&mut found, table, &[]);
            found.entry(table).and_modify(|archive| archive.keys = true);
        }
    }
    // A key is never lost: the record's number stays its number.
    for archive in found.values_mut() {
        let key = &schema.mld.table(archive.table).primary_key;
        archive.columns.retain(|at| !key.contains(at));
    }
    found.into_values().filter(|archive| archive.whole || archive.keys || !archive.columns.is_empty()).collect()
}

fn add(found: &mut BTreeMap<TableId, Archive>, table: TableId, columns: &[usize]) {
    let archive =
        found.entry(table).or_insert_with(|| Archive { table, whole: false, columns: Vec::new(), keys: false });
    archive.columns.extend(columns);
    archive.columns.sort_unstable();
    archive.columns.dedup();
}

fn relation_archive(found: &mut BTreeMap<TableId, Archive>, schema: Schema<'_>, relation: RelationId) {
    match schema.mld.relation(relation) {
        RelationHome::Nowhere => {}
        RelationHome::Table { table, .. } => {
            add(found, *table, &[]);
            found.entry(*table).and_modify(|archive| archive.whole = true);
        }
        RelationHome::Columns { table, legs, .. } => {
            let mut columns: Vec<usize> = legs.iter().flatten().copied().collect();
            let owner = Owner::Relation(relation);
            let fields = (0..schema.mcd.fields(owner).len()).map(|index| FieldRef { owner, index });
            for home in fields.flat_map(|field| schema.mld.field_homes(field)).filter(|home| home.table == *table) {
                columns.extend(&home.columns);
            }
            add(found, *table, &columns);
        }
    }
}

fn entity_archive(found: &mut BTreeMap<TableId, Archive>, schema: Schema<'_>, entity: EntityId) {
    let home = schema.mld.entity(entity);
    let Some(table) = home.table else { return };
    if home.mark.is_none() {
        add(found, table, &[]);
        found.entry(table).and_modify(|archive| archive.whole = true);
        return;
    }
    // In a shared table, its own columns and the mark.
    let owner = Owner::Entity(entity);
    let fields = (0..schema.mcd.fields(owner).len()).map(|index| FieldRef { owner, index });
    let mut columns: Vec<usize> =
        fields.flat_map(|field| schema.mld.field_homes(field)).flat_map(|home| home.columns.clone()).collect();
    columns.extend(home.mark.as_ref().map(|mark| mark.column().index));
    add(found, table, &columns);
}

/// The query that fills an archive.
pub(super) fn query(archive: &Archive, schema: Schema<'_>, dialect: Dialect) -> String {
    let table = schema.mld.table(archive.table);
    let wanted = |at: &usize| archive.whole || table.primary_key.contains(at) || archive.columns.contains(at);
    let names: Vec<String> = (0..table.columns.len())
        .filter(wanted)
        .map(|at| quote(schema.mld.column_name(archive.table, at), dialect))
        .collect();
    format!("SELECT {} FROM {}", names.join(", "), quote(&table.name, dialect))
}

/// The names of the archives of a migration.
pub(super) fn names(losses: &Losses, schema: Schema<'_>, prefix: &str) -> Vec<String> {
    let tables = archives(losses, schema);
    let tables = tables.iter().map(|archive| World::archive(prefix, &schema.mld.table(archive.table).name));
    tables.chain(maps(losses, schema).into_iter().map(|map| World::archive(prefix, &map))).collect()
}

/// The tables that say which record became which, where entities were merged.
pub(super) fn maps(losses: &Losses, schema: Schema<'_>) -> Vec<String> {
    let table = |(past, _): &(EntityId, EntityId)| Some(World::merge_map(&schema.mld.entity_table(*past)?.name));
    losses.merged.iter().filter_map(table).collect()
}
