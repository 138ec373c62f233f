//! One value as a page shows it.

use serde::Serialize;

use super::kind::Kind;
use super::locale::Locale;
use super::model::{FieldInfo, Model};
use super::record::Record;
use super::value::Value;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    pub kind: &'static str,
    pub text: String,
    pub url: Option<String>,
    /// 0 to 7, for the badge of an enum's value.
    pub tone: Option<usize>,
    pub unit: Option<&'static str>,
    /// What the text means, where it is Markdown read at length.
    pub html: Option<String>,
}

/// The value of a record's field.
pub fn of_record(model: &Model, record: &Record, position: usize, field: &FieldInfo) -> Cell {
    let title = record.titles.get(position).map_or("", String::as_str);
    of_value(model, field, record.values.at(position), title)
}

pub fn of_value(model: &Model, field: &FieldInfo, value: &Value, title: &str) -> Cell {
    let kind = field.kind;
    let text = match (kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Reference(_), value) if title.is_empty() => format!("#{}", model.locale.show(kind, value)),
        (Kind::Reference(_), _) => title.to_owned(),
        (Kind::LongText | Kind::Markdown, Value::Text(text)) if text.chars().count() > 400 => shortened(text),
        _ => model.locale.show(kind, value),
    };
    Cell {
        kind: kind.name(),
        url: url(model, field, value),
        tone: value.as_text().and_then(|code| tone(kind.choices(), code)),
        unit: Some(field.unit).filter(|unit| !unit.is_empty()),
        html: None,
        text,
    }
}

/// The parts of an address, as an envelope has them.
pub fn of_address(model: &Model, label_kind: &'static str, parts: &[(&FieldInfo, &Value)]) -> Cell {
    let mut text = String::new();
    let mut before = None;
    for (field, value) in parts {
        let shown = model.locale.show(field.kind, value);
        if shown.is_empty() {
            continue;
        }
        // The town follows its postal code, and a longitude its latitude.
        let joint = match before {
            None => "",
            Some(Kind::PostalCode) => " ",
            Some(Kind::Decimal {
                ..
            }) => " ; ",
            Some(_) => "\n",
        };
        text.push_str(joint);
        text.push_str(&shown);
        before = Some(field.kind);
    }
    Cell {
        kind: label_kind,
        text,
        ..Cell::default()
    }
}

/// Beginnings of codes that say how things went.
const WELL: &[&str] = &[
    "accept", "actif", "active", "approved", "valid", "gagn", "won", "paye", "paid", "fait", "done", "termin", "complet", "signe", "livre",
];
const BADLY: &[&str] = &[
    "annul", "cancel", "refus", "reject", "perdu", "lost", "impay", "unpaid", "echec", "fail", "retard", "late", "expir",
];
const GREEN: usize = 2;
const RED: usize = 3;
/// The other colours, in turn.
const NEUTRAL: [usize; 6] = [0, 1, 4, 5, 6, 7];

/// The colour of an enum's value: green and red mean something, others only tell values apart.
fn tone(choices: &[super::kind::Choice], code: &str) -> Option<usize> {
    let begins = |stems: &[&str]| stems.iter().any(|stem| code.starts_with(stem));
    let place = choices.iter().position(|choice| choice.code == code)?;
    if begins(BADLY) {
        Some(RED)
    } else if begins(WELL) {
        Some(GREEN)
    } else {
        NEUTRAL.get(place % NEUTRAL.len()).copied()
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(400).chain(std::iter::once('…')).collect()
}

fn url(model: &Model, field: &FieldInfo, value: &Value) -> Option<String> {
    match (field.kind, value) {
        (Kind::Reference(_), value) => Some(model.target(field)?.record_url(value.as_key()?)),
        (Kind::File | Kind::Image, Value::Text(stored)) => Some(format!("/files/{stored}")),
        (Kind::Email, Value::Text(address)) => Some(format!("mailto:{address}")),
        (Kind::Phone, Value::Text(number)) => Some(format!("tel:{number}")),
        (Kind::Url, Value::Text(address)) => Some(address.clone()).filter(|address| address.starts_with("http://") || address.starts_with("https://")),
        _ => None,
    }
}

/// When something happened, for a page.
pub fn when(locale: &Locale, instant: Option<chrono::NaiveDateTime>) -> Option<String> {
    instant.map(|instant| locale.date_time(instant))
}
