//! From the conceptual and relational models to the plan of an application.
//!
//! Decides what is edited where: a relation with its own table is a grid in the form of one leg, the first that must take part,
//! or else the first declared. Renders nothing.

use super::names::{Scope, identifier, slug, type_name};
use super::plan::{AppPlan, EntityPlan, FieldOrigin, FieldPlan, LinesPlan, MembersPlan, RelationPlan};
use crate::mcd::{EntityId, FieldRef, Leg, LegRef, Mcd, OnDelete, Owner, RelationId, Type};
use crate::mld::{AddressPart, ColumnRef, Mld, RelationHome};

/// Plans the application of a model.
pub(super) fn plan(mcd: &Mcd, mld: &Mld) -> AppPlan {
    let mut scopes = Scopes::default();
    let mut entities: Vec<EntityPlan> =
        mcd.entities().filter_map(|(id, _)| entity_plan(mcd, mld, id, &mut scopes)).collect();
    entities.sort_by_key(|entity| mcd.lineage(entity.id).len());
    let relations: Vec<RelationPlan> =
        mcd.relations().filter_map(|(id, _)| relation_plan(mcd, mld, id, &mut scopes)).collect();
    let entity_places = entities.iter().enumerate().map(|(place, entity)| (entity.id, place)).collect();
    let relation_places = relations.iter().enumerate().map(|(place, relation)| (relation.id, place)).collect();
    let mut plan = AppPlan { entities, relations, entity_places, relation_places };
    place_lines(mcd, &mut plan);
    place_members(mcd, mld, &mut plan);
    plan
}

#[derive(Default)]
struct Scopes {
    modules: Scope,
    types: Scope,
    slugs: Scope,
}

fn entity_plan(mcd: &Mcd, mld: &Mld, id: EntityId, scopes: &mut Scopes) -> Option<EntityPlan> {
    let home = mld.entity(id);
    let table = home.table?;
    let entity = mcd.entity(id);
    let parent = entity.parent;
    Some(EntityPlan {
        id,
        name: entity.snake.clone(),
        module: scopes.modules.take(&identifier(&entity.snake)),
        type_name: scopes.types.take(&type_name(&entity.snake)),
        slug: scopes.slugs.take(&slug(&entity.plural, &entity.snake)),
        table,
        mark: home.mark.clone(),
        under: parent.map(|parent| mld.entity(parent).strategy),
        kind: home.kind,
        parent,
        fields: entity_fields(mcd, mld, id),
        lines: Vec::new(),
        members: Vec::new(),
    })
}

/// Names of one module's fields; those inherited are taken too, since a form shows both.
fn scope_above(mcd: &Mcd, mld: &Mld, id: EntityId) -> Scope {
    let mut scope = Scope::default();
    for name in ["id", "version", "kind", "created_at", "updated_at"] {
        scope.take(name);
    }
    if let Some(parent) = mcd.entity(id).parent {
        for above in mcd.lineage(parent).into_iter().rev() {
            for field in entity_fields(mcd, mld, above) {
                scope.take(&field.name);
            }
        }
    }
    scope
}

fn entity_fields(mcd: &Mcd, mld: &Mld, id: EntityId) -> Vec<FieldPlan> {
    let mut scope = scope_above(mcd, mld, id);
    let owner = Owner::Entity(id);
    let mut fields: Vec<FieldPlan> = own_fields(mcd, mld, owner, &mut scope, false);
    for leg in mcd.legs_of(id) {
        let RelationHome::Columns { bearer, .. } = mld.relation(leg.relation) else { continue };
        if leg.index != *bearer {
            continue;
        }
        let optional = mcd.leg(leg).card.min == 0;
        for index in (0..mcd.relation(leg.relation).legs.len()).filter(|index| index != bearer) {
            fields.extend(leg_fields(mcd, mld, LegRef { relation: leg.relation, index }, !optional, &mut scope));
        }
        fields.extend(own_fields(mcd, mld, Owner::Relation(leg.relation), &mut scope, optional));
    }
    fields
}

fn own_fields(mcd: &Mcd, mld: &Mld, owner: Owner, scope: &mut Scope, optional: bool) -> Vec<FieldPlan> {
    let fields = (0..mcd.fields(owner).len()).map(|index| FieldRef { owner, index });
    fields.flat_map(|field| field_plans(mcd, mld, field, scope, optional)).collect()
}

