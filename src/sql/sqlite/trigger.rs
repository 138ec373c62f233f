//! Triggers in SQLite, and how a refusal waits for the end of the transaction.
//!
//! A row of `pending_violation` refers, by a deferred foreign key, to a table that is always empty: COMMIT fails while one
//! stands. Triggers insert it when a condition becomes violated and delete it when the condition holds again. After a COMMIT that
//! failed the transaction is still open, and `pending_violation` says which constraint and which row.

use crate::sql::engine::Engine;
use crate::sql::statement::{Trigger, TriggerAction, TriggerEvent};

pub(super) fn pending() -> Vec<String> {
    vec![
        "CREATE TABLE never (\n    id INTEGER PRIMARY KEY CHECK (FALSE)\n) STRICT".into(),
        concat!(
            "CREATE TABLE pending_violation (\n",
            "    constraint_name TEXT NOT NULL,\n",
            "    row_key TEXT NOT NULL,\n",
            "    never_id INTEGER NOT NULL DEFAULT 1 REFERENCES never (id) DEFERRABLE INITIALLY DEFERRED,\n",
            "    PRIMARY KEY (constraint_name, row_key)\n",
            ") STRICT"
        )
        .into(),
    ]
}

pub(super) fn create(engine: &dyn Engine, trigger: &Trigger) -> String {
    let before = matches!(trigger.action, TriggerAction::Refuse { .. });
    let (when, body) = match &trigger.action {
        TriggerAction::Refuse { violated } => (when(engine, trigger, Some(violated)), refuse(engine, trigger)),
        TriggerAction::Judge { subject, key, reached, violated } => {
            (when(engine, trigger, None), judge(engine, trigger, subject, key, reached, violated))
        }
        TriggerAction::Release { referring, columns, key } => {
            (String::new(), format!("    {};", engine.release(referring, columns, key)))
        }
        TriggerAction::Forget { key } => (String::new(), forget(engine, trigger, key)),
    };
    let event = match &trigger.event {
        TriggerEvent::Insert => "INSERT".to_owned(),
        TriggerEvent::Delete => "DELETE".to_owned(),
        TriggerEvent::Update(columns) => format!("UPDATE OF {}", engine.list(columns)),
    };
    format!(
        "CREATE TRIGGER {} {} {event} ON {}{when}\nBEGIN\n{body}\nEND",
        engine.quote(&trigger.name),
        if before { "BEFORE" } else { "AFTER" },
        engine.quote(&trigger.table),
    )
}

/// An update concerns a row only when one of the columns really changes.
fn when(engine: &dyn Engine, trigger: &Trigger, violated: Option<&String>) -> String {
    let changed = match &trigger.event {
        TriggerEvent::Update(columns) => {
            let differs = columns
                .iter()
                .map(|name| engine.quote(name))
                .map(|name| engine.differ(&format!("OLD.{name}"), &format!("NEW.{name}")));
            Some(format!("({})", differs.collect::<Vec<_>>().join(" OR ")))
        }
        _ => None,
    };
    let conditions: Vec<String> = changed.into_iter().chain(violated.cloned()).collect();
    if conditions.is_empty() { String::new() } else { format!("\nWHEN {}", conditions.join(" AND ")) }
}

/// Reported as a CHECK would be, so that one reading of errors does for both.
fn refuse(engine: &dyn Engine, trigger: &Trigger) -> String {
    let words = format!("CHECK constraint failed: {}", trigger.constraint);
    format!("    SELECT RAISE(ABORT, {});", engine.text(&words))
}

fn row_key(prefix: &str, engine: &dyn Engine, key: &[String]) -> String {
    let parts: Vec<String> = key.iter().map(|name| format!("{prefix}.{}", engine.quote(name))).collect();
    match parts.as_slice() {
        [one] => one.clone(),
        _ => parts.join(" || ',' || "),
    }
}

fn judge(
    engine: &dyn Engine,
    trigger: &Trigger,
    subject: &str,
    key: &[String],
    reached: &str,
    violated: &str,
) -> String {
    let (name, subject, key) = (engine.text(&trigger.constraint), engine.quote(subject), row_key("s", engine, key));
    format!(
        "    DELETE FROM pending_violation WHERE constraint_name = {name}\n        \
         AND row_key IN (SELECT {key} FROM {subject} AS s WHERE {reached});\n    \
         INSERT INTO pending_violation (constraint_name, row_key)\n        \
         SELECT {name}, {key} FROM {subject} AS s WHERE {reached}\n        AND {violated};"
    )
}

fn forget(engine: &dyn Engine, trigger: &Trigger, key: &[String]) -> String {
    let (name, key) = (engine.text(&trigger.constraint), row_key("OLD", engine, key));
    format!("    DELETE FROM pending_violation WHERE constraint_name = {name} AND row_key = CAST({key} AS TEXT);")
}
