//! No entity stands alone: it takes part in a relation, itself or through its hierarchy, or is who uses the application.

use std::collections::HashSet;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Mcd};
use crate::say;

rule! {
    misses: true, run: run,
    /// An entity without relations.
    ENTITY_ALONE = "M3104" Hint;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let roots: HashSet<EntityId> = mcd.entities().map(|(id, _)| mcd.root(id)).collect();
    if roots.len() < 2 {
        return; // a model of one entity, or of one hierarchy, is a model being begun
    }
    let legs = mcd.relations().flat_map(|(_, relation)| &relation.legs);
    let related: HashSet<EntityId> = legs.map(|leg| mcd.root(leg.entity)).collect();
    for (id, entity) in mcd.entities() {
        let users = mcd.crm.users.map(|users| mcd.root(users)) == Some(mcd.root(id));
        let in_circle = mcd.entity(mcd.root(id)).parent.is_some();
        if users || in_circle || related.contains(&mcd.root(id)) {
            continue;
        }
        let name = &entity.name;
        sink.push(
            Diagnostic::new(
                &ENTITY_ALONE,
                entity.name_span,
                say!(fr "« {name} » n'a de relation avec aucune entité", en "`{name}` is related to no entity"),
            )
            .help(say!(
                fr "dites par une relation ce qui le lie au reste, ou demandez au client à quoi il sert",
                en "say by a relation what links it to the rest, or ask the client what it is for"
            )),
        );
    }
}
