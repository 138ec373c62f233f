//! How much a dependency seems to mean: NORMALIZE's score of its left side with all that it determines (Papenbrock & Naumann, 2017), moved
//! by what names and types say.
//!
//! Invariant: all dependencies of one left side have one score.

#![allow(clippy::indexing_slicing, reason = "attributes are below the relation's own count")]

use hashbrown::HashMap;

use super::evidence::{Evidence, SURPRISE, evidence, surprise};
use super::identity::{can_identify, is_identifier_like, rank};
use super::relation::{Attribute, Clusters, Relation};
use crate::inventory::profile::Kind;
use crate::normal::{AttrSet, Closure, Fd};

/// From this score on, a dependency is likely of the business.
pub(super) const LIKELY: f64 = 0.52;
/// What names and types add at most.
const BONUS: f64 = 0.15;
/// Rows in a hundred whose left side must come more than once, each thing told once.
const REDUNDANCY: usize = 15;

/// How a left side divides the rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// Combinations of values.
    pub(super) values: usize,
    /// Rows with a value in each of its columns.
    pub(super) filled: usize,
    /// Of these, rows whose combination comes more than once.
    pub(super) repeated: usize,
}

impl Side {
    pub(super) fn of(clusters: &Clusters) -> Self {
        let repeated = clusters.iter().filter(|rows| rows.len() > 1).map(<[u32]>::len).sum();
        Side { values: clusters.len(), filled: clusters.filled(), repeated }
    }
}

/// What scores are measured against.
pub(super) struct Scale<'r> {
    relation: &'r Relation<'r>,
    sides: &'r HashMap<Vec<usize>, Side>,
    closures: HashMap<&'r [usize], AttrSet>,
}

type Draft = (Vec<usize>, usize, Evidence);

impl<'r> Scale<'r> {
    pub(super) fn new(relation: &'r Relation<'r>, sides: &'r HashMap<Vec<usize>, Side>, drafts: &'r [Draft]) -> Self {
        let fds: Vec<Fd> = drafts
            .iter()
            .map(|(left, right, _)| Fd::new(left.iter().copied().collect(), AttrSet::one(*right)))
            .collect();
        let closure = Closure::new(&fds);
        let mut closures: HashMap<&[usize], AttrSet> = HashMap::new();
        for (left, ..) in drafts {
            closures.entry(left).or_insert_with(|| closure.of(&left.iter().copied().collect()));
        }
        Scale { relation, sides, closures }
    }

    /// The score of a left side.
    pub(super) fn score(&self, left: &[usize]) -> f64 {
        let right: Vec<usize> =
            self.closures.get(left).map(|all| all.iter().filter(|at| !left.contains(at)).collect()).unwrap_or_default();
        let normalize =
            (self.lengths(left, &right) + self.values(left) + positions(left, &right) + self.repetition(left, &right))
                / 4.0;
        let score = ((normalize + self.by_names_and_types(left)) / (1.0 + BONUS)).clamp(0.0, 1.0);
        match left {
            [only] if self.is_outshone(*only) => score / 2.0,
            _ => score,
        }
    }

    /// Few columns that determine many.
    fn lengths(&self, left: &[usize], right: &[usize]) -> f64 {
        let others = self.relation.attributes.len().saturating_sub(2).max(1);
        (1.0 / number(left.len()) + (number(right.len()) / number(others)).min(1.0)) / 2.0
    }

    /// Keys are short.
    fn values(&self, left: &[usize]) -> f64 {
        let longest: usize = left.iter().map(|at| self.relation.attributes[*at].field.lengths.1).sum();
        1.0 / number(longest.saturating_sub(7).max(1))
    }

    /// What a separate table would save.
    fn repetition(&self, left: &[usize], right: &[usize]) -> f64 {
        let rows = number(self.relation.rows);
        let own = self.sides.get(left).map_or(self.relation.rows, |side| side.values);
        // What is determined has as many combinations as its most varied column, or a few more.
        let theirs = right.iter().map(|at| self.relation.attributes[*at].field.distinct).max().unwrap_or(0).min(own);
        (2.0 - number(own) / rows - number(theirs) / rows) / 2.0
    }

    /// The mean over the columns of the left.
    fn by_names_and_types(&self, left: &[usize]) -> f64 {
        left.iter().map(|at| self.of_column(*at)).sum::<f64>() / number(left.len())
    }

    fn of_column(&self, at: usize) -> f64 {
        let attribute = self.relation.attributes[at];
        let mut sum = 0.0;
        if !can_identify(&attribute.field.kind) {
            sum -= 0.3;
        } else if is_identifier_like(attribute) {
            sum += BONUS;
        } else if attribute.field.kind == Kind::Text {
            sum -= 0.1;
        }
        if self.relation.empties(at) > 0 {
            sum -= 0.15;
        }
        sum
    }

