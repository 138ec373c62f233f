//! The folder of migrations of an application, and its lock: read, judged, and the next migration written.
//!
//! Plans nothing itself: `migrate` does. Invariant: nothing is written while something must be answered, and the lock is written
//! last, so that a run that was killed is found as it was before or finished by the next.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::diff::listed;
use super::given::{Given, noted};
use super::project::Project;
use super::terminal::{Failure, Terminal, not_written};
use crate::diag::Lang;
use crate::driver::{Checked, check_texts};
use crate::mcd::Locale;
use crate::migrate::{self, Answers, Broken, Files, Lock, Model, Plan, Side, Step, Way};
use crate::mld::{Keys, Mld, Options};
use crate::output::{self, OutputTree};
use crate::sql::Schema;
use crate::{format, say};

/// How a file that is no transaction begins, for sqlx and for the application.
const NO_TRANSACTION: &str = "-- no-transaction";
/// The kinds of keys, as the lock has them.
const INTEGER: &str = "integer";
const UUID: &str = "uuid";
/// The name of the lock.
const LOCK: &str = "model.lock";
/// Two branches' locks are never mixed line by line: git keeps this branch's, says that they conflict, and `--rebase` goes on from it.
/// A file is known by its checksum: its lines end alike on every machine.
const GIT_ATTRIBUTES: [(&str, &str); 2] = [
    ("migrations/.gitattributes", "model.lock -merge text eol=lf\n*.sql text eol=lf\n"),
    // What was generated here is known by this branch's own notes: merged with another's, they would know neither.
    (".merisier/.gitattributes", "* -merge\n"),
];
/// Where a rebase puts aside the migrations that it takes away.
const REBASED: &str = ".merisier/rebased";

/// The migrations of an application.
pub(super) struct Folder {
    path: PathBuf,
    pub(super) files: Vec<Files>,
    pub(super) lock: Option<Lock>,
}

/// What became of a change of model.
pub(super) enum Next {
    /// There is none yet: these files begin them.
    First(Vec<(String, String)>),
    /// The tables stay as they are; what is worth a word.
    Nothing(String),
    /// These migrations were written.
    Written(Vec<String>),
    /// Something must be answered; it was said.
    Asked,
}

/// A model that was read and checked, with what its application is made for.
pub(super) struct Now<'a> {
    pub(super) project: &'a Project,
    pub(super) checked: &'a Checked,
    pub(super) tables: &'a Mld,
}

impl Now<'_> {
    fn side(&self) -> Side<'_> {
        Side { mcd: &self.checked.mcd, sources: &self.checked.sources }
    }

    /// The model as one canonical text.
    pub(super) fn text(&self) -> String {
        let formatted = |(file, source): (crate::source::FileId, &crate::source::SourceFile)| {
            format::format(file, &source.text).unwrap_or_else(|_| source.text.clone())
        };
        let all: Vec<String> = self.checked.sources.iter().map(formatted).collect();
        let lines = all.iter().flat_map(|text| text.lines());
        lines.filter(|line| !line.starts_with("include ")).map(|line| format!("{line}\n")).collect()
    }
}

/// The model as it was last migrated; none where nothing was.
pub(super) fn last_migrated(app: &Path) -> Result<Option<Checked>, Failure> {
    let lock = Folder::read(app)?.lock;
    Ok(lock.map(|lock| {
        let mut checked = check_texts(&[(LOCK, &lock.text())]);
        checked.mcd.crm.locale = lock.locale().unwrap_or(checked.mcd.crm.locale);
        checked
    }))
}

impl Folder {
    /// Reads the migrations of an application.
    pub(super) fn read(app: &Path) -> Result<Self, Failure> {
        let path = app.join("migrations");
        let lock = match fs::read_to_string(path.join(LOCK)) {
            Ok(text) => Some(Lock::read(&text).map_err(|reason| damaged(&path.join(LOCK), &reason))?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::io(&path.join(LOCK), &error)),
        };
        let files = migration_files(&path)?;
        Ok(Folder { path, files, lock })
    }

