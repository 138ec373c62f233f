//! Yours: this folder is made once and never written again. Here, an example of each thing that may be written in it.

mod a_relancer;
mod appareil;
mod devis;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::core::hooks::Hooks;
use crate::core::state::State;

/// What else is done when a record is saved or deleted, and what more its page shows.
pub fn hooks() -> Hooks {
    Hooks::new().with(devis::Suivi).with(appareil::Couverture)
}

/// Routes of our own, beside those of the application.
pub fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route("/a-relancer", get(a_relancer::page))
        .with_state(state)
}
