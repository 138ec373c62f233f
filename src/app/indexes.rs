//! The indexes that lists are read along: one for each column a list is sorted by, and one for each closed choice it is filtered by.
//!
//! The relational model has the indexes of keys; these serve pages, whatever the number of rows. Sorting by another column, by a
//! computed field or by the title of a reference reads every row. The sort key is the core's (`core/db.rs`, `sort_key`): an index on
//! another expression would serve nothing.

use super::plan::{EntityPlan, FieldPlan};
use super::queries::Writer;
use crate::mcd::{EntityId, KeyPart, ListView, Type};
use crate::sql::{Dialect, quote};

/// Longest text that every engine can index.
const LONGEST: u32 = 255;
/// Longest name that every engine takes.
const NAME: usize = 60;

impl Writer<'_> {
    /// The statements that make an entity's indexes, harmless when they are there.
    pub(super) fn list_indexes(&self, entity: &EntityPlan) -> Vec<String> {
        let list = self.list_of(entity.id);
        let sorted: Vec<&FieldPlan> = entity
            .fields
            .iter()
            .filter(|field| self.is_sorted(field, entity, list) && self.is_own(field, entity))
            .collect();
        let latest = entity.parent.is_none().then(|| self.latest_index(entity));
        let served = |field: &&FieldPlan| self.is_served(field);
        let mut statements: Vec<String> =
            sorted.iter().copied().filter(served).map(|field| self.index(entity, &[field])).collect();
        if let Some(first) = sorted.iter().find(|field| self.is_first(field, entity, list)) {
            for field in entity.fields.iter().filter(|field| self.is_own(field, entity) && self.is_choice(field, list))
            {
                let keys: Vec<&FieldPlan> = std::iter::once(field).chain(Some(*first).filter(served)).collect();
                let index = self.index(entity, &keys);
                if !statements.contains(&index) {
                    statements.push(index);
                }
            }
        }
        statements.extend(latest);
        statements
    }

    /// What changed last, for the home page.
    fn latest_index(&self, entity: &EntityPlan) -> String {
        let table = &self.mld.table(entity.table).name;
        let name: String = format!("ix_{table}_updated").chars().take(NAME).collect();
        let (name, table) = (quote(&name, self.dialect), quote(table, self.dialect));
        format!("CREATE INDEX IF NOT EXISTS {name} ON {table} (updated_at{})", self.id_key(entity))
    }

    /// SQLite's indexes end with the row's number already, which is its id unless that is a UUID.
    fn id_key(&self, entity: &EntityPlan) -> &'static str {
        if self.dialect == Dialect::Sqlite && !self.has_uuid(entity.id) { "" } else { ", id" }
    }

    /// The list that shows the entity: its own, or its nearest supertype's.
    fn list_of(&self, entity: EntityId) -> Option<&ListView> {
        let lineage = self.mcd.lineage(entity);
        lineage.iter().find_map(|id| self.mcd.lists.iter().find(|list| list.entity == *id))
    }

    /// Whether it is a column of the entity's own table.
    fn is_own(&self, field: &FieldPlan, entity: &EntityPlan) -> bool {
        matches!(field.columns.as_slice(), [only] if only.table == entity.table)
    }

    /// Whether the list is sorted by it, or may be by a click: a title, an identifier, a date, a number or a short text shown.
    fn is_sorted(&self, field: &FieldPlan, entity: &EntityPlan, list: Option<&ListView>) -> bool {
        let Some(ty) = self.type_of(field) else { return false };
        let shown = match list.and_then(|list| list.columns.as_ref()) {
            Some(columns) => columns.iter().any(|part| stands_for(*part, field)),
            None => self.is_title(field) || matches!(ty, Type::Date | Type::DateTime | Type::Money),
        };
        let short = match ty {
            Type::Text(length) => *length <= LONGEST,
            Type::Email
            | Type::Phone
            | Type::Date
            | Type::DateTime
            | Type::Integer
            | Type::Decimal(..)
            | Type::Money
            | Type::Enum(_) => true,
            _ => false,
        };
        short && (shown || self.is_first(field, entity, list))
    }

    /// Whether an index can have its order: MariaDB indexes columns only, in their own collation.
    fn is_served(&self, field: &FieldPlan) -> bool {
        let is_text = matches!(self.type_of(field), Some(Type::Text(_) | Type::Email | Type::Phone));
        !is_text || self.dialect != Dialect::Mariadb
    }

    /// Whether it is what the list is sorted by when nothing is asked for.
    fn is_first(&self, field: &FieldPlan, entity: &EntityPlan, list: Option<&ListView>) -> bool {
        match list.and_then(|list| list.sort.first()) {
            Some((part, _)) => stands_for(*part, field),
            None => {
                entity.fields.iter().find(|field| self.is_title(field)).is_some_and(|title| title.name == field.name)
            }
        }
    }

    /// Whether it is a filter of few values, most of which are many rows: with the order, its rows are read in place.
    fn is_choice(&self, field: &FieldPlan, list: Option<&ListView>) -> bool {
        let offered = match list.and_then(|list| list.filters.as_ref()) {
            Some(filters) => filters.iter().any(|part| stands_for(*part, field)),
            None => true,
        };
        offered && matches!(self.type_of(field), Some(Type::Enum(_)))
    }

    fn is_title(&self, field: &FieldPlan) -> bool {
        field.origin.field().is_some_and(|at| self.mcd.field(at).title)
    }

    fn type_of(&self, field: &FieldPlan) -> Option<&Type> {
        field.origin.field().map(|at| &self.mcd.field(at).ty)
    }

    fn index(&self, entity: &EntityPlan, fields: &[&FieldPlan]) -> String {
        let table = self.mld.table(entity.table);
        let names: Vec<&str> = fields
            .iter()
            .filter_map(|field| field.columns.first())
            .map(|at| self.mld.column_name(at.table, at.index))
            .collect();
        let name: String = format!("ix_{}_{}_order", table.name, names.join("_")).chars().take(NAME).collect();
        let keys: Vec<String> = fields.iter().zip(&names).map(|(field, name)| self.sort_key(field, name)).collect();
        let id = self.id_key(entity);
        let quoted = |name: &str| quote(name, self.dialect);
        format!("CREATE INDEX IF NOT EXISTS {} ON {} ({}{id})", quoted(&name), quoted(&table.name), keys.join(", "))
    }

    /// As the core sorts: names without regard to case and accents, other texts without regard to case on SQLite. (`folded` is written
    /// out by the core.)
    fn sort_key(&self, field: &FieldPlan, column: &str) -> String {
        let column = quote(column, self.dialect);
        match (self.type_of(field), self.dialect) {
            (Some(Type::Text(_)), Dialect::Sqlite) => format!("folded({column})"),
            (Some(Type::Text(_)), Dialect::Postgres) => format!("{column} COLLATE \"und-x-icu\""),
            (Some(Type::Email | Type::Phone), Dialect::Sqlite) => format!("{column} COLLATE NOCASE"),
            _ => column,
        }
    }
}

fn stands_for(part: KeyPart, field: &FieldPlan) -> bool {
    matches!(part, KeyPart::Field(at) if field.origin.field() == Some(at))
}
