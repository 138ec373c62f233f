//! References and tables of relations (rules 2 to 7).
//!
//! Follows the decisions of `decide`; minima and bounded maxima are in `participation`.

use std::collections::BTreeMap;

use super::draft::{Draft, Reference, Said};
use super::entities::{described, mark_in};
use super::fields::{add_field, needed_columns};
use crate::diag::Text;
use crate::mcd::{FieldRef, KeyPart, Leg, LegRef, OnDelete, Owner, Relation, RelationId};
use crate::mld::decide::Passage;
use crate::mld::schema::*;
use crate::say;

/// Adds a table, empty, for each relation that has one.
pub(super) fn add_relation_tables(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, relation) in mcd.relations() {
        let home = match draft.decisions.passage(id) {
            Passage::Table { .. } => {
                let wanted = relation.stored.as_deref().unwrap_or(&relation.snake);
                let docs = described(&relation.label, &relation.docs);
                let table =
                    draft.add_table(wanted, TableOrigin::Relation(id), &docs, table_why(relation), Some(relation.span));
                for name in ["created_at", "updated_at", "version"] {
                    draft.keep_column_name(table, name);
                }
                RelationHome::Table { table, legs: Vec::new() }
            }
            Passage::Columns { bearer, .. } => {
                let entity = relation.legs.get(*bearer).map(|leg| leg.entity);
                match entity.and_then(|entity| draft.table_of(entity)) {
                    Some(table) => RelationHome::Columns { bearer: *bearer, table, legs: Vec::new() },
                    None => RelationHome::Nowhere,
                }
            }
            Passage::Nothing => RelationHome::Nowhere,
        };
        draft.mld.relations.push(home);
    }
}

fn table_why(relation: &Relation) -> Text {
    let (name, degree) = (&relation.name, relation.legs.len());
    say!(
        fr "Règle 5 : la relation {name}, de degré {degree}, n'a aucune patte de maximum 1 ; elle devient une table dont la clé vient de ses pattes.",
        en "Rule 5: the relation {name}, of degree {degree}, has no leg of maximum 1; it becomes a table whose key comes from its legs."
    )
}

/// Adds the references that identify weak entities.
pub(super) fn add_identifying(draft: &mut Draft<'_>) {
    let wanted = wanted_names(draft);
    add_where(draft, &wanted, true);
}

/// Adds all other references, with the fields of their relations, and the columns of relations' tables.
pub(super) fn add_others(draft: &mut Draft<'_>) {
    let wanted = wanted_names(draft);
    add_where(draft, &wanted, false);
}

type Wanted = BTreeMap<(TableId, String), usize>;

/// How many references of a table would have each name.
fn wanted_names(draft: &Draft<'_>) -> Wanted {
    let mut wanted = Wanted::new();
    for (id, relation) in draft.mcd.relations() {
        let home = draft.mld.relations.get(id.0 as usize);
        let Some(table) = home.and_then(RelationHome::table) else { continue };
        for (index, leg) in relation.legs.iter().enumerate() {
            if !is_bearer(draft, id, index) {
                *wanted.entry((table, leg.snake.clone())).or_default() += 1;
            }
        }
    }
    wanted
}

fn is_bearer(draft: &Draft<'_>, id: RelationId, index: usize) -> bool {
    matches!(draft.decisions.passage(id), Passage::Columns { bearer, .. } if *bearer == index)
}

fn add_where(draft: &mut Draft<'_>, wanted: &Wanted, identifying_ones: bool) {
    let mcd = draft.mcd;
    let decisions = draft.decisions;
    for (id, relation) in mcd.relations() {
        let Some(table) = draft.mld.relations.get(id.0 as usize).and_then(RelationHome::table) else { continue };
        match decisions.passage(id) {
            Passage::Columns { identifying, .. } if *identifying == identifying_ones => {
                add_migrated(draft, wanted, id, relation, table);
            }
            Passage::Table { key, alternates, .. } if !identifying_ones => {
                add_table_columns(draft, wanted, id, relation, table, key, alternates);
            }
            _ => {}
        }
    }
}

fn set_legs(draft: &mut Draft<'_>, id: RelationId, columns: Vec<Vec<usize>>) {
    let home = draft.mld.relations.get_mut(id.0 as usize);
    if let Some(RelationHome::Table { legs, .. } | RelationHome::Columns { legs, .. }) = home {
        *legs = columns;
    }
}

