//! A required field can be filled: someone may write it, or something gives it a value.

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Field, Mcd, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A required field that nobody can fill.
    NOBODY_FILLS = "M4031" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for field in field_refs(mcd, owner).map(|at| mcd.field(at)).filter(|field| nobody_fills(field)) {
            let path = field_path(mcd, owner, field);
            let word = if field.hidden { "hidden" } else { "readonly" };
            sink.push(
                Diagnostic::new(
                    &NOBODY_FILLS,
                    field.span,
                    say!(
                        fr "« {path} » est obligatoire mais « {word} », et rien ne lui donne de valeur",
                        en "`{path}` is required but `{word}`, and nothing gives it a value"
                    ),
                )
                .help(say!(
                    fr "donnez-lui une valeur par défaut (= …) ou un calcul (computed …), ou retirez {word}",
                    en "give it a default (= …) or a computation (computed …), or remove {word}"
                )),
            );
        }
    }
}

fn nobody_fills(field: &Field) -> bool {
    let given = matches!(field.ty, Type::Serial | Type::Sequence(_) | Type::Uuid);
    let valued = field.default.is_some() || field.computed.is_some();
    field.required && (field.readonly || field.hidden) && !given && !valued
}
