//! Steps of a migration in SQLite.
//!
//! `PRAGMA foreign_keys` can't be changed in a transaction, and dropping a table deletes its rows by their references: so a table goes
//! after those that refer to it, whose rows are in temporary tables meanwhile.

use super::table::column_type;
use crate::sql::engine::Engine;
use crate::sql::history;
use crate::sql::moves::{self, Move, fill, key_index, key_indexes, remark, stage_rows};

/// As the application has it (`templates/src/core/db`).
fn line_order(key: &str) -> String {
    format!(
        "(relation TEXT NOT NULL, record_id {key} NOT NULL, row_keys TEXT NOT NULL, PRIMARY KEY (relation, record_id)) STRICT"
    )
}

const SAVED_VIEW: &str = "(entity TEXT NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL, field TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part)) STRICT";

const HISTORY: [&str; 3] = [
    "CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY AUTOINCREMENT, happened_at TEXT NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, act TEXT NOT NULL, title TEXT NOT NULL, relation TEXT NOT NULL, old_values TEXT NOT NULL, new_values TEXT NOT NULL) STRICT",
    "CREATE INDEX IF NOT EXISTS ix_history_record ON history (entity, record_id, id)",
    "CREATE INDEX IF NOT EXISTS ix_history_deleted ON history (entity, id) WHERE act = 'deleted'",
];

pub(super) fn render(engine: &dyn Engine, step: &Move) -> Vec<String> {
    match step {
        Move::Defer => vec!["PRAGMA defer_foreign_keys = ON".into()],
        Move::Guard { message, count } => vec![guard(engine, message, count)],
        Move::Count { message, count, listed } => moves::count(engine, message, count, listed.as_ref()),
        Move::Stage { name, columns, queries, keys } => {
            // Of the type that they will have: an index on a column without one serves no comparison with one that has.
            let typed =
                columns.iter().map(|column| format!("{} {}", engine.quote(&column.name), column_type(column.ty)));
            let typed: Vec<String> = typed.collect();
            let create = format!("CREATE TEMP TABLE {} ({})", engine.quote(name), typed.join(", "));
            let rows = stage_rows(engine, name, columns, queries);
            let indexes = key_indexes(engine, name, keys);
            let indexes = indexes.iter().map(|index| index.replacen("CREATE INDEX ", "CREATE INDEX temp.", 1));
            std::iter::once(create).chain(rows).chain(indexes).collect()
        }
        Move::Unstage(name) => vec![format!("DROP TABLE temp.{}", engine.quote(name))],
        Move::KeepNumber { table, memory, .. } => vec![format!(
            "CREATE TEMP TABLE {} AS SELECT seq AS last FROM sqlite_sequence WHERE name = {}",
            engine.quote(memory),
            engine.text(table)
        )],
        // It sees itself to numbers that are given.
        Move::ResumeNumber { memory: None, .. } => Vec::new(),
        Move::ResumeNumber { table, memory: Some(memory), .. } => {
            let (name, memory) = (engine.text(table), engine.quote(memory));
            vec![
                format!(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT {name}, 0\nWHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {name})"
                ),
                format!(
                    "UPDATE sqlite_sequence SET seq = max(seq, COALESCE((SELECT last FROM temp.{memory}), 0)) WHERE name = {name}"
                ),
                format!("DROP TABLE temp.{memory}"),
            ]
        }
        Move::Archive { name, query, key } => {
            let create = format!("CREATE TABLE {} AS\n{query}", engine.quote(name));
            std::iter::once(create).chain(key_index(engine, name, key)).collect()
        }
        Move::DropTables(tables) => {
            tables.iter().map(|table| format!("DROP TABLE IF EXISTS main.{}", engine.quote(table))).collect()
        }
        Move::DropTrigger(trigger) => vec![format!("DROP TRIGGER IF EXISTS {}", engine.quote(&trigger.name))],
        Move::DropReference { .. } | Move::Settle | Move::Unless(_) | Move::EndUnless => Vec::new(),
        Move::Once(_, steps) => steps.iter().flat_map(|step| render(engine, step)).collect(),
        // Every change is a table made anew, under the one lock that there is.
        Move::View { .. }
        | Move::Unview(_)
        | Move::LockTables(_)
        | Move::Alter { .. }
        | Move::Compute { .. }
        | Move::IndexApart { .. }
        | Move::Alone => Vec::new(),
        Move::Fill { table, columns, from } => vec![fill(engine, table, columns, from)],
        Move::RenameTables(pairs) => pairs
            .iter()
            .map(|(from, to)| format!("ALTER TABLE {} RENAME TO {}", engine.quote(from), engine.quote(to)))
            .collect(),
        Move::RenameLines { pairs, uuid } => {
            moves::rename_lines(engine, line_order, ("INTEGER", uuid.then_some("TEXT")), pairs)
        }
        Move::RenameViews(views) => moves::rename_views(engine, SAVED_VIEW, views),
        Move::RenameHistory(names) => history::rename(engine, &HISTORY, names),
        Move::Remark(text) => vec![remark(text)],
    }
}

/// SQLite raises no error of its own words outside a trigger, but it quotes a path of JSON that it can't read.
fn guard(engine: &dyn Engine, message: &str, count: &str) -> String {
    let message = engine.text(&format!("{message}: "));
    format!("SELECT json_extract('{{}}', {message} || n) FROM ({count}) WHERE n > 0")
}
