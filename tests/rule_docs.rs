//! The explanation of every code: its headings, both languages, and its examples, of which the wrong one raises exactly its code, the
//! right one nothing, and a fix mends what it promises. Syntax pages are held against the parser alone, the others against the whole check,
//! those on data against it and the rows of their example.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a folder that can't be written must stop the test

use merisier::codes;
use merisier::diag::{Diagnostic, Kind, Lang, Sink};
use merisier::driver::check_texts;
use merisier::inventory;
use merisier::inventory::dependencies::{Found, discover};
use merisier::inventory::judge::Data;
use merisier::inventory::profile::profile;
use merisier::inventory::read::{Limits, read_path};
use merisier::migrate::{Answers, Side, Way, difference, initial, not_an_answer, plan, read_model};
use merisier::mld::{self, Keys, Options};
use merisier::source::SourceMap;
use merisier::sql::{Dialect, Schema};
use merisier::syntax;

fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
    rest.split("\n## ").next().unwrap_or_default()
}

fn block<'a>(page: &'a str, heading: &str) -> &'a str {
    let section = section(page, heading);
    section.split("```mcd\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default()
}

/// A text with what is said of it.
struct Judged {
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

/// Of a change: the model before, the model after, the answers.
fn judge_change(section: &str) -> Judged {
    let blocks = |fence: &str| -> Vec<&str> {
        section.split(fence).skip(1).filter_map(|rest| rest.split("```").next()).collect()
    };
    let models = blocks("```mcd\n");
    assert_eq!(models.len(), 2, "a change has a model before and one after: {section}");
    let model = |at: usize| models.get(at).copied().unwrap_or_default();
    let (before, after) = (model(0), model(1));
    let (before, after) = (check_texts(&[("before.mcd", before)]), check_texts(&[("after.mcd", after)]));
    let (answers, unread) = Answers::read(blocks("```text\n").first().copied().unwrap_or_default());
    let (old, new) =
        (Side { mcd: &before.mcd, sources: &before.sources }, Side { mcd: &after.mcd, sources: &after.sources });
    let mut diagnostics: Vec<Diagnostic> = unread.into_iter().map(|(_, what)| not_an_answer(what)).collect();
    if diagnostics.is_empty() {
        diagnostics = difference(old, new, &answers).problems;
    }
    diagnostics.extend(before.diagnostics);
    diagnostics.extend(after.diagnostics);
    Judged { sources: after.sources, diagnostics }
}

/// A guard against a defect of our own: no model brings it about.
const LAST_GUARD: &str = "M7107";

/// Of a change and the rows that are there: what the migration is refused for, there and, where rows were made since, back.
fn judge_migration(kind: &Kind, section: &str) -> Judged {
    let mut judged = judge_change(section);
    let blocks = |fence: &str| -> Vec<&str> {
        section.split(fence).skip(1).filter_map(|rest| rest.split("```").next()).collect()
    };
    let (models, rows) = (blocks("```mcd\n"), blocks("```sql\n"));
    let (answers, _) = Answers::read(blocks("```text\n").first().copied().unwrap_or_default());
    let (old, _) = read_model(models[0], None, Options { keys: Keys::Integer });
    let after = check_texts(&[("after.mcd", models[1])]);
    let keys = if blocks("```yaml\n").contains(&"keys: uuid\n") { Keys::Uuid } else { Keys::Integer };
    let tables = mld::lower(&after.mcd, Options { keys });
    let side = Side { mcd: &after.mcd, sources: &after.sources };
    let plan = plan(&old, side, &tables, &answers, Way { dialect: Dialect::Sqlite, number: "0002", lang: Lang::En });
    let first = initial(Schema { mcd: &old.mcd, mld: &old.mld }, Dialect::Sqlite);
    let database = rusqlite::Connection::open_in_memory().unwrap();
    database.execute_batch(&first.up).unwrap();
    let run = |script: &str| database.execute_batch(&format!("BEGIN;\n{script}\nCOMMIT;"));
    run(rows[0]).unwrap();
    let there = plan.steps.iter().try_for_each(|step| run(&step.up));
    let outcome = match (there, rows.get(1)) {
        (Ok(()), Some(since)) => {
            run(since).unwrap();
            plan.steps.iter().rev().try_for_each(|step| run(&step.down))
        }
        (outcome, _) => outcome,
    };
    if let Err(refusal) = outcome {
        let refusal = refusal.to_string();
        assert!(refusal.contains(kind.code), "{}: {refusal}", kind.code);
        judged.diagnostics.push(Diagnostic::new(
            codes::all().find(|other| other.code == kind.code).unwrap(),
            merisier::source::Span::default(),
            merisier::diag::Text::same(refusal),
        ));
    }
    judged
}

/// Of a model and a file: what the model is told, then what its rows are.
fn judge_by_rows(kind: &Kind, heading: &str) -> Judged {
    let file = section(kind.page, heading).split("```csv ").nth(1).unwrap_or_default();
    let (name, rest) = file.split_once('\n').unwrap_or_default();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), rest.split("```").next().unwrap_or_default()).unwrap();
    let tables = read_path(folder.path(), &Limits::default()).tables;
    let profile = profile(&tables);
    let found: Vec<Found> =
        tables.iter().zip(&profile.fields).map(|(table, fields)| discover(table, fields, None, |_, _| ())).collect();
    let mut checked = check_texts(&[("example.mcd", block(kind.page, heading))]);
    let data = Data { tables: &tables, found: &found, verdicts: &[] };
    checked.diagnostics.extend(inventory::judge::judge(&checked.mcd, data));
    Judged { sources: checked.sources, diagnostics: checked.diagnostics }
}

