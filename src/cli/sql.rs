//! `merisier sql`: the whole creation script, for the database's own client.

use std::path::PathBuf;

use super::settings::Database;
use super::terminal::{Exit, Outcome, Terminal};
use super::{check, project};
use crate::{mld, sql};

/// Print the whole creation script of the database
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier sql examples/artisan --dialect postgres | psql artisan")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// The database; what merisier.yaml says unless given
    #[arg(long, value_enum)]
    dialect: Option<Database>,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    check::say_warnings(&checked, terminal);
    let tables = mld::lower(&checked.mcd, mld::Options { keys: project.settings.keys });
    let dialect = args.dialect.unwrap_or(project.settings.database).dialect();
    let statements = sql::create_script(sql::Schema { mcd: &checked.mcd, mld: &tables }, dialect);
    terminal.data(&sql::script(&statements, dialect))?;
    Ok(Exit::Done)
}
