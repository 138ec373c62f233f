//! Sentences that must be true of a conceptual model, one file a rule.
//!
//! Judges an [`Mcd`] that was resolved; builds nothing and knows no table. The rules run in one pass and in linear time.
//! Invariant: a rule reads what the resolver kept, so what the resolver reported and left out isn't complained of again.

mod accept;
mod cascade;
mod cycles;
mod expressions;
mod forms;
mod inventory;
mod rule;
mod structure;
mod words;

use crate::diag::{Diagnostic, Kind, Severity, Sink};
use crate::mcd::Mcd;
use crate::source::SourceMap;

pub use expressions::formats::has_form;
pub use rule::Rule;
pub(crate) use words::by_hand;

/// Every rule, in the order of the explanations.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    structure::RULES.iter().chain(expressions::RULES).chain(inventory::RULES).copied()
}

/// Every kind of this room.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let others = accept::KINDS.iter().chain(forms::KINDS);
    rules().flat_map(|rule| rule.kinds).chain(others).copied()
}

/// Judges only what fields say of their values, by the rules on expressions: for fields that are no model's.
pub fn check_values(mcd: &Mcd, sink: &mut Sink) {
    expressions::RULES.iter().for_each(|rule| (rule.run)(mcd, sink));
}

/// Judges a model: runs every rule, then takes away the warnings that the model accepts on purpose. `sources` are its texts, of which fixes
/// move lines. `further` judges a model without errors besides, in other rooms; what it says can be accepted too.
pub fn check(mcd: &Mcd, sources: &SourceMap, sink: &mut Sink, further: impl Fn(&Mcd) -> Vec<Diagnostic>) {
    let places = cascade::Places::of(mcd);
    let earlier = cascade::Earlier::of(mcd, &places, sink);
    let mut found = Vec::new();
    for rule in rules() {
        let mut own = Sink::new();
        (rule.run)(mcd, &mut own);
        found.extend(own.into_sorted().into_iter().filter(|diagnostic| !earlier.explains(rule.misses, diagnostic)));
    }
    found.extend(forms::judge(mcd, sources).into_iter().filter(|diagnostic| !earlier.explains(false, diagnostic)));
    // Tables need names that differ and relations that can be stored: of a model without them nothing is said. Other errors leave names alone.
    if !found.iter().any(is_of_structure) {
        found.extend(further(mcd).into_iter().filter(|diagnostic| !earlier.explains(false, diagnostic)));
    }
    for diagnostic in cascade::without_echoes(accept::without_accepted(mcd, &places, &earlier, found)) {
        sink.push(diagnostic);
    }
}

/// Whether an error says that the passage to tables would go by something wrong: codes 3 are of the structure.
fn is_of_structure(diagnostic: &Diagnostic) -> bool {
    diagnostic.kind.severity == Severity::Error && diagnostic.kind.code.starts_with("M3")
}
