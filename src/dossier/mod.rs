//! The dossier that a client reads and signs: a model in pictures, sentences and tables, as one HTML page made to be printed.
//!
//! Says in words what `mcd` knows, and puts in what others found (drawings, coverage of the sources, changes). Reads no file and
//! decides no rule. Invariants: every text is escaped where it lands, a sentence is never wrong, and nothing is fetched.

mod actors;
mod body;
mod fields;
mod gender;
mod items;
mod rights;
mod sentences;
mod words;

use std::collections::BTreeMap;

use crate::diag::Lang;
use crate::diagram::scene::Scene;
use crate::inventory::coverage::Coverage;
use crate::mcd::Mcd;
use crate::source::SourceMap;

pub use body::day;

/// What a dossier is made of.
#[derive(Debug)]
pub struct Dossier<'a> {
    /// The model.
    pub mcd: &'a Mcd,
    /// Its texts.
    pub sources: &'a SourceMap,
    /// The language of the sentences; labels are the model's.
    pub lang: Lang,
    /// The state of the model: `d83990b`; empty: unknown.
    pub revision: String,
    /// The day: `2026-11-22`.
    pub date: String,
    /// The drawings, the overview first.
    pub figures: Vec<Figure>,
    /// What the firm's documents give, where the model names any.
    pub coverage: Option<&'a Coverage>,
    /// What changed, where there is an earlier state.
    pub changes: Option<Changes>,
    /// The page of each part by its id, for paper; none where there are no pages.
    pub pages: Option<BTreeMap<String, usize>>,
}

/// A drawing with its title.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// The area it shows, or that it shows everything.
    pub title: String,
    /// The drawing.
    pub scene: Scene,
}

/// What changed since an earlier state.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Which.
    pub since: String,
    /// In the words of the business.
    pub items: Vec<String>,
}

/// The page.
pub fn html(dossier: &Dossier<'_>) -> String {
    body::page(dossier)
}
