//! Calls of functions of one row.
//!
//! Functions of several rows are in `aggregates`.

use super::super::kinds::BAD_CALL;
use super::Typer;
use crate::diag::suggest::nearest;
use crate::mcd::expr::{AggregateFunction, Expr, ExprKind, Function, ValueType};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

impl Typer<'_> {
    pub(super) fn call(
        &mut self,
        name: &ast::Name,
        args: &[ast::Expr],
        span: Span,
        expected: Option<ValueType>,
    ) -> Option<Expr> {
        let (low, high) = match arity(&name.text) {
            Some(arity) => arity,
            None => return self.unknown_function(name),
        };
        if args.len() < low || args.len() > high {
            return self.wrong_arity(name, low, high);
        }
        match (name.text.as_str(), args) {
            ("if", [condition, yes, no]) => self.conditional(condition, yes, no, span, expected),
            ("coalesce", _) => self.same_types(Function::Coalesce, args, span, expected),
            ("min", [_, _, ..]) => self.same_types(Function::Least, args, span, None),
            ("max", [_, _, ..]) => self.same_types(Function::Greatest, args, span, None),
            ("sum", [argument]) => self.aggregate(AggregateFunction::Sum, argument, span),
            ("min", [argument]) => self.aggregate(AggregateFunction::Min, argument, span),
            ("max", [argument]) => self.aggregate(AggregateFunction::Max, argument, span),
            ("avg", [argument]) => self.aggregate(AggregateFunction::Avg, argument, span),
            ("count", [argument]) => self.count(argument, span),
            (simple, _) => self.simple_call(simple, args, span),
        }
    }

    pub(super) fn unknown_function(&mut self, name: &ast::Name) -> Option<Expr> {
        let text = &name.text;
        let list = FUNCTIONS.join(", ");
        let help = peer_function(text)
            .or_else(|| nearest(text, FUNCTIONS.iter().copied()))
            .map(|near| say!(fr "vouliez-vous dire « {near} » ?", en "did you mean `{near}`?"))
            .unwrap_or_else(|| say!(fr "il y a : {list}", en "there are: {list}"));
        self.push(
            &BAD_CALL,
            name.span,
            say!(fr "la fonction « {text} » n'existe pas", en "there is no function `{text}`"),
            help,
        );
        None
    }

    pub(super) fn wrong_arity(&mut self, name: &ast::Name, low: usize, high: usize) -> Option<Expr> {
        let text = &name.text;
        let message =
            say!(fr "« {text} » ne prend pas ce nombre de valeurs", en "`{text}` doesn't take this many values");
        let help = if low == high {
            say!(fr "il en faut {low}", en "it takes {low}")
        } else {
            say!(fr "il en faut {low} au moins", en "it takes {low} at least")
        };
        self.push(&BAD_CALL, name.span, message, help);
        None
    }

    pub(super) fn conditional(
        &mut self,
        condition: &ast::Expr,
        yes: &ast::Expr,
        no: &ast::Expr,
        span: Span,
        expected: Option<ValueType>,
    ) -> Option<Expr> {
        let condition = self.check(condition, Some(ValueType::Boolean));
        let expected = expected.or_else(|| self.enum_of(yes).or_else(|| self.enum_of(no)).map(ValueType::Enum));
        let yes = self.type_expr(yes, expected);
        let no = self.check(no, expected.or(yes.as_ref().map(|yes| yes.ty)));
        let (yes, no) = (yes?, no?);
        let ty = yes.ty;
        Some(Expr { kind: ExprKind::If(Box::new(condition?), Box::new(yes), Box::new(no)), ty, span })
    }

    pub(super) fn same_types(
        &mut self,
        function: Function,
        args: &[ast::Expr],
        span: Span,
        expected: Option<ValueType>,
    ) -> Option<Expr> {
        let mut ty = expected;
        let mut typed = Vec::new();
        for arg in args {
            let arg = self.check(arg, ty)?;
            ty = Some(arg.ty);
            typed.push(arg);
        }
        Some(Expr { kind: ExprKind::Call(function, typed), ty: ty?, span })
    }

    pub(super) fn simple_call(&mut self, name: &str, args: &[ast::Expr], span: Span) -> Option<Expr> {
        use ValueType::{Date, DateTime, Number, Text};
        let (function, expected, ty) = match name {
            "length" => (Function::Length, Some(Text), Number),
            "lower" => (Function::Lower, Some(Text), Text),
            "upper" => (Function::Upper, Some(Text), Text),
            "year" => (Function::Year, None, Number),
            "month" => (Function::Month, None, Number),
            "day" => (Function::Day, None, Number),
            "today" => (Function::Today, None, Date),
            "now" => (Function::Now, None, DateTime),
            "abs" => (Function::Abs, Some(Number), Number),
            _ => (Function::Round, Some(Number), Number),
        };
        let typed: Vec<Option<Expr>> = args.iter().map(|arg| self.check(arg, expected)).collect();
        let typed = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
        let dated = matches!(function, Function::Year | Function::Month | Function::Day);
        if let Some(arg) = typed.first().filter(|arg| dated && !matches!(arg.ty, Date | DateTime)) {
            let (span, ty) = (arg.span, arg.ty);
            self.report_mismatch(span, Date, ty);
            return None;
        }
        if let Some(digits) = typed.get(1).filter(|digits| !matches!(digits.kind, ExprKind::Number(_))) {
            let message =
                say!(fr "le nombre de chiffres est un nombre fixe", en "the number of digits is a fixed number");
            let span = digits.span;
            self.push(&BAD_CALL, span, message, say!(fr "écrivez round(prix, 2)", en "write round(price, 2)"));
            return None;
        }
        Some(Expr { kind: ExprKind::Call(function, typed), ty, span })
    }
}

/// Names of all functions.
const FUNCTIONS: &[&str] = &[
    "abs", "avg", "coalesce", "count", "day", "if", "length", "lower", "max", "min", "month", "now", "round", "sum",
    "today", "upper", "year",
];

/// Least and greatest number of arguments.
fn arity(name: &str) -> Option<(usize, usize)> {
    Some(match name {
        "today" | "now" => (0, 0),
        "length" | "lower" | "upper" | "year" | "month" | "day" | "abs" | "sum" | "avg" | "count" => (1, 1),
        "round" => (1, 2),
        "min" | "max" => (1, 16),
        "coalesce" => (2, 16),
        "if" => (3, 3),
        _ => return None,
    })
}

/// What spreadsheets and other languages call our functions, and what they are here.
const PEERS: [(&str, &str); 19] = [
    ("si", "if"),
    ("iif", "if"),
    ("len", "length"),
    ("nbcar", "length"),
    ("longueur", "length"),
    ("somme", "sum"),
    ("moyenne", "avg"),
    ("average", "avg"),
    ("nb", "count"),
    ("nombre", "count"),
    ("compte", "count"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("arrondi", "round"),
    ("aujourdhui", "today"),
    ("maintenant", "now"),
    ("annee", "year"),
    ("mois", "month"),
    ("jour", "day"),
];

fn peer_function(name: &str) -> Option<&'static str> {
    let folded = any_ascii::any_ascii(name).to_lowercase();
    PEERS.iter().find(|(theirs, _)| *theirs == folded).map(|(_, ours)| *ours)
}
