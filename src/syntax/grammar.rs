//! The parser that pest makes from `grammar/mcd.pest`. Nothing is decided here.

#![allow(missing_docs, unreachable_pub, clippy::all)] // generated code

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/mcd.pest"]
pub struct McdParser;
