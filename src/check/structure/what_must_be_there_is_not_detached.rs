//! `detach` lets go of what is deleted: not where the entity must have it, by a leg `1,1`.
//!
//! The word may stand on either leg of a relation with a maximum of 1: only the deletion of the end that is referred to is in question.

use crate::check::rule::rule;
use crate::check::words::leg_text;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Leg, Mcd, OnDelete, Relation};
use crate::say;

rule! {
    misses: false, run: run,
    /// A mandatory reference that would be emptied.
    MANDATORY_DETACHED = "M3213" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations() {
        let Some(bearing) = mandatory(relation) else { continue };
        for leg in relation.legs.iter().filter(|leg| leg.on_delete == Some(OnDelete::Detach)) {
            // Said of an end that may do without the other, the word is true of it.
            let other_end = !std::ptr::eq(leg, bearing) && leg.card.is_single();
            if !other_end {
                sink.push(report(mcd, bearing, leg));
            }
        }
    }
}

/// The leg whose entity can't be without the others.
fn mandatory(relation: &Relation) -> Option<&Leg> {
    relation.legs.iter().find(|leg| leg.card.is_single() && leg.card.min > 0)
}

fn report(mcd: &Mcd, bearing: &Leg, said: &Leg) -> Diagnostic {
    let (name, text) = (&mcd.entity(bearing.entity).name, leg_text(mcd, bearing));
    let span = said.on_delete_span.unwrap_or(said.span);
    let message = say!(
        fr "« {name} » ne peut pas être détaché : « {text} » veut qu'il ne soit jamais sans l'autre",
        en "`{name}` can't be detached: `{text}` wants it never to be without the other"
    );
    Diagnostic::new(&MANDATORY_DETACHED, span, message)
        .help(say!(
            fr "restrict refuse la suppression de l'autre, cascade supprime « {name} » avec lui",
            en "restrict refuses to delete the other, cascade deletes `{name}` with it"
        ))
        .help(say!(
            fr "s'il peut rester sans, sa patte est 0,1, et detach convient",
            en "if it may be left without, its leg is 0,1, and detach fits"
        ))
        .fix(say!(fr "écrire restrict", en "write restrict"), vec![Edit { span, text: "restrict".to_owned() }])
}
