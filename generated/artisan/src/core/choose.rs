//! Which fields are shown where the model does not say: columns, filters, sections.

use super::kind::Kind;
use super::model::{EntityInfo, Model};

/// Columns of a list: those of the model, else the title, the identifier, required references, enums and dates.
pub fn columns(entity: &EntityInfo) -> Vec<usize> {
    let declared = positions(entity, entity.meta.columns);
    if !declared.is_empty() {
        return declared;
    }
    let parent = |position: &usize| {
        entity
            .fields
            .get(*position)
            .is_some_and(|field| !field.hidden && field.group.is_empty())
    };
    let all: Vec<usize> = (0..entity.fields.len()).filter(parent).collect();
    let kinds = |position: &usize| entity.fields.get(*position).map(|field| (field.field, field.kind));
    let mut chosen: Vec<usize> = all
        .iter()
        .copied()
        .filter(|position| kinds(position).is_some_and(|(field, _)| field.title))
        .collect();
    chosen.extend(
        all.iter()
            .filter(|position| kinds(position).is_some_and(|(field, _)| field.identifier)),
    );
    chosen.extend(all.iter().filter(|position| {
        kinds(position).is_some_and(|(field, kind)| {
            matches!(kind, Kind::Reference(_)) && field.required || matches!(kind, Kind::Enum(_) | Kind::Date | Kind::DateTime | Kind::Money)
        })
    }));
    if chosen.len() < 3 {
        chosen.extend(
            all.iter()
                .filter(|position| kinds(position).is_some_and(|(_, kind)| !matches!(kind, Kind::LongText | Kind::Markdown | Kind::Json))),
        );
    }
    let mut seen = Vec::new();
    chosen.retain(|position| {
        !seen.contains(position) && {
            seen.push(*position);
            true
        }
    });
    chosen.truncate(7);
    chosen
}

/// Filters offered beside a list.
pub fn filters(entity: &EntityInfo) -> Vec<usize> {
    let declared = positions(entity, entity.meta.filters);
    if !declared.is_empty() {
        return declared;
    }
    let useful = |position: &usize| {
        entity
            .fields
            .get(*position)
            .is_some_and(|field| !field.hidden && matches!(field.kind, Kind::Enum(_) | Kind::Boolean | Kind::Date | Kind::DateTime | Kind::Money))
    };
    (0..entity.fields.len()).filter(useful).take(6).collect()
}

/// Sections of a form or a page: title and fields; what the model's sections leave out comes in a last one. A subtype without sections of
/// its own has those of its parent.
pub fn sections(model: &Model, entity: &EntityInfo) -> Vec<(&'static str, Vec<usize>)> {
    let sections = model
        .chain(entity)
        .map(|meta| meta.sections)
        .filter(|sections| !sections.is_empty())
        .last()
        .unwrap_or_default();
    let mut list: Vec<(&'static str, Vec<usize>)> = sections
        .iter()
        .map(|section| (section.title, positions(entity, section.fields)))
        .collect();
    let placed: Vec<usize> = list.iter().flat_map(|(_, positions)| positions.clone()).collect();
    let rest: Vec<usize> = (0..entity.fields.len())
        .filter(|position| !placed.contains(position))
        .filter(|position| entity.fields.get(*position).is_some_and(|field| !field.hidden))
        .collect();
    if !rest.is_empty() {
        list.push(("", rest));
    }
    list.retain(|(_, positions)| !positions.is_empty());
    list
}

fn positions(entity: &EntityInfo, names: &[&str]) -> Vec<usize> {
    // The name of a group stands for its fields.
    let group = |name: &str| {
        (0..entity.fields.len())
            .filter(|position| {
                entity.fields.get(*position).is_some_and(|field| {
                    field.name == name
                        || field
                            .name
                            .strip_prefix(name)
                            .is_some_and(|rest| !field.group.is_empty() && rest.starts_with('_'))
                })
            })
            .collect::<Vec<_>>()
    };
    names
        .iter()
        .flat_map(|name| match entity.position(name) {
            Some(position) => vec![position],
            None => group(name),
        })
        .collect()
}
