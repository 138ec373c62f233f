//! The rows that a field leaves behind when it moves: those that no row of its new owner comes from.
//!
//! Judged on the old rows. Invariant: what reaches no row is refused, unless an answer drops it by its name.

use crate::mcd::{EntityId, FieldRef, LegRef, Owner, RelationId};
use crate::say;

use super::answers::Subject;
use super::change::Change;
use super::difference::Difference;
use super::kinds::LEFT_BEHIND;
use super::values::{Maker, Place, identifying};
use super::world::{Row, World, path};

/// What a field would leave behind.
struct Orphans {
    /// A query of the rows.
    rows: String,
    /// The values by which one is known.
    shown: Vec<(String, String)>,
}

/// Guards that nothing is left behind, where nobody said that it may be.
pub(super) fn guards(maker: &mut Maker<'_>) {
    let world = maker.world;
    if world.kept.is_some() {
        return; // what was moved on the way out comes back from its archive
    }
    let moved: Vec<(FieldRef, FieldRef)> = world.matching.fields.iter().map(|(now, past)| (*past, *now)).collect();
    for (past, now) in moved {
        if is_told(world, past) {
            continue;
        }
        let Some(Orphans { rows, shown }) = orphans(maker, past, now) else { continue };
        let ([owner, name], [to, _]) = (path(world.old.mcd, past), path(world.new.mcd, now));
        let drop = match world.old.mcd.entities().find(|(_, entity)| entity.name == owner) {
            Some((id, _)) if goes(world, id) => format!("drop entity {owner}"),
            _ => format!("drop field {owner}.{name}"),
        };
        let text = say!(
            fr "{owner}.{name} : valeurs qu'aucune fiche {to} ne reprend, et qui seraient perdues (écrivez {drop} si elles le peuvent), fiches",
            en "{owner}.{name}: values that no {to} record takes over, and that would be lost (write {drop} if they may be), records"
        );
        maker.guard_showing(&LEFT_BEHIND, &text, &rows, &shown);
    }
}

/// For each move that an answer lets lose something, by its place among the changes: a query of one number, `n`.
pub(super) fn losses(world: &World<'_>, found: &Difference) -> Vec<(usize, String)> {
    let mut maker = Maker { world, guards: Vec::new() };
    let moves = found.items.iter().enumerate().filter_map(|(at, item)| match item.change {
        Change::MoveField(past, now) => Some((at, past, now)),
        _ => None,
    });
    let counted = moves.filter(|(_, past, _)| is_told(world, *past)).filter_map(|(at, past, now)| {
        let Orphans { rows, .. } = orphans(&mut maker, past, now)?;
        Some((at, format!("SELECT COUNT(*) AS n FROM ({rows}) AS g")))
    });
    counted.collect()
}

/// An answer says that what is left behind may go.
fn is_told(world: &World<'_>, past: FieldRef) -> bool {
    let [owner, name] = path(world.old.mcd, past);
    world.answers.drops(Subject::Field, &[owner, name]) || world.answers.drops(Subject::Entity, &[owner])
}

fn goes(world: &World<'_>, entity: EntityId) -> bool {
    world.matching.entity_now(entity).is_none()
}

/// The rows of an owner that hold a value of the field, or, where an entity goes, all of them, that reach no new row.
fn orphans(maker: &mut Maker<'_>, past: FieldRef, now: FieldRef) -> Option<Orphans> {
    let world = maker.world;
    let (row, mut conditions) = bearers(world, past.owner)?;
    let home = world.old.mld.field_homes(past).iter().find(|home| home.table == row.table)?;
    let reached = match past.owner {
        Owner::Entity(from) => reached(maker, from, past, now)?,
        Owner::Relation(from) => reached_by_links(maker, from, now)?,
    };
    conditions.push(format!("NOT ({reached})"));
    let columns: Vec<String> = home.columns.iter().map(|at| world.old_column("l", row.table, *at)).collect();
    if !matches!(past.owner, Owner::Entity(from) if goes(world, from) && !moves_apart(world, from)) {
        let filled: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
        conditions.push(format!("({})", filled.join(" OR ")));
    }
    let rows = format!("SELECT 1 FROM {} WHERE {}", world.old_table(row.table, "l"), conditions.join(" AND "));
    let table = world.old.mld.table(row.table);
    let known = identifying(table);
    let shown = known.iter().chain(home.columns.iter().filter(|at| !known.contains(at)));
    let shown =
        shown.map(|at| (world.old.mld.column_name(row.table, *at).to_owned(), world.old_column("l", row.table, *at)));
    Some(Orphans { rows, shown: shown.collect() })
}

/// The row `l` of each record or link of an old owner, and what tells it from others of its table.
fn bearers(world: &World<'_>, owner: Owner) -> Option<(Row, Vec<String>)> {
    match owner {
        Owner::Entity(id) => {
            let row = world.entity_row(id, "l")?;
            let mark = world.old.mld.entity(id).mark.as_ref().filter(|mark| mark.column().table == row.table);
            let marked = mark.map(|mark| world.marked(mark, "l")).into_iter().collect();
            Some((row, marked))
        }
        Owner::Relation(id) => {
            let links = world.links(id, "l")?;
            Some((Row { alias: "l", owner, table: links.table }, links.filter))
        }
    }
}

/// Whether the fields of an entity that goes don't all go to one place.
fn moves_apart(world: &World<'_>, entity: EntityId) -> bool {
    let fields = world.matching.fields.iter().filter(|(_, past)| past.owner == Owner::Entity(entity));
    let mut owners: Vec<Owner> = fields.map(|(now, _)| now.owner).collect();
    owners.sort();
    owners.dedup();
    owners.len() > 1
}

