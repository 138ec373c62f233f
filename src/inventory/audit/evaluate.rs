//! The model's expressions on the rows of files; how other rows are reached is the caller's business.
//!
//! Three-valued as in SQL: an empty operand makes an empty result, and a rule without a result holds. Never floating point.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use regex::Regex;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::mcd::expr::{Aggregate, ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, Unit};
use crate::mcd::{EnumId, FieldRef};

/// A value of a cell or of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Empty,
    Number(Decimal),
    Text(String),
    Boolean(bool),
    Date(NaiveDate),
    Time(NaiveTime),
    DateTime(NaiveDateTime),
    Enum(EnumId, usize),
    /// Calendar months and seconds.
    Span(i64, Decimal),
}

/// What an expression reads.
pub(super) trait Read {
    /// A field at the end of a path of one value.
    fn field(&self, path: &Path, field: FieldRef) -> Value;
    /// A function of several rows.
    fn aggregate(&self, aggregate: &Aggregate) -> Value;
}

/// One row, by its fields: nothing else is reached from it.
impl<F: Fn(FieldRef) -> Value> Read for F {
    fn field(&self, path: &Path, field: FieldRef) -> Value {
        if path.is_here() { self(field) } else { Value::Empty }
    }

    fn aggregate(&self, _: &Aggregate) -> Value {
        Value::Empty
    }
}

/// Whether an expression can be told from one row and the clock.
pub(super) fn is_of_one_row(expr: &Expr) -> bool {
    let reach = expr.reach();
    !reach.other_rows && !reach.user
}

/// The value of an expression for a row.
pub(super) fn evaluate(expr: &Expr, now: NaiveDateTime, row: &dyn Read) -> Value {
    let of = |expr: &Expr| evaluate(expr, now, row);
    match &expr.kind {
        ExprKind::Number(number) => Value::Number(*number),
        ExprKind::Text(text) => Value::Text(text.clone()),
        ExprKind::Boolean(truth) => Value::Boolean(*truth),
        ExprKind::EnumValue(of, at) => Value::Enum(*of, *at),
        ExprKind::Quantity(number, unit) => span(*number, *unit),
        ExprKind::Field(path, field) => row.field(path, *field),
        ExprKind::Aggregate(aggregate) => row.aggregate(aggregate),
        ExprKind::Negate(a) => match of(a) {
            Value::Number(number) => Value::Number(-number),
            Value::Span(months, seconds) => Value::Span(-months, -seconds),
            _ => Value::Empty,
        },
        ExprKind::Not(a) => truth_value(truth(&of(a)).map(|truth| !truth)),
        ExprKind::And(a, b) => truth_value(and(truth(&of(a)), truth(&of(b)))),
        ExprKind::Or(a, b) => truth_value(or(truth(&of(a)), truth(&of(b)))),
        ExprKind::Arithmetic(op, a, b) => arithmetic(*op, of(a), of(b)),
        ExprKind::Compare(op, a, b) => truth_value(compare(&of(a), &of(b)).map(|order| holds(*op, order))),
        ExprKind::Between(a, low, high, not) => {
            let (a, low, high) = (of(a), of(low), of(high));
            let inside =
                and(compare(&a, &low).map(|order| order.is_ge()), compare(&a, &high).map(|order| order.is_le()));
            truth_value(inside.map(|inside| inside != *not))
        }
        ExprKind::In(a, list, not) => {
            let a = of(a);
            let found = list.iter().map(|one| compare(&a, &of(one)).map(|order| order.is_eq())).fold(Some(false), or);
            truth_value(found.map(|found| found != *not))
        }
        ExprKind::IsEmpty(a, not) => Value::Boolean((of(a) == Value::Empty) != *not),
        ExprKind::Matches(a, pattern, not) => match (of(a), Regex::new(&format!("^(?:{pattern})$"))) {
            (Value::Text(text), Ok(regex)) => Value::Boolean(regex.is_match(&text) != *not),
            _ => Value::Empty,
        },
        ExprKind::If(condition, a, b) => {
            if truth(&of(condition)) == Some(true) {
                of(a)
            } else {
                of(b)
            }
        }
        ExprKind::Call(Function::Today, _) => Value::Date(now.date()),
        ExprKind::Call(Function::Now, _) => Value::DateTime(now),
        ExprKind::Call(function, arguments) => call(*function, &arguments.iter().map(of).collect::<Vec<_>>()),
        ExprKind::Record(_) | ExprKind::Me => Value::Empty,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Boolean(truth) => Some(*truth),
        _ => None,
    }
}

fn truth_value(truth: Option<bool>) -> Value {
    truth.map_or(Value::Empty, Value::Boolean)
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn holds(op: CompareOp, order: std::cmp::Ordering) -> bool {
    match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}

/// How two values of one type compare; a day is compared with an instant as its first moment.
pub(super) fn compare(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    let instant = |value: &Value| match value {
        Value::Date(date) => Some(date.and_time(NaiveTime::MIN)),
        Value::DateTime(moment) => Some(*moment),
        _ => None,
    };
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Enum(_, a), Value::Enum(_, b)) => Some(a.cmp(b)),
        (Value::Span(a_months, a), Value::Span(b_months, b)) if a_months == b_months => Some(a.cmp(b)),
        _ => Some(instant(a)?.cmp(&instant(b)?)),
    }
}

