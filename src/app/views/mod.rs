//! What templates see: one struct a template, every name and text final.
//!
//! No decision about what is generated (`build`), no SQL (`queries`).

mod data;
mod fields;
mod meta;
mod modules;
mod parts;
mod rules;
mod text;

pub(super) use text::one_line;

use super::plan::AppPlan;
use super::queries::Writer;
use crate::mcd::Mcd;
use crate::mld::Mld;

/// Makes the views of one model.
pub(super) struct Views<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) mld: &'a Mld,
    pub(super) plan: &'a AppPlan,
    pub(super) writer: &'a Writer<'a>,
}
