//! From what is shown to where and how: sizes, layout, then the shapes of every box, line and label.
//!
//! Colours by role, whole pixels, no file format. Invariant: the same view and the same kept centres give the same scene.

use super::labels::{self, Label};
use super::layout::{self, Edge, End, Graph, Layout, Point, Rect, bounds};
use super::lines;
use super::positions::Centres;
use super::scene::{Anchor, Group, Paint, Scene, Shape, Step, Stroke, Text, Underline};
use super::text::{self, Face};
use super::view::{Link, Look, Node, Role, Row, Tip, View};

/// A scene, and where its boxes' centres are before it was moved to the page.
#[derive(Debug, Clone, Default)]
pub struct Composed {
    /// What is drawn.
    pub scene: Scene,
    /// To be kept beside the model.
    pub centres: Centres,
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
/// The widest box.
const WIDEST: i32 = 360;
/// The widest type of a column: the widest box leaves as much to its name.
const WIDEST_TYPE: i32 = 140;
/// A relation without fields.
const PILL: i32 = 26;
/// Room for a key's or a reference's sign.
const SIGN: i32 = 18;

/// Lays out and draws.
pub fn compose(view: &View, kept: Option<&Centres>) -> Composed {
    let graph = graph(view, kept);
    let laid = layout::arrange(&graph);
    let centres = view.boxes.iter().zip(&laid.boxes).map(|(node, area)| (node.id.clone(), area.centre())).collect();
    Composed { scene: draw(view, &laid), centres }
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
            let stub = if matches!(look, Look::Entity | Look::Table) { 20 } else { layout::MARGIN };
            let label = if is_source { text::width(&link.card, Face::SemiBold, 11) } else { 0 };
            let row = link.row.filter(|_| is_source).map(|row| HEADER + 4 + row as i32 * ROW + ROW / 2);
            let inset = if look == Look::Relation { PILL / 2 } else { 0 };
            End { stub, label, row, inset }
        };
        let card = text::width(&link.card, Face::SemiBold, 11);
        let role = text::width(&link.role, Face::Italic, 10);
        let room = if role > 0 { card + role + 24 } else { 0 };
        let (source_end, target_end) = (end(link.source, true), end(link.target, false));
        Edge { source: link.source, target: link.target, source_end, target_end, room: room.min(220) }
    };
    Graph { nodes: view.boxes.iter().map(node).collect(), edges: view.links.iter().map(edge).collect() }
}

/// Pixels, both even so that a centre is a whole one.
pub(super) fn size(node: &Node) -> (i32, i32) {
    let rows = node.rows.len() as i32 * ROW;
    let widest = node.rows.iter().map(|row| row_width(node.shape, row)).max().unwrap_or(0) + 2 * PADDING;
    let (width, height) = match node.shape {
        Look::Triangle => return (48, 36),
        Look::Circle => return (36, 36),
        Look::Relation => {
            let title = text::width(&node.title, Face::SemiBold, 12) + 28;
            (title.max(widest).max(56), if rows > 0 { PILL + rows + FOOT } else { PILL })
        }
        Look::Entity | Look::Table => {
            let title = text::width(&node.title, Face::SemiBold, 13) + 2 * PADDING;
            (title.max(widest).max(80), if rows > 0 { HEADER + 4 + rows + FOOT } else { HEADER + 6 })
        }
    };
    let even = |pixels: i32| pixels + pixels % 2;
    (even(width.min(WIDEST)), even(height))
}

fn row_width(look: Look, row: &Row) -> i32 {
    let name = text::width(&row.name, face_of(row.role), 12);
    match look {
        Look::Table => SIGN + name + 20 + text::width(&row.right, Face::Regular, 11),
        _ => name,
    }
}

fn face_of(role: Role) -> Face {
    if matches!(role, Role::Identifier | Role::IdentifierReference) { Face::SemiBold } else { Face::Regular }
}

