//! The first lines of declarations and the lines of their blocks, except those of entities and relations.

use super::{Lowering, Node, child, children, has, significant};
use crate::source::Span;
use crate::syntax::ast::{
    Constraint, Crm, Entity, Form, Grant, InventoryFd, List, ListLine, Placement, Relation, Role, Section,
    SettingValue, Source, SourceField, Synonym, TypeDecl,
};
use crate::syntax::ast::{Name, Str, Was};
use crate::syntax::grammar::Rule;
use crate::syntax::messages;

/// The clauses after an entity's or a relation's name.
#[derive(Default)]
struct Clauses {
    label: Option<Str>,
    plural: Option<Str>,
    parent: Option<Name>,
    area: Option<Name>,
    was: Option<Was>,
}

impl Lowering<'_, '_> {
    fn first_name(&self, node: &Node<'_>) -> Option<Name> {
        child(node, Rule::name).map(|name| self.name(&name))
    }

    /// `crm NAME "Title"`
    pub(crate) fn crm(&mut self, node: &Node<'_>, span: Span) -> Option<Crm> {
        let name = self.first_name(node)?;
        let title = self.label_of(node, Rule::label);
        Some(Crm { docs: self.docs.take(), name, title, settings: Vec::new(), span })
    }

    /// `locale fr`
    pub(crate) fn setting(&mut self, node: &Node<'_>) -> Option<(Name, SettingValue)> {
        let name = self.first_name(node)?;
        if let Some(string) = child(node, Rule::string) {
            return Some((name, SettingValue::Str(self.string(&string))));
        }
        let word = child(node, Rule::setting_word)?;
        Some((name, SettingValue::Word(self.name(&word))))
    }

    /// `type NAME = TYPE …`
    pub(crate) fn type_decl(&mut self, node: &Node<'_>, span: Span) -> Option<TypeDecl> {
        let name = self.first_name(node)?;
        let ty = self.type_ref(&child(node, Rule::type_ref)?)?;
        let modifiers = self.modifiers(node);
        Some(TypeDecl { docs: self.docs.take(), name, ty, modifiers, span })
    }

    /// `entity NAME …`
    pub(crate) fn entity(&mut self, node: &Node<'_>, span: Span) -> Option<Entity> {
        let name = self.first_name(node)?;
        let Clauses { label, plural, parent, area, was } = self.clauses(node);
        Some(Entity { docs: self.docs.take(), name, label, plural, parent, area, was, members: Vec::new(), span })
    }

    /// `relation NAME …`
    pub(crate) fn relation(&mut self, node: &Node<'_>, span: Span) -> Option<Relation> {
        let name = self.first_name(node)?;
        let Clauses { label, area, was, .. } = self.clauses(node);
        Some(Relation { docs: self.docs.take(), name, label, area, was, members: Vec::new(), span })
    }

    fn clauses(&mut self, node: &Node<'_>) -> Clauses {
        let mut clauses = Clauses::default();
        let mut seen: Vec<(Rule, Span)> = Vec::new();
        for clause in significant(node) {
            let rule = clause.as_rule();
            let span = self.span(&clause);
            match rule {
                Rule::label => clauses.label = self.label_of(node, rule),
                Rule::plural => clauses.plural = self.label_of(node, rule),
                Rule::parent => clauses.parent = self.first_name(&clause),
                Rule::area => clauses.area = self.first_name(&clause),
                Rule::was | Rule::split_from => clauses.was = self.was(&clause),
                _ => continue,
            }
            match seen.iter().find(|(other, _)| *other == rule) {
                Some((_, first)) => self.sink.push(messages::said_twice(span, *first)),
                None => seen.push((rule, span)),
            }
        }
        clauses
    }

    /// `constraint KIND a, b …`
    pub(crate) fn constraint(&mut self, node: &Node<'_>, span: Span) -> Option<Constraint> {
        let kind = self.name(&child(node, Rule::constraint_kind)?);
        let relations = self.names(&child(node, Rule::names)?);
        let included_in = child(node, Rule::included_in).and_then(|clause| self.first_name(&clause));
        let pivot = child(node, Rule::on_clause).and_then(|clause| child(&clause, Rule::names));
        let on = pivot.map(|names| self.names(&names)).unwrap_or_default();
        let message = self.string_of(node, Rule::label);
        Some(Constraint { docs: self.docs.take(), kind, relations, included_in, on, message, span })
    }

