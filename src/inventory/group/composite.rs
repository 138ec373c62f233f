//! What several columns determine together and none alone: a relation with its fields, a line within something, a fact that holds from a
//! date. What such a determinant is in the model is `normal::draft`'s to say.
//!
//! Invariant: nothing is taken out that chance explains, given how often each value comes.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use super::decompose::Rows;
use super::{Group, Judging, Key, Reference};
use crate::inventory::dependencies::{Evidence, Relation, SURPRISE, evidence, is_identifier_like, surprise};
use crate::inventory::profile::{Field, Kind};
use crate::inventory::value::tokens;
use crate::normal::draft::{Clues, Kind as Drawn, draft};
use crate::normal::{AttrSet, Fd, Schema};

/// Columns that may be parts of a determinant; of three only where there are few.
const PARTS: (usize, usize) = (12, 6);
/// Rows in a hundred whose combination must come more than once.
const REDUNDANCY: usize = 15;

/// Columns that determine others together.
struct Composite {
    left: Vec<usize>,
    values: usize,
    right: Vec<(usize, Evidence)>,
}

/// Makes groups of what several columns determine together, widest first, until there is none.
pub(super) fn take_out(rows: &mut Rows<'_, '_>, judging: Judging<'_>) {
    let mut refused: Vec<Vec<usize>> = Vec::new();
    while let Some(found) = best(rows, judging, &refused) {
        let Some(key) = key_of(rows, &found.left) else {
            refused.push(found.left);
            continue;
        };
        group(rows, &found, &key);
    }
}

/// The determinant of most columns; of equals the smallest, then the one with fewest values.
fn best(rows: &Rows<'_, '_>, judging: Judging<'_>, refused: &[Vec<usize>]) -> Option<Composite> {
    let parts = parts(rows);
    let mut sets = Vec::new();
    for (at, first) in parts.iter().enumerate() {
        for (next, second) in parts.iter().enumerate().skip(at + 1) {
            sets.push(vec![*first, *second]);
            let thirds = parts.iter().skip(next + 1).take(if parts.len() <= PARTS.1 { usize::MAX } else { 0 });
            sets.extend(thirds.map(|third| vec![*first, *second, *third]));
        }
    }
    sets.sort_by_key(|set| (set.len(), set.clone()));
    let mut found: Vec<Composite> = Vec::new();
    for set in sets.into_iter().filter(|set| !refused.contains(set)) {
        let known = |right: usize| {
            found.iter().any(|other| {
                other.left.iter().all(|part| set.contains(part)) && other.right.iter().any(|(at, _)| *at == right)
            })
        };
        let composite = determined(rows, judging, &set, &known);
        found.extend(composite.filter(|composite| !composite.right.is_empty()));
    }
    let order = |composite: &Composite| {
        (composite.right.len(), std::cmp::Reverse(composite.left.len()), std::cmp::Reverse(composite.values))
    };
    // The last of equals would be taken: the list is turned, so that it is the first.
    found.into_iter().rev().max_by_key(order)
}

/// References, and columns of the rows' own that look like parts of keys.
fn parts(rows: &Rows<'_, '_>) -> Vec<usize> {
    let own = rows.kept.iter().copied().filter(|at| Some(*at) != rows.key && may_be_a_part(rows.relation, *at));
    let links = rows.references.iter().map(|(attribute, _)| *attribute);
    links.chain(own).take(PARTS.0).collect()
}

/// Codes, numbers and days, filled in each row.
pub(super) fn may_be_a_part(relation: &Relation<'_>, attribute: usize) -> bool {
    let known = relation.attributes[attribute];
    let numbered = matches!(known.field.kind, Kind::Integer | Kind::Code(_) | Kind::Enum) && is_identifier_like(known);
    (numbered || matches!(known.field.kind, Kind::Date | Kind::DateTime)) && relation.empties(attribute) == 0
}

fn determined(
    rows: &Rows<'_, '_>,
    judging: Judging<'_>,
    left: &[usize],
    known: &dyn Fn(usize) -> bool,
) -> Option<Composite> {
    let clusters = rows.relation.clusters_of(left);
    let repeated: usize = clusters.iter().filter(|rows| rows.len() > 1).map(<[u32]>::len).sum();
    if repeated * 100 < rows.relation.rows * REDUNDANCY {
        return None;
    }
    let mut counts = Vec::new();
    let others = rows.kept.iter().copied().filter(|at| !left.contains(at) && Some(*at) != rows.key && !known(*at));
    let right = others.filter_map(|at| {
        let seen = evidence(rows.relation, &clusters, at, &mut counts)?;
        let convinces =
            seen.is_convincing_within(judging.tolerance) && surprise(rows.relation, &clusters, at, seen) > SURPRISE;
        convinces.then_some((at, seen))
    });
    Some(Composite { left: left.to_vec(), values: clusters.len(), right: right.collect() })
}

