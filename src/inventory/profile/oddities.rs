//! Values of a field not like the others: the client's errors, to be mended before anything is imported.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::field::cut;
use super::kind::{Kind, compact, fits};
use crate::diag::Text;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{boolean, fold, moment, number, says_nothing};
use crate::say;

/// A value not like the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// The value, cut short.
    pub value: String,
    /// How many rows have it.
    pub count: usize,
    /// The number of the first row that has it.
    pub row: u32,
    /// Why it is odd.
    pub why: Text,
}

/// Oddities kept of one field; all are counted.
const KEPT: usize = 200;
/// Beyond so many values, spellings aren't compared.
const COMPARED: usize = 50_000;

/// The odd values among these (code, value, count), and how many rows have one.
pub(super) fn oddities(
    kind: &Kind,
    table: &Table,
    column: &Column,
    values: &[(u32, &str, usize)],
) -> (Vec<Odd>, usize) {
    let spellings = spellings(kind, values);
    let bounds = bounds(kind, values);
    let mut found: Vec<(u32, &str, usize, Text)> = Vec::new();
    let mut rows = 0;
    for (code, value, count) in values {
        let why = misfit(kind, value).or_else(|| bounds.judge(value)).or_else(|| spellings.get(code).cloned());
        if let Some(why) = why {
            rows += count;
            if found.len() < KEPT {
                found.push((*code, value, *count, why));
            }
        }
    }
    let firsts = first_rows(table, column, &found.iter().map(|(code, ..)| *code).collect::<Vec<_>>());
    let odd = |(code, value, count, why): (u32, &str, usize, Text)| {
        let row = firsts.get(&code).copied().unwrap_or(0);
        Odd { value: cut(value), count, row, why }
    };
    (found.into_iter().map(odd).collect(), rows)
}

/// The number of the first row of each code; codes come in the order of first occurrence.
fn first_rows(table: &Table, column: &Column, codes: &[u32]) -> HashMap<u32, u32> {
    let mut rows = HashMap::new();
    let mut wanted = codes.iter().copied().peekable();
    for (code, row) in column.codes.iter().zip(&table.rows) {
        match wanted.peek() {
            None => break,
            Some(next) if next == code => {
                rows.insert(*code, *row);
                wanted.next();
            }
            Some(_) => {}
        }
    }
    rows
}

/// Why a value doesn't fit the kind of its field.
fn misfit(kind: &Kind, value: &str) -> Option<Text> {
    if says_nothing(value) && *kind != Kind::Boolean {
        return Some(say!(fr "veut dire « rien » : laissez la cellule vide", en "means nothing: leave the cell empty"));
    }
    if fits(kind, value) {
        return mixed(kind, value);
    }
    Some(why_not(kind, value))
}

/// Fits, and yet is two things at once.
fn mixed(kind: &Kind, value: &str) -> Option<Text> {
    let two_mails = *kind == Kind::Email && value.contains([',', ';', '/']);
    two_mails.then(|| say!(fr "plusieurs adresses dans une cellule", en "several addresses in one cell"))
}

fn why_not(kind: &Kind, value: &str) -> Text {
    let digits = compact(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        Kind::Siret if is_number && digits.len() == 14 => say!(fr "clé de contrôle fausse", en "wrong check digit"),
        Kind::Siren if is_number && digits.len() == 9 => say!(fr "clé de contrôle fausse", en "wrong check digit"),
        Kind::Siret if is_number && digits.len() == 9 => {
            say!(fr "c'est un SIREN (9 chiffres)", en "it is a SIREN (9 digits)")
        }
        Kind::Siret if is_number => {
            let length = digits.len();
            say!(fr "{length} chiffres au lieu de 14", en "{length} digits and not 14")
        }
        Kind::Iban | Kind::Vat => say!(fr "clé de contrôle ou forme fausse", en "wrong check digits or form"),
        Kind::PostalCode if is_number && digits.len() == 4 => {
            say!(fr "un zéro perdu devant (Excel l'ôte)", en "its leading zero is lost (Excel drops it)")
        }
        Kind::Phone if is_number && digits.len() == 9 => {
            say!(fr "un zéro perdu devant (Excel l'ôte)", en "its leading zero is lost (Excel drops it)")
        }
        Kind::Date | Kind::DateTime if looks_like_date(value) => {
            say!(fr "ce jour n'existe pas", en "there is no such day")
        }
        Kind::Code(shape) => {
            let shape = &shape.0;
            say!(fr "n'a pas la forme {shape} des autres", en "isn't of the form {shape} of the others")
        }
        Kind::Boolean if boolean(value).is_none() => say!(fr "ni oui ni non", en "neither yes nor no"),
        _ => {
            let label = kind.label();
            Text { fr: format!("pas de type {}", label.fr), en: format!("not a {}", label.en) }
        }
    }
}

