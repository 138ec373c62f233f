//! What people type by habit of another notation: `enum(a, b)`, `1 500,00`, `REFERENCES client(id)`, `sort date desc`.
//!
//! As in `repair`, each function looks only at the tokens around the place, and a mend is never more than what the message says.

use super::grammar::Rule;
use super::habit_messages as messages;
use super::patch::Mend;
use super::repair::{Repair, Slip};
use super::scan::TokenKind;
use super::{line::Reading, words};
use crate::source::Span;

impl Reading<'_, '_> {
    /// The habit at a slip, if it is a known one.
    pub(super) fn habit(&self, slip: &Slip<'_>) -> Option<Repair> {
        self.values_in_parentheses(slip)
            .or_else(|| self.choice_in_brackets(slip))
            .or_else(|| self.blank_in_number(slip))
            .or_else(|| self.empty_without_is(slip))
            .or_else(|| self.parted_operator(slip))
            .or_else(|| self.block_after_colon(slip))
            .or_else(|| self.percent_sign(slip))
            .or_else(|| self.semicolon_between_numbers(slip))
            .or_else(|| self.todays_name(slip))
            .or_else(|| self.bounds_between(slip))
            .or_else(|| self.argument_in_brackets(slip))
            .or_else(|| self.optional(slip))
            .or_else(|| self.sql_numbering(slip))
            .or_else(|| self.sql_clause(slip))
            .or_else(|| self.sort_direction(slip))
    }

    /// `enum(a, b)`, `enum [a, b]`
    fn values_in_parentheses(&self, slip: &Slip<'_>) -> Option<Repair> {
        let open = slip.token.filter(|_| slip.expects(&[Rule::open_brace]))?;
        let close = match self.token_text(open) {
            "(" => ")",
            "[" => "]",
            _ => return None,
        };
        let word = self.before(slip).filter(|at| self.token_text(*at) == "enum")?;
        let first = open + 1;
        let closing = (first..slip.line.tokens.end).find(|at| self.token_text(*at) == close)?;
        let last = closing.checked_sub(1).filter(|last| *last >= first)?;
        let gap = |before: usize, after: usize| {
            Span::new(self.file, self.at(before).end as usize, self.at(after).start as usize)
        };
        let opening = Span { end: gap(open, first).end, start: gap(word, open).start, ..self.at(open) };
        let ending = Span { start: gap(last, closing).start, ..self.at(closing) };
        let span = self.tokens_span(open, closing);
        Some(Repair::by_fix(messages::values_in_parentheses(span, opening, ending, self.texts_as_values(first, last))))
    }

    /// The values of an enumeration that are written as texts, each as a name with its label.
    fn texts_as_values(&self, first: usize, last: usize) -> Vec<(Span, String)> {
        let begins = |at: &usize| *at == first || self.kind(at - 1) == Some(TokenKind::Comma);
        let texts = (first..=last).filter(|at| self.kind(*at) == Some(TokenKind::Str)).filter(begins);
        let value = |at: usize| {
            let text = self.token_text(at);
            let name = super::misnamed::as_name(text.trim_matches('"'))?;
            Some((self.at(at), format!("{name} {text}")))
        };
        texts.filter_map(value).collect()
    }

    /// `etat in {a, b}`, `etat in [a, b]`
    fn choice_in_brackets(&self, slip: &Slip<'_>) -> Option<Repair> {
        let open = slip.token.filter(|_| slip.expects(&[Rule::open]))?;
        let close = match self.token_text(open) {
            "{" => "}",
            "[" => "]",
            _ => return None,
        };
        self.before(slip).filter(|at| self.token_text(*at) == "in")?;
        let closing = (open..slip.line.tokens.end).find(|at| self.token_text(*at) == close)?;
        let span = self.tokens_span(open, closing);
        Some(Repair::by_fix(messages::choice_in_brackets(span, self.at(open), self.at(closing))))
    }

