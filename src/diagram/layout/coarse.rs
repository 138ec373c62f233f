//! Cells for the boxes of a connected graph: first without the small boxes that stand on a line between two others, then with.
//!
//! A relation between two entities is such a box: without them the graph is three times smaller and its crossings are found
//! sooner. Invariant: every node gets cells of its own.

use super::Graph;
use super::anneal::{Schedule, anneal, nearest_free, seed};
use super::compact::Cells;
use super::place::{Board, Weights, board_size, spans};
use super::random::Random;
use super::{Edge, FLAT, Node};

/// The graph without its in-between boxes.
struct Coarse {
    /// Which nodes stay, by their place in the whole.
    kept: Vec<usize>,
    /// The in-between boxes: place in the whole, its two neighbours.
    between: Vec<(usize, [usize; 2])>,
    edges: Vec<Edge>,
    weights: Weights,
}

/// Graphs of more boxes are large.
const LARGE: usize = 100;

/// What ugliness costs. In a large graph a line that must turn soon meets others and turns again.
fn weights(boxes: usize) -> Weights {
    Weights { crossing: 600, through: 400, bend: if boxes > LARGE { 70 } else { 40 } }
}

/// Cells for every node of a part of a graph of so many boxes.
pub(super) fn placement(graph: &Graph, whole: usize, random: &mut Random) -> Cells {
    let cell = cell_of(&graph.nodes);
    let span = spans(&graph.nodes, cell, 40);
    let coarse = contract(graph, weights(whole));
    for fill in [fill(&graph.nodes), 30, 20, 10, 5, 2] {
        let size = board_size(&span, cell, fill);
        if let Some(board) = try_size(graph, &coarse, &span, cell, size, random) {
            return cells(&board);
        }
    }
    Cells { blocks: Vec::new(), middles: Vec::new() }
}

/// The percentage of the board that boxes take: large graphs need more free room, small ones look lost in it.
fn fill(nodes: &[Node]) -> i32 {
    match (nodes.len() > LARGE, has_flat_boxes(nodes)) {
        (true, _) => 40,
        (false, true) => 55,
        (false, false) => 45,
    }
}

/// Whether many boxes are as flat as a relation's.
pub(super) fn has_flat_boxes(nodes: &[Node]) -> bool {
    let mut heights: Vec<i32> = nodes.iter().map(|node| node.height).collect();
    heights.sort_unstable();
    heights.get(nodes.len() / 3).is_none_or(|height| *height < FLAT)
}

fn cell_of(nodes: &[Node]) -> (i32, i32) {
    let (width, height) = if has_flat_boxes(nodes) { (100, 50) } else { (120, 60) };
    // A box takes forty cells a side at most, so that a giant doesn't make the board one.
    let widest = nodes.iter().map(|node| node.width).max().unwrap_or(0);
    let tallest = nodes.iter().map(|node| node.height).max().unwrap_or(0);
    (width.max(widest / 40), height.max(tallest / 40))
}

fn contract(graph: &Graph, weights: Weights) -> Coarse {
    let count = graph.nodes.len();
    let mut neighbours = vec![Vec::new(); count];
    for edge in graph.edges.iter().filter(|edge| edge.source != edge.target) {
        neighbours[edge.source].push(edge.target);
        neighbours[edge.target].push(edge.source);
    }
    let mut is_between = vec![false; count];
    let mut between = Vec::new();
    for node in 0..count {
        if let [a, b] = neighbours[node][..]
            && a != b
            && graph.nodes[node].height < FLAT
            && !is_between[a]
            && !is_between[b]
        {
            is_between[node] = true;
            between.push((node, [a, b]));
        }
    }
    let kept: Vec<usize> = (0..count).filter(|node| !is_between[*node]).collect();
    let mut local = vec![0; count];
    for (at, node) in kept.iter().enumerate() {
        local[*node] = at;
    }
    let joined = |a: usize, b: usize| Edge { source: local[a], target: local[b], ..Edge::default() };
    let direct = graph.edges.iter().filter(|edge| !is_between[edge.source] && !is_between[edge.target]);
    let mut edges: Vec<Edge> = direct.map(|edge| joined(edge.source, edge.target)).collect();
    edges.extend(between.iter().map(|(_, [a, b])| joined(*a, *b)));
    Coarse { kept, between, edges, weights }
}