fn draw(view: &View, laid: &Layout) -> Scene {
    let page = bounds(&laid.boxes, &laid.paths).unwrap_or_default();
    let (dx, dy) = (MARGIN - page.x, MARGIN - page.y);
    let boxes: Vec<Rect> = laid.boxes.iter().map(|area| area.moved(dx, dy)).collect();
    let moved = laid.paths.iter().map(|path| path.iter().map(|point| point.moved(dx, dy)).collect::<Vec<Point>>());
    let paths: Vec<Vec<Point>> =
        moved.zip(&view.links).map(|(path, link)| touching_outlines(view, link, &boxes, path)).collect();
    let mut groups: Vec<Group> = Vec::new();
    let drawn = lines::draw(&paths);
    for ((link, steps), path) in view.links.iter().zip(drawn).zip(&paths) {
        groups.push(line_group(view, link, steps, path));
    }
    for (node, area) in view.boxes.iter().zip(&boxes) {
        groups.push(box_group(node, area));
    }
    groups.extend(label_groups(view, &boxes, &paths));
    let labelled = groups.iter().flat_map(|group| &group.shapes).filter_map(|shape| match shape {
        Shape::Text(text) => Some(text.area()),
        _ => None,
    });
    let right = labelled.clone().map(|area| area.right()).max().unwrap_or(0).max(page.w + MARGIN);
    let bottom = labelled.map(|area| area.bottom()).max().unwrap_or(0).max(page.h + MARGIN);
    let (legend, extent) = cartouche(view, right, bottom);
    groups.push(legend);
    Scene {
        title: format!("{} — {}", view.title, view.level),
        description: description(view),
        width: extent.right() + MARGIN,
        height: extent.bottom() + MARGIN,
        groups,
    }
}

/// The path with its ends drawn on to the outlines of boxes that don't fill their rectangle.
fn touching_outlines(view: &View, link: &Link, boxes: &[Rect], mut path: Vec<Point>) -> Vec<Point> {
    let reach = |at: usize, point: Point| match (view.boxes.get(at), boxes.get(at)) {
        (Some(node), Some(area)) => on_outline(node.shape, area, point),
        _ => point,
    };
    if let Some(first) = path.first_mut() {
        *first = reach(link.source, *first);
    }
    if let Some(last) = path.last_mut() {
        *last = reach(link.target, *last);
    }
    path
}

/// The point of a box's outline behind a point of its rectangle.
fn on_outline(look: Look, area: &Rect, at: Point) -> Point {
    let centre = area.centre();
    let is_aside = at.x <= area.x || at.x >= area.right();
    let (off, inward) = if is_aside { (at.y - centre.y, centre.x - at.x) } else { (at.x - centre.x, centre.y - at.y) };
    let depth = match look {
        Look::Entity | Look::Table => 0,
        Look::Triangle if is_aside => (area.bottom() - at.y) * area.w / 2 / area.h.max(1),
        Look::Triangle if at.y > centre.y => 0,
        Look::Triangle => off.abs() * 2 * area.h / area.w.max(1),
        Look::Circle => round_off(area.w / 2, off.abs()),
        Look::Relation => {
            let half = if is_aside { area.h / 2 } else { area.w / 2 };
            round_off(PILL / 2, off.abs() - (half - PILL / 2))
        }
    };
    let by = inward.signum() * depth;
    if is_aside { at.moved(by, 0) } else { at.moved(0, by) }
}

/// How far a round corner of this radius recedes, so far from where it begins.
fn round_off(radius: i32, off: i32) -> i32 {
    let off = off.clamp(0, radius);
    radius - (radius * radius - off * off).isqrt()
}

fn description(view: &View) -> String {
    let names: Vec<&str> = view
        .boxes
        .iter()
        .filter(|node| matches!(node.shape, Look::Entity | Look::Table))
        .map(|node| node.title.as_str())
        .collect();
    names.join(", ")
}

fn line_group(view: &View, link: &Link, steps: Vec<Step>, path: &[Point]) -> Group {
    let stroke = Stroke { paint: Paint::Line, width: 13, dashed: link.dashed };
    let mut shapes = vec![Shape::Path { steps, fill: None, stroke: Some(stroke) }];
    if let [first, second, ..] = path {
        shapes.extend(tip(link.ends[0], *first, *second));
    }
    if let [.., second, first] = path {
        shapes.extend(tip(link.ends[1], *first, *second));
    }
    let join = |at: usize| view.boxes.get(at).map(|node| node.id.clone());
    let joins = [link.source, link.target].into_iter().filter_map(join).collect();
    Group { id: link.id.clone(), class: "leg", title: link.title.clone(), joins, shapes }
}

