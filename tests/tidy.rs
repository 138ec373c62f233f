//! The house's laws, held against its files: who may import whom, where each foreign crate lives, what library code may not
//! do, and what each file must say. The laws are those of the architecture; the detectors are in `tidy/`, tested beside themselves.
//!
//! Reads files and runs nothing. A law that fails names each place as `file:line`, and what to do about it.

#![allow(unreachable_pub, clippy::panic, reason = "the detectors are modules of this one test")]

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/rust.rs"]
mod rust;
#[path = "tidy/texts.rs"]
mod texts;
#[path = "tidy/walls.rs"]
mod walls;

use files::{Finding, Source, sources};

/// Fails with every finding, one a line, and what to do about them.
fn hold(law: &str, next: &str, findings: &[Finding]) {
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{law}\n\n{}\n\n{next}\n", list.join("\n"));
}

fn findings(folders: &[&str], detect: impl Fn(&Source) -> Vec<Finding>) -> Vec<Finding> {
    let sources: Vec<Source> = folders.iter().flat_map(|folder| sources(folder, "rs")).collect();
    assert!(!sources.is_empty(), "no Rust file in {folders:?}: this law is held against nothing");
    sources.iter().flat_map(detect).collect()
}

#[test]
fn imports_go_one_way() {
    let macros = walls::macros_by_room(&sources("src", "rs"));
    hold(
        "A room imports only the rooms below it.",
        "Move what is shared into the lower room, or pass it as an argument. The table is in tests/tidy/walls.rs.",
        &findings(&["src"], |source| walls::imports_out_of_order(source, &macros)),
    );
}

#[test]
fn each_foreign_crate_stays_in_its_room() {
    hold(
        "A foreign crate is known to its own rooms only, so that it can be replaced there.",
        "Call the room that owns the crate. The owners are in tests/tidy/walls.rs.",
        &findings(&["src"], walls::foreign_crates_abroad),
    );
}

#[test]
fn library_code_never_panics() {
    hold(
        "Library code returns a diagnostic or an error, whatever it is given.",
        "Use `?`, `let … else`, `get`, a default, or `internal!` for what only a bug of ours can cause.",
        &findings(&["src"], rust::ways_to_panic),
    );
}

#[test]
fn nothing_is_unsafe() {
    hold(
        "No code of ours is `unsafe`.",
        "Use a well-kept library that does it, or a helper process.",
        &findings(&["src", "tests"], rust::unsafe_code),
    );
}

#[test]
fn each_file_opens_with_what_it_does() {
    hold(
        "A file's first line is `//!`: what it does, what it does not, the invariant it keeps.",
        "Write it for someone who opens the file for the first time.",
        &findings(&["src", "tests"], texts::opens_without_doc),
    );
}

#[test]
fn a_long_file_says_why() {
    hold(
        "A file of more than 600 lines says why, in a line `// tidy: long because …`.",
        "Better: split it by the jobs it does.",
        &findings(&["src", "tests"], texts::long_without_reason),
    );
}

#[test]
fn each_dependency_says_what_it_is_for() {
    let manifest = Source::read("Cargo.toml");
    assert!(texts::dependencies(&manifest.text).count() > 10, "Cargo.toml's dependencies were not found");
    hold(
        "Each dependency has a comment on its line: what it is for.",
        "Write it, and check that the crate is alive and that nothing we have does the same.",
        &texts::dependencies_without_comment(&manifest),
    );
}

#[test]
fn links_lead_somewhere() {
    let pages: Vec<Source> = files::root_pages();
    assert!(!pages.is_empty(), "no Markdown page at the root");
    hold(
        "A link of a page at the root leads to a file that exists.",
        "Mend the link, or write what it promises.",
        &pages.iter().flat_map(texts::broken_links).collect::<Vec<_>>(),
    );
}
