//! No relation joins facts that are independent (4NF; Fagin 1977): three entities linked at once, where two of the links are relations already.
//!
//! Whether a course's teachers and its books have to do with each other can't be read in a model; that both are known apart is a sign that they
//! haven't. Told of relations without fields and constraints, whose links have no role, as a hint.

use super::kind;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Mcd, Relation, RelationId};
use crate::say;

kind! {
    /// A relation that may be the join of others.
    JOIN_OF_BINARIES = "M5305" Hint
}

pub(super) fn judge(mcd: &Mcd) -> Vec<Diagnostic> {
    let mut sink = Sink::new();
    for (_, relation) in mcd.relations().filter(|(_, relation)| may_be_a_join(relation)) {
        let binaries = binaries_within(mcd, relation);
        if link_all(mcd, relation, &binaries) {
            sink.push(report(mcd, relation, &binaries));
        }
    }
    sink.into_sorted()
}

fn may_be_a_join(relation: &Relation) -> bool {
    let bare =
        relation.fields.is_empty() && relation.elided == 0 && relation.fds.is_empty() && relation.uniques.is_empty();
    let plain = |leg: &crate::mcd::Leg| leg.role.is_none() && leg.card.max.is_none();
    bare && relation.rules.is_empty() && relation.legs.len() > 2 && relation.legs.iter().all(plain)
}

/// The relations of two of its entities, of any number on both sides.
fn binaries_within(mcd: &Mcd, relation: &Relation) -> Vec<RelationId> {
    let entities = entities(relation);
    let within = |binary: &Relation| {
        let plain =
            binary.legs.len() == 2 && binary.legs.iter().all(|leg| leg.role.is_none() && leg.card.max.is_none());
        plain && binary.legs.iter().all(|leg| entities.contains(&leg.entity))
    };
    mcd.relations().filter(|(_, binary)| within(binary)).map(|(id, _)| id).collect()
}

fn entities(relation: &Relation) -> Vec<EntityId> {
    relation.legs.iter().map(|leg| leg.entity).collect()
}

/// Whether one can go from any of its entities to any other by these relations.
fn link_all(mcd: &Mcd, relation: &Relation, binaries: &[RelationId]) -> bool {
    let mut reached: Vec<EntityId> = entities(relation).into_iter().take(1).collect();
    loop {
        let before = reached.len();
        for ends in binaries.iter().map(|id| entities(mcd.relation(*id))) {
            if ends.iter().any(|end| reached.contains(end)) {
                reached.extend(ends.into_iter().filter(|end| !reached.contains(end)).collect::<Vec<_>>());
            }
        }
        if reached.len() == before {
            return entities(relation).iter().all(|entity| reached.contains(entity));
        }
    }
}

fn report(mcd: &Mcd, relation: &Relation, binaries: &[RelationId]) -> Diagnostic {
    let name = &relation.name;
    let others: Vec<&str> = binaries.iter().map(|id| mcd.relation(*id).name.as_str()).collect();
    let others = others.join(", ");
    let mut diagnostic = Diagnostic::new(
        &JOIN_OF_BINARIES,
        relation.name_span,
        say!(
            fr "« {name} » n'est peut-être que la jointure de {others}",
            en "`{name}` may be no more than the join of {others}"
        ),
    );
    for id in binaries {
        diagnostic = diagnostic.related(mcd.relation(*id).name_span, say!(fr "déjà su ici", en "known here already"));
    }
    diagnostic
        .help(say!(
            fr "si ces faits sont indépendants, supprimez « {name} » : chaque combinaison y serait répétée (quatrième forme normale)",
            en "if these facts are independent, remove `{name}`: it would repeat every combination of them (fourth normal form)"
        ))
        .help(say!(
            fr "sinon dites ce qu'elle sait de plus : un champ, ou une contrainte fd entre ses pattes",
            en "otherwise say what more it knows: a field, or an fd among its legs"
        ))
}
