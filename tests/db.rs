//! Every script that Merisier emits, executed on real SQLite, PostgreSQL and MariaDB.
//!
//! For each thing enforced: the row that breaks it, refused by name, and the row that doesn't, taken in, on each engine.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod support;

#[path = "db/bench.rs"]
mod bench;
#[path = "db/constraints.rs"]
mod constraints;
#[path = "db/expressions.rs"]
mod expressions;
#[path = "db/patterns.rs"]
mod patterns;
#[path = "db/random.rs"]
mod random;
#[path = "db/rows.rs"]
mod rows;
#[path = "db/scripts.rs"]
mod scripts;
#[path = "db/subtypes.rs"]
mod subtypes;
