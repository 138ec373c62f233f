//! Lines of a block that begin with a misspelt keyword: `unqiue a, b`, `acept M5303 "…"`, `subtpes X`, `rul a > b`.
//!
//! Such a line looks like a field, whose name may well be near a keyword (`role text`). Invariant: it is taken for the
//! keyword's only where it says what no field says, or names a field of the file where a field has its type.

use pest::Parser;

use super::grammar::{McdParser, Rule};
use super::line::Reading;
use super::outline::Line;
use super::patch::Mend;
use super::repair::{Repair, Slip};
use super::scan::TokenKind;
use super::{messages, words};
use crate::diag::suggest::nearest;

/// The words that begin a line of an entity or a relation which is no field, each with its rule.
const KEYWORDS: [(&str, Rule); 6] = [
    ("unique", Rule::unique_entry),
    ("fd", Rule::fd_entry),
    ("rule", Rule::rule_entry),
    ("subtypes", Rule::subtypes_entry),
    ("stored", Rule::stored_entry),
    ("accept", Rule::accept_entry),
];

/// How many tokens away the fields of an entity are looked for: the time stays linear in the length of a file.
const REACH: usize = 2_000;

/// Signs and words of conditions, which no field has before its modifiers.
const OF_CONDITIONS: [&str; 13] =
    ["=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "in", "is", "between", "matches"];

impl Reading<'_, '_> {
    /// Reports the misspelt keyword of a line that would read as a field, and has it mended; gives the keyword's rule.
    pub(crate) fn keyword_of_seeming_field(&mut self, line: &Line) -> Option<Rule> {
        let (keyword, rule) = self.keyword_meant(line).filter(|(keyword, _)| self.is_no_field(line, keyword))?;
        let first = line.tokens.start;
        let span = self.tokens_span(first, first);
        self.sink.push(messages::misspelt(span, self.token_text(first), keyword));
        self.known_mends.push(Mend { start: span.start as usize, end: span.end as usize, text: keyword.to_owned() });
        Some(rule)
    }

    /// The misspelt keyword of a line that doesn't read as a field.
    pub(crate) fn misspelt_keyword(&self, slip: &Slip<'_>) -> Option<Repair> {
        if !matches!(slip.rule, Rule::field_entry | Rule::leg_entry) {
            return None;
        }
        let (keyword, rule) = self.keyword_meant(slip.line).filter(|(keyword, rule)| {
            let line = slip.line;
            let fits = match *keyword {
                "unique" => self.token_text(line.tokens.start + 2) == ",",
                "fd" => self.line_has(line, &["->", "->>"]),
                "rule" => self.is_condition(line),
                "subtypes" => line.tokens.len() == 1 || self.is_no_field(line, keyword),
                _ => self.is_no_field(line, keyword),
            };
            fits && self.reads_as(line, keyword, *rule)
        })?;
        let first = slip.line.tokens.start;
        let diagnostic = messages::misspelt(self.tokens_span(first, first), self.token_text(first), keyword);
        Some(Repair { rule: Some(rule), ..Repair::by_fix(diagnostic) })
    }

    /// The keyword that the first word of a line is near to.
    fn keyword_meant(&self, line: &Line) -> Option<(&'static str, Rule)> {
        let first = line.tokens.start;
        let word = self.token_text(first);
        let is_word = self.token(first).is_some_and(|token| token.kind == TokenKind::Word);
        // Most lines are fields of a type of the language: those cost no comparison of words.
        let is_field = words::is_type(self.token_text(first + 1)) && !self.line_has(line, &OF_CONDITIONS);
        if !is_word || is_field {
            return None;
        }
        let near = words::line(word).or_else(|| nearest(word, KEYWORDS.iter().map(|(keyword, _)| *keyword)));
        KEYWORDS.into_iter().find(|(keyword, _)| Some(*keyword) == near && *keyword != word)
    }

    /// Whether what follows the first word of a line is only said after `keyword`.
    fn is_no_field(&self, line: &Line, keyword: &str) -> bool {
        let second = line.tokens.start + 1;
        let word = self.token_text(second);
        let labelled = self.token(second + 1).is_some_and(|token| token.kind == TokenKind::Str);
        let length = line.tokens.len();
        match keyword {
            "unique" => length == 2 && self.begins_a_line(second),
            "rule" => {
                let tested = length == 2 || length == 3 && labelled || self.token_text(second + 1) == "=";
                tested && !words::is_type(word) && self.begins_a_line(second)
            }
            "subtypes" => matches!(word, "X" | "T" | "XT") && (length == 2 || length == 3 && labelled),
            "stored" => matches!(word, "joined" | "single" | "separate" | "none"),
            "accept" => word.strip_prefix('M').is_some_and(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit())),
            _ => false,
        }
    }

    /// Whether what follows the first word of a line is a condition, and no type with its default.
    fn is_condition(&self, line: &Line) -> bool {
        let second = line.tokens.start + 1;
        let of_the_language = words::is_type(self.token_text(second));
        let typed = match self.token_text(second + 1) {
            "{" => true,
            "(" => of_the_language,
            "=" => of_the_language || !self.begins_a_line(second),
            _ => false,
        };
        !typed && self.line_has(line, &OF_CONDITIONS)
    }

    fn line_has(&self, line: &Line, any: &[&str]) -> bool {
        line.tokens.clone().skip(1).any(|at| any.contains(&self.token_text(at)))
    }

    /// Whether the word at `at` begins a line thereabouts, as the name of a field does.
    fn begins_a_line(&self, at: usize) -> bool {
        let word = self.token_text(at);
        let begins = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| self.token(before)).map(|token| token.kind);
            matches!(before, Some(TokenKind::Newline | TokenKind::Semi | TokenKind::OpenBrace))
        };
        let is_word = self.token(at).is_some_and(|token| token.kind == TokenKind::Word);
        let near = at.saturating_sub(REACH)..self.tokens.len().min(at + REACH);
        is_word && near.into_iter().any(|at| self.token_text(at) == word && begins(at))
    }

    /// Whether a line reads to its end once its first word is `keyword`.
    fn reads_as(&self, line: &Line, keyword: &str, rule: Rule) -> bool {
        let first = self.tokens_span(line.tokens.start, line.tokens.start);
        let rest = self.text.get(first.end as usize..self.line_span(line).end as usize).unwrap_or_default();
        McdParser::parse(rule, &format!("{keyword}{rest}")).is_ok()
    }
}
