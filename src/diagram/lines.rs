//! From corner points to drawn lines: round corners, and a small bridge where one line passes over another.
//!
//! Invariant: the line that runs across (left to right) is the one that bridges, never within a corner.

use super::layout::Point;
use super::scene::Step;

/// Pixels of a round corner.
const CORNER: i32 = 6;
/// Half the width of a bridge.
const BRIDGE: i32 = 5;

/// The steps of each path.
pub(super) fn draw(paths: &[Vec<Point>]) -> Vec<Vec<Step>> {
    paths.iter().enumerate().map(|(at, path)| steps(path, &bridges(paths, at))).collect()
}

/// Where a path bridges others: the number of the segment, the pixel along x.
fn bridges(paths: &[Vec<Point>], at: usize) -> Vec<(usize, i32)> {
    let Some(path) = paths.get(at) else { return Vec::new() };
    let mut found = Vec::new();
    for (number, segment) in path.windows(2).enumerate() {
        let [a, b] = segment else { continue };
        if a.y != b.y {
            continue;
        }
        let (low, high) = (a.x.min(b.x), a.x.max(b.x));
        let others = paths.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, other)| other.windows(2));
        let mut xs: Vec<i32> = others
            .filter_map(|other| match other {
                [c, d] if c.x == d.x && c.y.min(d.y) < a.y && c.y.max(d.y) > a.y => Some(c.x),
                _ => None,
            })
            .filter(|x| *x > low + CORNER + BRIDGE && *x < high - CORNER - BRIDGE)
            .collect();
        xs.sort_unstable();
        xs.dedup_by(|next, previous| *next - *previous < 2 * BRIDGE);
        if a.x > b.x {
            xs.reverse();
        }
        found.extend(xs.into_iter().map(|x| (number, x)));
    }
    found
}

fn steps(path: &[Point], bridges: &[(usize, i32)]) -> Vec<Step> {
    let mut steps = Vec::new();
    let Some(first) = path.first() else { return steps };
    steps.push(Step::Move(*first));
    for (number, segment) in path.windows(2).enumerate() {
        let [a, b] = segment else { continue };
        for (_, x) in bridges.iter().filter(|(of, _)| *of == number) {
            let side = if b.x > a.x { 1 } else { -1 };
            steps.push(Step::Line(Point::new(x - side * BRIDGE, a.y)));
            steps.push(Step::Curve(Point::new(*x, a.y - BRIDGE * 2), Point::new(x + side * BRIDGE, a.y)));
        }
        match path.get(number + 2) {
            Some(next) => {
                let radius = CORNER.min(length(*a, *b) / 2).min(length(*b, *next) / 2);
                steps.push(Step::Line(towards(*b, *a, radius)));
                steps.push(Step::Curve(*b, towards(*b, *next, radius)));
            }
            None => steps.push(Step::Line(*b)),
        }
    }
    steps
}

fn length(a: Point, b: Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// The point so many pixels from `from` on the way to `to`.
fn towards(from: Point, to: Point, by: i32) -> Point {
    Point::new(from.x + (to.x - from.x).signum() * by, from.y + (to.y - from.y).signum() * by)
}
