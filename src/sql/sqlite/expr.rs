//! Expressions in SQLite: whole-number arithmetic for exact numbers, date functions over ISO text.

use crate::mcd::expr::Unit;
use crate::sql::engine::DatePart;
use crate::sql::value::{Shape, Value, power_of_ten};
use crate::sql::zone::{YearlyChange, Zone, zone};

/// A literal; SQLite has no escapes, so line ends are spelled by `char`.
pub(super) fn text(text: &str) -> String {
    let quoted = |part: &str| format!("'{}'", part.replace('\0', "").replace('\'', "''"));
    if !text.contains(['\n', '\r']) {
        return quoted(text);
    }
    let lines: Vec<String> = text.split('\n').map(|line| quoted(&line.replace('\r', ""))).collect();
    format!("({})", lines.join(" || char(10) || "))
}

fn function(shape: Shape) -> &'static str {
    if shape == Shape::Date { "date" } else { "datetime" }
}

pub(super) fn later(value: &Value, count: i64, unit: Unit) -> String {
    let (name, sql) = (function(value.shape), &value.sql);
    let Some(months) = unit.months().map(|months| months.saturating_mul(count)) else {
        return match unit {
            Unit::Day => format!("{name}({sql}, '{count:+} days')"),
            Unit::Week => format!("{name}({sql}, '{:+} days')", count.saturating_mul(7)),
            _ => format!("{name}({sql}, '{:+} seconds')", count.saturating_mul(unit.seconds())),
        };
    };
    if value.shape == Shape::Date {
        let next = months.saturating_add(1);
        // SQLite runs past the end of a short month; the last day of that month comes first then.
        return format!(
            "min(date({sql}, '{months:+} months'), date({sql}, 'start of month', '{next:+} months', '-1 day'))"
        );
    }
    let next = months.saturating_add(1);
    format!(
        "min(datetime({sql}, '{months:+} months'), date({sql}, 'start of month', '{next:+} months', '-1 day') || substr({sql}, 11))"
    )
}

pub(super) fn later_by(value: &Value, seconds: &str) -> String {
    format!("{}({}, ({seconds}) || ' seconds')", function(value.shape), value.sql)
}

pub(super) fn between(a: &Value, b: &Value) -> String {
    format!("CAST(strftime('%s', {}) AS INTEGER) - CAST(strftime('%s', {}) AS INTEGER)", a.sql, b.sql)
}

pub(super) fn today(timezone: &str) -> String {
    format!("date('now'{})", to_local("datetime('now')", "'now'", timezone))
}

/// The modifier that makes of an instant what a zone's wall clock shows, with the comma before it; nothing for UTC. `spelled`:
/// the instant as date functions may be given it.
fn to_local(instant: &str, spelled: &str, timezone: &str) -> String {
    let modifier = |seconds: i32| match seconds % 3600 {
        0 => format!("'{:+} hours'", seconds / 3600),
        _ => format!("'{:+} minutes'", seconds / 60),
    };
    match zone(timezone) {
        Zone::Fixed(0) => String::new(),
        Zone::Fixed(seconds) => format!(", {}", modifier(seconds)),
        Zone::Summer(summer) => format!(
            ", CASE WHEN {instant} >= {} AND {instant} < {} THEN {} ELSE {} END",
            changes_at(spelled, &summer.first),
            changes_at(spelled, &summer.second),
            modifier(summer.between),
            modifier(summer.otherwise)
        ),
        Zone::Listed(changes, last) => {
            let case = |(at, before): &(chrono::NaiveDateTime, i32)| {
                format!("WHEN {instant} < '{}' THEN {}", at.format("%Y-%m-%d %H:%M:%S"), modifier(*before))
            };
            let cases = changes.iter().map(case).collect::<Vec<_>>().join(" ");
            format!(", CASE {cases} ELSE {} END", modifier(last))
        }
    }
}

/// When clocks change in the year of an instant.
fn changes_at(instant: &str, change: &YearlyChange) -> String {
    let YearlyChange { month, day, weekday, seconds } = change;
    let moment =
        if seconds % 3600 == 0 { format!("{:+} hours", seconds / 3600) } else { format!("{seconds:+} seconds") };
    let day = format!("'start of year', '+{} months', '+{} days', 'weekday {weekday}'", month - 1, day - 1);
    format!("datetime({instant}, {day}, '{moment}')")
}

pub(super) fn date_part(value: &Value, part: DatePart, timezone: &str) -> String {
    let letter = match part {
        DatePart::Year => 'Y',
        DatePart::Month => 'm',
        DatePart::Day => 'd',
    };
    let local =
        if value.shape == Shape::DateTime { to_local(&value.operand(), &value.sql, timezone) } else { String::new() };
    format!("CAST(strftime('%{letter}', {}{local}) AS INTEGER)", value.sql)
}

pub(super) fn rescale(value: &Value, scale: u8, plain: bool) -> Value {
    let (from, shape) = (value.scale(), Shape::Number(scale));
    let Some(factor) = power_of_ten(from.abs_diff(scale)) else { return value.clone() };
    if from == scale {
        return Value { shape, ..value.clone() };
    }
    if from < scale {
        if let Some(folded) = value.whole().and_then(|whole| whole.checked_mul(factor)) {
            return number(folded, shape);
        }
        return Value::loose(format!("{} * {factor}", value.operand()), shape);
    }
    let half = factor / 2;
    let rounded = |v: &str| format!("({v} + sign({v}) * {half}) / {factor}");
    if plain || is_short(value) {
        return Value::loose(rounded(&value.operand()), shape);
    }
    Value::tight(format!("(SELECT {} FROM (SELECT {} AS v))", rounded("v"), value.sql), shape)
}

/// A whole number as a literal that can stand anywhere.
pub(super) fn number(whole: i64, shape: Shape) -> Value {
    if whole < 0 { Value::loose(whole.to_string(), shape) } else { Value::tight(whole.to_string(), shape) }
}

/// Repeating it costs nothing.
fn is_short(value: &Value) -> bool {
    value.tight && !value.sql.contains('(')
}

pub(super) fn divide(a: &Value, b: &Value, scale: u8, plain: bool) -> Value {
    let shape = Shape::Number(scale);
    // a / 10^sa / (b / 10^sb), times 10^scale
    let up = i16::from(scale) + i16::from(b.scale()) - i16::from(a.scale());
    let wanted = u8::try_from(i16::from(a.scale()) + up).unwrap_or(scale);
    let top = rescale(&Value { shape: Shape::Number(a.scale()), ..a.clone() }, wanted.max(a.scale()), plain);
    let quotient = |n: &str, d: &str| format!("(abs({n}) + abs({d}) / 2) / abs({d}) * sign({n}) * sign({d})");
    if plain || (is_short(&top) && is_short(b)) {
        return Value::loose(quotient(&top.operand(), &b.operand()), shape);
    }
    Value::tight(format!("(SELECT {} FROM (SELECT {} AS n, {} AS d))", quotient("n", "d"), top.sql, b.sql), shape)
}
