//! First pass: which types, entities and relations exist.
//!
//! Gives each its id and its header; fields, legs and rules come later.

use super::Resolver;
use super::kinds::{DUPLICATE_DECLARATION, UNKNOWN_ENTITY};
use super::renamed;
use super::types::resolve_named_types;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Place};
use crate::mcd::model::{Entity, EntityId, Locale, Owner, Relation, RelationId, Was};
use crate::mcd::{labels, names};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

/// The declarations that were kept, with their ids.
pub(super) struct Declared<'a> {
    pub(super) entities: Vec<(EntityId, &'a ast::Entity)>,
    pub(super) relations: Vec<(RelationId, &'a ast::Relation)>,
}

impl<'a> Declared<'a> {
    /// Entities, then relations, with their lines.
    pub(super) fn owners(&self) -> impl Iterator<Item = (Owner, &'a [ast::Member])> {
        let entities = self.entities.iter().map(|(id, entity)| (Owner::Entity(*id), entity.members.as_slice()));
        let relations = self.relations.iter().map(|(id, relation)| (Owner::Relation(*id), relation.members.as_slice()));
        entities.chain(relations).collect::<Vec<_>>().into_iter()
    }
}

/// Declares all names, then the headers that refer to them.
pub(super) fn declare<'a>(resolver: &mut Resolver<'_>, items: &[&'a ast::Item]) -> Declared<'a> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    let mut index = std::collections::HashMap::new();
    let mut declared = Declared { entities: Vec::new(), relations: Vec::new() };
    for item in items {
        let Some(name) = declared_name(item) else { continue };
        if let Some(&first) = index.get(&name.text) {
            let first: Option<&(String, Span)> = seen.get::<usize>(first);
            report_duplicate(resolver, name, first.map(|(_, span)| *span));
            first_is_incomplete(resolver, &name.text);
            let lost = matches!(item, ast::Item::Relation(_)).then_some(name.span);
            resolver.mcd.relations_left_out.extend(lost);
            continue;
        }
        index.insert(name.text.clone(), seen.len());
        seen.push((name.text.clone(), name.span));
        declare_one(resolver, &mut declared, item);
    }
    resolve_named_types(resolver, items);
    for (id, entity) in &declared.entities {
        resolve_parent(resolver, *id, entity);
    }
    declared
}

fn declared_name(item: &ast::Item) -> Option<&ast::Name> {
    match item {
        ast::Item::Type(ty) => Some(&ty.name),
        ast::Item::Entity(entity) => Some(&entity.name),
        ast::Item::Relation(relation) => Some(&relation.name),
        _ => None,
    }
}

/// Reports a name that is declared already.
pub(super) fn report_duplicate(resolver: &mut Resolver<'_>, name: &ast::Name, first: Option<Span>) {
    let text = &name.text;
    let mut diagnostic = Diagnostic::new(
        &DUPLICATE_DECLARATION,
        name.span,
        say!(fr "« {text} » est déclaré deux fois", en "`{text}` is declared twice"),
    )
    .help(say!(
        fr "donnez-lui un autre nom, ou réunissez les deux déclarations",
        en "give it another name, or merge the two declarations"
    ));
    if let Some(first) = first {
        diagnostic = diagnostic.related(first, say!(fr "première déclaration", en "first declared here"));
    }
    resolver.sink.push(diagnostic);
}

/// The lines of the second declaration are left out: the first may lack what others refer to.
fn first_is_incomplete(resolver: &mut Resolver<'_>, name: &str) {
    let entity = resolver.names.entities.get(name).map(|id| Owner::Entity(*id));
    let relation = resolver.names.relations.get(name).map(|id| Owner::Relation(*id));
    if let Some(first) = entity.or(relation) {
        resolver.gaps.is_incomplete(first);
    }
}

fn declare_one<'a>(resolver: &mut Resolver<'_>, declared: &mut Declared<'a>, item: &'a ast::Item) {
    let locale = resolver.mcd.crm.locale;
    match item {
        ast::Item::Entity(entity) => {
            let id = EntityId(index(resolver.mcd.entities.len()));
            resolver.mcd.entities.push(entity_header(entity, locale));
            resolver.mcd.graph.add_node(id);
            resolver.names.entities.insert(entity.name.text.clone(), id);
            declared.entities.push((id, entity));
        }
        ast::Item::Relation(relation) => {
            let id = RelationId(index(resolver.mcd.relations.len()));
            resolver.mcd.relations.push(relation_header(relation, locale));
            resolver.names.relations.insert(relation.name.text.clone(), id);
            resolver.gaps.declared(id, relation.span);
            declared.relations.push((id, relation));
        }
        _ => {}
    }
}

