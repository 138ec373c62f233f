//! Values as texts that no locale changes, and back: what lasts longer than a choice of language is written so.

use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;

use super::kind::Kind;
use super::value::Value;

const TIME: &str = "%H:%M:%S";
const INSTANT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// None for an empty value.
pub fn text(kind: Kind, value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => {
            let mut number = *number;
            number.rescale(kind.scale().unwrap_or(number.scale()));
            number.to_string()
        }
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.format(TIME).to_string(),
        Value::DateTime(instant) => instant.format(INSTANT).to_string(),
        Value::Uuid(uuid) => uuid.to_string(),
    })
}

/// None for what a field of this kind can't hold: it was of another when this was written.
pub fn value(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Integer | Kind::Duration | Kind::Serial => text.parse().ok().map(Value::Int),
        Kind::Decimal {
            ..
        }
        | Kind::Money
        | Kind::Percent => Decimal::from_str(text).ok().map(Value::Decimal),
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        Kind::Date => text.parse::<NaiveDate>().ok().map(Value::Date),
        Kind::Time => NaiveTime::parse_from_str(text, TIME).ok().map(Value::Time),
        Kind::DateTime => NaiveDateTime::parse_from_str(text, INSTANT).ok().map(Value::DateTime),
        Kind::Reference(reference) => reference.key.read(text).map(Value::from),
        Kind::Enum(choices) if !choices.iter().any(|choice| choice.code == text) => None,
        _ => Some(Value::text(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_was_written() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default();
        let clock = NaiveTime::from_hms_opt(14, 5, 0).unwrap_or_default();
        for (kind, value, written) in [
            (Kind::Integer, Value::Int(-3), "-3"),
            (Kind::Duration, Value::Int(5400), "5400"),
            (Kind::Money, Value::Decimal(Decimal::new(12_345, 1)), "1234.50"),
            (Kind::Boolean, Value::Bool(false), "false"),
            (Kind::Date, Value::Date(day), "2026-11-22"),
            (Kind::Time, Value::Time(clock), "14:05:00"),
            (Kind::DateTime, Value::DateTime(day.and_time(clock)), "2026-11-22T14:05:00Z"),
            (Kind::LongText, Value::text("d'un\n\"trait\""), "d'un\n\"trait\""),
        ] {
            assert_eq!(text(kind, &value).as_deref(), Some(written));
            assert_eq!(super::value(kind, written), Some(value));
        }
        assert_eq!(text(Kind::Date, &Value::Null), None);
    }

    #[test]
    fn what_a_kind_cannot_hold_is_not_made_up() {
        for (kind, written) in [(Kind::Integer, "1234.50"), (Kind::Date, "Lyon"), (Kind::Boolean, "1")] {
            assert_eq!(value(kind, written), None, "{written}");
        }
    }
}
