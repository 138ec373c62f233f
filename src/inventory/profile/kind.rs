//! The kind of a field, guessed from its values and, where these leave a doubt, from its name.
//!
//! A kind is chosen when three filled cells out of four fit it; the others are then oddities. Invariant: the guess depends on values and name only.

use crate::check::has_form;
use crate::diag::Text;
use crate::inventory::value::{boolean, date, moment, name_key, number, says_nothing, time};
use crate::mcd::Type;
use crate::say;

/// What the values of a field are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing at all.
    Empty,
    /// Yes or no.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Decimal,
    /// Numbers in a currency.
    Amount,
    /// Percentages.
    Percent,
    /// Days.
    Date,
    /// Instants.
    DateTime,
    /// Times of day.
    Time,
    /// E-mail addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Web addresses.
    Url,
    /// Postal codes.
    PostalCode,
    /// SIREN.
    Siren,
    /// SIRET.
    Siret,
    /// European VAT numbers.
    Vat,
    /// IBAN.
    Iban,
    /// Letters and digits of one pattern (`A9` for letters then digits).
    Code(Shape),
    /// One of few values.
    Enum,
    /// Characters.
    Text,
    /// Many characters.
    LongText,
}

/// The pattern of a code: runs of letters become `A`, of digits `9`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(pub String);

impl Kind {
    /// What it is called.
    pub fn label(&self) -> Text {
        match self {
            Kind::Empty => say!(fr "vide", en "empty"),
            Kind::Boolean => say!(fr "oui/non", en "yes/no"),
            Kind::Integer => say!(fr "entier", en "whole number"),
            Kind::Decimal => say!(fr "nombre", en "number"),
            Kind::Amount => say!(fr "montant", en "amount"),
            Kind::Percent => say!(fr "pourcentage", en "percentage"),
            Kind::Date => say!(fr "date", en "date"),
            Kind::DateTime => say!(fr "date et heure", en "date and time"),
            Kind::Time => say!(fr "heure", en "time"),
            Kind::Email => say!(fr "e-mail", en "e-mail"),
            Kind::Phone => say!(fr "téléphone", en "phone"),
            Kind::Url => say!(fr "adresse web", en "web address"),
            Kind::PostalCode => say!(fr "code postal", en "postal code"),
            Kind::Siren => Text::same("SIREN"),
            Kind::Siret => Text::same("SIRET"),
            Kind::Vat => say!(fr "n° de TVA", en "VAT number"),
            Kind::Iban => Text::same("IBAN"),
            Kind::Code(_) => say!(fr "code", en "code"),
            Kind::Enum => say!(fr "liste fermée", en "closed list"),
            Kind::Text => say!(fr "texte", en "text"),
            Kind::LongText => say!(fr "texte long", en "long text"),
        }
    }

    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Kind::Empty => "empty",
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Decimal => "decimal",
            Kind::Amount => "amount",
            Kind::Percent => "percent",
            Kind::Date => "date",
            Kind::DateTime => "datetime",
            Kind::Time => "time",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Url => "url",
            Kind::PostalCode => "postal_code",
            Kind::Siren => "siren",
            Kind::Siret => "siret",
            Kind::Vat => "vat",
            Kind::Iban => "iban",
            Kind::Code(_) => "code",
            Kind::Enum => "enum",
            Kind::Text => "text",
            Kind::LongText => "longtext",
        }
    }

    /// Whether its values are numbers to reckon with.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Kind::Integer | Kind::Decimal | Kind::Amount | Kind::Percent)
    }

    /// Whether two fields may hold the same datum: words of any sort, or the very same kind.
    pub fn is_comparable(&self, other: &Kind) -> bool {
        let words = |kind: &Kind| matches!(kind, Kind::Enum | Kind::Text | Kind::LongText | Kind::Code(_));
        words(self) && words(other) || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether two fields with the same values of this kind are likely one datum: a small number proves nothing.
    pub fn is_telling(&self) -> bool {
        !matches!(
            self,
            Kind::Empty
                | Kind::Boolean
                | Kind::Decimal
                | Kind::Amount
                | Kind::Percent
                | Kind::Date
                | Kind::DateTime
                | Kind::Time
        )
    }
}

/// Whether a value fits a kind; check digits included.
pub fn fits(kind: &Kind, value: &str) -> bool {
    match kind {
        Kind::Empty => value.is_empty(),
        Kind::Boolean => boolean(value).is_some(),
        Kind::Integer => number(value).is_some_and(|number| number.value.fract().is_zero()),
        Kind::Decimal | Kind::Amount | Kind::Percent => number(value).is_some(),
        Kind::Date => date(value).is_some(),
        Kind::DateTime => moment(value).is_some(),
        Kind::Time => time(value).is_some(),
        Kind::Email => has_form(&Type::Email, value),
        Kind::Phone => is_phone(value),
        Kind::Url => has_form(&Type::Url, value) || value.starts_with("www.") && !value.contains(' '),
        Kind::PostalCode => is_postal_code(value),
        Kind::Siren => has_form(&Type::Siren, &compact(value)),
        Kind::Siret => has_form(&Type::Siret, &compact(value)),
        Kind::Vat => is_vat(value),
        Kind::Iban => has_form(&Type::Iban, &compact(value)),
        Kind::Code(shape) => super::kind::shape(value) == *shape,
        Kind::Enum | Kind::Text | Kind::LongText => true,
    }
}