/// None of the rows gives its value to a new one.
const NOWHERE: &str = "FALSE";

/// The condition that the record of the row `l` gives its value to some new row; none where each does.
fn reached(maker: &mut Maker<'_>, from: EntityId, past: FieldRef, now: FieldRef) -> Option<String> {
    let world = maker.world;
    let row = world.entity_row(from, "l")?;
    match now.owner {
        Owner::Entity(to) => {
            if let Some(base) = world.matching.entities.get(&to) {
                return match base {
                    base if *base == from || is_above(world, *base, from) => None,
                    base if world.are_kin(*base, from) => world.is_of(*base, &row),
                    base => taken(maker, Owner::Entity(*base), past, now, &row),
                };
            }
            if let Some((source, _)) = world.matching.splits.get(&to) {
                return taken(maker, Owner::Entity(*source), past, now, &row);
            }
            if let Some(relation) = world.matching.reified.get(&to) {
                return taken(maker, Owner::Relation(*relation), past, now, &row);
            }
            if is_put_above(world, to, from) {
                return None;
            }
            let probe = world.settled.kinds.get(&to);
            let test = probe.and_then(|probe| maker.probe(&row, *probe));
            Some(test.map_or_else(|| NOWHERE.to_owned(), |test| format!("COALESCE({test}, FALSE)")))
        }
        Owner::Relation(to) => {
            let comes_along = world.matching.flattened.get(&to) == Some(&from)
                || world.matching.split_joined(world.new.mcd, to).is_some_and(|(_, source)| source == from);
            match world.matching.relations.get(&to) {
                Some(relation) => taken(maker, Owner::Relation(*relation), past, now, &row),
                None if comes_along => None,
                None => Some(NOWHERE.to_owned()),
            }
        }
    }
}

/// The same for the link of the row `l`: to a record on one of its legs, or to links of a relation that has a leg in common.
fn reached_by_links(maker: &Maker<'_>, from: RelationId, now: FieldRef) -> Option<String> {
    let world = maker.world;
    let links = world.links(from, "l")?;
    let column = |leg: LegRef| links.legs.get(leg.index).cloned().flatten();
    let base = match now.owner {
        Owner::Entity(to) if world.matching.reified.get(&to) == Some(&from) => return None,
        Owner::Relation(to) if world.matching.relations.get(&to) == Some(&from) => return None,
        Owner::Entity(to) => world.matching.entities.get(&to).map(|id| Owner::Entity(*id)),
        Owner::Relation(to) => world.matching.relations.get(&to).map(|id| Owner::Relation(*id)),
    };
    let takers = base.and_then(|base| match base {
        Owner::Entity(id) => {
            let leg = maker.only_leg(from, id)?;
            let row = world.entity_row(id, "o")?;
            let mark = world.old.mld.entity(id).mark.as_ref().filter(|mark| mark.column().table == row.table);
            let of_kind = mark.map(|mark| format!(" WHERE {}", world.marked(mark, "o"))).unwrap_or_default();
            Some((leg, format!("SELECT {} FROM {}{of_kind}", world.key(&row), world.old_table(row.table, "o"))))
        }
        Owner::Relation(id) => {
            let (ours, theirs) = maker.common_leg(from, id)?;
            let there = world.links(id, "x")?;
            let key = there.legs.get(theirs.index)?.clone()?;
            let all: Vec<String> = there.filter.into_iter().chain([format!("{key} IS NOT NULL")]).collect();
            Some((ours, format!("SELECT {key} FROM {} WHERE {}", there.from, all.join(" AND "))))
        }
    });
    let given = takers.and_then(|(leg, takers)| Some(format!("{} IN ({takers})", column(leg)?)));
    Some(given.unwrap_or_else(|| NOWHERE.to_owned()))
}

/// Some row of `base`, of which rows of the new owner are made, leads to ours.
fn taken(maker: &Maker<'_>, base: Owner, past: FieldRef, now: FieldRef, row: &Row) -> Option<String> {
    let world = maker.world;
    let (there, filter) = match base {
        Owner::Entity(id) => (world.entity_row(id, "o")?, Vec::new()),
        Owner::Relation(id) => {
            let links = world.links(id, "x")?;
            (Row { alias: "x", owner: base, table: links.table }, links.filter)
        }
    };
    let Some(place) = maker.locate(&there, past, now) else { return Some(NOWHERE.to_owned()) };
    let Place::Away { row: at, from, conditions, link, ours, .. } = place else { return None };
    let filled: Vec<String> = filter.into_iter().chain([format!("{ours} IS NOT NULL")]).collect();
    let base_rows = world.old_table(there.table, there.alias);
    let takers = format!("{link} IN (SELECT {ours} FROM {base_rows} WHERE {})", filled.join(" AND "));
    let all: Vec<String> = conditions.into_iter().chain([takers]).collect();
    // Not row by row: SQLite would read the links again for each.
    Some(format!("{} IN (SELECT {} FROM {from} WHERE {})", world.key(row), world.key(&at), all.join(" AND ")))
}

/// Whether a new entity is a supertype of what an old one is now.
fn is_put_above(world: &World<'_>, above: EntityId, old: EntityId) -> bool {
    world.matching.entity_now(old).is_some_and(|now| world.new.mcd.lineage(now).contains(&above))
}

/// Whether an old entity is a supertype of another.
fn is_above(world: &World<'_>, above: EntityId, below: EntityId) -> bool {
    above != below && world.old.mcd.lineage(below).contains(&above)
}
