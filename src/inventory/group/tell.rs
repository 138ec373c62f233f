//! Rows that nothing told apart before their columns were known to lead to other files: the lines of an order, by the order and a number or a
//! product.
//!
//! Invariant: a set of columns is taken where all rows but one in a thousand differ on it, the smallest first.

use hashbrown::HashSet;

use super::{Group, Key, Reference};
use crate::inventory::dependencies::says_identifier;
use crate::inventory::profile::Kind;
use crate::inventory::read::Table;
use crate::inventory::value::tokens;

/// Words by which people number things within others, folded.
const ORDER: [&str; 6] = ["ligne", "line", "rang", "ordre", "position", "item"];

/// Gives keys to the groups that have none, of references and of a number within them.
pub(super) fn apart(tables: &[Table], kinds: &dyn Fn(usize, usize) -> Option<Kind>, groups: &mut [Group]) {
    for group in groups.iter_mut().filter(|group| group.key == Key::None && group.twin_of.is_none()) {
        let Some(table) = tables.get(group.table) else { continue };
        let found = by_number(table, kinds, group).or_else(|| by_references(table, group));
        if let Some(key) = found {
            if let Key::Within(_, own) = key {
                group.columns.retain(|column| *column != own);
            }
            group.key = key;
        }
    }
}

/// The places of the references that each row has.
fn sure(group: &Group) -> Vec<(usize, &Reference)> {
    group.references.iter().enumerate().filter(|(_, reference)| !reference.optional && !reference.role).collect()
}

fn by_number(table: &Table, kinds: &dyn Fn(usize, usize) -> Option<Kind>, group: &Group) -> Option<Key> {
    let numbers = |column: &usize| {
        let Some(read) = table.columns.get(*column).filter(|read| read.empty.is_none()) else { return false };
        let says = tokens(&read.name).iter().any(|word| says_identifier(word) || ORDER.contains(&word.as_str()));
        says && kinds(group.table, *column) == Some(Kind::Integer)
    };
    let own: Vec<usize> = group.columns.iter().copied().filter(numbers).collect();
    let pairs = sure(group).into_iter().flat_map(|(at, link)| own.iter().map(move |own| (at, link.by, *own)));
    let mut found = pairs.filter(|(_, by, own)| differ(table, &[*by, *own]));
    found.next().map(|(at, _, own)| Key::Within(vec![at], own))
}

fn by_references(table: &Table, group: &Group) -> Option<Key> {
    let links = sure(group);
    let mut sets: Vec<Vec<(usize, usize)>> = Vec::new();
    let place = |(at, link): &(usize, &Reference)| (*at, link.by);
    for (first, one) in links.iter().enumerate() {
        sets.extend(links.iter().skip(first + 1).map(|two| vec![place(one), place(two)]));
    }
    if let [one, two, three] = links.as_slice() {
        sets.push(vec![place(one), place(two), place(three)]);
    }
    let columns = |set: &[(usize, usize)]| set.iter().map(|(_, by)| *by).collect::<Vec<_>>();
    let found = sets.into_iter().find(|set| differ(table, &columns(set)))?;
    Some(Key::References(found.into_iter().map(|(at, _)| at).collect()))
}

/// Whether all rows but one in a thousand differ on these columns.
fn differ(table: &Table, columns: &[usize]) -> bool {
    let rows = table.rows.len();
    let mut seen: HashSet<[Option<u32>; 3]> = HashSet::with_capacity(rows);
    let mut twice = 0;
    for row in 0..rows {
        let mut codes = [None; 3];
        for (code, column) in codes.iter_mut().zip(columns) {
            *code = table.columns.get(*column).and_then(|column| column.codes.get(row).copied());
        }
        twice += usize::from(!seen.insert(codes));
    }
    rows > 1 && twice * 1000 <= rows
}
