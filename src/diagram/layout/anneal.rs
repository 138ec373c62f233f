//! Simulated annealing on a [`Board`]: first short lines, then few crossings.
//!
//! Whole numbers only. Invariant: the best placement seen is the one given back.

use super::place::{Board, Occupants, Weights};
use super::random::Random;

/// How long and how hot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    /// Moves tried.
    pub(super) moves: usize,
    /// Loss, in pixels, taken one time in e at the start.
    pub(super) hot: i64,
    /// The same at the end.
    pub(super) cold: i64,
    /// Count lengths only.
    pub(super) only_length: bool,
}

/// Puts every node on the board, each near those of its neighbours that already stand there.
pub(super) fn seed(board: &mut Board<'_>, random: &mut Random) {
    let order = breadth_first(board, random);
    for node in order {
        let middle = wanted(board, node);
        if let Some(corner) = nearest_free(board, node, middle) {
            board.put(node, corner);
        }
    }
}

/// Nodes by distance from the one with most edges, component by component.
fn breadth_first(board: &Board<'_>, random: &mut Random) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..board.len()).collect();
    roots.sort_by_key(|node| std::cmp::Reverse(board.degree(*node)));
    let mut seen = vec![false; board.len()];
    let mut order = Vec::with_capacity(board.len());
    for root in roots {
        let mut next = order.len();
        if !std::mem::replace(&mut seen[root], true) {
            order.push(root);
        }
        while next < order.len() {
            let mut found: Vec<usize> = board.neighbours(order[next]).collect();
            for at in (1..found.len()).rev() {
                found.swap(at, random.below(at + 1));
            }
            for node in found {
                if !std::mem::replace(&mut seen[node], true) {
                    order.push(node);
                }
            }
            next += 1;
        }
    }
    order
}

/// The middle of the neighbours that are placed; else the middle of the board.
pub(super) fn wanted(board: &Board<'_>, node: usize) -> (i32, i32) {
    let placed: Vec<(i32, i32)> =
        board.neighbours(node).filter(|other| board.block(*other).x >= 0).map(|other| board.middle(other)).collect();
    let count = i32::try_from(placed.len()).unwrap_or(i32::MAX);
    if count == 0 {
        return (board.size().0 / 2, board.size().1 / 2);
    }
    let sum = placed.iter().fold((0, 0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    (sum.0 / count, sum.1 / count)
}

/// The free corner nearest to a cell, searched in growing squares.
pub(super) fn nearest_free(board: &Board<'_>, node: usize, middle: (i32, i32)) -> Option<(i32, i32)> {
    let reach = board.size().0.max(board.size().1);
    for radius in 0..=reach {
        for dy in -radius..=radius {
            let step = if dy.abs() == radius { 1 } else { (2 * radius).max(1) };
            let mut dx = -radius;
            while dx <= radius {
                let corner = board.corner_for(node, (middle.0 + dx, middle.1 + dy));
                if board.occupants(node, corner) == Occupants::None {
                    return Some(corner);
                }
                dx += step;
            }
        }
    }
    None
}

/// Improves a placement.
pub(super) fn anneal<'g>(
    mut board: Board<'g>,
    weights: &Weights,
    schedule: Schedule,
    random: &mut Random,
) -> Board<'g> {
    if board.len() < 2 {
        return board;
    }
    let steps = 64;
    let mut gained = 0;
    let mut best = (0, board.clone());
    for step in 0..steps {
        let heat = cooled(schedule, step, steps);
        let reach = 1 + (board.size().0.max(board.size().1) / 6) * (steps - step) / steps;
        for _ in 0..schedule.moves / steps as usize {
            gained += attempt(&mut board, weights, schedule.only_length, heat, reach, random);
        }
        if gained < best.0 && step > steps / 2 {
            best = (gained, board.clone());
        }
    }
    if best.0 < gained { best.1 } else { board }
}

/// Geometric cooling in whole numbers: 1/1024 pixel.
fn cooled(schedule: Schedule, step: i32, steps: i32) -> i64 {
    // hot · (cold / hot)^(step / steps), by repeated halving of the exponent.
    let (mut low, mut high) = (0, steps);
    let (mut at_low, mut at_high) = (schedule.hot * 1024, schedule.cold * 1024);
    while high - low > 1 {
        let middle = i32::midpoint(low, high);
        let value = (at_low * at_high).isqrt();
        if step >= middle {
            (low, at_low) = (middle, value);
        } else {
            (high, at_high) = (middle, value);
        }
    }
    at_low
}

