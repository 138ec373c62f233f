//! Tables from CSV and XLSX files as offices make them.
//!
//! Finds by itself the encoding, the separator, the header row, merged header cells, totals and notes; judges no value.
//!
//! ```no_run
//! use merisier::inventory::read;
//! let reading = read::read_path(std::path::Path::new("data"), &read::Limits::default());
//! for table in &reading.tables {
//!     for column in &table.columns {
//!         let first = column.codes.first().and_then(|code| column.dictionary.get(*code));
//!         println!("{} {} {first:?}", table.name, column.name);
//!     }
//! }
//! ```
//!
//! Invariants of a [`Table`]: every column has as many codes as the table has row numbers; a code is a place in its column's
//! dictionary; codes are given in the order of first occurrence, so columns in bijection have the same codes; values bear no outer blanks.
//! Memory is bounded by [`Limits`]: rows are streamed into the dictionaries and never held as text.

mod archive;
mod assemble;
mod delimited;
mod dictionary;
mod encoding;
mod folder;
mod header;
mod problem;
mod table;
#[cfg(test)]
mod tests;
mod workbook;

pub use dictionary::Dictionary;
pub use encoding::decoded;
pub use folder::{Reading, read_path, read_path_telling};
pub use problem::{Notice, Problem};
pub use table::{Column, Origin, SetAside, Table, Why, column_letters};

/// How much is read, so that no file can take the whole machine.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows of one table.
    pub rows: u32,
    /// Columns of one table; Excel's own limit unless changed.
    pub columns: usize,
    /// Cells of one table (4 bytes each).
    pub cells: usize,
    /// Bytes of distinct values of one table.
    pub text: usize,
    /// Bytes of one row: a quote that is never closed would take the rest of the file.
    pub row: usize,
    /// Bytes of a workbook once unpacked.
    pub unpacked: u64,
    /// Files of one folder.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            rows: 20_000_000,
            columns: 16_384,
            cells: 500_000_000,
            text: 2 << 30,
            row: 4 << 20,
            unpacked: 4 << 30,
            files: 1_000,
        }
    }
}

/// A table from a text, for tests of what stands on tables.
#[cfg(test)]
pub(crate) fn table_of(name: &str, text: &str) -> Table {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    read_path(folder.path(), &Limits::default()).tables.remove(0)
}
