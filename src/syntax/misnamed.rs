//! Names that aren't one word of the language: with blanks, hyphens, points, a digit in front, or a keyword.
//!
//! Invariant: the name offered is made of the words that were written, in their order.

use super::grammar::Rule;
use super::outline::Line;
use super::repair::{Repair, Slip};
use super::scan::TokenKind;
use super::{habit_messages, line::Reading, messages, words};

impl Reading<'_, '_> {
    /// `unique text(10)`: a field named like a line's keyword.
    pub(super) fn keyword_as_name(&self, slip: &Slip<'_>) -> Option<Repair> {
        let keyword_line = matches!(
            slip.rule,
            Rule::unique_entry
                | Rule::fd_entry
                | Rule::rule_entry
                | Rule::subtypes_entry
                | Rule::stored_entry
                | Rule::accept_entry
        );
        let first = slip.line.tokens.start;
        let compared = slip.rule == Rule::rule_entry && self.token_text(first + 2) == "=";
        let typed = words::is_type(self.token_text(first + 1)) && self.ends_type(first + 1, slip.line);
        if !keyword_line || !typed || compared {
            return None;
        }
        let diagnostic = messages::keyword_as_name(self.at(first), self.token_text(first));
        Some(Repair { rule: Some(Rule::field_entry), ..Repair::by_fix(diagnostic) })
    }

    /// Whether what follows a word is what follows a type.
    fn ends_type(&self, at: usize, line: &Line) -> bool {
        let next = self.token_text(at + 1);
        at + 1 >= line.tokens.end
            || matches!(self.kind(at + 1), Some(TokenKind::Str | TokenKind::OpenParen | TokenKind::OpenBrace))
            || next == "="
            || words::begins_modifier(next)
    }

    /// `code-postal`, `2e_adresse`, `n°`, `code postal text(5)`
    pub(super) fn bad_name(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.line.tokens.start;
        if !matches!(slip.rule, Rule::field_entry | Rule::leg_entry) {
            return None;
        }
        let last = self.name_end(first, slip.line)?;
        let span = self.tokens_span(first, last);
        if slip.at < span.start as usize || last == first {
            return None;
        }
        let repair = Repair::by_fix(messages::invalid_name(span, &self.one_word(first, last)));
        Some(Repair { rule: Some(Rule::field_entry), ..repair })
    }

    /// `entity Bon de commande`, `entity 2Roues`
    pub(super) fn bad_name_of_declaration(&self, slip: &Slip<'_>) -> Option<Repair> {
        if !matches!(slip.rule, Rule::entity_entry | Rule::relation_entry) {
            return None;
        }
        let first = slip.line.tokens.start + 1;
        let slipped = slip.token.is_some_and(|at| at == first || at == first + 1);
        let is_part = |at: &usize| {
            let word = self.token_text(*at);
            let clause = matches!(word, "plural" | "is" | "in" | "was" | "split") || words::is_clause(word);
            (self.is_name_piece(*at) || self.is_name_sign(*at)) && !clause
        };
        let last = (first..slip.line.tokens.end).take_while(is_part).last()?;
        // Other words after the name may well be its label.
        let joined = (first..=last).any(|at| self.is_name_sign(at) || self.kind(at) == Some(TokenKind::Number))
            || words::joins(self.token_text(first + 1));
        if !slipped || !self.is_name_piece(first) || !joined {
            return None;
        }
        let span = self.tokens_span(first, last);
        let written = self.text.get(span.range()).unwrap_or_default();
        let labelled = last + 1 < slip.line.tokens.end && self.kind(last + 1) == Some(TokenKind::Str);
        let name = self.one_word(first, last);
        let right = if labelled { name } else { format!("{name} \"{written}\"") };
        Some(Repair::by_fix(messages::invalid_name(span, &right)))
    }

