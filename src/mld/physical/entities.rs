//! Tables of entities, their keys, and how subtypes are told apart (rules 1, 8 and 10).
//!
//! Adds no field and no reference but those between subtype and supertype.

use super::draft::{Draft, Reference, Said};
use crate::diag::Text;
use crate::mcd::{Entity, EntityId, OnDelete, Owner};
use crate::mld::schema::*;
use crate::say;

/// Adds a table for each entity that has one, empty, and settles where each entity is.
pub(super) fn add_tables(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        draft.mld.entities.push(EntityHome {
            table: None,
            mark: None,
            strategy: draft.decisions.strategy(id),
            kind: None,
        });
        if shares_parents_table(draft, id) || !draft.decisions.is_stored(id) {
            continue;
        }
        let wanted = entity.stored.as_deref().unwrap_or(&entity.snake);
        let table = draft.add_table(
            wanted,
            TableOrigin::Entity(id),
            &described(&entity.label, &entity.docs),
            why(draft, id),
            Some(entity.span),
        );
        set_table(draft, id, table);
    }
    for (id, _) in mcd.entities().filter(|(id, _)| shares_parents_table(draft, *id)).collect::<Vec<_>>() {
        let own = mcd.lineage(id).into_iter().find_map(|up| draft.table_of(up));
        if let Some(table) = own {
            set_table(draft, id, table);
        }
    }
}

/// The label, and the documentation where there is one.
pub(super) fn described(label: &str, docs: &str) -> String {
    if docs.is_empty() { label.to_owned() } else { format!("{label}\n{docs}") }
}

fn set_table(draft: &mut Draft<'_>, id: EntityId, table: TableId) {
    if let Some(home) = draft.mld.entities.get_mut(id.0 as usize) {
        home.table = Some(table);
    }
}

fn shares_parents_table(draft: &Draft<'_>, id: EntityId) -> bool {
    let parent = draft.mcd.entity(id).parent;
    parent.is_some_and(|parent| draft.decisions.strategy(parent) == Strategy::Single && draft.mcd.root(id) != id)
}

fn why(draft: &Draft<'_>, id: EntityId) -> Text {
    let entity = draft.mcd.entity(id);
    let name = &entity.name;
    match entity.parent.map(|parent| (draft.decisions.strategy(parent), &draft.mcd.entity(parent).name)) {
        None if entity.children.is_empty() => say!(
            fr "Règle 1 : l'entité {name} devient une table.",
            en "Rule 1: the entity {name} becomes a table."
        ),
        None => say!(
            fr "Règle 1 : l'entité {name}, surtype, devient une table.",
            en "Rule 1: the entity {name}, a supertype, becomes a table."
        ),
        Some((Strategy::Separate, parent)) => say!(
            fr "Règle 8 : le sous-type {name} a sa table, qui répète les propriétés de {parent} (stored separate).",
            en "Rule 8: the subtype {name} has its table, which repeats the properties of {parent} (stored separate)."
        ),
        Some((_, parent)) => say!(
            fr "Règle 8 : le sous-type {name} a sa table, qui partage la clé de {parent} (stored joined).",
            en "Rule 8: the subtype {name} has its table, which shares the key of {parent} (stored joined)."
        ),
    }
}

/// Adds the key and the columns that tell subtypes apart.
pub(super) fn add_keys(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        if let Some(table) = draft.table_of(id)
            && draft.mld.table(table).origin == TableOrigin::Entity(id)
        {
            add_key(draft, id, entity, table);
        }
    }
    for (id, entity) in mcd.entities().filter(|(_, entity)| !entity.children.is_empty()) {
        if let Some(table) = draft.table_of(id) {
            add_kind(draft, id, entity, table);
        }
    }
    for (id, entity) in mcd.entities() {
        if let (Some(parent), Some(table)) = (entity.parent, draft.table_of(id))
            && mcd.root(id) != id
        {
            tie_to_supertype(draft, id, parent, table);
        }
    }
    for (id, entity) in mcd.entities().filter(|(_, entity)| !entity.children.is_empty()) {
        check_shared_table(draft, id, entity);
    }
}

