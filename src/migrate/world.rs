//! The two models of a migration with their tables, and what is known of the way from one to the other.
//!
//! Plain data and look-ups. `old` is what the database holds when the script runs: on the way back, that is the newer model.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diag::Lang;
use crate::mcd::{EntityId, FieldRef, LegRef, Mcd, Owner, RelationId, Type};
use crate::mld::{ColumnType, Mark, RelationHome, TableId};
use crate::sql::{self, Dialect, KeyChange, Schema};

use super::answers::{Answers, Choice};
use super::matching::{self, Matching};

/// What the answers say, tied to items of the models. Expressions are computed fields added to the old model.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    /// New field → the probe that fills its empty values.
    pub(super) backfills: BTreeMap<FieldRef, FieldRef>,
    /// New field → the probe that is its value.
    pub(super) usings: BTreeMap<FieldRef, FieldRef>,
    /// Subtype → the probe that says which records become of it: of a new one all, of one that was there those of no kind.
    pub(super) kinds: BTreeMap<EntityId, FieldRef>,
    /// New leg → the identifier of the record that existing links are made with.
    pub(super) targets: BTreeMap<LegRef, String>,
}

/// What the way out keeps for the way back, of the model before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Losses {
    /// Fields of which a value is lost or changed.
    pub(super) fields: Vec<FieldRef>,
    /// Fields whose values are written otherwise in their new type: `007` as a number.
    pub(super) casts: Vec<FieldRef>,
    /// Relations of which a link is lost.
    pub(super) relations: Vec<RelationId>,
    /// Entities that go.
    pub(super) entities: Vec<EntityId>,
    /// Of these, those whose records became records of another, of the new model.
    pub(super) merged: Vec<(EntityId, EntityId)>,
    /// Subtypes that records of no kind became of, each with its supertype.
    pub(super) joined: Vec<(EntityId, EntityId)>,
}

/// A way from one model to another.
pub(super) struct World<'a> {
    pub(super) old: Schema<'a>,
    pub(super) new: Schema<'a>,
    pub(super) matching: &'a Matching,
    pub(super) answers: &'a Answers,
    pub(super) settled: &'a Settled,
    pub(super) dialect: Dialect,
    /// Of the one who asks what the data holds.
    pub(super) lang: Lang,
    /// On the way back: what the way out kept, and under which names (`archive_0002_`).
    pub(super) kept: Option<(&'a Losses, &'a str)>,
}

/// The occurrences of an old relation: where they are, and what stands for each leg.
pub(super) struct Links {
    /// The table that holds them.
    pub(super) table: TableId,
    /// `contact_company AS x`
    pub(super) from: String,
    /// What tells them from other rows of the table.
    pub(super) filter: Vec<String>,
    /// The key of the record on each leg.
    pub(super) legs: Vec<Option<String>>,
}

/// An old row, by the name it has in the query.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) alias: &'static str,
    pub(super) owner: Owner,
    pub(super) table: TableId,
}

