//! What must always go together: `fd` lines, and, where an entity is told again row after row, its identifier and its other fields.
//!
//! Of the values that come with one left side, the most frequent is taken for right, the others for errors.

use super::{About, Held, Sort, identifier_columns, is_grain, path};
use crate::inventory::dependencies::exceptions;
use crate::inventory::profile::cut;
use crate::inventory::value::fold;
use crate::mcd::{Fd, KeyPart, Owner};
use crate::say;

pub(super) fn check(held: &mut Held<'_>) {
    for owner in held.owners() {
        let fds: &[Fd] = match owner {
            Owner::Entity(id) => &held.mcd.entity(id).fds,
            Owner::Relation(id) => &held.mcd.relation(id).fds,
        };
        for fd in fds {
            let (Some(left), right) = (columns(held, &fd.left), &fd.right) else { continue };
            for part in right {
                if let Some(column) =
                    columns(held, std::slice::from_ref(part)).and_then(|columns| columns.first().copied())
                {
                    broken(held, &left, column);
                }
            }
        }
        told_again(held, owner);
    }
    stated_of_sources(held);
}

fn columns(held: &Held<'_>, parts: &[KeyPart]) -> Option<Vec<usize>> {
    let column = |part: &KeyPart| match part {
        KeyPart::Field(field) => held.column_of(*field),
        KeyPart::Leg(_) => None,
    };
    parts.iter().map(column).collect()
}

/// The fields of an entity of which each occurrence comes in several rows.
fn told_again(held: &mut Held<'_>, owner: Owner) {
    if is_grain(held.mcd, held.table, held.matched, owner) {
        return;
    }
    let Some(identifier) = identifier_columns(held.mcd, held.matched, owner) else { return };
    let fates = held.matched.fates.iter().enumerate();
    let others: Vec<usize> = fates
        .filter(|(column, fate)| fate.field().is_some_and(|field| field.owner == owner) && !identifier.contains(column))
        .map(|(column, _)| column)
        .collect();
    for column in others {
        broken(held, &identifier, column);
    }
}

/// `fd` lines at the top of the model speak of headings.
fn stated_of_sources(held: &mut Held<'_>) {
    let column = |held: &Held<'_>, name: &str| {
        let wanted = fold(name);
        held.table.columns.iter().position(|column| fold(&column.name) == wanted || fold(&column.heading) == wanted)
    };
    for (left, right, _) in &held.mcd.inventory.fds {
        let Some(left) = left.iter().map(|name| column(held, name)).collect::<Option<Vec<usize>>>() else { continue };
        for right in right {
            if let Some(right) = column(held, right) {
                broken(held, &left, right);
            }
        }
    }
}

fn broken(held: &mut Held<'_>, left: &[usize], right: usize) {
    let table = held.table;
    let Some(data) = table.columns.get(right) else { return };
    let mut wrong = exceptions(table, left, right).rows;
    // A value that can't be one is told as that; nor does it say what the others should be.
    wrong.retain(|row| !held.is_refused(right, row.code) && !held.is_refused(right, row.usual));
    let name = |column: &usize| table.columns.get(*column).map_or("", |column| column.name.as_str());
    let (left_names, right_name) = (left.iter().map(name).collect::<Vec<_>>().join(", "), name(&right));
    let place = held.matched.fates.get(right).and_then(|fate| fate.field());
    let about = About {
        sort: Sort::Dependency,
        column: Some(right),
        path: place.map_or_else(|| right_name.to_owned(), |field| path(held.mcd, field)),
        message: say!(
            fr "change d'une ligne à l'autre pour le même « {left_names} »",
            en "differs from row to row for the same `{left_names}`"
        ),
        mend: say!(
            fr "gardez la valeur la plus fréquente (donnée entre crochets), ou la plus récente",
            en "keep the most frequent value (given in brackets), or the latest"
        ),
    };
    let shown = |row: usize, usual: u32| {
        format!("{} [{}]", cut(data.value(row)), cut(data.dictionary.get(usual).unwrap_or_default()))
    };
    held.find(about, wrong.into_iter().map(|exception| (exception.row, shown(exception.row, exception.usual))));
}
