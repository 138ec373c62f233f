//! Exact arithmetic, the same to the last digit on the three engines.
//!
//! A sum or a product is exact; a quotient has six digits more than its operands, at most twelve, rounded half away from zero;
//! a division by a power of ten is exact. Division by zero gives empty.

use rust_decimal::Decimal;

use super::Compiler;
use crate::mcd::expr::ArithmeticOp;
use crate::sql::value::{Shape, Value, power_of_ten};

/// Digits a quotient has at most.
const MOST_DIGITS: u8 = 12;
/// Digits a product is rounded to: beyond, 64 bits would hold only small amounts.
const PRODUCT_DIGITS: u8 = 10;

impl Compiler<'_> {
    pub(super) fn number(&self, number: Decimal) -> Option<Value> {
        let number = number.normalize();
        let scale = u8::try_from(number.scale()).ok()?;
        let shape = Shape::Number(scale);
        let sql = if self.engine.scales() { number.mantissa().to_string() } else { number.to_string() };
        Some(if number.is_sign_negative() { Value::loose(sql, shape) } else { Value::tight(sql, shape) })
    }

    /// Both with as many digits, where the engine scales numbers; lengths of time are whole numbers.
    pub(super) fn align(&self, a: Value, b: Value) -> (Value, Value) {
        match (a.shape, b.shape) {
            (Shape::Number(left), Shape::Number(right)) => {
                let scale = left.max(right);
                (self.engine.rescale(&a, scale, self.plain), self.engine.rescale(&b, scale, self.plain))
            }
            _ => (a, b),
        }
    }

    /// All with as many digits.
    pub(super) fn align_all(&self, values: Vec<Value>) -> Vec<Value> {
        let scale = values.iter().map(Value::scale).max().unwrap_or_default();
        let align = |value: Value| match value.shape {
            Shape::Number(_) => self.engine.rescale(&value, scale, self.plain),
            _ => value,
        };
        values.into_iter().map(align).collect()
    }

    pub(super) fn calculate(&self, op: ArithmeticOp, a: Value, b: Value) -> Option<Value> {
        match op {
            ArithmeticOp::Add | ArithmeticOp::Sub => {
                let (a, b) = self.align(a, b);
                let sign = if op == ArithmeticOp::Add { '+' } else { '-' };
                Some(Value::loose(format!("{} {sign} {}", a.operand(), b.operand()), a.shape))
            }
            ArithmeticOp::Mul => Some(self.multiply(&a, &b)),
            ArithmeticOp::Div => Some(self.divide(&a, &b)),
        }
    }

    fn multiply(&self, a: &Value, b: &Value) -> Value {
        let scale = a.scale() + b.scale();
        let product = Value::loose(format!("{} * {}", a.operand(), b.operand()), Shape::Number(scale));
        if scale > PRODUCT_DIGITS { self.engine.rescale(&product, PRODUCT_DIGITS, self.plain) } else { product }
    }

    fn divide(&self, a: &Value, b: &Value) -> Value {
        if let Some(shift) = b.whole().filter(|_| b.scale() == 0).and_then(exponent_of_ten)
            && a.scale() + shift <= MOST_DIGITS
        {
            return self.shift(a, shift);
        }
        let scale = (a.scale().max(b.scale()) + 6).min(MOST_DIGITS).max(a.scale());
        self.engine.divide(a, b, scale, self.plain)
    }

    /// Division by a power of ten: the point moves, nothing is lost.
    fn shift(&self, a: &Value, shift: u8) -> Value {
        let shape = Shape::Number(a.scale() + shift);
        if self.engine.scales() || shift == 0 {
            return Value { shape, ..a.clone() };
        }
        let tenth = format!("0.{}1", "0".repeat(usize::from(shift) - 1));
        Value::loose(format!("{} * {tenth}", a.operand()), shape)
    }
}

fn exponent_of_ten(whole: i64) -> Option<u8> {
    (0..=9).find(|exponent| power_of_ten(*exponent) == Some(whole))
}
