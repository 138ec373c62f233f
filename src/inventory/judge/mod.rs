//! What the client's files say of the model's dependencies: that a stated one is broken, that one is missing, that facts kept together have
//! nothing to do with each other (M55xx).
//!
//! Judges the model by the rows, one file a sentence that must be true; what is wrong with the rows themselves is the audit's.
//! Invariant: nothing is said of a dependency that the register rejects, nor of what the model accepts.

mod each_property_stands_with_what_determines_it;
mod independent_facts_are_apart;
mod rows_keep_what_is_stated;

use super::dependencies::{Found, Status, Verdict};
use super::matching::{TableMatch, match_tables};
use super::read::Table;
use crate::diag::{Diagnostic, Kind};
use crate::mcd::{FieldRef, Mcd, Owner};

/// The kinds of this room.
pub static KINDS: &[&Kind] = &[
    &rows_keep_what_is_stated::BROKEN,
    &each_property_stands_with_what_determines_it::MISSING,
    &each_property_stands_with_what_determines_it::MISPLACED,
    &independent_facts_are_apart::INDEPENDENT,
];

/// A kind with its page.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident = $code:literal $severity:ident) => {
        $(#[$doc])*
        pub(super) static $name: $crate::diag::Kind = $crate::diag::Kind {
            code: $code,
            severity: $crate::diag::Severity::$severity,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/inventory/pages/", $code, ".md")),
        };
    };
}
use kind;

/// What the model is held against.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// The files.
    pub tables: &'a [Table],
    /// What was found in each.
    pub found: &'a [Found],
    /// What the register says.
    pub verdicts: &'a [Verdict],
}

/// Judges a model by the rows of files.
pub fn judge(mcd: &Mcd, data: Data<'_>) -> Vec<Diagnostic> {
    let matches = match_tables(mcd, data.tables);
    let mut said = Vec::new();
    for (at, (table, matched)) in data.tables.iter().zip(&matches).enumerate() {
        let held = Held { mcd, at, table, matched, found: data.found.get(at), verdicts: data.verdicts };
        said.extend(rows_keep_what_is_stated::judge(&held));
        said.extend(each_property_stands_with_what_determines_it::judge(&held));
        said.extend(independent_facts_are_apart::judge(&held));
    }
    said.retain(|(owner, diagnostic)| !is_accepted(mcd, *owner, diagnostic));
    let mut diagnostics: Vec<Diagnostic> = said.into_iter().map(|(_, diagnostic)| diagnostic).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    diagnostics
}

/// A diagnostic with the entity or relation that it is about.
type Said = (Owner, Diagnostic);

/// A table held against the model.
struct Held<'h> {
    mcd: &'h Mcd,
    at: usize,
    table: &'h Table,
    matched: &'h TableMatch,
    found: Option<&'h Found>,
    verdicts: &'h [Verdict],
}

impl Held<'_> {
    fn field(&self, column: usize) -> Option<FieldRef> {
        self.matched.fates.get(column)?.field()
    }

    fn is_rejected(&self, left: &[usize], right: usize) -> bool {
        let own = |verdict: &&Verdict| verdict.table == self.at && verdict.left == left && verdict.right == right;
        self.verdicts.iter().find(own).is_some_and(|verdict| verdict.status == Status::Rejected)
    }

    fn column_names(&self, columns: &[usize]) -> String {
        let names = columns.iter().filter_map(|at| self.table.columns.get(*at)).map(|column| column.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    /// The file, and its sheet where it has several.
    fn file(&self) -> &str {
        &self.table.name
    }
}

fn is_accepted(mcd: &Mcd, owner: Owner, diagnostic: &Diagnostic) -> bool {
    let accepts = match owner {
        Owner::Entity(id) => &mcd.entity(id).accepts,
        Owner::Relation(id) => &mcd.relation(id).accepts,
    };
    accepts.iter().any(|line| line.code == diagnostic.kind.code)
}
