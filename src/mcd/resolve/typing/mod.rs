//! Expressions as written to typed expressions.
//!
//! Language: language.md, "rule". A wrong part gives one diagnostic and no expression, so that nothing is said twice.
//! Operators, calls, aggregates and messages have their own files; here are literals, paths and what may stand where.

mod aggregates;
mod calls;
mod messages;
mod operators;
mod patterns;

pub(super) use patterns::bad_regex;

use rust_decimal::Decimal;

use super::gaps::Gaps;
use super::kinds::{EXPRESSION_MISPLACED, SEVERAL_VALUES, TYPES_DO_NOT_FIT, UNKNOWN_ENUM_VALUE, UNKNOWN_IN_EXPRESSION};
use super::paths::{End, Walk, constant_word, leads_somewhere, walk};
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Kind, Sink, Text};
use crate::mcd::expr::{Expr, ExprKind, Path, Step, Unit, ValueType};
use crate::mcd::model::{EnumId, FieldRef, Mcd, Owner, Type};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

/// What an expression may use, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A default or a bound: constants and the clock.
    Constant,
    /// A rule or a computed field: the row, and other rows through relations.
    Row,
    /// The condition of a right: the same, and `me`.
    Right,
}

/// Types expressions that belong to a row of `start`.
pub(super) struct Typer<'a> {
    mcd: &'a Mcd,
    gaps: &'a Gaps,
    sink: &'a mut Sink,
    start: Owner,
    usage: Use,
    in_aggregate: bool,
    /// A path with several values was reported: the others of the expression want the same cure.
    several_reported: bool,
}

/// The type of a field's value in expressions; none for types that aren't one value.
pub(super) fn value_type(ty: &Type) -> Option<ValueType> {
    Some(match ty {
        Type::Integer | Type::Decimal(..) | Type::Money | Type::Percent | Type::Serial => ValueType::Number,
        Type::Boolean => ValueType::Boolean,
        Type::Date => ValueType::Date,
        Type::Time => ValueType::Time,
        Type::DateTime => ValueType::DateTime,
        Type::Duration => ValueType::Duration,
        Type::Enum(id) => ValueType::Enum(*id),
        Type::Address | Type::Tags | Type::Json => return None,
        _ => ValueType::Text,
    })
}

impl<'a> Typer<'a> {
    pub(in crate::mcd::resolve) fn new(
        mcd: &'a Mcd,
        gaps: &'a Gaps,
        sink: &'a mut Sink,
        start: Owner,
        usage: Use,
    ) -> Self {
        Typer { mcd, gaps, sink, start, usage, in_aggregate: false, several_reported: false }
    }

    /// The typed expression, whose type must be `expected` where one is given.
    pub(in crate::mcd::resolve) fn check(&mut self, expr: &ast::Expr, expected: Option<ValueType>) -> Option<Expr> {
        let typed = self.type_expr(expr, expected)?;
        match expected {
            Some(expected) if expected != typed.ty => {
                self.report_mismatch(typed.span, expected, typed.ty);
                None
            }
            _ => Some(typed),
        }
    }

    pub(super) fn push(&mut self, kind: &'static Kind, span: Span, message: Text, help: Text) {
        self.sink.push(Diagnostic::new(kind, span, message).help(help));
    }

    pub(super) fn type_expr(&mut self, expr: &ast::Expr, expected: Option<ValueType>) -> Option<Expr> {
        let span = expr.span;
        let typed = |kind, ty| Some(Expr { kind, ty, span });
        match &expr.kind {
            ast::ExprKind::Number(digits) => typed(ExprKind::Number(self.number(digits, span)?), ValueType::Number),
            ast::ExprKind::Quantity { number, unit } => {
                let (number, unit) = self.quantity(number, unit, span)?;
                typed(ExprKind::Quantity(number, unit), ValueType::Duration)
            }
            ast::ExprKind::Str(text) => typed(ExprKind::Text(text.clone()), ValueType::Text),
            ast::ExprKind::Bool(value) => typed(ExprKind::Boolean(*value), ValueType::Boolean),
            ast::ExprKind::Path(names) => self.path(names, span, expected),
            ast::ExprKind::Call { name, args } => self.call(name, args, span, expected),
            ast::ExprKind::Unary { op, operand } => self.unary(*op, operand, span),
            ast::ExprKind::Binary { op, left, right } => self.binary(*op, left, right, span),
            ast::ExprKind::In { operand, list, negated } => self.among(operand, list, *negated, span),
            ast::ExprKind::Between { operand, low, high, negated } => {
                let operand = self.type_expr(operand, None);
                let expected = operand.as_ref().map(|operand| operand.ty);
                let (low, high) = (self.check(low, expected), self.check(high, expected));
                let operand = self.ordered(operand?)?;
                typed(
                    ExprKind::Between(Box::new(operand), Box::new(low?), Box::new(high?), *negated),
                    ValueType::Boolean,
                )
            }
            ast::ExprKind::IsEmpty { operand, negated } => {
                let operand = self.type_expr(operand, None)?;
                typed(ExprKind::IsEmpty(Box::new(operand), *negated), ValueType::Boolean)
            }
            ast::ExprKind::Matches { operand, pattern, negated } => {
                let operand = self.check(operand, Some(ValueType::Text));
                let pattern = self.regex(pattern);
                typed(ExprKind::Matches(Box::new(operand?), pattern?, *negated), ValueType::Boolean)
            }
        }
    }

