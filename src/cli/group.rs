//! `merisier group`: from the firm's files to the draft of a model, beside whatever was written by hand.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::dependencies;
use super::progress::Phase;
use super::terminal::{Exit, Failure, GREEN, Outcome, PLAIN, Terminal, counted, not_written};
use crate::inventory::dependencies::verdicts;
use crate::inventory::read::{self, Reading, Table};
use crate::inventory::{group, profile};
use crate::{output, say};

/// Propose entities and relations from the firm's files
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier group --data sales/ -o crm/sales.mcd\nmerisier run crm --import sales/")]
pub(super) struct Args {
    /// The model to propose beside, or its folder; its files are in data/ unless --data is given
    path: Option<PathBuf>,
    /// The CSV and XLSX files, or their folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The .mcd file to write; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let data = data(args)?;
    if let Some(output) = &args.output {
        refuse_hand_written(output)?;
    }
    let Some(tables) = tables(&data, terminal)?.map(group::stacked) else { return Ok(Exit::Problems) };
    let phase = Phase::begin(terminal, say!(fr "profil des champs", en "profile of the fields"));
    phase.at("");
    let profile = profile::profile(&tables);
    phase.done(&profile.fields.iter().map(Vec::len).sum::<usize>().to_string());
    let phase = Phase::begin(terminal, say!(fr "dépendances et groupes", en "dependencies and groups"));
    let register = register(args);
    let (register, _) = dependencies::read_register(&register, terminal)?;
    let verdicts = verdicts(&register, &tables);
    let judging = group::Judging { verdicts: &verdicts, ..group::Judging::default() };
    let groups = group::groups(&tables, &profile, judging, |table| phase.at(table));
    phase.done(&groups.len().to_string());
    let phase = Phase::begin(terminal, say!(fr "tolérance aux exceptions", en "tolerance to exceptions"));
    phase.at("");
    let steps = group::sweep(&tables, &profile, &verdicts, &groups);
    phase.done("");
    let name = name(args.output.as_deref().unwrap_or(&data));
    let text = sealed(&group::draft(&tables, &profile, &groups, &steps, &name, terminal.lang));
    match &args.output {
        None => terminal.data(&text)?,
        Some(output) => {
            output::replace_file(output, text.as_bytes()).map_err(|error| not_written(&error))?;
            next(output, &data, &text, terminal);
        }
    }
    Ok(Exit::Done)
}

/// What is read: `--data`, or the folder `data` beside the model.
fn data(args: &Args) -> Result<PathBuf, Failure> {
    if let Some(data) = &args.data {
        return match data.exists() {
            true => Ok(data.clone()),
            false => Err(Failure::new(say!(fr "{0} n'existe pas", en "{0} doesn't exist", data.display()))
                .help(say!(fr "donnez un fichier CSV ou XLSX, ou leur dossier", en "give a CSV or XLSX file, or their folder"))),
        };
    }
    let path = args.path.as_deref().unwrap_or(Path::new("."));
    let folder = if path.is_dir() { path } else { super::project::folder_of(path) };
    let data = folder.join("data");
    match data.is_dir() {
        true => Ok(data),
        false => Err(Failure::new(say!(fr "aucun fichier à lire", en "no file to read"))
            .help(say!(fr "dites où ils sont : merisier group --data DOSSIER", en "say where they are: merisier group --data DIR"))),
    }
}

/// Where the consultant's verdicts on dependencies are: beside the model that is written, or that there is.
fn register(args: &Args) -> PathBuf {
    let model = args.output.as_deref().or(args.path.as_deref());
    match model {
        Some(folder) if folder.is_dir() => folder.join(dependencies::REGISTER),
        Some(file) => file.with_file_name(dependencies::REGISTER),
        None => PathBuf::from(dependencies::REGISTER),
    }
}

/// The tables of the files; none when no file could be read, which was said.
pub(super) fn tables(data: &Path, terminal: Terminal) -> Result<Option<Vec<Table>>, Failure> {
    let phase = Phase::begin(terminal, say!(fr "lecture", en "reading"));
    let Reading { tables, problems } =
        read::read_path_telling(data, &read::Limits::default(), &mut |file| phase.at(file));
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let (files, rows) = (tables.len(), rows);
    let files = counted(files, ["table", "tables"], ["table", "tables"]);
    let rows = counted(rows, ["ligne", "lignes"], ["row", "rows"]);
    phase.done(&format!("{}, {}", files.get(terminal.lang), rows.get(terminal.lang)));
    for problem in problems {
        let place = problem.place.as_ref().map(|place| format!(", {}", place.get(terminal.lang))).unwrap_or_default();
        let (file, message, help) = (&problem.file, &problem.message, problem.help.clone());
        terminal.refuse(&say!(fr "{file}{place} : {0}", en "{file}{place}: {0}", message.get(terminal.lang)), &[help]);
    }
    let tables: Vec<Table> = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
    if tables.is_empty() {
        return Err(Failure::new(say!(fr "aucune donnée dans {0}", en "no data in {0}", data.display()))
            .help(say!(fr "donnez des fichiers CSV ou XLSX avec des lignes", en "give CSV or XLSX files with rows")));
    }
    Ok(Some(tables))
}

/// The name of the model: that of the file.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ascii = any_ascii::any_ascii(&stem).to_lowercase();
    let word: String = ascii.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    match word.trim_matches('_') {
        word if word.starts_with(|first: char| first.is_ascii_lowercase()) => word.to_owned(),
        word => format!("crm_{word}").trim_end_matches('_').to_owned(),
    }
}

const SEAL: &str = "// merisier group ";

/// A draft with the mark of its text, by which one that nobody touched is known again.
fn sealed(text: &str) -> String {
    format!("{SEAL}{}\n{text}", mark(text))
}

fn mark(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// A file that a person wrote or changed is never written over.
fn refuse_hand_written(path: &Path) -> Result<(), Failure> {
    let Ok(text) = fs::read_to_string(path) else { return Ok(()) };
    let untouched = text.strip_prefix(SEAL).and_then(|rest| rest.split_once('\n'));
    if untouched.is_some_and(|(seal, rest)| seal == mark(rest)) {
        return Ok(());
    }
    Err(Failure::new(say!(
        fr "{0} existe, et n'est pas un brouillon intact : il n'est pas écrasé", en "{0} exists and isn't an untouched draft: it is not written over", path.display()
    ))
    .help(say!(fr "donnez un autre nom à -o, puis comparez", en "give -o another name, then compare")))
}

fn next(output: &Path, data: &Path, text: &str, terminal: Terminal) {
    let (output, data) = (output.display(), data.display());
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    let (entities, relations, questions) = (count("entity "), count("relation "), count("// ? "));
    terminal.talk(&say!(
        fr "{GREEN}✓{PLAIN} {output} : {entities} entités, {relations} relations, {questions} questions à poser\n\n  merisier run {output} --import {data}    en fait une application, avec ces données",
        en "{GREEN}✓{PLAIN} {output}: {entities} entities, {relations} relations, {questions} questions to ask\n\n  merisier run {output} --import {data}    makes an application of it, with these data"
    ));
}
