//! Steps of a migration in MariaDB, where each change of a table is a transaction of its own.
//!
//! So each step can be done again, and what matters happens in one RENAME of all tables.

use super::table::{self, column_type};
use crate::sql::engine::Engine;
use crate::sql::history;
use crate::sql::moves::{self, Move, compute, fill, key_index, key_indexes, remark, stage_rows};

/// As the application has it (`templates/src/core/db`).
fn line_order(key: &str) -> String {
    format!(
        "(relation VARCHAR(64) NOT NULL, record_id {key} NOT NULL, row_keys MEDIUMTEXT NOT NULL, PRIMARY KEY (relation, record_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
    )
}

const SAVED_VIEW: &str = "(entity VARCHAR(64) NOT NULL, name VARCHAR(64) NOT NULL, part BIGINT NOT NULL, field VARCHAR(128) NOT NULL, form VARCHAR(16) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

const HISTORY: [&str; 1] = [
    "CREATE TABLE IF NOT EXISTS history (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, happened_at DATETIME NOT NULL, entity VARCHAR(64) NOT NULL, record_id VARCHAR(64) NOT NULL, act VARCHAR(16) NOT NULL, title TEXT NOT NULL, relation VARCHAR(64) NOT NULL, old_values LONGTEXT NOT NULL, new_values LONGTEXT NOT NULL, KEY ix_history_record (entity, record_id, id), KEY ix_history_act (entity, act, id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
];

pub(super) fn render(engine: &dyn Engine, step: &Move) -> Vec<String> {
    match step {
        Move::Defer | Move::Settle => Vec::new(),
        Move::Guard { message, count } => vec![guard(engine, message, count)],
        Move::Count { message, count, listed } => moves::count(engine, message, count, listed.as_ref()),
        Move::Stage { name, columns, queries, keys } => {
            let typed: Vec<String> = columns
                .iter()
                .map(|column| format!("{} {} NULL", engine.quote(&column.name), column_type(column, true)))
                .collect();
            let quoted = engine.quote(name);
            let create = format!(
                "CREATE OR REPLACE TEMPORARY TABLE {quoted} (\n    {}\n) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
                typed.join(",\n    ")
            );
            let rows = stage_rows(engine, name, columns, queries);
            std::iter::once(create).chain(rows).chain(key_indexes(engine, name, keys)).collect()
        }
        Move::View { .. } | Move::Unview(_) | Move::LockTables(_) | Move::Alone => Vec::new(),
        Move::Alter { table, change } => table::alter(engine, table, change),
        Move::Compute { table, values, condition } => vec![compute(engine, table, values, condition)],
        Move::IndexApart { name, table, columns, .. } => vec![table::index(engine, name, table, columns)],
        Move::Unstage(name) => vec![format!("DROP TEMPORARY TABLE IF EXISTS {}", engine.quote(name))],
        Move::KeepNumber { table, memory, .. } => vec![format!(
            "CREATE OR REPLACE TEMPORARY TABLE {} AS\nSELECT auto_increment AS next FROM information_schema.tables\nWHERE table_schema = DATABASE() AND table_name = {}",
            engine.quote(memory),
            engine.text(table)
        )],
        // It sees itself to numbers that are given.
        Move::ResumeNumber { memory: None, .. } => Vec::new(),
        Move::ResumeNumber { table, memory: Some(memory), .. } => {
            let (table, memory) =
                (engine.text(&format!("ALTER TABLE {} AUTO_INCREMENT = ", engine.quote(table))), engine.quote(memory));
            vec![
                // EXECUTE IMMEDIATE takes an expression, but none that looks into a table.
                format!("SET @merisier_next = COALESCE((SELECT MAX(next) FROM {memory}), 1)"),
                format!("EXECUTE IMMEDIATE CONCAT({table}, @merisier_next)"),
                format!("DROP TEMPORARY TABLE IF EXISTS {memory}"),
            ]
        }
        Move::Archive { name, query, key } => {
            let create = format!(
                "CREATE OR REPLACE TABLE {} ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin AS\n{query}",
                engine.quote(name)
            );
            std::iter::once(create).chain(key_index(engine, name, key)).collect()
        }
        Move::DropTables(tables) if tables.is_empty() => Vec::new(),
        Move::DropTables(tables) => vec![format!("DROP TABLE IF EXISTS {}", engine.list(tables))],
        Move::DropTrigger(trigger) => vec![format!("DROP TRIGGER IF EXISTS {}", engine.quote(&trigger.name))],
        Move::DropReference { table, name } => {
            vec![format!("ALTER TABLE {} DROP FOREIGN KEY IF EXISTS {}", engine.quote(table), engine.quote(name))]
        }
        Move::Fill { table, columns, from } => vec![fill(engine, table, columns, from)],
        Move::RenameTables(pairs) if pairs.is_empty() => Vec::new(),
        Move::RenameTables(pairs) => {
            let list: Vec<String> =
                pairs.iter().map(|(from, to)| format!("{} TO {}", engine.quote(from), engine.quote(to))).collect();
            vec![format!("RENAME TABLE {}", list.join(",\n    "))]
        }
        Move::Once(said, steps) => once(engine, said, steps.iter().flat_map(|step| render(engine, step)).collect()),
        Move::Unless(_) | Move::EndUnless => Vec::new(), // spelled around the whole by `migration`
        Move::RenameLines { pairs, uuid } => {
            moves::rename_lines(engine, line_order, ("BIGINT", uuid.then_some("UUID")), pairs)
        }
        Move::RenameViews(views) => moves::rename_views(engine, SAVED_VIEW, views),
        Move::RenameHistory(names) => history::rename(engine, &HISTORY, names),
        Move::Remark(text) => vec![remark(text)],
    }
}

