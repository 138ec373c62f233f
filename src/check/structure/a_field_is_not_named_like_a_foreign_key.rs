//! A field doesn't take the column name of a foreign key of the same table.
//!
//! The key of a leg is called after the leg's role or entity, with `_id` (relational.md, "Physical").

use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Leg, LegRef, Mcd, Owner};
use crate::say;

rule! {
    misses: false, run: run,
    /// A field and a foreign key with one name.
    FIELD_TAKES_A_KEYS_NAME = "M3004" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        let suspects = mcd.fields(owner).iter().filter(|field| field.snake.ends_with("_id"));
        for field in suspects {
            let Some(leg) = key_legs(mcd, owner).into_iter().find(|leg| is_key_of(&field.snake, leg)) else { continue };
            let (path, target) = (field_path(mcd, owner, field), &mcd.entity(leg.entity).name);
            let column = &field.snake;
            sink.push(
                Diagnostic::new(
                    &FIELD_TAKES_A_KEYS_NAME,
                    field.name_span,
                    say!(
                        fr "« {path} » porte le nom de la colonne {column}, qui désigne déjà « {target} »",
                        en "`{path}` has the name of the column {column}, which already refers to `{target}`"
                    ),
                )
                .related(leg.span, say!(fr "la relation donne cette colonne", en "the relation gives this column"))
                .help(say!(
                    fr "supprimez ce champ : la relation suffit ; s'il dit autre chose, renommez-le",
                    en "remove this field: the relation is enough; if it says something else, rename it"
                )),
            );
        }
    }
}

fn is_key_of(column: &str, leg: &Leg) -> bool {
    column.strip_suffix("_id") == Some(leg.snake.as_str())
}

/// The legs whose keys stand in the table of `owner`.
fn key_legs(mcd: &Mcd, owner: Owner) -> Vec<&Leg> {
    match owner {
        Owner::Relation(id) => mcd.relation(id).legs.iter().collect(),
        Owner::Entity(id) => {
            let single = mcd.legs_of(id).into_iter().filter(|leg| mcd.leg(*leg).card.is_single());
            single.flat_map(|leg| others(mcd, leg)).collect()
        }
    }
}

fn others(mcd: &Mcd, leg: LegRef) -> Vec<&Leg> {
    let legs = mcd.relation(leg.relation).legs.iter().enumerate();
    legs.filter(|(index, _)| *index != leg.index).map(|(_, other)| other).collect()
}
