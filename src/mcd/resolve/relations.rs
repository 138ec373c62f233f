//! Legs of relations, and the graph they make.
//!
//! Reads bounds; whether they make sense is judged by `check`.

use super::Resolver;
use super::declare::{Declared, docs_of, find_entity, was_of};
use super::fields::{modifiers_are_distinct, report_duplicate_member, report_modifier};
use super::kinds::BAD_CARDINALITY;
use crate::diag::Diagnostic;
use crate::mcd::model::{Cardinality, Leg, OnDelete, Owner, RelationId};
use crate::mcd::names;
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, ModifierKind};

/// Resolves the legs of every relation.
pub(super) fn resolve_legs(resolver: &mut Resolver<'_>, declared: &Declared<'_>) {
    for (id, relation) in &declared.relations {
        for member in &relation.members {
            if let ast::Member::Leg(leg) = member {
                resolve_leg(resolver, *id, leg);
            }
        }
        add_edges(resolver, *id);
    }
}

fn resolve_leg(resolver: &mut Resolver<'_>, id: RelationId, leg: &ast::Leg) {
    let card = cardinality(resolver, &leg.card);
    let Some(entity) = find_entity(resolver, &leg.entity) else {
        return resolver.gaps.is_incomplete(Owner::Relation(id));
    };
    let navigation = leg.role.as_ref().unwrap_or(&leg.entity);
    if let Some(first) = same_member(resolver, id, leg, &navigation.text) {
        report_duplicate_member(resolver, navigation, first);
        resolver.gaps.is_incomplete(Owner::Relation(id));
        return;
    }
    let mut built = Leg {
        role: leg.role.as_ref().map(|role| role.text.clone()),
        entity,
        card,
        relative: leg.card.relative,
        snake: names::snake(&navigation.text),
        navigation: navigation.text.clone(),
        label: leg.label.as_ref().map(|label| label.value.clone()),
        on_delete: None,
        on_delete_span: None,
        readonly: false,
        docs: docs_of(&leg.docs),
        was: None,
        card_span: leg.card.span,
        entity_span: leg.entity.span,
        span: leg.span,
    };
    modifiers_are_distinct(resolver, &leg.modifiers);
    for modifier in &leg.modifiers {
        apply(resolver, &mut built, modifier);
    }
    if let Some(relation) = resolver.mcd.relations.get_mut(id.0 as usize) {
        relation.legs.push(built);
    }
}

/// A member of the relation with the same name: a field, or a leg with the same role.
///
/// Two legs on one entity without roles are left to `check`, which explains roles.
fn same_member(
    resolver: &Resolver<'_>,
    id: RelationId,
    leg: &ast::Leg,
    navigation: &str,
) -> Option<crate::source::Span> {
    let relation = resolver.mcd.relation(id);
    let field = relation.fields.iter().find(|field| field.name == navigation).map(|field| field.name_span);
    let twin = relation.legs.iter().find(|other| other.navigation == navigation);
    let twin = twin.filter(|other| leg.role.is_some() || other.role.is_some()).map(|other| other.span);
    field.or(twin)
}

fn apply(resolver: &mut Resolver<'_>, leg: &mut Leg, modifier: &ast::Modifier) {
    match &modifier.kind {
        ModifierKind::Cascade => deleting(leg, OnDelete::Cascade, modifier.span),
        ModifierKind::Restrict => deleting(leg, OnDelete::Restrict, modifier.span),
        ModifierKind::Detach => deleting(leg, OnDelete::Detach, modifier.span),
        ModifierKind::Readonly => leg.readonly = true,
        ModifierKind::Was(was) => leg.was = Some(was_of(was)),
        _ => report_modifier(
            resolver,
            modifier.span,
            say!(
                fr "une patte ne prend que cascade, restrict, detach, readonly et was",
                en "a leg takes only cascade, restrict, detach, readonly and was"
            ),
        ),
    }
}

fn deleting(leg: &mut Leg, does: OnDelete, span: Span) {
    leg.on_delete = Some(does);
    leg.on_delete_span = Some(span);
}

fn cardinality(resolver: &mut Resolver<'_>, card: &ast::Card) -> Cardinality {
    let min = card.min.value.parse::<u32>().ok();
    let max =
        if matches!(card.max.value.as_str(), "n" | "N") { Some(None) } else { card.max.value.parse().ok().map(Some) };
    match (min, max) {
        (Some(min), Some(max)) => Cardinality { min, max },
        _ => {
            report_cardinality(resolver, card);
            Cardinality { min: 0, max: None }
        }
    }
}

/// Bounds that can't be counted; those written otherwise than as numbers are the parser's.
fn report_cardinality(resolver: &mut Resolver<'_>, card: &ast::Card) {
    let (min, max) = (&card.min.value, &card.max.value);
    let message = say!(
        fr "« {min},{max} » n'est pas une cardinalité : ce nombre est trop grand",
        en "`{min},{max}` isn't a cardinality: this number is too large"
    );
    let help = say!(
        fr "écrivez n là où rien ne borne : 0,n · 1,n",
        en "write n where nothing bounds it: 0,n · 1,n"
    );
    resolver.sink.push(Diagnostic::new(&BAD_CARDINALITY, card.span, message).help(help));
}

fn add_edges(resolver: &mut Resolver<'_>, id: RelationId) {
    let ends: Vec<u32> = resolver.mcd.relation(id).legs.iter().map(|leg| leg.entity.0).collect();
    let node = |entity: u32| petgraph::graph::NodeIndex::new(entity as usize);
    let Some((first, others)) = ends.split_first() else { return };
    if others.is_empty() {
        resolver.mcd.graph.add_edge(node(*first), node(*first), id);
    }
    for other in others {
        resolver.mcd.graph.add_edge(node(*first), node(*other), id);
    }
}
