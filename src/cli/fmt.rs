//! `merisier fmt`: the canonical form of a model's files.

use std::fs;
use std::path::{Path, PathBuf};

use super::project::{self, Files, Project};
use super::terminal::{Exit, Failure, Outcome, Terminal, not_written};
use crate::diag::human;
use crate::source::SourceMap;
use crate::{driver, format, output, say};

/// Write the model in its canonical form: aligned columns, every comment kept
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier fmt examples/artisan\nmerisier fmt --check examples/artisan")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// Change nothing; say which files aren't in the canonical form
    #[arg(long)]
    check: bool,
}

/// What became of one file.
enum Formatted {
    AsItWas,
    Changed,
    HasErrors,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let mut exit = Exit::Done;
    for file in files(&project, terminal) {
        match format_file(Path::new(&file), args.check, terminal)? {
            Formatted::AsItWas => {}
            Formatted::Changed => {
                terminal.data(&format!("{file}\n"))?;
                exit = if args.check { Exit::Problems } else { exit };
            }
            Formatted::HasErrors => exit = Exit::Problems,
        }
    }
    if args.check && exit == Exit::Problems {
        terminal.talk(&say!(fr "pour les mettre en forme : merisier fmt", en "to write them in form: merisier fmt"));
    }
    Ok(exit)
}

/// The files of the model, then those that they include.
fn files(project: &Project, terminal: Terminal) -> Vec<String> {
    let (sources, _) = driver::parse_model(&project.files, &Files { lang: terminal.lang });
    let included = sources.iter().map(|(_, file)| file.name.clone()).filter(|name| !project.files.contains(name));
    project.files.iter().cloned().chain(included).collect()
}

fn format_file(path: &Path, only_check: bool, terminal: Terminal) -> Result<Formatted, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    let mut sources = SourceMap::new();
    let file = sources.add(path.to_string_lossy(), text.as_str());
    match format::format(file, &text) {
        Err(diagnostics) => {
            terminal.talk_raw(&human::render(&sources, &diagnostics, terminal.lang, true));
            Ok(Formatted::HasErrors)
        }
        Ok(canonical) if canonical == text => Ok(Formatted::AsItWas),
        Ok(canonical) => {
            if !only_check {
                output::replace_file(path, canonical.as_bytes()).map_err(|error| not_written(&error))?;
            }
            Ok(Formatted::Changed)
        }
    }
}
