//! Recovery at the level of blocks: braces that are missing or too many, declarations that begin with no known word.
//!
//! A run of lines that mean nothing here is one mistake, reported at its first line.

use std::ops::Range;

use super::ast::{Item, Name};
use super::line::Reading;
use super::outline::{BLOCK_KEYWORDS, Block, LINE_KEYWORDS, Outline, Problem};
use super::patch::Mend;
use super::scan::{Token, TokenKind};
use super::{habit_messages, messages, words};
use crate::diag::suggest::nearest;
use crate::source::Span;

impl Reading<'_, '_> {
    /// Reports what is wrong with the skeleton.
    pub(crate) fn report_outline(&mut self, outline: &Outline) {
        for problem in &outline.problems {
            let diagnostic = match *problem {
                Problem::Unclosed { open, before } => {
                    let end = self.text.trim_end().len();
                    let before_span = match before {
                        Some(at) => self.tokens_span(at, at),
                        None => Span::new(self.file, end, end),
                    };
                    messages::unclosed_block(self.tokens_span(open, open), before_span, before.is_none())
                }
                Problem::StrayClose(at) if self.follows_unknown(at, outline) => continue,
                Problem::StrayClose(at) => messages::stray_brace(self.tokens_span(at, at)),
                Problem::OpenBelow { head_end, open } => self.brace_below(head_end, open),
                Problem::MissingOpen { head_end } if self.goes_on_in_one_line(head_end, outline) => continue,
                Problem::MissingOpen { head_end } => {
                    let follows = outline.blocks.iter().any(|b| b.head.tokens.end == head_end + 1 && b.body.is_some());
                    messages::missing_open_brace(self.tokens_span(head_end, head_end).after(), follows)
                }
                Problem::BrokenList { comma, next } => {
                    let (span, after) = (self.tokens_span(comma, comma), self.tokens_span(next, next));
                    let between = Span::new(self.file, span.end as usize, after.start as usize);
                    let blank = self.text.get(between.range()).is_some_and(|text| text.trim().is_empty());
                    messages::broken_list(span, between, blank)
                }
                Problem::DanglingDocs(at) => messages::dangling_docs(self.tokens_span(at, at)),
            };
            self.sink.push(diagnostic);
        }
    }

    /// Reports a script of SQL, once, and remembers the names that it may have been meant to declare.
    pub(crate) fn report_script(&mut self, script: &Range<usize>) {
        let says = |token: Token| !token.is_trivia() && token.kind != TokenKind::Semi;
        let Some(first) = script.clone().find(|at| self.token(*at).is_some_and(says)) else {
            return;
        };
        let line = (first..script.end).take_while(|at| self.token(*at).is_some_and(|token| !token.is_trivia()));
        self.sink.push(messages::foreign_text(self.tokens_span(first, line.last().unwrap_or(first)), "SQL"));
        let words = script.clone().filter(|at| self.token(*at).is_some_and(|token| token.kind == TokenKind::Word));
        let names: Vec<Name> = words.map(|at| self.name_of(at)).collect();
        self.lost.extend(names);
    }

    fn brace_below(&self, head_end: usize, open: usize) -> crate::diag::Diagnostic {
        let (head, brace) = (self.tokens_span(head_end, head_end), self.tokens_span(open, open));
        let between = Span::new(self.file, head.end as usize, brace.start as usize);
        let blank = self.text.get(between.range()).is_some_and(|text| text.trim().is_empty());
        messages::brace_below(brace, between, blank)
    }

    /// Whether the head that ends there goes on after a colon (`relation Passer : Client 0,n, Devis 1,1`): what stands there is told.
    fn goes_on_in_one_line(&self, head_end: usize, outline: &Outline) -> bool {
        let head = outline.blocks.iter().map(|block| &block.head.tokens).find(|head| head.end == head_end + 1);
        head.is_some_and(|head| self.token_text(head.start + 2) == ":")
    }

    /// Whether a brace that closes nothing comes after lines that mean nothing: the cause is reported there.
    fn follows_unknown(&self, brace: usize, outline: &Outline) -> bool {
        let before = outline.blocks.partition_point(|block| block.head.tokens.start < brace);
        let block = before.checked_sub(1).and_then(|n| outline.blocks.get(n));
        block.is_some_and(|block| {
            let word = self.token_text(block.head.tokens.start);
            !BLOCK_KEYWORDS.contains(&word) && !LINE_KEYWORDS.contains(&word)
        })
    }

    /// A declaration that begins with no word of the language; read all the same where the word meant is clear.
    pub(crate) fn unknown(&mut self, block: &Block, unknown_before: &mut bool) -> Option<Item> {
        let first = block.head.tokens.start;
        let word = self.token_text(first);
        let span = self.tokens_span(first, first);
        if let Some(keyword) = self.meant(block) {
            *unknown_before = false;
            self.sink.push(messages::misspelt(span, word, keyword));
            let (start, end) = (span.start as usize, span.end as usize);
            self.known_mends.push(Mend { start, end, text: keyword.to_owned() });
            return self.item(block, keyword);
        }
        self.lose_block(block);
        let begins_html = matches!(word, "<" | "</");
        if *unknown_before && !words::LATER.contains(&word) {
            return None;
        }
        *unknown_before = !words::LATER.contains(&word) && word != "enum";
        let brace = block.body.as_ref().and_then(|body| body.open);
        let named = self.token(first + 1).is_some_and(|token| token.kind == TokenKind::Word);
        let line = self.line_span(&block.head);
        self.sink.push(match (word, brace) {
            _ if words::LATER.contains(&word) => messages::not_yet(span, word),
            ("enum", Some(brace)) if named => messages::enum_declaration(span, self.tokens_span(brace, brace)),
            _ if begins_html => messages::foreign_text(line, "HTML"),
            _ if words::begins_sql(word) && named => messages::foreign_text(line, "SQL"),
            _ if words::is_type(self.token_text(first + 1)) => messages::field_outside(line),
            _ if words::begins_line(word).is_some() => {
                habit_messages::line_outside(line, words::begins_line(word).unwrap_or(word))
            }
            _ => messages::unknown_declaration(span, word),
        });
        None
    }

    /// The keyword that a misspelt one stands for: the line must look like a declaration besides.
    fn meant(&self, block: &Block) -> Option<&'static str> {
        let first = block.head.tokens.start;
        let word = self.token_text(first);
        let kind = self.token(first + 1).map(|token| token.kind);
        let named = matches!(kind, Some(TokenKind::Word | TokenKind::Str | TokenKind::Quoted));
        if !named || words::LATER.contains(&word) || self.token(first).is_none_or(|t| t.kind != TokenKind::Word) {
            return None;
        }
        if words::is_type(self.token_text(first + 1)) && block.body.is_none() {
            return None;
        }
        let keywords = if block.body.is_some() { BLOCK_KEYWORDS.as_slice() } else { LINE_KEYWORDS.as_slice() };
        let near = nearest(word, keywords.iter().copied());
        near.or_else(|| words::declaration(word).filter(|keyword| keywords.contains(keyword)))
    }

    /// Remembers the names of a block that isn't read.
    fn lose_block(&mut self, block: &Block) {
        self.lose(&block.head);
        for line in block.body.iter().flat_map(|body| &body.lines) {
            self.lose(line);
        }
    }
}
