//! Where boxes stand and how lines run between them: placement on a grid, compaction, orthogonal routing.
//!
//! Knows boxes and lines only: no entity, no table, no drawing. Invariants of every [`Layout`]: no two boxes overlap, no line
//! runs through a box, no two lines share a segment; whole numbers and a generator of our own, so the same graph gives the
//! same layout on every machine; and a layout made
//! from the centres of one that was made here is that one.

#![allow(
    clippy::indexing_slicing,
    reason = "numeric code: indices are made here, over vectors whose length never changes"
)]

mod anneal;
mod coarse;
mod compact;
mod components;
mod frontier;
mod geometry;
mod lattice;
mod measure;
mod place;
mod random;
mod refine;
mod route;
mod stable;
mod terminals;

pub use geometry::{Point, Rect, bounds};
pub use measure::{Measure, measure};

/// Boxes and the lines between them.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines.
    pub edges: Vec<Edge>,
}

/// A box to be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Node {
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// Boxes of one group are kept near each other; 0: of no group.
    pub group: u32,
    /// Its centre in an earlier layout: it stays there.
    pub kept: Option<Point>,
}

/// A line between two boxes, or from a box to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edge {
    /// Where it starts: the place of a node.
    pub source: usize,
    /// Where it ends.
    pub target: usize,
    /// How it leaves its source.
    pub source_end: End,
    /// How it reaches its target.
    pub target_end: End,
    /// Pixels that its labels take along it where it runs across the page: its boxes stand at least so far apart.
    pub room: i32,
}

/// How a line meets a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct End {
    /// Pixels that run straight from the box, for the mark that stands there; at least [`MARGIN`].
    pub stub: i32,
    /// Pixels that its label takes beside the line (across a vertical one); 0: no label.
    pub label: i32,
    /// Whether it has no label where its neighbours have one, and leaves room for theirs.
    pub yields: bool,
    /// The row it starts from, as pixels below the top of the box: then it leaves left or right.
    pub row: Option<i32>,
    /// With a row: the only side that it leaves by, where the other is not beside the row.
    pub side: Option<Side>,
    /// Pixels at the corners of the box that it keeps away from, where the sides are long enough.
    pub inset: i32,
}

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The right one.
    Right,
    /// The left one.
    Left,
}

/// Where everything is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// One a node.
    pub boxes: Vec<Rect>,
    /// One an edge: corner points from source to target.
    pub paths: Vec<Vec<Point>>,
}

/// Pixels between a box and the lines that pass by.
pub const MARGIN: i32 = 8;

/// Boxes lower than this many pixels are flat, as those of relations are.
const FLAT: i32 = 60;

/// Places and routes the whole graph. Nodes with a `kept` centre keep it, unless they have grown into one another.
///
/// # Errors
/// None; an edge to a node that doesn't exist gets an empty path.
pub fn arrange(graph: &Graph) -> Layout {
    with_known_ends(graph, stable::arrange)
}

/// Places and routes the whole graph from `kept` centres that are about right, as those of another drawing of the same things:
/// boxes move into line where that straightens lines.
///
/// # Errors
/// None, as for [`arrange`].
pub fn settle(graph: &Graph) -> Layout {
    with_known_ends(graph, stable::settle)
}

/// Lays out what there is; an edge to a node that doesn't exist gets an empty path.
fn with_known_ends(graph: &Graph, lay: fn(&Graph) -> Layout) -> Layout {
    let is_known = |edge: &&Edge| edge.source < graph.nodes.len() && edge.target < graph.nodes.len();
    let edges: Vec<Edge> = graph.edges.iter().filter(is_known).copied().collect();
    let Layout { boxes, paths } = lay(&Graph { nodes: graph.nodes.clone(), edges });
    let mut laid = paths.into_iter();
    let path = |edge: &Edge| if is_known(&edge) { laid.next().unwrap_or_default() } else { Vec::new() };
    Layout { boxes, paths: graph.edges.iter().map(path).collect() }
}
