//! The ground of each area: a soft shape behind its boxes, and behind what links them.
//!
//! A raster of coarse cells: the boxes of the area grown until near ones meet, shrunk again, and other boxes cut out. Invariants:
//! a hull holds every box of a piece that it is drawn for and no box of another area; a box far from the others has a hull of its own.

use std::collections::BTreeMap;

use crate::diagram::layout::{Point, Rect};
use crate::diagram::scene::{Group, Paint, Shape, Step};
use crate::diagram::view::{Node, View};

/// Pixels of a cell.
const CELL: i32 = 10;
/// Cells that boxes are grown by, so that those at most twice as far apart are one piece.
const REACH: i32 = 9;
/// Cells that stay around a box.
const EDGE: i32 = 1;
/// Pixels of a round corner.
const CORNER: i32 = 8;

/// The ground of an area.
pub(super) struct Hull {
    /// What is drawn.
    pub(super) group: Group,
    paint: Paint,
    outlines: Vec<Vec<Point>>,
}

/// What a point stands on: the last hull that holds it, or the page.
pub(super) fn ground_at(hulls: &[Hull], point: Point) -> Paint {
    let holds = |hull: &&Hull| hull.outlines.iter().filter(|outline| is_within(outline, point)).count() % 2 == 1;
    hulls.iter().rev().find(holds).map_or(Paint::Page, |hull| hull.paint)
}

/// Whether some of an area is on a hull.
pub(super) fn stands_on_a_hull(hulls: &[Hull], area: &Rect) -> bool {
    let along = |from: i32, to: i32| (from..to).step_by(usize::try_from(CELL).unwrap_or(1)).chain([to]);
    let mut points =
        along(area.x, area.right()).flat_map(|x| along(area.y, area.bottom()).map(move |y| Point::new(x, y)));
    points.any(|point| ground_at(hulls, point) != Paint::Page)
}

/// Whether an orthogonal outline holds a point: a ray to the right crosses it an odd number of times.
fn is_within(outline: &[Point], point: Point) -> bool {
    let count = outline.len();
    let upright = |at: usize| {
        let (a, b) = (outline.get(at)?, outline.get((at + 1) % count)?);
        (a.x == b.x && a.x > point.x && a.y.min(b.y) <= point.y && point.y < a.y.max(b.y)).then_some(())
    };
    (0..count).filter_map(upright).count() % 2 == 1
}

/// The hulls of a view of several areas; none where a revision or one area is shown.
pub(super) fn hulls(view: &View, boxes: &[Rect], page: &Rect) -> Vec<Hull> {
    let areas = areas(view);
    let things = |area: usize| view.boxes.iter().filter(|node| is_at_home(node) && node.area == Some(area)).count();
    // A box alone has its own colour, and what belongs elsewhere stands on no ground.
    let shown = (0..view.areas.len()).filter(|area| things(*area) > 1).count();
    if shown < 2 || view.is_revision {
        return Vec::new();
    }
    (0..view.areas.len()).filter_map(|area| hull(view, area, &areas, boxes, page)).collect()
}

/// The area of each box: its own, or that of all that it links.
fn areas(view: &View) -> Vec<Option<usize>> {
    let own = |at: usize| view.boxes.get(at).filter(|node| is_at_home(node)).and_then(|node| node.area);
    let of = |at: usize| {
        if view.boxes.get(at).is_some_and(|node| node.shape.is_thing()) {
            return own(at);
        }
        let ends = view.links.iter().filter_map(|link| match (link.source == at, link.target == at) {
            (true, _) => Some(own(link.target)),
            (_, true) => Some(own(link.source)),
            _ => None,
        });
        ends.reduce(|all, one| if all == one { all } else { None }).flatten()
    };
    (0..view.boxes.len()).map(of).collect()
}

/// An entity or a table of the area shown, not one that stands there for its neighbours.
fn is_at_home(node: &Node) -> bool {
    node.shape.is_thing() && !node.ghost
}

