//! The conceptual model in Merise's notation: entities, relations, legs, subtypes, dependencies among legs, constraints.
//!
//! Signs as in Nanci & Espinasse, « Ingénierie des systèmes d'information : Merise », 4th edition: `(1,1)` for relative
//! identification, X, T and XT in a triangle for subtypes, circles for dependencies and constraints between relations.

use crate::mcd::{
    Constraint, ConstraintKind, EntityId, Field, KeyPart, Leg, Locale, Mcd, Owner, RelationId, UniqueGroup,
};

use super::types::type_words;
use super::{Detail, Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

/// The whole conceptual model.
pub fn mcd(model: &Mcd, detail: Detail) -> View {
    let mut view = View { title: model.crm.title.clone(), level: "MCD".into(), kind: Kind::Mcd, ..View::default() };
    view.is_french = model.crm.locale == Locale::Fr;
    for (id, entity) in model.entities() {
        let area = entity.area.as_ref().map(|name| place_of(&mut view.areas, name));
        view.boxes.push(Node {
            id: format!("entity-{}", entity.name),
            title: entity.name.clone(),
            label: other_than(&entity.label, &entity.name),
            uniques: uniques(model, &entity.uniques),
            rows: rows(model, Owner::Entity(id), &entity.fields, entity.elided, detail),
            area,
            docs: entity.docs.clone(),
            ..Node::default()
        });
    }
    let relations = view.boxes.len();
    for (id, relation) in model.relations() {
        view.boxes.push(Node {
            id: format!("relation-{}", relation.name),
            shape: Look::Relation,
            title: relation.name.clone(),
            label: other_than(&relation.label, &relation.name),
            uniques: uniques(model, &relation.uniques),
            rows: rows(model, Owner::Relation(id), &relation.fields, relation.elided, detail),
            docs: relation.docs.clone(),
            ..Node::default()
        });
        for (index, leg) in relation.legs.iter().enumerate() {
            view.links.push(link(model, id, index, leg, relations));
        }
    }
    for (id, _) in model.entities() {
        subtypes(model, id, &mut view);
    }
    for (id, _) in model.relations() {
        dependencies(model, id, relations, &mut view);
    }
    for (index, constraint) in model.constraints.iter().enumerate() {
        constrain(model, constraint, index, relations, &mut view);
    }
    view
}

fn place_of(areas: &mut Vec<String>, name: &str) -> usize {
    areas.iter().position(|known| known == name).unwrap_or_else(|| {
        areas.push(name.to_owned());
        areas.len() - 1
    })
}

/// A label, where it says more than the name.
fn other_than(label: &str, name: &str) -> String {
    if label == name { String::new() } else { label.to_owned() }
}

/// The groups of fields that are unique; those with a leg in them are left out: no row stands for it.
fn uniques(model: &Mcd, groups: &[UniqueGroup]) -> Vec<Vec<String>> {
    let field = |part: &KeyPart| match part {
        KeyPart::Field(field) => Some(model.field(*field).name.clone()),
        KeyPart::Leg(_) => None,
    };
    groups.iter().filter_map(|group| group.parts.iter().map(field).collect()).collect()
}

fn rows(model: &Mcd, owner: Owner, fields: &[Field], elided: u32, detail: Detail) -> Vec<Row> {
    if detail == Detail::Names {
        return Vec::new();
    }
    let mut rows: Vec<Row> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| Row {
            name: field.name.clone(),
            right: String::new(),
            role: role(model, owner, index, field),
            ty: type_words(model, &field.ty),
            label: other_than(&field.label, &field.name),
            required: field.required,
            docs: field.docs.clone(),
            mark: None,
        })
        .filter(|row| detail == Detail::All || row.role == Role::Identifier)
        .collect();
    rows.sort_by_key(|row| row.role != Role::Identifier);
    if elided > 0 && detail == Detail::All {
        rows.push(Row { name: format!("… +{elided}"), ..Row::default() });
    }
    rows
}

fn role(model: &Mcd, owner: Owner, index: usize, field: &Field) -> Role {
    let here = |part: &KeyPart| matches!(part, KeyPart::Field(found) if found.owner == owner && found.index == index);
    let uniques = match owner {
        Owner::Entity(id) => &model.entity(id).uniques,
        Owner::Relation(id) => &model.relation(id).uniques,
    };
    if field.identifier {
        Role::Identifier
    } else if uniques.iter().any(|group| group.parts.iter().any(here)) {
        Role::Alternate
    } else {
        Role::Plain
    }
}

fn entity_box(id: EntityId) -> usize {
    id.0 as usize
}

fn relation_box(id: RelationId, relations: usize) -> usize {
    relations + id.0 as usize
}