fn field_plans(mcd: &Mcd, mld: &Mld, at: FieldRef, scope: &mut Scope, optional: bool) -> Vec<FieldPlan> {
    let field = mcd.field(at);
    let homes = mld.field_homes(at);
    let column = |place: usize| -> Vec<ColumnRef> {
        let at_place = |home: &crate::mld::FieldHome| {
            home.columns.get(place).map(|index| ColumnRef { table: home.table, index: *index })
        };
        homes.iter().filter_map(at_place).collect()
    };
    if field.ty == Type::Address {
        let parts = AddressPart::ALL.iter().enumerate();
        return parts
            .map(|(place, part)| {
                let wanted = format!("{}_{}", field.snake, part.suffix(mcd.crm.locale));
                FieldPlan {
                    group: field.label.clone(),
                    label: address_label(*part, mcd.crm.locale).to_owned(),
                    required: field.required && !optional && part.is_needed(),
                    ..planned(scope, &wanted, FieldOrigin::Address(at, *part), column(place))
                }
            })
            .collect();
    }
    let origin = match &field.computed {
        Some(expr) => FieldOrigin::Computed(at, expr.clone()),
        None => FieldOrigin::Field(at),
    };
    let planned = planned(scope, &field.snake, origin, column(0));
    vec![FieldPlan { label: field.label.clone(), required: field.required && !optional, ..planned }]
}

fn planned(scope: &mut Scope, wanted: &str, origin: FieldOrigin, columns: Vec<ColumnRef>) -> FieldPlan {
    let name = scope.take(wanted);
    FieldPlan {
        identifier: identifier(&name),
        name,
        label: String::new(),
        group: String::new(),
        origin,
        columns,
        required: false,
    }
}

fn address_label(part: AddressPart, locale: crate::mcd::Locale) -> &'static str {
    let (fr, en) = match part {
        AddressPart::Street => ("Rue", "Street"),
        AddressPart::Complement => ("Complément", "Address line 2"),
        AddressPart::PostalCode => ("Code postal", "Postal code"),
        AddressPart::City => ("Ville", "City"),
        AddressPart::Country => ("Pays", "Country"),
        AddressPart::Latitude => ("Latitude", "Latitude"),
        AddressPart::Longitude => ("Longitude", "Longitude"),
    };
    if locale == crate::mcd::Locale::Fr { fr } else { en }
}

/// The reference to the entity on a leg, or the values of its identifier where it has no table.
fn leg_fields(mcd: &Mcd, mld: &Mld, at: LegRef, required: bool, scope: &mut Scope) -> Vec<FieldPlan> {
    let leg = mcd.leg(at);
    let home = mld.relation(at.relation);
    let Some(table) = home.table() else { return Vec::new() };
    let columns = home.leg(at.index).iter().map(|index| ColumnRef { table, index: *index });
    let columns: Vec<ColumnRef> = columns.collect();
    if mld.entity(leg.entity).table.is_some() {
        let origin = FieldOrigin::Reference(at, leg.entity, on_delete(mld, at));
        let planned = planned(scope, &leg.snake, origin, columns);
        return vec![FieldPlan { label: leg_label(mcd, at), required, ..planned }];
    }
    let values = columns.into_iter().filter_map(|column| match mld.column(column)?.origin {
        crate::mld::Origin::LegValue(_, field) => Some((column, field)),
        _ => None,
    });
    let values: Vec<(ColumnRef, FieldRef)> = values.collect();
    let plans = values.into_iter().map(|(column, field)| {
        let wanted = format!("{}_{}", leg.snake, mcd.field(field).snake);
        let planned = planned(scope, &wanted, FieldOrigin::Value(at, field), vec![column]);
        FieldPlan { label: leg_label(mcd, at), required, ..planned }
    });
    plans.collect()
}

fn on_delete(mld: &Mld, at: LegRef) -> OnDelete {
    let table = mld.relation(at.relation).table().map(|table| mld.table(table));
    let keys = table.into_iter().flat_map(|table| &table.foreign_keys);
    keys.filter(|key| key.leg == Some(at)).map(|key| key.on_delete).next().unwrap_or(OnDelete::Restrict)
}

/// The leg's own label, its role in words, or the entity's label.
pub(super) fn leg_label(mcd: &Mcd, at: LegRef) -> String {
    let leg = mcd.leg(at);
    let role = leg.role.as_ref().map(|role| crate::mcd::labels::label(role, mcd.crm.locale));
    leg.label.clone().or(role).unwrap_or_else(|| mcd.entity(leg.entity).label.clone())
}

