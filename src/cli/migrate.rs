//! `merisier migrate`: from the model as last migrated to the model as it is, as migration files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::client::{self, Address};
use super::diff::listed;
use super::given::{Given, noted};
use super::migrations::{Folder, Next, Now};
use super::terminal::{Exit, Failure, Outcome, Terminal};
use super::{applied, check, drift, project};
use crate::migrate::{Answers, Model, Plan, Side, losses, not_an_answer};
use crate::sql::{Dialect, ROWS_SHOWN};
use crate::{mld, say};

/// The file beside the model that holds the answers.
pub(super) const ANSWERS_FILE: &str = "changes.mcd";

/// Write the next migration: what the change of the model does to the data
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier migrate cabinet --plan\nmerisier migrate cabinet --answer 'drop field Client.fax'")]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// What the migration is called; its first change unless given
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Only say what would be done, worst first
    #[arg(long, group = "look")]
    plan: bool,
    /// An answer, as a line of changes.mcd; may be given several times
    #[arg(long = "answer", value_name = "LINE")]
    answers: Vec<String>,
    /// With --plan: say how many rows would be lost or refused in this database; with --withdraw: refuse if it has the migration
    #[arg(long, value_name = "URL", requires = "look")]
    database: Option<String>,
    /// Hold the migration against the data of this database, and change nothing
    #[arg(long, value_name = "URL")]
    check_data: Option<String>,
    /// Say how the tables of this database, and the migrations it had, differ from those of the model as last migrated
    #[arg(long, value_name = "URL")]
    drift: Option<String>,
    /// Make the migrations that another branch added again, after those of this one
    #[arg(long)]
    rebase: bool,
    /// Take the last migration back, which no database has yet: its files go, and the model is again one change ahead
    #[arg(long, group = "look", conflicts_with_all = ["check_data", "drift", "rebase"])]
    withdraw: bool,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    let tables = mld::lower(&checked.mcd, mld::Options { keys: project.settings.keys });
    let now = Now { project: &project, checked: &checked, tables: &tables };
    let mut folder = Folder::read(&project.app)?;
    let mut answers = answers_beside(project.files.first().map(Path::new), &args.answers, terminal)?;
    if let Some(url) = &args.drift {
        return drifted(&folder, &now, url, terminal);
    }
    if args.withdraw {
        return withdraw(&folder, &now, args.database.as_deref(), terminal);
    }
    if let Some(url) = &args.check_data
        && let Some((before, answered)) = before_pending(&folder, &now, &answers, url)?
    {
        (folder, answers) = (before, answered);
    }
    if args.plan || args.check_data.is_some() {
        let url = args.check_data.as_deref().or(args.database.as_deref());
        return planned(&folder, &now, &answers, url, terminal);
    }
    let mut aside = Vec::new();
    if args.rebase {
        let (more, gone) = folder.rebase()?;
        answers.anew.extend(more);
        aside = gone;
        for name in &aside {
            terminal.talk(&say!(
                fr "{name} : mise de côté dans .merisier/rebased ; une base qui l'a déjà est refusée au démarrage tant qu'elle n'y est pas défaite ({name}.down.sql)",
                en "{name}: put aside in .merisier/rebased; a database that has it already is refused at start until it is undone there ({name}.down.sql)"
            ));
        }
    }
    match folder.write_next(&now, &answers, args.name.as_deref(), terminal)? {
        Next::Asked => Ok(Exit::Problems),
        Next::First(_) => Err(none_yet()),
        Next::Nothing(notes) => {
            terminal.talk_raw(&notes);
            terminal.talk(&match aside.is_empty() {
                true => say!(fr "aucune table ne change", en "no table changes"),
                false => say!(
                    fr "rien ne la remplace : le modèle ne demande rien de plus que les autres migrations ; si elle faisait autre chose, dites-le au modèle, ou reprenez-la de .merisier/rebased",
                    en "nothing takes its place: the model asks for no more than the other migrations do; if it did something else, say so in the model, or take it back from .merisier/rebased"
                ),
            });
            Ok(Exit::Done)
        }
        Next::Written(names) => {
            said_written(&names, terminal);
            Ok(Exit::Done)
        }
    }
}