/// Without blanks, points and dashes.
pub(crate) fn compact(value: &str) -> String {
    value.chars().filter(|letter| !letter.is_whitespace() && !".-_".contains(*letter)).collect()
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_postal_code(value: &str) -> bool {
    is_digits(value, 5) && !value.starts_with("00")
        || value.len() > 5 && has_form(&Type::PostalCode, value) && value.chars().any(|c| c.is_ascii_digit())
}

/// A French number has ten digits with its zero, or comes with its country.
fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let national = value.starts_with('0') && digits == 10;
    let abroad = (value.starts_with('+') || value.starts_with("00")) && (8..=15).contains(&digits);
    (national || abroad) && has_form(&Type::Phone, &value.replace('\u{a0}', " "))
}

/// The French key is checked; of other countries the form is.
pub(crate) fn is_vat(value: &str) -> bool {
    let compact = compact(value);
    let (Some(country), Some(rest)) = (compact.get(..2), compact.get(2..)) else { return false };
    if !country.bytes().all(|byte| byte.is_ascii_uppercase()) || !(6..=12).contains(&rest.len()) {
        return false;
    }
    if country != "FR" {
        return rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.bytes().filter(u8::is_ascii_digit).count() >= 6;
    }
    let (Some(key), Some(siren)) = (rest.get(..2), rest.get(2..)) else { return false };
    let (Ok(key), Ok(number)) = (key.parse::<u64>(), siren.parse::<u64>()) else { return rest.len() == 11 };
    rest.len() == 11 && key == (12 + 3 * (number % 97)) % 97
}

/// The pattern of a value.
pub(crate) fn shape(value: &str) -> Shape {
    let mut shape = String::new();
    for letter in value.chars() {
        let mark = match letter {
            _ if letter.is_alphabetic() => 'A',
            _ if letter.is_ascii_digit() => '9',
            other => other,
        };
        if !(shape.ends_with(mark) && "A9".contains(mark)) {
            shape.push(mark);
        }
    }
    Shape(shape)
}

/// Distinct values with how many rows have each.
pub(super) type Counted<'v> = Vec<(&'v str, usize)>;

/// Values looked at to choose a kind.
const SAMPLE: usize = 2_000;

/// The kind of a field with these values, the empty one left out.
pub(super) fn guess(name: &str, values: &Counted<'_>, filled: usize, longest: usize) -> Kind {
    let sample: Counted<'_> = values.iter().copied().filter(|(value, _)| !says_nothing(value)).take(SAMPLE).collect();
    if sample.is_empty() {
        return if filled == 0 { Kind::Empty } else { Kind::Text };
    }
    let seen = Seen { name: name_key(name), sample, distinct: values.len(), filled };
    seen.boolean()
        .or_else(|| seen.formed())
        .or_else(|| seen.moment())
        .or_else(|| seen.number())
        .unwrap_or_else(|| seen.words(longest))
}

struct Seen<'v> {
    name: String,
    sample: Counted<'v>,
    distinct: usize,
    filled: usize,
}

