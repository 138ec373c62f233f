//! Typed expressions: rules, defaults, bounds, computed fields, conditions of rights.
//!
//! Every path is resolved to relations, legs and fields. Evaluates nothing and writes no SQL.
//! Invariant: an expression that exists is well typed; what wasn't is a diagnostic.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::model::{EntityId, EnumId, FieldRef, LegRef, RelationId};
use crate::source::Span;

/// A typed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: ValueType,
    /// Where.
    pub span: Span,
}

/// The type of a value in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Exact number; digits after the point where known.
    Number,
    /// Characters.
    Text,
    /// Truth value.
    Boolean,
    /// Day.
    Date,
    /// Time of day.
    Time,
    /// Instant.
    DateTime,
    /// Length of time.
    Duration,
    /// A value of an enumeration.
    Enum(EnumId),
    /// A record.
    Record(EntityId),
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// An exact number.
    Number(Decimal),
    /// Characters.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A value of an enumeration, by its place.
    EnumValue(EnumId, usize),
    /// `30 days`: at most [`LONGEST_SECONDS`], the resolver refuses more.
    Quantity(Decimal, Unit),
    /// A field, of the row itself or at the end of a single-valued path.
    Field(Path, FieldRef),
    /// The record at the end of a single-valued path (`Rediger.auteur`): what `me` is compared with, or tested for emptiness.
    Record(Path),
    /// The user (`me`).
    Me,
    /// `-a`
    Negate(Box<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a + b`, … on numbers, and date arithmetic (`date + duration`, `date - date`).
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a <= b`
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `a and b`
    And(Box<Expr>, Box<Expr>),
    /// `a or b`
    Or(Box<Expr>, Box<Expr>),
    /// `a in (…)`; `true`: not.
    In(Box<Expr>, Vec<Expr>, bool),
    /// `a between b and c`, both included; `true`: not.
    Between(Box<Expr>, Box<Expr>, Box<Expr>, bool),
    /// `a is empty`; `true`: is not.
    IsEmpty(Box<Expr>, bool),
    /// `a matches "…"`, on the whole value; `true`: not.
    Matches(Box<Expr>, String, bool),
    /// `if(c, a, b)`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A function of one row.
    Call(Function, Vec<Expr>),
    /// A function of several rows.
    Aggregate(Aggregate),
}

/// `sum(Ligne.quantite * Ligne.prix)`: a function over the occurrences reached by `range`.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub function: AggregateFunction,
    /// From the row to what is aggregated; several values.
    pub range: Path,
    /// What is aggregated, its paths starting at the end of `range`; none for a count of occurrences.
    pub argument: Option<Box<Expr>>,
}

/// A walk over relations from the row an expression belongs to. Empty: the row itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path {
    /// In order.
    pub steps: Vec<Step>,
}

impl Path {
    /// Whether it stays on the row itself.
    pub fn is_here(&self) -> bool {
        self.steps.is_empty()
    }
}

/// A step of a [`Path`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// From an entity, by its leg, to its occurrences in the relation: one when the leg's maximum is 1.
    ToRelation {
        /// The leg on which the entity stands.
        from: LegRef,
    },
    /// From an occurrence of a relation to the one entity on this leg.
    ToEntity {
        /// The leg reached.
        to: LegRef,
    },
}

impl Step {
    /// The relation walked over.
    pub fn relation(self) -> RelationId {
        match self {
            Step::ToRelation { from } => from.relation,
            Step::ToEntity { to } => to.relation,
        }
    }
}

/// An operator on numbers and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`: empty when the divisor is zero.
    Div,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `seconds`
    Second,
    /// `minutes`
    Minute,
    /// `hours`
    Hour,
    /// `days`
    Day,
    /// `weeks`
    Week,
    /// `months`: calendar months; the day is the last of a shorter month.
    Month,
    /// `years`: twelve months.
    Year,
}

/// The longest length of time that a model may write, in seconds: ten thousand years, past any calendar that engines know.
pub const LONGEST_SECONDS: i64 = 10_000 * 31_536_000;

impl Unit {
    /// Seconds in one; a month counts 30 days and a year 365 where a length of time must be a number.
    pub fn seconds(self) -> i64 {
        match self {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3_600,
            Unit::Day => 86_400,
            Unit::Week => 604_800,
            Unit::Month => 2_592_000,
            Unit::Year => 31_536_000,
        }
    }

