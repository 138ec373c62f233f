//! What expressions and fields say, as facts that the solver holds together.
//!
//! An expression becomes a choice of cases, each a list of facts (disjunctive normal form). What isn't understood says nothing, so that the
//! cases hold at least all the rows that the expression lets pass. Operands are taken to be filled.

use rust_decimal::Decimal;

use super::solver::{Fact, Said, Source, Term, Value};
use crate::mcd::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, Unit, ValueType};
use crate::mcd::{Field, FieldRef, Mcd, Owner, Type};

/// Cases, each a list of facts: one of them holds.
pub(super) type Cases = Vec<Vec<Fact>>;

/// More cases than this are taken to say nothing.
const MOST_CASES: usize = 64;

/// What holds where `expr` is true; where it is false when not `positive`.
pub(super) fn cases(mcd: &Mcd, expr: &Expr, positive: bool) -> Cases {
    match &expr.kind {
        ExprKind::Boolean(value) if *value == positive => nothing(),
        ExprKind::Boolean(_) => Vec::new(),
        ExprKind::Not(inner) => cases(mcd, inner, !positive),
        ExprKind::And(a, b) if positive => both(&cases(mcd, a, true), &cases(mcd, b, true)),
        ExprKind::Or(a, b) if !positive => both(&cases(mcd, a, false), &cases(mcd, b, false)),
        ExprKind::And(a, b) | ExprKind::Or(a, b) => either(cases(mcd, a, positive), cases(mcd, b, positive)),
        ExprKind::Compare(op, a, b) => compare(mcd, if positive { *op } else { contrary(*op) }, a, b),
        ExprKind::Between(a, low, high, not) => {
            let inside = positive != *not;
            let (least, most) = if inside { (CompareOp::Ge, CompareOp::Le) } else { (CompareOp::Lt, CompareOp::Gt) };
            let (low, high) = (compare(mcd, least, a, low), compare(mcd, most, a, high));
            if inside { both(&low, &high) } else { either(low, high) }
        }
        ExprKind::In(a, list, not) => one_of(mcd, a, list, positive != *not),
        ExprKind::IsEmpty(a, not) => match term_of(a) {
            Some(term) => vec![vec![Fact::Filled { term, filled: positive == *not }]],
            None => nothing(),
        },
        ExprKind::Field(path, field) if expr.ty == ValueType::Boolean => {
            vec![vec![choice(Term::Value(path.clone(), *field), Value::Place(usize::from(positive)))]]
        }
        _ => nothing(),
    }
}

/// One case that says nothing.
fn nothing() -> Cases {
    vec![Vec::new()]
}

fn both(a: &[Vec<Fact>], b: &[Vec<Fact>]) -> Cases {
    if a.len().saturating_mul(b.len()) > MOST_CASES {
        return nothing();
    }
    a.iter().flat_map(|left| b.iter().map(move |right| [left.as_slice(), right].concat())).collect()
}

fn either(mut a: Cases, b: Cases) -> Cases {
    a.extend(b);
    if a.len() > MOST_CASES { nothing() } else { a }
}

fn contrary(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Ge => CompareOp::Lt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Le => CompareOp::Gt,
    }
}

fn choice(term: Term, value: Value) -> Fact {
    Fact::Choice { term, values: [value].into(), excluded: false }
}

fn compare(mcd: &Mcd, op: CompareOp, a: &Expr, b: &Expr) -> Cases {
    if let Some(cases) = compare_values(op, a, b) {
        return cases;
    }
    let (Some(left), Some(right)) = (linear(a), linear(b)) else { return nothing() };
    let Some((x, y, bound)) = left.minus(right).and_then(Linear::into_difference) else { return nothing() };
    let at_most = |strict| difference(mcd, x.clone(), y.clone(), bound, strict);
    let at_least = |strict| difference(mcd, y.clone(), x.clone(), -bound, strict);
    match op {
        CompareOp::Le => vec![vec![at_most(false)]],
        CompareOp::Lt => vec![vec![at_most(true)]],
        CompareOp::Ge => vec![vec![at_least(false)]],
        CompareOp::Gt => vec![vec![at_least(true)]],
        CompareOp::Eq => vec![vec![at_most(false), at_least(false)]],
        CompareOp::Ne => vec![vec![at_most(true)], vec![at_least(true)]],
    }
}

