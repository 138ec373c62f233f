//! The words of this room's problems, in both languages.

use super::ast::Card;
use super::kinds;
use crate::diag::{Diagnostic, Edit, Text};
use crate::say;
use crate::source::Span;

fn edit(span: Span, text: impl Into<String>) -> Vec<Edit> {
    vec![Edit { span, text: text.into() }]
}

/// Something else was expected at `span`.
pub(crate) fn unexpected(span: Span, found: Option<&str>, expected: &Text) -> Diagnostic {
    let message = match found {
        Some(found) => say!(fr "« {found} » n'est pas attendu ici", en "`{found}` isn't expected here"),
        None => say!(fr "la ligne s'arrête trop tôt", en "the line ends too early"),
    };
    Diagnostic::new(&kinds::UNEXPECTED, span, message)
        .label(Text { fr: format!("attendu : {}", expected.fr), en: format!("expected {}", expected.en) })
}

/// A backslash before a character that needs none.
pub(crate) fn unknown_escape(span: Span, c: char) -> Diagnostic {
    Diagnostic::new(
        &kinds::UNKNOWN_ESCAPE,
        span,
        say!(fr "« \\{c} » n'a pas de sens dans un texte", en "`\\{c}` means nothing in a string"),
    )
    .help(
        say!(fr "écrivez `\\\\` pour une barre oblique inverse, `\\\"` pour un guillemet, `\\n` pour une fin de ligne",
                   en "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a line end"),
    )
    .fix(say!(fr "doubler la barre oblique inverse", en "double the backslash"), edit(span, format!("\\\\{c}")))
}

/// The same clause twice.
pub(crate) fn said_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&kinds::SAID_TWICE, span, say!(fr "cela est dit deux fois", en "this is said twice"))
        .related(first, say!(fr "déjà dit ici", en "already said here"))
        .help(say!(fr "gardez l'une des deux", en "keep one of the two"))
}

/// `n,1` or `n,n`.
pub(crate) fn minimum_n(card: &Card) -> Diagnostic {
    let max = if card.max.value == "n" { "0,n".to_owned() } else { format!("{},n", card.max.value) };
    let right = if card.relative { format!("({max})") } else { max };
    Diagnostic::new(
        &kinds::MISWRITTEN_CARDINALITY,
        card.span,
        say!(fr "le minimum d'une cardinalité est un nombre", en "the minimum of a cardinality is a number"),
    )
    .help(say!(fr "Merise écrit le minimum d'abord, puis le maximum : `0,1`, `1,1`, `0,n`, `1,n`",
                   en "Merise writes the minimum first, then the maximum: `0,1`, `1,1`, `0,n`, `1,n`"))
    .fix(say!(fr "écrire `{right}`", en "write `{right}`"), edit(card.span, right.clone()))
}

/// An expression beyond the limit.
pub(crate) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(&kinds::TOO_DEEP, span, say!(fr "cette expression est trop longue ou trop imbriquée", en "this expression is too long or nested too deep"))
        .help(say!(fr "découpez-la en plusieurs règles ou en champs calculés", en "split it into several rules or computed fields"))
}
