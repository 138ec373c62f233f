//! The lattice on which lines run: which of its points and steps are taken, and by lines that run how.
//!
//! Invariant: a step belongs to one line at most; two lines share a point only where both run straight across each other.

use super::geometry::{Point, Rect};

/// Pixels between two neighbouring points of the lattice.
pub(super) const STEP: i32 = 10;

/// A direction: right, down, left, up.
pub(super) type Direction = usize;

/// The unit vectors of the four directions.
pub(super) const VECTORS: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// A line runs through the point from left to right.
const ALONG: u8 = 1;
/// A line runs through the point from top to bottom.
const ACROSS: u8 = 2;
/// A line turns at the point.
const TURN: u8 = 4;
/// The step to the right is taken.
const STEP_RIGHT: u8 = 8;
/// The step down is taken.
const STEP_DOWN: u8 = 16;
/// A box is there, or too near.
const BLOCKED: u8 = 32;

/// The lattice and what is taken of it.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    /// The pixel of the first point.
    pub(super) origin: Point,
    /// Pixels between points.
    pub(super) step: i32,
    /// Points along x.
    pub(super) width: usize,
    /// Points along y.
    pub(super) height: usize,
    marks: Vec<u8>,
}

impl Lattice {
    /// A free lattice that covers an area.
    pub(super) fn new(area: &Rect, step: i32) -> Self {
        let origin = Point::new(area.x.div_euclid(step) * step, area.y.div_euclid(step) * step);
        let count = |length: i32| usize::try_from(length / step + 2).unwrap_or(2);
        let (width, height) = (count(area.right() - origin.x), count(area.bottom() - origin.y));
        Lattice { origin, step, width, height, marks: vec![0; width * height] }
    }

    /// How many points there are.
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    /// The pixel of a point.
    pub(super) fn pixel(&self, at: usize) -> Point {
        let (x, y) = ((at % self.width) as i32, (at / self.width) as i32);
        Point::new(self.origin.x + x * self.step, self.origin.y + y * self.step)
    }

    /// The point at a pixel; none off the lattice.
    pub(super) fn point(&self, pixel: Point) -> Option<usize> {
        let (dx, dy) = (pixel.x - self.origin.x, pixel.y - self.origin.y);
        if dx < 0 || dy < 0 || dx % self.step != 0 || dy % self.step != 0 {
            return None;
        }
        let (x, y) = ((dx / self.step) as usize, (dy / self.step) as usize);
        (x < self.width && y < self.height).then(|| y * self.width + x)
    }

    /// The next point in a direction.
    pub(super) fn next(&self, at: usize, direction: Direction) -> Option<usize> {
        let column = at % self.width;
        match direction {
            0 => (column + 1 < self.width).then_some(at + 1),
            1 => (at + self.width < self.marks.len()).then_some(at + self.width),
            2 => (column > 0).then(|| at - 1),
            _ => at.checked_sub(self.width),
        }
    }

    /// Blocks the points in an area, its border included.
    pub(super) fn block(&mut self, area: &Rect) {
        self.within(area).for_each(|at| self.marks[at] |= BLOCKED);
    }

    /// Frees the points in an area that [`Lattice::block`] blocked.
    pub(super) fn unblock(&mut self, area: &Rect) {
        self.within(area).for_each(|at| self.marks[at] &= !BLOCKED);
    }

    /// Whether the area lies on the lattice, and no line and no box is there.
    pub(super) fn is_clear(&self, area: &Rect) -> bool {
        let whole = Rect {
            x: self.origin.x,
            y: self.origin.y,
            w: (self.width as i32 - 1) * self.step,
            h: (self.height as i32 - 1) * self.step,
        };
        whole.union(area) == whole
            && self.within(area).all(|at| self.marks[at] & (BLOCKED | ALONG | ACROSS | TURN) == 0)
    }

    /// Whether a line runs through an area.
    pub(super) fn has_lines(&self, area: &Rect) -> bool {
        self.within(area).any(|at| !self.is_unused(at))
    }