/// A comparison with a value of a list, a truth value or characters; none where it isn't one.
fn compare_values(op: CompareOp, a: &Expr, b: &Expr) -> Option<Cases> {
    let (term, value) = match (term_of(a), value_of(b), term_of(b), value_of(a)) {
        (Some(term), Some(value), _, _) | (_, _, Some(term), Some(value)) => (term, value),
        _ => return None,
    };
    let excluded = match op {
        CompareOp::Eq => false,
        CompareOp::Ne => true,
        _ => return None,
    };
    Some(vec![vec![Fact::Choice { term, values: [value].into(), excluded }]])
}

fn one_of(mcd: &Mcd, a: &Expr, list: &[Expr], inside: bool) -> Cases {
    let values: Option<_> = list.iter().map(value_of).collect();
    if let (Some(term), Some(values)) = (term_of(a), values) {
        return vec![vec![Fact::Choice { term, values, excluded: !inside }]];
    }
    let op = if inside { CompareOp::Eq } else { CompareOp::Ne };
    let each = list.iter().map(|item| compare(mcd, op, a, item));
    if inside { each.fold(Vec::new(), either) } else { each.fold(nothing(), |known, case| both(&known, &case)) }
}

fn term_of(expr: &Expr) -> Option<Term> {
    match &expr.kind {
        ExprKind::Field(path, field) => Some(Term::Value(path.clone(), *field)),
        _ => None,
    }
}

fn value_of(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::EnumValue(_, place) => Some(Value::Place(*place)),
        ExprKind::Boolean(value) => Some(Value::Place(usize::from(*value))),
        ExprKind::Text(text) if expr.ty == ValueType::Text => Some(Value::Text(text.clone())),
        _ => None,
    }
}

/// `plus - minus + offset`
struct Linear {
    plus: Vec<Term>,
    minus: Vec<Term>,
    offset: Decimal,
}

impl Linear {
    fn constant(offset: Decimal) -> Self {
        Linear { plus: Vec::new(), minus: Vec::new(), offset }
    }

    fn term(term: Term) -> Self {
        Linear { plus: vec![term], minus: Vec::new(), offset: Decimal::ZERO }
    }

    fn negated(self) -> Self {
        Linear { plus: self.minus, minus: self.plus, offset: -self.offset }
    }

    fn plus(mut self, other: Linear) -> Option<Self> {
        self.plus.extend(other.plus);
        self.minus.extend(other.minus);
        self.offset = self.offset.checked_add(other.offset)?;
        Some(self)
    }

    fn minus(self, other: Linear) -> Option<Self> {
        self.plus(other.negated())
    }

    /// As `x - y ≤ bound`, where it is at most 0; none where more than two terms are left.
    fn into_difference(mut self) -> Option<(Term, Term, Decimal)> {
        self.plus.retain(|term| match self.minus.iter().position(|other| other == term) {
            Some(at) => {
                self.minus.swap_remove(at);
                false
            }
            None => true,
        });
        if self.plus.len() > 1 || self.minus.len() > 1 {
            return None;
        }
        let (x, y) = (self.plus.pop().unwrap_or(Term::Zero), self.minus.pop().unwrap_or(Term::Zero));
        Some((x, y, -self.offset))
    }
}

