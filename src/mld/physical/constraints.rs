//! Constraints between relations: exclusion, inclusion, totality, simultaneity, partition (rule 9; Rochfeld & Tardieu).
//!
//! A CHECK where the pivot's own row tells, else judged at the end of the transaction. The pivot is an entity, or several whose
//! occurrences are compared together: then the subject is an occurrence of a relation.

use super::draft::{Draft, Said};
use crate::diag::Text;
use crate::mcd::{Constraint, ConstraintKind, EntityId, RelationId};
use crate::mld::schema::*;
use crate::say;

/// Adds the constraints of the model.
pub(super) fn add_constraints(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for constraint in &mcd.constraints {
        match constraint.on.as_slice() {
            [pivot] => add_on_entity(draft, constraint, *pivot),
            [] => {}
            _ => add_on_several(draft, constraint),
        }
    }
}

fn why(draft: &Draft<'_>, constraint: &Constraint) -> Text {
    let names: Vec<&str> = constraint.relations.iter().map(|id| draft.mcd.relation(*id).name.as_str()).collect();
    let names = names.join(", ");
    let (fr, en) = match constraint.kind {
        ConstraintKind::Exclusion => ("exclusion (X)", "exclusion (X)"),
        ConstraintKind::Inclusion => ("inclusion (I)", "inclusion (I)"),
        ConstraintKind::Totality => ("totalité (T)", "totality (T)"),
        ConstraintKind::Simultaneity => ("simultanéité (S)", "simultaneity (S)"),
        ConstraintKind::Partition => ("partition (XT)", "partition (XT)"),
    };
    say!(
        fr "Règle 9 : contrainte d'{fr} entre {names}. Vérifiée sur la ligne si elle suffit, sinon en fin de transaction ; MariaDB, qui ne sait pas attendre, refuse aussitôt une exclusion rompue et laisse le reste à l'application.",
        en "Rule 9: constraint of {en} between {names}. Checked on the row where it suffices, else at the end of the transaction; MariaDB, which can't wait, refuses a broken exclusion at once and leaves the rest to the application."
    )
}

fn words(draft: &Draft<'_>, constraint: &Constraint) -> String {
    let kind = match constraint.kind {
        ConstraintKind::Exclusion => "x",
        ConstraintKind::Inclusion => "i",
        ConstraintKind::Totality => "t",
        ConstraintKind::Simultaneity => "s",
        ConstraintKind::Partition => "xt",
    };
    let names: Vec<&str> = constraint.relations.iter().map(|id| draft.mcd.relation(*id).snake.as_str()).collect();
    format!("{kind}_{}", names.join("_"))
}

/// How the pivot takes part in a relation, as seen from the pivot's row.
struct Participation {
    matching: Matching,
    /// Places of the references in the pivot's own row, when that is where they are.
    own: Option<usize>,
    /// Writes that change it, with what they do.
    writes: Vec<(Watch, Change)>,
}

/// What a write does to a participation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Adds,
    Removes,
    Either,
}

fn add_on_entity(draft: &mut Draft<'_>, constraint: &Constraint, pivot: EntityId) {
    let Some(subject) = draft.table_of(pivot) else { return };
    let parts: Option<Vec<Participation>> =
        constraint.relations.iter().map(|id| participation(draft, subject, pivot, *id)).collect();
    let Some(parts) = parts.filter(|parts| !parts.is_empty()) else { return };
    let own: Option<Vec<usize>> = parts.iter().map(|part| part.own).collect();
    let only = draft.mark(pivot).filter(|mark| mark.column().table == subject);
    match own {
        Some(columns) => add_check(draft, constraint, subject, &columns, only),
        None => add_deferred(draft, constraint, subject, parts, only),
    }
}

fn participation(draft: &Draft<'_>, subject: TableId, pivot: EntityId, id: RelationId) -> Option<Participation> {
    let line = draft.mcd.lineage(pivot);
    let relation = draft.mcd.relation(id);
    let index = relation.legs.iter().position(|leg| line.contains(&leg.entity))?;
    let plain = |table, link, filled| Matching { table, link, filled, differs: None, mark: None };
    match draft.mld.relation(id) {
        RelationHome::Nowhere => None,
        RelationHome::Columns { bearer, table, legs } if *bearer == index => {
            let column = legs.iter().flatten().next().copied()?;
            let own = (*table == subject).then_some(column);
            let link = if own.is_some() { Vec::new() } else { vec![(0, 0)] };
            let write = |event, change| (watch(*table, event, 0), change);
            let writes = vec![write(Event::Insert, Change::Adds), write(Event::UpdateTo(vec![column]), Change::Either)];
            Some(Participation { matching: plain(*table, link, vec![column]), own, writes })
        }
        RelationHome::Columns { table, legs, .. } | RelationHome::Table { table, legs } => {
            let column = *legs.get(index)?.first()?;
            let write = |event, change| (watch(*table, event, column), change);
            let writes = vec![
                write(Event::Insert, Change::Adds),
                write(Event::Delete, Change::Removes),
                write(Event::UpdateTo(vec![column]), Change::Adds),
                write(Event::UpdateFrom(vec![column]), Change::Removes),
            ];
            Some(Participation { matching: plain(*table, vec![(column, 0)], Vec::new()), own: None, writes })
        }
    }
}

