//! The shapes of lines: drawn on to the outlines of their boxes, with what their ends bear.

use super::PILL;
use super::boxes::sign_of;
use crate::diagram::layout::{Point, Rect};
use crate::diagram::scene::{Group, Paint, Shape, Step, Stroke};
use crate::diagram::view::{Link, Look, Mark, Tip, View};

/// The path with its ends drawn on to the outlines of boxes that don't fill their rectangle.
pub(super) fn touching_outlines(view: &View, link: &Link, boxes: &[Rect], mut path: Vec<Point>) -> Vec<Point> {
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

pub(super) fn line_group(view: &View, link: &Link, steps: Vec<Step>, path: &[Point]) -> Group {
    let paint = match link.mark {
        Some(mark) => sign_of(mark).0,
        None if view.is_revision => Paint::Faint,
        None => Paint::Line,
    };
    let dashed = link.dashed || link.mark == Some(Mark::Removed);
    let stroke = Stroke { paint, width: if link.mark.is_some() { 18 } else { 13 }, dashed };
    let mut shapes = vec![Shape::Path { steps, fill: None, stroke: Some(stroke) }];
    if let [first, second, ..] = path {
        shapes.extend(tip(link.ends[0], *first, *second, paint));
    }
    if let [.., second, first] = path {
        shapes.extend(tip(link.ends[1], *first, *second, paint));
    }
    let join = |at: usize| view.boxes.get(at).map(|node| node.id.clone());
    let joins = [link.source, link.target].into_iter().filter_map(join).collect();
    Group { id: link.id.clone(), class: "leg", title: link.title.clone(), joins, shapes }
}

/// What stands at the end of a line that comes from `from` and touches its box at `at`.
fn tip(tip: Tip, at: Point, from: Point, paint: Paint) -> Vec<Shape> {
    let (ux, uy) = ((from.x - at.x).signum(), (from.y - at.y).signum());
    // A point so far out along the line, so far aside.
    let point = |out: i32, aside: i32| Point::new(at.x + ux * out - uy * aside, at.y + uy * out + ux * aside);
    let stroke = Some(Stroke { paint, width: 13, dashed: false });
    let open = |steps: Vec<Step>| Shape::Path { steps, fill: None, stroke };
    let bar = |out: i32| open(vec![Step::Move(point(out, -5)), Step::Line(point(out, 5))]);
    match tip {
        Tip::None => Vec::new(),
        Tip::Arrow => {
            let steps = vec![Step::Move(point(0, 0)), Step::Line(point(9, -4)), Step::Line(point(9, 4)), Step::Close];
            vec![Shape::Path { steps, fill: Some(paint), stroke: None }]
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
