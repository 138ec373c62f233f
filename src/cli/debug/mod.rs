//! `merisier debug`: any stage of the pipeline as text, for people who work on Merisier and for snapshots.

mod cases;
mod draft;
mod fds;
mod forms;
mod layout;

use std::path::PathBuf;

use clap::ValueEnum;

use super::check;
use super::project::{self, Files};
use super::terminal::{Exit, Failure, Outcome, Terminal};
use crate::{driver, mld, say, sql};

/// Print a stage of the pipeline, for people who work on Merisier
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier debug mld examples/artisan\nmerisier debug fds sales.csv --max-lhs 2 --format json")]
pub(super) struct Args {
    /// The stage
    #[arg(value_enum)]
    stage: Stage,
    /// A .mcd file or a folder, the current folder unless given; for forms, draft and layout, a .json file
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
    /// layout: an earlier layout, whose boxes stay where they are
    #[arg(long, value_name = "LAYOUT")]
    keep: Option<PathBuf>,
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
    /// Keys, normal forms and decompositions of cases of dependencies
    Forms,
    /// The conceptual draft of cases of dependencies
    Draft,
    /// Where the boxes and lines of a graph go
    Layout,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    match (args.stage, args.path.as_deref()) {
        (Stage::Fds, _) => fds::run(args, terminal),
        (Stage::Forms, Some(path)) => forms::run(path, terminal),
        (Stage::Draft, Some(path)) => draft::run(path, terminal),
        (Stage::Forms, None) => Err(needs_a_file("forms")),
        (Stage::Draft, None) => Err(needs_a_file("draft")),
        (Stage::Layout, Some(path)) => layout::run(path, args.keep.as_deref(), terminal),
        (Stage::Layout, None) => Err(needs_a_file("layout")),
        _ => of_model(args, terminal),
    }
}

fn needs_a_file(stage: &str) -> Failure {
    Failure::new(say!(fr "il manque le fichier de cas", en "the file of cases is missing"))
        .help(say!(fr "merisier debug {stage} CAS.json", en "merisier debug {stage} CASES.json"))
}

/// A JSON list, one element a line.
fn json_list(elements: &[String]) -> String {
    if elements.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", elements.join(",\n")) }
}

fn of_model(args: &Args, terminal: Terminal) -> Outcome {
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
        Stage::Ast | Stage::Draft | Stage::Fds | Stage::Forms | Stage::Layout | Stage::Mcd => format!("{mcd:#?}\n"),
    };
    terminal.data(&text)?;
    Ok(Exit::Done)
}
