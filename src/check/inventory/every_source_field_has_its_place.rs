//! Every field of every source is placed, derived or ignored with a reason: what is forgotten here is forgotten in the CRM.

use crate::check::rule::rule;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Mcd, Placement, SourceField};
use crate::say;

rule! {
    misses: false, run: run,
    /// A field of a source without a place.
    NOT_PLACED = "M5401" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for source in &mcd.inventory.sources {
        for field in source.fields.iter().filter(|field| field.placement == Placement::Open) {
            // The same datum read on another source, and placed there, has its place.
            if !is_placed_elsewhere(mcd, &field.name) {
                sink.push(not_placed(mcd, &source.name, field));
            }
        }
    }
}

fn is_placed_elsewhere(mcd: &Mcd, name: &str) -> bool {
    let same =
        |other: &str| mcd.inventory.synonyms.iter().any(|(a, b, _)| a == name && b == other || b == name && a == other);
    let mut fields = mcd.inventory.sources.iter().flat_map(|source| &source.fields);
    fields.any(|field| (field.name == name || same(&field.name)) && field.placement != Placement::Open)
}

fn not_placed(mcd: &Mcd, source: &str, field: &SourceField) -> Diagnostic {
    let heading = &field.heading;
    let diagnostic = Diagnostic::new(
        &NOT_PLACED,
        field.span,
        say!(
            fr "« {heading} » de « {source} » n'a pas encore de place dans le modèle",
            en "`{heading}` of `{source}` has no place in the model yet"
        ),
    )
    .help(say!(
        fr "placez-le (= Entité.champ), ou dites pourquoi non : derived \"…\", ignored \"…\"",
        en "place it (= Entity.field), or say why not: derived \"…\", ignored \"…\""
    ));
    let labels = mcd.entities().flat_map(|(_, entity)| entity.fields.iter().map(|field| field.label.as_str()));
    match did_you_mean(heading, labels) {
        Some(near) => diagnostic.help(near),
        None => diagnostic,
    }
}
