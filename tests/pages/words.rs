//! The function `t` as the pages expect it, over the real catalogues: enough to render them without the application.

use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind};
use std::collections::BTreeMap;

/// A catalogue: every `key = "text"` line of a words file.
pub(crate) type Words = BTreeMap<String, String>;

/// Reads a words file; a line that is neither blank, nor a comment, nor `key = "text"` is an error that names it.
pub(crate) fn parse(text: &str) -> Result<Words, String> {
    let mut words = Words::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, text) = line.split_once(" = ").ok_or_else(|| format!("not `key = \"text\"`: {line}"))?;
        let text = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .ok_or_else(|| format!("text not in quotes: {line}"))?;
        if text.contains(['"', '\\']) {
            return Err(format!("a text holds no double quote and no backslash: {line}"));
        }
        if words.insert(key.to_owned(), text.to_owned()).is_some() {
            return Err(format!("twice the same key: {key}"));
        }
    }
    Ok(words)
}

/// `t("key", name=value)`: an unknown key or an argument left out is an error, so that a test sees it.
pub(crate) fn translate(words: &Words, french: bool, key: &str, arguments: &Kwargs) -> Result<String, Error> {
    let missing = |what: String| Error::new(ErrorKind::InvalidOperation, what);
    let text = match words.get(key) {
        Some(text) => text,
        None => {
            let one = match arguments.get::<Value>("n").map(i64::try_from) {
                Ok(Ok(n)) => n == 1 || (french && n == 0),
                _ => false,
            };
            let plural = format!("{key}.{}", if one { "one" } else { "other" });
            words.get(&plural).ok_or_else(|| missing(format!("no words for `{key}`")))?
        }
    };
    fill(text, arguments, french).ok_or_else(|| missing(format!("`{key}` misses an argument: {text}")))
}

/// The text with each `{name}` replaced once, so that a value may itself hold braces.
fn fill(text: &str, arguments: &Kwargs, french: bool) -> Option<String> {
    let mut parts = text.split('{');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        out.push_str(&shown(&arguments.get::<Value>(name).ok()?, french));
        out.push_str(rest);
    }
    Some(out)
}

/// A whole number with its thousands apart, any other value as it is.
fn shown(value: &Value, french: bool) -> String {
    let digits = value.to_string();
    if !value.is_integer() {
        return digits;
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(if french { "\u{202f}" } else { "," });
        }
        out.push(digit);
    }
    out
}
