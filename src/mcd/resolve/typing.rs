//! Expressions as written to typed expressions.
//!
//! Language: language.md, "rule". A wrong part gives one diagnostic and no expression, so that nothing is said twice.

// tidy: long because the typing of expressions is one recursion over their forms

use rust_decimal::Decimal;

use super::gaps::Gaps;
use super::kinds::{
    BAD_AGGREGATE, BAD_CALL, BAD_REGEX, EXPRESSION_MISPLACED, SEVERAL_VALUES, TYPES_DO_NOT_FIT, UNKNOWN_ENUM_VALUE,
    UNKNOWN_IN_EXPRESSION,
};
use super::paths::{End, Walk, leads_somewhere, walk};
use crate::diag::suggest::{did_you_mean, nearest};
use crate::diag::{Diagnostic, Kind, Sink, Text};
use crate::mcd::expr::{
    Aggregate, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, Step, Unit, ValueType,
};
use crate::mcd::model::{EnumId, FieldRef, Mcd, Owner, Type};
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, UnaryOp};

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
    pub(super) fn new(mcd: &'a Mcd, gaps: &'a Gaps, sink: &'a mut Sink, start: Owner, usage: Use) -> Self {
        Typer { mcd, gaps, sink, start, usage, in_aggregate: false, several_reported: false }
    }

    /// The typed expression, whose type must be `expected` where one is given.
    pub(super) fn check(&mut self, expr: &ast::Expr, expected: Option<ValueType>) -> Option<Expr> {
        let typed = self.type_expr(expr, expected)?;
        match expected {
            Some(expected) if expected != typed.ty => {
                self.report_mismatch(typed.span, expected, typed.ty);
                None
            }
            _ => Some(typed),
        }
    }

    fn push(&mut self, kind: &'static Kind, span: Span, message: Text, help: Text) {
        self.sink.push(Diagnostic::new(kind, span, message).help(help));
    }

    fn type_expr(&mut self, expr: &ast::Expr, expected: Option<ValueType>) -> Option<Expr> {
        let span = expr.span;
        let typed = |kind, ty| Some(Expr { kind, ty, span });
        match &expr.kind {
            ast::ExprKind::Number(digits) => typed(ExprKind::Number(self.number(digits, span)?), ValueType::Number),
            ast::ExprKind::Quantity { number, unit } => {
                typed(ExprKind::Quantity(self.number(number, span)?, self.unit(unit)?), ValueType::Duration)
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

    fn number(&mut self, digits: &str, span: Span) -> Option<Decimal> {
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

    fn unit(&mut self, unit: &ast::Name) -> Option<Unit> {
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

    fn regex(&mut self, pattern: &ast::Str) -> Option<String> {
        match regex::Regex::new(&pattern.value) {
            Ok(_) => Some(pattern.value.clone()),
            Err(error) => {
                self.sink.push(bad_regex(pattern.span, &error));
                None
            }
        }
    }

    fn path(&mut self, names: &[ast::Name], span: Span, expected: Option<ValueType>) -> Option<Expr> {
        if let (Some(ValueType::Enum(id)), [name]) = (expected, names) {
            return self.enum_word(id, name, span);
        }
        if let [name] = names
            && name.text == "me"
        {
            return self.me(span);
        }
        if self.usage == Use::Constant {
            self.push(
                &EXPRESSION_MISPLACED,
                span,
                say!(fr "ici il faut une valeur fixe, ou today()", en "a fixed value is needed here, or today()"),
                say!(
                    fr "pour comparer deux champs, écrivez une ligne rule ; pour calculer, computed",
                    en "to compare two fields, write a rule line; to calculate, computed"
                ),
            );
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

    fn walked(&mut self, walk: Walk, span: Span) -> Option<Expr> {
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

    fn report_several(&mut self, span: Span) {
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

    fn field(&mut self, path: Path, field: FieldRef, span: Span) -> Option<Expr> {
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

    fn me(&mut self, span: Span) -> Option<Expr> {
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
    fn enum_word(&mut self, id: EnumId, name: &ast::Name, span: Span) -> Option<Expr> {
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

    fn unary(&mut self, op: UnaryOp, operand: &ast::Expr, span: Span) -> Option<Expr> {
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

    fn binary(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
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

    fn arithmetic(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
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

    fn compare(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
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
    fn two_sides(&mut self, left: &ast::Expr, right: &ast::Expr) -> (Option<Expr>, Option<Expr>) {
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

    fn is_unknown_word(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Path(names) = &expr.kind else { return false };
        let [name] = names.as_slice() else { return false };
        name.text != "me" && leads_somewhere(self.mcd, self.gaps, self.start, names).is_none()
    }

    fn enum_of(&self, expr: &ast::Expr) -> Option<EnumId> {
        let ast::ExprKind::Path(names) = &expr.kind else { return None };
        match leads_somewhere(self.mcd, self.gaps, self.start, names) {
            Some(End::Field(field)) => match self.mcd.field(field).ty {
                Type::Enum(id) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_value_of(&self, expr: &ast::Expr, id: Option<EnumId>) -> bool {
        let (ast::ExprKind::Path(names), Some(id)) = (&expr.kind, id) else { return false };
        let [name] = names.as_slice() else { return false };
        self.mcd.enumeration(id).values.iter().any(|value| value.name == name.text)
    }

    fn comparable(&self, left: ValueType, right: ValueType) -> bool {
        match (left, right) {
            (ValueType::Record(a), ValueType::Record(b)) => self.mcd.root(a) == self.mcd.root(b),
            (ValueType::Enum(a), ValueType::Enum(b)) => a == b,
            _ => left == right,
        }
    }

    fn ordered(&mut self, expr: Expr) -> Option<Expr> {
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

    fn among(&mut self, operand: &ast::Expr, list: &[ast::Expr], negated: bool, span: Span) -> Option<Expr> {
        // Without the operand's type, a bare word of the list can't be judged.
        let operand = self.type_expr(operand, None)?;
        let expected = Some(operand.ty);
        let list: Vec<Option<Expr>> = list.iter().map(|item| self.check(item, expected)).collect();
        let list: Option<Vec<Expr>> = list.into_iter().collect();
        Some(Expr { kind: ExprKind::In(Box::new(operand), list?, negated), ty: ValueType::Boolean, span })
    }

    fn call(&mut self, name: &ast::Name, args: &[ast::Expr], span: Span, expected: Option<ValueType>) -> Option<Expr> {
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

    fn unknown_function(&mut self, name: &ast::Name) -> Option<Expr> {
        let text = &name.text;
        let list = FUNCTIONS.join(", ");
        let help = nearest(text, FUNCTIONS.iter().copied())
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

    fn wrong_arity(&mut self, name: &ast::Name, low: usize, high: usize) -> Option<Expr> {
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

    fn conditional(
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

    fn same_types(
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

    fn simple_call(&mut self, name: &str, args: &[ast::Expr], span: Span) -> Option<Expr> {
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

    fn aggregate(&mut self, function: AggregateFunction, argument: &ast::Expr, span: Span) -> Option<Expr> {
        let argument = self.inside_aggregate(argument, span)?;
        let numbers = matches!(function, AggregateFunction::Sum | AggregateFunction::Avg);
        if numbers && !matches!(argument.ty, ValueType::Number | ValueType::Duration) {
            self.report_mismatch(argument.span, ValueType::Number, argument.ty);
            return None;
        }
        let (range, argument) = self.split_range(argument, span)?;
        let argument = self.ordered(argument)?;
        let ty = argument.ty;
        let aggregate = Aggregate { function, range, argument: Some(Box::new(argument)) };
        Some(Expr { kind: ExprKind::Aggregate(aggregate), ty, span })
    }

    fn count(&mut self, argument: &ast::Expr, span: Span) -> Option<Expr> {
        let counted = |range, argument| {
            let aggregate = Aggregate { function: AggregateFunction::Count, range, argument };
            Some(Expr { kind: ExprKind::Aggregate(aggregate), ty: ValueType::Number, span })
        };
        if let ast::ExprKind::Path(names) = &argument.kind
            && let Ok(walk) = walk(self.mcd, self.gaps, self.start, names)
            && !matches!(walk.end, End::Field(_))
            && self.usage != Use::Constant
        {
            if !walk.path.steps.iter().any(|step| is_many(self.mcd, *step)) {
                return self.not_several(argument.span);
            }
            return counted(walk.path, None);
        }
        let argument = self.inside_aggregate(argument, span)?;
        let (range, argument) = self.split_range(argument, span)?;
        counted(range, Some(Box::new(argument)))
    }

    fn inside_aggregate(&mut self, argument: &ast::Expr, span: Span) -> Option<Expr> {
        if self.in_aggregate {
            self.push(
                &BAD_AGGREGATE,
                span,
                say!(fr "une somme dans une somme ne se calcule pas ici", en "an aggregate inside an aggregate can't be calculated here"),
                say!(
                    fr "donnez un champ computed à l'entité du milieu, et additionnez ce champ",
                    en "give the entity in the middle a computed field, and aggregate that field"
                ),
            );
            return None;
        }
        self.in_aggregate = true;
        let typed = self.type_expr(argument, None);
        self.in_aggregate = false;
        typed
    }

    fn not_several(&mut self, span: Span) -> Option<Expr> {
        self.push(
            &BAD_AGGREGATE,
            span,
            say!(fr "il n'y a pas plusieurs valeurs à réunir ici", en "there aren't several values to bring together here"),
            say!(fr "passez par une relation dont le maximum est n", en "go through a relation whose maximum is n"),
        );
        None
    }

    /// Parts the common walk to several occurrences from what is read at each of them.
    fn split_range(&mut self, mut argument: Expr, span: Span) -> Option<(Path, Expr)> {
        let mut paths = Vec::new();
        argument.walk(&mut |expr| {
            if let ExprKind::Field(path, _) | ExprKind::Record(path) = &expr.kind {
                paths.push((path.clone(), expr.span));
            }
        });
        let many = |path: &Path| path.steps.iter().rposition(|step| is_many(self.mcd, *step)).map(|at| at + 1);
        let ranges: Vec<(Option<usize>, &Path, Span)> =
            paths.iter().map(|(path, span)| (many(path), path, *span)).collect();
        let Some((Some(length), longest, _)) = ranges.iter().max_by_key(|(length, _, _)| *length).copied() else {
            return self.not_several(span).and(None);
        };
        let range = Path { steps: longest.steps.iter().take(length).copied().collect() };
        let astray = ranges.iter().find(|(_, path, _)| !path.steps.starts_with(&range.steps));
        if let Some((_, _, span)) = astray {
            let span = *span;
            self.push(
                &BAD_AGGREGATE,
                span,
                say!(
                    fr "ceci n'est pas sur le même chemin que le reste de l'expression",
                    en "this isn't on the same path as the rest of the expression"
                ),
                say!(
                    fr "sortez-le de la parenthèse, ou faites-en deux",
                    en "take it out of the parentheses, or make two of them"
                ),
            );
            return None;
        }
        strip(&mut argument, length);
        Some((range, argument))
    }

    fn report_mismatch(&mut self, span: Span, expected: ValueType, found: ValueType) {
        let (wanted, got) = (self.describe(expected), self.describe(found));
        let message = Text {
            fr: format!("il faut {}, et ceci est {}", wanted.fr, got.fr),
            en: format!("{} is needed, and this is {}", wanted.en, got.en),
        };
        self.push(&TYPES_DO_NOT_FIT, span, message, how_to_write(expected, &wanted));
    }

    fn report_not_comparable(&mut self, left: &Expr, right: &Expr, span: Span) {
        let (a, b) = (self.describe(left.ty), self.describe(right.ty));
        let message = Text {
            fr: format!("on ne compare pas {} à {}", a.fr, b.fr),
            en: format!("{} can't be compared with {}", a.en, b.en),
        };
        self.sink.push(
            Diagnostic::new(&TYPES_DO_NOT_FIT, span, message)
                .related(left.span, a.clone())
                .related(right.span, b)
                .help(how_to_write(left.ty, &a)),
        );
    }

    fn describe(&self, ty: ValueType) -> Text {
        match ty {
            ValueType::Number => say!(fr "un nombre", en "a number"),
            ValueType::Text => say!(fr "un texte", en "a text"),
            ValueType::Boolean => say!(fr "une condition (vrai ou faux)", en "a condition (true or false)"),
            ValueType::Date => say!(fr "une date", en "a date"),
            ValueType::Time => say!(fr "une heure", en "a time of day"),
            ValueType::DateTime => say!(fr "un instant", en "an instant"),
            ValueType::Duration => say!(fr "une durée", en "a length of time"),
            ValueType::Enum(_) => say!(fr "une valeur de liste", en "a value of an enumeration"),
            ValueType::Record(id) => {
                let name = &self.mcd.entity(id).name;
                say!(fr "une fiche « {name} »", en "a `{name}` record")
            }
        }
    }
}

/// How a value of the type that is needed is written; `wanted` describes it.
fn how_to_write(expected: ValueType, wanted: &Text) -> Text {
    match expected {
        ValueType::Number => {
            say!(fr "un nombre s'écrit sans guillemets : 12.5", en "a number is written without quotes: 12.5")
        }
        ValueType::Text => {
            say!(fr "un texte s'écrit entre guillemets : \"Paris\"", en "a text is written in quotes: \"Paris\"")
        }
        ValueType::Boolean => say!(
            fr "écrivez true, false ou une condition : prix > 0",
            en "write true, false or a condition: price > 0"
        ),
        ValueType::Date => say!(
            fr "une date est un champ date, ou today(), today() + 30 days",
            en "a date is a date field, or today(), today() + 30 days"
        ),
        ValueType::DateTime => say!(
            fr "un instant est un champ datetime, ou now(), now() + 2 hours",
            en "an instant is a datetime field, or now(), now() + 2 hours"
        ),
        ValueType::Duration => say!(
            fr "une durée s'écrit avec son unité : 30 days, 2 hours",
            en "a length of time is written with its unit: 30 days, 2 hours"
        ),
        ValueType::Time | ValueType::Enum(_) | ValueType::Record(_) => {
            Text { fr: format!("mettez ici {}", wanted.fr), en: format!("put {} here", wanted.en) }
        }
    }
}

/// A regular expression that can't be read, with the engine's reason.
pub(super) fn bad_regex(span: Span, error: &regex::Error) -> Diagnostic {
    let reason = error.to_string();
    let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
    Diagnostic::new(
        &BAD_REGEX,
        span,
        say!(fr "cette expression régulière ne se lit pas : {reason}", en "this regular expression can't be read: {reason}"),
    )
    .help(say!(
        fr "essayez-la sur un exemple : \"[A-Z]{{2}}[0-9]+\" veut dire deux capitales puis des chiffres",
        en "try it on an example: \"[A-Z]{{2}}[0-9]+\" means two capitals, then digits"
    ))
}

/// Whether an expression's bare words can be values of an enumeration that is expected of it.
fn takes_words(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Path(names) => names.len() == 1,
        ast::ExprKind::Call { name, .. } => matches!(name.text.as_str(), "if" | "coalesce"),
        _ => false,
    }
}

/// Whether a step can lead to several occurrences.
fn is_many(mcd: &Mcd, step: Step) -> bool {
    matches!(step, Step::ToRelation { from } if !mcd.leg(from).card.is_single())
}

fn strip(expr: &mut Expr, length: usize) {
    match &mut expr.kind {
        ExprKind::Field(path, _) | ExprKind::Record(path) => {
            path.steps.drain(..length.min(path.steps.len()));
        }
        ExprKind::Negate(a) | ExprKind::Not(a) | ExprKind::IsEmpty(a, _) | ExprKind::Matches(a, _, _) => {
            strip(a, length);
        }
        ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::And(a, b) | ExprKind::Or(a, b) => {
            strip(a, length);
            strip(b, length);
        }
        ExprKind::Between(a, b, c, _) | ExprKind::If(a, b, c) => {
            strip(a, length);
            strip(b, length);
            strip(c, length);
        }
        ExprKind::In(a, list, _) => {
            strip(a, length);
            list.iter_mut().for_each(|item| strip(item, length));
        }
        ExprKind::Call(_, args) => args.iter_mut().for_each(|arg| strip(arg, length)),
        _ => {}
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
