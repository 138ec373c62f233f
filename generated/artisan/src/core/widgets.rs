//! A field as an input of a form.

use std::collections::BTreeMap;

use serde::Serialize;

use super::errors::Errors;
use super::key::Key;
use super::kind::Kind;
use super::lists;
use super::lookup::Candidate;
use super::meta::Initial;
use super::model::{FieldInfo, Model};

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Picker {
    pub url: String,
    pub text: String,
    pub new_url: Option<String>,
    pub entity: &'static str,
}

/// A record that may be entered in a line instead of being picked.
#[derive(Clone, Debug, Serialize)]
pub struct Creation {
    pub label: &'static str,
    pub fields: Vec<Widget>,
    /// Something was entered.
    pub open: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Widget {
    pub id: String,
    pub name: String,
    pub label: &'static str,
    pub help: &'static str,
    pub kind: &'static str,
    pub value: Option<String>,
    pub text: Option<String>,
    pub required: bool,
    pub readonly: bool,
    pub error: Option<String>,
    pub min: Option<String>,
    pub max: Option<String>,
    pub step: Option<String>,
    pub maxlength: Option<u32>,
    pub pattern: Option<&'static str>,
    pub message: Option<&'static str>,
    pub unit: Option<&'static str>,
    pub inputmode: Option<&'static str>,
    pub autocomplete: Option<&'static str>,
    pub options: Vec<Choice>,
    pub picker: Option<Picker>,
    pub creation: Option<Creation>,
    pub group: Option<&'static str>,
    /// Out of sight until somebody asks for it: the coordinates of an address that has none.
    pub folded: bool,
    pub width: &'static str,
}

/// What a form holds while it is edited: texts by input name, whatever they came from.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub texts: BTreeMap<String, String>,
    /// What is written in pickers.
    pub titles: BTreeMap<String, String>,
    /// Several records fit what was typed in a picker.
    pub candidates: BTreeMap<String, Vec<Candidate>>,
    /// Number of rows of each grid.
    pub rows: BTreeMap<String, usize>,
    /// The record that is to be of one more subtype, and its version.
    pub of: Option<(Key, i64)>,
    pub errors: Errors,
}

impl Draft {
    fn text(&self, name: &str) -> Option<&String> {
        self.texts.get(name)
    }
}

/// The id of an input, from its name.
pub fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// Whether an unticked box says "no": else the boolean may also be empty.
pub fn is_checkbox(field: &FieldInfo) -> bool {
    matches!(field.kind, Kind::Boolean) && (field.required || field.initial != Initial::Empty)
}

/// The input of a field; `name` is its own or that of a grid's cell, `editing` a record that exists.
pub fn widget(model: &Model, field: &FieldInfo, name: &str, draft: &Draft, editing: bool) -> Widget {
    let value = draft.text(name).cloned();
    let readonly = !field.is_entered() || editing && field.readonly && value.as_ref().is_some_and(|value| !value.is_empty());
    let input = |value: &Option<super::value::Value>| value.as_ref().map(|value| neutral(model, field, value));
    Widget {
        id: id(name),
        name: name.to_owned(),
        label: field.label,
        help: field.help,
        kind: field.kind.name(),
        text: shown(field, draft.titles.get(name), value.as_ref(), readonly),
        // A box that isn't ticked has answered.
        required: (field.required || field.identifier) && !field.is_given() && !is_checkbox(field),
        readonly,
        error: draft.errors.message(name).map(str::to_owned),
        min: input(&field.min_value),
        max: input(&field.max_value),
        step: step(field.kind),
        maxlength: field.kind.max_length().filter(|max| *max < 10_000),
        pattern: field.pattern.map(|(regex, _)| regex),
        message: field
            .pattern
            .map(|(_, message)| message)
            .filter(|message| !message.is_empty()),
        unit: unit(model, field),
        inputmode: inputmode(field.kind),
        autocomplete: autocomplete(field),
        options: options(model, field, name, value.as_deref().unwrap_or(""), draft),
        picker: picker(model, field, name, draft),
        creation: None,
        group: Some(field.group).filter(|group| !group.is_empty()),
        folded: field.is_coordinate() && value.as_ref().is_none_or(String::is_empty) && draft.errors.message(name).is_none(),
        width: width(field),
        value,
    }
}