fn link(model: &Mcd, relation: RelationId, index: usize, leg: &Leg, relations: usize) -> Link {
    let card = if leg.relative { format!("({})", leg.card) } else { leg.card.to_string() };
    let (entity, name) = (&model.entity(leg.entity).name, &model.relation(relation).name);
    Link {
        id: format!("leg-{name}-{index}"),
        source: entity_box(leg.entity),
        target: relation_box(relation, relations),
        title: format!("{entity} — {name} : {card}"),
        card,
        role: leg.role.clone().unwrap_or_default(),
        tie: Tie::Leg { min: leg.card.min, max: leg.card.max },
        ..Link::default()
    }
}

/// A triangle under the supertype, with its sign, and a line to each subtype.
fn subtypes(model: &Mcd, parent: EntityId, view: &mut View) {
    let entity = model.entity(parent);
    if entity.children.is_empty() {
        return;
    }
    let (exclusive, total) = entity.subtypes.as_ref().map_or((false, false), |line| (line.exclusive, line.total));
    let sign = format!("{}{}", if exclusive { "X" } else { "" }, if total { "T" } else { "" });
    let triangle = view.boxes.len();
    let id = format!("subtypes-{}", entity.name);
    view.boxes.push(Node { id: id.clone(), shape: Look::Triangle, title: sign, ..Node::default() });
    let line = |name: &str, other: usize, tip: Tip, tie: Tie| Link {
        id: format!("{id}-{name}"),
        source: other,
        target: triangle,
        ends: [tip, Tip::None],
        tie,
        title: format!("{name} — {}", entity.name),
        ..Link::default()
    };
    view.links.push(line(&entity.name, entity_box(parent), Tip::Arrow, Tie::Supertype));
    for child in &entity.children {
        view.links.push(line(&model.entity(*child).name, entity_box(*child), Tip::None, Tie::Subtype));
    }
}

/// A circle for each dependency among legs, joined to the relation and to what is determined.
fn dependencies(model: &Mcd, relation: RelationId, relations: usize, view: &mut View) {
    let found = model.relation(relation);
    for (index, fd) in found.fds.iter().enumerate() {
        let legs = |parts: &[KeyPart]| -> Vec<EntityId> {
            let entity = |part: &KeyPart| match part {
                KeyPart::Leg(leg) if leg.relation == relation => Some(model.leg(*leg).entity),
                _ => None,
            };
            parts.iter().filter_map(entity).collect()
        };
        let (left, right) = (legs(&fd.left), legs(&fd.right));
        if right.is_empty() {
            continue;
        }
        let circle = view.boxes.len();
        let id = format!("cif-{}-{index}", found.name);
        view.boxes.push(Node { id: id.clone(), shape: Look::Circle, title: "CIF".into(), ..Node::default() });
        view.links.push(dashed(format!("{id}-relation"), relation_box(relation, relations), circle, Tip::None));
        for (at, entity) in left.into_iter().enumerate() {
            view.links.push(dashed(format!("{id}-from-{at}"), entity_box(entity), circle, Tip::None));
        }
        for (at, entity) in right.into_iter().enumerate() {
            view.links.push(dashed(format!("{id}-to-{at}"), entity_box(entity), circle, Tip::Arrow));
        }
    }
}

/// A circle with the sign of the constraint, joined to its relations and its pivot.
fn constrain(model: &Mcd, constraint: &Constraint, index: usize, relations: usize, view: &mut View) {
    let sign = match constraint.kind {
        ConstraintKind::Exclusion => "X",
        ConstraintKind::Inclusion => "I",
        ConstraintKind::Totality => "T",
        ConstraintKind::Simultaneity => "S",
        ConstraintKind::Partition => "XT",
    };
    let circle = view.boxes.len();
    // By what it says, so that it keeps its place when another comes before it.
    let names: Vec<&str> = constraint.relations.iter().map(|id| model.relation(*id).name.as_str()).collect();
    let plain = format!("constraint-{sign}-{}", names.join("-"));
    let is_taken = view.boxes.iter().any(|node| node.id == plain);
    let id = if is_taken { format!("{plain}-{index}") } else { plain };
    let docs = constraint.message.clone();
    view.boxes.push(Node { id: id.clone(), shape: Look::Circle, title: sign.into(), docs, ..Node::default() });
    for (at, relation) in constraint.relations.iter().enumerate() {
        // An inclusion points at the relation that includes the other.
        let tip = if constraint.kind == ConstraintKind::Inclusion && at == 1 { Tip::Arrow } else { Tip::None };
        view.links.push(dashed(format!("{id}-{at}"), relation_box(*relation, relations), circle, tip));
    }
    for (at, entity) in constraint.on.iter().enumerate() {
        view.links.push(dashed(format!("{id}-on-{at}"), entity_box(*entity), circle, Tip::None));
    }
}

fn dashed(id: String, source: usize, target: usize, tip: Tip) -> Link {
    Link { id, source, target, dashed: true, ends: [tip, Tip::None], ..Link::default() }
}