fn add_key(draft: &mut Draft<'_>, id: EntityId, entity: &Entity, table: TableId) {
    for name in ["id", "created_at", "updated_at", "version"] {
        draft.keep_column_name(table, name);
    }
    let is_root = draft.mcd.root(id) == id;
    let serial = draft.serial_identifier(id);
    let uuid = draft.key_type(id) == ColumnType::Uuid;
    let name = &entity.name;
    let (origin, ty, why) = match (is_root, serial) {
        (false, _) => {
            let root = &draft.mcd.entity(draft.mcd.root(id)).name;
            let ty = if uuid { ColumnType::Uuid } else { ColumnType::Integer };
            (
                Origin::Shared(id),
                ty,
                say!(fr "Règle 8 : la clé de {root}, partagée par son sous-type {name}.", en "Rule 8: the key of {root}, shared by its subtype {name}."),
            )
        }
        (true, Some(field)) => {
            let field_name = &draft.mcd.field(field).name;
            (
                Origin::Identifier(field),
                ColumnType::Serial,
                say!(
                    fr "L'identifiant {field_name} est un numéro donné par la base : il est la clé `id`, sans seconde colonne.",
                    en "The identifier {field_name} is a number given by the database: it is the key `id`, without a second column."
                ),
            )
        }
        (true, None) if uuid => (
            Origin::Surrogate(id),
            ColumnType::Uuid,
            say!(
                fr "Clé technique de {name} : un UUID version 7 donné par l'application (keys: uuid).",
                en "Surrogate key of {name}: a UUID version 7 given by the application (keys: uuid)."
            ),
        ),
        (true, None) => (
            Origin::Surrogate(id),
            ColumnType::Serial,
            say!(
                fr "Clé technique de {name}, donnée par la base ; l'identifiant du modèle est UNIQUE NOT NULL.",
                en "Surrogate key of {name}, given by the database; the model's identifier is UNIQUE NOT NULL."
            ),
        ),
    };
    let docs = serial
        .filter(|_| is_root)
        .map(|field| draft.mcd.field(field))
        .map(|field| described(&field.label, &field.docs));
    let column = Column {
        name: "id".into(),
        ty,
        nullable: false,
        default: None,
        origin,
        docs: docs.unwrap_or_default(),
        why: why.clone(),
        span: Some(entity.name_span),
    };
    let index = draft.push_column(table, column);
    if let (true, Some(field)) = (is_root, serial) {
        draft.place(field, table, vec![index]);
    }
    let built = draft.table_mut(table);
    built.primary_key = vec![index];
    built.key_why = why;
}

/// The column that names the subtype (X), or one flag a subtype where they may overlap in one table.
fn add_kind(draft: &mut Draft<'_>, id: EntityId, entity: &Entity, table: TableId) {
    let exclusive = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.exclusive);
    if exclusive {
        add_kind_column(draft, id, entity, table);
    } else if draft.decisions.strategy(id) == Strategy::Single {
        add_flags(draft, entity, table);
    }
}

fn add_kind_column(draft: &mut Draft<'_>, id: EntityId, entity: &Entity, table: TableId) {
    let nested = draft.mld.table(table).origin != TableOrigin::Entity(id);
    let total = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total);
    let name = &entity.name;
    let why = say!(
        fr "Règle 8 : les sous-types de {name} s'excluent (X) ; cette colonne dit lequel.",
        en "Rule 8: the subtypes of {name} exclude each other (X); this column says which."
    );
    let label = entity.subtypes.as_ref().and_then(|subtypes| subtypes.label.clone()).unwrap_or_default();
    let column = Column {
        name: if nested { format!("{}_kind", entity.snake) } else { "kind".into() },
        ty: ColumnType::Text(63),
        nullable: !total || nested,
        default: None,
        origin: Origin::Kind(id),
        docs: label,
        why: why.clone(),
        span: entity.subtypes.as_ref().map(|subtypes| subtypes.span),
    };
    let index = draft.add_column(table, &entity.snake, column);
    let values: Vec<String> = entity.children.iter().map(|child| kind_value(draft, *child)).collect();
    let message = draft.tell(&say!(fr "Sous-type inconnu", en "Unknown subtype"));
    let words = draft.mld.column_name(table, index).to_owned();
    draft.add_check(table, &words, RowCondition::OneOf(index, values), Said { only: None, message, why, span: None });
    if let Some(home) = draft.mld.entities.get_mut(id.0 as usize) {
        home.kind = Some(ColumnRef { table, index });
    }
}

