//! The whole graph: each connected part laid out by itself, the parts then set side by side.
//!
//! Invariant: parts never overlap, and keep [`GAP`] pixels between them.

use super::coarse;
use super::compact::{Cells, compact};
use super::geometry::{Rect, bounds};
use super::lattice::STEP;
use super::random::Random;
use super::refine::refine;
use super::route::Router;
use super::{Edge, Graph, Layout, measure};

/// Pixels between two boxes: a stub at each, and a turn.
const ROOM: i32 = 50;

/// How often lines are laid again.
pub(super) const PASSES: usize = 3;

/// How often boxes are moved once lines are laid.
const ROUNDS: usize = 4;

/// Graphs with more lines keep their boxes where they are: trying to move them would take ten times as long as the rest.
const MOST_EDGES: usize = 300;

/// How often boxes are set further apart for a line that finds no way; from the seventh time on a finer lattice.
const MOST_WIDENINGS: i32 = 12;

/// Pixels between two parts.
const GAP: i32 = 50;

/// Places and routes a graph, whatever was kept of it.
pub(super) fn arrange(graph: &Graph) -> Layout {
    let edges: Vec<(usize, Edge)> = graph.edges.iter().copied().enumerate().collect();
    let parts = split(graph.nodes.len(), &edges);
    let laid: Vec<(Part, Layout)> = parts.into_iter().map(|part| lay(graph, part)).collect();
    join(graph, &laid)
}

/// A connected part: the places of its nodes and edges in the whole.
#[derive(Debug, Clone, Default)]
struct Part {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// The connected parts, by their first node.
fn split(count: usize, edges: &[(usize, Edge)]) -> Vec<Part> {
    let mut leader: Vec<usize> = (0..count).collect();
    fn find(leader: &mut [usize], node: usize) -> usize {
        let mut root = node;
        while leader[root] != root {
            root = leader[root];
        }
        leader[node] = root;
        root
    }
    for (_, edge) in edges {
        let (a, b) = (find(&mut leader, edge.source), find(&mut leader, edge.target));
        leader[a.max(b)] = a.min(b);
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![usize::MAX; count];
    for node in 0..count {
        let root = find(&mut leader, node);
        if part_of[root] == usize::MAX {
            part_of[root] = parts.len();
            parts.push(Part::default());
        }
        parts[part_of[root]].nodes.push(node);
    }
    for (index, edge) in edges {
        let root = find(&mut leader, edge.source);
        parts[part_of[root]].edges.push(*index);
    }
    parts
}

/// Lays out one part as a graph of its own.
fn lay(graph: &Graph, part: Part) -> (Part, Layout) {
    let mut local = vec![0; graph.nodes.len()];
    for (at, node) in part.nodes.iter().enumerate() {
        local[*node] = at;
    }
    let nodes = part.nodes.iter().map(|node| graph.nodes[*node]).collect();
    let edges = part.edges.iter().map(|edge| {
        let edge = graph.edges[*edge];
        Edge { source: local[edge.source], target: local[edge.target], ..edge }
    });
    let layout = best(&Graph { nodes, edges: edges.collect() }, graph.nodes.len());
    (part, layout)
}

/// The best of several tries, by what is seen in the end; its boxes are then moved a little. The graph is a part of one of `whole`
/// boxes.
fn best(graph: &Graph, whole: usize) -> Layout {
    let count = graph.nodes.len();
    let tries: u64 = if count <= 1 { 1 } else { 3 };
    let step = fitting_step(graph);
    // Only moved boxes show which try is the best; of a large graph, only the best is worth the time.
    let (first, last) = if count <= 60 { (ROUNDS, 0) } else { (0, rounds(graph)) };
    let one = |seed: u64, widenings: i32| {
        let mut random = Random::new(seed + 3);
        let mut router = attempt(graph, step, &coarse::placement(graph, whole, &mut random), widenings)?;
        refine(&mut router, &graph.nodes, &graph.edges, first);
        Some((judge(graph, &router.layout()?), router))
    };
    let tried = side_by_side(tries, |seed| one(seed, 2)).into_iter().flatten().min_by_key(|(cost, _)| *cost);
    let Some((_, mut router)) = tried.or_else(|| one(0, MOST_WIDENINGS)) else { return Layout::default() };
    refine(&mut router, &graph.nodes, &graph.edges, last);
    router.layout().unwrap_or_default()
}

/// How often the boxes of a graph are moved once its lines are laid.
pub(super) fn rounds(graph: &Graph) -> usize {
    if graph.edges.len() > MOST_EDGES { 0 } else { ROUNDS }
}

/// What each seed gives, in order, each in a thread of its own.
fn side_by_side<T: Send>(seeds: u64, work: impl Fn(u64) -> Option<T> + Sync) -> Vec<Option<T>> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..seeds).map(|seed| scope.spawn(move || work(seed))).collect();
        threads.into_iter().map(|thread| thread.join().ok().flatten()).collect()
    })
}

