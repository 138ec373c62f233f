//! `merisier debug fds`: the minimal dependencies of a CSV file, for people who compare the discovery with another program.

use std::path::Path;

use clap::ValueEnum;
use serde_json::json;

use super::super::progress::Phase;
use super::super::terminal::{Exit, Failure, Outcome, Terminal};
use super::Args;
use crate::inventory::fds::plain::{self, Column};
use crate::inventory::fds::{self, Codes, Fd};
use crate::say;

/// How dependencies are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One a line: `a, b -> c`
    #[default]
    Text,
    /// `{"columns": […], "fds": [[[lhs…], rhs], …]}`
    Json,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let Some(path) = &args.path else {
        return Err(Failure::new(say!(fr "aucun fichier", en "no file"))
            .help(say!(fr "merisier debug fds FICHIER.csv", en "merisier debug fds FILE.csv")));
    };
    let table = plain::read(path).map_err(|error| Failure::io(path, &error))?;
    let found = discover(&table, args, path, terminal)?;
    terminal.data(&match args.format {
        Format::Text => text(&table, &found),
        Format::Json => json(&table, &found),
    })?;
    Ok(Exit::Done)
}

fn discover(table: &[Column], args: &Args, path: &Path, terminal: Terminal) -> Result<Vec<Fd>, Failure> {
    let columns: Vec<Codes<'_>> = table.iter().map(Column::as_codes).collect();
    let max_lhs = if args.max_lhs == 0 { columns.len() } else { args.max_lhs };
    let phase = Phase::begin(terminal, say!(fr "dépendances", en "dependencies"));
    let progress = |done: usize, of: usize| phase.at(&format!("{done}/{of}"));
    let found = match args.approx {
        Some(error) => Some(fds::approximate(&columns, max_lhs, error, progress)),
        None => fds::exact(&columns, max_lhs, progress),
    };
    let too_wide = || {
        let (columns, most) = (columns.len(), fds::MAX_COLUMNS);
        Failure::new(say!(
            fr "{0} a {columns} colonnes, plus que les {most} que l'on sait chercher",
            en "{0} has {columns} columns, more than the {most} that can be searched", path.display()
        ))
        .help(say!(fr "gardez les colonnes utiles", en "keep the columns that matter"))
    };
    found.ok_or_else(too_wide)
}

fn text(table: &[Column], found: &[Fd]) -> String {
    let line = |fd: &Fd| format!("{} -> {}\n", names(table, &fd.lhs).join(", "), name(table, fd.rhs));
    found.iter().map(line).collect()
}

fn json(table: &[Column], found: &[Fd]) -> String {
    let columns: Vec<&str> = table.iter().map(|column| column.name.as_str()).collect();
    let fds: Vec<_> = found.iter().map(|fd| json!([names(table, &fd.lhs), name(table, fd.rhs)])).collect();
    format!("{}\n", json!({ "columns": columns, "fds": fds }))
}

fn names<'t>(table: &'t [Column], columns: &[usize]) -> Vec<&'t str> {
    columns.iter().map(|column| name(table, *column)).collect()
}

fn name(table: &[Column], column: usize) -> &str {
    table.get(column).map_or("", |column| column.name.as_str())
}
