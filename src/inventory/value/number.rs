//! Numbers as people write them: `1 234,56 €`, `1.234,56`, `(12,00)`, `20 %`.
//!
//! A comma alone is a decimal comma; blanks part thousands only. Never floating point.

use rust_decimal::Decimal;

/// A number with what was written around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its exact value.
    pub value: Decimal,
    /// A currency stood beside it.
    pub currency: bool,
    /// `%` stood behind it.
    pub percent: bool,
    /// It is written with a useless zero in front, as codes are.
    pub padded: bool,
}

/// The number that a text is.
pub fn number(text: &str) -> Option<Number> {
    if text.len() > 60 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (body, currency, percent) = unwrapped(text.trim());
    let (body, negative) = sign(body)?;
    let digits = plain(body)?;
    let whole = digits.split('.').next().unwrap_or_default();
    let padded = whole.len() > 1 && whole.starts_with('0');
    let value: Decimal = digits.parse().ok()?;
    Some(Number { value: if negative { -value } else { value }, currency, percent, padded })
}

/// Without currency and percent signs.
fn unwrapped(text: &str) -> (&str, bool, bool) {
    let (mut body, mut currency, mut percent) = (text, false, false);
    for sign in ["€", "EUR", "$", "£", "CHF"] {
        if let Some(rest) = body.strip_suffix(sign).or_else(|| body.strip_prefix(sign)) {
            body = rest.trim();
            currency = true;
        }
    }
    if let Some(rest) = body.strip_suffix('%') {
        body = rest.trim();
        percent = true;
    }
    (body, currency, percent)
}

/// `-12`, `12-` and `(12)` are negative.
fn sign(text: &str) -> Option<(&str, bool)> {
    if let Some(inner) = text.strip_prefix('(') {
        return inner.strip_suffix(')').map(|inner| (inner.trim(), true));
    }
    let minus = ['-', '−'];
    if let Some(rest) = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus)) {
        return Some((rest.trim(), true));
    }
    Some((text.strip_prefix('+').unwrap_or(text), false))
}

/// Digits with at most one point.
fn plain(text: &str) -> Option<String> {
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let decimal = match (commas, points) {
        (0, 0) => None,
        (1, 0) => text.find(','),
        (0, 1) => text.find('.'),
        (_, 1) if text.find('.') > text.rfind(',') => text.find('.'),
        (1, _) if text.find(',') > text.rfind('.') => text.find(','),
        (0, _) | (_, 0) => None,
        _ => return None,
    };
    let (whole, fraction) = match decimal {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    let whole = grouped(whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    Some(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}

/// Digits whose thousands may be parted by blanks, points, commas or apostrophes: always by threes, always by the same sign.
fn grouped(text: &str) -> Option<String> {
    let is_mark = |letter: char| letter.is_whitespace() || ".,'’".contains(letter);
    if text.chars().all(|letter| letter.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let marks: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let first = marks.first().copied()?;
    if !is_mark(first) || marks.iter().any(|mark| *mark != first) {
        return None;
    }
    let groups: Vec<&str> = text.split(first).collect();
    let rest_by_threes = groups.iter().skip(1).all(|group| group.len() == 3);
    let first_fits = groups.first().is_some_and(|group| (1..=3).contains(&group.len()) && *group != "0");
    (rest_by_threes && first_fits).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::number;

    fn value(text: &str) -> Option<String> {
        number(text).map(|number| number.value.to_string())
    }

    #[test]
    fn numbers_are_read_as_offices_write_them() {
        for (text, expected) in [
            ("12", "12"),
            ("1 234,56", "1234.56"),
            ("1\u{202f}234\u{202f}567,8 €", "1234567.8"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("143,06", "143.06"),
            ("-5,5", "-5.5"),
            ("(1 200,00)", "-1200.00"),
            ("12-", "-12"),
            ("5,5 %", "5.5"),
            (",5", "0.5"),
            ("0012", "12"),
        ] {
            assert_eq!(value(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "06 12 34 56 78", "12/03/2024", "1 23", "A12", "1.2.3", "1,2,3", "12 rue", "0 123", "1-2", "—"]
        {
            assert_eq!(value(text), None, "{text}");
        }
        assert!(number("0012").is_some_and(|number| number.padded));
        assert!(number("0,12").is_some_and(|number| !number.padded));
        assert!(number("20 %").is_some_and(|number| number.percent));
    }
}
