//! What determines what in a table: found, weighed, ranked so that what means something comes first, and kept from run to run.
//!
//! `fds` finds the dependencies that hold; here they get their evidence (the rows that could break them, those that do), their rank
//! (NORMALIZE's score; Papenbrock & Naumann, 2017) and their [`Status`], which the consultant may overrule in a file
//! ([`Register`]). Draws no model. Invariant: the same rows and the same register give the same list.

mod discover;
mod evidence;
mod exceptions;
mod identity;
mod news;
mod register;
mod relation;
mod score;
mod stated;
#[cfg(test)]
mod tests;
mod typing;

pub use discover::discover;
pub use evidence::{EXCEPTIONS, Evidence};
pub use exceptions::{Broken, Exception, exceptions};
pub use news::{Known, Line, News, Verdict, What, hold, verdicts, wish_of};
pub use register::{Register, Said, Status, Wish};
pub use stated::{By, Stated, stated};
pub use typing::is_slip;

pub(super) use evidence::{BROKEN, SURPRISE, evidence, surprise, weigh};
pub(super) use identity::{can_identify, is_identifier_like, rank, says_identifier};
pub(super) use relation::Relation;

/// A dependency between columns of a table, and how much it seems to mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency {
    /// The places of the columns that determine, ascending.
    pub left: Vec<usize>,
    /// The place of the column that is determined.
    pub right: usize,
    /// What it rests on.
    pub evidence: Evidence,
    /// From 0 to 1; what means something has more.
    pub score: f64,
    /// What stands between: another determinant, that the left determines and that is closer to the right.
    pub through: Option<Vec<usize>>,
}

impl Dependency {
    /// Whether the left is also all that tells two rows apart: then it determines everything, and nothing was put to the test.
    pub fn is_of_a_key(&self) -> bool {
        self.evidence.support == 0
    }

    /// Whether it is likely of the business rather than an accident of these rows.
    pub fn is_likely(&self) -> bool {
        self.score >= score::LIKELY
    }
}

/// What was found in a table.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The search is complete for left sides of so many columns at most.
    pub complete: usize,
    /// Best first.
    pub dependencies: Vec<Dependency>,
}

impl Found {
    /// What is likely of the business and follows from nothing closer: what a person should see first.
    pub fn likely(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().filter(|dependency| dependency.is_likely() && dependency.through.is_none())
    }
}
