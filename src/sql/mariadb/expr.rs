//! Expressions in MariaDB.

use crate::mcd::expr::Unit;
use crate::sql::engine::{DatePart, Engine};
use crate::sql::pattern::{Reader, written_for};
use crate::sql::value::{Shape, Value};
use crate::sql::zone::{YearlyChange, Zone, zone};

/// A literal; backslashes are escapes there.
pub(super) fn text(text: &str) -> String {
    let escaped = text
        .replace('\0', "")
        .replace('\\', "\\\\")
        .replace('\'', "''")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\u{1a}', "\\Z");
    format!("'{escaped}'")
}

/// Where MariaDB can't say the expression, the application alone checks.
pub(super) fn matches(engine: &dyn Engine, value: &Value, pattern: &str) -> Option<String> {
    let pattern = written_for(Reader::Mariadb, pattern)?;
    Some(format!("{} REGEXP {}", value.operand(), engine.text(&format!("\\A(?:{pattern})\\z"))))
}

pub(super) fn later(value: &Value, count: i64, unit: Unit) -> String {
    let amount = match (unit.months(), unit) {
        (Some(months), _) => format!("{} MONTH", months.saturating_mul(count)),
        (None, Unit::Day) => format!("{count} DAY"),
        (None, Unit::Week) => format!("{} DAY", count.saturating_mul(7)),
        _ => format!("{} SECOND", count.saturating_mul(unit.seconds())),
    };
    moved(value, &amount)
}

pub(super) fn later_by(value: &Value, seconds: &str) -> String {
    moved(value, &format!("({seconds}) SECOND"))
}

fn moved(value: &Value, amount: &str) -> String {
    match value.shape {
        Shape::Date => format!("DATE(DATE_ADD({}, INTERVAL {amount}))", value.sql),
        _ => format!("DATE_ADD({}, INTERVAL {amount})", value.sql),
    }
}

pub(super) fn between(a: &Value, b: &Value) -> String {
    match a.shape {
        Shape::Date => format!("DATEDIFF({}, {}) * 86400", a.sql, b.sql),
        _ => format!("TIMESTAMPDIFF(SECOND, {}, {})", b.sql, a.sql),
    }
}

/// What a zone's wall clock shows at an instant. CONVERT_TZ would be empty wherever the server's time zone tables aren't loaded.
pub(super) fn to_local(instant: &str, timezone: &str) -> String {
    let later = |seconds: &str| format!("{instant} + INTERVAL {seconds} SECOND");
    match zone(timezone) {
        Zone::Fixed(0) => instant.to_owned(),
        Zone::Fixed(seconds) => later(&seconds.to_string()),
        Zone::Summer(summer) => later(&format!(
            "CASE WHEN {instant} >= {} AND {instant} < {} THEN {} ELSE {} END",
            changes_at(instant, &summer.first),
            changes_at(instant, &summer.second),
            summer.between,
            summer.otherwise
        )),
        Zone::Listed(changes, last) => {
            let case = |(at, before): &(chrono::NaiveDateTime, i32)| {
                format!("WHEN {instant} < '{}' THEN {before}", at.format("%Y-%m-%d %H:%M:%S"))
            };
            let cases = changes.iter().map(case).collect::<Vec<_>>().join(" ");
            later(&format!("CASE {cases} ELSE {last} END"))
        }
    }
}

/// When clocks change in the year of an instant.
fn changes_at(instant: &str, change: &YearlyChange) -> String {
    let YearlyChange { month, day, weekday, seconds } = change;
    let start = format!("CONCAT(YEAR({instant}), '-{month:02}-{day:02}')");
    // WEEKDAY counts from Monday.
    let days = match (weekday + 6) % 7 {
        6 => format!("6 - WEEKDAY({start})"),
        wanted => format!("MOD({} - WEEKDAY({start}), 7)", wanted + 7),
    };
    format!("{start} + INTERVAL {days} DAY + INTERVAL {seconds} SECOND")
}

pub(super) fn date_part(value: &Value, part: DatePart, timezone: &str) -> String {
    let name = match part {
        DatePart::Year => "YEAR",
        DatePart::Month => "MONTH",
        DatePart::Day => "DAYOFMONTH",
    };
    let local = if value.shape == Shape::DateTime { to_local(&value.operand(), timezone) } else { value.sql.clone() };
    format!("{name}({local})")
}

pub(super) fn rescale(value: &Value, scale: u8) -> Value {
    let shape = Shape::Number(scale);
    if value.scale() <= scale {
        return Value { shape, ..value.clone() };
    }
    Value::tight(format!("ROUND({}, {scale})", value.sql), shape)
}

/// A quotient has four digits more than its first operand: that one is given enough of them.
pub(super) fn divide(a: &Value, b: &Value, scale: u8) -> Value {
    let digits = scale + 4;
    let sql = format!("ROUND(CAST({} AS DECIMAL(60, {digits})) / NULLIF({}, 0), {scale})", a.sql, b.sql);
    Value::tight(sql, Shape::Number(scale))
}
