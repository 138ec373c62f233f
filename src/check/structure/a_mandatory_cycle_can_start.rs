//! Entities can get their first row: no circle of entities each of which must have the next one before it exists.
//!
//! A `1,1` leg requires the record at the other end; a subtype requires what its parent requires. A circle of relative identification
//! alone is told by its own rule; of `1,1`–`1,1`, only the side declared first bears the key.

use crate::check::cycles::Graph;
use crate::check::rule::rule;
use crate::check::words::{entity_at, is_one_one, node};
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{LegRef, Mcd, Relation, RelationId};
use crate::say;

rule! {
    misses: false, run: run,
    /// A circle of mandatory links.
    NO_FIRST_ROW = "M3210" Error;
}

/// Why an entity requires another: a leg; none: it is its parent.
type Why = Option<LegRef>;

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut graph: Graph<Why> = Graph::new(mcd.entities().count());
    for (id, relation) in mcd.relations() {
        add_mandatory_links(&mut graph, id, relation);
    }
    for (id, entity) in mcd.entities() {
        if let Some(parent) = entity.parent {
            graph.add(node(id), node(parent), None);
        }
    }
    for cycle in graph.cycles() {
        report(mcd, &cycle, sink);
    }
}

fn add_mandatory_links(graph: &mut Graph<Why>, id: RelationId, relation: &Relation) {
    let bears_key = |index: usize| {
        let earlier = relation.legs.iter().take(index);
        relation.legs.len() > 2 || !earlier.clone().any(|leg| is_one_one(leg.card))
    };
    for (index, leg) in relation.legs.iter().enumerate() {
        if !is_one_one(leg.card) || !bears_key(index) {
            continue;
        }
        for (_, other) in relation.legs.iter().enumerate().filter(|(at, _)| *at != index) {
            graph.add(node(leg.entity), node(other.entity), Some(LegRef { relation: id, index }));
        }
    }
}

fn report(mcd: &Mcd, cycle: &[(usize, Why)], sink: &mut Sink) {
    let legs: Vec<LegRef> = cycle.iter().filter_map(|(_, why)| *why).collect();
    // Parents alone: the rule on subtypes. Relative legs alone: the rule on relative identification.
    let Some(loose) = legs.iter().copied().find(|leg| !mcd.leg(*leg).relative) else { return };
    let names: Vec<&str> = cycle.iter().map(|(node, _)| mcd.entity(entity_at(*node)).name.as_str()).collect();
    let Some(first) = names.first() else { return };
    let path = format!("{} → {first}", names.join(" → "));
    let leg = mcd.leg(loose);
    let mut diagnostic = Diagnostic::new(
        &NO_FIRST_ROW,
        leg.card_span,
        say!(
            fr "aucun « {first} » ne pourra être créé le premier : {path}",
            en "no `{first}` can ever be created first: {path}"
        ),
    )
    .label(say!(fr "il en faut déjà un autre", en "it takes another one beforehand"));
    for other in legs.iter().filter(|other| **other != loose) {
        diagnostic = diagnostic.related(mcd.leg(*other).card_span, say!(fr "et ici", en "and here"));
    }
    let entity = &mcd.entity(leg.entity).name;
    sink.push(
        diagnostic
            .help(say!(
                fr "mettez un minimum à 0 là où le lien peut manquer : {entity} 0,1",
                en "make a minimum 0 where the link may be missing: {entity} 0,1"
            ))
            .fix(say!(fr "écrire 0,1", en "write 0,1"), optional(mcd, loose)),
    );
}

/// Makes a leg optional; of a relation of an entity with itself, both, since either alone would still require the other.
fn optional(mcd: &Mcd, at: LegRef) -> Vec<Edit> {
    let entity = mcd.leg(at).entity;
    let legs = mcd.relation(at.relation).legs.iter();
    let mandatory = legs.filter(|leg| leg.entity == entity && is_one_one(leg.card));
    mandatory.map(|leg| Edit { span: leg.card_span, text: "0,1".into() }).collect()
}