/// A length as the 32-bit index of the next item.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn entity_header(entity: &ast::Entity, locale: Locale) -> Entity {
    let label = label_of(entity.label.as_ref(), &entity.name, locale);
    let plural = entity.plural.as_ref().map_or_else(|| names::plural(&label), |text| text.value.clone());
    Entity {
        name: entity.name.text.clone(),
        snake: names::snake(&entity.name.text),
        label,
        plural,
        docs: docs_of(&entity.docs),
        area: entity.area.as_ref().map(|area| area.text.clone()),
        parent: None,
        children: Vec::new(),
        fields: Vec::new(),
        identifier: Vec::new(),
        uniques: Vec::new(),
        fds: Vec::new(),
        mvds: Vec::new(),
        rules: Vec::new(),
        subtypes: None,
        storage: None,
        stored: None,
        accepts: Vec::new(),
        elided: 0,
        was: entity.was.as_ref().map(was_of),
        name_span: entity.name.span,
        span: entity.span,
    }
}

fn relation_header(relation: &ast::Relation, locale: Locale) -> Relation {
    Relation {
        name: relation.name.text.clone(),
        snake: names::snake(&relation.name.text),
        label: label_of(relation.label.as_ref(), &relation.name, locale),
        docs: docs_of(&relation.docs),
        area: relation.area.as_ref().map(|area| area.text.clone()),
        legs: Vec::new(),
        fields: Vec::new(),
        uniques: Vec::new(),
        fds: Vec::new(),
        mvds: Vec::new(),
        rules: Vec::new(),
        stored: None,
        storage: None,
        accepts: Vec::new(),
        elided: 0,
        was: relation.was.as_ref().map(was_of),
        name_span: relation.name.span,
        span: relation.span,
    }
}

/// The label given, or one made from the name.
pub(super) fn label_of(label: Option<&ast::Str>, name: &ast::Name, locale: Locale) -> String {
    label.map_or_else(|| labels::label(&name.text, locale), |text| text.value.clone())
}

/// The documentation as plain text.
pub(super) fn docs_of(docs: &ast::Docs) -> String {
    docs.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

/// A former name as plain text.
pub(super) fn was_of(was: &ast::Was) -> Was {
    let texts = |names: &[ast::Name]| names.iter().map(|name| name.text.clone()).collect();
    match was {
        ast::Was::Path(path) => Was::Path(texts(path)),
        ast::Was::SplitFrom { entity, fields } => Was::SplitFrom { entity: entity.text.clone(), fields: texts(fields) },
    }
}

fn resolve_parent(resolver: &mut Resolver<'_>, child: EntityId, entity: &ast::Entity) {
    let Some(name) = &entity.parent else { return };
    let Some(parent) = find_entity(resolver, name) else {
        return resolver.gaps.is_incomplete(Owner::Entity(child));
    };
    if let Some(entity) = resolver.mcd.entities.get_mut(child.0 as usize) {
        entity.parent = Some(parent);
    }
    if let Some(entity) = resolver.mcd.entities.get_mut(parent.0 as usize) {
        entity.children.push(child);
    }
}

/// The entity of this name; when there is none, reports it where it is first named.
pub(super) fn find_entity(resolver: &mut Resolver<'_>, name: &ast::Name) -> Option<EntityId> {
    let text = &name.text;
    if let Some(id) = resolver.names.entities.get(text) {
        return Some(*id);
    }
    if let Some(first) = resolver.unknown_entities.get_mut(text) {
        first.related.push(Place { span: name.span, text: Some(say!(fr "ici aussi", en "here too")) });
        let now = renamed::entity(&resolver.mcd, text).and_then(|now| renamed::mended(name, now));
        if let (Some(fix), Some(edit)) = (&mut first.fix, now) {
            fix.edits.push(edit);
        }
    } else if !resolver.gaps.lost(text) {
        let unknown = unknown_entity(resolver, name);
        resolver.unknown_entities.insert(text.clone(), unknown);
    }
    None
}

fn unknown_entity(resolver: &Resolver<'_>, name: &ast::Name) -> Diagnostic {
    let text = &name.text;
    if resolver.names.relations.contains_key(text) {
        let message = say!(fr "« {text} » est une relation : il faut une entité ici", en "`{text}` is a relation: an entity is needed here");
        let help = say!(fr "nommez l'une des entités qu'elle relie", en "name one of the entities that it links");
        return Diagnostic::new(&UNKNOWN_ENTITY, name.span, message).help(help);
    }
    let message = say!(fr "l'entité « {text} » n'existe pas", en "there is no entity `{text}`");
    let problem = Diagnostic::new(&UNKNOWN_ENTITY, name.span, message);
    if let Some(now) = renamed::entity(&resolver.mcd, text) {
        return renamed::said(problem, name, now);
    }
    let known: Vec<&str> = resolver.mcd.entities.iter().map(|entity| entity.name.as_str()).collect();
    let help = did_you_mean(text, known)
        .unwrap_or_else(|| say!(fr "déclarez-la : entity {text} {{ … }}", en "declare it: entity {text} {{ … }}"));
    problem.help(help)
}