fn fields_of(id: RelationId, relation: &Relation) -> impl Iterator<Item = FieldRef> {
    (0..relation.fields.len()).map(move |index| FieldRef { owner: Owner::Relation(id), index })
}

/// Rules 2, 3, 4 and 6: references in the table of the leg whose maximum is 1.
fn add_migrated(draft: &mut Draft<'_>, wanted: &Wanted, id: RelationId, relation: &Relation, table: TableId) {
    let Passage::Columns { bearer, required, unique, identifying } = draft.decisions.passage(id).clone() else {
        return;
    };
    let Some(bearing) = relation.legs.get(bearer) else { return };
    let mark = mark_in(draft, Owner::Entity(bearing.entity), table);
    let always = required && mark.is_none();
    let mut legs = vec![Vec::new(); relation.legs.len()];
    for (index, leg) in relation.legs.iter().enumerate().filter(|(index, _)| *index != bearer) {
        let asked = bearing.on_delete.or(leg.on_delete);
        let on_delete = migrated_delete(asked, leg, identifying, always);
        let why = migrated_why(draft, relation, bearing, leg, identifying);
        let columns =
            add_reference(draft, wanted, LegRef { relation: id, index }, leg, table, !always, on_delete, &why);
        if unique.contains(&index) {
            draft.add_unique(table, columns.clone(), unique_why(draft, relation, leg), Some(leg.card_span));
        }
        if let Some(slot) = legs.get_mut(index) {
            *slot = columns;
        }
    }
    let key: Vec<usize> = legs.iter().flatten().copied().collect();
    set_legs(draft, id, legs);
    let fields: Vec<(FieldRef, Vec<usize>)> =
        fields_of(id, relation).map(|field| (field, add_field(draft, table, field, always))).collect();
    if !always {
        check_together(draft, relation, table, &key, &fields);
        empty_together(draft, id, table, &key, &fields);
    }
    if let Some(mark) = mark {
        check_kind(draft, relation, table, mark, &key, required);
    }
}

/// What the leg says; else a weak entity goes with its owner, and an entity that must have occurrences lets go of optional ones
/// when it is deleted, or it never could be.
fn migrated_delete(asked: Option<OnDelete>, leg: &Leg, identifying: bool, always: bool) -> OnDelete {
    match asked {
        Some(OnDelete::Detach) if always => OnDelete::Restrict,
        Some(asked) => asked,
        None if identifying => OnDelete::Cascade,
        None if leg.card.min > 0 && !always => OnDelete::Detach,
        None => OnDelete::Restrict,
    }
}

fn migrated_why(draft: &Draft<'_>, relation: &Relation, bearing: &Leg, leg: &Leg, identifying: bool) -> Text {
    let (name, card) = (&relation.name, bearing.card);
    let (from, to) = (&draft.mcd.entity(bearing.entity).name, &draft.mcd.entity(leg.entity).name);
    if identifying {
        return say!(
            fr "Règle 2 : {from} est identifiée relativement à {to} par {name} ; la référence fait partie de son identifiant.",
            en "Rule 2: {from} is identified relatively to {to} by {name}; the reference is part of its identifier."
        );
    }
    let rule = match relation.legs.len() {
        2 if leg.card.is_single() => 4,
        2 if leg.entity == bearing.entity => 7,
        2 => 3,
        _ => 6,
    };
    say!(
        fr "Règle {rule} : {from} participe à {name} avec {card} ; la clé de {to} migre chez {from}, obligatoire si le minimum est 1.",
        en "Rule {rule}: {from} takes part in {name} with {card}; the key of {to} migrates to {from}, mandatory if the minimum is 1."
    )
}

fn unique_why(draft: &Draft<'_>, relation: &Relation, leg: &Leg) -> Text {
    let (name, entity) = (&relation.name, &draft.mcd.entity(leg.entity).name);
    say!(
        fr "Règle 4 : {entity} participe au plus une fois à {name} ; la référence est unique.",
        en "Rule 4: {entity} takes part in {name} at most once; the reference is unique."
    )
}

