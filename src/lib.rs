//! Merisier: from a Merise conceptual data model to a working, bespoke CRM.
//!
//! Each module is a room with one job; data flows one way, from text to files (see the README, "The house").
//! `tests/tidy.rs` holds who may import whom.

pub mod app;
pub mod check;
pub mod cli;
pub mod codes;
pub mod diag;
pub mod diagram;
pub mod dossier;
pub mod driver;
pub mod format;
pub mod inventory;
pub mod mcd;
pub mod migrate;
pub mod mld;
pub mod normal;
pub mod output;
pub mod source;
pub mod sql;
pub mod syntax;
