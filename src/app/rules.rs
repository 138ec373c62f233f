//! Rules over one row as Rust over the entity's typed struct, in SQL's three-valued logic: `None` is "unknown", and holds.
//!
//! Only expressions whose paths stay on the row; those over several rows are SQL. An operation that would overflow is unknown:
//! the database then judges. Invariant: what is written type-checks against the struct that `views` describes.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::layout::Node;
use crate::mcd::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Function, LONGEST_SECONDS, Unit, ValueType};
use crate::mcd::{EnumId, FieldRef, Mcd, Type, constant_number};

use super::names::type_name;

/// Names the struct's field for a field of the model.
pub(super) struct RuleWriter<'a> {
    pub(super) mcd: &'a Mcd,
    /// From the struct to the field: `nom`, `client.nom`.
    pub(super) field_name: &'a dyn Fn(FieldRef) -> String,
    /// The Rust enum of an enumeration.
    pub(super) enum_name: &'a dyn Fn(EnumId) -> String,
}

/// How a number is held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Integer,
    Decimal,
}

impl RuleWriter<'_> {
    /// The body of a method that gives the rule's verdict as `Option<bool>`.
    pub(super) fn verdict(&self, expr: &Expr) -> Node {
        match self.connective(expr) {
            Some(node) => node,
            None => some(self.strict(expr)),
        }
    }

    /// `Option<bool>` inside a connective.
    fn truth(&self, expr: &Expr) -> Node {
        match self.connective(expr) {
            Some(node) => node,
            None => known(some(self.strict(expr))),
        }
    }

    /// What isn't unknown as soon as one operand is: connectives and tests of emptiness.
    fn connective(&self, expr: &Expr) -> Option<Node> {
        Some(match &expr.kind {
            ExprKind::And(a, b) => call("and", vec![self.truth(a), self.truth(b)]),
            ExprKind::Or(a, b) => call("or", vec![self.truth(a), self.truth(b)]),
            ExprKind::Not(a) => call("not", vec![self.truth(a)]),
            ExprKind::IsEmpty(a, negated) => {
                let method = if *negated { "is_some" } else { "is_none" };
                some(self.optional(a).method(method, vec![]))
            }
            ExprKind::Boolean(value) => some(Node::atom(value.to_string())),
            _ => return None,
        })
    }

    /// The value, or empty: `Option<T>`.
    fn optional(&self, expr: &Expr) -> Node {
        match &expr.kind {
            ExprKind::Field(_, field) => self.field(*field),
            _ => known(some(self.strict(expr))),
        }
    }

    fn field(&self, field: FieldRef) -> Node {
        Node::atom(format!("self.{}", (self.field_name)(field)))
    }

    /// The value; leaves by `?` when something is empty.
    fn strict(&self, expr: &Expr) -> Node {
        match &expr.kind {
            ExprKind::Field(_, field) if expr.ty == ValueType::Text => {
                self.field(*field).try_method("as_deref", vec![])
            }
            ExprKind::Field(_, field) => Node::atom(format!("self.{}?", (self.field_name)(*field))),
            ExprKind::Text(text) => Node::string(text),
            ExprKind::EnumValue(id, index) => {
                let value = self.mcd.enumeration(*id).values.get(*index);
                let variant = type_name(value.map(|value| value.snake.as_str()).unwrap_or_default());
                Node::atom(format!("{}::{variant}", (self.enum_name)(*id)))
            }
            ExprKind::Number(number) => literal(*number, self.number(expr)),
            ExprKind::Quantity(amount, unit) => {
                Node::atom(unit.seconds_in(*amount).unwrap_or(LONGEST_SECONDS).to_string())
            }
            ExprKind::Negate(_) if constant_number(expr).is_some() => {
                literal(constant_number(expr).unwrap_or_default(), self.number(expr))
            }
            ExprKind::Boolean(value) => Node::atom(value.to_string()),
            ExprKind::Negate(operand) => Node::Chain(Box::new(zero(self.number(expr))), Vec::new())
                .try_method("checked_sub", vec![self.strict(operand)]),
            ExprKind::Arithmetic(op, a, b) => self.arithmetic(expr, *op, a, b),
            ExprKind::Compare(op, a, b) => self.compare(*op, a, b),
            ExprKind::Between(a, low, high, negated) => self.between(a, low, high, *negated),
            ExprKind::In(a, list, negated) => self.among(a, list, *negated),
            ExprKind::Matches(a, pattern, negated) => {
                let matched = call("matches", vec![self.text(a), Node::string(pattern)]);
                negate(matched, *negated)
            }
            ExprKind::If(condition, yes, no) => {
                let args = vec![
                    self.truth(condition),
                    Node::Closure(Box::new(some(self.as_number(yes, self.number(expr))))),
                    Node::Closure(Box::new(some(self.as_number(no, self.number(expr))))),
                ];
                call("when", args).question()
            }
            ExprKind::Call(function, args) => self.call(expr, *function, args),
            // Connectives as values: a truth compared with another.
            _ => self.connective(expr).unwrap_or_else(|| Node::atom("None")).question(),
        }
    }

    /// A text as `&str`: what functions make of texts is owned.
    fn text(&self, expr: &Expr) -> Node {
        match expr.kind {
            ExprKind::Field(..) | ExprKind::Text(_) => self.strict(expr),
            _ => chained(self.strict(expr)).method("as_str", vec![]),
        }
    }

    /// How the numbers of an expression are held: whole as long as everything in it is.
    fn number(&self, expr: &Expr) -> Number {
        let mut whole = true;
        expr.walk(&mut |part| match &part.kind {
            ExprKind::Number(number) => whole &= number.is_integer(),
            ExprKind::Field(_, field) => {
                whole &= !matches!(self.mcd.field(*field).ty, Type::Decimal(..) | Type::Money | Type::Percent);
            }
            ExprKind::Arithmetic(ArithmeticOp::Div, ..) | ExprKind::Call(Function::Round, _) => whole = false,
            _ => {}
        });
        if whole { Number::Integer } else { Number::Decimal }
    }

    fn as_number(&self, expr: &Expr, wanted: Number) -> Node {
        if expr.ty != ValueType::Number {
            return self.strict(expr);
        }
        if let Some(number) = constant_number(expr) {
            return literal(number, wanted);
        }
        match (wanted, self.number(expr)) {
            (Number::Decimal, Number::Integer) => call("Decimal::from", vec![self.strict(expr)]),
            _ => self.strict(expr),
        }
    }

    fn arithmetic(&self, whole: &Expr, op: ArithmeticOp, a: &Expr, b: &Expr) -> Node {
        match (a.ty, b.ty) {
            (ValueType::Number, ValueType::Number) => {
                let number = self.number(whole);
                let method = match op {
                    ArithmeticOp::Add => "checked_add",
                    ArithmeticOp::Sub => "checked_sub",
                    ArithmeticOp::Mul => "checked_mul",
                    ArithmeticOp::Div => "checked_div",
                };
                chained(self.as_number(a, number)).try_method(method, vec![self.as_number(b, number)])
            }
            (ValueType::Date | ValueType::DateTime, ValueType::Duration) => self.shift(op, a, b),
            (ValueType::Duration, ValueType::Date | ValueType::DateTime) => self.shift(op, b, a),
            (ValueType::Date | ValueType::DateTime, _) => {
                let since = chained(self.strict(a)).method("signed_duration_since", vec![self.strict(b)]);
                since.method("num_seconds", vec![])
            }
            _ => self.durations(op, a, b),
        }
    }

    /// Lengths of time are whole seconds; a product or quotient is rounded to them.
    fn durations(&self, op: ArithmeticOp, a: &Expr, b: &Expr) -> Node {
        let plain = |method: &str| chained(self.strict(a)).try_method(method, vec![self.strict(b)]);
        match op {
            ArithmeticOp::Add => plain("checked_add"),
            ArithmeticOp::Sub => plain("checked_sub"),
            _ => {
                let decimal = |expr: &Expr| match expr.ty {
                    ValueType::Duration => call("Decimal::from", vec![self.strict(expr)]),
                    _ => self.as_number(expr, Number::Decimal),
                };
                let method = if op == ArithmeticOp::Mul { "checked_mul" } else { "checked_div" };
                let result = decimal(a).try_method(method, vec![decimal(b)]);
                if a.ty == b.ty { result } else { call("whole_seconds", vec![result]).question() }
            }
        }
    }

    /// A date or instant plus or minus a length of time; months by the calendar.
    fn shift(&self, op: ArithmeticOp, date: &Expr, length: &Expr) -> Node {
        let base = chained(self.strict(date));
        let sign = |is_back: bool| if (op == ArithmeticOp::Sub) == is_back { "add" } else { "sub" };
        if let ExprKind::Quantity(amount, unit) = &length.kind {
            let sign = sign(amount.is_sign_negative());
            if let Some(months) = unit.months_in(*amount) {
                return base.try_method(&format!("checked_{sign}_months"), vec![count("Months::new", months)]);
            }
            if *unit == Unit::Day
                && let Some(days) = whole(*amount)
            {
                return base.try_method(&format!("checked_{sign}_days"), vec![count("Days::new", days)]);
            }
        }
        let delta = call("TimeDelta::try_seconds", vec![self.strict(length)]).question();
        base.try_method(&format!("checked_{}_signed", sign(false)), vec![delta])
    }

    fn compare(&self, op: CompareOp, a: &Expr, b: &Expr) -> Node {
        if let Some(node) = self.compare_with_truth(op, a, b) {
            return node;
        }
        let (left, right) = self.both(a, b);
        let op = match op {
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        };
        Node::Binary(Box::new(left), op, Box::new(right))
    }

    /// `flag = true` is the flag itself.
    fn compare_with_truth(&self, op: CompareOp, a: &Expr, b: &Expr) -> Option<Node> {
        let (value, other) = match (&a.kind, &b.kind) {
            (_, ExprKind::Boolean(value)) => (*value, a),
            (ExprKind::Boolean(value), _) => (*value, b),
            _ => return None,
        };
        match self.strict(other) {
            node if value == (op == CompareOp::Eq) => Some(node),
            Node::Atom(text) => Some(Node::Atom(format!("!{text}"))),
            _ => None,
        }
    }

    fn both(&self, a: &Expr, b: &Expr) -> (Node, Node) {
        let decimal = self.number(a) == Number::Decimal || self.number(b) == Number::Decimal;
        let number = if decimal { Number::Decimal } else { Number::Integer };
        (self.as_number(a, number), self.as_number(b, number))
    }

    fn between(&self, a: &Expr, low: &Expr, high: &Expr, negated: bool) -> Node {
        let decimal = [a, low, high].iter().any(|expr| self.number(expr) == Number::Decimal);
        let number = if decimal { Number::Decimal } else { Number::Integer };
        let args = vec![self.as_number(a, number), self.as_number(low, number), self.as_number(high, number)];
        negate(call("between", args), negated)
    }

    fn among(&self, a: &Expr, list: &[Expr], negated: bool) -> Node {
        let decimal = list.iter().chain([a]).any(|expr| self.number(expr) == Number::Decimal);
        let number = if decimal { Number::Decimal } else { Number::Integer };
        let item =
            |expr: &Expr| if expr.ty == ValueType::Text { self.text(expr) } else { self.as_number(expr, number) };
        let list = list.iter().map(item).collect();
        negate(call("among", vec![item(a), Node::Array(list)]), negated)
    }

    /// A part of a day, or of an instant as the site's wall clock shows it.
    fn date_part(&self, args: &[Expr], part: &str) -> Node {
        let Some(arg) = args.first() else { return Node::atom("None?") };
        let day = match arg.ty {
            ValueType::DateTime => call("clock.local", vec![self.strict(arg)]),
            _ => chained(self.strict(arg)),
        };
        call("i64::from", vec![day.method(part, vec![])])
    }

    fn call(&self, whole: &Expr, function: Function, args: &[Expr]) -> Node {
        let number = self.number(whole);
        let first = || args.first().map_or_else(|| Node::atom("None?"), |arg| self.as_number(arg, number));
        match function {
            Function::Today => Node::atom("clock.today"),
            Function::Now => Node::atom("clock.now"),
            Function::Length => {
                call("length", vec![args.first().map_or_else(|| Node::atom("\"\""), |arg| self.text(arg))])
            }
            Function::Lower => chained(first()).method("to_lowercase", vec![]),
            Function::Upper => chained(first()).method("to_uppercase", vec![]),
            Function::Year => self.date_part(args, "year"),
            Function::Month => self.date_part(args, "month"),
            Function::Day => self.date_part(args, "day"),
            Function::Abs if number == Number::Integer => chained(first()).try_method("checked_abs", vec![]),
            Function::Abs => chained(first()).method("abs", vec![]),
            Function::Round => {
                let digits = args.get(1).map_or(Node::atom("0"), |digits| self.strict(digits));
                call("round", vec![first(), digits])
            }
            Function::Coalesce => {
                let optional = |arg: &Expr| known(some(self.as_number(arg, number)));
                let mut all = args.iter().map(optional);
                let base = all.next().unwrap_or_else(|| Node::atom("None"));
                all.fold(base, |node, next| node.method("or", vec![next])).question()
            }
            Function::Least | Function::Greatest => {
                let method = if function == Function::Least { "min" } else { "max" };
                let mut all = args.iter().map(|arg| self.as_number(arg, number));
                let base = all.next().unwrap_or_else(|| Node::atom("None?"));
                all.fold(chained(base), |node, next| node.method(method, vec![next]))
            }
        }
    }
}

