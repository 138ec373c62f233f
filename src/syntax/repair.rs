//! Recognizes common mistakes where the grammar stopped: says what was meant, and mends the line so that it can be
//! read further.
//!
//! One function a mistake; each looks only at the tokens around the place. Invariant: a mend is never a guess that
//! the message doesn't state.

use super::grammar::Rule;
use super::line::Reading;
use super::outline::Line;
use super::patch::Mend;
use super::scan::{Token, TokenKind};
use super::{expected, messages, words};
use crate::diag::Diagnostic;
use crate::diag::suggest::nearest;
use crate::source::Span;

/// Where and why the grammar stopped.
pub(crate) struct Slip<'l> {
    /// The line being read.
    pub(crate) line: &'l Line,
    /// With which rule.
    pub(crate) rule: Rule,
    /// The byte where it stopped.
    pub(crate) at: usize,
    /// The token there; none at the end of the line.
    pub(crate) token: Option<usize>,
    /// What would have let it go on.
    pub(crate) expected: Vec<Rule>,
}

impl Slip<'_> {
    pub(super) fn expects(&self, rules: &[Rule]) -> bool {
        self.expected.iter().any(|rule| rules.contains(rule))
    }
}

/// A mistake recognized.
pub(crate) struct Repair {
    /// What is said.
    pub(crate) diagnostic: Diagnostic,
    /// How the line is read on; empty: not at all.
    pub(crate) mends: Vec<Mend>,
    /// With which rule, when it seemed to be another sort of line.
    pub(crate) rule: Option<Rule>,
}

impl Repair {
    pub(super) fn new(diagnostic: Diagnostic, mends: Vec<Mend>) -> Self {
        Repair { diagnostic, mends, rule: None }
    }

    /// Reads on with the very edits of the diagnostic's fix.
    pub(crate) fn by_fix(diagnostic: Diagnostic) -> Self {
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        let mends =
            edits.map(|e| Mend { start: e.span.start as usize, end: e.span.end as usize, text: e.text.clone() });
        let mends = mends.collect();
        Repair::new(diagnostic, mends)
    }
}