impl World<'_> {
    pub(super) fn quote(&self, name: &str) -> String {
        sql::quote(name, self.dialect)
    }

    pub(super) fn text(&self, text: &str) -> String {
        sql::literal(text, self.dialect)
    }

    /// `alias.name` of a column of an old table.
    pub(super) fn old_column(&self, alias: &str, table: TableId, index: usize) -> String {
        format!("{alias}.{}", self.quote(self.old.mld.column_name(table, index)))
    }

    /// The key of a row of an old table: its first column.
    pub(super) fn key(&self, row: &Row) -> String {
        self.old_column(row.alias, row.table, 0)
    }

    pub(super) fn old_table(&self, table: TableId, alias: &str) -> String {
        format!("{} AS {alias}", self.quote(&self.old.mld.table(table).name))
    }

    /// Where the occurrences of an old relation are.
    pub(super) fn links(&self, relation: RelationId, alias: &'static str) -> Option<Links> {
        match self.old.mld.relation(relation) {
            RelationHome::Nowhere => None,
            RelationHome::Table { table, legs } => {
                let column = |columns: &Vec<usize>| Some(self.old_column(alias, *table, *columns.first()?));
                let legs = legs.iter().map(column).collect();
                Some(Links { table: *table, from: self.old_table(*table, alias), filter: Vec::new(), legs })
            }
            RelationHome::Columns { bearer, table, legs } => {
                let leg = |(index, columns): (usize, &Vec<usize>)| {
                    let at = if index == *bearer { 0 } else { *columns.first()? };
                    Some(self.old_column(alias, *table, at))
                };
                let legs: Vec<Option<String>> = legs.iter().enumerate().map(leg).collect();
                let others = legs.iter().enumerate().filter(|(index, _)| index != bearer);
                let filter = others.filter_map(|(_, leg)| Some(format!("{} IS NOT NULL", leg.as_ref()?))).collect();
                Some(Links { table: *table, from: self.old_table(*table, alias), filter, legs })
            }
        }
    }

    /// The test that a row of an old table is of a mark.
    pub(super) fn marked(&self, mark: &Mark, alias: &str) -> String {
        let column = mark.column();
        let name = self.old_column(alias, column.table, column.index);
        match mark {
            Mark::Kind(_, value) => format!("({name} IS NOT NULL AND {name} = {})", self.text(value)),
            Mark::Flag(_) => name,
        }
    }

    /// Whether the record of a row is of an old subtype.
    pub(super) fn is_of(&self, subtype: EntityId, row: &Row) -> Option<String> {
        let home = self.old.mld.entity(subtype);
        let table = home.table?;
        if table == row.table {
            return Some(home.mark.as_ref().map_or_else(|| "TRUE".to_owned(), |mark| self.marked(mark, row.alias)));
        }
        let there = Row { alias: "k", owner: Owner::Entity(subtype), table };
        let mark = home.mark.as_ref().map(|mark| format!(" AND {}", self.marked(mark, "k"))).unwrap_or_default();
        Some(format!(
            "EXISTS (SELECT 1 FROM {} WHERE {} = {}{mark})",
            self.old_table(table, "k"),
            self.key(&there),
            self.key(row)
        ))
    }

    /// A reference to a record of an old entity, as one to the record of a new entity that it became; none when it is the same.
    pub(super) fn moved(&self, from: EntityId, to: EntityId, reference: &str) -> Option<String> {
        self.merged(from, to, reference).or_else(|| self.rekeyed(from, to, reference))
    }

    /// The key of a record of an old entity as the new one has it, where a number becomes a UUID or the other way; none when it is the same.
    pub(super) fn rekeyed(&self, from: EntityId, to: EntityId, key: &str) -> Option<String> {
        match (has_uuid(self.old, from), has_uuid(self.new, to)) {
            (false, true) => Some(sql::uuid_of(key, &uuid_start(self.new.mcd, to), self.dialect)),
            (true, false) => Some(sql::number_of(key, self.dialect)),
            _ => None,
        }
    }

    /// The same change, for keys that are kept as text.
    pub(super) fn key_change(&self, from: EntityId, to: EntityId) -> Option<KeyChange> {
        match (has_uuid(self.old, from), has_uuid(self.new, to)) {
            (false, true) => Some(KeyChange::ToUuid(uuid_start(self.new.mcd, to))),
            (true, false) => Some(KeyChange::ToNumber(uuid_start(self.old.mcd, from))),
            _ => None,
        }
    }

    /// The key of a new record that is given this number: itself, or the UUID that says it.
    pub(super) fn given(&self, entity: EntityId, number: String) -> String {
        match has_uuid(self.new, entity) {
            true => sql::uuid_of(&number, &uuid_start(self.new.mcd, entity), self.dialect),
            false => number,
        }
    }

    /// How the UUIDs of an old entity's records begin that say a number; none where their keys stay what they are.
    pub(super) fn numbered_start(&self, from: EntityId, to: EntityId) -> Option<String> {
        (has_uuid(self.old, from) && !has_uuid(self.new, to)).then(|| uuid_start(self.old.mcd, from))
    }

    fn merged(&self, from: EntityId, to: EntityId, reference: &str) -> Option<String> {
        if let Some((losses, prefix)) = self.kept {
            let (past, _) = losses.merged.iter().find(|(past, now)| *past == to && *now == from)?;
            let map = self.quote(&Self::archive(prefix, &Self::merge_map(&self.new.mld.entity_table(*past)?.name)));
            return Some(format!("(SELECT m.source_id FROM {map} AS m WHERE m.id = {reference})"));
        }
        self.matching.merged.get(&from).filter(|now| **now == to)?;
        let map = self.quote(&Self::merge_map(&self.old.mld.entity_table(from)?.name));
        Some(format!("(SELECT m.id FROM {map} AS m WHERE m.source_id = {reference})"))
    }

    /// Which record of another table each record of this old one became.
    pub(super) fn merge_map(table: &str) -> String {
        crate::mld::names::shorten(&format!("merisier_map_{table}"))
    }

    /// The row of a record of an old entity.
    pub(super) fn entity_row(&self, entity: EntityId, alias: &'static str) -> Option<Row> {
        Some(Row { alias, owner: Owner::Entity(entity), table: self.old.mld.entity(entity).table? })
    }

    /// `keep` for an item of the new model, or of the old one.
    pub(super) fn keep(&self, path: &[&str]) -> Option<(Choice, Option<&str>)> {
        self.answers.keep(path)
    }

    /// Each old value of an enumeration as stored, with the new one; on the way back, what became the old one on the way out.
    pub(super) fn enum_values(&self, old: FieldRef, new: FieldRef) -> Vec<(String, Option<String>)> {
        if self.kept.is_none() {
            return matching::values(self.old.mcd, self.new.mcd, old, new);
        }
        let out = matching::values(self.new.mcd, self.old.mcd, new, old);
        let Type::Enum(id) = &self.old.mcd.field(old).ty else { return Vec::new() };
        let before =
            |snake: &String| out.iter().find(|(_, became)| became.as_ref() == Some(snake)).map(|(was, _)| was.clone());
        let values = self.old.mcd.enumeration(*id).values.iter();
        values.map(|value| (value.snake.clone(), before(&value.snake))).collect()
    }

    /// The UUID of a record of an old entity that is known by a number.
    pub(super) fn uuid_of(&self, entity: EntityId, number: &str) -> String {
        sql::uuid_of(number, &uuid_start(self.old.mcd, entity), self.dialect)
    }

    /// Whether two old entities are of one hierarchy.
    pub(super) fn are_kin(&self, a: EntityId, b: EntityId) -> bool {
        self.old.mcd.root(a) == self.old.mcd.root(b)
    }

    /// The name of the archive of an old table.
    pub(super) fn archive(prefix: &str, table: &str) -> String {
        crate::mld::names::shorten(&format!("{prefix}{table}"))
    }
}

