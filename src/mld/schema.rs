//! The types of the physical relational model and plain look-ups on them.
//!
//! Tables, columns, keys and constraints as data, each with its origin in the conceptual model and the reason for it.
//! No SQL words here. Invariant: an id or index held inside an [`Mld`] is valid in it, and every name is final:
//! unique in its scope whatever the case, and at most 63 bytes long.

// tidy: long because it is the whole relational model as plain data, read as one page

use std::collections::BTreeMap;

use crate::diag::Text;
use crate::mcd::expr::Expr;
use crate::mcd::{ConstraintKind, EntityId, FieldRef, LegRef, Locale, OnDelete, RelationId, SequencePattern};
use crate::source::Span;

/// A table of an [`Mld`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub(crate) u32);

/// A column by its table and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnRef {
    /// The table.
    pub table: TableId,
    /// Its place among the table's columns.
    pub index: usize,
}

/// How entities are keyed (`keys:` of `merisier.yaml`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keys {
    /// A 64-bit number given by the database.
    #[default]
    Integer,
    /// A UUID, version 7, given by the application.
    Uuid,
}

/// What the passage may be told besides the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// How entities are keyed.
    pub keys: Keys,
}

/// The physical relational model.
#[derive(Debug, Clone)]
pub struct Mld {
    /// How entities are keyed.
    pub keys: Keys,
    /// The model's language: that of derived names and of the messages made here.
    pub locale: Locale,
    /// Tables: entities in declaration order, then relations, then the table of counters.
    pub tables: Vec<Table>,
    /// What must hold at the end of a transaction and takes several rows to tell.
    pub deferred: Vec<Deferred>,
    /// Rules of the model that read several rows: checked by the application in the transaction that writes.
    pub row_rules: Vec<RowRule>,
    /// Numbered references, in declaration order.
    pub sequences: Vec<Sequence>,
    /// What the model left open, and how it was decided.
    pub choices: Vec<Choice>,
    pub(crate) entities: Vec<EntityHome>,
    pub(crate) relations: Vec<RelationHome>,
    pub(crate) fields: BTreeMap<FieldRef, Vec<FieldHome>>,
}

/// Where the occurrences of an entity are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityHome {
    /// The table whose rows they are; none when the entity has no table (`stored none`).
    pub table: Option<TableId>,
    /// The test that tells them from other rows of that table.
    pub mark: Option<Mark>,
    /// How its direct subtypes are stored.
    pub strategy: Strategy,
    /// The column of its own table that names the subtype, when subtypes exclude each other.
    pub kind: Option<ColumnRef>,
}

/// How the direct subtypes of an entity are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// A table each, sharing the key.
    #[default]
    Joined,
    /// In the table of the supertype.
    Single,
    /// A table each that repeats the inherited fields; the supertype's table keeps key, identifiers and references.
    Separate,
}

/// Tells which rows of a table are occurrences of a subtype.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The column holds this value.
    Kind(ColumnRef, String),
    /// The boolean column is true.
    Flag(ColumnRef),
}

impl Mark {
    /// The column tested.
    pub fn column(&self) -> ColumnRef {
        match self {
            Mark::Kind(column, _) | Mark::Flag(column) => *column,
        }
    }
}

/// Where the occurrences of a relation are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationHome {
    /// In a table of their own; for each leg, its columns there (one, unless the entity is `stored none` with several identifiers).
    Table {
        /// The table.
        table: TableId,
        /// The columns of each leg.
        legs: Vec<Vec<usize>>,
    },
    /// In the table of the entity on one leg, as references to the others.
    Columns {
        /// The leg whose entity bears the references.
        bearer: usize,
        /// That entity's table.
        table: TableId,
        /// The columns of each leg; empty for the bearer's.
        legs: Vec<Vec<usize>>,
    },
    /// Nowhere (`stored none`).
    Nowhere,
}

impl RelationHome {
    /// The table, where there is one.
    pub fn table(&self) -> Option<TableId> {
        match self {
            RelationHome::Table { table, .. } | RelationHome::Columns { table, .. } => Some(*table),
            RelationHome::Nowhere => None,
        }
    }

    /// The columns of a leg; empty for the bearer's own.
    pub fn leg(&self, index: usize) -> &[usize] {
        match self {
            RelationHome::Table { legs, .. } | RelationHome::Columns { legs, .. } => {
                legs.get(index).map(Vec::as_slice).unwrap_or_default()
            }
            RelationHome::Nowhere => &[],
        }
    }
}

