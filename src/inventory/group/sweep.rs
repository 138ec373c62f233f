//! How the groups change with the share of rows that may break a dependency: where they stop changing, the model is sure.

use super::{Group, Judging, Key, groups};
use crate::inventory::dependencies::Verdict;
use crate::inventory::profile::{At, Profile};
use crate::inventory::read::Table;

/// Rows in a thousand that are tried.
const TOLERANCES: [usize; 4] = [0, 10, 20, 50];

/// The groups at one tolerance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Rows in a thousand that may break a dependency otherwise than by slips.
    pub tolerance: usize,
    /// How many groups there are.
    pub groups: usize,
    /// The columns that stand elsewhere than in the groups chosen, with the key of their group here, where it has one.
    pub moved: Vec<(At, Option<At>)>,
}

/// Wider files are grouped once: each time costs the square of the columns.
const COLUMNS: usize = 300;

/// The groups at growing tolerances, held against those that were chosen; none for very wide files.
pub fn sweep(tables: &[Table], profile: &Profile, verdicts: &[Verdict], chosen: &[Group]) -> Vec<Step> {
    if tables.iter().any(|table| table.columns.len() > COLUMNS) {
        return Vec::new();
    }
    let kept = places(chosen);
    let step = |tolerance: usize| {
        let found = groups(tables, profile, Judging { tolerance, verdicts }, |_| ());
        let here = places(&found);
        let moved = here.into_iter().filter(|(at, key)| kept.iter().any(|(own, before)| own == at && before != key));
        Step { tolerance, groups: found.len(), moved: moved.collect() }
    };
    TOLERANCES.into_iter().map(step).collect()
}

/// Each column with the key of its group.
fn places(groups: &[Group]) -> Vec<(At, Option<At>)> {
    let mut places = Vec::new();
    for group in groups {
        let at = |column: usize| At { table: group.table, column };
        let key = match &group.key {
            Key::Column(column) | Key::Within(_, column) => Some(at(*column)),
            Key::References(_) | Key::None => None,
        };
        places.extend(group.columns.iter().map(|column| (at(*column), key)));
    }
    places.sort();
    places
}
