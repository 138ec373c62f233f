//! No relation is the composition of others: a `1,1` link that can be followed by way of other `1,1` links is said twice.
//!
//! Told only where every link of the way is `1,1` (or from a subtype to its parent), so that the far end is always known, and where the
//! relation gives it no role of its own. Ways of four links at most are looked for.

use std::collections::VecDeque;

use crate::check::rule::rule;
use crate::check::words::{binary, is_one_one};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{EntityId, Leg, Mcd, Relation, RelationId};
use crate::say;

rule! {
    misses: false, run: run,
    /// A relation that follows from others.
    DERIVABLE = "M3212" Warning;
}

/// The links a way may have.
const LONGEST: usize = 4;

/// A `1,1` link: through which relation (none: to the parent), to whom.
type Link = (Option<RelationId>, EntityId);

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (id, relation) in mcd.relations() {
        let Some((from, to)) = functional(relation) else { continue };
        if to.role.is_some() || from.entity == to.entity {
            continue;
        }
        if let Some(way) = other_way(mcd, id, from.entity, to.entity) {
            sink.push(report(mcd, relation, from, to, &way));
        }
    }
}

/// The legs of a link `1,1` to something else, near end first.
fn functional(relation: &Relation) -> Option<(&Leg, &Leg)> {
    let (a, b) = binary(relation)?;
    match (is_one_one(a.card), is_one_one(b.card)) {
        (true, false) => Some((a, b)),
        (false, true) => Some((b, a)),
        _ => None,
    }
}

fn links(mcd: &Mcd, entity: EntityId) -> Vec<Link> {
    let legs = mcd.legs_of(entity).into_iter().filter_map(|leg| {
        let (from, to) = functional(mcd.relation(leg.relation))?;
        (from.entity == entity).then_some((Some(leg.relation), to.entity))
    });
    legs.chain(mcd.entity(entity).parent.map(|parent| (None, parent))).collect()
}

/// The shortest way from `start` to `goal` by two links or more, without `relation`.
fn other_way(mcd: &Mcd, relation: RelationId, start: EntityId, goal: EntityId) -> Option<Vec<Link>> {
    let mut seen = vec![start];
    let mut queue: VecDeque<(EntityId, Vec<Link>)> = VecDeque::from([(start, Vec::new())]);
    while let Some((at, way)) = queue.pop_front() {
        for link in links(mcd, at).into_iter().filter(|(by, _)| *by != Some(relation)) {
            let mut longer = way.clone();
            longer.push(link);
            if link.1 == goal && longer.len() > 1 && longer.iter().any(|(by, _)| by.is_some()) {
                return Some(longer);
            }
            if longer.len() < LONGEST && !seen.contains(&link.1) && link.1 != goal {
                seen.push(link.1);
                queue.push_back((link.1, longer));
            }
        }
    }
    None
}

fn report(mcd: &Mcd, relation: &Relation, from: &Leg, to: &Leg, way: &[Link]) -> Diagnostic {
    let (name, start, goal) = (&relation.name, &mcd.entity(from.entity).name, &mcd.entity(to.entity).name);
    let steps = way.iter().map(|(_, entity)| mcd.entity(*entity).name.as_str());
    let path = std::iter::once(start.as_str()).chain(steps).collect::<Vec<_>>().join(" → ");
    let mut diagnostic = Diagnostic::new(
        &DERIVABLE,
        relation.name_span,
        say!(
            fr "« {name} » mène de « {start} » à « {goal} », où l'on va déjà par {path}",
            en "`{name}` leads from `{start}` to `{goal}`, which {path} already reaches"
        ),
    );
    for by in way.iter().filter_map(|(by, _)| *by) {
        let step = mcd.relation(by);
        diagnostic = diagnostic.related(step.name_span, say!(fr "par ici", en "through here"));
    }
    diagnostic
        .help(say!(
            fr "si c'est toujours le même « {goal} », supprimez « {name} »",
            en "if it is always the same `{goal}`, remove `{name}`"
        ))
        .help(say!(
            fr "sinon donnez à sa patte un rôle qui dit en quoi il diffère (payeur: {goal})",
            en "otherwise give its leg a role that says how it differs (payer: {goal})"
        ))
}
