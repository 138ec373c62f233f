//! From what is shown to where and how: sizes, layout, then the shapes of every box, line and label.
//!
//! Colours by role, whole pixels, no file format. Invariant: the same view and the same kept centres give the same scene.

mod boxes;
mod cartouche;
mod hulls;
mod legs;
mod words;

use super::layout::{self, Edge, End, Graph, Layout, Point, Rect, Side, bounds};
use super::lines;
use super::positions::Centres;
use super::scene::{Group, Paint, Scene, Shape};
use super::text::{self, Face};
use super::view::{Link, Look, Node, Role, Row, View};
use boxes::box_group;
use cartouche::cartouche;
use hulls::{hulls, stands_on_a_hull};
use legs::{line_group, touching_outlines};
use words::label_groups;

/// A scene, and where its boxes and lines were laid before it was moved to the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composed {
    /// What is drawn.
    pub scene: Scene,
    /// To be kept beside the model.
    pub centres: Centres,
    /// The boxes and lines of the view, in its order.
    pub laid: Layout,
}

/// Around everything.
const MARGIN: i32 = 24;
/// The header of an entity.
const HEADER: i32 = 28;
/// A row.
const ROW: i32 = 18;
/// Left and right of texts.
const PADDING: i32 = 12;
/// Below the last row.
const FOOT: i32 = 8;
/// The widest column of rows.
const WIDEST: i32 = 360;
/// The most rows below one another, as long as there may be more columns.
const LONGEST: usize = 36;
/// The widest type of a column: the widest box leaves as much to its name.
const WIDEST_TYPE: i32 = 140;
/// A relation without fields.
const PILL: i32 = 26;
/// Room for a key's or a reference's sign.
const SIGN: i32 = 18;

/// Lays out and draws.
pub fn compose(view: &View, kept: Option<&Centres>) -> Composed {
    composed(view, kept, layout::arrange)
}

/// The same from places that are about right: boxes move into line with one another.
pub fn settle(view: &View, about: &Centres) -> Composed {
    composed(view, Some(about), layout::settle)
}

fn composed(view: &View, kept: Option<&Centres>, lay: fn(&Graph) -> Layout) -> Composed {
    let view = &with_bare_ghosts(view);
    let laid = lay(&graph(view, kept));
    let centres = view.boxes.iter().zip(&laid.boxes).map(|(node, area)| (node.id.clone(), area.centre())).collect();
    Composed { scene: draw(view, &laid), centres, laid }
}

/// What belongs elsewhere is only named: its own sheet shows the rest.
fn with_bare_ghosts(view: &View) -> View {
    let mut bare = view.clone();
    for node in bare.boxes.iter_mut().filter(|node| node.ghost) {
        node.rows.clear();
    }
    for link in &mut bare.links {
        if bare.boxes.get(link.source).is_some_and(|node| node.ghost) {
            link.row = None;
        }
    }
    bare
}

fn graph(view: &View, kept: Option<&Centres>) -> Graph {
    let node = |node: &Node| {
        let (width, height) = size(node);
        let group = node.area.map_or(0, |area| area as u32 + 1);
        layout::Node { width, height, group, kept: kept.and_then(|kept| kept.get(&node.id).copied()) }
    };
    let edge = |link: &Link| {
        let end = |at: usize, is_source: bool| -> End {
            let look = view.boxes.get(at).map(|node| node.shape).unwrap_or_default();
            let stub = if look.is_thing() { 20 } else { layout::MARGIN };
            let label = if is_source { text::width(&link.card, Face::SemiBold, 11) } else { 0 };
            let place = link.row.filter(|_| is_source).map(|row| place_of(view.boxes.get(at), row));
            let row = place.map(|(_, line)| HEADER + 4 + line as i32 * ROW + ROW / 2);
            let is_split = view.boxes.get(at).is_some_and(|node| columns(node) > 1);
            let side = place.filter(|_| is_split).map(|(column, _)| if column == 0 { Side::Left } else { Side::Right });
            let inset = if look == Look::Relation { PILL / 2 } else { 0 };
            End { stub, label, yields: link.dashed && look.is_thing(), row, side, inset }
        };
        let card = text::width(&link.card, Face::SemiBold, 11);
        let role = text::width(&link.role, Face::Italic, 10);
        let room = if role > 0 { card + role + 24 } else { 0 };
        let (source_end, target_end) = (end(link.source, true), end(link.target, false));
        Edge { source: link.source, target: link.target, source_end, target_end, room: room.min(220) }
    };
    Graph { nodes: view.boxes.iter().map(node).collect(), edges: view.links.iter().map(edge).collect() }
}

/// How many columns the rows of a box stand in. Of a table two at most: the line of a reference leaves by the side of its column.
fn columns(node: &Node) -> usize {
    let most = if node.shape == Look::Table { 2 } else { 4 };
    node.rows.len().div_ceil(LONGEST).clamp(1, most)
}

