//! What is said to the user: data to stdout, talk to stderr, colours only where a terminal shows them.
//!
//! Invariant: a reader that went away (`merisier sql | head`) is no error and no panic.

use std::io::{self, ErrorKind, IsTerminal, Write};

use crate::diag::{Lang, Text};
use crate::output::WriteError;
use crate::say;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is well: 0.
    Done,
    /// The model or the data has problems: 1.
    Problems,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Usage, files or environment: 2.
    Refused { message: Text, helps: Vec<Text> },
    /// Nobody reads stdout any more.
    NobodyReads,
}

impl Failure {
    /// A refusal without advice yet.
    pub(super) fn new(message: Text) -> Self {
        Failure::Refused { message, helps: Vec::new() }
    }

    /// Adds what to do next.
    pub(super) fn help(mut self, help: impl Into<Option<Text>>) -> Self {
        if let Failure::Refused { helps, .. } = &mut self {
            helps.extend(help.into());
        }
        self
    }

    /// The system refused a file.
    pub(super) fn io(path: &std::path::Path, error: &io::Error) -> Self {
        let (path, reason) = (path.display(), reason(error));
        Failure::new(Text { fr: format!("{path} : {}", reason.fr), en: format!("{path}: {}", reason.en) })
    }
}

/// What a command gives back.
pub(super) type Outcome = Result<Exit, Failure>;

/// The user's terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    /// The language spoken.
    pub(super) lang: Lang,
    /// It was asked for by `--lang`: documents are written in it too, rather than in their model's.
    pub(super) is_asked: bool,
}

impl Terminal {
    /// Writes data.
    pub(super) fn data(self, text: &str) -> Result<(), Failure> {
        let mut out = anstream::stdout();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::NobodyReads),
            Err(error) => Err(Failure::io(std::path::Path::new("stdout"), &error)),
        }
    }

    /// Says a line.
    pub(super) fn talk(self, text: &Text) {
        self.talk_raw(&format!("{}\n", text.get(self.lang)));
    }

    /// Says something that already is in the user's language. That it may not be heard changes nothing.
    pub(super) fn talk_raw(self, text: &str) {
        let _ = anstream::stderr().write_all(text.as_bytes());
    }

    /// Says why a command could not do its work, and what to do next.
    pub(super) fn refuse(self, message: &Text, helps: &[Text]) {
        let (error, help) = match self.lang {
            Lang::Fr => ("erreur :", "  aide :"),
            Lang::En => ("error:", "  help:"),
        };
        self.talk_raw(&format!("{RED}{error}{PLAIN} {}\n", message.get(self.lang)));
        for text in helps {
            self.talk_raw(&format!("{CYAN}{help}{PLAIN} {}\n", text.get(self.lang)));
        }
    }

    /// Whether someone watches stderr, so that progress may move.
    pub(super) fn is_watched(self) -> bool {
        io::stderr().is_terminal()
    }
}

/// Bold red, taken away by `anstream` where it has no place.
pub(super) const RED: &str = "\x1b[1;31m";
/// Bold yellow.
pub(super) const YELLOW: &str = "\x1b[1;33m";
/// Cyan.
pub(super) const CYAN: &str = "\x1b[36m";
/// Bold green.
pub(super) const GREEN: &str = "\x1b[1;32m";
/// Bold.
pub(super) const BOLD: &str = "\x1b[1m";
/// The end of a style.
pub(super) const PLAIN: &str = "\x1b[0m";

/// The system's reason in plain words; its own words where we have none.
pub(super) fn reason(error: &io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => say!(fr "n'existe pas", en "doesn't exist"),
        ErrorKind::PermissionDenied => say!(fr "l'accès est refusé", en "permission denied"),
        ErrorKind::IsADirectory => say!(fr "est un dossier", en "is a folder"),
        ErrorKind::NotADirectory => say!(fr "n'est pas un dossier", en "isn't a folder"),
        ErrorKind::InvalidData => say!(fr "n'est pas du texte UTF-8", en "isn't UTF-8 text"),
        ErrorKind::StorageFull => say!(fr "le disque est plein", en "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => say!(fr "le disque est en lecture seule", en "the disk is read-only"),
        _ => Text::same(error.to_string()),
    }
}

/// A tree or a file could not be written.
pub(super) fn not_written(error: &WriteError) -> Failure {
    match error {
        WriteError::Io(path, error) => Failure::io(path, error),
        WriteError::NotOurs(root) => {
            let root = root.display();
            Failure::new(say!(
                fr "le dossier {root} contient des fichiers que Merisier n'a pas écrits",
                en "the folder {root} holds files that Merisier didn't write"
            ))
            .help(say!(
                fr "choisissez un autre dossier (« app: » dans merisier.yaml, ou merisier build -o DOSSIER), ou videz celui-ci",
                en "choose another folder (`app:` in merisier.yaml, or merisier build -o DIR), or empty this one"
            ))
        }
        WriteError::OutsideRoot(path) => Failure::new(
            say!(fr "{path} mène hors du dossier de l'application", en "{path} leads out of the application's folder"),
        )
        .help(say!(fr "remplacez le lien par un vrai dossier", en "replace the link by a real folder")),
        WriteError::Manifest(path, reason) => {
            let path = path.display();
            Failure::new(say!(fr "{path} est abîmé : {reason}", en "{path} is damaged: {reason}")).help(say!(
                fr "après une fusion de branches : git checkout --ours sur son dossier, puis merisier build ; sinon reprenez ce fichier d'une sauvegarde",
                en "after branches were merged: git checkout --ours on its folder, then merisier build; else take this file from a backup"
            ))
        }
    }
}

/// `1 entity`, `2 entities`; in French zero is singular.
pub(super) fn counted(count: usize, fr: [&str; 2], en: [&str; 2]) -> Text {
    let [fr_one, fr_many] = fr;
    let [en_one, en_many] = en;
    Text {
        fr: format!("{count} {}", if count < 2 { fr_one } else { fr_many }),
        en: format!("{count} {}", if count == 1 { en_one } else { en_many }),
    }
}