/// The subject is the row whose key the written row's column holds; what the write does is settled later.
fn watch(table: TableId, event: Event, column: usize) -> Watch {
    Watch { table, event, link: vec![(0, column)], effect: Effect::Mends }
}

/// What a write to the participation at `place` does to the constraint.
fn effect(kind: ConstraintKind, place: usize, change: Change) -> Effect {
    let breaks = match (kind, change) {
        (_, Change::Either) | (ConstraintKind::Simultaneity | ConstraintKind::Partition, _) => true,
        (ConstraintKind::Exclusion, change) => change == Change::Adds,
        (ConstraintKind::Totality, change) => change == Change::Removes,
        (ConstraintKind::Inclusion, Change::Adds) => place == 0,
        (ConstraintKind::Inclusion, Change::Removes) => place == 1,
    };
    match kind {
        _ if !breaks => Effect::Mends,
        // Of the others, a later statement may mend what this one breaks.
        ConstraintKind::Exclusion => Effect::BreaksAtOnce,
        _ => Effect::Breaks,
    }
}

fn add_check(draft: &mut Draft<'_>, constraint: &Constraint, subject: TableId, columns: &[usize], only: Option<Mark>) {
    let all = columns.to_vec();
    let condition = match (constraint.kind, columns) {
        (ConstraintKind::Exclusion, _) => RowCondition::Filled(all, 0, Some(1)),
        (ConstraintKind::Totality, _) => RowCondition::Filled(all, 1, None),
        (ConstraintKind::Partition, _) => RowCondition::Filled(all, 1, Some(1)),
        (ConstraintKind::Simultaneity, _) => RowCondition::Together(all),
        (ConstraintKind::Inclusion, [first, second, ..]) => RowCondition::Implies(*first, *second),
        (ConstraintKind::Inclusion, _) => return,
    };
    let said =
        Said { only, message: constraint.message.clone(), why: why(draft, constraint), span: Some(constraint.span) };
    draft.add_check(subject, &words(draft, constraint), condition, said);
}

fn add_deferred(
    draft: &mut Draft<'_>,
    constraint: &Constraint,
    subject: TableId,
    parts: Vec<Participation>,
    only: Option<Mark>,
) {
    let matchings: Vec<Matching> = parts.iter().map(|part| part.matching.clone()).collect();
    let condition = match (constraint.kind, matchings.as_slice()) {
        (ConstraintKind::Exclusion, _) => Condition::Number(matchings, 0, Some(1)),
        (ConstraintKind::Totality, _) => Condition::Number(matchings, 1, None),
        (ConstraintKind::Partition, _) => Condition::Number(matchings, 1, Some(1)),
        (ConstraintKind::Simultaneity, _) => Condition::AllOrNone(matchings),
        (ConstraintKind::Inclusion, [first, second, ..]) => Condition::Implies(first.clone(), second.clone()),
        (ConstraintKind::Inclusion, _) => return,
    };
    let mut watches: Vec<Watch> = Vec::new();
    for (place, part) in parts.into_iter().enumerate() {
        let settled = |(watch, change)| Watch { effect: effect(constraint.kind, place, change), ..watch };
        watches.extend(part.writes.into_iter().map(settled));
    }
    if matches!(constraint.kind, ConstraintKind::Totality | ConstraintKind::Partition) {
        watches.push(Watch { effect: Effect::Breaks, ..watch(subject, Event::Insert, 0) });
        if let Some(mark) = &only {
            let event = Event::UpdateTo(vec![mark.column().index]);
            watches.push(Watch { effect: Effect::Breaks, ..watch(subject, event, 0) });
        }
    }
    push(draft, constraint, subject, only, condition, watches);
}

fn push(
    draft: &mut Draft<'_>,
    constraint: &Constraint,
    subject: TableId,
    only: Option<Mark>,
    condition: Condition,
    watches: Vec<Watch>,
) {
    let mut kept: Vec<Watch> = Vec::new();
    for watch in watches {
        if !kept.contains(&watch) {
            kept.push(watch);
        }
    }
    let name = draft.constraint_name("rel", subject, &words(draft, constraint));
    let why = why(draft, constraint);
    draft.mld.deferred.push(Deferred {
        name,
        kind: DeferredKind::Constraint(constraint.kind),
        subject,
        only,
        condition,
        watches: kept,
        message: constraint.message.clone(),
        why,
        span: Some(constraint.span),
    });
}

