//! Which texts make a model: the files named and, transitively, those they include.
//!
//! Each file is read once, in the order it is first met. Reading itself is the caller's.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Kind, Severity, Sink};
use crate::inventory::read::decoded;
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
    /// What the file holds, or why it can't be had, in a few words.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// Texts at hand.
pub(super) struct Texts<'a>(pub(super) &'a [(&'a str, &'a str)]);

impl Reader for Texts<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).into()).ok_or_else(|| "no such file".to_owned())
    }
}

/// Reads and parses the files and what they include.
pub(super) fn load(files: &[String], reader: &dyn Reader, sink: &mut Sink) -> (SourceMap, Vec<Parsed>) {
    let mut sources = SourceMap::new();
    let mut parsed = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let named = files.iter().filter(|path| seen.insert(normalize(path))).map(|path| (path.clone(), None));
    let mut waiting: Vec<(String, Option<Span>)> = named.collect();
    waiting.reverse();
    while let Some((path, included_at)) = waiting.pop() {
        let text = match reader.read(&path) {
            Ok(bytes) => text_of(bytes, &path, &mut sources),
            Err(reason) => Err(cannot_be_read(&path, included_at, &reason).into()),
        };
        match text {
            Ok(text) => {
                let file = sources.add(path.clone(), text.clone());
                let tree = parse(file, &text, sink);
                let included = includes(&tree, &path).into_iter().filter(|(name, _)| seen.insert(name.clone()));
                waiting.extend(included.collect::<Vec<_>>().into_iter().rev());
                parsed.push(tree);
            }
            Err(problem) => sink.push(*problem),
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

fn cannot_be_read(path: &str, included_at: Option<Span>, reason: &str) -> Diagnostic {
    let message = say!(fr "« {path} » ne peut pas être lu : {reason}", en "`{path}` can't be read: {reason}");
    let diagnostic = Diagnostic::new(&INCLUDE_CANNOT_BE_READ, included_at.unwrap_or_default(), message);
    match included_at {
        None => diagnostic,
        Some(_) => diagnostic.help(say!(
            fr "le chemin part du dossier du fichier qui inclut",
            en "the path starts at the folder of the file that includes it"
        )),
    }
}

/// The text of a file; of one in another encoding, where that shows and how to convert it.
fn text_of(bytes: Vec<u8>, path: &str, sources: &mut SourceMap) -> Result<String, Box<Diagnostic>> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let (before, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
    let (encoding, text, start) = match decoded(error.as_bytes()) {
        None => return Err(no_text(path).into()),
        Some((encoding, text)) if encoding.starts_with("UTF-16") => (encoding, text, 0),
        Some((encoding, _)) => {
            let rest = decoded(rest).map(|(_, text)| text).unwrap_or_default();
            (encoding, String::from_utf8_lossy(before).into_owned() + &rest, before.len())
        }
    };
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = Span::new(sources.add(path, text), start, start + length);
    Err(not_utf8(path, encoding, span, before.is_ascii()).into())
}

fn no_text(path: &str) -> Diagnostic {
    let message = say!(fr "« {path} » n'est pas un fichier de texte", en "`{path}` isn't a text file");
    Diagnostic::new(&INCLUDE_CANNOT_BE_READ, Span::default(), message)
        .help(say!(fr "un modèle est un texte, en UTF-8", en "a model is a text, in UTF-8"))
}

/// `whole` says whether all of the file may be in that encoding: what stands before would differ in UTF-8.
fn not_utf8(path: &str, encoding: &str, span: Span, whole: bool) -> Diagnostic {
    let message = say!(
        fr "« {path} » n'est pas en UTF-8 : son encodage semble être {encoding}",
        en "`{path}` isn't in UTF-8: its encoding seems to be {encoding}"
    );
    let help = if whole {
        say!(
            fr "enregistrez-le en UTF-8 dans votre éditeur, ou : iconv -f {encoding} -t UTF-8 {path} > nouveau.mcd",
            en "save it as UTF-8 in your editor, or: iconv -f {encoding} -t UTF-8 {path} > new.mcd"
        )
    } else {
        say!(
            fr "ce qui précède est en UTF-8 : écrivez de nouveau ce mot, et enregistrez le tout en UTF-8",
            en "what stands before is in UTF-8: write this word again, and save the whole as UTF-8"
        )
    };
    Diagnostic::new(&INCLUDE_CANNOT_BE_READ, span, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    struct Bytes(&'static [u8]);

    impl Reader for Bytes {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.into())
        }
    }

    #[test]
    fn other_encodings_are_named_where_they_show() {
        let cases: [(&[u8], usize, &str); 4] = [
            (b"// Soci\xE9t\xE9\n", 7, "windows-1252"),
            (b"// Soci\xC3\xA9t\xE9\n", 10, "windows-1252"),
            (b"\xFF\xFE/\0/\0", 0, "UTF-16LE"),
            (b"\x89PNG\0\0\xFF", 0, "isn't a text file"),
        ];
        for (bytes, at, said) in cases {
            let mut sink = Sink::new();
            load(&["m.mcd".to_owned()], &Bytes(bytes), &mut sink);
            let [problem] = sink.diagnostics() else { panic!("one problem: {said}") };
            assert!(problem.message.get(Lang::En).contains(said), "{problem:?}");
            assert_eq!(problem.primary.span.start, at as u32);
        }
    }

    #[test]
    fn a_file_named_twice_is_read_once() {
        let texts = [("a.mcd", "entity A { numero serial identifier }")];
        let files = ["a.mcd".to_owned(), "a.mcd".to_owned(), "./a.mcd".to_owned()];
        assert_eq!(load(&files, &Texts(&texts), &mut Sink::new()).1.len(), 1);
    }

    #[test]
    fn paths_are_normalized() {
        for (path, expected) in
            [("a/./b.mcd", "a/b.mcd"), ("a/../b.mcd", "b.mcd"), ("../b.mcd", "../b.mcd"), ("/a/../../b", "/../b")]
        {
            assert_eq!(normalize(path), expected);
        }
    }
}
