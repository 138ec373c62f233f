//! Yours: this folder is made once and never written again.

use std::sync::Arc;

use axum::Router;

use crate::core::state::State;

/// Routes of your own, beside those of the application.
pub fn routes(_state: Arc<State>) -> Router {
    Router::new()
}
