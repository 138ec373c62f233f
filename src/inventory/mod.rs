//! The client's documents: reading their files, knowing their fields, holding them against the model.
//!
//! `read` gives [`read::Table`]s, on which everything else stands. No dependency theory (`normal`) and no SQL.
//! Invariant: nothing read leaves the machine, and a bad file is a [`read::Problem`] that keeps no other from being read.

pub mod audit;
pub mod coverage;
pub mod dependencies;
pub mod fds;
pub mod group;
pub mod judge;
pub mod matching;
pub mod profile;
pub mod read;
pub mod report;
pub mod stage;
pub mod value;
