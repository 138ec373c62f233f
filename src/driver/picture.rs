//! The picture of a model that goes with its application: `app` knows no geometry, and gets it as a value.
//!
//! Invariant: a model that would take longer to lay out than to generate has no picture.

use crate::diagram::compose::compose;
use crate::diagram::positions::Centres;
use crate::diagram::svg;
use crate::diagram::view::{self, Detail};
use crate::mcd::Mcd;

/// The most boxes that are laid out afresh: some tenths of a second.
const MOST_AFRESH: usize = 40;

/// The most boxes that are drawn where they were: only their lines are laid.
const MOST_KEPT: usize = 150;

/// The conceptual model as SVG, its boxes where they are kept; none for a large model.
pub fn picture(mcd: &Mcd, kept: Option<&Centres>) -> Option<String> {
    let view = view::mcd(mcd, Detail::All);
    let is_kept = kept.is_some_and(|kept| view.boxes.iter().all(|node| kept.contains_key(&node.id)));
    let most = if is_kept { MOST_KEPT } else { MOST_AFRESH };
    let is_drawn = !view.boxes.is_empty() && view.boxes.len() <= most;
    is_drawn.then(|| svg::write(&compose(&view, kept).scene, svg::Options::default()))
}
