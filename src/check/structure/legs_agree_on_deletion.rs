//! A relation with a maximum of 1 is one reference: what a deletion does with it is said once.
//!
//! The word may stand on either leg. Where both bear one and they differ, one of them would have no effect.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Leg, Mcd, OnDelete};
use crate::say;

rule! {
    misses: false, run: run,
    /// Two words for one reference.
    DELETION_SAID_TWICE = "M3214" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations() {
        let Some(bearing) = relation.legs.iter().find(|leg| leg.card.is_single()) else { continue };
        let Some(said) = bearing.on_delete else { continue };
        for other in relation.legs.iter().filter(|leg| leg.on_delete.is_some_and(|word| word != said)) {
            // `detach` of what must be there is wrong whatever the other says (M3213).
            let is_told = bearing.card.min > 0 && [Some(said), other.on_delete].contains(&Some(OnDelete::Detach));
            let report = report(mcd, bearing, other).filter(|_| !is_told);
            report.into_iter().for_each(|found| sink.push(found));
        }
    }
}

fn report(mcd: &Mcd, bearing: &Leg, other: &Leg) -> Option<Diagnostic> {
    let (first, second) = (bearing.on_delete?.word(), other.on_delete?.word());
    let (name, far) = (&mcd.entity(bearing.entity).name, &mcd.entity(other.entity).name);
    let span = other.on_delete_span?;
    let message = say!(
        fr "« {first} » sur la patte de {name}, « {second} » sur celle de {far} : les deux disent ce que devient {name} quand {far} est supprimé",
        en "`{first}` on the leg of {name}, `{second}` on that of {far}: both say what becomes of {name} when {far} is deleted"
    );
    let help = say!(
        fr "gardez un seul de ces mots, sur la patte de {name}",
        en "keep one of these words, on the leg of {name}"
    );
    let fix = say!(fr "garder {first}", en "keep {first}");
    Some(
        Diagnostic::new(&DELETION_SAID_TWICE, span, message)
            .help(help)
            .fix(fix, vec![Edit { span, text: String::new() }]),
    )
}
