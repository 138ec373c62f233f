//! `run --watch`: built, compiled and served again at each save of the model.
//!
//! Invariant: once an application is served, one is: where the next can't be made or can't start, the one before goes on. A model that has errors
//! to begin with is waited for.

use std::path::PathBuf;
use std::{fs, io, thread};

use super::super::terminal::{Exit, Failure, Outcome, Terminal};
use super::super::{build, project};
use super::server::{self, Server};
use super::signals::Signals;
use super::watch::Watch;
use super::{Args, PAUSE, Ready, compiled, open_in_browser, serve};
use crate::say;

/// What is served, and what it is served from.
struct Served {
    server: Server,
    /// Its program is a copy: cargo replaces its own.
    ready: Ready,
}

/// Serves until we are told to stop.
pub(super) fn serve_at_each_save(args: &Args, signals: &Signals, terminal: Terminal) -> Outcome {
    let mut watch = Watch::new()?;
    watch.follow(project::open(args.path.as_deref())?.watched)?;
    let port = server::choose_port(args.port)?;
    let mut to_open = args.open;
    let mut served = None;
    while !signals.stopped() {
        served = match said(prepared(args, &mut watch, signals, terminal), signals, terminal).flatten() {
            None => {
                say_what_goes_on(served.as_ref(), signals, terminal);
                served
            }
            Some(ready) => replaced(served, ready, port, signals, terminal),
        };
        if let Some(Served { server, .. }) = served.as_ref().filter(|_| std::mem::take(&mut to_open)) {
            open_in_browser(&server.address);
        }
        while !signals.stopped() && !watch.changed() {
            thread::sleep(PAUSE);
        }
    }
    if let Some(Served { server, ready }) = served {
        server.stop(signals);
        let _ = fs::remove_file(ready.program); // a copy of ours, in a cache
    }
    Ok(Exit::Done)
}

/// The next version of the application; none when something is wrong, which was said.
fn prepared(args: &Args, watch: &mut Watch, signals: &Signals, terminal: Terminal) -> Result<Option<Ready>, Failure> {
    let project = project::open(args.path.as_deref())?;
    let built = build::build(&project, &project.app, terminal)?;
    // With errors too: the file to mend may be in a folder just included.
    watch.follow(built.folders.iter().cloned())?;
    compiled(&project, &built, args, signals, terminal)
}

/// The next version in place of the one that is served; the latter again where the next doesn't start, as when the data refuses a migration.
fn replaced(old: Option<Served>, next: Ready, port: u16, signals: &Signals, terminal: Terminal) -> Option<Served> {
    let old = old.map(|Served { server, ready }| {
        server.stop(signals);
        ready
    });
    if let Some(server) = said(serve(&next, port, signals, terminal), signals, terminal) {
        // Without a copy (a full disk), the program of cargo's serves as well, until it is replaced.
        let ready = kept(&next).unwrap_or(next);
        return Some(Served { server, ready });
    }
    let ready = old.filter(|_| !signals.stopped())?;
    let server = said(serve(&ready, port, signals, terminal), signals, terminal)?;
    let served = Some(Served { server, ready });
    say_what_goes_on(served.as_ref(), signals, terminal);
    served
}

/// Its program where cargo won't replace it. The copy takes the place of the one before, which may still be running, at once.
fn kept(ready: &Ready) -> io::Result<Ready> {
    let suffixed = |suffix: &str| {
        let mut name = ready.program.file_stem().unwrap_or_default().to_owned();
        name.push(format!("-served-{}{suffix}", std::process::id()));
        ready.program.with_file_name(name)
    };
    let (copy, program): (PathBuf, PathBuf) = (suffixed(".new"), suffixed(""));
    fs::copy(&ready.program, &copy)?;
    fs::rename(&copy, &program)?;
    Ok(Ready { program, ..ready.clone() })
}

/// What came out well; a failure is said, and doesn't end the watch.
fn said<T>(result: Result<T, Failure>, signals: &Signals, terminal: Terminal) -> Option<T> {
    match result {
        Ok(value) => return Some(value),
        Err(Failure::Refused { message, helps }) if !signals.stopped() => terminal.refuse(&message, &helps),
        Err(_) => {}
    }
    None
}

fn say_what_goes_on(served: Option<&Served>, signals: &Signals, terminal: Terminal) {
    if signals.stopped() {
        return;
    }
    terminal.talk(&match served {
        Some(Served { server: Server { address, .. }, .. }) => say!(
            fr "{address} sert toujours la version précédente ; corrigez et enregistrez",
            en "{address} still serves the previous version; mend and save"
        ),
        None => say!(
            fr "rien n'est encore servi ; corrigez et enregistrez, ou Ctrl-C pour arrêter",
            en "nothing is served yet; mend and save, or Ctrl-C to stop"
        ),
    });
}
