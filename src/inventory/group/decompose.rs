//! One table into groups: find what determines, take the widest determinants out with what they determine, and again within each.
//!
//! Invariant: ends, since each step works on fewer columns; a column goes to the closest of its determinants.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use super::{Group, Judging, Reference, composite, keys};
use crate::inventory::dependencies::{
    BROKEN, Evidence, Relation, Status, Verdict, can_identify, is_identifier_like, rank, weigh,
};
use crate::inventory::profile::{Field, Kind};
use crate::inventory::read::Table;
use crate::inventory::value::tokens;

/// The table that is taken apart, and how its dependencies are judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taking<'v> {
    /// The place of the table.
    pub(super) table: usize,
    pub(super) judging: Judging<'v>,
    /// The column by which other files name its rows.
    pub(super) named: Option<usize>,
    /// The columns that hold the keys of another file's rows.
    pub(super) leading: &'v [usize],
}

impl Taking<'_> {
    /// What the consultant says of a dependency between two columns, by their places in the table.
    fn verdict(&self, left: usize, right: usize) -> Option<Status> {
        let of_it =
            |verdict: &&Verdict| verdict.table == self.table && verdict.left == [left] && verdict.right == right;
        self.judging.verdicts.iter().find(of_it).map(|verdict| verdict.status)
    }

    /// Whether the consultant says that a column determines something.
    fn is_stated_to_determine(&self, left: usize) -> bool {
        let stated = |verdict: &Verdict| verdict.table == self.table && verdict.status == Status::Stated;
        self.judging.verdicts.iter().any(|verdict| stated(verdict) && verdict.left == [left])
    }
}

/// Adds the groups of a table, each after those that it leads to.
pub(super) fn decompose(taking: &Taking<'_>, read: &Table, fields: &[Field], groups: &mut Vec<Group>) {
    let relation = Relation::of(read, fields);
    if relation.rows == 0 || relation.attributes.is_empty() {
        return;
    }
    let all = || 0..relation.attributes.len();
    let alone = all()
        .find(|at| keys::is_identifier(&relation, *at))
        .or_else(|| all().find(|at| Some(relation.attributes[*at].at) == taking.named))
        .or_else(|| all().find(|at| keys::is_address(&relation, *at)));
    inside(taking, &relation, alone, &[], groups);
}

/// A determinant with all that it determines, and those that determine it back.
struct Candidate {
    attribute: usize,
    values: usize,
    equals: Vec<usize>,
    right: Vec<(usize, Evidence)>,
    /// Of the right, what the consultant states.
    stated: Vec<usize>,
}

impl Candidate {
    fn determines(&self, attribute: usize) -> bool {
        self.right.iter().any(|(at, _)| *at == attribute)
    }
}

/// Groups within a relation, then the relation's own; gives its place.
fn inside(
    taking: &Taking<'_>,
    relation: &Relation<'_>,
    key: Option<usize>,
    known: &[(usize, Evidence)],
    groups: &mut Vec<Group>,
) -> Option<usize> {
    let widest = widest(taking, relation, key);
    let mut taken = vec![None; relation.attributes.len()];
    for (place, candidate) in widest.iter().enumerate() {
        for at in candidate.right.iter().map(|(at, _)| *at).chain([candidate.attribute]) {
            // The closest determinant has fewest values.
            let closer = taken[at].is_none_or(|other: usize| candidate.values < widest[other].values);
            if closer
                && Some(at) != key
                && (at == candidate.attribute || widest.iter().all(|other| other.attribute != at))
            {
                taken[at] = Some(place);
            }
        }
    }
    let mut references = Vec::new();
    let mut kept: Vec<usize> = (0..taken.len()).filter(|at| taken[*at].is_none()).collect();
    for (place, candidate) in widest.iter().enumerate() {
        let columns: Vec<usize> = (0..taken.len()).filter(|at| taken[*at] == Some(place)).collect();
        let voted = relation.vote(&relation.clusters(candidate.attribute), &columns);
        let own = columns.iter().position(|at| *at == candidate.attribute);
        let evidence: Vec<(usize, Evidence)> =
            candidate.right.iter().map(|(at, evidence)| (relation.attributes[*at].at, *evidence)).collect();
        if let Some(group) = inside(taking, &voted, own, &evidence, groups) {
            let (by, optional) =
                (relation.attributes[candidate.attribute].at, relation.empties(candidate.attribute) > 0);
            references.push((candidate.attribute, Reference { group, by, role: false, optional }));
        }
    }
    let mut rows = Rows { table: taking.table, relation, key, kept: &mut kept, references: &mut references, groups };
    composite::take_out(&mut rows, taking.judging);
    let group = keys::group(&mut rows, known)?;
    groups.push(group);
    Some(groups.len() - 1)
}

/// What is left of a relation once what single columns determine is out.
pub(super) struct Rows<'r, 't> {
    /// The place of the table.
    pub(super) table: usize,
    pub(super) relation: &'r Relation<'t>,
    pub(super) key: Option<usize>,
    /// The attributes that nothing took out.
    pub(super) kept: &'r mut Vec<usize>,
    /// The groups that rows lead to, each by an attribute.
    pub(super) references: &'r mut Vec<(usize, Reference)>,
    pub(super) groups: &'r mut Vec<Group>,
}

