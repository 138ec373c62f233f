//! Conditions on one row as SQL, for CHECKs.
//!
//! None where the engine can't tell, or where its types already see to it.

use super::Schema;
use super::engine::Engine;
use super::expr::{Compiler, Row};
use super::value::power_of_ten;
use crate::mcd::Owner;
use crate::mld::{Check, ColumnType, Mark, RowCondition, Table, TableId, TableOrigin};

/// The columns of one table, quoted, after a qualifier.
pub(super) struct Columns<'a> {
    pub(super) engine: &'static dyn Engine,
    pub(super) table: &'a Table,
    /// What stands before a name: nothing, `s.`, `NEW.`
    pub(super) qualifier: &'a str,
}

impl Columns<'_> {
    pub(super) fn name(&self, index: usize) -> String {
        let name = self.table.columns.get(index).map(|column| column.name.as_str()).unwrap_or_default();
        format!("{}{}", self.qualifier, self.engine.quote(name))
    }

    fn ty(&self, index: usize) -> Option<ColumnType> {
        self.table.columns.get(index).map(|column| column.ty)
    }

    /// Joined by `word`, each followed by `test`.
    pub(super) fn all(&self, columns: &[usize], test: &str, word: &str) -> String {
        columns.iter().map(|index| format!("{} {test}", self.name(*index))).collect::<Vec<_>>().join(word)
    }

    /// True or false, never unknown.
    pub(super) fn marked(&self, mark: &Mark) -> String {
        let column = self.name(mark.column().index);
        match mark {
            Mark::Kind(_, value) => format!("({column} IS NOT NULL AND {column} = {})", self.engine.text(value)),
            Mark::Flag(_) => column,
        }
    }
}

/// The condition of a CHECK on a table.
pub(super) fn condition(
    schema: Schema<'_>,
    engine: &'static dyn Engine,
    table: TableId,
    check: &Check,
) -> Option<String> {
    let columns = Columns { engine, table: schema.mld.table(table), qualifier: "" };
    let sql = match &check.condition {
        RowCondition::Expr(expr) => {
            let compiler = Compiler::plain(schema, engine.dialect());
            compiler.value(expr, &Row::new("", table, owner(columns.table)))?.sql
        }
        other => told(&columns, other)?,
    };
    Some(match &check.only {
        Some(mark) => format!("NOT {} OR ({sql})", columns.marked(mark)),
        None => sql,
    })
}

/// Whose row a table's row is.
pub(super) fn owner(table: &Table) -> Owner {
    match table.origin {
        TableOrigin::Relation(id) => Owner::Relation(id),
        TableOrigin::Entity(id) => Owner::Entity(id),
        TableOrigin::Counters => Owner::Entity(crate::mcd::EntityId(0)),
    }
}

fn told(columns: &Columns<'_>, condition: &RowCondition) -> Option<String> {
    let engine = columns.engine;
    Some(match condition {
        RowCondition::Expr(_) => return None,
        RowCondition::OneOf(at, values) => {
            let list = values.iter().map(|value| engine.text(value)).collect::<Vec<_>>().join(", ");
            if list.is_empty() { return None } else { format!("{} IN ({list})", columns.name(*at)) }
        }
        RowCondition::Length(at, least, most) => length(columns, *at, *least, *most),
        RowCondition::WellFormed(at) => engine.well_formed(&columns.name(*at), columns.ty(*at)?)?,
        RowCondition::Within(at, least, most) => {
            let factor = within_factor(columns, *at)?;
            format!("{} BETWEEN {} AND {}", columns.name(*at), i64::from(*least) * factor, i64::from(*most) * factor)
        }
        RowCondition::HasAtSign(at) => format!("{} LIKE '%_@_%'", columns.name(*at)),
        RowCondition::Matches(at, pattern) => {
            let value = super::Value::tight(columns.name(*at), super::Shape::Text);
            engine.matches(&value, pattern)?
        }
        RowCondition::Together(all) => {
            let (empty, filled) = (columns.all(all, "IS NULL", " AND "), columns.all(all, "IS NOT NULL", " AND "));
            format!("({empty}) OR ({filled})")
        }
        RowCondition::Follows { key, fields, required } => follows(columns, key, fields, required),
        RowCondition::Belongs { mark, fields, required } => belongs(columns, mark, fields, required),
        RowCondition::Filled(all, least, most) => filled(columns, all, *least, *most),
        RowCondition::Implies(a, b) => format!("{} IS NULL OR {} IS NOT NULL", columns.name(*a), columns.name(*b)),
        RowCondition::Always(at, value) => format!("{} = {}", columns.name(*at), engine.text(value)),
    })
}

fn length(columns: &Columns<'_>, at: usize, least: u32, most: u32) -> String {
    let value = super::Value::tight(columns.name(at), super::Shape::Text);
    let length = columns.engine.length(&value);
    if least == most { format!("{length} = {most}") } else { format!("{length} BETWEEN {least} AND {most}") }
}

fn within_factor(columns: &Columns<'_>, at: usize) -> Option<i64> {
    match columns.ty(at)? {
        ColumnType::Decimal(_, scale) if columns.engine.scales() => power_of_ten(scale),
        _ => Some(1),
    }
}

fn follows(columns: &Columns<'_>, key: &[usize], fields: &[usize], required: &[usize]) -> String {
    let key = key.iter().copied().take(1).collect::<Vec<_>>();
    let (empty, filled) = (columns.all(&key, "IS NULL", ""), columns.all(&key, "IS NOT NULL", ""));
    let first = format!("{filled} OR ({})", columns.all(fields, "IS NULL", " AND "));
    if required.is_empty() {
        return first;
    }
    format!("({first}) AND ({empty} OR ({}))", columns.all(required, "IS NOT NULL", " AND "))
}

fn belongs(columns: &Columns<'_>, mark: &Mark, fields: &[usize], required: &[usize]) -> String {
    let marked = columns.marked(mark);
    let first = format!("{marked} OR ({})", columns.all(fields, "IS NULL", " AND "));
    if required.is_empty() {
        return first;
    }
    format!("({first}) AND (NOT {marked} OR ({}))", columns.all(required, "IS NOT NULL", " AND "))
}

/// How many are filled; of booleans, true.
fn filled(columns: &Columns<'_>, all: &[usize], least: u32, most: Option<u32>) -> String {
    let one = |index: &usize| {
        let name = columns.name(*index);
        let test = if columns.ty(*index) == Some(ColumnType::Boolean) { name } else { format!("{name} IS NOT NULL") };
        format!("CASE WHEN {test} THEN 1 ELSE 0 END")
    };
    let sum = all.iter().map(one).collect::<Vec<_>>().join(" + ");
    match most {
        Some(most) if most == least => format!("{sum} = {least}"),
        Some(most) => format!("{sum} BETWEEN {least} AND {most}"),
        None => format!("{sum} >= {least}"),
    }
}
