//! What `check --fix` makes of a model is one that can be built: tables, scripts for each engine, an application.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking, in its helpers too")]

use std::fs;
use std::path::Path;

use merisier::app::{Options, generate};
use merisier::diag::Lang;
use merisier::driver::{apply_fixes, check_texts};
use merisier::inventory::group::{Judging, draft, groups, stacked, sweep};
use merisier::inventory::profile::profile;
use merisier::inventory::read::{Limits, read_path};
use merisier::mld::{self, lower};
use merisier::sql::{Dialect, Schema, create_script};

/// A text once every fix is applied, round after round, and how many were.
fn mended(text: &str) -> (String, usize) {
    let (mut now, mut applied) = (text.to_owned(), 0);
    for _ in 0..20 {
        let checked = check_texts(&[("model.mcd", &now)]);
        let round = apply_fixes(&checked.sources, &checked.diagnostics);
        applied += round.applied;
        let Some((_, text)) = round.texts.into_iter().next() else { break };
        now = text;
    }
    (now, applied)
}

/// Builds it for each engine.
fn builds(text: &str) {
    let checked = check_texts(&[("model.mcd", text)]);
    assert!(checked.passes(), "{:?}\n{text}", checked.diagnostics);
    let mld = lower(&checked.mcd, mld::Options::default());
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb] {
        assert!(!create_script(Schema { mcd: &checked.mcd, mld: &mld }, dialect).is_empty(), "{text}");
        let tree = generate(&checked.mcd, &mld, &Options { database: dialect });
        assert!(tree.is_ok(), "{:?}\n{text}", tree.err());
    }
}

#[test]
fn the_models_of_the_rules_on_normal_forms_are_built_once_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/check");
    let models = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let is_on_forms = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("M53") && name.ends_with(".mcd")
    };
    let mut count = 0;
    for path in models.filter(is_on_forms) {
        let text = fs::read_to_string(&path).unwrap();
        if !check_texts(&[("model.mcd", &text)]).passes() {
            continue;
        }
        let (now, applied) = mended(&text);
        count += usize::from(applied > 0);
        builds(&now);
    }
    assert!(count >= 3, "{count}");
}

/// The draft of a firm's files, to which the consultant adds what the business says: the places of the fields follow.
#[test]
fn a_draft_of_files_is_built_once_mended() {
    let mut lines = vec!["code_client;nom_client;cp;ville".to_owned()];
    lines.extend((0..40).map(|row| format!("C{row:03};Client {row};{};Ville {}", 10_000 + row % 7, row % 7)));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clients.csv"), lines.join("\n")).unwrap();
    let tables = stacked(read_path(folder.path(), &Limits::default()).tables);
    let profile = profile(&tables);
    let found = groups(&tables, &profile, Judging::default(), |_| ());
    let steps = sweep(&tables, &profile, &[], &found);
    let text = draft(&tables, &profile, &found, &steps, "essai", Lang::Fr);
    builds(&text);
    let (now, applied) = mended(&text.replacen("\n}\n\nsource", "\n\n    fd cp -> ville\n}\n\nsource", 1));
    assert_eq!(applied, 1, "{now}");
    assert!(now.contains("\"cp\"           = Cp.cp") && now.contains("\"ville\"        = Cp.ville"), "{now}");
    builds(&now);
    let checked = check_texts(&[("model.mcd", &now)]);
    let staged = merisier::inventory::stage::stage(&checked.mcd, &tables);
    let counts: Vec<(&str, usize)> =
        staged.iter().map(|records| (records.name.as_str(), records.lines.len())).collect();
    assert_eq!(counts, [("cp", 7), ("client", 40)]);
}
