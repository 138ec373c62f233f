//! What users made in the running application follows the names of the model: the order of lines, saved views, the history of records.
//!
//! These tables are the application's own: no model speaks of them. Invariant: what no name changes isn't touched.

use crate::mcd::{Entity, EntityId, FieldRef, LegRef, Mcd, Owner, Type};
use crate::mld::{AddressPart, Keys, RelationHome};
use crate::sql::{EntityViews, HistoryNames, HistoryOwner, KeyChange, Move, Schema};

use super::world::World;

/// The steps for all of them; those with nothing to do write nothing.
pub(super) fn renamed(world: &World<'_>) -> [Move; 3] {
    [lines(world), Move::RenameViews(views(world)), Move::RenameHistory(history(world))]
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
    let of = |(past, entity): (EntityId, &Entity)| {
        let mut views = EntityViews { entity: entity.snake.clone(), ..EntityViews::default() };
        match world.matching.entity_now(past) {
            None if is_entity(world.new.mcd, &entity.snake) => {}
            None => views.becomes = Some(entity.snake.clone()),
            Some(now) => {
                views.becomes = Some(world.new.mcd.entity(now).snake.clone());
                let parts = parts(world, Owner::Entity(past), Owner::Entity(now));
                (views.fields, views.values) = (parts.fields, parts.values);
            }
        }
        let is_same =
            views.becomes.as_ref() == Some(&views.entity) && views.fields.is_empty() && views.values.is_empty();
        (!is_same).then_some(views)
    };
    world.old.mcd.entities().filter_map(of).collect()
}

/// What is gone stays in the history under its own name; marked, where another has that name now, and no more marked on the way back.
fn history(world: &World<'_>) -> Vec<HistoryNames> {
    let entities = world.old.mcd.entities().map(|(id, _)| Owner::Entity(id));
    let all = entities.chain(world.old.mcd.relations().map(|(id, _)| Owner::Relation(id)));
    let mut names: Vec<HistoryNames> = all.map(|past| owner_history(world, past)).collect();
    if world.kept.is_some() {
        names.extend(unmarked(world));
    }
    names.retain(|names| !is_unchanged(names));
    names
}

fn owner_history(world: &World<'_>, past: Owner) -> HistoryNames {
    let name = snake(world.old.mcd, past);
    let mut names = HistoryNames {
        owner: history_owner(past, name),
        becomes: name.to_owned(),
        fields: Vec::new(),
        values: Vec::new(),
        keys: None,
        references: Vec::new(),
    };
    let Some(now) = world.matching.owner_now(past) else {
        if is_taken(world.new.mcd, past, name) {
            names.becomes = marked(name);
        }
        return names;
    };
    snake(world.new.mcd, now).clone_into(&mut names.becomes);
    let parts = parts(world, past, now);
    let named = parts.fields.into_iter().map(|(from, to)| (from.clone(), to.unwrap_or_else(|| marked(&from))));
    names.fields = named.collect();
    if world.kept.is_some() {
        names.fields.extend(parts.returned.iter().map(|name| (marked(name), name.clone())));
    }
    names.values = parts.values;
    names.references = parts.references;
    if let (Owner::Entity(past), Owner::Entity(now)) = (past, now) {
        names.keys = world.key_change(past, now);
    }
    names
}

/// The owners that come back, and whose name another had.
fn unmarked(world: &World<'_>) -> Vec<HistoryNames> {
    let (old, new) = (world.old.mcd, world.new.mcd);
    let entities = new.entities().map(|(id, _)| Owner::Entity(id));
    let all = entities.chain(new.relations().map(|(id, _)| Owner::Relation(id)));
    let returned = all.filter(|owner| !has_past(world, *owner) && is_taken(old, *owner, snake(new, *owner)));
    let names = returned.map(|owner| HistoryNames {
        owner: history_owner(owner, &marked(snake(new, owner))),
        becomes: snake(new, owner).to_owned(),
        fields: Vec::new(),
        values: Vec::new(),
        keys: None,
        references: Vec::new(),
    });
    names.collect()
}

