//! `merisier inventory`: the fields of the client's files, and what the model covers of them.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::progress::Phase;
use super::project::{self, Project};
use super::terminal::{Exit, Failure, GREEN, Outcome, PLAIN, Terminal};
use super::{check, dependencies};
use crate::inventory::coverage::coverage;
use crate::inventory::matching::match_tables;
use crate::inventory::read::{self, Limits, Reading};
use crate::inventory::report::{self, Inventory};
use crate::mcd::Mcd;
use crate::{output, say};

/// List the fields of the client's files, and what the model covers of them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier inventory --data exports\nmerisier inventory cabinet --data exports --html inventory.html\nmerisier inventory --data exports --dependencies --reject \"postal_code -> city\""
)]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// The folder or file of CSV and XLSX data; the files that the source blocks name unless given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also write the inventory as an HTML page for the client
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    dependencies: dependencies::Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = model_beside_data(args)?;
    let mcd = match &project {
        Some(project) => match check::sound_model(project, terminal) {
            Some(checked) => Some(checked.mcd),
            None => return Ok(Exit::Problems),
        },
        None => None,
    };
    let reading = read_data(args.data.as_deref(), project.as_ref(), mcd.as_ref(), terminal)?;
    if args.dependencies.are_asked() {
        let outcome = dependencies::run(
            &dependencies::Asked {
                options: &args.dependencies,
                reading: &reading,
                project: project.as_ref(),
                mcd: mcd.as_ref(),
                as_json: args.format == Format::Json,
            },
            terminal,
        );
        terminal.talk_raw(&report::text::problems(&reading.problems, terminal.lang));
        return outcome;
    }
    let profile = dependencies::profiled(&reading.tables, terminal);
    let covered = mcd.as_ref().map(|mcd| (mcd, coverage(mcd, &reading.tables, &match_tables(mcd, &reading.tables))));
    let inventory = Inventory {
        reading: &reading,
        profile: &profile,
        coverage: covered.as_ref().map(|(mcd, coverage)| (*mcd, coverage)),
    };
    let told = match args.format {
        Format::Text => report::text::render(inventory, terminal.lang),
        Format::Json => format!("{:#}\n", report::json::render(inventory, terminal.lang)),
    };
    terminal.data(&told)?;
    if let Some(file) = &args.html {
        write(file, &report::html::render(inventory, terminal.lang), terminal)?;
    }
    terminal.talk_raw(&report::text::problems(&reading.problems, terminal.lang));
    Ok(if reading.problems.is_empty() { Exit::Done } else { Exit::Problems })
}

/// The model, where PATH names one or there is one here: files can be listed before any model exists.
fn model_beside_data(args: &Args) -> Result<Option<Project>, Failure> {
    match project::open(args.path.as_deref()) {
        Ok(project) => Ok(Some(project)),
        Err(_) if args.path.is_none() && args.data.is_some() => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Reads the data that is asked for.
pub(super) fn read_data(
    data: Option<&Path>,
    project: Option<&Project>,
    mcd: Option<&Mcd>,
    terminal: Terminal,
) -> Result<Reading, Failure> {
    let paths: Vec<PathBuf> = match (data, project, mcd) {
        (Some(data), _, _) if !data.exists() => {
            let shown = data.display();
            return Err(Failure::new(say!(fr "{shown} n'existe pas", en "{shown} doesn't exist")).help(no_data()));
        }
        (Some(data), _, _) => vec![data.to_owned()],
        (None, Some(project), Some(mcd)) => named_by_sources(project, mcd),
        _ => Vec::new(),
    };
    if paths.is_empty() {
        let message = say!(fr "aucune donnée à lire", en "no data to read");
        return Err(Failure::new(message).help(no_data()));
    }
    let phase = Phase::begin(terminal, say!(fr "Lecture des fichiers", en "Reading the files"));
    let mut reading = Reading::default();
    for path in paths {
        let read = read::read_path_telling(&path, &Limits::default(), &mut |file| phase.at(file));
        reading.tables.extend(read.tables);
        reading.problems.extend(read.problems);
    }
    phase.done(&reading.tables.len().to_string());
    if reading.tables.is_empty() && reading.problems.is_empty() {
        return Err(Failure::new(say!(fr "aucun fichier CSV ou XLSX", en "no CSV or XLSX file")).help(no_data()));
    }
    Ok(reading)
}

fn no_data() -> crate::diag::Text {
    say!(
        fr "donnez le dossier des fichiers CSV et XLSX du client : --data DOSSIER",
        en "give the folder of the client's CSV and XLSX files: --data DIR"
    )
}

/// The files of the `source` blocks, each from the folder of the model's first file.
pub(super) fn named_by_sources(project: &Project, mcd: &Mcd) -> Vec<PathBuf> {
    let folder = project.files.first().map_or(Path::new("."), |file| project::folder_of(Path::new(file)));
    let mut paths: Vec<PathBuf> = mcd
        .inventory
        .sources
        .iter()
        .filter_map(|source| source.data_file.as_ref())
        .map(|file| folder.join(file))
        .collect();
    paths.dedup();
    paths
}

/// Writes a file that was asked for, and says so.
pub(super) fn write(file: &Path, text: &str, terminal: Terminal) -> Result<(), Failure> {
    output::replace_file(file, text.as_bytes()).map_err(|error| super::terminal::not_written(&error))?;
    let shown = file.display();
    terminal.talk(&say!(fr "{GREEN}✓{PLAIN} écrit : {shown}", en "{GREEN}✓{PLAIN} written: {shown}"));
    Ok(())
}
