//! Every table of a folder, or of one file.
//!
//! A file's content says what it is more surely than its name. Invariant: one bad file keeps no other from being read, and the order
//! is that of the paths.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::problem::Problem;
use super::{Limits, Table, delimited, workbook};
use crate::say;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// In the order of the paths, and of the sheets within a workbook.
    pub tables: Vec<Table>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// How deep folders within folders are looked into.
const DEPTH: usize = 8;

/// Reads a file, or all files of a folder and of the folders in it.
pub fn read_path(path: &Path, limits: &Limits) -> Reading {
    read_path_telling(path, limits, &mut |_| {})
}

/// As [`read_path`], telling each file before it is read.
pub fn read_path_telling(path: &Path, limits: &Limits, tell: &mut dyn FnMut(&str)) -> Reading {
    let mut reading = Reading::default();
    let mut files = Vec::new();
    if path.is_dir() {
        walk(path, DEPTH, &mut files, &mut reading.problems);
    } else {
        files.push(path.to_owned());
    }
    if files.len() > limits.files {
        reading.problems.push(*too_many(path, files.len(), limits.files));
        files.truncate(limits.files);
    }
    for file in &files {
        tell(&file.to_string_lossy());
        read_file(file, limits, &mut reading);
    }
    reading
}

/// The files that may hold tables, sorted; hidden ones and those that office programs keep beside open documents are left out.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return problems.push(*Problem::io(&folder.to_string_lossy(), &error)),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() {
            if depth > 0 {
                walk(&path, depth - 1, files, problems);
            }
        } else if is_tabular(&path) {
            files.push(path);
        }
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Whether the name promises a table. Old formats are read as far as the advice to save them anew.
fn is_tabular(path: &Path) -> bool {
    ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods"].contains(&extension(path).as_str())
}

fn read_file(path: &Path, limits: &Limits, reading: &mut Reading) {
    let shown = path.to_string_lossy().into_owned();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // A pipe or a device could be read for ever.
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return reading.problems.push(*no_file(&shown)),
        Err(error) => return reading.problems.push(*Problem::io(&shown, &error)),
    }
    let mut start = Vec::new();
    if let Err(error) = File::open(path).and_then(|file| file.take(8).read_to_end(&mut start)) {
        return reading.problems.push(*Problem::io(&shown, &error));
    }
    let of_workbook = ["xlsx", "xlsm"].contains(&extension(path).as_str()) && !start.is_empty();
    if extension(path) == "ods" {
        return reading.problems.push(*open_document(&shown));
    }
    if workbook::looks_like_one(&start) || of_workbook {
        let tables = workbook::read(path, &shown, &name, limits, &mut reading.problems);
        return reading.tables.extend(tables);
    }
    match delimited::read(path, &shown, name, limits) {
        Ok(Some(table)) => reading.tables.push(table),
        Ok(None) => reading.problems.push(*blank(&shown)),
        Err(problem) => reading.problems.push(*problem),
    }
}

fn no_file(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "n'est pas un fichier", en "isn't a file"),
        say!(fr "donnez un fichier ou un dossier", en "give a file or a folder"),
    )
}

fn blank(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "le fichier ne contient que des blancs", en "the file holds nothing but blanks"),
        say!(fr "exportez-le de nouveau, ou retirez-le du dossier", en "export it again, or take it out of the folder"),
    )
}

fn open_document(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "est un classeur OpenDocument, qui n'est pas lu", en "is an OpenDocument workbook, which isn't read"),
        say!(fr "ouvrez-le dans LibreOffice et enregistrez-le en .xlsx", en "open it in LibreOffice and save it as .xlsx"),
    )
}

fn too_many(path: &Path, count: usize, limit: usize) -> Box<Problem> {
    Problem::new(
        &path.to_string_lossy(),
        say!(fr "{count} fichiers : seuls les {limit} premiers sont lus", en "{count} files: only the first {limit} are read"),
        say!(fr "donnez un dossier plus précis", en "give a more precise folder"),
    )
}