/// Several pivots: occurrences of the relations over the same combination of entities are compared.
fn add_on_several(draft: &mut Draft<'_>, constraint: &Constraint) {
    let sides: Option<Vec<Side>> = constraint.relations.iter().map(|id| side(draft, &constraint.on, *id)).collect();
    let Some(sides) = sides else { return };
    let pairs: Vec<(usize, usize)> = match constraint.kind {
        ConstraintKind::Inclusion => vec![(0, 1)],
        ConstraintKind::Simultaneity => ordered_pairs(sides.len(), true),
        ConstraintKind::Exclusion | ConstraintKind::Partition => ordered_pairs(sides.len(), false),
        // "At least one" over all combinations of entities isn't a constraint on rows that exist.
        ConstraintKind::Totality => Vec::new(),
    };
    let excludes = matches!(constraint.kind, ConstraintKind::Exclusion | ConstraintKind::Partition);
    for (a, b) in pairs {
        if let (Some(a), Some(b)) = (sides.get(a), sides.get(b)) {
            compare(draft, constraint, a, b, excludes);
        }
    }
}

fn ordered_pairs(count: usize, both_ways: bool) -> Vec<(usize, usize)> {
    let all = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
    all.filter(|(a, b)| a < b || (both_ways && a > b)).collect()
}

/// A relation's table with the column of each pivot; the key stands for the entity that bears the references.
struct Side {
    table: TableId,
    columns: Vec<usize>,
    /// A reference that is filled when the relation has an occurrence there.
    filled: Vec<usize>,
}

fn side(draft: &Draft<'_>, pivots: &[EntityId], id: RelationId) -> Option<Side> {
    let home = draft.mld.relation(id);
    let table = home.table()?;
    let relation = draft.mcd.relation(id);
    let mut taken: Vec<usize> = Vec::new();
    for pivot in pivots {
        let line = draft.mcd.lineage(*pivot);
        let index = (0..relation.legs.len()).find(|index| {
            !taken.contains(index) && relation.legs.get(*index).is_some_and(|leg| line.contains(&leg.entity))
        })?;
        taken.push(index);
    }
    let column = |index: &usize| match home {
        RelationHome::Columns { bearer, .. } if bearer == index => Some(0),
        _ => home.leg(*index).first().copied(),
    };
    let columns: Option<Vec<usize>> = taken.iter().map(column).collect();
    let filled = match home {
        RelationHome::Columns { legs, .. } => legs.iter().flatten().take(1).copied().collect(),
        _ => Vec::new(),
    };
    Some(Side { table, columns: columns?, filled })
}

fn compare(draft: &mut Draft<'_>, constraint: &Constraint, a: &Side, b: &Side, excludes: bool) {
    let link: Vec<(usize, usize)> = b.columns.iter().copied().zip(a.columns.iter().copied()).collect();
    let there = Matching { table: b.table, link: link.clone(), filled: b.filled.clone(), differs: None, mark: None };
    let here = Matching { table: a.table, link: Vec::new(), filled: a.filled.clone(), differs: None, mark: None };
    let condition = match (excludes, a.filled.is_empty()) {
        (true, true) => Condition::Count(there, 0, Some(0)),
        (true, false) => Condition::Number(vec![here, there], 0, Some(1)),
        (false, true) => Condition::Count(there, 1, None),
        (false, false) => Condition::Implies(here, there),
    };
    let key: Vec<(usize, usize)> = draft.mld.table(a.table).primary_key.iter().map(|at| (*at, *at)).collect();
    let back: Vec<(usize, usize)> = link.iter().map(|(theirs, ours)| (*ours, *theirs)).collect();
    let changing = |side: &Side| -> Vec<usize> {
        let key = &draft.mld.table(side.table).primary_key;
        let columns = side.columns.iter().chain(&side.filled).copied();
        columns.filter(|at| !(key.len() == 1 && key.contains(at))).collect()
    };
    let (ours, theirs) = (changing(a), changing(b));
    let (adds, removes) =
        if excludes { (Effect::BreaksAtOnce, Effect::Mends) } else { (Effect::Mends, Effect::Breaks) };
    let on_ours = if excludes { Effect::BreaksAtOnce } else { Effect::Breaks };
    let watch = |table, event, link: &[(usize, usize)], effect| Watch { table, event, link: link.to_vec(), effect };
    let mut watches = vec![
        watch(a.table, Event::Insert, &key, on_ours),
        watch(b.table, Event::Insert, &back, adds),
        watch(b.table, Event::Delete, &back, removes),
    ];
    if !ours.is_empty() {
        watches.push(watch(a.table, Event::UpdateTo(ours), &key, on_ours));
    }
    if !theirs.is_empty() {
        watches.push(watch(b.table, Event::UpdateTo(theirs.clone()), &back, adds));
        watches.push(watch(b.table, Event::UpdateFrom(theirs), &back, removes));
    }
    push(draft, constraint, a.table, None, condition, watches);
}
