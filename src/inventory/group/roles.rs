//! Columns that take their values among the keys of a group without being its key: an employee's manager, a second salesman, the town where
//! a journey ends.
//!
//! Invariant: of plain numbers and words the same values prove nothing by themselves; the headings must speak alike too.

use super::{Group, Key, Reference};
use crate::inventory::dependencies::says_identifier;
use crate::inventory::profile::{Kind, share};
use crate::inventory::read::{Column, Table};
use crate::inventory::value::tokens;

/// Of the values of a role, those that must be keys: a few are mistyped, or of those who left.
const KNOWN: f64 = 0.9;
/// Fewer values prove nothing.
const FEWEST: usize = 3;
/// Words by which people name somebody's or something's place beside another of its kind, folded.
const ROLES: &[&str] = &[
    "parent",
    "chef",
    "manager",
    "responsable",
    "superieur",
    "tuteur",
    "parrain",
    "referent",
    "remplacant",
    "adjoint",
    "mere",
    "pere",
    "boss",
    "supervisor",
    "mother",
    "father",
    "sponsor",
    "successeur",
    "precedent",
    "suivant",
    "next",
    "previous",
    "origine",
    "source",
    "cible",
    "target",
    "depart",
    "arrivee",
    "from",
    "to",
    "maison",
];

/// Makes references of the columns that are keys in another role.
pub(super) fn link(tables: &[Table], kinds: &dyn Fn(usize, usize) -> Option<Kind>, groups: &mut [Group]) {
    let reading = Reading { tables, kinds };
    let mut found = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        for column in &group.columns {
            let target = groups.iter().position(|target| reading.is_a_role(group.table, *column, target));
            found.extend(target.map(|target| (place, *column, target)));
        }
    }
    for (place, by, target) in found {
        let Some(group) = groups.get_mut(place) else { continue };
        let read = tables.get(group.table).and_then(|table| table.columns.get(by));
        let optional = read.is_some_and(|column| column.empty.is_some());
        group.columns.retain(|column| *column != by);
        group.alternates.retain(|column| *column != by);
        group.references.push(Reference { group: target, by, role: true, optional });
    }
    twins(&reading, groups);
}

/// Two groups of one table whose keys have the same values are one in two roles: the second becomes a role of the first.
fn twins(reading: &Reading<'_>, groups: &mut [Group]) {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for second in 0..groups.len() {
        let first = (0..second).find(|first| match (groups.get(*first), groups.get(second)) {
            (Some(first), Some(second)) => reading.are_twins(first, second),
            _ => false,
        });
        found.extend(first.map(|first| (first, second)));
    }
    for (first, second) in found {
        for group in groups.iter_mut() {
            for reference in group.references.iter_mut().filter(|reference| reference.group == second) {
                (reference.group, reference.role) = (first, true);
            }
        }
        let Some(twin) = groups.get_mut(second) else { continue };
        let repeated = std::mem::take(&mut twin.columns);
        twin.references.clear();
        twin.twin_of = Some(first);
        if let Some(group) = groups.get_mut(first) {
            group.repeated.extend(repeated);
        }
    }
}

struct Reading<'r> {
    tables: &'r [Table],
    kinds: &'r dyn Fn(usize, usize) -> Option<Kind>,
}

impl Reading<'_> {
    fn column(&self, table: usize, column: usize) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)
    }

    /// Whether a column takes its values among the keys of a group of its own table.
    fn is_a_role(&self, table: usize, column: usize, target: &Group) -> bool {
        let Key::Column(key) = target.key else { return false };
        let (Some(own), Some(keys)) = (self.column(table, column), self.column(table, key)) else { return false };
        target.table == table && key != column && self.may_be_one(table, column, key) && known(own, keys) >= KNOWN
    }

    fn are_twins(&self, first: &Group, second: &Group) -> bool {
        let (Key::Column(a), Key::Column(b)) = (&first.key, &second.key) else { return false };
        let (Some(own), Some(other)) = (self.column(first.table, *a), self.column(second.table, *b)) else {
            return false;
        };
        let (few, many) = if own.dictionary.len() <= other.dictionary.len() { (own, other) } else { (other, own) };
        first.table == second.table && self.may_be_one(first.table, *b, *a) && known(few, many) >= KNOWN
    }

    /// Whether kinds and headings let two columns hold the same sort of thing.
    fn may_be_one(&self, table: usize, own: usize, key: usize) -> bool {
        let (Some(kind), Some(of_key)) = ((self.kinds)(table, own), (self.kinds)(table, key)) else { return false };
        let heading = |column| self.column(table, column).map(|column| tokens(&column.name)).unwrap_or_default();
        let (own, key) = (heading(own), heading(key));
        let says_role = own.iter().any(|word| ROLES.contains(&word.as_str()));
        let shares = own.iter().any(|word| key.contains(word) && !says_identifier(word));
        let same_shape = matches!((&kind, &of_key), (Kind::Code(own), Kind::Code(key)) if own == key);
        let words = |kind: &Kind| matches!(kind, Kind::Code(_) | Kind::Enum | Kind::Text);
        same_shape || words(&kind) && words(&of_key) && (shares || says_role) || kind == of_key && says_role
    }
}

/// The share of a column's values that are keys; nothing where they are too few to prove anything.
fn known(own: &Column, keys: &Column) -> f64 {
    let values: Vec<&str> = own.dictionary.values().filter(|value| !value.is_empty()).take(5_000).collect();
    let found = values.iter().filter(|value| keys.dictionary.code(value).is_some()).count();
    if values.len() < FEWEST { 0.0 } else { share(found, values.len()) }
}
