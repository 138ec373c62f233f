//! How values are written for people: dates, numbers, money, phone numbers, in the site's locale.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::entity::Clock;
use super::kind::{Kind, choice_label};
use super::meta::Site;
use super::value::Value;
use super::words;

/// Narrow no-break space, between thousands and before units in French.
const THIN: char = '\u{202f}';

#[derive(Clone, Copy, Debug)]
pub struct Locale {
    /// `fr` or `en`.
    pub code: &'static str,
    pub currency: &'static str,
    zone: Tz,
}

impl Locale {
    pub fn of(site: &'static Site) -> Locale {
        Locale {
            code: site.locale,
            currency: site.currency,
            zone: site.timezone.parse().unwrap_or(Tz::UTC),
        }
    }

    pub fn french(&self) -> bool {
        self.code == "fr"
    }

    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        words::say(self.code, key, args)
    }

    pub fn clock(&self) -> Clock {
        let now = Utc::now();
        Clock {
            now: now.naive_utc().with_nanosecond(0).unwrap_or_else(|| now.naive_utc()),
            today: now.with_timezone(&self.zone).date_naive(),
            zone: self.zone,
        }
    }

    /// The wall clock of the site's zone at an instant.
    pub fn local(&self, instant: NaiveDateTime) -> NaiveDateTime {
        DateTime::<Utc>::from_naive_utc_and_offset(instant, Utc)
            .with_timezone(&self.zone)
            .naive_local()
    }

    /// The instant at which the site's wall clock shows this; the earlier of two, the next real one in a gap.
    pub fn instant(&self, local: NaiveDateTime) -> NaiveDateTime {
        let found = self.zone.from_local_datetime(&local).earliest();
        let found = found.or_else(|| {
            self.zone
                .from_local_datetime(&(local + chrono::Duration::hours(1)))
                .earliest()
        });
        found.map_or(local, |instant| instant.naive_utc())
    }

    /// A value as people read it.
    pub fn show(&self, kind: Kind, value: &Value) -> String {
        match (kind, value) {
            (_, Value::Null) => String::new(),
            (_, Value::Bool(flag)) => words::text(self.code, if *flag { "value.yes" } else { "value.no" }),
            (Kind::Duration, Value::Int(seconds)) => duration(*seconds),
            (Kind::Serial | Kind::Reference(_), Value::Int(number)) => number.to_string(),
            (_, Value::Int(number)) => self.number(Decimal::from(*number), 0),
            (Kind::Money, Value::Decimal(number)) => self.money(*number),
            (Kind::Percent, Value::Decimal(number)) => format!("{}{}%", self.number(number.normalize(), 0), if self.french() { "\u{202f}" } else { "" }),
            (_, Value::Decimal(number)) => self.number(*number, 0),
            (_, Value::Date(date)) => self.date(*date),
            (_, Value::Time(time)) => time.format("%H:%M").to_string(),
            (_, Value::DateTime(instant)) => self.date_time(*instant),
            (Kind::Enum(choices), Value::Text(code)) => choice_label(choices, code).to_owned(),
            (Kind::Phone, Value::Text(number)) => phone(number),
            (Kind::Siret, Value::Text(number)) => grouped(number, &[3, 3, 3, 5]),
            (Kind::Siren, Value::Text(number)) => grouped(number, &[3, 3, 3]),
            (Kind::Iban, Value::Text(number)) => grouped(number, &[4; 9]),
            (Kind::File | Kind::Image, Value::Text(stored)) => super::files::own_name(stored).to_owned(),
            (Kind::Country, Value::Text(code)) => super::lists::country(self.code, code).to_owned(),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Uuid(uuid)) => uuid.to_string(),
        }
    }

    /// A value as an input of its kind holds it: what `parse` reads back.
    pub fn input(&self, kind: Kind, value: &Value) -> String {
        match (kind, value) {
            (_, Value::Null) => String::new(),
            (_, Value::Bool(flag)) => flag.to_string(),
            (Kind::Duration, Value::Int(seconds)) => duration(*seconds),
            (_, Value::Int(number)) => number.to_string(),
            (_, Value::Decimal(number)) => self.number(*number, 0),
            (_, Value::Date(date)) => date.format("%Y-%m-%d").to_string(),
            (_, Value::Time(time)) => time.format("%H:%M").to_string(),
            (_, Value::DateTime(instant)) => self.local(*instant).format("%Y-%m-%dT%H:%M").to_string(),
            (Kind::Phone | Kind::Siret | Kind::Siren | Kind::Iban, value) => self.show(kind, value),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Uuid(uuid)) => uuid.to_string(),
        }
    }

    /// 21/11/2026 in French, 21 Nov 2026 in English.
    pub fn date(&self, date: NaiveDate) -> String {
        if self.french() {
            format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
        } else {
            date.format("%-d %b %Y").to_string()
        }
    }

    pub fn date_time(&self, instant: NaiveDateTime) -> String {
        let local = self.local(instant);
        format!("{} {}", self.date(local.date()), local.format("%H:%M"))
    }

    /// The currency as it is written beside an amount.
    pub fn symbol(&self) -> &'static str {
        match self.currency {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => other,
        }
    }

    pub fn money(&self, number: Decimal) -> String {
        let amount = self.number(number, 2);
        let symbol = self.symbol();
        if self.french() {
            format!("{amount}{THIN}{symbol}")
        } else if symbol.len() == 3 && symbol.is_ascii() {
            format!("{symbol} {amount}")
        } else {
            match amount.strip_prefix('-') {
                Some(positive) => format!("-{symbol}{positive}"),
                None => format!("{symbol}{amount}"),
            }
        }
    }

    /// With thousands apart, and at least so many decimals.
    pub fn number(&self, mut number: Decimal, decimals: u32) -> String {
        if number.scale() < decimals {
            number.rescale(decimals);
        }
        let text = number.abs().to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
        let (thousands, point) = if self.french() { (THIN, ',') } else { (',', '.') };
        let mut shown = String::new();
        if number.is_sign_negative() && !number.is_zero() {
            shown.push('-');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                shown.push(thousands);
            }
            shown.push(digit);
        }
        if !fraction.is_empty() {
            shown.push(point);
            shown.push_str(fraction);
        }
        shown
    }
}

