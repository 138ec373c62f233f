//! A constraint between relations agrees with their minima: it forbids nothing that a minimum of 1 asks for, and says more than they do.
//!
//! Pivots of several entities compare combinations, which no minimum tells: they aren't judged.

use crate::check::rule::rule;
use crate::check::words::is_sound;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Constraint, ConstraintKind, EntityId, Leg, Mcd, Relation};
use crate::say;

rule! {
    misses: false, run: run,
    /// What a constraint forbids is what minima ask for.
    CONTRADICTS_MINIMA = "M3403" Error;
    /// What a constraint says follows from a minimum.
    FOLLOWS_FROM_MINIMA = "M3404" Warning;
}

/// A relation of a constraint, and the leg by which its pivot takes part.
type Part<'a> = (&'a Relation, &'a Leg);

fn run(mcd: &Mcd, sink: &mut Sink) {
    for constraint in &mcd.constraints {
        let [pivot] = constraint.on.as_slice() else { continue };
        let parts: Option<Vec<Part<'_>>> =
            constraint.relations.iter().map(|id| part(mcd, mcd.relation(*id), *pivot)).collect();
        let Some(parts) = parts.filter(|parts| parts.len() > 1) else { continue }; // told by M3401 and M3402
        if let Some(diagnostic) = judge(mcd, constraint, *pivot, &parts) {
            sink.push(diagnostic);
        }
    }
}

fn part<'a>(mcd: &Mcd, relation: &'a Relation, pivot: EntityId) -> Option<Part<'a>> {
    let line = mcd.lineage(pivot);
    let leg = relation.legs.iter().find(|leg| line.contains(&leg.entity))?;
    is_sound(leg.card).then_some((relation, leg))
}

fn is_always_there(part: &Part<'_>) -> bool {
    part.1.card.min > 0
}

fn judge(mcd: &Mcd, constraint: &Constraint, pivot: EntityId, parts: &[Part<'_>]) -> Option<Diagnostic> {
    let always: Vec<Part<'_>> = parts.iter().copied().filter(is_always_there).collect();
    let name = &mcd.entity(pivot).name;
    match (constraint.kind, always.as_slice()) {
        (ConstraintKind::Exclusion | ConstraintKind::Partition, [first, second, ..]) => {
            Some(contradicts(constraint, name, *first, *second))
        }
        (ConstraintKind::Exclusion | ConstraintKind::Partition, [only]) => {
            let empty = parts.iter().find(|(_, leg)| leg.card.min == 0 && leg.entity == pivot)?;
            Some(leaves_empty(constraint, name, *only, *empty))
        }
        (ConstraintKind::Totality, [first, ..]) => Some(says_nothing(constraint, name, *first)),
        (ConstraintKind::Inclusion, _) => {
            parts.get(1).filter(|part| is_always_there(part)).map(|part| says_nothing(constraint, name, *part))
        }
        (ConstraintKind::Simultaneity, [first, ..]) if always.len() == parts.len() => {
            Some(says_nothing(constraint, name, *first))
        }
        _ => None,
    }
}

fn contradicts(constraint: &Constraint, pivot: &str, first: Part<'_>, second: Part<'_>) -> Diagnostic {
    let (a, b) = (&first.0.name, &second.0.name);
    Diagnostic::new(
        &CONTRADICTS_MINIMA,
        constraint.span,
        say!(
            fr "chaque « {pivot} » doit être dans « {a} » et dans « {b} », et ne peut être dans les deux : aucun ne sera jamais enregistré",
            en "each `{pivot}` has to be in `{a}` and in `{b}`, and can't be in both: none can ever be saved"
        ),
    )
    .related(first.1.card_span, say!(fr "au moins une fois ici", en "once at least here"))
    .related(second.1.card_span, say!(fr "et ici", en "and here"))
    .help(say!(
        fr "mettez à 0 le minimum de ces pattes, ou supprimez la contrainte",
        en "make the minimum of these legs 0, or remove the constraint"
    ))
}

fn leaves_empty(constraint: &Constraint, pivot: &str, always: Part<'_>, empty: Part<'_>) -> Diagnostic {
    let (a, b) = (&always.0.name, &empty.0.name);
    Diagnostic::new(
        &FOLLOWS_FROM_MINIMA,
        constraint.span,
        say!(
            fr "chaque « {pivot} » est dans « {a} », ce qui l'exclut de « {b} » : « {b} » restera vide",
            en "each `{pivot}` is in `{a}`, which excludes it from `{b}`: `{b}` will stay empty"
        ),
    )
    .related(always.1.card_span, say!(fr "au moins une fois ici", en "once at least here"))
    .help(say!(
        fr "mettez ce minimum à 0, ou supprimez la relation « {b} »",
        en "make this minimum 0, or remove the relation `{b}`"
    ))
}

fn says_nothing(constraint: &Constraint, pivot: &str, always: Part<'_>) -> Diagnostic {
    let relation = &always.0.name;
    Diagnostic::new(
        &FOLLOWS_FROM_MINIMA,
        constraint.span,
        say!(
            fr "chaque « {pivot} » est de toute façon dans « {relation} » : la contrainte tient toujours",
            en "each `{pivot}` is in `{relation}` anyway: the constraint always holds"
        ),
    )
    .related(always.1.card_span, say!(fr "au moins une fois ici", en "once at least here"))
    .help(say!(
        fr "supprimez la contrainte, ou mettez ce minimum à 0",
        en "remove the constraint, or make this minimum 0"
    ))
}
