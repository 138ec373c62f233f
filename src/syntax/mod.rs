//! Text to tree: never fails, reports every error of a file. Knows nothing of what names mean.
//!
//! A file goes through `scan` (tokens), `outline` (lines and blocks), then line by line through the pest grammar and
//! `lower` (the tree). What the grammar refuses, `repair` recognizes: it reports the mistake, mends the line's text
//! and has it read again, so that one slip hides neither the rest of its line nor the name that the line declares.

pub mod ast;
pub(crate) mod build;
mod cardinalities;
mod expected;
pub(crate) mod grammar;
mod habit_messages;
mod habits;
mod keyword_line;
pub mod kinds;
mod lexical;
mod line;
mod lower;
mod messages;
mod misnamed;
pub(crate) mod outline;
mod pasted;
mod patch;
mod recover;
mod repair;
pub(crate) mod scan;
mod words;

use crate::diag::{Diagnostic, Sink};
use crate::source::FileId;
pub use ast::Parsed;

/// The kinds of problems this room reports.
pub use kinds::KINDS;

/// Problems reported of one file, and of one line of it, at most: a file that isn't a model at all would drown the rest.
const REPORTED_A_FILE: usize = 1_000;
const REPORTED_A_LINE: usize = 50;

/// Reads a file. Whatever the text, gives the tree of all that could be read, and a diagnostic for all that couldn't.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> Parsed {
    let mut found = Sink::new();
    let parsed = build::file(file, text, &mut found);
    forward(text, found.into_sorted(), sink);
    parsed
}

/// Passes problems on, within the limits; the last one shown says how many follow it.
fn forward(text: &str, found: Vec<Diagnostic>, sink: &mut Sink) {
    let mut line_end = 0;
    let (mut of_file, mut of_line, mut left_out) = (0, 0, 0);
    let mut last: Option<Diagnostic> = None;
    for problem in found {
        let start = problem.primary.span.start as usize;
        if start >= line_end {
            let rest = text.get(start..).unwrap_or_default();
            line_end = rest.find('\n').map_or(text.len() + 1, |at| start + at + 1);
            of_line = 0;
        }
        if of_file >= REPORTED_A_FILE || of_line >= REPORTED_A_LINE {
            left_out += 1;
            continue;
        }
        of_file += 1;
        of_line += 1;
        last.replace(problem).into_iter().for_each(|shown| sink.push(shown));
    }
    let last = last.map(|shown| if left_out > 0 { shown.help(messages::left_out(left_out)) } else { shown });
    last.into_iter().for_each(|shown| sink.push(shown));
}