    pub(super) fn number(&mut self, digits: &str, span: Span) -> Option<Decimal> {
        let number = Decimal::from_str_exact(digits).ok();
        if number.is_none() {
            self.push(
                &TYPES_DO_NOT_FIT,
                span,
                say!(fr "ce nombre est trop long", en "this number is too long"),
                say!(fr "28 chiffres au plus", en "28 digits at most"),
            );
        }
        number
    }

    /// A length of time, refused where no calendar reaches it.
    fn quantity(&mut self, number: &str, unit: &ast::Name, span: Span) -> Option<(Decimal, Unit)> {
        let (number, unit) = (self.number(number, span)?, self.unit(unit)?);
        if unit.seconds_in(number).is_none() {
            self.push(
                &TYPES_DO_NOT_FIT,
                span,
                say!(fr "cette durée est trop longue", en "this length of time is too long"),
                say!(fr "10 000 ans au plus", en "10,000 years at most"),
            );
            return None;
        }
        Some((number, unit))
    }

    pub(super) fn unit(&mut self, unit: &ast::Name) -> Option<Unit> {
        let found = match unit.text.as_str() {
            "second" | "seconds" => Unit::Second,
            "minute" | "minutes" => Unit::Minute,
            "hour" | "hours" => Unit::Hour,
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            other => {
                self.push(
                    &UNKNOWN_IN_EXPRESSION,
                    unit.span,
                    say!(fr "« {other} » n'est pas une unité de temps", en "`{other}` isn't a unit of time"),
                    say!(
                        fr "écrivez seconds, minutes, hours, days, weeks, months ou years",
                        en "write seconds, minutes, hours, days, weeks, months or years"
                    ),
                );
                return None;
            }
        };
        Some(found)
    }

    pub(super) fn regex(&mut self, pattern: &ast::Str) -> Option<String> {
        match regex::Regex::new(&pattern.value) {
            Ok(_) => Some(pattern.value.clone()),
            Err(error) => {
                self.sink.push(bad_regex(pattern.span, &pattern.value, &error));
                None
            }
        }
    }

    pub(super) fn path(&mut self, names: &[ast::Name], span: Span, expected: Option<ValueType>) -> Option<Expr> {
        if let (Some(ValueType::Enum(id)), [name]) = (expected, names) {
            return self.enum_word(id, name, span);
        }
        if let [name] = names
            && name.text == "me"
        {
            return self.me(span);
        }
        if self.usage == Use::Constant {
            let message =
                say!(fr "ici il faut une valeur fixe, ou today()", en "a fixed value is needed here, or today()");
            let otherwise = say!(
                fr "pour comparer deux champs, écrivez une ligne rule ; pour calculer, computed",
                en "to compare two fields, write a rule line; to calculate, computed"
            );
            let help = if let [name] = names { constant_word(&name.text).unwrap_or(otherwise) } else { otherwise };
            self.push(&EXPRESSION_MISPLACED, span, message, help);
            return None;
        }
        match walk(self.mcd, self.gaps, self.start, names) {
            Ok(walk) => self.walked(walk, span),
            Err(astray) => {
                astray.into_iter().for_each(|diagnostic| self.sink.push(*diagnostic));
                None
            }
        }
    }