    /// Puts what is there into the tree of the application, as it is.
    pub(super) fn keep_in(&self, tree: &mut OutputTree) {
        let Some(lock) = &self.lock else { return };
        for files in &self.files {
            tree.generated(format!("migrations/{}.up.sql", files.name), files.up.clone());
            let down = files.down.iter();
            down.for_each(|down| tree.generated(format!("migrations/{}.down.sql", files.name), down.clone()));
        }
        tree.generated(format!("migrations/{LOCK}"), lock.to_text());
        GIT_ATTRIBUTES.into_iter().for_each(|(path, text)| tree.generated(path, text));
    }

    /// Refuses to go on from migrations that were edited, are missing, or come from another branch.
    pub(super) fn sound(&self) -> Result<(), Failure> {
        let Some(lock) = &self.lock else { return Ok(()) };
        match lock.broken(&self.files).into_iter().next() {
            None => Ok(()),
            Some(broken) => Err(told(&broken)),
        }
    }

    /// What must be done to the data for the model as it is; none when there is no lock yet.
    pub(super) fn plan(&self, now: &Now<'_>, answers: &Answers, lang: Lang) -> Result<Option<(Model, Plan)>, Failure> {
        let Some(lock) = &self.lock else {
            return if self.files.is_empty() { Ok(None) } else { Err(self.without_lock()) };
        };
        let old = self.model_of(lock, now)?;
        let number = format!("{:04}", lock.next_number());
        let way = Way { dialect: now.project.settings.database.dialect(), number: &number, lang };
        let plan = migrate::plan(&old, now.side(), now.tables, answers, way);
        Ok(Some((old, plan)))
    }

    /// Of a lock that noted no locale, the tables are named by the project's.
    pub(super) fn model_of(&self, lock: &Lock, now: &Now<'_>) -> Result<Model, Failure> {
        let locale = lock.locale().or(now.project.settings.locale);
        let (model, problems) = migrate::read_model(&lock.text(), locale, keyed(lock));
        match problems.first() {
            Some(problem) => Err(damaged(&self.path.join(LOCK), &problem.message.en)),
            None => Ok(model),
        }
    }

    /// Writes the next migration, where the model asks for it.
    pub(super) fn write_next(
        &mut self,
        now: &Now<'_>,
        answers: &Given,
        name: Option<&str>,
        terminal: Terminal,
    ) -> Result<Next, Failure> {
        let known = self.files.len();
        let next = self.next(now, answers, name, terminal)?;
        if !matches!(next, Next::Asked | Next::First(_)) {
            self.write(known)?;
        }
        Ok(next)
    }

    /// Makes the first migration, or the next one, where the model asks for it; writes nothing.
    pub(super) fn next(
        &mut self,
        now: &Now<'_>,
        given: &Given,
        name: Option<&str>,
        terminal: Terminal,
    ) -> Result<Next, Failure> {
        self.same_engine(now)?;
        let fresh = given.fresh(self);
        let Some((old, plan)) = self.plan(now, &fresh.answers, terminal.lang)? else {
            return Ok(Next::First(first(now)));
        };
        if !plan.difference.is_answered() {
            // What another branch's migration did isn't asked again.
            self.sound()?;
            let before = Side { mcd: &old.mcd, sources: &old.sources };
            terminal.talk_raw(&listed(&plan.difference, &[], before, now.side(), terminal.lang));
            terminal.talk_raw(&noted(&plan.difference, &fresh.spent, terminal.lang));
            return Ok(Next::Asked);
        }
        let Some(mut lock) = self.lock.clone() else { return Ok(Next::Nothing(String::new())) };
        let names = names(&lock, &plan, name, now, &old);
        let steps: Vec<(String, Step)> = names.into_iter().zip(plan.steps).collect();
        self.sound_but_for(&steps)?;
        let notes = noted(&plan.difference, &fresh.spent, terminal.lang);
        if !steps.is_empty() {
            terminal.talk_raw(&notes);
            lock.remember();
        }
        if !steps.is_empty() || lock.spent.is_some() {
            let by = steps.first().map(|(name, _)| name.as_str());
            lock.spent = given.spent_after(&fresh, &plan.difference.used, by, lock.spent.is_some());
        }
        lock.keys = made_for(now).1.to_owned();
        for (name, step) in &steps {
            lock.add(&files(name, step));
        }
        lock.take(&now.text(), Some((&old.mcd, &plan.difference.matching)), &now.checked.mcd);
        if Some(&lock) == self.lock.as_ref() {
            return Ok(Next::Nothing(notes));
        }
        self.files.extend(steps.iter().map(|(name, step)| files(name, step)));
        self.lock = Some(lock);
        let names: Vec<String> = steps.into_iter().map(|(name, _)| name).collect();
        Ok(if names.is_empty() { Next::Nothing(notes) } else { Next::Written(names) })
    }

