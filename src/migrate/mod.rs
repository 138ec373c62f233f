//! From one model to the next without losing anything: the difference of two models, what must be answered, and the scripts.
//!
//! A change is understood at the level of the model, where the intent is visible, and not at the level of tables, where it
//! looks like a drop and an add. Contract: `design/migrations.md`. Runs nothing, reads and writes no file; SQL's words are
//! `sql`'s. Invariant: what isn't understood is refused with the clause that would settle it, never guessed.

mod ahead;
mod alter;
mod answers;
mod archive;
mod chains;
mod change;
mod details;
mod difference;
mod enumerated;
mod guards;
mod in_place;
mod kinds;
mod lock;
mod losses;
mod matching;
mod names;
mod numbering;
mod orphans;
mod patterns;
mod plan;
mod projection;
mod ranking;
mod references;
mod restore;
mod script;
mod settle;
mod subtypes;
mod users;
mod values;
mod world;

pub use answers::{Answer, Answers, Choice, Subject};
pub use change::{Aspect, Change, Danger, Item, words};
pub use details::told;
pub use difference::{Difference, Side, difference};
pub use kinds::KINDS;
pub use lock::{Broken, Files, Link, Lock, Spent};
pub use losses::losses;
pub use matching::Matching;
pub use patterns::Unjudged;
pub use plan::{Plan, Step, Way, initial, plan};
pub use settle::{Model, read_model};
pub use values::Guard;

use crate::diag::{Diagnostic, Text};
use crate::source::Span;

/// The code of an answer that serves nothing.
pub const SERVES_NOTHING: &str = kinds::ANSWER_SERVES_NOTHING.code;

/// A line that should be an answer and isn't.
pub fn not_an_answer(what: Text) -> Diagnostic {
    Diagnostic::new(&kinds::NOT_AN_ANSWER, Span::default(), what)
}
