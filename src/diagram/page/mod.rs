//! Diagrams as one page to be explored: every drawing of a model, a script, a style sheet, a font, and no network.
//!
//! `shell.html`, `page.css` and `script/*.js` are files to be read; this puts the drawings and the words into them. The drawing
//! itself is [`svg`]'s. Invariants: whatever comes from the model is escaped where it lands, and the page's own policy lets
//! nothing be fetched and no other script run.

mod data;
mod sheets;
mod words;

use super::scene::Scene;
use super::svg::{self, Theme};
use super::view::{Detail, Kind, View};
use crate::diag::Lang;

pub use sheets::{Drawn, Wanted, draw, draw_changes};

/// What a page shows.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What the model is called.
    pub title: String,
    /// The language of its words.
    pub lang: Lang,
    /// Its colours.
    pub theme: Theme,
    /// Its drawings; the first is shown first.
    pub sheets: Vec<Sheet>,
    /// The states of the model that can be looked at, the newest first; drawings name them by place.
    pub revisions: Vec<Revision>,
}

/// A drawing of a page.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Which state of the model.
    pub revision: usize,
    /// Which diagram.
    pub kind: Kind,
    /// How much of it.
    pub detail: Detail,
    /// It shows what this state changed, in colours.
    pub changes: bool,
    /// What it shows.
    pub view: View,
    /// The drawing.
    pub scene: Scene,
    /// For each box, the id of the entity or relation that it stands for; empty where it is one itself.
    pub origins: Vec<String>,
}

/// A state of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// `d83990b`, or that it is the file as it is.
    pub name: String,
    /// The day it was made; empty: unknown.
    pub date: String,
    /// What was said of it.
    pub subject: String,
}

const SHELL: &str = include_str!("shell.html");

const SCRIPT: &str = concat!(
    include_str!("script/graph.js"),
    include_str!("script/view.js"),
    include_str!("script/sheet.js"),
    include_str!("script/map.js"),
    include_str!("script/panel.js"),
    include_str!("script/controls.js"),
);

/// The page.
pub fn write(page: &Page) -> String {
    let style = format!("\n{}{}", svg::stylesheet(page.theme), include_str!("page.css"));
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; font-src data:; base-uri 'none'; form-action 'none'",
        svg::hash(&style),
        svg::hash(SCRIPT)
    );
    let lang = if page.lang == Lang::Fr { "fr" } else { "en" };
    let mut sheets = page
        .sheets
        .iter()
        .map(|sheet| svg::write(&sheet.scene, svg::Options { in_page: Some(0), ..svg::Options::default() }));
    let first = sheets.next().unwrap_or_default();
    let others: String =
        sheets.enumerate().map(|(at, svg)| format!("<template id=\"sheet-{}\">\n{svg}</template>\n", at + 1)).collect();
    filled(SHELL, |slot| match slot {
        "lang" => lang.to_owned(),
        "policy" => policy.clone(),
        "title" => svg::escape(&page.title),
        "style" => style.clone(),
        "tabs" => tabs(page),
        "details" => details(page),
        "first" => first.clone(),
        "revisions" => revisions(page),
        "keys" => words::keys(page.lang),
        "sheets" => others.clone(),
        "data" => data::json(page),
        "script" => SCRIPT.to_owned(),
        other => other.strip_prefix("word:").map_or(String::new(), |key| svg::escape(words::word(key, page.lang))),
    })
}

/// The text with each `{{slot}}` replaced, in one pass: what is put in is never looked at again.
fn filled(text: &str, mut slot: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&slot(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The kinds that have drawings, in their order.
fn kinds(page: &Page) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for sheet in &page.sheets {
        if !kinds.contains(&sheet.kind) {
            kinds.push(sheet.kind);
        }
    }
    kinds
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Mcd => "mcd",
        Kind::Mld => "mld",
        Kind::Crow => "crow",
    }
}

fn detail_name(detail: Detail) -> &'static str {
    match detail {
        Detail::Names => "names",
        Detail::Keys => "keys",
        Detail::All => "all",
    }
}

fn tabs(page: &Page) -> String {
    let tab = |(at, kind): (usize, Kind)| {
        let (name, word) = (kind_name(kind), svg::escape(words::word(kind_name(kind), page.lang)));
        let (selected, stop) = if at == 0 { ("true", "0") } else { ("false", "-1") };
        format!(
            "<button type=\"button\" role=\"tab\" data-kind=\"{name}\" aria-selected=\"{selected}\" aria-controls=\"stage\" tabindex=\"{stop}\">{word}</button>\n"
        )
    };
    kinds(page).into_iter().enumerate().map(tab).collect()
}

fn details(page: &Page) -> String {
    let button = |detail: Detail| {
        let name = detail_name(detail);
        let word = svg::escape(words::word(name, page.lang));
        format!("<button type=\"button\" data-detail=\"{name}\" aria-pressed=\"false\">{word}</button>\n")
    };
    [Detail::Names, Detail::Keys, Detail::All].into_iter().map(button).collect()
}

fn revisions(page: &Page) -> String {
    let Some(last) = page.revisions.len().checked_sub(1).filter(|last| *last > 0) else { return String::new() };
    let word = svg::escape(words::word("revision", page.lang));
    let coloured = svg::escape(words::word("showChanges", page.lang));
    let changes = if page.sheets.iter().any(|sheet| sheet.changes) {
        format!("<label class=\"changes\"><input id=\"changes\" type=\"checkbox\">{coloured}</label>\n")
    } else {
        String::new()
    };
    format!(
        "<div class=\"revisions\">\n{changes}<label for=\"revision\"><b>{word}</b><output id=\"revision-told\" class=\"quiet\"></output></label>\n\
         <input id=\"revision\" type=\"range\" min=\"0\" max=\"{last}\" step=\"1\" value=\"{last}\">\n</div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_slot_is_never_filled_again() {
        let slot = |name: &str| if name == "a" { "{{b}}".to_owned() } else { "no".to_owned() };
        assert_eq!(filled("x{{a}}y{{z}}{{", slot), "x{{b}}yno{{");
    }

    #[test]
    fn every_word_of_the_shell_exists() {
        for lang in [Lang::Fr, Lang::En] {
            let mut missing = Vec::new();
            filled(SHELL, |slot| {
                missing.extend(
                    slot.strip_prefix("word:").filter(|key| words::word(key, lang).is_empty()).map(str::to_owned),
                );
                String::new()
            });
            assert_eq!(missing, Vec::<String>::new());
        }
    }

    #[test]
    fn every_word_of_the_script_exists() {
        // `words.name`, and `words[…]` of looks, which data.rs writes.
        for found in SCRIPT.split("words.").skip(1) {
            let key: String = found.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(key.is_empty() || key == "hints" || !words::word(&key, Lang::En).is_empty(), "words.{key}");
        }
    }
}
