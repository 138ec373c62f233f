//! A tree of files as a value, and the careful writing of it over what stands on disk.
//!
//! Knows nothing of what the files mean. Invariant: what a person wrote is never lost. A generated file that was edited
//! is left alone, a file of theirs is never touched again, and nothing outside the root is read or written.

mod decide;
mod disk;
mod error;
mod journal;
mod manifest;
mod path;
mod pristine;
mod tree;
mod write;

pub use disk::replace as replace_file;
pub use error::WriteError;
pub use tree::{OutputFile, OutputTree, Policy};
pub use write::{Report, is_ours, write};
