//! What tells the occurrences of a group apart: its determinant, or for the rows of a file the smallest columns that no two rows share.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use hashbrown::HashSet;

use super::decompose::Rows;
use super::{Group, Key, Reference, composite};
use crate::inventory::dependencies::{Evidence, Relation, is_identifier_like, says_identifier};
use crate::inventory::profile::Kind;
use crate::inventory::value::tokens;

/// Whether each row has a value of its own in a column that looks like an identifier.
pub(super) fn is_identifier(relation: &Relation<'_>, attribute: usize) -> bool {
    let known = relation.attributes[attribute];
    known.field.is_key() && relation.rows > 1 && is_identifier_like(known)
}

/// Whether each row has an e-mail address of its own.
pub(super) fn is_address(relation: &Relation<'_>, attribute: usize) -> bool {
    let known = relation.attributes[attribute];
    known.field.is_key() && relation.rows > 1 && known.field.kind == Kind::Email
}

/// A relation's own group: the columns kept and the groups that it leads to. None for rows that hold nothing but one reference.
pub(super) fn group(rows: &mut Rows<'_, '_>, known: &[(usize, Evidence)]) -> Option<Group> {
    let relation = rows.relation;
    let at = |attribute: usize| relation.attributes[attribute].at;
    if rows.key.is_none() && rows.kept.is_empty() && rows.references.len() == 1 {
        return None;
    }
    let mut sets = if rows.key.is_none() { composite(rows) } else { Vec::new() };
    let drawn = sets.iter().position(|set| composite::key_of(rows, set).is_some()).map(|place| sets.remove(place));
    let drawing = drawn.and_then(|set| composite::key_of(rows, &set));
    let ends = drawing.as_ref().map(|drawing| composite::lead_to(rows, &drawing.ends)).unwrap_or_default();
    let references: Vec<Reference> = rows.references.iter().map(|(_, reference)| *reference).collect();
    let within = ends.iter().filter_map(|end| references.iter().position(|reference| reference == end)).collect();
    let key = match (rows.key, drawing.map(|drawing| drawing.local)) {
        (Some(key), _) => Key::Column(at(key)),
        (None, Some(Some(local))) => Key::Within(within, at(local)),
        (None, Some(None)) => Key::References(within),
        (None, None) => Key::None,
    };
    let own = match key {
        Key::Column(own) | Key::Within(_, own) => Some(own),
        Key::References(_) | Key::None => None,
    };
    let alternates =
        rows.kept.iter().filter(|other| rows.key.is_some_and(|key| **other != key && is_alternate(relation, **other)));
    Some(Group {
        table: rows.table,
        columns: rows.kept.iter().map(|attribute| at(*attribute)).filter(|column| Some(*column) != own).collect(),
        alternates: alternates.map(|attribute| at(*attribute)).collect(),
        references,
        occurrences: relation.rows,
        evidence: known.to_vec(),
        other_keys: sets.iter().take(3).map(|parts| parts.iter().map(|part| at(*part)).collect()).collect(),
        repeated: Vec::new(),
        twin_of: None,
        key,
    })
}

/// Whether the values of a column, where there are some, are those of one occurrence each.
fn is_alternate(relation: &Relation<'_>, attribute: usize) -> bool {
    let clusters = relation.clusters(attribute);
    let kind = &relation.attributes[attribute].field.kind;
    let telling = matches!(kind, Kind::Email | Kind::Siret | Kind::Siren | Kind::Vat | Kind::Iban | Kind::Code(_));
    telling && clusters.len() == clusters.filled() && clusters.len() * 2 > relation.rows && clusters.len() > 2
}

/// The smallest sets of columns that no two rows share, likeliest first: references and one column of the rows' own at most, or two codes
/// where there is no reference.
fn composite(rows: &Rows<'_, '_>) -> Vec<Vec<usize>> {
    let relation = rows.relation;
    let links: Vec<usize> =
        rows.references.iter().filter(|(_, link)| !link.optional).map(|(attribute, _)| *attribute).collect();
    let local: Vec<usize> = rows.kept.iter().copied().filter(|at| composite::may_be_a_part(relation, *at)).collect();
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
    if links.is_empty() {
        let pairs =
            local.iter().enumerate().flat_map(|(at, own)| local.iter().skip(at + 1).map(|other| vec![*own, *other]));
        sets.extend(pairs.collect::<Vec<_>>());
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