/// What the kind column holds for a subtype.
fn kind_value(draft: &Draft<'_>, child: EntityId) -> String {
    crate::mld::names::shorten(&draft.mcd.entity(child).snake)
}

fn add_flags(draft: &mut Draft<'_>, entity: &Entity, table: TableId) {
    for child in &entity.children {
        let subtype = draft.mcd.entity(*child);
        let prefix = if draft.mld.locale == crate::mcd::Locale::Fr { "est" } else { "is" };
        let (name, parent) = (&subtype.name, &entity.name);
        let column = Column {
            name: format!("{prefix}_{}", subtype.snake),
            ty: ColumnType::Boolean,
            nullable: false,
            default: Some(ColumnDefault::False),
            origin: Origin::Flag(*child),
            docs: subtype.label.clone(),
            why: say!(
                fr "Règle 8 : les sous-types de {parent} peuvent se recouvrir ; cette colonne dit si la ligne est de {name}.",
                en "Rule 8: the subtypes of {parent} may overlap; this column says whether the row is of {name}."
            ),
            span: Some(subtype.name_span),
        };
        let index = draft.add_column(table, &entity.snake, column);
        well_formed(draft, table, index);
    }
}

/// What a table shared by several subtypes must say of itself: a total supertype names one, another kind's columns are empty.
fn check_shared_table(draft: &mut Draft<'_>, id: EntityId, entity: &Entity) {
    let Some(table) = draft.table_of(id) else { return };
    let total = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total);
    let flags: Vec<usize> =
        entity.children.iter().filter_map(|child| draft.mld.table(table).position(Origin::Flag(*child))).collect();
    let kind = draft.mld.entities.get(id.0 as usize).and_then(|home| home.kind).map(|kind| kind.index);
    let name = &entity.name;
    let why = say!(fr "Règle 8 : chaque {name} a un sous-type (T).", en "Rule 8: each {name} has a subtype (T).");
    let said = |draft: &Draft<'_>, only| Said {
        only,
        message: draft.tell(&choose_subtype(entity)),
        why: why.clone(),
        span: None,
    };
    if total && !flags.is_empty() {
        let said = said(draft, draft.mark(id));
        draft.add_check(table, &format!("{}_total", entity.snake), RowCondition::Filled(flags, 1, None), said);
    }
    if let (Some(kind), Some(mark)) = (kind, draft.mark(id)) {
        let required = if total { vec![kind] } else { Vec::new() };
        let said = said(draft, None);
        let condition = RowCondition::Belongs { mark, fields: vec![kind], required };
        draft.add_check(table, &format!("{}_kind_total", entity.snake), condition, said);
    }
}

/// What is said to who chose no subtype.
pub(super) fn choose_subtype(entity: &Entity) -> Text {
    let label = &entity.label;
    say!(fr "{label} : choisir un sous-type", en "{label}: choose a subtype")
}

