//! Runs a server beside the tests and guarantees its end.
//!
//! Statics are never dropped and a killed process runs no code, so a test process can't be trusted to stop what it
//! started. Each server is therefore the child of a small shell that holds the reading end of a pipe whose writing end is
//! ours. However we end, the system closes our end; the shell then stops the server and removes its folder.
//! Knows nothing of what it runs. No polling, no signal handler, no `unsafe`.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take to answer, on a machine that is busy compiling.
const PATIENCE: Duration = Duration::from_secs(60);

/// The shell's arguments: the folder to remove, the signal that ends the server, then the server's command line.
///
/// It runs in a process group of its own, so that Ctrl-C reaches it only as the end of the pipe. It ignores no signal: the
/// server would too. `setsid` makes the server and all that it starts a group, to be ended together. `stopping` tells an end
/// that we asked for from the server's own, after which we read its log.
const KEEPER: &str = r#"
    exec 3<&0 </dev/null
    folder=$1 signal=$2
    shift 2
    setsid "$@" >"$folder/log" 2>&1 3<&- &
    server=$!
    echo "$server" >"$folder/pid"
    { read -r _ <&3; : >"$folder/stopping"; kill -s "$signal" "$server"; } 2>/dev/null &
    reader=$!
    wait "$server" 2>/dev/null
    [ -e "$folder/stopping" ] || { kill -KILL "$reader"; exit 1; }
    kill -s KILL -- "-$server" 2>/dev/null # what it started and left: a browser still writing its profile
    until rm -rf "$folder" 2>/dev/null; do sleep 0.1; done
"#;

/// A running server. Dropping it, or the end of the process, stops the server and removes its folder.
#[derive(Debug)]
pub struct Kept {
    keeper: Child,
    folder: PathBuf,
}

/// What to run, and how it is stopped.
pub struct Job {
    /// A temporary folder of its own (see [`folder`]), removed afterwards.
    pub folder: PathBuf,
    /// The signal that stops it at once, without `SIG`.
    pub signal: &'static str,
    /// The program and its arguments.
    pub command: Vec<OsString>,
}

impl Kept {
    /// Starts the job and waits until `answers` is true.
    ///
    /// # Errors
    /// When it ends by itself or doesn't answer in time, with the end of its log.
    pub fn start(job: Job, answers: impl Fn() -> bool) -> io::Result<Self> {
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "merisier-test-keeper"])
            .arg(&job.folder)
            .arg(job.signal)
            .args(&job.command)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let mut kept = Self { keeper, folder: job.folder };
        kept.wait_until(answers)?;
        Ok(kept)
    }

    /// The server's process number.
    pub fn pid(&self) -> Option<u32> {
        fs::read_to_string(self.folder.join("pid")).ok()?.trim().parse().ok()
    }

    /// The server's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn wait_until(&mut self, answers: impl Fn() -> bool) -> io::Result<()> {
        let start = Instant::now();
        while !answers() {
            let ended = self.keeper.try_wait()?.is_some();
            if ended || start.elapsed() > PATIENCE {
                let why = if ended { "ended by itself" } else { "did not answer in time" };
                return Err(io::Error::other(format!("the server {why}; its log ends:\n{}", self.log_end())));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn log_end(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&log);
        let surplus = text.lines().count().saturating_sub(20);
        text.lines().skip(surplus).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The folder may already be gone, and a keeper that fails has nothing left to keep.
        let _ = self.keeper.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new temporary folder for a server, whose name says what it is for.
pub fn folder(name: &str) -> io::Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix(&format!("merisier-{name}-")).tempdir()?;
    Ok(folder.keep())
}

/// A TCP port on 127.0.0.1 that nobody listened on a moment ago.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The first of the named programs found on `PATH` or where Debian puts servers.
///
/// # Errors
/// When none is there.
pub fn program(names: &[&str]) -> io::Result<PathBuf> {
    // What Debian puts in PATH for PostgreSQL is a program in Perl that looks for the real one each time.
    let mut folders = postgres_folders();
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    folders.extend(["/usr/local/bin", "/usr/local/sbin", "/usr/sbin"].map(PathBuf::from));
    let found = names.iter().flat_map(|name| folders.iter().map(move |f| f.join(name))).find(|path| path.is_file());
    found.ok_or_else(|| io::Error::other(format!("{} is not installed", names.join(" or "))))
}

/// Debian keeps each PostgreSQL in a folder of its own; the newest first.
fn postgres_folders() -> Vec<PathBuf> {
    let Ok(versions) = fs::read_dir("/usr/lib/postgresql") else { return Vec::new() };
    let mut found: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    found.sort();
    found.reverse();
    found
}
