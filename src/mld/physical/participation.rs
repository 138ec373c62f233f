//! Minima of 1 on the n side, bounded maxima, subtypes that exist, dependencies among legs that no key holds (rules 5, 8 and 9).
//!
//! What takes several rows to tell, for the end of a transaction. One row's rules are in `rules`.

use super::draft::Draft;
use crate::diag::Text;
use crate::mcd::{Entity, EntityId, Leg, LegRef, Mcd, OnDelete, Relation, RelationId};
use crate::mld::decide::Passage;
use crate::mld::schema::*;
use crate::say;

/// Adds what bounds the participation of entities.
pub(super) fn add_bounds(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        add_subtype(draft, id, entity);
    }
    for (id, relation) in mcd.relations() {
        for (index, leg) in relation.legs.iter().enumerate() {
            add_leg_bounds(draft, relation, leg, LegRef { relation: id, index });
            add_reference_mark(draft, leg, LegRef { relation: id, index });
        }
        add_dependencies(draft, id, relation);
    }
}

/// Whether the keys already hold a leg's bounds: its entity bears the references, or has no table.
fn is_held(draft: &Draft<'_>, at: LegRef) -> bool {
    let bears = matches!(draft.decisions.passage(at.relation), Passage::Columns { bearer, .. } if *bearer == at.index);
    bears || draft.mld.relation(at.relation).leg(at.index).is_empty()
}

fn add_leg_bounds(draft: &mut Draft<'_>, relation: &Relation, leg: &Leg, at: LegRef) {
    let Some(subject) = draft.table_of(leg.entity) else { return };
    if is_held(draft, at) {
        return;
    }
    // A maximum of 1 is a unique key; a greater one counts.
    let most = leg.card.max.filter(|most| *most > 1);
    if leg.card.min > 0 {
        add_bound(draft, relation, leg, at, subject, (leg.card.min, None));
    }
    if let Some(most) = most {
        add_bound(draft, relation, leg, at, subject, (0, Some(most)));
    }
}

fn add_bound(
    draft: &mut Draft<'_>,
    relation: &Relation,
    leg: &Leg,
    at: LegRef,
    subject: TableId,
    (least, most): (u32, Option<u32>),
) {
    let home = draft.mld.relation(at.relation).clone();
    let (Some(table), Some(column)) = (home.table(), home.leg(at.index).first().copied()) else { return };
    let (word, kind) = match most {
        None => ("min", DeferredKind::Minimum(at)),
        Some(_) => ("max", DeferredKind::Maximum(at)),
    };
    let only = draft.mark(leg.entity).filter(|mark| mark.column().table == subject);
    let watches = match most {
        None => minimum_watches(subject, table, column, &only, removal_is_released(draft, table, column)),
        Some(_) => maximum_watches(table, column),
    };
    let name = draft.constraint_name(word, subject, &format!("{}_{}", relation.snake, leg.snake));
    let message = draft.tell(&bound_message(draft.mcd, relation, leg, least, most));
    let matching = Matching { table, link: vec![(column, 0)], filled: Vec::new(), differs: None, mark: None };
    draft.mld.deferred.push(Deferred {
        name,
        kind,
        subject,
        only,
        condition: Condition::Count(matching, least, most),
        watches,
        message,
        why: bound_why(draft.mcd, relation, leg),
        span: Some(leg.card_span),
    });
}

fn watch(table: TableId, event: Event, link: (usize, usize), effect: Effect) -> Watch {
    Watch { table, event, link: vec![link], effect }
}

fn minimum_watches(subject: TableId, table: TableId, column: usize, only: &Option<Mark>, released: bool) -> Vec<Watch> {
    let removal = if released { Effect::BreaksAtOnce } else { Effect::Breaks };
    let mut watches = vec![watch(subject, Event::Insert, (0, 0), Effect::Breaks)];
    if let Some(mark) = only {
        watches.push(watch(subject, Event::UpdateTo(vec![mark.column().index]), (0, 0), Effect::Breaks));
    }
    watches.extend([
        watch(table, Event::Insert, (0, column), Effect::Mends),
        watch(table, Event::UpdateTo(vec![column]), (0, column), Effect::Mends),
        watch(table, Event::Delete, (0, column), removal),
        watch(table, Event::UpdateFrom(vec![column]), (0, column), removal),
    ]);
    watches
}

fn maximum_watches(table: TableId, column: usize) -> Vec<Watch> {
    vec![
        watch(table, Event::Insert, (0, column), Effect::BreaksAtOnce),
        watch(table, Event::UpdateTo(vec![column]), (0, column), Effect::BreaksAtOnce),
        watch(table, Event::Delete, (0, column), Effect::Mends),
        watch(table, Event::UpdateFrom(vec![column]), (0, column), Effect::Mends),
    ]
}

