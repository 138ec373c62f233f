//! The relations of the model, one file each, in the model's order.

use crate::core::entity::Relation;

pub mod intervenir;
pub mod ligne_devis;
pub mod ligne_facture;
pub mod utiliser;

#[rustfmt::skip]
pub static ALL: &[&dyn Relation] = &[
    &intervenir::IntervenirRelation,
    &ligne_devis::LigneDevisRelation,
    &ligne_facture::LigneFactureRelation,
    &utiliser::UtiliserRelation,
];