/// Takes the last migration back.
fn withdraw(folder: &Folder, now: &Now<'_>, url: Option<&str>, terminal: Terminal) -> Outcome {
    let names = folder.before_last().map(|(_, names)| names).unwrap_or_default();
    if let Some(url) = url {
        let there = applied::names(now.project.settings.database.dialect(), &Address::read(url)?).unwrap_or_default();
        if let Some(name) = names.iter().rev().find(|name| there.contains(name)) {
            return Err(Failure::new(say!(fr "cette base a déjà {name}", en "this database has {name} already")).help(say!(
                fr "défaites-la d'abord ({name}.down.sql), ou changez encore le modèle : ce sera la migration suivante",
                en "undo it first ({name}.down.sql), or change the model again: it will be the next migration"
            )));
        }
    }
    for name in folder.withdraw()? {
        terminal.talk(&say!(fr "migration retirée : {name}", en "migration withdrawn: {name}"));
    }
    Ok(Exit::Done)
}

/// The folder as a database knows it, where it hasn't had the last migration yet: what is judged is that migration too, with what it was told.
fn before_pending(
    folder: &Folder,
    now: &Now<'_>,
    given: &Given,
    url: &str,
) -> Result<Option<(Folder, Given)>, Failure> {
    let Some(there) = applied::names(now.project.settings.database.dialect(), &Address::read(url)?) else {
        return Ok(None);
    };
    let pending: Vec<&str> = folder
        .files
        .iter()
        .map(|files| files.name.as_str())
        .filter(|name| !there.iter().any(|one| one == name))
        .collect();
    let (Some(first), Some((before, names))) = (pending.first(), folder.before_last()) else { return Ok(None) };
    folder.sound()?;
    if pending != names {
        return Err(Failure::new(say!(
            fr "cette base n'a encore ni {first} ni les suivantes : des données se jugent à un changement près",
            en "this database has neither {first} nor those after it yet: data is judged one change away"
        ))
        .help(say!(
            fr "démarrez l'application sur une copie de la base : elle s'arrête à la première qui ne passe pas, et dit pourquoi",
            en "start the application on a copy of the database: it stops at the first that doesn't go through, and says why"
        )));
    }
    let mut given = given.clone();
    let mut told = folder.answers_of(&names);
    told.lines.retain(|(_, line)| given.standing.lines.iter().all(|(_, other)| other != line));
    given.anew.extend(told);
    Ok(Some((before, given)))
}

fn none_yet() -> Failure {
    Failure::new(say!(fr "aucune migration encore", en "no migration yet"))
        .help(say!(fr "merisier build écrit la première avec l'application", en "merisier build writes the first with the application"))
}

/// Says which migrations were written.
pub(super) fn said_written(names: &[String], terminal: Terminal) {
    for name in names {
        terminal.talk(&say!(fr "migration écrite : {name}", en "migration written: {name}"));
    }
}

fn planned(folder: &Folder, now: &Now<'_>, given: &Given, url: Option<&str>, terminal: Terminal) -> Outcome {
    folder.sound()?;
    folder.same_engine(now)?;
    let fresh = given.fresh(folder);
    let Some((old, plan)) = folder.plan(now, &fresh.answers, terminal.lang)? else {
        terminal.talk(&say!(
            fr "aucune migration encore : merisier migrate écrit la première",
            en "no migration yet: merisier migrate writes the first"
        ));
        return Ok(Exit::Done);
    };
    let before = Side { mcd: &old.mcd, sources: &old.sources };
    let after = Side { mcd: &now.checked.mcd, sources: &now.checked.sources };
    let lost = match url {
        Some(url) => lost(&old, &plan, now.project.settings.database.dialect(), url)?,
        None => Vec::new(),
    };
    terminal.data(&listed(&plan.difference, &lost, before, after, terminal.lang))?;
    terminal.talk_raw(&noted(&plan.difference, &fresh.spent, terminal.lang));
    if !plan.difference.is_answered() {
        return Ok(Exit::Problems);
    }
    terminal.talk(&match (plan.steps.is_empty(), plan.exact) {
        (true, _) => say!(fr "aucune table ne change", en "no table changes"),
        (false, true) => say!(fr "retour : exact", en "way back: exact"),
        (false, false) => say!(
            fr "retour : ce qui part est gardé dans des tables archive_*, et remis ; ce qui change ensuite sur ces champs est perdu",
            en "way back: what goes is kept in archive_* tables, and put back; what changes there afterwards is lost"
        ),
    });
    match url {
        Some(url) => held_against(&plan, url, terminal),
        None => Ok(Exit::Done),
    }
}

