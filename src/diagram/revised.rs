//! Where the boxes of two states of a model stand: at the same places in the old one, in the new one, and in the drawing of what changed.
//!
//! What changed is `migrate`'s to say. Invariant: whatever is drawn of a change, and in whatever form, a box stands in one place.

use super::beside;
use super::compose::compose;
use super::positions::{Centres, Positions};
use super::scene::Scene;
use super::view::{self, Detail, Kind, Lowered, Revision, Selection, View};
use crate::migrate::Difference;

/// The places of the old state and of the new one, from those kept of each; what is kept of neither is placed in what changed.
pub fn places(models: [Lowered<'_>; 2], found: &Difference, kept: [&Positions; 2]) -> [Positions; 2] {
    let mut places = kept.map(Positions::clone);
    settle(models, found, Kind::Mcd, &mut places);
    let [old, new] = models;
    let [before, after] = &mut places;
    // What goes stands beside the entity that it came from, where that had a place of its own.
    if kept.iter().any(|kept| kept.of("mcd").is_some()) {
        place_tables(old, before);
    }
    place_tables(new, after);
    settle(models, found, Kind::Mld, &mut places);
    places
}

/// Gives both states the places of the drawing of what changed.
fn settle(models: [Lowered<'_>; 2], found: &Difference, kind: Kind, places: &mut [Positions; 2]) {
    let (revision, name) = revision(models, found, kind);
    let [before, after] = &*places;
    let kept = revision.centres(before.of(name), after.of(name));
    let drawn = compose(&revision.view, some(&kept));
    for (positions, centres) in places.iter_mut().zip(revision.split(&drawn.centres)) {
        positions.set(name, centres);
    }
}

/// Draws what changed; none where it has no such part.
pub fn draw(
    models: [Lowered<'_>; 2],
    found: &Difference,
    kind: Kind,
    places: [&Positions; 2],
    part: &Selection,
) -> Option<(View, Scene)> {
    let (revision, name) = revision(models, found, kind);
    let [before, after] = places.map(|places| places.of(name));
    let kept = revision.centres(before, after);
    let view = view::select(&revision.view, part)?;
    let scene = compose(&view, some(&kept)).scene;
    Some((view, scene))
}

/// What changed, and the name under which its places are kept.
fn revision([old, new]: [Lowered<'_>; 2], found: &Difference, kind: Kind) -> (Revision, &'static str) {
    match kind {
        Kind::Mcd => (view::revision(old.mcd, new.mcd, found, Detail::All), "mcd"),
        _ => (view::table_revision(old, new, found, kind, Detail::All), "tables"),
    }
}

fn some(kept: &Centres) -> Option<&Centres> {
    Some(kept).filter(|kept| !kept.is_empty())
}

/// Tables that were never drawn stand beside their entities.
fn place_tables(model: Lowered<'_>, kept: &mut Positions) {
    if kept.of("tables").is_none() && kept.of("mcd").is_some() {
        let shown = view::tables(model.mcd, model.mld, Kind::Mld, Detail::All);
        kept.set("tables", beside::tables(model, &shown, kept).centres);
    }
}
