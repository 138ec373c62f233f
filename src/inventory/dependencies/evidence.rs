//! What a dependency rests on: the rows that could break it, those that do, and whether they look like slips of the keyboard.
//!
//! Invariant: rows whose determinant stands alone prove nothing, and count for nothing but μ+.

#![allow(
    clippy::indexing_slicing,
    reason = "codes are below their column's count of values, rows below the count of rows"
)]

use super::relation::{Clusters, Relation};
use super::typing::is_slip;
use crate::inventory::profile::Kind;

/// What a dependency rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Rows whose determinant occurs more than once.
    pub support: usize,
    /// Of these, rows that say other than most rows of their determinant.
    pub exceptions: usize,
    /// Of these, rows that say the same mistyped.
    pub slips: usize,
    /// How much better the determinant tells the value than its frequencies do, chance taken away: 1 for always, 0 for not at all.
    pub mu_plus: f64,
}

/// Rows in a thousand that may break a dependency otherwise than by slips.
pub const EXCEPTIONS: usize = 10;
/// Rows in a thousand that may break it, slips included.
pub(in crate::inventory) const BROKEN: usize = 150;
/// The least μ+ (Parciak et al., 2024).
const TELLING: f64 = 0.3;

impl Evidence {
    /// Whether the dependency is taken for one.
    pub fn is_convincing(&self) -> bool {
        self.is_convincing_within(EXCEPTIONS)
    }

    /// Whether it is, with so many rows in a thousand that break it otherwise than by slips.
    pub fn is_convincing_within(&self, exceptions: usize) -> bool {
        let hard = self.exceptions.saturating_sub(self.slips);
        self.support > 0
            && hard * 1000 <= self.support * exceptions
            && self.exceptions * 1000 <= self.support * BROKEN
            && self.mu_plus >= TELLING
    }
}

/// What a dependency without exception rests on: the rows whose left side comes more than once.
pub(super) fn evidence_of_exact(repeated: usize) -> Evidence {
    Evidence { support: repeated, exceptions: 0, slips: 0, mu_plus: if repeated > 0 { 1.0 } else { 0.0 } }
}

/// What the dependency of `right` on the attributes of these clusters rests on; none when too many rows speak against it.
pub(in crate::inventory) fn evidence(
    relation: &Relation<'_>,
    clusters: &Clusters,
    right: usize,
    counts: &mut Vec<u32>,
) -> Option<Evidence> {
    let enough = clusters.filled() * BROKEN / 1000;
    weigh(relation, clusters, right, counts, enough)
}

/// As [`evidence`]; none once more rows than `enough` speak against it.
pub(in crate::inventory) fn weigh(
    relation: &Relation<'_>,
    clusters: &Clusters,
    right: usize,
    counts: &mut Vec<u32>,
    enough: usize,
) -> Option<Evidence> {
    let codes = &relation.codes[right];
    let attribute = relation.attributes[right];
    counts.resize(counts.len().max(attribute.column.dictionary.len()), 0);
    let mut seen = Evidence::default();
    let mut rivals: Vec<(u32, u32, u32)> = Vec::new();
    let mut agreeing = 0.0; // Σ over values of Σ n² / n: pdep times the rows
    for rows in clusters.iter() {
        if let [_] = rows {
            agreeing += 1.0;
            continue;
        }
        let (best, most) = tally(rows, codes, counts);
        seen.support += rows.len();
        seen.exceptions += rows.len() - most as usize;
        let mut squares = 0.0;
        for row in rows {
            let code = codes[*row as usize];
            let count = std::mem::take(&mut counts[code as usize]);
            squares += f64::from(count) * f64::from(count);
            if count > 0 && code != best {
                rivals.push((best, code, count));
            }
        }
        agreeing += squares / rows.len() as f64;
        if seen.exceptions > enough {
            return None;
        }
    }
    if matches!(attribute.field.kind, Kind::Text | Kind::LongText | Kind::Enum) {
        let text = |code: u32| attribute.column.dictionary.get(code).unwrap_or_default();
        let slips = rivals.iter().filter(|(best, code, _)| is_slip(text(*best), text(*code)));
        seen.slips = slips.map(|(_, _, count)| *count as usize).sum();
    }
    seen.mu_plus = mu_plus(agreeing, clusters, codes, counts);
    Some(seen)
}

/// Chance is ruled out when it would give this much agreement less than once in a million: −ln 10⁻⁶.
pub(in crate::inventory) const SURPRISE: f64 = 14.0;

/// −ln of how likely this much agreement is where the right is drawn at random with its own frequencies.
pub(in crate::inventory) fn surprise(
    relation: &Relation<'_>,
    clusters: &Clusters,
    right: usize,
    seen: Evidence,
) -> f64 {
    let mut counts = vec![0_u32; relation.attributes[right].column.dictionary.len()];
    relation.codes[right].iter().for_each(|code| counts[*code as usize] += 1);
    let rows = relation.rows as f64;
    let same: f64 = counts.iter().map(|count| (f64::from(*count) / rows).powi(2)).sum();
    let repeated = clusters.iter().filter(|rows| rows.len() > 1).count();
    let agreeing = seen.support.saturating_sub(repeated).saturating_sub(3 * seen.exceptions);
    -same.max(f64::MIN_POSITIVE).ln() * agreeing as f64
}

/// Counts the values of some rows; gives the most frequent one, and how often it occurs.
fn tally(rows: &[u32], codes: &[u32], counts: &mut [u32]) -> (u32, u32) {
    let (mut best, mut most) = (0, 0);
    for row in rows {
        let code = codes[*row as usize];
        counts[code as usize] += 1;
        if counts[code as usize] > most {
            (best, most) = (code, counts[code as usize]);
        }
    }
    (best, most)
}

/// μ+ (Piatetsky-Shapiro & Matheus, 1993): pdep against what chance gives with as many values on the left.
fn mu_plus(agreeing: f64, clusters: &Clusters, codes: &[u32], counts: &mut [u32]) -> f64 {
    let rows = clusters.filled() as f64;
    clusters.iter().flatten().for_each(|row| counts[codes[*row as usize] as usize] += 1);
    let mut squares = 0.0;
    for row in clusters.iter().flatten() {
        let count = f64::from(std::mem::take(&mut counts[codes[*row as usize] as usize]));
        squares += count * count;
    }
    let (left, right) = (agreeing / rows, squares / (rows * rows));
    let values = clusters.len() as f64;
    if right >= 1.0 || values >= rows {
        return 0.0;
    }
    (1.0 - (1.0 - left) / (1.0 - right) * (rows - 1.0) / (rows - values)).max(0.0)
}
