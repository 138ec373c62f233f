//! Expressions of fields (defaults, bounds, computations) and rules of entities and relations.
//!
//! They are typed once every name is known, then put in their place.

use rust_decimal::Decimal;

use super::Resolver;
use super::declare::{Declared, docs_of};
use super::fields::fields_mut;
use super::folding::folded;
use super::kinds::{EXPRESSION_MISPLACED, TYPES_DO_NOT_FIT};
use super::typing::{Typer, Use, bad_regex, value_type};
use crate::diag::Diagnostic;
use crate::mcd::expr::{Expr, ExprKind, Function, Unit, ValueType};
use crate::mcd::model::{Field, FieldRef, Mcd, Owner, Rule, Type};
use crate::mcd::names;
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, ModifierKind};

/// Resolves the expressions of every entity and relation.
pub(super) fn resolve_expressions(resolver: &mut Resolver<'_>, declared: &Declared<'_>) {
    for (owner, members) in declared.owners() {
        let mut taken = Vec::new();
        for member in members {
            match member {
                ast::Member::Field(field) => resolve_field(resolver, owner, field),
                ast::Member::Rule(rule) => resolve_rule(resolver, owner, rule, &mut taken),
                _ => {}
            }
        }
    }
}

fn resolve_field(resolver: &mut Resolver<'_>, owner: Owner, field: &ast::Field) {
    let Some(index) = resolver.mcd.fields(owner).iter().position(|known| known.name_span == field.name.span) else {
        return; // a duplicate, reported
    };
    let of_type = resolver.names.types.get(&field.ty.name.text).and_then(Option::as_ref);
    let inherited = of_type.map(|domain| domain.modifiers.clone()).unwrap_or_default();
    if resolver.gaps.has_no_type(FieldRef { owner, index }) {
        return;
    }
    for modifier in inherited.iter().chain(&field.modifiers) {
        resolve_modifier(resolver, FieldRef { owner, index }, &modifier.kind);
    }
}

fn resolve_modifier(resolver: &mut Resolver<'_>, at: FieldRef, modifier: &ModifierKind) {
    let ty = resolver.mcd.field(at).ty.clone();
    let (resolved, put): (_, fn(&mut Field, Expr)) = match modifier {
        ModifierKind::Default(expr) => (
            typed(resolver, at, expr, Use::Constant).and_then(|default| begins_a_form(resolver, default)),
            |field, default| field.default = Some(default),
        ),
        ModifierKind::Min(expr) if has_order(resolver, expr, &ty) => {
            (typed(resolver, at, expr, Use::Constant), |field, min| field.min = Some(min))
        }
        ModifierKind::Max(expr) if has_order(resolver, expr, &ty) => {
            (typed(resolver, at, expr, Use::Constant), |field, max| field.max = Some(max))
        }
        ModifierKind::Computed(expr) => {
            (typed(resolver, at, expr, Use::Row), |field, computed| field.computed = Some(computed))
        }
        ModifierKind::Matches(pattern) => return resolve_pattern(resolver, at, pattern),
        _ => return,
    };
    if let (Some(expr), Some(field)) = (resolved, fields_mut(&mut resolver.mcd, at.owner).get_mut(at.index)) {
        put(field, expr);
    }
}

/// A pattern that is no regular expression, or not a text's, is reported, and then unknown.
fn resolve_pattern(resolver: &mut Resolver<'_>, at: FieldRef, pattern: &ast::Str) {
    let readable = regex::Regex::new(&pattern.value);
    if readable.is_ok() && has_characters(resolver, pattern.span, &resolver.mcd.field(at).ty.clone()) {
        return;
    }
    if let Err(error) = readable {
        resolver.sink.push(bad_regex(pattern.span, &pattern.value, &error));
    }
    if let Some(field) = fields_mut(&mut resolver.mcd, at.owner).get_mut(at.index) {
        field.matches = None;
    }
}

/// A form begins with a value, or with the clock's and a length of time from it; anything else would never be written.
fn begins_a_form(resolver: &mut Resolver<'_>, default: Expr) -> Option<Expr> {
    if is_known_at_once(&default) {
        return Some(default);
    }
    let message = say!(
        fr "une valeur par défaut est une constante, today() à des jours ou des mois entiers près, ou now() à une durée près",
        en "a default is a constant, today() give or take whole days or months, or now() give or take a length of time"
    );
    let help = say!(
        fr "écrivez la valeur elle-même ; pour la calculer des autres champs : computed",
        en "write the value itself; to calculate it from other fields: computed"
    );
    resolver.sink.push(Diagnostic::new(&EXPRESSION_MISPLACED, default.span, message).help(help));
    None
}

fn is_known_at_once(default: &Expr) -> bool {
    let clock = |expr: &Expr| match expr.kind {
        ExprKind::Call(function @ (Function::Today | Function::Now), _) => Some(function),
        _ => None,
    };
    match &default.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Boolean(_) | ExprKind::EnumValue(..) => true,
        ExprKind::Quantity(_, unit) => unit.months().is_none(),
        ExprKind::Negate(of) => matches!(of.kind, ExprKind::Number(_)),
        ExprKind::Arithmetic(_, date, length) => match (clock(date), &length.kind) {
            (Some(Function::Today), ExprKind::Quantity(amount, unit)) => is_whole_days(*amount, *unit),
            (Some(_), ExprKind::Quantity(_, unit)) => unit.months().is_none(),
            _ => false,
        },
        _ => clock(default).is_some(),
    }
}

