//! Rules on normal forms (M53xx): 1NF to BCNF, 4NF, the fields of relations and their integrity constraints.
//!
//! The dependencies are those of the model: identifiers, `unique` groups, cardinalities of at most 1, `fd` lines. The theory is `normal`'s. An
//! owner without an `fd` line has nothing but keys as determinants, hence is in BCNF: it isn't looked at.

mod a_property_is_one_value;
mod apart;
mod dependencies;
mod independent_facts_are_apart;
mod judged;
mod moves;
mod placements;
mod words;

use super::words::owners;
use crate::diag::{Diagnostic, Kind};
use crate::mcd::Mcd;
use crate::source::SourceMap;

/// A kind of this folder, with its page.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident = $code:literal $severity:ident) => {
        $(#[$doc])*
        pub(super) static $name: $crate::diag::Kind = $crate::diag::Kind {
            code: $code,
            severity: $crate::diag::Severity::$severity,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/pages/", $code, ".md")),
        };
    };
}
use kind;

/// In the order of their codes.
pub(super) static KINDS: &[&Kind] = &[
    &a_property_is_one_value::NUMBERED_REPEATS,
    &dependencies::PART_OF_A_KEY,
    &dependencies::NOT_A_KEY,
    &dependencies::DETERMINANT_NOT_A_KEY,
    &independent_facts_are_apart::JOIN_OF_BINARIES,
    &dependencies::FEWER_LEGS,
    &dependencies::LEGS_NOT_IN_KEY,
    &a_property_is_one_value::LIST_IN_A_FIELD,
    &independent_facts_are_apart::STATED_TOGETHER,
];

/// What keeps the entities and relations of a model from normal forms. `sources` gives the text that fixes move.
pub(super) fn judge(mcd: &Mcd, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = a_property_is_one_value::judge(mcd, sources);
    found.extend(independent_facts_are_apart::judge(mcd));
    for judged in owners(mcd).filter_map(|owner| judged::Judged::of(mcd, owner)) {
        found.extend(dependencies::judge(&judged, sources));
        found.extend(independent_facts_are_apart::judge_stated(&judged, sources));
    }
    found
}
