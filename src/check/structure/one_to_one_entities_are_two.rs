//! Two entities linked `1,1`–`1,1` are two for a reason: to each of one corresponds exactly one of the other.

use crate::check::rule::rule;
use crate::check::words::{binary, is_one_one};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::Mcd;
use crate::say;

rule! {
    misses: false, run: run,
    /// Two entities that may be one.
    ONE_TO_ONE = "M3209" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations() {
        let Some((a, b)) = binary(relation) else { continue };
        let both = is_one_one(a.card) && is_one_one(b.card) && !(a.relative && b.relative);
        if !both || a.entity == b.entity {
            continue;
        }
        let (first, second, name) = (&mcd.entity(a.entity).name, &mcd.entity(b.entity).name, &relation.name);
        sink.push(
            Diagnostic::new(
                &ONE_TO_ONE,
                relation.name_span,
                say!(
                    fr "« {name} » lie chaque « {first} » à un seul « {second} » et inversement : est-ce une seule entité ?",
                    en "`{name}` links each `{first}` to one `{second}` and conversely: are they one entity?"
                ),
            )
            .related(a.card_span, say!(fr "exactement un", en "exactly one"))
            .related(b.card_span, say!(fr "exactement un", en "exactly one"))
            .help(say!(
                fr "réunissez les champs dans l'une des deux, ou mettez un minimum à 0 si l'une existe sans l'autre",
                en "put the fields together in one of the two, or make a minimum 0 if one exists without the other"
            )),
        );
    }
}
