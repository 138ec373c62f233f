//! Alternate keys: identifiers of the model, `unique` groups (rule 1 and 2).
//!
//! Those of relations' legs (rules 4 and 5) are in `references`.

use super::draft::Draft;
use crate::diag::Text;
use crate::mcd::{EntityId, KeyPart, Owner};
use crate::mld::schema::*;
use crate::say;
use crate::source::Span;

/// Adds the identifiers and `unique` groups of entities and relations.
pub(super) fn add_uniques(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        if let Some(table) = draft.table_of(id) {
            add_identifier(draft, id, table);
            let name = &entity.name;
            for group in &entity.uniques {
                add_group(draft, Owner::Entity(id), table, &group.parts, group_why(name), group.span);
            }
        }
    }
    for (id, relation) in mcd.relations() {
        let Some(table) = draft.mld.relation(id).table() else { continue };
        for group in &relation.uniques {
            add_group(draft, Owner::Relation(id), table, &group.parts, group_why(&relation.name), group.span);
        }
    }
}

fn group_why(name: &str) -> Text {
    say!(fr "Règle 1 : `unique` dans {name}.", en "Rule 1: `unique` in {name}.")
}

fn add_identifier(draft: &mut Draft<'_>, id: EntityId, table: TableId) {
    let entity = draft.mcd.entity(id);
    if draft.mcd.root(id) != id || draft.serial_identifier(id).is_some() {
        return;
    }
    let name = &entity.name;
    let weak = entity.identifier.iter().any(|part| matches!(part, KeyPart::Leg(_)));
    let why = if weak {
        say!(
            fr "Règle 2 : l'identifiant de {name} est relatif ; la référence à son propriétaire vient devant.",
            en "Rule 2: the identifier of {name} is relative; the reference to its owner comes first."
        )
    } else {
        say!(fr "Règle 1 : identifiant de {name}.", en "Rule 1: identifier of {name}.")
    };
    let legs_first = entity.identifier.iter().filter(|part| matches!(part, KeyPart::Leg(_)));
    let fields = entity.identifier.iter().filter(|part| matches!(part, KeyPart::Field(_)));
    let parts: Vec<KeyPart> = legs_first.chain(fields).copied().collect();
    add_group(draft, Owner::Entity(id), table, &parts, why, entity.name_span);
}

/// Adds a key where all its parts are columns of one table; says so where they aren't.
fn add_group(draft: &mut Draft<'_>, owner: Owner, table: TableId, parts: &[KeyPart], why: Text, span: Span) {
    let columns: Option<Vec<Vec<usize>>> = parts.iter().map(|part| columns(draft, table, part)).collect();
    match columns {
        Some(columns) => draft.add_unique(table, columns.concat(), why, Some(span)),
        None => draft.mld.choices.push(spread(draft, owner, span)),
    }
}

fn columns(draft: &Draft<'_>, table: TableId, part: &KeyPart) -> Option<Vec<usize>> {
    match part {
        KeyPart::Field(field) => {
            let home = draft.mld.field_homes(*field).iter().find(|home| home.table == table)?;
            (!home.columns.is_empty()).then(|| home.columns.clone())
        }
        KeyPart::Leg(leg) => {
            let home = draft.mld.relations.get(leg.relation.0 as usize)?;
            let columns = home.leg(leg.index);
            (home.table() == Some(table) && !columns.is_empty()).then(|| columns.to_vec())
        }
    }
}

fn spread(draft: &Draft<'_>, owner: Owner, span: Span) -> Choice {
    let name = draft.mcd.name(owner);
    Choice {
        decided: say!(
            fr "Une clé de {name} réunit des données de plusieurs tables, ou calculées : la base ne la garantit pas, l'application la vérifie.",
            en "A key of {name} brings together data of several tables, or computed: the database doesn't hold it, the application checks it."
        ),
        overrule: say!(
            fr "ne réunir dans cette clé que des propriétés de {name}",
            en "bring together only properties of {name} in that key"
        ),
        span: Some(span),
    }
}
