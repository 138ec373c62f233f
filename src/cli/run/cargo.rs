//! Compiles the generated crate with cargo, and condenses what cargo says to how far it is.
//!
//! All models share one target folder, so that their common dependencies are built once.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

use super::super::terminal::{Failure, Terminal};
use super::signals::Signals;
use crate::say;

/// What came of a compilation.
pub(super) enum Compiled {
    /// The program.
    Executable(PathBuf),
    /// It failed; all that cargo said.
    Failed(String),
}

/// Compiles the crate in `app`; `progress` hears how far it is.
pub(super) fn compile(
    app: &Path,
    signals: &Signals,
    terminal: Terminal,
    progress: impl FnMut(&str),
) -> Result<Compiled, Failure> {
    let mut child = start(app, terminal)?;
    signals.adopt(&child);
    let executable = child.stdout.take().map(|stdout| thread::spawn(move || find_executable(stdout)));
    let log = child.stderr.take().map(|stderr| follow(stderr, progress)).unwrap_or_default();
    let executable = executable.and_then(|thread| thread.join().ok()).flatten();
    let status = child.wait();
    signals.release(&child);
    match (status, executable) {
        (Ok(status), Some(executable)) if status.success() => Ok(Compiled::Executable(executable)),
        _ => Ok(Compiled::Failed(log)),
    }
}

fn start(app: &Path, terminal: Terminal) -> Result<Child, Failure> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let colour = if terminal.is_watched() { "always" } else { "never" };
    Command::new(program)
        .args(["build", "--message-format", "json-render-diagnostics", "--manifest-path"])
        .arg(app.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_folder(app))
        .env("CARGO_TERM_COLOR", colour)
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "240")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            Failure::new(say!(fr "cargo ne peut pas être lancé : {error}", en "cargo can't be started: {error}"))
                .help(say!(fr "installez Rust : https://rustup.rs", en "install Rust: https://rustup.rs"))
        })
}

/// Where everything compiled goes: `MERISIER_TARGET_DIR`, or the user's cache, or the application's own folder.
fn target_folder(app: &Path) -> PathBuf {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache =
        || folder("XDG_CACHE_HOME").or_else(|| folder("LOCALAPPDATA")).or_else(|| Some(folder("HOME")?.join(".cache")));
    let shared = folder("MERISIER_TARGET_DIR").or_else(|| Some(cache()?.join("merisier").join("target")));
    shared.unwrap_or_else(|| app.join("target"))
}

/// The program among the artifacts that cargo names, one JSON object a line.
fn find_executable(stdout: impl Read) -> Option<PathBuf> {
    let lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let executables = lines.filter_map(|line| {
        let message: Value = serde_json::from_str(&line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    executables.last()
}

/// Reads what cargo says to the end: progress is passed on, the rest kept.
fn follow(stderr: impl Read, mut progress: impl FnMut(&str)) -> String {
    let mut log = String::new();
    let mut reader = BufReader::new(stderr);
    let mut piece = Vec::new();
    while reader.read_until(b'\n', &mut piece).is_ok_and(|read| read > 0) || !piece.is_empty() {
        let text = String::from_utf8_lossy(&piece).into_owned();
        for part in text.split('\r') {
            match building(part) {
                Some(step) => progress(&step),
                None if part.trim().is_empty() || part.trim() == "\u{1b}[K" => {}
                None => {
                    progress_of_download(part, &mut progress);
                    log.push_str(part.trim_start_matches("\u{1b}[K"));
                    log.push_str(if part.ends_with('\n') { "" } else { "\n" });
                }
            }
        }
        piece.clear();
    }
    log
}

fn progress_of_download(part: &str, progress: &mut impl FnMut(&str)) {
    let words = part.trim();
    if ["Updating", "Downloading", "Downloaded", "Blocking"].iter().any(|verb| words.contains(verb)) {
        let plain: String = anstream::adapter::strip_str(words).to_string();
        progress(plain.trim());
    }
}

/// `Building [====>   ] 87/130: axum, tokio` as `87/130 · axum`.
fn building(part: &str) -> Option<String> {
    let plain = anstream::adapter::strip_str(part).to_string();
    let after = plain.split_once("Building [")?.1.split_once("] ")?.1;
    let (count, names) = after.split_once(": ").unwrap_or((after, ""));
    let name = names.split(',').next().unwrap_or_default().trim().trim_end_matches("(build)").trim_end_matches("...");
    let separator = if name.is_empty() { "" } else { " · " };
    Some(format!("{}{separator}{}", count.trim(), name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_from_the_rest() {
        let said = "\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m axum v0.8.4\n\u{1b}[1m\u{1b}[96m    Building\u{1b}[0m [====>   ] 87/130: axum, tokio(build)   \rerror: no\n";
        let mut steps = Vec::new();
        let log = follow(said.as_bytes(), |step| steps.push(step.to_owned()));
        assert_eq!(steps, ["87/130 · axum"]);
        assert!(log.contains("Compiling") && log.contains("error: no") && !log.contains("87/130"));
    }

    #[test]
    fn the_program_is_the_artifact_that_runs() {
        let said =
            "{\"reason\":\"compiler-artifact\",\"executable\":null}\n{\"executable\":\"/t/debug/app\"}\nnot json\n";
        assert_eq!(find_executable(said.as_bytes()), Some(PathBuf::from("/t/debug/app")));
    }
}
