//! Fixes that keep independent facts apart (4NF): the facts of a relation in two relations, those of an entity in two that are weak of what they
//! are facts of.
//!
//! Invariant: as for the fixes of `moves`, every line of the owner that names what moves can follow, or none is offered.

use super::judged::Judged;
use super::moves::{
    came_from, deletion, free_name, leg_line, legs, listed, moved_line, own_fields, single_leg, thing, uniques, written,
};
use super::placements;
use super::words::told;
use crate::diag::{Edit, Fix};
use crate::mcd::{EntityId, Field, Leg, Mcd, Owner, Relation, RelationId};
use crate::normal::{AttrSet, Mvd};
use crate::say;
use crate::source::{SourceMap, Span};

/// The fix of a `->>` line, where there is one.
pub(super) fn fix(judged: &Judged<'_>, mvd: &Mvd, sources: &SourceMap) -> Option<Fix> {
    let fact = mvd.right.difference(&mvd.left);
    let rest = judged.all().difference(&mvd.left).difference(&fact);
    match judged.owner {
        Owner::Entity(entity) => of_entity(judged, entity, &mvd.left, [&fact, &rest], sources),
        Owner::Relation(relation) => of_relation(judged, relation, &mvd.left, [&fact, &rest], sources),
    }
}

/// What the facts are about, from now on an entity by itself.
struct Home<'j> {
    name: String,
    /// The fields that identify it, where it isn't one yet.
    fields: Vec<&'j Field>,
}

fn home<'j>(judged: &'j Judged<'_>, entity: EntityId, about: &AttrSet) -> Option<Home<'j>> {
    if !about.is_subset(&judged.identifier) {
        return None;
    }
    if let Some(known) = single_leg(judged, about) {
        return Some(Home { name: judged.mcd.entity(known).name.clone(), fields: Vec::new() });
    }
    let fields = own_fields(judged, about)?;
    let name = free_name(judged.mcd, &thing(&fields), &judged.mcd.entity(entity).name);
    Some(Home { name, fields })
}

/// One fact leaves for an entity of its own; both are weak of what they are facts of.
fn of_entity(
    judged: &Judged<'_>,
    owner: EntityId,
    about: &AttrSet,
    facts: [&AttrSet; 2],
    sources: &SourceMap,
) -> Option<Fix> {
    let (mcd, entity) = (judged.mcd, judged.mcd.entity(owner));
    let home = home(judged, owner, about)?;
    let is_all_key = |fact: &&AttrSet| fact.is_subset(&judged.identifier) && own_fields(judged, fact).is_some();
    let moved = facts.into_iter().find(is_all_key)?;
    let stays = facts.into_iter().find(|fact| *fact != moved)?;
    let gone = if home.fields.is_empty() { moved.clone() } else { moved.union(about) };
    let lines = lines(judged, about, [moved, stays], &gone, &home, sources)?;
    let fields = own_fields(judged, moved)?;
    let name = free_name(mcd, &thing(&fields), &entity.name);
    let owns = free_name(mcd, &format!("{}{}", entity.name, home.name), "Relation");
    let has = free_name(mcd, &format!("{}{name}", home.name), "Relation");
    let mut names = vec![&name, &owns, &has];
    names.extend((!home.fields.is_empty()).then_some(&home.name));
    if names.iter().enumerate().any(|(at, name)| names.iter().skip(at + 1).any(|other| other == name)) {
        return None;
    }
    let (whole, head) = (written(sources, entity), &home.name);
    let mut text = String::new();
    if !home.fields.is_empty() {
        let taken: Vec<&str> = home.fields.iter().map(|field| sources.text(field.name_span)).collect();
        let (taken, identifier) = (taken.join(", "), identifiers(sources, &home.fields));
        text = format!(
            "\n\nentity {head} split from {whole}({taken}) {{\n{identifier}}}\n\nrelation {owns} {{\n    {whole}  (1,1)\n    {head}  0,n\n}}"
        );
    }
    let came = |field: &&Field| {
        let line = moved_line(sources, field, true)?;
        Some(format!("{}{}\n", line.trim_end(), came_from(sources, &entity.name, field)))
    };
    let identifier: String = fields.iter().filter_map(came).collect();
    text.push_str(&format!(
        "\n\nentity {name} {{\n{identifier}{}}}\n\nrelation {has} {{\n    {head}  0,n\n    {name}  (1,1)\n}}",
        lines.moved
    ));
    let mut edits: Vec<Edit> =
        fields.iter().chain(&home.fields).filter_map(|field| deletion(sources, field.span)).collect();
    edits.extend(lines.edits);
    edits.extend(placements::follow(mcd, sources, &fields, &name));
    edits.extend(placements::follow(mcd, sources, &home.fields, head));
    edits.push(Edit { span: entity.span.after(), text });
    let listed = listed(&fields);
    Some(Fix {
        title: say!(fr "sortir {listed} dans une entité « {name} »", en "move {listed} out into an entity `{name}`"),
        edits,
    })
}

fn identifiers(sources: &SourceMap, fields: &[&Field]) -> String {
    fields.iter().filter_map(|field| moved_line(sources, field, true)).collect()
}