impl Seen<'_> {
    fn named(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.name.contains(word))
    }

    /// The share of the sample's cells whose value is so. A value counts a hundred times at most, so that one can't outweigh all.
    fn share(&self, is_so: impl Fn(&str) -> bool) -> f64 {
        let weight = |values: &mut dyn Iterator<Item = &(&str, usize)>| {
            values.map(|(_, count)| (*count).min(100)).sum::<usize>()
        };
        let fitting = weight(&mut self.sample.iter().filter(|(value, _)| is_so(value)));
        super::share(fitting, weight(&mut self.sample.iter()))
    }

    fn mostly(&self, kind: Kind) -> Option<Kind> {
        (self.share(|value| fits(&kind, value)) >= 0.75).then_some(kind)
    }

    /// Values that look so, half of which at least are so: the others are errors, not another kind.
    fn meant(&self, kind: &Kind, looks_so: &dyn Fn(&str) -> bool) -> bool {
        self.share(|value| looks_so(value) || fits(kind, value)) >= 0.75 && self.share(|value| fits(kind, value)) >= 0.5
    }

    fn boolean(&self) -> Option<Kind> {
        let digits = self.sample.iter().all(|(value, _)| ["0", "1"].contains(value));
        let numbered =
            self.named(&["numero", "quantite", "nombre", "rang", "ordre", "etage", "niveau", "place", "stock"]);
        (self.distinct <= 4
            && self.share(|value| boolean(value).is_some()) > 0.99
            && !(digits && (self.distinct < 2 || numbered)))
            .then_some(Kind::Boolean)
    }

    /// Values with a form of their own.
    fn formed(&self) -> Option<Kind> {
        let digits = |length: usize| self.share(|value| is_digits(&compact(value), length)) >= 0.75;
        let passing = |kind: &Kind| self.share(|value| fits(kind, value));
        let siret = digits(14) && (self.named(&["siret"]) || passing(&Kind::Siret) > 0.6);
        let siren = digits(9) && (self.named(&["siren"]) || self.distinct >= 10 && passing(&Kind::Siren) > 0.8);
        let postal = self.named(&["codepostal", "postal"])
            && self.share(|value| is_digits(value, 5) || is_digits(value, 4)) >= 0.75
            || digits(5)
                && self.distinct >= 5
                && self.share(|value| value.starts_with('0')) > 0.01
                && self.share(is_postal_code) > 0.9;
        let phone = self.named(&["telephone", "mobile", "fax"])
            && self.share(|value| has_form(&Type::Phone, value) && value.len() >= 8) >= 0.75;
        if siret {
            return Some(Kind::Siret);
        }
        if siren {
            return Some(Kind::Siren);
        }
        let vat = self.named(&["tva", "vat"])
            && self.share(|value| value.starts_with(char::is_alphabetic) && compact(value).len() >= 8) >= 0.75;
        match (postal, phone, vat) {
            (true, _, _) => Some(Kind::PostalCode),
            (_, true, _) => Some(Kind::Phone),
            (_, _, true) => Some(Kind::Vat),
            _ if self.meant(&Kind::Email, &|value| value.contains('@')) => Some(Kind::Email),
            _ => [Kind::Url, Kind::Iban, Kind::Phone].into_iter().find_map(|kind| self.mostly(kind)),
        }
    }

    fn moment(&self) -> Option<Kind> {
        let date = self.meant(&Kind::Date, &|value| shape(value).0.split(['/', '-', '.']).eq(["9", "9", "9"]));
        date.then_some(Kind::Date)
            .or_else(|| self.mostly(Kind::Date))
            .or_else(|| self.mostly(Kind::Time))
            .or_else(|| self.mostly(Kind::DateTime))
    }

    fn number(&self) -> Option<Kind> {
        self.mostly(Kind::Decimal)?;
        // Zeros in front are of codes, not of numbers.
        if self.share(|value| number(value).is_some_and(|number| number.padded)) > 0.01 {
            return None;
        }
        let currency = self.share(|value| number(value).is_some_and(|number| number.currency)) > 0.5;
        // A rate by the hour or by the day is a price.
        let by_time = self.named(&["horaire", "journalier", "heure", "jour", "hourly", "daily"]);
        if self.share(|value| number(value).is_some_and(|number| number.percent)) > 0.5
            || !currency && !by_time && self.named(&["taux", "pourcent", "pct", "percent"])
        {
            return Some(Kind::Percent);
        }
        let whole = self.share(|value| fits(&Kind::Integer, value)) > 0.98;
        let cents = self.share(|value| number(value).is_some_and(|number| number.value.scale() <= 2)) > 0.98;
        let money = ["prix", "montant", "total", "solde", "tarif", "cout", "chiffreaffaires", "ht", "ttc", "salaire"];
        if currency || cents && self.named(&money) && (!whole || self.named(&["prix", "montant"])) {
            return Some(Kind::Amount);
        }
        Some(if whole { Kind::Integer } else { Kind::Decimal })
    }

    fn words(&self, longest: usize) -> Kind {
        if longest > 200 || self.sample.iter().any(|(value, _)| value.contains('\n')) {
            return Kind::LongText;
        }
        let mut shapes: indexmap::IndexMap<String, usize> = indexmap::IndexMap::new();
        for (value, _) in &self.sample {
            *shapes.entry(shape(value).0).or_default() += 1;
        }
        let common = shapes.iter().max_by_key(|(_, count)| **count).map(|(shape, count)| (shape.clone(), *count));
        match common {
            Some((shape, count)) if is_code(&shape) && super::share(count, self.sample.len()) >= 0.75 => {
                Kind::Code(Shape(shape))
            }
            _ if self.distinct <= 30 && self.filled >= 5 * self.distinct && longest <= 60 => Kind::Enum,
            _ => Kind::Text,
        }
    }
}

/// Digits without blanks around them.
fn is_code(shape: &str) -> bool {
    shape.contains('9') && shape.len() <= 20 && !shape.contains(char::is_whitespace) && !shape.starts_with("9/9")
}