/// A place where a field is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldHome {
    /// The table.
    pub table: TableId,
    /// Its column; seven for an address, in the order of [`AddressPart::ALL`].
    pub columns: Vec<usize>,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Physical name.
    pub name: String,
    /// What it comes from.
    pub origin: TableOrigin,
    /// Documentation of the model; empty when absent.
    pub docs: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model; none for the table of counters.
    pub span: Option<Span>,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// The columns of the primary key.
    pub primary_key: Vec<usize>,
    /// Why that is the key.
    pub key_why: Text,
    /// Alternate keys.
    pub uniques: Vec<Unique>,
    /// References.
    pub foreign_keys: Vec<ForeignKey>,
    /// What must hold on each row.
    pub checks: Vec<Check>,
    /// What must hold when a row is written, since it reads the clock.
    pub write_rules: Vec<WriteRule>,
    /// Indexes besides those of keys.
    pub indexes: Vec<Index>,
}

/// What a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableOrigin {
    /// An entity.
    Entity(EntityId),
    /// A relation.
    Relation(RelationId),
    /// The last number given by each sequence.
    Counters,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Physical name.
    pub name: String,
    /// What it holds.
    pub ty: ColumnType,
    /// May be empty.
    pub nullable: bool,
    /// What it holds when nothing is said.
    pub default: Option<ColumnDefault>,
    /// What it comes from.
    pub origin: Origin,
    /// Label and documentation of the model; empty when absent.
    pub docs: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A 64-bit number given by the database when the row is inserted; only ever the column `id`.
    Serial,
    /// A 64-bit whole number.
    Integer,
    /// An exact number: total digits, digits after the point.
    Decimal(u8, u8),
    /// Characters, at most so many.
    Text(u32),
    /// Any number of characters.
    LongText,
    /// Truth value.
    Boolean,
    /// Day.
    Date,
    /// Time of day, to the second.
    Time,
    /// Instant, UTC, to the second.
    DateTime,
    /// Whole seconds.
    Duration,
    /// UUID.
    Uuid,
    /// JSON.
    Json,
}

/// What a column holds when an INSERT doesn't name it.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnDefault {
    /// A constant of the model, or its clock.
    Model(Expr),
    /// The instant of the insertion.
    Now,
    /// A whole number.
    Integer(i64),
    /// Characters.
    Text(String),
    /// False.
    False,
}

/// What a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The key given by the database or the application.
    Surrogate(EntityId),
    /// The key, being also the entity's only identifier, a `serial` field.
    Identifier(FieldRef),
    /// The key of the supertype, shared.
    Shared(EntityId),
    /// A field.
    Field(FieldRef),
    /// A part of an address.
    Address(FieldRef, AddressPart),
    /// A reference to the entity on a leg.
    Leg(LegRef),
    /// An identifier of the entity on a leg, which has no table.
    LegValue(LegRef, FieldRef),
    /// The name of the subtype.
    Kind(EntityId),
    /// The name of this subtype in its supertype, always the same: makes exclusivity a foreign key.
    KindOf(EntityId),
    /// Whether the row is of this subtype.
    Flag(EntityId),
    /// When the row was inserted.
    CreatedAt,
    /// When the row was last changed.
    UpdatedAt,
    /// How many times the row was changed, from 1: against lost updates.
    Version,
    /// A column of the table of counters.
    Counter,
}

/// A part of an `address`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressPart {
    /// Number and street.
    Street,
    /// Floor, building.
    Complement,
    /// Postal code.
    PostalCode,
    /// City.
    City,
    /// Country, ISO 3166-1 alpha-2.
    Country,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
}

impl AddressPart {
    /// All parts in the order of their columns.
    pub const ALL: [AddressPart; 7] = [
        AddressPart::Street,
        AddressPart::Complement,
        AddressPart::PostalCode,
        AddressPart::City,
        AddressPart::Country,
        AddressPart::Latitude,
        AddressPart::Longitude,
    ];

    /// Whether an address isn't one without it: street, postal code and city are, the others say more.
    pub fn is_needed(self) -> bool {
        matches!(self, AddressPart::Street | AddressPart::PostalCode | AddressPart::City)
    }

