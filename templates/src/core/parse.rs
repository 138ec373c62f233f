//! What people type, and what programs send, made into values; refusals say what to write instead.
//!
//! One text grammar serves forms and API alike: the locale's own spellings and the neutral ones (ISO dates, `1234.50`).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;

use super::files;
use super::formats;
use super::kind::Kind;
use super::lists;
use super::locale::Locale;
use super::model::FieldInfo;
use super::text::normalize;
use super::value::Value;

/// The value of a field from its text; empty text is an empty field.
pub fn text(field: &FieldInfo, locale: &Locale, raw: &str) -> Result<Value, String> {
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return Ok(Value::Null);
    }
    let value = of_kind(field.kind, locale, trimmed)?;
    check(field, locale, &value)?;
    Ok(value)
}

/// The value of a field from JSON: text, numbers and booleans say the same thing. The number of a duration is one of seconds, as it is read.
pub fn json(field: &FieldInfo, locale: &Locale, raw: &serde_json::Value) -> Result<Value, String> {
    match raw {
        serde_json::Value::Null => Ok(Value::Null),
        serde_json::Value::String(raw) => text(field, locale, raw),
        serde_json::Value::Number(seconds) if matches!(field.kind, Kind::Duration) => {
            let value = seconds
                .as_i64()
                .map(Value::Int)
                .ok_or_else(|| locale.say("error.duration", &[]))?;
            check(field, locale, &value)?;
            Ok(value)
        }
        serde_json::Value::Bool(_) if !matches!(field.kind, Kind::Boolean | Kind::Json) => Err(locale.say("error.pattern", &[])),
        serde_json::Value::Array(_) | serde_json::Value::Object(_) if !matches!(field.kind, Kind::Json) => Err(locale.say("error.pattern", &[])),
        other => text(field, locale, &other.to_string()),
    }
}

/// Length, bounds and pattern, that the field adds to its kind.
pub fn check(field: &FieldInfo, locale: &Locale, value: &Value) -> Result<(), String> {
    if let (Some(max), Value::Text(text)) = (field.kind.max_length(), value) {
        let length = text.chars().count();
        if length > max as usize {
            return Err(locale.say("error.too_long", &[("max", &max.to_string()), ("length", &length.to_string())]));
        }
    }
    if let Some(min) = field.min_value.as_ref().filter(|min| less(value, min)) {
        return Err(locale.say("error.min", &[("min", &bound(field.kind, locale, min))]));
    }
    if let Some(max) = field.max_value.as_ref().filter(|max| less(max, value)) {
        return Err(locale.say("error.max", &[("max", &bound(field.kind, locale, max))]));
    }
    match (&field.regex, value) {
        (Some(regex), Value::Text(text)) if !regex.is_match(text) => {
            let message = field.pattern.map_or("", |(_, message)| message);
            Err(if message.is_empty() {
                locale.say("error.pattern", &[])
            } else {
                message.to_owned()
            })
        }
        _ => Ok(()),
    }
}

/// A bound as people say it: 90, where values have six digits after the point.
fn bound(kind: Kind, locale: &Locale, value: &Value) -> String {
    match value {
        Value::Decimal(number) => locale.show(kind, &Value::Decimal(number.normalize())),
        value => locale.show(kind, value),
    }
}

/// Order of two values of one kind; values of different kinds are never less.
pub fn less(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a < b,
        (Value::Decimal(a), Value::Decimal(b)) => a < b,
        (Value::Date(a), Value::Date(b)) => a < b,
        (Value::Time(a), Value::Time(b)) => a < b,
        (Value::DateTime(a), Value::DateTime(b)) => a < b,
        _ => false,
    }
}

