//! A cardinality is a least and a greatest number of times: `min ≤ max`, and a maximum of 1 or more.
//!
//! Of `(…)` the rule on relative identification says what it takes.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Leg, Mcd};
use crate::say;

rule! {
    misses: false, run: run,
    /// Bounds that no number of times meets.
    IMPOSSIBLE_CARDINALITY = "M3203" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations() {
        for leg in relation.legs.iter().filter(|leg| !leg.relative) {
            match leg.card.max {
                Some(0) => sink.push(never_takes_part(mcd, leg)),
                Some(max) if max < leg.card.min => sink.push(reversed(leg, max)),
                _ => {}
            }
        }
    }
}

fn never_takes_part(mcd: &Mcd, leg: &Leg) -> Diagnostic {
    let entity = &mcd.entity(leg.entity).name;
    Diagnostic::new(
        &IMPOSSIBLE_CARDINALITY,
        leg.card_span,
        say!(
            fr "avec un maximum de 0, « {entity} » ne prendrait jamais part à la relation",
            en "with a maximum of 0, `{entity}` would never take part in the relation"
        ),
    )
    .help(say!(
        fr "écrivez 1 ou n comme maximum, ou retirez la patte",
        en "write 1 or n as the maximum, or remove the leg"
    ))
}

fn reversed(leg: &Leg, max: u32) -> Diagnostic {
    let min = leg.card.min;
    let swapped = format!("{max},{min}");
    Diagnostic::new(
        &IMPOSSIBLE_CARDINALITY,
        leg.card_span,
        say!(
            fr "le minimum {min} dépasse le maximum {max}",
            en "the minimum {min} is greater than the maximum {max}"
        ),
    )
    .help(say!(
        fr "le minimum vient d'abord : {swapped}",
        en "the minimum comes first: {swapped}"
    ))
    .fix(say!(fr "écrire {swapped}", en "write {swapped}"), vec![Edit { span: leg.card_span, text: swapped }])
}
