//! A diagram as the text of another tool: Mermaid, PlantUML, DBML, Graphviz, D2.
//!
//! No geometry: each tool lays out by itself. Every name and label is data, and is written so that the tool reads it as such.
//! Invariant: the same view gives the same text, and whatever the names are, the tool can parse it.

mod d2;
mod dbml;
mod dot;
mod keys;
mod mermaid;
mod plantuml;

use super::view::{Link, Tie, View};

/// A tool's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Mermaid: `erDiagram` for tables, `flowchart` for the conceptual model.
    Mermaid,
    /// PlantUML.
    PlantUml,
    /// DBML: tables only.
    Dbml,
    /// Graphviz.
    Dot,
    /// D2.
    D2,
}

impl Language {
    /// Whether it can say anything but tables.
    pub fn knows_only_tables(self) -> bool {
        self == Language::Dbml
    }
}

/// The text of a view.
pub fn write(view: &View, language: Language) -> String {
    match language {
        Language::Mermaid => mermaid::write(view),
        Language::PlantUml => plantuml::write(view),
        Language::Dbml => dbml::write(view),
        Language::Dot => dot::write(view),
        Language::D2 => d2::write(view),
    }
}

/// `Commandes clients — MCD`.
fn heading(view: &View) -> String {
    one_line(&format!("{} — {}", view.title, view.level))
}

/// Without line ends and control characters, which no label of a diagram needs.
fn one_line(text: &str) -> String {
    let plain = |letter: char| match letter {
        letter
            if letter.is_control()
                || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') =>
        {
            ' '
        }
        letter => letter,
    };
    text.chars().map(plain).collect()
}

/// What a reader is told of a box's row besides its name and type: its label, then its definition.
fn remark(label: &str, docs: &str) -> String {
    let parts: Vec<String> = [label, docs]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| one_line(part).trim().to_owned())
        .collect();
    parts.join(" — ")
}

/// Whether a leg of a relation is drawn into it, rather than out of it.
///
/// Layered engines see a strip of two layers unless each relation lies between its legs: from the one that determines the
/// others (at most one time) to those that it determines. Where no leg does, the first one leads in.
fn leads_in(view: &View, link: &Link) -> bool {
    let single = |link: &Link| matches!(link.tie, Tie::Leg { max: Some(1), .. });
    let legs = || view.links.iter().filter(|other| other.target == link.target && matches!(other.tie, Tie::Leg { .. }));
    let all_alike = legs().all(single) || !legs().any(single);
    match all_alike {
        true => legs().next().is_some_and(|first| first.id == link.id),
        false => single(link),
    }
}

/// An area's place and name, none for what is of no area; the places of its boxes.
type AreaBoxes<'v> = (Option<(usize, &'v str)>, Vec<usize>);

/// The boxes of each area, then those of none.
fn by_area(view: &View) -> Vec<AreaBoxes<'_>> {
    let of = |area: Option<usize>| -> Vec<usize> {
        let boxes = view.boxes.iter().enumerate();
        boxes.filter(|(_, node)| node.area == area).map(|(at, _)| at).collect()
    };
    let areas = view.areas.iter().enumerate().map(|(at, name)| (Some((at, name.as_str())), of(Some(at))));
    areas.chain([(None, of(None))]).filter(|(_, boxes)| !boxes.is_empty()).collect()
}

/// The supertype and the subtypes behind a triangle, as places of boxes.
fn hierarchy(view: &View, triangle: usize) -> (Option<usize>, Vec<usize>) {
    let of = |tie: Tie| {
        let links = view.links.iter().filter(move |link| link.target == triangle && link.tie == tie);
        links.map(|link| link.source)
    };
    (of(Tie::Supertype).next(), of(Tie::Subtype).collect())
}
