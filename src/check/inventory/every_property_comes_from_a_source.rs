//! Every property of an entity that the sources describe comes from one of them: else somebody has imagined it, or a document is missing.

use std::collections::HashSet;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Entity, EntityId, Field, FieldRef, Mcd, Owner, Placement, Type};
use crate::say;

rule! {
    misses: true, run: run,
    /// Properties that no source gives.
    FROM_NO_SOURCE = "M5402" Hint;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let fields = mcd.inventory.sources.iter().flat_map(|source| &source.fields);
    let placed: HashSet<FieldRef> = fields
        .filter_map(|field| match &field.placement {
            Placement::Placed(field) => Some(*field),
            _ => None,
        })
        .collect();
    for (id, entity) in mcd.entities() {
        let missing = missing(id, entity, &placed);
        let given = placed.iter().filter(|field| field.owner == Owner::Entity(id)).count();
        // An entity that no source describes, or that one merely mentions, isn't on paper: that is another matter.
        if !missing.is_empty() && given > missing.len() {
            sink.push(from_no_source(entity, &missing));
        }
    }
}

fn missing<'e>(id: EntityId, entity: &'e Entity, placed: &HashSet<FieldRef>) -> Vec<&'e Field> {
    let fields = entity.fields.iter().enumerate();
    let unplaced = fields.filter(|(index, _)| !placed.contains(&FieldRef { owner: Owner::Entity(id), index: *index }));
    unplaced.map(|(_, field)| field).filter(|field| is_entered(field)).collect()
}

/// What is computed, has a default or is numbered by the database needs no document.
fn is_entered(field: &Field) -> bool {
    field.computed.is_none() && field.default.is_none() && !matches!(field.ty, Type::Serial | Type::Sequence(_))
}

fn from_no_source(entity: &Entity, missing: &[&Field]) -> Diagnostic {
    let names = missing.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
    let entity_name = &entity.name;
    Diagnostic::new(
        &FROM_NO_SOURCE,
        entity.name_span,
        say!(fr "aucune source ne donne, de « {entity_name} » : {names}", en "no source gives, of `{entity_name}`: {names}"),
    )
    .help(say!(
        fr "ajoutez le document où ces champs se lisent, ou dites pourquoi il n'y en a pas : accept M5402 \"…\"",
        en "add the document on which these fields are read, or say why there is none: accept M5402 \"…\""
    ))
}
