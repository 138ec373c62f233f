//! Functional dependencies found in data: exact and complete up to a size of the left side, or approximate.
//!
//! Works on dictionary-encoded columns and knows nothing of files' formats nor of what dependencies are for.
//! Invariant: an exact search gives the minimal dependencies, all of them and no other (Bleifuß et al., 2024).

mod approximate;
mod bits;
mod collapse;
mod differences;
mod exact;
mod hitting;
mod partition;
pub mod plain;
#[cfg(test)]
mod tests;

pub use approximate::approximate;
pub use exact::{MAX_COLUMNS, exact};
pub use partition::Codes;
#[cfg(test)]
pub(crate) use tests::Numbers;

/// A functional dependency between columns, by their positions: the left side determines the right one.
///
/// The order of dependencies is by right side, then by size of the left one, then by its columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fd {
    /// The determinant, ascending; empty when the right side is a constant.
    pub lhs: Vec<usize>,
    /// What it determines.
    pub rhs: usize,
}

/// Sorts dependencies in the order of [`Fd`].
fn sort(fds: &mut [Fd]) {
    fds.sort_by(|a, b| (a.rhs, a.lhs.len(), &a.lhs).cmp(&(b.rhs, b.lhs.len(), &b.lhs)));
}
