//! `merisier build`: generates or regenerates the application, and says what it did to the files.

use std::path::{Path, PathBuf};

use super::check;
use super::migrations::{Folder, Next, Now};
use super::progress::Phase;
use super::project::{self, Project};
use super::terminal::{Exit, Failure, Outcome, Terminal, not_written};
use crate::app;
use crate::diag::Lang;
use crate::diagram::positions::Positions;
use crate::driver::{Checked, picture};
use crate::mld;
use crate::output::{self, OutputTree, Report};
use crate::say;

/// Generate or regenerate the application
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier build examples/artisan\nmerisier build examples/artisan -o /tmp/artisan")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// Where the application goes; what merisier.yaml says unless given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What came of a building.
pub(super) struct Built {
    /// The folders where the model's files lie.
    pub(super) folders: Vec<PathBuf>,
    /// How it ended.
    pub(super) ending: Ending,
}

/// How a building ended; what is wrong was said.
pub(super) enum Ending {
    /// What was done to the files.
    Written(Report),
    /// The model has errors: nothing was written.
    Refused,
    /// Something must be answered before the data can follow the model: nothing was written.
    Asked,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let app = args.output.as_deref().unwrap_or(&project.app);
    Ok(match build(&project, app, terminal)?.ending {
        Ending::Written(report) if report.conflicts.is_empty() => Exit::Done,
        _ => Exit::Problems,
    })
}

/// Checks the model and generates into `app`.
pub(super) fn build(project: &Project, app: &Path, terminal: Terminal) -> Result<Built, Failure> {
    let phase = Phase::begin(terminal, say!(fr "modèle", en "model"));
    let checked = check::checked(project, terminal.lang);
    let folders = folders(project, &checked);
    let Some(checked) = check::sound(checked, terminal) else {
        phase.failed();
        return Ok(Built { folders, ending: Ending::Refused });
    };
    phase.done(check::size(&checked).get(terminal.lang));
    check::say_warnings(&checked, terminal);
    let phase = Phase::begin(terminal, say!(fr "application dans {0}", en "application in {0}", app.display()));
    let tables = mld::lower(&checked.mcd, mld::Options { keys: project.settings.keys });
    let mut tree = generate(project, &checked, &tables)?;
    let now = Now { project, checked: &checked, tables: &tables };
    let mut migrations = Folder::read(app)?;
    let answers = super::migrate::answers_beside(project.files.first().map(Path::new), &[], terminal)?;
    // They are written with all the rest, or not at all.
    match migrations.next(&now, &answers, None, terminal)? {
        Next::Asked => {
            phase.failed();
            terminal.talk(&say!(
                fr "répondez dans changes.mcd, puis recommencez : rien n'a été écrit",
                en "answer in changes.mcd, then try again: nothing was written"
            ));
            return Ok(Built { folders, ending: Ending::Asked });
        }
        Next::First(files) => files.into_iter().for_each(|(path, text)| tree.generated(path, text)),
        Next::Nothing(_) => {}
        Next::Written(names) => super::migrate::said_written(&names, terminal),
    }
    migrations.keep_in(&mut tree);
    let report = output::write(&tree, app).map_err(|error| not_written(&error))?;
    phase.done(&summary(&report, terminal.lang));
    say_what_was_edited(&report, terminal);
    Ok(Built { folders, ending: Ending::Written(report) })
}

fn generate(project: &Project, checked: &Checked, tables: &mld::Mld) -> Result<OutputTree, Failure> {
    let options = app::Options { database: project.settings.database.dialect() };
    let positions = super::page::positions_beside(project).and_then(|file| std::fs::read_to_string(file).ok());
    let positions = Positions::read(&positions.unwrap_or_default());
    let diagram = picture(&checked.mcd, positions.of("mcd"));
    app::generate_illustrated(&checked.mcd, tables, &options, diagram).map_err(|error| {
        Failure::new(
            say!(fr "un gabarit de Merisier est fautif : {error}", en "a template of Merisier is wrong: {error}"),
        )
        .help(say!(fr "merci de signaler ce défaut avec votre modèle", en "please report this fault with your model"))
    })
}

fn summary(report: &Report, lang: Lang) -> String {
    let Report { written, removed, unchanged, .. } = report;
    let (written, removed) = (written.len(), removed.len());
    let text = match report.changed_anything() {
        false => say!(fr "rien à changer", en "nothing to change"),
        true => say!(
            fr "fichiers écrits : {written}, retirés : {removed}, inchangés : {unchanged}",
            en "files written: {written}, removed: {removed}, unchanged: {unchanged}"
        ),
    };
    text.get(lang).to_owned()
}

fn say_what_was_edited(report: &Report, terminal: Terminal) {
    for path in &report.conflicts {
        terminal.talk(&say!(
            fr "  {path} : vous l'avez modifié là où il change : les deux versions sont à côté ; reprenez-en ce que vous voulez, puis supprimez {path}.new",
            en "  {path}: you edited it where it changes: both versions are beside it; take from it what you want, then remove {path}.new"
        ));
    }
    for path in &report.merged {
        terminal.talk(&say!(
            fr "  {path} : votre modification et la nouvelle version sont réunies",
            en "  {path}: your edit and the new version are merged"
        ));
    }
    for path in &report.edited {
        terminal.talk(&say!(fr "  {path} : votre modification est gardée", en "  {path}: your edit is kept"));
    }
    for path in &report.orphans {
        terminal.talk(&say!(
            fr "  {path} : n'est plus généré, mais vous l'avez modifié : supprimez-le s'il ne sert plus",
            en "  {path}: no longer generated, but you edited it: remove it if it serves no more"
        ));
    }
}

/// Where a save of the model is seen: the folders of its settings and of every file read.
fn folders(project: &Project, checked: &Checked) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = project.watched.clone();
    folders.extend(checked.sources.iter().map(|(_, file)| project::folder_of(Path::new(&file.name)).to_owned()));
    folders.sort();
    folders.dedup();
    folders
}
