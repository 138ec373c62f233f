//! Every fixture of `tests/ui/check/` with what the checks say of it, in both languages, and what its fixes make of it.

#![allow(clippy::expect_used)] // a fixture that can't be read must stop the test

use std::fmt::Write as _;

use merisier::check::has_form;
use merisier::diag::{Diagnostic, Lang};
use merisier::driver::{Checked, check_texts};
use merisier::mcd::Type;

fn place(checked: &Checked, span: merisier::source::Span) -> String {
    let at = checked.sources.start(span);
    let text = checked.sources.text(span).lines().next().unwrap_or_default();
    format!("{}:{} `{text}`", at.line, at.column)
}

fn tell(checked: &Checked, diagnostic: &Diagnostic, lang: Lang) -> String {
    let mut out = format!(
        "{} {:?} {}\n    {}\n",
        diagnostic.kind.code,
        diagnostic.kind.severity,
        place(checked, diagnostic.primary.span),
        diagnostic.message.get(lang),
    );
    for related in &diagnostic.related {
        let text = related.text.as_ref().map(|text| text.get(lang)).unwrap_or_default();
        let _ = writeln!(out, "    | {} {text}", place(checked, related.span));
    }
    for help in &diagnostic.helps {
        let _ = writeln!(out, "    = {}", help.get(lang));
    }
    if let Some(fix) = &diagnostic.fix {
        let _ = writeln!(out, "    ~ {}", fix.title.get(lang));
    }
    out
}

fn report(name: &str, text: &str) -> String {
    let checked = check_texts(&[(name, text)]);
    let section = |title: &str, lang| {
        let told = checked.diagnostics.iter().map(|diagnostic| tell(&checked, diagnostic, lang));
        format!("── {title} ──\n{}", told.collect::<String>())
    };
    section("fr", Lang::Fr) + &section("en", Lang::En)
}

#[test]
fn problems_are_said_in_both_languages() {
    insta::glob!("ui/check/*.mcd", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture is a UTF-8 text");
        let name = path.file_name().expect("a fixture has a name").to_string_lossy();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "ui/check", omit_expression => true }, {
            insta::assert_snapshot!(report(&name, &text));
        });
    });
}

/// The code that a fixture is named after is among those it raises.
#[test]
fn fixtures_raise_the_code_they_are_named_after() {
    for (name, text) in fixtures() {
        let code = name.split('_').next().unwrap_or_default().to_uppercase();
        let checked = check_texts(&[(&name, &text)]);
        if code.starts_with('M') {
            assert!(checked.diagnostics.iter().any(|found| found.kind.code == code), "{name} doesn't raise {code}");
        }
    }
}

fn fixtures() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/check");
    let entries = std::fs::read_dir(folder).expect("the fixtures are there").flatten();
    let models = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "mcd"));
    let read = |path| std::fs::read_to_string(path).expect("a fixture is a UTF-8 text");
    models.map(|entry| (entry.file_name().to_string_lossy().into_owned(), read(entry.path()))).collect()
}

/// Applying a fix takes its problem away and breaks no line of the text.
#[test]
fn each_fix_mends_its_problem() {
    let mut tried = 0;
    for (name, text) in fixtures() {
        let before = check_texts(&[(&name, &text)]);
        for diagnostic in before.diagnostics.iter().filter(|found| found.fix.is_some()) {
            let mut edits = diagnostic.fix.as_ref().map(|fix| fix.edits.clone()).unwrap_or_default();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            let mut fixed = text.clone();
            edits.iter().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.text));
            let after = check_texts(&[(&name, &fixed)]);
            let count = |checked: &Checked, wanted: &dyn Fn(&str) -> bool| {
                checked.diagnostics.iter().filter(|found| wanted(found.kind.code)).count()
            };
            let same = |code: &str| code == diagnostic.kind.code;
            let unread = |code: &str| code.starts_with("M1") || code.starts_with("M2");
            let context = format!("{name}: {:?}\n{fixed}", diagnostic.fix);
            assert!(count(&after, &same) < count(&before, &same), "not mended: {context}");
            assert!(count(&after, &unread) <= count(&before, &unread), "broken: {context}");
            tried += 1;
        }
    }
    assert!(tried > 5, "fixes were tried");
}