    /// A run that was killed may have left the very files that are about to be written.
    fn sound_but_for(&self, steps: &[(String, Step)]) -> Result<(), Failure> {
        let Some(lock) = &self.lock else { return Ok(()) };
        let is_ours = |broken: &Broken| match broken {
            Broken::Unknown(name) => {
                let there = self.files.iter().find(|files| files.name == *name);
                let ours = steps.iter().find(|(ours, _)| ours == name);
                there.zip(ours).is_some_and(|(there, (_, step))| there.up == step.up)
            }
            _ => false,
        };
        match lock.broken(&self.files).iter().find(|broken| !is_ours(broken)) {
            None => Ok(()),
            Some(broken) => Err(told(broken)),
        }
    }

    /// Nothing tells what these migrations made: the next would begin anew, and no database that has them would start.
    fn without_lock(&self) -> Failure {
        let (count, path) = (self.files.len(), self.path.display());
        let name = self.files.last().map(|files| files.name.as_str()).unwrap_or_default();
        Failure::new(say!(
            fr "{path} a {count} migrations, jusqu'à {name}, et plus de {LOCK}",
            en "{path} has {count} migrations, up to {name}, and no {LOCK} any more"
        ))
        .help(say!(
            fr "reprenez {LOCK} de votre gestionnaire de versions (et regardez ce que dit .gitignore)",
            en "take {LOCK} back from your version control (and look at what .gitignore says)"
        ))
        .help(say!(
            fr "pour recommencer sans aucune base, supprimez tout le dossier",
            en "to begin again without any database, remove the whole folder"
        ))
    }

    pub(super) fn same_engine(&self, now: &Now<'_>) -> Result<(), Failure> {
        let (database, keys) = made_for(now);
        // Numbers may become UUIDs; nothing tells what number a UUID would become.
        let known = |lock: &Lock| lock.database == database && (lock.keys == keys || lock.keys == INTEGER);
        match &self.lock {
            Some(lock) if !known(lock) => {
                let (was, path) = (format!("{}, {}", lock.database, lock.keys), self.path.display());
                Err(Failure::new(say!(
                    fr "les migrations de {path} sont pour {was}, le projet dit {database}, {keys}",
                    en "the migrations of {path} are for {was}, the project says {database}, {keys}"
                ))
                .help(say!(
                    fr "remettez « database » et « keys » dans merisier.yaml, ou générez dans un autre dossier",
                    en "put `database` and `keys` back in merisier.yaml, or generate into another folder"
                )))
            }
            _ => Ok(()),
        }
    }

    /// All of it as it was before the last migration, with the names of that one's files; none where that isn't known.
    pub(super) fn before_last(&self) -> Option<(Folder, Vec<String>)> {
        let (lock, names) = self.lock.as_ref()?.withdrawn()?;
        let files = self.files.iter().filter(|files| !names.contains(&files.name)).cloned().collect();
        Some((Folder { path: self.path.clone(), files, lock: Some(lock) }, names))
    }

    /// What a migration was told, as its files say.
    pub(super) fn answers_of(&self, names: &[String]) -> Answers {
        let told = self.files.iter().filter(|files| names.contains(&files.name));
        let lines: Vec<&str> =
            told.flat_map(|files| files.up.lines()).filter_map(|line| line.strip_prefix("-- answer: ")).collect();
        Answers::read(&lines.join("\n")).0
    }

    /// Puts the folder back before its last migration. The lock first: killed in between, the same migration can be written again.
    pub(super) fn withdraw(&self) -> Result<Vec<String>, Failure> {
        let (Some((before, names)), Some(lock)) = (self.before_last(), &self.lock) else {
            return Err(nothing_to_withdraw());
        };
        let is_other = |broken: &Broken| !matches!(broken, Broken::Missing(gone) if names.iter().any(|name| gone.starts_with(name)));
        if let Some(other) = lock.broken(&self.files).iter().find(|broken| is_other(broken)) {
            return Err(told(other));
        }
        before.write(before.files.len())?;
        for name in &names {
            self.remove(name)?;
        }
        Ok(names)
    }

