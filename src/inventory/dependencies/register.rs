//! The register of dependencies: a text file beside the model that a person reads, edits and keeps under version control.
//!
//! One dependency a line, by the names of columns, its status first: `rejected  code_postal -> ville  # two towns may share one`.
//! Invariant: what a person wrote stays as it is, comments and unreadable lines included; lines keep their order, so that a run
//! changes no line without reason.

use std::fmt::Write as _;

use crate::diag::Text;
use crate::say;

/// What is held of a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The consultant or the model says so: rows that break it are errors.
    Stated,
    /// All rows agree.
    Observed,
    /// All rows agree but for a few.
    Exceptions,
    /// The consultant says that it is an accident of these rows.
    Rejected,
}

impl Status {
    const ALL: [Status; 4] = [Status::Stated, Status::Observed, Status::Exceptions, Status::Rejected];

    /// Its word in the register.
    pub fn word(self) -> &'static str {
        match self {
            Status::Stated => "stated",
            Status::Observed => "observed",
            Status::Exceptions => "exceptions",
            Status::Rejected => "rejected",
        }
    }

    /// Its words on a report.
    pub fn label(self) -> Text {
        match self {
            Status::Stated => say!(fr "énoncé", en "stated"),
            Status::Observed => say!(fr "observé", en "observed"),
            Status::Exceptions => say!(fr "sauf exceptions", en "with exceptions"),
            Status::Rejected => say!(fr "rejeté", en "rejected"),
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// A line of the register: what is said of a dependency between named columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub status: Status,
    /// The columns that determine.
    pub left: Vec<String>,
    /// The column that is determined.
    pub right: String,
    /// The comment at the end of its line.
    note: String,
}

/// What somebody wants said of dependencies: `a, b -> c, d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The columns that determine.
    pub left: Vec<String>,
    /// The columns that are determined.
    pub right: Vec<String>,
}

impl Wish {
    /// Reads `a, b -> c, d`; names with signs stand in quotes.
    pub fn read(text: &str) -> Option<Self> {
        let (left, right) = split(text, "->")?;
        let (left, right) = (names(left)?, names(right)?);
        (!left.is_empty() && !right.is_empty()).then_some(Wish { left, right })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    /// Blank, a comment, or what could not be read.
    Other(String),
    /// `[table]`
    Table(String),
    Said(Said),
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    entries: Vec<Entry>,
}

impl Register {
    /// Reads a file; gives the numbers of the lines that say nothing understandable, which are kept as they are.
    pub fn read(text: &str) -> (Self, Vec<usize>) {
        let mut register = Register::default();
        let mut unread = Vec::new();
        for (at, line) in text.lines().enumerate() {
            match entries(line) {
                Some(entries) => register.entries.extend(entries),
                None => {
                    unread.push(at + 1);
                    register.entries.push(Entry::Other(line.to_owned()));
                }
            }
        }
        (register, unread)
    }

    /// Whether nothing is said of any dependency.
    pub fn is_empty(&self) -> bool {
        !self.entries.iter().any(|entry| matches!(entry, Entry::Said(_)))
    }

    /// The tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Table(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// What is said of a table's dependencies.
    pub fn of_table(&self, table: &str) -> impl Iterator<Item = &Said> {
        let lines = self.section(table);
        self.entries.get(lines).unwrap_or_default().iter().filter_map(|entry| match entry {
            Entry::Said(said) => Some(said),
            _ => None,
        })
    }

    /// What is said of a dependency.
    pub fn find(&self, table: &str, left: &[&str], right: &str) -> Option<&Said> {
        self.of_table(table).find(|said| said.is_of(left, right))
    }

    /// Says something of a dependency: on its own line if it has one, else after the others of the same left side.
    pub fn say(&mut self, table: &str, status: Status, left: &[&str], right: &str) {
        let lines = self.section(table);
        let said = self.entries.get_mut(lines.clone()).unwrap_or_default();
        for entry in said.iter_mut() {
            if let Entry::Said(said) = entry
                && said.is_of(left, right)
            {
                said.status = status;
                return;
            }
        }
        let same_left = |entry: &Entry| matches!(entry, Entry::Said(said) if same(&said.left, left));
        let is_said = |entry: &Entry| matches!(entry, Entry::Said(_));
        let after = said.iter().rposition(same_left).or_else(|| said.iter().rposition(is_said));
        let place = after.map_or(lines.end, |after| lines.start + after + 1);
        if lines.is_empty() {
            self.open_table(table);
        }
        let left = left.iter().map(|name| (*name).to_owned()).collect();
        let place = if lines.is_empty() { self.entries.len() } else { place };
        let said = Said { status, left, right: right.to_owned(), note: String::new() };
        self.entries.insert(place.min(self.entries.len()), Entry::Said(said));
    }

    /// Takes the line of a dependency away.
    pub fn forget(&mut self, table: &str, left: &[&str], right: &str) {
        let lines = self.section(table);
        let found = self.entries.iter().enumerate().position(
            |(at, entry)| matches!(entry, Entry::Said(said) if lines.contains(&at) && said.is_of(left, right)),
        );
        found.into_iter().for_each(|at| drop(self.entries.remove(at)));
    }

