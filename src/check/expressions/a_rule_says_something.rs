//! A rule can be kept and can be broken: one that is always true says nothing, one that is always false lets nothing pass.

use super::facts::{cases, facts_of_fields_read};
use super::solver::{Said, Source, contradiction};
use crate::check::rule::rule;
use crate::check::words::{owners, rules_of};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::expr::ExprKind;
use crate::mcd::{Mcd, Rule};
use crate::say;

rule! {
    misses: false, run: run,
    /// A rule that no row breaks.
    ALWAYS_TRUE = "M4022" Warning;
    /// A rule that no row keeps.
    ALWAYS_FALSE = "M4023" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for rule in rules_of(mcd, owner) {
            let known = facts_of_fields_read(mcd, std::iter::once(&rule.expr));
            if contradiction(&known).is_some() {
                continue; // told of the fields themselves
            }
            if !can_be(mcd, rule, true, &known) {
                sink.push(always_false(mcd, rule));
            } else if !can_be(mcd, rule, false, &known) {
                sink.push(always_true(rule));
            }
        }
    }
}

/// Whether a row can make the rule true; false when not `truth`.
pub(super) fn can_be(mcd: &Mcd, rule: &Rule, truth: bool, known: &[Said<'_>]) -> bool {
    cases(mcd, &rule.expr, truth).into_iter().any(|case| {
        let said = case.into_iter().map(|fact| Said { fact, by: Source::Rule(rule) });
        contradiction(&known.iter().cloned().chain(said).collect::<Vec<_>>()).is_none()
    })
}

/// A rule whose operands are empty holds.
fn always_false(mcd: &Mcd, rule: &Rule) -> Diagnostic {
    let mut may_be_empty = false;
    rule.expr.walk(&mut |part| {
        if let ExprKind::Field(path, at) = &part.kind {
            let field = mcd.field(*at);
            may_be_empty |= !path.is_here() || !field.required && !field.identifier;
        }
    });
    let said = if may_be_empty {
        say!(
            fr "aucune valeur permise ne rend cette règle vraie : seul ce qui laisse vide un champ qu'elle lit pourra être enregistré",
            en "no value allowed makes this rule true: only what leaves a field that it reads empty can be saved"
        )
    } else {
        say!(
            fr "aucune valeur permise ne rend cette règle vraie : rien ne pourra être enregistré",
            en "no value allowed makes this rule true: nothing can ever be saved"
        )
    };
    Diagnostic::new(&ALWAYS_FALSE, rule.expr.span, said).help(say!(
        fr "comparez-la aux bornes et aux types des champs qu'elle lit, ou supprimez-la",
        en "compare it with the bounds and types of the fields that it reads, or remove it"
    ))
}

fn always_true(rule: &Rule) -> Diagnostic {
    Diagnostic::new(
        &ALWAYS_TRUE,
        rule.expr.span,
        say!(
            fr "cette règle est toujours vraie : elle ne vérifie rien",
            en "this rule is always true: it checks nothing"
        ),
    )
    .help(say!(
        fr "les types et les bornes des champs la garantissent déjà : supprimez-la, ou corrigez-la",
        en "the types and bounds of the fields guarantee it already: remove it, or correct it"
    ))
}
