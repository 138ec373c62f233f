//! What identifies an occurrence has a value that can be held against another's: a short text, a number, a date, a list.
//!
//! Of `unique`, which isn't all that tells occurrences apart, the rule on modifiers speaks.

use crate::check::rule::rule;
use crate::check::words::{field_path, owners, uncompared};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::Mcd;
use crate::say;

rule! {
    misses: false, run: run,
    /// An identifier of a type whose values aren't compared.
    IDENTIFIER_NOT_COMPARED = "M3107" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for field in mcd.fields(owner).iter().filter(|field| field.identifier) {
            let Some(why) = uncompared(&field.ty) else { continue };
            let path = field_path(mcd, owner, field);
            let (fr, en) = (why.fr, why.en);
            sink.push(
                Diagnostic::new(
                    &IDENTIFIER_NOT_COMPARED,
                    field.span,
                    say!(fr "« {path} » n'identifie rien : {fr}", en "`{path}` identifies nothing: {en}"),
                )
                .help(say!(
                    fr "identifiez par un code, un numéro (numero serial identifier) ou un texte court (text(80))",
                    en "identify by a code, a number (number serial identifier) or a short text (text(80))"
                )),
            );
        }
    }
}
