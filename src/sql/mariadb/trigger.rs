//! Triggers in MariaDB, which defers nothing: what can be refused at once is.
//!
//! Errors bear SQLSTATE 23000 and number 4025 with the constraint's name in back quotes, as a CHECK's.

use crate::sql::engine::Engine;
use crate::sql::statement::{Trigger, TriggerAction, TriggerEvent};

pub(super) fn create(engine: &dyn Engine, trigger: &Trigger) -> Vec<String> {
    let (timing, violated) = match &trigger.action {
        TriggerAction::Refuse { violated } => ("BEFORE", violated.clone()),
        TriggerAction::Judge { subject, reached, violated, .. } => {
            let subject = engine.quote(subject);
            ("AFTER", format!("EXISTS (SELECT 1 FROM {subject} AS s WHERE {reached}\n        AND {violated})"))
        }
        TriggerAction::Release { referring, columns, key } => {
            let (name, table) = (engine.quote(&trigger.name), engine.quote(&trigger.table));
            let update = engine.release(referring, columns, key);
            return vec![format!("CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW\n{update}")];
        }
        TriggerAction::Forget { .. } => return Vec::new(),
    };
    let condition = match changed(engine, trigger) {
        Some(changed) => format!("({changed}) AND {violated}"),
        None => violated,
    };
    let event = match &trigger.event {
        TriggerEvent::Insert => "INSERT",
        TriggerEvent::Delete => "DELETE",
        TriggerEvent::Update(_) => "UPDATE",
    };
    let message = format!("CONSTRAINT `{}` failed", trigger.constraint);
    vec![format!(
        "CREATE TRIGGER {} {timing} {event} ON {} FOR EACH ROW\n\
         IF {condition} THEN\n    SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 4025, MESSAGE_TEXT = {};\nEND IF",
        engine.quote(&trigger.name),
        engine.quote(&trigger.table),
        engine.text(&message)
    )]
}

fn changed(engine: &dyn Engine, trigger: &Trigger) -> Option<String> {
    let TriggerEvent::Update(columns) = &trigger.event else { return None };
    let names = columns.iter().map(|name| engine.quote(name));
    let differs: Vec<String> =
        names.map(|name| engine.differ(&format!("OLD.{name}"), &format!("NEW.{name}"))).collect();
    Some(differs.join(" OR "))
}