fn linear(expr: &Expr) -> Option<Linear> {
    let counted = matches!(expr.ty, ValueType::Number | ValueType::Date | ValueType::DateTime | ValueType::Duration);
    match &expr.kind {
        ExprKind::Number(number) => Some(Linear::constant(*number)),
        ExprKind::Quantity(number, unit) => Some(Linear::constant(number.checked_mul(exact_seconds(*unit)?)?)),
        ExprKind::Field(path, field) if counted => Some(Linear::term(Term::Value(path.clone(), *field))),
        ExprKind::Call(Function::Today, _) => Some(Linear::term(Term::Today)),
        ExprKind::Call(Function::Now, _) => Some(Linear::term(Term::Now)),
        ExprKind::Call(Function::Length, args) => match args.first().map(|arg| &arg.kind) {
            Some(ExprKind::Field(path, field)) => Some(Linear::term(Term::Length(path.clone(), *field))),
            _ => None,
        },
        ExprKind::Negate(inner) => linear(inner).map(Linear::negated),
        ExprKind::Arithmetic(ArithmeticOp::Add, a, b) if same_scale(a, b) => linear(a)?.plus(linear(b)?),
        ExprKind::Arithmetic(ArithmeticOp::Sub, a, b) if same_scale(a, b) => linear(a)?.minus(linear(b)?),
        _ => None,
    }
}

/// Whether both count in the same unit: numbers, or seconds. A date less a date may count in days: it isn't taken.
fn same_scale(a: &Expr, b: &Expr) -> bool {
    let number = |expr: &Expr| expr.ty == ValueType::Number;
    let moved = b.ty == ValueType::Duration;
    number(a) && number(b) || !number(a) && moved
}

/// None for months and years, whose lengths differ.
fn exact_seconds(unit: Unit) -> Option<Decimal> {
    unit.months().is_none().then(|| Decimal::from(unit.seconds()))
}

/// `x - y ≤ bound` on values that go by steps: `<` becomes `≤` of the step before.
fn difference(mcd: &Mcd, x: Term, y: Term, bound: Decimal, strict: bool) -> Fact {
    let step = match (step(mcd, &x), step(mcd, &y)) {
        (Step::By(a), Step::By(b)) if a == b => Some(a),
        (Step::By(step), Step::Any) | (Step::Any, Step::By(step)) => Some(step),
        _ => None,
    };
    let tightened = step.and_then(|step| {
        let steps = bound.checked_div(step)?;
        let whole = if strict { steps.ceil().checked_sub(Decimal::ONE)? } else { steps.floor() };
        whole.checked_mul(step)
    });
    match tightened {
        Some(bound) => Fact::Difference { x, y, bound, strict: false },
        None => Fact::Difference { x, y, bound, strict },
    }
}

enum Step {
    /// Fits any step.
    Any,
    By(Decimal),
    Unknown,
}

fn step(mcd: &Mcd, term: &Term) -> Step {
    match term {
        Term::Zero => Step::Any,
        Term::Length(..) => Step::By(Decimal::ONE),
        Term::Today => Step::By(Decimal::from(Unit::Day.seconds())),
        Term::Now => Step::Unknown,
        Term::Value(_, field) => match &mcd.field(*field).ty {
            Type::Integer | Type::Serial => Step::By(Decimal::ONE),
            Type::Date => Step::By(Decimal::from(Unit::Day.seconds())),
            other => match other.numeric() {
                Some((_, scale)) => Step::By(Decimal::new(1, u32::from(scale))),
                None => Step::Unknown,
            },
        },
    }
}

/// What a field's type says of its values.
pub(super) fn type_facts<'a>(mcd: &Mcd, path: &Path, at: FieldRef) -> Vec<Said<'a>> {
    let field = mcd.field(at);
    let term = || Term::Value(path.clone(), at);
    let mut facts = Vec::new();
    if field.required {
        facts.push(Fact::Filled { term: term(), filled: true });
    }
    if let Some(greatest) = field.ty.numeric().and_then(greatest) {
        facts.push(difference(mcd, term(), Term::Zero, greatest, false));
        facts.push(difference(mcd, Term::Zero, term(), greatest, false));
    }
    if matches!(field.ty, Type::Integer | Type::Serial) {
        facts.push(difference(mcd, term(), Term::Zero, Decimal::from(i64::MAX), false));
        facts.push(difference(mcd, Term::Zero, term(), Decimal::from(i64::MAX), false));
    }
    match &field.ty {
        Type::Text(most) => {
            let length = Term::Length(path.clone(), at);
            facts.push(difference(mcd, length.clone(), Term::Zero, Decimal::from(*most), false));
            facts.push(difference(mcd, Term::Zero, length, Decimal::ZERO, false));
        }
        Type::Boolean => facts.push(places(term(), 2)),
        Type::Enum(id) => facts.push(places(term(), mcd.enumeration(*id).values.len())),
        Type::Serial => facts.push(difference(mcd, Term::Zero, term(), -Decimal::ONE, false)),
        _ => {}
    }
    facts.into_iter().map(|fact| Said { fact, by: Source::Type }).collect()
}

