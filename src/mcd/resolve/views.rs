//! Forms, lists and the inventory of documents.
//!
//! What they refer to must exist; what they leave out gets its default in the application.

use super::Resolver;
use super::declare::{docs_of, find_entity, report_duplicate};
use super::kinds::UNKNOWN_MEMBER;
use super::members::{find_part, names_are_distinct, unknown_word};
use super::settings::report_second;
use crate::diag::Diagnostic;
use crate::mcd::model::{EntityId, Form, Inventory, KeyPart, ListView, Owner, Placement, Section, Source, SourceField};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

/// Resolves `form`, `list`, `source`, `synonym` and top-level `fd`.
pub(super) fn resolve_views(resolver: &mut Resolver<'_>, items: &[&ast::Item]) {
    for item in items {
        match item {
            ast::Item::Form(form) => resolve_form(resolver, form),
            ast::Item::List(list) => resolve_list(resolver, list),
            ast::Item::Source(source) => match first_named(items, source) {
                Some(first) => report_duplicate(resolver, &named(&source.name), Some(first)),
                None => resolve_source(resolver, source),
            },
            ast::Item::Synonym(synonym) => {
                let pair = (synonym.name.value.clone(), synonym.same_as.value.clone(), synonym.span);
                resolver.mcd.inventory.synonyms.push(pair);
            }
            ast::Item::Fd(fd) => push_inventory_fd(&mut resolver.mcd.inventory, fd),
            _ => {}
        }
    }
}

fn push_inventory_fd(inventory: &mut Inventory, fd: &ast::InventoryFd) {
    let values = |strings: &[ast::Str]| strings.iter().map(|string| string.value.clone()).collect();
    inventory.fds.push((values(&fd.left), values(&fd.right), fd.span));
}

fn parts(resolver: &mut Resolver<'_>, entity: EntityId, names: &[ast::Name]) -> Vec<KeyPart> {
    names.iter().filter_map(|name| find_part(resolver, Owner::Entity(entity), name)).collect()
}

fn resolve_form(resolver: &mut Resolver<'_>, form: &ast::Form) {
    let Some(entity) = find_entity(resolver, &form.entity) else { return };
    if let Some(first) = resolver.mcd.forms.iter().find(|known| known.entity == entity) {
        let first = first.span;
        return report_second(resolver, "form", form.entity.span, first);
    }
    names_are_distinct(resolver, form.sections.iter().flat_map(|section| &section.fields));
    let sections = form.sections.iter().map(|section| Section {
        title: section.title.value.clone(),
        items: parts(resolver, entity, &section.fields),
        span: section.span,
    });
    let sections = sections.collect();
    resolver.mcd.forms.push(Form { entity, sections, span: form.span });
}

fn resolve_list(resolver: &mut Resolver<'_>, list: &ast::List) {
    let Some(entity) = find_entity(resolver, &list.entity) else { return };
    if let Some(first) = resolver.mcd.lists.iter().find(|known| known.entity == entity) {
        let first = first.span;
        return report_second(resolver, "list", list.entity.span, first);
    }
    let mut view = ListView { entity, columns: None, filters: None, sort: Vec::new(), span: list.span };
    for (at, line) in list.lines.iter().enumerate() {
        let keyword = &line.keyword;
        if let Some(first) = list.lines.iter().take(at).find(|first| first.keyword.text == keyword.text) {
            report_second(resolver, &keyword.text, keyword.span, first.keyword.span);
            continue;
        }
        names_are_distinct(resolver, line.fields.iter().map(|(name, _)| name));
        let names: Vec<ast::Name> = line.fields.iter().map(|(name, _)| name.clone()).collect();
        match line.keyword.text.as_str() {
            "columns" => view.columns = Some(parts(resolver, entity, &names)),
            "filters" => view.filters = Some(parts(resolver, entity, &names)),
            "sort" => {
                for (name, descending) in &line.fields {
                    if let Some(part) = find_part(resolver, Owner::Entity(entity), name) {
                        view.sort.push((part, *descending));
                    }
                }
            }
            _ => unknown_word(resolver, Some(&line.keyword), &["columns", "filters", "sort"]),
        }
    }
    resolver.mcd.lists.push(view);
}

