//! Sets pasted SQL aside before the skeleton of a file is sought.
//!
//! A script is one mistake: its columns, quotes and comments would each be called a wrong declaration otherwise. Only its extent is
//! found, nothing is read of it. Invariant: a token outside of a script stays as it was, and one pass is enough.

use std::ops::Range;

use super::outline::{BLOCK_KEYWORDS, LINE_KEYWORDS};
use super::scan::{Token, TokenKind};
use super::words;

/// The scripts among `tokens`, in order: from the first word of a statement to what stands before the next declaration of a model.
pub(super) fn scripts(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut scripts: Vec<Range<usize>> = Vec::new();
    let (mut depth, mut before) = (0usize, None);
    let mut open: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.is_trivia()) {
        let first_of_line = at == 0 || before.is_none_or(|before| line_ends_between(tokens, before, at));
        match open {
            Some(start) if first_of_line && resumes(text, tokens, before, at) => {
                scripts.push(start..at);
                (open, depth) = (None, 0);
            }
            None if first_of_line && depth == 0 && begins_statement(text, tokens, at) => open = Some(at),
            _ => {}
        }
        match token.kind {
            TokenKind::OpenBrace => depth += 1,
            TokenKind::CloseBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = Some(at);
    }
    scripts.extend(open.map(|start| start..tokens.len()));
    scripts.iter_mut().for_each(|script| script.start = with_comments_above(tokens, script.start));
    scripts
}

/// The tokens with those of the scripts made comments, which nobody looks at.
pub(super) fn set_aside(mut tokens: Vec<Token>, scripts: &[Range<usize>]) -> Vec<Token> {
    for script in scripts {
        let within = tokens.get_mut(script.clone()).unwrap_or_default();
        within
            .iter_mut()
            .filter(|token| token.kind != TokenKind::Newline)
            .for_each(|token| token.kind = TokenKind::Comment);
    }
    tokens
}

fn line_ends_between(tokens: &[Token], before: usize, at: usize) -> bool {
    let between = tokens.get(before..at).unwrap_or_default();
    between.iter().any(|token| matches!(token.kind, TokenKind::Newline | TokenKind::Semi))
}

/// Two words that begin a statement: `create table`, `insert into`, `set names`.
fn begins_statement(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.text(text));
    word(at).is_some_and(words::begins_sql) && word(at + 1).is_some()
}

/// Whether a declaration of a model begins at `at`: not within the columns of a table, which may be called `type` or `source`.
fn resumes(text: &str, tokens: &[Token], before: Option<usize>, at: usize) -> bool {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let word = tokens.get(at).map_or("", |token| token.text(text));
    let known = BLOCK_KEYWORDS.contains(&word) || LINE_KEYWORDS.contains(&word);
    let named = matches!(kind(at + 1), Some(TokenKind::Word | TokenKind::Str | TokenKind::Quoted));
    // By the sign itself: a quote of SQL may have been taken for the beginning of a string.
    let above = before.and_then(|at| tokens.get(at)).map_or("", |token| token.text(text));
    known && named && !above.ends_with([',', '('])
}

/// The comments of SQL that stand above a script are its own.
fn with_comments_above(tokens: &[Token], start: usize) -> usize {
    let above = tokens.get(..start).unwrap_or_default().iter().rev();
    let theirs =
        |token: &&Token| matches!(token.kind, TokenKind::Newline | TokenKind::Semi | TokenKind::ForeignComment);
    start - above.take_while(theirs).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::scan::scan;

    fn set_aside_of(text: &str) -> Vec<&str> {
        let tokens = scan(text);
        let scripts = scripts(text, &tokens);
        let texts = scripts.iter().filter_map(|script| {
            let within = tokens.get(script.clone())?;
            text.get(within.first()?.start..within.last()?.end)
        });
        texts.map(str::trim).collect()
    }

    #[test]
    fn a_script_ends_where_the_model_goes_on() {
        let script = "-- dump\nCREATE TABLE a (\n  type varchar(3),\n  b text\n);\nINSERT INTO a VALUES (1, '{');";
        let model = "entity A {\n    numero serial identifier\n}";
        assert_eq!(set_aside_of(&format!("{model}\n\n{script}\n\n{model}\n")), [script]);
        assert_eq!(set_aside_of(&format!("{script}\n{model}\n{script}\n")), [script, script]);
    }

    #[test]
    fn fields_with_words_of_sql_are_fields() {
        for name in words::SQL {
            let model = format!("entity A {{\n    {name} text(3)\n    use date\n}}\n");
            assert_eq!(set_aside_of(&model), [""; 0], "{name}");
        }
    }
}
