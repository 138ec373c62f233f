//! Applies the fixes of diagnostics to the texts of a model. Writes nothing to disk.
//!
//! Invariant: a fix is applied whole or not at all; two that touch the same place don't both apply in one round.

use std::collections::BTreeMap;

use crate::check::by_hand;
use crate::diag::{Diagnostic, Edit, Fix, Severity};
use crate::source::{FileId, SourceMap};

/// The texts after a round of fixes.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that changed, each with its new text.
    pub texts: Vec<(FileId, String)>,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies as many fixes as go together, in the order of the diagnostics; of those that rewrite declarations, the largest first, since it takes
/// along what the others would move.
pub fn apply_fixes(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Fixed {
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut applied = 0;
    let mut fixes: Vec<(usize, &Fix)> =
        diagnostics.iter().filter_map(|found| Some((weight(found), found.fix.as_ref()?))).collect();
    fixes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    for (_, fix) in fixes {
        if !goes_with(fix, &taken) {
            continue;
        }
        applied += 1;
        for edit in &fix.edits {
            taken.entry(edit.span.file).or_default().push(edit);
        }
    }
    let texts = taken.into_iter().filter_map(|(file, edits)| Some((file, edited(&sources.get(file)?.text, edits))));
    Fixed { texts: texts.collect(), applied }
}

/// How much a fix rewrites; nothing where it only mends what is written.
fn weight(diagnostic: &Diagnostic) -> usize {
    let rewrites = diagnostic.kind.code.starts_with(REWRITING);
    diagnostic.fix.as_ref().filter(|_| rewrites).map_or(0, |fix| fix.edits.len())
}

/// How many fixes are tried in a run: each costs a check of the whole model. More are offered once the first are applied.
const TRIED: usize = 12;

/// Takes away the fixes of normal forms that don't mend: they rewrite declarations, and what else of the model names what they move isn't
/// known to them. `check` tells what is wrong with other texts.
pub(super) fn keep_those_that_mend(
    sources: &SourceMap,
    diagnostics: &mut [Diagnostic],
    check: impl Fn(&[(&str, &str)]) -> Vec<Diagnostic>,
) {
    let before = problems(diagnostics);
    let rewriting =
        |diagnostic: &&mut Diagnostic| diagnostic.fix.is_some() && diagnostic.kind.code.starts_with(REWRITING);
    for (tried, diagnostic) in diagnostics.iter_mut().filter(rewriting).enumerate() {
        let texts = texts_after(sources, diagnostic);
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        if tried >= TRIED {
            diagnostic.fix = None;
        } else if problems(&check(&texts)) >= before {
            diagnostic.fix = None;
            diagnostic.helps.push(by_hand());
        }
    }
}

/// All texts, each with its name, once the fix of `diagnostic` is applied.
fn texts_after<'s>(sources: &'s SourceMap, diagnostic: &Diagnostic) -> Vec<(&'s str, String)> {
    let mut fixed = apply_fixes(sources, std::slice::from_ref(diagnostic)).texts;
    let mut after = |(id, file): (FileId, &'s crate::source::SourceFile)| {
        let changed = fixed.iter().position(|(other, _)| *other == id).map(|at| fixed.swap_remove(at).1);
        (file.name.as_str(), changed.unwrap_or_else(|| file.text.clone()))
    };
    sources.iter().map(&mut after).collect()
}

/// The phase whose fixes rewrite declarations: normal forms.
const REWRITING: &str = "M53";

/// Errors, then warnings.
fn problems(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.kind.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}

fn goes_with(fix: &Fix, taken: &BTreeMap<FileId, Vec<&Edit>>) -> bool {
    let is_free = |edit: &Edit| match taken.get(&edit.span.file) {
        Some(others) => others.iter().all(|other| !touch(edit, other)),
        None => true,
    };
    !fix.edits.is_empty() && fix.edits.iter().all(is_free)
}

/// Whether two edits overlap, or meet so that their order would matter.
fn touch(a: &Edit, b: &Edit) -> bool {
    a.span.start <= b.span.end && b.span.start <= a.span.end
}

fn edited(text: &str, mut edits: Vec<&Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Kind, Text};
    use crate::source::Span;

    static KIND: Kind = Kind { code: "M9999", severity: Severity::Warning, page: "" };

    fn problem(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let file = FileId::default();
        let edits =
            edits.iter().map(|(start, end, text)| Edit { span: Span::new(file, *start, *end), text: (*text).into() });
        Diagnostic::new(&KIND, Span::default(), Text::same("")).fix(Text::same(""), edits.collect())
    }

    fn fixed(text: &str, problems: &[Diagnostic]) -> (String, usize) {
        let mut sources = SourceMap::new();
        sources.add("a.mcd", text);
        let fixed = apply_fixes(&sources, problems);
        (fixed.texts.into_iter().next().map(|(_, text)| text).unwrap_or_default(), fixed.applied)
    }

    #[test]
    fn fixes_apply_whole_in_the_order_of_the_text() {
        let problems = [problem(&[(4, 5, "E"), (0, 1, "A")]), problem(&[(2, 2, "-")])];
        assert_eq!(fixed("abcde", &problems), ("Ab-cdE".into(), 2));
    }

    #[test]
    fn a_fix_that_meets_another_waits_for_the_next_round() {
        let problems = [problem(&[(1, 3, "X")]), problem(&[(0, 1, "Y"), (4, 5, "Z")]), problem(&[(4, 5, "W")])];
        assert_eq!(fixed("abcde", &problems), ("aXdW".into(), 2));
    }
}
