//! From cells to pixels: boxes pushed together along each axis, those joined by a straight line kept in line.
//!
//! Invariant: boxes end at least their gap apart, centres lie on the lattice, and the order along each axis is kept.

use std::collections::BTreeMap;

use super::geometry::Point;
use super::lattice::STEP;
use super::{Edge, FLAT, Node};

/// A placement on cells: for each node its cells and the cell of its centre.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    /// Left, top, columns, rows.
    pub(super) blocks: Vec<super::Rect>,
    /// Column and row of the centre.
    pub(super) middles: Vec<(i32, i32)>,
}

/// One axis seen alone.
struct Axis {
    /// Cells of each node: first, beyond the last.
    own: Vec<(i32, i32)>,
    /// The cell of each centre.
    middle: Vec<i32>,
    /// Half the pixels of each node.
    half: Vec<i32>,
    /// Pixels that each node wants from the next.
    gap: Vec<i32>,
    /// Pixels that two joined nodes want between them.
    room: BTreeMap<(usize, usize), i32>,
}

/// Centres in pixels for a placement.
pub(super) fn compact(nodes: &[Node], edges: &[Edge], cells: &Cells, gap: i32) -> Vec<Point> {
    // A relation's box needs no room for a cardinality.
    let gaps: Vec<i32> = nodes.iter().map(|node| if node.height < FLAT { gap - 4 } else { gap }).collect();
    let horizontal = Axis {
        gap: gaps.clone(),
        room: rooms(edges),
        own: cells.blocks.iter().map(|block| (block.x, block.right())).collect(),
        middle: cells.middles.iter().map(|at| at.0).collect(),
        half: nodes.iter().map(|node| node.width / 2 + 1).collect(),
    };
    let vertical = Axis {
        gap: gaps,
        room: BTreeMap::new(),
        own: cells.blocks.iter().map(|block| (block.y, block.bottom())).collect(),
        middle: cells.middles.iter().map(|at| at.1).collect(),
        half: nodes.iter().map(|node| node.height / 2 + 1).collect(),
    };
    let beside = |a: usize, b: usize| overlap(vertical.own[a], vertical.own[b]);
    let xs = place(&horizontal, edges, beside);
    // Boxes that are now apart in x may share rows; the others keep their order in y.
    let near = |a: usize, b: usize| (xs[a] - xs[b]).abs() < distance(&horizontal, a, b);
    let ys = place(&vertical, edges, |a, b| near(a, b) && !overlap(vertical.own[a], vertical.own[b]));
    xs.into_iter().zip(ys).map(|(x, y)| Point::new(x, y)).collect()
}

/// The most that the labels of the lines between two nodes take.
fn rooms(edges: &[Edge]) -> BTreeMap<(usize, usize), i32> {
    let mut rooms = BTreeMap::new();
    for edge in edges {
        let room = rooms.entry((edge.source.min(edge.target), edge.source.max(edge.target))).or_insert(0);
        *room = edge.room.max(*room);
    }
    rooms
}

fn overlap(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Groups of nodes in line, in their order along the axis, and the least distances between them.
struct Groups {
    of: Vec<usize>,
    /// For each group: earlier groups and the least distance from them.
    before: Vec<Vec<(usize, i32)>>,
    /// For each group: later groups and the least distance to them.
    after: Vec<Vec<(usize, i32)>>,
    count: usize,
}

/// Positions along one axis, for nodes that `must` keep apart.
fn place(axis: &Axis, edges: &[Edge], must: impl Fn(usize, usize) -> bool) -> Vec<i32> {
    let groups = group(axis, edges, must);
    let mut at = vec![0; groups.count];
    for g in 0..groups.count {
        at[g] = groups.before[g].iter().map(|(b, distance)| at[*b] + distance).max().unwrap_or(0);
    }
    let end = at.iter().copied().max().unwrap_or(0);
    settle(&groups, edges, &mut at, end);
    (0..axis.middle.len()).map(|node| at[groups.of[node]]).collect()
}

fn group(axis: &Axis, edges: &[Edge], must: impl Fn(usize, usize) -> bool) -> Groups {
    let count = axis.middle.len();
    let mut leader: Vec<usize> = (0..count).collect();
    for edge in edges.iter().filter(|edge| edge.source != edge.target) {
        let (a, b) = (find(&leader, edge.source), find(&leader, edge.target));
        if a != b && axis.middle[edge.source] == axis.middle[edge.target] {
            leader[a.max(b)] = a.min(b);
        }
    }
    // Groups in the order of their cell: whatever must come first has a smaller one.
    let mut order: Vec<usize> = (0..count).filter(|node| find(&leader, *node) == *node).collect();
    order.sort_by_key(|node| (axis.middle[*node], *node));
    let mut place_of = vec![0; count];
    for (place, node) in order.iter().enumerate() {
        place_of[*node] = place;
    }
    let of: Vec<usize> = (0..count).map(|node| place_of[find(&leader, node)]).collect();
    let mut groups =
        Groups { before: vec![Vec::new(); order.len()], after: vec![Vec::new(); order.len()], count: order.len(), of };
    for a in 0..count {
        for b in 0..count {
            if axis.own[a].1 <= axis.own[b].0 && must(a, b) {
                let distance = distance(axis, a, b);
                groups.before[groups.of[b]].push((groups.of[a], distance));
                groups.after[groups.of[a]].push((groups.of[b], distance));
            }
        }
    }
    groups
}

/// The least distance between two centres, in whole steps.
fn distance(axis: &Axis, a: usize, b: usize) -> i32 {
    let room = axis.room.get(&(a.min(b), a.max(b))).copied().unwrap_or(0);
    (axis.half[a] + axis.half[b] + axis.gap[a].min(axis.gap[b]).max(room) + STEP - 1) / STEP * STEP
}

fn find(leader: &[usize], mut node: usize) -> usize {
    while leader[node] != node {
        node = leader[node];
    }
    node
}

/// Moves each group towards the median of its neighbours, within the room that the others leave.
fn settle(groups: &Groups, edges: &[Edge], at: &mut [i32], end: i32) {
    let mut neighbours = vec![Vec::new(); groups.count];
    for edge in edges {
        let (a, b) = (groups.of[edge.source], groups.of[edge.target]);
        if a != b {
            neighbours[a].push(b);
            neighbours[b].push(a);
        }
    }
    for pass in 0..12 {
        for step in 0..groups.count {
            let g = if pass % 2 == 0 { groups.count - 1 - step } else { step };
            let low = groups.before[g].iter().map(|(b, distance)| at[*b] + distance).max().unwrap_or(0);
            let high = groups.after[g].iter().map(|(a, distance)| at[*a] - distance).min().unwrap_or(end);
            let mut wanted: Vec<i32> = neighbours[g].iter().map(|other| at[*other]).collect();
            wanted.sort_unstable();
            if let Some(median) = wanted.get(wanted.len() / 2) {
                at[g] = (*median).clamp(low.min(high), high.max(low));
            }
        }
    }
}
