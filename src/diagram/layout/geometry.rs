//! Points and rectangles in whole pixels.

/// A point; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Point {
    /// Pixels from the left.
    pub x: i32,
    /// Pixels from the top.
    pub y: i32,
}

impl Point {
    /// The point.
    pub const fn new(x: i32, y: i32) -> Self {
        Point { x, y }
    }

    /// The point moved.
    pub const fn moved(self, dx: i32, dy: i32) -> Self {
        Point { x: self.x + dx, y: self.y + dy }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// The rectangle of this size around a centre.
    pub const fn around(centre: Point, w: i32, h: i32) -> Self {
        Rect { x: centre.x - w / 2, y: centre.y - h / 2, w, h }
    }

    /// Just beyond its right side.
    pub const fn right(&self) -> i32 {
        self.x + self.w
    }

    /// Just below its lower side.
    pub const fn bottom(&self) -> i32 {
        self.y + self.h
    }

    /// Its centre, rounded down.
    pub const fn centre(&self) -> Point {
        Point { x: self.x + self.w / 2, y: self.y + self.h / 2 }
    }

    /// The rectangle moved.
    pub const fn moved(&self, dx: i32, dy: i32) -> Self {
        Rect { x: self.x + dx, y: self.y + dy, w: self.w, h: self.h }
    }

    /// The rectangle with `by` more pixels on each side.
    pub const fn grown(&self, by: i32) -> Self {
        Rect { x: self.x - by, y: self.y - by, w: self.w + 2 * by, h: self.h + 2 * by }
    }

    /// Whether the two share an area.
    pub const fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, w: self.right().max(other.right()) - x, h: self.bottom().max(other.bottom()) - y }
    }
}

/// The smallest rectangle that holds all the boxes and paths; none when there are none.
pub fn bounds<'a>(
    boxes: impl IntoIterator<Item = &'a Rect>,
    paths: impl IntoIterator<Item = &'a Vec<Point>>,
) -> Option<Rect> {
    let points = paths.into_iter().flatten().map(|point| Rect { x: point.x, y: point.y, w: 0, h: 0 });
    boxes.into_iter().copied().chain(points).reduce(|all, one| all.union(&one))
}

/// Which side of the line a–b the point c is on: positive, zero, negative.
pub(super) fn side(a: Point, b: Point, c: Point) -> i64 {
    let (abx, aby) = (i64::from(b.x - a.x), i64::from(b.y - a.y));
    let (acx, acy) = (i64::from(c.x - a.x), i64::from(c.y - a.y));
    abx * acy - aby * acx
}

/// Whether two straight segments meet.
pub(super) fn segments_meet(a: [Point; 2], b: [Point; 2]) -> bool {
    let apart = |a0: i32, a1: i32, b0: i32, b1: i32| a0.max(a1) < b0.min(b1) || b0.max(b1) < a0.min(a1);
    if apart(a[0].x, a[1].x, b[0].x, b[1].x) || apart(a[0].y, a[1].y, b[0].y, b[1].y) {
        return false;
    }
    let straddles = |p: [Point; 2], q: [Point; 2]| {
        let (s, t) = (side(p[0], p[1], q[0]), side(p[0], p[1], q[1]));
        (s <= 0 && t >= 0) || (s >= 0 && t <= 0)
    };
    straddles(a, b) && straddles(b, a)
}

/// Whether a straight segment passes through the inside of a rectangle.
pub(super) fn segment_enters(segment: [Point; 2], rect: &Rect) -> bool {
    let [a, b] = segment;
    if a.x.max(b.x) <= rect.x || a.x.min(b.x) >= rect.right() || a.y.max(b.y) <= rect.y || a.y.min(b.y) >= rect.bottom()
    {
        return false;
    }
    let corners = [(rect.x, rect.y), (rect.right(), rect.y), (rect.x, rect.bottom()), (rect.right(), rect.bottom())];
    let sides = corners.map(|(x, y)| side(a, b, Point { x, y }));
    sides.iter().any(|s| *s > 0) && sides.iter().any(|s| *s < 0)
}