/// Whether the subject can be deleted without its occurrences being deleted first: only then may the removal of the last be refused at once.
fn removal_is_released(draft: &Draft<'_>, table: TableId, column: usize) -> bool {
    let keys = &draft.mld.table(table).foreign_keys;
    keys.iter().any(|key| key.columns.first() == Some(&column) && key.on_delete != OnDelete::Restrict)
}

fn bound_message(mcd: &Mcd, relation: &Relation, leg: &Leg, least: u32, most: Option<u32>) -> Text {
    let (entity, label) = (&mcd.entity(leg.entity).label, &relation.label);
    match most {
        Some(most) => {
            say!(fr "{entity} : « {label} » au plus {most} fois", en "{entity}: “{label}” at most {most} times")
        }
        None => {
            say!(fr "{entity} : « {label} » au moins {least} fois", en "{entity}: “{label}” at least {least} times")
        }
    }
}

fn bound_why(mcd: &Mcd, relation: &Relation, leg: &Leg) -> Text {
    let (name, entity, card) = (&relation.name, &mcd.entity(leg.entity).name, leg.card);
    say!(
        fr "Règle 9 : {entity} participe à {name} avec {card} ; vérifié en fin de transaction. MariaDB ne sait pas attendre : il refuse aussitôt ce qui peut l'être (en retirer une de trop, en ajouter une de trop), et laisse à l'application le {entity} créé sans, et ce qu'une suppression en cascade retire.",
        en "Rule 9: {entity} takes part in {name} with {card}; checked at the end of the transaction. MariaDB can't wait: it refuses at once what can be (removing or adding one too many), and leaves to the application a {entity} created without, and what a cascading delete removes."
    )
}

/// Rule 8: the kind tells the truth, and a total supertype has a subtype.
fn add_subtype(draft: &mut Draft<'_>, id: EntityId, entity: &Entity) {
    if entity.children.is_empty() || draft.decisions.strategy(id) == Strategy::Single {
        return;
    }
    let Some(subject) = draft.table_of(id) else { return };
    let total = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total);
    let kind = draft.mld.entity(id).kind;
    if kind.is_none() && !total {
        return;
    }
    let children: Vec<(String, TableId)> = entity
        .children
        .iter()
        .filter_map(|child| {
            Some((crate::mld::names::shorten(&draft.mcd.entity(*child).snake), draft.table_of(*child)?))
        })
        .collect();
    let matching =
        |table: TableId| Matching { table, link: vec![(0, 0)], filled: Vec::new(), differs: None, mark: None };
    let only = draft.mark(id).filter(|mark| mark.column().table == subject);
    let mut watches = vec![watch(subject, Event::Insert, (0, 0), Effect::Breaks)];
    let mut told: Vec<usize> = kind.map(|kind| kind.index).into_iter().collect();
    told.extend(only.iter().map(|mark| mark.column().index));
    if !told.is_empty() {
        watches.push(watch(subject, Event::UpdateTo(told), (0, 0), Effect::Breaks));
    }
    for (_, table) in &children {
        watches.push(watch(*table, Event::Delete, (0, 0), Effect::Breaks));
        watches.push(watch(*table, Event::Insert, (0, 0), Effect::Mends));
    }
    let condition = match kind {
        Some(kind) => {
            let tables = children.iter().map(|(value, table)| (value.clone(), matching(*table))).collect();
            Condition::KindHolds(kind.index, tables, !total || only.is_some())
        }
        None => Condition::Number(children.iter().map(|(_, table)| matching(*table)).collect(), 1, None),
    };
    let name = draft.constraint_name("sub", subject, &entity.snake);
    let message = draft.tell(&super::entities::choose_subtype(entity));
    let why = subtype_why(entity);
    let span = entity.subtypes.as_ref().map(|subtypes| subtypes.span);
    draft.mld.deferred.push(Deferred {
        name,
        kind: DeferredKind::Subtype(id),
        subject,
        only,
        condition,
        watches,
        message,
        why,
        span,
    });
}

fn subtype_why(entity: &Entity) -> Text {
    let name = &entity.name;
    say!(
        fr "Règle 8 : chaque {name} a la ligne de son sous-type ; vérifié en fin de transaction. MariaDB ne sait pas attendre : l'application écrit les deux lignes ensemble.",
        en "Rule 8: each {name} has the row of its subtype; checked at the end of the transaction. MariaDB can't wait: the application writes both rows together."
    )
}