/// The compiler takes the countries and the languages that the application takes.
#[test]
fn countries_and_languages_are_those_of_the_application() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/src/core/lists.rs");
    let text = std::fs::read_to_string(path).expect("the application has its lists");
    let countries: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    (\"")?.get(..2)).collect();
    let languages =
        text.split("LANGUAGES: &str = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let letters = || ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
    for code in letters() {
        let capitals = code.to_uppercase();
        assert_eq!(has_form(&Type::Country, &capitals), countries.contains(&capitals.as_str()), "{capitals}");
        assert_eq!(has_form(&Type::Language, &code), languages.split(' ').any(|known| known == code), "{code}");
    }
}

/// The models of the house and of its examples state dependencies and keep normal forms, or say why not.
#[test]
fn no_example_is_blamed_for_its_normal_forms() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for model in ["artisan/artisan.mcd", "cabinet/cabinet.mcd", "espocrm/espocrm.mcd", "training/training.mcd"] {
        let text = std::fs::read_to_string(root.join(model)).expect("an example is a UTF-8 text");
        let people = std::fs::read_to_string(root.join("training/people.mcd")).expect("an example is a UTF-8 text");
        let checked = check_texts(&[(model, &text), ("people.mcd", &people)]);
        let blamed = checked.diagnostics.iter().filter(|found| found.kind.code.starts_with("M53"));
        assert_eq!(blamed.map(|found| found.message.en.as_str()).collect::<Vec<_>>(), Vec::<&str>::new(), "{model}");
    }
}

/// Applying every fix, round after round, leaves nothing of normal forms but what no fix was offered for, and no new problem.
#[test]
fn fixes_of_normal_forms_lead_to_a_model_that_passes() {
    let text = "entity Client {\n    numero serial identifier\n    nom text(80) required title\n    code_postal postal_code\n    \
                ville text(80)\n    region text(80)\n    tel1 phone\n    tel2 phone\n\n    fd code_postal -> ville\n    fd ville -> region\n}\n\n\
                entity Session {\n    cours text(10) identifier\n    rang integer identifier\n    intitule text(80) title\n    salle text(10)\n    \
                places integer\n\n    fd cours -> intitule\n    fd salle -> places\n}\n\nrelation Suivre {\n    Client 0,n\n    Session 0,n\n    \
                note integer\n    surnom text(20)\n\n    fd Client -> surnom\n}\n\nentity Jour {\n    date date identifier\n    ferie boolean\n}\n\n\
                relation Suivi {\n    Client 0,n\n    Session 0,n\n    Jour 0,n\n    heures integer\n    prix money\n\n    \
                fd Client, Session -> prix\n}\n\nrelation Loger {\n    Client 0,n\n    Session 0,n\n    Jour 1,n\n    nuits integer\n\n    \
                fd Client -> Jour\n}\n";
    let (now, applied) = fixed(text);
    let checked = check_texts(&[("model.mcd", &now)]);
    let left = checked.diagnostics.iter().filter(|found| found.kind.severity != merisier::diag::Severity::Hint);
    assert_eq!(left.map(|found| found.message.en.as_str()).collect::<Vec<_>>(), Vec::<&str>::new(), "{now}");
    assert_eq!((applied, checked.mcd.entities().count()), (8, 8), "{now}");
    let formatted = formatted(&now);
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "ui/check", omit_expression => true }, {
        insta::assert_snapshot!("a_model_whose_normal_forms_were_fixed", formatted);
    });
}

/// A text once every fix is applied, round after round, and how many were.
fn fixed(text: &str) -> (String, usize) {
    let (mut now, mut applied) = (text.to_owned(), 0);
    for _ in 0..20 {
        let checked = check_texts(&[("model.mcd", &now)]);
        let round = merisier::driver::apply_fixes(&checked.sources, &checked.diagnostics);
        applied += round.applied;
        let Some((_, text)) = round.texts.into_iter().next() else { break };
        now = text;
    }
    (now, applied)
}

fn formatted(text: &str) -> String {
    merisier::format::format(merisier::source::FileId::default(), text).expect("a fixed model can be formatted")
}

