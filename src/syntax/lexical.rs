//! Problems that show in the tokens alone: what never closes, what can't be seen, comments of other languages.
//!
//! Each is reported once, here; the lines that hold them are then read as if mended (`line.rs`).

use super::line::Reading;
use super::messages;
use super::scan::{Token, TokenKind, is_invisible};
use crate::source::Span;

/// Invisible characters reported on one line at most: a binary file would drown everything else.
const REPORTED_A_LINE: usize = 5;

impl Reading<'_, '_> {
    /// Reports the problems of the tokens.
    pub(crate) fn report_lexical(&mut self) {
        let mut on_this_line = 0;
        for at in 0..self.tokens.len() {
            let Some(token) = self.token(at) else { return };
            let span = Span::new(self.file, token.start, token.end);
            match token.kind {
                TokenKind::Newline => on_this_line = 0,
                TokenKind::Invisible => {
                    on_this_line += 1;
                    if on_this_line <= REPORTED_A_LINE && !is_byte_order_mark(token, self.text) {
                        self.sink.push(messages::invisible(span, token.text(self.text)));
                    }
                }
                TokenKind::OpenStr => self.sink.push(messages::unclosed_string(span)),
                TokenKind::OpenQuoted => self.sink.push(messages::unclosed_name(span)),
                TokenKind::OpenComment => self.sink.push(messages::unclosed_comment(span, token.text(self.text))),
                TokenKind::ForeignComment => self.report_foreign_comment(at, span),
                _ => {}
            }
            self.report_inside(token);
        }
    }

    /// Comments of other languages on successive lines are one mistake.
    fn report_foreign_comment(&mut self, at: usize, span: Span) {
        let before = at.checked_sub(2).and_then(|before| self.token(before));
        let follows = before.is_some_and(|token| token.kind == TokenKind::ForeignComment);
        if !follows {
            let written = self.token_text(at);
            self.sink.push(messages::foreign_comment(span, written));
        }
    }

    /// Invisible characters in strings, names and comments.
    fn report_inside(&mut self, token: Token) {
        use TokenKind::{Comment, Doc, ForeignComment, Quoted, Str};
        if !matches!(token.kind, Str | Comment | Doc | ForeignComment | Quoted) {
            return;
        }
        let text = token.text(self.text);
        let Some((at, c)) = text.char_indices().find(|(_, c)| is_invisible(*c)) else { return };
        let span = Span::new(self.file, token.start + at, token.start + at + c.len_utf8());
        self.sink.push(match token.kind {
            Quoted => messages::invisible(span, text),
            _ => messages::invisible_in_text(span, c),
        });
    }
}

/// The mark that some editors write at the beginning of a file.
fn is_byte_order_mark(token: Token, text: &str) -> bool {
    token.start == 0 && token.text(text) == "\u{feff}"
}
