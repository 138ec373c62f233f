//! The command line: arguments in, exit code out. One file a command; none holds language logic.
//!
//! Exit codes: 0 done, 1 the model or the data has problems, 2 usage, files or environment.

mod applied;
mod audit;
mod build;
mod check;
mod chromium;
mod client;
mod debug;
mod dependencies;
mod diagram;
mod diff;
mod doc;
mod drift;
mod explain;
mod fmt;
mod french;
mod git;
mod given;
mod group;
mod help;
mod inventory;
mod language;
mod migrate;
mod migrations;
mod mld;
mod new;
mod page;
mod pdf;
mod progress;
mod project;
mod revision;
mod run;
mod settings;
mod sheets;
mod sql;
mod terminal;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use language::LangArg;
use terminal::{Exit, Failure, Outcome, Terminal};

/// From a Merise conceptual data model to a working, bespoke CRM
#[derive(Debug, Parser)]
#[command(name = "merisier", version, after_help = "merisier new cabinet\nmerisier run cabinet")]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// The language of messages; the environment's unless given
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<LangArg>,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Check(check::Args),
    Explain(explain::Args),
    Fmt(fmt::Args),
    Inventory(inventory::Args),
    Audit(audit::Args),
    Mld(mld::Args),
    Sql(sql::Args),
    Diff(diff::Args),
    Migrate(migrate::Args),
    Diagram(diagram::Args),
    Doc(doc::Args),
    Build(build::Args),
    Run(run::Args),
    Group(group::Args),
    Debug(debug::Args),
}

/// Runs the program on the arguments it was given.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let lang = language::choose(&args, |name| std::env::var(name).ok());
    let terminal = Terminal { lang, is_asked: language::is_asked(&args) };
    let parsed = help::in_language(Cli::command(), lang)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => ExitCode::from(finish(execute(cli.command, terminal), terminal)),
        Err(error) => ExitCode::from(usage::report(&error, terminal)),
    }
}

fn execute(command: Command, terminal: Terminal) -> Outcome {
    match command {
        Command::New(args) => new::run(&args, terminal),
        Command::Check(args) => check::run(&args, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::Build(args) => build::run(&args, terminal),
        Command::Run(args) => run::run(&args, terminal),
        Command::Fmt(args) => fmt::run(&args, terminal),
        Command::Inventory(args) => inventory::run(&args, terminal),
        Command::Audit(args) => audit::run(&args, terminal),
        Command::Mld(args) => mld::run(&args, terminal),
        Command::Sql(args) => sql::run(&args, terminal),
        Command::Diff(args) => diff::run(&args, terminal),
        Command::Migrate(args) => migrate::run(&args, terminal),
        Command::Group(args) => group::run(&args, terminal),
        Command::Diagram(args) => diagram::run(&args, terminal),
        Command::Doc(args) => doc::run(&args, terminal),
        Command::Debug(args) => debug::run(&args, terminal),
    }
}

fn finish(outcome: Outcome, terminal: Terminal) -> u8 {
    match outcome {
        Ok(Exit::Done) | Err(Failure::NobodyReads) => 0,
        Ok(Exit::Problems) => 1,
        Err(Failure::Refused { message, helps }) => {
            terminal.refuse(&message, &helps);
            2
        }
    }
}

/// The whole command as clap sees it, for the test that each argument has its French words.
#[cfg(test)]
fn command() -> clap::Command {
    Cli::command()
}