/// The value of a kind from its text, already trimmed and not empty.
pub fn of_kind(kind: Kind, locale: &Locale, raw: &str) -> Result<Value, String> {
    let say = |key: &str| locale.say(key, &[]);
    let formatted = |found: Option<String>, key: &str| found.map(Value::Text).ok_or_else(|| say(key));
    match kind {
        Kind::File | Kind::Image => formatted(Some(raw.to_owned()).filter(|name| files::is_stored(name)), "error.file"),
        Kind::Text {
            ..
        } => plain(raw, false).map(Value::Text).ok_or_else(|| say("error.control")),
        Kind::LongText | Kind::Markdown => plain(raw, true).map(Value::Text).ok_or_else(|| say("error.control")),
        Kind::Sequence(_) => plain(raw, false).map(Value::Text).ok_or_else(|| say("error.control")),
        Kind::Integer | Kind::Serial => integer(locale, raw),
        Kind::Reference(reference) => reference
            .key
            .read(raw)
            .map(Value::from)
            .ok_or_else(|| say("error.reference")),
        Kind::Decimal {
            precision,
            scale,
        } => decimal(locale, raw, precision, scale),
        Kind::Money => decimal(locale, raw, 14, 2),
        Kind::Percent => decimal(locale, raw, 7, 2),
        Kind::Boolean => boolean(raw).ok_or_else(|| say("error.boolean")),
        Kind::Date => date(locale, raw).map(Value::Date).ok_or_else(|| say("error.date")),
        Kind::Time => time(raw).map(Value::Time).ok_or_else(|| say("error.time")),
        Kind::DateTime => date_time(locale, raw)
            .map(Value::DateTime)
            .ok_or_else(|| say("error.datetime")),
        Kind::Duration => duration(raw).map(Value::Int).ok_or_else(|| say("error.duration")),
        Kind::Email => formatted(formats::email(raw), "error.email"),
        Kind::Phone => formatted(formats::phone(raw, locale.code), "error.phone"),
        Kind::Url => formatted(formats::url(raw), "error.url"),
        Kind::Color => formatted(formats::color(raw), "error.color"),
        Kind::PostalCode => formatted(formats::postal_code(raw, locale.code), "error.postal_code"),
        Kind::Siren => formatted(formats::siren(raw), "error.siren"),
        Kind::Siret => formatted(formats::siret(raw), "error.siret"),
        Kind::Vat => formatted(formats::vat(raw), "error.vat"),
        Kind::Iban => formatted(formats::iban(raw), "error.iban"),
        Kind::Uuid => formatted(formats::uuid(raw), "error.uuid"),
        Kind::Country => formatted(lists::country_code(raw).map(str::to_owned), "error.country"),
        Kind::Language => formatted(Some(raw.to_lowercase()).filter(|code| lists::is_language(code)), "error.language"),
        Kind::Tags => plain(raw, false)
            .map(|text| Value::Text(tags(&text)))
            .ok_or_else(|| say("error.control")),
        Kind::Enum(choices) => {
            let exact = choices
                .iter()
                .find(|choice| choice.code == raw || choice.label == raw);
            let folded = normalize(raw);
            exact
                .or_else(|| choices.iter().find(|choice| normalize(choice.label) == folded))
                .map(|choice| Value::text(choice.code))
                .ok_or_else(|| say("error.enum"))
        }
        Kind::Json => match serde_json::from_str::<serde_json::Value>(raw) {
            Ok(_) => Ok(Value::text(raw)),
            Err(error) => Err(locale.say("error.json", &[("detail", &error.to_string())])),
        },
    }
}

/// Text without control characters; line ends are kept as `\n` where the kind has several lines.
fn plain(raw: &str, lines: bool) -> Option<String> {
    let raw = raw.replace("\r\n", "\n");
    let allowed = |letter: char| !letter.is_control() || lines && (letter == '\n' || letter == '\t');
    raw.chars().all(allowed).then_some(raw)
}

/// Words separated by commas, each once, in the order typed.
fn tags(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

fn integer(locale: &Locale, raw: &str) -> Result<Value, String> {
    let number = neutral_number(locale, raw).and_then(|text| text.parse::<Decimal>().ok());
    let whole = number
        .map(|number| number.normalize())
        .filter(|number| number.scale() == 0);
    let whole = whole.ok_or_else(|| locale.say("error.integer", &[]))?;
    i64::try_from(whole)
        .map(Value::Int)
        .map_err(|_| locale.say("error.too_large", &[]))
}

fn decimal(locale: &Locale, raw: &str, precision: u32, scale: u32) -> Result<Value, String> {
    let text = neutral_number(locale, raw).ok_or_else(|| locale.say("error.number", &[]))?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let number = text
        .parse::<Decimal>()
        .map_err(|_| locale.say(if digits > 20 { "error.too_large" } else { "error.number" }, &[]))?;
    let mut number = number.normalize();
    if number.scale() > scale {
        return Err(locale.say("error.scale", &[("scale", &scale.to_string())]));
    }
    // The precision is one of a 64-bit integer at most.
    let limit = 10_i128.checked_pow(precision.min(18)).unwrap_or(i128::MAX);
    number.rescale(scale);
    if number.scale() != scale || number.mantissa().abs() >= limit {
        return Err(locale.say("error.too_large", &[]));
    }
    Ok(Value::Decimal(number))
}

/// `1 234,50 €` as `1234.50`. The last of `,` and `.` is the decimal sign; a lone comma before three digits is one of
/// thousands in English.
fn neutral_number(locale: &Locale, raw: &str) -> Option<String> {
    let mut text: String = raw
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"\u{a0}\u{202f}'€$£%".contains(*letter))
        .collect();
    text = text.trim_end_matches(locale.currency).replace('\u{2212}', "-");
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    let neutral = match (comma, point) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(comma), None) if !locale.french() && text.len() - comma == 4 => text.replace(',', ""),
        (Some(_), None) => text.replace(',', "."),
        _ => text,
    };
    let unsigned = neutral.strip_prefix(['-', '+']).unwrap_or(&neutral);
    let number = !unsigned.is_empty()
        && unsigned.len() <= 40
        && unsigned
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '.');
    (number && unsigned.matches('.').count() <= 1 && unsigned != ".").then_some(neutral)
}

