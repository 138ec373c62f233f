//! Diagrams: geometry first, then drawing.
//!
//! A [`view::View`] says what is shown of a model, `layout` where it goes, [`compose`] makes a [`scene::Scene`] of pure geometry
//! of it, and [`svg`] writes that. Nothing here reads or writes a file, and no relational rule is decided here.

pub mod album;
pub mod beside;
pub mod compose;
pub mod export;
pub mod interchange;
pub mod labels;
pub mod layout;
mod lines;
pub mod page;
pub mod paper;
pub mod positions;
pub mod raster;
pub mod revised;
pub mod scene;
pub mod svg;
pub mod text;
pub mod view;
