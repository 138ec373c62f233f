//! A model from the disk, or as it was in a git revision: `HEAD~3:cabinet.mcd`.
//!
//! Knows how such a name is written; `git` reads. Invariant: everything of a revision (includes, settings, positions) is read
//! from that revision.

use std::path::{Path, PathBuf};

use super::git::{self, At, Paths, Refusal};
use super::given::Given;
use super::project::{self, Project, SETTINGS_FILE};
use super::settings::{self, Settings};
use super::terminal::Failure;
use super::{check, migrate};
use crate::diag::Lang;
use crate::driver::Checked;
use crate::migrate::Answers;
use crate::{mld, say};

use super::terminal::Terminal;

/// A model and where its files are.
pub(super) struct Opened {
    project: Project,
    revision: Option<String>,
}

/// Opens a file, a folder, or `REVISION:PATH`.
pub(super) fn open(given: &Path) -> Result<Opened, Failure> {
    let text = given.to_string_lossy();
    match text.split_once(':') {
        Some((revision, path)) if !given.exists() && !revision.is_empty() => in_git(revision, path),
        _ => Ok(Opened { project: project::open(Some(given))?, revision: None }),
    }
}

impl Opened {
    /// Reads and judges the model.
    pub(super) fn checked(&self, lang: Lang) -> Checked {
        match &self.revision {
            Some(revision) => {
                check::checked_by(&self.project, &At { commit: revision.clone(), paths: Paths::FromTop, lang })
            }
            None => check::checked(&self.project, lang),
        }
    }

    /// The text of a file beside the model; none where there is none.
    pub(super) fn beside(&self, name: &str) -> Option<String> {
        let folder = project::folder_of(Path::new(self.project.files.first()?)).to_owned();
        match &self.revision {
            Some(revision) => git::shown(Path::new(""), revision, &joined(&folder.to_string_lossy(), name)),
            None => std::fs::read_to_string(folder.join(name)).ok(),
        }
    }

    /// How its tables are made.
    pub(super) fn options(&self) -> mld::Options {
        mld::Options { keys: self.project.settings.keys }
    }

    /// The answers given to the questions of a change.
    pub(super) fn answers(&self, terminal: Terminal) -> Result<Answers, Failure> {
        match &self.revision {
            Some(_) => Ok(Answers::default()),
            None => migrate::answers_beside(self.project.files.first().map(Path::new), &[], terminal).map(Given::all),
        }
    }
}

fn in_git(revision: &str, path: &str) -> Result<Opened, Failure> {
    let (path, is_folder) = found(revision, path)?;
    let project = if is_folder { folder(revision, &path)? } else { lone(path) };
    Ok(Opened { project, revision: Some(revision.to_owned()) })
}

/// The path from the top of the repository, and whether it is a folder. A path may also start from the current folder.
fn found(revision: &str, path: &str) -> Result<(String, bool), Failure> {
    let path = path.trim_end_matches('/');
    let prefix = told(&["rev-parse", "--show-prefix"]).map_err(|why| refused(revision, path, &why))?;
    let from_here = joined(prefix.trim().trim_end_matches('/'), path.trim_start_matches("./"));
    let mut why = String::new();
    for candidate in [path.trim_start_matches("./").to_owned(), from_here] {
        match told(&["cat-file", "-t", &format!("{revision}:{candidate}")]) {
            Ok(kind) => return Ok((candidate, kind.trim() == "tree")),
            Err(said) => why = said,
        }
    }
    Err(refused(revision, path, &why))
}

/// What git says in the current folder, or why not. What looks like an option is none.
fn told(arguments: &[&str]) -> Result<String, String> {
    if arguments.iter().skip(1).any(|argument| argument.starts_with('-') && argument.contains(':')) {
        return Err("no such revision".to_owned());
    }
    git::told(Path::new(""), arguments).map_err(|refusal| match refusal {
        Refusal::Said(why) => why,
        Refusal::Silent(error) => format!("git: {error}"),
    })
}

fn refused(revision: &str, path: &str, why: &str) -> Failure {
    let why = why.lines().next().unwrap_or_default();
    Failure::new(say!(fr "{revision}:{path} : {why}", en "{revision}:{path}: {why}")).help(say!(
        fr "donnez un fichier, un dossier, ou une révision de git et un chemin : HEAD~3:cabinet.mcd",
        en "give a file, a folder, or a git revision and a path: HEAD~3:cabinet.mcd"
    ))
}

fn lone(path: String) -> Project {
    Project { files: vec![path], settings: Settings::default(), app: PathBuf::new(), watched: Vec::new() }
}

/// A folder as it was: the files that its settings name, or those that lie in it.
fn folder(revision: &str, path: &str) -> Result<Project, Failure> {
    let file = joined(path, SETTINGS_FILE);
    let settings = match git::shown(Path::new(""), revision, &file) {
        Some(text) => settings::parse(&format!("{revision}:{file}"), &text)?,
        None => Settings::default(),
    };
    let named: Vec<String> = settings.model.iter().map(|name| joined(path, name)).collect();
    let mut files = Vec::new();
    for wanted in if named.is_empty() { vec![path.to_owned()] } else { named } {
        files.extend(files_of(revision, &wanted)?);
    }
    if files.is_empty() {
        return Err(refused(revision, path, "no .mcd"));
    }
    Ok(Project { settings, ..Project { files, ..lone(String::new()) } })
}

/// A file, or the models that lie in a folder, sorted by name.
fn files_of(revision: &str, path: &str) -> Result<Vec<String>, Failure> {
    if path.ends_with(".mcd") {
        return Ok(vec![path.to_owned()]);
    }
    let listed = told(&["ls-tree", "-z", "--name-only", &format!("{revision}:{path}")])
        .map_err(|why| refused(revision, path, &why))?;
    let names = listed.split('\0').filter(|name| project::is_part_of_a_model(Path::new(name)));
    let mut files: Vec<String> = names.map(|name| joined(path, name)).collect();
    files.sort();
    Ok(files)
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() || folder == "." { name.to_owned() } else { format!("{folder}/{name}") }
}
