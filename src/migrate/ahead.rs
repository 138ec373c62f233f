//! The file that goes ahead of a migration on PostgreSQL, and what it spares readers.
//!
//! A new column, or a constraint that goes, takes the table for oneself until the transaction ends, and computing a million values
//! takes time. So columns whose values are computed from the row come in a file of their own, still empty, and the constraints of columns
//! whose values change go there. The values are `alter`'s, in the next file, while others read.

use crate::sql::{Alter, ColumnDefinition, Constraint, Move, Statement, Trigger};

use super::alter::{Change, altered, is_computed, mentions, name_of};
use super::in_place::Fate;
use super::script::{Work, step};

/// A file that goes ahead of the others, and what takes it back.
#[derive(Debug, Clone)]
pub(super) struct Ahead {
    pub(super) up: Vec<Statement>,
    /// Harmless where nothing is left to take back.
    pub(super) down: Vec<Statement>,
}

impl Work<'_> {
    /// The columns that are computed from the row, still empty, without what binds the columns whose values change; none where there is
    /// neither, or on the way back, whose files have no file ahead to be taken back by.
    pub(super) fn file_ahead(&self) -> Option<Ahead> {
        if !self.goes_ahead() {
            return None;
        }
        let changes = self.changes();
        let columns: Vec<Statement> = changes.iter().flat_map(|change| change.new_columns(is_computed)).collect();
        let bound: Vec<(&Change<'_>, Constraint)> =
            changes.iter().flat_map(|change| self.binding(change).into_iter().map(move |one| (change, one))).collect();
        if columns.is_empty() && bound.is_empty() {
            return None;
        }
        let on = |change: &Change<'_>, alter: Alter| altered(&change.was.name, alter);
        let mut up = self.looked();
        up.extend(changes.iter().map(|change| step(Move::Unview(self.stage_name(change.one.table)))));
        up.extend(bound.iter().map(|(change, one)| on(change, Alter::DropConstraint(name_of(one).to_owned()))));
        up.extend(columns);
        up.extend(self.unstaged());
        let mut down: Vec<Statement> = changes.iter().flat_map(no_columns).collect();
        for (change, one) in bound {
            down.push(on(change, Alter::DropConstraintIfThere(name_of(&one).to_owned())));
            down.push(on(change, Alter::Add { constraint: one, valid: true }));
        }
        Some(Ahead { up, down })
    }

    pub(super) fn goes_ahead(&self) -> bool {
        self.world.kept.is_none()
    }

    /// The constraints that go and that hold of columns whose values change.
    pub(super) fn binding(&self, change: &Change<'_>) -> Vec<Constraint> {
        let filled = change.filled_columns();
        let is_filled = |column: &String| filled.contains(&column.as_str());
        let references = self.old.references.iter().filter(|(table, _)| *table == change.was.name);
        let all = references.map(|(_, key)| Constraint::References(key.clone())).chain(change.was.constraints.clone());
        let goes = |one: &Constraint| {
            let drop = Alter::DropConstraint(name_of(one).to_owned());
            change.ties.dropped_references.contains(&drop) || change.ties.dropped.contains(&drop)
        };
        let holds = |one: &Constraint| match one {
            Constraint::Unique { columns, .. } => columns.iter().any(is_filled),
            Constraint::References(key) => key.columns.iter().any(is_filled),
            Constraint::Check { condition, .. } => filled.iter().any(|column| mentions(condition, column)),
        };
        all.filter(|one| goes(one) && holds(one)).collect()
    }

    /// The triggers of a table whose values change do nothing any more; they go once readers must wait.
    pub(super) fn silenced(&self, change: &Change<'_>) -> Vec<Statement> {
        let kept = self.same_triggers();
        let of = |trigger: &&Trigger| trigger.table == change.was.name && !kept.contains(&trigger.name);
        let is_needed = !change.filled_columns().is_empty();
        let triggers = self.old.triggers.iter().filter(|trigger| is_needed && of(trigger));
        triggers.map(|trigger| altered(&change.was.name, Alter::DisableTrigger(trigger.name.clone()))).collect()
    }
}

/// Takes back the columns that came ahead, by the names that they had then: no old column has them.
fn no_columns(change: &Change<'_>) -> Vec<Statement> {
    let computed = change.with_columns().filter(|(_, fate, _)| is_computed(fate));
    let name = |(at, _, column): (usize, &Fate, &ColumnDefinition)| change.meanwhile(at, column);
    computed.map(|one| altered(&change.was.name, Alter::DropColumnIfThere(name(one)))).collect()
}