fn is_unchanged(names: &HistoryNames) -> bool {
    let (HistoryOwner::Entity(name) | HistoryOwner::Relation(name)) = &names.owner;
    *name == names.becomes
        && names.fields.is_empty()
        && names.values.is_empty()
        && names.references.is_empty()
        && names.keys.is_none()
}

/// No name of the model begins so.
fn marked(name: &str) -> String {
    format!("~{name}")
}

fn history_owner(owner: Owner, name: &str) -> HistoryOwner {
    match owner {
        Owner::Entity(_) => HistoryOwner::Entity(name.to_owned()),
        Owner::Relation(_) => HistoryOwner::Relation(name.to_owned()),
    }
}

fn snake(mcd: &Mcd, owner: Owner) -> &str {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).snake,
        Owner::Relation(id) => &mcd.relation(id).snake,
    }
}

fn is_entity(mcd: &Mcd, name: &str) -> bool {
    mcd.entities().any(|(_, entity)| entity.snake == name)
}

/// Whether an owner of the same kind has a name.
fn is_taken(mcd: &Mcd, owner: Owner, name: &str) -> bool {
    match owner {
        Owner::Entity(_) => is_entity(mcd, name),
        Owner::Relation(_) => mcd.relations().any(|(_, relation)| relation.snake == name),
    }
}

fn has_past(world: &World<'_>, now: Owner) -> bool {
    world.matching.owner(now).is_some()
}

/// What a list shows of an entity, and what stands for it in a view.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Field(FieldRef),
    Part(FieldRef, AddressPart),
    Leg(LegRef),
}

/// What became of the fields of an owner.
#[derive(Default)]
struct Parts {
    /// None: it is gone, and another has its name.
    fields: Vec<(String, Option<String>)>,
    values: Vec<(String, Vec<(String, String)>)>,
    /// New ones, whose name another had.
    returned: Vec<String>,
    /// Those that refer to records that are known otherwise now.
    references: Vec<(String, KeyChange)>,
}

fn parts(world: &World<'_>, past: Owner, now: Owner) -> Parts {
    let mut parts = Parts::default();
    let (before, known) = (seen(&world.old, past), seen(&world.new, now));
    let has = |names: &[(Seen, String)], name: &String| names.iter().any(|(_, taken)| taken == name);
    for (item, name) in &before {
        // Of records that were merged into others, the numbers are others' now: what was noted of them is of the past.
        let renumbered =
            matches!(item, Seen::Leg(leg) if world.matching.merged.contains_key(&world.old.mcd.leg(*leg).entity));
        let became = known.iter().find(|(new, _)| !renumbered && came_from(world, *new, *item));
        let values = became.map(|(new, _)| values(world, *item, *new)).unwrap_or_default();
        if !values.is_empty() {
            parts.values.push((name.clone(), values));
        }
        if let (Seen::Leg(old), Some((Seen::Leg(new), _))) = (item, became) {
            let (old, new) = (world.old.mcd.leg(*old).entity, world.new.mcd.leg(*new).entity);
            parts.references.extend(world.key_change(old, new).map(|change| (name.clone(), change)));
        }
        match became {
            Some((_, to)) if to != name => parts.fields.push((name.clone(), Some(to.clone()))),
            None if renumbered || has(&known, name) => parts.fields.push((name.clone(), None)),
            _ => {}
        }
    }
    let is_new = |item: Seen| !before.iter().any(|(old, _)| came_from(world, item, *old));
    let returned = known.iter().filter(|(item, name)| is_new(*item) && has(&before, name));
    parts.returned = returned.map(|(_, name)| name.clone()).collect();
    parts
}

/// By the names that the application gives them: its own, its supertypes', and those of the relations that it bears.
fn seen(schema: &Schema<'_>, owner: Owner) -> Vec<(Seen, String)> {
    let mut seen = Vec::new();
    let entity = match owner {
        Owner::Entity(entity) => entity,
        Owner::Relation(relation) => {
            let legs = (0..schema.mcd.relation(relation).legs.len()).map(|index| LegRef { relation, index });
            seen.extend(legs.map(|leg| (Seen::Leg(leg), schema.mcd.leg(leg).snake.clone())));
            seen.extend(fields(schema, owner));
            return seen;
        }
    };
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
