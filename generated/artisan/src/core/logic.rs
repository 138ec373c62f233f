//! Three-valued logic of rules: `None` is "unknown", as NULL is in SQL. A rule that is unknown holds.
//! Beside it, the few functions of the modelling language that Rust has under another name.

use regex_lite::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

pub fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

pub fn not(a: Option<bool>) -> Option<bool> {
    a.map(|truth| !truth)
}

/// Evaluates an operand in which `?` leaves as soon as a value is empty: `known(|| Some(self.a? > self.b?))`.
pub fn known<T>(operand: impl FnOnce() -> Option<T>) -> Option<T> {
    operand()
}

/// The first value where the condition is true, the second where it is false or unknown (CASE WHEN).
pub fn when<T>(condition: Option<bool>, yes: impl FnOnce() -> Option<T>, no: impl FnOnce() -> Option<T>) -> Option<T> {
    if condition == Some(true) { yes() } else { no() }
}

/// Both bounds included.
pub fn between<T: PartialOrd>(value: T, low: T, high: T) -> bool {
    value >= low && value <= high
}

pub fn among<T: PartialEq>(value: T, list: &[T]) -> bool {
    list.contains(&value)
}

/// Whether the whole text has the form of the pattern.
pub fn matches(text: &str, pattern: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
}

/// Number of characters.
pub fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// Half away from zero.
pub fn round(number: Decimal, digits: u32) -> Decimal {
    number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// A length of time that was calculated, to the second.
pub fn whole_seconds(seconds: Decimal) -> Option<i64> {
    i64::try_from(round(seconds, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged_as_the_database_does() {
        assert_eq!(when(None, || Some(1), || Some(2)), Some(2));
        assert!(between(2, 2, 3) && !between(4, 2, 3));
        assert!(matches("AB12", "[A-Z]{2}[0-9]+") && !matches("xAB12", "[A-Z]{2}[0-9]+"));
        assert_eq!(length("œuvre"), 5);
        assert_eq!(round(Decimal::new(-25, 1), 0), Decimal::from(-3));
    }

    #[test]
    fn unknown_behaves_as_null_in_sql() {
        assert_eq!(and(None, Some(false)), Some(false));
        assert_eq!(and(None, Some(true)), None);
        assert_eq!(or(None, Some(true)), Some(true));
        assert_eq!(or(None, Some(false)), None);
        assert_eq!(not(None), None);
    }
}