/// Tries one move; the change of cost that was made of it, 0 when it was taken back.
fn attempt(
    board: &mut Board<'_>,
    weights: &Weights,
    only_length: bool,
    heat: i64,
    reach: i32,
    random: &mut Random,
) -> i64 {
    let node = random.below(board.len());
    let corner = proposal(board, node, reach, random);
    let old = (board.block(node).x, board.block(node).y);
    if corner == old {
        return 0;
    }
    let judge = |board: &Board<'_>, moved: &[usize], limit: i64| match only_length {
        true => Some(moved.iter().map(|node| board.length_cost(*node, weights)).sum::<i64>()),
        false => board.cost(moved, weights, limit),
    };
    let slack = heat * random.exponential() / (1024 * 1024);
    let pair;
    let (nodes, old, new): (&[usize], _, _) = match board.occupants(node, corner) {
        Occupants::Many => return 0,
        Occupants::None => (std::slice::from_ref(&node), [old, old], [corner, corner]),
        Occupants::One(other) => match exchanged(board, node, other) {
            Some(new) => {
                pair = [node, other];
                (&pair, [old, (board.block(other).x, board.block(other).y)], new)
            }
            None => return 0,
        },
    };
    let before = judge(board, nodes, i64::MAX).unwrap_or(i64::MAX);
    shift(board, nodes, new);
    match judge(board, nodes, before + slack) {
        Some(after) if after <= before + slack => after - before,
        _ => {
            shift(board, nodes, old);
            0
        }
    }
}

/// Lifts the nodes, then puts each on its corner.
fn shift(board: &mut Board<'_>, nodes: &[usize], corners: [(i32, i32); 2]) {
    nodes.iter().for_each(|node| board.lift(*node));
    nodes.iter().zip(corners).for_each(|(node, corner)| board.put(*node, corner));
}
/// The corners of two nodes that change places; none where one doesn't fit.
fn exchanged(board: &Board<'_>, a: usize, b: usize) -> Option<[(i32, i32); 2]> {
    let corners = [board.corner_for(a, board.middle(b)), board.corner_for(b, board.middle(a))];
    let fits = |node: usize, other: usize, corner| match board.occupants(node, corner) {
        Occupants::None => true,
        Occupants::One(found) => found == other,
        Occupants::Many => false,
    };
    let block = |node: usize, corner: (i32, i32)| super::Rect { x: corner.0, y: corner.1, ..board.block(node) };
    let apart = !block(a, corners[0]).overlaps(&block(b, corners[1]));
    (apart && fits(a, b, corners[0]) && fits(b, a, corners[1])).then_some(corners)
}

/// Where a node might go: beside a neighbour three times in five, else not far.
fn proposal(board: &Board<'_>, node: usize, reach: i32, random: &mut Random) -> (i32, i32) {
    let degree = board.degree(node);
    let (x, y) = board.middle(node);
    if degree == 0 || random.below(5) >= 3 {
        return board.corner_for(node, (x + random.around(reach), y + random.around(reach)));
    }
    if random.below(3) == 0 {
        let (x, y) = wanted(board, node);
        return board.corner_for(node, (x + random.around(2), y + random.around(2)));
    }
    let pick = random.below(degree);
    let Some(other) = board.neighbours(node).nth(pick) else { return board.corner_for(node, (x, y)) };
    let (mine, theirs) = (board.block(node), board.block(other));
    let (x, y) = board.middle(other);
    // Half the time in the neighbour's row or column, where the line is straight.
    let away = (i32::midpoint(mine.w, theirs.w) + 1, i32::midpoint(mine.h, theirs.h) + 1);
    match random.below(4) {
        0 => board.corner_for(node, (x + random.around(away.0 + 1), y)),
        1 => board.corner_for(node, (x, y + random.around(away.1 + 1))),
        _ => board.corner_for(node, (x + random.around(away.0), y + random.around(away.1))),
    }
}
