//! Steps of a migration in PostgreSQL, all in one transaction.

use super::table::{self, column_type};
use super::trigger::dollar_tag;
use crate::sql::convert::IS_JSON;
use crate::sql::engine::Engine;
use crate::sql::history;
use crate::sql::moves::{self, Move, compute, fill, key_index, key_indexes, remark, stage_rows};

/// As the application has it (`templates/src/core/db`).
fn line_order(key: &str) -> String {
    format!(
        "(relation TEXT NOT NULL, record_id {key} NOT NULL, row_keys TEXT NOT NULL, PRIMARY KEY (relation, record_id))"
    )
}

const SAVED_VIEW: &str = "(entity TEXT NOT NULL, name TEXT NOT NULL, part BIGINT NOT NULL, field TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part))";

const HISTORY: [&str; 3] = [
    "CREATE TABLE IF NOT EXISTS history (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, happened_at TIMESTAMPTZ NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, act TEXT NOT NULL, title TEXT NOT NULL, relation TEXT NOT NULL, old_values TEXT NOT NULL, new_values TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_history_record ON history (entity, record_id, id)",
    "CREATE INDEX IF NOT EXISTS ix_history_deleted ON history (entity, id) WHERE act = 'deleted'",
];

pub(super) fn render(engine: &dyn Engine, step: &Move) -> Vec<String> {
    match step {
        Move::Defer | Move::Unless(_) | Move::EndUnless => Vec::new(),
        Move::Once(_, steps) => steps.iter().flat_map(|step| render(engine, step)).collect(),
        // What sqlx reads at the start of a file.
        Move::Alone => vec!["-- no-transaction\n".into()],
        Move::Guard { message, count } => needed(count).chain([guard(engine, message, count)]).collect(),
        Move::Count { message, count, listed } => {
            needed(count).chain(moves::count(engine, message, count, listed.as_ref())).collect()
        }
        Move::Stage { name, columns, queries, keys } => {
            let columns_typed: Vec<String> = columns
                .iter()
                .map(|column| format!("{} {}", engine.quote(&column.name), column_type(column.ty)))
                .collect();
            let name_quoted = engine.quote(name);
            let create =
                format!("CREATE TEMP TABLE {name_quoted} (\n    {}\n) ON COMMIT DROP", columns_typed.join(",\n    "));
            let rows = stage_rows(engine, name, columns, queries);
            // What was filled in the same transaction isn't known to the planner yet.
            let known = (!keys.is_empty()).then(|| format!("ANALYZE {name_quoted}"));
            std::iter::once(create).chain(rows).chain(key_indexes(engine, name, keys)).chain(known).collect()
        }
        Move::View { name, query } => vec![format!("CREATE TEMP VIEW {} AS\n{query}", engine.quote(name))],
        Move::Unview(name) => vec![format!("DROP VIEW {}", engine.quote(name))],
        Move::LockTables(tables) if tables.is_empty() => Vec::new(),
        Move::LockTables(tables) => vec![format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", engine.list(tables))],
        Move::Alter { table, change } => table::alter(engine, table, change),
        Move::Compute { table, values, condition } => vec![compute(engine, table, values, condition)],
        Move::IndexApart { name, table, columns, unique } => {
            let unique = if *unique { "UNIQUE " } else { "" };
            let (name, columns) = (engine.quote(name), engine.list(columns));
            vec![format!(
                "-- Stopped in between, it leaves an index that serves nothing, and says so when run again: then DROP INDEX {name}, and again.\nCREATE {unique}INDEX CONCURRENTLY {name} ON {} ({columns})",
                engine.quote(table)
            )]
        }
        Move::Unstage(name) => vec![format!("DROP TABLE {}", engine.quote(name))],
        Move::KeepNumber { table, key, memory } => vec![format!(
            "CREATE TEMP TABLE {} ON COMMIT DROP AS\nSELECT pg_sequence_last_value(pg_get_serial_sequence({}, {})::regclass) AS last",
            engine.quote(memory),
            engine.text(&engine.quote(table)),
            engine.text(key)
        )],
        Move::ResumeNumber { table, key, memory } => {
            let greatest = format!("(SELECT MAX({}) FROM {})", engine.quote(key), engine.quote(table));
            let last = match memory {
                Some(memory) => format!("GREATEST((SELECT last FROM {}), {greatest})", engine.quote(memory)),
                None => greatest,
            };
            vec![format!(
                "SELECT setval(pg_get_serial_sequence({}, {}), last)\nFROM (SELECT {last} AS last) AS l WHERE last > 0",
                engine.text(&engine.quote(table)),
                engine.text(key)
            )]
        }
        Move::Archive { name, query, key } => {
            let create = format!("CREATE TABLE {} AS\n{query}", engine.quote(name));
            std::iter::once(create).chain(key_index(engine, name, key)).collect()
        }
        Move::DropTables(tables) if tables.is_empty() => Vec::new(),
        Move::DropTables(tables) => vec![format!("DROP TABLE IF EXISTS {}", engine.list(tables))],
        Move::DropTrigger(trigger) => {
            vec![format!("DROP FUNCTION IF EXISTS {}() CASCADE", engine.quote(&trigger.name))]
        }
        Move::DropReference { table, name } => {
            vec![format!("ALTER TABLE {} DROP CONSTRAINT {}", engine.quote(table), engine.quote(name))]
        }
        Move::Fill { table, columns, from } => vec![fill(engine, table, columns, from)],
        Move::Settle => vec!["SET CONSTRAINTS ALL IMMEDIATE".into()],
        Move::RenameTables(pairs) => pairs
            .iter()
            .map(|(from, to)| format!("ALTER TABLE {} RENAME TO {}", engine.quote(from), engine.quote(to)))
            .collect(),
        Move::RenameLines { pairs, uuid } => {
            moves::rename_lines(engine, line_order, ("BIGINT", uuid.then_some("UUID")), pairs)
        }
        Move::RenameViews(views) => moves::rename_views(engine, SAVED_VIEW, views),
        Move::RenameHistory(names) => history::rename(engine, &HISTORY, names),
        Move::Remark(text) => vec![remark(text)],
    }
}

/// The functions that a query counts on, made for the time of the session.
fn needed(count: &str) -> impl Iterator<Item = String> {
    let is_json = format!(
        "CREATE OR REPLACE FUNCTION {IS_JSON}(value text) RETURNS boolean LANGUAGE plpgsql AS $$\nBEGIN\n    PERFORM value::jsonb;\n    RETURN TRUE;\nEXCEPTION WHEN data_exception THEN\n    RETURN FALSE;\nEND\n$$"
    );
    count.contains(IS_JSON).then_some(is_json).into_iter()
}

fn guard(engine: &dyn Engine, message: &str, count: &str) -> String {
    let message = engine.text(message);
    let body = format!(
        "DECLARE\n    found bigint;\nBEGIN\n    SELECT n INTO found FROM ({count}) AS q;\n    IF found > 0 THEN\n        \
         RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = {message} || ': ' || found;\n    END IF;\nEND"
    );
    let tag = dollar_tag(&body);
    format!("DO {tag}\n{body}\n{tag}")
}