/// One fact leaves for a relation of its own; where other relations tell both, and this one nothing else, it goes.
fn of_relation(
    judged: &Judged<'_>,
    id: RelationId,
    about: &AttrSet,
    facts: [&AttrSet; 2],
    sources: &SourceMap,
) -> Option<Fix> {
    let (mcd, relation) = (judged.mcd, judged.mcd.relation(id));
    let pivot = legs(judged, about)?;
    if relation.legs.iter().any(|leg| leg.card.max.is_some()) {
        return None;
    }
    let knows = |fact: &AttrSet| knowing(mcd, id, &legs(judged, &about.union(fact))?);
    let name = &relation.name;
    if let (true, Some(first), Some(second)) = (is_bare(relation), knows(facts[0]), knows(facts[1])) {
        return Some(Fix {
            title: say!(
                fr "supprimer « {name} », dont {first} et {second} disent déjà les faits",
                en "remove `{name}`, whose facts {first} and {second} tell already"
            ),
            edits: vec![deletion(sources, relation.span)?],
        });
    }
    let moved = facts.into_iter().find(|fact| fact.is_subset(&judged.legs()))?;
    let stays = facts.into_iter().find(|fact| *fact != moved)?;
    if stays.is_disjoint(&judged.legs()) {
        return None;
    }
    let nowhere = Home { name: String::new(), fields: Vec::new() };
    let lines = lines(judged, about, [moved, stays], moved, &nowhere, sources)?;
    let leaving = legs(judged, moved)?;
    let ends = || pivot.iter().chain(&leaving);
    let wanted: String = ends().map(|leg| mcd.entity(leg.entity).name.as_str()).collect();
    let new = free_name(mcd, &wanted, name);
    let card = |leg: &Leg| if leg.card.min > 0 { "1,n" } else { "0,n" };
    let body: String = ends().map(|leg| leg_line(sources, leg, card(leg))).collect();
    let mut edits: Vec<Edit> = leaving.iter().filter_map(|leg| deletion(sources, leg.span)).collect();
    edits.extend(lines.edits);
    edits.push(Edit { span: relation.span.after(), text: format!("\n\nrelation {new} {{\n{body}{}}}", lines.moved) });
    let moved = told(judged, moved);
    Some(Fix {
        title: say!(fr "sortir {moved} dans une relation « {new} »", en "move {moved} out into a relation `{new}`"),
        edits,
    })
}

/// Another relation of the same entities, without roles and cardinalities of at most 1.
fn knowing<'m>(mcd: &'m Mcd, own: RelationId, legs: &[&Leg]) -> Option<&'m str> {
    let sorted = |legs: &mut dyn Iterator<Item = &Leg>| {
        let mut entities: Vec<EntityId> = legs.map(|leg| leg.entity).collect();
        entities.sort();
        entities
    };
    let wanted = sorted(&mut legs.iter().copied());
    let is_plain = |leg: &Leg| leg.role.is_none() && leg.card.max.is_none();
    let knows = |(id, relation): &(RelationId, &Relation)| {
        *id != own && relation.legs.iter().all(is_plain) && sorted(&mut relation.legs.iter()) == wanted
    };
    let known = mcd.relations().filter(|_| legs.iter().all(|leg| leg.role.is_none())).find(knows);
    known.map(|(_, relation)| relation.name.as_str())
}

fn is_bare(relation: &Relation) -> bool {
    let says_nothing = relation.fields.is_empty() && relation.fds.is_empty() && relation.uniques.is_empty();
    says_nothing && relation.elided == 0 && relation.rules.is_empty()
}

/// How the owner's other lines change, and those that go along.
struct Lines {
    edits: Vec<Edit>,
    moved: String,
}

/// A line on what stays says the home by its name; one on what moves goes along; one that says nothing any more goes. None where one is on both.
fn lines(
    judged: &Judged<'_>,
    about: &AttrSet,
    [moved, stays]: [&AttrSet; 2],
    gone: &AttrSet,
    home: &Home<'_>,
    sources: &SourceMap,
) -> Option<Lines> {
    let keeps = |group: &crate::mcd::UniqueGroup| Some(judged.set(&group.parts)?.is_disjoint(gone));
    if !uniques(judged.mcd, judged.owner).iter().all(|group| keeps(group) == Some(true)) {
        return None;
    }
    let mut lines = Lines { edits: Vec::new(), moved: String::new() };
    let fds = judged.stated.iter().map(|(fd, span)| (&fd.left, &fd.right, "->", *span));
    let mvds = judged.independent.iter().map(|(mvd, span)| (&mvd.left, &mvd.right, "->>", *span));
    for (left, right, arrow, span) in fds.chain(mvds) {
        let side = [moved, stays].into_iter().find(|side| left.union(right).is_subset(&about.union(side)))?;
        let says_all = arrow == "->>" && about.union(side).is_subset(&left.union(right));
        if says_all {
            lines.edits.push(deletion(sources, span)?);
        } else if side == moved {
            lines
                .moved
                .push_str(&format!("\n    {}\n", line(judged, about, home, (left, right, arrow), sources, span)?));
            lines.edits.push(deletion(sources, span)?);
        } else if !left.union(right).is_disjoint(gone) {
            lines.edits.push(Edit { span, text: line(judged, about, home, (left, right, arrow), sources, span)? });
        }
    }
    Some(lines)
}

/// A line as it is said where the home is a leg.
fn line(
    judged: &Judged<'_>,
    about: &AttrSet,
    home: &Home<'_>,
    (left, right, arrow): (&AttrSet, &AttrSet, &str),
    sources: &SourceMap,
    span: Span,
) -> Option<String> {
    if home.fields.is_empty() || left.union(right).is_disjoint(about) {
        return Some(sources.text(span).trim().to_owned());
    }
    if !about.is_subset(left) || !right.is_disjoint(about) {
        return None;
    }
    let others = left.difference(about);
    let others = if others.is_empty() { String::new() } else { format!(", {}", told(judged, &others)) };
    Some(format!("fd {}{others} {arrow} {}", home.name, told(judged, right)))
}