/// What a fix makes of a model is what the migrations of the same name carry out with data, on three engines: nothing is lost.
#[test]
fn fixes_of_normal_forms_are_the_changes_that_migrations_carry_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrations");
    let cases = std::fs::read_dir(folder).expect("the cases are there").flatten().map(|entry| entry.path());
    let mut cases: Vec<_> = cases.filter(|path| path.to_string_lossy().contains("_fix_of_")).collect();
    cases.sort();
    assert!(cases.len() >= 5, "{cases:?}");
    for case in cases {
        let read = |name| std::fs::read_to_string(case.join(name)).expect("a case is two UTF-8 texts");
        let (now, _) = fixed(&read("before.mcd"));
        assert_eq!(formatted(&now), read("after.mcd"), "{}", case.display());
    }
}

/// The entity of a set of dependencies: its first key identifies it, the others are unique, all fields are texts.
fn entity_of(case: &serde_json::Value) -> String {
    let names = |value: &serde_json::Value| -> Vec<String> {
        serde_json::from_value(value.clone()).expect("a set of attributes is a list of names")
    };
    let keys: Vec<Vec<String>> = case["candidate_keys"].as_array().into_iter().flatten().map(names).collect();
    let key = keys.first().cloned().unwrap_or_default();
    let mut text = String::from("entity Fait {\n");
    for name in names(&case["attributes"]) {
        let identifier = if key.contains(&name) { " identifier" } else { " required" };
        let _ = writeln!(text, "    f_{} text(80){identifier}", name.to_lowercase());
    }
    let listed = |names: Vec<String>| {
        names.iter().map(|name| format!("f_{}", name.to_lowercase())).collect::<Vec<_>>().join(", ")
    };
    for other in keys.into_iter().skip(1) {
        let _ = writeln!(text, "    unique {}", listed(other));
    }
    let lines = |sort: &str, arrow: &'static str| {
        let lines = case[sort].as_array().cloned().unwrap_or_default();
        lines.into_iter().map(move |line| {
            let [left, right]: [Vec<String>; 2] =
                serde_json::from_value(line).expect("a dependency is two sets of attributes");
            (left, arrow, right)
        })
    };
    for (left, arrow, right) in lines("fds", "->").chain(lines("mvds", "->>")) {
        let right: Vec<String> = right.into_iter().filter(|name| !left.contains(name)).collect();
        if !left.is_empty() && !right.is_empty() {
            let _ = writeln!(text, "    fd {} {arrow} {}", listed(left), listed(right));
        }
    }
    text + "}\n"
}

/// The models of the textbooks, as one entity each: once their fixes are applied, what still breaks a normal form says why it stays.
#[test]
fn fixes_lead_the_textbooks_models_to_their_normal_forms() {
    let (mut broken, mut mended, mut unexplained) = (0, 0, Vec::new());
    for file in ["textbook", "random"] {
        let path = format!("tests/cases/normal_forms/{file}.json");
        let text = std::fs::read_to_string(path).expect("the oracles are there");
        let value: serde_json::Value = serde_json::from_str(&text).expect("the oracles are JSON");
        for case in value.get("cases").unwrap_or(&value).as_array().into_iter().flatten() {
            let before = entity_of(case);
            let problems = |text: &str| {
                let mut found = check_texts(&[("model.mcd", text)]).diagnostics;
                found.retain(|found| found.kind.severity != merisier::diag::Severity::Hint);
                found
            };
            let of_forms = |found: &[Diagnostic]| found.iter().all(|found| found.kind.code.starts_with("M53"));
            let found = problems(&before);
            if found.is_empty() || !of_forms(&found) {
                continue;
            }
            let now = fixed(&before).0;
            let left = problems(&now);
            assert!(of_forms(&left), "another problem: {now}");
            let says = |found: &Diagnostic, words: &str| found.helps.iter().any(|help| help.en.contains(words));
            let told = |found: &Diagnostic| says(found, "no longer be checked") || says(found, "by hand");
            broken += 1;
            mended += usize::from(left.is_empty());
            unexplained.extend((!left.iter().all(told)).then(|| format!("{}\n{now}", case["id"])));
        }
    }
    println!("{mended} of {broken} mended, {} neither mended nor explained", unexplained.len());
    assert!(mended >= 140 && unexplained.is_empty(), "{}", unexplained.join("\n"));
}
