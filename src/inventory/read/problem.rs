//! Why a file could not be read, and what was strange in one that was. In both languages, with the place and what to do next.

use std::io;

use crate::diag::Text;
use crate::say;

/// A file, or a sheet, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file's path, as shown to the user.
    pub file: String,
    /// The sheet, row or part concerned.
    pub place: Option<Text>,
    /// What is wrong.
    pub message: Text,
    /// What to do next.
    pub help: Text,
}

impl Problem {
    /// A problem with a whole file.
    pub(super) fn new(file: &str, message: Text, help: Text) -> Box<Self> {
        Box::new(Problem { file: file.to_owned(), place: None, message, help })
    }

    /// Says where in the file.
    pub(super) fn at(mut self: Box<Self>, place: Text) -> Box<Self> {
        self.place = Some(place);
        self
    }

    /// The system refused the file.
    pub(super) fn io(file: &str, error: &io::Error) -> Box<Self> {
        let message = match error.kind() {
            io::ErrorKind::NotFound => say!(fr "n'existe pas", en "doesn't exist"),
            io::ErrorKind::PermissionDenied => say!(fr "l'accès est refusé", en "permission denied"),
            _ => Text::same(error.to_string()),
        };
        Problem::new(file, message, say!(fr "vérifiez le fichier et vos droits", en "check the file and your rights"))
    }
}

/// Something strange in a table that was read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub message: Text,
    /// The numbers of the first rows concerned.
    pub rows: Vec<u32>,
}

/// The place that a row is.
pub(super) fn row_place(row: u32) -> Text {
    say!(fr "ligne {row}", en "row {row}")
}

/// The place that a sheet is.
pub(super) fn sheet_place(sheet: &str) -> Text {
    say!(fr "feuille « {sheet} »", en "sheet `{sheet}`")
}
