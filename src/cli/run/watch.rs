//! Tells when the model was saved. Folders are watched and not files: editors replace files rather than write them.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::project::SETTINGS_FILE;
use super::super::terminal::Failure;
use crate::say;

/// Folders under watch.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    changes: Receiver<()>,
    folders: Vec<PathBuf>,
}

/// A save is several events; it is over when nothing came for this long.
const QUIET: Duration = Duration::from_millis(150);

impl Watch {
    /// Watches nothing yet.
    pub(super) fn new() -> Result<Self, Failure> {
        let (sender, changes) = channel();
        let on_event = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| concerns_model(&event)) {
                let _ = sender.send(()); // nobody waits any more: the run is ending
            }
        };
        let watcher = notify::recommended_watcher(on_event).map_err(|error| cannot_watch(&error))?;
        Ok(Watch { watcher, changes, folders: Vec::new() })
    }

    /// Watches these folders too.
    pub(super) fn follow(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> Result<(), Failure> {
        for folder in folders {
            if !self.folders.contains(&folder) {
                self.watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| cannot_watch(&error))?;
                self.folders.push(folder);
            }
        }
        Ok(())
    }

    /// Whether the model was saved since the last call; waits until the saving is over.
    pub(super) fn changed(&self) -> bool {
        let changed = self.changes.try_recv().is_ok();
        while changed && self.changes.recv_timeout(QUIET).is_ok() {}
        changed
    }
}

fn concerns_model(event: &Event) -> bool {
    let is_model = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "mcd")
            || path.file_name() == Some(Path::new(SETTINGS_FILE).as_os_str())
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_model)
}

fn cannot_watch(error: &notify::Error) -> Failure {
    Failure::new(say!(fr "le modèle ne peut pas être surveillé : {error}", en "the model can't be watched: {error}"))
        .help(say!(fr "lancez sans --watch", en "run without --watch"))
}
