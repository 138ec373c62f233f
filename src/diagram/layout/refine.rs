//! Boxes moved a little once lines are laid, where that makes their lines shorter or straighter: into line with a neighbour, or
//! to the corner where two of its lines meet those of the neighbours at right angles.
//!
//! Each move is judged by the lines as really laid. Invariant: no two boxes come nearer than [`GAP`], the page doesn't grow, and
//! the lines never cost more.

use super::geometry::{Point, Rect, bounds};
use super::lattice::STEP;
use super::route::{BEND, Router, gaps};
use super::{Edge, FLAT, Node};

/// Pixels between two boxes.
const GAP: i32 = 40;
/// How many places are tried for a box.
const TRIED: usize = 8;
/// How much less, in pixels of line, a place must promise to be tried.
const WORTH: u32 = 40;
/// Boxes with more lines stay: moving them bends as many lines as it straightens.
const MOST_LINES: usize = 6;

/// Moves boxes, those of relations first, so many times at most.
pub(super) fn refine(router: &mut Router<'_>, nodes: &[Node], edges: &[Edge], rounds: usize) {
    let mut lines = vec![Vec::new(); nodes.len()];
    for (edge, Edge { source, target, .. }) in edges.iter().enumerate().filter(|(_, edge)| edge.source != edge.target) {
        lines[*source].push(edge);
        lines[*target].push(edge);
    }
    let mut order: Vec<usize> =
        (0..nodes.len()).filter(|node| (1..=MOST_LINES).contains(&lines[*node].len())).collect();
    order.sort_by_key(|node| (nodes[*node].height >= FLAT, *node));
    let page = bounds(&router.boxes, []).unwrap_or_default();
    for _ in 0..rounds {
        let moved = order.iter().filter(|node| improve(router, nodes, edges, &page, **node, &lines[**node])).count();
        router.lay(1);
        if moved == 0 {
            break;
        }
    }
}

fn improve(router: &mut Router<'_>, nodes: &[Node], edges: &[Edge], page: &Rect, node: usize, lines: &[usize]) -> bool {
    if nodes[node].kept.is_some() {
        return false;
    }
    let Some(mut cost) = router.cost(lines) else { return false };
    let mut moved = false;
    for (estimate, area) in places(router, edges, page, node, lines) {
        if estimate + WORTH > cost {
            break;
        }
        if router.move_box(node, lines, area) {
            moved = true;
            cost = router.cost(lines).unwrap_or(0);
        }
    }
    moved
}

/// Free places near the neighbours, the best first, each with the least that its lines may cost.
fn places(router: &Router<'_>, edges: &[Edge], page: &Rect, node: usize, lines: &[usize]) -> Vec<(u32, Rect)> {
    let own = router.boxes[node];
    let others: Vec<(Rect, i32)> = lines
        .iter()
        .map(|edge| {
            let Edge { source, target, room, .. } = edges[*edge];
            (router.boxes[if source == node { target } else { source }], room)
        })
        .collect();
    let around: Vec<Rect> = others.iter().map(|(area, _)| *area).collect();
    let xs = wanted(own.centre().x, own.w, around.iter().map(|area| (area.x, area.right())));
    let ys = wanted(own.centre().y, own.h, around.iter().map(|area| (area.y, area.bottom())));
    let mut found: Vec<(u32, Rect)> = Vec::new();
    for (x, y) in xs.iter().flat_map(|x| ys.iter().map(move |y| (*x, *y))) {
        let area = Rect::around(Point::new(x, y), own.w, own.h);
        let near = area.grown(GAP);
        let is_free = |(at, other): (usize, &Rect)| at == node || !near.overlaps(other);
        if area != own && page.union(&area) == *page && router.boxes.iter().enumerate().all(is_free) {
            found.push((others.iter().map(|(other, room)| estimate(&area, other, *room)).sum(), area));
        }
    }
    found.sort_by_key(|(cost, area)| (*cost, area.x, area.y));
    found.truncate(TRIED);
    found
}

/// Coordinates of a centre: its own, in line with each neighbour, and the nearest at which it faces each neighbour.
fn wanted(own: i32, length: i32, ranges: impl Iterator<Item = (i32, i32)>) -> Vec<i32> {
    let mut all = vec![own];
    for (low, high) in ranges {
        let middle = i32::midpoint(low, high);
        let (first, last) = (low + 20, high - 20);
        all.push(middle);
        if first < last {
            all.push(own.clamp(first, last));
            all.extend([first, last]);
        }
        // Beside it, the near sides a gap apart.
        all.extend([low - GAP - 10 - length / 2, high + GAP + 10 + length / 2]);
    }
    let mut snapped: Vec<i32> = all.into_iter().map(|value| (value + STEP / 2).div_euclid(STEP) * STEP).collect();
    snapped.sort_unstable();
    snapped.dedup();
    snapped
}

/// The least that a line between two boxes may cost: its length, and a bend where neither faces the other.
fn estimate(a: &Rect, b: &Rect, room: i32) -> u32 {
    let (gap_x, gap_y) = gaps(a, b);
    let bend = if gap_x > 0 && gap_y > 0 { BEND } else { 0 };
    let crowded = if gap_y == 0 && gap_x < room { 10_000 } else { 0 };
    (gap_x + gap_y).unsigned_abs() + bend + crowded
}