/// What stands at the end of a line that comes from `from` and touches its box at `at`.
fn tip(tip: Tip, at: Point, from: Point) -> Vec<Shape> {
    let (ux, uy) = ((from.x - at.x).signum(), (from.y - at.y).signum());
    // A point so far out along the line, so far aside.
    let point = |out: i32, aside: i32| Point::new(at.x + ux * out - uy * aside, at.y + uy * out + ux * aside);
    let stroke = Some(Stroke { paint: Paint::Line, width: 13, dashed: false });
    let open = |steps: Vec<Step>| Shape::Path { steps, fill: None, stroke };
    let bar = |out: i32| open(vec![Step::Move(point(out, -5)), Step::Line(point(out, 5))]);
    match tip {
        Tip::None => Vec::new(),
        Tip::Arrow => {
            let steps = vec![Step::Move(point(0, 0)), Step::Line(point(9, -4)), Step::Line(point(9, 4)), Step::Close];
            vec![Shape::Path { steps, fill: Some(Paint::Line), stroke: None }]
        }
        Tip::Many => vec![
            open(vec![Step::Move(point(0, -5)), Step::Line(point(10, 0)), Step::Line(point(0, 5))]),
            Shape::Circle { at: point(13, 0), radius: 3, fill: Some(Paint::Page), stroke },
        ],
        Tip::One => vec![bar(6), bar(10)],
        Tip::MaybeOne => {
            vec![bar(6), Shape::Circle { at: point(12, 0), radius: 3, fill: Some(Paint::Page), stroke }]
        }
    }
}

fn box_group(node: &Node, area: &Rect) -> Group {
    let (class, shapes) = match node.shape {
        Look::Entity => ("entity", entity(node, area)),
        Look::Table => ("table", entity(node, area)),
        Look::Relation => ("relation", relation(node, area)),
        Look::Triangle => ("subtypes", triangle(node, area)),
        Look::Circle => ("constraint", circle(node, area)),
    };
    let title = if node.docs.is_empty() { node.title.clone() } else { format!("{} — {}", node.title, node.docs) };
    Group { id: node.id.clone(), class, title, joins: Vec::new(), shapes }
}

/// The eighth hue is the quiet one: what belongs to no area among others that do.
fn hue(node: &Node) -> Paint {
    Paint::Hue(node.area.map_or(0, |area| (area % 7) as u8))
}

fn entity(node: &Node, area: &Rect) -> Vec<Shape> {
    let hue = hue(node);
    let stroke = Some(Stroke { paint: hue, width: 12, dashed: node.ghost });
    let mut shapes = vec![Shape::Rect { area: *area, radii: [4; 4], fill: Some(Paint::Card), stroke }];
    let header = Rect { h: HEADER, ..*area };
    let low = if node.rows.is_empty() { 4 } else { 0 };
    let header = if node.rows.is_empty() { *area } else { header };
    let fill = if node.ghost { Paint::Soft } else { hue };
    shapes.push(Shape::Rect { area: header, radii: [4, 4, low, low], fill: Some(fill), stroke: None });
    let paint = if node.ghost { Paint::Ink } else { Paint::OnHue };
    let middle = header.y + header.h / 2 + 5;
    shapes.push(title(node, area, middle, 13, paint));
    shapes.extend(rows(node, area, area.y + HEADER + 4));
    shapes
}

fn relation(node: &Node, area: &Rect) -> Vec<Shape> {
    let radius = PILL / 2;
    let stroke = Some(Stroke { paint: Paint::Quiet, width: 12, dashed: node.ghost });
    let mut shapes = vec![Shape::Rect { area: *area, radii: [radius; 4], fill: Some(Paint::Soft), stroke }];
    shapes.push(title(node, area, area.y + PILL / 2 + 4, 12, Paint::Ink));
    if !node.rows.is_empty() {
        let y = area.y + PILL;
        let steps = vec![Step::Move(Point::new(area.x, y)), Step::Line(Point::new(area.right(), y))];
        let stroke = Some(Stroke { paint: Paint::Quiet, width: 10, dashed: false });
        shapes.push(Shape::Path { steps, fill: None, stroke });
        shapes.extend(rows(node, area, y));
    }
    shapes
}

fn title(node: &Node, area: &Rect, y: i32, size: i32, paint: Paint) -> Shape {
    let text = text::shortened(&node.title, Face::SemiBold, size, area.w - 16);
    let at = Point::new(area.x + area.w / 2, y);
    Shape::Text(Text {
        at,
        anchor: Anchor::Middle,
        text,
        face: Face::SemiBold,
        size,
        paint,
        underline: Underline::None,
        halo: false,
    })
}

