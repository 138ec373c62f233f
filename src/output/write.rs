//! Writes a tree over what stands on disk, and says what it did.
//!
//! Everything is read and decided before anything is written. Invariant: writing the same tree twice writes nothing the
//! second time, not even the manifest.

use std::borrow::Cow;
use std::path::Path;

use super::decide::{Decision, decide};
use super::disk;
use super::error::WriteError;
use super::journal;
use super::manifest::{Entry, Hash, Manifest};
use super::path::{MANIFEST, PRISTINE, is_safe};
use super::pristine::{self, Pristine};
use super::tree::{OutputFile, OutputTree, Policy};

/// What a writing did, paths in the order of the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Created or replaced.
    pub written: Vec<String>,
    /// No longer generated, and removed.
    pub removed: Vec<String>,
    /// Edited by hand, and the generator had another version: both are in the file now.
    pub merged: Vec<String>,
    /// Edited by hand where the generator has another version: the two stand beside as `file.new`, with marks.
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
        !self.written.is_empty() || !self.removed.is_empty() || !self.merged.is_empty()
    }
}

/// What is to be done, decided and not yet done.
#[derive(Debug, Default)]
struct Plan<'a> {
    writes: Vec<(String, Cow<'a, [u8]>)>,
    removals: Vec<String>,
    manifest: Manifest,
    pristine: Pristine,
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
    journal::recover(root)?;
    let before = Manifest::read(root)?;
    let bases = pristine::read(root)?;
    let mut plan = Plan { manifest: Manifest::new(), ..Plan::default() };
    for (path, file) in tree.iter() {
        plan_file(&mut plan, root, path, file, before.files.get(path), bases.get(path))?;
    }
    for (path, entry) in before.files.iter().filter(|(path, _)| tree.get(path).is_none()) {
        plan_orphan(&mut plan, root, path, entry)?;
        if plan.manifest.files.contains_key(path) {
            plan.pristine.extend(bases.get(path).map(|base| (path.clone(), base.clone())));
        }
    }
    carry_out(plan, root, &before)
}

fn plan_file<'a>(
    plan: &mut Plan<'a>,
    root: &Path,
    path: &str,
    file: &'a OutputFile,
    known: Option<&Entry>,
    base: Option<&String>,
) -> Result<(), WriteError> {
    let new = Hash::of(&file.content);
    let on_disk = hash_on_disk(root, path)?;
    let beside = beside(path);
    let may_have_offer =
        known.is_some_and(|known| known.offered.is_some()) || on_disk.as_ref().is_some_and(|disk| *disk != new);
    let offer = if may_have_offer { hash_on_disk(root, &beside)? } else { None };
    let decision = decide(file.policy, &new, known, on_disk.as_ref(), offer.as_ref());
    // A base that isn't the one of the manifest would merge what nobody wrote.
    let base = base.filter(|base| known.is_some_and(|known| known.pristine == Hash::of(base.as_bytes())));
    let merged = if decision == Decision::Offer { merge(root, path, file, base)? } else { Merged::Not };
    let mut entry = entry_after(decision, file.policy, &new, known, on_disk);
    let was_beside = known.and_then(|known| known.beside.as_ref().or(known.offered.as_ref()));
    let untouched_offer = offer.is_some() && offer.as_ref() == was_beside;
    let mut kept_base = base.filter(|_| decision == Decision::Offer).cloned();
    match (decision, merged) {
        (Decision::Write, _) => plan.writes.push((path.to_owned(), Cow::Borrowed(&file.content))),
        (Decision::Same | Decision::Leave, _) => plan.report.unchanged += 1,
        (Decision::KeepEdit | Decision::Settled, _) => plan.report.edited.push(path.to_owned()),
        (Decision::Offer, Merged::Clean(text)) => {
            plan.writes.push((path.to_owned(), Cow::Owned(text.into_bytes())));
            plan.report.merged.push(path.to_owned());
            entry = Entry::new(new, file.policy);
            kept_base = None;
        }
        (Decision::Offer, merged) => {
            let content = match merged {
                Merged::Conflict(text) => Cow::Owned(text.into_bytes()),
                _ => Cow::Borrowed(file.content.as_slice()),
            };
            let hash = Hash::of(&content);
            if offer.is_none() || (untouched_offer && offer.as_ref() != Some(&hash)) {
                plan.writes.push((beside, content));
            }
            entry.beside = Some(hash).filter(|hash| *hash != new);
            plan.report.conflicts.push(path.to_owned());
            plan.remember(path, file, kept_base, entry);
            return Ok(());
        }
    }
    if untouched_offer {
        plan.removals.push(beside);
    }
    plan.remember(path, file, kept_base, entry);
    Ok(())
}

impl Plan<'_> {
    /// Keeps the base of the next merge: the new content, but for a file whose edit still waits.
    fn remember(&mut self, path: &str, file: &OutputFile, base: Option<String>, entry: Entry) {
        let text = base.or_else(|| String::from_utf8(file.content.clone()).ok());
        let waits =
            entry.offered.is_some() && entry.pristine != Hash::of(text.as_deref().unwrap_or_default().as_bytes());
        if file.policy == Policy::Generated && !waits {
            self.pristine.extend(text.map(|text| (path.to_owned(), text)));
        }
        self.manifest.files.insert(path.to_owned(), entry);
    }
}

/// What came of a merge.
enum Merged {
    /// No base, or no text.
    Not,
    /// The edit and the new version, together.
    Clean(String),
    /// The same, with marks where they differ on one place.
    Conflict(String),
}

/// The user's version and the new one, from what both come from.
fn merge(root: &Path, path: &str, file: &OutputFile, base: Option<&String>) -> Result<Merged, WriteError> {
    let (Some(base), Ok(new)) = (base, std::str::from_utf8(&file.content)) else { return Ok(Merged::Not) };
    let Some(edited) = disk::read(&root.join(path))?.and_then(|content| String::from_utf8(content).ok()) else {
        return Ok(Merged::Not);
    };
    Ok(match diffy::merge(base, &edited, new) {
        Ok(text) => Merged::Clean(text),
        Err(text) => Merged::Conflict(text),
    })
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
    let Plan { mut writes, removals, manifest, pristine, mut report } = plan;
    report.removed.clone_from(&removals);
    report.written = writes.iter().map(|(path, _)| path.clone()).filter(|path| !report.merged.contains(path)).collect();
    let text = manifest.to_text();
    if text != before.to_text() || !root.join(MANIFEST).is_file() || !root.join(PRISTINE).is_file() {
        writes.push((PRISTINE.to_owned(), Cow::Owned(pristine::packed(&pristine))));
        writes.push((MANIFEST.to_owned(), Cow::Owned(text.into_bytes())));
    }
    journal::carry_out(root, &removals, &writes)?;
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
