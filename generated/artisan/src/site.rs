//! The application as a whole.

use crate::core::meta::Site;

#[rustfmt::skip]
pub static SITE: Site = Site {
    title: "Chauffage Lemoine",
    locale: "fr",
    currency: "EUR",
    timezone: "Europe/Paris",
};
