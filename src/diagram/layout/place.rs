//! A board of cells on which boxes are put, moved and exchanged, and what a placement costs.
//!
//! Lines are judged as straight ones between centres: their crossings foretell those of the routed lines well enough, and are
//! cheap to count. Invariant: no two boxes share a cell.

use super::geometry::{Point, Rect, segment_enters, segments_meet};
use super::{Edge, Node};

/// What each kind of ugliness costs, in pixels of line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// Two lines that cross.
    pub(super) crossing: i64,
    /// A line through a box.
    pub(super) through: i64,
    /// A line that must turn.
    pub(super) bend: i64,
}

/// Where a lifted box is: far from everything.
const NOWHERE: Point = Point::new(i32::MIN / 4, i32::MIN / 4);

/// Boxes on cells.
#[derive(Debug, Clone)]
pub(super) struct Board<'g> {
    nodes: &'g [Node],
    /// Edges between different nodes of this board.
    ends: Vec<[usize; 2]>,
    incident: Vec<Vec<usize>>,
    cell: (i32, i32),
    size: (i32, i32),
    taken: Vec<u32>,
    corner: Vec<(i32, i32)>,
    span: Vec<(i32, i32)>,
    centre: Vec<Point>,
    segments: Vec<[Point; 2]>,
    bounds: Bounds,
    /// The boxes with the room that lines keep from them.
    areas: Bounds,
    group_sums: Vec<(i64, i64, i64)>,
}

impl<'g> Board<'g> {
    /// An empty board of this size; `span` gives the columns and rows that each node takes.
    pub(super) fn new(
        nodes: &'g [Node],
        edges: &[Edge],
        span: Vec<(i32, i32)>,
        cell: (i32, i32),
        size: (i32, i32),
    ) -> Self {
        let mut incident = vec![Vec::new(); nodes.len()];
        let ends: Vec<[usize; 2]> =
            edges.iter().filter(|edge| edge.source != edge.target).map(|edge| [edge.source, edge.target]).collect();
        for (index, [source, target]) in ends.iter().enumerate() {
            incident[*source].push(index);
            incident[*target].push(index);
        }
        let groups = nodes.iter().map(|node| node.group).max().unwrap_or(0) as usize;
        Board {
            nodes,
            segments: vec![[Point::default(); 2]; ends.len()],
            bounds: Bounds::new(ends.len()),
            areas: Bounds::new(nodes.len()),
            ends,
            incident,
            cell,
            size,
            taken: vec![0; (size.0 * size.1) as usize],
            corner: vec![(-1, -1); nodes.len()],
            span,
            centre: vec![Point::default(); nodes.len()],
            group_sums: vec![(0, 0, 0); groups + 1],
        }
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (i32, i32) {
        self.size
    }

    /// How many boxes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The neighbours of a node, one an edge.
    pub(super) fn neighbours(&self, node: usize) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.incident[node].iter().map(move |edge| {
            let [a, b] = self.ends[*edge];
            if a == node { b } else { a }
        })
    }

    /// How many edges a node has.
    pub(super) fn degree(&self, node: usize) -> usize {
        self.incident[node].len()
    }

    /// The cells that a node takes: left, top, columns, rows.
    pub(super) fn block(&self, node: usize) -> Rect {
        let ((x, y), (w, h)) = (self.corner[node], self.span[node]);
        Rect { x, y, w, h }
    }

    /// The cell of the node's centre.
    pub(super) fn middle(&self, node: usize) -> (i32, i32) {
        let ((x, y), (w, h)) = (self.corner[node], self.span[node]);
        (x + (w - 1) / 2, y + (h - 1) / 2)
    }

    /// The corner that puts the node's centre in this cell, kept within the board.
    pub(super) fn corner_for(&self, node: usize, middle: (i32, i32)) -> (i32, i32) {
        let (w, h) = self.span[node];
        let x = (middle.0 - (w - 1) / 2).clamp(0, self.size.0 - w);
        let y = (middle.1 - (h - 1) / 2).clamp(0, self.size.1 - h);
        (x, y)
    }

    /// The nodes met in the cells that `node` would take, itself apart: none, one, or too many.
    pub(super) fn occupants(&self, node: usize, corner: (i32, i32)) -> Occupants {
        let (w, h) = self.span[node];
        let me = node as u32 + 1;
        let mut found = 0;
        for y in corner.1..corner.1 + h {
            let row = (y * self.size.0) as usize;
            for &cell in &self.taken[row + corner.0 as usize..row + (corner.0 + w) as usize] {
                if cell != 0 && cell != me && cell != found {
                    if found != 0 {
                        return Occupants::Many;
                    }
                    found = cell;
                }
            }
        }
        if found == 0 { Occupants::None } else { Occupants::One(found as usize - 1) }
    }