/// Adds the column or columns that refer to the entity on a leg, with the foreign key.
#[allow(clippy::too_many_arguments)] // a reference, spelled out
fn add_reference(
    draft: &mut Draft<'_>,
    wanted: &Wanted,
    at: LegRef,
    leg: &Leg,
    table: TableId,
    nullable: bool,
    on_delete: OnDelete,
    why: &Text,
) -> Vec<usize> {
    let relation = draft.mcd.relation(at.relation);
    let shared = wanted.get(&(table, leg.snake.clone())).copied().unwrap_or_default() > 1;
    let stem = if shared { format!("{}_{}", relation.snake, leg.snake) } else { leg.snake.clone() };
    let Some(target) = draft.table_of(leg.entity) else {
        return add_values(draft, at, leg, table, nullable, &stem, why);
    };
    let column = Column {
        name: format!("{stem}_id"),
        ty: draft.key_type(leg.entity),
        nullable,
        default: None,
        origin: Origin::Leg(at),
        docs: described(leg.label.as_deref().unwrap_or(&relation.label), &leg.docs),
        why: why.clone(),
        span: Some(leg.span),
    };
    let index = draft.add_column(table, &relation.snake, column);
    draft.add_foreign_key(
        table,
        Reference {
            columns: vec![index],
            target,
            target_columns: vec![0],
            on_delete,
            leg: Some(at),
            why: why.clone(),
            span: Some(leg.span),
        },
    );
    vec![index]
}

/// The identifier of an entity without a table, as plain values.
fn add_values(
    draft: &mut Draft<'_>,
    at: LegRef,
    leg: &Leg,
    table: TableId,
    nullable: bool,
    stem: &str,
    why: &Text,
) -> Vec<usize> {
    let mcd = draft.mcd;
    let identifier = mcd.identifier(leg.entity);
    let mut columns = Vec::new();
    for part in identifier {
        let KeyPart::Field(field) = part else { continue };
        let data = mcd.field(*field);
        let name = if identifier.len() == 1 || data.snake == stem {
            stem.to_owned()
        } else {
            format!("{stem}_{}", data.snake)
        };
        let column = Column {
            name,
            ty: super::fields::column_type(&data.ty),
            nullable,
            default: None,
            origin: Origin::LegValue(at, *field),
            docs: described(&data.label, &data.docs),
            why: why.clone(),
            span: Some(leg.span),
        };
        let index = draft.add_column(table, &mcd.relation(at.relation).snake, column);
        super::fields::check_type(draft, table, index, data);
        columns.push(index);
    }
    columns
}

/// Rule 3 and 6: references all empty or all filled; the relation's fields empty together with them.
fn check_together(
    draft: &mut Draft<'_>,
    relation: &Relation,
    table: TableId,
    key: &[usize],
    fields: &[(FieldRef, Vec<usize>)],
) {
    let (name, label) = (&relation.name, &relation.label);
    let message = draft.tell(&say!(
        fr "{label} : à remplir entièrement ou à laisser vide",
        en "{label}: to be filled entirely or left empty"
    ));
    let said = |why: Text| Said { only: None, message: message.clone(), why, span: Some(relation.span) };
    if key.len() > 1 {
        let why = say!(
            fr "Règle 6 : les références de {name} sont toutes vides ou toutes remplies.",
            en "Rule 6: the references of {name} are all empty or all filled."
        );
        draft.add_check(table, &relation.snake, RowCondition::Together(key.to_vec()), said(why));
    }
    let all: Vec<usize> = fields.iter().flat_map(|(_, columns)| columns).copied().collect();
    let needed = fields.iter().flat_map(|(field, columns)| needed_columns(draft.mcd.field(*field), columns));
    let required = needed.collect();
    if !all.is_empty() {
        let why = say!(
            fr "Règle 3 : les propriétés de {name} sont vides quand ses références le sont.",
            en "Rule 3: the properties of {name} are empty when its references are."
        );
        let condition = RowCondition::Follows { key: key.to_vec(), fields: all, required };
        draft.add_check(table, &format!("{}_fields", relation.snake), condition, said(why));
    }
}

