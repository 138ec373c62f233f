//! The texts beside lines: cardinalities at their start, roles in their middle.

use super::boxes::sign_of;
use super::hulls::{Hull, ground_at};
use crate::diagram::labels::{self, Label};
use crate::diagram::layout::{Point, Rect};
use crate::diagram::scene::{Anchor, Group, Paint, Shape, Text, Underline};
use crate::diagram::text::{self, Face};
use crate::diagram::view::View;

/// Cardinalities and roles.
pub(super) fn label_groups(view: &View, boxes: &[Rect], paths: &[Vec<Point>], hulls: &[Hull]) -> Vec<Group> {
    let mut wanted: Vec<(Label, Text, String)> = Vec::new();
    for (line, link) in view.links.iter().enumerate() {
        let mut want = |content: &str, face: Face, size: i32, at_start: bool, kind: &str| {
            if !content.is_empty() {
                let content = text::shortened(content, face, size, 160);
                let label = Label { line, width: text::width(&content, face, size), height: size, at_start };
                let paint = match link.mark {
                    Some(mark) => sign_of(mark).0,
                    None if at_start && !view.is_revision => Paint::Ink,
                    None => Paint::Quiet,
                };
                let (at, anchor, underline) = (Point::default(), Anchor::Start, Underline::None);
                let text = Text { at, anchor, text: content, face, size, paint, underline, halo: None };
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
            let halo = Some(ground_at(hulls, area.centre()));
            Group { id, class: "label", shapes: vec![Shape::Text(Text { at, halo, ..text })], ..Group::default() }
        })
        .collect()
}
