//! Yours: this folder is made once and never written again. What may be written here: `src/core/hooks.rs` and the README.

use std::sync::Arc;

use axum::Router;

use crate::core::hooks::Hooks;
use crate::core::state::State;

/// What else is done when a record is saved or deleted, and what more its page shows: `Hooks::new().with(…)`.
pub fn hooks() -> Hooks {
    Hooks::new()
}

/// Routes of your own, beside those of the application: `Router::new().route(…).with_state(state)`.
pub fn routes(_state: Arc<State>) -> Router {
    Router::new()
}
