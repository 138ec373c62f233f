//! The applications committed under `generated/` are what today's compiler makes of their models, byte for byte, and nothing else.
//!
//! After a change of templates or compiler, regenerate them: `MERISIER_BLESS=1 cargo test --test generated`. They are compiled, linted and
//! tested by `scripts/test`, not here.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use merisier::app::{Options, generate_illustrated};
use merisier::diagram::positions::Positions;
use merisier::driver::{check_texts, picture};
use merisier::output::{OutputTree, write};
use merisier::sql::Dialect;

/// Each with its model and where its boxes are; all on SQLite.
const APPLICATIONS: &[(&str, &str, &str)] = &[(
    "artisan",
    include_str!("../examples/artisan/artisan.mcd"),
    include_str!("../examples/artisan/model.layout.json"),
)];

/// What cargo and Merisier keep beside what is generated.
const KEPT: &[&str] = &["Cargo.lock", ".merisier/manifest.json", ".merisier/pristine.gz"];

/// What was written by hand: an example of an application's own code, compiled, linted and tested with the rest.
const OWN: &[&str] = &["src/custom/", "templates/custom/", "tests/custom.rs"];

#[test]
fn committed_applications_are_what_the_compiler_makes() {
    for (name, model, layout) in APPLICATIONS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated").join(name);
        let tree = tree(model, layout);
        if std::env::var_os("MERISIER_BLESS").is_some() {
            write(&tree, &folder).unwrap();
        }
        let mut there = BTreeSet::new();
        files(&folder, &folder, &mut there);
        let expected: BTreeSet<String> = tree.iter().map(|(path, _)| path.to_owned()).collect();
        let orphans: Vec<&String> =
            there.difference(&expected).filter(|path| !KEPT.contains(&path.as_str()) && !is_own(path)).collect();
        assert!(orphans.is_empty(), "generated/{name} holds files that nothing generates: {orphans:?}");
        let stale: Vec<&str> = tree
            .iter()
            .filter(|(path, _)| !is_own(path))
            .filter(|(path, file)| fs::read(folder.join(path)).ok().as_ref() != Some(&file.content))
            .map(|(path, _)| path)
            .collect();
        assert!(
            stale.is_empty(),
            "generated/{name} is not up to date: run MERISIER_BLESS=1 cargo test --test generated\n{stale:#?}"
        );
    }
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    for (name, model, layout) in APPLICATIONS {
        assert_eq!(tree(model, layout), tree(model, layout), "{name}");
    }
}

#[test]
fn the_label_of_a_leg_titles_the_list_of_those_that_refer() {
    let model = r#"
entity Client { numero serial identifier; nom text(80) required title }
entity Projet { numero serial identifier; objet text(80) required title }
relation Commander { Client 0,n "Client final"; Projet 1,1 "Chantiers en cours" }
relation Conseiller { conseil: Client 0,n; Projet 0,1 }
"#;
    let tree = tree(model, "");
    let (_, file) = tree.iter().find(|(path, _)| *path == "src/entities/projet.rs").unwrap();
    let text = String::from_utf8_lossy(&file.content);
    let related: Vec<&str> = text.split("related: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(related, ["Chantiers en cours", "Projets (Conseiller)"]);
}

fn tree(model: &str, layout: &str) -> OutputTree {
    let checked = check_texts(&[("model.mcd", model)]);
    assert!(checked.passes(), "{:#?}", checked.diagnostics);
    let mld = merisier::mld::lower(&checked.mcd, merisier::mld::Options::default());
    let diagram = picture(&checked.mcd, Positions::read(layout).of("mcd"));
    generate_illustrated(&checked.mcd, &mld, &Options { database: Dialect::Sqlite }, diagram).unwrap()
}

fn is_own(path: &str) -> bool {
    OWN.iter().any(|own| path.starts_with(own))
}

/// Paths of all files, relative, with `/`; what cargo builds in place is nobody's.
fn files(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            files(root, &path, found);
        } else if path.is_file() {
            let parts = path.strip_prefix(root).unwrap().components();
            found.insert(parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
        }
    }
}
