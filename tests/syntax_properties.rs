//! What holds of every text: the parser never panics, stays linear, and formatting never changes what a text means.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use merisier::diag::{Lang, Sink, human, json, sarif, short};
use merisier::format::format;
use merisier::source::{FileId, SourceMap};
use merisier::syntax::{self, ast};
use proptest::prelude::*;

/// Reads a text and renders what is said of it in every way; the tree is dropped too.
fn read(text: &str) -> usize {
    let mut sources = SourceMap::new();
    let file = sources.add("hostile.mcd", text);
    let mut sink = Sink::new();
    let parsed = syntax::parse(file, text, &mut sink);
    drop(parsed);
    let problems = sink.into_sorted();
    for lang in [Lang::Fr, Lang::En] {
        let shown = human::render(&sources, &problems, lang, false) + &short::render(&sources, &problems, lang);
        assert!(!shown.contains(['\u{1b}', '\0', '\u{202e}', '\u{2066}']), "a control character reaches the terminal");
        json::render(&sources, &problems, lang);
        sarif::render(&sources, &problems, lang);
    }
    for problem in &problems {
        let span = problem.primary.span.range();
        assert!(text.get(span.clone()).is_some(), "{span:?} isn't a stretch of the text");
        for edit in problem.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.span.range()).is_some(), "{:?} isn't a stretch of the text", edit.span);
        }
    }
    problems.len()
}

fn tree(text: &str) -> String {
    let mut sink = Sink::new();
    let ast::Parsed { items, .. } = syntax::parse(FileId::default(), text, &mut sink);
    assert!(!sink.has_errors(), "{:#?}\n{text}", sink.into_sorted());
    let debug = format!("{items:#?}");
    debug.lines().filter(|line| !line.trim_start().starts_with("span: ")).collect::<Vec<_>>().join("\n")
}

/// Words, signs and scraps that the language gives a meaning to.
fn soup() -> impl Strategy<Value = String> {
    let scraps = prop::sample::select(vec![
        "entity",
        "relation",
        "type",
        "crm",
        "role",
        "form",
        "list",
        "source",
        "synonym",
        "fd",
        "include",
        "constraint",
        "Client",
        "nom",
        "text(10)",
        "enum",
        "{",
        "}",
        "(",
        ")",
        ",",
        ";",
        "\n",
        "\n    ",
        ":",
        "=",
        "==",
        "<>",
        "->",
        "\"a\"",
        "\"",
        "`",
        "`a`",
        "0,n",
        "(1,1)",
        "n,1",
        "1:n",
        "…",
        "+9",
        "required",
        "identifier",
        "unique",
        "rule",
        "min",
        "max",
        "= 0,5",
        "and",
        "or",
        "not",
        "in",
        "between",
        "is",
        "empty",
        "matches",
        "-",
        "*",
        "/",
        "//",
        "///",
        "/*",
        "*/",
        "#",
        "--",
        "\r\n",
        "\u{feff}",
        "\u{202e}",
        "é",
        "30 days",
        "sum(a.b)",
        "where",
        "everything: all",
        "section",
        "columns",
        "sort",
        "<html>",
        "CREATE TABLE",
        "'",
        "«",
        "»",
        "\\q",
        "\u{0}",
        "was",
        "split from",
        "subtypes",
        "XT",
        "stored",
        "accept",
        "M3007",
        "plural",
        "&&",
        "!",
        "≥",
        ".",
    ]);
    prop::collection::vec(scraps, 0..60).prop_map(|scraps| scraps.join(" "))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé][a-z0-9_]{0,8}",
        Just("`unique`".to_owned()),
        Just("date".to_owned()),
        Just("Société".to_owned())
    ]
    .prop_filter("reserved in expressions and at the beginning of lines", |name| {
        !["and", "or", "not", "in", "is", "between", "matches", "true", "false", "rule", "fd", "unique", "enum"]
            .contains(&name.as_str())
            && !["stored", "accept", "subtypes", "min", "max", "unit", "was", "title"].contains(&name.as_str())
    })
}

fn string() -> impl Strategy<Value = String> {
    "[^\"\\\\\\p{C}\u{2028}\u{2029}]{0,10}".prop_map(|text| format!("\"{text}\""))
}

