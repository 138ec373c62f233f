//! Texts of the model as they stand in generated files: comments, literals, labels.
//!
//! Invariant: no text can leave the place it is put in.

use crate::app::layout::string_literal;
use crate::mcd::constant_number;
use crate::mcd::expr::{Expr, ExprKind};

/// The module's first line: what the model says of it, or its name.
pub(super) fn intro(docs: &str, name: &str) -> String {
    let docs = one_line(docs);
    let text = if docs.is_empty() { one_line(name) } else { docs };
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}

/// SQL as a string literal that starts on a line of its own when it has several.
pub(super) fn sql_literal(sql: &str) -> String {
    if !sql.contains(['\n', '"', '\\']) {
        return string_literal(sql);
    }
    let mut hashes = "#".to_owned();
    while sql.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let start = if sql.contains('\n') { "\n" } else { "" };
    format!("r{hashes}\"{start}{sql}\"{hashes}")
}

/// A constant as it is typed in a form.
pub(super) fn bound_text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Quantity(..) => duration_text(seconds_of(expr)?),
        _ => constant_number(expr).map(|number| number.normalize().to_string()),
    }
}

/// A length of time in seconds; none for months and years, which have no one length.
pub(super) fn seconds_of(expr: &Expr) -> Option<i64> {
    let ExprKind::Quantity(amount, unit) = &expr.kind else { return None };
    if unit.months().is_some() {
        return None;
    }
    unit.seconds_in(*amount)
}

/// `1 h 30`, `45 min`, `90 s`: a bare number would be one of minutes.
fn duration_text(seconds: i64) -> Option<String> {
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
    match (hours, minutes, seconds % 60) {
        _ if seconds < 0 => None,
        (0, _, 0) => Some(format!("{minutes} min")),
        (_, 0, 0) => Some(format!("{hours} h")),
        (_, _, 0) => Some(format!("{hours} h {minutes:02}")),
        _ => Some(format!("{seconds} s")),
    }
}

/// Text on one line: nothing of it can leave a comment.
pub(in crate::app) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn label_case(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
