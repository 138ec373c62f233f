//! Which texts make a model: the files named and, transitively, those they include.
//!
//! Each file is read once, in the order it is first met. Reading itself is the caller's.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Kind, Severity, Sink};
use crate::say;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::Item;
use crate::syntax::ast::Parsed;
use crate::syntax::parse;

/// Every kind of this room.
pub static KINDS: &[&Kind] = &[&INCLUDE_CANNOT_BE_READ];

static INCLUDE_CANNOT_BE_READ: Kind =
    Kind { code: "M2019", severity: Severity::Error, page: include_str!("pages/M2019.md") };

/// Gives the text of a file.
pub trait Reader {
    /// The text, or why it can't be had, in a few words.
    fn read(&self, path: &str) -> Result<String, String>;
}

/// Texts at hand.
pub(super) struct Texts<'a>(pub(super) &'a [(&'a str, &'a str)]);

impl Reader for Texts<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    }
}

/// Reads and parses the files and what they include.
pub(super) fn load(files: &[String], reader: &dyn Reader, sink: &mut Sink) -> (SourceMap, Vec<Parsed>) {
    let mut sources = SourceMap::new();
    let mut parsed = Vec::new();
    let mut seen: HashSet<String> = files.iter().map(|path| normalize(path)).collect();
    let mut waiting: Vec<(String, Option<Span>)> = files.iter().rev().map(|path| (path.clone(), None)).collect();
    while let Some((path, included_at)) = waiting.pop() {
        match reader.read(&path) {
            Ok(text) => {
                let file = sources.add(path.clone(), text.clone());
                let tree = parse(file, &text, sink);
                let included = includes(&tree, &path).into_iter().filter(|(name, _)| seen.insert(name.clone()));
                waiting.extend(included.collect::<Vec<_>>().into_iter().rev());
                parsed.push(tree);
            }
            Err(reason) => sink.push(cannot_be_read(&path, included_at.unwrap_or_default(), &reason)),
        }
    }
    (sources, parsed)
}

fn includes(tree: &Parsed, from: &str) -> Vec<(String, Option<Span>)> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let include = |item: &Item| match item {
        Item::Include(path) if folder.is_empty() => Some((normalize(&path.value), Some(path.span))),
        Item::Include(path) => Some((normalize(&format!("{folder}/{}", path.value)), Some(path.span))),
        _ => None,
    };
    tree.items.iter().filter_map(include).collect()
}

/// `a/./b/../c` as `a/c`.
fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn cannot_be_read(path: &str, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &INCLUDE_CANNOT_BE_READ,
        span,
        say!(fr "« {path} » ne peut pas être lu : {reason}", en "`{path}` can't be read: {reason}"),
    )
    .help(say!(
        fr "le chemin part du dossier du fichier qui inclut",
        en "the path starts at the folder of the file that includes it"
    ))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn paths_are_normalized() {
        for (path, expected) in
            [("a/./b.mcd", "a/b.mcd"), ("a/../b.mcd", "b.mcd"), ("../b.mcd", "../b.mcd"), ("/a/../../b", "/../b")]
        {
            assert_eq!(normalize(path), expected);
        }
    }
}
