//! The shapes of boxes: entities, relations, tables, triangles and circles, with their rows and the marks of a revision.
//!
//! Invariant: a text stays within its box; what a revision did is said by a sign, never by a colour alone.

use super::{HEADER, PADDING, PILL, ROW, SIGN, WIDEST_TYPE, columns, face_of, hue, place_of};
use crate::diagram::layout::{Point, Rect};
use crate::diagram::scene::{Anchor, Group, Paint, Shape, Step, Stroke, Text, Underline};
use crate::diagram::text::{self, Face};
use crate::diagram::view::{Look, Mark, Node, Role, Row, View};

/// How a box is painted.
struct Dress {
    /// Border.
    border: Paint,
    /// Inside of the header.
    header: Paint,
    /// Its title.
    title: Paint,
    /// Interrupted border.
    dashed: bool,
    /// What is written where the revision has nothing to say.
    ink: Paint,
}

/// The colour and the sign of what a revision did.
pub(super) fn sign_of(mark: Mark) -> (Paint, &'static str) {
    match mark {
        Mark::Added => (Paint::Added, "+"),
        Mark::Removed => (Paint::Removed, "–"),
        Mark::Changed => (Paint::Changed, "~"),
    }
}

pub(super) fn box_group(view: &View, node: &Node, area: &Rect) -> Group {
    let dress = dress(view, node);
    let (class, mut shapes) = match node.shape {
        Look::Entity => ("entity", entity(node, area, &dress)),
        Look::Table => ("table", entity(node, area, &dress)),
        Look::Relation => ("relation", relation(node, area, &dress)),
        Look::Triangle => ("subtypes", triangle(node, area, &dress)),
        Look::Circle => ("constraint", circle(node, area, &dress)),
    };
    if let Some(mark) = node.mark {
        shapes.push(box_mark(node, area, mark, &dress));
    }
    let title = if node.docs.is_empty() { node.title.clone() } else { format!("{} — {}", node.title, node.docs) };
    Group { id: node.id.clone(), class, title, joins: Vec::new(), shapes }
}

fn dress(view: &View, node: &Node) -> Dress {
    let is_relation = !node.shape.is_thing();
    let own = hue(view, node.area);
    match (node.mark, view.is_revision) {
        (Some(Mark::Removed), _) => Dress {
            border: Paint::Removed,
            header: Paint::Card,
            title: Paint::Removed,
            dashed: true,
            ink: Paint::Quiet,
        },
        (Some(mark), _) if is_relation => {
            let (paint, _) = sign_of(mark);
            Dress { border: paint, header: Paint::Card, title: paint, dashed: false, ink: Paint::Ink }
        }
        (Some(mark), _) => {
            let (paint, _) = sign_of(mark);
            Dress { border: paint, header: paint, title: Paint::OnMark, dashed: false, ink: Paint::Ink }
        }
        (None, true) => {
            Dress { border: Paint::Faint, header: Paint::Soft, title: Paint::Quiet, dashed: false, ink: Paint::Quiet }
        }
        (None, false) if is_relation || node.ghost => Dress {
            border: if is_relation { Paint::Quiet } else { own },
            header: Paint::Soft,
            title: Paint::Ink,
            dashed: node.ghost,
            ink: Paint::Ink,
        },
        (None, false) => Dress { border: own, header: own, title: Paint::OnHue, dashed: false, ink: Paint::Ink },
    }
}

fn border(dress: &Dress) -> Option<Stroke> {
    Some(Stroke { paint: dress.border, width: 12, dashed: dress.dashed })
}

fn entity(node: &Node, area: &Rect, dress: &Dress) -> Vec<Shape> {
    let low = if node.rows.is_empty() { 4 } else { 0 };
    let header = if node.rows.is_empty() { *area } else { Rect { h: HEADER, ..*area } };
    let mut shapes = vec![
        Shape::Rect { area: *area, radii: [4; 4], fill: Some(Paint::Card), stroke: border(dress) },
        Shape::Rect { area: header, radii: [4, 4, low, low], fill: Some(dress.header), stroke: None },
    ];
    if dress.header == Paint::Card || dress.header == Paint::Soft {
        shapes.extend(rule(area, header.bottom(), dress).filter(|_| !node.rows.is_empty()));
    }
    shapes.push(title(node, area, header.y + header.h / 2 + 5, 13, dress.title));
    shapes.extend(rows(node, area, area.y + HEADER + 4, dress));
    shapes
}

/// A line across the box.
fn rule(area: &Rect, y: i32, dress: &Dress) -> Option<Shape> {
    let steps = vec![Step::Move(Point::new(area.x, y)), Step::Line(Point::new(area.right(), y))];
    let stroke = Some(Stroke { paint: dress.border, width: 10, dashed: dress.dashed });
    Some(Shape::Path { steps, fill: None, stroke })
}

fn relation(node: &Node, area: &Rect, dress: &Dress) -> Vec<Shape> {
    let fill = Some(dress.header);
    let mut shapes = vec![Shape::Rect { area: *area, radii: [PILL / 2; 4], fill, stroke: border(dress) }];
    shapes.push(title(node, area, area.y + PILL / 2 + 4, 12, dress.title));
    if !node.rows.is_empty() {
        let y = area.y + PILL;
        shapes.extend(rule(area, y, dress));
        shapes.extend(rows(node, area, y, dress));
    }
    shapes
}

