//! Groups as the text of a model: entities, relations, where each column went, why, and what to ask.
//!
//! Invariant: the text is a sound model in its canonical form, and each column that has values is placed in it.

mod copies;
mod entities;
mod questions;
mod write;

use super::{Group, Step};
use crate::diag::Lang;
use crate::format;
use crate::inventory::profile::Profile;
use crate::inventory::read::Table;
use crate::source::FileId;

/// The draft of a model named so, in one language; `steps` are the groups at other tolerances.
pub fn draft(tables: &[Table], profile: &Profile, groups: &[Group], steps: &[Step], name: &str, lang: Lang) -> String {
    let plan = entities::plan(tables, profile, groups, lang);
    let questions = questions::questions(tables, profile, groups, steps, &plan);
    let text = write::write(&write::Draft { tables, profile, groups, steps, plan: &plan, name, lang }, questions);
    // A text that its own grammar refuses is a fault of ours; `check` then shows it better than a panic would.
    format::format(FileId::default(), &text).unwrap_or(text)
}
