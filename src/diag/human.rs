//! Problems as people read them: the message, an excerpt of the model with its marks, what to do next.
//!
//! The only file that knows annotate-snippets. Every excerpt goes through `excerpt`, every word through `visible`.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpt, visible};
use super::short::severity_name;
use super::{Diagnostic, Lang, Place, Severity};
use crate::source::{SourceFile, SourceMap};

/// Marks at most this many lines apart are shown in one excerpt.
const NEAR: usize = 4;

/// All problems, with colours for a terminal where `colours` says so.
pub fn render(sources: &SourceMap, diagnostics: &[Diagnostic], lang: Lang, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let one = |diagnostic| {
        let shown = renderer.render(&[group(sources, diagnostic, lang)]);
        with_true_columns(shown, sources, diagnostic) + "\n\n"
    };
    diagnostics.iter().map(one).collect()
}

/// Columns are counted by annotate-snippets in the excerpt; where that isn't the file's own line, the file's are put.
fn with_true_columns(mut shown: String, sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    for place in std::iter::once(&diagnostic.primary).chain(&diagnostic.related) {
        let Some(file) = sources.get(place.span.file) else { continue };
        let (cut, at) = (excerpt(file, place.span), sources.start(place.span));
        let counted = cut.text.get(..cut.mark.start).unwrap_or_default().chars().count() + 1;
        if counted != at.column {
            let position = |column: usize| format!("{}:{}:{column}", visible(&file.name), at.line);
            shown = shown.replacen(&position(counted), &position(at.column), 1);
        }
    }
    shown
}

fn group<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic, lang: Lang) -> Group<'a> {
    let level = match diagnostic.kind.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    let title = level
        .with_name(severity_name(diagnostic.kind.severity, lang))
        .primary_title(visible(diagnostic.message.get(lang)))
        .id(diagnostic.kind.code);
    Group::with_title(title).elements(places(sources, diagnostic, lang)).elements(advice(diagnostic, lang))
}

/// What to do next: the helps, then the fix.
fn advice(diagnostic: &Diagnostic, lang: Lang) -> Vec<Element<'_>> {
    let (help, fix) = match lang {
        Lang::En => ("help", "fix"),
        Lang::Fr => ("aide", "correction"),
    };
    let helps = diagnostic.helps.iter().map(|text| Level::HELP.with_name(help).message(visible(text.get(lang))));
    let fix = diagnostic.fix.iter().map(|change| {
        Level::HELP.with_name(fix).message(visible(&format!("{} (`merisier check --fix`)", change.title.get(lang))))
    });
    helps.chain(fix).map(Element::from).collect()
}

/// The excerpts: one for the primary place and those near it, one for each other.
fn places<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic, lang: Lang) -> Vec<Element<'a>> {
    let primary = diagnostic.primary.span;
    let Some(file) = sources.get(primary.file) else { return Vec::new() };
    let line = |place: &Place| sources.start(place.span).line;
    let is_near =
        |place: &&Place| place.span.file == primary.file && line(place).abs_diff(line(&diagnostic.primary)) <= NEAR;
    let (near, far): (Vec<&Place>, Vec<&Place>) = diagnostic.related.iter().partition(is_near);
    let mut elements = vec![snippet(file, &diagnostic.primary, &near, lang).into()];
    for place in far {
        let Some(file) = sources.get(place.span.file) else { continue };
        let lonely = snippet_of(file, &[(place, AnnotationKind::Context)], lang);
        elements.push(lonely.into());
    }
    elements
}

fn snippet<'a>(file: &SourceFile, primary: &Place, near: &[&Place], lang: Lang) -> Snippet<'a, Annotation<'a>> {
    let mut marks = vec![(primary, AnnotationKind::Primary)];
    marks.extend(near.iter().map(|place| (*place, AnnotationKind::Context)));
    snippet_of(file, &marks, lang)
}

/// The lines from the first mark to the last, each made fit to be shown.
fn snippet_of<'a>(file: &SourceFile, marks: &[(&Place, AnnotationKind)], lang: Lang) -> Snippet<'a, Annotation<'a>> {
    let cuts: Vec<Excerpt> = marks.iter().map(|(place, _)| excerpt(file, place.span)).collect();
    let first = cuts.iter().map(|cut| cut.line).min().unwrap_or(1);
    let last = cuts.iter().map(|cut| cut.line).max().unwrap_or(1);
    let mut text = String::new();
    let mut annotations = Vec::new();
    for line in first..=last {
        let start = text.len();
        let cut = cuts.iter().find(|cut| cut.line == line);
        match cut {
            Some(cut) => text.push_str(&cut.text),
            None => text.push_str(&visible(file.line(line).0.get(..200).unwrap_or(file.line(line).0))),
        }
        for ((place, kind), mine) in marks.iter().zip(&cuts).filter(|(_, mine)| mine.line == line) {
            let same_text = cut.is_some_and(|cut| cut.text == mine.text);
            let range = if same_text { mine.mark.clone() } else { 0..0 };
            let label = place.text.as_ref().map(|label| visible(label.get(lang)));
            annotations.push(kind.span(range.start + start..range.end + start).label(label));
        }
        text.push('\n');
    }
    Snippet::source(text).line_start(first).path(visible(&file.name)).annotations(annotations)
}
