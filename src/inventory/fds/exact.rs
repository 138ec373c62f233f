//! All minimal dependencies that hold without exception, up to a size of their left side.
//!
//! Puts the steps in order: collapse, partitions, sample, one search a column. The search itself is in `hitting`.

use super::Fd;
use super::bits::Bits;
use super::collapse::{Collapsed, collapse};
use super::differences::{Pool, Rows};
use super::hitting::{Ground, Known, left_sides};
use super::partition::{Codes, Partition};

/// The widest table that is searched.
pub const MAX_COLUMNS: usize = 4096;

/// Finds the minimal dependencies with `max_lhs` columns or fewer on the left; none on tables over [`MAX_COLUMNS`].
///
/// `progress` is told how many of the columns are done, of how many.
pub fn exact(columns: &[Codes<'_>], max_lhs: usize, mut progress: impl FnMut(usize, usize)) -> Option<Vec<Fd>> {
    let collapsed = collapse(columns);
    let rows = columns.iter().map(|column| column.codes.len()).min().unwrap_or_default();
    let found = match collapsed.classes.len() {
        0..=64 => search::<1>(rows, columns, &collapsed, max_lhs, &mut progress),
        65..=128 => search::<2>(rows, columns, &collapsed, max_lhs, &mut progress),
        129..=256 => search::<4>(rows, columns, &collapsed, max_lhs, &mut progress),
        257..=1024 => search::<16>(rows, columns, &collapsed, max_lhs, &mut progress),
        1025..=MAX_COLUMNS => search::<64>(rows, columns, &collapsed, max_lhs, &mut progress),
        _ => return None,
    };
    Some(collapsed.expand(&found))
}

/// The dependencies between classes of columns, by the positions of the classes.
fn search<const W: usize>(
    rows: usize,
    columns: &[Codes<'_>],
    collapsed: &Collapsed,
    max_lhs: usize,
    progress: &mut dyn FnMut(usize, usize),
) -> Vec<(Vec<usize>, usize)> {
    let representatives = collapsed.classes.iter().filter_map(|class| class.first());
    // Those with most values first: the partitions that they begin are the smallest.
    let mut columns: Vec<(usize, Codes<'_>)> =
        representatives.filter_map(|at| columns.get(*at).copied()).enumerate().collect();
    columns.sort_by_key(|(at, column)| (usize::MAX - column.distinct, *at));
    let (classes, columns): (Vec<usize>, Vec<Codes<'_>>) = columns.into_iter().unzip();
    let partitions: Vec<Partition> = columns.iter().map(|column| Partition::of(*column)).collect();
    let side_by_side = Rows::new(&columns, rows);
    let pool = Pool::<W>::sample(&side_by_side, &partitions);
    let ground = Ground { columns: &columns, partitions: &partitions, rows: &side_by_side, max_lhs };
    let mut known = Known::new(pool);
    let mut found = Vec::new();
    let name = |at: usize| classes.get(at).copied().unwrap_or_default();
    for rhs in 0..columns.len() {
        progress(rhs, columns.len());
        let sides: Vec<Bits<W>> = left_sides(&ground, &mut known, rhs);
        found.extend(sides.into_iter().map(|lhs| (lhs.iter().map(name).collect(), name(rhs))));
    }
    found
}