fn places(term: Term, count: usize) -> Fact {
    Fact::Choice { term, values: (0..count).map(Value::Place).collect(), excluded: false }
}

/// The greatest number of so many digits, so many of them after the point.
fn greatest((precision, scale): (u8, u8)) -> Option<Decimal> {
    let digits = 10i128.checked_pow(u32::from(precision))?.checked_sub(1)?;
    Decimal::try_from_i128_with_scale(digits, u32::from(scale)).ok()
}

/// What `min` and `max` of a field say of the row it belongs to.
pub(super) fn bound_facts<'a>(mcd: &Mcd, at: FieldRef) -> Vec<Said<'a>> {
    let field = mcd.field(at);
    let value = field_expr(field, at);
    let bounds = [(CompareOp::Ge, &field.min), (CompareOp::Le, &field.max)];
    let bounds = bounds.into_iter().filter_map(|(op, bound)| Some((op, bound.as_ref()?)));
    let cases = bounds.flat_map(|(op, bound)| compare(mcd, op, &value, bound));
    cases.flatten().map(|fact| Said { fact, by: Source::Field }).collect()
}

/// That a field has the value of `expr`.
pub(super) fn equality<'a>(mcd: &Mcd, at: FieldRef, expr: &Expr) -> Vec<Said<'a>> {
    let value = field_expr(mcd.field(at), at);
    let facts = compare(mcd, CompareOp::Eq, &value, expr).into_iter().flatten();
    let mut facts: Vec<Fact> = facts.collect();
    if let ExprKind::Text(text) = &expr.kind {
        let (length, count) = (Term::Length(Path::default(), at), Decimal::from(text.chars().count()));
        facts.push(difference(mcd, length.clone(), Term::Zero, count, false));
        facts.push(difference(mcd, Term::Zero, length, -count, false));
    }
    facts.push(Fact::Filled { term: Term::Value(Path::default(), at), filled: true });
    facts.into_iter().map(|fact| Said { fact, by: Source::Field }).collect()
}

/// The field itself as an expression.
fn field_expr(field: &Field, at: FieldRef) -> Expr {
    let ty = match field.ty {
        Type::Date => ValueType::Date,
        Type::DateTime => ValueType::DateTime,
        Type::Duration => ValueType::Duration,
        Type::Boolean => ValueType::Boolean,
        Type::Enum(id) => ValueType::Enum(id),
        _ if field.ty.numeric().is_some() || matches!(field.ty, Type::Integer | Type::Serial) => ValueType::Number,
        _ => ValueType::Text,
    };
    Expr { kind: ExprKind::Field(Path::default(), at), ty, span: field.name_span }
}

/// What the fields that expressions read say of themselves.
pub(super) fn facts_of_fields_read<'a, 'e>(mcd: &Mcd, exprs: impl Iterator<Item = &'e Expr>) -> Vec<Said<'a>> {
    let mut read: Vec<(Path, FieldRef)> = Vec::new();
    for expr in exprs {
        expr.walk(&mut |inner| {
            if let ExprKind::Field(path, field) = &inner.kind
                && !read.iter().any(|known| known == &(path.clone(), *field))
            {
                read.push((path.clone(), *field));
            }
        });
    }
    let mut facts = Vec::new();
    for (path, field) in &read {
        facts.extend(type_facts(mcd, path, *field));
        if path.is_here() {
            facts.extend(bound_facts(mcd, *field));
        }
    }
    facts
}

/// The fields of an entity or relation by reference.
pub(super) fn field_refs(mcd: &Mcd, owner: Owner) -> impl Iterator<Item = FieldRef> + use<> {
    (0..mcd.fields(owner).len()).map(move |index| FieldRef { owner, index })
}