    /// The least and the greatest of its values, if it is a number.
    pub fn range(self) -> Option<(i32, i32)> {
        match self {
            AddressPart::Latitude => Some((-90, 90)),
            AddressPart::Longitude => Some((-180, 180)),
            _ => None,
        }
    }

    /// The end of its column's name in the model's language.
    pub fn suffix(self, locale: Locale) -> &'static str {
        let (fr, en) = match self {
            AddressPart::Street => ("rue", "street"),
            AddressPart::Complement => ("complement", "complement"),
            AddressPart::PostalCode => ("code_postal", "postal_code"),
            AddressPart::City => ("ville", "city"),
            AddressPart::Country => ("pays", "country"),
            AddressPart::Latitude => ("latitude", "latitude"),
            AddressPart::Longitude => ("longitude", "longitude"),
        };
        if locale == Locale::Fr { fr } else { en }
    }

    /// What its column holds.
    pub fn column_type(self) -> ColumnType {
        match self {
            AddressPart::Street | AddressPart::Complement => ColumnType::Text(200),
            AddressPart::PostalCode => ColumnType::Text(12),
            AddressPart::City => ColumnType::Text(120),
            AddressPart::Country => ColumnType::Text(2),
            AddressPart::Latitude | AddressPart::Longitude => ColumnType::Decimal(9, 6),
        }
    }
}