fn hull(view: &View, area: usize, areas: &[Option<usize>], boxes: &[Rect], page: &Rect) -> Option<Hull> {
    let mut cells = Cells::new(page);
    let own = |at: &usize| areas.get(*at) == Some(&Some(area));
    let places: Vec<usize> = (0..boxes.len()).collect();
    for at in places.iter().filter(|at| own(at)) {
        cells.fill(boxes.get(*at)?, 0, true);
    }
    let mut cells = cells.spread(REACH, true).spread(REACH - EDGE, false);
    // Relations between two areas belong to neither, and may stand on the ground of both.
    let is_foreign = |at: &usize| !own(at) && view.boxes.get(*at).is_some_and(|node| node.shape.is_thing());
    for at in places.iter().filter(|at| is_foreign(at)) {
        cells.fill(boxes.get(*at)?, EDGE, false);
    }
    for at in places.iter().filter(|at| own(at)) {
        cells.fill(boxes.get(*at)?, 0, true);
    }
    let centres: Vec<Point> =
        places.iter().filter(|at| own(at)).filter_map(|at| boxes.get(*at)).map(Rect::centre).collect();
    let outlines = of_several(cells.outlines(), &centres);
    if outlines.is_empty() {
        return None;
    }
    let steps: Vec<Step> = outlines.iter().flat_map(|outline| rounded(outline)).collect();
    let name = view.areas.get(area)?;
    let paint = Paint::Ground((area % 7) as u8);
    let shape = Shape::Path { steps, fill: Some(paint), stroke: None };
    let (id, title) = (format!("hull-{name}"), name.clone());
    Some(Hull { group: Group { id, class: "hull", title, joins: Vec::new(), shapes: vec![shape] }, paint, outlines })
}

/// The outlines around at least two boxes, and the holes in these: one box alone has its own colour.
fn of_several(outlines: Vec<Vec<Point>>, centres: &[Point]) -> Vec<Vec<Point>> {
    let is_hole = |outline: &Vec<Point>| turning(outline) < 0;
    let (holes, pieces): (Vec<_>, Vec<_>) = outlines.into_iter().partition(is_hole);
    let several = |piece: &Vec<Point>| centres.iter().filter(|centre| is_within(piece, **centre)).count() > 1;
    let mut kept: Vec<Vec<Point>> = pieces.into_iter().filter(several).collect();
    let begins_within =
        |hole: &Vec<Point>| hole.first().is_some_and(|at| kept.iter().any(|piece| is_within(piece, *at)));
    let within: Vec<Vec<Point>> = holes.into_iter().filter(begins_within).collect();
    kept.extend(within);
    kept
}

/// Twice the area of an outline: negative where it runs against the clock, as that of a hole does.
fn turning(outline: &[Point]) -> i64 {
    let next = outline.iter().cycle().skip(1);
    let part = |(a, b): (&Point, &Point)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y);
    outline.iter().zip(next).map(part).sum()
}

/// A raster over the page, with room around it.
struct Cells {
    corner: Point,
    width: i32,
    height: i32,
    marks: Vec<bool>,
}

impl Cells {
    fn new(page: &Rect) -> Self {
        let room = REACH + 2;
        let corner = Point::new(page.x - room * CELL, page.y - room * CELL);
        let (width, height) = (page.w / CELL + 2 * room + 1, page.h / CELL + 2 * room + 1);
        let count = usize::try_from(width.max(0).saturating_mul(height.max(0))).unwrap_or(0);
        Cells { corner, width, height, marks: vec![false; count] }
    }

    fn place(&self, x: i32, y: i32) -> Option<usize> {
        let is_within = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        is_within.then(|| usize::try_from(y * self.width + x).ok()).flatten()
    }

    fn is_on(&self, x: i32, y: i32) -> bool {
        self.place(x, y).and_then(|at| self.marks.get(at)).copied().unwrap_or(false)
    }

    fn set(&mut self, x: i32, y: i32, on: bool) {
        if let Some(mark) = self.place(x, y).and_then(|at| self.marks.get_mut(at)) {
            *mark = on;
        }
    }

    /// The cells that an area touches, and so many around it.
    fn fill(&mut self, area: &Rect, around: i32, on: bool) {
        let cell = |pixels: i32| pixels.div_euclid(CELL);
        let (left, top) = (cell(area.x - self.corner.x) - around, cell(area.y - self.corner.y) - around);
        let (right, bottom) =
            (cell(area.right() - 1 - self.corner.x) + around, cell(area.bottom() - 1 - self.corner.y) + around);
        for y in top..=bottom {
            for x in left..=right {
                self.set(x, y, on);
            }
        }
    }

