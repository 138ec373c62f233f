//! What each dialect spells in its own way.
//!
//! A trait so that the compiler asks every dialect for the same things. Default methods are standard SQL.

use super::Dialect;
use super::statement::Statement;
use super::value::{Shape, Value};
use super::words::is_reserved;
use crate::mcd::expr::Unit;
use crate::mld::ColumnType;

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatePart {
    Year,
    Month,
    Day,
}

/// A dialect's spelling.
pub(crate) trait Engine: Sync {
    fn dialect(&self) -> Dialect;

    /// The quotation mark of names.
    fn mark(&self) -> char {
        '"'
    }

    /// A name, in quotes where needed.
    fn quote(&self, name: &str) -> String {
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
        if plain && !is_reserved(name) {
            return name.to_owned();
        }
        let mark = self.mark();
        let clean = name.replace('\0', "").replace(mark, &format!("{mark}{mark}"));
        format!("{mark}{clean}{mark}")
    }

    /// Names, quoted and joined by commas.
    fn list(&self, names: &[String]) -> String {
        names.iter().map(|name| self.quote(name)).collect::<Vec<_>>().join(", ")
    }

    /// A text literal without line ends.
    fn text(&self, text: &str) -> String;

    fn boolean(&self, value: bool) -> &'static str {
        if value { "TRUE" } else { "FALSE" }
    }

    /// Whether exact numbers are stored as whole numbers times a power of ten.
    fn scales(&self) -> bool {
        false
    }

    fn render(&self, statement: &Statement) -> Vec<String>;

    fn length(&self, value: &Value) -> String {
        format!("CHAR_LENGTH({})", value.sql)
    }

    /// The function that makes capitals or small letters of every letter. `plain`: in what any program that writes to the database
    /// runs; none when the engine can't be trusted with it there.
    fn case_function(&self, upper: bool, _plain: bool) -> Option<&'static str> {
        Some(if upper { "UPPER" } else { "LOWER" })
    }

    /// Text for an order that is the same on all engines.
    fn binary(&self, value: &Value) -> String {
        value.operand()
    }

    /// A regular expression on the whole value; none when the engine can't be trusted with it.
    fn matches(&self, value: &Value, pattern: &str) -> Option<String>;

    /// The day it is in a time zone.
    fn today(&self, timezone: &str) -> String;

    /// The instant it is, to the second.
    fn now(&self) -> String;

    /// A UUID, another one at each row.
    fn uuid(&self) -> String;

    /// The UUID that says a number at its end, after these digits; empty for an empty number.
    fn uuid_of(&self, number: &str, start: &str) -> String;

    /// The number that a UUID says at its end.
    fn number_of(&self, uuid: &str) -> String;

    /// A day or instant, so many units later.
    fn later(&self, value: &Value, count: i64, unit: Unit) -> String;

    /// A day or instant, a varying number of seconds later.
    fn later_by(&self, value: &Value, seconds: &str) -> String;

    /// Seconds from `b` to `a`, both of one shape.
    fn between(&self, a: &Value, b: &Value) -> String;

    /// A part of a day, or of an instant as a time zone's wall clock shows it.
    fn date_part(&self, value: &Value, part: DatePart, timezone: &str) -> String;

    /// The number with so many digits after the point, rounded half away from zero. `plain`: without a sub-query.
    fn rescale(&self, value: &Value, scale: u8, plain: bool) -> Value;

    /// The quotient with so many digits after the point, rounded half away from zero; empty when divided by zero.
    fn divide(&self, a: &Value, b: &Value, scale: u8, plain: bool) -> Value;

    /// The least or greatest; empty when one is.
    fn extreme(&self, greatest: bool, values: &[Value]) -> String {
        let list = values.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
        format!("{}({list})", if greatest { "GREATEST" } else { "LEAST" })
    }

    /// A value as text.
    fn as_text(&self, sql: &str) -> String {
        format!("CAST({sql} AS TEXT)")
    }

    /// The text under a name in a JSON object, which is kept as text; NULL where there is none.
    fn member(&self, json: &str, name: &str) -> String {
        let path = self.text(&format!("$.\"{name}\""));
        format!("json_extract({json}, {path})")
    }

    /// Texts one after the other.
    fn concat(&self, parts: &[String]) -> String {
        parts.join(" || ")
    }

    /// Whether a column's value is well formed, where the type doesn't see to it.
    fn well_formed(&self, column: &str, ty: ColumnType) -> Option<String>;

    /// The place of a parameter, from 1.
    fn parameter(&self, number: usize) -> String;

    /// Empties the columns of rows that refer to the deleted one; the first column is the reference.
    fn release(&self, referring: &str, columns: &[String], key: &str) -> String {
        let names: Vec<String> = columns.iter().map(|name| self.quote(name)).collect();
        let reference = names.first().map(String::as_str).unwrap_or_default();
        let emptied = names.iter().map(|name| format!("{name} = NULL")).collect::<Vec<_>>().join(", ");
        format!("UPDATE {} SET {emptied} WHERE {reference} = OLD.{}", self.quote(referring), self.quote(key))
    }

    /// Whether two values differ, empty being a value like another.
    fn differ(&self, a: &str, b: &str) -> String {
        format!("{a} IS DISTINCT FROM {b}")
    }
}

/// Whether a shape is read by text functions.
pub(crate) fn is_text(shape: Shape) -> bool {
    shape == Shape::Text
}
