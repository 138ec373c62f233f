//! What must not come twice: identifiers where a row is an occurrence, and `unique` groups.

use std::collections::HashMap;

use super::{About, Held, Sort, identifier_columns, is_grain, path};
use crate::inventory::profile::cut;
use crate::inventory::read::Table;
use crate::mcd::{KeyPart, Owner};
use crate::say;

pub(super) fn check(held: &mut Held<'_>) {
    for owner in held.owners() {
        let Owner::Entity(entity) = owner else { continue };
        let identifier = identifier_columns(held.mcd, held.matched, owner);
        let grain = is_grain(held.mcd, held.table, held.matched, owner);
        if let Some(columns) = identifier.as_ref().filter(|_| grain) {
            twice(held, columns, owner, None);
        }
        for group in &held.mcd.entity(entity).uniques {
            let columns: Option<Vec<usize>> = group
                .parts
                .iter()
                .map(|part| match part {
                    KeyPart::Field(field) => held.column_of(*field),
                    KeyPart::Leg(_) => None,
                })
                .collect();
            let Some(columns) = columns.filter(|columns| Some(columns) != identifier.as_ref()) else { continue };
            match (&identifier, grain) {
                (_, true) => twice(held, &columns, owner, None),
                (Some(identifier), false) => twice(held, &columns, owner, Some(identifier)),
                (None, false) => {}
            }
        }
    }
}

/// The rows of each combination of values that these columns have; rows with an empty cell are left out, as a unique key does.
pub(super) fn groups(table: &Table, columns: &[usize]) -> HashMap<Vec<u32>, Vec<u32>> {
    let data: Vec<_> = columns.iter().filter_map(|column| table.columns.get(*column)).collect();
    let mut groups: HashMap<Vec<u32>, Vec<u32>> = HashMap::new();
    for row in 0..table.rows.len() {
        if data.iter().any(|column| column.is_empty(row)) {
            continue;
        }
        let key = data.iter().map(|column| column.codes.get(row).copied().unwrap_or(u32::MAX)).collect();
        groups.entry(key).or_default().push(u32::try_from(row).unwrap_or(u32::MAX));
    }
    groups
}

/// Rows that have the values of another: of another occurrence, where a row is no occurrence by itself.
fn twice(held: &mut Held<'_>, columns: &[usize], owner: Owner, occurrence: Option<&Vec<usize>>) {
    let table = held.table;
    let identity = |row: u32| -> Vec<u32> {
        let columns = occurrence.map_or(&[][..], Vec::as_slice);
        columns.iter().filter_map(|column| table.columns.get(*column)?.codes.get(row as usize).copied()).collect()
    };
    let mut rows: Vec<usize> = Vec::new();
    for group in groups(table, columns).into_values().filter(|group| group.len() > 1) {
        let first = group.first().map(|row| identity(*row));
        let others = group.iter().skip(1);
        // Without an occurrence to tell, every later row repeats the first.
        rows.extend(
            others.filter(|row| occurrence.is_none() || Some(identity(**row)) != first).map(|row| *row as usize),
        );
    }
    let is_refused = |row: &usize| {
        let code = |column: usize| table.columns.get(column)?.codes.get(*row).copied();
        columns.iter().any(|column| code(*column).is_some_and(|code| held.is_refused(*column, code)))
    };
    rows.retain(|row| !is_refused(row));
    rows.sort_unstable();
    let names: Vec<String> = columns
        .iter()
        .filter_map(|column| held.matched.fates.get(*column)?.field())
        .map(|field| path(held.mcd, field))
        .collect();
    let about = About {
        sort: Sort::Unique,
        column: columns.first().copied(),
        path: names.join(", "),
        message: say!(
            fr "déjà pris par une autre ligne, alors qu'il doit être unique",
            en "already taken by another row, though it must be unique"
        ),
        mend: say!(
            fr "fusionnez les lignes si c'est le même {0}, corrigez sinon",
            en "merge the rows if it is the same {0}, else mend",
            held.mcd.name(owner)
        ),
    };
    let shown = |row: usize| {
        let cells: Vec<String> = columns
            .iter()
            .filter_map(|column| table.columns.get(*column))
            .map(|column| cut(column.value(row)))
            .collect();
        cells.join(" · ")
    };
    held.find(about, rows.into_iter().map(|row| (row, shown(row))));
}
