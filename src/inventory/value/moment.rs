//! Days and times as people write them: `03/01/2023`, `2023-01-03`, `3 janvier 2023`, `14h30`.
//!
//! The day comes before the month, unless the year comes first. A day that doesn't exist is none.

use chrono::{NaiveDate, NaiveTime};

/// A day, with its time where one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The time.
    pub time: Option<NaiveTime>,
}

/// The day that a text is.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if !(6..=30).contains(&text.len()) {
        return None;
    }
    numeric(text).or_else(|| in_words(text))
}

/// The day and time that a text is.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(date) = date(text) {
        return Some(Moment { date, time: None });
    }
    let (day, rest) = text.split_once(['T', ' '])?;
    let rest = rest.trim().trim_start_matches("à ").trim_end_matches('Z');
    Some(Moment { date: date(day)?, time: Some(time(rest)?) })
}

/// The time of day that a text is.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hour, rest) = text.split_once([':', 'h', 'H'])?;
    let rest = rest.trim_end_matches(['m', 'n']);
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let second = second.split(['.', ',', '+']).next().unwrap_or_default();
    let minute = if minute.is_empty() && text.ends_with(['h', 'H']) { "0" } else { minute };
    NaiveTime::from_hms_opt(small(hour)?, small(minute)?, small(second)?)
}

fn small(text: &str) -> Option<u32> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn numeric(text: &str) -> Option<NaiveDate> {
    let sign = ['/', '-', '.', ' '].into_iter().find(|sign| text.contains(*sign))?;
    let mut parts = text.split(sign).map(str::trim);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if first.len() == 4 && sign != ' ' {
        return NaiveDate::from_ymd_opt(full_year(first)?, small(month)?, small(last)?);
    }
    NaiveDate::from_ymd_opt(year(last)?, small(month)?, small(first)?)
}

fn full_year(text: &str) -> Option<i32> {
    let year: i32 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    (1000..=2999).contains(&year).then_some(year)
}

/// Two digits are of this century up to 49, of the last one from 50 on.
fn year(text: &str) -> Option<i32> {
    match text.len() {
        4 => full_year(text),
        2 => small(text)
            .and_then(|short| i32::try_from(short).ok())
            .map(|short| if short < 50 { 2000 + short } else { 1900 + short }),
        _ => None,
    }
}

const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january"],
    &["fevrier", "fevr", "fev", "february", "feb"],
    &["mars", "mar", "march"],
    &["avril", "avr", "april", "apr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "juil", "july", "jul"],
    &["aout", "august", "aug"],
    &["septembre", "sept", "sep", "september"],
    &["octobre", "oct", "october"],
    &["novembre", "nov", "november"],
    &["decembre", "dec", "december"],
];

/// `3 janvier 2023`, `lundi 1er mars 2023`, `03-janv-23`.
fn in_words(text: &str) -> Option<NaiveDate> {
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let folded = any_ascii::any_ascii(text).to_lowercase();
    let mut words = folded.split([' ', '-', '/', ',', '.']).filter(|word| !word.is_empty());
    let mut day = words.next()?;
    if !day.starts_with(|letter: char| letter.is_ascii_digit()) {
        day = words.next()?;
    }
    let month = words.next()?;
    let number = (1..).zip(MONTHS).find(|(_, names)| names.contains(&month)).map(|(number, _)| number)?;
    let year = year(words.next()?)?;
    let day = small(day.trim_end_matches("er").trim_end_matches("st").trim_end_matches("th"))?;
    words.next().is_none().then(|| NaiveDate::from_ymd_opt(year, number, day))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_offices_write_them() {
        for text in [
            "03/01/2023",
            "3/1/23",
            "2023-01-03",
            "03.01.2023",
            "3 janvier 2023",
            "mardi 3 janv. 2023",
            "03-janv-23",
            "2023/01/03",
        ] {
            assert_eq!(date(text).map(|day| day.to_string()).as_deref(), Some("2023-01-03"), "{text}");
        }
        for text in
            ["31/02/2023", "12/2023", "2023", "0123456789", "01 02 03 04 05", "1200,50", "mars", "3/13/2023", "12.50.1"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date("1er août 1975").map(|day| day.to_string()).as_deref(), Some("1975-08-01"));
    }

    #[test]
    fn times_too() {
        for (text, expected) in
            [("14h30", "14:30:00"), ("9:05", "09:05:00"), ("23:59:58", "23:59:58"), ("8h", "08:00:00")]
        {
            assert_eq!(time(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(time("25:00"), None);
        assert_eq!(time("1:2:3:4"), None);
        let both = moment("2024-03-15 10:30:00")
            .map(|moment| (moment.date.to_string(), moment.time.map(|time| time.to_string())));
        assert_eq!(both, Some(("2024-03-15".into(), Some("10:30:00".into()))));
    }
}
