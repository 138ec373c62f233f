//! Writes a tree over what stands on disk, and says what it did.
//!
//! Everything is read and decided before anything is written. Invariant: writing the same tree twice writes nothing the
//! second time, not even the manifest.

use std::path::Path;

use super::decide::{Decision, decide};
use super::disk;
use super::error::WriteError;
use super::manifest::{Entry, Hash, Manifest};
use super::path::{MANIFEST, is_safe};
use super::tree::{OutputFile, OutputTree, Policy};

/// What a writing did, paths in the order of the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Created or replaced.
    pub written: Vec<String>,
    /// No longer generated, and removed.
    pub removed: Vec<String>,
    /// Edited by hand, and the generator has another version: it stands beside as `file.new`.
    pub conflicts: Vec<String>,
    /// Edited by hand, and kept.
    pub edited: Vec<String>,
    /// No longer generated, but edited by hand: kept.
    pub orphans: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
}

impl Report {
    /// Whether the disk was changed.
    pub fn changed_anything(&self) -> bool {
        !self.written.is_empty() || !self.removed.is_empty()
    }
}

/// What is to be done, decided and not yet done.
#[derive(Debug, Default)]
struct Plan<'a> {
    writes: Vec<(String, &'a [u8])>,
    removals: Vec<String>,
    manifest: Manifest,
    report: Report,
}

/// Whether Merisier may write in `root`: it isn't there, is empty, or was written by Merisier.
///
/// # Errors
/// When the folder can't be listed.
pub fn is_ours(root: &Path) -> Result<bool, WriteError> {
    Ok(disk::is_empty(root)? || root.join(MANIFEST).is_file())
}

/// Writes `tree` under `root`, which is created where absent.
///
/// # Errors
/// A folder that isn't Merisier's, a path that leaves it, a manifest that can't be read, or the system's refusal.
pub fn write(tree: &OutputTree, root: &Path) -> Result<Report, WriteError> {
    if !is_ours(root)? {
        return Err(WriteError::NotOurs(root.to_owned()));
    }
    std::fs::create_dir_all(root).map_err(WriteError::io(root))?;
    let before = Manifest::read(root)?;
    let mut plan = Plan { manifest: Manifest::new(), ..Plan::default() };
    for (path, file) in tree.iter() {
        plan_file(&mut plan, root, path, file, before.files.get(path))?;
    }
    for (path, entry) in before.files.iter().filter(|(path, _)| tree.get(path).is_none()) {
        plan_orphan(&mut plan, root, path, entry)?;
    }
    carry_out(plan, root, &before)
}

fn plan_file<'a>(
    plan: &mut Plan<'a>,
    root: &Path,
    path: &str,
    file: &'a OutputFile,
    known: Option<&Entry>,
) -> Result<(), WriteError> {
    let new = Hash::of(&file.content);
    let on_disk = hash_on_disk(root, path)?;
    let beside = beside(path);
    let may_have_offer =
        known.is_some_and(|known| known.offered.is_some()) || on_disk.as_ref().is_some_and(|disk| *disk != new);
    let offer = if may_have_offer { hash_on_disk(root, &beside)? } else { None };
    let decision = decide(file.policy, &new, known, on_disk.as_ref(), offer.as_ref());
    let entry = entry_after(decision, file.policy, &new, known, on_disk);
    match decision {
        Decision::Write => plan.writes.push((path.to_owned(), &file.content)),
        Decision::Same | Decision::Leave => plan.report.unchanged += 1,
        Decision::KeepEdit | Decision::Settled => plan.report.edited.push(path.to_owned()),
        Decision::Offer => plan.report.conflicts.push(path.to_owned()),
    }
    let untouched_offer = offer.is_some() && offer.as_ref() == known.and_then(|known| known.offered.as_ref());
    match decision {
        Decision::Offer if offer.is_none() || (untouched_offer && offer.as_ref() != Some(&new)) => {
            plan.writes.push((beside, &file.content));
        }
        Decision::Offer => {}
        _ if untouched_offer => plan.removals.push(beside),
        _ => {}
    }
    plan.manifest.files.insert(path.to_owned(), entry);
    Ok(())
}

/// What is remembered of a file once the decision is carried out.
fn entry_after(decision: Decision, policy: Policy, new: &Hash, known: Option<&Entry>, disk: Option<Hash>) -> Entry {
    let base = || known.map(|known| known.pristine.clone());
    match decision {
        Decision::Write | Decision::Same | Decision::Settled => Entry::new(new.clone(), policy),
        Decision::Leave => Entry::new(base().or(disk).unwrap_or_else(|| new.clone()), policy),
        Decision::KeepEdit => Entry::new(base().unwrap_or_else(|| new.clone()), policy),
        // A file that was never ours has no base: the empty content, so that it always counts as edited.
        Decision::Offer => {
            Entry { offered: Some(new.clone()), ..Entry::new(base().unwrap_or_else(|| Hash::of(b"")), policy) }
        }
    }
}

fn plan_orphan(plan: &mut Plan<'_>, root: &Path, path: &str, entry: &Entry) -> Result<(), WriteError> {
    if let Some(offered) = &entry.offered
        && hash_on_disk(root, &beside(path))?.as_ref() == Some(offered)
    {
        plan.removals.push(beside(path));
    }
    match hash_on_disk(root, path)? {
        _ if entry.policy() == Policy::CreatedOnce => {}
        None => {}
        Some(disk) if disk == entry.pristine => plan.removals.push(path.to_owned()),
        Some(_) => {
            plan.report.orphans.push(path.to_owned());
            plan.manifest.files.insert(path.to_owned(), Entry { offered: None, ..entry.clone() });
        }
    }
    Ok(())
}

fn carry_out(plan: Plan<'_>, root: &Path, before: &Manifest) -> Result<Report, WriteError> {
    let Plan { writes, removals, manifest, mut report } = plan;
    // Removals first: what was a folder may become a file.
    for path in removals {
        disk::remove(root, &root.join(&path))?;
        report.removed.push(path);
    }
    for (path, content) in writes {
        disk::replace(&root.join(&path), content)?;
        report.written.push(path);
    }
    let text = manifest.to_text();
    if text != before.to_text() || !root.join(MANIFEST).is_file() {
        disk::replace(&root.join(MANIFEST), text.as_bytes())?;
    }
    Ok(report)
}

/// Where the new version of an edited file is offered.
fn beside(path: &str) -> String {
    format!("{path}.new")
}

fn hash_on_disk(root: &Path, path: &str) -> Result<Option<Hash>, WriteError> {
    let full = root.join(path);
    if !is_safe(path) || !disk::stays_under(root, &full) {
        return Err(WriteError::OutsideRoot(path.to_owned()));
    }
    Ok(disk::read(&full)?.map(|content| Hash::of(&content)))
}
