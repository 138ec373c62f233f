//! Two relational models as one view: tables and columns are the same where they come from the same things of the two models.
//!
//! Which things are the same is `migrate`'s to say, which columns come of them `mld`'s.

use crate::mcd::{EntityId, FieldRef, LegRef, Mcd};
use crate::migrate::{Difference, Matching};
use crate::mld::{Column, Mld, Origin, Table, TableOrigin};

use super::revision::{Names, Revision, merged};
use super::{Detail, Kind, tables};

/// A model and its tables.
#[derive(Debug, Clone, Copy)]
pub struct Lowered<'a> {
    /// The model.
    pub mcd: &'a Mcd,
    /// Its tables.
    pub mld: &'a Mld,
}

/// What changed from the tables of one model to those of the next, as `difference` found it in the models.
pub fn table_revision(old: Lowered<'_>, new: Lowered<'_>, found: &Difference, kind: Kind, detail: Detail) -> Revision {
    let mut names = Names::default();
    for (_, table) in new.mld.tables() {
        let past = past_table(table.origin, &found.matching);
        let Some(before) =
            past.and_then(|past| old.mld.tables().map(|(_, other)| other).find(|other| other.origin == past))
        else {
            continue;
        };
        let id = format!("table-{}", table.name);
        names.tie(format!("table-{}", before.name), id.clone());
        columns(&mut names, &id, table, before, &found.matching);
    }
    let view = |of: Lowered<'_>| tables(of.mcd, of.mld, kind, detail);
    merged(view(old), view(new), &names)
}

/// The columns that stay, and what became of their types.
fn columns(names: &mut Names, id: &str, table: &Table, before: &Table, matching: &Matching) {
    for column in &table.columns {
        let past = past_column(column.origin, matching);
        let Some(then) = past.and_then(|past| before.columns.iter().find(|other| other.origin == past)) else {
            continue;
        };
        names.rows.insert((id.to_owned(), then.name.clone()), column.name.clone());
        let (was, is) = (told(then), told(column));
        if was != is {
            names.notes.insert((id.to_owned(), column.name.clone()), vec![format!("{was} → {is}")]);
        }
    }
}

fn told(column: &Column) -> String {
    format!("{}{}", tables::type_name(column.ty), if column.nullable { "?" } else { "" })
}

fn past_table(origin: TableOrigin, matching: &Matching) -> Option<TableOrigin> {
    match origin {
        TableOrigin::Entity(id) => matching.entities.get(&id).copied().map(TableOrigin::Entity),
        TableOrigin::Relation(id) => matching.relations.get(&id).copied().map(TableOrigin::Relation),
        TableOrigin::Counters => Some(TableOrigin::Counters),
    }
}

/// The origin that a column had in the old model.
fn past_column(origin: Origin, matching: &Matching) -> Option<Origin> {
    let entity = |id: EntityId| matching.entities.get(&id).copied();
    let field = |field: FieldRef| matching.fields.get(&field).copied();
    let leg = |leg: LegRef| matching.legs.get(&leg).copied();
    match origin {
        Origin::Surrogate(id) => entity(id).map(Origin::Surrogate),
        Origin::Shared(id) => entity(id).map(Origin::Shared),
        Origin::Kind(id) => entity(id).map(Origin::Kind),
        Origin::KindOf(id) => entity(id).map(Origin::KindOf),
        Origin::Flag(id) => entity(id).map(Origin::Flag),
        Origin::Identifier(of) => field(of).map(Origin::Identifier),
        Origin::Field(of) => field(of).map(Origin::Field),
        Origin::Address(of, part) => field(of).map(|of| Origin::Address(of, part)),
        Origin::Leg(of) => leg(of).map(Origin::Leg),
        Origin::LegValue(of, value) => Some(Origin::LegValue(leg(of)?, field(value)?)),
        Origin::CreatedAt | Origin::UpdatedAt | Origin::Version | Origin::Counter => Some(origin),
    }
}
