//! What keeps other sites out: the CSRF token, the origin of requests, the names the server answers to, and headers.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// A token that other sites can't guess.
pub fn token() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness from the system there is no safe token: an empty one matches nothing.
    if getrandom::fill(&mut bytes).is_err() {
        return String::new();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The cookie's and the form's token are the same, compared without telling where they differ.
pub fn tokens_match(cookie: &str, form: &str) -> bool {
    let same = cookie
        .bytes()
        .zip(form.bytes())
        .fold(0, |differences, (a, b)| differences | (a ^ b))
        == 0;
    cookie.len() == 32 && form.len() == 32 && same
}

pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    cookies
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// Whether a request that writes may come from where it says it comes.
pub fn same_origin(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    match text(header::ORIGIN) {
        None => true,
        Some(origin) => origin
            .split_once("://")
            .is_some_and(|(_, host)| Some(host) == text(header::HOST)),
    }
}

/// Names the server answers to: itself, and those of `ALLOWED_HOSTS`. A foreign name that points here (DNS rebinding) is refused.
pub fn known_host(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.chars().all(|digit| digit.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || allowed.iter().any(|known| known == name)
}

/// Headers that every answer bears.
pub fn protect(response: &mut Response) {
    let headers = response.headers_mut();
    let fixed = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_equal_token_passes() {
        let token = token();
        assert!(tokens_match(&token, &token));
        assert!(!tokens_match(&token, &token[..31]));
        assert!(!tokens_match("", ""));
        assert!(!tokens_match(&token, &super::token()));
    }

    #[test]
    fn a_foreign_origin_or_host_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        assert!(same_origin(&Method::POST, &headers) && known_host(&headers, &[]));
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://mechant.example"));
        assert!(!same_origin(&Method::POST, &headers));
        headers.insert(header::HOST, HeaderValue::from_static("mechant.example"));
        assert!(!known_host(&headers, &[]));
    }
}
