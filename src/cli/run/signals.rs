//! Ctrl-C and termination: passed on to the programs we started, so that nothing is left running behind us.

use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::terminal::Failure;
use crate::diag::Text;

/// Whether we were asked to stop, and who is to be told.
#[derive(Clone, Default)]
pub(super) struct Signals {
    stopped: Arc<AtomicBool>,
    children: Arc<Mutex<Vec<u32>>>,
}

/// How long a program may take to stop in good order.
const GRACE: Duration = Duration::from_secs(5);

impl Signals {
    /// Takes over the process's signals; once a process.
    pub(super) fn install() -> Result<Self, Failure> {
        let signals = Signals::default();
        let handler = signals.clone();
        let on_signal = move || {
            handler.stopped.store(true, Ordering::SeqCst);
            let children = handler.children.lock().unwrap_or_else(PoisonError::into_inner);
            children.iter().copied().for_each(terminate);
        };
        ctrlc::set_handler(on_signal).map_err(|error| Failure::new(Text::same(error.to_string())))?;
        Ok(signals)
    }

    /// Whether Ctrl-C was pressed, or the process asked to end.
    pub(super) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// From now on the child is told as well.
    pub(super) fn adopt(&self, child: &Child) {
        self.children.lock().unwrap_or_else(PoisonError::into_inner).push(child.id());
    }

    /// The child is gone: its number may be another's soon.
    pub(super) fn release(&self, child: &Child) {
        self.children.lock().unwrap_or_else(PoisonError::into_inner).retain(|id| *id != child.id());
    }

    /// Asks the child to stop, waits, and ends it if it doesn't.
    pub(super) fn end(&self, child: &mut Child) {
        if matches!(child.try_wait(), Ok(None)) {
            terminate(child.id());
        }
        let asked = Instant::now();
        while matches!(child.try_wait(), Ok(None)) {
            if asked.elapsed() > GRACE {
                let _ = child.kill();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.release(child);
    }
}

#[cfg(unix)]
fn terminate(id: u32) {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    if let Ok(id) = i32::try_from(id) {
        let _ = kill(Pid::from_raw(id), Signal::SIGTERM); // gone already: nothing to stop
    }
}

/// Elsewhere the console tells every program by itself, and `end` does the rest.
#[cfg(not(unix))]
fn terminate(_id: u32) {}
