//! A cell against its field: the value it stands for, or why it can't be one.
//!
//! Judges one value at a time; each distinct value once. Invariant: what is refused here would be refused by the application too.

use rust_decimal::Decimal;

use super::Sort;
use super::evaluate::Value;
use crate::check::has_form;
use crate::diag::Text;
use crate::diag::suggest::did_you_mean;
use crate::inventory::profile::{Kind, compact, fits};
use crate::inventory::value::{boolean, fold, moment, number, time};
use crate::mcd::{EnumId, Field, Mcd, Type, constant_number};
use crate::say;

/// Why a cell is refused.
pub(super) type Refusal = (Sort, Text);

/// The value that a cell stands for.
pub(super) fn value(mcd: &Mcd, field: &Field, cell: &str) -> Result<Value, Refusal> {
    if cell.is_empty() {
        return Ok(Value::Empty);
    }
    let value = typed(mcd, field, cell)?;
    bounds(field, &value)?;
    pattern(field, &value)?;
    Ok(value)
}

fn typed(mcd: &Mcd, field: &Field, cell: &str) -> Result<Value, Refusal> {
    let words = |fr: &str, en: &str| (Sort::Type, Text { fr: fr.to_owned(), en: en.to_owned() });
    match &field.ty {
        Type::Integer | Type::Serial => {
            let whole = number(cell).filter(|number| number.value.fract().is_zero());
            whole
                .map(|number| Value::Number(number.value))
                .ok_or_else(|| words("n'est pas un nombre entier", "isn't a whole number"))
        }
        Type::Decimal(..) | Type::Money | Type::Percent => {
            let value = number(cell).ok_or_else(|| words("n'est pas un nombre", "isn't a number"))?.value;
            digits(&field.ty, value).map(Value::Number)
        }
        Type::Boolean => boolean(cell).map(Value::Boolean).ok_or_else(|| words("ni oui ni non", "neither yes nor no")),
        Type::Date => {
            let day = moment(cell).map(|moment| moment.date);
            day.map(Value::Date).ok_or_else(|| words("n'est pas une date qui existe", "isn't a date that exists"))
        }
        Type::Time => time(cell).map(Value::Time).ok_or_else(|| words("n'est pas une heure", "isn't a time")),
        Type::DateTime => {
            let instant = moment(cell).map(|moment| moment.date.and_time(moment.time.unwrap_or_default()));
            instant.map(Value::DateTime).ok_or_else(|| words("n'est pas une date et heure", "isn't a date and time"))
        }
        Type::Enum(id) => choice(mcd, *id, cell).map(|at| Value::Enum(*id, at)),
        Type::Text(longest) => short_enough(cell, *longest),
        ty => formed(ty, cell).then(|| Value::Text(cell.to_owned())).ok_or_else(|| malformed(ty)),
    }
}

/// Values with a form, in the spellings that can be brought to it.
fn formed(ty: &Type, cell: &str) -> bool {
    match ty {
        Type::Siren | Type::Siret | Type::Iban => has_form(ty, &compact(cell)),
        Type::Vat => fits(&Kind::Vat, cell),
        Type::Phone => {
            has_form(ty, &cell.replace('\u{a0}', " ")) && cell.chars().filter(char::is_ascii_digit).count() != 9
        }
        Type::PostalCode => has_form(ty, cell) && !(cell.len() == 4 && number(cell).is_some()),
        Type::Country | Type::Language => true, // written in full in most files; the import asks
        _ => has_form(ty, cell),
    }
}

fn malformed(ty: &Type) -> Refusal {
    let text = match ty {
        Type::Email => say!(fr "n'est pas une adresse e-mail", en "isn't an e-mail address"),
        Type::Phone => {
            say!(fr "n'est pas un numéro de téléphone (un zéro perdu ?)", en "isn't a phone number (a zero lost?)")
        }
        Type::PostalCode => {
            say!(fr "n'est pas un code postal (un zéro perdu ?)", en "isn't a postal code (a zero lost?)")
        }
        Type::Siren => {
            say!(fr "n'est pas un SIREN : 9 chiffres et leur clé", en "isn't a SIREN: 9 digits with their check digit")
        }
        Type::Siret => {
            say!(fr "n'est pas un SIRET : 14 chiffres et leur clé", en "isn't a SIRET: 14 digits with their check digit")
        }
        Type::Vat => say!(fr "n'est pas un numéro de TVA", en "isn't a VAT number"),
        Type::Iban => say!(fr "n'est pas un IBAN : sa clé est fausse", en "isn't an IBAN: its check digits are wrong"),
        Type::Url => {
            say!(fr "n'est pas une adresse web complète (https://…)", en "isn't a whole web address (https://…)")
        }
        _ => say!(fr "n'a pas la forme attendue", en "isn't of the form expected"),
    };
    (Sort::Type, text)
}

fn digits(ty: &Type, value: Decimal) -> Result<Decimal, Refusal> {
    let Some((total, scale)) = ty.numeric() else { return Ok(value) };
    let value = value.normalize();
    if value.scale() > u32::from(scale) {
        let text = say!(fr "plus de {scale} chiffres après la virgule", en "more than {scale} digits after the point");
        return Err((Sort::Type, text));
    }
    let whole = value.trunc().abs().to_string();
    if whole != "0" && whole.len() > usize::from(total.saturating_sub(scale)) {
        return Err((Sort::Range, say!(fr "nombre trop grand", en "number too big")));
    }
    Ok(value)
}

fn short_enough(cell: &str, longest: u32) -> Result<Value, Refusal> {
    if cell.chars().count() <= longest as usize {
        return Ok(Value::Text(cell.to_owned()));
    }
    Err((Sort::Length, say!(fr "plus de {longest} caractères", en "more than {longest} characters")))
}

/// The value of an enumeration that a cell names, whatever its case and accents.
fn choice(mcd: &Mcd, id: EnumId, cell: &str) -> Result<usize, Refusal> {
    let values = &mcd.enumeration(id).values;
    let folded = fold(cell);
    let found = values
        .iter()
        .position(|value| fold(&value.label) == folded || fold(&value.name) == folded || value.snake == folded);
    found.ok_or_else(|| {
        let mut text = say!(fr "n'est pas dans la liste", en "isn't in the list");
        if let Some(near) = did_you_mean(cell, values.iter().map(|value| value.label.as_str())) {
            text = Text { fr: format!("{} ; {}", text.fr, near.fr), en: format!("{}; {}", text.en, near.en) };
        }
        (Sort::Choice, text)
    })
}

/// Bounds that are numbers; others are judged row by row.
fn bounds(field: &Field, value: &Value) -> Result<(), Refusal> {
    let Value::Number(number) = value else { return Ok(()) };
    if let Some(min) = field.min.as_ref().and_then(constant_number).filter(|min| number < min) {
        return Err((Sort::Range, say!(fr "moins que {min}", en "less than {min}")));
    }
    if let Some(max) = field.max.as_ref().and_then(constant_number).filter(|max| number > max) {
        return Err((Sort::Range, say!(fr "plus que {max}", en "more than {max}")));
    }
    Ok(())
}

fn pattern(field: &Field, value: &Value) -> Result<(), Refusal> {
    let (Some(pattern), Value::Text(text)) = (&field.matches, value) else { return Ok(()) };
    match regex::Regex::new(&format!("^(?:{pattern})$")) {
        Ok(regex) if !regex.is_match(text) => {
            Err((Sort::Pattern, say!(fr "n'a pas la forme {pattern}", en "isn't of the form {pattern}")))
        }
        _ => Ok(()),
    }
}
