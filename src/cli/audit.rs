//! `merisier audit`: the client's files held against the model.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime};

use super::inventory::{read_data, write};
use super::progress::Phase;
use super::terminal::{Exit, Outcome, Terminal};
use super::{check, project};
use crate::inventory::audit::report::{self, Told};
use crate::inventory::audit::{Audit, audit};
use crate::inventory::report::text::problems;
use crate::say;

/// Hold the client's files against the model: what is wrong, where, and how to mend it
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier audit cabinet --data exports --html quality.html --csv errors.csv --max 100")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// The folder or file of CSV and XLSX data; the files that the source blocks name unless given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Also write the report as an HTML page for the client
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Also write every error as a CSV file
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// How many rows may have an error, or be a probable duplicate, before the exit code is 1
    #[arg(long, value_name = "N", default_value_t = 0)]
    max: usize,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    let mcd = &checked.mcd;
    let reading = read_data(args.data.as_deref(), Some(&project), Some(mcd), terminal)?;
    let phase = Phase::begin(terminal, say!(fr "Contrôle", en "Checking"));
    let found = audit(mcd, &reading.tables, now(), &mut |table| phase.at(table));
    phase.done("");
    let told = Told { mcd, tables: &reading.tables, audit: &found };
    terminal.data(&report::text::render(told, terminal.lang))?;
    if let Some(file) = &args.html {
        write(file, &report::html::render(told, terminal.lang), terminal)?;
    }
    if let Some(file) = &args.csv {
        write(file, &report::csv::render(told, terminal.lang), terminal)?;
    }
    terminal.talk_raw(&problems(&reading.problems, terminal.lang));
    Ok(if wrong_rows(&found) > args.max || !reading.problems.is_empty() { Exit::Problems } else { Exit::Done })
}

/// The instant that rules on dates speak of (UTC).
fn now() -> NaiveDateTime {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let instant = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    instant.unwrap_or_default().naive_utc()
}

/// Rows with an error, and pairs of probable duplicates.
fn wrong_rows(audit: &Audit) -> usize {
    audit.rows.1 + audit.suspects.iter().map(|suspects| suspects.pairs.len()).sum::<usize>()
}
