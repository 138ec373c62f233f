//! How much a column looks like what tells things apart: by its name, the kind of its values, and how they repeat.

use super::relation::Attribute;
use crate::inventory::profile::Kind;
use crate::inventory::value::tokens;

/// Words by which people name identifiers, folded.
const WORDS: &[&str] = &[
    "code",
    "codes",
    "num",
    "numero",
    "no",
    "n",
    "nr",
    "ndeg",
    "ref",
    "reference",
    "id",
    "ident",
    "identifiant",
    "identifier",
    "matricule",
    "sku",
    "key",
    "cle",
    "number",
    "siret",
    "siren",
    "isbn",
    "ean",
    "uuid",
];

/// Whether a word of a heading says "identifier".
pub(in crate::inventory) fn says_identifier(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Whether values of this kind can tell things apart at all.
pub(in crate::inventory) fn can_identify(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Empty
            | Kind::Boolean
            | Kind::Decimal
            | Kind::Amount
            | Kind::Percent
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::LongText
            | Kind::PostalCode
    )
}

/// Whether it is an identifier by name or by form.
pub(in crate::inventory) fn is_identifier_like(attribute: Attribute<'_>) -> bool {
    let by_name = tokens(&attribute.field.name).iter().any(|word| says_identifier(word));
    by_name && attribute.field.kind != Kind::Enum
        || by_form(&attribute.field.kind)
        || by_name && attribute.field.lengths.1 <= 12
}

fn by_form(kind: &Kind) -> bool {
    matches!(kind, Kind::Code(_) | Kind::Siret | Kind::Siren | Kind::Iban | Kind::Vat)
}

/// The likeliest identifier among columns that determine each other has the greatest rank.
///
/// Names first, then what is always filled, then fewest values (slips only add some), then short values, then the left one.
pub(in crate::inventory) fn rank(attribute: Attribute<'_>, empties: usize, values: usize) -> impl Ord + use<> {
    let words = tokens(&attribute.field.name);
    let own_name = words.iter().any(|word| says_identifier(word) && !["siret", "siren"].contains(&word.as_str()));
    let (reversed, kind) = (std::cmp::Reverse, &attribute.field.kind);
    let tidy = matches!(kind, Kind::Code(_) | Kind::Integer);
    (
        empties == 0,
        own_name,
        tidy,
        by_form(kind),
        kind == &Kind::Email,
        reversed(values),
        reversed(attribute.field.lengths.1),
        reversed(attribute.at),
    )
}
