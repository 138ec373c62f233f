//! What a diagram shows of a model: boxes with rows, and links between them. No geometry yet.
//!
//! Invariant: a link joins boxes of the same view, and every id is unique in it.

mod mcd;
mod select;
mod tables;

pub use mcd::mcd;
pub use select::{Selection, select};
pub use tables::tables;

/// What is shown.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What the model is called.
    pub title: String,
    /// What is shown of it: `MCD`.
    pub level: String,
    /// The language of the model is French.
    pub is_french: bool,
    /// Boxes in the model's order.
    pub boxes: Vec<Node>,
    /// Links in the model's order.
    pub links: Vec<Link>,
    /// Parts of the business, in order of appearance: their names.
    pub areas: Vec<String>,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Names only.
    Names,
    /// Names and identifiers; references in tables.
    Keys,
    /// Everything.
    #[default]
    All,
}

/// Which diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The conceptual model.
    #[default]
    Mcd,
    /// The relational model.
    Mld,
    /// The relational model, with crow's feet.
    Crow,
}

/// A box.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// `entity-Client`.
    pub id: String,
    /// How it looks.
    pub shape: Look,
    /// Its title, or the sign it bears.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Its part of the business, as a place in [`View::areas`].
    pub area: Option<usize>,
    /// Its definition.
    pub docs: String,
    /// It belongs elsewhere, and is shown since it is linked to what is here.
    pub ghost: bool,
}

/// How a box looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// A filled header, rows below.
    #[default]
    Entity,
    /// Round; rows below where it has fields.
    Relation,
    /// As an entity, with types at the right.
    Table,
    /// A triangle: subtypes.
    Triangle,
    /// A circle: a constraint.
    Circle,
}

/// A row of a box.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What is written left.
    pub name: String,
    /// What is written right, in grey.
    pub right: String,
    /// How it takes part in identifiers.
    pub role: Role,
}

/// How a row takes part in identifiers and references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// It doesn't.
    #[default]
    Plain,
    /// Identifier or primary key.
    Identifier,
    /// Alternate identifier.
    Alternate,
    /// Foreign key.
    Reference,
    /// Both.
    IdentifierReference,
}

/// A link.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// `leg-Demander-Client`.
    pub id: String,
    /// The box it starts from: an entity, a table that refers.
    pub source: usize,
    /// The box it goes to.
    pub target: usize,
    /// The row of the source it starts from.
    pub row: Option<usize>,
    /// Beside its source: `0,n`.
    pub card: String,
    /// Along it: a role.
    pub role: String,
    /// Interrupted: a constraint.
    pub dashed: bool,
    /// What its ends bear.
    pub ends: [Tip; 2],
    /// What it says, for those who don't see it.
    pub title: String,
}

/// What the end of a link bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tip {
    /// Nothing.
    #[default]
    None,
    /// An arrow.
    Arrow,
    /// A crow's foot: many, maybe none.
    Many,
    /// A bar: exactly one.
    One,
    /// A circle and a bar: one at most.
    MaybeOne,
}
