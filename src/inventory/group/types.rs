//! The type of a field in the model, from the kind of its values; a strict type only where nearly all values keep its form.

use super::naming::{distinct, quoted, words};
use crate::inventory::profile::{Field, Kind, fits};
use crate::inventory::read::Column;
use crate::inventory::value::{fold, name_key, tokens};

/// A type as written, and what it leaves to ask.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    /// `text(80)`
    pub(super) text: String,
    /// `personal`, …
    pub(super) modifiers: Vec<&'static str>,
    /// Of its values, those that the kind that the field seems to have would refuse, and that kind; then the type is looser.
    pub(super) refused: Option<(Kind, usize, usize)>,
}

/// Values that a type with a form may refuse, in a hundred: rows to mend, not another type.
const REFUSED: usize = 2;

/// The type of a field of a group with so many occurrences.
pub(super) fn typed(column: &Column, field: &Field, occurrences: usize) -> Typed {
    let plain = |text: &str| Typed { text: text.to_owned(), modifiers: Vec::new(), refused: None };
    let text = || plain(&text_type(field.lengths.1));
    match &field.kind {
        Kind::Boolean => plain("boolean"),
        Kind::Integer => formed(column, field, plain("integer")),
        Kind::Decimal => formed(column, field, plain(&format!("decimal(15,{})", field.scale.clamp(1, 6)))),
        Kind::Amount => formed(column, field, plain("money")),
        Kind::Percent => formed(column, field, plain("percent")),
        Kind::Date => formed(column, field, plain("date")),
        Kind::DateTime => formed(column, field, plain("datetime")),
        Kind::Time => formed(column, field, plain("time")),
        Kind::Email => personal(formed(column, field, plain("email"))),
        Kind::Phone => personal(formed(column, field, plain("phone"))),
        Kind::Url => formed(column, field, plain("url")),
        Kind::PostalCode => formed(column, field, plain("postal_code")),
        Kind::Siren => formed(column, field, plain("siren")),
        Kind::Siret => formed(column, field, plain("siret")),
        Kind::Vat => formed(column, field, plain("vat")),
        Kind::Iban => formed(column, field, plain("iban")),
        Kind::LongText => plain("longtext"),
        Kind::Enum if field.distinct <= 10 && occurrences >= 5 * field.distinct && is_closed(column) => {
            plain(&closed_list(column))
        }
        Kind::Enum | Kind::Empty | Kind::Code(_) | Kind::Text => text(),
    }
}

/// The type of a field that holds several values in a cell: no closed list.
pub(super) fn several(typed: Typed, field: &Field) -> Typed {
    if typed.text.starts_with("enum") { Typed { text: text_type(field.lengths.1), ..typed } } else { typed }
}

/// Whether a list of values is one that the firm decides on, each written in one way. Towns and people come without asking.
fn is_closed(column: &Column) -> bool {
    const OPEN: [&str; 9] = ["ville", "town", "pays", "country", "region", "departement", "nom", "prenom", "contact"];
    let names = tokens(&column.name).into_iter().map(|word| name_key(&word));
    let mut forms: Vec<String> = column.dictionary.values().map(fold).collect();
    forms.sort();
    let before = forms.len();
    forms.dedup();
    forms.len() == before && !names.into_iter().any(|name| OPEN.contains(&name.as_str()))
}

fn personal(mut typed: Typed) -> Typed {
    typed.modifiers.push("personal");
    typed
}

/// The type, or text where too many values would be refused.
fn formed(column: &Column, field: &Field, typed: Typed) -> Typed {
    let values = column.dictionary.values().filter(|value| !value.is_empty()).take(5_000);
    let (mut known, mut refused) = (0, 0);
    for value in values {
        known += 1;
        refused += usize::from(!fits(&field.kind, value));
    }
    if refused * 100 <= known * REFUSED {
        return typed;
    }
    Typed {
        text: text_type(field.lengths.1),
        modifiers: Vec::new(),
        refused: Some((field.kind.clone(), refused, known)),
    }
}

/// Room for the longest value and some more.
fn text_type(longest: usize) -> String {
    let room = [20, 50, 80, 120, 200, 255, 500].into_iter().find(|room| longest + longest / 5 <= *room);
    room.map_or_else(|| "longtext".to_owned(), |room| format!("text({room})"))
}

fn closed_list(column: &Column) -> String {
    let mut taken = Vec::new();
    let values = column.dictionary.values().filter(|value| !value.is_empty()).map(|value| {
        let word = words(&any_ascii::any_ascii(value)).join("_").to_lowercase();
        let name = if word.starts_with(|first: char| first.is_ascii_alphabetic()) { word } else { format!("v_{word}") };
        format!("{} {}", distinct(name.trim_end_matches('_'), &mut taken), quoted(value))
    });
    format!("enum {{ {} }}", values.collect::<Vec<_>>().join(", "))
}
