//! Boxes moved once lines are laid, where that makes lines shorter or straighter: into line with a neighbour, to the corner where
//! lines from two neighbours meet at right angles, or along their own lines, as to where one turns.
//!
//! Each move is judged by the lines as really laid, those that gave way to the box counted. Invariant: no two boxes come nearer than [`GAP`], the page doesn't grow, and
//! the lines never cost more.

use super::geometry::{Point, Rect, bounds};
use super::lattice::STEP;
use super::route::{Router, gaps, least};
use super::{Edge, FLAT, Node};

/// Pixels between two boxes.
const GAP: i32 = 30;
/// How many places near its neighbours are tried for a box.
const NEARBY: usize = 8;
/// How many places along its own lines.
const ALONG: usize = 8;
/// How much less, in pixels of line, a place must promise to be tried.
const WORTH: u32 = 10;
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
    let judged = |at: Point| {
        let area = Rect::around(at, own.w, own.h);
        let near = area.grown(GAP);
        let is_free = |(at, other): (usize, &Rect)| at == node || !near.overlaps(other);
        let fits = area != own && page.union(&area) == *page && router.boxes.iter().enumerate().all(is_free);
        fits.then(|| (others.iter().map(|(other, room)| estimate(&area, other, *room)).sum(), area))
    };
    let grid = xs.iter().flat_map(|x| ys.iter().map(move |y| Point::new(*x, *y)));
    let mut found = best(grid.filter_map(judged), NEARBY);
    found.extend(best(along(router, lines).filter_map(judged), ALONG));
    best(found.into_iter(), NEARBY + ALONG)
}

/// So many of these places, those that may cost least first.
fn best(places: impl Iterator<Item = (u32, Rect)>, most: usize) -> Vec<(u32, Rect)> {
    let mut places: Vec<(u32, Rect)> = places.collect();
    places.sort_by_key(|(cost, area)| (*cost, area.x, area.y));
    places.dedup();
    places.truncate(most);
    places
}

/// Where lines turn or end, and halfway between: in their own way a box is in the way of few others.
fn along(router: &Router<'_>, lines: &[usize]) -> impl Iterator<Item = Point> {
    let halfway = |a: Point, b: Point| Point::new(i32::midpoint(a.x, b.x), i32::midpoint(a.y, b.y));
    let of = move |path: Vec<Point>| -> Vec<Point> {
        path.windows(2).flat_map(|pair| [pair[1], halfway(pair[0], pair[1])]).map(on_lattice).collect()
    };
    router.turns(lines).into_iter().flat_map(of)
}

fn on_lattice(at: Point) -> Point {
    let snap = |value: i32| (value + STEP / 2).div_euclid(STEP) * STEP;
    Point::new(snap(at.x), snap(at.y))
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

/// The least that a line between two boxes may cost; too much where its labels have no room.
fn estimate(a: &Rect, b: &Rect, room: i32) -> u32 {
    let (gap_x, gap_y) = gaps(a, b);
    let crowded = if gap_y == 0 && gap_x < room { 10_000 } else { 0 };
    least(a, b) + crowded
}
