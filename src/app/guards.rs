//! What the application asks before it commits, of the rows that a written row leads to: conditions that the engine can't defer,
//! and rules over several rows of which the written row is read.
//!
//! A rule of the written row itself is its own check (`queries`). Invariant: each guard's parameters are values of the written row.

use super::plan::{EntityPlan, FieldPlan, RelationPlan};
use super::queries::Writer;
use crate::mld::{ColumnRef, Deferred, DeferredKind, Effect, Event, TableId};
use crate::sql::Dialect;

/// A query to ask after a row was written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GuardPlan {
    /// What is broken when it gives a row.
    pub(super) constraint: String,
    /// What is said then.
    pub(super) message: String,
    /// Fields of the written row whose change matters.
    pub(super) fields: Vec<String>,
    /// The query.
    pub(super) sql: String,
}

/// The row written: its table, and the fields whose values are known.
struct Written<'a> {
    table: TableId,
    fields: Vec<&'a FieldPlan>,
    /// Its first column is the record's key.
    keyed: bool,
}

impl Written<'_> {
    fn field(&self, index: usize) -> Option<&str> {
        let at = ColumnRef { table: self.table, index };
        self.fields.iter().find(|field| field.columns.contains(&at)).map(|field| field.name.as_str())
    }

    fn value(&self, index: usize) -> Option<String> {
        if self.keyed && index == 0 { Some(":__id".to_owned()) } else { Some(format!(":{}", self.field(index)?)) }
    }
}

impl Writer<'_> {
    /// What to ask when a record of this entity is written.
    pub(super) fn entity_guards(&self, entity: &EntityPlan) -> Vec<GuardPlan> {
        let lineage = self.lineage(entity);
        let above = lineage.iter().filter(|level| level.id != entity.id && level.table == entity.table);
        // Rows of a shared table are asked about where all values are known first.
        let known: Vec<GuardPlan> = above.flat_map(|level| self.entity_guards(level)).collect();
        let fields = lineage.iter().flat_map(|level| &level.fields).collect();
        let mut guards = self.guards(&Written { table: entity.table, fields, keyed: true });
        guards.retain(|guard| known.iter().all(|known| known.sql != guard.sql));
        guards
    }

    /// What to ask when a row of this relation is written.
    pub(super) fn relation_guards(&self, relation: &RelationPlan) -> Vec<GuardPlan> {
        let fields = relation.fields.iter().collect();
        self.guards(&Written { table: relation.table, fields, keyed: false })
    }

    /// What the engine asks by itself at the end of a transaction, for whoever must know which record of this entity breaks it.
    pub(super) fn entity_deferred(&self, entity: &EntityPlan) -> Vec<GuardPlan> {
        let fields = self.lineage(entity).iter().flat_map(|level| &level.fields).collect();
        self.deferred(&Written { table: entity.table, fields, keyed: true })
    }

    /// The same for a row of this relation.
    pub(super) fn relation_deferred(&self, relation: &RelationPlan) -> Vec<GuardPlan> {
        self.deferred(&Written { table: relation.table, fields: relation.fields.iter().collect(), keyed: false })
    }

    fn deferred(&self, written: &Written<'_>) -> Vec<GuardPlan> {
        let mut guards = Vec::new();
        // Elsewhere these are guards already. Minima and maxima are asked by the application in its own words.
        let own = |kind: DeferredKind| !matches!(kind, DeferredKind::Minimum(_) | DeferredKind::Maximum(_));
        if self.dialect != Dialect::Mariadb {
            let deferred = self.mld.deferred.iter().filter(|deferred| own(deferred.kind));
            deferred.for_each(|deferred| self.add_deferred(deferred, written, &mut guards));
        }
        guards
    }

    fn guards(&self, written: &Written<'_>) -> Vec<GuardPlan> {
        let mut guards: Vec<GuardPlan> = Vec::new();
        if self.dialect == Dialect::Mariadb {
            self.mld.deferred.iter().for_each(|deferred| self.add_deferred(deferred, written, &mut guards));
        }
        self.add_rules(written, &mut guards);
        guards
    }

    /// MariaDB's own triggers refuse what breaks at once, unless a cascade does it: cascades fire none.
    fn add_deferred(&self, deferred: &Deferred, written: &Written<'_>, guards: &mut Vec<GuardPlan>) {
        let watches = deferred.watches.iter().filter(|watch| watch.table == written.table);
        for watch in watches.filter(|watch| watch.effect != Effect::Mends) {
            let Some(sql) = self.query().broken_by(deferred, watch, |column| written.value(column)) else { continue };
            let changes: Vec<String> = match &watch.event {
                Event::UpdateTo(columns) | Event::UpdateFrom(columns) => {
                    columns.iter().filter_map(|column| written.field(*column)).map(str::to_owned).collect()
                }
                Event::Insert | Event::Delete => Vec::new(),
            };
            let (constraint, message) = (deferred.name.clone(), deferred.message.clone());
            add(guards, GuardPlan { constraint, message, fields: changes, sql });
        }
    }

    fn add_rules(&self, written: &Written<'_>, guards: &mut Vec<GuardPlan>) {
        for rule in &self.mld.row_rules {
            for read in self.query().reads(rule).iter().filter(|read| read.table() == written.table) {
                let value = written.value(read.column());
                let Some(sql) = value.and_then(|value| self.query().broken_where_read(rule, read, &value)) else {
                    continue;
                };
                let changes = written.fields.iter().filter(|field| !field.columns.is_empty());
                let fields = changes.map(|field| field.name.clone()).collect();
                let (constraint, message) = (rule.name.clone(), rule.message.clone());
                add(guards, GuardPlan { constraint, message, fields, sql });
            }
        }
    }
}

/// One query is asked once, whatever the changes that call for it.
fn add(guards: &mut Vec<GuardPlan>, guard: GuardPlan) {
    match guards.iter_mut().find(|known| known.sql == guard.sql) {
        Some(known) => {
            let new: Vec<String> = guard.fields.into_iter().filter(|field| !known.fields.contains(field)).collect();
            known.fields.extend(new);
        }
        None => guards.push(guard),
    }
}