impl Reading<'_, '_> {
    /// The mistake at a slip, if it is a known one.
    pub(crate) fn recognize(&self, slip: &Slip<'_>) -> Option<Repair> {
        self.misspelt_keyword(slip)
            .or_else(|| self.negative_bound(slip))
            .or_else(|| self.cardinality(slip))
            .or_else(|| self.cardinality_before_entity(slip))
            .or_else(|| self.empty_enum(slip))
            .or_else(|| self.value_of_several_words(slip))
            .or_else(|| self.habit(slip))
            .or_else(|| self.keyword_as_name(slip))
            .or_else(|| self.foreign_quotes(slip))
            .or_else(|| self.foreign_operator(slip))
            .or_else(|| self.bad_name(slip))
            .or_else(|| self.bad_name_of_declaration(slip))
            .or_else(|| self.field_order(slip))
            .or_else(|| self.missing_type(slip))
            .or_else(|| self.bare_argument(slip))
            .or_else(|| self.comma(slip))
            .or_else(|| self.parenthesis(slip))
            .or_else(|| self.unclosed_enum(slip))
            .or_else(|| self.sql_phrase(slip))
            .or_else(|| self.misspelt(slip))
            .or_else(|| self.missing_comma(slip))
            .or_else(|| self.unquoted(slip))
            .or_else(|| self.missing_sign(slip))
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    pub(super) fn at(&self, at: usize) -> Span {
        self.tokens_span(at, at)
    }

    /// Whether nothing stands between two successive tokens.
    pub(super) fn touch(&self, at: usize) -> bool {
        matches!((self.token(at), self.token(at + 1)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// The last token before the slip.
    pub(super) fn before(&self, slip: &Slip<'_>) -> Option<usize> {
        let before = slip.line.tokens.start..slip.token.unwrap_or(slip.line.tokens.end);
        before.rev().find(|at| self.token(*at).is_some_and(|token| !token.is_trivia()))
    }

    // ── Types and their order ──────────────────────────────────────────────────────────────────────────────────

    /// `required text(10)`, `"Label" text(10)`, `nom: text(10)`, `text(10) nom`, a label after the modifiers.
    fn field_order(&self, slip: &Slip<'_>) -> Option<Repair> {
        if !matches!(slip.rule, Rule::field_entry | Rule::leg_entry) {
            return None;
        }
        self.colon_after_name(slip)
            .or_else(|| self.type_before_name(slip))
            .or_else(|| self.words_before_type(slip))
            .or_else(|| self.label_after_modifiers(slip))
    }

    fn colon_after_name(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.line.tokens.start;
        let ty = self.token_text(first + 2);
        // A leg begins with its role too: its entity is followed by a cardinality, and named with a capital.
        let other_type = slip.expects(&[Rule::card, Rule::bounds, Rule::bound, Rule::relative])
            && self.kind(first + 2) == Some(TokenKind::Word)
            && ty.starts_with(char::is_lowercase);
        if self.token_text(first + 1) != ":" || !(words::is_type(ty) || other_type) {
            return None;
        }
        let repair = Repair::by_fix(messages::no_colon(self.at(first + 1)));
        Some(Repair { rule: Some(Rule::field_entry), ..repair })
    }

    fn type_before_name(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.line.tokens.start;
        let end = self.type_end(first, slip.line)?;
        let name = end + 1;
        let with_argument =
            self.kind(first) == Some(TokenKind::Word) && self.kind(first + 1) == Some(TokenKind::OpenParen);
        let misplaced = (words::is_type(self.token_text(first)) || with_argument)
            && name < slip.line.tokens.end
            && self.kind(name) == Some(TokenKind::Word)
            && !words::begins_modifier(self.token_text(name))
            && !words::is_type(self.token_text(name));
        if !misplaced || self.token(name).is_none_or(|token| slip.at > token.end) {
            return None;
        }
        let moved = self.moved((first, end), name);
        Some(Repair { rule: Some(Rule::field_entry), ..Repair::by_fix(messages::name_first(self.at(name), moved)) })
    }

    fn words_before_type(&self, slip: &Slip<'_>) -> Option<Repair> {
        let second = slip.line.tokens.start + 1;
        let early =
            |at: &usize| self.kind(*at) == Some(TokenKind::Str) || words::MODIFIERS.contains(&self.token_text(*at));
        let last = (second..slip.line.tokens.end).take_while(early).last()?;
        let ty = last + 1;
        if ty >= slip.line.tokens.end || !self.seems_type(ty) || self.token(ty).is_none_or(|t| slip.at > t.end) {
            return None;
        }
        let moved = self.moved((second, last), self.type_end(ty, slip.line)?);
        Some(Repair::by_fix(messages::type_first(self.tokens_span(second, last), moved)))
    }

    fn label_after_modifiers(&self, slip: &Slip<'_>) -> Option<Repair> {
        let label = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::Str))?;
        let end = self.type_end(slip.line.tokens.start + 1, slip.line)?;
        let between = slip.rule == Rule::field_entry && end + 1 < label;
        let labelled = self.kind(end + 1) == Some(TokenKind::Str);
        if !between || labelled || !words::begins_modifier(self.token_text(end + 1)) && self.token_text(end + 1) != "="
        {
            return None;
        }
        Some(Repair::by_fix(messages::label_first(self.at(label), self.moved((label, label), end))))
    }

    /// The edits that move tokens to just after another, blanks included.
    fn moved(&self, (first, last): (usize, usize), after: usize) -> [(Span, String); 2] {
        let what = self.tokens_span(first, last);
        let text = self.text.get(what.range()).unwrap_or_default();
        let next = self.token(last + 1).map_or(what.end as usize, |token| token.start);
        let removed = if last < after {
            Span::new(self.file, what.start as usize, next)
        } else {
            let before = self.token(first.saturating_sub(1)).map_or(what.start as usize, |token| token.end);
            Span::new(self.file, before, what.end as usize)
        };
        [(removed, String::new()), (self.at(after).after(), format!(" {text}"))]
    }

    fn seems_type(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word) && !words::begins_modifier(self.token_text(at))
    }

    /// The last token of the type that begins at `at`.
    fn type_end(&self, at: usize, line: &Line) -> Option<usize> {
        let close = match self.kind(at + 1) {
            Some(TokenKind::OpenParen) => TokenKind::CloseParen,
            Some(TokenKind::OpenBrace) => TokenKind::CloseBrace,
            _ => return Some(at),
        };
        (at + 1..line.tokens.end).find(|n| self.kind(*n) == Some(close))
    }

    /// `text 80`, `decimal 8,2`
    fn bare_argument(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::Number))?;
        let before = self.before(slip)?;
        if slip.rule != Rule::field_entry || !words::is_type(self.token_text(before)) {
            return None;
        }
        let pair = self.kind(first + 1) == Some(TokenKind::Comma) && self.kind(first + 2) == Some(TokenKind::Number);
        let span = self.tokens_span(first, if pair { first + 2 } else { first });
        let written = self.text.get(span.range()).unwrap_or_default();
        Some(Repair::by_fix(messages::argument_without_parentheses(span, self.at(before).after(), written)))
    }

    fn missing_type(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.line.tokens.start;
        let after_name = slip.rule == Rule::field_entry && self.before(slip) == Some(first);
        let found = slip.token.map(|at| self.token_text(at));
        let typeless = match slip.token {
            None => true,
            Some(at) => {
                self.kind(at) == Some(TokenKind::Str)
                    || found.is_some_and(|word| words::begins_modifier(word) || word == "=")
            }
        };
        let named = matches!(self.kind(first), Some(TokenKind::Word | TokenKind::Quoted));
        if !after_name || !typeless || !named {
            return None;
        }
        let end = self.at(first).end as usize;
        // Read on as some text, so that the name is known; nothing is offered as a fix, the type is the author's to say.
        let mend = Mend { start: end, end, text: " text(80)".to_owned() };
        Some(Repair::new(messages::missing_type(self.at(first), self.token_text(first)), vec![mend]))
    }

    // ── Signs ──────────────────────────────────────────────────────────────────────────────────────────────────

    fn foreign_operator(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token?;
        let sign = self.token_text(at);
        if slip.expects(&[Rule::arrow]) && matches!(sign, "=>" | "→" | ">" | "=" | "⇒" | ":") {
            return Some(Repair::by_fix(messages::foreign_operator(self.at(at), sign, "->")));
        }
        let is_word = self.kind(at) == Some(TokenKind::Word);
        let unit = (is_word && self.before(slip).and_then(|n| self.kind(n)) == Some(TokenKind::Number))
            .then(|| words::unit(sign))
            .flatten();
        let right = unit.or_else(|| words::operator(sign))?;
        let wants_empty = slip.expects(&[Rule::k_empty, Rule::emptiness]);
        let fits = match right.trim() {
            "empty" => wants_empty,
            "not" => slip.expects(&[Rule::k_not, Rule::negation, Rule::conjunction, Rule::expr, Rule::value]),
            "and" | "or" => slip.expects(&[Rule::k_and, Rule::k_or]),
            "is" => slip.expects(&[Rule::k_is, Rule::emptiness]),
            "in" => slip.expects(&[Rule::k_in, Rule::among]),
            "between" => slip.expects(&[Rule::k_between, Rule::between]),
            _ => true,
        };
        if !fits {
            return None;
        }
        Some(Repair::by_fix(messages::foreign_operator(self.at(at), sign, right)))
    }

    /// `'…'`, `« … »`, `“…”`
    fn foreign_quotes(&self, slip: &Slip<'_>) -> Option<Repair> {
        let open = self.token(slip.token?)?;
        let close = match open.text(self.text) {
            "'" => '\'',
            "«" => '»',
            "“" | "„" | "”" => '”',
            "‘" | "’" => '’',
            _ => return None,
        };
        let end = self.line_span(slip.line).end as usize;
        let rest = self.text.get(open.end..end).unwrap_or_default();
        let found = rest.char_indices().find(|(at, c)| {
            let next = rest.get(at + c.len_utf8()..).and_then(|after| after.chars().next());
            let ends = *c == close || (close == '”' && *c == '“');
            ends && !next.is_some_and(|c| c.is_alphanumeric())
        });
        let (inner, end) =
            found.map_or((rest, end), |(at, c)| (rest.get(..at).unwrap_or_default(), open.end + at + c.len_utf8()));
        let inner = inner.trim().replace("\\'", "'").replace('\\', "\\\\").replace('"', "\\\"");
        Some(Repair::by_fix(messages::foreign_quotes(Span::new(self.file, open.start, end), &inner)))
    }

    /// `0,5`, a comma at the end of a line or between modifiers.
    fn comma(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = match slip.token {
            Some(at) => at,
            None => self.before(slip)?,
        };
        if self.kind(at) != Some(TokenKind::Comma) {
            return None;
        }
        let is_number = |n: usize| self.kind(n) == Some(TokenKind::Number);
        if at > 0 && is_number(at - 1) && is_number(at + 1) && self.touch(at - 1) && self.touch(at) {
            let span = self.tokens_span(at - 1, at + 1);
            let right = format!("{}.{}", self.token_text(at - 1), self.token_text(at + 1));
            return Some(Repair::by_fix(messages::decimal_comma(span, &right)));
        }
        let last = at + 1 >= slip.line.tokens.end;
        Some(Repair::by_fix(messages::stray_comma(self.at(at), last)))
    }

    fn parenthesis(&self, slip: &Slip<'_>) -> Option<Repair> {
        let closes_nothing = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::CloseParen));
        let open = self.open_parentheses(slip);
        if let (Some(at), None) = (closes_nothing, open) {
            return Some(Repair::by_fix(messages::stray_parenthesis(self.at(at))));
        }
        let open =
            open.filter(|_| closes_nothing.is_none() && slip.expects(&[Rule::close]) && !slip.expects(&[Rule::name]))?;
        let missing = match self.before(slip) {
            Some(before) => self.at(before).after(),
            None => return None,
        };
        let continues = slip.token.is_some_and(|at| !self.ends_value(at));
        (!continues).then(|| Repair::by_fix(messages::unclosed_parenthesis(self.at(open), missing)))
    }

    /// `enum { }`: what its field holds can't be guessed.
    fn empty_enum(&self, slip: &Slip<'_>) -> Option<Repair> {
        let close = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::CloseBrace))?;
        let open = self.before(slip).filter(|at| self.kind(*at) == Some(TokenKind::OpenBrace))?;
        Some(Repair::new(messages::empty_enum(self.tokens_span(open, close)), Vec::new()))
    }

    /// `enum { a, b` at the end of its line.
    fn unclosed_enum(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at_end = slip.token.is_none() && slip.expects(&[Rule::close_brace]);
        let open =
            slip.line.tokens.clone().find(|at| self.kind(*at) == Some(TokenKind::OpenBrace)).filter(|_| at_end)?;
        let missing = self.at(self.before(slip)?).after();
        Some(Repair::by_fix(messages::unclosed_enum(self.at(open), missing)))
    }

    /// Whether a token can follow a whole value, so that a parenthesis may have been forgotten before it.
    fn ends_value(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Str) || words::begins_modifier(self.token_text(at))
    }

    /// The innermost parenthesis still open at the slip.
    fn open_parentheses(&self, slip: &Slip<'_>) -> Option<usize> {
        let mut open = Vec::new();
        for at in slip.line.tokens.start..slip.token.unwrap_or(slip.line.tokens.end) {
            match self.kind(at) {
                Some(TokenKind::OpenParen) => open.push(at),
                Some(TokenKind::CloseParen) => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    fn missing_comma(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token?;
        let before = self.before(slip)?;
        let element =
            |n| matches!(self.kind(n), Some(TokenKind::Word | TokenKind::Str | TokenKind::Number | TokenKind::Quoted));
        if !slip.expects(&[Rule::comma])
            || slip.expects(&[Rule::colon])
            || !element(at)
            || !(element(before) || self.kind(before) == Some(TokenKind::CloseParen))
        {
            return None;
        }
        Some(Repair::by_fix(messages::missing_comma(self.at(before).after(), self.token_text(at))))
    }

    /// The one sign that could stand here.
    fn missing_sign(&self, slip: &Slip<'_>) -> Option<Repair> {
        let [only] = slip.expected.as_slice() else { return None };
        let sign = expected::literal(*only)?;
        let before = self.before(slip)?;
        let found = slip.token.map(|at| self.token_text(at));
        Some(Repair::by_fix(messages::missing_sign(self.at(before).after(), sign, found)))
    }

    // ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// Two words of SQL that say one modifier: taken one by one, they would be made two, or a label.
    fn sql_phrase(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|_| slip.expects(&[Rule::field_modifier, Rule::flag]))?;
        let second = (at + 1 < slip.line.tokens.end).then(|| self.token_text(at + 1))?;
        let right = words::sql_phrase(self.token_text(at), second)?;
        let span = self.tokens_span(at, at + 1);
        let written = self.text.get(span.range()).unwrap_or_default();
        Some(Repair::by_fix(messages::misspelt(span, written, right)))
    }

    /// A modifier or clause misspelt, or said in another language's word.
    fn misspelt(&self, slip: &Slip<'_>) -> Option<Repair> {
        let at = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::Word))?;
        let word = self.token_text(at);
        let foreign = slip.expects(&[Rule::field_modifier, Rule::flag]).then(|| words::modifier(word)).flatten();
        let known: Vec<String> = slip.expected.iter().flat_map(|rule| known_words(*rule)).collect();
        let foreign = foreign.or_else(|| words::clause(word, &known));
        let right = foreign.or_else(|| nearest(word, known.iter().map(String::as_str)))?;
        (right != word).then(|| Repair::by_fix(messages::misspelt(self.at(at), word, right)))
    }

    /// A label or message without its quotes: the words up to the next one that the line knows.
    fn unquoted(&self, slip: &Slip<'_>) -> Option<Repair> {
        let first = slip.token.filter(|at| self.kind(*at) == Some(TokenKind::Word))?;
        if !slip.expects(&[Rule::label, Rule::string]) {
            return None;
        }
        let is_text = |at: &usize| {
            let word = self.token_text(*at);
            let piece = matches!(self.kind(*at), Some(TokenKind::Word | TokenKind::Number))
                || matches!(word, "'" | "’" | "-" | ".");
            piece && !words::begins_modifier(word) && !matches!(word, "plural" | "is" | "in")
        };
        let last = (first..slip.line.tokens.end).take_while(is_text).last()?;
        // The message of a rule ends its line: before more of a condition, it would be none.
        if slip.rule == Rule::rule_entry && last + 1 < slip.line.tokens.end {
            return None;
        }
        let span = self.tokens_span(first, last);
        Some(Repair::by_fix(messages::unquoted(span, self.text.get(span.range()).unwrap_or_default())))
    }

    /// Mends for what `lexical` has reported on a line.
    pub(crate) fn lexical_mends(&self, line: &Line) -> Vec<Mend> {
        line.tokens.clone().filter_map(|at| self.token(at).and_then(lexical_mend)).collect()
    }
}

