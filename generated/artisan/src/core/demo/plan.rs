//! In what order entities are filled, and how many records each gets.

use crate::core::members::in_place;
use crate::core::model::{EntityInfo, Model, Source};

/// Entities that can have records of their own, each after those it needs, with a number of records.
pub fn plan(model: &Model, rows: u64) -> Vec<(usize, u64)> {
    let mut order: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = (0..model.entities.len()).collect();
    while !waiting.is_empty() {
        // In a circle of needs, the first declared goes first and does without.
        let ready = waiting.iter().position(|index| {
            needs(model, *index)
                .iter()
                .all(|need| need == index || !waiting.contains(need))
        });
        order.push(waiting.remove(ready.unwrap_or(0)));
    }
    let chosen = |entity: &EntityInfo| {
        entity.members.iter().any(|members| {
            members.min > 0
                && model
                    .named(members.entity)
                    .and_then(|member| member.field(members.field))
                    .is_some_and(|field| !field.required)
        })
    };
    // Each is made with the one record that can't be without it.
    let paired = |entity: &EntityInfo| {
        entity
            .member_of
            .iter()
            .any(|link| link.members.max == Some(1) && in_place(model, link.members).is_some())
    };
    let made = order
        .into_iter()
        .filter_map(|index| model.entities.get(index))
        .filter(|entity| (!entity.meta.total || entity.subtypes.is_empty()) && !paired(entity));
    // Owners share out their members: there are fewer of them.
    made.map(|entity| (entity.index, count(model, entity, rows) / if chosen(entity) { 2 } else { 1 }))
        .collect()
}

/// Entities whose records must be there first: required references, other legs of its lines, members to choose.
fn needs(model: &Model, index: usize) -> Vec<usize> {
    let Some(entity) = model.entities.get(index) else {
        return Vec::new();
    };
    let mut needs: Vec<usize> = entity
        .fields
        .iter()
        .filter(|field| field.required || field.identifier)
        .filter_map(|field| field.target)
        .collect();
    for lines in &entity.lines {
        if let Some(relation) = model.relation_named(lines.relation) {
            needs.extend(
                relation
                    .fields
                    .iter()
                    .filter(|field| field.name != lines.leg)
                    .filter_map(|field| field.target),
            );
        }
    }
    for members in &entity.members {
        let member = model.named(members.entity);
        // A member that needs its owner comes after it.
        let free = |member: &&EntityInfo| member.field(members.field).is_some_and(|field| !field.required);
        needs.extend(member.filter(free).map(|member| member.index));
    }
    // A supertype's records are those of its subtypes.
    let subtypes: Vec<usize> = needs
        .iter()
        .filter_map(|need| model.entities.get(*need))
        .flat_map(|target| target.subtypes.clone())
        .collect();
    needs.extend(subtypes);
    needs.retain(|need| !entity.chain.contains(need) && !entity.subtypes.contains(need));
    needs
}

/// People and companies are the most; what depends on others comes by halves; catalogues stay small.
fn count(model: &Model, entity: &EntityInfo, rows: u64) -> u64 {
    let required = entity
        .fields
        .iter()
        .filter(|field| field.required && field.target.is_some())
        .count();
    let referenced = entity
        .incoming
        .iter()
        .any(|incoming| matches!(incoming.from, Source::Entity(_) | Source::Relation(_)));
    let personal = entity.fields.iter().any(|field| field.personal);
    let sisters = model
        .entities
        .get(entity.root())
        .map_or(1, |root| root.subtypes.len().max(1)) as u64;
    if entity.root() != entity.index || personal && required == 0 {
        (rows / sisters).max(1)
    } else if required > 0 {
        (rows / 2).max(1)
    } else if referenced {
        rows.min(12 + 2 * rows.isqrt())
    } else {
        rows
    }
}