fn named(name: &ast::Str) -> ast::Name {
    ast::Name { text: name.value.clone(), span: name.span }
}

/// Where a source of the same name is declared before this one.
fn first_named(items: &[&ast::Item], source: &ast::Source) -> Option<Span> {
    let earlier =
        items.iter().take_while(|item| !matches!(item, ast::Item::Source(other) if other.span == source.span));
    let mut named = earlier.filter_map(|item| match item {
        ast::Item::Source(other) if other.name.value == source.name.value => Some(other.name.span),
        _ => None,
    });
    named.next()
}

fn resolve_source(resolver: &mut Resolver<'_>, source: &ast::Source) {
    let external = match source.scope.as_ref().map(|scope| scope.text.as_str()) {
        None | Some("internal") => false,
        Some("external") => true,
        Some(_) => {
            unknown_word(resolver, source.scope.as_ref(), &["internal", "external"]);
            false
        }
    };
    let fields = source.fields.iter().filter_map(|field| {
        let placement = placement(resolver, &field.placement)?;
        let name = field.alias.as_ref().unwrap_or(&field.name).value.clone();
        Some(SourceField { heading: field.name.value.clone(), name, placement, span: field.span })
    });
    let fields = fields.collect();
    resolver.mcd.inventory.sources.push(Source {
        name: source.name.value.clone(),
        external,
        data_file: source.data_file.as_ref().map(|file| file.value.clone()),
        fields,
        docs: docs_of(&source.docs),
        span: source.span,
    });
}

/// None for a place that doesn't exist: that is said already.
fn placement(resolver: &mut Resolver<'_>, placement: &ast::Placement) -> Option<Placement> {
    let words = |string: &Option<ast::Str>| string.as_ref().map(|string| string.value.clone()).unwrap_or_default();
    match placement {
        ast::Placement::Open => Some(Placement::Open),
        ast::Placement::Derived(how) => Some(Placement::Derived(words(how))),
        ast::Placement::Ignored(why) => Some(Placement::Ignored(words(why))),
        ast::Placement::Placed(path) => placed(resolver, path),
    }
}

/// `Entity.field`, `Relation.field`, or `Relation.role` for a leg that has one.
fn placed(resolver: &mut Resolver<'_>, path: &[ast::Name]) -> Option<Placement> {
    let [owner, field] = path else {
        let span = path.iter().map(|name| name.span).reduce(|a, b| a.to(b))?;
        let message = say!(fr "un champ se place dans une entité", en "a field is placed in an entity");
        let help = say!(fr "écrivez = Client.nom", en "write = Client.name");
        resolver.sink.push(Diagnostic::new(&UNKNOWN_MEMBER, span, message).help(help));
        return None;
    };
    let owner = match resolver.names.relations.get(&owner.text) {
        Some(relation) => Owner::Relation(*relation),
        None => Owner::Entity(find_entity(resolver, owner)?),
    };
    match find_part(resolver, owner, field)? {
        KeyPart::Field(field) => Some(Placement::Placed(field)),
        KeyPart::Leg(leg) if resolver.mcd.leg(leg).role.is_some() => Some(Placement::Leg(leg)),
        KeyPart::Leg(_) => {
            let message = say!(fr "« {} » est une patte, pas un champ", en "`{}` is a leg, not a field", field.text);
            let help = say!(
                fr "placez la rubrique sur l'identifiant de l'entité reliée, ou donnez un rôle à la patte (livraison: Adresse)",
                en "place the datum on the identifier of the linked entity, or give the leg a role (delivery: Address)"
            );
            resolver.sink.push(Diagnostic::new(&UNKNOWN_MEMBER, field.span, message).help(help));
            None
        }
    }
}
