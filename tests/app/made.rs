//! Applications made from a model, compiled and served, as `merisier run` does it.
//!
//! Each keeps its folder between runs, so that cargo compiles again only what changed; all share one target folder (`MERISIER_TARGET_DIR`, or
//! one beside our own), so that their dependencies are compiled once. Invariant: what is served ends with its [`Served`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use merisier::app::{Options, generate};
use merisier::driver::check_texts;
use merisier::mld::Keys;
use merisier::sql::Dialect;

use super::support::databases::{Database, Engine};
use super::support::keeper::{self, Job, Kept};
use super::support::must;

/// An application on disk, compiled.
#[derive(Debug)]
pub struct Made {
    /// Its sources.
    pub folder: PathBuf,
    program: PathBuf,
}

/// The dialect that an engine understands.
pub fn dialect(engine: Engine) -> Dialect {
    match engine {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
        Engine::Mariadb => Dialect::Mariadb,
    }
}

/// Generates and compiles the application of a model. `name` is the folder's.
pub fn make(name: &str, model: &str, engine: Engine, keys: Keys) -> Made {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("apps").join(format!("{name}-{engine}"));
    write(&folder, model, engine, keys);
    there(folder)
}

/// Compiles an application that is there.
pub fn there(folder: PathBuf) -> Made {
    let program = compile(&folder);
    // The next application may bear the same name in the shared target folder.
    let own = folder.join("target-program");
    must("keeping the program", fs::copy(&program, &own));
    Made { folder, program: own }
}

/// Generates an application into a folder.
pub fn write(folder: &Path, model: &str, engine: Engine, keys: Keys) {
    let checked = check_texts(&[("model.mcd", model)]);
    assert!(checked.passes(), "the model does not pass: {:#?}", checked.diagnostics);
    let mld = merisier::mld::lower(&checked.mcd, merisier::mld::Options { keys });
    let tree = must("rendering", generate(&checked.mcd, &mld, &Options { database: dialect(engine) }));
    must("writing", merisier::output::write(&tree, folder));
}

/// Where generated applications are compiled.
pub fn target() -> PathBuf {
    let beside = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("apps");
    std::env::var_os("MERISIER_TARGET_DIR").map_or_else(beside, PathBuf::from)
}

/// What the compiler says among cargo's messages, which may be JSON.
fn complaints(messages: &str) -> String {
    let rendered = |line: &str| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(message) => message["message"]["rendered"].as_str().map(str::to_owned),
        Err(_) => Some(format!("{line}\n")),
    };
    messages.lines().filter_map(rendered).collect()
}

/// Runs cargo on an application and gives what it said on its standard output.
pub fn cargo(folder: &Path, arguments: &[&str]) -> String {
    // One at a time: each would wait for the other's lock on the target folder anyway.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target());
    // What cargo told our own build concerns us, not them.
    command.env_remove("CARGO_MANIFEST_DIR").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = must("running cargo", command.output());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {} in {}:\n{said}\n{}",
        arguments.join(" "),
        folder.display(),
        complaints(&String::from_utf8_lossy(&output.stdout))
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Compiles the program and gives its path, which cargo knows.
fn compile(folder: &Path) -> PathBuf {
    let said = cargo(folder, &["build", "--message-format=json", "--quiet"]);
    let messages = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = messages.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from)).next_back();
    must("finding the program", program.ok_or("cargo named no executable"))
}

impl Made {
    /// Runs one of its commands to its end.
    pub fn run(&self, database: &Database, arguments: &[&str]) {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("DATABASE_URL", database.url()).current_dir(&self.folder);
        let output = must("running the application", command.output());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
    }

    /// Runs one of its commands, which must fail, and gives what it said.
    pub fn refused(&self, database: &Database, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("DATABASE_URL", database.url()).current_dir(&self.folder);
        let output = must("running the application", command.output());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?} should be refused: {said}");
        said
    }

    /// Serves it on a free port, on this database.
    pub fn serve(&self, database: &Database) -> Served {
        let folder = must("making a folder", keeper::folder("app"));
        let port = must("finding a port", keeper::free_port());
        let settings = [
            format!("PORT={port}"),
            format!("DATABASE_URL={}", database.url()),
            format!("FILES={}", folder.join("files").display()),
            "RUST_LOG=warn".to_owned(),
        ];
        let mut command = vec!["env".into()];
        command.extend(settings.map(Into::into));
        command.extend([self.program.clone().into(), "serve".into()]);
        let base = format!("http://127.0.0.1:{port}");
        let health = format!("{base}/health");
        let process = Kept::start(Job { folder, signal: "TERM", command }, || ureq::get(&health).call().is_ok());
        Served { base, process: must("serving the application", process) }
    }
}

/// An application that answers.
#[derive(Debug)]
pub struct Served {
    /// Its address, without a slash at the end.
    pub base: String,
    /// Its process.
    pub process: Kept,
}

impl Served {
    /// What it wrote to its log; empty when all went well, since it logs warnings and errors.
    pub fn log(&self) -> String {
        fs::read_to_string(self.process.folder().join("log")).unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the application's log:\n{}", self.log());
        }
    }
}
