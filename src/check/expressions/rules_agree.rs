//! The rules of an entity or relation, inherited ones included, can all be kept at once.
//!
//! Rules that are one case each are held together; then each of the others against them.

use super::a_rule_says_something::can_be;
use super::facts::{Cases, cases, facts_of_fields_read};
use super::solver::{Said, Source, contradiction, rules_among};
use crate::check::rule::rule;
use crate::check::words::{owners, rules_of};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Mcd, Owner, Rule};
use crate::say;

rule! {
    misses: false, run: run,
    /// Rules that no row keeps together.
    RULES_CONTRADICT = "M4024" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd).filter(|owner| !rules_of(mcd, *owner).is_empty()) {
        let mut rules: Vec<&Rule> = all_rules(mcd, owner).into_iter().filter(|rule| is_possible(mcd, rule)).collect();
        // Each contradiction is told once: the others are those among the rules without the last one blamed.
        while let Some(guilty) = contradicting(mcd, &rules) {
            let Some(last) = guilty.last().map(|rule| rule.span) else { break };
            rules.retain(|rule| rule.span != last);
            // A contradiction among inherited rules alone was told of the parent.
            let own = guilty.iter().any(|rule| rules_of(mcd, owner).iter().any(|own| own.span == rule.span));
            own.then(|| report(&guilty)).flatten().into_iter().for_each(|diagnostic| sink.push(diagnostic));
        }
    }
}

fn all_rules(mcd: &Mcd, owner: Owner) -> Vec<&Rule> {
    match owner {
        Owner::Entity(id) => mcd.lineage(id).into_iter().rev().flat_map(|id| &mcd.entity(id).rules).collect(),
        Owner::Relation(id) => mcd.relation(id).rules.iter().collect(),
    }
}

/// Whether a rule can be kept by itself; one that can't was told of.
fn is_possible(mcd: &Mcd, rule: &Rule) -> bool {
    let known = facts_of_fields_read(mcd, std::iter::once(&rule.expr));
    contradiction(&known).is_none() && can_be(mcd, rule, true, &known)
}

fn contradicting<'a>(mcd: &Mcd, rules: &[&'a Rule]) -> Option<Vec<&'a Rule>> {
    let mut known: Vec<Said<'a>> = facts_of_fields_read(mcd, rules.iter().map(|rule| &rule.expr));
    if contradiction(&known).is_some() {
        return None;
    }
    let mut with_cases: Vec<(&'a Rule, Cases)> = Vec::new();
    for rule in rules.iter().copied() {
        let mut cases = cases(mcd, &rule.expr, true);
        match (cases.pop(), cases.is_empty()) {
            (Some(only), true) => known.extend(said(rule, only)),
            (Some(last), false) => {
                cases.push(last);
                with_cases.push((rule, cases));
            }
            (None, _) => {}
        }
    }
    if let Some(sources) = contradiction(&known) {
        return Some(rules_among(&sources));
    }
    with_cases.into_iter().find_map(|(rule, cases)| contradicting_cases(&known, rule, cases))
}

/// The rules at fault where every case of `rule` goes against what is known.
fn contradicting_cases<'a>(known: &[Said<'a>], rule: &'a Rule, cases: Cases) -> Option<Vec<&'a Rule>> {
    let mut sources = vec![Source::Rule(rule)];
    for case in cases {
        let facts: Vec<Said<'a>> = known.iter().cloned().chain(said(rule, case)).collect();
        sources.extend(contradiction(&facts)?);
    }
    Some(rules_among(&sources))
}

fn said(rule: &Rule, facts: Vec<super::solver::Fact>) -> impl Iterator<Item = Said<'_>> {
    facts.into_iter().map(move |fact| Said { fact, by: Source::Rule(rule) })
}

fn report(guilty: &[&Rule]) -> Option<Diagnostic> {
    let (last, others) = guilty.split_last()?;
    let mut diagnostic = Diagnostic::new(
        &RULES_CONTRADICT,
        last.expr.span,
        say!(
            fr "cette règle en contredit une autre : aucune donnée ne peut respecter les deux",
            en "this rule contradicts another: no data can keep both"
        ),
    );
    for other in others {
        diagnostic = diagnostic.related(other.expr.span, say!(fr "la règle contredite", en "the rule contradicted"));
    }
    Some(diagnostic.help(say!(
        fr "demandez au client laquelle est juste, et corrigez ou supprimez l'autre",
        en "ask the client which one is right, and correct or remove the other"
    )))
}
