//! From the conceptual model to relations, and to tables, each choice explained.
//!
//! Two views: the physical model, which runs ([`lower`]), and the logical one, the textbook's ([`logical()`]), built on the
//! same [`decide`] decisions. Contract: `design/relational.md`. Knows no SQL word.
//!
//! Invariant: the passage is total and deterministic: the same model gives the same tables, in declaration order.

pub mod decide;
pub mod explain;
mod html;
mod json;
mod logical;
mod lookup;
pub mod names;
mod physical;
mod renamed;
mod schema;

pub use html::to_html;
pub use json::to_json;
pub use logical::{Attribute, Logical, LogicalRelation, logical};
pub use physical::{build, column_type, constant_default, lower};
pub use renamed::{KINDS, renamed};
pub use schema::*;