/// A detached reference takes the relation's other references and its fields with it.
fn empty_together(
    draft: &mut Draft<'_>,
    id: RelationId,
    table: TableId,
    key: &[usize],
    fields: &[(FieldRef, Vec<usize>)],
) {
    let all: Vec<usize> = key.iter().chain(fields.iter().flat_map(|(_, columns)| columns)).copied().collect();
    for reference in &mut draft.table_mut(table).foreign_keys {
        if reference.leg.is_some_and(|leg| leg.relation == id) && reference.on_delete == OnDelete::Detach {
            reference.together = all.iter().copied().filter(|at| !reference.columns.contains(at)).collect();
        }
    }
}

/// In a table shared by subtypes, other rows have no such reference.
fn check_kind(draft: &mut Draft<'_>, relation: &Relation, table: TableId, mark: Mark, key: &[usize], required: bool) {
    let label = &relation.label;
    let message = draft.tell(&say!(fr "{label} : pas pour ce sous-type", en "{label}: not for this subtype"));
    let why = say!(fr "Règle 8 : une seule table pour tous les sous-types (stored single).", en "Rule 8: one table for all subtypes (stored single).");
    let required = if required { key.to_vec() } else { Vec::new() };
    let condition = RowCondition::Belongs { mark, fields: key.to_vec(), required };
    let said = Said { only: None, message, why, span: Some(relation.span) };
    draft.add_check(table, &format!("{}_kind", relation.snake), condition, said);
}

/// Rule 5: the legs' references, the key, the fields.
fn add_table_columns(
    draft: &mut Draft<'_>,
    wanted: &Wanted,
    id: RelationId,
    relation: &Relation,
    table: TableId,
    key: &[usize],
    alternates: &[Vec<usize>],
) {
    let mut legs = Vec::new();
    for (index, leg) in relation.legs.iter().enumerate() {
        let why = leg_why(draft, relation, leg);
        let on_delete = link_delete(relation, index, leg);
        legs.push(add_reference(draft, wanted, LegRef { relation: id, index }, leg, table, false, on_delete, &why));
    }
    let columns =
        |places: &[usize]| -> Vec<usize> { places.iter().filter_map(|at| legs.get(*at)).flatten().copied().collect() };
    let key_why = key_why(relation, key);
    let built = draft.table_mut(table);
    built.primary_key = columns(key);
    built.key_why = key_why;
    for alternate in alternates {
        let name = &relation.name;
        let why = say!(
            fr "Règle 5 : une dépendance fonctionnelle entre pattes de {name} (CIF) fait de ces colonnes une autre clé.",
            en "Rule 5: a functional dependency among the legs of {name} (CIF) makes these columns another key."
        );
        draft.add_unique(table, columns(alternate), why, Some(relation.span));
    }
    set_legs(draft, id, legs);
    for field in fields_of(id, relation) {
        add_field(draft, table, field, true);
    }
}

/// What deleting the entity on `leg` does to its occurrences in the relation: what the other legs say, since each says what deleting
/// the other end does. Unless said, they go where the entity must have some, and keep it from being deleted otherwise.
fn link_delete(relation: &Relation, index: usize, leg: &Leg) -> OnDelete {
    let others = relation.legs.iter().enumerate().filter(|(at, _)| *at != index);
    let said: Vec<OnDelete> = others.filter_map(|(_, other)| other.on_delete).collect();
    match said.is_empty() {
        _ if said.contains(&OnDelete::Restrict) => OnDelete::Restrict,
        false => OnDelete::Cascade,
        true if leg.card.min > 0 => OnDelete::Cascade,
        true => OnDelete::Restrict,
    }
}

fn leg_why(draft: &Draft<'_>, relation: &Relation, leg: &Leg) -> Text {
    let (name, entity, card) = (&relation.name, &draft.mcd.entity(leg.entity).name, leg.card);
    say!(
        fr "Règle 5 : patte {entity} {card} de {name}.",
        en "Rule 5: leg {entity} {card} of {name}."
    )
}

fn key_why(relation: &Relation, key: &[usize]) -> Text {
    let name = &relation.name;
    if key.len() == relation.legs.len() {
        return say!(fr "Règle 5 : toutes les pattes de {name}.", en "Rule 5: all legs of {name}.");
    }
    say!(
        fr "Règle 5 : les pattes de {name}, moins celles que détermine une dépendance fonctionnelle (CIF).",
        en "Rule 5: the legs of {name}, minus those that a functional dependency determines (CIF)."
    )
}
