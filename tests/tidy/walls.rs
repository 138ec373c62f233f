//! The walls between the rooms of `src/`: the table of who may import whom, the owners of foreign crates, and the detectors
//! of paths that go through a wall. A room is a module of `lib.rs`; the table is the architecture's, and changes with it.

use crate::files::{Finding, Source};
use crate::rust::{Token, all_tokens, stands, tokens};

/// From the ground up. A room may import any room of a lower floor, and none of its own floor.
///
/// `output` is a leaf: it stands on the ground beside `source`. `codes` lists what all rooms report, for `explain`.
const FLOORS: &[&[&str]] = &[
    &["source", "output"],
    &["diag"],
    &["syntax"],
    &["format", "mcd", "normal"],
    &["check", "mld"],
    &["inventory", "sql"],
    &["migrate", "app"],
    &["diagram"],
    &["dossier"],
    &["driver"],
    &["codes"],
    &["cli", "lsp"],
];

/// Where each foreign crate, or part of the standard library, may be named: files below `src/`, by the start of their path.
const OWNERS: &[(&str, &[&str])] = &[
    ("pest", &["syntax", "format"]),
    ("pest_derive", &["syntax", "format"]),
    ("petgraph", &["mcd", "mld/order", "sql/order", "migrate/order", "diagram/layout"]),
    ("minijinja", &["app"]),
    ("ttf_parser", &["diagram"]),
    ("base64", &["diagram"]),
    ("resvg", &["diagram"]),
    ("svg2pdf", &["diagram"]),
    ("pdf_writer", &["diagram"]),
    ("sqlparser", &["sql"]),
    ("annotate_snippets", &["diag"]),
    ("clap", &["cli", "main"]),
    ("indicatif", &["cli"]),
    ("notify", &["cli"]),
    ("csv", &["inventory"]),
    ("calamine", &["inventory/read"]),
    ("zip", &["inventory/read"]),
    ("encoding_rs", &["inventory/read"]),
    ("std::fs", &["cli", "inventory", "output"]),
];

/// Where an exported macro is defined: it is named as if it stood at the root.
pub struct Macro {
    name: String,
    room: String,
}

/// The macros of `src/`, by the room that defines them.
pub fn macros_by_room(sources: &[Source]) -> Vec<Macro> {
    let defined = |source: &Source| -> Vec<Macro> {
        let tokens = all_tokens(source);
        let starts = (0..tokens.len()).filter(|at| stands(&tokens, *at, &["macro_rules", "!"]));
        let names = starts.filter_map(|at| tokens.get(at + 2)).map(|token| token.text.clone());
        names.map(|name| Macro { name, room: room_of(&source.path).to_owned() }).collect()
    };
    sources.iter().flat_map(defined).collect()
}

/// Paths to a room that is not below the file's own.
pub fn imports_out_of_order(source: &Source, macros: &[Macro]) -> Vec<Finding> {
    let here = room_of(&source.path);
    if ["lib", "main"].contains(&here) {
        return Vec::new();
    }
    let Some(own_floor) = floor(here) else {
        return vec![source.at(1, format!("`{here}` is a room that the table does not know"))];
    };
    let tokens = tokens(source);
    let mut findings = climbs_to_the_root(source, &tokens);
    for name in named_below(&tokens, &["crate"]) {
        let room = macros.iter().find(|known| known.name == name.text).map_or(name.text.as_str(), |known| &known.room);
        match floor(room) {
            _ if room == here => {}
            Some(other) if other < own_floor => {}
            Some(_) => findings.push(source.at(name.line, format!("`{here}` imports `{room}`, which is not below it"))),
            None => findings.push(source.at(name.line, format!("`crate::{room}` is not a room that the table knows"))),
        }
    }
    findings
}

/// Foreign crates named outside their rooms.
pub fn foreign_crates_abroad(source: &Source) -> Vec<Finding> {
    let file = source.path.strip_prefix("src/").unwrap_or(&source.path);
    let tokens = tokens(source);
    let mut findings = Vec::new();
    for (foreign, owners) in OWNERS {
        if owners.iter().any(|owner| is_below(file, owner)) {
            continue;
        }
        for line in lines_naming(&tokens, foreign) {
            findings.push(source.at(line, format!("`{foreign}` belongs to {}", owners.join(", "))));
        }
    }
    findings
}

