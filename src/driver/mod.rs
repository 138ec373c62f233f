//! The order of the phases and the gates between them.
//!
//! Knows no rule and touches no disk: texts come through a [`Reader`]. Invariant: nothing after the gate runs on a model with errors.

mod domains;
mod fix;
mod load;
mod picture;

pub use fix::{Fixed, apply_fixes};
pub use load::{KINDS, Reader};
pub use picture::picture;

use crate::check;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::mcd::{self, Mcd};
use crate::mld;
use crate::source::SourceMap;
use crate::syntax::ast::Parsed;

/// What is known of a model once its text was read and judged.
#[derive(Debug)]
pub struct Checked {
    /// Its texts.
    pub sources: SourceMap,
    /// The conceptual model; what was wrong is left out of it.
    pub mcd: Mcd,
    /// All problems, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether the model may be compiled.
    pub fn passes(&self) -> bool {
        !self.diagnostics.iter().any(|diagnostic| diagnostic.kind.severity == Severity::Error)
    }
}

/// Parses, resolves and checks the files named, and those that they include.
pub fn check_model(files: &[String], reader: &dyn Reader) -> Checked {
    let mut checked = judged(files, reader);
    let check = |texts: &[(&str, &str)]| judged(files, &load::Texts(texts)).diagnostics;
    fix::keep_those_that_mend(&checked.sources, &mut checked.diagnostics, check);
    checked
}

fn judged(files: &[String], reader: &dyn Reader) -> Checked {
    let mut sink = Sink::new();
    let (sources, parsed) = load::load(files, reader, &mut sink);
    let mcd = mcd::resolve(&parsed, &sources, &mut sink);
    // What an error kept out of the model isn't blamed again: the checks see the errors met so far.
    check::check(&mcd, &sources, &mut sink, mld::renamed);
    let diagnostics = domains::judge_types(&parsed, &sources, sink).into_sorted();
    Checked { sources, mcd, diagnostics }
}

/// Parses the files named, and those that they include; what was wrong with them isn't told.
pub fn parse_model(files: &[String], reader: &dyn Reader) -> (SourceMap, Vec<Parsed>) {
    load::load(files, reader, &mut Sink::new())
}

/// Checks texts that are at hand, each with its name.
pub fn check_texts(files: &[(&str, &str)]) -> Checked {
    let names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    check_model(&names, &load::Texts(files))
}