    /// The last token of what was meant as one name: what stands before the type.
    fn name_end(&self, first: usize, line: &Line) -> Option<usize> {
        let is_part = |at: &usize| self.is_name_piece(*at) || self.is_name_sign(*at);
        let signs =
            |last: usize| (first..=last).any(|at| self.is_name_sign(at) || self.kind(at) == Some(TokenKind::Number));
        let glued = (first..line.tokens.end).take_while(|at| self.touch(*at) && is_part(&(at + 1))).last();
        if let Some(last) = glued.map(|at| at + 1).filter(|last| words::is_type(self.token_text(last + 1)))
            && self.ends_type(last + 1, line)
        {
            return Some(last);
        }
        let end = (first..line.tokens.end).take_while(is_part).last()?;
        let ty = (first + 1..=end).find(|at| words::is_type(self.token_text(*at)) && self.ends_type(*at, line))?;
        let last = ty.checked_sub(1)?;
        let plain = |at: usize| {
            let word = self.token_text(at);
            !words::is_type(word) && !words::begins_modifier(word) && self.kind(at) == Some(TokenKind::Word)
        };
        // Of words alone, a type or a modifier among them says that something else is wrong.
        let named = if signs(last) { self.is_name_piece(first) } else { (first..=last).all(plain) };
        named.then_some(last)
    }

    fn is_name_piece(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Word | TokenKind::Number))
    }

    fn is_name_sign(&self, at: usize) -> bool {
        matches!(self.token_text(at), "-" | "." | "'" | "’" | "°" | "/" | "?" | "%" | "€" | "$" | "@" | "&")
    }

    /// The words from one token to another as one name.
    fn one_word(&self, first: usize, last: usize) -> String {
        let mut name = String::new();
        for at in (first..=last).filter(|at| self.is_name_piece(*at)) {
            let glued = at > first && self.touch(at - 1) && self.is_name_piece(at - 1);
            if !name.is_empty() && !glued {
                name.push('_');
            }
            name.push_str(&self.token_text(at).replace('.', "_"));
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
    }

    /// `enum { en cours, "À faire" }`: values that aren't one word each.
    pub(super) fn value_of_several_words(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.rule == Rule::field_entry || slip.rule == Rule::type_entry)?;
        let line = slip.line.tokens.clone();
        let open =
            line.clone().take_while(|n| *n < at).filter(|n| self.kind(*n) == Some(TokenKind::OpenBrace)).last()?;
        let close = (at..line.end).find(|n| self.kind(*n) == Some(TokenKind::CloseBrace))?;
        let is_comma = |n: &usize| self.kind(*n) == Some(TokenKind::Comma);
        // Where no comma stands at all, the commas are what is missing.
        let listed = (open..close).any(|n| is_comma(&n));
        let first = (open + 1..at).rfind(is_comma).unwrap_or(open) + 1;
        let ends = |n: &usize| is_comma(n) || *n == close || self.token_text(*n) == "was";
        let last = (first..=close).find(ends)?.checked_sub(1)?;
        let labelled = self.kind(last) == Some(TokenKind::Str);
        let last_word = if labelled && last > first { last - 1 } else { last };
        let quoted = self.kind(first) == Some(TokenKind::Str);
        let spaced =
            listed && (first..=last_word).all(|n| self.is_name_piece(n) || self.is_name_sign(n) && self.touch(n - 1));
        if !(quoted && last == first || spaced && last_word > first) {
            return None;
        }
        let span = self.tokens_span(first, last_word);
        let written = self.text.get(span.range()).unwrap_or_default().trim_matches('"');
        let name = if quoted { as_name(written)? } else { self.one_word(first, last_word) };
        let labels = !(labelled && last > first) && name != written;
        let right = if labels { format!("{name} \"{written}\"") } else { name };
        Some(Repair::by_fix(habit_messages::value_of_several_words(span, &right)))
    }
}

/// A text as a name: its letters and digits, in words joined by `_`.
pub(super) fn as_name(text: &str) -> Option<String> {
    let words = text.split(|c: char| !super::scan::is_name_part(c)).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_lowercase();
    let first = name.chars().next()?;
    Some(if super::scan::is_name_start(first) { name } else { format!("_{name}") })
}
