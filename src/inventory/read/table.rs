//! What a table read from a file is: plain data.

use super::Dictionary;
use super::problem::Notice;

/// A table: a CSV file, or a sheet of a workbook.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is called: the file's name without extension, and the sheet's where a workbook has several.
    pub name: String,
    /// Where it was read.
    pub origin: Origin,
    /// In the file's order.
    pub columns: Vec<Column>,
    /// For each data row, its number as a spreadsheet shows it, from 1.
    pub rows: Vec<u32>,
    /// Rows that are no data: titles, totals, notes, repeated headers.
    pub set_aside: Vec<SetAside>,
    /// What was strange and read all the same.
    pub notices: Vec<Notice>,
    /// The tables that it was put together from, by name and origin; none where it is as read.
    pub parts: Vec<(String, Origin)>,
}

/// Where a table was read, and what was found about its form.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The file's path, as shown to the user.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The encoding's name (`UTF-8`, `windows-1252`), in a CSV file.
    pub encoding: Option<&'static str>,
    /// The separator, in a CSV file of more than one column.
    pub separator: Option<char>,
    /// The number of the row that names the columns; none when the file has no header.
    pub header_row: Option<u32>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading with that of the merged cell above it, unique in its table (`Client Nom`, `Montant (2)`, `Colonne C`).
    pub name: String,
    /// The heading of its own cell; empty where the file gives none.
    pub heading: String,
    /// The merged cell above its heading.
    pub group: Option<String>,
    /// Its place in the file, from 0; empty columns without heading are left out.
    pub index: usize,
    /// One code a row.
    pub codes: Vec<u32>,
    /// The values.
    pub dictionary: Dictionary,
    /// The code of the empty value, if a cell is empty.
    pub empty: Option<u32>,
    /// How many cells had blanks around their value; these are taken away.
    pub padded: u32,
    /// The number of the first row with such blanks.
    pub first_padded: Option<u32>,
}

impl Column {
    /// The value of a row by its place in the table, from 0; empty past the end.
    pub fn value(&self, row: usize) -> &str {
        self.codes.get(row).and_then(|code| self.dictionary.get(*code)).unwrap_or_default()
    }

    /// Whether the cell of a row is empty.
    pub fn is_empty(&self, row: usize) -> bool {
        self.codes.get(row).copied() == self.empty || self.codes.len() <= row
    }
}

/// A row that is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its number, from 1.
    pub row: u32,
    /// Why.
    pub why: Why,
    /// What it says, cut short.
    pub text: String,
}

/// Why a row is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Above the header.
    Title,
    /// A total.
    Total,
    /// A lone text below the data.
    Note,
    /// The header again, as page breaks make it.
    Header,
}

/// The letters of a column in a spreadsheet: 0 is `A`, 26 is `AA`.
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let letters: Vec<String> = [0, 25, 26, 701, 702, 16_383].iter().map(|n| column_letters(*n)).collect();
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
