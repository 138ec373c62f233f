//! Requests and answers: the table of routes, what is read from a request, what failures become.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};

use super::db::DbError;
use super::errors::Failure;
use super::files::{self, Upload};
use super::pages::{self, Flash, Frame};
use super::query::{Params, read_params};
use super::state::State;
use super::views::ErrorView;
use super::{api, assets, handlers, migrate, security};

/// Largest body accepted.
const BODY: usize = 16 * 1024 * 1024;

/// A request, taken apart.
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub params: Params,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// The fields of a form, and the files sent with it.
    pub form: Params,
    pub uploads: Vec<Upload>,
    /// The visitor's CSRF token, and whether it was given just now.
    pub csrf: String,
    fresh: bool,
}

impl Ask {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn flash(&self) -> Option<Flash> {
        let raw = security::cookie(&self.headers, "flash")?;
        let (kind, text) = read_params(raw).into_iter().next()?;
        let known = matches!(kind.as_str(), "success" | "error" | "info");
        known.then_some(Flash {
            kind,
            text,
        })
    }
}

pub fn router(state: Arc<State>) -> Router {
    let own = crate::custom::routes(Arc::clone(&state)).layer(from_fn_with_state(Arc::clone(&state), around_own));
    Router::new().fallback(answer).with_state(state).merge(own)
}

/// What keeps other sites out of the application's own routes, as out of the others.
async fn around_own(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let (method, headers) = (request.method(), request.headers());
    let welcome = security::known_host(headers, &state.config.allowed_hosts) && security::same_origin(method, headers);
    let mut response = if welcome {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    };
    security::protect(&mut response);
    response
}

/// A page of the application's own code, with the menu around it: a template of `templates/custom/`, and what it is given.
pub fn own_page(state: &State, path: &str, template: &str, view: impl serde::Serialize) -> Result<Html<String>, Failure> {
    let frame = Frame {
        path,
        csrf: "",
        flash: None,
    };
    Ok(Html(pages::render(&state.pages, template, &frame, view)?))
}

async fn answer(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    let mut response = match take(request).await {
        Ok(ask) => respond(&state, &ask).await,
        Err(detail) => (StatusCode::PAYLOAD_TOO_LARGE, detail).into_response(),
    };
    security::protect(&mut response);
    response
}

async fn take(request: Request) -> Result<Ask, String> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY).await.map_err(|error| error.to_string())?;
    let known = security::cookie(&parts.headers, "csrf")
        .filter(|token| token.len() == 32)
        .map(str::to_owned);
    let query = parts.uri.query().unwrap_or("").to_owned();
    let kind = parts.headers.get(header::CONTENT_TYPE).cloned();
    let (form, uploads) = match kind {
        Some(kind) if kind.as_bytes().starts_with(b"multipart/form-data") => read_parts(kind, body.clone()).await?,
        Some(kind) if kind.as_bytes().starts_with(b"application/json") => (Params::new(), Vec::new()),
        _ => (form_urlencoded::parse(&body).into_owned().collect(), Vec::new()),
    };
    Ok(Ask {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        params: read_params(&query),
        query,
        headers: parts.headers,
        body: body.to_vec(),
        form,
        uploads,
        fresh: known.is_none(),
        csrf: known.unwrap_or_else(security::token),
    })
}

