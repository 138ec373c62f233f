//! What Merisier wrote last time: the hash of each file as it was generated, so that an edit by hand is seen.
//!
//! A manifest comes from disk and may have been tampered with: paths in it that aren't safe are dropped on reading.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk;
use super::error::WriteError;
use super::path::{MANIFEST, is_safe};
use super::tree::Policy;

/// The SHA-256 of a content, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hash(String);

impl Hash {
    pub(super) fn of(content: &[u8]) -> Self {
        Hash(Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The content that Merisier wrote, or that the user took over as their base.
    pub(super) pristine: Hash,
    /// Present for a file that is the user's since its creation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) created_once: bool,
    /// The new version of an edited file that waits for the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offered: Option<Hash>,
    /// What was written beside the edited file, where it isn't that version itself: a merge with marks of conflicts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) beside: Option<Hash>,
}

impl Entry {
    pub(super) fn new(pristine: Hash, policy: Policy) -> Self {
        Entry { pristine, created_once: policy == Policy::CreatedOnce, offered: None, beside: None }
    }

    pub(super) fn policy(&self) -> Policy {
        if self.created_once { Policy::CreatedOnce } else { Policy::Generated }
    }
}

/// All files that Merisier wrote under a root, sorted by path, so that a change of order in the tree changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    pub(super) files: BTreeMap<String, Entry>,
}

impl Manifest {
    pub(super) fn new() -> Self {
        Manifest { version: 1, files: BTreeMap::new() }
    }

    /// The manifest of `root`; an empty one where there is none.
    pub(super) fn read(root: &Path) -> Result<Self, WriteError> {
        let path = root.join(MANIFEST);
        let Some(content) = disk::read(&path)? else { return Ok(Self::new()) };
        let mut manifest: Manifest =
            serde_json::from_slice(&content).map_err(|error| WriteError::Manifest(path.clone(), error.to_string()))?;
        if manifest.version != 1 {
            return Err(WriteError::Manifest(path, format!("version {} is not known", manifest.version)));
        }
        manifest.files.retain(|path, _| is_safe(path));
        Ok(manifest)
    }

    /// As it stands on disk.
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default() // strings and booleans: can't fail
    }
}
