//! What users made in the running application follows the names of the model: the order of lines, saved views.
//!
//! These tables are the application's own: no model speaks of them. Invariant: what no name changes isn't touched.

use crate::mcd::{Entity, EntityId, FieldRef, LegRef, Owner, Type};
use crate::mld::{AddressPart, Keys, RelationHome};
use crate::sql::{EntityViews, Move, Schema, Statement};

use super::world::World;

/// The steps for all of them; those with nothing to do write nothing.
pub(super) fn renamed(world: &World<'_>) -> [Statement; 2] {
    [Statement::Move(lines(world)), Statement::Move(Move::RenameViews(views(world)))]
}

fn lines(world: &World<'_>) -> Move {
    let has_table = |schema: &Schema<'_>, id| matches!(schema.mld.relation(id), RelationHome::Table { .. });
    let pairs = world.matching.relations.iter().filter_map(|(now, past)| {
        let (from, to) = (&world.old.mcd.relation(*past).snake, &world.new.mcd.relation(*now).snake);
        (from != to && has_table(&world.old, *past) && has_table(&world.new, *now)).then(|| (from.clone(), to.clone()))
    });
    let uuid = [&world.old, &world.new].iter().any(|schema| schema.mld.keys == Keys::Uuid);
    Move::RenameLines { pairs: pairs.collect(), uuid }
}

/// What is gone stays in views, unseen, for the way back; unless another has its name now.
fn views(world: &World<'_>) -> Vec<EntityViews> {
    let taken = |name: &str| world.new.mcd.entities().any(|(_, entity)| entity.snake == name);
    let of = |(past, entity): (EntityId, &Entity)| {
        let now = world.matching.entities.iter().find(|(_, old)| **old == past).map(|(now, _)| *now);
        let mut views = EntityViews { entity: entity.snake.clone(), ..EntityViews::default() };
        match now {
            None if taken(&entity.snake) => {}
            None => views.becomes = Some(entity.snake.clone()),
            Some(now) => {
                views.becomes = Some(world.new.mcd.entity(now).snake.clone());
                parts(world, past, now, &mut views);
            }
        }
        let is_same =
            views.becomes.as_ref() == Some(&views.entity) && views.fields.is_empty() && views.values.is_empty();
        (!is_same).then_some(views)
    };
    world.old.mcd.entities().filter_map(of).collect()
}

/// What a list shows of an entity, and what stands for it in a view.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Field(FieldRef),
    Part(FieldRef, AddressPart),
    Leg(LegRef),
}

fn parts(world: &World<'_>, past: EntityId, now: EntityId, views: &mut EntityViews) {
    let known = seen(&world.new, now);
    for (item, name) in seen(&world.old, past) {
        let became = known.iter().find(|(new, _)| came_from(world, *new, item));
        let values = became.map(|(new, _)| values(world, item, *new)).unwrap_or_default();
        if !values.is_empty() {
            views.values.push((name.clone(), values));
        }
        match became {
            Some((_, to)) if *to != name => views.fields.push((name, Some(to.clone()))),
            None if known.iter().any(|(_, taken)| *taken == name) => views.fields.push((name, None)),
            _ => {}
        }
    }
}

/// By the names that the application gives them: its own, its supertypes', and those of the relations that it bears.
fn seen(schema: &Schema<'_>, entity: EntityId) -> Vec<(Seen, String)> {
    let mut seen = Vec::new();
    for above in schema.mcd.lineage(entity) {
        seen.extend(fields(schema, Owner::Entity(above)));
        for leg in schema.mcd.legs_of(above) {
            let is_borne = matches!(schema.mld.relation(leg.relation), RelationHome::Columns { bearer, .. } if *bearer == leg.index);
            if !is_borne {
                continue;
            }
            let legs = (0..schema.mcd.relation(leg.relation).legs.len()).filter(|index| *index != leg.index);
            let others = legs.map(|index| LegRef { relation: leg.relation, index });
            seen.extend(others.map(|leg| (Seen::Leg(leg), schema.mcd.leg(leg).snake.clone())));
            seen.extend(fields(schema, Owner::Relation(leg.relation)));
        }
    }
    seen
}

fn fields(schema: &Schema<'_>, owner: Owner) -> Vec<(Seen, String)> {
    let all = (0..schema.mcd.fields(owner).len()).map(|index| FieldRef { owner, index });
    let named = all.flat_map(|at| {
        let field = schema.mcd.field(at);
        let suffix = |part: AddressPart| format!("{}_{}", field.snake, part.suffix(schema.mcd.crm.locale));
        match field.ty {
            Type::Address => AddressPart::ALL.iter().map(|part| (Seen::Part(at, *part), suffix(*part))).collect(),
            _ => vec![(Seen::Field(at), field.snake.clone())],
        }
    });
    named.collect()
}

fn came_from(world: &World<'_>, new: Seen, old: Seen) -> bool {
    let matching = world.matching;
    match (new, old) {
        (Seen::Field(new), Seen::Field(old)) => matching.fields.get(&new) == Some(&old),
        (Seen::Part(new, part), Seen::Part(old, of)) => part == of && matching.fields.get(&new) == Some(&old),
        (Seen::Leg(new), Seen::Leg(old)) => matching.legs.get(&new) == Some(&old),
        _ => false,
    }
}

/// The values of an enumeration that have another name.
fn values(world: &World<'_>, old: Seen, new: Seen) -> Vec<(String, String)> {
    let (Seen::Field(old), Seen::Field(new)) = (old, new) else { return Vec::new() };
    let pairs = world.enum_values(old, new).into_iter();
    pairs.filter_map(|(from, to)| to.filter(|to| *to != from).map(|to| (from, to))).collect()
}
