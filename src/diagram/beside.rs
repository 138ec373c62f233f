//! Where the tables of a model stand in a drawing: about where its entities and relations do, pushed apart where they would meet.
//!
//! So whoever knows the conceptual diagram finds his way in the tables. Invariant: the same centres give the same places.

use super::compose::{Composed, compose, settle, size};
use super::layout::{Point, Rect};
use super::positions::{Centres, Positions};
use super::view::{Lowered, Node, View};
use crate::mcd::Mcd;
use crate::mld::{Mld, Table, TableOrigin};

/// The table that a box shows.
pub(super) fn table_of<'a>(mld: &'a Mld, id: &str) -> Option<&'a Table> {
    mld.tables().map(|(_, table)| table).find(|table| id.strip_prefix("table-") == Some(table.name.as_str()))
}

/// The box of the conceptual model that a table stands for.
pub(super) fn conceptual(mcd: &Mcd, origin: TableOrigin) -> String {
    match origin {
        TableOrigin::Entity(id) => format!("entity-{}", mcd.entity(id).name),
        TableOrigin::Relation(id) => format!("relation-{}", mcd.relation(id).name),
        TableOrigin::Counters => String::new(),
    }
}

/// Pixels that tables leave for the lines between them.
const ROOM: i32 = 60;
/// How far tables stand from each other beside their entities, before those that still meet are pushed apart: percent.
const SPREAD: i32 = 120;
/// How often the tables that meet are pushed apart.
const PUSHES: usize = 500;

/// Draws the tables where they were, or else beside their entities; afresh where neither have places.
pub fn tables(model: Lowered<'_>, shown: &View, kept: &Positions) -> Composed {
    match (kept.of("tables").filter(|places| !places.is_empty()), kept.of("mcd")) {
        (None, Some(entities)) => beside(model, shown, entities),
        (places, _) => compose(shown, places),
    }
}

/// Draws the tables beside the entities that have these centres.
pub fn beside(model: Lowered<'_>, shown: &View, entities: &Centres) -> Composed {
    settle(shown, &about(model, shown, entities))
}

/// About where the tables stand; one that comes from nothing in the conceptual model has no place.
fn about(model: Lowered<'_>, shown: &View, centres: &Centres) -> Centres {
    let place = |node: &Node| {
        let at = centres.get(&conceptual(model.mcd, table_of(model.mld, &node.id)?.origin))?;
        let (width, height) = size(node);
        let at = Point::new(at.x * SPREAD / 100, at.y * SPREAD / 100);
        Some((node.id.clone(), Rect::around(at, width + ROOM, height + ROOM)))
    };
    let (ids, mut areas): (Vec<String>, Vec<Rect>) = shown.boxes.iter().filter_map(place).unzip();
    for _ in 0..PUSHES {
        if !push_apart(&mut areas) {
            break;
        }
    }
    ids.into_iter().zip(areas).map(|(id, area)| (id, area.centre())).collect()
}

/// Pushes each two that meet out of one another, the short way, each by half; whether some met.
fn push_apart(areas: &mut [Rect]) -> bool {
    let mut met = false;
    for first in 0..areas.len() {
        let (before, after) = areas.split_at_mut(first + 1);
        let Some(a) = before.last_mut() else { continue };
        for b in after {
            if b.overlaps(a) {
                let (dx, dy) = way_out(a, b);
                // Odd pixels go to the second: one of them always moves.
                *a = a.moved(-dx / 2, -dy / 2);
                *b = b.moved(dx - dx / 2, dy - dy / 2);
                met = true;
            }
        }
    }
    met
}

/// How far the second must go, along one axis, to leave the first.
fn way_out(a: &Rect, b: &Rect) -> (i32, i32) {
    let (ca, cb) = (a.centre(), b.centre());
    let right = if cb.x < ca.x { b.right() - a.x } else { a.right() - b.x };
    let down = if cb.y < ca.y { b.bottom() - a.y } else { a.bottom() - b.y };
    let signed = |length: i32, backwards: bool| if backwards { -length } else { length };
    if right <= down { (signed(right, cb.x < ca.x), 0) } else { (0, signed(down, cb.y < ca.y)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_meet_are_pushed_apart_and_the_others_stay() {
        let alone = Rect { x: 500, y: 0, w: 50, h: 50 };
        let mut areas = [Rect { x: 0, y: 0, w: 100, h: 60 }, Rect { x: 90, y: 7, w: 101, h: 60 }, alone];
        while push_apart(&mut areas) {}
        assert_eq!(areas[2], alone);
        assert_eq!((areas[0].x, areas[0].y, areas[1].x, areas[1].y), (-5, 0, 95, 7), "the short way, by half");
    }
}
