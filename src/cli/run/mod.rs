//! `merisier run`: from a model to a page in the browser. Check, build, compile, serve. What `--watch` adds is in `again.rs`.

mod again;
mod cargo;
mod import;
mod server;
mod signals;
mod watch;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::build::{Built, Ending};
use super::progress::Phase;
use super::project::Project;
use super::terminal::{BOLD, Exit, Failure, Outcome, PLAIN, Terminal};
use super::{build, project};
use crate::say;
use cargo::Compiled;
use server::Server;
use signals::Signals;

/// Build the application, compile it, fill it with demo data and serve it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier run examples/artisan --open\nmerisier run examples/artisan --watch --port 9000\nmerisier run crm --import sales/"
)]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// The port to listen on; 8080 if it is free, unless given
    #[arg(long)]
    port: Option<u16>,
    /// Build and serve again at each save of the model
    #[arg(long)]
    watch: bool,
    /// Open the application in the browser
    #[arg(long)]
    open: bool,
    /// The CSV and XLSX files to begin with, or their folder, in place of demo data; the model's sources say what is what
    #[arg(long, value_name = "DIR")]
    import: Option<PathBuf>,
}

/// A compiled application.
#[derive(Clone)]
struct Ready {
    program: PathBuf,
    app: PathBuf,
    /// The first records, where they are not to be demo data.
    records: Option<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let signals = Signals::install()?;
    if args.watch {
        return again::serve_at_each_save(args, &signals, terminal);
    }
    let project = project::open(args.path.as_deref())?;
    let built = build::build(&project, &project.app, terminal)?;
    let Some(ready) = compiled(&project, &built, args, &signals, terminal)? else { return Ok(Exit::Problems) };
    let port = server::choose_port(args.port)?;
    let server = serve(&ready, port, &signals, terminal)?;
    if args.open {
        open_in_browser(&server.address);
    }
    attend(server, &signals)
}

/// Compiles what was built; none when something is wrong, which was said.
fn compiled(
    project: &Project,
    built: &Built,
    args: &Args,
    signals: &Signals,
    terminal: Terminal,
) -> Result<Option<Ready>, Failure> {
    if !matches!(built.ending, Ending::Written(_)) {
        return Ok(None);
    }
    let app = project.app.canonicalize().map_err(|error| Failure::io(&project.app, &error))?;
    let records = match &args.import {
        Some(data) => Some(import::stage(project, &app, data, terminal)?),
        None => None,
    };
    let phase = Phase::begin(terminal, say!(fr "compilation", en "compiling"));
    phase.at("");
    match cargo::compile(&app, signals, terminal, |step| phase.at(step))? {
        Compiled::Executable(program) => {
            phase.done("");
            Ok(Some(Ready { program, app, records }))
        }
        Compiled::Failed(_) if signals.stopped() => Err(interrupted()),
        Compiled::Failed(log) => {
            phase.failed();
            terminal.talk_raw(&log);
            compile_advice(&app, terminal);
            Ok(None)
        }
    }
}

fn compile_advice(app: &Path, terminal: Terminal) {
    let app = app.display();
    terminal.talk(&say!(
        fr "l'application ne se compile pas. Si l'erreur est dans {app}/src/custom, corrigez-la ; sinon c'est un défaut de Merisier : merci de le signaler avec ce texte",
        en "the application doesn't compile. If the error is in {app}/src/custom, mend it; else it is a fault of Merisier: please report it with this text"
    ));
}

fn interrupted() -> Failure {
    Failure::new(say!(fr "interrompu", en "interrupted"))
}

fn serve(ready: &Ready, port: u16, signals: &Signals, terminal: Terminal) -> Result<Server, Failure> {
    let phase = Phase::begin(terminal, say!(fr "base de données et démarrage", en "database and start"));
    phase.at("");
    match Server::start(ready, port, signals, terminal) {
        Ok(server) => {
            phase.done("");
            let address = &server.address;
            terminal.talk(&say!(
                fr "\n  {BOLD}{address}{PLAIN}\n\n  Ctrl-C pour arrêter", en "\n  {BOLD}{address}{PLAIN}\n\n  Ctrl-C to stop"
            ));
            Ok(server)
        }
        Err(_) if signals.stopped() => Err(interrupted()),
        Err(failure) => {
            phase.failed();
            Err(failure)
        }
    }
}

const PAUSE: Duration = Duration::from_millis(100);

/// Waits until we are told to stop, or the application ends by itself.
fn attend(mut server: Server, signals: &Signals) -> Outcome {
    while server.is_running() && !signals.stopped() {
        thread::sleep(PAUSE);
    }
    let was_asked = signals.stopped();
    server.stop(signals);
    match was_asked {
        true => Ok(Exit::Done),
        false => Err(Failure::new(say!(fr "l'application s'est arrêtée", en "the application stopped"))
            .help(say!(fr "sa raison est au-dessus", en "its reason is above"))),
    }
}

fn open_in_browser(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet =
        Command::new(program).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    drop(quiet); // the address was printed: a machine without a browser lacks nothing
}
