//! What is said of a regular expression that can't be read: where, and why in the reader's language.
//!
//! Doesn't read expressions: `regex` does, in linear time, which is why back-references and look-around don't exist.

use regex_syntax::ast::ErrorKind;

use super::super::kinds::BAD_REGEX;
use crate::diag::{Diagnostic, Text};
use crate::say;
use crate::source::Span;

/// A regular expression that can't be read, with the reason and the piece at fault.
pub(in crate::mcd::resolve) fn bad_regex(span: Span, pattern: &str, error: &regex::Error) -> Diagnostic {
    let reason = reason(pattern, error);
    Diagnostic::new(
        &BAD_REGEX,
        span,
        Text {
            fr: format!("cette expression régulière ne se lit pas : {}", reason.fr),
            en: format!("this regular expression can't be read: {}", reason.en),
        },
    )
    .help(say!(
        fr "essayez-la sur un exemple : \"[A-Z]{{2}}[0-9]+\" veut dire deux capitales puis des chiffres",
        en "try it on an example: \"[A-Z]{{2}}[0-9]+\" means two capitals, then digits"
    ))
}

fn reason(pattern: &str, error: &regex::Error) -> Text {
    match (error, regex_syntax::parse(pattern)) {
        (regex::Error::CompiledTooBig(_), _) => {
            say!(fr "elle est trop longue une fois développée", en "it is too long once unfolded")
        }
        (_, Err(regex_syntax::Error::Parse(error))) => {
            let piece = pattern.get(error.span().start.offset..error.span().end.offset).unwrap_or_default();
            let why = why(error.kind());
            if piece.is_empty() {
                return why;
            }
            Text { fr: format!("{} (« {piece} »)", why.fr), en: format!("{} (`{piece}`)", why.en) }
        }
        _ => say!(
            fr "une classe ou une propriété Unicode n'existe pas",
            en "a class or a property of Unicode doesn't exist"
        ),
    }
}

/// Why, by the engine's kinds of error; the rare ones together.
fn why(kind: &ErrorKind) -> Text {
    match kind {
        ErrorKind::ClassUnclosed => say!(fr "un crochet « [ » n'est pas fermé", en "a bracket `[` isn't closed"),
        ErrorKind::ClassRangeInvalid => {
            say!(fr "un intervalle va du plus grand au plus petit", en "a range goes from the greater to the smaller")
        }
        ErrorKind::ClassRangeLiteral | ErrorKind::ClassEscapeInvalid => {
            say!(fr "un intervalle va d'un caractère à un autre", en "a range goes from one character to another")
        }
        ErrorKind::GroupUnclosed => say!(fr "une parenthèse n'est pas fermée", en "a parenthesis isn't closed"),
        ErrorKind::GroupUnopened => say!(fr "une parenthèse ferme sans ouvrir", en "a parenthesis closes nothing"),
        ErrorKind::RepetitionMissing => {
            say!(fr "une répétition ne suit rien de répétable", en "a repetition follows nothing to repeat")
        }
        ErrorKind::RepetitionCountInvalid => {
            say!(fr "le minimum d'une répétition dépasse son maximum", en "a repetition's minimum exceeds its maximum")
        }
        ErrorKind::RepetitionCountDecimalEmpty | ErrorKind::RepetitionCountUnclosed => say!(
            fr "une répétition s'écrit {{2}}, {{2,}} ou {{2,5}}",
            en "a repetition is written {{2}}, {{2,}} or {{2,5}}"
        ),
        ErrorKind::EscapeUnrecognized => say!(
            fr "ce caractère n'a pas de sens particulier après « \\ »",
            en "this character means nothing special after `\\`"
        ),
        ErrorKind::EscapeUnexpectedEof => {
            say!(fr "elle finit par un « \\ » qui n'annonce rien", en "it ends with a `\\` that announces nothing")
        }
        ErrorKind::UnsupportedBackreference => {
            say!(fr "un renvoi à un groupe n'est pas possible", en "a reference back to a group isn't possible")
        }
        ErrorKind::UnsupportedLookAround => say!(
            fr "regarder avant ou après sans consommer n'est pas possible",
            en "looking ahead or behind isn't possible"
        ),
        ErrorKind::NestLimitExceeded(_) => say!(fr "elle est trop imbriquée", en "it is nested too deeply"),
        _ => say!(fr "cette partie n'a pas de sens", en "this part means nothing"),
    }
}
