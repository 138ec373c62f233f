//! Reads one logical line with a rule of the grammar.

use pest::Parser;

use super::ast::{Docs, Name};
use super::expected;
use super::grammar::{McdParser, Rule};
use super::lower::{Lowering, Node};
use super::messages;
use super::outline::Line;
use super::patch::Patched;
use super::scan::{Token, TokenKind};
use crate::diag::Sink;
use crate::source::{FileId, Span};

/// A file being read.
pub(crate) struct Reading<'a, 's> {
    /// Which file.
    pub(crate) file: FileId,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its tokens.
    pub(crate) tokens: &'a [Token],
    /// Collects problems.
    pub(crate) sink: &'s mut Sink,
    /// Names that unread lines would have declared.
    pub(crate) lost: Vec<Name>,
}

impl<'a> Reading<'a, '_> {
    /// The token at `at`.
    pub(crate) fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// The text of the token at `at`; empty past the end.
    pub(crate) fn token_text(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| token.text(self.text))
    }

    /// The span from one token to another.
    pub(crate) fn tokens_span(&self, first: usize, last: usize) -> Span {
        let start = self.token(first).map_or(self.text.len(), |token| token.start);
        let end = self.token(last).map_or(start, |token| token.end);
        Span::new(self.file, start, end)
    }

    /// A line's span.
    pub(crate) fn line_span(&self, line: &Line) -> Span {
        self.tokens_span(line.tokens.start, line.tokens.end.saturating_sub(1))
    }

    /// Reads `line` with `rule` and gives its pair to `lower`.
    pub(crate) fn read<T>(
        &mut self,
        line: &Line,
        rule: Rule,
        lower: impl FnOnce(&mut Lowering<'_, '_>, &Node<'_>) -> Option<T>,
    ) -> Option<T> {
        let span = self.line_span(line);
        if let Some(deep) = line.too_deep {
            let at = self.tokens_span(deep, deep);
            self.sink.push(messages::too_deep(at));
            self.lose(line);
            return None;
        }
        let patched = Patched::new(self.file, self.text, span.start as usize, span.end as usize);
        let text = patched.text();
        let docs = self.docs(line);
        match McdParser::parse(rule, &text) {
            Ok(mut pairs) => {
                let node = pairs.find(|pair| !matches!(pair.as_rule(), Rule::comment | Rule::doc | Rule::EOI))?;
                lower(&mut Lowering { line: &patched, docs, sink: self.sink }, &node)
            }
            Err(error) => {
                let at = match error.location {
                    pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
                };
                let at = patched.origin(at);
                let token = self.tokens.iter().find(|t| t.end > at).filter(|t| t.start < span.end as usize);
                let span = token.map_or(span.after(), |t| Span::new(self.file, t.start, t.end));
                let found = token.map(|t| t.text(self.text));
                self.sink.push(messages::unexpected(span, found, &expected::alternatives(&error)));
                self.lose(line);
                None
            }
        }
    }

    /// Remembers the name that a line which can't be read would have declared.
    fn lose(&mut self, line: &Line) {
        let words = line.tokens.clone().filter(|at| self.token(*at).is_some_and(|t| t.kind == TokenKind::Word));
        let names = words
            .take(2)
            .map(|at| Name { text: super::lower::normalized(self.token_text(at)), span: self.tokens_span(at, at) });
        let names: Vec<Name> = names.collect();
        self.lost.extend(names);
    }

    fn docs(&self, line: &Line) -> Docs {
        line.docs.iter().fold(None, |docs, at| {
            let text = super::lower::types::doc_line(self.token_text(*at));
            Some(super::lower::types::join_docs(docs, text, self.tokens_span(*at, *at)))
        })
    }
}
