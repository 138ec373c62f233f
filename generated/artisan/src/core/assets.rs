//! What the binary carries: pages, words, static files, migrations (listed by `build.rs`).

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The text of a page or of a catalogue of words.
pub fn template(name: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A page's text with the address of each static file bearing the hash of its content, so that browsers may keep it.
pub fn with_hashes(page: &str) -> String {
    let mut text = page.to_owned();
    for (name, hash, _) in FILES {
        for end in ['"', '#', '\''] {
            text = text.replace(&format!("/static/{name}{end}"), &format!("/static/{name}?v={hash}{end}"));
        }
    }
    text
}

/// Answers `/static/NAME`: kept for ever when asked for by its hash.
pub fn answer(name: &str, query: &str, if_none_match: Option<&str>) -> Option<Response> {
    let (_, hash, content) = FILES.iter().find(|(known, _, _)| *known == name)?;
    let etag = format!("\"{hash}\"");
    let known = if_none_match == Some(etag.as_str());
    let cache = if query == format!("v={hash}") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let response = Response::builder()
        .status(if known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        })
        .header(header::CONTENT_TYPE, content_type(name))
        .header(header::CACHE_CONTROL, cache)
        .header(header::ETAG, etag);
    response
        .body(if known { Body::empty() } else { Body::from(*content) })
        .ok()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