    /// `source "…" internal file "…"`
    pub(crate) fn source(&mut self, node: &Node<'_>, span: Span) -> Option<Source> {
        let name = self.string_of(node, Rule::string)?;
        let scope = child(node, Rule::source_scope).map(|scope| self.name(&scope));
        let data_file = child(node, Rule::data_file).map(|file| self.string(&file));
        Some(Source { docs: self.docs.take(), name, scope, data_file, fields: Vec::new(), span })
    }

    /// `"a", "b" = Client.b`
    pub(crate) fn source_fields(&mut self, node: &Node<'_>) -> Vec<SourceField> {
        children(node, Rule::source_field).filter_map(|field| self.source_field(&field)).collect()
    }

    fn source_field(&mut self, node: &Node<'_>) -> Option<SourceField> {
        let name = self.string_of(node, Rule::string)?;
        let alias = child(node, Rule::alias).map(|alias| self.string(&alias));
        Some(SourceField { name, alias, placement: self.placement(node), span: self.span(node) })
    }

    fn placement(&mut self, node: &Node<'_>) -> Placement {
        if let Some(path) = child(node, Rule::placed).and_then(|placed| child(&placed, Rule::path)) {
            return Placement::Placed(self.names(&path));
        }
        if let Some(derived) = child(node, Rule::derived) {
            return Placement::Derived(self.string_of(&derived, Rule::string));
        }
        match child(node, Rule::ignored) {
            Some(ignored) => Placement::Ignored(self.string_of(&ignored, Rule::string)),
            None => Placement::Open,
        }
    }

    /// `synonym "a" = "b"`
    pub(crate) fn synonym(&mut self, node: &Node<'_>, span: Span) -> Option<Synonym> {
        let mut strings = children(node, Rule::string);
        let (name, same_as) = (strings.next()?, strings.next()?);
        Some(Synonym { name: self.string(&name), same_as: self.string(&same_as), span })
    }

    /// `fd "a" -> "b"`
    pub(crate) fn inventory_fd(&mut self, node: &Node<'_>, span: Span) -> Option<InventoryFd> {
        let mut sides = children(node, Rule::strings);
        let (left, right) = (sides.next()?, sides.next()?);
        Some(InventoryFd { left: self.strings(&left), right: self.strings(&right), span })
    }

    fn strings(&mut self, node: &Node<'_>) -> Vec<Str> {
        children(node, Rule::string).map(|string| self.string(&string)).collect()
    }

    /// `role NAME "Label"`
    pub(crate) fn role(&mut self, node: &Node<'_>, span: Span) -> Option<Role> {
        let name = self.first_name(node)?;
        let label = self.label_of(node, Rule::label);
        Some(Role { docs: self.docs.take(), name, label, grants: Vec::new(), span })
    }

    /// `A, B: read, update where …`
    pub(crate) fn grant(&mut self, node: &Node<'_>) -> Option<Grant> {
        let mut lists = children(node, Rule::names);
        let (subjects, actions) = (lists.next()?, lists.next()?);
        let condition = child(node, Rule::condition).and_then(|clause| child(&clause, Rule::expr));
        let condition = condition.and_then(|expr| self.expr(&expr));
        Some(Grant { subjects: self.names(&subjects), actions: self.names(&actions), condition, span: self.span(node) })
    }

    /// `form ENTITY`
    pub(crate) fn form(&mut self, node: &Node<'_>, span: Span) -> Option<Form> {
        Some(Form { entity: self.first_name(node)?, sections: Vec::new(), span })
    }

    /// `section "…": a, b`
    pub(crate) fn section(&mut self, node: &Node<'_>) -> Option<Section> {
        let title = self.string_of(node, Rule::string)?;
        if title.value.trim().is_empty() {
            self.sink.push(messages::empty_title(title.span));
        }
        let fields = self.names(&child(node, Rule::names)?);
        Some(Section { title, fields, span: self.span(node) })
    }

    /// `list ENTITY`
    pub(crate) fn list(&mut self, node: &Node<'_>, span: Span) -> Option<List> {
        Some(List { entity: self.first_name(node)?, lines: Vec::new(), span })
    }

    /// `sort nom, -date`
    pub(crate) fn list_line(&mut self, node: &Node<'_>) -> Option<ListLine> {
        let keyword = self.name(&child(node, Rule::list_keyword)?);
        let fields = children(node, Rule::list_field)
            .filter_map(|field| Some((self.first_name(&field)?, has(&field, Rule::minus))))
            .collect();
        Some(ListLine { keyword, fields, span: self.span(node) })
    }
}
