//! What takes several rows to tell, as the condition that a subject row violates, and as triggers.
//!
//! The condition is spelled over `s`, the subject row; an application can ask it before it commits (see `Query::violations`).

use super::checks::Columns;
use super::engine::Engine;
use super::statement::{Trigger, TriggerAction, TriggerEvent};
use super::{Dialect, Schema};
use crate::mld::names::shorten;
use crate::mld::{Condition, Deferred, Effect, Event, Mark, Matching, TableId, Watch};

/// True, never unknown, for a subject row `s` that violates.
pub(super) fn violated(schema: Schema<'_>, engine: &'static dyn Engine, deferred: &Deferred) -> String {
    let teller = Teller { schema, engine, subject: deferred.subject };
    let violated = teller.violated(&deferred.condition);
    match &deferred.only {
        Some(mark) => format!("{} AND {violated}", teller.columns(deferred.subject, "s.").marked(mark)),
        None => violated,
    }
}

struct Teller<'a> {
    schema: Schema<'a>,
    engine: &'static dyn Engine,
    subject: TableId,
}

impl<'a> Teller<'a> {
    fn columns(&self, table: TableId, qualifier: &'static str) -> Columns<'a> {
        Columns { engine: self.engine, table: self.schema.mld.table(table), qualifier }
    }

    fn violated(&self, condition: &Condition) -> String {
        match condition {
            Condition::Count(matching, least, most) => self.count_violated(matching, *least, *most),
            Condition::Number(all, least, most) => self.number_violated(all, *least, *most),
            Condition::AllOrNone(all) => {
                let count = self.sum(all);
                format!("{count} NOT IN (0, {})", all.len())
            }
            Condition::Implies(a, b) => format!("{} AND NOT {}", self.exists(a), self.exists(b)),
            Condition::KindHolds(kind, tables, empty_holds) => self.kind_violated(*kind, tables, *empty_holds),
        }
    }

    /// A query of the rows that match the subject's.
    fn matching(&self, what: &str, matching: &Matching) -> String {
        let table = self.schema.mld.table(matching.table);
        let (theirs, ours) = (self.columns(matching.table, "m."), self.columns(self.subject, "s."));
        let mut conditions: Vec<String> =
            matching.link.iter().map(|(a, b)| format!("m.{} = {}", bare(&theirs, *a), ours.name(*b))).collect();
        conditions.extend(matching.filled.iter().map(|at| format!("{} IS NOT NULL", theirs.name(*at))));
        conditions.extend(matching.differs.map(|(a, b)| format!("{} <> {}", theirs.name(a), ours.name(b))));
        conditions.extend(matching.mark.as_ref().map(|mark| theirs.marked(mark)));
        format!("SELECT {what} FROM {} AS m WHERE {}", self.engine.quote(&table.name), conditions.join(" AND "))
    }

    fn exists(&self, matching: &Matching) -> String {
        if !matching.link.is_empty() {
            return format!("EXISTS ({})", self.matching("1", matching));
        }
        let ours = self.columns(self.subject, "s.");
        let mut conditions: Vec<String> =
            matching.filled.iter().map(|at| format!("{} IS NOT NULL", ours.name(*at))).collect();
        conditions.extend(matching.mark.as_ref().map(|mark: &Mark| ours.marked(mark)));
        format!("({})", conditions.join(" AND "))
    }

    fn count_violated(&self, matching: &Matching, least: u32, most: Option<u32>) -> String {
        match (least, most) {
            (1, None) => format!("NOT {}", self.exists(matching)),
            (0, Some(0)) => self.exists(matching),
            (least, None) => format!("({}) < {least}", self.matching("COUNT(*)", matching)),
            (0, Some(most)) => format!("({}) > {most}", self.matching("COUNT(*)", matching)),
            (least, Some(most)) => {
                format!("({}) NOT BETWEEN {least} AND {most}", self.matching("COUNT(*)", matching))
            }
        }
    }

    fn sum(&self, all: &[Matching]) -> String {
        let one = |matching: &Matching| format!("CASE WHEN {} THEN 1 ELSE 0 END", self.exists(matching));
        format!("({})", all.iter().map(one).collect::<Vec<_>>().join(" + "))
    }

    fn number_violated(&self, all: &[Matching], least: u32, most: Option<u32>) -> String {
        let sum = self.sum(all);
        match (least, most) {
            (0, Some(most)) => format!("{sum} > {most}"),
            (least, None) => format!("{sum} < {least}"),
            (least, Some(most)) => format!("{sum} NOT BETWEEN {least} AND {most}"),
        }
    }

    fn kind_violated(&self, kind: usize, tables: &[(String, Matching)], empty_holds: bool) -> String {
        let column = self.columns(self.subject, "s.").name(kind);
        let case = |(value, matching): &(String, Matching)| {
            format!("WHEN {} THEN {}", self.engine.text(value), self.exists(matching))
        };
        let cases = tables.iter().map(case).collect::<Vec<_>>().join(" ");
        format!("NOT CASE {column} {cases} ELSE {} END", self.engine.boolean(empty_holds))
    }
}

fn bare(columns: &Columns<'_>, index: usize) -> String {
    columns.name(index).trim_start_matches("m.").to_owned()
}

/// The triggers that enforce a condition on an engine.
pub(super) fn triggers(schema: Schema<'_>, dialect: Dialect, deferred: &Deferred) -> Vec<Trigger> {
    let engine = dialect.engine();
    let violated = violated(schema, engine, deferred);
    let mut triggers = Vec::new();
    for watch in &deferred.watches {
        if !is_watched(dialect, watch.effect) {
            continue;
        }
        let name = trigger_name(&deferred.name, triggers.len() + 1);
        triggers.push(judge(schema, engine, deferred, watch, name, &violated));
    }
    if dialect == Dialect::Sqlite {
        triggers.push(forget(schema, deferred));
    }
    triggers
}

/// SQLite remembers what is pending, and so looks at what mends it too; MariaDB can only refuse at once.
fn is_watched(dialect: Dialect, effect: Effect) -> bool {
    match dialect {
        Dialect::Sqlite => true,
        Dialect::Postgres => effect != Effect::Mends,
        Dialect::Mariadb => effect == Effect::BreaksAtOnce,
    }
}

fn trigger_name(constraint: &str, number: usize) -> String {
    if number == 1 { constraint.to_owned() } else { shorten(&format!("{constraint}_{number}")) }
}

fn key(schema: Schema<'_>, table: TableId) -> Vec<String> {
    let built = schema.mld.table(table);
    built.primary_key.iter().map(|at| schema.mld.column_name(table, *at).to_owned()).collect()
}

fn judge(
    schema: Schema<'_>,
    engine: &'static dyn Engine,
    deferred: &Deferred,
    watch: &Watch,
    name: String,
    violated: &str,
) -> Trigger {
    let names =
        |columns: &[usize]| columns.iter().map(|at| schema.mld.column_name(watch.table, *at).to_owned()).collect();
    let (event, row) = match &watch.event {
        Event::Insert => (TriggerEvent::Insert, "NEW."),
        Event::Delete => (TriggerEvent::Delete, "OLD."),
        Event::UpdateTo(columns) => (TriggerEvent::Update(names(columns)), "NEW."),
        Event::UpdateFrom(columns) => (TriggerEvent::Update(names(columns)), "OLD."),
    };
    let subject = Columns { engine, table: schema.mld.table(deferred.subject), qualifier: "s." };
    let written = Columns { engine, table: schema.mld.table(watch.table), qualifier: row };
    let reached: Vec<String> = watch
        .link
        .iter()
        .map(|(ours, theirs)| format!("{} = {}", subject.name(*ours), written.name(*theirs)))
        .collect();
    Trigger {
        name,
        table: schema.mld.table(watch.table).name.clone(),
        event,
        constraint: deferred.name.clone(),
        message: deferred.message.clone(),
        action: TriggerAction::Judge {
            subject: schema.mld.table(deferred.subject).name.clone(),
            key: key(schema, deferred.subject),
            reached: reached.join(" AND "),
            violated: violated.to_owned(),
        },
    }
}

/// A deleted row violates nothing any more.
fn forget(schema: Schema<'_>, deferred: &Deferred) -> Trigger {
    Trigger {
        name: shorten(&format!("{}_gone", deferred.name)),
        table: schema.mld.table(deferred.subject).name.clone(),
        event: TriggerEvent::Delete,
        constraint: deferred.name.clone(),
        message: deferred.message.clone(),
        action: TriggerAction::Forget { key: key(schema, deferred.subject) },
    }
}