/// A reference to a subtype that shares a table must lead to a row of that subtype.
fn add_reference_mark(draft: &mut Draft<'_>, leg: &Leg, at: LegRef) {
    let Some(target) = draft.table_of(leg.entity) else { return };
    let Some(mark) = draft.mark(leg.entity).filter(|mark| mark.column().table == target) else { return };
    let home = draft.mld.relation(at.relation);
    let (Some(subject), Some(column)) = (home.table(), home.leg(at.index).first().copied()) else { return };
    let entity = draft.mcd.entity(leg.entity);
    let (name, label) = (&entity.name, &entity.label);
    let why = say!(
        fr "Règle 8 : la référence mène à une ligne de {name}, qui partage la table de son surtype.",
        en "Rule 8: the reference leads to a row of {name}, which shares its supertype's table."
    );
    let message = draft.tell(&say!(fr "Choisir : {label}", en "Choose: {label}"));
    let words = draft.mld.column_name(subject, column).to_owned();
    let constraint = draft.constraint_name("ref", subject, &words);
    let key = draft.mld.table(subject).primary_key.iter().map(|at| (*at, *at)).collect::<Vec<_>>();
    let other = mark.column().index;
    let wrong =
        Matching { table: target, link: vec![(0, column)], filled: Vec::new(), differs: None, mark: Some(mark) };
    let filled = Matching { table: subject, link: Vec::new(), filled: vec![column], differs: None, mark: None };
    let watches = vec![
        Watch { table: subject, event: Event::Insert, link: key.clone(), effect: Effect::BreaksAtOnce },
        Watch { table: subject, event: Event::UpdateTo(vec![column]), link: key, effect: Effect::BreaksAtOnce },
        watch(target, Event::UpdateTo(vec![other]), (column, 0), Effect::BreaksAtOnce),
    ];
    draft.mld.deferred.push(Deferred {
        name: constraint,
        kind: DeferredKind::Reference(at),
        subject,
        only: None,
        condition: Condition::Implies(filled, wrong),
        watches,
        message,
        why,
        span: Some(leg.entity_span),
    });
}

/// Rule 5: a dependency among legs that no key of the relation holds.
fn add_dependencies(draft: &mut Draft<'_>, id: RelationId, relation: &Relation) {
    let Passage::Table { dependencies, .. } = draft.decisions.passage(id).clone() else { return };
    let RelationHome::Table { table, legs } = draft.mld.relation(id).clone() else { return };
    for (left, right) in dependencies {
        let first = |leg: &usize| legs.get(*leg).and_then(|columns| columns.first()).copied();
        let determinant: Option<Vec<usize>> = left.iter().map(first).collect();
        let (Some(determinant), Some(determined)) = (determinant, first(&right)) else { continue };
        add_dependency(draft, id, relation, table, &determinant, determined);
    }
}

fn add_dependency(
    draft: &mut Draft<'_>,
    id: RelationId,
    relation: &Relation,
    subject: TableId,
    determinant: &[usize],
    determined: usize,
) {
    let (left, right) =
        (draft.joined_names(subject, determinant), draft.mld.column_name(subject, determined).to_owned());
    let name = draft.constraint_name("fd", subject, &format!("{left}_{right}"));
    let (relation_name, label) = (&relation.name, &relation.label);
    let message = draft.tell(&say!(
        fr "« {label} » : {left} détermine {right}",
        en "“{label}”: {left} determines {right}"
    ));
    let why = say!(
        fr "Règle 5 : la dépendance entre pattes de {relation_name} n'est portée par aucune clé ; elle est vérifiée.",
        en "Rule 5: no key holds the dependency among the legs of {relation_name}; it is checked."
    );
    let same: Vec<(usize, usize)> = determinant.iter().map(|at| (*at, *at)).collect();
    let key: Vec<(usize, usize)> = draft.mld.table(subject).primary_key.iter().map(|at| (*at, *at)).collect();
    let mut watched = determinant.to_vec();
    watched.push(determined);
    let matching = Matching {
        table: subject,
        link: same.clone(),
        filled: Vec::new(),
        differs: Some((determined, determined)),
        mark: None,
    };
    draft.mld.deferred.push(Deferred {
        name,
        kind: DeferredKind::Dependency(id),
        subject,
        only: None,
        condition: Condition::Count(matching, 0, Some(0)),
        watches: vec![
            Watch { table: subject, event: Event::Insert, link: key.clone(), effect: Effect::BreaksAtOnce },
            Watch { table: subject, event: Event::UpdateTo(watched.clone()), link: key, effect: Effect::BreaksAtOnce },
            // A first row may be pending because of a second: removing the second mends it.
            Watch { table: subject, event: Event::Delete, link: same.clone(), effect: Effect::Mends },
            Watch { table: subject, event: Event::UpdateFrom(watched), link: same, effect: Effect::Mends },
        ],
        message,
        why,
        span: Some(relation.span),
    });
}
