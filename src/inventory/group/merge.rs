//! Groups of several files that are of one entity: their keys have one name, or the same values.
//!
//! Invariant: a group is in one class, and classes are in the order of their first groups.

use super::{Group, Key, Reference};
use crate::inventory::profile::Kind;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::name_key;

/// The classes of groups, each by their places.
pub(super) fn classes(
    tables: &[Table],
    kinds: &dyn Fn(usize, usize) -> Option<Kind>,
    groups: &[Group],
) -> Vec<Vec<usize>> {
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        if group.twin_of.is_some() {
            continue;
        }
        let own = classes.iter().position(|class| {
            class.iter().filter_map(|other| groups.get(*other)).any(|other| are_one(tables, kinds, other, group))
        });
        match own.and_then(|own| classes.get_mut(own)) {
            Some(class) => class.push(place),
            None => classes.push(vec![place]),
        }
    }
    classes
}

/// Columns that hold the keys of another file's groups lead there: each becomes a group of its own, of that same entity.
pub(super) fn link_files(tables: &[Table], kinds: &dyn Fn(usize, usize) -> Option<Kind>, groups: &mut Vec<Group>) {
    let mut found = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        for column in &group.columns {
            let lone = lone(group.table, *column);
            if groups.iter().any(|other| are_one(tables, kinds, other, &lone)) {
                found.push((place, lone));
            }
        }
    }
    for (place, lone) in found {
        let Key::Column(column) = lone.key else { continue };
        let read = tables.get(lone.table).and_then(|table| table.columns.get(column));
        let optional = read.is_some_and(|column| column.empty.is_some());
        let reference = Reference { group: groups.len(), by: column, role: false, optional };
        if let Some(group) = groups.get_mut(place) {
            group.columns.retain(|other| *other != column);
            group.alternates.retain(|other| *other != column);
            group.references.push(reference);
        }
        groups.push(lone);
    }
}

/// A group of nothing but its key.
pub(super) fn lone(table: usize, column: usize) -> Group {
    Group {
        table,
        key: Key::Column(column),
        columns: Vec::new(),
        alternates: Vec::new(),
        references: Vec::new(),
        occurrences: 0,
        evidence: Vec::new(),
        other_keys: Vec::new(),
        repeated: Vec::new(),
        twin_of: None,
    }
}

fn are_one(tables: &[Table], kinds: &dyn Fn(usize, usize) -> Option<Kind>, a: &Group, b: &Group) -> bool {
    let (Key::Column(a_key), Key::Column(b_key)) = (&a.key, &b.key) else { return false };
    let column = |table: usize, column: usize| tables.get(table).and_then(|table| table.columns.get(column));
    let (Some(a_column), Some(b_column)) = (column(a.table, *a_key), column(b.table, *b_key)) else { return false };
    if a.table == b.table {
        return false;
    }
    let (a_kind, b_kind) = (kinds(a.table, *a_key), kinds(b.table, *b_key));
    let one_name = name_key(&a_column.name) == name_key(&b_column.name);
    let shared = shared(a_column, b_column);
    // Of small numbers, the same ones prove nothing.
    let telling =
        a_kind == b_kind && a_kind.is_some_and(|kind| kind.is_telling() && !matches!(kind, Kind::Integer | Kind::Enum));
    one_name && shared > 0.0 || telling && shared > 0.9
}

/// The share of the smaller column's values that the other one has.
fn shared(a: &Column, b: &Column) -> f64 {
    let (few, many) = if a.dictionary.len() <= b.dictionary.len() { (a, b) } else { (b, a) };
    let values: Vec<&str> = few.dictionary.values().filter(|value| !value.is_empty()).take(5_000).collect();
    let found = values.iter().filter(|value| many.dictionary.code(value).is_some()).count();
    crate::inventory::profile::share(found, values.len())
}
