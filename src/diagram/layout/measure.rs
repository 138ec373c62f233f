//! How good a layout is, in the terms of the targets: crossings, lines through boxes, shared ink, bends, area.
//!
//! Judges a finished layout only; placement and routing count for themselves while they work.

use super::geometry::{Point, Rect, bounds};
use super::{Graph, Layout, Node};

/// Figures of a layout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// Pairs of boxes that overlap.
    pub overlaps: usize,
    /// Places where two lines cross.
    pub crossings: usize,
    /// Lines that run through a box, counted once a box.
    pub through: usize,
    /// Pixels that two lines share.
    pub shared: i64,
    /// Turns.
    pub bends: usize,
    /// Pixels of line.
    pub length: i64,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// Pixels that boxes cover.
    pub covered: i64,
}

impl Measure {
    /// The share of the page that boxes cover, in thousandths.
    pub fn density(&self) -> i64 {
        self.covered * 1000 / (i64::from(self.width) * i64::from(self.height)).max(1)
    }
}

struct Segment {
    from: Point,
    to: Point,
    edge: usize,
}

impl Segment {
    fn area(&self) -> Rect {
        let (x, y) = (self.from.x.min(self.to.x), self.from.y.min(self.to.y));
        Rect { x, y, w: (self.from.x - self.to.x).abs(), h: (self.from.y - self.to.y).abs() }
    }

    fn is_flat(&self) -> bool {
        self.from.y == self.to.y
    }
}

/// The figures of a layout of a graph.
pub fn measure(graph: &Graph, layout: &Layout) -> Measure {
    let page = bounds(&layout.boxes, &layout.paths).unwrap_or_default();
    let segments = segments(layout);
    let pairs = || segments.iter().enumerate().flat_map(|(at, a)| segments[at + 1..].iter().map(move |b| (a, b)));
    let apart = |(a, b): &(&Segment, &Segment)| a.edge != b.edge;
    let crossings = pairs().filter(apart).filter(|(a, b)| cross(a, b) && !meet_at_home(graph, layout, a, b));
    Measure {
        overlaps: overlaps(&layout.boxes),
        crossings: crossings.count(),
        through: through(graph, layout, &segments),
        shared: pairs().filter(apart).map(|(a, b)| shared(a, b)).sum(),
        bends: layout.paths.iter().map(|path| path.len().saturating_sub(2)).sum(),
        length: segments.iter().map(|segment| i64::from(segment.area().w + segment.area().h)).sum(),
        width: page.w,
        height: page.h,
        covered: graph.nodes.iter().map(|Node { width, height, .. }| i64::from(*width) * i64::from(*height)).sum(),
    }
}

fn segments(layout: &Layout) -> Vec<Segment> {
    let of = |(edge, path): (usize, &Vec<Point>)| -> Vec<Segment> {
        path.windows(2).map(|pair| Segment { from: pair[0], to: pair[1], edge }).collect()
    };
    layout.paths.iter().enumerate().flat_map(of).collect()
}

fn overlaps(boxes: &[Rect]) -> usize {
    boxes.iter().enumerate().map(|(at, a)| boxes[at + 1..].iter().filter(|b| a.overlaps(b)).count()).sum()
}

/// A flat segment and an upright one that have a point in common.
fn cross(a: &Segment, b: &Segment) -> bool {
    if a.is_flat() == b.is_flat() {
        return false;
    }
    let (a, b) = (a.area(), b.area());
    a.x <= b.right() && b.x <= a.right() && a.y <= b.bottom() && b.y <= a.bottom()
}

/// Whether the two meet at the border of a box that both belong to.
fn meet_at_home(graph: &Graph, layout: &Layout, a: &Segment, b: &Segment) -> bool {
    let (flat, upright) = if a.is_flat() { (a, b) } else { (b, a) };
    let at = Point::new(upright.from.x, flat.from.y);
    let (ea, eb) = (&graph.edges[a.edge], &graph.edges[b.edge]);
    [ea.source, ea.target].iter().filter(|node| [eb.source, eb.target].contains(node)).any(|node| {
        let home = layout.boxes[*node].grown(3);
        at.x >= home.x && at.x <= home.right() && at.y >= home.y && at.y <= home.bottom()
    })
}

fn shared(a: &Segment, b: &Segment) -> i64 {
    if a.is_flat() != b.is_flat() {
        return 0;
    }
    let flat = a.is_flat();
    let (a, b) = (a.area(), b.area());
    let common = |a0: i32, a1: i32, b0: i32, b1: i32| i64::from((a1.min(b1) - a0.max(b0)).max(0));
    match flat {
        true if a.y == b.y => common(a.x, a.right(), b.x, b.right()),
        false if a.x == b.x => common(a.y, a.bottom(), b.y, b.bottom()),
        _ => 0,
    }
}

fn through(graph: &Graph, layout: &Layout, segments: &[Segment]) -> usize {
    let mut met: Vec<(usize, usize)> = Vec::new();
    for segment in segments {
        let edge = &graph.edges[segment.edge];
        for (node, area) in layout.boxes.iter().enumerate() {
            let line = segment.area().grown(1);
            if node != edge.source && node != edge.target && line.overlaps(area) {
                met.push((segment.edge, node));
            }
        }
    }
    met.sort_unstable();
    met.dedup();
    met.len()
}
