//! What was found held against what was known: the status of each dependency, and what changed since the register was last written.
//!
//! Invariant: a rejected dependency is never shown and never forgotten; what the files at hand can't tell is left as it was.

use super::evidence::weigh;
use super::register::{Register, Said, Status, Wish};
use super::relation::Relation;
use super::{Dependency, Found, Stated};
use crate::inventory::profile::Field;
use crate::inventory::read::{Column, Table};
use crate::inventory::value::fold;

/// A dependency with its status.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The place of the table.
    pub table: usize,
    /// Its columns, and what it rests on.
    pub dependency: Dependency,
    /// What is held of it.
    pub status: Status,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// What is stated is broken by rows.
    StatedBroken,
    /// It held without exception; now a few rows break it.
    Broken,
    /// Too many rows break it: it no longer holds.
    Gone,
    /// It had exceptions and has none any more.
    Mended,
    /// It wasn't known.
    New,
}

/// Something that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// The dependency as it is now.
    pub line: Line,
    /// What changed about it.
    pub what: What,
}

/// What is known of a table.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its place.
    pub at: usize,
    /// Its rows.
    pub table: &'a Table,
    /// What is known of its columns.
    pub fields: &'a [Field],
    /// What was found in it.
    pub found: &'a Found,
    /// What the model states of its columns.
    pub stated: &'a [Stated],
}

/// Holds what was found against the register, and brings it up to date; gives the list, best first table by table, and the news.
pub fn hold(tables: &[Known<'_>], register: &mut Register) -> (Vec<Line>, Vec<News>) {
    let names: Vec<&str> = tables.iter().map(|known| known.table.name.as_str()).collect();
    let (mut lines, mut news) = (Vec::new(), Vec::new());
    let mut taken: Vec<String> = Vec::new();
    for known in tables {
        let section = section(register, known.table, &names, &taken);
        let relation = Relation::of(known.table, known.fields);
        let mut holding = Holding { known, relation, section: &section, register, lines: Vec::new(), news: Vec::new() };
        holding.what_is_known();
        holding.what_the_model_states();
        holding.what_is_new();
        holding.lines.sort_by(|a, b| b.dependency.score.total_cmp(&a.dependency.score));
        lines.append(&mut holding.lines);
        news.append(&mut holding.news);
        taken.push(section);
    }
    news.sort_by_key(|news| (news.what, news.line.table));
    (lines, news)
}

/// The name of a column on one line.
pub(super) fn name_of(column: &Column) -> String {
    column.name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of the register that speaks of a table: the one of its name; else, the next export having another name, one of a table
/// that isn't there, all of whose columns this one has.
fn section(register: &Register, table: &Table, present: &[&str], taken: &[String]) -> String {
    if register.tables().any(|name| name == table.name) {
        return table.name.clone();
    }
    let columns: Vec<String> = table.columns.iter().map(name_of).collect();
    let fits = |said: &Said| said.left.iter().chain([&said.right]).all(|name| columns.contains(name));
    let speaks_of_it = |name: &&str| {
        let absent = !present.contains(name) && taken.iter().all(|other| other != name);
        absent && register.of_table(name).next().is_some() && register.of_table(name).all(fits)
    };
    register.tables().find(speaks_of_it).unwrap_or(&table.name).to_owned()
}

/// What the register says of the columns at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The place of the table.
    pub table: usize,
    /// The columns that determine, ascending.
    pub left: Vec<usize>,
    /// The column that is determined.
    pub right: usize,
    /// What is said.
    pub status: Status,
}

/// All that the register says of some tables.
pub fn verdicts(register: &Register, tables: &[Table]) -> Vec<Verdict> {
    let present: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let (mut taken, mut verdicts) = (Vec::new(), Vec::new());
    for (at, read) in tables.iter().enumerate() {
        let section = section(register, read, &present, &taken);
        for said in register.of_table(&section) {
            if let Some((left, right)) = columns_of(said, read) {
                verdicts.push(Verdict { table: at, left, right, status: said.status });
            }
        }
        taken.push(section);
    }
    verdicts
}

fn columns_of(said: &Said, table: &Table) -> Option<(Vec<usize>, usize)> {
    let at = |name: &String| table.columns.iter().position(|column| name_of(column) == *name);
    let mut left = said.left.iter().map(at).collect::<Option<Vec<usize>>>()?;
    left.sort_unstable();
    Some((left, at(&said.right)?))
}

/// Says of a dependency what somebody wishes, in every table that has its columns; whether there is one.
pub fn wish_of(register: &mut Register, tables: &[Table], status: Status, wish: &Wish) -> bool {
    let present: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let (mut taken, mut said) = (Vec::new(), false);
    for table in tables {
        let section = section(register, table, &present, &taken);
        let find = |names: &[String]| names.iter().map(|name| named(table, name)).collect::<Option<Vec<String>>>();
        if let (Some(left), Some(right)) = (find(&wish.left), find(&wish.right)) {
            let left: Vec<&str> = left.iter().map(String::as_str).collect();
            right.iter().for_each(|right| register.say(&section, status, &left, right));
            said = true;
        }
        taken.push(section);
    }
    said
}

/// A column as the register names it, by the name that somebody typed.
fn named(table: &Table, typed: &str) -> Option<String> {
    let names = || table.columns.iter().map(name_of);
    names().find(|name| name == typed).or_else(|| names().find(|name| fold(name) == fold(typed)))
}

struct Holding<'h> {
    known: &'h Known<'h>,
    relation: Relation<'h>,
    section: &'h str,
    register: &'h mut Register,
    lines: Vec<Line>,
    news: Vec<News>,
}

