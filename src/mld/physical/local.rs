//! Which columns of one table an expression reads, when it reads nothing else.
//!
//! Tells rules over one row (a CHECK) from rules over several. Writes no SQL.

use crate::mcd::expr::{Expr, ExprKind, Path, Step};
use crate::mcd::{LegRef, Mcd};
use crate::mld::schema::*;

/// Computed fields may refer to one another; a cycle is an error of the model, and stops here.
const DEEPEST: usize = 16;

/// The columns of `table` that `expr` reads, without repeats; none when it reads other rows, or the user.
pub(crate) fn columns_read(mcd: &Mcd, mld: &Mld, table: TableId, expr: &Expr) -> Option<Vec<usize>> {
    let mut columns = Vec::new();
    read(mcd, mld, table, expr, &mut columns, 0)?;
    columns.sort_unstable();
    columns.dedup();
    Some(columns)
}

fn read(mcd: &Mcd, mld: &Mld, table: TableId, expr: &Expr, columns: &mut Vec<usize>, depth: usize) -> Option<()> {
    match &expr.kind {
        ExprKind::Aggregate(_) | ExprKind::Me => return None,
        ExprKind::Record(path) => columns.push(record_column(mld, table, path)?),
        ExprKind::Field(path, field) => {
            stays(mld, table, path)?;
            match &mcd.field(*field).computed {
                Some(_) if depth >= DEEPEST => return None,
                Some(computed) => read(mcd, mld, table, computed, columns, depth + 1)?,
                None => columns.push(mld.field_in(table, *field)?),
            }
        }
        _ => {}
    }
    expr.children().into_iter().try_for_each(|child| read(mcd, mld, table, child, columns, depth))
}

/// Whether a walk never leaves the row: relations stored in the table, seen from the entity that bears them.
fn stays(mld: &Mld, table: TableId, path: &Path) -> Option<()> {
    path.steps.iter().try_for_each(|step| {
        let (leg, relation) = match step {
            Step::ToRelation { from } => (from.index, from.relation),
            Step::ToEntity { to } => (to.index, to.relation),
        };
        match mld.relations.get(relation.0 as usize)? {
            RelationHome::Columns { bearer, table: home, .. } if *bearer == leg && *home == table => Some(()),
            _ => None,
        }
    })
}

/// The reference at the end of a walk that stays on the row until its last step.
fn record_column(mld: &Mld, table: TableId, path: &Path) -> Option<usize> {
    let (last, before) = path.steps.split_last()?;
    stays(mld, table, &Path { steps: before.to_vec() })?;
    let Step::ToEntity { to } = last else { return None };
    leg_in(mld, table, *to)
}

fn leg_in(mld: &Mld, table: TableId, leg: LegRef) -> Option<usize> {
    let home = mld.relations.get(leg.relation.0 as usize)?;
    if home.table() == Some(table) { home.leg(leg.index).first().copied() } else { None }
}