fn rows(node: &Node, area: &Rect, top: i32) -> Vec<Shape> {
    node.rows
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row_shapes(node.shape, row, area, top + index as i32 * ROW))
        .collect()
}

fn row_shapes(look: Look, row: &Row, area: &Rect, top: i32) -> Vec<Shape> {
    let is_table = look == Look::Table;
    let base = top + 13;
    let left = area.x + PADDING + if is_table { SIGN } else { 0 };
    let right = text::shortened(&row.right, Face::Regular, 11, WIDEST_TYPE);
    let reserved = if is_table { text::width(&right, Face::Regular, 11) + 12 } else { 0 };
    let face = face_of(row.role);
    let room = (area.right() - PADDING - left - reserved).max(8);
    let underline = match row.role {
        Role::Identifier | Role::IdentifierReference => Underline::Line,
        Role::Alternate => Underline::Dots,
        Role::Plain | Role::Reference => Underline::None,
    };
    let name = text::shortened(&row.name, face, 12, room);
    let mut shapes = vec![Shape::Text(Text {
        at: Point::new(left, base),
        anchor: Anchor::Start,
        text: name,
        face,
        size: 12,
        paint: Paint::Ink,
        underline,
        halo: false,
    })];
    if !right.is_empty() {
        shapes.push(Shape::Text(Text {
            at: Point::new(area.right() - PADDING, base),
            anchor: Anchor::End,
            text: right,
            face: Face::Regular,
            size: 11,
            paint: Paint::Quiet,
            underline: Underline::None,
            halo: false,
        }));
    }
    if is_table {
        shapes.extend(sign(row.role, Point::new(area.x + PADDING, top + ROW / 2)));
    }
    shapes
}

/// A key for a primary key, an arrow for a reference.
fn sign(role: Role, at: Point) -> Vec<Shape> {
    let stroke = |paint| Some(Stroke { paint, width: 13, dashed: false });
    let key = || {
        let steps = [(4, 0), (12, 0), (12, 3)].map(|(x, y)| at.moved(x, y));
        let bow = Shape::Circle { at: at.moved(2, 0), radius: 3, fill: None, stroke: stroke(Paint::Ink) };
        let [a, b, c] = steps;
        let bit = Shape::Path {
            steps: vec![Step::Move(a), Step::Line(b), Step::Line(c)],
            fill: None,
            stroke: stroke(Paint::Ink),
        };
        vec![bow, bit]
    };
    let arrow = || {
        let shaft = vec![Step::Move(at.moved(0, 0)), Step::Line(at.moved(10, 0))];
        let head = vec![Step::Move(at.moved(6, -3)), Step::Line(at.moved(10, 0)), Step::Line(at.moved(6, 3))];
        vec![
            Shape::Path { steps: shaft, fill: None, stroke: stroke(Paint::Quiet) },
            Shape::Path { steps: head, fill: None, stroke: stroke(Paint::Quiet) },
        ]
    };
    match role {
        Role::Identifier | Role::IdentifierReference => key(),
        Role::Reference => arrow(),
        Role::Plain | Role::Alternate => Vec::new(),
    }
}

fn triangle(node: &Node, area: &Rect) -> Vec<Shape> {
    let stroke = Some(Stroke { paint: Paint::Quiet, width: 12, dashed: false });
    let steps = vec![
        Step::Move(Point::new(area.x + area.w / 2, area.y)),
        Step::Line(Point::new(area.right(), area.bottom())),
        Step::Line(Point::new(area.x, area.bottom())),
        Step::Close,
    ];
    let mut shapes = vec![Shape::Path { steps, fill: Some(Paint::Soft), stroke }];
    shapes.push(sign_text(node, Point::new(area.x + area.w / 2, area.bottom() - 7), 12));
    shapes
}

fn circle(node: &Node, area: &Rect) -> Vec<Shape> {
    let stroke = Some(Stroke { paint: Paint::Quiet, width: 12, dashed: false });
    let at = area.centre();
    let circle = Shape::Circle { at, radius: area.w / 2, fill: Some(Paint::Soft), stroke };
    vec![circle, sign_text(node, at.moved(0, 4), if node.title.len() > 2 { 11 } else { 13 })]
}