    /// Its name in French and in English.
    pub fn words(self, one: bool) -> (&'static str, &'static str) {
        match (self, one) {
            (Unit::Second, true) => ("seconde", "second"),
            (Unit::Second, false) => ("secondes", "seconds"),
            (Unit::Minute, true) => ("minute", "minute"),
            (Unit::Minute, false) => ("minutes", "minutes"),
            (Unit::Hour, true) => ("heure", "hour"),
            (Unit::Hour, false) => ("heures", "hours"),
            (Unit::Day, true) => ("jour", "day"),
            (Unit::Day, false) => ("jours", "days"),
            (Unit::Week, true) => ("semaine", "week"),
            (Unit::Week, false) => ("semaines", "weeks"),
            (Unit::Month, true) => ("mois", "month"),
            (Unit::Month, false) => ("mois", "months"),
            (Unit::Year, true) => ("an", "year"),
            (Unit::Year, false) => ("ans", "years"),
        }
    }

    /// Months in one, for units made of months: they have no one length.
    pub fn months(self) -> Option<i64> {
        match self {
            Unit::Month => Some(1),
            Unit::Year => Some(12),
            _ => None,
        }
    }

    /// Whole months in so many, for units made of months: `0.5 years` are six.
    pub fn months_in(self, amount: Decimal) -> Option<i64> {
        let months = amount.checked_mul(Decimal::from(self.months()?))?;
        months.is_integer().then(|| months.to_i64()).flatten()
    }

    /// Whole seconds in so many, rounded; none past [`LONGEST_SECONDS`], before or after.
    pub fn seconds_in(self, amount: Decimal) -> Option<i64> {
        let seconds = amount.checked_mul(Decimal::from(self.seconds()))?.round().to_i64()?;
        (seconds.unsigned_abs() <= LONGEST_SECONDS.unsigned_abs()).then_some(seconds)
    }
}

/// A function of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Number of characters.
    Length,
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Year of a date or instant.
    Year,
    /// Month, 1 to 12.
    Month,
    /// Day of the month.
    Day,
    /// The day it is, in the model's time zone.
    Today,
    /// The instant it is.
    Now,
    /// Absolute value.
    Abs,
    /// Rounded half away from zero, to the digits given (0 unless given).
    Round,
    /// The first that isn't empty.
    Coalesce,
    /// The least of two or more values (`min(a, b)`).
    Least,
    /// The greatest of two or more values (`max(a, b)`).
    Greatest,
}

/// A function of several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateFunction {
    /// How many.
    Count,
    /// Total; 0 for none.
    Sum,
    /// Least; empty for none.
    Min,
    /// Greatest; empty for none.
    Max,
    /// Mean; empty for none.
    Avg,
}

impl Expr {
    /// Calls `visit` for this expression and all it is made of, outermost first. The argument of an aggregate is included.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// The expressions it is directly made of.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Negate(a) | ExprKind::Not(a) | ExprKind::IsEmpty(a, _) | ExprKind::Matches(a, _, _) => vec![a],
            ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::And(a, b) | ExprKind::Or(a, b) => {
                vec![a, b]
            }
            ExprKind::Between(a, b, c, _) | ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::In(a, list, _) => std::iter::once(&**a).chain(list).collect(),
            ExprKind::Call(_, args) => args.iter().collect(),
            ExprKind::Aggregate(aggregate) => aggregate.argument.iter().map(|argument| &**argument).collect(),
            _ => Vec::new(),
        }
    }

    /// What must be read to evaluate it.
    pub fn reach(&self) -> Reach {
        let mut reach = Reach::default();
        self.walk(&mut |expr| match &expr.kind {
            ExprKind::Field(path, _) | ExprKind::Record(path) => reach.other_rows |= !path.is_here(),
            ExprKind::Aggregate(_) => reach.other_rows = true,
            ExprKind::Call(Function::Today | Function::Now, _) => reach.clock = true,
            ExprKind::Me => reach.user = true,
            _ => {}
        });
        reach
    }
}

/// What an expression reads beyond its own row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Other rows.
    pub other_rows: bool,
    /// The clock: `today()`, `now()`.
    pub clock: bool,
    /// The user: `me`.
    pub user: bool,
}
