//! The physical relational model: surrogate keys, names, and everything the database enforces.
//!
//! Built in passes, each in its file, so that a table's columns come in this order: key, kinds, references that identify,
//! fields, other references with their relation's fields, bookkeeping. Writes no SQL.

mod bookkeeping;
mod constraints;
mod draft;
mod entities;
mod fields;
mod local;
mod participation;
mod references;
mod rules;
mod uniques;

pub use fields::{column_type, constant_default};

use super::decide::{Decisions, decide};
use super::schema::{Mld, Options};
use crate::mcd::Mcd;
use draft::Draft;
pub(crate) use draft::{Named, Renamed};

/// The physical model of a conceptual one.
///
/// Total: a model with errors gives a relational model of what could be understood.
pub fn lower(mcd: &Mcd, options: Options) -> Mld {
    build(mcd, &decide(mcd), options)
}

/// The physical model under decisions already taken.
pub fn build(mcd: &Mcd, decisions: &Decisions, options: Options) -> Mld {
    let mut draft = with_columns(mcd, decisions, options);
    uniques::add_uniques(&mut draft);
    fields::add_bounds(&mut draft);
    rules::add_rules(&mut draft);
    participation::add_bounds(&mut draft);
    constraints::add_constraints(&mut draft);
    bookkeeping::add_sequences(&mut draft);
    bookkeeping::add_indexes(&mut draft);
    bookkeeping::mark_cycles(&mut draft);
    draft.mld
}

/// The tables with their columns, and what couldn't keep its name.
pub(crate) fn names(mcd: &Mcd) -> (Mld, Vec<Renamed>) {
    let decisions = decide(mcd);
    let draft = with_columns(mcd, &decisions, Options::default());
    (draft.mld, draft.renamed)
}

fn with_columns<'a>(mcd: &'a Mcd, decisions: &'a Decisions, options: Options) -> Draft<'a> {
    let mut draft = Draft::new(mcd, decisions, options);
    entities::add_tables(&mut draft);
    references::add_relation_tables(&mut draft);
    entities::add_keys(&mut draft);
    references::add_identifying(&mut draft);
    fields::add_entity_fields(&mut draft);
    references::add_others(&mut draft);
    bookkeeping::add_columns(&mut draft);
    draft
}
