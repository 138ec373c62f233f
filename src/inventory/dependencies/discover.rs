//! The dependencies of one table, ranked: all minimal exact ones up to a size of the left side, and those of one column that all but a few
//! rows keep.
//!
//! Invariant: a dependency that a few rows break hides the wider ones that only go round these rows.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use hashbrown::HashMap;

use super::evidence::{Evidence, evidence, evidence_of_exact};
use super::identity::can_identify;
use super::relation::{Clusters, Relation};
use super::score::{LIKELY, Scale, Side};
use super::{Dependency, Found};
use crate::inventory::fds::{Codes, exact};
use crate::inventory::profile::Field;
use crate::inventory::read::Table;

/// Wider tables get smaller left sides, or the search would never end: columns at most, and the size.
const SIZES: [(usize, usize); 3] = [(48, 3), (120, 2), (1_000, 1)];

/// Finds and ranks the dependencies of a table, with left sides of `most` columns; by default as many as its width allows.
///
/// `tell` is told how many of the columns are done, of how many.
pub fn discover(table: &Table, fields: &[Field], most: Option<usize>, mut tell: impl FnMut(usize, usize)) -> Found {
    let relation = Relation::of(table, fields);
    let width = relation.attributes.len();
    let by_width = SIZES.iter().find(|(columns, _)| width <= *columns).map_or(0, |(_, size)| *size);
    let most = most.unwrap_or(by_width);
    if relation.rows < 2 || width < 2 || most == 0 {
        return Found { complete: 0, dependencies: Vec::new() };
    }
    let codes: Vec<Codes<'_>> = relation
        .attributes
        .iter()
        .map(|attribute| Codes { codes: &attribute.column.codes, distinct: attribute.column.dictionary.len() })
        .collect();
    let Some(found) = exact(&codes, most, &mut tell) else { return Found::default() };
    let nearly = nearly_exact(&relation);
    let hidden =
        |left: &[usize], right: usize| nearly.iter().any(|near| near.right == right && left.contains(&near.left));
    let mut sides: HashMap<Vec<usize>, Side> = HashMap::new();
    let mut drafts: Vec<(Vec<usize>, usize, Evidence)> = Vec::new();
    for fd in found.into_iter().filter(|fd| !fd.lhs.is_empty() && !hidden(&fd.lhs, fd.rhs)) {
        let side = sides.entry(fd.lhs.clone()).or_insert_with(|| Side::of(&relation.clusters_of(&fd.lhs)));
        drafts.push((fd.lhs, fd.rhs, evidence_of_exact(side.repeated)));
    }
    for near in nearly {
        let left = vec![near.left];
        sides.entry(left.clone()).or_insert(near.side);
        drafts.push((left, near.right, near.evidence));
    }
    Found { complete: most, dependencies: ranked(&relation, &sides, &drafts) }
}

/// A column that determines another but for a few rows.
struct Nearly {
    left: usize,
    right: usize,
    side: Side,
    evidence: Evidence,
}

fn nearly_exact(relation: &Relation<'_>) -> Vec<Nearly> {
    let mut counts = Vec::new();
    let mut found = Vec::new();
    for left in (0..relation.attributes.len()).filter(|at| can_identify(&relation.attributes[*at].field.kind)) {
        let clusters: Clusters = relation.clusters(left);
        let side = Side::of(&clusters);
        if side.values < 2 || side.filled * 2 < relation.rows || side.repeated * 5 < side.filled {
            continue;
        }
        for right in (0..relation.attributes.len()).filter(|right| *right != left) {
            let seen = evidence(relation, &clusters, right, &mut counts);
            if let Some(evidence) = seen.filter(|seen| seen.exceptions > 0 && seen.is_convincing()) {
                found.push(Nearly { left, right, side, evidence });
            }
        }
    }
    found
}

/// Scores all, best first, and tells what stands between each left and its right.
fn ranked(
    relation: &Relation<'_>,
    sides: &HashMap<Vec<usize>, Side>,
    drafts: &[(Vec<usize>, usize, Evidence)],
) -> Vec<Dependency> {
    let scale = Scale::new(relation, sides, drafts);
    let at = |attribute: usize| relation.attributes[attribute].at;
    let mut scores: HashMap<&[usize], f64> = HashMap::new();
    for (left, ..) in drafts {
        scores.entry(left).or_insert_with(|| scale.score(left));
    }
    let score = |left: &[usize]| scores.get(left).copied().unwrap_or(0.0);
    let key = scale.key_of_rows(&score);
    let likely = |left: &[usize], right: usize| match score(left) {
        _ if key == Some(left) => score(left).max(LIKELY),
        score if score >= LIKELY && left.len() > 1 && scale.is_accident(left, right) => score / 2.0,
        score => score,
    };
    let between = scale.between(drafts, &score);
    let mut ranked: Vec<Dependency> = drafts
        .iter()
        .zip(between)
        .map(|((left, right, evidence), between)| Dependency {
            left: left.iter().map(|part| at(*part)).collect(),
            right: at(*right),
            evidence: *evidence,
            score: likely(left, *right),
            through: between.map(|left| left.iter().map(|part| at(*part)).collect()),
        })
        .collect();
    ranked.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (a.left.len(), &a.left, a.right).cmp(&(b.left.len(), &b.left, b.right)))
    });
    ranked
}
