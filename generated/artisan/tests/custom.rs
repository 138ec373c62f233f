//! What `src/custom/` adds to the application: hooks on quotes, and a page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

mod support;

use serde_json::{Value, json};
use support::{get, send};

/// A new quote, saved by the API.
fn quote(state: &str) -> Value {
    let other = get("/api/devis?limit=1").json()["items"][0].clone();
    let line = get(&format!("/api/devis/{}", other["id"])).json()["ligne_devis"].clone();
    let body = json!({
        "objet": "Chaudière", "date": "2026-03-31", "etat": state,
        "client": other["client"], "auteur": other["auteur"], "ligne_devis": line,
    });
    let answer = send("POST", "/api/devis", &body.to_string());
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

#[test]
fn a_quote_is_valid_for_a_month_unless_said_otherwise() {
    assert_eq!(quote("brouillon")["validite"], "2026-04-30");
}

#[test]
fn an_accepted_quote_stays_so() {
    let quote = quote("accepte");
    let path = format!("/api/devis/{}", quote["id"]);
    let back = json!({ "version": quote["version"], "etat": "brouillon" });
    let answer = send("PATCH", &path, &back.to_string());
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("ne redevient pas un brouillon"), "{}", answer.body);
    let answer = send("DELETE", &format!("{path}?version={}", quote["version"]), "");
    assert!(answer.body.contains("ne se supprime pas"), "{}", answer.body);
    assert_eq!(get(&path).json()["etat"], "accepte");
}

#[test]
fn own_pages_have_the_menu_of_the_others() {
    quote("envoye");
    let page = get("/a-relancer").body;
    assert!(page.contains("Chaudière") && page.contains("id=\"page-nav\""), "{page}");
}