/// The determinants of this relation that no other one determines, each the likeliest identifier of its equals.
fn widest(taking: &Taking<'_>, relation: &Relation<'_>, key: Option<usize>) -> Vec<Candidate> {
    let mut candidates = candidates(taking, relation, key);
    let determined_by: Vec<Vec<usize>> =
        (0..relation.attributes.len()).map(|at| positions(&candidates, |candidate| candidate.determines(at))).collect();
    for at in 0..candidates.len() {
        let own = candidates[at].attribute;
        let equals = determined_by[own].iter().map(|other| candidates[*other].attribute);
        candidates[at].equals = equals.filter(|other| candidates[at].determines(*other)).collect();
    }
    let leads = |at: usize| taking.leading.contains(&relation.attributes[at].at);
    let rank_of = |at: usize, values: usize| (leads(at), rank(relation.attributes[at], relation.empties(at), values));
    let is_first = |candidate: &Candidate| {
        let own = rank_of(candidate.attribute, candidate.values);
        candidate.equals.iter().all(|other| {
            let values =
                candidates.iter().find(|candidate| candidate.attribute == *other).map_or(0, |other| other.values);
            rank_of(*other, values) < own
        })
    };
    let is_worth_it = |candidate: &Candidate| {
        leads(candidate.attribute) && !candidate.right.is_empty() || is_worth_it(relation, candidate)
    };
    let chosen: Vec<usize> = positions(&candidates, |candidate| is_first(candidate) && is_worth_it(candidate));
    let widest = |at: &usize| {
        let own = &candidates[*at];
        !chosen.iter().any(|other| {
            let other = &candidates[*other];
            other.attribute != own.attribute && other.determines(own.attribute) && !own.determines(other.attribute)
        })
    };
    let widest: Vec<usize> = chosen.iter().copied().filter(widest).collect();
    let mut kept = Vec::new();
    for (at, candidate) in candidates.into_iter().enumerate() {
        if widest.contains(&at) {
            kept.push(candidate);
        }
    }
    kept
}

fn positions<T>(items: &[T], holds: impl Fn(&T) -> bool) -> Vec<usize> {
    items.iter().enumerate().filter(|(_, item)| holds(item)).map(|(at, _)| at).collect()
}

/// Rows in a hundred that a determinant must save, once it stands alone.
const REDUNDANCY: usize = 15;

/// Columns that can be determinants, with what they determine.
fn candidates(taking: &Taking<'_>, relation: &Relation<'_>, key: Option<usize>) -> Vec<Candidate> {
    let mut counts = Vec::new();
    let mut candidates = Vec::new();
    for attribute in 0..relation.attributes.len() {
        let at = relation.attributes[attribute].at;
        let stated = taking.is_stated_to_determine(at);
        if Some(attribute) == key || !stated && !can_identify(&relation.attributes[attribute].field.kind) {
            continue;
        }
        let clusters = relation.clusters(attribute);
        let (values, filled) = (clusters.len(), clusters.filled());
        let saves = filled * 2 >= relation.rows && (filled - values) * 100 >= filled * REDUNDANCY;
        if values < 2 || !saves && !stated {
            continue;
        }
        let mut candidate = Candidate { attribute, values, equals: Vec::new(), right: Vec::new(), stated: Vec::new() };
        for other in (0..relation.attributes.len()).filter(|other| *other != attribute && Some(*other) != key) {
            let said = taking.verdict(at, relation.attributes[other].at);
            let enough = if said == Some(Status::Stated) { usize::MAX } else { filled * BROKEN / 1000 };
            let seen =
                weigh(relation, &clusters, other, &mut counts, enough).filter(|_| said != Some(Status::Rejected));
            candidate.right.extend(seen.map(|evidence| (other, evidence)));
            candidate.stated.extend(seen.filter(|_| said == Some(Status::Stated)).map(|_| other));
        }
        candidates.push(candidate);
    }
    without_doubtful(taking, relation, candidates)
}

/// Leaves out what doesn't convince, but for a name that tells its identifier and has more values than it: slips only add values,
/// so it is the identifier's, mistyped.
fn without_doubtful(taking: &Taking<'_>, relation: &Relation<'_>, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let convinces = |evidence: &Evidence| evidence.is_convincing_within(taking.judging.tolerance);
    let tells = |name: usize, of: &Candidate| {
        let name = candidates.iter().find(|candidate| candidate.attribute == name);
        let back = name.and_then(|name| Some((name.values, name.right.iter().find(|(at, _)| *at == of.attribute)?)));
        back.is_some_and(|(values, (_, evidence))| values > of.values && convinces(evidence))
    };
    let sure = |candidate: &Candidate| -> Vec<(usize, Evidence)> {
        let identifier = is_identifier_like(relation.attributes[candidate.attribute]);
        let right = candidate.right.iter().filter(|(at, evidence)| {
            let mistyped = || identifier && !is_identifier_like(relation.attributes[*at]) && tells(*at, candidate);
            convinces(evidence) || candidate.stated.contains(at) || mistyped()
        });
        right.copied().collect()
    };
    let kept: Vec<Vec<(usize, Evidence)>> = candidates.iter().map(sure).collect();
    candidates.iter_mut().zip(kept).for_each(|(candidate, right)| candidate.right = right);
    candidates
}

/// An identifier that determines something is an entity's; a mere name must determine more, or an address would be full of entities. What
/// determines it back says nothing more of it, unless it is told of somebody with an address of their own, or headed alike: `Formateur nom`,
/// `Formateur tél`.
fn is_worth_it(relation: &Relation<'_>, candidate: &Candidate) -> bool {
    let own = relation.attributes[candidate.attribute];
    let is_telling = |at: &usize| {
        own.field.kind == Kind::Email || is_headed_alike(&own.field.name, &relation.attributes[*at].field.name)
    };
    let told = candidate.right.iter().filter(|(at, _)| !candidate.equals.contains(at) || is_telling(at)).count();
    match is_identifier_like(own) {
        true => !candidate.right.is_empty(),
        false => told >= 2 || !candidate.stated.is_empty(),
    }
}

/// Whether two headings begin with one word and go on with others.
fn is_headed_alike(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    a.len() > 1 && b.len() > 1 && a.first() == b.first()
}