    /// Takes a node off the board.
    pub(super) fn lift(&mut self, node: usize) {
        if self.corner[node].0 >= 0 {
            self.fill(node, 0);
            self.count_in_group(node, -1);
            self.corner[node] = (-1, -1);
            self.areas.set(node, NOWHERE, NOWHERE);
        }
    }

    /// Puts a lifted node down on free cells.
    pub(super) fn put(&mut self, node: usize, corner: (i32, i32)) {
        self.corner[node] = corner;
        self.fill(node, node as u32 + 1);
        let middle = self.middle(node);
        self.centre[node] =
            Point::new(middle.0 * self.cell.0 + self.cell.0 / 2, middle.1 * self.cell.1 + self.cell.1 / 2);
        self.count_in_group(node, 1);
        let area = Rect::around(self.centre[node], self.nodes[node].width + 16, self.nodes[node].height + 16);
        self.areas.set(node, Point::new(area.x, area.y), Point::new(area.right(), area.bottom()));
        for at in 0..self.incident[node].len() {
            let edge = self.incident[node][at];
            let [a, b] = self.ends[edge].map(|end| self.centre[end]);
            self.segments[edge] = [a, b];
            self.bounds.set(edge, a, b);
        }
    }

    fn fill(&mut self, node: usize, value: u32) {
        let ((x, y), (w, h)) = (self.corner[node], self.span[node]);
        for row in y..y + h {
            let start = (row * self.size.0 + x) as usize;
            self.taken[start..start + w as usize].fill(value);
        }
    }

    fn count_in_group(&mut self, node: usize, sign: i64) {
        let Point { x, y } = self.centre[node];
        let sums = &mut self.group_sums[self.nodes[node].group as usize];
        *sums = (sums.0 + sign * i64::from(x), sums.1 + sign * i64::from(y), sums.2 + sign);
    }

    /// What a node's lines cost by their length alone, its group counted.
    pub(super) fn length_cost(&self, node: usize, weights: &Weights) -> i64 {
        let lines: i64 = self.incident[node].iter().map(|edge| self.edge_length(*edge, weights)).sum();
        lines + self.distance_to_group(node)
    }

    /// What the lines of these nodes (one or two) cost, with all that they meet; none as soon as it is beyond `limit`.
    pub(super) fn cost(&self, moved: &[usize], weights: &Weights, limit: i64) -> Option<i64> {
        let mut total = 0;
        for &node in moved {
            total += self.length_cost(node, weights);
        }
        for (order, &node) in moved.iter().enumerate() {
            for &edge in &self.incident[node] {
                // An edge between two moved nodes meets things once.
                if order > 0 && self.ends[edge].contains(&moved[0]) {
                    continue;
                }
                if total > limit {
                    return None;
                }
                total += self.edge_conflicts(edge, moved, weights);
            }
            total += weights.through * self.lines_through(node);
        }
        (total <= limit).then_some(total)
    }

    fn edge_length(&self, edge: usize, weights: &Weights) -> i64 {
        let [a, b] = self.ends[edge];
        let (dx, dy) = ((self.centre[a].x - self.centre[b].x).abs(), (self.centre[a].y - self.centre[b].y).abs());
        let (na, nb) = (&self.nodes[a], &self.nodes[b]);
        let gap_x = (dx - (na.width + nb.width) / 2).max(0);
        let gap_y = (dy - (na.height + nb.height) / 2).max(0);
        let turns = if gap_x > 0 && gap_y > 0 { weights.bend } else { 0 };
        let off = if gap_x > 0 { dy } else { dx };
        let aside = if off > 0 { weights.bend / 4 } else { 0 };
        i64::from(gap_x + gap_y) + i64::from(dx + dy) / 4 + turns + aside
    }

    /// Crossings with other lines and boxes run through. Pairs of edges of two moved nodes count for both: a small bias, always
    /// the same.
    fn edge_conflicts(&self, edge: usize, moved: &[usize], weights: &Weights) -> i64 {
        let (ends, segment) = (self.ends[edge], self.segments[edge]);
        let bounds = self.bounds.get(edge);
        let mut crossings = 0;
        self.bounds.touched(&bounds, |other| {
            let [a, b] = self.ends[other];
            let shares = a == ends[0] || a == ends[1] || b == ends[0] || b == ends[1];
            crossings += i64::from(!shares && segments_meet(segment, self.segments[other]));
        });
        let mut through = 0;
        self.areas.touched(&bounds, |node| {
            let met = !ends.contains(&node) && !moved.contains(&node);
            through += i64::from(met && segment_enters(segment, &self.areas.get(node)));
        });
        crossings * weights.crossing + through * weights.through
    }

