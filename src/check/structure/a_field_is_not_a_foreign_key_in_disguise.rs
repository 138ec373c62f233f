//! No field repeats another entity's identifier: a link between entities is a relation, not a field (`numero_client`).

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::check::words::{field_path, is_generic, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Field, KeyPart, Mcd, Owner, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A field that holds another entity's identifier.
    FOREIGN_KEY_IN_DISGUISE = "M3103" Warning;
}

/// Words that say "the identifier of", before or after an entity's name.
const KEY_WORDS: &[&str] =
    &["id", "num", "numero", "number", "no", "code", "ref", "reference", "matricule", "cle", "key"];

struct Targets<'a> {
    by_name: HashMap<&'a str, EntityId>,
    /// Entities by the name of their only identifier, where that name is theirs alone and fits nothing else.
    by_identifier: HashMap<&'a str, Option<EntityId>>,
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let targets = targets(mcd);
    for owner in owners(mcd) {
        for field in mcd.fields(owner).iter().filter(|field| may_hold_a_key(field)) {
            let target = target(mcd, &targets, field).filter(|target| !is_of(mcd, owner, *target));
            if let Some(target) = target {
                sink.push(report(mcd, owner, field, target));
            }
        }
    }
}

fn targets(mcd: &Mcd) -> Targets<'_> {
    let by_name = mcd.entities().map(|(id, entity)| (entity.snake.as_str(), id)).collect();
    let mut by_identifier: HashMap<&str, Option<EntityId>> = HashMap::new();
    for (id, _) in mcd.entities() {
        let Some(key) = only_identifier(mcd, id) else { continue };
        if !is_generic(&key.snake) {
            by_identifier.entry(&key.snake).and_modify(|known| *known = None).or_insert(Some(id));
        }
    }
    Targets { by_name, by_identifier }
}

fn only_identifier(mcd: &Mcd, id: EntityId) -> Option<&Field> {
    match mcd.entity(id).identifier.as_slice() {
        [KeyPart::Field(field)] => Some(mcd.field(*field)),
        _ => None,
    }
}

fn may_hold_a_key(field: &Field) -> bool {
    let typed =
        matches!(field.ty, Type::Text(_) | Type::Integer | Type::Serial | Type::Uuid | Type::Siren | Type::Siret);
    typed && field.computed.is_none()
}

fn target(mcd: &Mcd, targets: &Targets<'_>, field: &Field) -> Option<EntityId> {
    let name = field.snake.as_str();
    let split = |left: &str, right: &str| {
        let entity = *targets.by_name.get(left)?;
        let own = only_identifier(mcd, entity).is_some_and(|key| key.snake == right);
        (own || KEY_WORDS.contains(&right)).then_some(entity)
    };
    let parts = name.match_indices('_').filter_map(|(at, _)| Some((name.get(..at)?, name.get(at + 1..)?)));
    let named = parts.clone().find_map(|(left, right)| split(left, right).or_else(|| split(right, left)));
    let same = || targets.by_identifier.get(name).copied().flatten().filter(|_| !field.identifier);
    named.or_else(|| same().filter(|target| only_identifier(mcd, *target).is_some_and(|key| fits(&key.ty, &field.ty))))
}

/// Whether a value of `key` can be written in `field`.
fn fits(key: &Type, field: &Type) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Serial);
    let text = |ty: &Type| matches!(ty, Type::Text(_) | Type::Sequence(_));
    key == field || number(key) && number(field) || text(key) && text(field)
}

/// Whether `owner` is `target` itself or of its hierarchy.
fn is_of(mcd: &Mcd, owner: Owner, target: EntityId) -> bool {
    matches!(owner, Owner::Entity(id) if mcd.root(id) == mcd.root(target))
}

fn report(mcd: &Mcd, owner: Owner, field: &Field, target: EntityId) -> Diagnostic {
    let (path, target) = (field_path(mcd, owner, field), &mcd.entity(target).name);
    let diagnostic = Diagnostic::new(
        &FOREIGN_KEY_IN_DISGUISE,
        field.name_span,
        say!(
            fr "« {path} » semble désigner un « {target} » : un lien entre entités est une relation",
            en "`{path}` seems to refer to a `{target}`: a link between entities is a relation"
        ),
    );
    let name = mcd.name(owner);
    match owner {
        Owner::Relation(_) => diagnostic.help(say!(
            fr "ajoutez une patte « {target} » à la relation « {name} », et supprimez ce champ",
            en "add a leg `{target}` to the relation `{name}`, and remove this field"
        )),
        Owner::Entity(_) => {
            let min = u8::from(field.required);
            let relation = format!("relation {name}{target} {{ {name} {min},1; {target} 0,n }}");
            diagnostic.help(say!(
                fr "remplacez ce champ par une relation, dont le nom sera un verbe : {relation}",
                en "replace this field by a relation, with a verb for a name: {relation}"
            ))
        }
    }
}
