//! The explanation of every code: its headings, both languages, and its examples, of which the wrong one raises exactly its code, the
//! right one nothing, and a fix mends what it promises.

use merisier::diag::{Diagnostic, Kind};
use merisier::driver::{Checked, check_texts};
use merisier::{check, driver, mcd};

fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
    rest.split("\n## ").next().unwrap_or_default()
}

fn block<'a>(page: &'a str, heading: &str) -> &'a str {
    let section = section(page, heading);
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

/// The parser's pages are judged with the rest as soon as they are written.
fn kinds() -> impl Iterator<Item = &'static Kind> {
    mcd::KINDS.iter().chain(driver::KINDS).copied().chain(check::kinds())
}

fn failures(judge_page: impl Fn(&Kind) -> Option<String>) -> String {
    kinds().filter_map(|kind| Some(format!("{}: {}", kind.code, judge_page(kind)?))).collect::<Vec<_>>().join("\n")
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

const HEADINGS: [&str; 5] = ["English", "Français", "Wrong", "Right", "Source"];

#[test]
fn pages_have_their_headings_in_both_languages() {
    let failures = failures(|kind| {
        let mut lines = kind.page.lines();
        let title = lines.next().unwrap_or_default();
        let titles = title.strip_prefix(&format!("# {} ", kind.code)).and_then(|title| title.split_once(" / "));
        if titles.is_none() {
            return Some(format!("the title is `{title}`"));
        }
        let headings: Vec<&str> = lines.filter_map(|line| line.strip_prefix("## ")).collect();
        if headings != HEADINGS {
            return Some(format!("the headings are {headings:?}"));
        }
        let empty = HEADINGS.iter().find(|heading| section(kind.page, heading).trim().len() < 10);
        empty.map(|heading| format!("nothing is said under {heading}"))
    });
    assert!(failures.is_empty(), "{failures}");
}
