//! `merisier mld`: the relational schema, in words or for a program.

use std::path::PathBuf;

use clap::ValueEnum;

use super::terminal::{Exit, Outcome, Terminal};
use super::{check, project};
use crate::mld;

/// Print the relational schema
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier mld examples/artisan --explain")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// Say where each table, key and column comes from, and which rule put it there
    #[arg(long)]
    explain: bool,
    /// The form: text, an HTML page, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Json,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    check::say_warnings(&checked, terminal);
    let mcd = &checked.mcd;
    let tables = mld::lower(mcd, mld::Options { keys: project.settings.keys });
    let text = match args.format {
        Format::Text if args.explain => mld::explain::explain(mcd, &tables, terminal.lang),
        Format::Text => mld::explain::summary(mcd, &tables),
        Format::Html => mld::to_html(mcd, &tables, terminal.lang),
        Format::Json => format!("{:#}\n", mld::to_json(mcd, &tables, terminal.lang)),
    };
    terminal.data(&text)?;
    Ok(Exit::Done)
}