fn expr() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        name(),
        string(),
        "[0-9]{1,4}(\\.[0-9]{1,2})?",
        Just("true".to_owned()),
        Just("today()".to_owned()),
        Just("30 days".to_owned()),
        (name(), name()).prop_map(|(a, b)| format!("{a}.{b}")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let sign = prop::sample::select(vec!["+", "-", "*", "/", "and", "or", "=", "<>", "<", "<=", ">", ">="]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            inner.clone().prop_map(|a| format!("not ({a})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.clone().prop_map(|a| format!("({a}) is not empty")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("if({a}, {b},\n // why\n 1)")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) not in ({b}, 2)")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("({a}) between ({b}) and ({c})")),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    let ty = prop_oneof![
        Just("text( 10 )".to_owned()),
        Just("decimal(8 , 2)".to_owned()),
        Just("date".to_owned()),
        (name(), string()).prop_map(|(a, label)| format!("enum {{ {a} {label}, // c\n /// d\n b }}")),
        name(),
    ];
    let modifier = prop_oneof![
        Just("required".to_owned()),
        Just("unique   title".to_owned()),
        expr().prop_map(|e| format!("= ({e})")),
        expr().prop_map(|e| format!("min ({e})")),
        Just("matches \"^a$\"".to_owned()),
        Just("was Client.nom".to_owned()),
    ];
    (name(), ty, prop::option::of(string()), prop::collection::vec(modifier, 0..3)).prop_map(
        |(name, ty, label, modifiers)| format!("{name} {ty} {} {}", label.unwrap_or_default(), modifiers.join(" ")),
    )
}

fn model() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => field(),
        1 => (expr(), string()).prop_map(|(e, message)| format!("rule {e} {message}")),
        1 => (name(), name()).prop_map(|(a, b)| format!("fd {a},{b}->{a}")),
        1 => Just("// a comment".to_owned()),
        1 => Just(String::new()),
        1 => Just("… +3 text(10)".to_owned()),
    ];
    let leg = (prop::option::of(name()), name()).prop_map(|(role, entity)| match role {
        Some(role) => format!("{role} : {entity} 0,n"),
        None => format!("{entity} (1,1) \"leg\" readonly"),
    });
    let entity = (name(), prop::collection::vec(line, 0..6), "[ ]{0,3}").prop_map(|(name, lines, blanks)| {
        format!("/// doc\nentity {name} {{\n{blanks}{}\n}}\n", lines.join(&format!(" // tail\n{blanks}")))
    });
    let relation = (name(), prop::collection::vec(leg, 0..4), prop::collection::vec(field(), 0..3)).prop_map(
        |(name, legs, fields)| format!("relation {name} \"r\" {{ {}\n{}\n}}", legs.join(";"), fields.join("\n")),
    );
    prop::collection::vec(prop_oneof![entity, relation], 0..5).prop_map(|items| items.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_soup_of_tokens_is_read(text in soup()) {
        read(&text);
        if let Ok(once) = format(FileId::default(), &text) {
            prop_assert_eq!(tree(&text), tree(&once));
            prop_assert_eq!(format(FileId::default(), &once).unwrap(), once);
        }
    }

    #[test]
    fn formatting_keeps_the_meaning_and_is_stable(text in model()) {
        let once = format(FileId::default(), &text).map_err(|e| TestCaseError::fail(format!("{e:#?}\n{text}")))?;
        prop_assert_eq!(tree(&text), tree(&once));
        prop_assert_eq!(format(FileId::default(), &once).unwrap(), once);
    }
}

/// The time this thread has computed, which other work on the machine doesn't change; where the system doesn't tell it,
/// the clock's.
fn computed() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Makes a text of a size.
type Maker = fn(usize) -> String;

/// How much smaller the texts are in a build that isn't optimized, so that nobody waits for it.
const SMALLER: usize = if cfg!(debug_assertions) { 10 } else { 1 };

/// How long reading takes, at best of three.
fn time(text: &str) -> Duration {
    let once = || {
        let start = computed();
        let mut sink = Sink::new();
        drop(syntax::parse(FileId::default(), text, &mut sink));
        computed().saturating_sub(start)
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

/// Four times the text takes at most twelve times the time, whatever it is made of (with a floor under which clocks lie): quadratic
/// would be sixteen.
#[test]
fn time_is_linear_in_the_length() {
    let makers: [(&str, Maker); 16] = [
        ("names", |n| format!("entity {} {{\n    a serial identifier\n}}\n", "a".repeat(n))),
        ("one long line", |n| format!("entity A {{\n    a text(10) \"{}\"\n}}\n", "é".repeat(n / 2))),
        ("parentheses", |n| format!("entity A {{\n    rule {}\n}}\n", "(".repeat(n))),
        ("closed parentheses", |n| format!("entity A {{\n    rule {}a{}\n}}\n", "(".repeat(n / 2), ")".repeat(n / 2))),
        ("braces", |n| "{".repeat(n)),
        ("closing braces", |n| "}".repeat(n / 8)),
        ("nots", |n| format!("entity A {{\n    rule {}a\n}}\n", "not ".repeat(n / 4))),
        ("minuses", |n| format!("entity A {{\n    a integer = {}1\n}}\n", "- ".repeat(n / 2))),
        ("sums", |n| format!("entity A {{\n    a integer computed 1{}\n}}\n", " + 1".repeat(n / 4))),
        ("quotes", |n| "\"".repeat(n / 4)),
        ("backticks", |n| "`".repeat(n)),
        ("unclosed blocks", |n| "entity A {\n".repeat(n / 11)),
        ("headless lines", |n| "entity A; ".repeat(n / 10)),
        ("foreign comments", |n| "/* a".repeat(n / 4)),
        ("commas", |n| format!("entity A {{\n    unique {}\n}}\n", "a,\n".repeat(n / 3))),
        ("invisible", |n| "\u{202e}a".repeat(n / 4)),
    ];
    for (what, make) in makers {
        let (small, large) = (make(60_000 / SMALLER), make(240_000 / SMALLER));
        let (short, long) = (time(&small), time(&large));
        let floor = Duration::from_millis(40);
        assert!(long < short.max(floor) * 12, "{what}: {short:?}, then {long:?} for four times the text");
    }
}

/// The figure is printed by `cargo test --release -- --nocapture`.
#[test]
fn five_thousand_entities_are_read_in_well_under_a_second() {
    let mut text = String::new();
    for n in 0..5_000 / SMALLER {
        let _ = write!(
            text,
            "/// Entité {n}.\nentity E{n} \"Entité {n}\" plural \"Entités\" in Vente {{\n    numero  serial  identifier\n    \
             nom  text(120)  \"Le nom\" required title\n    etat  enum {{ a \"A\", b \"B\" }} = a\n    total  money  computed sum(L{n}.q * L{n}.p) / 100\n    \
             rule total >= 0 and nom is not empty \"Message\"\n}}\n\nrelation L{n} {{\n    E{n}  0,n\n    E0  1,1\n    q  integer  required min 1\n}}\n\n"
        );
    }
    let took = time(&text);
    eprintln!("{} entities and as many relations, {} kB: {took:?}", 5_000 / SMALLER, text.len() / 1000);
    let limit = if cfg!(debug_assertions) { 3_000 } else { 800 };
    assert!(took < Duration::from_millis(limit), "{took:?}");
}

#[test]
fn hostile_texts_are_read() {
    let deep = 100_000 / SMALLER;
    let long = 10_000_000 / SMALLER;
    let texts = [
        String::new(),
        "\u{feff}".to_owned(),
        "\0".repeat(1000),
        "a".repeat(long),
        format!("entity {} {{", "é".repeat(long / 2)),
        format!("entity A {{\n rule {}", "(".repeat(deep)),
        format!("entity A {{\n rule {}a{} > 0\n}}", "(".repeat(deep), ")".repeat(deep)),
        format!("entity A {{\n rule {}a > 0\n}}", "not ".repeat(deep)),
        format!("entity A {{\n a integer = {}1\n}}", "-".repeat(deep)),
        format!("entity A {{\n rule a{} > 0\n}}", " + a".repeat(deep)),
        format!("entity A {{\n rule a{}\n}}", " and a".repeat(deep)),
        format!("entity A {{\n rule {}a{}\n}}", "f(".repeat(40), ")".repeat(40)),
        "{".repeat(deep),
        "enum {".repeat(deep),
        "entity A { enum { ".repeat(deep / 10),
    ];
    for text in texts {
        read(&text);
    }
}