    /// The points in an area, its border included.
    fn within(&self, area: &Rect) -> impl Iterator<Item = usize> + use<> {
        let first = |from: i32, origin: i32| (from - origin + self.step - 1).div_euclid(self.step).max(0);
        let last = |to: i32, origin: i32| (to - origin).div_euclid(self.step);
        let (x0, x1) = (first(area.x, self.origin.x), last(area.right(), self.origin.x).min(self.width as i32 - 1));
        let (y0, y1) = (first(area.y, self.origin.y), last(area.bottom(), self.origin.y).min(self.height as i32 - 1));
        let width = self.width;
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| y as usize * width + x as usize))
    }

    /// Whether a box is there, or too near.
    pub(super) fn is_blocked(&self, at: usize) -> bool {
        self.marks[at] & BLOCKED != 0
    }

    /// Whether the step from a point is free.
    pub(super) fn is_step_free(&self, at: usize, direction: Direction) -> bool {
        match direction {
            0 => self.marks[at] & STEP_RIGHT == 0,
            1 => self.marks[at] & STEP_DOWN == 0,
            2 => at > 0 && self.marks[at - 1] & STEP_RIGHT == 0,
            _ => at >= self.width && self.marks[at - self.width] & STEP_DOWN == 0,
        }
    }

    /// Whether a line may turn at a point: no other is there.
    pub(super) fn is_unused(&self, at: usize) -> bool {
        self.marks[at] & (ALONG | ACROSS | TURN) == 0
    }

    /// Whether a line may run straight through a point: none turns there, none runs the same way. `Some(true)`: it crosses one.
    pub(super) fn passage(&self, at: usize, direction: Direction) -> Option<bool> {
        let (same, other) = if direction.is_multiple_of(2) { (ALONG, ACROSS) } else { (ACROSS, ALONG) };
        let marks = self.marks[at];
        if marks & (TURN | same) != 0 { None } else { Some(marks & other != 0) }
    }

    /// Whether a line runs in this direction through a point, or turns there.
    pub(super) fn runs(&self, at: usize, direction: Direction) -> bool {
        let same = if direction.is_multiple_of(2) { ALONG } else { ACROSS };
        self.marks[at] & (same | TURN) != 0
    }

    /// Takes the points of a line; consecutive points are neighbours.
    pub(super) fn take(&mut self, points: &[usize], ends: [Direction; 2]) {
        self.mark(points, ends, true);
    }

    /// Gives back the points of a line.
    pub(super) fn free(&mut self, points: &[usize], ends: [Direction; 2]) {
        self.mark(points, ends, false);
    }

    fn mark(&mut self, points: &[usize], ends: [Direction; 2], take: bool) {
        let mut incoming = ends[0];
        for (index, &at) in points.iter().enumerate() {
            let outgoing = match points.get(index + 1) {
                Some(next) => self.direction(at, *next),
                None => ends[1],
            };
            let bits = match (incoming == outgoing, incoming % 2) {
                (false, _) => TURN,
                (true, 0) => ALONG,
                (true, _) => ACROSS,
            };
            self.set(at, bits, take);
            if index + 1 < points.len() {
                match outgoing {
                    0 => self.set(at, STEP_RIGHT, take),
                    1 => self.set(at, STEP_DOWN, take),
                    2 => self.set(at - 1, STEP_RIGHT, take),
                    _ => self.set(at - self.width, STEP_DOWN, take),
                }
            }
            incoming = outgoing;
        }
    }

    fn set(&mut self, at: usize, bits: u8, take: bool) {
        if take {
            self.marks[at] |= bits;
        } else {
            self.marks[at] &= !bits;
        }
    }

    /// The direction from a point to its neighbour.
    pub(super) fn direction(&self, from: usize, to: usize) -> Direction {
        if to == from + 1 {
            0
        } else if to == from + self.width {
            1
        } else if to + 1 == from {
            2
        } else {
            3
        }
    }
}