fn judge_section(kind: &Kind, heading: &str) -> Judged {
    match kind.code.get(..3) {
        Some("M55") => judge_by_rows(kind, heading),
        Some("M71") => judge_migration(kind, section(kind.page, heading)),
        _ if kind.code.starts_with("M7") => judge_change(section(kind.page, heading)),
        _ => judge(kind, block(kind.page, heading)),
    }
}

fn judge(kind: &Kind, text: &str) -> Judged {
    if !is_syntax(kind) {
        let checked = check_texts(&[("example.mcd", text)]);
        return Judged { sources: checked.sources, diagnostics: checked.diagnostics };
    }
    let mut sources = SourceMap::new();
    let file = sources.add("example.mcd", text);
    let mut sink = Sink::new();
    syntax::parse(file, text, &mut sink);
    Judged { sources, diagnostics: sink.into_sorted() }
}

fn is_syntax(kind: &Kind) -> bool {
    kind.code.starts_with("M1")
}

fn told(judged: &Judged) -> String {
    let line = |diagnostic: &Diagnostic| {
        let at = judged.sources.start(diagnostic.primary.span);
        format!("{} {}:{} {}\n", diagnostic.kind.code, at.line, at.column, diagnostic.message.en)
    };
    judged.diagnostics.iter().map(line).collect()
}

fn said(judged: &Judged) -> Vec<&str> {
    let mut said: Vec<&str> = judged.diagnostics.iter().map(|diagnostic| diagnostic.kind.code).collect();
    said.dedup();
    said
}

fn failures(judge_page: impl Fn(&Kind) -> Option<String>) -> String {
    codes::all().filter_map(|kind| Some(format!("{}: {}", kind.code, judge_page(kind)?))).collect::<Vec<_>>().join("\n")
}

#[test]
fn wrong_examples_raise_their_code_and_nothing_else() {
    let failures = failures(|kind| {
        let checked = judge_section(kind, "Wrong");
        let expected: &[&str] = if kind.code == LAST_GUARD { &[] } else { &[kind.code] };
        (said(&checked) != expected).then(|| told(&checked))
    });
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn right_examples_raise_nothing() {
    let failures = failures(|kind| {
        let text = block(kind.page, "Right");
        let checked = judge_section(kind, "Right");
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
        if kind.code.starts_with("M7") {
            return None;
        }
        let text = block(kind.page, "Wrong");
        let checked = judge(kind, text);
        let mut fixed = apply(text, checked.diagnostics.first()?)?;
        // A syntax example may hold several mistakes of its kind, each with its own fix.
        for _ in 1..if is_syntax(kind) { checked.diagnostics.len() } else { 1 } {
            fixed = judge(kind, &fixed).diagnostics.first().and_then(|next| apply(&fixed, next)).unwrap_or(fixed);
        }
        let again = judge(kind, &fixed);
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