    /// The cells that are so near a marked one, in a square; or with `on` false, those that no unmarked one is so near to.
    fn spread(&self, by: i32, on: bool) -> Cells {
        let across = self.along(by, on, |cells, x, y, step| cells.is_on(x + step, y));
        across.along(by, on, |cells, x, y, step| cells.is_on(x, y + step))
    }

    fn along(&self, by: i32, on: bool, at: impl Fn(&Cells, i32, i32, i32) -> bool) -> Cells {
        let mut spread = Cells { marks: vec![false; self.marks.len()], ..*self };
        for y in 0..self.height {
            for x in 0..self.width {
                let found = (-by..=by).any(|step| at(self, x, y, step) == on);
                spread.set(x, y, found == on);
            }
        }
        spread
    }

    /// The closed outlines of what is marked, corner by corner, what is marked at the right hand.
    fn outlines(&self) -> Vec<Vec<Point>> {
        // From each corner of a cell, the side that leaves it with what is marked at its right.
        let mut sides: BTreeMap<(i32, i32), Vec<(i32, i32)>> = BTreeMap::new();
        for y in 0..self.height {
            for x in 0..self.width {
                if !self.is_on(x, y) {
                    continue;
                }
                let around = [
                    (self.is_on(x, y - 1), (x, y), (x + 1, y)),
                    (self.is_on(x + 1, y), (x + 1, y), (x + 1, y + 1)),
                    (self.is_on(x, y + 1), (x + 1, y + 1), (x, y + 1)),
                    (self.is_on(x - 1, y), (x, y + 1), (x, y)),
                ];
                for (_, from, to) in around.into_iter().filter(|(is_inner, _, _)| !is_inner) {
                    sides.entry(from).or_default().push(to);
                }
            }
        }
        let mut found = Vec::new();
        while let Some(start) = sides.keys().next().copied() {
            let mut outline = vec![start];
            let mut at = start;
            while let Some(next) = take(&mut sides, at).filter(|next| *next != start) {
                outline.push(next);
                at = next;
            }
            found.push(self.corners(&outline));
        }
        found
    }

    /// The points where an outline turns, as pixels.
    fn corners(&self, outline: &[(i32, i32)]) -> Vec<Point> {
        let count = outline.len();
        let turns = |at: usize| -> Option<Point> {
            let [before, here, after] = [at + count - 1, at, at + 1].map(|at| outline.get(at % count).copied());
            let (before, here, after) = (before?, here?, after?);
            let is_straight = before.0 == after.0 || before.1 == after.1;
            (!is_straight).then(|| Point::new(self.corner.x + here.0 * CELL, self.corner.y + here.1 * CELL))
        };
        (0..count).filter_map(turns).collect()
    }
}

/// Takes a side that begins there.
fn take(sides: &mut BTreeMap<(i32, i32), Vec<(i32, i32)>>, at: (i32, i32)) -> Option<(i32, i32)> {
    let ends = sides.get_mut(&at)?;
    let next = ends.pop();
    if ends.is_empty() {
        sides.remove(&at);
    }
    next
}

/// An outline with round corners.
fn rounded(outline: &[Point]) -> Vec<Step> {
    let count = outline.len();
    let mut steps = Vec::new();
    for at in 0..count {
        let [before, here, after] =
            [at + count - 1, at, at + 1].map(|at| outline.get(at % count).copied().unwrap_or_default());
        let (start, end) = (towards(here, before), towards(here, after));
        steps.push(if at == 0 { Step::Move(start) } else { Step::Line(start) });
        steps.push(Step::Curve(here, end));
    }
    steps.push(Step::Close);
    steps
}

/// The point where the corner begins, on the way to the next one.
fn towards(from: Point, to: Point) -> Point {
    let by = CORNER.min(((to.x - from.x).abs() + (to.y - from.y).abs()) / 2);
    from.moved((to.x - from.x).signum() * by, (to.y - from.y).signum() * by)
}
