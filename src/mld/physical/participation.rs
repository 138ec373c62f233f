//! Minima of 1 on the n side, bounded maxima, totality of subtypes (rules 8 and 9).
//!
//! What takes several rows to tell, for the end of a transaction. One row's rules are in `rules`.

use super::draft::Draft;

/// Adds what bounds the participation of entities.
pub(super) fn add_bounds(_draft: &mut Draft<'_>) {}
