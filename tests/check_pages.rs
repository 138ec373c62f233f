//! The examples of the checks' explanations: the wrong one raises exactly its code, the right one nothing, and a fix mends what it promises.

use merisier::check;
use merisier::diag::{Diagnostic, Kind};
use merisier::driver::{Checked, check_texts};

fn block<'a>(page: &'a str, heading: &str) -> &'a str {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
    section.split("```mcd\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default()
}

fn judge(text: &str) -> Checked {
    check_texts(&[("example.mcd", text)])
}

fn told(checked: &Checked) -> String {
    let line = |diagnostic: &Diagnostic| {
        let at = checked.sources.start(diagnostic.primary.span);
        format!("{} {}:{} {}\n", diagnostic.kind.code, at.line, at.column, diagnostic.message.en)
    };
    checked.diagnostics.iter().map(line).collect()
}

fn codes(checked: &Checked) -> Vec<&str> {
    let mut codes: Vec<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.kind.code).collect();
    codes.dedup();
    codes
}

fn failures(judge_page: impl Fn(&Kind) -> Option<String>) -> String {
    check::kinds()
        .filter_map(|kind| Some(format!("{}: {}", kind.code, judge_page(kind)?)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn wrong_examples_raise_their_code_and_nothing_else() {
    let failures = failures(|kind| {
        let checked = judge(block(kind.page, "Wrong"));
        (codes(&checked) != [kind.code]).then(|| told(&checked))
    });
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn right_examples_raise_nothing() {
    let failures = failures(|kind| {
        let text = block(kind.page, "Right");
        let checked = judge(text);
        (text.is_empty() || !checked.diagnostics.is_empty()).then(|| told(&checked))
    });
    assert!(failures.is_empty(), "{failures}");
}

fn apply(text: &str, diagnostic: &Diagnostic) -> Option<String> {
    let mut edits = diagnostic.fix.as_ref()?.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut fixed = text.to_owned();
    for edit in edits {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    Some(fixed)
}

#[test]
fn fixes_mend_what_they_promise() {
    let failures = failures(|kind| {
        let text = block(kind.page, "Wrong");
        let checked = judge(text);
        let fixed = apply(text, checked.diagnostics.first()?)?;
        let again = judge(&fixed);
        (!again.diagnostics.is_empty()).then(|| format!("{}\n{fixed}", told(&again)))
    });
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn codes_are_given_once() {
    let mut all: Vec<&str> = check::kinds().map(|kind| kind.code).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}
