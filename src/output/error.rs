//! Why a tree can't be written.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a tree can't be written. Whatever was already written is whole: each file is replaced in one step.
#[derive(Debug)]
pub enum WriteError {
    /// The folder holds files and none of them is known to come from Merisier.
    NotOurs(PathBuf),
    /// The path would leave the root, by its own words or through a link on disk.
    OutsideRoot(String),
    /// `.merisier/manifest.json` can't be understood.
    Manifest(PathBuf, String),
    /// The system refused.
    Io(PathBuf, std::io::Error),
}

impl WriteError {
    /// Names the file that the system refused.
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> WriteError {
        move |error| WriteError::Io(path.to_owned(), error)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotOurs(root) => write!(f, "{}: not empty, and not written by Merisier", root.display()),
            WriteError::OutsideRoot(path) => write!(f, "{path}: leads out of the folder"),
            WriteError::Manifest(path, reason) => write!(f, "{}: {reason}", path.display()),
            WriteError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {}
