//! `min` is at most `max`, and both within what the field's type can hold.

use rust_decimal::Decimal;

use super::facts::{bound_facts, field_refs, type_facts};
use super::solver::contradiction;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::expr::{Expr, Path};
use crate::mcd::{Field, FieldRef, Mcd, Type, constant_number};
use crate::say;

rule! {
    misses: false, run: run,
    /// Bounds that no value meets.
    NO_VALUE_WITHIN_BOUNDS = "M4020" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for at in field_refs(mcd, owner).filter(|at| has_bounds(mcd, *at)) {
            let mut facts = bound_facts(mcd, at);
            if contradiction(&facts).is_some() {
                sink.push(reversed(mcd, at));
                continue;
            }
            facts.extend(type_facts(mcd, &Path::default(), at));
            if contradiction(&facts).is_some() {
                sink.push(out_of_type(mcd, at));
            } else if let Some(bound) = beyond_integers(mcd.field(at)) {
                sink.push(not_an_integer(mcd, at, bound));
            }
        }
    }
}

fn has_bounds(mcd: &Mcd, at: FieldRef) -> bool {
    let field = mcd.field(at);
    field.min.is_some() || field.max.is_some()
}

/// The bound of a whole number that no whole number reaches: they have 64 bits.
fn beyond_integers(field: &Field) -> Option<&Expr> {
    let mut bounds = field.min.iter().chain(&field.max).filter(|_| matches!(field.ty, Type::Integer | Type::Serial));
    bounds.find(|bound| constant_number(bound).is_some_and(|number| number.abs() > Decimal::from(i64::MAX)))
}

fn not_an_integer(mcd: &Mcd, at: FieldRef, bound: &Expr) -> Diagnostic {
    let (path, greatest) = (field_path(mcd, at.owner, mcd.field(at)), i64::MAX);
    let message = say!(
        fr "« {path} » ne va pas jusque-là : un entier va de -{greatest} à {greatest}",
        en "`{path}` doesn't reach that far: an integer goes from -{greatest} to {greatest}"
    );
    Diagnostic::new(&NO_VALUE_WITHIN_BOUNDS, bound.span, message)
        .help(say!(fr "changez la borne, ou retirez-la", en "change the bound, or remove it"))
}

fn reversed(mcd: &Mcd, at: FieldRef) -> Diagnostic {
    let field = mcd.field(at);
    let path = field_path(mcd, at.owner, field);
    let span = field.max.as_ref().or(field.min.as_ref()).map_or(field.span, |bound| bound.span);
    let diagnostic = Diagnostic::new(
        &NO_VALUE_WITHIN_BOUNDS,
        span,
        say!(
            fr "aucune valeur de « {path} » n'est à la fois au moins min et au plus max",
            en "no value of `{path}` is both at least min and at most max"
        ),
    );
    let diagnostic = match &field.min {
        Some(min) => diagnostic.related(min.span, say!(fr "le minimum", en "the minimum")),
        None => diagnostic,
    };
    diagnostic.help(say!(
        fr "min est la plus petite valeur permise, max la plus grande : échangez-les ?",
        en "min is the least value allowed, max the greatest: swap them?"
    ))
}

fn out_of_type(mcd: &Mcd, at: FieldRef) -> Diagnostic {
    let field = mcd.field(at);
    let path = field_path(mcd, at.owner, field);
    let span = field.min.as_ref().or(field.max.as_ref()).map_or(field.span, |bound| bound.span);
    Diagnostic::new(
        &NO_VALUE_WITHIN_BOUNDS,
        span,
        say!(
            fr "le type de « {path} » n'a aucune valeur dans ces bornes",
            en "the type of `{path}` has no value within these bounds"
        ),
    )
    .related(field.ty_span, say!(fr "le type", en "the type"))
    .help(say!(
        fr "changez la borne, ou donnez plus de chiffres au type : decimal(chiffres en tout, après la virgule)",
        en "change the bound, or give the type more digits: decimal(digits in all, after the point)"
    ))
}
