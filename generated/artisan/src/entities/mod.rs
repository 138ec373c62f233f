//! The entities of the model, one file each, in the model's order.

use crate::core::entity::Entity;

pub mod appareil;
pub mod article;
pub mod client;
pub mod contact;
pub mod contrat;
pub mod devis;
pub mod employe;
pub mod facture;
pub mod message;
pub mod particulier;
pub mod reglement;
pub mod societe;
pub mod visite;

#[rustfmt::skip]
pub static ALL: &[&dyn Entity] = &[
    &client::ClientEntity,
    &particulier::ParticulierEntity,
    &societe::SocieteEntity,
    &contact::ContactEntity,
    &employe::EmployeEntity,
    &appareil::AppareilEntity,
    &contrat::ContratEntity,
    &visite::VisiteEntity,
    &article::ArticleEntity,
    &devis::DevisEntity,
    &facture::FactureEntity,
    &reglement::ReglementEntity,
    &message::MessageEntity,
];
