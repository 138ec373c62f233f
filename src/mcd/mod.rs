//! The conceptual model (Merise's MCD), resolved: every name is an id, every expression is typed.
//!
//! Plain data in declaration order, with the span each item came from. It doesn't judge the model (`check` does) and knows no table.
//! Invariant: ids held inside an [`Mcd`] are of that `Mcd`; what could not be resolved was reported and left out.

pub mod expr;
pub mod labels;
mod model;
pub mod names;
mod resolve;

pub use model::*;
pub use resolve::{KINDS, resolve};
