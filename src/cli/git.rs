//! Past states of a model's files: `git` itself is asked, and nothing is written.
//!
//! Invariant: what the user or a file says never becomes an option of git's.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use super::project::folder_of;
use super::terminal::Failure;
use crate::diag::Lang;
use crate::driver::Reader;
use crate::say;

/// A state that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit {
    /// `d83990b`
    pub(super) name: String,
    /// `2026-11-22`
    pub(super) date: String,
    /// The first line of what was said of it.
    pub(super) subject: String,
}

/// The commits that touched these files, the newest first, at most so many.
pub(super) fn commits(files: &[String], most: usize) -> Result<Vec<Commit>, Failure> {
    let Some(first) = files.first() else { return Ok(Vec::new()) };
    let folder = folder_of(Path::new(first));
    let mut arguments = vec!["log".to_owned(), format!("--max-count={most}"), "--format=%h%x1f%cs%x1f%s".into()];
    arguments.push("--".into());
    arguments.extend(files.iter().map(absolute));
    let told = asked(folder, &arguments)?;
    Ok(told.lines().filter_map(commit).collect())
}

/// The commit that a revision names.
pub(super) fn dated(files: &[String], revision: &str) -> Option<Commit> {
    let folder = folder_of(Path::new(files.first()?));
    let told = told(
        folder,
        &["show", "--no-patch", "--format=%h%x1f%cs%x1f%s", "--end-of-options", &format!("{revision}^{{commit}}")],
    )
    .ok()?;
    told.lines().find_map(commit)
}

/// A line of `git log` as it is asked for here.
fn commit(line: &str) -> Option<Commit> {
    let mut parts = line.splitn(3, '\u{1f}').map(str::to_owned);
    Some(Commit { name: parts.next()?, date: parts.next()?, subject: parts.next()? })
}

/// The newest commit of these files, where they are as it has them; none outside a repository too.
pub(super) fn recorded(files: &[String]) -> Option<Commit> {
    let newest = commits(files, 1).ok()?.into_iter().next()?;
    is_recorded(files).then_some(newest)
}

/// Whether the files are as they are in the newest commit.
pub(super) fn is_recorded(files: &[String]) -> bool {
    let Some(first) = files.first() else { return false };
    let mut arguments = vec!["status".to_owned(), "--porcelain".into(), "--".into()];
    arguments.extend(files.iter().map(absolute));
    asked(folder_of(Path::new(first)), &arguments).is_ok_and(|told| told.trim().is_empty())
}

/// Paths are as seen from where the command runs, and git is sent to the model's folder.
fn absolute(file: &String) -> String {
    std::path::absolute(file).map_or_else(|_| file.clone(), |path| path.display().to_string())
}

/// The texts of a model as they were at a commit.
pub(super) struct At {
    /// The commit, or what stands for one.
    pub(super) commit: String,
    /// What the paths to be read are.
    pub(super) paths: Paths,
    /// The language in which a refusal is explained.
    pub(super) lang: Lang,
}

/// What a path of a past file starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paths {
    /// Where the file lies on the disk today.
    OnDisk,
    /// The top of the repository.
    FromTop,
}

impl Reader for At {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let absent = say!(
            fr "n'existe pas dans la révision {0}", en "doesn't exist in revision {0}", self.commit
        );
        let text = match self.paths {
            Paths::FromTop => shown(Path::new(""), &self.commit, path),
            Paths::OnDisk => {
                let path = Path::new(path);
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                shown(folder_of(path), &self.commit, &format!("./{name}"))
            }
        };
        text.map(String::into_bytes).ok_or_else(|| absent.get(self.lang).to_owned())
    }
}

/// A past file; none where the commit has no such file. `./` starts from the folder, else the path starts from the top.
pub(super) fn shown(folder: &Path, commit: &str, path: &str) -> Option<String> {
    told(folder, &["show", "--end-of-options", &format!("{commit}:{path}")]).ok()
}

/// What git doesn't answer.
pub(super) enum Refusal {
    /// It can't be run.
    Silent(std::io::Error),
    /// What it says.
    Said(String),
}

/// What git answers when run in a folder; the empty path is the current one.
pub(super) fn told(folder: &Path, arguments: &[&str]) -> Result<String, Refusal> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let run = Command::new("git").arg("-C").arg(folder).args(arguments).stdin(Stdio::null()).output();
    let output = run.map_err(Refusal::Silent)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Refusal::Said(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()))
}

fn asked(folder: &Path, arguments: &[String]) -> Result<String, Failure> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    told(folder, &arguments).map_err(|refusal| match refusal {
        Refusal::Said(why) => {
            Failure::new(say!(fr "git ne donne pas de révision : {why}", en "git gives no revision: {why}")).help(say!(
                fr "le modèle doit être dans un dépôt git : git init, git add, git commit",
                en "the model must be in a git repository: git init, git add, git commit"
            ))
        }
        Refusal::Silent(error) if error.kind() == ErrorKind::NotFound => {
            Failure::new(say!(fr "git n'est pas installé", en "git isn't installed"))
                .help(say!(fr "installez git, ou retirez --revisions", en "install git, or leave out --revisions"))
        }
        Refusal::Silent(error) => Failure::io(Path::new("git"), &error),
    })
}
