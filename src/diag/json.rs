//! Problems for programs: `{"diagnostics": […]}`, lines and columns from 1, columns in characters.

use serde::Serialize;

use super::{Diagnostic, Lang, Place, Severity, Text};
use crate::source::{SourceMap, Span};

#[derive(Serialize)]
struct Report<'a> {
    diagnostics: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    at: Region<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    related: Vec<Related<'a>>,
    helps: Vec<&'a str>,
    fix: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Region<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    at: Region<'a>,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    at: Region<'a>,
    text: &'a str,
}

/// All problems as a JSON document.
pub fn render(sources: &SourceMap, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let diagnostics = diagnostics.iter().map(|diagnostic| problem(sources, diagnostic, lang)).collect();
    // Nothing here can fail to serialize: strings and numbers only.
    serde_json::to_string_pretty(&Report { diagnostics }).unwrap_or_default() + "\n"
}

fn problem<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic, lang: Lang) -> Problem<'a> {
    Problem {
        code: diagnostic.kind.code,
        severity: severity(diagnostic.kind.severity),
        message: diagnostic.message.get(lang),
        at: region(sources, diagnostic.primary.span),
        label: words(&diagnostic.primary, lang),
        related: diagnostic.related.iter().map(|place| related(sources, place, lang)).collect(),
        helps: diagnostic.helps.iter().map(|help| help.get(lang)).collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Change {
            title: fix.title.get(lang),
            edits: fix.edits.iter().map(|e| Replacement { at: region(sources, e.span), text: &e.text }).collect(),
        }),
    }
}

fn words(place: &Place, lang: Lang) -> Option<&str> {
    place.text.as_ref().map(|text: &Text| text.get(lang))
}

fn related<'a>(sources: &'a SourceMap, place: &'a Place, lang: Lang) -> Related<'a> {
    Related { message: words(place, lang).unwrap_or_default(), at: region(sources, place.span) }
}

fn region(sources: &SourceMap, span: Span) -> Region<'_> {
    let (start, end) = (sources.start(span), sources.end(span));
    Region {
        file: sources.get(span.file).map_or("", |file| file.name.as_str()),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}
