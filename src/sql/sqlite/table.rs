//! Tables and indexes in SQLite.

use crate::mcd::OnDelete;
use crate::mld::ColumnType;
use crate::sql::engine::Engine;
use crate::sql::statement::{ColumnDefinition, Constraint, CreateTable, References};
use crate::sql::value::power_of_ten;

pub(super) fn create(engine: &dyn Engine, create: &CreateTable) -> String {
    let serial = create.columns.iter().any(|column| column.ty == ColumnType::Serial);
    let mut lines: Vec<String> = create.columns.iter().map(|column| define(engine, column)).collect();
    if !serial && !create.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", engine.list(&create.primary_key)));
    }
    lines.extend(create.constraints.iter().map(|constraint| constrain(engine, constraint)));
    format!("CREATE TABLE {} (\n    {}\n) STRICT", engine.quote(&create.name), lines.join(",\n    "))
}

fn define(engine: &dyn Engine, column: &ColumnDefinition) -> String {
    let name = engine.quote(&column.name);
    if column.ty == ColumnType::Serial {
        // AUTOINCREMENT: a number is never given twice, even after its row is gone.
        return format!("{name} INTEGER PRIMARY KEY AUTOINCREMENT");
    }
    let null = if column.nullable { "" } else { " NOT NULL" };
    let default = column.default.as_ref().map(|default| format!(" DEFAULT {default}")).unwrap_or_default();
    format!("{name} {}{null}{default}", column_type(column.ty))
}

pub(super) fn column_type(ty: ColumnType) -> &'static str {
    use ColumnType as T;
    match ty {
        T::Serial | T::Integer | T::Decimal(..) | T::Boolean | T::Duration => "INTEGER",
        T::Text(_) | T::LongText | T::Date | T::Time | T::DateTime | T::Uuid | T::Json => "TEXT",
    }
}

fn constrain(engine: &dyn Engine, constraint: &Constraint) -> String {
    match constraint {
        Constraint::Unique { name, columns } => {
            format!("CONSTRAINT {} UNIQUE ({})", engine.quote(name), engine.list(columns))
        }
        Constraint::Check { name, condition } => format!("CONSTRAINT {} CHECK ({condition})", engine.quote(name)),
        Constraint::References(key) => reference(engine, key),
    }
}

fn reference(engine: &dyn Engine, key: &References) -> String {
    let action = match key.on_delete {
        OnDelete::Cascade => " ON DELETE CASCADE",
        OnDelete::Detach => " ON DELETE SET NULL",
        OnDelete::Restrict => "",
    };
    let deferred = if key.deferrable { " DEFERRABLE INITIALLY DEFERRED" } else { "" };
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){action}{deferred}",
        engine.quote(&key.name),
        engine.list(&key.columns),
        engine.quote(&key.target),
        engine.list(&key.target_columns)
    )
}

pub(super) fn index(engine: &dyn Engine, name: &str, table: &str, columns: &[String]) -> String {
    format!("CREATE INDEX {} ON {} ({})", engine.quote(name), engine.quote(table), engine.list(columns))
}

/// SQLite knows whole numbers and texts; the rest is checked.
pub(super) fn well_formed(column: &str, ty: ColumnType) -> Option<String> {
    Some(match ty {
        ColumnType::Boolean => format!("{column} IN (0, 1)"),
        // The modifier makes SQLite count: without it, 30 February stands.
        ColumnType::Date => format!("{column} IS NOT DISTINCT FROM date({column}, '+0 days')"),
        ColumnType::Time => format!("{column} IS NOT DISTINCT FROM time({column})"),
        ColumnType::DateTime => format!("{column} IS NOT DISTINCT FROM datetime({column}, '+0 days')"),
        ColumnType::Decimal(precision, _) => {
            let most = power_of_ten(precision)? - 1;
            format!("{column} BETWEEN -{most} AND {most}")
        }
        ColumnType::Uuid => format!("length({column}) = 36"),
        // Before SQLite 3.45, nothing isn't valid.
        ColumnType::Json => format!("{column} IS NULL OR json_valid({column})"),
        _ => return None,
    })
}
