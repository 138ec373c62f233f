//! Expressions in MariaDB.

use crate::mcd::expr::Unit;
use crate::sql::engine::{DatePart, Engine};
use crate::sql::pattern::{Reader, written_for};
use crate::sql::value::{Shape, Value};

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

pub(super) fn date_part(value: &Value, part: DatePart) -> String {
    let name = match part {
        DatePart::Year => "YEAR",
        DatePart::Month => "MONTH",
        DatePart::Day => "DAYOFMONTH",
    };
    format!("{name}({})", value.sql)
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
