//! An expression, node by node.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Compiler, Row};
use crate::mcd::expr::{Aggregate, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, Unit};
use crate::mcd::{FieldRef, Type};
use crate::sql::engine::{DatePart, is_text};
use crate::sql::value::{Shape, Value};

impl Compiler<'_> {
    pub(super) fn compile(&self, expr: &Expr, row: &Row) -> Option<Value> {
        match &expr.kind {
            ExprKind::Number(number) => self.number(*number),
            ExprKind::Text(text) => Some(Value::tight(self.engine.text(text), Shape::Text)),
            ExprKind::Boolean(value) => Some(Value::tight(self.engine.boolean(*value), Shape::Boolean)),
            ExprKind::EnumValue(id, place) => {
                let value = self.schema.mcd.enumeration(*id).values.get(*place)?;
                Some(Value::tight(self.engine.text(&value.snake), Shape::Text))
            }
            ExprKind::Quantity(number, unit) => quantity(*number, *unit),
            ExprKind::Field(path, field) => self.path_field(path, *field, row),
            ExprKind::Record(path) => self.record(row, path),
            ExprKind::Me => Some(Value::tight(self.me.clone()?, Shape::Key)),
            ExprKind::Negate(a) => {
                let a = self.value(a, row)?;
                Some(Value::loose(format!("-{}", a.operand()), a.shape))
            }
            ExprKind::Arithmetic(op, a, b) => self.arithmetic(*op, a, b, row),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, row),
            ExprKind::Call(function, args) => self.call(*function, args, row),
            _ => self.condition(expr, row),
        }
    }

    fn condition(&self, expr: &Expr, row: &Row) -> Option<Value> {
        let boolean = |sql: String| Some(Value::loose(sql, Shape::Boolean));
        match &expr.kind {
            ExprKind::Not(a) => boolean(format!("NOT {}", self.value(a, row)?.operand())),
            ExprKind::And(a, b) => boolean(format!("{} AND {}", self.side(a, row)?, self.side(b, row)?)),
            ExprKind::Or(a, b) => boolean(format!("{} OR {}", self.side(a, row)?, self.side(b, row)?)),
            ExprKind::Compare(op, a, b) => self.compare(*op, a, b, row),
            ExprKind::In(a, list, not) => self.among(a, list, *not, row),
            ExprKind::Between(a, low, high, not) => self.between(a, low, high, *not, row),
            ExprKind::IsEmpty(a, not) => {
                let word = if *not { "IS NOT NULL" } else { "IS NULL" };
                boolean(format!("{} {word}", self.value(a, row)?.operand()))
            }
            ExprKind::Matches(a, pattern, not) => {
                let matches = self.engine.matches(&self.value(a, row)?, pattern)?;
                boolean(if *not { format!("NOT ({matches})") } else { matches })
            }
            ExprKind::If(c, a, b) => {
                let c = self.value(c, row)?;
                let (a, b) = self.align(self.value(a, row)?, self.value(b, row)?);
                Some(Value::tight(format!("CASE WHEN {} THEN {} ELSE {} END", c.sql, a.sql, b.sql), a.shape))
            }
            _ => None,
        }
    }

    /// One side of AND or OR: a comparison needs no parentheses there, another AND or OR does.
    fn side(&self, expr: &Expr, row: &Row) -> Option<String> {
        let value = self.value(expr, row)?;
        let bare = matches!(expr.kind, ExprKind::Compare(..) | ExprKind::IsEmpty(..) | ExprKind::In(..));
        Some(if bare { value.sql } else { value.operand() })
    }

    fn path_field(&self, path: &Path, field: FieldRef, row: &Row) -> Option<Value> {
        let reached = self.walk(row, path)?;
        let value = self.field(&reached.row, field)?;
        if reached.is_here() {
            return Some(value);
        }
        Some(Value::tight(reached.select(&value.sql), value.shape))
    }

    fn compare(&self, op: CompareOp, a: &Expr, b: &Expr, row: &Row) -> Option<Value> {
        let (a, b) = self.align(self.value(a, row)?, self.value(b, row)?);
        let sign = match op {
            CompareOp::Eq => "=",
            CompareOp::Ne => "<>",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        };
        let ordered = !matches!(op, CompareOp::Eq | CompareOp::Ne) && is_text(a.shape);
        let left = if ordered { self.engine.binary(&a) } else { a.operand() };
        Some(Value::loose(format!("{left} {sign} {}", b.operand()), Shape::Boolean))
    }

    fn among(&self, a: &Expr, list: &[Expr], not: bool, row: &Row) -> Option<Value> {
        if list.is_empty() {
            return Some(Value::tight(self.engine.boolean(not), Shape::Boolean));
        }
        let first = self.value(a, row)?;
        let all: Option<Vec<Value>> = list.iter().map(|item| self.value(item, row)).collect();
        let aligned = self.align_all(std::iter::once(first).chain(all?).collect());
        let (first, rest) = aligned.split_first()?;
        let list = rest.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
        let word = if not { "NOT IN" } else { "IN" };
        Some(Value::loose(format!("{} {word} ({list})", first.operand()), Shape::Boolean))
    }

    fn between(&self, a: &Expr, low: &Expr, high: &Expr, not: bool, row: &Row) -> Option<Value> {
        let values = vec![self.value(a, row)?, self.value(low, row)?, self.value(high, row)?];
        let aligned = self.align_all(values);
        let [a, low, high] = aligned.as_slice() else { return None };
        let word = if not { "NOT BETWEEN" } else { "BETWEEN" };
        let left = if is_text(a.shape) { self.engine.binary(a) } else { a.operand() };
        Some(Value::loose(format!("{left} {word} {} AND {}", low.operand(), high.operand()), Shape::Boolean))
    }

    fn arithmetic(&self, op: ArithmeticOp, a: &Expr, b: &Expr, row: &Row) -> Option<Value> {
        if let Some(moved) = self.moved(op, a, b, row) {
            return Some(moved);
        }
        let (left, right) = (self.value(a, row)?, self.value(b, row)?);
        match (left.shape, right.shape) {
            (Shape::Date | Shape::DateTime, Shape::Date | Shape::DateTime) => {
                Some(Value::loose(self.engine.between(&left, &right), Shape::Duration))
            }
            (Shape::Date | Shape::DateTime, Shape::Duration) => Some(self.moved_by(op, &left, &right)),
            (Shape::Duration, Shape::Date | Shape::DateTime) => Some(self.moved_by(op, &right, &left)),
            (Shape::Duration, _) | (_, Shape::Duration) => self.time_arithmetic(op, left, right),
            _ => self.calculate(op, left, right),
        }
    }

    /// A day or instant moved by a quantity written out: `date + 1 months` goes by the calendar.
    fn moved(&self, op: ArithmeticOp, a: &Expr, b: &Expr, row: &Row) -> Option<Value> {
        let (start, number, unit) = match (&a.kind, &b.kind) {
            (_, ExprKind::Quantity(number, unit)) => (a, number, unit),
            (ExprKind::Quantity(number, unit), _) if op == ArithmeticOp::Add => (b, number, unit),
            _ => return None,
        };
        let start = self.value(start, row)?;
        if !matches!(start.shape, Shape::Date | Shape::DateTime) {
            return None;
        }
        let (count, unit) = match unit.months_in(*number) {
            Some(months) => (months, Unit::Month),
            None if number.is_integer() => (number.to_i64()?, *unit),
            None => (unit.seconds_in(*number)?, Unit::Second),
        };
        let count = if op == ArithmeticOp::Sub { count.checked_neg()? } else { count };
        Some(Value::tight(self.engine.later(&start, count, unit), start.shape))
    }

    fn moved_by(&self, op: ArithmeticOp, start: &Value, length: &Value) -> Value {
        let seconds = if op == ArithmeticOp::Sub { format!("-{}", length.operand()) } else { length.operand() };
        Value::tight(self.engine.later_by(start, &seconds), start.shape)
    }

    /// Lengths of time are whole seconds: added, multiplied and divided by numbers.
    fn time_arithmetic(&self, op: ArithmeticOp, a: Value, b: Value) -> Option<Value> {
        let ratio = a.shape == Shape::Duration && b.shape == Shape::Duration && op == ArithmeticOp::Div;
        let as_number = |value: Value| match value.shape {
            Shape::Duration => Value { shape: Shape::Number(0), ..value },
            _ => value,
        };
        let result = self.calculate(op, as_number(a), as_number(b))?;
        if ratio {
            return Some(result);
        }
        Some(Value { shape: Shape::Duration, ..self.engine.rescale(&result, 0, self.plain) })
    }

    fn aggregate(&self, aggregate: &Aggregate, row: &Row) -> Option<Value> {
        let reached = self.away(self.walk(row, &aggregate.range)?)?;
        let argument = match &aggregate.argument {
            Some(argument) => Some(self.value(argument, &reached.row)?),
            None => None,
        };
        let Some(argument) = argument else {
            return Some(Value::tight(reached.select("COUNT(*)"), Shape::Number(0)));
        };
        let (sql, shape) = (&argument.sql, argument.shape);
        Some(match aggregate.function {
            AggregateFunction::Count => Value::tight(reached.select(&format!("COUNT({sql})")), Shape::Number(0)),
            AggregateFunction::Sum => Value::tight(reached.select(&format!("COALESCE(SUM({sql}), 0)")), shape),
            AggregateFunction::Min => Value::tight(reached.select(&format!("MIN({sql})")), shape),
            AggregateFunction::Max => Value::tight(reached.select(&format!("MAX({sql})")), shape),
            AggregateFunction::Avg => {
                let sum = Value::tight(format!("SUM({sql})"), Shape::Number(argument.scale()));
                let count = Value::tight(format!("COUNT({sql})"), Shape::Number(0));
                let scale = if shape == Shape::Duration { 0 } else { (argument.scale() + 6).min(12) };
                let mean = self.engine.divide(&sum, &count, scale, true);
                let shape = if shape == Shape::Duration { shape } else { mean.shape };
                Value::tight(reached.select(&mean.sql), shape)
            }
        })
    }

    fn call(&self, function: Function, args: &[Expr], row: &Row) -> Option<Value> {
        let values: Vec<Value> = args.iter().map(|arg| self.value(arg, row)).collect::<Option<_>>()?;
        let first = || values.first().cloned();
        let timezone = &self.schema.mcd.crm.timezone;
        let part = |part| Some(Value::tight(self.engine.date_part(&first()?, part, timezone), Shape::Number(0)));
        match function {
            Function::Length => Some(Value::tight(self.engine.length(&first()?), Shape::Number(0))),
            Function::Lower | Function::Upper => {
                let upper = function == Function::Upper;
                let name = match args.first() {
                    Some(arg) if self.is_ascii(arg) && upper => "UPPER",
                    Some(arg) if self.is_ascii(arg) => "LOWER",
                    _ => self.engine.case_function(upper, self.plain)?,
                };
                Some(Value::tight(format!("{name}({})", first()?.sql), Shape::Text))
            }
            Function::Year => part(DatePart::Year),
            Function::Month => part(DatePart::Month),
            Function::Day => part(DatePart::Day),
            Function::Today => Some(Value::tight(self.engine.today(timezone), Shape::Date)),
            Function::Now => Some(Value::tight(self.engine.now(), Shape::DateTime)),
            Function::Abs => first().map(|a| Value::tight(format!("ABS({})", a.sql), a.shape)),
            Function::Round => self.round(&first()?, args.get(1)),
            Function::Coalesce => self.joined("COALESCE", values),
            Function::Least => self.extreme(false, values),
            Function::Greatest => self.extreme(true, values),
        }
    }

    /// Whether a value has letters of ASCII alone, which every engine knows.
    fn is_ascii(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Field(_, field) => self.schema.mcd.field(*field).ty == Type::Uuid,
            ExprKind::Text(text) => text.is_ascii(),
            _ => false,
        }
    }

    fn round(&self, value: &Value, digits: Option<&Expr>) -> Option<Value> {
        let digits = match digits.map(|digits| &digits.kind) {
            Some(ExprKind::Number(digits)) => digits.to_u8()?,
            Some(_) => return None,
            None => 0,
        };
        if value.scale() <= digits {
            return Some(value.clone());
        }
        Some(self.engine.rescale(value, digits, self.plain))
    }

    fn joined(&self, name: &str, values: Vec<Value>) -> Option<Value> {
        let aligned = self.align_all(values);
        let list = aligned.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
        Some(Value::tight(format!("{name}({list})"), aligned.first()?.shape))
    }

    fn extreme(&self, greatest: bool, values: Vec<Value>) -> Option<Value> {
        let aligned = self.align_all(values);
        Some(Value::tight(self.engine.extreme(greatest, &aligned), aligned.first()?.shape))
    }
}

/// A length of time as whole seconds.
fn quantity(number: Decimal, unit: Unit) -> Option<Value> {
    let seconds = unit.seconds_in(number)?;
    let sql = seconds.to_string();
    Some(if seconds < 0 { Value::loose(sql, Shape::Duration) } else { Value::tight(sql, Shape::Duration) })
}
