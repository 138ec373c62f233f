//! Orthogonal routing: each line takes the cheapest free way, then each is taken up and laid again while that helps.
//!
//! A* over (point, direction). Invariant: lines share no step and never turn on each other; a line laid again never costs more.

use super::frontier::Frontier;
use super::geometry::{Point, Rect, bounds};
use super::lattice::{Direction, Lattice, VECTORS};
use super::terminals::{Terminal, stubs, terminals};
use super::{Edge, End, Layout, MARGIN};

/// What a turn costs, in pixels of line.
const BEND: u32 = 160;
/// What crossing another line costs.
const CROSSING: u32 = 240;
/// What each step beside another line costs.
const BESIDE: u32 = 2;
/// Pixels around the boxes in which lines may run.
const AROUND: i32 = 120;

/// A line laid.
#[derive(Debug, Clone)]
struct Line {
    points: Vec<usize>,
    ends: [Direction; 2],
    borders: [Point; 2],
    cost: u32,
}

/// Lines on their way between boxes: laid, taken up and laid again, also around a box that moves.
pub(super) struct Router<'g> {
    /// Where the boxes are.
    pub(super) boxes: Vec<Rect>,
    edges: &'g [Edge],
    lattice: Lattice,
    search: Search,
    lines: Vec<Option<Line>>,
    /// Edges, the shortest first.
    order: Vec<usize>,
}

impl<'g> Router<'g> {
    /// Nothing laid yet.
    pub(super) fn new(boxes: Vec<Rect>, edges: &'g [Edge], step: i32) -> Self {
        let area = bounds(&boxes, []).unwrap_or_default().grown(AROUND);
        let mut lattice = Lattice::new(&area, affordable(&area, step));
        for area in &boxes {
            lattice.block(&area.grown(MARGIN - 1));
        }
        let mut order: Vec<usize> = (0..edges.len()).collect();
        order.sort_by_key(|edge| (distance(&boxes, &edges[*edge]), *edge));
        let search = Search::new(lattice.len());
        Router { boxes, edges, lattice, search, lines: vec![None; edges.len()], order }
    }

    /// Lays every line, then each again as long as that helps, so many times at most.
    pub(super) fn lay(&mut self, passes: usize) {
        for pass in 0..=passes {
            let mut changed = false;
            for at in 0..self.order.len() {
                changed |= self.lay_again(self.order[at]);
            }
            for at in 0..self.order.len() {
                changed |= self.lines[self.order[at]].is_none() && self.make_way(self.order[at]);
            }
            if !changed && pass > 0 {
                break;
            }
        }
    }

    /// Lays a line anew where that is cheaper.
    fn lay_again(&mut self, edge: usize) -> bool {
        let old = self.take_up(edge);
        let found = self.find(edge, old.as_ref().map_or(u32::MAX, |line| line.cost));
        let better = match (&found, &old) {
            (Some(new), Some(old)) => new.cost < old.cost,
            (new, _) => new.is_some(),
        };
        self.put_down(edge, if better { found } else { old });
        better
    }

    /// Lays a line that finds no way, by taking up those that run past its ends and laying them after it; leaves all as it was
    /// where one of them would find no way in its turn.
    fn make_way(&mut self, edge: usize) -> bool {
        let Edge { source, target, source_end, target_end, .. } = self.edges[edge];
        let mut wanted = stubs(&self.lattice, &self.boxes[source], &source_end);
        wanted.extend(stubs(&self.lattice, &self.boxes[target], &target_end));
        let is_in_the_way = |line: &Line| line.points.iter().any(|point| wanted.contains(point));
        let others: Vec<usize> =
            (0..self.lines.len()).filter(|other| self.lines[*other].as_ref().is_some_and(is_in_the_way)).collect();
        let old: Vec<Option<Line>> = others.iter().map(|other| self.take_up(*other)).collect();
        let mut all = vec![edge];
        all.extend(&others);
        if self.lay_below(&all, u32::MAX) {
            return true;
        }
        all.iter().for_each(|edge| drop(self.take_up(*edge)));
        for (other, line) in others.iter().zip(old) {
            self.put_down(*other, line);
        }
        false
    }

