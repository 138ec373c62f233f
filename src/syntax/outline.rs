//! Tokens to logical lines and blocks: the skeleton of a file, found even when the file is broken.
//!
//! Decides where a line ends (a line end inside `( )` or the braces of an `enum` is a blank), which `{` opens a block,
//! and where a block that was never closed must have ended. Reads no line. Invariants: every token that isn't a blank
//! belongs to exactly one line, problem or gap; time is linear in the number of tokens; nothing recurses.

use std::ops::Range;

use super::scan::{Token, TokenKind};

/// Parentheses inside one another beyond this are refused: the grammar recurses on them.
pub(crate) const MAX_NESTING: usize = 48;

/// Indentations beyond this are alike: looking further would make the time quadratic in one long line.
const MAX_INDENTATION: usize = 200;

/// Words that open a block at top level.
pub(crate) const BLOCK_KEYWORDS: [&str; 7] = ["crm", "entity", "relation", "source", "role", "form", "list"];

/// Words that begin a declaration of one line at top level.
pub(crate) const LINE_KEYWORDS: [&str; 5] = ["type", "constraint", "synonym", "fd", "include"];

/// Words that begin a line that is a list of names.
const LIST_KEYWORDS: [&str; 6] = ["unique", "fd", "columns", "filters", "sort", "section"];

/// One logical line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// The `///` comments before it: indices of tokens.
    pub(crate) docs: Vec<usize>,
    /// Its tokens; the first and the last aren't trivia.
    pub(crate) tokens: Range<usize>,
    /// Whether its parentheses are nested too deep to be read.
    pub(crate) too_deep: Option<usize>,
}

/// A declaration at top level: a line, with its block where it has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// Its first line, without the `{`.
    pub(crate) head: Line,
    /// What stands in its braces.
    pub(crate) body: Option<Body>,
}

/// The lines between two braces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    /// The `{`: index of a token; none when it is missing.
    pub(crate) open: Option<usize>,
    /// The `}`: index of a token; none when it is missing.
    pub(crate) close: Option<usize>,
    /// The lines.
    pub(crate) lines: Vec<Line>,
    /// Documentation before the `}`, which documents nothing.
    pub(crate) dangling: Vec<usize>,
}

/// What is wrong with the skeleton; each holds indices of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Problem {
    /// A `{` that is never closed; the token before which the `}` is missing, none for the end of the file.
    Unclosed { open: usize, before: Option<usize> },
    /// A `}` that closes nothing.
    StrayClose(usize),
    /// A `{` on a line of its own.
    OpenBelow { head_end: usize, open: usize },
    /// A block without its `{`; the last token of its head.
    MissingOpen { head_end: usize },
    /// A list that goes on after the end of its line: its last comma there, and what follows.
    BrokenList { comma: usize, next: usize },
    /// Documentation that documents nothing.
    DanglingDocs(usize),
}

/// The skeleton of a file.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Its declarations in order.
    pub(crate) blocks: Vec<Block>,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
}

/// Finds the lines and blocks of `text`, whose tokens are `tokens`.
pub(crate) fn outline(text: &str, tokens: &[Token]) -> Outline {
    let mut reader = Reader { text, tokens, partner: partners(text, tokens), at: 0, problems: Vec::new() };
    let blocks = reader.file();
    Outline { blocks, problems: reader.problems }
}

/// For each `(`, its `)`. Braces, `;` but in `8;2`, and lines that look like another declaration never stand between them, so one
/// missing `)` can't swallow a file.
fn partners(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partner = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::OpenParen => open.push(at),
            TokenKind::CloseParen => {
                if let Some(slot) = open.pop().and_then(|start: usize| partner.get_mut(start)) {
                    *slot = Some(at);
                }
            }
            TokenKind::Semi if is_between_numbers(tokens, at) => {}
            TokenKind::OpenBrace | TokenKind::CloseBrace | TokenKind::Semi => open.clear(),
            TokenKind::Newline if !open.is_empty() && begins_declaration(text, tokens, at + 1) => open.clear(),
            _ => {}
        }
    }
    partner
}

/// Whether a `;` is meant as a comma, as in `decimal(8;2)`.
fn is_between_numbers(tokens: &[Token], at: usize) -> bool {
    let number = |at: Option<usize>| at.and_then(|at| tokens.get(at)).filter(|token| token.kind == TokenKind::Number);
    number(at.checked_sub(1)).is_some() && number(at.checked_add(1)).is_some()
}