    /// `1 500`, `1 500,00`
    fn blank_in_number(&self, slip: &Slip<'_>) -> Option<Repair> {
        let is_number = |at: usize| self.kind(at) == Some(TokenKind::Number);
        let group = |at: usize| {
            let whole = self.token_text(at).split('.').next().unwrap_or_default();
            is_number(at) && whole.len() == 3
        };
        let at = slip.token.filter(|at| slip.rule != Rule::leg_entry && group(*at))?;
        let first = self.before(slip).filter(|before| is_number(*before) && self.token_text(*before).len() <= 3)?;
        let thousands = (at..slip.line.tokens.end).take_while(|at| group(*at)).last()?;
        let decimals = self.kind(thousands + 1) == Some(TokenKind::Comma)
            && self.touch(thousands)
            && self.touch(thousands + 1)
            && is_number(thousands + 2);
        let mut right: String = (first..=thousands).map(|at| self.token_text(at)).collect();
        if decimals {
            right = format!("{right}.{}", self.token_text(thousands + 2));
        }
        let span = self.tokens_span(first, if decimals { thousands + 2 } else { thousands });
        Some(Repair::by_fix(messages::blank_in_number(span, &right)))
    }

    /// `date not empty`, `date empty`
    fn empty_without_is(&self, slip: &Slip<'_>) -> Option<Repair> {
        let empty = slip.token.filter(|at| matches!(self.token_text(*at), "empty" | "vide" | "null" | "NULL"))?;
        let before = self.before(slip)?;
        let negated = self.token_text(before) == "not" && slip.expects(&[Rule::k_in, Rule::k_between, Rule::k_matches]);
        if !negated && !slip.expects(&[Rule::emptiness, Rule::k_is]) {
            return None;
        }
        let (first, right) = if negated { (before, "is not empty") } else { (empty, "is empty") };
        let span = self.tokens_span(first, empty);
        let written = self.text.get(span.range()).unwrap_or_default();
        Some(Repair::by_fix(super::messages::foreign_operator(span, written, right)))
    }

    /// `solde > = 0`
    fn parted_operator(&self, slip: &Slip<'_>) -> Option<Repair> {
        let second = slip.token?;
        let first = self.before(slip)?;
        let right = match (self.token_text(first), self.token_text(second)) {
            ("<", "=") => "<=",
            (">", "=") | ("=", ">") => ">=",
            ("<", ">") => "<>",
            _ => return None,
        };
        let span = self.tokens_span(first, second);
        let written = self.text.get(span.range()).unwrap_or_default();
        Some(Repair::by_fix(super::messages::foreign_operator(span, written, right)))
    }

    /// `remise percent = 10%`
    fn percent_sign(&self, slip: &Slip<'_>) -> Option<Repair> {
        let sign = slip.token.filter(|at| self.token_text(*at) == "%")?;
        let number = self.before(slip).filter(|at| self.kind(*at) == Some(TokenKind::Number))?;
        let removed = Span { start: self.at(number).end, ..self.at(sign) };
        Some(Repair::by_fix(messages::percent_sign(self.at(sign), removed, self.token_text(number))))
    }

    /// `relation Passer : Client 0,n, Devis 1,1`
    fn block_after_colon(&self, slip: &Slip<'_>) -> Option<Repair> {
        let colon = slip.token.filter(|at| self.token_text(*at) == ":" && *at == slip.line.tokens.start + 2)?;
        let keyword = self.token_text(slip.line.tokens.start);
        matches!(keyword, "entity" | "relation")
            .then(|| Repair::new(messages::block_after_colon(self.at(colon), keyword), Vec::new()))
    }