fn boolean(raw: &str) -> Option<Value> {
    match raw.to_lowercase().as_str() {
        "true" | "1" | "on" | "oui" | "yes" | "vrai" | "o" | "y" => Some(Value::Bool(true)),
        "false" | "0" | "off" | "non" | "no" | "faux" | "n" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// ISO, or day first (month first in English with slashes), with `/`, `.`, `-` or blanks; a year of two digits is near.
pub fn date(locale: &Locale, raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| {
        part.parse::<u32>()
            .ok()
            .filter(|_| part.len() <= 4 && part.chars().all(|letter| letter.is_ascii_digit()))
    };
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let year = |typed: &str, year: u32| {
        let full = if typed.len() <= 2 {
            year + if year < 70 { 2000 } else { 1900 }
        } else {
            year
        };
        i32::try_from(full).ok().filter(|year| (1000..=9999).contains(year))
    };
    if first.len() == 4 {
        NaiveDate::from_ymd_opt(year(first, a)?, b, c)
    } else if !locale.french() && raw.contains('/') && a <= 12 {
        NaiveDate::from_ymd_opt(year(third, c)?, a, b)
    } else {
        NaiveDate::from_ymd_opt(year(third, c)?, b, a)
    }
}

/// `14:30`, `14:30:15`, `14h30`, `14 h`.
fn time(raw: &str) -> Option<NaiveTime> {
    let raw = raw.to_lowercase().replace('h', ":").replace(' ', "");
    let mut parts = raw
        .trim_end_matches(':')
        .split(':')
        .map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
    NaiveTime::from_hms_opt(hour, minute, second).filter(|_| parts.next().is_none())
}

/// A date and a time of the site's wall clock; with `Z` or an offset, an instant.
fn date_time(locale: &Locale, raw: &str) -> Option<NaiveDateTime> {
    if let Ok(instant) = chrono::DateTime::parse_from_rfc3339(raw) {
        return Some(instant.naive_utc());
    }
    let (day, clock) = raw
        .split_once('T')
        .or_else(|| raw.rsplit_once(' '))
        .unwrap_or((raw, "00:00"));
    Some(locale.instant(date(locale, day.trim_end_matches(" à").trim())?.and_time(time(clock)?)))
}

/// `1 h 30`, `1:30`, `90 min`, `1h`, `45` (minutes), in seconds.
fn duration(raw: &str) -> Option<i64> {
    let raw = raw.to_lowercase().replace([' ', '\u{a0}', '\u{202f}'], "");
    if let Some((hours, minutes)) = raw.split_once(':') {
        return Some(whole(hours)? * 3600 + whole(minutes).filter(|minutes| *minutes < 60)? * 60);
    }
    let mut seconds = 0_i64;
    let mut implied = 60;
    let mut rest = raw.as_str();
    while !rest.is_empty() {
        let (number, after) = split(rest, |letter| letter.is_ascii_digit());
        let (unit, after) = split(after, |letter| !letter.is_ascii_digit());
        let size = match unit {
            "" => implied,
            "h" | "heure" | "heures" | "hour" | "hours" => 3600,
            "m" | "mn" | "min" | "minute" | "minutes" => 60,
            "s" | "sec" | "seconde" | "secondes" | "second" | "seconds" => 1,
            "j" | "d" | "jour" | "jours" | "day" | "days" => 86_400,
            _ => return None,
        };
        implied = size / 60;
        seconds = seconds.checked_add(whole(number)?.checked_mul(size)?)?;
        rest = after;
    }
    Some(seconds)
}

/// The longest start of `text` whose letters are all `kept`, and the rest.
fn split(text: &str, kept: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !kept(letter)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn whole(digits: &str) -> Option<i64> {
    digits.parse::<u32>().ok().map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::super::meta::Site;
    use super::*;

    static FRENCH: Site = Site {
        title: "",
        locale: "fr",
        currency: "EUR",
        timezone: "Europe/Paris",
        refusals: &[],
    };
    static ENGLISH: Site = Site {
        title: "",
        locale: "en",
        currency: "USD",
        timezone: "UTC",
        refusals: &[],
    };

    fn french(kind: Kind, raw: &str) -> Option<Value> {
        of_kind(kind, &Locale::of(&FRENCH), raw).ok()
    }

    #[test]
    fn numbers_as_french_people_type_them() {
        let expected = Some(Value::Decimal(Decimal::new(123_450, 2)));
        for typed in [
            "1 234,50",
            "1234,5",
            "1234.50",
            "1\u{202f}234,50\u{202f}€",
            "1.234,50",
            "1,234.50",
            "1234,50 EUR",
        ] {
            assert_eq!(french(Kind::Money, typed), expected, "{typed}");
        }
        for wrong in [
            "1,2,3",
            "abc",
            "1 234,505",
            "--1",
            "1e5",
            "",
            "99999999999999999999999999",
            "1 000 000 000 000,00",
        ] {
            assert_eq!(french(Kind::Money, wrong), None, "{wrong}");
        }
        assert!(
            french(Kind::Money, "999 999 999 999,99").is_some(),
            "as many digits as the database keeps"
        );
        assert_eq!(of_kind(Kind::Integer, &Locale::of(&ENGLISH), "1,234").ok(), Some(Value::Int(1234)));
        assert_eq!(french(Kind::Integer, "12,5"), None);
    }

    #[test]
    fn dates_in_several_spellings() {
        let expected = NaiveDate::from_ymd_opt(2026, 11, 21).map(Value::Date);
        for typed in ["21/11/2026", "21-11-26", "21.11.2026", "2026-11-21", "21 11 2026"] {
            assert_eq!(french(Kind::Date, typed), expected, "{typed}");
        }
        assert_eq!(of_kind(Kind::Date, &Locale::of(&ENGLISH), "11/21/2026").ok(), expected);
        for wrong in ["31/02/2026", "2026", "demain", "1/1/1"] {
            assert_eq!(french(Kind::Date, wrong).filter(|_| wrong != "1/1/1"), None, "{wrong}");
        }
    }

    #[test]
    fn durations_in_several_spellings() {
        for (typed, seconds) in [
            ("1 h 30", 5400),
            ("1:30", 5400),
            ("90 min", 5400),
            ("90", 5400),
            ("1h", 3600),
            ("2 h 05 min 10 s", 7510),
            ("1 j", 86_400),
            ("0", 0),
        ] {
            assert_eq!(french(Kind::Duration, typed), Some(Value::Int(seconds)), "{typed}");
        }
        for wrong in ["abc", "1 mois", "h"] {
            assert_eq!(french(Kind::Duration, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_in_an_input_is_read_back() {
        let locale = Locale::of(&FRENCH);
        for kind in [Kind::Duration, Kind::Integer] {
            for number in [0, 20, 60, 3600, 5400, 7510] {
                let shown = locale.input(kind, &Value::Int(number));
                assert_eq!(of_kind(kind, &locale, &shown).ok(), Some(Value::Int(number)), "{shown}");
            }
        }
        let amount = Value::Decimal(Decimal::new(-123_456, 2));
        assert_eq!(of_kind(Kind::Money, &locale, &locale.input(Kind::Money, &amount)).ok(), Some(amount));
    }

    #[test]
    fn an_instant_of_summer_is_two_hours_before_the_wall_clock() {
        let expected = NaiveDate::from_ymd_opt(2026, 7, 1)
            .and_then(|date| date.and_hms_opt(12, 30, 0))
            .map(Value::DateTime);
        for typed in ["01/07/2026 14:30", "2026-07-01T14:30", "2026-07-01T12:30:00Z", "01/07/2026 à 14h30"] {
            assert_eq!(french(Kind::DateTime, typed), expected, "{typed}");
        }
    }
}