/// Whether the line at `at` begins with two words, as no expression and no list does.
fn begins_declaration(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.text(text));
    match (word(at), word(at + 1)) {
        (Some("rule" | "unique" | "fd"), _) => true,
        (Some(first), Some(second)) => !is_operator(first) && !is_operator(second),
        _ => false,
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "in" | "is" | "between" | "matches")
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    partner: Vec<Option<usize>>,
    at: usize,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.text(self.text))
    }

    fn file(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            let docs = self.skip_trivia();
            match self.kind(self.at) {
                None => {
                    self.report_dangling(&docs);
                    return blocks;
                }
                Some(TokenKind::CloseBrace) => {
                    self.report_dangling(&docs);
                    self.problems.push(Problem::StrayClose(self.at));
                    while self.kind(self.at) == Some(TokenKind::CloseBrace) {
                        self.at += 1;
                    }
                }
                Some(_) => blocks.push(self.block(docs)),
            }
        }
    }

    fn report_dangling(&mut self, docs: &[usize]) {
        self.problems.extend(docs.first().map(|doc| Problem::DanglingDocs(*doc)));
    }

    /// Passes blanks, comments and `;`; gives the documentation met.
    fn skip_trivia(&mut self) -> Vec<usize> {
        let mut docs = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                TokenKind::Doc => docs.push(self.at),
                TokenKind::Semi => {}
                _ if token.is_trivia() => {}
                _ => break,
            }
            self.at += 1;
        }
        docs
    }

    fn block(&mut self, docs: Vec<usize>) -> Block {
        let head = self.line(docs, false);
        if self.kind(self.at) == Some(TokenKind::OpenBrace) {
            return self.block_body(head);
        }
        let first = head.tokens.start;
        let opens = self.word(first).is_some_and(|word| BLOCK_KEYWORDS.contains(&word));
        let line = self.word(first).is_none_or(|word| LINE_KEYWORDS.contains(&word));
        // A word misspelt opens its block too, where a brace and a name say so.
        if !opens && (line || head.tokens.len() < 2 || !self.brace_follows()) {
            return Block { head, body: None };
        }
        self.block_without_brace(head)
    }

    fn block_body(&mut self, head: Line) -> Block {
        let open = self.at;
        self.at += 1;
        let body = self.body(Some(open), head.tokens.start);
        Block { head, body: Some(body) }
    }

    /// The `{` isn't on the head's line: it is on the next, or missing.
    fn block_without_brace(&mut self, head: Line) -> Block {
        let head_end = head.tokens.end.saturating_sub(1);
        let next = self.next_token();
        if self.kind(next) == Some(TokenKind::OpenBrace) {
            self.problems.push(Problem::OpenBelow { head_end, open: next });
            self.at = next;
            return self.block_body(head);
        }
        self.problems.push(Problem::MissingOpen { head_end });
        let indented = self.indentation(next) > self.indentation(head.tokens.start);
        let body = (self.kind(next).is_some() && indented).then(|| self.body(None, head.tokens.start));
        Block { head, body }
    }

    /// The next token that says something.
    fn next_token(&self) -> usize {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        self.at + rest.iter().take_while(|token| token.is_trivia()).count()
    }

    fn brace_follows(&self) -> bool {
        self.kind(self.next_token()) == Some(TokenKind::OpenBrace)
    }

    fn body(&mut self, open: Option<usize>, head: usize) -> Body {
        let mut body = Body { open, ..Body::default() };
        loop {
            let before_docs = self.at;
            let docs = self.skip_trivia();
            match self.kind(self.at) {
                Some(TokenKind::CloseBrace) => {
                    self.report_dangling(&docs);
                    body.dangling = docs;
                    body.close = Some(self.at);
                    self.at += 1;
                    return body;
                }
                Some(_) if !self.begins_declaration(self.at) && !self.stands_as_head(self.at, head) => {
                    body.lines.push(self.line(docs, true));
                }
                _ => {
                    self.at = before_docs;
                    self.end_unclosed(&mut body, head);
                    return body;
                }
            }
        }
    }

    /// The block ran into another declaration or the end of the file: it ended before the first line that stands as
    /// far left as its head and begins with a declaration's word.
    fn end_unclosed(&mut self, body: &mut Body, head: usize) {
        let margin = self.indentation(head);
        let outside = body.lines.iter().position(|line| {
            let first = line.tokens.start;
            let word = self.word(first).unwrap_or_default();
            (BLOCK_KEYWORDS.contains(&word) || LINE_KEYWORDS.contains(&word)) && self.indentation(first) <= margin
        });
        if let Some(line) = outside.and_then(|n| body.lines.get(n)) {
            self.at = line.docs.first().copied().unwrap_or(line.tokens.start);
        }
        body.lines.truncate(outside.unwrap_or(body.lines.len()));
        if let Some(open) = body.open {
            let swallowed = self.tokens.last().is_some_and(|last| last.kind == TokenKind::OpenComment);
            let before = (self.at..self.tokens.len()).find(|at| self.tokens.get(*at).is_some_and(|t| !t.is_trivia()));
            if before.is_some() || !swallowed {
                self.problems.push(Problem::Unclosed { open, before });
            }
        }
    }

    /// Whether a declaration with a block begins at `at`: it can't stand inside another.
    fn begins_declaration(&self, at: usize) -> bool {
        let named = matches!(self.kind(at + 1), Some(TokenKind::Word | TokenKind::Str | TokenKind::Quoted));
        if !named || !self.word(at).is_some_and(|word| BLOCK_KEYWORDS.contains(&word)) {
            return false;
        }
        let line = self.tokens.get(at..).unwrap_or_default();
        let open =
            line.iter().take_while(|t| t.kind != TokenKind::Newline).position(|t| t.kind == TokenKind::OpenBrace);
        open.is_some_and(|open| self.word((at + open).saturating_sub(1)) != Some("enum"))
    }

    /// Whether a declaration without its `{` begins at `at`, as its line and the next one stand: as far left as the head of the block that
    /// isn't closed, with nothing but a name, before a line that stands further right.
    fn stands_as_head(&self, at: usize, head: usize) -> bool {
        let keyword = self.word(at).is_some_and(|word| BLOCK_KEYWORDS.contains(&word));
        let named = self.kind(at + 1) == Some(TokenKind::Word) && self.kind(at + 2) == Some(TokenKind::Newline);
        if !keyword || !named || self.indentation(at) > self.indentation(head) {
            return false;
        }
        let rest = self.tokens.get(at + 2..).unwrap_or_default();
        let next = at + 2 + rest.iter().take_while(|token| token.is_trivia()).count();
        self.kind(next).is_some_and(|kind| kind == TokenKind::Word) && self.indentation(next) > self.indentation(at)
    }

    /// How far from its line's beginning a token stands, when it is the first of its line.
    fn indentation(&self, at: usize) -> usize {
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let before = self.text.get(..start).unwrap_or_default();
        before.chars().rev().take_while(|c| !matches!(c, '\n' | '\r')).take(MAX_INDENTATION).count()
    }

    /// Reads one line, up to its end, a `;`, the `{` of its block or the `}` around it.
    fn line(&mut self, docs: Vec<usize>, in_body: bool) -> Line {
        let start = self.at;
        let (mut end, mut closers, mut too_deep) = (start, Vec::new(), None);
        while let Some(token) = self.tokens.get(self.at) {
            let inside = closers.last().is_some_and(|close| *close >= self.at);
            match token.kind {
                TokenKind::Newline if !inside && in_body && self.list_goes_on(start, end) => {}
                TokenKind::Newline | TokenKind::Semi if !inside => break,
                TokenKind::OpenParen => closers.extend(self.partner.get(self.at).copied().flatten()),
                TokenKind::OpenBrace => match self.group_close(start, in_body) {
                    Some(close) => closers.push(close),
                    None if in_body && self.at > start => {}
                    None if self.at > start => break,
                    None => {}
                },
                TokenKind::CloseBrace if !inside => break,
                _ => {}
            }
            if closers.len() > MAX_NESTING {
                too_deep.get_or_insert(self.at);
            }
            if closers.last() == Some(&self.at) {
                closers.pop();
            }
            if !token.is_trivia() {
                end = self.at + 1;
            }
            self.at += 1;
        }
        self.at = self.at.max(start + 1);
        Line { docs, tokens: start..end.max(start + 1), too_deep }
    }

    /// Whether the line is a list that ends on a comma and is followed by one more name: reported, and read as one.
    fn list_goes_on(&mut self, start: usize, end: usize) -> bool {
        let comma = end.saturating_sub(1);
        let is_list = self.word(start).is_some_and(|word| LIST_KEYWORDS.contains(&word));
        if !is_list || self.kind(comma) != Some(TokenKind::Comma) || comma <= start {
            return false;
        }
        let next = (self.at..self.tokens.len()).find(|at| self.tokens.get(*at).is_some_and(|t| !t.is_trivia()));
        let Some(next) = next.filter(|next| matches!(self.kind(*next), Some(TokenKind::Word | TokenKind::Quoted)))
        else {
            return false;
        };
        let goes_on =
            matches!(self.kind(next + 1), Some(TokenKind::Comma | TokenKind::Newline | TokenKind::CloseBrace));
        if goes_on {
            self.problems.push(Problem::BrokenList { comma, next });
        }
        goes_on
    }

    /// The `}` of the group that opens here, when it is one of an `enum` (or meant as one) and is closed.
    fn group_close(&self, line_start: usize, in_body: bool) -> Option<usize> {
        let after_enum = self.at > 0 && self.word(self.at - 1) == Some("enum");
        if !(in_body || after_enum && self.word(line_start) == Some("type")) {
            return None;
        }
        let mut at = self.at + 1;
        let mut line_begins = false;
        loop {
            match self.kind(at)? {
                TokenKind::CloseBrace => return Some(at),
                TokenKind::OpenBrace => return None,
                TokenKind::Newline => line_begins = true,
                TokenKind::Word if line_begins && self.begins_member(at) => return None,
                kind if kind != TokenKind::Newline => line_begins = false,
                _ => {}
            }
            at += 1;
        }
    }

    /// Whether the line that begins at `at` looks like a field or a rule rather than a value of an `enum`.
    fn begins_member(&self, at: usize) -> bool {
        match self.kind(at + 1) {
            Some(TokenKind::Word) => self.word(at + 1) != Some("was"),
            Some(TokenKind::OpenParen) => true,
            _ => false,
        }
    }
}
