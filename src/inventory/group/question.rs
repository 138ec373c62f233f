//! What the data can't decide, for the consultant to ask: numbered in the draft, most valuable first.

use crate::diag::{Lang, Text};

/// Something to ask the client.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// How much hangs on the answer: rows concerned, or more for what changes the structure.
    pub(super) weight: usize,
    /// What to ask, and what to change by the answer.
    pub(super) text: Text,
}

/// What changes entities comes before what changes a field, and that before values.
pub(super) const STRUCTURE: usize = 1 << 40;
/// What changes a field.
pub(super) const FIELD: usize = 1 << 20;

/// The questions as comments, most valuable first; of equals, in the order found.
pub(super) fn comments(mut questions: Vec<Question>, lang: Lang) -> String {
    questions.sort_by_key(|question| std::cmp::Reverse(question.weight));
    let lines = questions.iter().enumerate();
    lines.map(|(at, question)| format!("// ? {}. {}\n", at + 1, question.text.get(lang))).collect()
}
