//! The canonical form: what it looks like, that it is stable, and that it changes no meaning.

use merisier::diag::Sink;
use merisier::format::format;
use merisier::source::FileId;
use merisier::syntax;

/// The tree of a text without its positions.
fn tree(text: &str) -> String {
    let mut sink = Sink::new();
    let parsed = syntax::parse(FileId::default(), text, &mut sink);
    assert!(!sink.has_errors(), "{:?}\n{text}", sink.into_sorted());
    without_spans(&format!("{:#?}", parsed.items))
}

fn without_spans(debug: &str) -> String {
    debug.lines().filter(|line| !line.trim_start().starts_with("span: ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn formatting_is_stable_and_keeps_the_meaning() {
    insta::glob!("format/*.mcd", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture is a UTF-8 text");
        let once = format(FileId::default(), &text).expect("a fixture has no errors");
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "format", omit_expression => true }, {
            insta::assert_snapshot!(once);
        });
        let twice = format(FileId::default(), &once).expect("what was formatted has no errors");
        assert_eq!(once, twice, "formatting {} twice changes it", path.display());
        assert_eq!(tree(&text), tree(&once), "formatting {} changes its meaning", path.display());
        let comments = |text: &str| text.matches("//").count();
        assert_eq!(comments(&text), comments(&once), "a comment of {} is lost", path.display());
    });
}

#[test]
fn a_text_with_errors_is_not_formatted() {
    assert!(format(FileId::default(), "entity {").is_err());
}
