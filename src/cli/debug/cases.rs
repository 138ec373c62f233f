//! The files of `debug forms` and `debug draft`: cases of attributes and dependencies in JSON, a list or `{"cases": […]}`.
//!
//! Reads and says what can't be read; computes nothing.

use std::path::Path;

use serde_json::Value;

use crate::cli::terminal::Failure;
use crate::diag::Text;
use crate::normal::{AttrSet, Fd, Mvd, Schema};
use crate::say;

/// One case.
pub(super) struct Case {
    /// As given: text or number.
    pub(super) id: Value,
    /// The attributes.
    pub(super) schema: Schema,
    /// `fds`.
    pub(super) fds: Vec<Fd>,
    /// `mvds`.
    pub(super) mvds: Vec<Mvd>,
    /// `nullable`.
    pub(super) nullable: AttrSet,
}

/// In which order attributes are numbered, which is the order in which they are tried and told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// By name.
    Name,
    /// As in the file.
    File,
}

/// The cases of a file.
pub(super) fn read(path: &Path, order: Order) -> Result<Vec<Case>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| {
        let (path, line, column) = (path.display(), error.line(), error.column());
        refused(say!(fr "{path}:{line}:{column} : ce n'est pas du JSON : {error}", en "{path}:{line}:{column}: this isn't JSON: {error}"))
    })?;
    let cases = value.get("cases").unwrap_or(&value).as_array();
    let Some(cases) = cases else {
        let path = path.display();
        return Err(refused(say!(fr "{path} : aucune liste de cas", en "{path}: no list of cases")));
    };
    cases.iter().enumerate().map(|(at, value)| case(at, value, order)).collect()
}

fn refused(message: Text) -> Failure {
    Failure::new(message).help(say!(
        fr "attendu : [{{\"id\": …, \"attributes\": [\"a\", \"b\"], \"fds\": [[[\"a\"], [\"b\"]]], \"mvds\": []}}], ou {{\"cases\": [ … ]}}",
        en "expected: [{{\"id\": …, \"attributes\": [\"a\", \"b\"], \"fds\": [[[\"a\"], [\"b\"]]], \"mvds\": []}}], or {{\"cases\": [ … ]}}"
    ))
}

/// What is wrong within a case, before the case is named.
type Wrong = Text;

fn case(at: usize, value: &Value, order: Order) -> Result<Case, Failure> {
    let id = value.get("id").cloned().unwrap_or_else(|| Value::from(at));
    parts(&id, value, order).map_err(|wrong| {
        let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        refused(Text { fr: format!("cas {name} : {}", wrong.fr), en: format!("case {name}: {}", wrong.en) })
    })
}

fn parts(id: &Value, value: &Value, order: Order) -> Result<Case, Wrong> {
    let attributes =
        value.get("attributes").ok_or_else(|| say!(fr "« attributes » manque", en "`attributes` is missing"))?;
    let mut names = strings(attributes, "attributes")?;
    if order == Order::Name {
        names.sort_unstable();
    }
    let schema = Schema::new(names);
    let fds = pairs(value, "fds", &schema)?.into_iter().map(|(left, right)| Fd::new(left, right)).collect();
    let mvds = pairs(value, "mvds", &schema)?.into_iter().map(|(left, right)| Mvd::new(left, right)).collect();
    let nullable = match value.get("nullable") {
        Some(names) => set(names, "nullable", &schema)?,
        None => AttrSet::new(),
    };
    Ok(Case { id: id.clone(), schema, fds, mvds, nullable })
}

/// The `[left, right]` pairs under a key; none where the key is absent.
fn pairs(value: &Value, key: &str, schema: &Schema) -> Result<Vec<(AttrSet, AttrSet)>, Wrong> {
    let not_pairs = || say!(fr "« {key} » n'est pas une liste de paires [gauche, droite]", en "`{key}` isn't a list of pairs [left, right]");
    let list = match value.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(list) => list.as_array().ok_or_else(not_pairs)?,
    };
    let pair = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([left, right]) => Ok((set(left, key, schema)?, set(right, key, schema)?)),
        _ => Err(not_pairs()),
    };
    list.iter().map(pair).collect()
}

fn set(value: &Value, key: &str, schema: &Schema) -> Result<AttrSet, Wrong> {
    schema.set(&strings(value, key)?).map_err(|unknown| {
        let name = unknown.0;
        say!(fr "« {key} » nomme « {name} », qui n'est pas dans « attributes »", en "`{key}` names `{name}`, which isn't in `attributes`")
    })
}

/// A list of names, or one name alone.
fn strings<'v>(value: &'v Value, key: &str) -> Result<Vec<&'v str>, Wrong> {
    let wrong = || say!(fr "« {key} » n'est pas une liste de noms", en "`{key}` isn't a list of names");
    match value {
        Value::String(name) => Ok(vec![name.as_str()]),
        Value::Array(names) => names.iter().map(|name| name.as_str().ok_or_else(wrong)).collect(),
        _ => Err(wrong()),
    }
}
