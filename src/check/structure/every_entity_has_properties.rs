//! No entity is only its identifier: such a one is often a date, a code list or a part of something else.

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Entity, Mcd};
use crate::say;

rule! {
    misses: true, run: run,
    /// An entity reduced to its identifier.
    ONLY_AN_IDENTIFIER = "M3105" Hint;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, entity) in mcd.entities().filter(|(_, entity)| is_only_its_identifier(entity)) {
        let name = &entity.name;
        sink.push(
            Diagnostic::new(
                &ONLY_AN_IDENTIFIER,
                entity.name_span,
                say!(
                    fr "« {name} » n'a rien d'autre que son identifiant",
                    en "`{name}` has nothing but its identifier"
                ),
            )
            .help(say!(
                fr "une date ou une liste de codes est souvent un champ (date, enum) de ce qu'elle qualifie",
                en "a date or a list of codes is often a field (date, enum) of what it qualifies"
            ))
            .help(say!(
                fr "si l'entité est voulue mais pas sa table, écrivez : stored none",
                en "if the entity is wanted but not its table, write: stored none"
            )),
        );
    }
}

fn is_only_its_identifier(entity: &Entity) -> bool {
    let in_hierarchy = entity.parent.is_some() || !entity.children.is_empty();
    let bare = !entity.fields.is_empty() && entity.fields.iter().all(|field| field.identifier);
    bare && !in_hierarchy && entity.elided == 0 && entity.storage.is_none()
}
