//! `merisier inventory --dependencies`: what determines what in the files, kept from run to run in a register beside the model.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::progress::Phase;
use super::project::{self, Project};
use super::terminal::{Exit, Failure, GREEN, Outcome, PLAIN, Terminal, YELLOW};
use crate::diag::Text;
use crate::inventory::dependencies::{
    Found, Known, Line, News, Register, Stated, Status, What, Wish, discover, hold, stated, wish_of,
};
use crate::inventory::matching::match_tables;
use crate::inventory::profile::{Profile, profile};
use crate::inventory::read::{Reading, Table};
use crate::inventory::report::dependencies as report;
use crate::mcd::Mcd;
use crate::{output, say};

/// The name of the register.
pub(super) const REGISTER: &str = "dependencies.txt";

#[derive(Debug, Clone, clap::Args)]
pub(super) struct Options {
    /// List what determines what instead, best first; then only what changed since (dependencies.txt keeps it)
    #[arg(long)]
    dependencies: bool,
    /// With --dependencies: all of them again, and for JSON every one that holds
    #[arg(long, requires = "dependencies")]
    all: bool,
    /// With --dependencies: an accident of these rows, not to be shown again ("a, b -> c"); may be repeated
    #[arg(long, value_name = "FD", requires = "dependencies")]
    reject: Vec<String>,
    /// With --dependencies: a rule of the business, which rows that break it are wrong about; may be repeated
    #[arg(long, value_name = "FD", requires = "dependencies")]
    state: Vec<String>,
    /// With --dependencies: the most columns on the left; by default 3, or fewer in wide files
    #[arg(long, value_name = "N", requires = "dependencies")]
    max_left: Option<usize>,
    /// With --dependencies: the file that keeps them; dependencies.txt beside the model unless given
    #[arg(long, value_name = "FILE", requires = "dependencies")]
    register: Option<PathBuf>,
}

impl Options {
    /// Whether dependencies are asked for.
    pub(super) fn are_asked(&self) -> bool {
        self.dependencies
    }
}

/// What is told of, and to whom.
pub(super) struct Asked<'a> {
    pub(super) options: &'a Options,
    pub(super) reading: &'a Reading,
    pub(super) project: Option<&'a Project>,
    pub(super) mcd: Option<&'a Mcd>,
    pub(super) as_json: bool,
}

pub(super) fn run(asked: &Asked<'_>, terminal: Terminal) -> Outcome {
    let tables = &asked.reading.tables;
    let file = asked.options.register.clone().unwrap_or_else(|| register_beside(asked.project));
    let (mut register, before) = read_register(&file, terminal)?;
    let is_first = register.is_empty();
    let profile = profiled(tables, terminal);
    let found = search(tables, &profile, asked.options.max_left, terminal);
    let stated = stated_by_model(asked.mcd, tables);
    let known = known(tables, &profile, &found, &stated);
    wishes(asked, &mut register)?;
    let (lines, news) = hold(&known, &mut register);
    tell(asked, &found, &lines, &news, is_first, terminal)?;
    let text = register.text(&opening(), terminal.lang);
    if text != before && !register.is_empty() {
        output::replace_file(&file, text.as_bytes()).map_err(|error| super::terminal::not_written(&error))?;
        let shown = file.display();
        terminal.talk(&say!(
            fr "{GREEN}✓{PLAIN} écrit : {shown} ; le statut de chaque ligne est à vous",
            en "{GREEN}✓{PLAIN} written: {shown}; the status of each line is yours to change"
        ));
    }
    let is_broken = lines.iter().any(|line| line.status == Status::Stated && line.dependency.evidence.exceptions > 0);
    Ok(if is_broken || !asked.reading.problems.is_empty() { Exit::Problems } else { Exit::Done })
}

/// Where the register is unless told: beside the model; before there is one, here.
pub(super) fn register_beside(project: Option<&Project>) -> PathBuf {
    let model = project.and_then(|project| project.files.first());
    let folder = model.map_or(Path::new("."), |file| project::folder_of(Path::new(file)));
    if folder == Path::new(".") { PathBuf::from(REGISTER) } else { folder.join(REGISTER) }
}

/// The register and its text; an empty one where there is no file yet. Lines that can't be read are told.
pub(super) fn read_register(file: &Path, terminal: Terminal) -> Result<(Register, String), Failure> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::io(file, &error)),
    };
    let (register, unread) = Register::read(&text);
    for line in unread {
        let shown = file.display();
        terminal.talk(&say!(
            fr "{YELLOW}!{PLAIN} {shown}:{line} : ligne incomprise, laissée telle quelle ; attendu : observed a, b -> c (ou stated, exceptions, rejected)",
            en "{YELLOW}!{PLAIN} {shown}:{line}: this line isn't understood and stays as it is; expected: observed a, b -> c (or stated, exceptions, rejected)"
        ));
    }
    Ok((register, text))
}

pub(super) fn profiled(tables: &[Table], terminal: Terminal) -> Profile {
    let phase = Phase::begin(terminal, say!(fr "Examen des champs", en "Looking at the fields"));
    phase.at("");
    let profile = profile(tables);
    phase.done("");
    profile
}

