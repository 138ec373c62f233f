//! A relation of three legs or more has no leg with a maximum of 1: there, the others depend on that one entity alone.

use crate::check::rule::rule;
use crate::check::words::{is_sound, leg_text};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Leg, Mcd, Relation};
use crate::say;

rule! {
    misses: false, run: run,
    /// A wide relation that falls into binary ones.
    WIDE_WITH_SINGLE_LEG = "M3208" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations().filter(|(_, relation)| relation.legs.len() > 2) {
        let single = relation.legs.iter().find(|leg| leg.card.is_single() && is_sound(leg.card) && !leg.relative);
        if let Some(leg) = single {
            sink.push(report(mcd, relation, leg));
        }
    }
}

fn report(mcd: &Mcd, relation: &Relation, single: &Leg) -> Diagnostic {
    let (name, entity) = (&relation.name, &mcd.entity(single.entity).name);
    let (degree, binaries) = (relation.legs.len(), binaries(mcd, relation, single));
    let mut diagnostic = Diagnostic::new(
        &WIDE_WITH_SINGLE_LEG,
        single.card_span,
        say!(
            fr "« {name} » a {degree} pattes, mais un « {entity} » n'y prend part qu'une fois : des relations binaires disent la même chose",
            en "`{name}` has {degree} legs, but a `{entity}` takes part only once: binary relations say the same"
        ),
    )
    .help(say!(fr "écrivez plutôt : {binaries}", en "write instead: {binaries}"));
    if !relation.fields.is_empty() {
        diagnostic = diagnostic.help(say!(
            fr "les champs de « {name} » vont alors dans « {entity} »",
            en "the fields of `{name}` then go to `{entity}`"
        ));
    }
    diagnostic
}

/// One binary relation for each other leg.
fn binaries(mcd: &Mcd, relation: &Relation, single: &Leg) -> String {
    let others = relation.legs.iter().filter(|leg| leg.span != single.span);
    let written = others.enumerate().map(|(rank, other)| {
        let (name, here, there) = (&relation.name, leg_text(mcd, single), leg_text(mcd, other));
        format!("relation {name}{} {{ {here}; {there} }}", rank + 1)
    });
    written.collect::<Vec<_>>().join(" · ")
}
