//! `run --import`: the rows of the firm's files as records that the application reads at its first start.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::progress::Phase;
use super::super::project::{Files, Project};
use super::super::terminal::{Failure, Terminal, not_written};
use crate::inventory::stage::{Records, stage as records_of};
use crate::{driver, output, say};

/// Where the application finds them.
const FOLDER: &str = "data/import";

/// Writes the records of the files beside the application's data; gives their folder.
pub(super) fn stage(project: &Project, app: &Path, data: &Path, terminal: Terminal) -> Result<PathBuf, Failure> {
    if !data.exists() {
        return Err(Failure::new(say!(fr "{0} n'existe pas", en "{0} doesn't exist", data.display())).help(
            say!(fr "donnez un fichier CSV ou XLSX, ou leur dossier", en "give a CSV or XLSX file, or their folder"),
        ));
    }
    let tables = super::super::group::tables(data, terminal)?.unwrap_or_default();
    let phase = Phase::begin(terminal, say!(fr "enregistrements", en "records"));
    phase.at("");
    let checked = driver::check_model(&project.files, &Files { lang: terminal.lang });
    let staged = records_of(&checked.mcd, &tables);
    if staged.is_empty() {
        return Err(Failure::new(say!(
            fr "aucune source du modèle ne nomme un fichier de {0}", en "no source of the model names a file of {0}", data.display()
        ))
        .help(say!(
            fr "un bloc source \"…\" file \"…\" dit où va chaque colonne ; merisier group en écrit",
            en "a source \"…\" file \"…\" block says where each column goes; merisier group writes them"
        )));
    }
    let folder = app.join(FOLDER);
    empty(&folder)?;
    for (at, records) in staged.iter().enumerate() {
        for (name, text) in records.files(at) {
            output::replace_file(&folder.join(name), text.as_bytes()).map_err(|error| not_written(&error))?;
        }
    }
    phase.done(&staged.iter().map(|records| records.lines.len()).sum::<usize>().to_string());
    staged.iter().filter(|records| records.without_key > 0).for_each(|records| tell_keyless(records, terminal));
    Ok(folder)
}

/// What an earlier import left would be imported again.
fn empty(folder: &Path) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let is_ours =
        |path: &PathBuf| path.extension().is_some_and(|end| ["jsonl", "json", "csv"].iter().any(|own| end == *own));
    let old = entries.filter(is_ours);
    old.into_iter().try_for_each(|path| fs::remove_file(&path).map_err(|error| Failure::io(&path, &error)))
}

fn tell_keyless(records: &Records, terminal: Terminal) {
    let (count, name) = (records.without_key, &records.name);
    terminal.talk(&say!(
        fr "  {count} lignes n'ont pas de quoi distinguer « {name} » : elles n'en donnent aucun",
        en "  {count} rows lack what tells `{name}` apart: they give none"
    ));
}
