//! Types, modifiers and former names.

use super::{Lowering, Node, child, children, significant};
use crate::syntax::ast::{EnumValue, Modifier, ModifierKind, Str, TypeArg, TypeRef, Was};
use crate::syntax::grammar::Rule;

impl Lowering<'_, '_> {
    /// `text(120)`, `enum { … }`
    pub(crate) fn type_ref(&mut self, node: &Node<'_>) -> Option<TypeRef> {
        let inner = significant(node).next()?;
        let span = self.span(node);
        if inner.as_rule() == Rule::enum_type {
            let name = self.name(&child(&inner, Rule::k_enum)?);
            let values = self.enum_values(&inner);
            return Some(TypeRef { name, args: Vec::new(), values, span });
        }
        let name = self.name(&child(&inner, Rule::name)?);
        let args = child(&inner, Rule::type_args).map(|args| self.type_args(&args)).unwrap_or_default();
        Some(TypeRef { name, args, values: Vec::new(), span })
    }

    fn type_args(&mut self, node: &Node<'_>) -> Vec<TypeArg> {
        children(node, Rule::type_arg).filter_map(|arg| self.type_arg(&arg)).collect()
    }

    fn type_arg(&mut self, node: &Node<'_>) -> Option<TypeArg> {
        let inner = significant(node).next()?;
        match inner.as_rule() {
            Rule::string => Some(TypeArg::Str(self.string(&inner))),
            _ => Some(TypeArg::Int(self.verbatim(&inner))),
        }
    }

    /// The values of an `enum`, each with the `///` comments before it.
    fn enum_values(&mut self, node: &Node<'_>) -> Vec<EnumValue> {
        let mut values = Vec::new();
        let mut docs: Option<Str> = None;
        for inner in node.clone().into_inner() {
            match inner.as_rule() {
                Rule::doc => docs = Some(join_docs(docs, doc_line(inner.as_str()), self.span(&inner))),
                Rule::enum_value => values.extend(self.enum_value(&inner, docs.take())),
                _ => {}
            }
        }
        values
    }

    fn enum_value(&mut self, node: &Node<'_>, docs: Option<Str>) -> Option<EnumValue> {
        let name = self.name(&child(node, Rule::name)?);
        let label = self.label_of(node, Rule::label);
        let was = child(node, Rule::was_name).and_then(|was| child(&was, Rule::name)).map(|old| self.name(&old));
        Some(EnumValue { docs, name, label, was })
    }

    /// The modifiers directly under a pair.
    pub(crate) fn modifiers(&mut self, node: &Node<'_>) -> Vec<Modifier> {
        let found = significant(node).filter(|n| matches!(n.as_rule(), Rule::field_modifier | Rule::leg_modifier));
        found.filter_map(|modifier| self.modifier(&modifier)).collect()
    }

    fn modifier(&mut self, node: &Node<'_>) -> Option<Modifier> {
        let inner = significant(node).next()?;
        let kind = flag(inner.as_str()).or_else(|| self.modifier_with_value(&inner))?;
        Some(Modifier { kind, span: self.span(node) })
    }

    fn modifier_with_value(&mut self, node: &Node<'_>) -> Option<ModifierKind> {
        match node.as_rule() {
            Rule::default => Some(ModifierKind::Default(self.value(node)?)),
            Rule::minimum => Some(ModifierKind::Min(self.value(node)?)),
            Rule::maximum => Some(ModifierKind::Max(self.value(node)?)),
            Rule::computed => Some(ModifierKind::Computed(self.value(node)?)),
            Rule::pattern => Some(ModifierKind::Matches(self.string(node))),
            Rule::unit => Some(ModifierKind::Unit(self.string(node))),
            Rule::stored => Some(ModifierKind::Stored(self.string(node))),
            Rule::was => Some(ModifierKind::Was(self.was(node)?)),
            _ => None,
        }
    }

    /// `was Client.ville`, `split from Client(rue, ville)`
    pub(crate) fn was(&mut self, node: &Node<'_>) -> Option<Was> {
        if let Some(path) = child(node, Rule::path) {
            return Some(Was::Path(self.names(&path)));
        }
        let entity = self.name(&child(node, Rule::name)?);
        let fields = self.names(&child(node, Rule::names)?);
        Some(Was::SplitFrom { entity, fields })
    }
}

/// The text of a `///` comment.
pub(crate) fn doc_line(written: &str) -> &str {
    let text = written.strip_prefix("///").unwrap_or(written);
    text.strip_prefix(' ').unwrap_or(text).trim_end()
}

/// Adds a line of documentation.
pub(crate) fn join_docs(docs: Option<Str>, line: &str, span: crate::source::Span) -> Str {
    match docs {
        None => Str { value: line.to_owned(), span },
        Some(Str { mut value, span: first }) => {
            value.push('\n');
            value.push_str(line);
            Str { value, span: first.to(span) }
        }
    }
}

fn flag(word: &str) -> Option<ModifierKind> {
    Some(match word {
        "identifier" => ModifierKind::Identifier,
        "required" => ModifierKind::Required,
        "unique" => ModifierKind::Unique,
        "title" => ModifierKind::Title,
        "readonly" => ModifierKind::Readonly,
        "hidden" => ModifierKind::Hidden,
        "search" => ModifierKind::Search,
        "personal" => ModifierKind::Personal,
        "sensitive" => ModifierKind::Sensitive,
        "cascade" => ModifierKind::Cascade,
        "restrict" => ModifierKind::Restrict,
        "detach" => ModifierKind::Detach,
        _ => return None,
    })
}
