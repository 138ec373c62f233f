//! A large model on one sheet: an area is a box that names its main entities, a line says how many relations join two areas.
//!
//! Invariant: each entity is counted in one box, each relation in one line for each pair of areas that it joins.

use super::hubs::{degrees, legs};
use super::{Link, Look, Node, Role, Row, Tie, View};

/// The most entities that a box names.
const NAMED: usize = 12;

/// The overview; `pages` says for each area where its sheet is.
pub fn overview(view: &View, pages: &[String]) -> View {
    let word = |fr: &str, en: &str| (if view.is_french { fr } else { en }).to_owned();
    let mut shown = View {
        level: format!("{} · {}", view.level, word("vue d’ensemble", "overview")),
        boxes: Vec::new(),
        links: Vec::new(),
        ..view.clone()
    };
    for place in places(view) {
        let name = area_name(view, place);
        let page = pages.get(shown.boxes.len()).filter(|page| !page.is_empty());
        let title = page.map_or_else(|| name.to_owned(), |page| format!("{name} · {page}"));
        let rows = rows(view, place);
        shown.boxes.push(Node { id: format!("area-{name}"), title, rows, area: place, ..Node::default() });
    }
    shown.links = links(view, &shown);
    shown.counted = Some(counted(view));
    shown
}

/// The areas that have entities or tables, then none, where some have none.
pub fn places(view: &View) -> Vec<Option<usize>> {
    let has = |place: Option<usize>| view.boxes.iter().any(|node| node.shape.is_thing() && node.area == place);
    (0..view.areas.len()).map(Some).chain([None]).filter(|place| has(*place)).collect()
}

/// What stands for the area of what is of none.
fn no_area(is_french: bool) -> &'static str {
    if is_french { "Sans domaine" } else { "No area" }
}

/// What an area is called, or what is of none.
pub fn area_name(view: &View, place: Option<usize>) -> &str {
    place.and_then(|area| view.areas.get(area)).map_or(no_area(view.is_french), String::as_str)
}

/// The entities with the most links, then how many more there are.
fn rows(view: &View, place: Option<usize>) -> Vec<Row> {
    let degrees = degrees(view);
    let mut own: Vec<usize> = (0..view.boxes.len())
        .filter(|at| view.boxes.get(*at).is_some_and(|node| node.shape.is_thing() && node.area == place))
        .collect();
    let more = own.len().saturating_sub(NAMED);
    own.sort_by_key(|at| std::cmp::Reverse(degrees.get(*at).copied().unwrap_or(0)));
    let name = |at: &usize| view.boxes.get(*at).map(|node| node.title.clone()).unwrap_or_default();
    let mut rows: Vec<Row> = own.iter().take(NAMED).map(|at| Row { name: name(at), ..Row::default() }).collect();
    if more > 0 {
        rows.push(Row { name: format!("… +{more}"), role: Role::Elsewhere, ..Row::default() });
    }
    rows
}

/// The box of the overview for what a box of the view belongs to.
fn box_of(view: &View, at: usize) -> Option<usize> {
    let node = view.boxes.get(at)?;
    places(view).iter().position(|place| *place == node.area)
}

/// One line for each pair of areas, with how many relations, references or subtypes join them.
fn links(view: &View, shown: &View) -> Vec<Link> {
    let mut pairs: Vec<([usize; 2], usize)> = Vec::new();
    let joined = view.boxes.iter().enumerate().filter(|(_, node)| node.shape == Look::Relation);
    let mut all: Vec<Vec<usize>> = joined.map(|(at, _)| legs(view, at).collect()).collect();
    let references = view.links.iter().filter(|link| matches!(link.tie, Tie::Reference { .. }));
    all.extend(references.map(|link| vec![link.source, link.target]));
    for ends in all {
        let mut areas: Vec<usize> = ends.into_iter().filter_map(|end| box_of(view, end)).collect();
        areas.sort_unstable();
        areas.dedup();
        for (at, a) in areas.iter().enumerate() {
            for b in areas.iter().skip(at + 1) {
                match pairs.iter_mut().find(|(pair, _)| *pair == [*a, *b]) {
                    Some((_, count)) => *count += 1,
                    None => pairs.push(([*a, *b], 1)),
                }
            }
        }
    }
    let id = |at: usize| shown.boxes.get(at).map_or("", |node| node.id.as_str());
    let link = |([a, b], count): ([usize; 2], usize)| Link {
        id: format!("between-{}-{}", id(a), id(b)),
        source: a,
        target: b,
        role: told(view, count),
        ..Link::default()
    };
    pairs.into_iter().map(link).collect()
}

fn told(view: &View, count: usize) -> String {
    let is_tables = view.kind != super::Kind::Mcd;
    let word = match (view.is_french, is_tables) {
        (true, false) => "association",
        (true, true) => "référence",
        (false, false) => "relation",
        (false, true) => "reference",
    };
    format!("{count} {word}{}", if count > 1 { "s" } else { "" })
}

/// What the cartouche says: the areas, and what is in them.
fn counted(view: &View) -> String {
    let (areas, things) = (places(view).len(), view.boxes.iter().filter(|node| node.shape.is_thing()).count());
    let word = match (view.is_french, view.kind == super::Kind::Mcd) {
        (_, false) => "tables",
        (true, true) => "entités",
        (false, true) => "entities",
    };
    let domains = if view.is_french { "domaines" } else { "areas" };
    format!("{} · {areas} {domains}, {things} {word}", view.level)
}
