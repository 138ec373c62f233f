//! Changes of a model, each a folder of `tests/migrations/`, run with data on the three engines: up, down, and up again.
//!
//! A folder holds `before.mcd`, `after.mcd`, `data.sql` (rows of the model before), and where they serve: `changes.mcd` (answers),
//! `check.sql` (queries, each followed by the rows expected, `-- a, b` a line), `refused.txt` (what the refusal must say),
//! `lossy` (the way back doesn't give everything back, and why), `keys` (records are known by UUIDs: `uuid after`, or `uuid` before too).
//! After up, the schema must be what a fresh creation gives.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod bench;
mod cases;
mod commands;
mod introspect;
mod keys;
mod random;
mod regeneration;
mod users;
