//! Calculations of constants, done once: the default `10 / 5` is 2 for whoever reads the model afterwards.
//!
//! Numbers and lengths of time of one unit only. Invariant: what can't be told exactly stays as it was written.

use rust_decimal::Decimal;

use crate::mcd::expr::{ArithmeticOp, Expr, ExprKind, Unit};

/// The expression, its calculations of constants done.
pub(super) fn folded(expr: Expr) -> Expr {
    let Expr { kind, ty, span } = expr;
    let kind = match kind {
        ExprKind::Negate(of) => {
            let of = folded(*of);
            match of.kind {
                ExprKind::Quantity(number, unit) => ExprKind::Quantity(-number, unit),
                _ => ExprKind::Negate(Box::new(of)),
            }
        }
        ExprKind::Arithmetic(op, a, b) => {
            let (a, b) = (folded(*a), folded(*b));
            match result(op, &a, &b) {
                Some((number, None)) => ExprKind::Number(number),
                Some((number, Some(unit))) if unit.seconds_in(number).is_some() => ExprKind::Quantity(number, unit),
                _ => ExprKind::Arithmetic(op, Box::new(a), Box::new(b)),
            }
        }
        other => other,
    };
    Expr { kind, ty, span }
}

/// The number that a calculation gives, and of what unit of time.
fn result(op: ArithmeticOp, a: &Expr, b: &Expr) -> Option<(Decimal, Option<Unit>)> {
    let ((a, of_a), (b, of_b)) = (constant(a)?, constant(b)?);
    let unit = match (op, of_a, of_b) {
        (ArithmeticOp::Add | ArithmeticOp::Sub, Some(a), Some(b)) if a == b => Some(a),
        (ArithmeticOp::Mul, unit, None) | (ArithmeticOp::Mul, None, unit) | (ArithmeticOp::Div, unit, None) => unit,
        (_, None, None) => None,
        _ => return None,
    };
    let number = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Sub => a.checked_sub(b),
        ArithmeticOp::Mul => a.checked_mul(b),
        ArithmeticOp::Div => a.checked_div(b).filter(|quotient| quotient.checked_mul(b) == Some(a)),
    };
    Some((number?.normalize(), unit))
}

fn constant(expr: &Expr) -> Option<(Decimal, Option<Unit>)> {
    match &expr.kind {
        ExprKind::Number(number) => Some((*number, None)),
        ExprKind::Quantity(number, unit) => Some((*number, Some(*unit))),
        ExprKind::Negate(of) => constant(of).map(|(number, unit)| (-number, unit)),
        _ => None,
    }
}
