//! Tree to conceptual model: every name becomes an id, every expression is typed.
//!
//! Reports what can't be resolved and leaves it out, so that the rest of the model is still judged in the same run.
//! Invariant: one cause gives one diagnostic; a name that was reported once isn't complained of again.

mod declare;
mod expressions;
mod fields;
mod folding;
mod gaps;
mod kinds;
mod members;
mod paths;
mod relations;
mod renamed;
mod rights;
mod settings;
#[cfg(test)]
mod tests;
mod types;
mod typing;
mod views;

use std::collections::HashMap;

use indexmap::IndexMap;
pub use kinds::KINDS;

use super::model::{EntityId, Mcd, RelationId};
use crate::diag::{Diagnostic, Sink};
use crate::source::SourceMap;
use crate::syntax::ast::{self, Parsed};

/// Resolves the files of one model.
pub fn resolve(files: &[Parsed], sources: &SourceMap, sink: &mut Sink) -> Mcd {
    let gaps = gaps::Gaps::of(files);
    let mut resolver = Resolver {
        sources,
        sink,
        mcd: Mcd::default(),
        names: Names::default(),
        gaps,
        unknown_entities: IndexMap::new(),
    };
    let items: Vec<&ast::Item> = files.iter().flat_map(|file| &file.items).collect();
    resolver.mcd.crm.locale = settings::locale(&items);
    let declared = declare::declare(&mut resolver, &items);
    fields::resolve_fields(&mut resolver, &declared);
    relations::resolve_legs(&mut resolver, &declared);
    members::resolve_members(&mut resolver, &declared);
    settings::resolve_crm(&mut resolver, &items);
    expressions::resolve_expressions(&mut resolver, &declared);
    rights::resolve_constraints_and_roles(&mut resolver, &items);
    views::resolve_views(&mut resolver, &items);
    resolver.unknown_entities.into_values().for_each(|unknown| resolver.sink.push(unknown));
    resolver.mcd
}

/// What is being built, and where problems go.
struct Resolver<'a> {
    sources: &'a SourceMap,
    sink: &'a mut Sink,
    mcd: Mcd,
    names: Names,
    /// What was reported and left out.
    gaps: gaps::Gaps,
    /// One problem for each entity that isn't declared, however often it is named.
    unknown_entities: IndexMap<String, Diagnostic>,
}

/// Names declared at top level.
#[derive(Default)]
struct Names {
    entities: HashMap<String, EntityId>,
    relations: HashMap<String, RelationId>,
    /// Named types, resolved or found wrong (`None`).
    types: HashMap<String, Option<types::Domain>>,
}