    pub(super) fn walked(&mut self, walk: Walk, span: Span) -> Option<Expr> {
        let many = walk.path.steps.iter().any(|step| is_many(self.mcd, *step));
        // The condition of a right holds when one of several occurrences meets it.
        if many && !self.in_aggregate && self.usage != Use::Right {
            self.report_several(span);
            return None;
        }
        match walk.end {
            End::Field(field) => self.field(walk.path, field, span),
            End::Entity(id) => Some(Expr { kind: ExprKind::Record(walk.path), ty: ValueType::Record(id), span }),
            End::Relation(id) => {
                let name = &self.mcd.relation(id).name;
                let message = say!(fr "« {name} » est une relation", en "`{name}` is a relation");
                let help = say!(
                    fr "continuez jusqu'à un champ ou une patte, ou écrivez count({name})",
                    en "go on to a field or a leg, or write count({name})"
                );
                self.push(&TYPES_DO_NOT_FIT, span, message, help);
                None
            }
        }
    }

    pub(super) fn report_several(&mut self, span: Span) {
        if std::mem::replace(&mut self.several_reported, true) {
            return;
        }
        self.push(
            &SEVERAL_VALUES,
            span,
            say!(fr "ce chemin donne plusieurs valeurs", en "this path gives several values"),
            say!(
                fr "mettez ce qu'il faut en réunir dans sum(…), count(…), min(…), max(…) ou avg(…)",
                en "put what is to be brought together inside sum(…), count(…), min(…), max(…) or avg(…)"
            ),
        );
    }

    pub(super) fn field(&mut self, path: Path, field: FieldRef, span: Span) -> Option<Expr> {
        if self.gaps.has_no_type(field) {
            return None;
        }
        let Some(ty) = value_type(&self.mcd.field(field).ty) else {
            let name = &self.mcd.field(field).name;
            let message = say!(
                fr "« {name} » n'est pas une seule valeur : une expression ne peut pas s'en servir",
                en "`{name}` isn't a single value: an expression can't use it"
            );
            let help = say!(fr "servez-vous d'un autre champ", en "use another field");
            self.push(&TYPES_DO_NOT_FIT, span, message, help);
            return None;
        };
        Some(Expr { kind: ExprKind::Field(path, field), ty, span })
    }

    pub(super) fn me(&mut self, span: Span) -> Option<Expr> {
        match (self.usage, self.mcd.crm.users) {
            (Use::Right, Some(users)) => Some(Expr { kind: ExprKind::Me, ty: ValueType::Record(users), span }),
            (Use::Right, None) if self.gaps.explain_users() => None,
            (Use::Right, None) => {
                self.push(
                    &EXPRESSION_MISPLACED,
                    span,
                    say!(fr "on ne sait pas quelle fiche est « me »", en "which record is `me` isn't known"),
                    say!(
                        fr "écrivez users ENTITE dans le bloc crm",
                        en "write users ENTITY in the crm block"
                    ),
                );
                None
            }
            _ => {
                self.push(
                    &EXPRESSION_MISPLACED,
                    span,
                    say!(fr "« me » n'a de sens que dans les droits d'un role", en "`me` has a meaning only in the rights of a role"),
                    say!(fr "déplacez la condition dans un bloc role", en "move the condition to a role block"),
                );
                None
            }
        }
    }

    /// A bare word beside an enumeration: one of its values, or a field of the same enumeration.
    pub(super) fn enum_word(&mut self, id: EnumId, name: &ast::Name, span: Span) -> Option<Expr> {
        let enumeration = self.mcd.enumeration(id);
        if let Some(index) = enumeration.values.iter().position(|value| value.name == name.text) {
            return Some(Expr { kind: ExprKind::EnumValue(id, index), ty: ValueType::Enum(id), span });
        }
        let here = std::slice::from_ref(name);
        if self.usage != Use::Constant
            && let Some(End::Field(field)) = leads_somewhere(self.mcd, self.gaps, self.start, here)
            && self.mcd.field(field).ty == Type::Enum(id)
        {
            return self.field(Path::default(), field, span);
        }
        let text = &name.text;
        let values: Vec<&str> = enumeration.values.iter().map(|value| value.name.as_str()).collect();
        let list = values.join(", ");
        let help = did_you_mean(text, values.iter().copied())
            .unwrap_or_else(|| say!(fr "ses valeurs sont : {list}", en "its values are: {list}"));
        let message =
            say!(fr "« {text} » n'est pas une valeur de cette liste", en "`{text}` isn't a value of this enumeration");
        self.push(&UNKNOWN_ENUM_VALUE, span, message, help);
        None
    }
}

/// Whether a step can lead to several occurrences.
pub(super) fn is_many(mcd: &Mcd, step: Step) -> bool {
    matches!(step, Step::ToRelation { from } if !mcd.leg(from).card.is_single())
}