    /// The cheapest way of an edge, if it costs less than `limit`.
    fn find(&mut self, edge: usize, limit: u32) -> Option<Line> {
        let avoid = sides_of_twins(&self.lines, self.edges, edge);
        self.search.line(&self.lattice, &self.boxes, &self.edges[edge], &avoid, limit)
    }

    fn take_up(&mut self, edge: usize) -> Option<Line> {
        let old = self.lines[edge].take();
        if let Some(line) = &old {
            self.lattice.free(&line.points, line.ends);
        }
        old
    }

    fn put_down(&mut self, edge: usize, line: Option<Line>) {
        if let Some(line) = &line {
            self.lattice.take(&line.points, line.ends);
        }
        self.lines[edge] = line;
    }

    /// What these lines cost; none where one finds no way.
    pub(super) fn cost(&self, edges: &[usize]) -> Option<u32> {
        edges.iter().map(|edge| self.lines[*edge].as_ref().map(|line| line.cost)).sum()
    }

    /// Moves a box, whose lines these are, if they cost less from there, those in its way laid anew; the place must be free of
    /// boxes.
    pub(super) fn move_box(&mut self, node: usize, lines: &[usize], to: Rect) -> bool {
        let from = self.boxes[node];
        let mut lines = lines.to_vec();
        if self.lattice.has_lines(&to.grown(MARGIN)) {
            lines.extend(self.lines_within(&to.grown(MARGIN), &lines));
        }
        let Some(before) = self.cost(&lines) else { return false };
        let old: Vec<Option<Line>> = lines.iter().map(|edge| self.take_up(*edge)).collect();
        self.lattice.unblock(&from.grown(MARGIN - 1));
        if self.lattice.is_clear(&to.grown(MARGIN)) {
            self.lattice.block(&to.grown(MARGIN - 1));
            self.boxes[node] = to;
            if self.lay_below(&lines, before) {
                return true;
            }
            lines.iter().for_each(|edge| drop(self.take_up(*edge)));
            self.lattice.unblock(&to.grown(MARGIN - 1));
        }
        self.boxes[node] = from;
        self.lattice.block(&from.grown(MARGIN - 1));
        for (edge, line) in lines.iter().zip(old) {
            self.put_down(*edge, line);
        }
        false
    }

    /// Where these lines start, turn and end.
    pub(super) fn turns(&self, edges: &[usize]) -> Vec<Vec<Point>> {
        edges.iter().filter_map(|edge| self.lines[*edge].as_ref()).map(|line| corners(&self.lattice, line)).collect()
    }

    /// The lines, but for these, that run through an area.
    fn lines_within(&self, area: &Rect, but: &[usize]) -> Vec<usize> {
        let is_within = |line: &Line| {
            line.points.iter().any(|at| {
                let at = self.lattice.pixel(*at);
                at.x >= area.x && at.x <= area.right() && at.y >= area.y && at.y <= area.bottom()
            })
        };
        (0..self.lines.len())
            .filter(|edge| !but.contains(edge) && self.lines[*edge].as_ref().is_some_and(is_within))
            .collect()
    }

    /// Lays lines that were taken up, as long as they cost less than `limit` together.
    fn lay_below(&mut self, lines: &[usize], limit: u32) -> bool {
        // What is left once each has cost the least that it can.
        let Some(mut left) = lines.iter().try_fold(limit, |left, edge| left.checked_sub(self.least(*edge))) else {
            return false;
        };
        for edge in lines {
            left += self.least(*edge);
            let Some(found) = self.find(*edge, left) else { return false };
            left -= found.cost;
            self.put_down(*edge, Some(found));
        }
        true
    }

