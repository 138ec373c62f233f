//! What an OpenAPI 3.1 document must be for a client generator to read it, checked by structure.

use std::collections::BTreeSet;

use serde_json::Value as Json;

const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];
const TYPES: &[&str] = &["null", "boolean", "object", "array", "number", "string", "integer"];

/// Asserts that the document is whole: references lead somewhere, parameters of paths are declared, operations are named once.
pub fn check(document: &Json) {
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let paths = document["paths"].as_object().expect("paths");
    assert!(!paths.is_empty());
    let mut operations = BTreeSet::new();
    for (path, item) in paths {
        assert!(path.starts_with('/'), "{path}");
        let item = item.as_object().expect("a path item");
        for (method, operation) in item.iter().filter(|(name, _)| *name != "parameters") {
            assert!(METHODS.contains(&method.as_str()), "{path}: {method}");
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
            assert!(operations.insert(id.to_owned()), "{id} names two operations");
            let responses =
                operation["responses"].as_object().unwrap_or_else(|| panic!("{method} {path} has no responses"));
            for (status, response) in responses {
                assert!(status.parse::<u16>().is_ok_and(|status| (200..600).contains(&status)), "{status}");
                assert!(response["description"].is_string(), "{method} {path} {status}");
            }
            parameters_are_declared(
                path,
                &item.get("parameters").cloned().unwrap_or_default(),
                &operation["parameters"],
            );
        }
    }
    references_lead_somewhere(document, document);
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let properties = schema["properties"].as_object().unwrap_or_else(|| panic!("{name} has no properties"));
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(
                properties.contains_key(required.as_str().unwrap_or_default()),
                "{name} requires {required}, which it doesn't have"
            );
        }
    }
}

fn parameters_are_declared(path: &str, shared: &Json, own: &Json) {
    let all: Vec<&Json> = [shared, own].into_iter().filter_map(Json::as_array).flatten().collect();
    let mut seen = BTreeSet::new();
    for parameter in &all {
        let key = (parameter["in"].as_str().unwrap_or_default(), parameter["name"].as_str().unwrap_or_default());
        assert!(["path", "query", "header", "cookie"].contains(&key.0) && !key.1.is_empty(), "{path}: {parameter}");
        assert!(parameter["schema"].is_object(), "{path}: {parameter}");
        assert!(seen.insert(key), "{path} has {key:?} twice");
    }
    for name in path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        let declared = all
            .iter()
            .any(|parameter| parameter["in"] == "path" && parameter["name"] == name && parameter["required"] == true);
        assert!(declared, "{path} doesn't declare {name}");
    }
}

fn references_lead_somewhere(document: &Json, place: &Json) {
    match place {
        Json::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Json::as_str) {
                let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference}"));
                assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
            }
            types_exist(members.get("type"));
            members.values().for_each(|member| references_lead_somewhere(document, member));
        }
        Json::Array(items) => items.iter().for_each(|item| references_lead_somewhere(document, item)),
        _ => {}
    }
}

fn types_exist(kind: Option<&Json>) {
    match kind {
        Some(Json::String(name)) => assert!(TYPES.contains(&name.as_str()), "{name} is no JSON type"),
        Some(Json::Array(names)) => names.iter().for_each(|name| types_exist(Some(name))),
        // A property may be named `type`: then it holds a schema.
        Some(_) | None => {}
    }
}
