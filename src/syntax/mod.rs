//! Text to tree: never fails, reports every error of a file. Knows nothing of what names mean.
//!
//! A file goes through `scan` (tokens), `outline` (lines and blocks), then line by line through the pest grammar and
//! `lower` (the tree). What the grammar refuses, `repair` recognizes: it reports the mistake, mends the line's text
//! and has it read again, so that one slip hides neither the rest of its line nor the name that the line declares.

pub mod ast;
mod build;
mod expected;
mod grammar;
pub mod kinds;
mod lexical;
mod line;
mod lower;
mod messages;
mod outline;
mod patch;
mod recover;
mod repair;
mod scan;
mod words;

use crate::diag::Sink;
use crate::source::FileId;
pub use ast::Parsed;

/// The kinds of problems this room reports.
pub use kinds::KINDS;

/// Reads a file. Whatever the text, gives the tree of all that could be read, and a diagnostic for all that couldn't.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> Parsed {
    build::file(file, text, sink)
}
