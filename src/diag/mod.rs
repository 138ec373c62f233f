//! What a diagnostic is, and how diagnostics are collected.
//!
//! Rendering lives in the sub-modules (`human`, `short`, `json`, `sarif`, `summary`). This module knows nothing of the language.
//! Invariant: every message exists in French and in English, since a [`Text`] can't be made without both.

use crate::source::Span;

mod excerpt;
pub(crate) use excerpt::is_format_mark;
pub mod human;
pub mod json;
pub mod sarif;
pub mod short;
pub mod suggest;
pub mod summary;

/// The language of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Français.
    Fr,
}

/// A message in both languages. Made with [`say!`](crate::say).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The same words in both languages: names, code, numbers.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Text { fr: words.clone(), en: words }
    }

    /// The message in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// Makes a [`Text`](crate::diag::Text) from a French and an English format string: `say!(fr "…{name}…", en "…{name}…")`.
#[macro_export]
macro_rules! say {
    (fr $fr:literal, en $en:literal $(, $($arg:tt)*)?) => {
        $crate::diag::Text { fr: format!($fr $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Shown, stops nothing.
    Warning,
    /// Shown by `check` only.
    Hint,
}

/// A kind of problem: a static beside the rule that reports it.
#[derive(Debug)]
pub struct Kind {
    /// `M3102`: a letter and four digits, the first digit being the phase; never reused.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The page that `merisier explain` prints: Markdown with the fixed headings of `tests/rule_docs.rs`.
    pub page: &'static str,
}

impl Kind {
    /// The title of its page: the first heading is `# M1001 <English> / <French>`.
    pub fn title(&self, lang: Lang) -> &str {
        let heading = self.page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        let titles = heading.strip_prefix(self.code).unwrap_or(heading).trim();
        match (titles.split_once(" / "), lang) {
            (Some((english, _)), Lang::En) => english,
            (Some((_, french)), Lang::Fr) => french,
            (None, _) => titles,
        }
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// A place with what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Where.
    pub span: Span,
    /// What is said there; none for the mark alone.
    pub text: Option<Text>,
}

/// A replacement of one stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A change of the model that mends the problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, as an order: "add an identifier".
    pub title: Text,
    /// Edits that don't overlap.
    pub edits: Vec<Edit>,
}

/// One problem of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What sort of problem.
    pub kind: &'static Kind,
    /// One sentence in the user's words.
    pub message: Text,
    /// Where.
    pub primary: Place,
    /// Other places that matter.
    pub related: Vec<Place>,
    /// What to do next.
    pub helps: Vec<Text>,
    /// An edit that mends it.
    pub fix: Option<Fix>,
    /// How it is proved, a step a line: shown on demand (`check --explain`).
    pub derivation: Vec<Text>,
}

impl Diagnostic {
    /// A problem of `kind` at `span`.
    pub fn new(kind: &'static Kind, span: Span, message: Text) -> Self {
        let primary = Place { span, text: None };
        Diagnostic { kind, message, primary, related: Vec::new(), helps: Vec::new(), fix: None, derivation: Vec::new() }
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn label(mut self, text: Text) -> Self {
        self.primary.text = Some(text);
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: Text) -> Self {
        self.related.push(Place { span, text: Some(text) });
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, text: Text) -> Self {
        self.helps.push(text);
        self
    }

    /// Offers a fix made of edits that don't overlap.
    #[must_use]
    pub fn fix(mut self, title: Text, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title, edits });
        self
    }
}

/// Collects the problems of a run.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds the problems of another collection, after its own.
    pub fn append(&mut self, other: Sink) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// How many problems there are so far.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether there is no problem so far.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The problems so far, in the order they were met.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether anything stops the build.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.kind.severity == Severity::Error)
    }

    /// The problems in file order, then by code; exact repeats removed.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics;
        all.sort_by(|a, b| (a.primary.span, a.kind.code).cmp(&(b.primary.span, b.kind.code)));
        all.dedup();
        all
    }
}
