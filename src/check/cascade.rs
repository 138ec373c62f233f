//! Which declaration a place lies in, and which findings are but the echo of an earlier error.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Severity, Sink};
use crate::mcd::{Mcd, Owner};
use crate::source::Span;

/// The code of a second declaration of one name.
const DECLARED_TWICE: &str = "M2001";

/// The declarations of a model in the order of the text.
pub(super) struct Places {
    sorted: Vec<(Span, Owner)>,
}

impl Places {
    pub(super) fn of(mcd: &Mcd) -> Self {
        let entities = mcd.entities().map(|(id, entity)| (entity.span, Owner::Entity(id)));
        let relations = mcd.relations().map(|(id, relation)| (relation.span, Owner::Relation(id)));
        let mut sorted: Vec<(Span, Owner)> = entities.chain(relations).collect();
        sorted.sort();
        Places { sorted }
    }

    /// The entity or relation whose declaration holds `span`.
    pub(super) fn owner(&self, span: Span) -> Option<Owner> {
        let after = self.sorted.partition_point(|(at, _)| (at.file, at.start) <= (span.file, span.start));
        let (at, owner) = self.sorted.get(after.checked_sub(1)?)?;
        (at.file == span.file && span.end <= at.end).then_some(*owner)
    }
}

/// The errors met before the checks.
pub(super) struct Earlier<'a> {
    places: &'a Places,
    /// Where they are; a field with an error is one as a whole, since what it is isn't known.
    spans: Vec<Span>,
    owners: HashSet<Owner>,
    /// An error in a relation, or outside of every entity and relation: a leg may have been lost.
    legs_lost: bool,
    /// An error outside of every entity and relation: a whole declaration may have been lost.
    items_lost: bool,
}

impl<'a> Earlier<'a> {
    pub(super) fn of(mcd: &Mcd, places: &'a Places, sink: &Sink) -> Self {
        let errors = || sink.diagnostics().iter().filter(|diagnostic| diagnostic.kind.severity == Severity::Error);
        let owners: Vec<Option<Owner>> = errors().flat_map(|error| owners_of(mcd, places, error)).collect();
        let whole = |span: Span| places.owner(span).and_then(|owner| field_around(mcd, owner, span)).unwrap_or(span);
        Earlier {
            places,
            spans: errors().map(|diagnostic| whole(diagnostic.primary.span)).collect(),
            legs_lost: owners.iter().any(|owner| !matches!(owner, Some(Owner::Entity(_)))),
            items_lost: owners.contains(&None),
            owners: owners.into_iter().flatten().collect(),
        }
    }

    /// Whether there were none.
    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether an earlier error may be the cause of `diagnostic`, of a rule that says that something is missing or not: of a declaration with errors, only other errors are worth telling.
    pub(super) fn explains(&self, misses: bool, diagnostic: &Diagnostic) -> bool {
        if self.is_empty() {
            return false;
        }
        let span = diagnostic.primary.span;
        let touched = self.places.owner(span).is_some_and(|owner| self.owners.contains(&owner));
        let minor = diagnostic.kind.severity != Severity::Error;
        let around = |error: &Span| contains(*error, span) || minor && contains(span, *error);
        let there = self.spans.iter().any(around);
        there || touched && minor || misses && self.may_have_lost(span)
    }

    fn may_have_lost(&self, span: Span) -> bool {
        match self.places.owner(span) {
            Some(owner @ Owner::Entity(_)) => self.legs_lost || self.owners.contains(&owner),
            Some(owner @ Owner::Relation(_)) => self.items_lost || self.owners.contains(&owner),
            None => true,
        }
    }
}

/// The declarations that an error touches, none for a place outside of all.
///
/// A second declaration of a name is left out, but the name stands for the first: only what the first lacks may be its echo. A relation
/// that is left out so has lost its legs besides.
fn owners_of(mcd: &Mcd, places: &Places, error: &Diagnostic) -> Vec<Option<Owner>> {
    let related = error.related.iter().map(|place| places.owner(place.span));
    let twice: Vec<Option<Owner>> = related.clone().flatten().map(Some).collect();
    let relation = mcd.relations_left_out.contains(&error.primary.span);
    if error.kind.code == DECLARED_TWICE && !twice.is_empty() && !relation {
        return twice;
    }
    std::iter::once(places.owner(error.primary.span)).chain(related).collect()
}

/// Without the warnings and hints on the very place of an error: the error is to be mended first, and may well take them away.
pub(super) fn without_echoes(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let errors = found.iter().filter(|diagnostic| diagnostic.kind.severity == Severity::Error);
    let places: HashSet<Span> = errors.map(|error| error.primary.span).collect();
    found
        .retain(|diagnostic| diagnostic.kind.severity == Severity::Error || !places.contains(&diagnostic.primary.span));
    found
}

/// The field on whose line `span` lies.
fn field_around(mcd: &Mcd, owner: Owner, span: Span) -> Option<Span> {
    mcd.fields(owner).iter().map(|field| field.span).find(|field| contains(*field, span))
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
