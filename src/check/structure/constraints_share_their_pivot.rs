//! A constraint between relations speaks of two relations or more, in each of which the pivot it names takes part.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Constraint, EntityId, Mcd, RelationId};
use crate::say;

rule! {
    misses: false, run: run,
    /// A relation in which the pivot takes no part.
    PIVOT_NOT_SHARED = "M3401" Error;
    /// The same relation twice, or only one.
    NOT_TWO_RELATIONS = "M3402" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for constraint in &mcd.constraints {
        let mut distinct = constraint.relations.clone();
        distinct.sort();
        distinct.dedup();
        if distinct.len() < 2 || distinct.len() < constraint.relations.len() {
            sink.push(not_two(mcd, constraint));
        }
        for pivot in &constraint.on {
            for relation in distinct.iter().filter(|relation| !takes_part(mcd, *pivot, **relation)) {
                sink.push(not_shared(mcd, constraint, *pivot, *relation));
            }
        }
    }
}

/// Whether `pivot`, or what it is a kind of, has a leg in the relation.
fn takes_part(mcd: &Mcd, pivot: EntityId, relation: RelationId) -> bool {
    let line = mcd.lineage(pivot);
    mcd.relation(relation).legs.iter().any(|leg| line.contains(&leg.entity))
}

fn not_two(mcd: &Mcd, constraint: &Constraint) -> Diagnostic {
    let names: Vec<&str> = constraint.relations.iter().map(|id| mcd.relation(*id).name.as_str()).collect();
    let names = names.join(", ");
    Diagnostic::new(
        &NOT_TWO_RELATIONS,
        constraint.span,
        say!(
            fr "une contrainte porte sur des relations différentes, deux au moins : {names}",
            en "a constraint is between different relations, two at least: {names}"
        ),
    )
    .help(say!(
        fr "nommez chaque relation une fois, ou supprimez la contrainte",
        en "name each relation once, or remove the constraint"
    ))
}

fn not_shared(mcd: &Mcd, constraint: &Constraint, pivot: EntityId, relation: RelationId) -> Diagnostic {
    let (pivot, relation) = (&mcd.entity(pivot).name, mcd.relation(relation));
    let (name, legs) = (&relation.name, relation.legs.iter());
    let legs: Vec<&str> = legs.map(|leg| mcd.entity(leg.entity).name.as_str()).collect();
    let legs = legs.join(", ");
    Diagnostic::new(
        &PIVOT_NOT_SHARED,
        constraint.span,
        say!(
            fr "« {pivot} » ne prend pas part à « {name} », qui relie {legs}",
            en "`{pivot}` takes no part in `{name}`, which links {legs}"
        ),
    )
    .related(relation.name_span, say!(fr "la relation", en "the relation"))
    .help(say!(
        fr "écrivez après on une entité que toutes ces relations relient",
        en "write after on an entity that all these relations link"
    ))
}
