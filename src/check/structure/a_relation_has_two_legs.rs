//! A relation has two legs or more.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::Mcd;
use crate::say;

rule! {
    misses: true, run: run,
    /// A relation with one leg or none.
    TOO_FEW_LEGS = "M3201" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations().filter(|(_, relation)| relation.legs.len() < 2) {
        let name = &relation.name;
        let message = match relation.legs.first() {
            Some(leg) => {
                let entity = &mcd.entity(leg.entity).name;
                say!(
                    fr "la relation « {name} » n'a qu'une patte, « {entity} »",
                    en "the relation `{name}` has only one leg, `{entity}`"
                )
            }
            None => say!(fr "la relation « {name} » n'a pas de pattes", en "the relation `{name}` has no legs"),
        };
        sink.push(
            Diagnostic::new(&TOO_FEW_LEGS, relation.name_span, message)
                .help(say!(
                    fr "ajoutez une ligne par entité qu'elle relie, avec sa cardinalité : Client 0,n",
                    en "add one line for each entity that it links, with its cardinality: Client 0,n"
                ))
                .help(say!(
                    fr "pour relier une entité à elle-même, écrivez deux pattes avec leurs rôles : chef: Employe 0,n",
                    en "to link an entity to itself, write two legs with their roles: chief: Employee 0,n"
                )),
        );
    }
}
