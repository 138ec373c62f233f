//! A layout that changes little: boxes known from an earlier layout stay, new ones take free room near their neighbours.
//!
//! Invariant: a kept box moves only where it has grown into another, or where a line finds no way; then all move apart alike.
//! The centres of a layout give that very layout again.

use super::components::{self, PASSES, fitting_step, rounds};
use super::geometry::{Point, Rect, bounds, segment_enters, segments_meet};
use super::lattice::STEP;
use super::refine::refine;
use super::route::{Router, route};
use super::{Graph, Layout, Node};

/// Pixels that a kept box must have on each side.
const LEAST: i32 = 20;
/// Pixels that a new box is given on each side.
const ROOM: i32 = 50;

/// How far boxes are spread until every line finds a way, in percent.
const SPREADS: [i32; 9] = [100, 110, 120, 135, 150, 175, 200, 250, 300];

/// How often lines are laid again, at most: here nothing is tried twice, as it is where boxes are still moved.
const MOST_PASSES: usize = 2 * PASSES;

/// How often boxes are put apart again, at most: once is enough unless they came too near one another.
const AGAIN: usize = 8;

/// Places the nodes without a `kept` centre around those that have one, or all where none has; routes all.
pub(super) fn arrange(graph: &Graph) -> Layout {
    let is_known = graph.nodes.iter().any(|node| node.kept.is_some());
    is_known.then(|| at_rest(graph)).flatten().unwrap_or_else(|| afresh(graph))
}

/// The same from centres that are only about right: once lines are laid, boxes move into line.
pub(super) fn settle(graph: &Graph) -> Layout {
    if graph.nodes.iter().all(|node| node.kept.is_none()) {
        return afresh(graph);
    }
    in_line(graph).and_then(|layout| at_rest(&keeping(graph, &layout))).unwrap_or_else(|| afresh(graph))
}

/// Places all anew. Lines are then laid as they will be from these centres; they stay as they were placed only where that fails,
/// which it would do again.
fn afresh(graph: &Graph) -> Layout {
    let first = components::arrange(&free(graph));
    at_rest(&keeping(graph, &first)).unwrap_or(first)
}

/// A layout that its own centres give again, line for line; none where some line finds no way.
fn at_rest(graph: &Graph) -> Option<Layout> {
    let mut layout = laid(graph)?;
    for _ in 0..AGAIN {
        let kept = keeping(graph, &layout);
        let is_at_rest = places(&kept).iter().eq(kept.nodes.iter().filter_map(|node| node.kept.as_ref()));
        if is_at_rest {
            break;
        }
        layout = laid(&kept)?;
    }
    Some(layout)
}

/// Boxes at their places, spread until every line finds a way.
fn laid(graph: &Graph) -> Option<Layout> {
    let places = places(graph);
    let step = fitting_step(graph);
    SPREADS.iter().find_map(|percent| {
        let boxes = boxes(graph, &places, *percent);
        route(&boxes, &graph.edges, step, MOST_PASSES).map(|paths| Layout { boxes, paths })
    })
}

/// Lines laid, then boxes moved into line; none where some line finds no way.
fn in_line(graph: &Graph) -> Option<Layout> {
    let places = places(graph);
    let free = free(graph);
    let step = fitting_step(graph);
    SPREADS.iter().find_map(|percent| {
        let mut router = Router::new(boxes(graph, &places, *percent), &free.edges, step);
        router.lay(PASSES);
        router.layout()?;
        refine(&mut router, &free.nodes, &free.edges, rounds(&free));
        router.layout()
    })
}

/// The graph with the centres of a layout.
fn keeping(graph: &Graph, layout: &Layout) -> Graph {
    let kept = |(node, area): (&Node, &Rect)| Node { kept: Some(area.centre()), ..*node };
    Graph { nodes: graph.nodes.iter().zip(&layout.boxes).map(kept).collect(), edges: graph.edges.clone() }
}

/// The graph without what was kept.
fn free(graph: &Graph) -> Graph {
    let nodes = graph.nodes.iter().map(|node| Node { kept: None, ..*node }).collect();
    Graph { nodes, edges: graph.edges.clone() }
}

/// Where the nodes were, apart, and those that were nowhere around them.
fn places(graph: &Graph) -> Vec<Point> {
    let mut centres: Vec<Option<Point>> = graph.nodes.iter().map(|node| node.kept.map(snapped)).collect();
    push_apart(graph, &mut centres);
    for node in order(graph) {
        let centre = cheapest(graph, &centres, node);
        centres[node] = Some(centre);
    }
    centres.into_iter().map(Option::unwrap_or_default).collect()
}

fn snapped(point: Point) -> Point {
    let snap = |value: i32| (value + STEP / 2).div_euclid(STEP) * STEP;
    Point::new(snap(point.x), snap(point.y))
}

/// The boxes, their centres spread by so many percent.
fn boxes(graph: &Graph, centres: &[Point], percent: i32) -> Vec<Rect> {
    let spread = |value: i32| i32::try_from(i64::from(value) * i64::from(percent) / 100).unwrap_or(value);
    let area = |(node, centre): (&Node, &Point)| {
        Rect::around(snapped(Point::new(spread(centre.x), spread(centre.y))), node.width, node.height)
    };
    graph.nodes.iter().zip(centres).map(area).collect()
}

fn area_of(graph: &Graph, node: usize, centre: Point) -> Rect {
    Rect::around(centre, graph.nodes[node].width, graph.nodes[node].height)
}

