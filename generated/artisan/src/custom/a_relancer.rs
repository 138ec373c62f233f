//! A page of our own: the quotes that were sent and have had no answer.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use minijinja::context;

use crate::core::db::{Db, DbError};
use crate::core::errors::Failure;
use crate::core::key::Key;
use crate::core::record;
use crate::core::state::State;
use crate::core::web::own_page;

pub async fn page(Shared(state): Shared<Arc<State>>) -> Response {
    show(&state).await.map_or_else(refused, IntoResponse::into_response)
}

async fn show(state: &State) -> Result<Html<String>, Failure> {
    let quotes = sent(&state.db).await?;
    own_page(state, "/a-relancer", "a_relancer.html", context! { quotes })
}

/// Number and subject, the oldest first.
async fn sent(db: &Db) -> Result<Vec<(Key, String)>, DbError> {
    let rows = db
        .query("SELECT id, objet FROM devis WHERE etat = 'envoye' ORDER BY date, id", &[])
        .await?;
    Ok(rows.into_iter().map(record::pair).collect())
}

fn refused(failure: Failure) -> Response {
    tracing::error!(?failure, "the quotes to follow up");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
