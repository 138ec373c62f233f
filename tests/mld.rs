//! The relational model and its SQL, as text: one snapshot a case of `tests/cases` and a stage.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use merisier::diag::{Lang, Sink};
use merisier::mcd::{self, Mcd};
use merisier::mld::{self, Mld, Options};
use merisier::source::SourceMap;
use merisier::sql::{self, Dialect, Schema};
use merisier::syntax;

fn resolve(text: &str) -> Mcd {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("model.mcd", text);
    let parsed = syntax::parse(file, text, &mut sink);
    let mcd = mcd::resolve(&[parsed], &sources, &mut sink);
    assert!(!sink.has_errors(), "{:#?}", sink.into_sorted());
    mcd
}

fn snapshot(case: &str, stage: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("cases");
    settings.bind(|| insta::assert_snapshot!(format!("{case}.{stage}"), text));
}

fn lower(text: &str) -> (Mcd, Mld) {
    let mcd = resolve(text);
    let mld = mld::lower(&mcd, Options::default());
    (mcd, mld)
}

#[test]
fn each_case_passes_as_recorded() {
    let cases = [
        ("legs", include_str!("cases/legs.mcd")),
        ("subtypes", include_str!("cases/subtypes.mcd")),
        ("constraints", include_str!("cases/constraints.mcd")),
    ];
    for (case, text) in cases {
        let (mcd, mld) = lower(text);
        snapshot(case, "mld", &mld::explain::summary(&mcd, &mld));
        snapshot(case, "explain.fr", &mld::explain::explain(&mcd, &mld, Lang::Fr));
        snapshot(case, "explain.en", &mld::explain::explain(&mcd, &mld, Lang::En));
        for dialect in Dialect::ALL {
            let statements = sql::create_script(Schema { mcd: &mcd, mld: &mld }, dialect);
            snapshot(case, dialect.name(), &sql::script(&statements, dialect));
        }
    }
}

#[test]
fn the_page_and_the_json_hold_every_table_and_escape_what_they_are_given() {
    let (mcd, mld) =
        lower("entity A \"<script>\" { code text(10) \"a<b & 'c'\" identifier; rule length(code) > 2 \"</td><b>\" }");
    let page = mld::to_html(&mcd, &mld, Lang::Fr);
    assert!(!page.contains("<script>") && !page.contains("</td><b>"), "{page}");
    let json = mld::to_json(&mcd, &mld, Lang::En);
    assert_eq!(json["tables"][0]["name"], "a");
    assert_eq!(json["tables"][0]["logical"]["attributes"][0]["name"], "code");
}

#[test]
fn every_reference_is_led_by_an_index() {
    for text in [include_str!("cases/legs.mcd"), include_str!("cases/subtypes.mcd"), include_str!("cases/espocrm.mcd")]
    {
        let (_, mld) = lower(text);
        for table in &mld.tables {
            for key in &table.foreign_keys {
                let indexes = table.indexes.iter().map(|index| &index.columns).chain([&table.primary_key]);
                let mut led = indexes.chain(table.uniques.iter().map(|unique| &unique.columns));
                let is_led = led.any(|columns| columns.starts_with(&key.columns) || key.columns.starts_with(columns));
                assert!(is_led, "{}", key.name);
            }
        }
    }
}

/// Entities in a chain of references, every tenth pair linked by a relation of its own.
fn synthetic(count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        writeln!(text, "entity E{at} {{ code text(20) identifier; nom text(80) required title; prix money min 0; debut date; fin date; rule fin >= debut \"m\" }}").unwrap();
        if at > 0 {
            writeln!(text, "relation R{at} {{ E{at} 1,1; E{} 0,n }}", at - 1).unwrap();
        }
        if at % 10 == 1 {
            writeln!(text, "relation L{at} {{ E{at} 1,n; E{} 0,n; quantite integer }}", at - 1).unwrap();
        }
    }
    text
}

fn time_of(count: usize) -> Duration {
    let mcd = resolve(&synthetic(count));
    let start = Instant::now();
    let mld = mld::lower(&mcd, Options::default());
    for dialect in Dialect::ALL {
        let statements = sql::create_script(Schema { mcd: &mcd, mld: &mld }, dialect);
        assert!(statements.len() >= count);
    }
    start.elapsed()
}

#[test]
fn time_grows_with_the_model_and_no_faster() {
    let (small, large) = (time_of(500), time_of(5_000));
    println!("500: {small:?}, 5,000: {large:?}");
    assert!(large < small * 40, "500: {small:?}, 5,000: {large:?}");
}
