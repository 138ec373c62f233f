//! What the text of a cell means: numbers, dates, yes and no, and names compared whatever their accents.
//!
//! Reads the forms that French and English offices write. Invariant: what is ambiguous is read the French way, and what is no value
//! of a kind is `None`, never a guess.

mod moment;
mod number;
mod words;

pub use moment::{Moment, date, moment, time};
pub use number::{Number, number};
pub use words::{fold, name_key, names_agree, national, tokens};

/// Yes or no.
pub fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "oui" | "o" | "vrai" | "true" | "yes" | "y" | "x" | "1" | "☑" | "✓" | "✔" => Some(true),
        "non" | "n" | "faux" | "false" | "no" | "0" | "☐" => Some(false),
        _ => None,
    }
}

/// Whether a text stands for "nothing": what people write where there is no value.
pub fn says_nothing(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    [
        "-", "--", "—", "–", "?", "n/a", "na", "n.a.", "nc", "n/c", "n.c.", "nd", "néant", "neant", "null", "none",
        "aucun", "aucune", "#n/a", "s/o", ".",
    ]
    .contains(&folded.as_str())
}