    /// The text of the file; a new one opens with what it is for.
    pub fn text(&self, opening: &Text, lang: crate::diag::Lang) -> String {
        let mut text = match self.entries.first() {
            Some(Entry::Other(_)) => String::new(),
            _ => opening.get(lang).lines().map(|line| format!("# {line}\n")).collect::<String>() + "\n",
        };
        let width = Status::ALL.iter().map(|status| status.word().len()).max().unwrap_or(0);
        for entry in &self.entries {
            let _ = match entry {
                Entry::Other(line) => writeln!(text, "{line}"),
                Entry::Table(name) => writeln!(text, "[{name}]"),
                Entry::Said(said) => writeln!(text, "{:width$}  {said}", said.status.word()),
            };
        }
        text
    }

    /// Where the lines of a table are: after its name, up to the next table.
    fn section(&self, table: &str) -> std::ops::Range<usize> {
        let is_it = |entry: &Entry| matches!(entry, Entry::Table(name) if name == table);
        let Some(start) = self.entries.iter().position(is_it) else { return 0..0 };
        let next = self.entries.iter().skip(start + 1).position(|entry| matches!(entry, Entry::Table(_)));
        start..next.map_or(self.entries.len(), |next| start + 1 + next)
    }

    fn open_table(&mut self, table: &str) {
        if self.entries.last().is_some_and(|entry| *entry != Entry::Other(String::new())) {
            self.entries.push(Entry::Other(String::new()));
        }
        self.entries.push(Entry::Table(table.to_owned()));
    }
}

impl Said {
    /// Whether it is of this dependency, whatever the order of its left side.
    pub fn is_of(&self, left: &[&str], right: &str) -> bool {
        self.right == right && same(&self.left, left)
    }
}

fn same(own: &[String], left: &[&str]) -> bool {
    own.len() == left.len() && own.iter().all(|name| left.contains(&name.as_str()))
}

impl std::fmt::Display for Said {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let left: Vec<String> = self.left.iter().map(|name| written(name)).collect();
        write!(out, "{} -> {}", left.join(", "), written(&self.right))?;
        if self.note.is_empty() { Ok(()) } else { write!(out, "  # {}", self.note) }
    }
}

/// A name as it stands in the register: in quotes where a sign in it would mean something.
fn written(name: &str) -> String {
    let plain =
        !name.is_empty() && name.trim() == name && !name.contains([',', '"', '#', '[', ']']) && !name.contains("->");
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

fn entries(line: &str) -> Option<Vec<Entry>> {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return Some(vec![Entry::Other(line.trim_end().to_owned())]);
    }
    if let Some(name) = trimmed.strip_prefix('[') {
        return Some(vec![Entry::Table(name.strip_suffix(']')?.to_owned())]);
    }
    let (body, note) = split(trimmed, "#").unwrap_or((trimmed, ""));
    let (word, dependency) = body.split_once(char::is_whitespace)?;
    let (status, wish) = (Status::of_word(word)?, Wish::read(dependency)?);
    let note = note.trim();
    let said = wish
        .right
        .into_iter()
        .map(|right| Entry::Said(Said { status, left: wish.left.clone(), right, note: note.to_owned() }));
    Some(said.collect())
}

/// The text before and after a sign that stands outside quotes.
fn split<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        quoted ^= letter == '"';
        if let Some(after) = text.get(at..).and_then(|rest| rest.strip_prefix(sign)).filter(|_| !quoted) {
            return Some((text.get(..at).unwrap_or_default(), after));
        }
    }
    None
}

/// Names between commas; none where quotes don't match or a name is missing.
fn names(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (name, more) = split(text, ",").map_or((text, None), |(name, more)| (name, Some(more)));
        names.push(name_of(name.trim())?);
        rest = more;
    }
    Some(names)
}

fn name_of(text: &str) -> Option<String> {
    let name = match text.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?.replace("\"\"", "\""),
        None if text.contains('"') => return None,
        None => text.to_owned(),
    };
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    fn again(text: &str) -> String {
        Register::read(text).0.text(&Text::same(""), Lang::En)
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let text = "# mine\n\n[ventes]\nrejected    cp -> ville  # two towns share one\nobserved    \"a, b\", c -> \"d \"\"e\"\"\"\n??? what\n\n[clients]\nstated      code -> nom\n";
        assert_eq!(again(text), text);
        assert_eq!(Register::read(text).1, [6]);
    }

    #[test]
    fn lines_change_in_place_and_new_ones_stand_with_their_left_side() {
        let (mut register, _) = Register::read("# x\n[t]\nobserved a -> b\nobserved c -> d\n\n# end");
        register.say("t", Status::Rejected, &["c"], "d");
        register.say("t", Status::Observed, &["a"], "e");
        register.say("t", Status::Observed, &["f", "g"], "e");
        register.say("u", Status::Exceptions, &["x"], "y");
        register.forget("t", &["a"], "b");
        let text = register.text(&Text::same(""), Lang::En);
        let expected = "# x\n[t]\nobserved    a -> e\nrejected    c -> d\nobserved    f, g -> e\n\n# end\n\n[u]\nexceptions  x -> y\n";
        assert_eq!(text, expected);
        assert!(register.find("t", &["g", "f"], "e").is_some() && register.find("u", &["g"], "y").is_none());
    }

    #[test]
    fn several_columns_may_be_said_at_once() {
        let (register, unread) =
            Register::read("[t]\nrejected a -> b, c\nrejected a ->\nrejected -> a\nmaybe a -> b\nrejected \"a -> b");
        assert_eq!((register.of_table("t").count(), unread), (2, vec![3, 4, 5, 6]));
    }
}
