//! Records from files: as many as the rules let in, by the same rules as the pages; the others told in a CSV, each with its reason, and in
//! another the values that had to be left out of those that are in.
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
use load::load;
use records::{File, LeftOut, Place};

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
        let refused = of_file(&loaded.refused, index);
        let args = [
            ("count", (file.len() - refused.len()).to_string()),
            ("entity", file.subject.label().to_owned()),
        ];
        println!("{}", say(model, "import.done", &args));
        tell_refused(model, file, &refused)?;
        tell_left_out(model, file, &of_file(&loaded.incomplete, index))?;
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

/// What is known of the lines of one file.
fn of_file<T>(all: &BTreeMap<Place, T>, index: usize) -> BTreeMap<usize, &T> {
    let own = all.range((index, 0)..(index + 1, 0));
    own.map(|((_, line), what)| (*line, what)).collect()
}

/// Writes the refused records beside the file, with their reasons, to be mended.
fn tell_refused(model: &Model, file: &File<'_>, refused: &BTreeMap<usize, &String>) -> Result<(), String> {
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
        text.push_str(&export::row(model, [reason.as_str(), row.from.as_str()].into_iter().chain(cells)));
    }
    write(&place, &text)?;
    tell(model, "import.refused", refused.len(), file, &place);
    Ok(())
}

/// Writes beside the file what was left out of its records, each value with where it stands, why, and what may be done.
fn tell_left_out(model: &Model, file: &File<'_>, incomplete: &BTreeMap<usize, &Vec<LeftOut>>) -> Result<(), String> {
    if incomplete.is_empty() {
        return Ok(());
    }
    let place = file.path.with_extension("left-out.csv");
    let heads = ["file", "row", "column", "value", "why", "cure", "record"].map(|head| model.locale.say(&format!("import.{head}"), &[]));
    let mut text = export::row(model, heads.iter().map(String::as_str));
    for (line, left_out) in incomplete {
        let row = file.row(*line).unwrap_or_default();
        for one in *left_out {
            let [from, number, column] = file.origin(&row, one.field);
            let cure = model.locale.say("import.mend", &[]);
            let cells = [from, number, column, row.text(one.field), &one.reason, &cure, &row.key];
            text.push_str(&export::row(model, cells));
        }
    }
    write(&place, &text)?;
    let count = incomplete.values().map(|left_out| left_out.len()).sum();
    tell(model, "import.left_out", count, file, &place);
    Ok(())
}

/// A CSV, after the mark by which Excel knows UTF-8.
fn write(place: &Path, text: &str) -> Result<(), String> {
    fs::write(place, format!("\u{feff}{text}")).map_err(|error| format!("{}: {error}", place.display()))
}

fn tell(model: &Model, key: &str, count: usize, file: &File<'_>, place: &Path) {
    let args = [
        ("count", count.to_string()),
        ("entity", file.subject.label().to_owned()),
        ("file", place.display().to_string()),
    ];
    eprintln!("{}", say(model, key, &args));
}

fn say(model: &Model, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    model.locale.say(key, &args)
}
