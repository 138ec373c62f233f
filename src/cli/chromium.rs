//! A Chromium that is on the machine, to print a page as PDF. None is brought along, and nothing is fetched.
//!
//! Invariant: it runs on a profile of its own that is gone afterwards, and never longer than a minute.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::terminal::Failure;
use crate::say;

/// A browser that can print.
#[derive(Debug)]
pub(super) struct Chromium {
    program: PathBuf,
}

/// Names under which it is installed, the free one first.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "brave-browser",
];

/// Where it is on systems that put no programs on the path.
const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/// How long a print may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Finds one: what `CHROMIUM` says, or else what is on the path.
pub(super) fn find() -> Result<Chromium, Failure> {
    let asked = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| !path.as_os_str().is_empty());
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let named = || folders.iter().flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)));
    let found = match asked {
        Some(path) => Some(path).filter(|path| path.is_file()),
        None => named().chain(PLACES.iter().map(PathBuf::from)).find(|path| path.is_file()),
    };
    found.map(|program| Chromium { program }).ok_or_else(absent)
}

fn absent() -> Failure {
    Failure::new(say!(
        fr "un PDF est imprimé par Chromium, et il n'y en a pas sur cette machine",
        en "a PDF is printed by Chromium, and there is none on this machine"
    ))
    .help(say!(
        fr "installez Chromium ou Google Chrome, ou dites où il est : CHROMIUM=/chemin/du/programme",
        en "install Chromium or Google Chrome, or say where it is: CHROMIUM=/path/of/the/program"
    ))
    .help(say!(
        fr "ou écrivez la page, -o dossier.html, et imprimez-la en PDF depuis votre navigateur",
        en "or write the page, -o dossier.html, and print it to PDF from your browser"
    ))
}

impl Chromium {
    /// Prints a page: the PDF.
    pub(super) fn print(&self, page: &str) -> Result<Vec<u8>, Failure> {
        let folder = std::env::temp_dir().join(format!("merisier-print-{}", std::process::id()));
        let printed = self.print_within(&folder, page);
        // What is left of the profile is nobody's: that it can't be removed changes nothing.
        let _ = fs::remove_dir_all(&folder);
        printed
    }

    fn print_within(&self, folder: &Path, page: &str) -> Result<Vec<u8>, Failure> {
        let io = |path: &Path, error| Failure::io(path, &error);
        fs::create_dir_all(folder).map_err(|error| io(folder, error))?;
        let (source, printed) = (folder.join("page.html"), folder.join("page.pdf"));
        fs::write(&source, page).map_err(|error| io(&source, error))?;
        let mut child = Command::new(&self.program)
            .args([
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-sync",
                "--disable-dev-shm-usage",
            ])
            // A page of ours without script: the sandbox, which containers and root don't have, would guard nothing.
            .arg("--no-sandbox")
            .args(["--no-pdf-header-footer", "--generate-pdf-document-outline"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("--print-to-pdf={}", printed.display()))
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| io(&self.program, error))?;
        let begun = Instant::now();
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.success(),
                Ok(None) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(50)),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
            }
        };
        match fs::read(&printed) {
            Ok(bytes) if ended => Ok(bytes),
            _ => Err(self.failed()),
        }
    }

    fn failed(&self) -> Failure {
        let program = self.program.display();
        Failure::new(say!(fr "{program} n'a pas imprimé la page", en "{program} didn't print the page")).help(say!(
            fr "écrivez la page, -o dossier.html, et imprimez-la en PDF depuis votre navigateur",
            en "write the page, -o dossier.html, and print it to PDF from your browser"
        ))
    }
}
