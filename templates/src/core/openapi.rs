//! The OpenAPI 3.1 document of the API, from the same metadata as the pages.

use serde_json::{Map, Value as Json, json};

use super::counterpart;
use super::key::KeyKind;
use super::kind::Kind;
use super::meta::Initial;
use super::model::{EntityInfo, FieldInfo, Model};

pub fn document(model: &Model) -> Json {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for entity in &model.entities {
        schemas.insert(entity.meta.name.to_owned(), schema(model, entity));
        paths.insert(format!("/api/{}", entity.meta.slug), collection(entity));
        paths.insert(format!("/api/{}/{{id}}", entity.meta.slug), item(entity));
        paths.insert(format!("/api/{}/{{id}}/history", entity.meta.slug), history(entity));
    }
    schemas.insert("problem".to_owned(), problem());
    schemas.insert("_event".to_owned(), event());
    json!({
        "openapi": "3.1.0",
        "info": { "title": model.site.title, "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn body(schema: Json) -> Json {
    json!({ "application/json": { "schema": schema } })
}

fn refused() -> Json {
    json!({ "description": "The record breaks a rule", "content": { "application/problem+json": { "schema": reference("problem") } } })
}

fn collection(entity: &EntityInfo) -> Json {
    let mut parameters = vec![
        parameter("q", "Words or numbers to find"),
        parameter("sort", "Name of a field, after `-` for descending order"),
        parameter("after", "Cursor, as `next` gives it"),
        parameter("limit", "1 to 200"),
    ];
    for field in &entity.fields {
        parameters.push(parameter(&format!("f.{}", field.name), field.label));
    }
    let list = json!({
        "type": "object",
        "required": ["items", "total", "next"],
        "properties": {
            "items": { "type": "array", "items": reference(entity.meta.name) },
            "total": { "type": "integer" },
            "next": { "type": ["string", "null"] },
        },
    });
    json!({
        "get": {
            "operationId": format!("list_{}", entity.meta.name),
            "summary": entity.meta.plural,
            "parameters": parameters,
            "responses": { "200": { "description": entity.meta.plural, "content": body(list) } },
        },
        "post": {
            "operationId": format!("create_{}", entity.meta.name),
            "summary": entity.meta.label,
            "requestBody": { "required": true, "content": body(reference(entity.meta.name)) },
            "responses": { "201": { "description": entity.meta.label, "content": body(reference(entity.meta.name)) }, "422": refused() },
        },
    })
}

fn parameter(name: &str, description: &str) -> Json {
    json!({ "name": name, "in": "query", "description": description, "schema": { "type": "string" } })
}

fn item(entity: &EntityInfo) -> Json {
    let found = json!({ "description": entity.meta.label, "content": body(reference(entity.meta.name)) });
    let missing = json!({ "description": "There is no such record", "content": { "application/problem+json": { "schema": reference("problem") } } });
    let conflict = json!({ "description": "Somebody saved it since `version`", "content": { "application/problem+json": { "schema": reference("problem") } } });
    let change = |name: &str| {
        json!({
            "operationId": format!("{name}_{}", entity.meta.name),
            "requestBody": { "required": true, "content": body(reference(entity.meta.name)) },
            "responses": { "200": found.clone(), "404": missing.clone(), "409": conflict.clone(), "422": refused() },
        })
    };
    json!({
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": key(entity.meta.key) }],
        "get": { "operationId": format!("get_{}", entity.meta.name), "responses": { "200": found.clone(), "404": missing.clone() } },
        "put": change("replace"),
        "patch": change("change"),
        "delete": { "operationId": format!("delete_{}", entity.meta.name), "responses": { "204": { "description": "Deleted" }, "404": missing.clone(), "422": refused() } },
    })
}

fn schema(model: &Model, entity: &EntityInfo) -> Json {
    let mut properties = Map::new();
    let mut id = key(entity.meta.key);
    id.insert("readOnly".to_owned(), json!(true));
    properties.insert("id".to_owned(), Json::Object(id));
    properties.insert(
        "version".to_owned(),
        json!({ "type": "integer", "description": "Send it back to be told when somebody saved meanwhile" }),
    );
    properties.insert("_title".to_owned(), json!({ "type": "string", "readOnly": true }));
    for field in &entity.fields {
        properties.insert(field.name.to_owned(), property(model, field));
    }
    for lines in &entity.lines {
        if let Some(relation) = model.relation_named(lines.relation) {
            let fields: Vec<&FieldInfo> = relation
                .fields
                .iter()
                .filter(|field| field.name != lines.leg)
                .collect();
            let cells: Map<String, Json> = fields
                .iter()
                .map(|field| {
                    let mut cell = property(model, field);
                    // A record that asks for this line may come with it.
                    if counterpart::entity(model, relation, lines.leg, field).is_some() {
                        let (kind, _) = key_type(model.target(field).map_or(KeyKind::Integer, |target| target.meta.key));
                        cell["type"] = json!([kind, "object"]);
                    }
                    (field.name.to_owned(), cell)
                })
                .collect();
            let needed: Vec<&str> = fields
                .iter()
                .filter(|field| field.required && field.is_entered() && field.initial == Initial::Empty)
                .map(|field| field.name)
                .collect();
            let row = json!({ "type": "object", "properties": cells, "required": needed });
            properties.insert(lines.relation.to_owned(), json!({ "type": "array", "title": lines.label, "items": row }));
        }
    }
    for members in &entity.members {
        let member = model
            .named(members.entity)
            .map_or(KeyKind::Integer, |member| member.meta.key);
        let (member, _) = key_type(member);
        properties.insert(
            members.name.to_owned(),
            json!({ "type": "array", "title": members.label, "items": { "type": [member, "object"] } }),
        );
    }
    let needed: Vec<&str> = entity
        .fields
        .iter()
        .filter(|field| (field.required || field.identifier) && field.is_entered() && field.initial == Initial::Empty)
        .map(|field| field.name)
        .collect();
    json!({ "type": "object", "title": entity.meta.label, "description": entity.meta.help, "properties": properties, "required": needed })
}

/// The type and format of a key.
fn key_type(kind: KeyKind) -> (&'static str, Option<&'static str>) {
    match kind {
        KeyKind::Integer => ("integer", None),
        KeyKind::Uuid => ("string", Some("uuid")),
    }
}

fn key(kind: KeyKind) -> Map<String, Json> {
    let (kind, format) = key_type(kind);
    let format = format.map(|format| ("format".to_owned(), json!(format)));
    std::iter::once(("type".to_owned(), json!(kind)))
        .chain(format)
        .collect()
}

fn property(model: &Model, field: &FieldInfo) -> Json {
    let (kind, format) = match field.kind {
        Kind::Integer | Kind::Serial => ("integer", None),
        Kind::Reference(reference) => key_type(reference.key),
        Kind::Duration => ("integer", Some("seconds")),
        Kind::Boolean => ("boolean", None),
        Kind::Decimal {
            ..
        }
        | Kind::Money
        | Kind::Percent => ("string", Some("decimal")),
        Kind::Date => ("string", Some("date")),
        Kind::Time => ("string", Some("time")),
        Kind::DateTime => ("string", Some("date-time")),
        Kind::Email => ("string", Some("email")),
        Kind::Url => ("string", Some("uri")),
        Kind::Uuid => ("string", Some("uuid")),
        _ => ("string", None),
    };
    let mut schema = json!({ "title": field.label, "type": if field.required || field.identifier { json!(kind) } else { json!([kind, "null"]) } });
    let Some(object) = schema.as_object_mut() else {
        return schema;
    };
    let mut put = |name: &str, value: Json| object.insert(name.to_owned(), value);
    if let Some(format) = format {
        put("format", json!(format));
    }
    if matches!(field.kind, Kind::Json) {
        put("type", json!(["object", "array", "string", "number", "boolean", "null"]));
    }
    if !field.help.is_empty() {
        put("description", json!(field.help));
    }
    if let Kind::Enum(choices) = field.kind {
        let mut codes: Vec<Json> = choices.iter().map(|choice| json!(choice.code)).collect();
        if !field.required {
            codes.push(Json::Null);
        }
        put("enum", Json::Array(codes));
    }
    if let Some(max) = field.kind.max_length().filter(|_| field.kind.is_text()) {
        put("maxLength", json!(max));
    }
    if let Some((regex, _)) = field.pattern {
        put("pattern", json!(format!("^(?:{regex})$")));
    }
    if !field.is_entered() {
        put("readOnly", json!(true));
    }
    if let Some(target) = model.target(field) {
        put("description", json!(format!("id: /api/{}", target.meta.slug)));
    }
    schema
}

fn history(entity: &EntityInfo) -> Json {
    let page = json!({
        "type": "object",
        "required": ["items", "next"],
        "properties": { "items": { "type": "array", "items": reference("_event") }, "next": { "type": ["string", "null"] } },
    });
    let missing = json!({ "description": "There never was such a record, or nothing was noted of it", "content": { "application/problem+json": { "schema": reference("problem") } } });
    json!({
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": key(entity.meta.key) }],
        "get": {
            "operationId": format!("history_of_{}", entity.meta.name),
            "summary": "What was done to the record, the last first; it may have been deleted since",
            "parameters": [parameter("before", "An event, as `next` gives it")],
            "responses": { "200": { "description": entity.meta.label, "content": body(page) }, "404": missing },
        },
    })
}

/// One thing that was done to a record.
fn event() -> Json {
    let changes = json!({
        "type": "object",
        "description": "Each field with its text before and after, in the spelling of the API; `true` stands for a value that isn't kept",
        "additionalProperties": { "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": ["string", "boolean", "null"] } },
    });
    let line = json!({ "type": "object", "properties": { "relation": { "type": "string" }, "changes": changes.clone() } });
    json!({
        "type": "object",
        "properties": {
            "id": { "type": "integer" },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "entity": { "type": "string" },
            "act": { "enum": ["created", "changed", "deleted"] },
            "changes": changes,
            "lines": { "type": "array", "items": line },
        },
    })
}

fn problem() -> Json {
    json!({
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "errors": {
                "type": "array",
                "items": { "type": "object", "properties": { "field": { "type": "string" }, "message": { "type": "string" } } },
            },
        },
    })
}