/// What a layout costs as a whole: smaller is better.
fn judge(graph: &Graph, layout: &Layout) -> i64 {
    let figures = measure(graph, layout);
    let (width, height) = (i64::from(figures.width), i64::from(figures.height));
    let ratio = width * 100 / height.max(1);
    let unbalanced = (105 - ratio).max(ratio - 172).max(0);
    let wanted = if coarse::has_flat_boxes(&graph.nodes) { 185 } else { 260 };
    let sparse = (wanted - figures.density()).max(0);
    let ugliness = figures.crossings as i64 * 1000 + figures.bends as i64 * 120;
    ugliness + figures.length + width * height / 2000 + unbalanced * 1000 + sparse * 1000
}

/// One try from cells to lines: push together, route; with more room between boxes as long as some line finds no way.
fn attempt<'g>(graph: &'g Graph, step: i32, cells: &Cells, widenings: i32) -> Option<Router<'g>> {
    (0..widenings).find_map(|widening| {
        let gap = ROOM + widening * 20;
        let centres = compact(&graph.nodes, &graph.edges, cells, gap);
        let areas =
            graph.nodes.iter().zip(&centres).map(|(node, centre)| Rect::around(*centre, node.width, node.height));
        let step = if widening < 6 { step } else { (step / 2).max(1) };
        let mut router = Router::new(areas.collect(), &graph.edges, step);
        router.lay(PASSES);
        router.layout().is_some().then_some(router)
    })
}

/// The lattice step that gives each box enough ways out.
pub(super) fn fitting_step(graph: &Graph) -> i32 {
    let mut degree = vec![0; graph.nodes.len()];
    for edge in &graph.edges {
        degree[edge.source] += 1;
        degree[edge.target] += 1;
    }
    let fits = |step: i32| {
        graph.nodes.iter().zip(&degree).all(|(node, degree)| (node.width + node.height) * 2 / step - 8 >= *degree)
    };
    [10, 5, 2].into_iter().find(|step| fits(*step)).unwrap_or(1)
}

/// Sets the parts on shelves, as wide as makes the page's ratio good, the largest first.
fn join(graph: &Graph, laid: &[(Part, Layout)]) -> Layout {
    let sizes: Vec<Rect> =
        laid.iter().map(|(_, layout)| bounds(&layout.boxes, &layout.paths).unwrap_or_default()).collect();
    let corners = shelves(&sizes);
    let mut whole =
        Layout { boxes: vec![Rect::default(); graph.nodes.len()], paths: vec![Vec::new(); graph.edges.len()] };
    for (((part, layout), size), corner) in laid.iter().zip(&sizes).zip(corners) {
        // Whole steps, so that centres stay on the lattice.
        let (dx, dy) = (on_lattice(corner.0 - size.x), on_lattice(corner.1 - size.y));
        for (node, area) in part.nodes.iter().zip(&layout.boxes) {
            whole.boxes[*node] = area.moved(dx, dy);
        }
        for (edge, path) in part.edges.iter().zip(&layout.paths) {
            whole.paths[*edge] = path.iter().map(|point| point.moved(dx, dy)).collect();
        }
    }
    whole
}

fn on_lattice(pixels: i32) -> i32 {
    (pixels + STEP / 2).div_euclid(STEP) * STEP
}

/// The top left corner of each rectangle.
fn shelves(sizes: &[Rect]) -> Vec<(i32, i32)> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(sizes[*at].h), *at));
    let widest = sizes.iter().map(|size| size.w).max().unwrap_or(0);
    let row: i32 = sizes.iter().fold(0_i32, |sum, size| sum.saturating_add(size.w + GAP));
    let mut best: Option<(i64, Vec<(i32, i32)>)> = None;
    let mut limit = widest;
    while limit <= row.max(widest) {
        let (corners, width, height) = fill(sizes, &order, limit);
        let (width, height) = (i64::from(width).max(1), i64::from(height).max(1));
        // The side of the smallest page of ratio 1.4 that holds all.
        let cost = (width * 10).max(height * 14);
        if best.as_ref().is_none_or(|best| cost < best.0) {
            best = Some((cost, corners));
        }
        limit += (widest / 4).max(GAP);
    }
    best.map(|best| best.1).unwrap_or_default()
}

/// Fills shelves up to a width; a small rectangle may stand under another of its shelf.
fn fill(sizes: &[Rect], order: &[usize], limit: i32) -> (Vec<(i32, i32)>, i32, i32) {
    let mut corners = vec![(0, 0); sizes.len()];
    let (mut x, mut y, mut shelf, mut width) = (0, 0, 0, 0);
    let mut column: Option<(i32, i32, i32)> = None; // left, width, next top
    for &at in order {
        let size = &sizes[at];
        if let Some((left, wide, top)) = column
            && size.w <= wide
            && top + size.h <= y + shelf
        {
            corners[at] = (left, top);
            column = Some((left, wide, top + size.h + GAP));
            continue;
        }
        if x > 0 && x + size.w > limit {
            (x, y, shelf) = (0, y + shelf + GAP, 0);
        }
        corners[at] = (x, y);
        column = Some((x, size.w, y + size.h + GAP));
        shelf = shelf.max(size.h);
        width = width.max(x + size.w);
        x += size.w + GAP;
    }
    (corners, width, y + shelf)
}
