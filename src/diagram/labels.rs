//! Where cardinalities and roles are written: beside their own line, off the boxes, off each other.
//!
//! Invariants: a label is put where it meets no other label and no box, as long as there is such a place along its line; a cardinality
//! begins within [`NEAR`] pixels of its box, unless all places there are taken.

use super::layout::{Point, Rect};

/// A text to be written beside a line.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// The line.
    pub line: usize,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// At the line's start, rather than in its middle.
    pub at_start: bool,
}

/// Pixels between a label and its line.
const AWAY: i32 = 4;
/// Pixels of line from its box to where a cardinality begins, at most: a stub, and a cardinality beside it.
pub const NEAR: i32 = 44;

/// The area of each label.
pub fn place(labels: &[Label], boxes: &[Rect], paths: &[Vec<Point>]) -> Vec<Rect> {
    let mut placed = vec![Rect::default(); labels.len()];
    let mut taken: Vec<Rect> = Vec::new();
    // Cardinalities first: they have the least choice.
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|at| labels.get(*at).is_none_or(|label| !label.at_start));
    for at in order {
        let Some(label) = labels.get(at) else { continue };
        let best = candidates(label, paths)
            .into_iter()
            .enumerate()
            .min_by_key(|(rank, area)| (cost(area, label, boxes, paths, &taken) + *rank as i64, *rank))
            .map(|(_, area)| area)
            .unwrap_or_default();
        taken.push(best);
        if let Some(slot) = placed.get_mut(at) {
            *slot = best;
        }
    }
    placed
}

/// Places along the line, the best first.
fn candidates(label: &Label, paths: &[Vec<Point>]) -> Vec<Rect> {
    let Some(path) = paths.get(label.line) else { return Vec::new() };
    let mut segments: Vec<[Point; 2]> = path.windows(2).filter_map(|pair| <[Point; 2]>::try_from(pair).ok()).collect();
    if !label.at_start {
        let length = |s: &[Point; 2]| (s[0].x - s[1].x).abs() + (s[0].y - s[1].y).abs();
        segments.sort_by_key(|segment| std::cmp::Reverse(length(segment)));
    }
    segments.iter().flat_map(|segment| beside(label, *segment)).collect()
}

/// Whether a place of a cardinality is so far from the start of its line that whose it is could be mistaken.
fn is_far(area: &Rect, path: &[Point]) -> bool {
    path.first().is_some_and(|start| {
        let aside = (area.x - start.x).max(start.x - area.right()).max(0);
        let off = (area.y - start.y).max(start.y - area.bottom()).max(0);
        aside + off > NEAR
    })
}

/// Both sides of a segment, slid along it.
fn beside(label: &Label, [a, b]: [Point; 2]) -> Vec<Rect> {
    let (w, h) = (label.width, label.height);
    let mut found = Vec::new();
    let flat = a.y == b.y;
    let (length, side) =
        if flat { ((b.x - a.x).abs(), (b.x - a.x).signum()) } else { ((b.y - a.y).abs(), (b.y - a.y).signum()) };
    let own = if flat { w } else { h };
    let room = (length - own - AWAY).max(AWAY);
    let mut slides: Vec<i32> = (AWAY..=room).step_by(4).collect();
    if !label.at_start {
        slides.sort_by_key(|slide| (slide + own / 2 - length / 2).abs());
    }
    for slide in slides {
        if flat {
            let x = if side > 0 { a.x + slide } else { a.x - slide - w };
            found.push(Rect { x, y: a.y - AWAY - h, w, h });
            found.push(Rect { x, y: a.y + AWAY, w, h });
        } else {
            let y = if side > 0 { a.y + slide } else { a.y - slide - h };
            found.push(Rect { x: a.x + AWAY + 2, y, w, h });
            found.push(Rect { x: a.x - AWAY - 2 - w, y, w, h });
        }
    }
    found
}

/// What a place costs: never on a text or a box, better off other lines, better near the start.
fn cost(area: &Rect, label: &Label, boxes: &[Rect], paths: &[Vec<Point>], taken: &[Rect]) -> i64 {
    let texts = taken.iter().filter(|other| other.grown(2).overlaps(area)).count();
    let boxes = boxes.iter().filter(|other| other.grown(1).overlaps(area)).count();
    let mut lines = 0;
    for (line, path) in paths.iter().enumerate() {
        for pair in path.windows(2) {
            let [a, b] = pair else { continue };
            let (x, y) = (a.x.min(b.x), a.y.min(b.y));
            let segment = Rect { x, y, w: (a.x - b.x).abs() + 1, h: (a.y - b.y).abs() + 1 };
            if segment.overlaps(&area.grown(1)) {
                lines += if line == label.line { 3000 } else { 2000 };
            }
        }
    }
    let is_far = label.at_start && paths.get(label.line).is_some_and(|path| is_far(area, path));
    texts as i64 * 100_000 + boxes as i64 * 50_000 + i64::from(is_far) * 40_000 + lines
}
