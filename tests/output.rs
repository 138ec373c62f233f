//! Writing a tree over what stands on disk: nothing twice, and never over what a person wrote.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use merisier::output::{OutputTree, Report, WriteError, write};

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, content) in files {
        match path.contains("custom/") {
            true => tree.created_once(*path, *content),
            false => tree.generated(*path, *content),
        }
    }
    tree
}

fn write_all(root: &Path, files: &[(&str, &str)]) -> Report {
    write(&tree(files), root).unwrap()
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// Every file under `root` with its content and the time of its last change.
fn snapshot(root: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(snapshot(&path)),
            false => {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                all.insert(path.display().to_string(), (fs::read(&path).unwrap(), modified));
            }
        }
    }
    all
}

#[test]
fn the_second_writing_of_a_tree_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let files = [("src/main.rs", "fn main() {}\n"), ("src/custom/mod.rs", "// yours\n"), ("logo.bin", "\u{1}\0")];
    let first = write_all(root.path(), &files);
    assert_eq!(first.written, ["src/main.rs", "src/custom/mod.rs", "logo.bin"]);
    let before = snapshot(root.path());
    assert_eq!(before.len(), 5, "three files, the manifest and the texts as generated");

    let second = write_all(root.path(), &files);
    assert_eq!(second, Report { unchanged: 3, ..Report::default() });
    assert_eq!(snapshot(root.path()), before, "not even a time of change moved");
}

#[test]
fn a_generated_file_that_nobody_edited_is_replaced() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a", "1"), ("b", "1")]);
    let report = write_all(root.path(), &[("a", "2"), ("b", "1")]);
    assert_eq!(report, Report { written: vec!["a".into()], unchanged: 1, ..Report::default() });
    assert_eq!(read(root.path(), "a"), "2");
}

#[test]
fn an_edited_file_is_kept_and_the_new_version_offered_beside_it() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a.rs", "1")]);
    fs::write(root.path().join("a.rs"), "mine").unwrap();

    let kept = write_all(root.path(), &[("a.rs", "1")]);
    assert_eq!(kept, Report { edited: vec!["a.rs".into()], ..Report::default() });

    let conflict = write_all(root.path(), &[("a.rs", "2")]);
    assert_eq!(conflict.conflicts, ["a.rs"]);
    let offered = read(root.path(), "a.rs.new");
    assert_eq!(read(root.path(), "a.rs"), "mine");
    assert!(offered.contains("<<<<<<<") && offered.contains("mine") && offered.contains('2'), "{offered}");

    let before = snapshot(root.path());
    assert_eq!(write_all(root.path(), &[("a.rs", "2")]).conflicts, ["a.rs"], "still waiting for the user");
    assert_eq!(snapshot(root.path()), before);
}

#[test]
fn an_edit_and_a_new_version_that_touch_different_lines_are_merged() {
    let root = tempfile::tempdir().unwrap();
    let text = |first: &str, last: &str| format!("{first}\n2\n3\n4\n5\n6\n7\n{last}\n");
    write_all(root.path(), &[("a.rs", &text("1", "8"))]);
    fs::write(root.path().join("a.rs"), text("mine", "8")).unwrap();
    let report = write_all(root.path(), &[("a.rs", &text("1", "new"))]);
    assert_eq!(report, Report { merged: vec!["a.rs".into()], ..Report::default() });
    assert_eq!(read(root.path(), "a.rs"), text("mine", "new"));
    assert!(!root.path().join("a.rs.new").exists());
    // The next version is merged from there, and the same one changes nothing.
    let before = snapshot(root.path());
    assert_eq!(write_all(root.path(), &[("a.rs", &text("1", "new"))]).edited, ["a.rs"]);
    assert_eq!(snapshot(root.path()), before);
    write_all(root.path(), &[("a.rs", &text("1", "newer"))]);
    assert_eq!(read(root.path(), "a.rs"), text("mine", "newer"));
}

#[test]
fn a_merge_that_conflicts_once_is_done_when_the_edit_makes_room() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a.rs", "1\n2\n3\n")]);
    fs::write(root.path().join("a.rs"), "mine\n2\n3\n").unwrap();
    assert_eq!(write_all(root.path(), &[("a.rs", "new\n2\n3\n")]).conflicts, ["a.rs"]);
    fs::write(root.path().join("a.rs"), "new\n2\n3\nmine\n").unwrap();
    let report = write_all(root.path(), &[("a.rs", "new\n2\n3\n")]);
    assert_eq!((report.merged, report.removed), (vec!["a.rs".to_owned()], vec!["a.rs.new".to_owned()]));
    assert_eq!(read(root.path(), "a.rs"), "new\n2\n3\nmine\n");
}

/// A root where `a` was generated as `1`, edited, then generated as `2`.
fn in_conflict() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a", "1")]);
    fs::write(root.path().join("a"), "mine").unwrap();
    assert_eq!(write_all(root.path(), &[("a", "2")]).conflicts, ["a"]);
    root
}

#[test]
fn a_conflict_is_settled_by_removing_the_offer() {
    let root = in_conflict();
    fs::remove_file(root.path().join("a.new")).unwrap();
    assert_eq!(write_all(root.path(), &[("a", "2")]).edited, ["a"]);
    assert_eq!(write_all(root.path(), &[("a", "3")]).conflicts, ["a"], "a later version is offered again");
    assert_eq!(read(root.path(), "a"), "mine");
}

