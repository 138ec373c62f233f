//! How many rows each change would lose, as queries on the database as it is.
//!
//! Asked before anything is answered or written, so that the answer is given knowingly. Runs nothing.

use crate::diag::Lang;
use crate::mcd::{FieldRef, Owner, RelationId, Type};
use crate::mld;
use crate::sql::{self, Dialect, Schema};

use super::answers::Answers;
use super::change::{Change, Danger};
use super::difference::Difference;
use super::matching::Matching;
use super::settle::Model;
use super::world::{Settled, World};

/// For each change that loses something, by its place among the changes: a query of one number, `n`.
pub fn losses(old: &Model, found: &Difference, dialect: Dialect) -> Vec<(usize, String)> {
    let schema = Schema { mcd: &old.mcd, mld: &old.mld };
    let (matching, answers, settled) = (Matching::default(), Answers::default(), Settled::default());
    let world = World {
        old: schema,
        new: schema,
        matching: &matching,
        answers: &answers,
        settled: &settled,
        dialect,
        lang: Lang::default(),
        kept: None,
    };
    let items = found.items.iter().enumerate().filter(|(_, item)| item.danger == Danger::Loses);
    items.filter_map(|(at, item)| Some((at, lost(&world, found, &item.change)?))).collect()
}

/// For each change in which an answer chooses what stays: a query of how much doesn't.
pub(super) fn chosen(world: &World<'_>, found: &Difference) -> Vec<(usize, String)> {
    let items = found.items.iter().enumerate().filter(|(_, item)| item.danger == Danger::Loses);
    let query = |change: &Change| match change {
        Change::Cardinality(leg, _) => {
            let links = world.links(leg.relation, "x")?;
            let own = links.legs.get(leg.index)?.clone()?;
            let rows = counted(&links.from, &links.filter);
            Some(rows.replacen("COUNT(*)", &format!("COUNT(*) - COUNT(DISTINCT {own})"), 1))
        }
        Change::Retype(was, is) => {
            let (from, to) = (&world.old.mcd.field(*was).ty, &world.new.mcd.field(*is).ty);
            let home = world.old.mld.field_homes(*was).first()?;
            let value = world.old_column("o", home.table, *home.columns.first()?);
            let cut = sql::convert(&value, mld::column_type(from), mld::column_type(to), false, world.dialect)?.unfit?;
            Some(counted(&world.old_table(home.table, "o"), &[format!("{value} IS NOT NULL"), cut]))
        }
        _ => None,
    };
    items.filter_map(|(at, item)| Some((at, query(&item.change)?))).collect()
}

fn lost(world: &World<'_>, found: &Difference, change: &Change) -> Option<String> {
    let past = |field: &FieldRef| found.matching.fields.get(field).copied();
    match change {
        Change::Drop(Owner::Entity(id)) => {
            let row = world.entity_row(*id, "o")?;
            let mark = world.old.mld.entity(*id).mark.as_ref().map(|mark| world.marked(mark, "o"));
            Some(counted(&world.old_table(row.table, "o"), &mark.into_iter().collect::<Vec<_>>()))
        }
        Change::Drop(Owner::Relation(id)) => links(world, *id),
        Change::DropLeg(leg) => links(world, leg.relation),
        Change::DropField(field) | Change::Retype(field, _) => filled(world, *field),
        Change::Adjust(field) => filled(world, past(field)?),
        Change::DropValue(field, value, _) => {
            let field = past(field)?;
            let Type::Enum(id) = &world.old.mcd.field(field).ty else { return None };
            let stored = world.old.mcd.enumeration(*id).values.iter().find(|other| other.name == *value)?;
            let home = world.old.mld.field_homes(field).first()?;
            let column = world.old_column("o", home.table, *home.columns.first()?);
            Some(counted(&world.old_table(home.table, "o"), &[format!("{column} = {}", world.text(&stored.snake))]))
        }
        _ => None,
    }
}

fn links(world: &World<'_>, relation: RelationId) -> Option<String> {
    let links = world.links(relation, "x")?;
    Some(counted(&links.from, &links.filter))
}

/// The rows where a field holds something.
fn filled(world: &World<'_>, field: FieldRef) -> Option<String> {
    let home = world.old.mld.field_homes(field).first()?;
    let filled = home.columns.iter().map(|at| format!("{} IS NOT NULL", world.old_column("o", home.table, *at)));
    let any = filled.collect::<Vec<_>>().join(" OR ");
    Some(counted(&world.old_table(home.table, "o"), &[any]))
}

fn counted(from: &str, conditions: &[String]) -> String {
    let all: Vec<String> = conditions.iter().map(|one| format!("({one})")).collect();
    let filter = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
    format!("SELECT COUNT(*) AS n FROM {from}{filter}")
}
