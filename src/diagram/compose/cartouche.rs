//! The cartouche at the bottom right: model, level, what was counted, areas, and what the signs of a revision stand for.

use super::boxes::sign_of;
use super::{MARGIN, PADDING, ROW, hue};
use crate::diagram::layout::{Point, Rect};
use crate::diagram::scene::{Anchor, Group, Paint, Shape, Stroke, Text, Underline};
use crate::diagram::text::{self, Face};
use crate::diagram::view::{Counts, Look, Mark, Node, View, area_name, places};

/// The widest line.
const MOST: i32 = 300;
/// Room for a sign or a colour before a line.
const SIGN: i32 = 18;

/// A line of the cartouche.
struct Line {
    before: Before,
    text: String,
    face: Face,
    size: i32,
    paint: Paint,
}

/// What stands before a line.
enum Before {
    Nothing,
    Colour(Paint),
    Sign(Mark),
}

/// The cartouche at the bottom right, below whatever is there, and the lowest right corner that it leaves.
pub(super) fn cartouche(view: &View, right: i32, bottom: i32, is_free: impl Fn(&Rect) -> bool) -> (Group, Rect) {
    let lines = lines(view);
    let wide = |line: &Line| {
        let before = if matches!(line.before, Before::Nothing) { 0 } else { SIGN };
        before + text::width(&line.text, line.face, line.size).min(MOST)
    };
    let width = lines.iter().map(wide).max().unwrap_or(0) + 2 * PADDING;
    let height = lines.len() as i32 * ROW + 12;
    let at = |y: i32| Rect { x: (right - width).max(MARGIN), y, w: width, h: height };
    let lowest = bottom + MARGIN;
    let within = ((bottom - height).max(MARGIN)..lowest).step_by(4).map(at);
    let area = within.into_iter().find(|area| is_free(&area.grown(MARGIN))).unwrap_or_else(|| at(lowest));
    let stroke = Some(Stroke { paint: Paint::Quiet, width: 8, dashed: false });
    let mut shapes = vec![Shape::Rect { area, radii: [4; 4], fill: Some(Paint::Card), stroke }];
    for (index, line) in lines.iter().enumerate() {
        shapes.extend(line_shapes(line, Point::new(area.x + PADDING, area.y + 6 + index as i32 * ROW)));
    }
    let group = Group { id: "legend".into(), class: "legend", shapes, ..Group::default() };
    (group, Rect { x: 0, y: 0, w: area.right().max(right), h: area.bottom().max(bottom) })
}

fn lines(view: &View) -> Vec<Line> {
    let plain =
        |text: String| Line { before: Before::Nothing, text, face: Face::Regular, size: 11, paint: Paint::Quiet };
    let title = view.title.clone();
    let mut lines = vec![
        Line { before: Before::Nothing, text: title, face: Face::SemiBold, size: 13, paint: Paint::Ink },
        plain(counted(view)),
    ];
    lines.extend(view.stamp.iter().cloned().map(plain));
    let ink = |before: Before, text: String| Line { before, text, face: Face::Regular, size: 11, paint: Paint::Ink };
    if view.is_revision {
        lines.extend(signs(view).into_iter().map(|(mark, text)| ink(Before::Sign(mark), text)));
    } else {
        let areas = places(view).into_iter().filter(|_| !view.areas.is_empty());
        lines.extend(areas.map(|place| ink(Before::Colour(hue(view, place)), area_name(view, place).to_owned())));
    }
    lines
}

fn counted(view: &View) -> String {
    if let Some(said) = &view.counted {
        return said.clone();
    }
    // Of a revision, what the new model has.
    let is_there = |node: &&Node| !node.ghost && node.mark != Some(Mark::Removed);
    let count = |wanted: fn(Look) -> bool| view.boxes.iter().filter(is_there).filter(|node| wanted(node.shape)).count();
    let entities = count(|look| look.is_thing());
    let relations = count(|look| look == Look::Relation);
    // English counts none as many, French as one.
    let told = |count: usize, one: &str, many: &str| {
        let is_one = count == 1 || (count == 0 && view.is_french);
        format!("{count} {}", if is_one { one } else { many })
    };
    let said = match (view.is_french, relations) {
        (_, 0) if view.kind != crate::diagram::view::Kind::Mcd => told(entities, "table", "tables"),
        (true, _) => {
            format!("{}, {}", told(entities, "entité", "entités"), told(relations, "association", "associations"))
        }
        (false, _) => format!("{}, {}", told(entities, "entity", "entities"), told(relations, "relation", "relations")),
    };
    format!("{} · {said}", view.level)
}

/// What each sign stands for, with how many there are.
fn signs(view: &View) -> Vec<(Mark, String)> {
    let Counts { added, removed, changed } = view.counts();
    let words = |mark: Mark, count: usize, fr: &str, en: &str| {
        let s = if count > 1 { "s" } else { "" };
        (mark, if view.is_french { format!("{count} {fr}{s}") } else { format!("{count} {en}") })
    };
    vec![
        words(Mark::Added, added, "ajout", "added"),
        words(Mark::Removed, removed, "retrait", "removed"),
        words(Mark::Changed, changed, "changement", "changed"),
    ]
}

fn line_shapes(line: &Line, at: Point) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut x = at.x;
    let written = |x: i32, text: String, face: Face, size: i32, paint: Paint| {
        let (at, anchor, underline) = (Point::new(x, at.y + 13), Anchor::Start, Underline::None);
        Shape::Text(Text { at, anchor, text, face, size, paint, underline, halo: None })
    };
    match &line.before {
        Before::Nothing => {}
        Before::Colour(paint) => {
            let area = Rect { x, y: at.y + 4, w: 10, h: 10 };
            shapes.push(Shape::Rect { area, radii: [2; 4], fill: Some(*paint), stroke: None });
            x += SIGN;
        }
        Before::Sign(mark) => {
            let (paint, sign) = sign_of(*mark);
            shapes.push(written(x, sign.to_owned(), Face::SemiBold, 13, paint));
            x += SIGN;
        }
    }
    let text = text::shortened(&line.text, line.face, line.size, MOST);
    shapes.push(written(x, text, line.face, line.size, line.paint));
    shapes
}
