//! Writes many files as one: killed at any moment, the next run finds the old tree or finishes the new one.
//!
//! New contents are first written aside, then a journal says where each goes: from then on the new tree is decided, and whoever
//! comes next carries the journal out. Invariant: without a journal nothing of the tree has changed.

use std::borrow::Cow;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk;
use super::error::WriteError;
use super::path::{JOURNAL, MANIFEST, NEXT, PRISTINE, is_safe};

#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    removals: Vec<String>,
    /// Each goes from `next/N`, by its place in this list.
    writes: Vec<String>,
}

/// Removes and writes, all or nothing.
pub(super) fn carry_out(
    root: &Path,
    removals: &[String],
    writes: &[(String, Cow<'_, [u8]>)],
) -> Result<(), WriteError> {
    if removals.is_empty() && writes.is_empty() {
        return Ok(());
    }
    for (at, (_, content)) in writes.iter().enumerate() {
        disk::replace(&aside(root, at), content)?;
    }
    let journal =
        Journal { removals: removals.to_vec(), writes: writes.iter().map(|(path, _)| path.clone()).collect() };
    let text = serde_json::to_string(&journal).unwrap_or_default(); // lists of strings: can't fail
    disk::replace(&root.join(JOURNAL), text.as_bytes())?;
    follow(root, &journal)
}

/// Finishes what a run that was killed had decided, and tidies what it had not.
pub(super) fn recover(root: &Path) -> Result<(), WriteError> {
    let path = root.join(JOURNAL);
    if let Some(content) = disk::read(&path)? {
        let journal: Journal =
            serde_json::from_slice(&content).map_err(|error| WriteError::Manifest(path, error.to_string()))?;
        return follow(root, &journal);
    }
    forget(root)
}

fn aside(root: &Path, at: usize) -> std::path::PathBuf {
    root.join(NEXT).join(at.to_string())
}

fn follow(root: &Path, journal: &Journal) -> Result<(), WriteError> {
    // Removals first: what was a folder may become a file.
    for path in &journal.removals {
        disk::remove(root, &checked(root, path)?)?;
    }
    for (at, path) in journal.writes.iter().enumerate() {
        let from = aside(root, at);
        // What isn't there any more has been put in its place.
        if from.is_file() {
            disk::put(&from, &checked(root, path)?)?;
        }
    }
    let path = root.join(JOURNAL);
    fs::remove_file(&path).map_err(WriteError::io(&path))?;
    forget(root)
}

/// A journal comes from disk, and may have been tampered with.
fn checked(root: &Path, path: &str) -> Result<std::path::PathBuf, WriteError> {
    let full = root.join(path);
    let is_ours = is_safe(path) || path == MANIFEST || path == PRISTINE;
    if is_ours && disk::stays_under(root, &full) { Ok(full) } else { Err(WriteError::OutsideRoot(path.to_owned())) }
}

fn forget(root: &Path) -> Result<(), WriteError> {
    let next = root.join(NEXT);
    match fs::remove_dir_all(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::Io(next, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_killed_is_finished_once_decided_and_forgotten_before() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a"), "old").unwrap();
        // killed before the journal
        disk::replace(&aside(root, 0), b"new").unwrap();
        recover(root).unwrap();
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "old");
        assert!(!root.join(NEXT).exists());
        // killed after it, one of two files in its place
        disk::replace(&aside(root, 1), b"second").unwrap();
        fs::write(root.join("a"), "new").unwrap();
        let journal = Journal { removals: vec!["gone".into()], writes: vec!["a".into(), "b/c".into()] };
        fs::write(root.join("gone"), "").unwrap();
        disk::replace(&root.join(JOURNAL), serde_json::to_string(&journal).unwrap().as_bytes()).unwrap();
        recover(root).unwrap();
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "new");
        assert_eq!(fs::read_to_string(root.join("b/c")).unwrap(), "second");
        assert!(!root.join("gone").exists() && !root.join(JOURNAL).exists());
    }

    #[test]
    fn a_journal_that_leads_out_of_the_root_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal { removals: vec!["../a".into()], writes: Vec::new() };
        let text = serde_json::to_string(&journal).unwrap();
        disk::replace(&folder.path().join(JOURNAL), text.as_bytes()).unwrap();
        assert!(matches!(recover(folder.path()), Err(WriteError::OutsideRoot(_))));
    }
}
