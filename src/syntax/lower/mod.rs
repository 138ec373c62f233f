//! From the grammar's pairs to the tree, one file a family of nodes. Judges only what the grammar can't say.
//!
//! Every function answers `None` for a pair of another shape than the grammar promises: such a node is left out.

pub(crate) mod expr;
pub(crate) mod items;
pub(crate) mod members;
pub(crate) mod types;

use pest::iterators::Pair;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::ast::{Docs, Name, Str};
use super::grammar::Rule;
use super::messages;
use super::patch::Patched;
use crate::diag::Sink;
use crate::source::Span;

/// A pair of the grammar.
pub(crate) type Node<'i> = Pair<'i, Rule>;

/// What lowering needs besides the pair: where its text lies, the documentation before it, where problems go.
pub(crate) struct Lowering<'a, 's> {
    /// The line's text and its place in the file.
    pub(crate) line: &'a Patched<'a>,
    /// The `///` comments before the line.
    pub(crate) docs: Docs,
    /// Collects problems.
    pub(crate) sink: &'s mut Sink,
}

impl Lowering<'_, '_> {
    /// Where a pair stands in the file.
    pub(crate) fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        self.line.span(span.start(), span.end())
    }

    /// The name that a pair `name` (or a keyword standing for one) holds.
    pub(crate) fn name(&self, node: &Node<'_>) -> Name {
        let written = node.as_str();
        let bare = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(written);
        Name { text: normalized(bare), span: self.span(node) }
    }

    /// The names directly under a pair.
    pub(crate) fn names(&self, node: &Node<'_>) -> Vec<Name> {
        children(node, Rule::name).map(|name| self.name(&name)).collect()
    }

    /// The string that a pair `string` holds, or the one under a pair that holds nothing else.
    pub(crate) fn string(&mut self, node: &Node<'_>) -> Str {
        let inner = child(node, Rule::string);
        let node = inner.as_ref().unwrap_or(node);
        let span = self.span(node);
        let written = node.as_str();
        let bare = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
        Str { value: self.unescaped(bare, node.as_span().start() + 1), span }
    }

    /// The string of the child pair of `rule`.
    pub(crate) fn string_of(&mut self, node: &Node<'_>, rule: Rule) -> Option<Str> {
        child(node, rule).map(|found| self.string(&found))
    }

    /// What people read, as [`Self::string_of`]; one of no words is told, and left out.
    pub(crate) fn label_of(&mut self, node: &Node<'_>, rule: Rule) -> Option<Str> {
        let found = child(node, rule)?;
        let label = self.string(&found);
        if !label.value.trim().is_empty() {
            return Some(label);
        }
        // One that a mend made empty is told of already.
        let span = self.span(&found);
        if span.range().len() == found.as_str().len() {
            self.sink.push(messages::empty_label(span));
        }
        None
    }

    /// A pair's text as written.
    pub(crate) fn verbatim(&self, node: &Node<'_>) -> Str {
        Str { value: node.as_str().to_owned(), span: self.span(node) }
    }

    fn unescaped(&mut self, written: &str, offset: usize) -> String {
        if !written.contains('\\') {
            return written.to_owned();
        }
        let mut out = String::with_capacity(written.len());
        let mut chars = written.char_indices();
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, c @ ('"' | '\\'))) => out.push(c),
                Some((next, c)) => {
                    let span = self.line.span(offset + at, offset + next + c.len_utf8());
                    self.sink.push(messages::unknown_escape(span, c));
                    out.push('\\');
                    out.push(c);
                }
                None => {}
            }
        }
        out
    }
}

/// The text in Unicode's normalization form C.
pub(crate) fn normalized(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

/// The first child of `rule`.
pub(crate) fn child<'i>(node: &Node<'i>, rule: Rule) -> Option<Node<'i>> {
    node.clone().into_inner().find(|inner| inner.as_rule() == rule)
}

/// The children of `rule`.
pub(crate) fn children<'i>(node: &Node<'i>, rule: Rule) -> impl Iterator<Item = Node<'i>> {
    node.clone().into_inner().filter(move |inner| inner.as_rule() == rule)
}

/// The children that aren't comments.
pub(crate) fn significant<'i>(node: &Node<'i>) -> impl Iterator<Item = Node<'i>> {
    node.clone().into_inner().filter(|inner| !matches!(inner.as_rule(), Rule::comment | Rule::doc))
}

/// Whether a child of `rule` is there.
pub(crate) fn has(node: &Node<'_>, rule: Rule) -> bool {
    child(node, rule).is_some()
}