/// Makes the group of a determinant; the rows keep their references to its parts, and lead to it where it is more than these.
fn group(rows: &mut Rows<'_, '_>, found: &Composite, key: &Drawing) {
    let relation = rows.relation;
    let at = |attribute: usize| relation.attributes[attribute].at;
    let references = lead_to(rows, &key.ends);
    let within: Vec<usize> = (0..references.len()).collect();
    let columns: Vec<usize> = found.right.iter().map(|(attribute, _)| at(*attribute)).collect();
    rows.kept.retain(|attribute| found.right.iter().all(|(right, _)| right != attribute));
    let place = rows.groups.len();
    rows.groups.push(Group {
        table: rows.table,
        key: match key.local {
            Some(local) => Key::Within(within, at(local)),
            None => Key::References(within),
        },
        columns,
        alternates: Vec::new(),
        references,
        occurrences: found.values,
        evidence: found.right.iter().map(|(attribute, evidence)| (at(*attribute), *evidence)).collect(),
        other_keys: Vec::new(),
        repeated: Vec::new(),
        twin_of: None,
    });
    let Some(local) = key.local else { return };
    // A weak entity stands for its owners too.
    rows.kept.retain(|attribute| *attribute != local);
    rows.references.retain(|(attribute, _)| !key.ends.contains(attribute));
    rows.references.push((local, Reference { group: place, by: at(local), role: false, optional: false }));
}

/// The references by some attributes; a column that is only a code becomes a group of nothing but itself, which the rows lead to as well.
pub(super) fn lead_to(rows: &mut Rows<'_, '_>, attributes: &[usize]) -> Vec<Reference> {
    let mut references = Vec::new();
    for attribute in attributes {
        let known = rows.references.iter().find(|(own, _)| own == attribute).map(|(_, reference)| *reference);
        references.push(known.unwrap_or_else(|| {
            let by = rows.relation.attributes[*attribute].at;
            let reference = Reference { group: rows.groups.len(), by, role: false, optional: false };
            let occurrences = rows.relation.clusters(*attribute).len();
            rows.groups.push(Group { occurrences, ..super::merge::lone(rows.table, by) });
            rows.kept.retain(|own| own != attribute);
            rows.references.push((*attribute, reference));
            reference
        }));
    }
    references
}

/// What a determinant of several columns is.
pub(super) struct Drawing {
    /// The columns that lead to entities.
    pub(super) ends: Vec<usize>,
    /// The column that tells occurrences apart within these.
    pub(super) local: Option<usize>,
}

/// Whether numbers from 1 on count something within something else, rather than being the codes of things.
fn begins_again(field: &Field) -> bool {
    const CODES: [&str; 7] = ["code", "ref", "reference", "id", "sku", "matricule", "key"];
    let from_one = field.range.as_ref().is_some_and(|(least, _)| ["0", "1"].contains(&least.as_str()));
    field.kind == Kind::Integer && from_one && !tokens(&field.name).iter().any(|word| CODES.contains(&word.as_str()))
}

/// What a determinant is in a model: a relation of entities, or something within some; none where its parts lead to no entity, or where what
/// is left within them is of several columns.
pub(super) fn key_of(rows: &Rows<'_, '_>, left: &[usize]) -> Option<Drawing> {
    let names = left.iter().map(|at| format!("{} {at}", rows.relation.attributes[*at].field.name));
    let schema = Schema::new(names);
    let mut clues = Clues::from_names(&schema);
    for (attr, at) in left.iter().enumerate() {
        if matches!(rows.relation.attributes[*at].field.kind, Kind::Date | Kind::DateTime) {
            clues.ordinal.remove(attr);
            clues.temporal.insert(attr);
        } else if begins_again(rows.relation.attributes[*at].field) {
            clues.ordinal.insert(attr);
        }
    }
    let count = left.len();
    let is_link = |at: &usize| rows.references.iter().any(|(attribute, _)| attribute == at);
    // A code that isn't a number within something else is the code of something, though nothing more is known of it.
    let things = left.iter().enumerate().filter(|(attr, at)| is_link(at) || !clues.is_local(*attr));
    let mut fds: Vec<Fd> = things.map(|(attr, _)| Fd::new(AttrSet::one(attr), AttrSet::one(count + attr))).collect();
    fds.push(Fd::new(AttrSet::all(count), AttrSet::one(2 * count)));
    let all = fds.iter().fold(AttrSet::all(count), |all, fd| all.union(&fd.right));
    let drawn = draft(&all, &fds, &clues);
    let attributes = |set: &AttrSet| set.iter().filter_map(|attr| left.get(attr).copied()).collect::<Vec<usize>>();
    let weak = drawn.entities.iter().find(|entity| !entity.relative_to.is_empty());
    let ends = |owners: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        owners.flat_map(|owner| attributes(&drawn.whole_identifier(owner))).collect()
    };
    if let Some(weak) = weak {
        let local = attributes(&weak.identifier);
        let [local] = local.as_slice() else { return None };
        return Some(Drawing { ends: ends(&mut weak.relative_to.iter().copied()), local: Some(*local) });
    }
    let association = drawn.relations.iter().find(|relation| relation.kind == Drawn::Association)?;
    Some(Drawing { ends: ends(&mut association.legs.iter().map(|leg| leg.entity)), local: None })
}
