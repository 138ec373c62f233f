//! `merisier doc`: the dossier that a client reads and signs, as a page or as a PDF.
//!
//! A PDF is that page printed by a Chromium that is on the machine: it lays out a long text with its figures as on screen.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::project::{self, Project};
use super::terminal::{Exit, Failure, Outcome, Terminal};
use super::{check, chromium, git, inventory, language, migrate, migrations, pdf};
use crate::diag::{Lang, Text};
use crate::diagram::album::{Sheet, album};
use crate::diagram::compose::compose;
use crate::diagram::positions::Positions;
use crate::diagram::view::{self, Detail};
use crate::dossier::{self, Changes, Dossier, Figure};
use crate::driver::{Checked, check_model};
use crate::inventory::coverage::{Coverage, coverage};
use crate::inventory::matching::match_tables;
use crate::inventory::read::Reading;
use crate::mcd::Mcd;
use crate::migrate::{Side, difference, told};
use crate::{output, say};

/// Write the dossier that a client reads and signs
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier doc examples/artisan -o dossier.html\nmerisier doc cabinet -o dossier.pdf --since v1.0"
)]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// Where the dossier goes; its extension says its form: html, pdf
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Say what changed since this git revision; since the last migration unless given
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// The folder or file of CSV and XLSX data; the files that the source blocks name unless given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The form that the extension asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Pdf,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let form = form_of(&args.output)?;
    // Asked first: nobody waits for a dossier that can't be printed.
    let printer = match form {
        Form::Pdf => Some(chromium::find()?),
        Form::Html => None,
    };
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    let lang = language::of_document(terminal, checked.mcd.crm.locale);
    let covered = covered(args, &project, &checked.mcd, terminal)?;
    let mut dossier = Dossier {
        mcd: &checked.mcd,
        sources: &checked.sources,
        lang,
        revision: git::recorded(&project.files).map_or(String::new(), |commit| commit.name),
        date: today(),
        figures: figures(&project, &checked.mcd, lang),
        coverage: covered.as_ref(),
        changes: changes(args, &project, &checked, lang, terminal)?,
        pages: None,
    };
    let bytes = match printer {
        None => dossier::html(&dossier).into_bytes(),
        Some(chromium) => printed(&mut dossier, &chromium)?,
    };
    output::replace_file(&args.output, &bytes).map_err(|error| super::terminal::not_written(&error))?;
    Ok(Exit::Done)
}

/// Printed twice: the first time says on which page everything is, for the contents.
fn printed(dossier: &mut Dossier<'_>, chromium: &chromium::Chromium) -> Result<Vec<u8>, Failure> {
    dossier.pages = Some(BTreeMap::new());
    let first = chromium.print(&dossier::html(dossier))?;
    dossier.pages = Some(pdf::pages_of_places(&first));
    chromium.print(&dossier::html(dossier))
}

fn form_of(path: &Path) -> Result<Form, Failure> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("html") => Ok(Form::Html),
        Some("pdf") => Ok(Form::Pdf),
        _ => Err(Failure::new(say!(
            fr "{0} : cette extension ne dit pas quelle forme écrire", en "{0}: this extension doesn't say which form to write", path.display()
        ))
        .help(say!(fr "extensions connues : .html, .pdf", en "known extensions: .html, .pdf"))),
    }
}

/// The day of the dossier: `SOURCE_DATE_EPOCH` where it is set, so that a dossier can be made again byte for byte.
pub(super) fn today() -> String {
    let asked = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<i64>().ok());
    let now = || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or_default()
    };
    chrono::DateTime::from_timestamp(asked.unwrap_or_else(now), 0)
        .map_or(String::new(), |day| day.format("%Y-%m-%d").to_string())
}

