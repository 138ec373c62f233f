//! Text to tokens, in one pass without recursion: enough to find lines, blocks, strings and comments.
//!
//! It judges nothing and loses nothing but blanks; the grammar reads the lines again. Invariants: time is linear in
//! the length of the text, any text is accepted, tokens follow one another and never overlap.

use std::ops::Range;

use crate::diag::is_format_mark;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A line end: LF, CR LF or CR.
    Newline,
    /// `// …`
    Comment,
    /// `/// …`
    Doc,
    /// `/* … */`, `# …`, `-- …`, `<!-- … -->`: comments of other languages.
    ForeignComment,
    /// `/* …` without its end.
    OpenComment,
    /// `"…"`
    Str,
    /// `"…` up to the end of the line.
    OpenStr,
    /// `` `name` ``
    Quoted,
    /// `` `… `` up to the end of the line.
    OpenQuoted,
    /// A Unicode identifier.
    Word,
    /// Digits, with a decimal part or not.
    Number,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `;`
    Semi,
    /// `,`
    Comma,
    /// Any other sign or group of signs: `=`, `<>`, `&&`, `…`, `«`.
    Sign,
    /// A character that can't be seen: controls, bidirectional marks, zero-width ones.
    Invisible,
}

/// A token and the bytes it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its first byte.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
}

impl Token {
    /// Its bytes.
    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Its text.
    pub(crate) fn text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether it says nothing to the grammar.
    pub(crate) fn is_trivia(self) -> bool {
        use TokenKind::{Comment, Doc, ForeignComment, Invisible, Newline, OpenComment};
        matches!(self.kind, Newline | Comment | Doc | ForeignComment | OpenComment | Invisible)
    }
}

/// Signs of several characters, longest first.
const SIGNS: [&str; 23] = [
    "...", "<=>", "<->", "->>", "&&", "||", "==", "!=", "<>", "<=", ">=", "=>", "=<", "><", "->", "..", "::", ":=",
    "**", "</", "+=", "-=", "<-",
];

/// Cuts `text` into tokens.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if is_blank(c) {
            at += c.len_utf8();
            continue;
        }
        let at_line_start = tokens.last().is_none_or(|last: &Token| last.kind == TokenKind::Newline);
        let rest = text.get(at..).unwrap_or_default();
        let (kind, length) = token(rest, c, at_line_start);
        if kind == TokenKind::OpenStr {
            push_open_string(&mut tokens, text, at, at + length);
        } else {
            tokens.push(Token { kind, start: at, end: at + length });
        }
        at += length;
    }
    tokens
}

/// A string without its end stops before the brackets that end its line: they are rarely part of it, and a block
/// that seems never to open or close would hide the real cause.
fn push_open_string(tokens: &mut Vec<Token>, text: &str, start: usize, end: usize) {
    let whole = text.get(start..end).unwrap_or_default();
    let kept = whole.trim_end_matches(|c: char| is_blank(c) || matches!(c, '{' | '}' | ')')).len().max(1);
    tokens.push(Token { kind: TokenKind::OpenStr, start, end: start + kept });
    for (at, c) in whole.char_indices().skip_while(|(at, _)| *at < kept) {
        let kind = match c {
            '{' => TokenKind::OpenBrace,
            '}' => TokenKind::CloseBrace,
            ')' => TokenKind::CloseParen,
            _ => continue,
        };
        tokens.push(Token { kind, start: start + at, end: start + at + 1 });
    }
}

/// The token that `rest`, which begins with `c`, begins with.
fn token(rest: &str, c: char, at_line_start: bool) -> (TokenKind, usize) {
    match c {
        '\n' => (TokenKind::Newline, 1),
        '\r' => (TokenKind::Newline, if rest.starts_with("\r\n") { 2 } else { 1 }),
        '(' => (TokenKind::OpenParen, 1),
        ')' => (TokenKind::CloseParen, 1),
        '{' => (TokenKind::OpenBrace, 1),
        '}' => (TokenKind::CloseBrace, 1),
        ';' => (TokenKind::Semi, 1),
        ',' => (TokenKind::Comma, 1),
        '"' => string(rest),
        '`' => quoted(rest),
        '0'..='9' => (TokenKind::Number, number_length(rest)),
        c if is_name_start(c) => (TokenKind::Word, length_while(rest, is_name_part)),
        c if is_invisible(c) => (TokenKind::Invisible, length_while(rest, is_invisible)),
        _ => comment(rest, at_line_start).unwrap_or_else(|| (TokenKind::Sign, sign_length(rest, c))),
    }
}

/// The comment that `rest` begins with.
fn comment(rest: &str, at_line_start: bool) -> Option<(TokenKind, usize)> {
    let line = || line_length(rest);
    if rest.starts_with("//") {
        let doc = rest.starts_with("///") && !rest.starts_with("////");
        return Some((if doc { TokenKind::Doc } else { TokenKind::Comment }, line()));
    }
    if rest.starts_with("/*") {
        return Some(closed(rest, "*/"));
    }
    if rest.starts_with("<!--") {
        return Some(closed(rest, "-->"));
    }
    if rest.starts_with('#') || (at_line_start && rest.starts_with("--")) {
        return Some((TokenKind::ForeignComment, line()));
    }
    None
}

fn closed(rest: &str, end: &str) -> (TokenKind, usize) {
    match rest.find(end) {
        Some(at) => (TokenKind::ForeignComment, at + end.len()),
        None => (TokenKind::OpenComment, rest.len()),
    }
}

fn string(rest: &str) -> (TokenKind, usize) {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return (TokenKind::OpenStr, rest.get(..at).unwrap_or_default().trim_end().len()),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (TokenKind::Str, at + 1),
            _ => {}
        }
    }
    (TokenKind::OpenStr, rest.trim_end().len().max(1))
}

fn quoted(rest: &str) -> (TokenKind, usize) {
    let inner = rest.get(1..).unwrap_or_default();
    match inner.char_indices().find(|(_, c)| matches!(c, '`' | '\n' | '\r')) {
        Some((at, '`')) => (TokenKind::Quoted, at + 2),
        _ => (TokenKind::OpenQuoted, 1 + length_while(inner, is_name_part)),
    }
}

fn number_length(rest: &str) -> usize {
    let whole = length_while(rest, |c| c.is_ascii_digit());
    let tail = rest.get(whole..).unwrap_or_default();
    let decimals = tail.strip_prefix('.').map_or(0, |digits| length_while(digits, |c| c.is_ascii_digit()));
    if decimals > 0 { whole + 1 + decimals } else { whole }
}

fn sign_length(rest: &str, c: char) -> usize {
    SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(c.len_utf8(), |sign| sign.len())
}

fn line_length(rest: &str) -> usize {
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}

fn length_while(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|(_, c)| !accept(*c)).map_or(text.len(), |(at, _)| at)
}

/// Blanks other than line ends; Unicode's too, since French typing leaves no-break spaces.
pub(crate) fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t' || (!c.is_ascii() && c.is_whitespace()) || matches!(c, '\u{b}' | '\u{c}')
}

/// Whether a name can begin with `c`.
pub(crate) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && pest::unicode::XID_START(c))
}

/// Whether a name can go on with `c`.
pub(crate) fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && pest::unicode::XID_CONTINUE(c))
}

/// Characters that change the text without being seen: controls, bidirectional marks, zero-width ones.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')) || is_format_mark(c)
}
