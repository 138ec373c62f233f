//! Constraints between relations: exclusion, inclusion, totality, simultaneity, partition (rule 9).

use super::draft::Draft;

/// Adds them.
pub(super) fn add_constraints(_draft: &mut Draft<'_>) {}
