//! The next migration: its changes, its scripts both ways, and what it looks at first.
//!
//! Pure: text and models in, text out. Writes no file.

use crate::diag::Lang;
use crate::mld::Mld;
use crate::sql::{self, Dialect, Move, Schema, Statement};

use super::answers::Answers;
use super::archive;
use super::details::told;
use super::difference::{Difference, Side, difference};
use super::losses::chosen;
use super::orphans;
use super::patterns::{self, Unjudged};
use super::script::{Script, script};
use super::settle::{Model, settle};
use super::values::Guard;
use super::world::{Losses, Settled, World};

/// A file of a migration, both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The script that goes on.
    pub up: String,
    /// The script that goes back.
    pub down: String,
    /// The same for the engine's command line client.
    pub up_for_client: String,
    /// The same for the engine's command line client.
    pub down_for_client: String,
}

/// The next migration.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What changed, and what must be answered.
    pub difference: Difference,
    /// One file; two on MariaDB; none when no table changes or something must be answered.
    pub steps: Vec<Step>,
    /// What is looked at before anything else, as queries on the database as it is.
    pub guards: Vec<Guard>,
    /// The script that only counts what would be refused, for the engine's command line client.
    pub check: String,
    /// What the engine itself can't judge of the database as it is.
    pub unjudged: Vec<Unjudged>,
    /// Whether the way back gives every value back.
    pub exact: bool,
    /// How many rows a move leaves behind with consent, by its place among the changes, as queries of one number.
    pub left: Vec<(usize, String)>,
}

/// How scripts are written.
#[derive(Debug, Clone, Copy)]
pub struct Way<'a> {
    /// For which engine.
    pub dialect: Dialect,
    /// The number of the migration: `0002`.
    pub number: &'a str,
    /// Of the one who asks what the data holds; the files speak the model's.
    pub lang: Lang,
}

/// Plans the migration from the old model to the new one.
pub fn plan(old: &Model, new: Side<'_>, tables: &Mld, answers: &Answers, way: Way<'_>) -> Plan {
    let mut found = difference(before_of(old), new, answers);
    let mut plan = Plan {
        difference: Difference::default(),
        steps: Vec::new(),
        guards: Vec::new(),
        check: String::new(),
        unjudged: Vec::new(),
        exact: true,
        left: Vec::new(),
    };
    if old.mld.keys != tables.keys {
        found.keys_change();
    }
    if found.is_answered() && !found.items.is_empty() {
        let (extended, settled, problems) = settle(old, new.mcd, &found.matching, &found.answers);
        found.problems.extend(problems);
        if found.is_answered() {
            write(&mut plan, &found, old, &extended, new, tables, &settled, way);
        }
    }
    plan.difference = found;
    plan
}

#[allow(clippy::too_many_arguments)] // both models, what ties them, and how to write
fn write(
    plan: &mut Plan,
    found: &Difference,
    old: &Model,
    extended: &Model,
    side: Side<'_>,
    tables: &Mld,
    settled: &Settled,
    way: Way<'_>,
) {
    let prefix = format!("archive_{}_", way.number);
    let (new, answers) = (side.mcd, &found.answers);
    let (before, after) = (Schema { mcd: &extended.mcd, mld: &extended.mld }, Schema { mcd: new, mld: tables });
    let losses = archive::losses(found, before, after, answers);
    plan.exact = losses == Losses::default();
    let (nothing, none) = (Answers::default(), Settled::default());
    let there = World {
        old: before,
        new: after,
        matching: &found.matching,
        answers,
        settled,
        dialect: way.dialect,
        lang: way.lang,
        kept: None,
    };
    let up = script(&there, &losses, &prefix);
    let back = World {
        old: after,
        new: Schema { mcd: &old.mcd, mld: &old.mld },
        matching: &found.matching.reversed(),
        answers: &nothing,
        settled: &none,
        dialect: way.dialect,
        lang: way.lang,
        kept: Some((&losses, &prefix)),
    };
    let down = script(&back, &Losses::default(), &format!("{prefix}back_"));
    plan.left = orphans::losses(&there, found);
    plan.left.extend(chosen(&there, found));
    plan.guards = up.before.clone();
    plan.unjudged = patterns::unjudged(&there);
    plan.check = format!("BEGIN;\n{}\nROLLBACK;\n", sql::script(&up.check, way.dialect));
    plan.steps = steps(up, down, &heading(found, before_of(old), side), way.dialect);
}

/// The way back is done in the reverse order of files, each time the last one first.
fn steps(up: Script, down: Script, heading: &str, dialect: Dialect) -> Vec<Step> {
    let mut back = down.files;
    back.resize(up.files.len().max(back.len()), Vec::new());
    let mut there = up.files;
    there.resize(back.len(), Vec::new());
    let with_heading = |statements: Vec<Statement>| -> Vec<Statement> {
        let remark = Statement::Move(Move::Remark(heading.to_owned()));
        // What a file says of itself is its first line.
        let (first, rest): (Vec<_>, Vec<_>) =
            statements.into_iter().partition(|one| matches!(one, Statement::Move(Move::Alone)));
        first.into_iter().chain([remark]).chain(rest).collect()
    };
    let ahead = up.ahead.map(|ahead| (ahead.up, ahead.down));
    let step = |(up, down): (Vec<Statement>, Vec<Statement>)| {
        let (up, down) = (with_heading(up), with_heading(down));
        Step {
            up: sql::migration(&up, dialect),
            down: sql::migration(&down, dialect),
            up_for_client: sql::script(&up, dialect),
            down_for_client: sql::script(&down, dialect),
        }
    };
    ahead.into_iter().chain(there.into_iter().zip(back.into_iter().rev())).map(step).collect()
}

fn before_of(old: &Model) -> Side<'_> {
    Side { mcd: &old.mcd, sources: &old.sources }
}

/// What a reader of the file should know; `answer:` lines are read again by a rebase.
fn heading(found: &Difference, old: Side<'_>, new: Side<'_>) -> String {
    let fr = new.mcd.crm.locale == crate::mcd::Locale::Fr;
    let mut lines: Vec<String> = found
        .items
        .iter()
        .map(|item| {
            let text = told(&item.change, found, old, new);
            if fr { text.fr } else { text.en }
        })
        .collect();
    lines.extend(found.used.iter().map(|line| format!("answer: {line}")));
    lines.join("\n")
}

/// The first migration: everything is created, or everything goes.
pub fn initial(schema: Schema<'_>, dialect: Dialect) -> Step {
    let up = sql::create_script(schema, dialect);
    let down = sql::drop_script(schema, dialect);
    Step {
        up: sql::migration(&up, dialect),
        down: sql::migration(&down, dialect),
        up_for_client: sql::script(&up, dialect),
        down_for_client: sql::script(&down, dialect),
    }
}