/// The words that a rule can begin with.
fn known_words(rule: Rule) -> Vec<String> {
    let words: &[&str] = match rule {
        Rule::field_modifier | Rule::flag => {
            let all = words::MODIFIERS.iter().chain(&words::MODIFIERS_WITH_VALUE);
            return all.map(|word| (*word).to_owned()).collect();
        }
        Rule::leg_modifier | Rule::leg_flag => &["cascade", "restrict", "detach", "readonly", "was"],
        Rule::plural => &["plural"],
        Rule::constraint_kind => &["exclusion", "inclusion", "totality", "simultaneity", "partition"],
        Rule::list_keyword => &["columns", "filters", "sort"],
        Rule::source_scope => &["internal", "external"],
        Rule::strategy => &["joined", "single", "separate", "none"],
        Rule::condition => &["where"],
        Rule::subtypes_kind => &["XT", "X", "T"],
        Rule::on_clause => &["on"],
        Rule::area | Rule::included_in => &["in"],
        Rule::parent => &["is"],
        Rule::between => &["between"],
        Rule::matched => &["matches"],
        Rule::derived => &["derived"],
        Rule::ignored => &["ignored"],
        Rule::time_unit => &["days", "weeks", "months", "years", "hours", "minutes", "seconds"],
        _ => return expected::keyword(rule).into_iter().collect(),
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn lexical_mend(token: Token) -> Option<Mend> {
    let Token { kind, start, end } = token;
    let (start, text) = match kind {
        TokenKind::OpenStr => (end, "\""),
        TokenKind::OpenQuoted => (end, "`"),
        TokenKind::Invisible => (start, ""),
        TokenKind::ForeignComment | TokenKind::OpenComment => (start, " "),
        _ => return None,
    };
    Some(Mend { start, end, text: text.to_owned() })
}