/// The column and the line of a row.
fn place_of(node: Option<&Node>, row: usize) -> (usize, usize) {
    let lines = node.map_or(1, lines_of).max(1);
    (row / lines, row % lines)
}

/// How many rows stand below one another.
fn lines_of(node: &Node) -> usize {
    node.rows.len().div_ceil(columns(node))
}

/// Pixels, both even so that a centre is a whole one.
pub(super) fn size(node: &Node) -> (i32, i32) {
    let rows = lines_of(node) as i32 * ROW;
    let columns = columns(node) as i32;
    let widest = node.rows.iter().map(|row| row_width(node.shape, row)).max().unwrap_or(0) + 2 * PADDING;
    let widest = widest.min(WIDEST) * columns;
    let sign = if node.mark.is_some() { 24 } else { 0 };
    let (width, height) = match node.shape {
        Look::Triangle => return (48, 36),
        Look::Circle => return (36, 36),
        Look::Relation => {
            let title = text::width(&node.title, Face::SemiBold, 12) + 28 + sign;
            (title.max(widest).max(56), if rows > 0 { PILL + rows + FOOT } else { PILL })
        }
        Look::Entity | Look::Table => {
            let title = text::width(&node.title, Face::SemiBold, 13) + 2 * PADDING + sign;
            (title.max(widest).max(80), if rows > 0 { HEADER + 4 + rows + FOOT } else { HEADER + 6 })
        }
    };
    let even = |pixels: i32| pixels + pixels % 2;
    (even(width.min(WIDEST * columns)), even(height))
}

fn row_width(look: Look, row: &Row) -> i32 {
    let name = text::width(&row.name, face_of(row.role), 12);
    let right = if row.right.is_empty() { 0 } else { 20 + text::width(&row.right, Face::Regular, 11) };
    name + right + if look == Look::Table { SIGN } else { 0 }
}

fn face_of(role: Role) -> Face {
    if matches!(role, Role::Identifier | Role::IdentifierReference) { Face::SemiBold } else { Face::Regular }
}

/// The colour of an area; of what belongs to none, a quiet one where others do.
fn hue(view: &View, area: Option<usize>) -> Paint {
    let none = if view.areas.is_empty() { 0 } else { 7 };
    Paint::Hue(area.map_or(none, |area| (area % 7) as u8))
}

fn draw(view: &View, laid: &Layout) -> Scene {
    let page = bounds(&laid.boxes, &laid.paths).unwrap_or_default();
    let (dx, dy) = (MARGIN - page.x, MARGIN - page.y);
    let boxes: Vec<Rect> = laid.boxes.iter().map(|area| area.moved(dx, dy)).collect();
    let moved = laid.paths.iter().map(|path| path.iter().map(|point| point.moved(dx, dy)).collect::<Vec<Point>>());
    let paths: Vec<Vec<Point>> =
        moved.zip(&view.links).map(|(path, link)| touching_outlines(view, link, &boxes, path)).collect();
    let hulls = hulls(view, &boxes, &page.moved(dx, dy));
    let mut groups: Vec<Group> = hulls.iter().map(|hull| hull.group.clone()).collect();
    let drawn = lines::draw(&paths);
    for ((link, steps), path) in view.links.iter().zip(drawn).zip(&paths) {
        groups.push(line_group(view, link, steps, path));
    }
    for (node, area) in view.boxes.iter().zip(&boxes) {
        groups.push(box_group(view, node, area));
    }
    groups.extend(label_groups(view, &boxes, &paths, &hulls));
    let labelled = groups.iter().flat_map(|group| &group.shapes).filter_map(|shape| match shape {
        Shape::Text(text) => Some(text.area()),
        _ => None,
    });
    let mut taken: Vec<Rect> = labelled.collect();
    let right = taken.iter().map(Rect::right).max().unwrap_or(0).max(page.w + MARGIN);
    let bottom = taken.iter().map(Rect::bottom).max().unwrap_or(0).max(page.h + MARGIN);
    taken.extend(&boxes);
    taken.extend(paths.iter().flat_map(|path| path.windows(2)).filter_map(|pair| bounds([], [&pair.to_vec()])));
    let is_free =
        |area: &Rect| !taken.iter().any(|other| other.grown(1).overlaps(area)) && !stands_on_a_hull(&hulls, area);
    let (legend, extent) = cartouche(view, right, bottom, is_free);
    groups.push(legend);
    Scene {
        title: format!("{} — {}", view.title, view.level),
        description: description(view),
        width: extent.right() + MARGIN,
        height: extent.bottom() + MARGIN,
        groups,
    }
}

fn description(view: &View) -> String {
    let names: Vec<&str> =
        view.boxes.iter().filter(|node| node.shape.is_thing()).map(|node| node.title.as_str()).collect();
    names.join(", ")
}
