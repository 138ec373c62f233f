//! What is missing from the model because it was reported already: what refers to it isn't complained of again.
//!
//! Decides only whether a name that leads nowhere is explained by an earlier problem.

use std::collections::HashSet;

use crate::mcd::model::{EntityId, FieldRef, Mcd, Owner, RelationId};
use crate::source::Span;
use crate::syntax::ast::{Name, Parsed};

/// The holes that reported problems left.
#[derive(Default)]
pub(super) struct Gaps {
    /// Names on lines that didn't parse.
    lost: HashSet<String>,
    lost_at: Vec<Span>,
    /// Entities and relations of which a part was left out.
    incomplete: HashSet<Owner>,
    /// Fields whose type isn't known.
    untyped: HashSet<FieldRef>,
    /// The setting `users` was reported.
    users: bool,
}

impl Gaps {
    /// What the parser left out.
    pub(super) fn of(files: &[Parsed]) -> Self {
        let lost: Vec<&Name> = files.iter().flat_map(|file| &file.lost).collect();
        Gaps {
            lost: lost.iter().map(|name| name.text.clone()).collect(),
            lost_at: lost.iter().map(|name| name.span).collect(),
            ..Gaps::default()
        }
    }

    /// A part of `owner` was left out.
    pub(super) fn is_incomplete(&mut self, owner: Owner) {
        self.incomplete.insert(owner);
    }

    /// Whether a part of `owner` was left out.
    pub(super) fn is_partial(&self, owner: Owner) -> bool {
        self.incomplete.contains(&owner)
    }

    /// As [`Gaps::is_incomplete`], if a line within the relation's text didn't parse: it may have been a leg.
    pub(super) fn declared(&mut self, relation: RelationId, span: Span) {
        let within = |lost: &Span| lost.file == span.file && span.start <= lost.start && lost.end <= span.end;
        if self.lost_at.iter().any(within) {
            self.incomplete.insert(Owner::Relation(relation));
        }
    }

    /// The setting `users` names an entity that isn't declared.
    pub(super) fn has_no_users(&mut self) {
        self.users = true;
    }

    /// Whether the setting `users` was reported.
    pub(super) fn explain_users(&self) -> bool {
        self.users
    }

    /// The field's type is wrong: nothing can be said of its values.
    pub(super) fn is_untyped(&mut self, field: FieldRef) {
        self.untyped.insert(field);
    }

    /// Whether the field's type is wrong.
    pub(super) fn has_no_type(&self, field: FieldRef) -> bool {
        self.untyped.contains(&field)
    }

    /// Whether the name is on a line that didn't parse.
    pub(super) fn lost(&self, name: &str) -> bool {
        self.lost.contains(name)
    }

    /// Whether `name`, which leads nowhere from `owner`, may be what was left out.
    pub(super) fn explain(&self, mcd: &Mcd, owner: Owner, name: &str) -> bool {
        self.lost(name)
            || self.incomplete.contains(&owner)
            || matches!(owner, Owner::Entity(id) if self.surroundings_are_incomplete(mcd, id))
            || self.incomplete_relations(mcd).any(|id| leads_by(mcd, id, name))
    }

    fn surroundings_are_incomplete(&self, mcd: &Mcd, id: EntityId) -> bool {
        mcd.lineage(id).into_iter().any(|entity| {
            let relations = mcd.legs_of(entity).into_iter().map(|leg| Owner::Relation(leg.relation));
            self.incomplete.contains(&Owner::Entity(entity))
                || relations.into_iter().any(|of| self.incomplete.contains(&of))
        })
    }

    fn incomplete_relations<'a>(&'a self, mcd: &'a Mcd) -> impl Iterator<Item = RelationId> + 'a {
        mcd.relations().map(|(id, _)| id).filter(|id| self.incomplete.contains(&Owner::Relation(*id)))
    }
}

/// Whether a path may go over the relation by this name: its own, or a leg's.
fn leads_by(mcd: &Mcd, id: RelationId, name: &str) -> bool {
    let relation = mcd.relation(id);
    relation.name == name || relation.legs.iter().any(|leg| leg.navigation == name)
}
