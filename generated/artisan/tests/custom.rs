//! What `src/custom/` adds to the application: hooks on quotes and appliances, and a page.

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

/// A new appliance under no contract.
fn appliance(serial: &str, installed: &str) -> Value {
    let other = get("/api/appareils?limit=1").json()["items"][0].clone();
    let body = json!({ "numero_serie": serial, "marque": "M", "modele": "M1", "pose_le": installed, "client": other["client"] });
    let answer = send("POST", "/api/appareils", &body.to_string());
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

#[test]
fn a_contract_covers_appliances_by_their_own_hooks() {
    let (installed, awaited) = (appliance("S-1", "2024-05-01"), appliance("S-2", "2999-01-01"));
    assert_eq!(installed["garantie_fin"], Value::Null);
    let covered = |appliance: &Value| {
        let other = get("/api/contrats-d-entretien?limit=1").json()["items"][0].clone();
        let body = json!({ "debut": "2026-01-01", "montant": "120.00", "client": other["client"], "couvrir": [appliance["id"]] });
        send("POST", "/api/contrats-d-entretien", &body.to_string())
    };
    let answer = covered(&awaited);
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(
        answer.body.contains("n'est pas encore posé") && answer.body.contains("\"couvrir\""),
        "{}",
        answer.body
    );
    let answer = covered(&installed);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let after = get(&format!("/api/appareils/{}", installed["id"])).json();
    assert_eq!(after["contrat"], answer.json()["id"]);
    assert_eq!(after["garantie_fin"], "2026-05-01");
}

#[test]
fn own_pages_have_the_menu_of_the_others() {
    quote("envoye");
    let page = get("/a-relancer").body;
    assert!(page.contains("Chaudière") && page.contains("id=\"page-nav\""), "{page}");
}
