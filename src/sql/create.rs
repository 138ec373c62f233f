//! The whole creation script: tables in the order of their references, indexes, triggers.
//!
//! Invariant: executed on an empty database, it leaves exactly what the relational model says.

use super::engine::Engine;
use super::expr::{Compiler, Row};
use super::moves::Move;
use super::statement::*;
use super::{Dialect, Schema, checks, enforce, order};
use crate::mcd::OnDelete;
use crate::mld::names::shorten;
use crate::mld::{Column, ColumnDefault, ForeignKey, Table, TableId, TableOrigin, WriteRule};

/// The statements that create everything on an empty database.
pub fn create_script(schema: Schema<'_>, dialect: Dialect) -> Vec<Statement> {
    let mld = schema.mld;
    let order = order::creation_order(mld);
    let mut place = vec![0_usize; mld.tables.len()];
    for (at, table) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*table) {
            *slot = at;
        }
    }
    let is_later = |table: usize, key: &ForeignKey| place.get(key.target.0 as usize) > place.get(table);
    let (mut tables, mut references, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for at in order {
        let Some(table) = mld.tables.get(at) else { continue };
        let id = TableId(u32::try_from(at).unwrap_or(u32::MAX));
        let inline = |key: &&ForeignKey| dialect == Dialect::Sqlite || !is_later(at, key);
        tables.push(Statement::CreateTable(create_table(schema, dialect, id, table, &inline)));
        let later = table.foreign_keys.iter().filter(|key| !inline(key));
        references.extend(
            later.map(|key| Statement::AddForeignKey { table: table.name.clone(), key: reference(schema, table, key) }),
        );
        rest.extend(indexes(table));
        rest.extend(releases(schema, dialect, id, table));
        rest.extend(write_rules(schema, dialect, id, table));
    }
    if dialect == Dialect::Sqlite && !mld.deferred.is_empty() {
        tables.push(Statement::CreatePending);
    }
    let deferred = mld.deferred.iter().flat_map(|deferred| enforce::triggers(schema, dialect, deferred));
    rest.extend(deferred.map(Statement::CreateTrigger));
    tables.into_iter().chain(references).chain(rest).collect()
}

/// The statements that remove everything: triggers, then tables, those that refer first.
pub fn drop_script(schema: Schema<'_>, dialect: Dialect) -> Vec<Statement> {
    let (mut out, mut references, mut tables) = (vec![Statement::Move(Move::Defer)], Vec::new(), Vec::new());
    for statement in create_script(schema, dialect) {
        match statement {
            Statement::CreateTable(create) => tables.push(create.name),
            Statement::AddForeignKey { table, key } => {
                references.push(Statement::Move(Move::DropReference { table, name: key.name }));
            }
            Statement::CreateTrigger(trigger) => out.push(Statement::Move(Move::DropTrigger(trigger))),
            Statement::CreatePending => {
                tables.splice(0..0, ["never".to_owned(), "pending_violation".to_owned()]).for_each(drop)
            }
            Statement::CreateIndex { .. } | Statement::Move(_) => {}
        }
    }
    tables.reverse();
    out.extend(references);
    out.push(Statement::Move(Move::DropTables(tables)));
    out
}

/// What a CHECK of a table says, spelled over bare column names; none where the engine's types see to it.
pub fn row_condition(
    schema: Schema<'_>,
    dialect: Dialect,
    table: TableId,
    check: &crate::mld::Check,
) -> Option<String> {
    checks::condition(schema, dialect.engine(), table, check)
}

fn names(table: &Table, columns: &[usize]) -> Vec<String> {
    columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.clone()).collect()
}

fn create_table(
    schema: Schema<'_>,
    dialect: Dialect,
    id: TableId,
    table: &Table,
    inline: &dyn Fn(&&ForeignKey) -> bool,
) -> CreateTable {
    let engine = dialect.engine();
    let uniques = table
        .uniques
        .iter()
        .map(|unique| Constraint::Unique { name: unique.name.clone(), columns: names(table, &unique.columns) });
    let references =
        table.foreign_keys.iter().filter(inline).map(|key| Constraint::References(reference(schema, table, key)));
    let checks = table.checks.iter().filter_map(|check| {
        Some(Constraint::Check { name: check.name.clone(), condition: checks::condition(schema, engine, id, check)? })
    });
    let columns = table.columns.iter().enumerate();
    CreateTable {
        name: table.name.clone(),
        columns: columns.map(|(at, column)| define(schema, engine, id, table, at, column)).collect(),
        primary_key: names(table, &table.primary_key),
        constraints: uniques.chain(references).chain(checks).collect(),
        comment: table.docs.clone(),
    }
}

fn define(
    schema: Schema<'_>,
    engine: &'static dyn Engine,
    id: TableId,
    table: &Table,
    at: usize,
    column: &Column,
) -> ColumnDefinition {
    let keys = table.uniques.iter().map(|unique| &unique.columns);
    let in_key = table.primary_key.contains(&at) || keys.clone().any(|columns| columns.contains(&at));
    ColumnDefinition {
        name: column.name.clone(),
        ty: column.ty,
        in_key,
        nullable: column.nullable,
        default: column.default.as_ref().and_then(|default| spell_default(schema, engine, id, column, default)),
        comment: column.docs.clone(),
    }
}

