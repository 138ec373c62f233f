//! `merisier diff`: what changed from one model to another, in the words of the business.

use std::path::{Path, PathBuf};

use super::terminal::{CYAN, Exit, GREEN, Outcome, PLAIN, RED, Terminal};
use super::{check, migrate, project};
use crate::diag::{Lang, Severity, Text};
use crate::migrate::{Danger, Difference, Side, difference, words};
use crate::say;

/// Say what changed from one model to another
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier diff cabinet-v1.mcd cabinet.mcd")]
pub(super) struct Args {
    /// The model before: a .mcd file or a folder
    old: PathBuf,
    /// The model after: a .mcd file or a folder
    new: PathBuf,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let old = project::open(Some(&args.old))?;
    let new = project::open(Some(&args.new))?;
    let Some(before) = check::sound_model(&old, terminal) else { return Ok(Exit::Problems) };
    let Some(after) = check::sound_model(&new, terminal) else { return Ok(Exit::Problems) };
    let answers = migrate::answers_beside(new.files.first().map(Path::new), &[], terminal)?;
    let (old, new) =
        (Side { mcd: &before.mcd, sources: &before.sources }, Side { mcd: &after.mcd, sources: &after.sources });
    let found = difference(old, new, &answers);
    terminal.data(&listed(&found, &[], old, new, terminal.lang))?;
    Ok(Exit::Done)
}

/// The changes, one a line, worst first, with how many rows some would lose; then what must be answered.
pub(super) fn listed(found: &Difference, lost: &[(usize, u64)], old: Side<'_>, new: Side<'_>, lang: Lang) -> String {
    if found.items.is_empty() && found.problems.is_empty() {
        return format!("{}\n", say!(fr "aucun changement", en "no change").get(lang));
    }
    let mut out = String::new();
    for (at, item) in found.items.iter().enumerate() {
        let text = words(&item.change, old.mcd, new.mcd);
        let (colour, mark) = mark(item.danger);
        let lost = lost.iter().find(|(place, _)| *place == at).map(|(_, rows)| would_lose(*rows, lang));
        out.push_str(&format!("{colour}{}{PLAIN} {}{}\n", mark.get(lang), text.get(lang), lost.unwrap_or_default()));
    }
    for problem in found.problems.iter().filter(|problem| problem.kind.severity == Severity::Error) {
        out.push_str(&format!("\n{RED}{}{PLAIN} {}\n", problem.kind.code, problem.message.get(lang)));
        for help in &problem.helps {
            out.push_str(&format!("  {CYAN}→{PLAIN} {}\n", help.get(lang)));
        }
    }
    out
}

fn would_lose(rows: u64, lang: Lang) -> String {
    let text = match rows {
        0 => say!(fr " : ne perdrait rien", en ": would lose nothing"),
        1 => say!(fr " : perdrait 1 ligne", en ": would lose 1 row"),
        rows => say!(fr " : perdrait {rows} lignes", en ": would lose {rows} rows"),
    };
    text.get(lang).to_owned()
}

fn mark(danger: Danger) -> (&'static str, Text) {
    match danger {
        Danger::Loses => (RED, say!(fr "perte   ", en "loses   ")),
        Danger::Checks => (CYAN, say!(fr "vérifié ", en "checked ")),
        Danger::Safe => (GREEN, say!(fr "sûr     ", en "safe    ")),
    }
}