/// The type of the keys of an entity's records.
pub(super) fn key_type(schema: Schema<'_>, entity: EntityId) -> ColumnType {
    if has_uuid(schema, entity) { ColumnType::Uuid } else { ColumnType::Integer }
}

/// Whether the records of an entity are known by a UUID.
pub(super) fn has_uuid(schema: Schema<'_>, entity: EntityId) -> bool {
    let key = schema.mld.entity_table(entity).and_then(|table| table.columns.first());
    key.is_some_and(|column| column.ty == ColumnType::Uuid)
}

/// The first digits of the UUIDs that say a number of a hierarchy: a version 7 of the first instant there is, so that all others come after,
/// and digits of its name, so that no two hierarchies have one in common.
fn uuid_start(mcd: &Mcd, entity: EntityId) -> String {
    let name = Sha256::digest(mcd.entity(mcd.root(entity)).snake.as_bytes());
    let digits: String = name.iter().take(3).map(|byte| format!("{byte:02x}")).collect();
    let (first, last) = digits.split_at(3);
    format!("00000000-0000-7{first}-8{last}-")
}

/// The path of a field, as answers write it.
pub(super) fn path(mcd: &Mcd, field: FieldRef) -> [&str; 2] {
    [mcd.name(field.owner), mcd.field(field).name.as_str()]
}