fn title(node: &Node, area: &Rect, y: i32, size: i32, paint: Paint) -> Shape {
    let aside = if node.mark.is_some() { 40 } else { 16 };
    let text = text::shortened(&node.title, Face::SemiBold, size, area.w - aside);
    let at = Point::new(area.x + area.w / 2, y);
    plain(at, Anchor::Middle, text, Face::SemiBold, size, paint)
}

fn plain(at: Point, anchor: Anchor, text: String, face: Face, size: i32, paint: Paint) -> Shape {
    Shape::Text(Text { at, anchor, text, face, size, paint, underline: Underline::None, halo: None })
}

/// The sign of a box, at its top left; a small sign stands above what has no room for it.
fn box_mark(node: &Node, area: &Rect, mark: Mark, dress: &Dress) -> Shape {
    let (paint, sign) = sign_of(mark);
    let at = |x: i32, y: i32| Point::new(area.x + x, area.y + y);
    let header = if node.rows.is_empty() { area.h } else { HEADER };
    match node.shape {
        Look::Entity | Look::Table => {
            plain(at(PADDING, header / 2 + 5), Anchor::Middle, sign.into(), Face::SemiBold, 14, dress.title)
        }
        Look::Relation => plain(at(PADDING, PILL / 2 + 4), Anchor::Middle, sign.into(), Face::SemiBold, 13, paint),
        Look::Triangle | Look::Circle => plain(at(4, 8), Anchor::Middle, sign.into(), Face::SemiBold, 13, paint),
    }
}

fn rows(node: &Node, area: &Rect, top: i32, dress: &Dress) -> Vec<Shape> {
    let width = area.w / columns(node) as i32;
    let shape = |(index, row): (usize, &Row)| {
        let (column, line) = place_of(Some(node), index);
        let own = Rect { x: area.x + column as i32 * width, w: width, ..*area };
        row_shapes(node.shape, row, &own, top + line as i32 * ROW, dress)
    };
    node.rows.iter().enumerate().flat_map(shape).collect()
}

fn row_shapes(look: Look, row: &Row, area: &Rect, top: i32, dress: &Dress) -> Vec<Shape> {
    let is_table = look == Look::Table;
    let base = top + 13;
    let left = area.x + PADDING + if is_table { SIGN } else { 0 };
    let right = text::shortened(&row.right, Face::Regular, 11, WIDEST_TYPE);
    let reserved = if right.is_empty() { 0 } else { text::width(&right, Face::Regular, 11) + 12 };
    let face = face_of(row.role);
    let room = (area.right() - PADDING - left - reserved).max(8);
    let underline = match (row.mark, row.role) {
        (Some(Mark::Removed), _) => Underline::Through,
        (_, Role::Identifier | Role::IdentifierReference) => Underline::Line,
        (_, Role::Alternate) => Underline::Dots,
        (_, Role::Plain | Role::Reference | Role::Elsewhere) => Underline::None,
    };
    let name = text::shortened(&row.name, face, 12, room);
    let ink = if row.role == Role::Elsewhere { Paint::Quiet } else { dress.ink };
    let paint = row.mark.map_or(ink, |mark| sign_of(mark).0);
    let at = Point::new(left, base);
    let written = Text { at, anchor: Anchor::Start, text: name, face, size: 12, paint, underline, halo: None };
    let mut shapes = vec![Shape::Text(written)];
    if !right.is_empty() {
        let paint = row.mark.map_or(Paint::Quiet, |mark| sign_of(mark).0);
        let at = Point::new(area.right() - PADDING, base);
        shapes.push(plain(at, Anchor::End, right, Face::Regular, 11, paint));
    }
    if let Some(mark) = row.mark {
        let (paint, sign) = sign_of(mark);
        let at = Point::new(area.x + PADDING / 2, base);
        shapes.push(plain(at, Anchor::Middle, sign.into(), Face::SemiBold, 12, paint));
    }
    if is_table {
        shapes.extend(key_sign(row.role, Point::new(area.x + PADDING, top + ROW / 2)));
    }
    shapes
}

/// A key for a primary key, an arrow for a reference.
fn key_sign(role: Role, at: Point) -> Vec<Shape> {
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
        Role::Plain | Role::Alternate | Role::Elsewhere => Vec::new(),
    }
}

fn triangle(node: &Node, area: &Rect, dress: &Dress) -> Vec<Shape> {
    let stroke = border(dress);
    let steps = vec![
        Step::Move(Point::new(area.x + area.w / 2, area.y)),
        Step::Line(Point::new(area.right(), area.bottom())),
        Step::Line(Point::new(area.x, area.bottom())),
        Step::Close,
    ];
    let mut shapes = vec![Shape::Path { steps, fill: Some(dress.header), stroke }];
    shapes.push(sign_text(node, dress.title, Point::new(area.x + area.w / 2, area.bottom() - 7), 12));
    shapes
}

fn circle(node: &Node, area: &Rect, dress: &Dress) -> Vec<Shape> {
    let stroke = border(dress);
    let at = area.centre();
    let circle = Shape::Circle { at, radius: area.w / 2, fill: Some(dress.header), stroke };
    vec![circle, sign_text(node, dress.title, at.moved(0, 4), if node.title.len() > 2 { 11 } else { 13 })]
}

fn sign_text(node: &Node, paint: Paint, at: Point, size: i32) -> Shape {
    plain(at, Anchor::Middle, node.title.clone(), Face::SemiBold, size, paint)
}