fn call(head: &str, args: Vec<Node>) -> Node {
    Node::Call(head.to_owned(), args)
}

/// The value as an `Option`: `Some(a?)` is `a`.
fn some(node: Node) -> Node {
    match node {
        Node::Atom(text) if text.ends_with('?') => Node::Atom(text.trim_end_matches('?').to_owned()),
        Node::Chain(base, mut links) if links.last().is_some_and(|last| last.question) => {
            if let Some(last) = links.last_mut() {
                last.question = false;
            }
            Node::Chain(base, links)
        }
        Node::Try(inner) => *inner,
        node => call("Some", vec![node]),
    }
}

fn known(node: Node) -> Node {
    call("known", vec![Node::Closure(Box::new(node))])
}

/// A node on which methods may be called.
fn chained(node: Node) -> Node {
    match node {
        Node::Binary(..) => Node::Call(String::new(), vec![node]),
        node => node,
    }
}

fn negate(node: Node, negated: bool) -> Node {
    match node {
        Node::Call(head, args) if negated => Node::Call(format!("!{head}"), args),
        node => node,
    }
}

fn zero(number: Number) -> Node {
    Node::atom(if number == Number::Integer { "0_i64" } else { "Decimal::ZERO" })
}

fn literal(number: Decimal, held: Number) -> Node {
    let number = number.normalize();
    match held {
        Number::Integer => Node::atom(number.to_string()),
        Number::Decimal if number.is_zero() => Node::atom("Decimal::ZERO"),
        Number::Decimal if number == Decimal::ONE => Node::atom("Decimal::ONE"),
        Number::Decimal if number == Decimal::ONE_HUNDRED => Node::atom("Decimal::ONE_HUNDRED"),
        Number::Decimal if number.is_integer() => {
            let suffix = if number.abs() > Decimal::from(i32::MAX) { "_i64" } else { "" };
            call("Decimal::from", vec![Node::atom(format!("{number}{suffix}"))])
        }
        Number::Decimal => {
            let args = vec![Node::atom(number.mantissa().to_string()), Node::atom(number.scale().to_string())];
            call("Decimal::new", args)
        }
    }
}

fn count(of: &str, number: i64) -> Node {
    call(of, vec![Node::atom(number.unsigned_abs().to_string())])
}

fn whole(amount: Decimal) -> Option<i64> {
    amount.is_integer().then(|| amount.to_i64()).flatten()
}
