//! The relations that have a table of their own, one file each, in the model's order.

use crate::core::entity::Relation;

pub mod ligne_devis;

#[rustfmt::skip]
pub static ALL: &[&dyn Relation] = &[
    &ligne_devis::LigneDevisRelation,
];
