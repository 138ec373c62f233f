//! A numbered reference never comes back: what restarts its counter is written in it whole.
//!
//! The counter restarts with each placeholder, so `{month}` without `{year}` gives the same references a year later.

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{FieldRef, Mcd, SequencePart, SequencePattern, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A reference that would come back.
    SEQUENCE_REPEATS = "M4027" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for at in field_refs(mcd, owner) {
            if let Type::Sequence(pattern) = &mcd.field(at).ty
                && let Some((there, missing)) = missing_part(pattern)
            {
                sink.push(report(mcd, at, there, missing));
            }
        }
    }
}

/// A placeholder that is there, and the greater one that isn't.
fn missing_part(pattern: &SequencePattern) -> Option<(&'static str, &'static str)> {
    let has = |part: &SequencePart| pattern.parts.contains(part);
    let (year, month, day) = (has(&SequencePart::Year), has(&SequencePart::Month), has(&SequencePart::Day));
    match (year, month, day) {
        (_, false, true) => Some(("{day}", "{month}")),
        (false, _, true) => Some(("{day}", "{year}")),
        (false, true, _) => Some(("{month}", "{year}")),
        _ => None,
    }
}

fn report(mcd: &Mcd, at: FieldRef, there: &str, missing: &str) -> Diagnostic {
    let field = mcd.field(at);
    let path = field_path(mcd, at.owner, field);
    Diagnostic::new(
        &SEQUENCE_REPEATS,
        field.ty_span,
        say!(
            fr "les références de « {path} » reviendraient : le compteur repart avec {there}, mais {missing} n'y est pas",
            en "the references of `{path}` would come back: the counter restarts with {there}, but {missing} isn't there"
        ),
    )
    .help(say!(
        fr "ajoutez {missing} au modèle de la référence, ou retirez {there}",
        en "add {missing} to the pattern of the reference, or remove {there}"
    ))
}
