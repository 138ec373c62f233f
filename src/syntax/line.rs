//! Reads one logical line with a rule of the grammar.

use pest::Parser;
use pest::error::{Error, InputLocation};

use super::ast::{Docs, Name};
use super::expected;
use super::grammar::{McdParser, Rule};
use super::lower::{Lowering, Node};
use super::messages;
use super::outline::Line;
use super::patch::{Mend, Patched};
use super::repair::Slip;
use super::scan::{Token, TokenKind};
use crate::diag::Sink;
use crate::source::{FileId, Span};

/// Mistakes mended on one line at most: each has the line read again, and a line with more isn't one of a model.
const MENDED_A_LINE: usize = 20;

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
    /// Mends of the next line, already reported.
    pub(crate) known_mends: Vec<Mend>,
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

    /// Reads `line` with `rule` and gives its pair to `lower`. Mistakes that are recognized are reported and mended,
    /// and the line read again, as long as each lies further on than the one before.
    pub(crate) fn read<T>(
        &mut self,
        line: &Line,
        mut rule: Rule,
        lower: impl FnOnce(&mut Lowering<'_, '_>, &Node<'_>) -> Option<T>,
    ) -> Option<T> {
        if let Some(deep) = line.too_deep {
            let at = self.tokens_span(deep, deep);
            self.sink.push(messages::too_deep(at));
            self.lose(line);
            return None;
        }
        let mut patched = self.patched(line);
        // Where a string never closes, what follows on its line can't be told from it.
        let tainted = line
            .tokens
            .clone()
            .any(|at| self.token(at).is_some_and(|t| matches!(t.kind, TokenKind::OpenStr | TokenKind::OpenQuoted)));
        let mut reached = None;
        for _ in 0..=MENDED_A_LINE {
            let text = patched.text();
            let error = match McdParser::parse(rule, &text) {
                Ok(mut pairs) => {
                    let node = pairs.find(|pair| !matches!(pair.as_rule(), Rule::comment | Rule::doc | Rule::EOI))?;
                    let docs = self.docs(line);
                    return lower(&mut Lowering { line: &patched, docs, sink: self.sink }, &node);
                }
                Err(error) => error,
            };
            let slip = self.slip(line, rule, &patched, &error);
            // A slip inside what was just mended is no new mistake.
            let further = reached.is_none_or(|reached| slip.at > reached);
            let repair = further.then(|| self.recognize(&slip)).flatten();
            let mended = match repair {
                Some(repair) => {
                    if !tainted {
                        self.sink.push(repair.diagnostic);
                    }
                    rule = repair.rule.unwrap_or(rule);
                    let mended = repair.mends.iter().filter(|mend| mend.start <= slip.at).map(|mend| mend.end);
                    reached = mended.max().or(Some(slip.at));
                    !repair.mends.is_empty() && repair.mends.into_iter().all(|mend| patched.mend(mend))
                }
                None if further && !tainted => {
                    self.report(&slip);
                    false
                }
                None => false,
            };
            if !mended {
                break;
            }
        }
        self.lose(line);
        None
    }

    /// The line's text with what is already reported mended.
    fn patched(&mut self, line: &Line) -> Patched<'a> {
        let span = self.line_span(line);
        let mut patched = Patched::new(self.file, self.text, span.start as usize, span.end as usize);
        let known = std::mem::take(&mut self.known_mends);
        for mend in known.into_iter().chain(self.lexical_mends(line)) {
            patched.mend(mend);
        }
        patched
    }

    fn slip<'l>(&self, line: &'l Line, rule: Rule, patched: &Patched<'_>, error: &Error<Rule>) -> Slip<'l> {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let at = patched.origin(at);
        let tokens = self.tokens.get(line.tokens.clone()).unwrap_or_default();
        let first = tokens.partition_point(|token| token.end <= at);
        let found = tokens.iter().skip(first).position(|token| !token.is_trivia());
        let token = found.map(|n| line.tokens.start + first + n);
        Slip { line, rule, at, token, expected: expected::rules(error) }
    }

    /// Says what was expected where nothing better is known.
    fn report(&mut self, slip: &Slip<'_>) {
        let span = match slip.token {
            Some(at) => self.tokens_span(at, at),
            None => self.line_span(slip.line).after(),
        };
        let found = slip.token.map(|at| self.token_text(at));
        self.sink.push(messages::unexpected(span, found, &expected::in_words(&slip.expected)));
    }

    /// Remembers the name that a line which can't be read would have declared.
    pub(crate) fn lose(&mut self, line: &Line) {
        if matches!(self.token_text(line.tokens.start), "unique" | "fd" | "rule" | "subtypes" | "stored" | "accept") {
            return; // declares nothing
        }
        let words = line.tokens.clone().filter(|at| self.token(*at).is_some_and(|t| t.kind == TokenKind::Word));
        let names: Vec<Name> = words.take(2).map(|at| self.name_of(at)).collect();
        self.lost.extend(names);
    }

    /// The word at `at` as a name.
    pub(crate) fn name_of(&self, at: usize) -> Name {
        Name { text: super::lower::normalized(self.token_text(at)), span: self.tokens_span(at, at) }
    }

    fn docs(&self, line: &Line) -> Docs {
        line.docs.iter().fold(None, |docs, at| {
            let text = super::lower::types::doc_line(self.token_text(*at));
            Some(super::lower::types::join_docs(docs, text, self.tokens_span(*at, *at)))
        })
    }
}
