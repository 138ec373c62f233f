//! Cardinalities written another way than `0,n`: `0..n`, `0–n`, `0N`, `[0,n]`, `1:n`, `(1,1`, and before their entity.
//!
//! Invariant: what is offered has the very bounds that were written; where they can't be told, nothing is offered.

use super::grammar::Rule;
use super::patch::Mend;
use super::repair::{Repair, Slip};
use super::scan::TokenKind;
use super::{habit_messages, line::Reading, messages, words};

impl Reading<'_, '_> {
    /// `-1,n`, `0,-1`
    pub(super) fn negative_bound(&self, slip: &Slip<'_>) -> Option<Repair> {
        let minus = slip.token.filter(|at| slip.rule == Rule::leg_entry && self.token_text(*at) == "-")?;
        let before = minus.checked_sub(1).and_then(|at| self.kind(at));
        let bound = self.kind(minus + 1) == Some(TokenKind::Number) && before != Some(TokenKind::Number);
        let span = self.tokens_span(minus, minus + 1);
        // Read on from 0, so that the leg is known; nothing is offered as a fix, the bound is the author's to say.
        let mend = Mend { start: span.start as usize, end: span.end as usize, text: "0".to_owned() };
        bound.then(|| Repair::new(messages::negative_bound(span), vec![mend]))
    }

    /// `0,N`, `1:n`, `0..n`, `(1,1`, `1`
    pub(super) fn cardinality(&self, slip: &Slip<'_>) -> Option<Repair> {
        if slip.rule != Rule::leg_entry {
            return None;
        }
        let tokens = &slip.line.tokens;
        let colon = (tokens.start..tokens.end.min(tokens.start + 3)).find(|at| self.token_text(*at) == ":");
        let role = colon.filter(|at| *at == tokens.start + 1 && self.kind(at + 1) == Some(TokenKind::Word));
        let first = role.map_or(tokens.start, |at| at + 1) + 1;
        let named = matches!(self.kind(first - 1), Some(TokenKind::Word | TokenKind::Quoted));
        if !named || words::is_type(self.token_text(first - 1)) {
            return None;
        }
        let last = self.cardinality_end(first, tokens.end)?;
        let slipped = self.token(last).is_some_and(|token| slip.at <= token.end);
        let right = self.right_cardinality(first, last)?;
        let glued = self.kind(first) == Some(TokenKind::Comma);
        let right = if glued { format!(" {right}") } else { right };
        slipped.then(|| Repair::by_fix(messages::cardinality(self.tokens_span(first, last), &right)))
    }

    /// `0,n Client`, `1N Client`, as Mocodo writes a leg.
    pub(super) fn cardinality_before_entity(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.line.tokens.start;
        let opens = matches!(self.kind(first), Some(TokenKind::Number | TokenKind::OpenParen))
            || matches!(self.token_text(first), "[" | "*");
        if !matches!(slip.rule, Rule::field_entry | Rule::leg_entry) || slip.token != Some(first) || !opens {
            return None;
        }
        let last = self.cardinality_end(first, slip.line.tokens.end)?;
        let entity = last + 1;
        let is_name = matches!(self.kind(entity), Some(TokenKind::Word | TokenKind::Quoted));
        let ends = entity + 1 == slip.line.tokens.end || self.kind(entity + 1) == Some(TokenKind::Str);
        let pair = last > first || matches!(self.token_text(first), "01" | "11");
        if !pair || self.touch(last) || !is_name || !ends {
            return None;
        }
        let right = format!("{} {}", self.token_text(entity), self.right_cardinality(first, last)?);
        let repair = Repair::by_fix(habit_messages::cardinality_first(self.tokens_span(first, entity), &right));
        Some(Repair { rule: Some(Rule::leg_entry), ..repair })
    }

    fn cardinality_end(&self, first: usize, end: usize) -> Option<usize> {
        (first..end).take_while(|at| self.is_part_of_cardinality(*at)).last()
    }

    fn is_part_of_cardinality(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Number | TokenKind::Comma | TokenKind::OpenParen | TokenKind::CloseParen) => true,
            Some(TokenKind::Word) => matches!(self.token_text(at), "n" | "N" | "m" | "M" | "à" | "to"),
            _ => {
                matches!(self.token_text(at), "*" | ":" | "." | ".." | "..." | "-" | "–" | "—" | "−" | "/" | "[" | "]")
            }
        }
    }

    /// What a badly written cardinality means.
    fn right_cardinality(&self, first: usize, last: usize) -> Option<String> {
        let mut bounds: Vec<String> = Vec::new();
        for at in first..=last {
            match (self.kind(at)?, self.token_text(at)) {
                // Mocodo writes the two bounds side by side.
                (TokenKind::Number, "01") => bounds.extend(["0".to_owned(), "1".to_owned()]),
                (TokenKind::Number, "11") if bounds.is_empty() && at == last => {
                    bounds.extend(["1".to_owned(), "1".to_owned()]);
                }
                (TokenKind::Number, digits) => bounds.extend(digits.split('.').map(str::to_owned)),
                (TokenKind::Word, "n" | "N" | "m" | "M") | (_, "*") => bounds.push("n".to_owned()),
                _ => {}
            }
        }
        let relative = self.kind(first) == Some(TokenKind::OpenParen);
        let [min, max] = match bounds.as_slice() {
            // `chaine(50)` is a type.
            [_] if relative && self.kind(last) == Some(TokenKind::CloseParen) => return None,
            [only] if only == "n" => ["0".to_owned(), only.clone()],
            [only] => [only.clone(), only.clone()],
            [min, max] if min == "n" => [if max == "n" { "0".to_owned() } else { max.clone() }, "n".to_owned()],
            [min, max] => [min.clone(), max.clone()],
            _ => return None,
        };
        Some(if relative { format!("({min},{max})") } else { format!("{min},{max}") })
    }
}
