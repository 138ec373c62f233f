//! What tells the occurrences of a group apart: its determinant, or for the rows of a file the smallest columns that no two rows share.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use hashbrown::HashSet;

use super::evidence::Evidence;
use super::identity::{is_identifier_like, says_identifier};
use super::relation::Relation;
use super::{Group, Key, Reference};
use crate::inventory::profile::Kind;
use crate::inventory::value::tokens;

/// Whether each row has a value of its own in a column that looks like an identifier.
pub(super) fn is_key(relation: &Relation<'_>, attribute: usize) -> bool {
    let known = relation.attributes[attribute];
    let alone = known.field.is_key() && relation.rows > 1;
    alone && (is_identifier_like(known) || known.field.kind == Kind::Email)
}

/// A relation's own group: the columns kept and the groups that it leads to. None for rows that hold nothing but one reference.
pub(super) fn group(
    table: usize,
    relation: &Relation<'_>,
    key: Option<usize>,
    kept: &[usize],
    references: &[(usize, Reference)],
    known: &[(usize, Evidence)],
) -> Option<Group> {
    let at = |attribute: usize| relation.attributes[attribute].at;
    let mut group = Group {
        table,
        key: Key::None,
        columns: kept.iter().filter(|attribute| Some(**attribute) != key).map(|attribute| at(*attribute)).collect(),
        alternates: Vec::new(),
        references: references.iter().map(|(_, reference)| *reference).collect(),
        occurrences: relation.rows,
        evidence: known.to_vec(),
        other_keys: Vec::new(),
    };
    if let Some(key) = key {
        group.key = Key::Column(at(key));
        group.alternates =
            kept.iter().filter(|other| **other != key && is_alternate(relation, **other)).map(|k| at(*k)).collect();
        return Some(group);
    }
    if group.columns.is_empty() && references.len() == 1 {
        return None;
    }
    let found = composite(relation, kept, references);
    let mut found = found.into_iter();
    if let Some(best) = found.next() {
        group.key = as_key(&best, references, at);
        group.columns.retain(|column| !matches!(&group.key, Key::Within(_, local) if local == column));
    }
    group.other_keys = found.take(3).map(|parts| parts.iter().map(|part| at(*part)).collect()).collect();
    Some(group)
}

/// Whether the values of a column, where there are some, are those of one occurrence each.
fn is_alternate(relation: &Relation<'_>, attribute: usize) -> bool {
    let clusters = relation.clusters(attribute);
    let kind = &relation.attributes[attribute].field.kind;
    let telling = matches!(kind, Kind::Email | Kind::Siret | Kind::Siren | Kind::Vat | Kind::Iban | Kind::Code(_));
    telling && clusters.len() == clusters.filled() && clusters.len() * 2 > relation.rows && clusters.len() > 2
}

fn as_key(parts: &[usize], references: &[(usize, Reference)], at: impl Fn(usize) -> usize) -> Key {
    let is_reference = |part: &usize| references.iter().position(|(attribute, _)| attribute == part);
    let within: Vec<usize> = parts.iter().filter_map(is_reference).collect();
    match parts.iter().find(|part| is_reference(part).is_none()) {
        Some(local) if within.is_empty() => Key::Column(at(*local)),
        Some(local) => Key::Within(within, at(*local)),
        None => Key::References(within),
    }
}

/// The smallest sets of columns that no two rows share, likeliest first: references and one column of the rows' own at most.
fn composite(relation: &Relation<'_>, kept: &[usize], references: &[(usize, Reference)]) -> Vec<Vec<usize>> {
    let links: Vec<usize> =
        references.iter().filter(|(_, link)| !link.optional).map(|(attribute, _)| *attribute).collect();
    let local: Vec<usize> = kept.iter().copied().filter(|at| can_number(relation, *at)).collect();
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        sets.extend(local.iter().map(|own| vec![*link, *own]));
        sets.extend(links.iter().skip(at + 1).map(|other| vec![*link, *other]));
    }
    for (at, link) in links.iter().enumerate() {
        for other in links.iter().skip(at + 1) {
            sets.extend(local.iter().map(|own| vec![*link, *other, *own]));
            sets.extend(
                links.iter().skip_while(|third| *third != other).skip(1).map(|third| vec![*link, *other, *third]),
            );
        }
    }
    sets.sort_by_key(|set| std::cmp::Reverse(likeliness(relation, set, &links)));
    let mut found: Vec<Vec<usize>> = Vec::new();
    for set in sets {
        let is_minimal = !found.iter().any(|smaller| smaller.iter().all(|part| set.contains(part)));
        if is_minimal && is_unique(relation, &set) {
            found.push(set);
        }
    }
    found
}

/// Numbers within something, and days: what tells lines and visits apart.
fn can_number(relation: &Relation<'_>, attribute: usize) -> bool {
    let kind = &relation.attributes[attribute].field.kind;
    let numbered = matches!(kind, Kind::Integer | Kind::Code(_)) && is_identifier_like(relation.attributes[attribute]);
    (numbered || matches!(kind, Kind::Date | Kind::DateTime)) && relation.empties(attribute) == 0
}

fn likeliness(relation: &Relation<'_>, set: &[usize], links: &[usize]) -> i64 {
    let own = set.iter().find(|part| !links.contains(part));
    let numbered = own.is_some_and(|own| {
        let field = relation.attributes[*own].field;
        field.kind == Kind::Integer && tokens(&field.name).iter().any(|word| says_identifier(word))
    });
    let size = i64::try_from(set.len()).unwrap_or(i64::MAX);
    i64::from(numbered) * 2 + i64::from(own.is_none()) - size * 4
}

/// Whether all rows but one in a thousand differ on these columns: documents are typed twice.
fn is_unique(relation: &Relation<'_>, set: &[usize]) -> bool {
    let mut seen: HashSet<[u32; 3]> = HashSet::with_capacity(relation.rows);
    let mut twice = 0;
    for row in 0..relation.rows {
        let mut parts = [0; 3];
        parts.iter_mut().zip(set).for_each(|(part, attribute)| *part = relation.codes[*attribute][row]);
        twice += usize::from(!seen.insert(parts));
        if twice * 1000 > relation.rows {
            return false;
        }
    }
    true
}
