//! From the fields of files to a conceptual draft: what is determined by the same thing is of one entity.
//!
//! Takes tables apart from the widest determinant down, each time on rows where it stands once and what it determines by the vote
//! of its rows, so that typing errors are outvoted (after NORMALIZE, Papenbrock & Naumann, 2017). Invariant: each column of a table
//! is in exactly one group of it, and every choice has its reason.

mod composite;
mod decompose;
mod draft;
mod keys;
mod merge;
mod naming;
mod noun;
mod question;
mod roles;
mod stack;
mod sweep;
mod tell;
#[cfg(test)]
mod tests;
mod types;

pub use draft::draft;
pub use stack::stacked;
pub use sweep::{Step, sweep};

use super::dependencies::{EXCEPTIONS, Evidence, Verdict};
use super::profile::{At, Field, Kind, Profile};
use super::read::Table;

/// Fields that go together, and what tells one occurrence from another.
#[derive(Debug, Clone)]
pub struct Group {
    /// The place of the table where it was found.
    pub table: usize,
    /// How its occurrences are told apart.
    pub key: Key,
    /// Columns that it determines, the key's own left out; ascending.
    pub columns: Vec<usize>,
    /// Of these, the ones that tell its occurrences apart too.
    pub alternates: Vec<usize>,
    /// The groups that each occurrence leads to.
    pub references: Vec<Reference>,
    /// How many occurrences the table shows.
    pub occurrences: usize,
    /// What each of its columns rests on.
    pub evidence: Vec<(usize, Evidence)>,
    /// Other keys of several columns: a question.
    pub other_keys: Vec<Vec<usize>>,
    /// Columns that say in another role what these say: the label of the town of arrival.
    pub repeated: Vec<usize>,
    /// The group that this one is in another role.
    pub twin_of: Option<usize>,
}

/// How the occurrences of a group are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// By a column.
    Column(usize),
    /// Within the occurrences of other groups, by a column: a line of an invoice. References, by place in [`Group::references`].
    Within(Vec<usize>, usize),
    /// By the groups that it leads to: a relation. References, by place in [`Group::references`].
    References(Vec<usize>),
    /// By nothing that the table shows.
    None,
}

/// A link to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The group, by its place.
    pub group: usize,
    /// The column that leads there.
    pub by: usize,
    /// The column isn't the group's key but takes its values among those of the key: it says in which role.
    pub role: bool,
    /// Some occurrences have none.
    pub optional: bool,
}

/// What is taken for a dependency.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'v> {
    /// Rows in a thousand that may break one otherwise than by slips.
    pub tolerance: usize,
    /// What the consultant says of some, whatever the rows do.
    pub verdicts: &'v [Verdict],
}

impl Default for Judging<'_> {
    fn default() -> Self {
        Judging { tolerance: EXCEPTIONS, verdicts: &[] }
    }
}

/// All groups of some tables.
pub fn groups(tables: &[Table], profile: &Profile, judging: Judging<'_>, mut progress: impl FnMut(&str)) -> Vec<Group> {
    let mut groups = Vec::new();
    let names_rows = |table: usize, column: usize| {
        let field = profile.get(At { table, column });
        field.is_some_and(|field| field.is_key() && matches!(field.kind, Kind::Text | Kind::Enum | Kind::Code(_)))
    };
    let kind = |table: usize, column: usize| profile.get(At { table, column }).map(|field| field.kind.clone());
    let is_key = |table: usize, column: usize| profile.get(At { table, column }).is_some_and(Field::is_key);
    for (at, table) in tables.iter().enumerate() {
        progress(&table.name);
        let fields = profile.fields.get(at).map_or(&[][..], Vec::as_slice);
        let named = noun::named_elsewhere(tables, at, &names_rows);
        let leading = merge::leading(tables, &kind, &is_key, at);
        let taking = decompose::Taking { table: at, judging, named, leading: &leading };
        decompose::decompose(&taking, table, fields, &mut groups);
    }
    merge::link_files(tables, &kind, &mut groups);
    tell::apart(tables, &kind, &mut groups);
    roles::link(tables, &kind, &mut groups);
    groups
}