/// Boxes that have grown into one another: the one further right or down goes on.
fn push_apart(graph: &Graph, centres: &mut [Option<Point>]) {
    for _ in 0..centres.len() {
        let mut moved = false;
        for a in 0..centres.len() {
            for b in 0..centres.len() {
                let (Some(ca), Some(cb)) = (centres[a], centres[b]) else { continue };
                if a == b || (cb.x + cb.y, b) < (ca.x + ca.y, a) {
                    continue;
                }
                let (ra, rb) = (area_of(graph, a, ca).grown(LEAST), area_of(graph, b, cb));
                if ra.overlaps(&rb) {
                    let (right, down) = (ra.right() - rb.x, ra.bottom() - rb.y);
                    let up = |value: i32| (value + STEP - 1) / STEP * STEP;
                    centres[b] = Some(if right <= down { cb.moved(up(right), 0) } else { cb.moved(0, up(down)) });
                    moved = true;
                }
            }
        }
        if !moved {
            return;
        }
    }
}

/// The new nodes, those with most neighbours in place first.
fn order(graph: &Graph) -> Vec<usize> {
    let mut placed: Vec<bool> = graph.nodes.iter().map(|node| node.kept.is_some()).collect();
    let mut left: Vec<usize> = (0..placed.len()).filter(|node| !placed[*node]).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let known = |node: usize| neighbours(graph, node).filter(|other| placed[*other]).count();
        let (at, node) = left
            .iter()
            .copied()
            .enumerate()
            .max_by_key(|(at, node)| (known(*node), std::cmp::Reverse(*at)))
            .unwrap_or_default();
        left.remove(at);
        placed[node] = true;
        order.push(node);
    }
    order
}

fn neighbours(graph: &Graph, node: usize) -> impl Iterator<Item = usize> + '_ {
    let other = move |edge: &super::Edge| match (edge.source == node, edge.target == node) {
        (true, false) => Some(edge.target),
        (false, true) => Some(edge.source),
        _ => None,
    };
    graph.edges.iter().filter_map(other).filter(|other| *other < graph.nodes.len())
}

/// The free place where a new node costs least: short lines, then few crossings.
fn cheapest(graph: &Graph, centres: &[Option<Point>], node: usize) -> Point {
    let areas: Vec<Rect> = (0..centres.len()).filter_map(|at| Some(area_of(graph, at, centres[at]?))).collect();
    let Some(page) = bounds(&areas, []) else { return Point::default() };
    let around: Vec<Point> = neighbours(graph, node).filter_map(|other| centres[other]).collect();
    let own = graph.nodes[node];
    let search = page.grown(own.width.max(own.height) + 2 * ROOM);
    // At most some ten thousand places are looked at.
    let pitch = (search.w.max(search.h) / 150).max(2 * STEP) / STEP * STEP;
    let mut free: Vec<(i64, Point)> = Vec::new();
    let mut y = snapped(Point::new(0, search.y)).y;
    while y <= search.bottom() {
        let mut x = snapped(Point::new(search.x, 0)).x;
        while x <= search.right() {
            let centre = Point::new(x, y);
            let room = area_of(graph, node, centre).grown(ROOM);
            if !areas.iter().any(|area| area.overlaps(&room)) {
                free.push((lengths(&around, centre, &page, own), centre));
            }
            x += pitch;
        }
        y += pitch;
    }
    free.sort_unstable();
    free.truncate(60);
    let judged =
        free.into_iter().map(|(cost, centre)| (cost + conflicts(graph, centres, &areas, node, centre), centre));
    judged.min().map_or(Point::new(page.x, page.bottom() + own.height), |best| best.1)
}

/// Pixels of line to the neighbours, a turn counted as forty, and a bias against making the page larger.
fn lengths(around: &[Point], centre: Point, page: &Rect, own: Node) -> i64 {
    let one = |other: &Point| {
        let (dx, dy) = ((other.x - centre.x).abs(), (other.y - centre.y).abs());
        i64::from(dx + dy) + if dx > 0 && dy > 0 { 40 } else { 0 }
    };
    let whole = page.union(&Rect::around(centre, own.width, own.height));
    let larger = i64::from(whole.w - page.w) + i64::from(whole.h - page.h);
    around.iter().map(one).sum::<i64>() + larger / 2
}

/// What the straight lines of a new node would cross, and what would cross it.
fn conflicts(graph: &Graph, centres: &[Option<Point>], areas: &[Rect], node: usize, centre: Point) -> i64 {
    let lines: Vec<[Point; 2]> = graph
        .edges
        .iter()
        .filter_map(|edge| Some([(*centres.get(edge.source)?)?, (*centres.get(edge.target)?)?]))
        .collect();
    let own: Vec<[Point; 2]> = neighbours(graph, node).filter_map(|other| Some([centre, centres[other]?])).collect();
    let here = area_of(graph, node, centre);
    let shares = |a: &[Point; 2], b: &[Point; 2]| b.contains(&a[1]);
    let crossed: usize = own
        .iter()
        .map(|line| lines.iter().filter(|other| !shares(line, other) && segments_meet(*line, **other)).count())
        .sum();
    let through: usize = own
        .iter()
        .map(|line| areas.iter().filter(|area| segment_enters(*line, area) && area.centre() != line[1]).count())
        .sum();
    let covered = lines.iter().filter(|line| segment_enters(**line, &here.grown(10))).count();
    (crossed * 300 + through * 150 + covered * 200) as i64
}
