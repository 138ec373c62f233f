//! Statements as data: what is created, dialect apart.
//!
//! Expressions inside are already spelled in the dialect they were made for; names are not yet quoted.

use crate::mcd::OnDelete;
use crate::mld::ColumnType;

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `CREATE TABLE`
    CreateTable(CreateTable),
    /// `ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY`, for references that go round in a circle.
    AddForeignKey {
        /// The table that refers.
        table: String,
        /// The reference.
        key: References,
    },
    /// `CREATE INDEX`
    CreateIndex {
        /// Name.
        name: String,
        /// The table.
        table: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// `CREATE TRIGGER`
    CreateTrigger(Trigger),
    /// A step of a migration.
    Move(super::moves::Move),
    /// The two tables by which SQLite defers a refusal to the end of a transaction.
    CreatePending,
}

/// A table to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTable {
    /// Name.
    pub name: String,
    /// Columns in order.
    pub columns: Vec<ColumnDefinition>,
    /// The columns of the primary key.
    pub primary_key: Vec<String>,
    /// Named constraints in order: keys, references, checks.
    pub constraints: Vec<Constraint>,
    /// Kept where the engine keeps comments; empty for none.
    pub comment: String,
}

/// A column to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDefinition {
    /// Name.
    pub name: String,
    /// What it holds.
    pub ty: ColumnType,
    /// Is part of a key: MariaDB can't index texts of any length.
    pub in_key: bool,
    /// May be empty.
    pub nullable: bool,
    /// Spelled in the dialect.
    pub default: Option<String>,
    /// Kept where the engine keeps comments; empty for none.
    pub comment: String,
}

/// A named constraint of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `UNIQUE`
    Unique {
        /// Name.
        name: String,
        /// Columns.
        columns: Vec<String>,
    },
    /// `FOREIGN KEY`
    References(References),
    /// `CHECK`
    Check {
        /// Name.
        name: String,
        /// Spelled in the dialect.
        condition: String,
    },
}

/// A reference.
#[derive(Debug, Clone, PartialEq)]
pub struct References {
    /// Name.
    pub name: String,
    /// Columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub target: String,
    /// The columns referred to.
    pub target_columns: Vec<String>,
    /// What deleting the row referred to does.
    pub on_delete: OnDelete,
    /// Checked at the end of the transaction where the engine can.
    pub deferrable: bool,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// Name.
    pub name: String,
    /// The table written.
    pub table: String,
    /// What is done to it.
    pub event: TriggerEvent,
    /// The name of the constraint it stands for, as the engine reports it.
    pub constraint: String,
    /// What is said when it refuses.
    pub message: String,
    /// What it does.
    pub action: TriggerAction,
}

/// A write.
#[derive(Debug, Clone, PartialEq)]
pub enum TriggerEvent {
    /// A row is inserted.
    Insert,
    /// One of these columns changes.
    Update(Vec<String>),
    /// A row is deleted.
    Delete,
}

/// What a trigger does.
#[derive(Debug, Clone, PartialEq)]
pub enum TriggerAction {
    /// Refuses a row before it is written, when this holds; spelled over `NEW`.
    Refuse {
        /// The violation.
        violated: String,
    },
    /// Judges the rows that the written one leads to, at the end of the transaction where the engine can, else at once.
    Judge {
        /// Their table.
        subject: String,
        /// Their key.
        key: Vec<String>,
        /// Which rows: spelled over `s` and `NEW` or `OLD`.
        reached: String,
        /// The violation: spelled over `s`.
        violated: String,
    },
    /// Empties references to a deleted row, with what goes with them.
    Release {
        /// The table that refers.
        referring: String,
        /// Its columns that are emptied; the first is the reference.
        columns: Vec<String>,
        /// The column referred to.
        key: String,
    },
    /// Forgets what is pending about a deleted row (SQLite).
    Forget {
        /// Its key.
        key: Vec<String>,
    },
}
