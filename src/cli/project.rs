//! From the PATH of a command to the files of a model and its settings.
//!
//! PATH is a `.mcd` file, a folder with `merisier.yaml`, or a folder of `.mcd` files. Reads names and settings only; the
//! model's texts are read by the driver through [`Files`].

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::settings::{self, Settings};
use super::terminal::{Failure, reason};
use crate::diag::Lang;
use crate::diag::suggest::did_you_mean;
use crate::driver::Reader;
use crate::say;

/// The name of the settings file of a project.
pub(super) const SETTINGS_FILE: &str = "merisier.yaml";

/// A model and what is to become of it.
#[derive(Debug)]
pub(super) struct Project {
    /// The paths of the model's files, as shown to the user.
    pub(super) files: Vec<String>,
    /// What `merisier.yaml` says, or the defaults.
    pub(super) settings: Settings,
    /// Where the application goes.
    pub(super) app: PathBuf,
    /// Folders where a change may concern the model.
    pub(super) watched: Vec<PathBuf>,
}

/// Finds the model that `path` stands for; the current folder unless given.
pub(super) fn open(path: Option<&Path>) -> Result<Project, Failure> {
    let path = path.unwrap_or(Path::new("."));
    let path = if path.file_name().is_some_and(|name| name == SETTINGS_FILE) { folder_of(path) } else { path };
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Err(not_found(path)),
        Err(error) => Err(Failure::io(path, &error)),
        Ok(metadata) if metadata.is_dir() => open_folder(path),
        Ok(_) if is_model(path) => Ok(lone_file(path)),
        Ok(_) => Err(Failure::new(say!(
            fr "{0} n'est pas un modèle", en "{0} isn't a model", path.display()
        ))
        .help(say!(fr "donnez un fichier .mcd ou un dossier", en "give a .mcd file or a folder"))),
    }
}

fn lone_file(path: &Path) -> Project {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Project {
        files: vec![shown(path)],
        settings: Settings::default(),
        app: path.with_file_name(format!("{stem}-app")),
        watched: vec![folder_of(path).to_owned()],
    }
}

fn open_folder(folder: &Path) -> Result<Project, Failure> {
    let file = join(folder, SETTINGS_FILE);
    let settings = match fs::read_to_string(&file) {
        Ok(text) => settings::parse(&shown(&file), &text)?,
        Err(error) if error.kind() == ErrorKind::NotFound => Settings::default(),
        Err(error) => return Err(Failure::io(&file, &error)),
    };
    let mut files = Vec::new();
    match settings.model.is_empty() {
        true => files = models_in(folder)?,
        false => {
            for name in &settings.model {
                files.extend(named(&join(folder, name))?);
            }
        }
    }
    if files.is_empty() {
        return Err(no_model(folder));
    }
    let app = join(folder, settings.app.as_deref().unwrap_or("app"));
    let watched = vec![folder.to_owned()];
    Ok(Project { files: files.iter().map(|file| shown(file)).collect(), settings, app, watched })
}

/// What an entry of `model:` stands for.
fn named(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => models_in(path),
        Ok(_) => Ok(vec![path.to_owned()]),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(not_found(path)),
        Err(error) => Err(Failure::io(path, &error)),
    }
}

/// The `.mcd` files that lie in a folder, sorted by name.
fn models_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::io(folder, &error))?;
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    let mut files: Vec<PathBuf> =
        names.filter(|name| is_part_of_a_model(Path::new(name))).map(|name| join(folder, name)).collect();
    files.sort();
    Ok(files)
}

/// Whether a file of a folder is read when the folder is.
pub(super) fn is_part_of_a_model(name: &Path) -> bool {
    is_model(name) && name != Path::new(super::migrate::ANSWERS_FILE)
}

fn is_model(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "mcd")
}

/// The folder where a path lies.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `folder/name`, without a leading `./` that would only be noise.
fn join(folder: &Path, name: impl AsRef<Path>) -> PathBuf {
    if folder == Path::new(".") { name.as_ref().to_owned() } else { folder.join(name) }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn no_model(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::new(say!(fr "aucun fichier .mcd dans {folder}", en "no .mcd file in {folder}"))
        .help(say!(fr "pour commencer un modèle : merisier new NOM", en "to begin a model: merisier new NAME"))
}

fn not_found(path: &Path) -> Failure {
    let siblings = fs::read_dir(folder_of(path)).map(|entries| {
        entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    });
    let mut siblings = siblings.unwrap_or_default();
    siblings.sort();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Failure::new(say!(fr "{0} n'existe pas", en "{0} doesn't exist", path.display()))
        .help(did_you_mean(&name, siblings.iter().map(String::as_str)))
}

/// The texts of a model on disk.
pub(super) struct Files {
    /// The language in which a refusal is explained.
    pub(super) lang: Lang,
}

impl Reader for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let said = |error: &std::io::Error| reason(error).get(self.lang).to_owned();
        // A pipe or a device could be read for ever.
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => fs::read(path).map_err(|error| said(&error)),
            Ok(metadata) if metadata.is_dir() => Err(said(&ErrorKind::IsADirectory.into())),
            Ok(_) => Err(say!(fr "n'est pas un fichier", en "isn't a file").get(self.lang).to_owned()),
            Err(error) => Err(said(&error)),
        }
    }
}