/// What the model says of a field that has no value, spelled; none where a constant or the clock doesn't say it.
pub fn field_default(schema: Schema<'_>, table: TableId, column: &Column, dialect: Dialect) -> Option<String> {
    let crate::mld::Origin::Field(field) = column.origin else { return None };
    let data = schema.mcd.field(field);
    let default = crate::mld::constant_default(data).filter(|_| data.computed.is_none())?;
    spell_default(schema, dialect.engine(), table, column, &default)
}

fn spell_default(
    schema: Schema<'_>,
    engine: &'static dyn Engine,
    table: TableId,
    column: &Column,
    default: &ColumnDefault,
) -> Option<String> {
    match default {
        ColumnDefault::Model(expr) => {
            let compiler = Compiler::plain(schema, engine.dialect());
            let value = compiler.value(expr, &Row::new("", table, checks::owner(schema.mld.table(table))))?;
            let value = match column.ty {
                crate::mld::ColumnType::Decimal(_, scale) => engine.rescale(&value, scale, true),
                _ => value,
            };
            let literal =
                value.whole().is_some() || value.sql.starts_with('\'') || value.sql == "TRUE" || value.sql == "FALSE";
            Some(if literal { value.sql } else { format!("({})", value.sql) })
        }
        ColumnDefault::Now => Some(format!("({})", engine.now())),
        ColumnDefault::Integer(number) => Some(number.to_string()),
        ColumnDefault::Text(text) => Some(engine.text(text)),
        ColumnDefault::False => Some(engine.boolean(false).to_owned()),
    }
}

fn reference(schema: Schema<'_>, table: &Table, key: &ForeignKey) -> References {
    let target = schema.mld.table(key.target);
    let on_delete = if table.empties_by_itself(key) { OnDelete::Restrict } else { key.on_delete };
    References {
        name: key.name.clone(),
        columns: names(table, &key.columns),
        target: target.name.clone(),
        target_columns: names(target, &key.target_columns),
        on_delete,
        deferrable: key.deferrable,
    }
}

/// What SET NULL would do, where it can't. MariaDB's triggers can't write to the table being written: there a reference of a table to
/// itself stays, and the delete is refused.
fn releases(schema: Schema<'_>, dialect: Dialect, id: TableId, table: &Table) -> Vec<Statement> {
    let keys = table.foreign_keys.iter().filter(|key| table.empties_by_itself(key));
    let possible = keys.filter(|key| dialect != Dialect::Mariadb || key.target != id);
    let release = |key: &ForeignKey| {
        let target = schema.mld.table(key.target);
        let columns: Vec<usize> = key.columns.iter().chain(&key.together).copied().collect();
        Statement::CreateTrigger(Trigger {
            name: shorten(&format!("{}_release", key.name)),
            table: target.name.clone(),
            event: TriggerEvent::Delete,
            constraint: key.name.clone(),
            message: String::new(),
            action: TriggerAction::Release {
                referring: table.name.clone(),
                columns: names(table, &columns),
                key: names(target, &key.target_columns).into_iter().next().unwrap_or_default(),
            },
        })
    };
    possible.map(release).collect()
}

fn indexes(table: &Table) -> Vec<Statement> {
    let index = |index: &crate::mld::Index| Statement::CreateIndex {
        name: index.name.clone(),
        table: table.name.clone(),
        columns: names(table, &index.columns),
    };
    table.indexes.iter().map(index).collect()
}

/// A rule that reads the clock judges a row when it is inserted, and when what it reads changes.
fn write_rules(schema: Schema<'_>, dialect: Dialect, id: TableId, table: &Table) -> Vec<Statement> {
    table.write_rules.iter().filter_map(|rule| write_rule(schema, dialect, id, table, rule)).flatten().collect()
}

fn write_rule(
    schema: Schema<'_>,
    dialect: Dialect,
    id: TableId,
    table: &Table,
    rule: &WriteRule,
) -> Option<[Statement; 2]> {
    if table.origin == TableOrigin::Counters {
        return None;
    }
    let compiler = Compiler::plain(schema, dialect);
    let holds = compiler.value(&rule.expr, &Row::new("NEW.", id, checks::owner(table)))?.sql;
    let columns = checks::Columns { engine: dialect.engine(), table, qualifier: "NEW." };
    let violated = match &rule.only {
        Some(mark) => format!("({} AND NOT ({holds}))", columns.marked(mark)),
        None => format!("NOT ({holds})"),
    };
    let trigger = |name: String, event: TriggerEvent| {
        Statement::CreateTrigger(Trigger {
            name,
            table: table.name.clone(),
            event,
            constraint: rule.name.clone(),
            message: rule.message.clone(),
            action: TriggerAction::Refuse { violated: violated.clone() },
        })
    };
    let watched = names(table, &rule.columns);
    Some([
        trigger(rule.name.clone(), TriggerEvent::Insert),
        trigger(shorten(&format!("{}_update", rule.name)), TriggerEvent::Update(watched)),
    ])
}