    /// Whether another column says the same and identifies better: of columns that determine each other, one is the identifier.
    fn is_outshone(&self, at: usize) -> bool {
        let Some(all) = self.closures.get([at].as_slice()) else { return false };
        let equals = all.iter().filter(|other| *other != at);
        let equals =
            equals.filter(|other| self.closures.get([*other].as_slice()).is_some_and(|back| back.contains(at)));
        let own = self.rank(at);
        equals.into_iter().any(|other| self.rank(other) > own)
    }

    fn rank(&self, at: usize) -> impl Ord + use<> {
        let attribute: Attribute<'_> = self.relation.attributes[at];
        rank(attribute, self.relation.empties(at), attribute.field.distinct)
    }

    /// Whether a determinant of several columns is an accident: told once each, the things that its columns describe are too few, or too
    /// much alike, for it to mean anything.
    pub(super) fn is_accident(&self, left: &[usize], right: usize) -> bool {
        let described = |closure: &AttrSet| left.iter().chain([&right]).all(|at| closure.contains(*at));
        let things =
            self.closures.iter().filter(|(own, closure)| own.len() == 1 && **own != left && described(closure));
        let fewest =
            things.min_by_key(|(own, _)| (self.sides.get(**own).map_or(usize::MAX, |side| side.values), own.to_vec()));
        let parts: Vec<usize> = left.iter().copied().chain([right]).collect();
        let told_once = match fewest {
            Some((own, _)) => self.relation.vote(&self.relation.clusters_of(own), &parts),
            None => self.relation.vote(&self.relation.rows_alone(), &parts),
        };
        let place: Vec<usize> = (0..left.len()).collect();
        let clusters = told_once.clusters_of(&place);
        let Some(seen) = evidence(&told_once, &clusters, left.len(), &mut Vec::new()) else { return true };
        seen.support * 100 < told_once.rows * REDUNDANCY || surprise(&told_once, &clusters, left.len(), seen) < SURPRISE
    }

    /// The columns that tell two rows apart most likely: the best left side that no two rows share, where no column does it alone.
    pub(super) fn key_of_rows(&self, score: &dyn Fn(&[usize]) -> f64) -> Option<&'r [usize]> {
        let rows = self.relation.rows;
        let keys =
            self.closures.keys().copied().filter(|left| self.sides.get(*left).is_some_and(|side| side.values == rows));
        let best = keys.max_by(|a, b| score(a).total_cmp(&score(b)).then_with(|| b.cmp(a)))?;
        (best.len() > 1).then_some(best)
    }

    /// For each dependency, the closest determinant that stands between: likely, determined by the left and not the other way round, or
    /// the better identifier of two that determine each other.
    pub(super) fn between(&self, drafts: &'r [Draft], score: &dyn Fn(&[usize]) -> f64) -> Vec<Option<&'r [usize]>> {
        let mut of_right: HashMap<usize, Vec<&[usize]>> = HashMap::new();
        for (left, right, _) in drafts.iter().filter(|(left, ..)| score(left) >= LIKELY) {
            if left.len() == 1 || !self.is_accident(left, *right) {
                of_right.entry(*right).or_default().push(left);
            }
        }
        let values = |left: &[usize]| self.sides.get(left).map_or(usize::MAX, |side| side.values);
        let closest = |(left, right, _): &'r Draft| {
            let determinants = of_right.get(right).map_or(&[][..], Vec::as_slice);
            let others = determinants.iter().copied().filter(|other| *other != left.as_slice());
            others.filter(|other| self.stands_between(left, other)).min_by_key(|other| (values(other), other.to_vec()))
        };
        drafts.iter().map(closest).collect()
    }

    fn stands_between(&self, left: &[usize], other: &[usize]) -> bool {
        let reaches = |from: &[usize], to: &[usize]| {
            self.closures.get(from).is_some_and(|all| to.iter().all(|at| all.contains(*at)))
        };
        if !reaches(left, other) {
            return false;
        }
        match (left, other, reaches(other, left)) {
            (_, _, false) => true,
            ([left], [other], true) => self.rank(*other) > self.rank(*left),
            (_, _, true) => other.len() < left.len(),
        }
    }
}

/// Columns that belong together stand together.
fn positions(left: &[usize], right: &[usize]) -> f64 {
    (1.0 / number(within(left) + 1) + 1.0 / number(within(right) + 1)) / 2.0
}

/// How many others stand between the first and the last of these columns.
fn within(columns: &[usize]) -> usize {
    match (columns.iter().min(), columns.iter().max()) {
        (Some(first), Some(last)) => last + 1 - first - columns.len(),
        _ => 0,
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