/// The fields and the files of a form that can carry files.
async fn read_parts(kind: HeaderValue, body: axum::body::Bytes) -> Result<(Params, Vec<Upload>), String> {
    let mut request = Request::new(Body::from(body));
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| error.to_string())?;
    let (mut form, mut uploads) = (Params::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|error| error.to_string())? {
        let field = part.name().unwrap_or("").to_owned();
        let name = part.file_name().map(str::to_owned);
        let content = part.bytes().await.map_err(|error| error.to_string())?;
        match name {
            Some(name) if !name.is_empty() && !content.is_empty() => uploads.push(Upload {
                field,
                name,
                content: content.to_vec(),
            }),
            // A file input left empty says nothing.
            Some(_) => {}
            None => form.push((field, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    Ok((form, uploads))
}

async fn respond(state: &Arc<State>, ask: &Ask) -> Response {
    if let Some(name) = ask.path.strip_prefix("/static/") {
        return assets::answer(name, &ask.query, ask.header("if-none-match")).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response());
    }
    let result = match guard(state, ask) {
        Ok(()) => route(state, ask).await,
        Err(failure) => Err(failure),
    };
    let mut response = match result {
        Ok(response) => response,
        Err(failure) if ask.path.starts_with("/api/") => api::problem(state, failure),
        Err(failure) => failure_page(state, ask, failure),
    };
    if ask.fresh && !ask.path.starts_with("/api/") {
        add_cookie(&mut response, &format!("csrf={}; Path=/; SameSite=Lax; HttpOnly", ask.csrf));
    }
    response
}

/// What is refused before anything is read.
fn guard(state: &State, ask: &Ask) -> Result<(), Failure> {
    if !security::known_host(&ask.headers, &state.config.allowed_hosts) {
        return Err(Failure::Forbidden("unknown host"));
    }
    if !security::same_origin(&ask.method, &ask.headers) {
        return Err(Failure::Forbidden("another site"));
    }
    if ask.method.is_safe() || ask.path.starts_with("/api/") {
        return Ok(());
    }
    let token = ask
        .form
        .iter()
        .find(|(name, _)| name == "_csrf")
        .map_or("", |(_, token)| token.as_str());
    if ask.fresh || !security::tokens_match(&ask.csrf, token) {
        return Err(Failure::Forbidden("no valid token"));
    }
    Ok(())
}

/// The table of routes.
async fn route(state: &Arc<State>, ask: &Ask) -> Result<Response, Failure> {
    let segments: Vec<&str> = ask.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let method = if ask.method == Method::HEAD {
        Method::GET
    } else {
        ask.method.clone()
    };
    let entity = |slug: &str| state.model.at_slug(slug).ok_or(Failure::NotFound);
    let id = |slug: &str, text: &str| entity(slug)?.meta.key.read(text).ok_or(Failure::NotFound);
    match (method.as_str(), segments.as_slice()) {
        ("GET", []) => handlers::home(state, ask).await,
        ("GET", ["files", name]) => files::answer(&state.config.files, name),
        ("GET", ["health"]) => Ok(health(state).await),
        (_, ["api", rest @ ..]) => api::route(state, ask, &method, rest).await,
        ("GET", [slug]) => handlers::list(state, ask, entity(slug)?).await,
        ("POST", [slug]) => handlers::create(state, ask, entity(slug)?).await,
        ("GET", [slug, "new"]) => handlers::new(state, ask, entity(slug)?).await,
        ("GET", [slug, "export.csv"]) => handlers::export(state, ask, entity(slug)?),
        ("GET", [slug, "pick"]) => handlers::pick(state, ask, entity(slug)?).await,
        ("GET", [slug, "deleted"]) => handlers::deleted(state, ask, entity(slug)?).await,
        ("POST", [slug, "views"]) => handlers::saved_view(state, ask, entity(slug)?).await,
        ("POST", [slug, "check"]) => handlers::check(state, ask, entity(slug)?).await,
        ("GET", [slug, key]) => handlers::record(state, ask, entity(slug)?, id(slug, key)?).await,
        ("POST", [slug, key]) => handlers::update(state, ask, entity(slug)?, id(slug, key)?).await,
        ("GET", [slug, key, "edit"]) => handlers::edit(state, ask, entity(slug)?, id(slug, key)?).await,
        ("GET", [slug, key, "history"]) => handlers::history(state, ask, entity(slug)?, id(slug, key)?).await,
        ("GET", [slug, key, "delete"]) => handlers::ask_delete(state, ask, entity(slug)?, id(slug, key)?).await,
        ("POST", [slug, key, "delete"]) => handlers::delete(state, ask, entity(slug)?, id(slug, key)?).await,
        _ => Err(Failure::NotFound),
    }
}

async fn health(state: &State) -> Response {
    let healthy = migrate::is_healthy(&state.db).await;
    let status = if healthy {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = serde_json::json!({ "status": if healthy { "ok" } else { "unavailable" } }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A page of HTML.
pub fn page(state: &State, ask: &Ask, name: &str, status: StatusCode, view: impl serde::Serialize) -> Result<Response, Failure> {
    let flash = ask.flash();
    let seen = flash.is_some();
    let frame = Frame {
        path: &ask.path,
        csrf: &ask.csrf,
        flash,
    };
    let html = pages::render(&state.pages, name, &frame, view)?;
    let mut response = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    if seen {
        add_cookie(&mut response, "flash=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
    }
    Ok(response)
}

/// To another page after an action, with a message to show there.
pub fn redirect(url: &str, flash: Option<(&str, String)>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::from_str(url) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if let Some((kind, text)) = flash {
        let short: String = text.chars().take(300).collect();
        let value = form_urlencoded::Serializer::new(String::new())
            .append_pair(kind, &short)
            .finish();
        add_cookie(&mut response, &format!("flash={value}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly"));
    }
    response
}

fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// What a failure says: status, key of its title, message.
pub fn describe(state: &State, failure: &Failure) -> (StatusCode, &'static str, String) {
    let locale = &state.model.locale;
    match failure {
        Failure::NotFound => (StatusCode::NOT_FOUND, "title.not_found", locale.say("failure.not_found", &[])),
        Failure::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "title.refused", locale.say("failure.refused", &[])),
        Failure::Conflict => (StatusCode::CONFLICT, "title.conflict", locale.say("failure.conflict", &[])),
        Failure::Forbidden(reason) => {
            tracing::warn!(reason, "a request was refused");
            (StatusCode::FORBIDDEN, "title.forbidden", locale.say("failure.forbidden", &[]))
        }
        Failure::BadRequest(detail) => (
            StatusCode::BAD_REQUEST,
            "title.bad_request",
            locale.say("failure.bad_request", &[("detail", detail)]),
        ),
        Failure::Database(DbError::Busy(text)) => {
            tracing::warn!(text, "the database is busy");
            (StatusCode::SERVICE_UNAVAILABLE, "title.internal", locale.say("failure.busy", &[]))
        }
        Failure::Database(DbError::Violation(violation)) if violation.foreign_key => {
            (StatusCode::CONFLICT, "title.refused", locale.say("error.foreign_key", &[]))
        }
        Failure::Database(error) => {
            tracing::error!(?error, "the database failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "title.internal", locale.say("failure.internal", &[]))
        }
        Failure::Internal(detail) => {
            tracing::error!(detail, "a request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "title.internal", locale.say("failure.internal", &[]))
        }
    }
}

fn failure_page(state: &State, ask: &Ask, failure: Failure) -> Response {
    let (status, title, mut message) = describe(state, &failure);
    if let Failure::Refused(errors) = &failure {
        message = errors
            .iter()
            .map(|error| error.message.clone())
            .collect::<Vec<_>>()
            .join(" ");
    }
    let back = ask
        .path
        .rsplit_once('/')
        .map(|(parent, _)| parent.to_owned())
        .filter(|parent| !parent.is_empty());
    let view = ErrorView {
        status: status.as_u16(),
        title: state.model.locale.say(title, &[]),
        message: message.clone(),
        back_url: back,
    };
    page(state, ask, "error.html", status, view).unwrap_or_else(|failure| {
        tracing::error!(?failure, "the page of errors failed");
        (status, message).into_response()
    })
}
