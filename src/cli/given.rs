//! The answers that a run is given: the lines of `changes.mcd`, and those of the command line.
//!
//! Invariant: a migration uses a line of `changes.mcd` once. It may stay there; it serves no other migration, and that is said. What is
//! given with `--answer` is given anew each time.

use super::migrations::Folder;
use super::terminal::{CYAN, PLAIN, YELLOW};
use crate::diag::{Lang, Severity, Text};
use crate::migrate::{Answers, Difference, Spent};
use crate::say;

/// Answers, by where they were given.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// The lines of `changes.mcd`.
    pub(super) standing: Answers,
    /// Those of the command line, and those that a rebase gives back.
    pub(super) anew: Answers,
}

/// What of the answers still serves.
pub(super) struct Fresh {
    /// All that serve, those of `changes.mcd` first.
    pub(super) answers: Answers,
    /// Lines of `changes.mcd` that a migration used.
    pub(super) spent: Vec<Spent>,
}

impl Given {
    /// All of them, used or not.
    pub(super) fn all(self) -> Answers {
        let mut all = self.standing;
        all.extend(self.anew);
        all
    }

    /// Those that no migration has used: what was answered once isn't an answer to the next question. A line that stands twice
    /// serves twice.
    pub(super) fn fresh(&self, folder: &Folder) -> Fresh {
        let mut used = used(folder);
        let mut fresh = Fresh { answers: Answers::default(), spent: Vec::new() };
        for (answer, line) in &self.standing.lines {
            match used.iter().position(|spent| spent.line == *line) {
                Some(at) => fresh.spent.push(used.remove(at)),
                None => fresh.answers.lines.push((answer.clone(), line.clone())),
            }
        }
        fresh.answers.extend(self.anew.clone());
        fresh
    }

    /// The lines that are used once `migration` has used these; those that no longer stand are forgotten. `noted`: the lock notes them
    /// already.
    pub(super) fn spent_after(
        &self,
        fresh: &Fresh,
        used: &[String],
        migration: Option<&str>,
        noted: bool,
    ) -> Option<Vec<Spent>> {
        let mut spent = fresh.spent.clone();
        let standing = self.standing.lines.len().saturating_sub(spent.len());
        let now = fresh.answers.lines.iter().take(standing).filter(|(_, line)| used.contains(line));
        let by = |line: &String| Some(Spent { line: line.clone(), migration: migration?.to_owned() });
        spent.extend(now.filter_map(|(_, line)| by(line)));
        (noted || !spent.is_empty()).then_some(spent)
    }
}

/// What the lock notes; a lock of before it did has it in the files of its migrations.
fn used(folder: &Folder) -> Vec<Spent> {
    let Some(lock) = &folder.lock else { return Vec::new() };
    if let Some(spent) = &lock.spent {
        return spent.clone();
    }
    let known = folder.files.iter().filter(|files| lock.migrations.iter().any(|link| link.name == files.name));
    let lines = known.flat_map(|files| {
        let answers = files.up.lines().filter_map(|line| line.strip_prefix("-- answer: "));
        answers.map(|line| Spent { line: line.to_owned(), migration: files.name.clone() })
    });
    lines.collect()
}

/// What stops nothing and is worth a word: a `was` that did its work, an answer that serves nothing, or served already.
pub(super) fn noted(found: &Difference, spent: &[Spent], lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |code: &str, message: &Text, help: &[Text]| {
        out.push_str(&format!("\n{YELLOW}{code}{PLAIN} {}\n", message.get(lang)));
        for help in help {
            out.push_str(&format!("  {CYAN}→{PLAIN} {}\n", help.get(lang)));
        }
    };
    for problem in found.problems.iter().filter(|problem| problem.kind.severity != Severity::Error) {
        say(problem.kind.code, &problem.message, &problem.helps);
    }
    for Spent { line, migration } in spent {
        let message = say!(
            fr "changes.mcd, « {line} » : a déjà servi ({migration}) et ne sert plus",
            en "changes.mcd, `{line}`: served {migration} already, and serves no more"
        );
        let help = say!(
            fr "retirez-la ; pour répondre encore de même, écrivez-la une seconde fois",
            en "take it out; to answer the same again, write it a second time"
        );
        say(crate::migrate::SERVES_NOTHING, &message, &[help]);
    }
    out
}
