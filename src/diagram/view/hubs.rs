//! Hubs: an entity that a great many others are linked to is named in their rows, instead of being joined by as many lines.
//!
//! Only across areas: within its own area a hub keeps its lines. Invariant: each link that is left out is a row in the box that
//! it came from, and is counted in a row of the hub.

use super::overview::area_name;
use super::{Look, Node, Role, Row, Tie, View};

/// The links from which an entity or a table is a hub.
const MANY: usize = 12;

/// A link that becomes a row.
struct Chip {
    /// The link's place.
    link: usize,
    /// The box that says it.
    from: usize,
    /// The entity or table that is named.
    hub: usize,
}

/// The view with the hubs of other areas as rows.
pub fn chips(view: &View) -> View {
    let degrees = degrees(view);
    let chips: Vec<Chip> = (0..view.links.len()).filter_map(|link| chip(view, &degrees, link)).collect();
    let mut shown = view.clone();
    for chip in &chips {
        let Some(link) = view.links.get(chip.link) else { continue };
        let hub = view.boxes.get(chip.hub).map(|node| node.title.clone()).unwrap_or_default();
        let Some(node) = shown.boxes.get_mut(chip.from) else { continue };
        match link.row.and_then(|row| node.rows.get_mut(row)) {
            Some(row) => row.right = format!("→ {hub}"),
            None => {
                let name =
                    if link.role.is_empty() { format!("→ {hub}") } else { format!("→ {hub} ({})", link.role) };
                node.rows.push(Row { name, right: link.card.clone(), role: Role::Elsewhere, ..Row::default() });
            }
        }
    }
    for hub in 0..view.boxes.len() {
        let named: Vec<&Chip> = chips.iter().filter(|chip| chip.hub == hub).collect();
        let rows = counts(view, &named);
        if let Some(node) = shown.boxes.get_mut(hub) {
            node.rows.extend(rows);
        }
    }
    let is_kept = |at: usize| chips.iter().all(|chip| chip.link != at);
    shown.links = view.links.iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, link)| link.clone()).collect();
    shown
}

/// How many links each box has to relations or tables.
pub(super) fn degrees(view: &View) -> Vec<usize> {
    let mut degrees = vec![0; view.boxes.len()];
    for link in view.links.iter().filter(|link| matches!(link.tie, Tie::Leg { .. } | Tie::Reference { .. })) {
        for end in [link.source, link.target] {
            if let Some(degree) = degrees.get_mut(end) {
                *degree += 1;
            }
        }
    }
    degrees
}

fn chip(view: &View, degrees: &[usize], at: usize) -> Option<Chip> {
    let link = view.links.get(at)?;
    let degree = |of: usize| degrees.get(of).copied().unwrap_or(0);
    let area = |of: usize| view.boxes.get(of).and_then(|node| node.area);
    let (hub, from) = match link.tie {
        Tie::Leg { .. } => (link.source, link.target),
        Tie::Reference { .. } => (link.target, link.source),
        _ => return None,
    };
    if degree(hub) < MANY || area(hub).is_none() {
        return None;
    }
    // Of a relation, what else it links: all of it elsewhere, and none of it a greater hub.
    let others: Vec<usize> = match link.tie {
        Tie::Leg { .. } => legs(view, from).filter(|other| *other != hub).collect(),
        _ => vec![from],
    };
    let is_abroad = |other: usize| area(other) != area(hub) && (degree(other), hub) < (degree(hub), other);
    // A table says it in the row of the reference; where no row is shown, the line stays.
    let is_said = matches!(link.tie, Tie::Leg { .. }) || link.row.is_some();
    (is_said && !others.is_empty() && others.into_iter().all(is_abroad)).then_some(Chip { link: at, from, hub })
}

/// The entities that a relation links.
pub(super) fn legs(view: &View, relation: usize) -> impl Iterator<Item = usize> + '_ {
    let is_leg = move |link: &&super::Link| link.target == relation && matches!(link.tie, Tie::Leg { .. });
    view.links.iter().filter(is_leg).map(|link| link.source)
}

/// What a hub says of the links left out: how many, an area a row.
fn counts(view: &View, named: &[&Chip]) -> Vec<Row> {
    let area_of = |node: &Node| area_name(view, node.area).to_owned();
    let mut areas: Vec<(String, usize)> = Vec::new();
    for chip in named {
        let is_relation = view.boxes.get(chip.from).is_some_and(|node| node.shape == Look::Relation);
        let from = if is_relation { legs(view, chip.from).find(|leg| *leg != chip.hub) } else { Some(chip.from) };
        let Some(area) = from.and_then(|from| view.boxes.get(from)).map(area_of) else { continue };
        match areas.iter_mut().find(|(known, _)| *known == area) {
            Some((_, count)) => *count += 1,
            None => areas.push((area, 1)),
        }
    }
    let row = |(area, count): (String, usize)| Row {
        name: format!("← {area}"),
        right: count.to_string(),
        role: Role::Elsewhere,
        ..Row::default()
    };
    areas.into_iter().map(row).collect()
}
