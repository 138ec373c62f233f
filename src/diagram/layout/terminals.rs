//! Where a line may meet a box: on a lattice line of one of its sides, then straight on for its stub.
//!
//! Invariant: every point of a terminal is free when the terminal is offered.

use super::geometry::{Point, Rect};
use super::lattice::{Direction, Lattice, VECTORS};
use super::{End, MARGIN, Side};

/// A way out of a box.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    /// Where it touches the box.
    pub(super) border: Point,
    /// The points of the stub, from the box outwards; the line may turn at the last.
    pub(super) points: Vec<usize>,
    /// Away from the box.
    pub(super) outward: Direction,
    /// What it costs to use it.
    pub(super) cost: u32,
}

/// Pixels kept free at a corner of a box, where the side is long enough.
const CORNER: i32 = 6;

/// What a line across the stub costs.
const CROSSED_STUB: u32 = 300;

/// Pixels that the label of a line beside may take.
const OTHERS_LABEL: i32 = 22;

/// What it costs to leave on the side where a twin of the line does.
const BESIDE_TWIN: u32 = 70;

/// Every free way out of a box on these sides; better not on those to `avoid`.
pub(super) fn terminals(
    lattice: &Lattice,
    area: &Rect,
    end: &End,
    sides: &[Direction],
    avoid: &[Direction],
) -> Vec<Terminal> {
    let mut found = Vec::new();
    for &side in sides {
        if !has_side(end, side) {
            continue;
        }
        for line in lines(lattice, area, end, side) {
            let dear = if avoid.contains(&side) { BESIDE_TWIN } else { 0 };
            let offered = terminal(lattice, area, end, side, line);
            found.extend(offered.map(|terminal| Terminal { cost: terminal.cost + dear, ..terminal }));
        }
    }
    found
}

/// Whether a line may leave by a side: from a row to the right or to the left.
fn has_side(end: &End, side: Direction) -> bool {
    match (end.row, end.side) {
        (None, _) => true,
        (Some(_), None) => side.is_multiple_of(2),
        (Some(_), Some(Side::Right)) => side == 0,
        (Some(_), Some(Side::Left)) => side == 2,
    }
}

/// The lattice lines that meet a side: their pixel along it.
fn lines(lattice: &Lattice, area: &Rect, end: &End, side: Direction) -> Vec<i32> {
    let (from, length) = if side.is_multiple_of(2) { (area.y, area.h) } else { (area.x, area.w) };
    let (low, high) = match end.row {
        Some(row) => (from + row, from + row),
        None if length > 2 * end.inset.max(CORNER) => {
            let inset = end.inset.max(CORNER);
            (from + inset, from + length - inset)
        }
        None if length >= 4 * CORNER => (from + CORNER, from + length - CORNER),
        None => (from + 1, from + length - 1),
    };
    // A row is a little less high than two lattice steps: the nearest line lies within it.
    let (low, high) =
        if end.row.is_some() { (low - lattice.step / 2, high + (lattice.step - 1) / 2) } else { (low, high) };
    let first = low.div_euclid(lattice.step) + i32::from(low.rem_euclid(lattice.step) > 0);
    (first..=high.div_euclid(lattice.step)).map(|index| index * lattice.step).collect()
}

fn terminal(lattice: &Lattice, area: &Rect, end: &End, side: Direction, line: i32) -> Option<Terminal> {
    let (border, stub) = stub(lattice, area, end, side, line);
    let mut points: Vec<usize> = Vec::new();
    let mut cost = 0;
    for pixel in stub {
        let at = lattice.point(pixel)?;
        let distance = (pixel.x - border.x).abs() + (pixel.y - border.y).abs();
        if distance >= MARGIN && lattice.is_blocked(at) {
            return None;
        }
        if points.last().is_some_and(|last| !lattice.is_step_free(*last, side)) {
            return None;
        }
        if lattice.passage(at, side)? {
            cost += CROSSED_STUB;
        }
        points.push(at);
    }
    let centre = area.centre();
    let off = if side.is_multiple_of(2) { line - centre.y } else { line - centre.x };
    let centring = if end.row.is_some() { 0 } else { off.unsigned_abs() / 5 };
    cost += centring + crowding(lattice, &points, end, side);
    Some(Terminal { border, points, outward: side, cost })
}

/// Where a stub touches its box, and the pixels of its lattice points from there outwards.
fn stub(
    lattice: &Lattice,
    area: &Rect,
    end: &End,
    side: Direction,
    line: i32,
) -> (Point, impl Iterator<Item = Point> + use<>) {
    let border = match side {
        0 => Point::new(area.right(), line),
        1 => Point::new(line, area.bottom()),
        2 => Point::new(area.x, line),
        _ => Point::new(line, area.y),
    };
    let (dx, dy) = VECTORS[side];
    let step = lattice.step;
    let snap = |value: i32, towards: i32| match towards {
        0 => value,
        1 => value.div_euclid(step) * step + step,
        _ => -((-value).div_euclid(step) * step + step),
    };
    let first = Point::new(snap(border.x, dx), snap(border.y, dy));
    let length = end.stub.max(MARGIN);
    let beyond = move |pixel: &Point| (pixel.x - border.x).abs() + (pixel.y - border.y).abs() >= length;
    let next = move |pixel: &Point| (!beyond(pixel)).then(|| pixel.moved(dx * step, dy * step));
    (border, std::iter::successors(Some(first), next))
}

/// The points of every way out of a box, whoever stands there.
pub(super) fn stubs(lattice: &Lattice, area: &Rect, end: &End) -> Vec<usize> {
    let sides = (0..4).filter(|side| has_side(end, *side));
    let ways = sides.flat_map(|side| lines(lattice, area, end, side).into_iter().map(move |line| (side, line)));
    ways.flat_map(|(side, line)| stub(lattice, area, end, side, line).1)
        .filter_map(|pixel| lattice.point(pixel))
        .collect()
}

/// What it costs to leave so near another line that the label has no room.
fn crowding(lattice: &Lattice, points: &[usize], end: &End, side: Direction) -> u32 {
    let Some(&first) = points.first() else { return 0 };
    // A label stands above a horizontal stub (16 pixels), or beside a vertical one (its width).
    let label = if end.yields { OTHERS_LABEL } else { end.label };
    let room = if side.is_multiple_of(2) { label.min(16) } else { label + 6 };
    let reach = (room + lattice.step - 1) / lattice.step;
    let turns: [Direction; 2] = if side.is_multiple_of(2) { [1, 3] } else { [0, 2] };
    let mut cost = 0;
    for turn in turns {
        let mut at = first;
        for distance in 1..=reach.max(1) {
            let Some(next) = lattice.next(at, turn) else { break };
            at = next;
            if lattice.runs(at, side) {
                cost += match (end.yields, end.label) {
                    (true, _) => 240 / distance.unsigned_abs() + 10,
                    (false, 0) => 8,
                    (false, _) => 40 / distance.unsigned_abs() + 10,
                };
                break;
            }
        }
    }
    cost
}
