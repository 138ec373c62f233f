//! The entities of the model, one file each, in the model's order.

use crate::core::entity::Entity;

pub mod appareil;
pub mod article;
pub mod client;
pub mod contact;
pub mod contrat;
pub mod devis;
pub mod employe;
pub mod particulier;
pub mod societe;

#[rustfmt::skip]
pub static ALL: &[&dyn Entity] = &[
    &client::ClientEntity,
    &particulier::ParticulierEntity,
    &societe::SocieteEntity,
    &contact::ContactEntity,
    &employe::EmployeEntity,
    &appareil::AppareilEntity,
    &contrat::ContratEntity,
    &article::ArticleEntity,
    &devis::DevisEntity,
];
