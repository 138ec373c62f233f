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

use std::collections::BTreeMap;

use super::plan::AppPlan;
use super::queries::Writer;
use crate::mcd::{LegRef, Mcd};
use crate::mld::{Deferred, DeferredKind, Mld};

/// Makes the views of one model.
pub(super) struct Views<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) mld: &'a Mld,
    pub(super) plan: &'a AppPlan,
    pub(super) writer: &'a Writer<'a>,
    /// What the database says when a leg has too few or too many rows.
    participation: BTreeMap<LegRef, &'a Deferred>,
}

impl<'a> Views<'a> {
    pub(super) fn new(mcd: &'a Mcd, mld: &'a Mld, plan: &'a AppPlan, writer: &'a Writer<'a>) -> Self {
        let bounds = mld.deferred.iter().filter_map(|deferred| match deferred.kind {
            DeferredKind::Minimum(leg) | DeferredKind::Maximum(leg) => Some((leg, deferred)),
            _ => None,
        });
        Views { mcd, mld, plan, writer, participation: bounds.collect() }
    }
}
