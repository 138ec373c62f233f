//! A default satisfies what its field asks of a value: bounds, length, digits, pattern, form, and the rules of its owner.

use regex::Regex;

use super::a_rule_says_something::can_be;
use super::facts::{bound_facts, equality, facts_of_fields_read, field_refs, type_facts};
use super::formats::has_form;
use super::solver::contradiction;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners, rules_of};
use crate::diag::{Diagnostic, Sink, Text};
use crate::mcd::expr::{Expr, ExprKind, Path};
use crate::mcd::{Field, FieldRef, Mcd, Owner, Rule, constant_number};
use crate::say;

rule! {
    misses: false, run: run,
    /// A default that its own field refuses.
    DEFAULT_REFUSED = "M4021" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for at in field_refs(mcd, owner) {
            let Some(default) = &mcd.field(at).default else { continue };
            if let Some(why) = refused_by_field(mcd, at, default) {
                sink.push(report(mcd, at, default, &why));
            } else if let Some(rule) = refusing_rule(mcd, owner, at, default) {
                let why = say!(fr "une règle la refuse", en "a rule refuses it");
                let rule_text = Text::same(rule.message.clone());
                sink.push(report(mcd, at, default, &why).related(rule.span, rule_text));
            }
        }
    }
}

fn refused_by_field(mcd: &Mcd, at: FieldRef, default: &Expr) -> Option<Text> {
    let field = mcd.field(at);
    let mut facts = bound_facts(mcd, at);
    facts.extend(type_facts(mcd, &Path::default(), at));
    if contradiction(&facts).is_some() {
        return None; // told of the bounds themselves
    }
    if let Some(why) = too_many_digits(field, default) {
        return Some(why);
    }
    facts.extend(equality(mcd, at, default));
    if contradiction(&facts).is_some() {
        return Some(match &default.kind {
            ExprKind::Text(_) => say!(fr "elle est trop longue", en "it is too long"),
            _ => say!(fr "elle est hors des bornes", en "it is out of bounds"),
        });
    }
    wrong_text(field, default)
}

fn too_many_digits(field: &Field, default: &Expr) -> Option<Text> {
    let number = constant_number(default)?.normalize();
    let digits = match field.ty.numeric() {
        Some((_, scale)) => u32::from(scale),
        None if matches!(field.ty, crate::mcd::Type::Integer) => 0,
        None => return None,
    };
    (number.scale() > digits).then(|| {
        say!(
            fr "le type n'a que {digits} chiffres après la virgule",
            en "the type has only {digits} digits after the point"
        )
    })
}

fn wrong_text(field: &Field, default: &Expr) -> Option<Text> {
    let ExprKind::Text(text) = &default.kind else { return None };
    if !has_form(&field.ty, text) {
        return Some(
            say!(fr "elle n'a pas la forme que le type demande", en "it hasn't the form that the type asks for"),
        );
    }
    // A pattern that can't be read is the resolver's to tell.
    let pattern = Regex::new(&format!("^(?:{})$", field.matches.as_ref()?)).ok()?;
    (!pattern.is_match(text))
        .then(|| say!(fr "elle ne correspond pas à matches", en "it doesn't match its own pattern"))
}

/// The first rule that a row with this default can't keep, though it could be kept without.
fn refusing_rule<'a>(mcd: &'a Mcd, owner: Owner, at: FieldRef, default: &Expr) -> Option<&'a Rule> {
    let rules = rules_of(mcd, owner).iter().filter(|rule| reads(&rule.expr, at));
    let mut refusing = rules.filter(|rule| {
        let mut facts = facts_of_fields_read(mcd, std::iter::once(&rule.expr));
        let kept = can_be(mcd, rule, true, &facts);
        facts.extend(equality(mcd, at, default));
        kept && !can_be(mcd, rule, true, &facts)
    });
    refusing.next()
}

fn reads(expr: &Expr, at: FieldRef) -> bool {
    let mut found = false;
    expr.walk(&mut |inner| {
        found |= matches!(&inner.kind, ExprKind::Field(path, field) if path.is_here() && *field == at)
    });
    found
}

fn report(mcd: &Mcd, at: FieldRef, default: &Expr, why: &Text) -> Diagnostic {
    let path = field_path(mcd, at.owner, mcd.field(at));
    let Text { fr, en } = why;
    Diagnostic::new(
        &DEFAULT_REFUSED,
        default.span,
        say!(
            fr "la valeur par défaut de « {path} » serait refusée : {fr}",
            en "the default of `{path}` would be refused: {en}"
        ),
    )
    .help(say!(
        fr "donnez une valeur que le champ accepte, ou changez ce qu'il demande",
        en "give a value that the field accepts, or change what it asks for"
    ))
}