    /// How many lines of others run through a node.
    fn lines_through(&self, node: usize) -> i64 {
        let area = self.areas.get(node);
        let mut count = 0;
        self.bounds.touched(&area, |edge| {
            count += i64::from(!self.ends[edge].contains(&node) && segment_enters(self.segments[edge], &area));
        });
        count
    }

    fn distance_to_group(&self, node: usize) -> i64 {
        let group = self.nodes[node].group as usize;
        let (x, y, count) = self.group_sums[group];
        if group == 0 || count < 2 {
            return 0;
        }
        let centre = self.centre[node];
        ((i64::from(centre.x) - x / count).abs() + (i64::from(centre.y) - y / count).abs()) / 12
    }
}

/// The smallest rectangles around the lines, one list a side: read in a row, thousands of times, so many at a time.
#[derive(Debug, Clone)]
struct Bounds {
    left: Vec<[i32; LANES]>,
    right: Vec<[i32; LANES]>,
    top: Vec<[i32; LANES]>,
    bottom: Vec<[i32; LANES]>,
}

impl Bounds {
    fn new(count: usize) -> Self {
        let side = || vec![[0; LANES]; count.div_ceil(LANES)];
        let mut bounds = Bounds { left: side(), right: side(), top: side(), bottom: side() };
        // Those beyond the last touch nothing.
        (count..bounds.left.len() * LANES).for_each(|at| bounds.set(at, NOWHERE, NOWHERE));
        bounds
    }

    fn set(&mut self, at: usize, a: Point, b: Point) {
        let (chunk, lane) = (at / LANES, at % LANES);
        (self.left[chunk][lane], self.right[chunk][lane]) = (a.x.min(b.x), a.x.max(b.x));
        (self.top[chunk][lane], self.bottom[chunk][lane]) = (a.y.min(b.y), a.y.max(b.y));
    }

    fn get(&self, at: usize) -> Rect {
        let (chunk, lane) = (at / LANES, at % LANES);
        let (x, y) = (self.left[chunk][lane], self.top[chunk][lane]);
        Rect { x, y, w: self.right[chunk][lane] - x, h: self.bottom[chunk][lane] - y }
    }

    /// Calls `found` for each rectangle that touches the area.
    fn touched(&self, area: &Rect, mut found: impl FnMut(usize)) {
        let (left, right, top, bottom) = (area.x, area.right(), area.y, area.bottom());
        for chunk in 0..self.left.len() {
            let (ls, rs, ts, bs) = (&self.left[chunk], &self.right[chunk], &self.top[chunk], &self.bottom[chunk]);
            // Without a branch, so that the processor compares a whole chunk at once; most chunks have none.
            let touches: [bool; LANES] = std::array::from_fn(|lane| {
                (ls[lane] <= right) & (rs[lane] >= left) & (ts[lane] <= bottom) & (bs[lane] >= top)
            });
            if touches.contains(&true) {
                (0..LANES).filter(|lane| touches[*lane]).for_each(|lane| found(chunk * LANES + lane));
            }
        }
    }
}

/// How many rectangles are compared at a time.
const LANES: usize = 16;

/// Who is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occupants {
    /// Nobody.
    None,
    /// This node.
    One(usize),
    /// Several.
    Many,
}

/// The columns and rows that boxes take.
pub(super) fn spans(nodes: &[Node], cell: (i32, i32), gap: i32) -> Vec<(i32, i32)> {
    let cells = |length: i32, cell: i32| ((length + gap + cell / 2) / cell).max(1);
    nodes.iter().map(|node| (cells(node.width, cell.0), cells(node.height, cell.1))).collect()
}

/// Columns and rows for these spans, near the ratio 1.4 in pixels.
pub(super) fn board_size(span: &[(i32, i32)], cell: (i32, i32), fill: i32) -> (i32, i32) {
    let cells: i64 = span.iter().map(|(w, h)| i64::from(w * h)).sum();
    let pixels = cells * i64::from(cell.0) * i64::from(cell.1) * 100 / i64::from(fill);
    let height = (pixels * 10 / 14).isqrt();
    let width = height * 14 / 10;
    let widest = span.iter().map(|(w, _)| *w).max().unwrap_or(1);
    let tallest = span.iter().map(|(_, h)| *h).max().unwrap_or(1);
    let columns = i32::try_from(width / i64::from(cell.0)).unwrap_or(i32::MAX / 4) + 1;
    let rows = i32::try_from(height / i64::from(cell.1)).unwrap_or(i32::MAX / 4) + 1;
    (columns.max(widest + 2), rows.max(tallest + 2))
}