fn unit(model: &Model, field: &FieldInfo) -> Option<&'static str> {
    match field.kind {
        Kind::Money => Some(model.locale.symbol()),
        _ => Some(field.unit).filter(|unit| !unit.is_empty()),
    }
}

/// What is read beside or instead of the input: a picked record's title, the name of a file, a value that stays.
fn shown(field: &FieldInfo, title: Option<&String>, value: Option<&String>, readonly: bool) -> Option<String> {
    let file = matches!(field.kind, Kind::File | Kind::Image);
    let name = value
        .filter(|value| file && !value.is_empty())
        .map(|value| super::files::own_name(value).to_owned());
    title
        .cloned()
        .or(name)
        .or_else(|| value.filter(|_| readonly).cloned())
}

/// A bound as the browser compares it.
fn neutral(model: &Model, field: &FieldInfo, value: &super::value::Value) -> String {
    match value {
        super::value::Value::Decimal(number) => number.normalize().to_string(),
        other => model.locale.input(field.kind, other),
    }
}

fn options(model: &Model, field: &FieldInfo, name: &str, value: &str, draft: &Draft) -> Vec<Choice> {
    let choice = |code: &str, label: &str| Choice {
        value: code.to_owned(),
        label: label.to_owned(),
        selected: code == value,
    };
    match field.kind {
        Kind::Enum(choices) => choices.iter().map(|known| choice(known.code, known.label)).collect(),
        Kind::Boolean if !is_checkbox(field) => {
            vec![
                choice("true", &model.locale.say("value.yes", &[])),
                choice("false", &model.locale.say("value.no", &[])),
            ]
        }
        Kind::Country => lists::COUNTRIES
            .iter()
            .map(|(code, french, english)| choice(code, if model.locale.french() { french } else { english }))
            .collect(),
        Kind::Reference(_) => candidate_choices(draft, name),
        _ => Vec::new(),
    }
}

/// The records among which to choose when several fit what was typed.
pub fn candidate_choices(draft: &Draft, name: &str) -> Vec<Choice> {
    let candidates = draft.candidates.get(name).into_iter().flatten();
    candidates
        .map(|found| Choice {
            value: found.id.to_string(),
            label: if found.detail.is_empty() {
                found.title.clone()
            } else {
                format!("{} ({})", found.title, found.detail)
            },
            selected: false,
        })
        .collect()
}

fn picker(model: &Model, field: &FieldInfo, name: &str, draft: &Draft) -> Option<Picker> {
    let target = model.target(field)?;
    Some(Picker {
        url: format!("{}/pick", target.url),
        text: draft.titles.get(name).cloned().unwrap_or_default(),
        new_url: Some(format!("{}/new", target.url)),
        entity: target.meta.label,
    })
}

fn step(kind: Kind) -> Option<String> {
    match kind {
        Kind::Integer => Some("1".to_owned()),
        _ => kind.scale().map(|scale| {
            if scale == 0 {
                "1".to_owned()
            } else {
                format!("0.{}1", "0".repeat(scale as usize - 1))
            }
        }),
    }
}

fn inputmode(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Integer | Kind::Siren | Kind::Siret => Some("numeric"),
        Kind::Decimal {
            ..
        }
        | Kind::Money
        | Kind::Percent => Some("decimal"),
        _ => None,
    }
}

/// What the browser may fill in; business data about others mostly may not.
fn autocomplete(field: &FieldInfo) -> Option<&'static str> {
    match field.kind {
        Kind::Email | Kind::Phone | Kind::PostalCode => Some("off"),
        _ => None,
    }
}

fn width(field: &FieldInfo) -> &'static str {
    match field.kind {
        Kind::LongText | Kind::Markdown | Kind::Json | Kind::Tags => "full",
        Kind::Text {
            max,
        } if max > 120 => "full",
        Kind::Text {
            max,
        } if max <= 20 => "short",
        Kind::Text {
            ..
        }
        | Kind::Email
        | Kind::Url
        | Kind::Reference(_)
        | Kind::Iban
        | Kind::File
        | Kind::Image => "half",
        Kind::Enum(choices) if choices.len() > 3 => "half",
        _ => "short",
    }
}