    /// Removes the files of a migration, where they are.
    fn remove(&self, name: &str) -> Result<(), Failure> {
        for end in ["up", "down"] {
            let path = self.path.join(format!("{name}.{end}.sql"));
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Failure::io(&path, &error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes the files of a migration away, and keeps them: they may be somebody's own work.
    fn put_aside(&self, name: &str) -> Result<(), Failure> {
        let aside = self.path.with_file_name(REBASED);
        for end in ["up", "down"] {
            let file = format!("{name}.{end}.sql");
            if let Ok(text) = fs::read(self.path.join(&file)) {
                output::replace_file(&aside.join(&file), &text).map_err(|error| not_written(&error))?;
            }
        }
        self.remove(name)
    }

    /// Migrations that the lock doesn't know: from another branch. They are put aside, and their answers serve again.
    pub(super) fn rebase(&mut self) -> Result<(Answers, Vec<String>), Failure> {
        let Some(lock) = self.lock.clone() else { return Ok((Answers::default(), Vec::new())) };
        let broken = lock.broken(&self.files);
        if let Some(other) = broken.iter().find(|one| matches!(one, Broken::Edited(_) | Broken::Missing(_))) {
            return Err(told(other));
        }
        let mut answers = Answers::default();
        let mut gone = Vec::new();
        for broken in broken {
            let Broken::Unknown(name) = broken else { continue };
            answers.extend(self.answers_of(std::slice::from_ref(&name)));
            self.put_aside(&name)?;
            gone.push(name);
        }
        self.files.retain(|files| !gone.contains(&files.name));
        Ok((answers, gone))
    }

    /// Writes the files after those known, then the lock, where it changed.
    fn write(&self, known: usize) -> Result<(), Failure> {
        let write = |name: &str, text: &str| {
            output::replace_file(&self.path.join(name), text.as_bytes()).map_err(|error| not_written(&error))
        };
        for files in self.files.iter().skip(known) {
            write(&format!("{}.down.sql", files.name), files.down.as_deref().unwrap_or_default())?;
            write(&format!("{}.up.sql", files.name), &files.up)?;
        }
        let Some(lock) = self.lock.as_ref().map(Lock::to_text) else { return Ok(()) };
        let there = fs::read_to_string(self.path.join(LOCK)).unwrap_or_default();
        if there == lock { Ok(()) } else { write(LOCK, &lock) }
    }
}

/// How the tables of a lock are keyed.
fn keyed(lock: &Lock) -> Options {
    Options { keys: if lock.keys == UUID { Keys::Uuid } else { Keys::Integer } }
}

fn made_for(now: &Now<'_>) -> (&'static str, &'static str) {
    let keys = if now.project.settings.keys == Keys::Uuid { UUID } else { INTEGER };
    (now.project.settings.database.dialect().name(), keys)
}

/// The first migration and its lock, as files of the application to be.
fn first(now: &Now<'_>) -> Vec<(String, String)> {
    let schema = Schema { mcd: &now.checked.mcd, mld: now.tables };
    let step = migrate::initial(schema, now.project.settings.database.dialect());
    let (database, keys) = made_for(now);
    let mut lock = Lock::begin(database, keys);
    lock.add(&files("0001_initial", &step));
    lock.take(&now.text(), None, &now.checked.mcd);
    let own = [
        ("migrations/0001_initial.up.sql".to_owned(), step.up),
        ("migrations/0001_initial.down.sql".to_owned(), step.down),
        (format!("migrations/{LOCK}"), lock.to_text()),
    ];
    let for_git = GIT_ATTRIBUTES.map(|(path, text)| (path.to_owned(), text.to_owned()));
    own.into_iter().chain(for_git).collect()
}

fn files(name: &str, step: &Step) -> Files {
    Files { name: name.to_owned(), up: step.up.clone(), down: Some(step.down.clone()) }
}

/// `0002_client_ville`; on servers, other files finish what the first prepared.
fn names(lock: &Lock, plan: &Plan, name: Option<&str>, now: &Now<'_>, old: &Model) -> Vec<String> {
    let first = plan.difference.items.first().map(|item| {
        let words = migrate::words(&item.change, &old.mcd, &now.checked.mcd);
        if now.checked.mcd.crm.locale == Locale::Fr { words.fr } else { words.en }
    });
    let words = name.map(str::to_owned).or(first).unwrap_or_default();
    let slug = slug(&words);
    let number = lock.next_number();
    (0..plan.steps.len())
        .map(|at| {
            let apart = plan.steps.get(at).is_some_and(|step| step.up.starts_with(NO_TRANSACTION));
            let end = match at {
                0 => "",
                _ if apart => "_index",
                _ => "_finish",
            };
            format!("{:04}_{slug}{end}", number + u32::try_from(at).unwrap_or(0))
        })
        .collect()
}

/// ASCII words joined by `_`, short.
fn slug(words: &str) -> String {
    let snake: String =
        crate::mcd::names::snake(words).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let short: String = snake.chars().take(40).collect();
    let short = short.trim_matches('_');
    if short.is_empty() { "change".to_owned() } else { short.to_owned() }
}

/// `NNNN_name.up.sql` with its `.down.sql`, in the order of names.
fn migration_files(folder: &Path) -> Result<Vec<Files>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io(folder, &error)),
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().to_string_lossy().strip_suffix(".up.sql").map(str::to_owned))
        .collect();
    names.sort();
    let read = |name: String| {
        let path = folder.join(format!("{name}.up.sql"));
        let up = fs::read_to_string(&path).map_err(|error| Failure::io(&path, &error))?;
        let down = fs::read_to_string(folder.join(format!("{name}.down.sql"))).ok();
        Ok(Files { name, up, down })
    };
    names.into_iter().map(read).collect()
}