/// Adds the check that a value is of its column's type, for the engines that need it.
pub(super) fn well_formed(draft: &mut Draft<'_>, table: TableId, index: usize) {
    let words = format!("{}_format", draft.mld.column_name(table, index));
    let label = draft
        .mld
        .table(table)
        .columns
        .get(index)
        .map(|column| column.docs.lines().next().unwrap_or_default().to_owned());
    let label =
        label.filter(|label| !label.is_empty()).unwrap_or_else(|| draft.mld.column_name(table, index).to_owned());
    let message = draft.tell(&say!(fr "{label} : valeur mal formée", en "{label}: malformed value"));
    let why = say!(
        fr "Le moteur dont les types ne l'assurent pas vérifie que la valeur est bien formée.",
        en "The engine whose types don't see to it checks that the value is well formed."
    );
    draft.add_check(table, &words, RowCondition::WellFormed(index), Said { only: None, message, why, span: None });
}

/// A joined subtype refers to its supertype; one that shares the table has its mark.
fn tie_to_supertype(draft: &mut Draft<'_>, id: EntityId, parent: EntityId, table: TableId) {
    let kind = draft.mld.entities.get(parent.0 as usize).and_then(|home| home.kind);
    let value = kind_value(draft, id);
    if draft.mld.table(table).origin != TableOrigin::Entity(id) {
        let flag = draft.mld.table(table).position(Origin::Flag(id)).map(|index| ColumnRef { table, index });
        let mark = kind.map(|column| Mark::Kind(column, value)).or(flag.map(Mark::Flag));
        if let Some(home) = draft.mld.entities.get_mut(id.0 as usize) {
            home.mark = mark;
        }
        return;
    }
    let Some(target) = draft.table_of(parent) else { return };
    let mut reference = Reference {
        columns: vec![0],
        target,
        target_columns: vec![0],
        on_delete: OnDelete::Cascade,
        leg: None,
        why: shared_key_why(draft, id, parent),
        span: Some(draft.mcd.entity(id).name_span),
    };
    if let Some(kind) = kind {
        let index = add_kind_of(draft, id, parent, table, value);
        draft.add_unique(target, vec![0, kind.index], composite_why(draft, parent), None);
        reference.columns.push(index);
        reference.target_columns.push(kind.index);
    }
    draft.add_foreign_key(table, reference);
}

fn shared_key_why(draft: &Draft<'_>, id: EntityId, parent: EntityId) -> Text {
    let (name, parent) = (&draft.mcd.entity(id).name, &draft.mcd.entity(parent).name);
    say!(
        fr "Règle 8 : chaque {name} est un {parent}, et part avec lui.",
        en "Rule 8: each {name} is a {parent}, and goes with it."
    )
}

fn composite_why(draft: &Draft<'_>, parent: EntityId) -> Text {
    let name = &draft.mcd.entity(parent).name;
    say!(
        fr "Règle 8 : cible de la clé étrangère composée qui garantit l'exclusivité des sous-types de {name}.",
        en "Rule 8: target of the composite foreign key that makes the subtypes of {name} exclusive."
    )
}

/// The constant column that, with the key, refers to the supertype's key and kind.
fn add_kind_of(draft: &mut Draft<'_>, id: EntityId, parent: EntityId, table: TableId, value: String) -> usize {
    let up = draft.mcd.entity(parent);
    let why = composite_why(draft, parent);
    let column = Column {
        name: format!("{}_kind", up.snake),
        ty: ColumnType::Text(63),
        nullable: false,
        default: Some(ColumnDefault::Text(value.clone())),
        origin: Origin::KindOf(id),
        docs: String::new(),
        why: why.clone(),
        span: Some(draft.mcd.entity(id).name_span),
    };
    let index = draft.add_column(table, &draft.mcd.entity(id).snake.clone(), column);
    let words = draft.mld.column_name(table, index).to_owned();
    let message = draft.tell(&say!(fr "Sous-type inconnu", en "Unknown subtype"));
    draft.add_check(table, &words, RowCondition::Always(index, value), Said { only: None, message, why, span: None });
    index
}

/// The rows of an owner that a check on one table speaks of.
pub(super) fn mark_in(draft: &Draft<'_>, owner: Owner, table: TableId) -> Option<Mark> {
    let entity = match owner {
        Owner::Entity(id) => id,
        Owner::Relation(_) => return None,
    };
    draft.mark(entity).filter(|mark| mark.column().table == table)
}