    /// The least that a line can cost between its boxes.
    fn least(&self, edge: usize) -> u32 {
        let Edge { source, target, .. } = self.edges[edge];
        least(&self.boxes[source], &self.boxes[target])
    }

    /// Boxes and lines; none where some edge finds no way.
    pub(super) fn layout(&self) -> Option<Layout> {
        Some(Layout { boxes: self.boxes.clone(), paths: self.paths()? })
    }

    fn paths(&self) -> Option<Vec<Vec<Point>>> {
        self.lines.iter().map(|line| line.as_ref().map(|line| corners(&self.lattice, line))).collect()
    }
}

/// Routes every edge; none where some edge finds no way.
pub(super) fn route(boxes: &[Rect], edges: &[Edge], step: i32, passes: usize) -> Option<Vec<Vec<Point>>> {
    let mut router = Router::new(boxes.to_vec(), edges, step);
    router.lay(passes);
    router.paths()
}

/// The step, made coarser for an area so large that its lattice would fill the memory.
fn affordable(area: &Rect, step: i32) -> i32 {
    let points = |step: i32| i64::from(area.w / step) * i64::from(area.h / step);
    std::iter::successors(Some(step), |step| Some(step * 2)).find(|step| points(*step) < 1_500_000).unwrap_or(step)
}

/// On which sides the lines between the same two boxes leave the source and reach the target.
fn sides_of_twins(lines: &[Option<Line>], edges: &[Edge], edge: usize) -> [Vec<Direction>; 2] {
    let own = &edges[edge];
    let mut sides = [Vec::new(), Vec::new()];
    for (other, line) in edges.iter().zip(lines) {
        let Some(line) = line else { continue };
        let ends = [line.ends[0], (line.ends[1] + 2) % 4];
        if (other.source, other.target) == (own.source, own.target) {
            sides[0].push(ends[0]);
            sides[1].push(ends[1]);
        } else if (other.target, other.source) == (own.source, own.target) {
            sides[0].push(ends[1]);
            sides[1].push(ends[0]);
        }
    }
    sides
}

/// The least that a line between two boxes can cost: its length, and a turn where neither faces the other.
pub(super) fn least(a: &Rect, b: &Rect) -> u32 {
    let (gap_x, gap_y) = gaps(a, b);
    let turn = if gap_x > 0 && gap_y > 0 { BEND } else { 0 };
    (gap_x + gap_y).unsigned_abs() + turn
}

/// Pixels between the two boxes of an edge.
fn distance(boxes: &[Rect], edge: &Edge) -> i32 {
    let (gap_x, gap_y) = gaps(&boxes[edge.source], &boxes[edge.target]);
    gap_x + gap_y
}

/// Pixels between two boxes along each axis.
pub(super) fn gaps(a: &Rect, b: &Rect) -> (i32, i32) {
    let gap = |a0: i32, a1: i32, b0: i32, b1: i32| (b0 - a1).max(a0 - b1).max(0);
    (gap(a.x, a.right(), b.x, b.right()), gap(a.y, a.bottom(), b.y, b.bottom()))
}

/// The points where a line starts, turns and ends.
fn corners(lattice: &Lattice, line: &Line) -> Vec<Point> {
    let mut path = vec![line.borders[0]];
    for (index, &at) in line.points.iter().enumerate() {
        let incoming = if index == 0 { line.ends[0] } else { lattice.direction(line.points[index - 1], at) };
        let outgoing = line.points.get(index + 1).map_or(line.ends[1], |next| lattice.direction(at, *next));
        if incoming != outgoing {
            path.push(lattice.pixel(at));
        }
    }
    path.push(line.borders[1]);
    path
}

/// Where the last search left its marks; reused, so that nothing is cleared between searches.
struct Search {
    cost: Vec<u32>,
    seen: Vec<u32>,
    from: Vec<u8>,
    goal: Vec<u32>,
    round: u32,
    /// What the way must cost less than.
    limit: u32,
    open: Frontier,
}