/// Whole months, or whole days: what a date is moved by.
fn is_whole_days(amount: Decimal, unit: Unit) -> bool {
    match unit.months() {
        Some(_) => unit.months_in(amount).is_some(),
        None => unit.seconds_in(amount).is_some_and(|seconds| seconds % Unit::Day.seconds() == 0),
    }
}

/// A pattern is for values that are written character by character.
fn has_characters(resolver: &mut Resolver<'_>, pattern: Span, ty: &Type) -> bool {
    let written = !matches!(ty, Type::Uuid | Type::File | Type::Image) && value_type(ty) == Some(ValueType::Text);
    if !written {
        let message = say!(
            fr "matches donne la forme d'un texte, et ce champ n'en est pas un",
            en "matches gives the form of a text, and this field isn't one"
        );
        let help = say!(
            fr "supprimez matches ; un nombre ou une date se borne par min et max, un code fait de chiffres est un text(10)",
            en "remove matches; a number or a date is bounded by min and max, a code made of digits is a text(10)"
        );
        resolver.sink.push(Diagnostic::new(&TYPES_DO_NOT_FIT, pattern, message).help(help));
    }
    written
}

/// Bounds are for values that come before and after one another.
fn has_order(resolver: &mut Resolver<'_>, bound: &ast::Expr, ty: &Type) -> bool {
    let ordered = matches!(
        value_type(ty),
        Some(ValueType::Number | ValueType::Date | ValueType::Time | ValueType::DateTime | ValueType::Duration)
    );
    if !ordered {
        let message = say!(
            fr "min et max bornent un nombre, une date ou une durée",
            en "min and max bound a number, a date or a length of time"
        );
        let help = say!(
            fr "pour la longueur d'un texte, écrivez text(80) ou une ligne rule length(champ) >= 3",
            en "for the length of a text, write text(80) or a line rule length(field) >= 3"
        );
        resolver.sink.push(Diagnostic::new(&TYPES_DO_NOT_FIT, bound.span, message).help(help));
    }
    ordered
}

/// The expression of a field's modifier, typed for the field and its calculations of constants done; none where it was refused.
fn typed(resolver: &mut Resolver<'_>, at: FieldRef, expr: &ast::Expr, usage: Use) -> Option<Expr> {
    let Some(expected) = value_type(&resolver.mcd.field(at).ty) else {
        let name = &resolver.mcd.field(at).name;
        let message = say!(
            fr "« {name} » n'est pas une seule valeur : il ne prend pas d'expression",
            en "`{name}` isn't a single value: it takes no expression"
        );
        let help = say!(fr "supprimez l'expression", en "remove the expression");
        resolver.sink.push(Diagnostic::new(&TYPES_DO_NOT_FIT, expr.span, message).help(help));
        return None;
    };
    Typer::new(&resolver.mcd, &resolver.gaps, resolver.sink, at.owner, usage).check(expr, Some(expected)).map(folded)
}

fn resolve_rule(resolver: &mut Resolver<'_>, owner: Owner, rule: &ast::Rule, taken: &mut Vec<String>) {
    let mut typer = Typer::new(&resolver.mcd, &resolver.gaps, resolver.sink, owner, Use::Row);
    let Some(expr) = typer.check(&rule.expr, Some(ValueType::Boolean)) else { return };
    let name = rule_name(&resolver.mcd, &expr, taken);
    taken.push(name.clone());
    let message = rule.message.as_ref().map(|message| message.value.clone());
    let message = message.unwrap_or_else(|| default_message(resolver, rule));
    let resolved = Rule { expr, message, name, docs: docs_of(&rule.docs), span: rule.span };
    match owner {
        Owner::Entity(id) => resolver.mcd.entities.get_mut(id.0 as usize).map(|entity| entity.rules.push(resolved)),
        Owner::Relation(id) => {
            resolver.mcd.relations.get_mut(id.0 as usize).map(|relation| relation.rules.push(resolved))
        }
    };
}

fn default_message(resolver: &Resolver<'_>, rule: &ast::Rule) -> String {
    let written = resolver.sources.text(rule.expr.span).split_whitespace().collect::<Vec<_>>().join(" ");
    match resolver.mcd.crm.locale {
        crate::mcd::model::Locale::Fr => format!("Il faut : {written}"),
        crate::mcd::model::Locale::En => format!("This must hold: {written}"),
    }
}

/// A name made of the first fields that the rule reads, numbered where another rule has it.
fn rule_name(mcd: &Mcd, expr: &Expr, taken: &[String]) -> String {
    let mut read: Vec<String> = Vec::new();
    expr.walk(&mut |part| {
        if let ExprKind::Field(_, field) = &part.kind {
            let snake = names::snake(&mcd.field(*field).name);
            if !read.contains(&snake) {
                read.push(snake);
            }
        }
    });
    read.truncate(3);
    let base = if read.is_empty() { "rule".to_owned() } else { read.join("_") };
    let numbered = (2u32..).map(|n| format!("{base}_{n}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(base)
}
