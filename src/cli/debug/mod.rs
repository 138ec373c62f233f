//! `merisier debug`: any stage of the pipeline as text, for people who work on Merisier and for snapshots.

mod fds;

use std::path::PathBuf;

use clap::ValueEnum;

use super::check;
use super::project::{self, Files};
use super::terminal::{Exit, Outcome, Terminal};
use crate::{driver, mld, sql};

/// Print a stage of the pipeline, for people who work on Merisier
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier debug mld examples/artisan\nmerisier debug fds sales.csv --max-lhs 2 --format json")]
pub(super) struct Args {
    /// The stage
    #[arg(value_enum)]
    stage: Stage,
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// fds: the most columns on the left of a dependency; 0 for any number
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_lhs: usize,
    /// fds: the share of rows that may break a dependency, such as 0.01
    #[arg(long, value_name = "E")]
    approx: Option<f64>,
    /// fds: how they are printed
    #[arg(long, value_enum, default_value_t)]
    format: fds::Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The syntax trees, as read
    Ast,
    /// The conceptual model, resolved
    Mcd,
    /// How each relation passes to the tables
    Decisions,
    /// The physical relational model
    Mld,
    /// The typed statements of the creation script
    Sql,
    /// The functional dependencies of a CSV file, taken literally
    Fds,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    if args.stage == Stage::Fds {
        return fds::run(args, terminal);
    }
    let project = project::open(args.path.as_deref())?;
    if args.stage == Stage::Ast {
        let (_, parsed) = driver::parse_model(&project.files, &Files { lang: terminal.lang });
        terminal.data(&format!("{parsed:#?}\n"))?;
        return Ok(Exit::Done);
    }
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    let mcd = &checked.mcd;
    let tables = || mld::lower(mcd, mld::Options { keys: project.settings.keys });
    let text = match args.stage {
        Stage::Decisions => format!("{:#?}\n", mld::decide::decide(mcd)),
        Stage::Mld => format!("{:#?}\n", tables()),
        Stage::Sql => {
            let schema = sql::Schema { mcd, mld: &tables() };
            format!("{:#?}\n", sql::create_script(schema, project.settings.database.dialect()))
        }
        Stage::Ast | Stage::Fds | Stage::Mcd => format!("{mcd:#?}\n"),
    };
    terminal.data(&text)?;
    Ok(Exit::Done)
}