const START: u8 = 9;

impl Search {
    fn new(points: usize) -> Self {
        let states = points * 4;
        Search {
            cost: vec![0; states],
            seen: vec![0; states],
            from: vec![0; states],
            goal: vec![0; states],
            round: 0,
            limit: 0,
            open: Frontier::default(),
        }
    }

    /// The cheapest free way for an edge that costs less than `limit`.
    fn line(
        &mut self,
        lattice: &Lattice,
        boxes: &[Rect],
        edge: &Edge,
        avoid: &[Vec<Direction>; 2],
        limit: u32,
    ) -> Option<Line> {
        let loops = edge.source == edge.target;
        let (from_sides, to_sides): (&[Direction], &[Direction]) =
            if loops { (&[0, 2], &[1, 3]) } else { (&[0, 1, 2, 3], &[0, 1, 2, 3]) };
        let sources = terminals(lattice, &boxes[edge.source], &edge.source_end, from_sides, &avoid[0]);
        let end = if loops { End { row: None, ..edge.target_end } } else { edge.target_end };
        let targets = terminals(lattice, &boxes[edge.target], &end, to_sides, &avoid[1]);
        self.round += 1;
        self.limit = limit;
        self.open.restart(distance(boxes, edge).unsigned_abs());
        let goals = self.mark_goals(lattice, &targets);
        let target = boxes[edge.target];
        for source in &sources {
            self.leave(lattice, source, &target);
        }
        let found = self.run(lattice, &target, &targets, limit);
        for state in goals {
            self.goal[state] = 0;
        }
        let (state, cost, target) = found?;
        self.trace(lattice, state, cost, &sources, &targets[target])
    }

    /// Notes for each state that enters a target which terminal that is; the states noted.
    fn mark_goals(&mut self, lattice: &Lattice, targets: &[Terminal]) -> Vec<usize> {
        let mut states = Vec::new();
        for (index, target) in targets.iter().enumerate() {
            let Some(&last) = target.points.last() else { continue };
            let inward = (target.outward + 2) % 4;
            let state = last * 4 + inward;
            debug_assert!(lattice.len() > last);
            self.goal[state] = index as u32 + 1;
            states.push(state);
        }
        states
    }

    /// Opens the states at the end of a source's stub.
    fn leave(&mut self, lattice: &Lattice, source: &Terminal, target: &Rect) {
        let Some(&last) = source.points.last() else { return };
        let end = lattice.pixel(last);
        let length = (end.x - source.border.x).unsigned_abs() + (end.y - source.border.y).unsigned_abs();
        let cost = source.cost + length;
        self.open(lattice, last * 4 + source.outward, cost, START, target);
        if lattice.is_unused(last) {
            for turn in [1, 3] {
                self.open(lattice, last * 4 + (source.outward + turn) % 4, cost + BEND, START, target);
            }
        }
    }

    fn open(&mut self, lattice: &Lattice, state: usize, cost: u32, from: u8, target: &Rect) {
        if self.seen[state] == self.round && self.cost[state] <= cost {
            return;
        }
        self.seen[state] = self.round;
        self.cost[state] = cost;
        self.from[state] = from;
        let estimate = cost + still_to_go(lattice.pixel(state / 4), state % 4, target);
        if estimate < self.limit {
            self.open.push(estimate, cost, state);
        }
    }