fn sign_text(node: &Node, at: Point, size: i32) -> Shape {
    Shape::Text(Text {
        at,
        anchor: Anchor::Middle,
        text: node.title.clone(),
        face: Face::SemiBold,
        size,
        paint: Paint::Ink,
        underline: Underline::None,
        halo: false,
    })
}

/// Cardinalities and roles.
fn label_groups(view: &View, boxes: &[Rect], paths: &[Vec<Point>]) -> Vec<Group> {
    let mut wanted: Vec<(Label, Text, String)> = Vec::new();
    for (line, link) in view.links.iter().enumerate() {
        let mut want = |content: &str, face: Face, size: i32, at_start: bool, kind: &str| {
            if !content.is_empty() {
                let content = text::shortened(content, face, size, 160);
                let label = Label { line, width: text::width(&content, face, size), height: size, at_start };
                let paint = if at_start { Paint::Ink } else { Paint::Quiet };
                let (at, anchor, underline) = (Point::default(), Anchor::Start, Underline::None);
                let text = Text { at, anchor, text: content, face, size, paint, underline, halo: true };
                wanted.push((label, text, format!("{kind}-{}", link.id)));
            }
        };
        want(&link.card, Face::SemiBold, 11, true, "cardinality");
        want(&link.role, Face::Italic, 10, false, "role");
    }
    let asked: Vec<Label> = wanted.iter().map(|(label, _, _)| *label).collect();
    let areas = labels::place(&asked, boxes, paths);
    wanted
        .into_iter()
        .zip(areas)
        .map(|((label, text, id), area)| {
            let at = Point::new(area.x, area.y + label.height * 4 / 5);
            Group { id, class: "label", shapes: vec![Shape::Text(Text { at, ..text })], ..Group::default() }
        })
        .collect()
}

/// Model, level and areas, at the bottom right below everything.
fn cartouche(view: &View, right: i32, bottom: i32) -> (Group, Rect) {
    let line = |text: String, face: Face, size: i32, paint: Paint| (text, face, size, paint);
    let entities = view.boxes.iter().filter(|node| matches!(node.shape, Look::Entity | Look::Table)).count();
    let relations = view.boxes.iter().filter(|node| node.shape == Look::Relation).count();
    let counts = match (view.is_french, relations) {
        (_, 0) => format!("{} · {entities} tables", view.level),
        (true, _) => format!("{} · {entities} entités, {relations} associations", view.level),
        (false, _) => format!("{} · {entities} entities, {relations} relations", view.level),
    };
    let mut texts =
        vec![line(view.title.clone(), Face::SemiBold, 13, Paint::Ink), line(counts, Face::Regular, 11, Paint::Quiet)];
    texts.extend(view.areas.iter().map(|area| line(area.clone(), Face::Regular, 11, Paint::Ink)));
    let most = 300;
    let width = texts.iter().map(|(text, face, size, _)| text::width(text, *face, *size).min(most)).max().unwrap_or(0);
    let width = width + 2 * PADDING + if view.areas.is_empty() { 0 } else { 18 };
    let area = Rect { x: (right - width).max(MARGIN), y: bottom + MARGIN, w: width, h: texts.len() as i32 * ROW + 12 };
    let stroke = Some(Stroke { paint: Paint::Quiet, width: 8, dashed: false });
    let mut shapes = vec![Shape::Rect { area, radii: [4; 4], fill: Some(Paint::Card), stroke }];
    for (index, (content, face, size, paint)) in texts.into_iter().enumerate() {
        let y = area.y + 6 + index as i32 * ROW;
        let mut x = area.x + PADDING;
        if let Some(place) = index.checked_sub(2) {
            let square = Rect { x, y: y + 4, w: 10, h: 10 };
            shapes.push(Shape::Rect {
                area: square,
                radii: [2; 4],
                fill: Some(Paint::Hue((place % 7) as u8)),
                stroke: None,
            });
            x += 18;
        }
        let text = text::shortened(&content, face, size, most);
        let (anchor, underline) = (Anchor::Start, Underline::None);
        shapes.push(Shape::Text(Text {
            at: Point::new(x, y + 13),
            anchor,
            text,
            face,
            size,
            paint,
            underline,
            halo: false,
        }));
    }
    let group = Group { id: "legend".into(), class: "legend", shapes, ..Group::default() };
    (group, Rect { x: 0, y: 0, w: area.right().max(right), h: area.bottom() })
}
