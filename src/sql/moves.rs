//! What a migration does besides creating: looks, sets rows apart, drops, and puts rows back.
//!
//! Plain data, as [`super::statement`]. The order in which it is done, and why, is `migrate`'s.

use super::statement::{ColumnDefinition, Trigger};

/// A step of a migration.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// References are judged when the transaction ends, where the engine can.
    Defer,
    /// Refuses the migration when the query counts any row; the message says of what, with their number.
    Guard {
        /// What is said.
        message: String,
        /// Gives one number.
        count: String,
    },
    /// Says what a guard would say, and refuses nothing.
    Count {
        /// What is said.
        message: String,
        /// Gives one number.
        count: String,
    },
    /// A temporary table that is filled by queries, which name its columns in order.
    Stage {
        /// Its name.
        name: String,
        /// Its columns.
        columns: Vec<ColumnDefinition>,
        /// Each gives rows.
        queries: Vec<String>,
    },
    /// Removes a temporary table.
    Unstage(String),
    /// Remembers the last number that a table gave; `memory` is a temporary table of its own.
    KeepNumber {
        /// The table.
        table: String,
        /// The column numbered.
        key: String,
        /// Where it is remembered.
        memory: String,
    },
    /// Goes on after the last number remembered.
    ResumeNumber {
        /// The table.
        table: String,
        /// The column numbered.
        key: String,
        /// Where it was remembered.
        memory: String,
    },
    /// A lasting table of what goes.
    Archive {
        /// Its name.
        name: String,
        /// Gives its rows.
        query: String,
    },
    /// Removes tables, those that refer first.
    DropTables(Vec<String>),
    /// Removes a trigger.
    DropTrigger(Trigger),
    /// Removes a reference.
    DropReference {
        /// The table that refers.
        table: String,
        /// Its name.
        name: String,
    },
    /// Copies rows.
    Fill {
        /// To.
        table: String,
        /// These columns.
        columns: Vec<String>,
        /// From a table that has them too.
        from: String,
    },
    /// What was deferred is judged now.
    Settle,
    /// Renames tables, all or none.
    RenameTables(Vec<(String, String)>),
    /// Begins what is done only while this table is absent (MariaDB).
    Unless(String),
    /// Ends it.
    EndUnless,
    /// A remark for the reader.
    Remark(String),
}

/// What is wrong, and how many rows.
pub(super) fn count(engine: &dyn super::engine::Engine, message: &str, count: &str) -> String {
    format!("SELECT {} AS what, n FROM ({count}) AS q WHERE n > 0", engine.text(message))
}

/// `a, b` for an INSERT and its SELECT.
pub(super) fn fill(engine: &dyn super::engine::Engine, table: &str, columns: &[String], from: &str) -> String {
    let list = engine.list(columns);
    format!("INSERT INTO {} ({list})\nSELECT {list} FROM {}", engine.quote(table), engine.quote(from))
}

/// An INSERT for each query.
pub(super) fn stage_rows(
    engine: &dyn super::engine::Engine,
    name: &str,
    columns: &[ColumnDefinition],
    queries: &[String],
) -> Vec<String> {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let head = format!("INSERT INTO {} ({})", engine.quote(name), engine.list(&names));
    queries.iter().map(|query| format!("{head}\n{query}")).collect()
}

/// Lines of a remark, none of which can end it.
pub(super) fn remark(text: &str) -> String {
    text.lines().map(|line| format!("-- {}\n", line.replace('\r', " "))).collect()
}