/// `mcd/` and `mcd.rs` are below `mcd`; `mcd_more.rs` is not. An owner with a `/` may be a file's beginning: `order`, `ordering`.
fn is_below(file: &str, owner: &str) -> bool {
    let Some(rest) = file.strip_prefix(owner) else { return false };
    owner.contains('/') || rest.starts_with(['/', '.'])
}

fn room_of(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn lines_naming(tokens: &[Token], foreign: &str) -> Vec<usize> {
    let lines = |found: Vec<&Token>| found.into_iter().map(|token| token.line).collect();
    match foreign.split_once("::") {
        Some((parent, child)) => {
            lines(named_below(tokens, &[parent]).into_iter().filter(|token| token.text == child).collect())
        }
        None => {
            let named =
                |at: &usize| starts_a_path(tokens, *at) && stands(tokens, *at, &[foreign]) && leads_on(tokens, *at);
            lines((0..tokens.len()).filter(named).filter_map(|at| tokens.get(at)).collect())
        }
    }
}

/// A name alone may be a variable; before `::`, or after `use` or `extern crate`, it is a crate.
fn leads_on(tokens: &[Token], at: usize) -> bool {
    let follows_use = at > 0 && tokens.get(at - 1).is_some_and(|token| ["use", "crate"].contains(&token.text.as_str()));
    stands(tokens, at + 1, &[":", ":"]) || follows_use
}

fn starts_a_path(tokens: &[Token], at: usize) -> bool {
    let is_continued = at >= 2 && stands(tokens, at - 2, &[":", ":"]);
    // `::pest` names the crate too: what stands before its signs is no word.
    let is_global = at >= 3 && tokens.get(at - 3).is_none_or(|token| !is_word(&token.text));
    !is_continued || is_global
}

fn is_word(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphanumeric() || letter == '_') && text != "use"
}

/// The names that follow a path's beginning: `b` in `a::b::c`; `b` and `d` in `a::{b::c, d}`.
fn named_below<'t>(tokens: &'t [Token], path: &[&str]) -> Vec<&'t Token> {
    let starts =
        (0..tokens.len()).filter(|at| stands(tokens, *at, path) && stands(tokens, at + path.len(), &[":", ":"]));
    starts.filter(|at| starts_a_path(tokens, *at)).flat_map(|at| names_at(tokens, at + path.len() + 2)).collect()
}

fn names_at(tokens: &[Token], at: usize) -> Vec<&Token> {
    if !stands(tokens, at, &["{"]) {
        return tokens.get(at).into_iter().collect();
    }
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut before = "";
    for token in tokens.iter().skip(at) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," => {}
            _ if depth == 1 && ["{", ","].contains(&before) => names.push(token),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        before = &token.text;
    }
    names
}

/// `super::super::…` up to the root goes through the wall unseen.
fn climbs_to_the_root(source: &Source, tokens: &[Token]) -> Vec<Finding> {
    let below = source.path.strip_prefix("src/").unwrap_or(&source.path);
    let own_depth = below.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let mut findings = Vec::new();
    let mut inner: Vec<usize> = Vec::new();
    let mut braces = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => {
                braces += 1;
                if at >= 2 && stands(tokens, at - 2, &["mod"]) {
                    inner.push(braces);
                }
            }
            "}" => {
                inner.retain(|opened| *opened != braces);
                braces = braces.saturating_sub(1);
            }
            "super" if starts_a_path(tokens, at) && supers(tokens, at) >= own_depth + inner.len() => {
                findings.push(source.at(token.line, "`super::` up to the root: write `crate::` and the room"));
            }
            _ => {}
        }
    }
    findings
}

