//! A field of an entity doesn't have the name of a leg that is reached from it: a path, a column or a label would mean either.
//!
//! Names are compared by their ASCII snake_case forms. Only roles are judged: a leg without one has the name of its entity, which
//! begins paths of its own. Within one relation, fields and legs are members with names of their own (M2002, M3002).

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::check::words::field_path;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Field, Leg, Mcd, Owner, RelationId};
use crate::say;

rule! {
    misses: false, run: run,
    /// A field and a leg with one name.
    FIELD_NAMED_LIKE_A_LEG = "M3005" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (id, entity) in mcd.entities() {
        let mut legs: HashMap<&str, (RelationId, &Leg)> = HashMap::new();
        for (relation, leg) in mcd.lineage(id).into_iter().flat_map(|of| legs_beyond(mcd, of)) {
            legs.entry(&leg.snake).or_insert((relation, leg));
        }
        for field in &entity.fields {
            if let Some((relation, leg)) = legs.get(field.snake.as_str()) {
                sink.push(report(mcd, Owner::Entity(id), field, *relation, leg));
            }
        }
    }
}

/// The other legs of the relations in which the entity takes part, those that have roles.
fn legs_beyond(mcd: &Mcd, entity: EntityId) -> Vec<(RelationId, &Leg)> {
    let mut beyond = Vec::new();
    for own in mcd.legs_of(entity) {
        let legs = mcd.relation(own.relation).legs.iter().enumerate();
        beyond.extend(
            legs.filter(|(index, leg)| *index != own.index && leg.role.is_some()).map(|(_, leg)| (own.relation, leg)),
        );
    }
    beyond
}

fn report(mcd: &Mcd, owner: Owner, field: &Field, relation: RelationId, leg: &Leg) -> Diagnostic {
    let (path, relation) = (field_path(mcd, owner, field), &mcd.relation(relation).name);
    let (leg_name, name) = (&leg.navigation, &field.name);
    let leg_path = format!("{relation}.{leg_name}");
    let message = say!(
        fr "le champ « {path} » et la patte « {leg_path} » portent le même nom",
        en "the field `{path}` and the leg `{leg_path}` have the same name"
    );
    Diagnostic::new(&FIELD_NAMED_LIKE_A_LEG, field.name_span, message)
        .related(leg.span, say!(fr "la patte", en "the leg"))
        .help(say!(
            fr "renommez l'un des deux ; si « {name} » dit le même lien, supprimez le champ : la relation suffit",
            en "rename one of the two; if `{name}` says the same link, remove the field: the relation is enough"
        ))
}