/// The whole model; a large one by its areas: an overview, then each.
fn figures(project: &Project, mcd: &Mcd, lang: Lang) -> Vec<Figure> {
    let kept = super::page::positions_beside(project).and_then(|file| fs::read_to_string(file).ok());
    let positions = Positions::read(&kept.unwrap_or_default());
    let whole = view::mcd(mcd, Detail::All);
    let title = say!(fr "Vue d’ensemble", en "Overview").get(lang).to_owned();
    let kept = |name: &str| positions.of(&format!("mcd/{name}")).cloned();
    let mut figures: Vec<Figure> = Vec::new();
    if view::places(&whole).len() > 1 {
        let figure = |sheet: Sheet| Figure { title: sheet.name, scene: sheet.scene };
        figures.extend(album(&whole, None, kept).into_iter().map(figure));
    }
    // The areas' overview comes first; a small model is shown whole instead.
    let is_small = whole.boxes.len() <= MOST_IN_FULL || figures.is_empty();
    let overview = is_small.then(|| compose(&view::chips(&whole), positions.of("mcd")).scene);
    match (overview, figures.first_mut()) {
        (Some(scene), Some(first)) => *first = Figure { title, scene },
        (Some(scene), None) => figures.push(Figure { title, scene }),
        (None, Some(first)) => first.title = title,
        (None, None) => {}
    }
    figures
}

/// The most boxes that one figure shows, where there are areas.
const MOST_IN_FULL: usize = 40;

/// The coverage of the documents that the model names; their files are read where they are there.
fn covered(args: &Args, project: &Project, mcd: &Mcd, terminal: Terminal) -> Result<Option<Coverage>, Failure> {
    let reading = match &args.data {
        Some(data) => inventory::read_data(Some(data), Some(project), Some(mcd), terminal)?,
        None if inventory::named_by_sources(project, mcd).iter().any(|file| file.exists()) => {
            inventory::read_data(None, Some(project), Some(mcd), terminal)?
        }
        None => Reading::default(),
    };
    if reading.tables.is_empty() && mcd.inventory.sources.is_empty() {
        return Ok(None);
    }
    Ok(Some(coverage(mcd, &reading.tables, &match_tables(mcd, &reading.tables))))
}

/// What changed since a git revision, or else since the last migration; none where there is neither.
fn changes(
    args: &Args,
    project: &Project,
    now: &Checked,
    lang: Lang,
    terminal: Terminal,
) -> Result<Option<Changes>, Failure> {
    let (since, before) = match &args.since {
        Some(revision) => {
            let reader = git::At { commit: revision.clone(), paths: git::Paths::OnDisk, lang: terminal.lang };
            let before = check_model(&project.files, &reader);
            if !before.passes() {
                return Err(not_a_model(revision));
            }
            (
                git::dated(&project.files, revision)
                    .map_or_else(|| revision.clone(), |commit| version(revision, &commit, lang)),
                Some(before),
            )
        }
        None => {
            let since: Text = say!(fr "la dernière migration", en "the last migration");
            (since.get(lang).to_owned(), migrations::last_migrated(&project.app)?)
        }
    };
    let Some(Checked { mcd, sources, .. }) = before else { return Ok(None) };
    let answers = migrate::answers_beside(project.files.first().map(Path::new), &[], terminal)?.all();
    let (old, new) = (Side { mcd: &mcd, sources: &sources }, Side { mcd: &now.mcd, sources: &now.sources });
    let found = difference(old, new, &answers);
    let mut items: Vec<String> =
        found.items.iter().map(|item| told(&item.change, &found, old, new).get(lang).to_owned()).collect();
    // What is still to be answered is the consultant's: `merisier diff` asks it.
    items.iter_mut().for_each(|item| *item = capital(item));
    Ok(Some(Changes { since, items }))
}

/// A past state as a client knows it: by its day, and by its name where that was chosen for it.
fn version(revision: &str, commit: &git::Commit, lang: Lang) -> String {
    let day = dossier::day(&commit.date, lang);
    let is_chosen = !revision.starts_with("HEAD") && !revision.contains(['~', '^', '@', ':']);
    let name = if is_chosen { revision } else { &commit.name };
    say!(fr "la version du {day} ({name})", en "the version of {day} ({name})").get(lang).to_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn not_a_model(revision: &str) -> Failure {
    Failure::new(say!(
        fr "la révision {revision} n'a pas de modèle correct à cet endroit",
        en "revision {revision} has no sound model at that place"
    ))
    .help(say!(
        fr "donnez une étiquette, une branche ou un commit où le modèle était correct : git log -- modele.mcd",
        en "give a tag, a branch or a commit where the model was sound: git log -- model.mcd"
    ))
}
