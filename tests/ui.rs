//! Every fixture of `tests/ui/` with what is said of it, in both languages.

use merisier::diag::{Diagnostic, Lang, Sink, human, short, summary};
use merisier::driver::check_texts;
use merisier::source::SourceMap;
use merisier::syntax;

/// The parser's problems of a text, as people and as editors read them.
fn report(name: &str, text: &str) -> String {
    let mut sources = SourceMap::new();
    let file = sources.add(name, text);
    let mut sink = Sink::new();
    syntax::parse(file, text, &mut sink);
    said(&sources, &sink.into_sorted())
}

/// The problems of a whole model.
fn report_model(name: &str, text: &str) -> String {
    let checked = check_texts(&[(name, text)]);
    said(&checked.sources, &checked.diagnostics)
}

fn said(sources: &SourceMap, problems: &[Diagnostic]) -> String {
    let section = |title: &str, body: String| format!("── {title} ──\n{body}\n");
    [
        section("short, fr", short::render(sources, problems, Lang::Fr)),
        section("short, en", short::render(sources, problems, Lang::En)),
        section("fr", human::render(sources, problems, Lang::Fr, false) + &summary::render(problems, Lang::Fr)),
        section("en", human::render(sources, problems, Lang::En, false) + &summary::render(problems, Lang::En)),
    ]
    .concat()
}

#[test]
fn syntax_problems_are_said_in_both_languages() {
    insta::glob!("ui/syntax/*.mcd", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture is a UTF-8 text");
        let name = path.file_name().expect("a fixture has a name").to_string_lossy();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "ui/syntax", omit_expression => true }, {
            insta::assert_snapshot!(report(&name, &text));
        });
    });
}

#[test]
fn model_problems_are_said_in_both_languages() {
    insta::glob!("ui/mcd/*.mcd", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture is a UTF-8 text");
        let name = path.file_name().expect("a fixture has a name").to_string_lossy();
        let report = report_model(&name, &text);
        let code = name.split('_').next().filter(|code| code.starts_with('M'));
        assert!(
            code.is_none_or(|code| report.contains(&format!("[{code}]"))),
            "{name} doesn't raise its code:\n{report}"
        );
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "ui/mcd", omit_expression => true }, {
            insta::assert_snapshot!(report);
        });
    });
}

/// Applying a fix of the parser takes its problem away.
#[test]
fn each_fix_of_the_parser_mends_its_problem() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/syntax");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures are there").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mcd"));
    paths.sort();
    let problems = |name: &str, text: &str| {
        let mut sources = SourceMap::new();
        let file = sources.add(name, text);
        let mut sink = Sink::new();
        syntax::parse(file, text, &mut sink);
        sink.into_sorted()
    };
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a fixture is a UTF-8 text");
        let name = path.file_name().expect("a fixture has a name").to_string_lossy();
        let before = problems(&name, &text);
        for problem in &before {
            let Some(fix) = &problem.fix else { continue };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
            let mut fixed = text.clone();
            edits.iter().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.text));
            let after = problems(&name, &fixed);
            // What an unclosed string or the first of several comments hid is told once it is mended, elsewhere.
            let place = |other: &Diagnostic| (other.kind.code, other.primary.span.start);
            let stays = after.iter().any(|other| place(other) == place(problem));
            assert!(!stays, "{name}: {}\n{fixed}", problem.message.en);
        }
    }
}
