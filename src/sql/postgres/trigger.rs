//! Triggers in PostgreSQL: a function each, and for what waits, a deferred constraint trigger.
//!
//! Errors bear SQLSTATE 23514 (check_violation) and the constraint's name, so that drivers report them as a CHECK's.

use crate::sql::engine::Engine;
use crate::sql::statement::{Trigger, TriggerAction, TriggerEvent};

pub(super) fn create(engine: &dyn Engine, trigger: &Trigger) -> Vec<String> {
    match &trigger.action {
        TriggerAction::Refuse { violated } => refuse(engine, trigger, violated),
        TriggerAction::Judge { subject, reached, violated, .. } => judge(engine, trigger, subject, reached, violated),
        TriggerAction::Release { referring, columns, key } => {
            release(engine, trigger, &engine.release(referring, columns, key))
        }
        TriggerAction::Forget { .. } => Vec::new(),
    }
}

fn release(engine: &dyn Engine, trigger: &Trigger, update: &str) -> Vec<String> {
    let name = engine.quote(&trigger.name);
    let table = engine.quote(&trigger.table);
    let fires = format!("CREATE TRIGGER {name} BEFORE DELETE ON {table}\n    FOR EACH ROW EXECUTE FUNCTION {name}()");
    vec![function(&name, &format!("    {update};\n    RETURN OLD;")), fires]
}

fn refuse(engine: &dyn Engine, trigger: &Trigger, violated: &str) -> Vec<String> {
    let body = format!("    IF {violated} THEN\n{}\n    END IF;\n    RETURN NEW;", raise(engine, trigger));
    let name = engine.quote(&trigger.name);
    let fires = format!(
        "CREATE TRIGGER {name} BEFORE {} ON {}\n    FOR EACH ROW{} EXECUTE FUNCTION {name}()",
        event(engine, trigger),
        engine.quote(&trigger.table),
        when(engine, trigger)
    );
    vec![function(&name, &body), fires]
}

/// The subject is locked, so that two transactions can't each rely on what the other removes.
fn judge(engine: &dyn Engine, trigger: &Trigger, subject: &str, reached: &str, violated: &str) -> Vec<String> {
    let subject = engine.quote(subject);
    let body = format!(
        "    PERFORM 1 FROM {subject} AS s WHERE {reached} FOR NO KEY UPDATE;\n    \
         IF EXISTS (SELECT 1 FROM {subject} AS s WHERE {reached}\n            AND {violated}) THEN\n{}\n    END IF;\n    RETURN NULL;",
        raise(engine, trigger)
    );
    let name = engine.quote(&trigger.name);
    let fires = format!(
        "CREATE CONSTRAINT TRIGGER {name} AFTER {} ON {}\n    DEFERRABLE INITIALLY DEFERRED\n    FOR EACH ROW{} EXECUTE FUNCTION {name}()",
        event(engine, trigger),
        engine.quote(&trigger.table),
        when(engine, trigger)
    );
    vec![function(&name, &body), fires]
}

fn event(engine: &dyn Engine, trigger: &Trigger) -> String {
    match &trigger.event {
        TriggerEvent::Insert => "INSERT".into(),
        TriggerEvent::Delete => "DELETE".into(),
        TriggerEvent::Update(columns) => format!("UPDATE OF {}", engine.list(columns)),
    }
}

/// An update concerns a row only when one of the columns really changes.
fn when(engine: &dyn Engine, trigger: &Trigger) -> String {
    let TriggerEvent::Update(columns) = &trigger.event else { return String::new() };
    let names = columns.iter().map(|name| engine.quote(name));
    let differs: Vec<String> =
        names.map(|name| engine.differ(&format!("OLD.{name}"), &format!("NEW.{name}"))).collect();
    format!("\n    WHEN ({})", differs.join(" OR "))
}

fn raise(engine: &dyn Engine, trigger: &Trigger) -> String {
    format!(
        "        RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = {},\n            CONSTRAINT = {}, TABLE = {};",
        engine.text(&trigger.message),
        engine.text(&trigger.constraint),
        engine.text(&trigger.table)
    )
}

fn function(name: &str, body: &str) -> String {
    let tag = dollar_tag(body);
    format!("CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {tag}\nBEGIN\n{body}\nEND\n{tag}")
}

/// A tag that the body doesn't hold, whatever a message says.
pub(super) fn dollar_tag(body: &str) -> String {
    let mut tag = "$body$".to_owned();
    let mut number = 1;
    while body.contains(&tag) {
        number += 1;
        tag = format!("$body{number}$");
    }
    tag
}
