//! An expression in words: what a client can hold against the business, without the signs of the language.
//!
//! Names are the labels of the model. Invariant: no code; a sentence chosen so that no gender must be known.

use super::sentences::{called, inside, quoted};
use crate::diag::Lang;
use crate::mcd::expr::{
    Aggregate, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, Step, Unit, ValueType,
};
use crate::mcd::{LegRef, Mcd, Relation, labels};

/// A model, and the language it is told in.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) lang: Lang,
}

/// An expression in words; a condition as a clause.
pub(super) fn told(mcd: &Mcd, expr: &Expr, lang: Lang) -> String {
    Teller { mcd, lang }.told(expr)
}

impl Teller<'_> {
    fn say(self, fr: &str, en: &str) -> String {
        (if self.lang == Lang::Fr { fr } else { en }).to_owned()
    }

    fn told(self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Number(number) if self.lang == Lang::Fr => number.to_string().replace('.', ","),
            ExprKind::Number(number) => number.to_string(),
            ExprKind::Text(text) => quoted(text, self.lang),
            ExprKind::Boolean(true) => self.say("oui", "yes"),
            ExprKind::Boolean(false) => self.say("non", "no"),
            ExprKind::EnumValue(id, at) => {
                let value = self.mcd.enumeration(*id).values.get(*at);
                value.map_or(String::new(), |value| quoted(&value.label, self.lang))
            }
            ExprKind::Quantity(amount, unit) => {
                format!(
                    "{} {}",
                    amount.to_string().replace('.', &self.say(",", ".")),
                    self.unit(*unit, *amount == rust_decimal::Decimal::ONE)
                )
            }
            ExprKind::Field(path, field) => self.at(path, &self.name(&self.mcd.field(*field).label)),
            ExprKind::Record(path) => self.record(path),
            ExprKind::Me => self.say("l’utilisateur", "the user"),
            ExprKind::Negate(value) => format!("−{}", self.part(value)),
            ExprKind::Arithmetic(op, a, b) => {
                let sign = match op {
                    ArithmeticOp::Add => "+",
                    ArithmeticOp::Sub => "−",
                    ArithmeticOp::Mul => "×",
                    ArithmeticOp::Div => "/",
                };
                // From left to right among equals: `a × b / c` needs no parentheses.
                let is_term = |op: &ArithmeticOp| matches!(op, ArithmeticOp::Mul | ArithmeticOp::Div);
                let first = match &a.kind {
                    ExprKind::Arithmetic(inner, ..) if is_term(inner) || !is_term(op) => self.told(a),
                    _ => self.part(a),
                };
                format!("{first} {sign} {}", self.part(b))
            }
            ExprKind::If(condition, a, b) => {
                let (condition, a, b) = (self.condition(condition), self.told(a), self.told(b));
                self.say(&format!("si {condition} : {a}, sinon {b}"), &format!("{a} if {condition}, else {b}"))
            }
            ExprKind::Call(function, arguments) => self.call(*function, arguments),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            _ => self.condition(expr),
        }
    }

    /// What is part of a calculation: between parentheses where it is one itself.
    fn part(self, expr: &Expr) -> String {
        let is_whole = !matches!(expr.kind, ExprKind::Arithmetic(..) | ExprKind::Aggregate(_) | ExprKind::If(..));
        if is_whole { self.told(expr) } else { format!("({})", self.told(expr)) }
    }

    /// What must be true.
    fn condition(self, expr: &Expr) -> String {
        let not = |is_not: bool, fr: [&str; 2], en: [&str; 2]| {
            let at = usize::from(is_not);
            self.say(fr.get(at).copied().unwrap_or_default(), en.get(at).copied().unwrap_or_default())
        };
        match &expr.kind {
            ExprKind::And(a, b) => format!("{} {} {}", self.side(a), self.say("et", "and"), self.side(b)),
            ExprKind::Or(a, b) => format!("{} {} {}", self.side(a), self.say("ou", "or"), self.side(b)),
            ExprKind::Not(a) if matches!(a.kind, ExprKind::Field(..)) => {
                format!("{} : {}", self.told(a), self.say("non", "no"))
            }
            ExprKind::Not(a) => {
                let a = self.condition(a);
                self.say(&format!("il n’est pas vrai que {a}"), &format!("it isn’t true that {a}"))
            }
            ExprKind::Compare(op, a, b) => format!("{} {} {}", self.told(a), self.compared(*op, a.ty), self.told(b)),
            ExprKind::In(a, list, is_not) => {
                let list = list.iter().map(|one| self.told(one)).collect::<Vec<_>>().join(", ");
                let is = not(*is_not, ["est parmi", "n’est pas parmi"], ["is one of", "is none of"]);
                format!("{} {is} {list}", self.told(a))
            }
            ExprKind::Between(a, low, high, is_not) => {
                let is = not(*is_not, ["est entre", "n’est pas entre"], ["is between", "isn’t between"]);
                format!("{} {is} {} {} {}", self.told(a), self.told(low), self.say("et", "and"), self.told(high))
            }
            ExprKind::IsEmpty(a, is_not) => {
                let is = not(*is_not, ["n’a pas de valeur", "a une valeur"], ["has no value", "has a value"]);
                format!("{} {is}", self.told(a))
            }
            ExprKind::Matches(a, pattern, is_not) => {
                let is =
                    not(*is_not, ["est de la forme", "n’est pas de la forme"], ["is of the form", "isn’t of the form"]);
                format!("{} {is} {pattern}", self.told(a))
            }
            ExprKind::Field(..) => format!("{} : {}", self.told(expr), self.say("oui", "yes")),
            _ => self.told(expr),
        }
    }

    /// A side of `and` or `or`, between parentheses where it is one of these itself.
    fn side(self, expr: &Expr) -> String {
        let is_whole = !matches!(expr.kind, ExprKind::And(..) | ExprKind::Or(..) | ExprKind::If(..));
        if is_whole { self.condition(expr) } else { format!("({})", self.condition(expr)) }
    }

    fn compared(self, op: CompareOp, ty: ValueType) -> String {
        let is_time = matches!(ty, ValueType::Date | ValueType::DateTime | ValueType::Time);
        match (op, is_time) {
            (CompareOp::Eq, _) => self.say("est", "is"),
            (CompareOp::Ne, _) => self.say("n’est pas", "isn’t"),
            (CompareOp::Lt, true) => self.say("précède", "is before"),
            (CompareOp::Le, true) => self.say("ne suit pas", "isn’t after"),
            (CompareOp::Gt, true) => self.say("suit", "is after"),
            (CompareOp::Ge, true) => self.say("ne précède pas", "isn’t before"),
            (CompareOp::Lt, false) => self.say("reste en dessous de", "is less than"),
            (CompareOp::Le, false) => self.say("ne dépasse pas", "is at most"),
            (CompareOp::Gt, false) => self.say("dépasse", "is more than"),
            (CompareOp::Ge, false) => self.say("est d’au moins", "is at least"),
        }
    }

    fn call(self, function: Function, arguments: &[Expr]) -> String {
        let all: Vec<String> = arguments.iter().map(|argument| self.told(argument)).collect();
        let first = all.first().cloned().unwrap_or_default();
        let list = all.join(", ");
        match function {
            Function::Today => self.say("aujourd’hui", "today"),
            Function::Now => self.say("maintenant", "now"),
            Function::Length => self.of("le nombre de caractères", "the number of characters", &first),
            Function::Lower => self.say(&format!("{first} en minuscules"), &format!("{first} in lower case")),
            Function::Upper => self.say(&format!("{first} en majuscules"), &format!("{first} in capitals")),
            Function::Year => self.of("l’année", "the year", &first),
            Function::Month => self.of("le mois", "the month", &first),
            Function::Day => self.of("le jour", "the day", &first),
            Function::Abs => self.of("la valeur absolue", "the absolute value", &first),
            Function::Round => self.rounded(&first, all.get(1).map_or("0", String::as_str)),
            Function::Coalesce => all.join(&self.say(" ou, à défaut, ", " or, failing that, ")),
            Function::Least => {
                self.say(&format!("la plus petite valeur parmi {list}"), &format!("the least of {list}"))
            }
            Function::Greatest => {
                self.say(&format!("la plus grande valeur parmi {list}"), &format!("the greatest of {list}"))
            }
        }
    }

    fn rounded(self, value: &str, digits: &str) -> String {
        if digits == "0" {
            return self.say(&format!("l’arrondi à l’unité de {value}"), &format!("{value}, rounded to a whole"));
        }
        self.say(
            &format!("l’arrondi à {digits} décimales de {value}"),
            &format!("{value}, rounded to {digits} decimals"),
        )
    }

    /// `l’année de (…)`, `the year of …`.
    fn of(self, fr: &str, en: &str, what: &str) -> String {
        let of = if self.lang == Lang::En { "of " } else { de(what) };
        format!("{} {of}{what}", self.say(fr, en))
    }

    /// `la somme, pour chaque ligne devis, de quantité × prix HT`
    fn aggregate(self, aggregate: &Aggregate) -> String {
        let each = self.reached(&aggregate.range);
        let Some(argument) = &aggregate.argument else {
            return self.of("le nombre", "the number", &self.reached_many(&aggregate.range));
        };
        let what = self.told(argument);
        let (fr, en) = match aggregate.function {
            AggregateFunction::Count => ("le nombre", "the number"),
            AggregateFunction::Sum => ("la somme", "the sum"),
            AggregateFunction::Min => ("la plus petite valeur", "the least"),
            AggregateFunction::Max => ("la plus grande valeur", "the greatest"),
            AggregateFunction::Avg => ("la moyenne", "the average"),
        };
        let over = self.say(&format!(", pour chaque {each},"), &format!(", for each {each},"));
        self.of(&format!("{fr}{over}"), &format!("{en}{over}"), &what)
    }

    /// What a walk ends at: one of them.
    fn reached(self, path: &Path) -> String {
        match path.steps.last() {
            Some(Step::ToEntity { to }) => inside(&self.mcd.entity(self.mcd.leg(*to).entity).label),
            Some(Step::ToRelation { from }) => self.link(self.mcd.relation(from.relation)),
            None => String::new(),
        }
    }

    /// The same, all of them.
    fn reached_many(self, path: &Path) -> String {
        match path.steps.last() {
            Some(Step::ToEntity { to }) => inside(&self.mcd.entity(self.mcd.leg(*to).entity).plural),
            Some(Step::ToRelation { from }) => {
                let name = quoted(&called(self.mcd, self.mcd.relation(from.relation)), self.lang);
                self.say(&format!("liens {name}"), &format!("{name} links"))
            }
            None => String::new(),
        }
    }

    /// An occurrence of a relation: `ligne devis` where its name is a noun, else a link.
    fn link(self, relation: &Relation) -> String {
        let name = called(self.mcd, relation);
        if name.to_lowercase() == labels::label(&relation.name, self.mcd.crm.locale).to_lowercase() {
            return inside(&name);
        }
        let name = quoted(&name, self.lang);
        self.say(&format!("lien {name}"), &format!("{name} link"))
    }

    /// A field of another record: whose it is.
    fn at(self, path: &Path, field: &str) -> String {
        if path.is_here() { field.to_owned() } else { format!("{field} ({})", self.record(path)) }
    }

    /// The record at the end of a walk, by its role.
    fn record(self, path: &Path) -> String {
        let leg = |leg: LegRef| {
            let leg = self.mcd.leg(leg);
            let role = leg.role.as_ref().map(|role| labels::label(role, self.mcd.crm.locale));
            inside(&leg.label.clone().or(role).unwrap_or_else(|| self.mcd.entity(leg.entity).label.clone()))
        };
        match path.steps.last() {
            Some(Step::ToEntity { to }) => leg(*to),
            Some(Step::ToRelation { from }) => self.link(self.mcd.relation(from.relation)),
            None => self.say("la fiche", "the record"),
        }
    }

    /// A label in a sentence; of several words, between quotes so that it holds together.
    fn name(self, label: &str) -> String {
        let name = inside(label);
        let is_long = name.split(' ').skip(1).any(|word| word.chars().any(char::is_lowercase));
        if is_long { quoted(&name, self.lang) } else { name }
    }

    fn unit(self, unit: Unit, one: bool) -> String {
        let (fr, en) = unit.words(one);
        self.say(fr, en)
    }
}

/// `de`, or what it is before a vowel.
fn de(word: &str) -> &'static str {
    let first = word.chars().next().map(|letter| letter.to_lowercase().next().unwrap_or(letter));
    if first.is_some_and(|letter| "aâàeéèêiîïoôuûy".contains(letter)) { "d’" } else { "de " }
}