    /// Runs until no open state can be cheaper than the best way found: its last state, its cost, its terminal.
    fn run(
        &mut self,
        lattice: &Lattice,
        target: &Rect,
        targets: &[Terminal],
        limit: u32,
    ) -> Option<(usize, u32, usize)> {
        let mut best: Option<(usize, u32, usize)> = None;
        while let Some((estimate, cost, state)) = self.open.pop() {
            if estimate >= best.map_or(limit, |best| best.1) {
                break;
            }
            if cost > self.cost[state] {
                continue;
            }
            if self.goal[state] > 0 {
                let index = self.goal[state] as usize - 1;
                let terminal = &targets[index];
                let pixel = lattice.pixel(state / 4);
                let length =
                    (pixel.x - terminal.border.x).unsigned_abs() + (pixel.y - terminal.border.y).unsigned_abs();
                let total = cost + terminal.cost + length;
                if total < best.map_or(limit, |best| best.1) {
                    best = Some((state, total, index));
                }
            }
            self.expand(lattice, state, cost, target);
        }
        best
    }

    /// One step on, then straight or turned.
    fn expand(&mut self, lattice: &Lattice, state: usize, cost: u32, target: &Rect) {
        let (at, direction) = (state / 4, state % 4);
        if !lattice.is_step_free(at, direction) {
            return;
        }
        let Some(next) = lattice.next(at, direction) else { return };
        if lattice.is_blocked(next) {
            return;
        }
        let mut cost = cost + lattice.step.unsigned_abs();
        for turn in [1, 3] {
            if lattice.next(next, (direction + turn) % 4).is_some_and(|beside| lattice.runs(beside, direction)) {
                cost += BESIDE;
            }
        }
        if let Some(crosses) = lattice.passage(next, direction) {
            let crossing = if crosses { CROSSING } else { 0 };
            self.open(lattice, next * 4 + direction, cost + crossing, direction as u8, target);
        }
        if lattice.is_unused(next) {
            for turn in [1, 3] {
                self.open(lattice, next * 4 + (direction + turn) % 4, cost + BEND, direction as u8, target);
            }
        }
    }

    /// The line that ends in a state.
    fn trace(
        &self,
        lattice: &Lattice,
        state: usize,
        cost: u32,
        sources: &[Terminal],
        target: &Terminal,
    ) -> Option<Line> {
        let mut points = Vec::new();
        let mut state = state;
        loop {
            let at = state / 4;
            points.push(at);
            let from = self.from[state];
            if from == START {
                break;
            }
            let (dx, dy) = VECTORS[usize::from(from)];
            let pixel = lattice.pixel(at).moved(-dx * lattice.step, -dy * lattice.step);
            state = lattice.point(pixel)? * 4 + usize::from(from);
        }
        points.reverse();
        let first = points.first().copied()?;
        // Of the sources that end at this point, the one the line can have left by.
        let leaving = state % 4;
        let source = sources
            .iter()
            .filter(|source| source.points.last() == Some(&first) && source.outward != (leaving + 2) % 4)
            .min_by_key(|source| source.cost + if source.outward == leaving { 0 } else { BEND })?;
        let mut all: Vec<usize> = source.points[..source.points.len() - 1].to_vec();
        all.extend(points);
        all.extend(target.points.iter().rev().skip(1));
        let inward = (target.outward + 2) % 4;
        Some(Line { points: all, ends: [source.outward, inward], borders: [source.border, target.border], cost })
    }
}

/// At least what is left to pay from here: distance, and the turns that the place of the target asks for.
fn still_to_go(pixel: Point, direction: Direction, target: &Rect) -> u32 {
    let here = Rect { x: pixel.x, y: pixel.y, w: 0, h: 0 };
    let (gap_x, gap_y) = gaps(&here, target);
    let (dx, dy) = VECTORS[direction];
    let nears_x = (dx > 0 && target.x > pixel.x) || (dx < 0 && target.right() < pixel.x);
    let nears_y = (dy > 0 && target.y > pixel.y) || (dy < 0 && target.bottom() < pixel.y);
    let turns = match (gap_x > 0, gap_y > 0) {
        (true, true) => 1 + u32::from(!(nears_x || nears_y)),
        (true, false) => 1 - u32::from(nears_x),
        (false, true) => 1 - u32::from(nears_y),
        (false, false) => 0,
    };
    (gap_x + gap_y).unsigned_abs() + turns * BEND
}