    /// `decimal(8;2)`
    fn semicolon_between_numbers(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::Semi))?;
        self.before(slip).filter(|before| self.kind(*before) == Some(TokenKind::Number))?;
        Some(Repair::by_fix(messages::semicolon_between_numbers(self.at(at))))
    }

    /// `aujourd'hui`, `aujourd’hui()`
    fn todays_name(&self, slip: &Slip<'_>) -> Option<Repair> {
        let quote = slip.token.filter(|at| matches!(self.token_text(*at), "'" | "’"))?;
        let first = self.before(slip).filter(|at| self.token_text(*at).eq_ignore_ascii_case("aujourd"))?;
        let last = Some(quote + 1).filter(|at| self.token_text(*at).eq_ignore_ascii_case("hui"))?;
        let called = self.token_text(last + 1) == "(" && self.token_text(last + 2) == ")";
        let span = self.tokens_span(first, if called { last + 2 } else { last });
        let written = self.text.get(span.range()).unwrap_or_default();
        Some(Repair::by_fix(super::messages::foreign_operator(span, written, "today()")))
    }

    /// `note integer between 0 and 20`
    fn bounds_between(&self, slip: &Slip<'_>) -> Option<Repair> {
        let between = slip.token.filter(|at| matches!(self.token_text(*at), "between" | "entre"))?;
        let [low, and, high] = [between + 1, between + 2, between + 3];
        let is_number = |at: usize| self.kind(at) == Some(TokenKind::Number);
        let bounds = is_number(low) && is_number(high) && matches!(self.token_text(and), "and" | "et");
        if !bounds || !slip.expects(&[Rule::field_modifier, Rule::flag]) {
            return None;
        }
        let span = self.tokens_span(between, high);
        let written = self.text.get(span.range()).unwrap_or_default();
        let right = format!("min {} max {}", self.token_text(low), self.token_text(high));
        Some(Repair::by_fix(super::messages::foreign_operator(span, written, &right)))
    }

    /// `text[80]`
    fn argument_in_brackets(&self, slip: &Slip<'_>) -> Option<Repair> {
        let open =
            slip.token.filter(|at| self.token_text(*at) == "[" && slip.expects(&[Rule::type_args, Rule::open]))?;
        let close = (open..slip.line.tokens.end).find(|at| self.token_text(*at) == "]")?;
        let inner = Span { start: self.at(open).end, end: self.at(close).start, ..self.at(open) };
        let written = self.text.get(inner.range()).unwrap_or_default().trim();
        let before = self.at(self.before(slip)?).after();
        let diagnostic = super::messages::argument_without_parentheses(self.tokens_span(open, close), before, written);
        Some(Repair::by_fix(diagnostic))
    }

    /// `nom text(80) optional`, `NULL`
    fn optional(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.expects(&[Rule::field_modifier, Rule::flag]))?;
        let before = self.at(self.before(slip)?);
        let word = self.token_text(at);
        let removed = Span { start: before.end, ..self.at(at) };
        words::says_optional(word).then(|| Repair::by_fix(messages::optional(self.at(at), removed, word)))
    }

    /// `id integer AUTO_INCREMENT`
    fn sql_numbering(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.expects(&[Rule::field_modifier, Rule::flag]))?;
        let ty = slip.line.tokens.start + 1;
        let word = self.token_text(at);
        let plain = self.kind(ty) == Some(TokenKind::Word) && self.kind(ty + 1) != Some(TokenKind::OpenParen);
        if slip.rule != Rule::field_entry || !plain || ty >= at || !words::says_numbering(word) {
            return None;
        }
        let before = self.at(self.before(slip)?);
        let removed = Span { start: before.end, ..self.at(at) };
        Some(Repair::by_fix(messages::sql_numbering(self.at(at), removed, self.at(ty), word)))
    }

    /// `client_id integer REFERENCES client(id)`, `solde money CHECK (solde >= 0)`
    fn sql_clause(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.expects(&[Rule::field_modifier, Rule::flag]))?;
        let end = slip.line.tokens.end;
        let comma = end.checked_sub(1).filter(|last| self.kind(*last) == Some(TokenKind::Comma));
        let last = comma.unwrap_or(end).checked_sub(1).filter(|last| *last > at)?;
        let span = self.tokens_span(at, last);
        let diagnostic = match self.token_text(at).to_lowercase().as_str() {
            "references" | "foreign" => messages::sql_reference(span, self.token_text(at + 1)),
            "check" => messages::sql_check(span),
            _ => return None,
        };
        // Read on without it, so that the field is known; what it says has another place, which is the author's to choose.
        let mend = Mend { start: span.start as usize, end: span.end as usize, text: String::new() };
        Some(Repair::new(diagnostic, vec![mend]))
    }

    /// `sort date desc`
    fn sort_direction(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.rule == Rule::list_line_entry)?;
        let name = self.before(slip)?;
        let descending = words::direction(self.token_text(at))?;
        let removed = Span { start: self.at(name).end, ..self.at(at) };
        let written = self.text.get(self.tokens_span(name, at).range()).unwrap_or_default();
        Some(Repair::by_fix(messages::sort_direction(
            self.tokens_span(name, at),
            written,
            (self.at(name), self.token_text(name)),
            removed,
            descending,
        )))
    }
}