/// Tables are made first, since each ends a transaction; then the rest with the row that says that it is done, wholly or not at all.
fn once(engine: &dyn Engine, said: &str, statements: Vec<String>) -> Vec<String> {
    if statements.is_empty() {
        return Vec::new();
    }
    let said = engine.quote(said);
    let (tables, rest): (Vec<String>, Vec<String>) =
        statements.into_iter().partition(|statement| statement.starts_with("CREATE TABLE"));
    let rest: String = rest.iter().map(|statement| format!("    {statement};\n")).collect();
    let together = format!(
        "IF NOT EXISTS (SELECT 1 FROM {said}) THEN\n    START TRANSACTION;\n{rest}    INSERT INTO {said} VALUES (1);\n    COMMIT;\nEND IF"
    );
    let marker = format!("CREATE TABLE IF NOT EXISTS {said} (done INT NOT NULL) ENGINE = InnoDB");
    tables.into_iter().chain([marker, together]).collect()
}

/// Statements done only while a table is absent, as one: what has been done already isn't done again.
pub(in crate::sql) fn unless(table: &str, inner: &[String]) -> String {
    let engine = crate::sql::Dialect::Mariadb.engine();
    let body: String = inner.iter().map(|sql| format!("{};\n", sql.replacen("BEGIN NOT ATOMIC", "BEGIN", 1))).collect();
    format!(
        "BEGIN NOT ATOMIC\nIF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = {}) THEN\n{body}END IF;\nEND",
        engine.text(table)
    )
}

/// The message of a SIGNAL is a variable, and at most 512 characters.
fn guard(engine: &dyn Engine, message: &str, count: &str) -> String {
    let kept: String = message.chars().take(400).collect();
    format!(
        "BEGIN NOT ATOMIC\n    DECLARE found BIGINT DEFAULT ({count});\n    DECLARE words VARCHAR(500) DEFAULT CONCAT({}, ': ', found);\n    \
         IF found > 0 THEN\n        SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 4025, MESSAGE_TEXT = words;\n    END IF;\nEND",
        engine.text(&kept)
    )
}
