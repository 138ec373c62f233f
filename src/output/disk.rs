//! Reading, replacing and removing one file. The only place of this room that touches the disk.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::WriteError;

/// The content of a file; none when it isn't there.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if is_no_file(&error) => Ok(None),
        Err(error) => Err(WriteError::Io(path.to_owned(), error)),
    }
}

/// Nothing by that name, or a folder, or a file where a folder should be: whether it may be replaced is seen when it is.
fn is_no_file(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

/// Puts `content` at `path` in one step: a reader sees the old file or the new one, never half of it. Folders are made
/// where absent; permissions of the old file are kept.
///
/// # Errors
/// The system's refusal.
pub fn replace(path: &Path, content: &[u8]) -> Result<(), WriteError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
    let temporary = temporary_beside(path);
    let written = write_new(&temporary, content)
        .and_then(|()| keep_permissions(path, &temporary))
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary); // what failed is reported; the leftover is only tidied
    }
    written.map_err(WriteError::io(path))
}

/// Moves a file that is written to its place, in one step; permissions of the file that was there are kept.
pub(super) fn put(from: &Path, to: &Path) -> Result<(), WriteError> {
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
    keep_permissions(to, from).and_then(|()| fs::rename(from, to)).map_err(WriteError::io(to))
}

fn temporary_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = match fs::File::create_new(path) {
        // left by a run that was killed and had the same process number
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            fs::File::create_new(path)?
        }
        file => file?,
    };
    file.write_all(content)
}

fn keep_permissions(from: &Path, to: &Path) -> io::Result<()> {
    match fs::metadata(from) {
        Ok(metadata) if metadata.is_file() => fs::set_permissions(to, metadata.permissions()),
        _ => Ok(()),
    }
}

/// Removes a file, and the folders that it leaves empty, up to `root`.
pub(super) fn remove(root: &Path, path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(WriteError::Io(path.to_owned(), error)),
        _ => {}
    }
    let parents = path.ancestors().skip(1).take_while(|folder| *folder != root);
    for folder in parents {
        if fs::remove_dir(folder).is_err() {
            break; // not empty
        }
    }
    Ok(())
}

/// Whether `path`, once links are followed, lies under `root`, which exists. What doesn't exist yet leads nowhere.
pub(super) fn stays_under(root: &Path, path: &Path) -> bool {
    let Ok(root_itself) = root.canonicalize() else { return false };
    let nearest = path.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
    nearest.is_some_and(|folder| folder.starts_with(&root_itself))
}

/// Whether the folder has nothing in it, or isn't there.
pub(super) fn is_empty(folder: &Path) -> Result<bool, WriteError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WriteError::Io(folder.to_owned(), error)),
    }
}
