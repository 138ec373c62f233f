//! Which tables can be changed where they are, and what becomes of each of their columns (PostgreSQL).
//!
//! A table whose every row and key stay is altered, not copied: what is constant costs nothing, whatever the number of rows.
//! Decides; `alter` writes the statements. Invariant: an old table is changed into one new table at most.

use std::collections::BTreeSet;

use crate::mld::{ColumnType, TableId};
use crate::sql::{self, ColumnDefinition, CreateTable, Dialect};

use super::projection::{Projection, Select};
use super::script::Parts;
use super::values::Source;
use super::world::World;

/// A table that is changed where it is.
#[derive(Debug, Clone)]
pub(super) struct InPlace {
    /// The new table.
    pub(super) table: TableId,
    /// The old one.
    pub(super) base: TableId,
    /// `client AS o`
    pub(super) from: String,
    /// What each new column is.
    pub(super) columns: Vec<Fate>,
}

/// What a column of the new table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// That old column.
    Kept(usize),
    /// That old column, with another value in some rows.
    Filled(usize, String),
    /// New, the same value in each row; empty when none.
    Constant(Option<String>),
    /// New, of a value that depends on the row.
    Computed(String),
}

impl Fate {
    /// The old column that it is.
    pub(super) fn past(&self) -> Option<usize> {
        match self {
            Fate::Kept(at) | Fate::Filled(at, _) => Some(*at),
            Fate::Constant(_) | Fate::Computed(_) => None,
        }
    }
}

/// The tables that can be changed where they are, among those that change.
pub(super) fn decide(
    world: &World<'_>,
    old: &Parts,
    new: &Parts,
    projections: &[Projection],
    changed: &BTreeSet<TableId>,
) -> Vec<InPlace> {
    if world.dialect != Dialect::Postgres {
        return Vec::new();
    }
    let mut taken: BTreeSet<TableId> =
        projections.iter().filter(|one| !changed.contains(&one.table)).filter_map(whole).collect();
    let mut found = Vec::new();
    for projection in projections.iter().filter(|one| changed.contains(&one.table)) {
        let Some(one) = in_place(world, old, new, projection) else { continue };
        if taken.insert(one.base) {
            found.push(one);
        }
    }
    found
}

fn whole(projection: &Projection) -> Option<TableId> {
    match projection.selects.as_slice() {
        [select] => select.whole,
        _ => None,
    }
}

fn in_place(world: &World<'_>, old: &Parts, new: &Parts, projection: &Projection) -> Option<InPlace> {
    let [Select { whole: Some(base), from, filter, columns }] = projection.selects.as_slice() else { return None };
    let (before, after) = (world.old.mld.table(*base), world.new.mld.table(projection.table));
    let is_taken = before.name != after.name && world.old.mld.tables.iter().any(|table| table.name == after.name);
    // What numbers rows looks at all of them: no UPDATE can.
    let numbers = columns.iter().any(|source| source.kept.is_none() && source.sql.contains(" OVER ("));
    if is_taken || numbers || !filter.is_empty() {
        return None;
    }
    let created = |parts: &'_ Parts, name: &str| parts.tables.iter().find(|create| create.name == name).cloned();
    let (was, is) = (created(old, &before.name)?, created(new, &after.name)?);
    let mut used = BTreeSet::new();
    let fates: Vec<Fate> =
        columns.iter().zip(&is.columns).map(|(source, column)| fate(source, column, &was, &mut used)).collect();
    let key: Option<Vec<usize>> = after.primary_key.iter().map(|at| fates.get(*at)?.past()).collect();
    let numbered =
        |at: Option<usize>| at.and_then(|at| was.columns.get(at)).is_some_and(|old| old.ty == ColumnType::Serial);
    let same_numbers =
        fates.iter().zip(&is.columns).all(|(fate, column)| (column.ty == ColumnType::Serial) == numbered(fate.past()));
    (key? == before.primary_key && same_numbers).then(|| InPlace {
        table: projection.table,
        base: *base,
        from: from.clone(),
        columns: fates,
    })
}

fn fate(source: &Source, column: &ColumnDefinition, was: &CreateTable, used: &mut BTreeSet<usize>) -> Fate {
    let dialect = Dialect::Postgres;
    let mut free = |at: usize| {
        was.columns.get(at).is_some_and(|old| sql::same_type(old.ty, column.ty, dialect)) && used.insert(at)
    };
    match (source.kept, source.fills) {
        (Some(at), _) if free(at) => Fate::Kept(at),
        (None, Some(at)) if !source.sql.contains("SELECT") && free(at) => Fate::Filled(at, source.sql.clone()),
        (None, None) if source.sql == "NULL" => Fate::Constant(None),
        (None, None) if is_constant(&source.sql) || column.default.as_ref() == Some(&source.sql) => {
            Fate::Constant(Some(source.sql.clone()))
        }
        _ => Fate::Computed(sql::as_type(&source.sql, column, dialect)),
    }
}

/// A literal, in parentheses or not.
fn is_constant(sql: &str) -> bool {
    if let Some(inner) = sql.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return is_constant(inner);
    }
    let quoted = sql.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match quoted {
        Some(inner) => !inner.replace("''", "").contains('\''),
        None => matches!(sql, "TRUE" | "FALSE") || sql.parse::<f64>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_constant;

    #[test]
    fn literals_are_known_from_expressions() {
        for constant in ["'Lyon'", "('l''an')", "12", "-3.5", "((TRUE))", "''"] {
            assert!(is_constant(constant), "{constant}");
        }
        for other in ["o.nom", "'a' || o.nom || 'b'", "now()", "(1) + (2)", "(SELECT 1)"] {
            assert!(!is_constant(other), "{other}");
        }
    }
}
