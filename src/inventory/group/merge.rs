//! Groups of several files that are of one entity: their keys have one name, or the same values.
//!
//! Invariant: a group is in one class, and classes are in the order of their first groups.

use super::{Group, Key, Reference, noun};
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

/// Columns that hold the keys of another file's groups lead there: each becomes a group of its own, of that same entity. Of several of one
/// file that lead to one entity, those that say more than what it is are its roles: `equipe_domicile` and `equipe_exterieur`.
pub(super) fn link_files(tables: &[Table], kinds: &dyn Fn(usize, usize) -> Option<Kind>, groups: &mut Vec<Group>) {
    let mut found: Vec<Found> = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        for column in &group.columns {
            let lone = lone(group.table, *column);
            let target = groups.iter().position(|other| are_one(tables, kinds, other, &lone));
            found.extend(target.map(|target| Found { place, target, table: group.table, column: *column }));
        }
    }
    let roles: Vec<bool> = (0..found.len()).map(|at| is_a_role(tables, kinds, groups, &found, at)).collect();
    for (link, role) in found.iter().zip(roles) {
        let read = tables.get(link.table).and_then(|table| table.columns.get(link.column));
        let optional = read.is_some_and(|column| column.empty.is_some());
        let leads_to = if role { link.target } else { groups.len() };
        if let Some(group) = groups.get_mut(link.place) {
            group.columns.retain(|other| *other != link.column);
            group.alternates.retain(|other| *other != link.column);
            group.references.push(Reference { group: leads_to, by: link.column, role, optional });
        }
        if !role {
            groups.push(lone(link.table, link.column));
        }
    }
}

/// The columns of a table that hold the keys of another one's rows.
pub(super) fn leading(
    tables: &[Table],
    kinds: &dyn Fn(usize, usize) -> Option<Kind>,
    is_key: &dyn Fn(usize, usize) -> bool,
    table: usize,
) -> Vec<usize> {
    let others = || tables.iter().enumerate().filter(|(at, _)| *at != table);
    let rows = |at: usize, other: &Table, column: usize| Group { occurrences: other.rows.len(), ..lone(at, column) };
    let keys: Vec<Group> = others()
        .flat_map(|(at, other)| (0..other.columns.len()).map(move |column| (at, other, column)))
        .filter(|(at, _, column)| is_key(*at, *column))
        .map(|(at, other, column)| rows(at, other, column))
        .collect();
    let columns = tables.get(table).map_or(0, |table| table.columns.len());
    let leads = |column: &usize| {
        let own = lone(table, *column);
        !is_key(table, *column) && keys.iter().any(|key| are_one(tables, kinds, key, &own))
    };
    (0..columns).filter(leads).collect()
}

/// A column that leads to a group of another file.
struct Found {
    /// The group that it is in.
    place: usize,
    /// The group that it leads to.
    target: usize,
    table: usize,
    column: usize,
}

/// Whether its file leads to that entity otherwise already, by a column that says no more than what it is, or that isn't left to say.
fn is_a_role(
    tables: &[Table],
    kinds: &dyn Fn(usize, usize) -> Option<Kind>,
    groups: &[Group],
    found: &[Found],
    at: usize,
) -> bool {
    let Some((own, target)) = found.get(at).and_then(|own| Some((own, groups.get(own.target)?))) else { return false };
    let noun_of = |link: &Found| noun::of_group(tables, &lone(link.table, link.column));
    let is_plain = |link: &Found| noun_of(link) == noun::of_group(tables, target);
    let of_file = || found.iter().enumerate().filter(|(_, link)| link.table == own.table && link.target == own.target);
    let is_there = groups.iter().any(|group| group.table == own.table && are_one(tables, kinds, target, group));
    let first = of_file().find(|(_, link)| is_plain(link)).map(|(first, _)| first);
    is_there || of_file().count() > 1 && first != Some(at)
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
    let (Some(a_kind), Some(b_kind)) = (kinds(a.table, *a_key), kinds(b.table, *b_key)) else { return false };
    if a.table == b.table {
        return false;
    }
    let shared = noun::shared(a_column, b_column);
    // Of small numbers, the same ones prove nothing.
    let telling = a_kind == b_kind && a_kind.is_telling() && !matches!(a_kind, Kind::Integer | Kind::Enum);
    telling && shared > 0.9 || speak_of_one(tables, [a, b], [a_column, b_column], [&a_kind, &b_kind], shared)
}

/// Whether two keys are called the keys of one thing, and their values don't say otherwise.
fn speak_of_one(
    tables: &[Table],
    groups: [&Group; 2],
    columns: [&Column; 2],
    [a_kind, b_kind]: [&Kind; 2],
    shared: f64,
) -> bool {
    let [a, b] = groups.map(|group| noun::of_group(tables, group));
    let one_name = name_key(&columns[0].name) == name_key(&columns[1].name);
    let fewest = columns[0].dictionary.len().min(columns[1].dictionary.len());
    match () {
        // `Id` of one file and `Id` of another are of what each lists.
        () if columns.iter().any(|column| noun::is_bare(column)) && (a.is_empty() || b.is_empty()) => {
            one_name && a_kind != &Kind::Integer && shared >= 0.5
        }
        () if one_name && columns.iter().all(|column| !noun::is_bare(column)) => shared > 0.0,
        () if a == b && !a.is_empty() => a_kind.is_comparable(b_kind) && shared >= 0.5,
        () if a.is_in_a_role(&b) || b.is_in_a_role(&a) => a_kind.is_comparable(b_kind) && fewest >= 3 && shared >= 0.95,
        () => false,
    }
}
