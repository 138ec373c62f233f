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
        (Kind::Reference(_), Value::Int(id)) if title.is_empty() => format!("#{id}"),
        (Kind::Reference(_), _) => title.to_owned(),
        (Kind::LongText | Kind::Markdown, Value::Text(text)) if text.chars().count() > 400 => shortened(text),
        _ => model.locale.show(kind, value),
    };
    Cell {
        kind: kind.name(),
        url: url(model, field, value),
        tone: kind
            .choices()
            .iter()
            .position(|choice| value.as_text() == Some(choice.code))
            .map(|place| place % 8),
        unit: Some(field.unit).filter(|unit| !unit.is_empty()),
        text,
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(400).chain(std::iter::once('…')).collect()
}

fn url(model: &Model, field: &FieldInfo, value: &Value) -> Option<String> {
    match (field.kind, value) {
        (Kind::Reference(_), Value::Int(id)) => model.target(field).map(|target| target.record_url(*id)),
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