/// What is found in each table.
pub(super) fn search(tables: &[Table], profile: &Profile, most: Option<usize>, terminal: Terminal) -> Vec<Found> {
    let phase = Phase::begin(terminal, say!(fr "Recherche des dépendances", en "Looking for dependencies"));
    let mut found = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let fields = profile.fields.get(at).map_or(&[][..], Vec::as_slice);
        phase.at(&table.name);
        found.push(discover(table, fields, most, |done, of| phase.at(&format!("{} {done}/{of}", table.name))));
    }
    phase.done(&found.iter().map(|found| found.dependencies.len()).sum::<usize>().to_string());
    found
}

/// For each table, what the model states of its columns.
pub(super) fn stated_by_model(mcd: Option<&Mcd>, tables: &[Table]) -> Vec<Vec<Stated>> {
    let Some(mcd) = mcd else { return vec![Vec::new(); tables.len()] };
    let matches = match_tables(mcd, tables);
    tables.iter().zip(&matches).map(|(table, matched)| stated(mcd, table, matched)).collect()
}

pub(super) fn known<'k>(
    tables: &'k [Table],
    profile: &'k Profile,
    found: &'k [Found],
    stated: &'k [Vec<Stated>],
) -> Vec<Known<'k>> {
    let all = tables.iter().zip(&profile.fields).zip(found).zip(stated).enumerate();
    all.map(|(at, (((table, fields), found), stated))| Known { at, table, fields, found, stated }).collect()
}

/// `--reject` and `--state`, each said of the tables that have its columns.
fn wishes(asked: &Asked<'_>, register: &mut Register) -> Result<(), Failure> {
    let rejected = asked.options.reject.iter().map(|text| (Status::Rejected, text));
    let stated = asked.options.state.iter().map(|text| (Status::Stated, text));
    for (status, text) in rejected.chain(stated) {
        let wish = Wish::read(text).ok_or_else(|| not_a_dependency(text))?;
        if !wish_of(register, &asked.reading.tables, status, &wish) {
            return Err(no_such_columns(text));
        }
    }
    Ok(())
}

fn not_a_dependency(text: &str) -> Failure {
    Failure::new(say!(fr "« {text} » n'est pas une dépendance", en "`{text}` isn't a dependency"))
        .help(say!(fr "écrivez : \"code_postal -> ville\", ou \"a, b -> c\"", en "write: \"postal_code -> city\", or \"a, b -> c\""))
}

fn no_such_columns(text: &str) -> Failure {
    Failure::new(
        say!(fr "aucun fichier n'a toutes les colonnes de « {text} »", en "no file has all the columns of `{text}`"),
    )
    .help(say!(fr "reprenez leurs noms tels que la liste les donne", en "take their names as the list gives them"))
}

fn tell(
    asked: &Asked<'_>,
    found: &[Found],
    lines: &[Line],
    news: &[News],
    is_first: bool,
    terminal: Terminal,
) -> Result<(), Failure> {
    let tables = &asked.reading.tables;
    let told = report::Dependencies { tables, found, lines };
    if asked.as_json {
        return terminal.data(&format!("{:#}\n", report::json(told, news, asked.options.all, terminal.lang)));
    }
    if is_first || asked.options.all {
        // The list shows the rest.
        let news: Vec<News> = news.iter().filter(|news| news.what == What::Gone).cloned().collect();
        terminal.data(&report::list(told, terminal.lang))?;
        return terminal.data(&report::news(tables, &news, terminal.lang));
    }
    if news.is_empty() {
        let count = lines.len();
        terminal.talk(&say!(
            fr "{GREEN}✓{PLAIN} rien n'a changé : {count} dépendances tiennent comme avant (--all les montre)",
            en "{GREEN}✓{PLAIN} nothing changed: {count} dependencies hold as before (--all shows them)"
        ));
    }
    terminal.data(&report::news(tables, news, terminal.lang))
}

fn opening() -> Text {
    say!(
        fr "Ce que les fichiers disent déterminer quoi. `merisier inventory --dependencies` le tient à jour, `merisier group` et `merisier check --data` s'en servent.\nLe premier mot de chaque ligne est son statut, et il est à vous :\n  observed    toutes les lignes des fichiers sont d'accord\n  exceptions  toutes sauf quelques-unes, qui sont montrées à chaque fois que cela change\n  stated      c'est une règle de l'entreprise : les lignes qui la contredisent sont des erreurs\n  rejected    c'est un hasard de ces lignes : n'en parlez plus\nAprès un #, la raison, pour qui vous relira.",
        en "What the files say determines what. `merisier inventory --dependencies` keeps it up to date; `merisier group` and `merisier check --data` go by it.\nThe first word of a line is its status, and yours to change:\n  observed    all rows of the files agree\n  exceptions  all but a few, which are shown each time that this changes\n  stated      a rule of the business: rows that contradict it are errors\n  rejected    an accident of these rows: not to be told again\nAfter a #, the reason, for whoever reads it next."
    )
}
