//! Subtypes have one root, whose identifier is theirs: no circle of parents, and no identifier of their own.

use crate::check::cycles::Graph;
use crate::check::rule::rule;
use crate::check::words::{entity_at, node};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Entity, Mcd};
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// Entities that are each a kind of the next.
    SUBTYPE_CYCLE = "M3301" Error;
    /// A subtype with an identifier of its own.
    SUBTYPE_WITH_IDENTIFIER = "M3302" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut graph: Graph<()> = Graph::new(mcd.entities().count());
    for (id, entity) in mcd.entities() {
        if let Some(parent) = entity.parent {
            graph.add(node(id), node(parent), ());
            let leg = mcd.legs_of(id).into_iter().map(|leg| mcd.leg(leg)).find(|leg| leg.relative);
            let own = entity.fields.iter().find(|field| field.identifier).map(|field| field.span);
            // In a circle one of them is to be the root: which one, nobody knows.
            if let Some(span) = own.or(leg.map(|leg| leg.span)).filter(|_| !mcd.has_no_root(id)) {
                sink.push(own_identifier(entity, &mcd.entity(parent).name, span));
            }
        }
    }
    for cycle in graph.cycles() {
        report_cycle(mcd, &cycle, sink);
    }
}

fn own_identifier(entity: &Entity, parent: &str, span: Span) -> Diagnostic {
    let name = &entity.name;
    Diagnostic::new(
        &SUBTYPE_WITH_IDENTIFIER,
        span,
        say!(
            fr "« {name} » est un « {parent} » : il a l'identifiant de « {parent} » et ne peut en avoir un autre",
            en "`{name}` is a `{parent}`: it has the identifier of `{parent}` and can't have another"
        ),
    )
    .related(entity.name_span, say!(fr "le sous-type", en "the subtype"))
    .help(say!(
        fr "écrivez « unique required » au lieu d'« identifier », ou mettez l'identifiant dans « {parent} »",
        en "write `unique required` instead of `identifier`, or put the identifier in `{parent}`"
    ))
}

fn report_cycle(mcd: &Mcd, cycle: &[(usize, ())], sink: &mut Sink) {
    let entities: Vec<&Entity> = cycle.iter().map(|(node, ())| mcd.entity(entity_at(*node))).collect();
    let Some(first) = entities.first() else { return };
    let names: Vec<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
    let path = format!("{} → {}", names.join(" → "), first.name);
    let mut diagnostic = Diagnostic::new(
        &SUBTYPE_CYCLE,
        first.name_span,
        say!(fr "les sous-types tournent en rond : {path}", en "the subtypes go round in a circle: {path}"),
    );
    for other in entities.iter().skip(1) {
        diagnostic = diagnostic.related(other.name_span, say!(fr "et ici", en "and here"));
    }
    sink.push(diagnostic.help(say!(
        fr "retirez « is » de l'entité la plus générale : elle sera la racine, avec l'identifiant",
        en "remove `is` from the most general entity: it will be the root, with the identifier"
    )));
}