/// An alternate key.
#[derive(Debug, Clone)]
pub struct Unique {
    /// Name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<usize>,
    /// What is said when it is broken, in the model's language.
    pub message: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// A reference to another table.
#[derive(Debug, Clone)]
pub struct ForeignKey {
    /// Name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<usize>,
    /// The table referred to.
    pub target: TableId,
    /// The columns referred to.
    pub target_columns: Vec<usize>,
    /// What deleting the row referred to does.
    pub on_delete: OnDelete,
    /// Other columns emptied together with these when the row referred to is deleted (`detach`): the relation's other references and
    /// its fields.
    pub together: Vec<usize>,
    /// Checked at the end of the transaction where the engine can: part of a cycle of mandatory references.
    pub deferrable: bool,
    /// The leg it stands for; none between subtype and supertype.
    pub leg: Option<LegRef>,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// What must hold on each row of a table.
#[derive(Debug, Clone)]
pub struct Check {
    /// Name.
    pub name: String,
    /// What must hold; like a CHECK, it holds when it is neither true nor false.
    pub condition: RowCondition,
    /// The columns it reads, in order.
    pub columns: Vec<usize>,
    /// The rows it speaks of, where not all.
    pub only: Option<Mark>,
    /// What is said when it is broken, in the model's language.
    pub message: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// A condition on one row. Numbers are places of columns of the table.
#[derive(Debug, Clone)]
pub enum RowCondition {
    /// A typed expression, of the entity's or relation's row.
    Expr(Expr),
    /// Membership in a closed list.
    OneOf(usize, Vec<String>),
    /// Number of characters, both included.
    Length(usize, u32, u32),
    /// The value is of the column's type: engines whose types don't see to it by themselves.
    WellFormed(usize),
    /// A number between two constants, both included.
    Within(usize, i32, i32),
    /// Characters, `@`, characters.
    HasAtSign(usize),
    /// A regular expression on the whole value: engines that have them.
    Matches(usize, String),
    /// All these columns are empty or none is.
    Together(Vec<usize>),
    /// Where the first list is empty, so is the second; where it is filled, so is the third.
    Follows {
        /// The references.
        key: Vec<usize>,
        /// Empty without them.
        fields: Vec<usize>,
        /// Filled with them.
        required: Vec<usize>,
    },
    /// The row is of the subtype, or these columns are empty; of the subtype, and these are filled.
    Belongs {
        /// The subtype.
        mark: Mark,
        /// Empty in other rows.
        fields: Vec<usize>,
        /// Filled in its rows.
        required: Vec<usize>,
    },
    /// How many of these columns are filled (for booleans: true), both included; none: no upper bound.
    Filled(Vec<usize>, u32, Option<u32>),
    /// The first column filled, so is the second.
    Implies(usize, usize),
    /// The column always holds this.
    Always(usize, String),
}

/// A rule that reads the clock: checked when its fields are written.
#[derive(Debug, Clone)]
pub struct WriteRule {
    /// Name.
    pub name: String,
    /// What must hold.
    pub expr: Expr,
    /// The rows it speaks of, where not all.
    pub only: Option<Mark>,
    /// The columns it reads: a row is checked when it is inserted, and when one of them changes.
    pub columns: Vec<usize>,
    /// What is said when it is broken.
    pub message: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// A rule that reads several rows, of the model: the application checks it in the transaction that writes.
#[derive(Debug, Clone)]
pub struct RowRule {
    /// Name.
    pub name: String,
    /// Whose rule it is.
    pub owner: crate::mcd::Owner,
    /// What must hold.
    pub expr: Expr,
    /// What is said when it is broken.
    pub message: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// An index.
#[derive(Debug, Clone)]
pub struct Index {
    /// Name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<usize>,
    /// Which rule put it there.
    pub why: Text,
}

/// What must hold for each row of a table at the end of a transaction, and takes other rows to tell.
#[derive(Debug, Clone)]
pub struct Deferred {
    /// Name.
    pub name: String,
    /// What it enforces.
    pub kind: DeferredKind,
    /// The table whose rows are judged.
    pub subject: TableId,
    /// The rows judged, where not all.
    pub only: Option<Mark>,
    /// What must hold.
    pub condition: Condition,
    /// The writes after which rows are judged again.
    pub watches: Vec<Watch>,
    /// What is said when it is broken, in the model's language.
    pub message: String,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// What a [`Deferred`] enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeferredKind {
    /// Least number of occurrences of a leg.
    Minimum(LegRef),
    /// Greatest number of occurrences of a leg.
    Maximum(LegRef),
    /// Every occurrence has the subtype that it says, one where the model says so.
    Subtype(EntityId),
    /// A reference to a subtype that shares its supertype's table.
    Reference(LegRef),
    /// A dependency among legs that no key holds.
    Dependency(RelationId),
    /// A constraint between relations.
    Constraint(ConstraintKind),
}

/// A condition on a subject row and others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// How many rows match, both included; none: no upper bound.
    Count(Matching, u32, Option<u32>),
    /// How many of these have a matching row, both included; none: no upper bound.
    Number(Vec<Matching>, u32, Option<u32>),
    /// All of these have a matching row, or none has.
    AllOrNone(Vec<Matching>),
    /// The first has a matching row, hence the second.
    Implies(Matching, Matching),
    /// The column holds one of these and the table named with it has a matching row; the empty column holds when `true`.
    KindHolds(usize, Vec<(String, Matching)>, bool),
}

/// Rows that go with a subject row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// Where they are; the subject's own table stands for the subject row itself when `link` is empty.
    pub table: TableId,
    /// Equal columns: theirs, the subject's. Empty: the subject row itself.
    pub link: Vec<(usize, usize)>,
    /// Columns that are filled in them.
    pub filled: Vec<usize>,
    /// A column that differs from the subject's: theirs, the subject's.
    pub differs: Option<(usize, usize)>,
    /// What marks them.
    pub mark: Option<Mark>,
}

/// A write after which subject rows are judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The table written.
    pub table: TableId,
    /// What is done to it.
    pub event: Event,
    /// Which subject rows: their columns, the written row's.
    pub link: Vec<(usize, usize)>,
    /// What it can do to the condition.
    pub effect: Effect,
}

/// What a write can do to a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Mend it: an engine that remembers what is pending looks again.
    Mends,
    /// Break it, until a later statement of the transaction mends it.
    Breaks,
    /// Break it, and an engine that can't wait refuses it at once: statements can be put in an order that avoids it.
    BreaksAtOnce,
}

/// A write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A row is inserted: the new row leads to the subject.
    Insert,
    /// A row is deleted: the old row leads to the subject.
    Delete,
    /// One of these columns changes: the new row leads to the subject.
    UpdateTo(Vec<usize>),
    /// One of these columns changes: the old row leads to the subject.
    UpdateFrom(Vec<usize>),
}

/// A gapless number (`sequence`, or a `serial` that isn't the key).
#[derive(Debug, Clone)]
pub struct Sequence {
    /// The field.
    pub field: FieldRef,
    /// Its name in the table of counters.
    pub name: String,
    /// How a number is written.
    pub pattern: SequencePattern,
    /// Where it is stored.
    pub column: ColumnRef,
}

/// What the model left open.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What was decided and why it was open.
    pub decided: Text,
    /// What to write to decide otherwise.
    pub overrule: Text,
    /// Where in the model.
    pub span: Option<Span>,
}