impl Holding<'_> {
    fn names(&self, columns: &[usize]) -> Vec<String> {
        columns.iter().filter_map(|at| self.known.table.columns.get(*at)).map(name_of).collect()
    }

    fn said(&self, left: &[usize], right: usize) -> Option<Status> {
        let (left, right) = (self.names(left), self.names(&[right]));
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        Some(self.register.find(self.section, &left, right.first()?)?.status)
    }

    fn say(&mut self, left: &[usize], right: usize, status: Option<Status>) {
        let (left, right) = (self.names(left), self.names(&[right]));
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let Some(right) = right.first() else { return };
        match status {
            Some(status) => self.register.say(self.section, status, &left, right),
            None => self.register.forget(self.section, &left, right),
        }
    }

    fn is_stated_by_the_model(&self, left: &[usize], right: usize) -> bool {
        self.known.stated.iter().any(|stated| stated.left == left && stated.right == right)
    }

    /// What the register says, as the rows now tell it.
    fn what_is_known(&mut self) {
        let said: Vec<Said> = self.register.of_table(self.section).cloned().collect();
        for said in said.iter().filter(|said| said.status != Status::Rejected) {
            let Some((left, right)) = columns_of(said, self.known.table) else { continue };
            let Some(dependency) = self.weigh(&left, right) else { continue };
            match said.status {
                Status::Stated => self.stated(dependency),
                before => self.observed(dependency, before),
            }
        }
    }

    /// A dependency on these rows: as it was found, or counted now. None where the rows have nothing to say of it.
    fn weigh(&self, left: &[usize], right: usize) -> Option<Dependency> {
        let mut of = self.known.found.dependencies.iter();
        if let Some(found) = of.find(|found| found.left == left && found.right == right) {
            return Some(found.clone());
        }
        let place = |column: &usize| self.relation.attributes.iter().position(|attribute| attribute.at == *column);
        let attributes = left.iter().map(place).collect::<Option<Vec<usize>>>()?;
        let clusters = self.relation.clusters_of(&attributes);
        let evidence = weigh(&self.relation, &clusters, place(&right)?, &mut Vec::new(), usize::MAX)?;
        Some(Dependency { left: left.to_vec(), right, evidence, score: 0.0, through: None })
    }

    fn stated(&mut self, dependency: Dependency) {
        let line = Line { table: self.known.at, dependency, status: Status::Stated };
        if line.dependency.evidence.exceptions > 0 {
            self.news.push(News { line: line.clone(), what: What::StatedBroken });
        }
        self.lines.push(line);
    }

    fn observed(&mut self, dependency: Dependency, before: Status) {
        let seen = dependency.evidence;
        let holds = seen.exceptions == 0 || seen.is_convincing();
        let now = if seen.exceptions == 0 { Status::Observed } else { Status::Exceptions };
        let what = match (holds, before, now) {
            (false, ..) => Some(What::Gone),
            (_, Status::Observed, Status::Exceptions) => Some(What::Broken),
            (_, Status::Exceptions, Status::Observed) => Some(What::Mended),
            _ => None,
        };
        self.say(&dependency.left.clone(), dependency.right, holds.then_some(now));
        let stated = self.is_stated_by_the_model(&dependency.left, dependency.right);
        let line = Line { table: self.known.at, dependency, status: now };
        self.news.extend(what.filter(|_| !stated).map(|what| News { line: line.clone(), what }));
        if holds && !stated {
            self.lines.push(line);
        }
    }

    fn what_the_model_states(&mut self) {
        for Stated { left, right, .. } in self.known.stated {
            let listed = self.lines.iter().any(|line| line.dependency.left == *left && line.dependency.right == *right);
            if let Some(dependency) = self.weigh(left, *right).filter(|_| !listed) {
                self.stated(dependency);
            }
        }
    }

    fn what_is_new(&mut self) {
        for dependency in self.known.found.likely() {
            if self.said(&dependency.left, dependency.right).is_some() {
                continue;
            }
            let status = if dependency.evidence.exceptions == 0 { Status::Observed } else { Status::Exceptions };
            self.say(&dependency.left, dependency.right, Some(status));
            if !self.is_stated_by_the_model(&dependency.left, dependency.right) {
                let line = Line { table: self.known.at, dependency: dependency.clone(), status };
                self.news.push(News { line: line.clone(), what: What::New });
                self.lines.push(line);
            }
        }
    }
}
