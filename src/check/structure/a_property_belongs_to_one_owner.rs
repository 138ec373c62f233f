//! A property belongs to one entity or relation of the model.
//!
//! Told only where two linked owners bear the same name and type, and the name isn't one that many things have (a name, a date, a price).

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::check::words::{field_path, is_generic, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Field, FieldRef, Mcd, Owner, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// The same property in two linked owners.
    PROPERTY_TWICE = "M3102" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut bearers: HashMap<&str, HashMap<Owner, usize>> = HashMap::new();
    for owner in owners(mcd) {
        for (index, field) in telling_fields(mcd, owner) {
            bearers.entry(&field.snake).or_default().insert(owner, index);
        }
    }
    bearers.retain(|_, owners| owners.len() > 1);
    for owner in owners(mcd) {
        let mut linked = None;
        for (index, field) in telling_fields(mcd, owner) {
            let Some(twins) = bearers.get(field.snake.as_str()) else { continue };
            let linked = linked.get_or_insert_with(|| neighbours(mcd, owner));
            let here = FieldRef { owner, index };
            if let Some(first) = earlier_twin(mcd, here, linked, twins) {
                sink.push(report(mcd, here, first));
            }
        }
    }
}

fn telling_fields(mcd: &Mcd, owner: Owner) -> impl Iterator<Item = (usize, &Field)> {
    mcd.fields(owner).iter().enumerate().filter(|(_, field)| is_telling(field))
}

/// The first field of the same name and type in an owner linked with that of `here`, declared before it.
fn earlier_twin(mcd: &Mcd, here: FieldRef, linked: &[Owner], twins: &HashMap<Owner, usize>) -> Option<FieldRef> {
    let twins = linked.iter().filter_map(|owner| Some(FieldRef { owner: *owner, index: *twins.get(owner)? }));
    let same = twins.filter(|twin| *twin < here && mcd.field(*twin).ty == mcd.field(here).ty);
    same.min()
}

/// A stored property that says something of its own: not a generic word, not a way to reach someone, not a yes or no.
fn is_telling(field: &Field) -> bool {
    let typed = matches!(
        field.ty,
        Type::Text(_)
            | Type::Integer
            | Type::Decimal(..)
            | Type::Money
            | Type::Percent
            | Type::Date
            | Type::DateTime
            | Type::Time
            | Type::Duration
            | Type::Siren
            | Type::Siret
            | Type::Vat
            | Type::Iban
            | Type::PostalCode
    );
    let stored = field.computed.is_none() && !field.identifier;
    typed && stored && !is_generic(&field.snake)
}

/// What a relation links `owner` with: for an entity its relations too.
fn neighbours(mcd: &Mcd, owner: Owner) -> Vec<Owner> {
    match owner {
        Owner::Relation(id) => mcd.relation(id).legs.iter().map(|leg| Owner::Entity(leg.entity)).collect(),
        Owner::Entity(id) => entity_neighbours(mcd, id),
    }
}

fn entity_neighbours(mcd: &Mcd, id: EntityId) -> Vec<Owner> {
    let relations: Vec<_> = mcd.legs_of(id).into_iter().map(|leg| leg.relation).collect();
    let entities = relations.iter().flat_map(|relation| &mcd.relation(*relation).legs);
    let entities = entities.map(|leg| leg.entity).filter(|other| *other != id).map(Owner::Entity);
    entities.chain(relations.iter().copied().map(Owner::Relation)).collect()
}

fn report(mcd: &Mcd, here: FieldRef, first: FieldRef) -> Diagnostic {
    let (field, other) = (mcd.field(here), mcd.field(first));
    let (path, other_path) = (field_path(mcd, here.owner, field), field_path(mcd, first.owner, other));
    Diagnostic::new(
        &PROPERTY_TWICE,
        field.name_span,
        say!(
            fr "« {path} » redit « {other_path} » : une propriété n'a qu'une place",
            en "`{path}` says `{other_path}` again: a property has one place"
        ),
    )
    .related(other.name_span, say!(fr "la même propriété", en "the same property"))
    .help(say!(
        fr "gardez-la où elle dépend de l'identifiant, et retrouvez-la par la relation",
        en "keep it where it depends on the identifier, and reach it through the relation"
    ))
    .help(say!(
        fr "si les deux valeurs peuvent différer, dites-le dans les noms (prix_du_jour, prix_convenu)",
        en "if the two values may differ, let the names say so (list_price, agreed_price)"
    ))
}
