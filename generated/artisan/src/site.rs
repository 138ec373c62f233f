//! The application as a whole.

use crate::core::meta::Site;

#[rustfmt::skip]
pub static SITE: Site = Site {
    title: "Chauffage Lemoine",
    locale: "fr",
    currency: "EUR",
    timezone: "Europe/Paris",
    refusals: &[
        ("sub_client_client", "Client : choisir un sous-type"),
        ("min_contrat_couvrir_contrat", "Contrat d'entretien : « couvre » au moins 1 fois"),
        ("min_visite_intervenir_visite", "Visite : « intervient » au moins 1 fois"),
        ("min_devis_ligne_devis_devis", "Devis : « comporte » au moins 1 fois"),
        ("min_facture_ligne_facture_facture", "Facture : « comporte » au moins 1 fois"),
    ],
};
