//! The canonical text of a model: aligned columns, four spaces, at most one blank line, every comment kept.
//!
//! Changes no meaning: reading the result gives the same tree, and formatting it again the same text. A text with
//! syntax errors isn't formatted, since what it means isn't known.

mod columns;
mod leaves;
mod rows;

use crate::diag::{Diagnostic, Sink};
use crate::source::FileId;
use crate::syntax;

/// The canonical form of a file's text, or its syntax problems where it has errors.
pub fn format(file: FileId, text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut sink = Sink::new();
    syntax::parse(file, text, &mut sink);
    if sink.has_errors() {
        return Err(sink.into_sorted());
    }
    Ok(rows::file(text))
}