fn relation_plan(mcd: &Mcd, mld: &Mld, id: RelationId, scopes: &mut Scopes) -> Option<RelationPlan> {
    let RelationHome::Table { table, legs } = mld.relation(id) else { return None };
    let relation = mcd.relation(id);
    let mut scope = Scope::default();
    let mut fields = Vec::new();
    let mut key = Vec::new();
    let primary = &mld.table(*table).primary_key;
    for index in 0..relation.legs.len() {
        let plans = leg_fields(mcd, mld, LegRef { relation: id, index }, true, &mut scope);
        let in_key = legs.get(index).is_some_and(|columns| columns.iter().all(|column| primary.contains(column)));
        if in_key {
            key.extend(plans.iter().map(|field| field.name.clone()));
        }
        fields.extend(plans);
    }
    fields.extend(own_fields(mcd, mld, Owner::Relation(id), &mut scope, false));
    Some(RelationPlan {
        id,
        name: relation.snake.clone(),
        module: scopes.modules.take(&identifier(&relation.snake)),
        type_name: scopes.types.take(&type_name(&relation.snake)),
        table: *table,
        fields,
        key,
    })
}

fn place_lines(mcd: &Mcd, plan: &mut AppPlan) {
    let placed: Vec<(EntityId, LinesPlan)> = plan
        .relations
        .iter()
        .flat_map(|relation| {
            let placed = |index| {
                let leg = LegRef { relation: relation.id, index };
                let label = lines_label(mcd, leg);
                (mcd.leg(leg).entity, LinesPlan { relation: relation.id, leg, label })
            };
            form_legs(mcd, plan, relation.id).into_iter().map(placed)
        })
        .collect();
    for (entity, lines) in placed {
        if let Some(entity) = plan.entity_mut(entity) {
            entity.lines.push(lines);
        }
    }
}

/// The legs in whose forms the rows are edited: each whose entity needs one, once an entity, else the first.
fn form_legs(mcd: &Mcd, plan: &AppPlan, relation: RelationId) -> Vec<usize> {
    let legs = &mcd.relation(relation).legs;
    let stored: Vec<(usize, &Leg)> =
        legs.iter().enumerate().filter(|(_, leg)| plan.entity(leg.entity).is_some()).collect();
    let first_of =
        |index: usize, entity: EntityId| legs.iter().take(index).all(|leg| leg.card.min == 0 || leg.entity != entity);
    let needy = stored.iter().filter(|(index, leg)| leg.card.min > 0 && first_of(*index, leg.entity));
    let needy: Vec<usize> = needy.map(|(index, _)| *index).collect();
    match stored.first() {
        Some((first, _)) if needy.is_empty() => vec![*first],
        _ => needy,
    }
}

/// The entity on the only other leg, in the plural; with more legs the relation's own label.
fn lines_label(mcd: &Mcd, leg: LegRef) -> String {
    let relation = mcd.relation(leg.relation);
    let mut others = relation.legs.iter().enumerate().filter(|(index, _)| *index != leg.index).map(|(_, other)| other);
    match (others.next(), others.next()) {
        (Some(other), None) => match &other.role {
            Some(role) => crate::mcd::labels::label(role, mcd.crm.locale),
            None => mcd.entity(other.entity).plural.clone(),
        },
        _ => crate::mcd::labels::label(&relation.label, mcd.crm.locale),
    }
}

fn place_members(mcd: &Mcd, mld: &Mld, plan: &mut AppPlan) {
    let mut placed: Vec<(EntityId, MembersPlan)> = Vec::new();
    for (relation, declared) in mcd.relations() {
        let RelationHome::Columns { bearer, .. } = mld.relation(relation) else { continue };
        let Some(bearer_leg) = declared.legs.get(*bearer) else { continue };
        for (index, leg) in declared.legs.iter().enumerate() {
            if index == *bearer || leg.card.min == 0 {
                continue;
            }
            let at = LegRef { relation, index };
            let field = plan.entity(bearer_leg.entity).and_then(|entity| reference_name(entity, at));
            let Some(field) = field else { continue };
            let label = mcd.entity(bearer_leg.entity).plural.clone();
            let members = MembersPlan { label, leg: at, entity: bearer_leg.entity, field };
            placed.push((leg.entity, members));
        }
    }
    for (entity, members) in placed {
        if let Some(entity) = plan.entity_mut(entity) {
            entity.members.push(members);
        }
    }
}

fn reference_name(entity: &EntityPlan, leg: LegRef) -> Option<String> {
    let refers = |field: &&FieldPlan| matches!(field.origin, FieldOrigin::Reference(at, _, _) if at == leg);
    entity.fields.iter().find(refers).map(|field| field.name.clone())
}
