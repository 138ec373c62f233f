//! What a record is called (`title`) is short and readable.

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Mcd, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A title that can't name a record.
    TITLE_NAMES_NOTHING = "M4029" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for field in field_refs(mcd, owner).map(|at| mcd.field(at)).filter(|field| field.title && !can_name(&field.ty))
        {
            let path = field_path(mcd, owner, field);
            sink.push(
                Diagnostic::new(
                    &TITLE_NAMES_NOTHING,
                    field.ty_span,
                    say!(
                        fr "« {path} » est d'un type qui ne peut nommer une fiche dans une liste ou un lien",
                        en "`{path}` is of a type that can't name a record in a list or a link"
                    ),
                )
                .help(say!(
                    fr "mettez title sur un texte court, une date ou un numéro",
                    en "put title on a short text, a date or a number"
                )),
            );
        }
    }
}

fn can_name(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::LongText
            | Type::Markdown
            | Type::Json
            | Type::File
            | Type::Image
            | Type::Tags
            | Type::Boolean
            | Type::Color
    )
}
