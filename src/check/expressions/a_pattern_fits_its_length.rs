//! A `matches` pattern can be met by a text of the field's length.

use regex_syntax::hir::{Hir, HirKind};

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Mcd, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A pattern that is longer than its field.
    PATTERN_TOO_LONG = "M4030" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for field in field_refs(mcd, owner).map(|at| mcd.field(at)) {
            let (Type::Text(most), Some(pattern)) = (&field.ty, &field.matches) else { continue };
            let Ok(parsed) = regex_syntax::parse(pattern) else { continue }; // told by the resolver
            let least = least_characters(&parsed);
            if least <= u64::from(*most) {
                continue;
            }
            let path = field_path(mcd, owner, field);
            sink.push(
                Diagnostic::new(
                    &PATTERN_TOO_LONG,
                    field.ty_span,
                    say!(
                        fr "« {path} » a {most} caractères au plus, mais son modèle en demande {least} au moins",
                        en "`{path}` has {most} characters at most, but its pattern asks for {least} at least"
                    ),
                )
                .help(say!(fr "écrivez text({least}), ou raccourcissez matches", en "write text({least}), or shorten matches")),
            );
        }
    }
}

/// The length of the shortest text that a pattern matches; a lower bound where it can't be known.
fn least_characters(pattern: &Hir) -> u64 {
    match pattern.kind() {
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).map_or(0, |text| u64::try_from(text.chars().count()).unwrap_or(0))
        }
        HirKind::Class(_) => 1,
        HirKind::Repetition(repetition) => u64::from(repetition.min).saturating_mul(least_characters(&repetition.sub)),
        HirKind::Capture(capture) => least_characters(&capture.sub),
        HirKind::Concat(parts) => parts.iter().fold(0, |sum, part| sum.saturating_add(least_characters(part))),
        HirKind::Alternation(parts) => parts.iter().map(least_characters).min().unwrap_or(0),
        HirKind::Empty | HirKind::Look(_) => 0,
    }
}
