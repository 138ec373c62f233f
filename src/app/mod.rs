//! The generated application: its plan, its views, the rendering of its templates.
//!
//! Computes every name and statement before a template is rendered; templates loop and test, nothing more. Geometry and the
//! relational rules are elsewhere. Invariant: the same model gives the same bytes.

mod build;
mod generate;
mod guards;
mod indexes;
mod layout;
mod names;
mod plan;
mod queries;
mod rules;
mod views;

pub use generate::{Options, RenderError, generate, generate_illustrated};