#[test]
fn a_conflict_is_settled_by_taking_the_offer() {
    let root = in_conflict();
    fs::write(root.path().join("a"), "2").unwrap();
    assert_eq!(write_all(root.path(), &[("a", "2")]).removed, ["a.new"]);
    assert_eq!(write_all(root.path(), &[("a", "3")]).written, ["a"], "it follows the generator again");
}

#[test]
fn a_file_of_someone_else_in_our_folder_is_never_overwritten() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a", "1")]);
    fs::write(root.path().join("b"), "theirs").unwrap();
    fs::write(root.path().join("b.new"), "theirs too").unwrap();
    let report = write_all(root.path(), &[("a", "1"), ("b", "1")]);
    assert_eq!(report.conflicts, ["b"]);
    assert_eq!((read(root.path(), "b"), read(root.path(), "b.new")), ("theirs".into(), "theirs too".into()));
}

#[test]
fn a_file_created_once_is_never_touched_again() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("src/custom/mod.rs", "1")]);
    let edited = root.path().join("src/custom/mod.rs");
    fs::write(&edited, "mine").unwrap();
    write_all(root.path(), &[("src/custom/mod.rs", "2")]);
    assert_eq!(read(root.path(), "src/custom/mod.rs"), "mine");

    write_all(root.path(), &[("a", "1")]);
    assert_eq!(read(root.path(), "src/custom/mod.rs"), "mine", "even when the generator forgets it");

    write_all(root.path(), &[("src/custom/mod.rs", "2")]);
    fs::remove_file(&edited).unwrap();
    write_all(root.path(), &[("src/custom/mod.rs", "2")]);
    assert!(!edited.exists(), "its deletion is the user's decision too");
}

#[test]
fn untouched_orphans_go_with_their_folders_and_edited_ones_stay() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a", "1"), ("old/deep/b", "1"), ("old/c", "1")]);
    fs::write(root.path().join("old/c"), "mine").unwrap();
    let report = write_all(root.path(), &[("a", "1")]);
    assert_eq!((report.removed, report.orphans), (vec!["old/deep/b".to_owned()], vec!["old/c".to_owned()]));
    assert!(!root.path().join("old/deep").exists());
    assert_eq!(read(root.path(), "old/c"), "mine");
}

#[test]
fn a_folder_may_become_a_file() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a/b", "1")]);
    write_all(root.path(), &[("a", "1")]);
    assert_eq!(read(root.path(), "a"), "1");
}

#[test]
fn a_folder_that_is_not_ours_is_refused_untouched() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("thesis.txt"), "precious").unwrap();
    let before = snapshot(root.path());
    let refused = write(&tree(&[("a", "1")]), root.path());
    assert!(matches!(refused, Err(WriteError::NotOurs(_))), "{refused:?}");
    assert_eq!(snapshot(root.path()), before);
}

#[test]
fn nothing_is_written_when_one_path_would_leave_the_root() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("root");
    let escaped = outer.path().join("escaped");
    for path in ["../escaped", escaped.to_str().unwrap(), "a/../../escaped", ".merisier/manifest.json"] {
        let refused = write(&tree(&[("fine", "1"), (path, "1")]), &root);
        assert!(matches!(refused, Err(WriteError::OutsideRoot(_))), "{path}: {refused:?}");
        assert!(!root.join("fine").exists() && !escaped.exists());
    }
}

#[test]
fn a_manifest_that_was_tampered_with_removes_nothing_outside() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("root");
    write_all(&root, &[("a", "1")]);
    fs::write(outer.path().join("b"), "1").unwrap();
    let manifest = read(&root, ".merisier/manifest.json").replace("\"a\"", "\"../b\"");
    fs::write(root.join(".merisier/manifest.json"), manifest).unwrap();
    write_all(&root, &[("a", "1")]);
    assert!(outer.path().join("b").exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_root() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("root");
    write_all(&root, &[("a", "1")]);
    fs::create_dir(outer.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(outer.path().join("elsewhere"), root.join("src")).unwrap();
    let refused = write(&tree(&[("src/main.rs", "1")]), &root);
    assert!(matches!(refused, Err(WriteError::OutsideRoot(_))), "{refused:?}");
    assert!(!outer.path().join("elsewhere/main.rs").exists());
}

#[cfg(unix)]
#[test]
fn permissions_of_a_replaced_file_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("run.sh", "1")]);
    fs::set_permissions(root.path().join("run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    write_all(root.path(), &[("run.sh", "2")]);
    assert_eq!(fs::metadata(root.path().join("run.sh")).unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_manifest_that_cannot_be_read_stops_before_anything_is_written() {
    let root = tempfile::tempdir().unwrap();
    write_all(root.path(), &[("a", "1")]);
    fs::write(root.path().join(".merisier/manifest.json"), "{").unwrap();
    assert!(matches!(write(&tree(&[("a", "2")]), root.path()), Err(WriteError::Manifest(..))));
    assert_eq!(read(root.path(), "a"), "1");
}