/// How many `super` follow one another from here.
fn supers(tokens: &[Token], at: usize) -> usize {
    (0..).take_while(|step| stands(tokens, at + step * 3, &["super"])).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::example;

    fn whats(findings: &[Finding]) -> Vec<(usize, &str)> {
        findings.iter().map(|finding| (finding.line, finding.what.as_str())).collect()
    }

    #[test]
    fn imports_upwards_and_sideways_are_seen_in_every_spelling() {
        let text = "use crate::source::Span;\nuse crate::{diag::{Sink, check}, check::Rule};\nfn f() { crate::format::format(); }\n\
                    use crate::mcd::names;\nuse crate::nowhere::X;\nuse crate::say;\n// use crate::cli;\nuse self::crate_like::driver;";
        let macros = macros_by_room(&[example("src/diag/mod.rs", "macro_rules! say { () => {} }")]);
        let found = imports_out_of_order(&example("src/mcd/model.rs", text), &macros);
        let expected = [
            (2, "`mcd` imports `check`, which is not below it"),
            (3, "`mcd` imports `format`, which is not below it"),
            (5, "`crate::nowhere` is not a room that the table knows"),
        ];
        assert_eq!(whats(&found), expected);
        assert_eq!(whats(&imports_out_of_order(&example("src/diag/x.rs", "use crate::say;"), &macros)), []);
        assert_eq!(imports_out_of_order(&example("src/source.rs", "use crate::say;"), &macros).len(), 1);
    }

    #[test]
    fn a_room_that_the_table_does_not_know_is_seen() {
        assert_eq!(imports_out_of_order(&example("src/attic/mod.rs", ""), &[]).len(), 1);
        assert_eq!(imports_out_of_order(&example("src/lib.rs", "pub mod attic;"), &[]), []);
    }

    #[test]
    fn climbing_to_the_root_is_seen_and_climbing_inside_the_room_is_not() {
        let climbs = |path: &str, text: &str| imports_out_of_order(&example(path, text), &[]).len();
        assert_eq!(climbs("src/mcd/mod.rs", "use super::cli;"), 1);
        assert_eq!(climbs("src/source.rs", "use super::cli;"), 1);
        assert_eq!(climbs("src/mcd/names.rs", "use super::model;"), 0);
        assert_eq!(climbs("src/mcd/names.rs", "use super::super::cli;"), 1);
        assert_eq!(climbs("src/mcd/names.rs", "mod inner { use super::super::model; } use super::super::cli;"), 1);
        assert_eq!(climbs("src/mcd/resolve/kinds.rs", "use super::super::model;"), 0);
    }

    #[test]
    fn foreign_crates_are_seen_abroad_and_only_there() {
        let abroad = |path: &str, text: &str| foreign_crates_abroad(&example(path, text)).len();
        assert_eq!(abroad("src/check/rule.rs", "use pest::Parser;"), 1);
        assert_eq!(abroad("src/check/rule.rs", "use ::pest::Parser; fn f() { pest::parse() }"), 2);
        assert_eq!(abroad("src/check/rule.rs", "use petgraph as graph;"), 1);
        assert_eq!(abroad("src/syntax/mod.rs", "use pest::Parser;"), 0);
        assert_eq!(abroad("src/check/rule.rs", "let pest = 1; use crate::syntax::pest::X; // pest::Parser"), 0);
        assert_eq!(abroad("src/mcd/graph.rs", "use petgraph::Graph;"), 0);
        assert_eq!(abroad("src/sql/ordering.rs", "use petgraph::Graph;"), 0);
        assert_eq!(abroad("src/sql/render.rs", "use petgraph::Graph;"), 1);
    }

    #[test]
    fn files_are_touched_by_their_owners_only() {
        let abroad = |path: &str, text: &str| foreign_crates_abroad(&example(path, text)).len();
        assert_eq!(abroad("src/mld/mod.rs", "use std::fs;"), 1);
        assert_eq!(abroad("src/mld/mod.rs", "use std::{fmt, fs::{self, File}, io};"), 1);
        assert_eq!(abroad("src/mld/mod.rs", "fn f() { std::fs::read(x); }"), 1);
        assert_eq!(abroad("src/mld/mod.rs", "use std::fmt; use std::{io, fmt::{self, fs}};"), 0);
        assert_eq!(abroad("src/cli/build.rs", "use std::fs;"), 0);
        assert_eq!(abroad("src/climate.rs", "use std::fs;"), 1);
    }
}
