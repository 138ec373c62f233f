//! The drawings of a model that a page holds: each diagram at each level of detail, boxes in the same places.
//!
//! Tables stand beside the places of their entities and relations.

use super::super::beside::{self, conceptual, table_of};
use super::super::compose::compose;
use super::super::positions::Positions;
use super::super::revised;
use super::super::view::{self, Detail, Kind, Lowered, Selection, View};
use super::Sheet;
use crate::mcd::Mcd;
use crate::migrate::Difference;
use crate::mld::Mld;

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

/// The drawings, and where the boxes are.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The diagram asked for first, in full.
    pub sheets: Vec<Sheet>,
    /// To be kept beside the model, where the whole of it is shown.
    pub positions: Positions,
}

/// Draws every diagram, boxes where they are kept. None where the model has no such part.
pub fn draw(mcd: &Mcd, mld: &Mld, kept: &Positions, wanted: &Wanted) -> Option<Drawn> {
    let mut drawn = Drawn::default();
    let mut kept = kept.clone();
    for kind in [Kind::Mcd, Kind::Mld, Kind::Crow] {
        let Some(full) = shown(mcd, mld, kind, Detail::All, wanted) else { continue };
        let (name, composed) = match kind {
            Kind::Mcd => ("mcd", compose(&full, kept.of("mcd"))),
            _ => ("tables", beside::tables(Lowered { mcd, mld }, &full, &kept)),
        };
        kept.set(name, composed.centres.clone());
        drawn.sheets.push(sheet(mcd, mld, (kind, Detail::All), wanted, full, composed.scene));
        let less: &[Detail] = if wanted.only_in_full { &[] } else { &[Detail::Keys, Detail::Names] };
        for detail in less {
            let Some(view) = shown(mcd, mld, kind, *detail, wanted) else { continue };
            let scene = compose(&view, Some(&composed.centres)).scene;
            drawn.sheets.push(sheet(mcd, mld, (kind, *detail), wanted, view, scene));
        }
    }
    drawn.positions = kept;
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
    let places = [&old.1.positions, &new.1.positions];
    for kind in [Kind::Mcd, Kind::Mld, Kind::Crow] {
        let Some((view, scene)) = revised::draw([old.0, new.0], found, kind, places, &wanted.part) else { continue };
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