fn nothing_to_withdraw() -> Failure {
    Failure::new(say!(
        fr "aucune migration à retirer : la dernière est la première, ou model.lock ne dit pas ce qu'il y avait avant elle",
        en "no migration to withdraw: the last is the first, or model.lock doesn't say what was before it"
    ))
    .help(say!(
        fr "reprenez le dossier des migrations de votre gestionnaire de versions",
        en "take the folder of migrations back from your version control"
    ))
}

fn damaged(path: &Path, reason: &str) -> Failure {
    let path = path.display();
    Failure::new(say!(fr "{path} est abîmé : {reason}", en "{path} is damaged: {reason}")).help(say!(
        fr "reprenez-le de votre gestionnaire de versions, ou d'une sauvegarde",
        en "take it back from your version control, or from a backup"
    ))
}

fn told(broken: &Broken) -> Failure {
    match broken {
        Broken::Edited(name) => Failure::new(say!(
            fr "la migration {name} a été modifiée après coup", en "migration {name} was edited afterwards"
        ))
        .help(say!(
            fr "remettez-la telle qu'elle était ; ce qui manque se dit dans une nouvelle migration",
            en "put it back as it was; what is missing goes into a new migration"
        )),
        Broken::Missing(name) => {
            Failure::new(say!(fr "la migration {name} n'est plus là", en "migration {name} is gone")).help(say!(
                fr "reprenez ses deux fichiers de votre gestionnaire de versions ; si c'est la dernière et qu'aucune base ne l'a : merisier migrate --withdraw",
                en "take its two files back from your version control; if it is the last and no database has it: merisier migrate --withdraw"
            ))
        }
        Broken::Unknown(name) => Failure::new(say!(
            fr "la migration {name} n'est pas dans model.lock : une autre branche l'a ajoutée",
            en "migration {name} isn't in model.lock: another branch added it"
        ))
        .help(say!(
            fr "fusionnez les modèles, puis : merisier migrate --rebase (elle est refaite après les autres)",
            en "merge the models, then: merisier migrate --rebase (it is made again after the others)"
        )),
        Broken::Lock => Failure::new(say!(
            fr "model.lock a été modifié à la main", en "model.lock was edited by hand"
        ))
        .help(say!(
            fr "reprenez-le de votre gestionnaire de versions ; après une fusion : git checkout --ours model.lock dans son dossier, puis merisier migrate --rebase",
            en "take it back from your version control; after a merge: git checkout --ours model.lock in its folder, then merisier migrate --rebase"
        )),
    }
}
