//! The drawings of a model that a page holds: each diagram at each level of detail, boxes in the same places.
//!
//! Tables stand where their entities and relations stand in the conceptual model, spread as far as their sizes ask.

use super::super::compose::{compose, size};
use super::super::layout::{Point, Rect};
use super::super::positions::Centres;
use super::super::view::{self, Detail, Kind, Lowered, Selection, View};
use super::Sheet;
use crate::mcd::Mcd;
use crate::migrate::Difference;
use crate::mld::{Mld, Table, TableOrigin};

/// Which drawings.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Which state of the model they show.
    pub revision: usize,
    /// The diagram that comes first.
    pub first: Kind,
    /// The part of the model that is shown.
    pub part: Selection,
    /// In full only: a past state.
    pub only_in_full: bool,
}

/// The drawings, and where the boxes of the conceptual model are.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The diagram asked for first, in full.
    pub sheets: Vec<Sheet>,
    /// To be kept beside the model, where the whole of it is shown.
    pub centres: Centres,
    /// Where the tables are.
    pub tables: Centres,
}

/// Draws every diagram. None where the model has no such part.
pub fn draw(mcd: &Mcd, mld: &Mld, kept: Option<&Centres>, wanted: &Wanted) -> Option<Drawn> {
    let mut drawn = Drawn::default();
    for kind in [Kind::Mcd, Kind::Mld, Kind::Crow] {
        let Some(full) = shown(mcd, mld, kind, Detail::All, wanted) else { continue };
        let places = match kind {
            Kind::Mcd => kept.cloned(),
            _ if drawn.tables.is_empty() => Some(of_tables(mcd, mld, &full, &drawn.centres)),
            _ => Some(drawn.tables.clone()),
        };
        let composed = compose(&full, places.as_ref().filter(|places| !places.is_empty()));
        match kind {
            Kind::Mcd => drawn.centres = composed.centres.clone(),
            _ => drawn.tables = composed.centres.clone(),
        }
        drawn.sheets.push(sheet(mcd, mld, (kind, Detail::All), wanted, full, composed.scene));
        let less: &[Detail] = if wanted.only_in_full { &[] } else { &[Detail::Keys, Detail::Names] };
        for detail in less {
            let Some(view) = shown(mcd, mld, kind, *detail, wanted) else { continue };
            let scene = compose(&view, Some(&composed.centres)).scene;
            drawn.sheets.push(sheet(mcd, mld, (kind, *detail), wanted, view, scene));
        }
    }
    drawn.sheets.sort_by_key(|sheet| (sheet.kind != wanted.first, sheet.detail != Detail::All));
    (!drawn.sheets.is_empty()).then_some(drawn)
}

/// Draws what a state changed from the one before, in every diagram; boxes stand where they are, or where they were.
pub fn draw_changes(
    old: (Lowered<'_>, &Drawn),
    new: (Lowered<'_>, &Drawn),
    found: &Difference,
    wanted: &Wanted,
) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for kind in [Kind::Mcd, Kind::Mld, Kind::Crow] {
        let (revision, before, after) = match kind {
            Kind::Mcd => {
                let revision = view::revision(old.0.mcd, new.0.mcd, found, Detail::All);
                (revision, &old.1.centres, &new.1.centres)
            }
            _ => {
                let revision = view::table_revision(old.0, new.0, found, kind, Detail::All);
                (revision, &old.1.tables, &new.1.tables)
            }
        };
        let kept = revision.centres(Some(before), Some(after));
        let Some(view) = view::select(&revision.view, &wanted.part) else { continue };
        let scene = compose(&view, Some(&kept).filter(|kept| !kept.is_empty())).scene;
        let drawn = sheet(new.0.mcd, new.0.mld, (kind, Detail::All), wanted, view, scene);
        sheets.push(Sheet { changes: true, ..drawn });
    }
    sheets
}

fn shown(mcd: &Mcd, mld: &Mld, kind: Kind, detail: Detail, wanted: &Wanted) -> Option<View> {
    let whole = match kind {
        Kind::Mcd => view::mcd(mcd, detail),
        _ => view::tables(mcd, mld, kind, detail),
    };
    view::select(&whole, &wanted.part)
}

fn sheet(mcd: &Mcd, mld: &Mld, of: (Kind, Detail), wanted: &Wanted, view: View, scene: super::Scene) -> Sheet {
    let origin = |id: &str| table_of(mld, id).map_or(String::new(), |table| conceptual(mcd, table.origin));
    let origins = view.boxes.iter().map(|node| origin(&node.id)).collect();
    Sheet { revision: wanted.revision, kind: of.0, detail: of.1, changes: false, view, scene, origins }
}

fn table_of<'a>(mld: &'a Mld, id: &str) -> Option<&'a Table> {
    mld.tables().map(|(_, table)| table).find(|table| id.strip_prefix("table-") == Some(table.name.as_str()))
}

/// The box of the conceptual model that a table stands for.
fn conceptual(mcd: &Mcd, origin: TableOrigin) -> String {
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

/// Where the tables stand: about where their entities and relations do, pushed apart where they would meet.
fn of_tables(mcd: &Mcd, mld: &Mld, view: &View, centres: &Centres) -> Centres {
    let place = |node: &view::Node| {
        let at = centres.get(&conceptual(mcd, table_of(mld, &node.id)?.origin))?;
        let (width, height) = size(node);
        let at = Point::new(at.x * SPREAD / 100, at.y * SPREAD / 100);
        Some((node.id.clone(), Rect::around(at, width + ROOM, height + ROOM)))
    };
    let (ids, mut areas): (Vec<String>, Vec<Rect>) = view.boxes.iter().filter_map(place).unzip();
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
