//! What a diagram shows of a model: boxes with rows, and links between them. No geometry yet.
//!
//! Invariant: a link joins boxes of the same view, and every id is unique in it.

mod hubs;
mod marks;
mod mcd;
mod overview;
mod revision;
mod select;
mod table_revision;
mod tables;
mod types;

pub use hubs::chips;
pub use marks::{Counts, Mark};
pub use mcd::mcd;
pub use overview::{area_name, overview, places};
pub use revision::{Revision, revision};
pub use select::{Selection, of_area, select};
pub use table_revision::{Lowered, table_revision};
pub use tables::tables;

use crate::mcd::OnDelete;

/// What is shown.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// What the model is called.
    pub title: String,
    /// What is shown of it: `MCD`.
    pub level: String,
    /// Which diagram it is.
    pub kind: Kind,
    /// The language of the model is French.
    pub is_french: bool,
    /// Boxes in the model's order.
    pub boxes: Vec<Node>,
    /// Links in the model's order.
    pub links: Vec<Link>,
    /// Parts of the business, in order of appearance: their names.
    pub areas: Vec<String>,
    /// What the cartouche says of how much there is; counted where none is given.
    pub counted: Option<String>,
    /// What the cartouche says of the revision and its date, a line each.
    pub stamp: Vec<String>,
    /// It shows what changed: marks say what, and the rest stays in the background.
    pub is_revision: bool,
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
    /// What people call it; empty where that is its title.
    pub label: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Its part of the business, as a place in [`View::areas`].
    pub area: Option<usize>,
    /// Its definition.
    pub docs: String,
    /// What is unique besides its identifier: names of its rows, a group each.
    pub uniques: Vec<Vec<String>>,
    /// It belongs elsewhere, and is shown since it is linked to what is here.
    pub ghost: bool,
    /// What a revision did to it.
    pub mark: Option<Mark>,
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

impl Look {
    /// An entity or a table: what links lead to.
    pub fn is_thing(self) -> bool {
        matches!(self, Look::Entity | Look::Table)
    }
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
    /// Its type, in the words of the model or of the tables.
    pub ty: String,
    /// What people call it; empty where that is its name.
    pub label: String,
    /// It must have a value.
    pub required: bool,
    /// What a revision did to it.
    pub mark: Option<Mark>,
    /// Its definition.
    pub docs: String,
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
    /// It isn't a field: it names what is drawn elsewhere.
    Elsewhere,
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
    /// What it is in the model.
    pub tie: Tie,
    /// What a revision did to it.
    pub mark: Option<Mark>,
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

/// What a link is in the model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Tie {
    /// A line of a constraint or of a dependency.
    #[default]
    Constraint,
    /// From an entity to a relation.
    Leg {
        /// Least number of times.
        min: u32,
        /// Greatest number of times; none: `n`.
        max: Option<u32>,
    },
    /// From a supertype to the sign of its subtypes.
    Supertype,
    /// From a subtype to that sign.
    Subtype,
    /// From a table to another.
    Reference {
        /// Its columns.
        columns: Vec<String>,
        /// Those that they refer to.
        target_columns: Vec<String>,
        /// Rows may refer to none.
        optional: bool,
        /// No two rows refer to the same one.
        unique: bool,
        /// The columns are part of the primary key.
        identifying: bool,
        /// What deleting the row referred to does.
        on_delete: OnDelete,
    },
}
