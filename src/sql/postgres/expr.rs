//! Expressions in PostgreSQL.

use crate::mcd::expr::Unit;
use crate::sql::engine::{DatePart, Engine};
use crate::sql::pattern::{Reader, written_for};
use crate::sql::value::{Shape, Value};

/// A literal; with escapes only where a line end asks for them.
pub(super) fn text(text: &str) -> String {
    let clean = text.replace('\0', "").replace('\'', "''");
    if !clean.contains(['\n', '\r']) {
        return format!("'{clean}'");
    }
    let escaped = clean.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("E'{escaped}'")
}

/// Where PostgreSQL can't say the expression, the application alone checks.
pub(super) fn matches(engine: &dyn Engine, value: &Value, pattern: &str) -> Option<String> {
    let pattern = written_for(Reader::Postgres, pattern)?;
    Some(format!("{} ~ {}", value.operand(), engine.text(&format!("^(?:{pattern})$"))))
}

pub(super) fn later(value: &Value, count: i64, unit: Unit) -> String {
    let amount = match (unit.months(), unit) {
        (Some(months), _) => format!("{} months", months.saturating_mul(count)),
        (None, Unit::Day) => format!("{count} days"),
        (None, Unit::Week) => format!("{} days", count.saturating_mul(7)),
        _ => format!("{} seconds", count.saturating_mul(unit.seconds())),
    };
    moved(value, &format!("INTERVAL '{amount}'"))
}

pub(super) fn later_by(value: &Value, seconds: &str) -> String {
    moved(value, &format!("make_interval(secs => {seconds})"))
}

/// Instants are moved as UTC reads them, so that days and months are the same on every engine.
fn moved(value: &Value, interval: &str) -> String {
    match value.shape {
        Shape::Date => format!("CAST({} + {interval} AS date)", value.operand()),
        _ => format!("({} AT TIME ZONE 'UTC' + {interval}) AT TIME ZONE 'UTC'", value.operand()),
    }
}

pub(super) fn between(a: &Value, b: &Value) -> String {
    match a.shape {
        Shape::Date => format!("({} - {}) * 86400", a.operand(), b.operand()),
        _ => format!("CAST(EXTRACT(EPOCH FROM {} - {}) AS bigint)", a.operand(), b.operand()),
    }
}

pub(super) fn date_part(value: &Value, part: DatePart, timezone: &str) -> String {
    let word = match part {
        DatePart::Year => "YEAR",
        DatePart::Month => "MONTH",
        DatePart::Day => "DAY",
    };
    let local = match value.shape {
        Shape::DateTime => format!(" AT TIME ZONE {}", text(timezone)),
        _ => String::new(),
    };
    format!("CAST(EXTRACT({word} FROM {}{local}) AS bigint)", value.operand())
}

pub(super) fn rescale(value: &Value, scale: u8) -> Value {
    let shape = Shape::Number(scale);
    if value.scale() <= scale {
        return Value { shape, ..value.clone() };
    }
    Value::tight(format!("ROUND({}, {scale})", value.sql), shape)
}

/// A division keeps the digits of its operands: the first is given enough of them.
pub(super) fn divide(a: &Value, b: &Value, scale: u8) -> Value {
    let digits = scale + 2;
    let sql = format!("ROUND(CAST({} AS numeric(60, {digits})) / NULLIF({}, 0), {scale})", a.sql, b.sql);
    Value::tight(sql, Shape::Number(scale))
}

/// PostgreSQL's LEAST leaves empty values out; elsewhere one empty makes the whole empty.
pub(super) fn extreme(greatest: bool, values: &[Value]) -> String {
    let list = values.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
    let filled =
        values.iter().map(|value| format!("{} IS NOT NULL", value.operand())).collect::<Vec<_>>().join(" AND ");
    let name = if greatest { "GREATEST" } else { "LEAST" };
    format!("CASE WHEN {filled} THEN {name}({list}) END")
}