/// How many rows each change that loses something would lose there.
fn lost(old: &Model, plan: &Plan, dialect: Dialect, url: &str) -> Result<Vec<(usize, u64)>, Failure> {
    // What an answer chose is counted as chosen.
    let is_chosen = |at: usize| plan.left.iter().any(|(other, _)| *other == at);
    let others = losses(old, &plan.difference, dialect).into_iter().filter(|(at, _)| !is_chosen(*at));
    let queries: Vec<(usize, String)> = plan.left.iter().cloned().chain(others).collect();
    if queries.is_empty() {
        return Ok(Vec::new());
    }
    let script: String = queries.iter().map(|(_, query)| format!("{query};\n")).collect();
    let found = client::ask(&Address::read(url)?, &script)?;
    let numbers = found.lines().filter_map(|line| line.trim().parse().ok());
    Ok(queries.iter().map(|(at, _)| *at).zip(numbers).collect())
}

/// Counts the rows that would make the migration refuse, and names some of them.
fn held_against(plan: &Plan, url: &str, terminal: Terminal) -> Outcome {
    let address = Address::read(url)?;
    let mut found = client::ask(&address, &plan.check)?;
    for unjudged in &plan.unjudged {
        let answer = client::ask(&address, &format!("{};\n", unjudged.query))?;
        let unfit = unjudged.unfit(&answer);
        if !unfit.is_empty() {
            found.push_str(&format!("\n{}: {}\n", unjudged.message.get(terminal.lang), unfit.len()));
            found.extend(unfit.iter().map(|row| format!("  - {row}\n")));
        }
    }
    let broken: Vec<&str> = found.lines().filter(|line| line.starts_with("M7") || line.starts_with("  - ")).collect();
    let mut shown = 0;
    for line in &broken {
        shown = if line.starts_with("  - ") { shown + 1 } else { 0 };
        terminal.data(&format!("{line}\n"))?;
        if shown == ROWS_SHOWN {
            terminal.data("  …\n")?;
        }
    }
    if broken.is_empty() {
        terminal.talk(&say!(fr "les données conviennent", en "the data fits"));
        return Ok(Exit::Done);
    }
    Ok(Exit::Problems)
}

/// The tables and columns of a database against those of the lock.
fn drifted(folder: &Folder, now: &Now<'_>, url: &str, terminal: Terminal) -> Outcome {
    let address = Address::read(url)?;
    let Some(lock) = &folder.lock else {
        return Err(none_yet());
    };
    applied::held_against(&folder.files, now.project.settings.database.dialect(), &address)?;
    let old = folder.model_of(lock, now)?;
    let lines = drift::drift(&old, now.project.settings.database.dialect(), &address)?;
    if lines.is_empty() {
        terminal.talk(&say!(fr "la base est celle de model.lock", en "the database is that of model.lock"));
        return Ok(Exit::Done);
    }
    terminal.data(&format!("{}\n", lines.join("\n")))?;
    Ok(Exit::Problems)
}

/// The answers of `changes.mcd` beside the model, and those given on the command line.
pub(super) fn answers_beside(model: Option<&Path>, given: &[String], terminal: Terminal) -> Result<Given, Failure> {
    let folder = model.map_or(Path::new("."), project::folder_of);
    let path = folder.join(ANSWERS_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::io(&path, &error)),
    };
    let standing = read(&path.display().to_string(), &text, terminal)?;
    Ok(Given { standing, anew: read("--answer", &given.join("\n"), terminal)? })
}

fn read(place: &str, text: &str, terminal: Terminal) -> Result<Answers, Failure> {
    let (answers, problems) = Answers::read(text);
    let Some((line, problem)) = problems.into_iter().next() else { return Ok(answers) };
    let said = not_an_answer(problem);
    let code = said.kind.code;
    let what = said.message.get(terminal.lang);
    Err(Failure::new(say!(fr "{code} {place}, ligne {line} : {what}", en "{code} {place}, line {line}: {what}")))
}