fn span(number: Decimal, unit: Unit) -> Value {
    let span = match unit.months() {
        Some(_) => unit.months_in(number).map(|months| Value::Span(months, Decimal::ZERO)),
        None => number.checked_mul(Decimal::from(unit.seconds())).map(|seconds| Value::Span(0, seconds)),
    };
    span.unwrap_or(Value::Empty)
}

fn arithmetic(op: ArithmeticOp, a: Value, b: Value) -> Value {
    match (op, a, b) {
        (_, Value::Number(a), Value::Number(b)) => {
            let result = match op {
                ArithmeticOp::Add => a.checked_add(b),
                ArithmeticOp::Sub => a.checked_sub(b),
                ArithmeticOp::Mul => a.checked_mul(b),
                ArithmeticOp::Div => a.checked_div(b),
            };
            result.map_or(Value::Empty, Value::Number)
        }
        (ArithmeticOp::Add, date, Value::Span(months, seconds))
        | (ArithmeticOp::Add, Value::Span(months, seconds), date) => moved(&date, months, seconds),
        (ArithmeticOp::Sub, date, Value::Span(months, seconds)) => moved(&date, months.saturating_neg(), -seconds),
        (ArithmeticOp::Sub, Value::Date(a), Value::Date(b)) => Value::Span(0, Decimal::from((a - b).num_seconds())),
        (ArithmeticOp::Sub, Value::DateTime(a), Value::DateTime(b)) => {
            Value::Span(0, Decimal::from((a - b).num_seconds()))
        }
        _ => Value::Empty,
    }
}

/// A day or an instant, so much later.
fn moved(from: &Value, months: i64, seconds: Decimal) -> Value {
    let by_months = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
    let Some(seconds) = seconds.to_i64() else { return Value::Empty };
    match from {
        Value::Date(date) => {
            let date = if months < 0 { date.checked_sub_months(by_months) } else { date.checked_add_months(by_months) };
            let days = Days::new(seconds.unsigned_abs() / 86_400);
            let date = date
                .and_then(|date| if seconds < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) });
            date.map_or(Value::Empty, Value::Date)
        }
        Value::DateTime(moment) => {
            let moment =
                if months < 0 { moment.checked_sub_months(by_months) } else { moment.checked_add_months(by_months) };
            let delta = TimeDelta::try_seconds(seconds);
            moment
                .zip(delta)
                .and_then(|(moment, delta)| moment.checked_add_signed(delta))
                .map_or(Value::Empty, Value::DateTime)
        }
        Value::Span(own, own_seconds) => {
            match (own.checked_add(months), own_seconds.checked_add(Decimal::from(seconds))) {
                (Some(months), Some(seconds)) => Value::Span(months, seconds),
                _ => Value::Empty,
            }
        }
        _ => Value::Empty,
    }
}

fn call(function: Function, arguments: &[Value]) -> Value {
    let first = arguments.first().unwrap_or(&Value::Empty);
    let date = || match first {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date()),
        _ => None,
    };
    let number = |number: Option<i64>| number.map_or(Value::Empty, |number| Value::Number(Decimal::from(number)));
    match (function, first) {
        (Function::Length, Value::Text(text)) => number(i64::try_from(text.chars().count()).ok()),
        (Function::Lower, Value::Text(text)) => Value::Text(text.to_lowercase()),
        (Function::Upper, Value::Text(text)) => Value::Text(text.to_uppercase()),
        (Function::Year, _) => number(date().map(|date| i64::from(date.year()))),
        (Function::Month, _) => number(date().map(|date| i64::from(date.month()))),
        (Function::Day, _) => number(date().map(|date| i64::from(date.day()))),
        (Function::Abs, Value::Number(number)) => Value::Number(number.abs()),
        (Function::Round, Value::Number(number)) => {
            let digits = match arguments.get(1) {
                Some(Value::Number(digits)) => digits.to_u32().unwrap_or(0),
                _ => 0,
            };
            Value::Number(number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
        }
        (Function::Coalesce, _) => {
            arguments.iter().find(|value| **value != Value::Empty).cloned().unwrap_or(Value::Empty)
        }
        (Function::Least, _) => extreme(arguments, std::cmp::Ordering::is_lt),
        (Function::Greatest, _) => extreme(arguments, std::cmp::Ordering::is_gt),
        _ => Value::Empty,
    }
}

fn extreme(values: &[Value], better: fn(std::cmp::Ordering) -> bool) -> Value {
    let mut best = values.first().unwrap_or(&Value::Empty);
    for value in values {
        match compare(value, best) {
            None => return Value::Empty,
            Some(order) if better(order) => best = value,
            Some(_) => {}
        }
    }
    best.clone()
}