/// `1 h 30`, `45 min`, `20 s`.
pub fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, rest) => format!("{sign}{rest} s"),
        (0, minutes, 0) => format!("{sign}{minutes} min"),
        (hours, 0, 0) => format!("{sign}{hours} h"),
        (hours, minutes, 0) => format!("{sign}{hours} h {minutes:02}"),
        (hours, minutes, rest) => format!("{sign}{hours} h {minutes:02} min {rest:02} s"),
    }
}

/// `+33612345678` is shown `06 12 34 56 78`; other numbers in groups of two after their prefix.
pub fn phone(number: &str) -> String {
    match number.strip_prefix("+33") {
        Some(national) if national.len() == 9 => grouped(&format!("0{national}"), &[2; 5]),
        _ => number.to_owned(),
    }
}

fn grouped(text: &str, sizes: &[usize]) -> String {
    let mut groups = Vec::new();
    let mut rest = text;
    for size in sizes {
        let (head, tail) = rest.split_at_checked(*size).unwrap_or((rest, ""));
        if !head.is_empty() {
            groups.push(head);
        }
        rest = tail;
    }
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups.join(" ")
}

/// The year of a date, as sequences count them.
pub fn period(date: NaiveDate, pattern: &str) -> String {
    let mut period = String::new();
    if pattern.contains("{year}") {
        period.push_str(&date.year().to_string());
    }
    if pattern.contains("{month}") {
        period.push_str(&format!("-{:02}", date.month()));
    }
    if pattern.contains("{day}") {
        period.push_str(&format!("-{:02}", date.day()));
    }
    period
}

#[cfg(test)]
mod tests {
    use super::*;

    static SITE: Site = Site {
        title: "",
        locale: "fr",
        currency: "EUR",
        timezone: "Europe/Paris",
        refusals: &[],
    };

    #[test]
    fn french_numbers_and_dates() {
        let locale = Locale::of(&SITE);
        assert_eq!(locale.money(Decimal::new(-123_456_789, 2)), "-1\u{202f}234\u{202f}567,89\u{202f}€");
        assert_eq!(locale.money(Decimal::new(5, 0)), "5,00\u{202f}€");
        assert_eq!(locale.show(Kind::Percent, &Value::Decimal(Decimal::new(550, 2))), "5,5\u{202f}%");
        assert_eq!(locale.show(Kind::Phone, &Value::text("+33612345678")), "06 12 34 56 78");
        assert_eq!(
            NaiveDate::from_ymd_opt(2026, 11, 21)
                .map(|date| locale.date(date))
                .as_deref(),
            Some("21/11/2026")
        );
    }

    #[test]
    fn an_instant_goes_to_the_wall_clock_and_back() {
        let locale = Locale::of(&SITE);
        for month in 1..=12 {
            let instant = NaiveDate::from_ymd_opt(2026, month, 15)
                .and_then(|date| date.and_hms_opt(10, 30, 0))
                .unwrap_or_default();
            assert_eq!(locale.instant(locale.local(instant)), instant);
        }
    }
}
