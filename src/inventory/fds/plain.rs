//! A CSV file taken literally: the first row names the columns, every other one is data, and no value is mended.
//!
//! For people who compare the discovery with another program; what offices make is read by `inventory::read`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::Codes;
use crate::inventory::read::Dictionary;

/// A column as the searches need it: which rows are equal, not what they say.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// The code of each row's value.
    pub codes: Vec<u32>,
    /// How many values differ.
    pub distinct: usize,
}

impl Column {
    /// What the searches see of it.
    pub fn as_codes(&self) -> Codes<'_> {
        Codes { codes: &self.codes, distinct: self.distinct }
    }
}

/// A column that is being read.
struct Filling {
    name: String,
    codes: Vec<u32>,
    dictionary: Dictionary,
}

impl Filling {
    fn of(name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name).into_owned();
        Filling { name, codes: Vec::new(), dictionary: Dictionary::default() }
    }

    fn push(&mut self, cell: &str) {
        // Rows of one document repeat their head: most often the value is that of the row above.
        let again = self.codes.last().copied().filter(|last| self.dictionary.get(*last) == Some(cell));
        let code = again.unwrap_or_else(|| self.dictionary.intern(cell));
        self.codes.push(code);
    }

    /// The values themselves are let go.
    fn read(self) -> Column {
        let Filling { name, mut codes, dictionary } = self;
        codes.shrink_to_fit();
        Column { name, codes, distinct: dictionary.len() }
    }
}

/// Reads a file; cells that lack are empty, those in excess are ignored. The separator is the sign among `; , tab |` that the
/// first line has most of.
///
/// # Errors
/// When the file can't be read, or isn't CSV.
pub fn read(path: &Path) -> io::Result<Vec<Column>> {
    let separator = separator(BufReader::new(File::open(path)?))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_path(path)?;
    let mut columns: Vec<Filling> = reader.byte_headers()?.iter().map(Filling::of).collect();
    if let Some(first) = columns.first_mut() {
        first.name = first.name.trim_start_matches('\u{FEFF}').to_owned();
    }
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        for (at, column) in columns.iter_mut().enumerate() {
            column.push(&String::from_utf8_lossy(record.get(at).unwrap_or_default()));
        }
    }
    Ok(columns.into_iter().map(Filling::read).collect())
}

fn separator(mut file: impl BufRead) -> io::Result<u8> {
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    let mut quoted = false;
    line.retain(|byte| {
        quoted ^= *byte == b'"';
        !quoted
    });
    let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
    // The last of equals is taken: a comma when the line has no separator at all.
    Ok([b'|', b'\t', b';', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b','))
}
