//! `merisier diff`: what changed from one model to another, in the words of the business or as a coloured diagram.
//!
//! Each model is a file, a folder, or `REVISION:PATH` in git. Writes no positions: a comparison must change nothing.

use std::path::{Path, PathBuf};

use super::check;
use super::diagram::{self, Form, KindArg, PageArg, ThemeArg};
use super::revision::{self, Opened};
use super::terminal::{CYAN, Exit, Failure, GREEN, Outcome, PLAIN, RED, Terminal};
use crate::diag::{Lang, Severity, Text};
use crate::diagram::positions::Positions;
use crate::diagram::revised;
use crate::diagram::scene::Scene;
use crate::diagram::view::{Kind, Lowered, Selection};
use crate::driver::Checked;
use crate::migrate::{Danger, Difference, Side, difference, told};
use crate::{mld, say};

/// Say what changed from one model to another, or draw it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier diff cabinet-v1.mcd cabinet.mcd\nmerisier diff HEAD~3:cabinet.mcd cabinet.mcd -o revision.svg"
)]
pub(super) struct Args {
    /// The model before: a .mcd file, a folder, or a git revision and a path
    old: PathBuf,
    /// The model after: the same
    new: PathBuf,
    /// Draw the change into this file; its extension says its form: svg, png, pdf, html for a page to explore
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What is drawn: the conceptual model, the tables, or the tables with crow's feet
    #[arg(long, value_enum, default_value_t, requires = "output")]
    kind: KindArg,
    /// The size on paper
    #[arg(long, value_enum, default_value_t, requires = "output")]
    page: PageArg,
    /// The colours
    #[arg(long, value_enum, default_value_t, requires = "output")]
    theme: ThemeArg,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let form = args.output.as_deref().map(diagram::picture).transpose()?;
    let (old, new) = (revision::open(&args.old)?, revision::open(&args.new)?);
    let Some(before) = check::sound(old.checked(terminal.lang), terminal) else { return Ok(Exit::Problems) };
    let Some(after) = check::sound(new.checked(terminal.lang), terminal) else { return Ok(Exit::Problems) };
    let answers = new.answers(terminal)?;
    let sides =
        [Side { mcd: &before.mcd, sources: &before.sources }, Side { mcd: &after.mcd, sources: &after.sources }];
    let found = difference(sides[0], sides[1], &answers);
    match (&args.output, form) {
        (Some(path), Some(Form::Html)) => {
            let html = page(args, [(&old, before), (&new, after)], &found, terminal);
            std::fs::write(path, html).map_err(|error| Failure::io(path, &error))?;
        }
        (Some(path), Some(form)) => {
            let scene = scene([&old, &new], sides, &found, args.kind.kind());
            let bytes = form.bytes(&[&scene], diagram::svg_options(args.theme, args.page))?;
            std::fs::write(path, bytes).map_err(|error| Failure::io(path, &error))?;
        }
        _ => terminal.data(&listed(&found, &[], sides[0], sides[1], terminal.lang))?,
    }
    Ok(Exit::Done)
}

fn positions(model: &Opened) -> Positions {
    Positions::read(&model.beside(diagram::POSITIONS_FILE).unwrap_or_default())
}

/// The page of the change, to be explored.
fn page(args: &Args, [old, new]: [(&Opened, Checked); 2], found: &Difference, terminal: Terminal) -> String {
    let side = |(opened, checked): (&Opened, Checked), given: &Path| {
        (checked, opened.options(), given.display().to_string(), positions(opened))
    };
    let sides = [side(old, &args.old), side(new, &args.new)];
    let look = (diagram::theme(args.theme), args.kind.kind());
    super::page::of_change(sides, found, look, terminal).unwrap_or_default()
}

/// The coloured revision, each box where it was.
fn scene(opened: [&Opened; 2], [old, new]: [Side<'_>; 2], found: &Difference, kind: Kind) -> Scene {
    let [past, now] = opened;
    let (before, after) = (mld::lower(old.mcd, past.options()), mld::lower(new.mcd, now.options()));
    let models = [Lowered { mcd: old.mcd, mld: &before }, Lowered { mcd: new.mcd, mld: &after }];
    let kept = opened.map(positions);
    let [past, now] = revised::places(models, found, [&kept[0], &kept[1]]);
    revised::draw(models, found, kind, [&past, &now], &Selection::default()).unwrap_or_default().1
}

/// The changes, one a line, worst first, with how many rows some would lose; then what must be answered.
pub(super) fn listed(found: &Difference, lost: &[(usize, u64)], old: Side<'_>, new: Side<'_>, lang: Lang) -> String {
    if found.items.is_empty() && found.problems.is_empty() {
        return format!("{}\n", say!(fr "aucun changement", en "no change").get(lang));
    }
    let mut out = String::new();
    for (at, item) in found.items.iter().enumerate() {
        let text = told(&item.change, found, old, new);
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
