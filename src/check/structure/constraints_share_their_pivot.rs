//! A constraint between relations speaks of two relations or more, in each of which its pivot takes part.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Constraint, EntityId, Mcd, RelationId};
use crate::say;

rule! {
    misses: false, run: run,
    /// A relation in which the pivot takes no part, or no pivot.
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
        if constraint.on.is_empty() && distinct.len() > 1 {
            sink.push(no_pivot(mcd, constraint, &distinct));
        }
        for pivot in &constraint.on {
            for relation in distinct.iter().filter(|relation| !mcd.takes_part(*pivot, **relation)) {
                sink.push(not_shared(mcd, constraint, *pivot, *relation));
            }
        }
    }
}

/// The relations share no entity, or several of which none is named.
fn no_pivot(mcd: &Mcd, constraint: &Constraint, relations: &[RelationId]) -> Diagnostic {
    let shared: Vec<&str> = mcd.shared_by(relations).into_iter().map(|id| mcd.entity(id).name.as_str()).collect();
    let relations: Vec<&str> = constraint.relations.iter().map(|id| mcd.relation(*id).name.as_str()).collect();
    let (relations, list) = (relations.join(", "), shared.join(", "));
    if shared.is_empty() {
        let message = say!(
            fr "{relations} ne relient aucune même entité : il n'y a rien à comparer",
            en "{relations} link no entity in common: there is nothing to compare"
        );
        return Diagnostic::new(&PIVOT_NOT_SHARED, constraint.span, message).help(say!(
            fr "nommez des relations qui relient une même entité, ou supprimez la contrainte",
            en "name relations that link a same entity, or remove the constraint"
        ));
    }
    let clauses: Vec<String> = shared.iter().map(|name| format!("on {name}")).collect();
    let (or_fr, or_en) = (clauses.join(" ou "), clauses.join(" or "));
    let message = say!(
        fr "{relations} relient plusieurs mêmes entités ({list}) : la contrainte doit dire de laquelle elle parle",
        en "{relations} link several entities in common ({list}): the constraint has to say of which it speaks"
    );
    Diagnostic::new(&PIVOT_NOT_SHARED, constraint.span, message).help(say!(
        fr "ajoutez {or_fr} ; pour comparer leurs combinaisons, on {list}",
        en "add {or_en}; to compare their combinations, on {list}"
    ))
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
