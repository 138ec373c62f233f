//! Two headings of one source aren't the same field of the model: one of them would be lost.

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{FieldRef, Mcd, Placement, SourceField};
use crate::say;

rule! {
    misses: false, run: run,
    /// Two headings of a source are placed on one field.
    PLACED_TWICE = "M5403" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for source in &mcd.inventory.sources {
        let mut first: HashMap<FieldRef, &SourceField> = HashMap::new();
        for field in &source.fields {
            let Placement::Placed(place) = &field.placement else { continue };
            match first.get(place) {
                Some(earlier) => sink.push(placed_twice(mcd, *place, earlier, field)),
                None => {
                    first.insert(*place, field);
                }
            }
        }
    }
}

fn placed_twice(mcd: &Mcd, place: FieldRef, earlier: &SourceField, later: &SourceField) -> Diagnostic {
    let path = format!("{}.{}", mcd.name(place.owner), mcd.field(place).name);
    let (first, second) = (&earlier.heading, &later.heading);
    Diagnostic::new(
        &PLACED_TWICE,
        later.span,
        say!(
            fr "« {first} » et « {second} » sont placés tous deux sur {path} : une seule valeur sera gardée",
            en "`{first}` and `{second}` are both placed on {path}: only one value will be kept"
        ),
    )
    .related(earlier.span, say!(fr "déjà placé ici", en "placed here already"))
    .help(say!(
        fr "si c'est une répétition (Tél 1, Tél 2), faites-en une entité ; sinon, écartez l'un des deux : ignored \"…\"",
        en "if it is a repetition (Tel 1, Tel 2), make an entity of it; else leave one out: ignored \"…\""
    ))
}
