//! The plan of an application: which modules, fields, lines and statements it has, every name final.
//!
//! Plain data between the relational model and the views. No template words, no SQL text.

use std::collections::BTreeMap;

use crate::mcd::expr::Expr;
use crate::mcd::{EntityId, FieldRef, LegRef, OnDelete, RelationId, Type};
use crate::mld::{AddressPart, ColumnRef, Mark, Strategy, TableId};

/// A whole application.
#[derive(Debug)]
pub(super) struct AppPlan {
    /// Entities that have a table, supertypes before their subtypes.
    pub(super) entities: Vec<EntityPlan>,
    /// Relations that have a table of their own.
    pub(super) relations: Vec<RelationPlan>,
    /// Where the plan of an entity is.
    pub(super) entity_places: BTreeMap<EntityId, usize>,
    /// Where the plan of a relation is.
    pub(super) relation_places: BTreeMap<RelationId, usize>,
}

impl AppPlan {
    /// The plan of an entity, unless it has no table.
    pub(super) fn entity(&self, id: EntityId) -> Option<&EntityPlan> {
        self.entities.get(*self.entity_places.get(&id)?)
    }

    /// The plan of a relation, unless it has no table of its own.
    pub(super) fn relation(&self, id: RelationId) -> Option<&RelationPlan> {
        self.relations.get(*self.relation_places.get(&id)?)
    }

    /// The plan of an entity, to be completed.
    pub(super) fn entity_mut(&mut self, id: EntityId) -> Option<&mut EntityPlan> {
        self.entities.get_mut(*self.entity_places.get(&id)?)
    }
}

/// An entity's module.
#[derive(Debug)]
pub(super) struct EntityPlan {
    /// The entity.
    pub(super) id: EntityId,
    /// Name of the module, and of the entity within the application.
    pub(super) name: String,
    /// Name of the module's file and of `mod`.
    pub(super) module: String,
    /// Name of the struct.
    pub(super) type_name: String,
    /// Its part of addresses.
    pub(super) slug: String,
    /// The table of its rows.
    pub(super) table: TableId,
    /// What tells its rows from others of that table.
    pub(super) mark: Option<Mark>,
    /// How it is stored under its supertype; none for a root.
    pub(super) under: Option<Strategy>,
    /// The column that names the subtype, on a supertype.
    pub(super) kind: Option<ColumnRef>,
    /// Its supertype.
    pub(super) parent: Option<EntityId>,
    /// Own fields and references in order.
    pub(super) fields: Vec<FieldPlan>,
    /// Relations edited as a grid in its form.
    pub(super) lines: Vec<LinesPlan>,
    /// Records that point here and are chosen in its form.
    pub(super) members: Vec<MembersPlan>,
}

/// A relation's module.
#[derive(Debug)]
pub(super) struct RelationPlan {
    /// The relation.
    pub(super) id: RelationId,
    /// Name of the relation within the application.
    pub(super) name: String,
    /// Name of the module's file and of `mod`.
    pub(super) module: String,
    /// Name of the struct.
    pub(super) type_name: String,
    /// Its table.
    pub(super) table: TableId,
    /// The legs as references in order, then the relation's own fields.
    pub(super) fields: Vec<FieldPlan>,
    /// Names of the legs that make a row unique.
    pub(super) key: Vec<String>,
}

/// A field of a module.
#[derive(Debug)]
pub(super) struct FieldPlan {
    /// Name in forms, addresses, the API, SQL parameters.
    pub(super) name: String,
    /// Name in the struct.
    pub(super) identifier: String,
    /// Label shown.
    pub(super) label: String,
    /// Block of an address.
    pub(super) group: String,
    /// What it comes from.
    pub(super) origin: FieldOrigin,
    /// Where it is stored; none when computed. Several under `stored separate`.
    pub(super) columns: Vec<ColumnRef>,
    /// Must be filled.
    pub(super) required: bool,
}

/// What a field of a module comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum FieldOrigin {
    /// A field of the model.
    Field(FieldRef),
    /// A part of an address.
    Address(FieldRef, AddressPart),
    /// A computed field.
    Computed(FieldRef, Expr),
    /// A reference to the record on a leg.
    Reference(LegRef, EntityId, OnDelete),
    /// An identifier of an entity without table, on a leg.
    Value(LegRef, FieldRef),
}

impl FieldOrigin {
    /// The field of the model, where it is one.
    pub(super) fn field(&self) -> Option<FieldRef> {
        match self {
            FieldOrigin::Field(field)
            | FieldOrigin::Address(field, _)
            | FieldOrigin::Computed(field, _)
            | FieldOrigin::Value(_, field) => Some(*field),
            FieldOrigin::Reference(..) => None,
        }
    }
}

/// A relation edited as a grid.
#[derive(Debug)]
pub(super) struct LinesPlan {
    /// The relation.
    pub(super) relation: RelationId,
    /// The leg that is the form's own record.
    pub(super) leg: LegRef,
    /// What the grid is called.
    pub(super) label: String,
}

/// Records that point here, chosen in the form.
#[derive(Debug)]
pub(super) struct MembersPlan {
    /// What the choice is called.
    pub(super) label: String,
    /// The leg on which the form's own record stands.
    pub(super) leg: LegRef,
    /// The entity chosen.
    pub(super) entity: EntityId,
    /// Name of the reference there.
    pub(super) field: String,
}

/// Whether a type's values are given by the application or the database.
pub(super) fn is_given(ty: &Type) -> bool {
    matches!(ty, Type::Serial | Type::Sequence(_))
}
