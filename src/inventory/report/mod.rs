//! The inventory told: as text for a terminal, as JSON for programs, as a page for the client.
//!
//! Finds nothing by itself. Invariant: every value of a file is escaped where it lands.

pub mod css;
pub mod dependencies;
pub mod html;
pub mod json;
mod remarks;
pub mod text;

pub use remarks::{Remark, Sort, remarks};

use super::coverage::Coverage;
use super::profile::Profile;
use super::read::Reading;
use crate::diag::Lang;
use crate::mcd::Mcd;

/// All that is told.
#[derive(Debug, Clone, Copy)]
pub struct Inventory<'a> {
    /// The files.
    pub reading: &'a Reading,
    /// Their fields.
    pub profile: &'a Profile,
    /// What the model covers of them, where there is a model.
    pub coverage: Option<(&'a Mcd, &'a Coverage)>,
}

/// Text for a page: the five signs that mean something to HTML are written out.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// `12 345` in French, `12,345` in English.
pub(crate) fn grouped(number: usize, lang: Lang) -> String {
    let digits = number.to_string();
    let mark = if lang == Lang::Fr { '\u{202f}' } else { ',' };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A share as a percentage; never 0 % or 100 % of what is neither.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    match () {
        () if whole == 0 || part == 0 => "0 %".to_owned(),
        () if part >= whole => "100 %".to_owned(),
        () => match part * 100 / whole {
            0 => "<1 %".to_owned(),
            whole => format!("{whole} %"),
        },
    }
}

/// `rows 12, 15, 20…`
pub(crate) fn rows_text(rows: &[u32], count: usize) -> crate::diag::Text {
    let list = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = if count > rows.len() { "…" } else { "" };
    if rows.len() == 1 && count <= 1 {
        return crate::say!(fr "ligne {list}", en "row {list}");
    }
    crate::say!(fr "lignes {list}{more}", en "rows {list}{more}")
}

/// The word for so many, in the singular where it is one; in French zero is singular too.
pub(crate) fn word<'w>(count: usize, fr: [&'w str; 2], en: [&'w str; 2], lang: Lang) -> &'w str {
    let [one, many] = if lang == Lang::Fr { fr } else { en };
    if count == 1 || (count == 0 && lang == Lang::Fr) { one } else { many }
}

/// `1 row`, `1,000 rows`.
pub(crate) fn counted(count: usize, fr: [&str; 2], en: [&str; 2], lang: Lang) -> String {
    format!("{} {}", grouped(count, lang), word(count, fr, en, lang))
}
