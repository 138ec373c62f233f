//! What the templates of modules see, as data.
//!
//! Every name and text is final. Nothing is computed here.

use serde::Serialize;

use crate::mcd::EnumId;

/// A module of `entities/` or `relations/`.
#[derive(Debug, Serialize)]
pub(in crate::app) struct ModuleView {
    pub(super) intro: String,
    pub(super) type_name: String,
    /// The name in the model, as a literal of Rust.
    pub(super) name_literal: String,
    pub(super) variable: String,
    pub(super) parent: Option<ParentView>,
    pub(super) empty: bool,
    pub(super) fields: Vec<FieldView>,
    pub(super) enums: Vec<EnumView>,
    pub(super) rules: Vec<RuleView>,
    pub(super) clock: bool,
    pub(super) literals: Vec<String>,
    pub(super) references: Vec<ReferenceView>,
    pub(super) statements: Vec<StatementView>,
    pub(super) meta: Vec<Entry>,
    #[serde(rename = "trait")]
    pub(super) trait_name: &'static str,
}

/// The supertype of a module's struct.
#[derive(Debug, Serialize)]
pub(super) struct ParentView {
    pub(super) module: String,
    pub(super) field: String,
    pub(super) type_name: String,
}

/// A field of a module's struct.
#[derive(Debug, Serialize)]
pub(super) struct FieldView {
    pub(super) identifier: String,
    pub(super) rust_type: String,
    pub(super) literal: String,
}

/// An enumeration of a module.
#[derive(Debug, Serialize)]
pub(super) struct EnumView {
    #[serde(skip)]
    pub(super) id: EnumId,
    pub(super) type_name: String,
    pub(super) constant: String,
    pub(super) values: Vec<ValueView>,
}

/// A value of an enumeration.
#[derive(Debug, Serialize)]
pub(super) struct ValueView {
    pub(super) variant: String,
    pub(super) code: String,
    pub(super) label: String,
}

/// A rule over one row.
#[derive(Debug, Serialize)]
pub(super) struct RuleView {
    pub(super) docs: String,
    pub(super) method: String,
    pub(super) constant: String,
    pub(super) constraint: String,
    pub(super) message: String,
    pub(super) fields: String,
    pub(super) values: String,
    pub(super) body: String,
    /// It is given the clock: the time, or the zone.
    pub(super) clock: bool,
    /// It judges what is written, and not what was.
    pub(super) when_written: bool,
}

/// What a reference points at.
#[derive(Debug, Serialize)]
pub(super) struct ReferenceView {
    pub(super) constant: String,
    pub(super) literal: String,
}

/// A statement.
#[derive(Debug, Serialize)]
pub(super) struct StatementView {
    pub(super) constant: String,
    pub(super) docs: Vec<String>,
    pub(super) sql: String,
}

/// A line of the metadata: one value, or a list.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) items: Vec<String>,
}

/// `entities/mod.rs` and `relations/mod.rs`.
#[derive(Debug, Serialize)]
pub(in crate::app) struct IndexView {
    pub(super) what: &'static str,
    #[serde(rename = "trait")]
    pub(super) trait_name: &'static str,
    pub(super) modules: Vec<String>,
    pub(super) all: Vec<String>,
}
