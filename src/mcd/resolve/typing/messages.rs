//! What is said of an expression that can't be typed.
//!
//! Each message names both natures and says how to write a value of the one that is needed.

use super::super::kinds::TYPES_DO_NOT_FIT;
use super::Typer;
use crate::diag::{Diagnostic, Text};
use crate::mcd::expr::{Expr, ValueType};
use crate::say;
use crate::source::Span;

impl Typer<'_> {
    pub(super) fn report_mismatch(&mut self, span: Span, expected: ValueType, found: ValueType) {
        let (wanted, got) = (self.describe(expected), self.describe(found));
        let message = Text {
            fr: format!("il faut {}, et ceci est {}", wanted.fr, got.fr),
            en: format!("{} is needed, and this is {}", wanted.en, got.en),
        };
        self.push(&TYPES_DO_NOT_FIT, span, message, how_to_write(expected, &wanted));
    }

    pub(super) fn report_not_comparable(&mut self, left: &Expr, right: &Expr, span: Span) {
        let (a, b) = (self.describe(left.ty), self.describe(right.ty));
        let message = Text {
            fr: format!("on ne compare pas {} à {}", a.fr, b.fr),
            en: format!("{} can't be compared with {}", a.en, b.en),
        };
        self.sink.push(
            Diagnostic::new(&TYPES_DO_NOT_FIT, span, message)
                .related(left.span, a.clone())
                .related(right.span, b)
                .help(how_to_write(left.ty, &a)),
        );
    }

    pub(super) fn describe(&self, ty: ValueType) -> Text {
        match ty {
            ValueType::Number => say!(fr "un nombre", en "a number"),
            ValueType::Text => say!(fr "un texte", en "a text"),
            ValueType::Boolean => say!(fr "une condition (vrai ou faux)", en "a condition (true or false)"),
            ValueType::Date => say!(fr "une date", en "a date"),
            ValueType::Time => say!(fr "une heure", en "a time of day"),
            ValueType::DateTime => say!(fr "un instant", en "an instant"),
            ValueType::Duration => say!(fr "une durée", en "a length of time"),
            ValueType::Enum(_) => say!(fr "une valeur de liste", en "a value of an enumeration"),
            ValueType::Record(id) => {
                let name = &self.mcd.entity(id).name;
                say!(fr "une fiche « {name} »", en "a `{name}` record")
            }
        }
    }
}

/// How a value of the type that is needed is written; `wanted` describes it.
fn how_to_write(expected: ValueType, wanted: &Text) -> Text {
    match expected {
        ValueType::Number => {
            say!(fr "un nombre s'écrit sans guillemets : 12.5", en "a number is written without quotes: 12.5")
        }
        ValueType::Text => {
            say!(fr "un texte s'écrit entre guillemets : \"Paris\"", en "a text is written in quotes: \"Paris\"")
        }
        ValueType::Boolean => say!(
            fr "écrivez true, false ou une condition : prix > 0",
            en "write true, false or a condition: price > 0"
        ),
        ValueType::Date => say!(
            fr "une date est un champ date, ou today(), today() + 30 days ; un jour fixe se dit par year(), month() et day()",
            en "a date is a date field, or today(), today() + 30 days; a fixed day is told by year(), month() and day()"
        ),
        ValueType::DateTime => say!(
            fr "un instant est un champ datetime, ou now(), now() + 2 hours",
            en "an instant is a datetime field, or now(), now() + 2 hours"
        ),
        ValueType::Duration => say!(
            fr "une durée s'écrit avec son unité : 30 days, 2 hours",
            en "a length of time is written with its unit: 30 days, 2 hours"
        ),
        ValueType::Enum(_) => say!(
            fr "une valeur de liste s'écrit sans guillemets, comme dans `enum {{ … }}`",
            en "a value of an enumeration is written without quotes, as in `enum {{ … }}`"
        ),
        ValueType::Time | ValueType::Record(_) => {
            Text { fr: format!("mettez ici {}", wanted.fr), en: format!("put {} here", wanted.en) }
        }
    }
}
