//! Columns that say again, in another file, what the model has already: the client's name beside an invoice's number.
//!
//! Found by following keys from file to file and comparing values. Invariant: each column has the place of one field, of the file that
//! lists most occurrences.

use super::super::{Group, Key};
use super::entities::{Entity, Form};
use crate::inventory::profile::At;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::fold;

/// Rows that are compared, at most.
const SAMPLE: usize = 5_000;
/// Of a hundred values, those that may differ otherwise than by case and signs.
const DIFFERENT: usize = 2;
/// Fewer values are alike by chance.
const FEWEST: usize = 5;

/// Takes out the fields that repeat others and gives their columns to these; tells those that were another entity's.
pub(super) fn place_copies(tables: &[Table], groups: &[Group], entities: &mut [Entity]) -> Vec<(At, String)> {
    let mut told = Vec::new();
    for at in 0..entities.len() {
        let found = copies(tables, groups, entities, at);
        for (columns, (owner, field)) in found {
            let Some(entity) = entities.get_mut(at) else { continue };
            entity.fields.retain(|own| own.columns != columns);
            let place = entities.get_mut(owner).and_then(|owner| {
                let name = owner.name.clone();
                let field = owner.fields.iter_mut().find(|other| other.columns.contains(&field))?;
                field.columns.extend(&columns);
                Some(format!("{name}.{}", field.name))
            });
            if let (Some(place), true) = (place, owner != at) {
                told.extend(columns.iter().map(|column| (*column, place.clone())));
            }
        }
    }
    told
}

/// A field by its columns, and what it repeats: the entity's place and a column of the field.
type Copy = (Vec<At>, (usize, At));

fn copies(tables: &[Table], groups: &[Group], entities: &[Entity], at: usize) -> Vec<Copy> {
    let Some(entity) = entities.get(at) else { return Vec::new() };
    let has_key = matches!(entity.form, Form::Own | Form::Weak(_));
    let mut found: Vec<Copy> = Vec::new();
    for field in entity.fields.iter().skip(usize::from(has_key)) {
        let [column] = field.columns.as_slice() else { continue };
        let repeated = ways(groups, entities, at, *column).into_iter().find_map(|way| {
            let table = tables.get(way.to.table)?;
            let others = (0..table.columns.len()).map(|other| At { table: way.to.table, column: other });
            others.filter(|other| is_kept(entities, *other, &found)).find_map(|other| {
                let owner = entities.iter().position(|entity| place(entity, other).is_some())?;
                let is_of_it = owner != at && !leads_to(entities, owner, at);
                (is_of_it || owner == at && way.is_wider).then_some(())?;
                repeats(tables, *column, &way, other).then_some((owner, other))
            })
        });
        found.extend(repeated.map(|repeated| (vec![*column], repeated)));
    }
    found
}

/// Whether each occurrence of an entity leads to some of another, near or far: then it repeats what that one says, and not the other way round.
fn leads_to(entities: &[Entity], from: usize, to: usize) -> bool {
    let (mut reached, mut next) = (vec![from], vec![from]);
    while let Some(entity) = next.pop().and_then(|at| entities.get(at)) {
        let ends = entity.links.iter().map(|link| link.entity).filter(|end| !reached.contains(end));
        let ends: Vec<usize> = ends.collect();
        reached.extend(&ends);
        next.extend(ends);
    }
    from != to && reached.contains(&to)
}

/// From a column of a file to the key of another.
struct Way {
    from: At,
    to: At,
    /// The other file shows more occurrences of the column's own entity.
    is_wider: bool,
}

/// The ways from the row of a column to other files: by the key of its entity, and by what that leads to.
fn ways(groups: &[Group], entities: &[Entity], at: usize, column: At) -> Vec<Way> {
    let Some(entity) = entities.get(at) else { return Vec::new() };
    let own = entity.groups.iter().filter_map(|place| groups.get(*place)).find(|group| group.table == column.table);
    let Some(own) = own else { return Vec::new() };
    let mut ways = Vec::new();
    if let Key::Column(key) = own.key {
        let from = At { table: own.table, column: key };
        let others = keys(groups, &entity.groups, own.table);
        ways.extend(others.map(|(to, occurrences)| Way { from, to, is_wider: occurrences >= own.occurrences }));
    }
    for reference in own.references.iter().filter(|reference| !reference.role) {
        let target = entities.iter().find(|entity| entity.groups.contains(&reference.group));
        let from = At { table: own.table, column: reference.by };
        let others = target.into_iter().flat_map(|target| keys(groups, &target.groups, own.table));
        ways.extend(others.map(|(to, _)| Way { from, to, is_wider: false }));
    }
    ways
}

/// The keys of an entity in other files, and how many occurrences each shows.
fn keys<'g>(groups: &'g [Group], class: &'g [usize], table: usize) -> impl Iterator<Item = (At, usize)> {
    let others = class.iter().filter_map(|place| groups.get(*place)).filter(move |group| group.table != table);
    others.filter_map(|group| match group.key {
        Key::Column(column) => Some((At { table: group.table, column }, group.occurrences)),
        _ => None,
    })
}

/// Whether a column has a place of its own in the model, which tells no occurrences apart.
fn is_kept(entities: &[Entity], at: At, found: &[Copy]) -> bool {
    let is_plain = |entity: &Entity| match place(entity, at) {
        Some(0) => entity.form == Form::Relation,
        Some(_) => true,
        None => false,
    };
    entities.iter().any(is_plain) && !found.iter().any(|(columns, _)| columns.contains(&at))
}

fn place(entity: &Entity, at: At) -> Option<usize> {
    entity.fields.iter().position(|field| field.columns.contains(&at))
}

/// Whether the values of a column are those of another file's, row for row by the way between them.
fn repeats(tables: &[Table], column: At, way: &Way, other: At) -> bool {
    let read = |at: At| -> Option<&Column> { tables.get(at.table)?.columns.get(at.column) };
    let (Some(own), Some(from), Some(to), Some(other)) = (read(column), read(way.from), read(way.to), read(other))
    else {
        return false;
    };
    let mut first: Vec<Option<usize>> = vec![None; to.dictionary.len()];
    for (row, code) in to.codes.iter().enumerate() {
        if let Some(place) = first.get_mut(*code as usize) {
            place.get_or_insert(row);
        }
    }
    let (mut known, mut different) = (0, 0);
    let mut values: Vec<u32> = Vec::new();
    for row in (0..own.codes.len().min(SAMPLE)).filter(|row| !own.is_empty(*row) && !from.is_empty(*row)) {
        let code = to.dictionary.code(from.value(row));
        let Some(there) = code.and_then(|code| first.get(code as usize).copied().flatten()) else { continue };
        known += 1;
        let (value, repeated) = (own.value(row), other.value(there));
        different += usize::from(value != repeated && fold(value) != fold(repeated));
        values.extend(own.codes.get(row).filter(|code| values.len() < FEWEST && !values.contains(code)));
        if different * 100 > known.max(SAMPLE / 10) * DIFFERENT {
            return false;
        }
    }
    values.len() >= FEWEST && different * 100 <= known * DIFFERENT
}