fn looks_like_date(value: &str) -> bool {
    let mut parts = value.split(['/', '-', '.']);
    parts.clone().count() == 3 && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where the values of a field surely lie.
enum Bounds {
    None,
    Numbers { least: Decimal, greatest: Decimal },
    Days,
}

impl Bounds {
    fn judge(&self, value: &str) -> Option<Text> {
        match self {
            Bounds::None => None,
            Bounds::Numbers { least, greatest } => {
                let number = number(value)?.value;
                let far = say!(fr "bien loin des autres valeurs", en "far from the other values");
                (number < *least || number > *greatest).then_some(far)
            }
            Bounds::Days => {
                let year = moment(value)?.date.year();
                let odd = !(1900..=2100).contains(&year)
                    || NaiveDate::from_ymd_opt(1899, 12, 30) == Some(moment(value)?.date);
                odd.then(|| say!(fr "une année peu vraisemblable", en "an unlikely year"))
            }
        }
    }
}

/// Ten times the spread of the middle half of the values on each side: only what is surely wrong falls outside.
fn bounds(kind: &Kind, values: &[(u32, &str, usize)]) -> Bounds {
    if matches!(kind, Kind::Date | Kind::DateTime) {
        return Bounds::Days;
    }
    if !kind.is_numeric() || values.len() < 20 {
        return Bounds::None;
    }
    let mut numbers: Vec<Decimal> =
        values.iter().take(COMPARED).filter_map(|(_, value, _)| number(value)).map(|number| number.value).collect();
    numbers.sort_unstable();
    let quarter = |times: usize| numbers.get(numbers.len() * times / 4).copied();
    let (Some(low), Some(high)) = (quarter(1), quarter(3)) else { return Bounds::None };
    let spread = high.checked_sub(low).and_then(|spread| spread.checked_mul(Decimal::from(30)));
    match spread.filter(|spread| !spread.is_zero()) {
        Some(spread) => match (low.checked_sub(spread), high.checked_add(spread)) {
            (Some(least), Some(greatest)) => Bounds::Numbers { least, greatest },
            _ => Bounds::None,
        },
        None => Bounds::None,
    }
}

/// Values that another, more frequent one spells differently: case, accents, signs; one letter in closed lists.
fn spellings(kind: &Kind, values: &[(u32, &str, usize)]) -> HashMap<u32, Text> {
    let mut odd = HashMap::new();
    if !matches!(kind, Kind::Enum | Kind::Text | Kind::Code(_)) || values.len() > COMPARED {
        return odd;
    }
    let mut best: HashMap<String, (&str, usize)> = HashMap::new();
    for (_, value, count) in values {
        let entry = best.entry(fold(value)).or_insert((value, *count));
        if *count > entry.1 {
            *entry = (value, *count);
        }
    }
    for (code, value, _) in values {
        let folded = fold(value);
        let Some((usual, _)) = best.get(&folded).filter(|(usual, _)| !folded.is_empty() && usual != value) else {
            continue;
        };
        odd.insert(*code, say!(fr "s'écrit d'ordinaire « {usual} »", en "is usually written `{usual}`"));
    }
    if *kind == Kind::Enum {
        misspelt(values, &mut odd);
    }
    odd
}

/// A rare value one letter away from a frequent one.
fn misspelt(values: &[(u32, &str, usize)], odd: &mut HashMap<u32, Text>) {
    for (code, value, count) in values {
        let near = values.iter().find(|(_, other, times)| {
            *times >= count * 20
                && value.chars().count() >= 4
                && strsim::osa_distance(value, other) == 1
                && !value.chars().any(|c| c.is_ascii_digit())
        });
        if let Some((_, usual, _)) = near {
            odd.entry(*code).or_insert_with(
                || say!(fr "une faute de frappe pour « {usual} » ?", en "a typing error for `{usual}`?"),
            );
        }
    }
}
