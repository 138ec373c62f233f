//! A line of the model made fit to be shown: cut around its mark, invisible characters made visible.
//!
//! Invariant: what comes out holds no control, bidirectional or zero-width character, so that no model can drive a
//! terminal or make a line read otherwise than it is.

use std::ops::Range;

use crate::source::{SourceFile, Span};

/// Lines longer than this, in characters, are cut.
const LONG_LINE: usize = 160;

/// Characters kept before the mark of a cut line.
const KEPT_BEFORE: usize = 50;

/// Characters kept of a cut line in all.
const KEPT: usize = 120;

/// One line with its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Its number, from 1.
    pub(super) line: usize,
    /// What is shown of it.
    pub(super) text: String,
    /// The bytes of `text` that are marked.
    pub(super) mark: Range<usize>,
}

/// The line where `span` begins; a mark over several lines stops at the end of the first.
pub(super) fn excerpt(file: &SourceFile, span: Span) -> Excerpt {
    let line = file.line_column(span.start as usize).line;
    let (text, start) = file.line(line);
    let from = (span.start as usize).saturating_sub(start).min(text.len());
    let to = (span.end as usize).saturating_sub(start).clamp(from, text.len());
    let (kept, cut_before, cut_after) = window(text, from);
    let mut shown = String::from(if cut_before { "…" } else { "" });
    let mut mark = 0..0;
    for (at, c) in text.get(kept.clone()).unwrap_or_default().char_indices() {
        let at = at + kept.start;
        if at == from {
            mark.start = shown.len();
        }
        push_visible(&mut shown, c);
        if at < to {
            mark.end = shown.len();
        }
    }
    if from >= kept.end {
        mark.start = shown.len();
    }
    mark.end = mark.end.max(mark.start);
    if cut_after {
        shown.push('…');
    }
    Excerpt { line, text: shown, mark }
}

/// The part of a line that is shown, and whether something is missing before and after.
fn window(text: &str, from: usize) -> (Range<usize>, bool, bool) {
    if text.char_indices().nth(LONG_LINE).is_none() {
        return (0..text.len(), false, false);
    }
    let before = text.get(..from).unwrap_or_default().char_indices().rev();
    let start = before.take(KEPT_BEFORE).last().map_or(from, |(at, _)| at);
    let after = text.get(start..).unwrap_or_default().char_indices().nth(KEPT);
    let end = after.map_or(text.len(), |(at, _)| start + at);
    (start..end, start > 0, end < text.len())
}

/// `text` with its invisible characters made visible.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_visible(&mut out, c));
    out
}

fn push_visible(out: &mut String, c: char) {
    match c {
        '\t' => out.push_str("    "),
        c if c.is_control() || is_format_mark(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
        c => out.push(c),
    }
}

/// Bidirectional controls (Trojan Source, Boucher & Anderson 2021), line separators and zero-width characters.
pub(crate) fn is_format_mark(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn shown(text: &str, start: usize, end: usize) -> (String, String) {
        let mut map = SourceMap::new();
        let id = map.add("a.mcd", text);
        let cut = excerpt(map.get(id).unwrap(), Span::new(id, start, end));
        let marked = cut.text[cut.mark.clone()].to_owned();
        (cut.text, marked)
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}HERE{}", "x".repeat(500), "y".repeat(500));
        let (line, marked) = shown(&text, 500, 504);
        assert_eq!(marked, "HERE");
        assert!(line.starts_with('…') && line.ends_with('…') && line.chars().count() < LONG_LINE);
    }

    #[test]
    fn invisible_characters_are_shown_by_number() {
        let (line, marked) = shown("a \u{202e}b\u{1b}[31m", 2, 5);
        assert_eq!(line, "a <U+202E>b<U+001B>[31m");
        assert_eq!(marked, "<U+202E>");
    }

    #[test]
    fn a_mark_at_the_end_of_a_line_stands_after_it() {
        let (line, marked) = shown("ab\r\ncd", 2, 2);
        assert_eq!((line.as_str(), marked.as_str()), ("ab", ""));
    }
}
