//! `merisier check`: everything wrong with a model, in one pass.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::project::{self, Files, Project};
use super::terminal::{Exit, Failure, GREEN, Outcome, PLAIN, Terminal, counted};
use super::{dependencies, inventory};
use crate::diag::{Diagnostic, Lang, Severity, Text, human, json, sarif, short, summary};
use crate::driver::{self, Checked, Reader};
use crate::inventory::dependencies::verdicts;
use crate::inventory::judge::{Data, judge};
use crate::inventory::read::Table;
use crate::inventory::report::text::problems;
use crate::source::{FileId, SourceMap};
use crate::{format, output, say};

/// Say everything that is wrong with a model, in one pass
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier check examples/artisan\nmerisier check examples/artisan --format sarif > artisan.sarif\nmerisier check cabinet --data exports"
)]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// The form of the messages
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Apply the fixes that are offered, then check again
    #[arg(long)]
    fix: bool,
    /// Show how normal forms are proved, with Armstrong's rules
    #[arg(long)]
    explain: bool,
    /// Also hold the model against the dependencies of these CSV and XLSX files
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    Sarif,
}

/// A fix may uncover a problem that has a fix; a model settles well before this many rounds.
const ROUNDS: usize = 10;

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let mut checked = if args.fix { fixed(&project, terminal)? } else { checked(&project, terminal.lang) };
    let mut unread = Vec::new();
    if let Some(data) = &args.data {
        let reading = inventory::read_data(Some(data), Some(&project), None, terminal)?;
        let by_rows = judged_by_rows(&project, &checked, &reading.tables, terminal)?;
        checked.diagnostics.extend(by_rows);
        unread = reading.problems;
    }
    if args.explain {
        checked.diagnostics.iter_mut().for_each(show_derivation);
    }
    terminal.data(&rendered(args.format, &checked.sources, &checked.diagnostics, terminal.lang))?;
    if matches!(args.format, Format::Human | Format::Short) {
        conclude(&checked, terminal);
    }
    terminal.talk_raw(&problems(&unread, terminal.lang));
    Ok(if checked.passes() && unread.is_empty() { Exit::Done } else { Exit::Problems })
}

/// What rows of files say of the model; of one with errors nothing, since these come first.
fn judged_by_rows(
    project: &Project,
    checked: &Checked,
    tables: &[Table],
    terminal: Terminal,
) -> Result<Vec<Diagnostic>, Failure> {
    if !checked.passes() {
        return Ok(Vec::new());
    }
    let (register, _) = dependencies::read_register(&dependencies::register_beside(Some(project)), terminal)?;
    let profile = dependencies::profiled(tables, terminal);
    let found = dependencies::search(tables, &profile, None, terminal);
    let data = Data { tables, found: &found, verdicts: &verdicts(&register, tables) };
    Ok(judge(&checked.mcd, data))
}

/// The proof becomes part of the advice.
fn show_derivation(diagnostic: &mut Diagnostic) {
    let proof = std::mem::take(&mut diagnostic.derivation);
    diagnostic.helps.extend(proof);
}

/// Reads and judges the model of a project.
pub(super) fn checked(project: &Project, lang: Lang) -> Checked {
    checked_by(project, &Files { lang })
}

/// The same, with the texts from elsewhere.
pub(super) fn checked_by(project: &Project, reader: &dyn Reader) -> Checked {
    let mut checked = driver::check_model(&project.files, reader);
    if let Some(locale) = project.settings.locale {
        checked.mcd.crm.locale = locale;
    }
    checked
}

/// The model of a project if it may be compiled; else its problems are said, and there is none.
pub(super) fn sound_model(project: &Project, terminal: Terminal) -> Option<Checked> {
    sound(checked(project, terminal.lang), terminal)
}

/// A model that was read, if it may be compiled; else its problems are said, and there is none.
pub(super) fn sound(checked: Checked, terminal: Terminal) -> Option<Checked> {
    if checked.passes() {
        return Some(checked);
    }
    let problems = without_hints(&checked);
    terminal.talk_raw(&human::render(&checked.sources, &problems, terminal.lang, true));
    terminal.talk_raw(&format!("{}\n", summary::render(&problems, terminal.lang)));
    None
}

/// Says the warnings of a model that may be compiled, a line each; `check` says more of them.
pub(super) fn say_warnings(checked: &Checked, terminal: Terminal) {
    let warnings = without_hints(checked);
    if !warnings.is_empty() {
        terminal.talk_raw(&short::render(&checked.sources, &warnings, terminal.lang));
        terminal.talk_raw(&format!("{}\n", summary::render(&warnings, terminal.lang)));
    }
}

/// Hints are shown by `check` alone.
fn without_hints(checked: &Checked) -> Vec<Diagnostic> {
    let problems = checked.diagnostics.iter().filter(|diagnostic| diagnostic.kind.severity != Severity::Hint);
    problems.cloned().collect()
}

fn rendered(format: Format, sources: &SourceMap, diagnostics: &[Diagnostic], lang: Lang) -> String {
    match format {
        Format::Human => human::render(sources, diagnostics, lang, true), // stdout takes the colours away where need be
        Format::Short => short::render(sources, diagnostics, lang),
        Format::Json => json::render(sources, diagnostics, lang),
        Format::Sarif => sarif::render(sources, diagnostics, lang),
    }
}

fn conclude(checked: &Checked, terminal: Terminal) {
    if !checked.diagnostics.is_empty() {
        return terminal.talk_raw(&format!("{}\n", summary::render(&checked.diagnostics, terminal.lang)));
    }
    let size = size(checked);
    terminal.talk(&Text {
        fr: format!("{GREEN}✓{PLAIN} rien à redire : {}", size.fr),
        en: format!("{GREEN}✓{PLAIN} no problem: {}", size.en),
    });
}

/// `14 entities, 1 relation`.
pub(super) fn size(checked: &Checked) -> Text {
    let entities = counted(checked.mcd.entities().count(), ["entité", "entités"], ["entity", "entities"]);
    let relations = counted(checked.mcd.relations().count(), ["relation", "relations"], ["relation", "relations"]);
    Text { fr: format!("{}, {}", entities.fr, relations.fr), en: format!("{}, {}", entities.en, relations.en) }
}

/// A fixed text, in the canonical form where the text before was: a fix doesn't align what it writes.
fn as_tidy<'t>(before: &str, after: &'t str) -> Cow<'t, str> {
    let canonical = |text: &str| format::format(FileId::default(), text).ok();
    match canonical(before).filter(|text| text == before).and_then(|_| canonical(after)) {
        Some(tidy) => Cow::Owned(tidy),
        None => Cow::Borrowed(after),
    }
}

fn fixed(project: &Project, terminal: Terminal) -> Result<Checked, Failure> {
    let mut total = 0;
    let mut now = checked(project, terminal.lang);
    for _ in 0..ROUNDS {
        let round = driver::apply_fixes(&now.sources, &now.diagnostics);
        if round.applied == 0 {
            break;
        }
        total += round.applied;
        for (file, text) in &round.texts {
            let Some(file) = now.sources.get(*file) else { continue };
            let path = Path::new(&file.name);
            let text = as_tidy(&file.text, text);
            output::replace_file(path, text.as_bytes()).map_err(|error| super::terminal::not_written(&error))?;
        }
        now = checked(project, terminal.lang);
    }
    terminal.talk(&say!(fr "corrections appliquées : {total}", en "fixes applied: {total}"));
    Ok(now)
}
