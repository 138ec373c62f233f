//! Text to tree: never fails, reports every error of a file. Knows nothing of what names mean.

pub mod ast;
