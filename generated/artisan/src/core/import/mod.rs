//! Records from files: as many as the rules let in, by the same rules as the pages; the others told in a CSV, each with its reason.
//!
//! A folder holds a file an entity or relation, imported in the order of their names; `records` says what is in one. Invariant: the
//! import is one transaction, judged as a whole at its end, so that whatever stops it leaves none of it.

mod load;
mod records;
mod write;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::db::Db;
use super::export;
use super::model::Model;
use load::{Loaded, load};
use records::{File, Place};

/// Imports a folder into an empty database; tells what came in and what did not.
pub async fn folder(db: &Db, model: &Model, folder: &Path) -> Result<(), String> {
    if !is_empty(db, model).await? {
        println!("{}", model.locale.say("cli.not_empty", &[]));
        return Ok(());
    }
    let mut paths: Vec<PathBuf> = entries(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    paths.sort();
    let files = paths
        .iter()
        .map(|path| File::read(model, path))
        .collect::<Result<Vec<File<'_>>, String>>()?;
    let loaded = load(db, model, &files).await?;
    for (index, file) in files.iter().enumerate() {
        let refused = of_file(&loaded, index);
        let args = [
            ("count", (file.len() - refused.len()).to_string()),
            ("entity", file.subject.label().to_owned()),
        ];
        println!("{}", say(model, "import.done", &args));
        tell_refused(model, file, &refused)?;
    }
    Ok(())
}

async fn is_empty(db: &Db, model: &Model) -> Result<bool, String> {
    for entity in &model.entities {
        let sql = format!("SELECT r.__id FROM ({}) AS r LIMIT 1", entity.meta.sql.select);
        let rows = db.query(&sql, &[]).await.map_err(|error| format!("{error:?}"))?;
        if !rows.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
}

/// The lines of one file that were refused, with their reasons.
fn of_file(loaded: &Loaded, index: usize) -> BTreeMap<usize, &str> {
    let all = loaded.range((index, 0)..(index + 1, 0));
    all.map(|((_, line), reason): (&Place, &String)| (*line, reason.as_str()))
        .collect()
}

/// Writes the refused records beside the file, with their reasons, to be mended.
fn tell_refused(model: &Model, file: &File<'_>, refused: &BTreeMap<usize, &str>) -> Result<(), String> {
    if refused.is_empty() {
        return Ok(());
    }
    let place = file.path.with_extension("refused.csv");
    let heads = [model.locale.say("import.reason", &[]), model.locale.say("import.from", &[])];
    let labels = file.subject.fields().iter().map(|field| field.label);
    let mut text = export::row(model, heads.iter().map(String::as_str).chain(labels));
    for (line, reason) in refused {
        let row = file.row(*line).unwrap_or_default();
        let cells = file.subject.fields().iter().map(|field| row.text(field.name));
        text.push_str(&export::row(model, [*reason, row.from.as_str()].into_iter().chain(cells)));
    }
    // The mark by which Excel knows UTF-8.
    fs::write(&place, format!("\u{feff}{text}")).map_err(|error| format!("{}: {error}", place.display()))?;
    let args = [
        ("count", refused.len().to_string()),
        ("entity", file.subject.label().to_owned()),
        ("file", place.display().to_string()),
    ];
    eprintln!("{}", say(model, "import.refused", &args));
    Ok(())
}

fn say(model: &Model, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    model.locale.say(key, &args)
}
