//! What holds for every entity of the model, on demonstration data: its pages answer, its records meet their own rules, and what
//! is required is asked for. Tests of your own rules go in files beside this one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

mod support;

use app::APP;
use app::core::meta::EntityMeta;
use serde_json::{Value, json};
use support::{get, send};

fn entities() -> impl Iterator<Item = &'static EntityMeta> {
    APP.entities.iter().map(|entity| entity.meta())
}

/// The first records of an entity, as the API gives them.
fn records(entity: &EntityMeta) -> Vec<Value> {
    let answer = get(&format!("/api/{}?limit=50", entity.slug));
    assert_eq!(answer.status, 200, "{}: {}", entity.name, answer.body);
    answer.json()["items"].as_array().cloned().unwrap_or_default()
}

/// A record's key, as addresses have it: a number, or the text of a UUID.
fn key(record: &Value) -> String {
    record["id"]
        .as_str()
        .map_or_else(|| record["id"].to_string(), str::to_owned)
}

#[test]
fn pages_answer() {
    for path in ["/", "/health", "/api/openapi.json"] {
        assert_eq!(get(path).status, 200, "{path}");
    }
    for entity in entities() {
        let list = format!("/{}", entity.slug);
        assert_eq!(get(&list).status, 200, "{list}");
        // A supertype asks first which subtype is meant, and shows a record on its subtype's page.
        let form = get(&format!("{list}/new")).status;
        assert!(form == 200 || form == 303, "{list}/new answers {form}");
        for record in records(entity).iter().take(3) {
            let page = format!("{list}/{}", key(record));
            let status = get(&page).status;
            assert!(status == 200 || status == 303, "{page} answers {status}");
        }
    }
}

#[test]
fn records_meet_their_own_rules() {
    for entity in entities().filter(|entity| entity.subtypes.is_empty()) {
        let records = records(entity);
        assert!(!records.is_empty(), "no demonstration data of {}", entity.name);
        for record in records {
            let path = format!("/api/{}/{}", entity.slug, key(&record));
            let saved = send("PATCH", &path, &json!({ "version": record["version"] }).to_string());
            assert_eq!(saved.status, 200, "{path}: {}", saved.body);
            // Demonstration data has no history, and a save that changes nothing makes none.
            let history = get(&format!("{path}/history"));
            assert_eq!((history.status, &history.json()["items"]), (200, &json!([])), "{path}");
        }
    }
}

#[test]
fn what_is_required_is_asked_for() {
    for entity in entities().filter(|entity| entity.subtypes.is_empty() && entity.parent.is_none()) {
        let asked = entity
            .fields
            .iter()
            .filter(|field| field.required && !field.is_given());
        let asked: Vec<&str> = asked
            .filter(|field| field.initial == app::core::meta::Initial::Empty)
            .map(|field| field.name)
            .collect();
        if asked.is_empty() {
            continue;
        }
        let answer = send("POST", &format!("/api/{}", entity.slug), "{}");
        assert_eq!(answer.status, 422, "{}: {}", entity.name, answer.body);
        let errors = answer.json()["errors"].to_string();
        for field in asked {
            assert!(
                errors.contains(&format!("\"{field}\"")),
                "{}.{field} is not asked for: {errors}",
                entity.name
            );
        }
    }
}
