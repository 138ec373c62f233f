//! What is put together while a module's metadata is written: constants, enumerations, references, statements.
//!
//! Gives each its name, unique in the module.

use super::data::*;
use super::text::sql_literal;
use crate::app::layout::Node;
use crate::app::names::Scope;
use crate::app::queries::Queries;

/// What is put together while a module's metadata is written.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) statics: Scope,
    pub(super) types: Scope,
    pub(super) enums: Vec<EnumView>,
    pub(super) references: Vec<ReferenceView>,
    pub(super) statements: Vec<StatementView>,
}

impl Parts {
    pub(super) fn new(type_name: &str, trait_name: &str) -> Self {
        let mut parts = Parts::default();
        for taken in ["META", "FIELDS", "SELECT", "INSERT", "UPDATE", "DELETE", "ADOPT"] {
            parts.statics.take(taken);
        }
        parts.types.take(type_name);
        parts.types.take(&format!("{type_name}{trait_name}"));
        parts
    }

    /// Adds a statement under a constant of this name, and gives the constant.
    pub(super) fn statement(&mut self, constant: &str, docs: Vec<String>, sql: &str) -> String {
        self.statements.push(StatementView { constant: constant.to_owned(), docs, sql: sql_literal(sql) });
        constant.to_owned()
    }

    /// The `sql` line of the metadata, its statements being added.
    pub(super) fn sql(&mut self, queries: &Queries) -> Node {
        let all = [
            ("select", "SELECT", &queries.select),
            ("insert", "INSERT", &queries.insert),
            ("update", "UPDATE", &queries.update),
            ("delete", "DELETE", &queries.delete),
        ];
        let field = |(name, constant, sql): (&str, &str, &String)| {
            let value = if sql.is_empty() { "\"\"".to_owned() } else { self.statement(constant, Vec::new(), sql) };
            (name.to_owned(), Node::atom(value))
        };
        Node::Struct("Sql".into(), all.into_iter().map(field).collect())
    }
}
