//! One field looked at by itself.

use super::kind::{Counted, Kind, guess};
use super::oddities::{Odd, oddities};
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{moment, number};

/// What is known of a field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the file.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Rows of its table.
    pub rows: usize,
    /// Rows where it has a value.
    pub filled: usize,
    /// Values, the empty one left out.
    pub distinct: usize,
    /// Characters of the shortest and of the longest value.
    pub lengths: (usize, usize),
    /// The least and greatest number, day or time, as written.
    pub range: Option<(String, String)>,
    /// Digits after the point of its numbers, at most.
    pub scale: u32,
    /// The most frequent values; all of a closed list.
    pub frequent: Vec<(String, usize)>,
    /// The first values that differ.
    pub examples: Vec<String>,
    /// Values not like the others.
    pub odd: Vec<Odd>,
    /// How many rows have such a value.
    pub odd_rows: usize,
    /// Cells with blanks around their value.
    pub padded: u32,
}

impl Field {
    /// Whether it has the same value in every row, of several.
    pub fn is_constant(&self) -> bool {
        self.distinct == 1 && self.filled == self.rows && self.rows > 1
    }

    /// Whether each row has a value that no other has.
    pub fn is_key(&self) -> bool {
        self.rows > 1 && self.filled == self.rows && self.distinct == self.rows
    }

    /// Rows without a value.
    pub fn empties(&self) -> usize {
        self.rows.saturating_sub(self.filled)
    }
}

/// Values shown of a closed list.
const LISTED: usize = 30;

/// Looks at a column.
pub fn field(table: &Table, column: &Column) -> Field {
    let counts = counts(column);
    let values: Vec<(u32, &str, usize)> = (0_u32..)
        .zip(column.dictionary.values())
        .zip(&counts)
        .filter(|((_, value), _)| !value.is_empty())
        .map(|((code, value), count)| (code, value, *count))
        .collect();
    let filled = values.iter().map(|(_, _, count)| count).sum();
    let lengths = values.iter().map(|(_, value, _)| value.chars().count());
    let lengths = (lengths.clone().min().unwrap_or(0), lengths.max().unwrap_or(0));
    let counted: Counted<'_> = values.iter().map(|(_, value, count)| (*value, *count)).collect();
    let kind = guess(&column.name, &counted, filled, lengths.1);
    let (odd, odd_rows) = oddities(&kind, table, column, &values);
    let scales = counted.iter().take(5_000).filter_map(|(value, _)| number(value)).map(|number| number.value.scale());
    Field {
        name: column.name.clone(),
        rows: table.rows.len(),
        filled,
        distinct: values.len(),
        lengths,
        range: range(&kind, &counted),
        scale: if kind.is_numeric() { scales.max().unwrap_or(0) } else { 0 },
        frequent: frequent(counted.clone(), LISTED),
        examples: counted.iter().take(4).map(|(value, _)| cut(value)).collect(),
        odd,
        odd_rows,
        padded: column.padded,
        kind,
    }
}

/// How many rows have each code.
pub(crate) fn counts(column: &Column) -> Vec<usize> {
    let mut counts = vec![0; column.dictionary.len()];
    for code in &column.codes {
        if let Some(count) = counts.get_mut(*code as usize) {
            *count += 1;
        }
    }
    counts
}

/// The most frequent values; those of one frequency in the order of the file.
fn frequent(mut values: Counted<'_>, many: usize) -> Vec<(String, usize)> {
    if values.len() > 100_000 {
        return Vec::new(); // nothing is frequent among so many
    }
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.into_iter().take(many).map(|(value, count)| (cut(value), count)).collect()
}

fn range(kind: &Kind, values: &Counted<'_>) -> Option<(String, String)> {
    match kind {
        _ if kind.is_numeric() => extremes(values, |value| number(value).map(|number| number.value)),
        Kind::Date | Kind::DateTime => extremes(values, moment),
        _ => None,
    }
}

fn extremes<V: Ord>(values: &Counted<'_>, read: impl Fn(&str) -> Option<V>) -> Option<(String, String)> {
    let keyed = || values.iter().filter_map(|(text, _)| Some((read(text)?, *text)));
    let (least, greatest) = (keyed().min_by(|a, b| a.0.cmp(&b.0))?, keyed().max_by(|a, b| a.0.cmp(&b.0))?);
    Some((least.1.to_owned(), greatest.1.to_owned()))
}

/// A value cut short, on one line.
pub(crate) fn cut(value: &str) -> String {
    const SHOWN: usize = 40;
    let line: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let start: String = line.chars().take(SHOWN - 1).collect();
    format!("{start}…")
}
