//! Operators: arithmetic, comparisons, membership.
//!
//! Where one side of a comparison is an enumeration, a bare word on the other is one of its values.

use super::super::kinds::TYPES_DO_NOT_FIT;
use super::super::paths::{End, leads_somewhere};
use super::Typer;
use crate::diag::{Diagnostic, Text};
use crate::mcd::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, ValueType};
use crate::mcd::model::{EnumId, Type};
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, UnaryOp};

impl Typer<'_> {
    pub(super) fn unary(&mut self, op: UnaryOp, operand: &ast::Expr, span: Span) -> Option<Expr> {
        match op {
            UnaryOp::Not => {
                let operand = self.check(operand, Some(ValueType::Boolean))?;
                Some(Expr { kind: ExprKind::Not(Box::new(operand)), ty: ValueType::Boolean, span })
            }
            UnaryOp::Neg => {
                let operand = self.type_expr(operand, None)?;
                let ty = operand.ty;
                if !matches!(ty, ValueType::Number | ValueType::Duration) {
                    self.report_mismatch(operand.span, ValueType::Number, ty);
                    return None;
                }
                Some(Expr { kind: ExprKind::Negate(Box::new(operand)), ty, span })
            }
        }
    }

    pub(super) fn binary(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
        match op {
            BinaryOp::And | BinaryOp::Or => {
                let left = self.check(left, Some(ValueType::Boolean));
                let right = self.check(right, Some(ValueType::Boolean));
                let (left, right) = (Box::new(left?), Box::new(right?));
                let kind = if op == BinaryOp::And { ExprKind::And(left, right) } else { ExprKind::Or(left, right) };
                Some(Expr { kind, ty: ValueType::Boolean, span })
            }
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => self.arithmetic(op, left, right, span),
            _ => self.compare(op, left, right, span),
        }
    }

    pub(super) fn arithmetic(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
        let (left, right) = (self.type_expr(left, None), self.type_expr(right, None));
        let (left, right) = (left?, right?);
        let op = match op {
            BinaryOp::Add => ArithmeticOp::Add,
            BinaryOp::Sub => ArithmeticOp::Sub,
            BinaryOp::Mul => ArithmeticOp::Mul,
            _ => ArithmeticOp::Div,
        };
        let Some(ty) = arithmetic_type(op, left.ty, right.ty) else {
            let (a, b) = (self.describe(left.ty), self.describe(right.ty));
            let message = Text {
                fr: format!("on ne calcule pas avec {} et {}", a.fr, b.fr),
                en: format!("{} and {} can't be calculated together", a.en, b.en),
            };
            self.sink.push(
                Diagnostic::new(&TYPES_DO_NOT_FIT, span, message).related(left.span, a).related(right.span, b).help(
                    say!(
                        fr "on calcule avec des nombres, et avec des dates et des durées (date + 30 days)",
                        en "calculate with numbers, and with dates and lengths of time (date + 30 days)"
                    ),
                ),
            );
            return None;
        };
        Some(Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), ty, span })
    }

    pub(super) fn compare(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
        let (left, right) = self.two_sides(left, right);
        let (left, right) = (left?, right?);
        let op = match op {
            BinaryOp::Eq => CompareOp::Eq,
            BinaryOp::Ne => CompareOp::Ne,
            BinaryOp::Lt => CompareOp::Lt,
            BinaryOp::Le => CompareOp::Le,
            BinaryOp::Gt => CompareOp::Gt,
            _ => CompareOp::Ge,
        };
        if !self.comparable(left.ty, right.ty) {
            self.report_not_comparable(&left, &right, span);
            return None;
        }
        let left = if matches!(op, CompareOp::Eq | CompareOp::Ne) { left } else { self.ordered(left)? };
        Some(Expr { kind: ExprKind::Compare(op, Box::new(left), Box::new(right)), ty: ValueType::Boolean, span })
    }

    /// Types both sides of a comparison: where one is an enumeration, a bare word on the other is one of its values.
    pub(super) fn two_sides(&mut self, left: &ast::Expr, right: &ast::Expr) -> (Option<Expr>, Option<Expr>) {
        let (left_enum, right_enum) = (self.enum_of(left), self.enum_of(right));
        let left_first = left_enum.is_some() && (right_enum.is_none() || !self.is_value_of(left, right_enum));
        let expected_right = if left_first { left_enum } else { None };
        let expected_left = if left_first { None } else { right_enum };
        let expect = |expr: &ast::Expr, id: Option<EnumId>| id.filter(|_| takes_words(expr)).map(ValueType::Enum);
        let (wanted_left, wanted_right) = (expect(left, expected_left), expect(right, expected_right));
        let left_unknown = wanted_left.is_none() && self.is_unknown_word(left);
        let right_unknown = wanted_right.is_none() && self.is_unknown_word(right);
        // A bare word may be a value of the other side's enumeration: where that side has no type, it isn't judged.
        if right_unknown {
            let typed_left = self.type_expr(left, wanted_left);
            let typed_right = if typed_left.is_some() { self.type_expr(right, None) } else { None };
            return (typed_left, typed_right);
        }
        let typed_right = self.type_expr(right, wanted_right);
        let judge_left = typed_right.is_some() || !left_unknown;
        (if judge_left { self.type_expr(left, wanted_left) } else { None }, typed_right)
    }

    pub(super) fn is_unknown_word(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Path(names) = &expr.kind else { return false };
        let [name] = names.as_slice() else { return false };
        name.text != "me" && leads_somewhere(self.mcd, self.gaps, self.start, names).is_none()
    }

    pub(super) fn enum_of(&self, expr: &ast::Expr) -> Option<EnumId> {
        let ast::ExprKind::Path(names) = &expr.kind else { return None };
        match leads_somewhere(self.mcd, self.gaps, self.start, names) {
            Some(End::Field(field)) => match self.mcd.field(field).ty {
                Type::Enum(id) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn is_value_of(&self, expr: &ast::Expr, id: Option<EnumId>) -> bool {
        let (ast::ExprKind::Path(names), Some(id)) = (&expr.kind, id) else { return false };
        let [name] = names.as_slice() else { return false };
        self.mcd.enumeration(id).values.iter().any(|value| value.name == name.text)
    }

    pub(super) fn comparable(&self, left: ValueType, right: ValueType) -> bool {
        match (left, right) {
            (ValueType::Record(a), ValueType::Record(b)) => self.mcd.root(a) == self.mcd.root(b),
            (ValueType::Enum(a), ValueType::Enum(b)) => a == b,
            _ => left == right,
        }
    }

    pub(super) fn ordered(&mut self, expr: Expr) -> Option<Expr> {
        if !matches!(expr.ty, ValueType::Boolean | ValueType::Enum(_) | ValueType::Record(_)) {
            return Some(expr);
        }
        let what = self.describe(expr.ty);
        let message = Text {
            fr: format!("{} n'a ni avant ni après", what.fr),
            en: format!("{} has no before or after", what.en),
        };
        let help = say!(fr "comparez avec = ou <>", en "compare with = or <>");
        self.push(&TYPES_DO_NOT_FIT, expr.span, message, help);
        None
    }

    pub(super) fn among(&mut self, operand: &ast::Expr, list: &[ast::Expr], negated: bool, span: Span) -> Option<Expr> {
        // Without the operand's type, a bare word of the list can't be judged.
        let operand = self.type_expr(operand, None)?;
        let expected = Some(operand.ty);
        let list: Vec<Option<Expr>> = list.iter().map(|item| self.check(item, expected)).collect();
        let list: Option<Vec<Expr>> = list.into_iter().collect();
        Some(Expr { kind: ExprKind::In(Box::new(operand), list?, negated), ty: ValueType::Boolean, span })
    }
}

/// Whether an expression's bare words can be values of an enumeration that is expected of it.
fn takes_words(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Path(names) => names.len() == 1,
        ast::ExprKind::Call { name, .. } => matches!(name.text.as_str(), "if" | "coalesce"),
        _ => false,
    }
}

fn arithmetic_type(op: ArithmeticOp, left: ValueType, right: ValueType) -> Option<ValueType> {
    use ArithmeticOp::{Add, Div, Mul, Sub};
    use ValueType::{Date, DateTime, Duration, Number};
    match (op, left, right) {
        (_, Number, Number) => Some(Number),
        (Add | Sub, Date, Duration) | (Add, Duration, Date) => Some(Date),
        (Add | Sub, DateTime, Duration) | (Add, Duration, DateTime) => Some(DateTime),
        (Sub, Date, Date) | (Sub, DateTime, DateTime) | (Add | Sub, Duration, Duration) => Some(Duration),
        (Mul | Div, Duration, Number) | (Mul, Number, Duration) => Some(Duration),
        (Div, Duration, Duration) => Some(Number),
        _ => None,
    }
}
