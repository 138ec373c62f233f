//! Tables and indexes in MariaDB.

use crate::mcd::OnDelete;
use crate::mld::ColumnType;
use crate::sql::engine::Engine;
use crate::sql::moves::Alter;
use crate::sql::statement::{ColumnDefinition, Constraint, CreateTable, References};

/// Longest VARCHAR, in characters: what fits an index of 3072 bytes with its neighbours.
const LONGEST_VARCHAR: u32 = 255;
/// A row holds 65535 bytes of VARCHAR; beyond this budget the texts that aren't keys are stored apart.
const ROW_BYTES: u32 = 40_000;

pub(super) fn create(engine: &dyn Engine, create: &CreateTable) -> String {
    let bytes: u32 = create.columns.iter().map(|column| varchar(column).map_or(0, |length| length * 4 + 2)).sum();
    let crowded = bytes > ROW_BYTES;
    let mut lines: Vec<String> = create.columns.iter().map(|column| define(engine, column, crowded)).collect();
    lines.push(format!("PRIMARY KEY ({})", engine.list(&create.primary_key)));
    lines.extend(create.constraints.iter().map(|constraint| constrain(engine, constraint)));
    let comment = comment(engine, &create.comment, 2000);
    format!(
        "CREATE TABLE {} (\n    {}\n) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin{comment}",
        engine.quote(&create.name),
        lines.join(",\n    ")
    )
}

/// The length of a column that is a VARCHAR.
fn varchar(column: &ColumnDefinition) -> Option<u32> {
    match column.ty {
        ColumnType::Text(length) if length <= LONGEST_VARCHAR => Some(length),
        _ => None,
    }
}

/// MariaDB keeps 2048 characters of a table's comment, 1024 of a column's.
fn comment(engine: &dyn Engine, text: &str, most: usize) -> String {
    let kept: String = text.chars().take(most).collect();
    if kept.is_empty() { String::new() } else { format!(" COMMENT {}", engine.text(&kept)) }
}

fn define(engine: &dyn Engine, column: &ColumnDefinition, crowded: bool) -> String {
    let name = engine.quote(&column.name);
    let comment = comment(engine, &column.comment, 1000);
    if column.ty == ColumnType::Serial {
        return format!("{name} BIGINT NOT NULL AUTO_INCREMENT{comment}");
    }
    let null = if column.nullable { "" } else { " NOT NULL" };
    let default = column.default.as_ref().map(|default| format!(" DEFAULT {default}")).unwrap_or_default();
    format!("{name} {}{null}{default}{comment}", column_type(column, crowded))
}

pub(super) fn column_type(column: &ColumnDefinition, crowded: bool) -> String {
    use ColumnType as T;
    match column.ty {
        T::Serial | T::Integer | T::Duration => "BIGINT".into(),
        T::Decimal(precision, scale) => format!("DECIMAL({}, {})", precision.min(65), scale.min(38)),
        T::Text(length) if length <= LONGEST_VARCHAR && (!crowded || column.in_key) => format!("VARCHAR({length})"),
        T::Text(length) if length <= 16_000 => "TEXT".into(),
        T::Text(_) | T::LongText => "LONGTEXT".into(),
        T::Boolean => "BOOLEAN".into(),
        T::Date => "DATE".into(),
        T::Time => "TIME".into(),
        T::DateTime => "DATETIME".into(),
        T::Uuid => "UUID".into(),
        T::Json => "JSON".into(),
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
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){action}",
        engine.quote(&key.name),
        engine.list(&key.columns),
        engine.quote(&key.target),
        engine.list(&key.target_columns)
    )
}

pub(super) fn add_reference(engine: &dyn Engine, table: &str, key: &References) -> String {
    format!("ALTER TABLE {} ADD {}", engine.quote(table), reference(engine, key))
}

pub(super) fn index(engine: &dyn Engine, name: &str, table: &str, columns: &[String]) -> String {
    format!("CREATE INDEX {} ON {} ({})", engine.quote(name), engine.quote(table), engine.list(columns))
}

/// A change of a table that stays; each may be done again.
pub(super) fn alter(engine: &dyn Engine, table: &str, change: &Alter) -> Vec<String> {
    let on = |action: String| vec![format!("ALTER TABLE {} {action}", engine.quote(table))];
    match change {
        Alter::AddColumn { column, value } if *value == column.default => {
            on(format!("ADD COLUMN IF NOT EXISTS {}", define(engine, column, false)))
        }
        Alter::AddColumn { column, value } => {
            let filled = ColumnDefinition { default: value.clone(), ..column.clone() };
            let mut all = on(format!("ADD COLUMN IF NOT EXISTS {}", define(engine, &filled, false)));
            all.extend(alter(engine, table, &Alter::Default(column.clone())));
            all
        }
        Alter::DropColumn(name) | Alter::DropColumnIfThere(name) => {
            on(format!("DROP COLUMN IF EXISTS {}", engine.quote(name)))
        }
        Alter::RenameColumn(from, to) => {
            on(format!("RENAME COLUMN IF EXISTS {} TO {}", engine.quote(from), engine.quote(to)))
        }
        Alter::Default(column) | Alter::Nullable(column) | Alter::Comment(column) => {
            on(format!("MODIFY COLUMN {}", define(engine, column, false)))
        }
        Alter::Add { constraint: Constraint::References(key), .. } => {
            vec![drop_reference(engine, table, &key.name), add_reference(engine, table, key)]
        }
        Alter::Add { constraint, .. } => on(format!("ADD {}", constrain(engine, constraint))),
        Alter::Validate(_) | Alter::AddUniqueByIndex(_) => Vec::new(),
        Alter::DropConstraint(name) | Alter::DropConstraintIfThere(name) => {
            on(format!("DROP CONSTRAINT IF EXISTS {}", engine.quote(name)))
        }
        Alter::RenameConstraint(..) | Alter::DisableTrigger(_) => Vec::new(),
        Alter::DropIndex(name) => on(format!("DROP INDEX IF EXISTS {}", engine.quote(name))),
        Alter::RenameIndex(from, to) => {
            on(format!("RENAME INDEX IF EXISTS {} TO {}", engine.quote(from), engine.quote(to)))
        }
    }
}

pub(super) fn drop_reference(engine: &dyn Engine, table: &str, name: &str) -> String {
    format!("ALTER TABLE {} DROP FOREIGN KEY IF EXISTS {}", engine.quote(table), engine.quote(name))
}
