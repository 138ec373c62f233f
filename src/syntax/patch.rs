//! A logical line as the grammar reads it: the file's own text with known mistakes mended.
//!
//! Mending lets one line give all its errors, and its node in the tree all the same. Invariant: every position of the
//! mended text maps back to a position of the file, in order.

use crate::source::{FileId, Span};

/// One mend: what is replaced, in the file's bytes, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mend {
    /// First byte replaced.
    pub(crate) start: usize,
    /// One past the last byte replaced.
    pub(crate) end: usize,
    /// What stands there instead.
    pub(crate) text: String,
}

/// A stretch of a file with its mends.
#[derive(Debug, Clone)]
pub(crate) struct Patched<'a> {
    file: FileId,
    source: &'a str,
    start: usize,
    end: usize,
    /// By place, each with the byte of the mended text where it begins.
    mends: Vec<(usize, Mend)>,
}

impl<'a> Patched<'a> {
    /// The stretch `start..end` of `source`, untouched.
    pub(crate) fn new(file: FileId, source: &'a str, start: usize, end: usize) -> Self {
        Patched { file, source, start, end, mends: Vec::new() }
    }

    /// Adds a mend; refused when it touches another or leaves the stretch.
    pub(crate) fn mend(&mut self, mend: Mend) -> bool {
        let at = self.mends.partition_point(|(_, other)| other.start < mend.start);
        let before = at.checked_sub(1).and_then(|n| self.mends.get(n));
        let after = self.mends.get(at);
        let fits = self.start <= mend.start && mend.start <= mend.end && mend.end <= self.end;
        let apart = before.is_none_or(|(_, other)| other.end < mend.start)
            && after.is_none_or(|(_, other)| mend.end < other.start);
        if !fits || !apart {
            return false;
        }
        let shown = match before {
            Some((shown, other)) => shown + other.text.len() + (mend.start - other.end),
            None => mend.start - self.start,
        };
        let (added, removed) = (mend.text.len(), mend.end - mend.start);
        for (shown, _) in self.mends.iter_mut().skip(at) {
            *shown = *shown + added - removed;
        }
        self.mends.insert(at, (shown, mend));
        true
    }

    /// The text with its mends.
    pub(crate) fn text(&self) -> std::borrow::Cow<'a, str> {
        if self.mends.is_empty() {
            return self.source.get(self.start..self.end).unwrap_or_default().into();
        }
        let mut out = String::with_capacity(self.end - self.start + 16);
        let mut at = self.start;
        for (_, mend) in &self.mends {
            out.push_str(self.source.get(at..mend.start).unwrap_or_default());
            out.push_str(&mend.text);
            at = mend.end;
        }
        out.push_str(self.source.get(at..self.end).unwrap_or_default());
        out.into()
    }

    /// The file's byte for byte `at` of the mended text; inside a mend, its beginning.
    pub(crate) fn origin(&self, at: usize) -> usize {
        match self.last_before(self.mends.partition_point(|(shown, _)| *shown <= at)) {
            Some((shown, mend)) if at < shown + mend.text.len() => mend.start,
            Some((shown, mend)) => (mend.end + at - shown - mend.text.len()).min(self.end),
            None => (self.start + at).min(self.end),
        }
    }

    /// The file's span for bytes of the mended text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.origin(start), self.origin_end(end))
    }

    /// As [`Self::origin`] for the end of a stretch: inside a mend, its end.
    fn origin_end(&self, at: usize) -> usize {
        match self.last_before(self.mends.partition_point(|(shown, _)| *shown < at)) {
            Some((shown, mend)) => (mend.end + at.saturating_sub(shown + mend.text.len())).min(self.end),
            None => (self.start + at).min(self.end),
        }
    }

    fn last_before(&self, at: usize) -> Option<&(usize, Mend)> {
        at.checked_sub(1).and_then(|n| self.mends.get(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(start: usize, end: usize, text: &str) -> Mend {
        Mend { start, end, text: text.to_owned() }
    }

    #[test]
    fn positions_map_back_through_mends() {
        let mut patched = Patched::new(FileId::default(), "xx a == b && c", 3, 14);
        assert!(patched.mend(mend(10, 12, "and")));
        assert!(patched.mend(mend(5, 7, "=")));
        assert!(!patched.mend(mend(6, 8, "?")), "mends never overlap");
        assert_eq!(patched.text(), "a = b and c");
        assert_eq!(patched.span(0, 1).range(), 3..4);
        assert_eq!(patched.span(2, 3).range(), 5..7);
        assert_eq!(patched.span(4, 5).range(), 8..9);
        assert_eq!(patched.span(6, 9).range(), 10..12);
        assert_eq!(patched.span(10, 11).range(), 13..14);
    }
}