fn try_size<'g>(
    graph: &'g Graph,
    coarse: &Coarse,
    span: &[(i32, i32)],
    cell: (i32, i32),
    size: (i32, i32),
    random: &mut Random,
) -> Option<Board<'g>> {
    let mut board = Board::new(&graph.nodes, &graph.edges, span.to_vec(), cell, size);
    if coarse.between.is_empty() {
        seed(&mut board, random);
    } else {
        seed_from_coarse(&mut board, graph, coarse, span, cell, size, random)?;
    }
    if (0..board.len()).any(|node| board.block(node).x < 0) {
        return None;
    }
    let count = graph.nodes.len();
    if coarse.between.is_empty() {
        board = tempered(board, &coarse.weights, count, random);
    } else {
        board = anneal(
            board,
            &coarse.weights,
            Schedule { moves: 500 * count, hot: 60, cold: 3, only_length: false },
            random,
        );
    }
    Some(board)
}

/// From a first placement to one with short lines and few crossings.
fn tempered<'g>(board: Board<'g>, weights: &Weights, count: usize, random: &mut Random) -> Board<'g> {
    let lengths = Schedule { moves: 600 * count, hot: 400, cold: 20, only_length: true };
    let board = anneal(board, weights, lengths, random);
    // Many boxes take longer to find their places.
    let moves = count * 4000;
    let crossings = Schedule { moves, hot: 300, cold: 8, only_length: false };
    anneal(board, weights, crossings, random)
}

/// Places the kept nodes, with room around them for what stands between, then the in-between boxes halfway.
fn seed_from_coarse(
    board: &mut Board<'_>,
    graph: &Graph,
    coarse: &Coarse,
    span: &[(i32, i32)],
    cell: (i32, i32),
    size: (i32, i32),
    random: &mut Random,
) -> Option<()> {
    let nodes: Vec<Node> = coarse.kept.iter().map(|node| graph.nodes[*node]).collect();
    let mut extra = vec![0; graph.nodes.len()];
    for (node, [a, b]) in &coarse.between {
        let cells = span[*node].0 * span[*node].1;
        extra[*a] += cells;
        extra[*b] += cells;
    }
    let widened: Vec<(i32, i32)> = coarse.kept.iter().map(|node| widen(span[*node], extra[*node] / 2, size)).collect();
    let mut small = Board::new(&nodes, &coarse.edges, widened, cell, size);
    seed(&mut small, random);
    if (0..small.len()).any(|node| small.block(node).x < 0) {
        return None;
    }
    let small = tempered(small, &coarse.weights, nodes.len(), random);
    for (at, node) in coarse.kept.iter().enumerate() {
        let corner = nearest_free(board, *node, small.middle(at))?;
        board.put(*node, corner);
    }
    for (node, [a, b]) in &coarse.between {
        let (a, b) = (board.middle(*a), board.middle(*b));
        let corner = nearest_free(board, *node, (i32::midpoint(a.0, b.0), i32::midpoint(a.1, b.1)))?;
        board.put(*node, corner);
    }
    Some(())
}

/// A span with so many cells more, as square as it was.
fn widen(span: (i32, i32), extra: i32, size: (i32, i32)) -> (i32, i32) {
    let (mut w, mut h) = span;
    while w * h < span.0 * span.1 + extra && (w < size.0 || h < size.1) {
        // Cells are twice as wide as high.
        if (w * 2 <= h || h >= size.1) && w < size.0 { w += 1 } else { h += 1 }
    }
    (w.min(size.0), h.min(size.1))
}

fn cells(board: &Board<'_>) -> Cells {
    Cells {
        blocks: (0..board.len()).map(|node| board.block(node)).collect(),
        middles: (0..board.len()).map(|node| board.middle(node)).collect(),
    }
}
