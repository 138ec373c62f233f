//! What breaks the first normal form: fields numbered `tel1 tel2 tel3`, and several values in one cell.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::kind::Kind;
use super::{At, Field, share};
use crate::inventory::read::Table;

/// Fields that come several times in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Their table.
    pub table: usize,
    /// Their names with `#` for the number: `tel #`.
    pub pattern: String,
    /// Their columns.
    pub columns: Vec<usize>,
}

/// A field with several values in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// It.
    pub field: At,
    /// What parts the values.
    pub separator: char,
    /// Rows with several values.
    pub rows: usize,
    /// A cell with several.
    pub example: String,
    /// The number of its row.
    pub row: u32,
}

/// The repeated groups of a table.
pub(super) fn repeated(table: usize, data: &Table) -> Vec<Repeated> {
    let mut groups: IndexMap<String, Vec<usize>> = IndexMap::new();
    for (at, column) in data.columns.iter().enumerate().filter(|(_, column)| !column.heading.is_empty()) {
        if let Some(pattern) = pattern(&column.name) {
            groups.entry(pattern).or_default().push(at);
        }
    }
    let several = groups.into_iter().filter(|(_, columns)| columns.len() > 1);
    several.map(|(pattern, columns)| Repeated { table, pattern, columns }).collect()
}

/// The name with its first number as `#`; none without a number, or without a word.
fn pattern(name: &str) -> Option<String> {
    let start = name.find(|letter: char| letter.is_ascii_digit())?;
    let rest = name.get(start..)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let words = name.chars().any(char::is_alphabetic);
    let before = name.get(..start)?.trim_end_matches([' ', '(', '_', '-']);
    let after = rest.get(end..)?.trim_start_matches([')']);
    (words && end <= 4).then(|| format!("{} #{after}", before.to_lowercase()))
}

const SIGNS: [char; 5] = [';', '|', '/', ',', '\n'];

/// The fields of a table with several values in a cell.
pub(super) fn several(table: usize, data: &Table, fields: &[Field]) -> Vec<Several> {
    let text = |kind: &Kind| matches!(kind, Kind::Text | Kind::Enum | Kind::LongText | Kind::Email | Kind::Phone);
    let columns = fields.iter().enumerate().filter(|(_, field)| text(&field.kind));
    columns
        .filter_map(|(column, field)| SIGNS.into_iter().find_map(|sign| split(At { table, column }, data, field, sign)))
        .collect()
}

/// Values of a list that people choose from, at most.
const LIST: usize = 60;

/// Values parted by a sign: short parts that come back in other cells, or addresses.
fn split(at: At, data: &Table, field: &Field, separator: char) -> Option<Several> {
    let column = data.columns.get(at.column)?;
    let (mut parted, mut values, mut parts) = (0, 0, 0_usize);
    let mut distinct: HashSet<String> = HashSet::new();
    for value in column.dictionary.values().take(2_000).filter(|value| !value.is_empty()) {
        values += 1;
        let pieces: Vec<&str> = value.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
        let short = pieces.iter().all(|part| part.chars().count() <= 40);
        if pieces.len() > 1 && short && !value.contains("://") {
            parted += 1;
        }
        parts += pieces.len();
        distinct.extend(pieces.into_iter().map(str::to_lowercase));
    }
    let whole = |piece: &String| column.dictionary.values().any(|value| value.to_lowercase() == *piece);
    // Of a short list, each part that stands alone in other cells says so.
    let listed = parted >= 1
        && values <= LIST
        && share(distinct.iter().filter(|piece| whole(piece)).count(), distinct.len()) > 0.8;
    let is_formed = matches!(field.kind, Kind::Email | Kind::Phone) && separator != '.' && separator != '/';
    let repeats = share(distinct.len(), parts) < 0.6;
    let enough = if is_formed { parted > 0 } else { listed || share(parted, values) > 0.15 && parted >= 3 && repeats };
    let (row, example) = if enough { first(data, at.column, separator)? } else { return None };
    let rows = column
        .codes
        .iter()
        .filter(|code| column.dictionary.get(**code).is_some_and(|value| value.contains(separator)))
        .count();
    Some(Several { field: at, separator, rows, example, row })
}

fn first(data: &Table, column: usize, separator: char) -> Option<(u32, String)> {
    let column = data.columns.get(column)?;
    let row = (0..data.rows.len()).find(|row| column.value(*row).contains(separator))?;
    Some((*data.rows.get(row)?, super::field::cut(column.value(row))))
}
