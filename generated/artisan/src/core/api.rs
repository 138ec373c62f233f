//! The JSON API: the same records, rules and errors as the pages.

use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};

use super::counterpart::{self, Counterpart};
use super::db::DbError;
use super::delete as deletion;
use super::entity::Clock;
use super::errors::{Errors, Failure};
use super::files;
use super::form::{initial, initial_values};
use super::handlers::find;
use super::history::{self, Event, Texts};
use super::history_page::SHOWN;
use super::key::Key;
use super::kind::{Kind, OnDelete};
use super::list::{self, PAGE};
use super::lookup;
use super::members::{Member, in_place};
use super::meta::{Lines, Members};
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::openapi;
use super::parse;
use super::query::{Query, link};
use super::record::{self, Line, Record};
use super::save::{self, Target};
use super::state::State;
use super::validate::{self, Input, same_key, validate};
use super::value::{Value, Values};
use super::web::{Ask, describe};

/// Most records in one answer.
const MOST: u64 = 200;

pub async fn route(state: &Arc<State>, ask: &Ask, method: &Method, segments: &[&str]) -> Result<Response, Failure> {
    let entity = |slug: &str| state.model.at_slug(slug).ok_or(Failure::NotFound);
    let id = |slug: &str, text: &str| entity(slug)?.meta.key.read(text).ok_or(Failure::NotFound);
    match (method.as_str(), segments) {
        ("GET", ["openapi.json"]) => Ok(answer(StatusCode::OK, &openapi::document(state.model))),
        ("GET", [slug]) => all(state, ask, entity(slug)?).await,
        ("POST", [slug]) => write(state, ask, entity(slug)?, None, false).await,
        ("GET", [slug, key]) => one(state, entity(slug)?, id(slug, key)?).await,
        ("PUT", [slug, key]) => write(state, ask, entity(slug)?, Some(id(slug, key)?), false).await,
        ("PATCH", [slug, key]) => write(state, ask, entity(slug)?, Some(id(slug, key)?), true).await,
        ("GET", [slug, key, "history"]) => history(state, ask, entity(slug)?, id(slug, key)?).await,
        ("DELETE", [slug, key]) => remove(state, ask, entity(slug)?, id(slug, key)?).await,
        _ => Err(Failure::NotFound),
    }
}

fn answer(status: StatusCode, body: &Json) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// An error as RFC 9457 has it, with the messages by field.
pub fn problem(state: &State, failure: Failure) -> Response {
    let (status, title, detail) = describe(state, &failure);
    let mut body = json!({
        "type": "about:blank",
        "title": state.model.locale.say(title, &[]),
        "status": status.as_u16(),
        "detail": detail,
    });
    if let (Failure::Refused(errors), Some(body)) = (&failure, body.as_object_mut()) {
        let list = errors
            .iter()
            .map(|error| json!({ "field": error.field, "message": error.message }));
        body.insert("errors".to_owned(), list.collect());
    }
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

async fn all(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let model = state.model;
    let query = Query::read(entity, &model.locale, &ask.params);
    let limit = ask
        .params
        .iter()
        .find(|(name, _)| name == "limit")
        .and_then(|(_, limit)| limit.parse().ok())
        .unwrap_or(PAGE)
        .clamp(1, MOST);
    let positions: Vec<usize> = (0..entity.fields.len()).collect();
    let page = list::page(&state.db, model, entity, &query, &positions, limit, &state.counts).await?;
    let next = page.cursors.last().filter(|_| page.more).map(|last| {
        let mut params = query.params(entity, &model.locale);
        params.push(("limit".to_owned(), limit.to_string()));
        params.push(("after".to_owned(), last.written()));
        link(&format!("/api/{}", entity.meta.slug), &params)
    });
    let body = json!({
        "items": page.rows.iter().map(|record| object(model, entity, record)).collect::<Vec<_>>(),
        "total": list::total_with(&state.db, model, entity, &query, &page, &state.counts).await?,
        "next": next,
    });
    Ok(answer(StatusCode::OK, &body))
}

async fn one(state: &State, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (entity, record) = find(state, entity, id).await?;
    Ok(answer(StatusCode::OK, &full(state, entity, &record).await?))
}

/// What was done to a record, the last first; of a deleted one too.
async fn history(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let before = ask.params.iter().find(|(name, _)| name == "before");
    let before = before.and_then(|(_, before)| before.parse().ok());
    let mut events = history::of_record(&mut &state.db, state.model, entity, id, before, SHOWN + 1).await?;
    let more = events.len() > SHOWN as usize;
    events.truncate(SHOWN as usize);
    if events.is_empty() {
        find(state, entity, id).await?;
    }
    let next = events.last().filter(|_| more).map(|last| {
        let params = vec![("before".to_owned(), last.id.to_string())];
        link(&format!("/api/{}/{id}/history", entity.meta.slug), &params)
    });
    let body = json!({ "items": events.iter().map(told).collect::<Vec<_>>(), "next": next });
    Ok(answer(StatusCode::OK, &body))
}

fn told(event: &Event) -> Json {
    let lines = event
        .lines
        .iter()
        .map(|line| json!({ "relation": line.relation, "changes": pairs(&line.old, &line.new) }));
    json!({
        "id": event.id,
        "at": event.at.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        "entity": event.entity,
        "act": event.act.name(),
        "changes": pairs(&event.old, &event.new),
        "lines": lines.collect::<Vec<_>>(),
    })
}

/// Each field with what it held before and after.
fn pairs(old: &Texts, new: &Texts) -> Json {
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    let pairs = names.map(|name| (name.clone(), json!([old.get(name), new.get(name)])));
    Json::Object(pairs.collect())
}

/// A record's own fields.
fn object(model: &Model, entity: &EntityInfo, record: &Record) -> Json {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(record.id));
    object.insert("version".to_owned(), json!(record.version));
    object.insert("_title".to_owned(), json!(record.title));
    if entity.has_kinds() {
        object.insert("_kind".to_owned(), json!(record.kind));
    }
    for (position, field) in entity.fields.iter().enumerate() {
        object.insert(field.name.to_owned(), written(model, field, record.values.at(position)));
    }
    Json::Object(object)
}

/// With its lines and members.
async fn full(state: &State, entity: &EntityInfo, record: &Record) -> Result<Json, DbError> {
    let model = state.model;
    let mut body = object(model, entity, record);
    let Some(object) = body.as_object_mut() else {
        return Ok(body);
    };
    for lines in &entity.lines {
        if let Some(relation) = model.relation_named(lines.relation) {
            let rows = record::lines(&mut &state.db, relation, lines.leg, record.id, 100_000).await?;
            let rows = rows.iter().map(|row| {
                let cells = relation
                    .fields
                    .iter()
                    .enumerate()
                    .filter(|(_, field)| field.name != lines.leg);
                Json::Object(
                    cells
                        .map(|(position, field)| (field.name.to_owned(), written(model, field, row.values.at(position))))
                        .collect(),
                )
            });
            object.insert(lines.relation.to_owned(), rows.collect());
        }
    }
    for members in &entity.members {
        let chosen = record::members(&mut &state.db, model, members, record.id).await?;
        object.insert(members.name.to_owned(), chosen.iter().map(|(id, _)| json!(id)).collect());
    }
    Ok(body)
}

/// Exact numbers are text, so that no program rounds them.
fn written(model: &Model, field: &FieldInfo, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => json!(flag),
        Value::Int(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::DateTime(instant) => json!(instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Value::Text(text) if matches!(field.kind, Kind::Json) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Value::Text(text) => json!(text),
        Value::Uuid(uuid) => json!(uuid),
        other => json!(model.locale.input(field.kind, other)),
    }
}

async fn write(state: &State, ask: &Ask, entity: &EntityInfo, id: Option<Key>, partial: bool) -> Result<Response, Failure> {
    let model = state.model;
    let json_sent = ask.header("content-type").is_some_and(|kind| {
        kind.split(';')
            .next()
            .is_some_and(|kind| kind.trim() == "application/json")
    });
    if !json_sent {
        return Err(Failure::BadRequest("Content-Type: application/json".to_owned()));
    }
    let body: Json = serde_json::from_slice(&ask.body).map_err(|error| Failure::BadRequest(error.to_string()))?;
    let body = body
        .as_object()
        .ok_or_else(|| Failure::BadRequest("{ … }".to_owned()))?;
    let clock = model.locale.clock();
    let own = state.model.entities.get(entity.index).ok_or(Failure::NotFound)?;
    let (mut entity, mut old, mut adopted) = (own, None, None);
    if let Some(id) = id {
        match find(state, own, id).await {
            Ok((actual, record)) => (entity, old) = (actual, Some(record)),
            // Putting a record of the supertype here makes it of this subtype too.
            Err(Failure::NotFound) if !partial && own.overlaps_in.is_some() => {
                let above = own
                    .overlaps_in
                    .and_then(|above| model.entities.get(above))
                    .ok_or(Failure::NotFound)?;
                let record = record::load(&mut &state.db, above, id)
                    .await?
                    .ok_or(Failure::NotFound)?;
                adopted = Some((record.seen_as(initial_values(own, &model.locale, &clock)), above.index));
            }
            Err(failure) => return Err(failure),
        }
    }
    let mut errors = Errors::default();
    let known = old.as_ref().or(adopted.as_ref().map(|(record, _)| record));
    let input = read(state, entity, body, known, partial || adopted.is_some(), &clock, &mut errors).await?;
    if let Some(old) = &old {
        errors.keep(validate::kept(entity, &old.values, &input.values));
    }
    validate(model, entity, &input, old.is_none(), &clock, &mut errors);
    if entity.meta.total && !entity.subtypes.is_empty() && old.is_none() {
        let kinds: Vec<&str> = super::list_page::kinds(model, entity)
            .iter()
            .map(|kind| kind.url.as_str())
            .collect();
        errors.add("", model.locale.say("error.kind", &[("kinds", &kinds.join(", "))]));
    }
    let version = body.get("version").filter(|version| !version.is_null());
    if version.is_some_and(|version| version.as_i64().is_none()) {
        errors.add("version", model.locale.say("error.integer", &[]));
    }
    if !errors.is_empty() {
        return Err(Failure::Refused(errors));
    }
    let version = version.and_then(Json::as_i64);
    let target = match (&old, &adopted) {
        (Some(record), _) => Target::Existing {
            id: record.id,
            version,
        },
        (None, Some((record, from))) => Target::Adopted {
            id: record.id,
            version,
            from: *from,
        },
        (None, None) => Target::New,
    };
    let saved = save::save(&state.db, model, entity, target, &input, &clock).await;
    state.counts.forget();
    let id = saved?;
    let record = record::load(&mut &state.db, entity, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let status = if old.is_none() {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let mut response = answer(status, &full(state, entity, &record).await?);
    if let (None, Ok(location)) = (&old, format!("/api{}", entity.record_url(id)).parse()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// A body as input: unknown names and fields that the application fills are errors, not silence.
async fn read(
    state: &State,
    entity: &EntityInfo,
    body: &Map<String, Json>,
    old: Option<&Record>,
    partial: bool,
    clock: &Clock,
    errors: &mut Errors,
) -> Result<Input, DbError> {
    let model = state.model;
    let mut input = Input::empty(entity);
    input.values = match old {
        Some(record) => record.values.clone(),
        None => initial_values(entity, &model.locale, clock),
    };
    for (position, field) in entity
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.is_entered())
    {
        match body.get(field.name) {
            Some(raw) => {
                let value = value(state, field, field.name, raw, errors).await?;
                if field.readonly && old.is_some_and(|old| !old.values.at(position).is_null() && *old.values.at(position) != value) {
                    errors.add(field.name, model.locale.say("error.readonly", &[]));
                }
                input.values.set_at(position, value);
            }
            // PUT says the whole record: what it leaves out becomes empty.
            None if old.is_some() && !partial && !field.hidden && !field.readonly => input.values.set_at(position, Value::Null),
            None => {}
        }
    }
    for (name, raw) in body {
        let lines = entity.lines.iter().position(|lines| lines.relation == name);
        let members = entity.members.iter().position(|members| members.name == name);
        if let Some(slot) = lines.and_then(|place| input.lines.get_mut(place).zip(entity.lines.get(place))) {
            let (rows, counterparts) = read_lines(state, slot.1, raw, (old, partial), clock, errors).await?;
            *slot.0 = Some(rows);
            input.counterparts.extend(counterparts);
        } else if let Some(slot) = members.and_then(|place| input.members.get_mut(place).zip(entity.members.get(place))) {
            *slot.0 = Some(read_members(state, slot.1, raw, errors).await?);
        } else if let Some(field) = entity.field(name) {
            let same = old.is_some_and(|old| {
                entity
                    .position(name)
                    .is_some_and(|position| written(model, field, old.values.at(position)) == *raw)
            });
            if !field.is_entered() && !same {
                errors.add(name, model.locale.say("error.given", &[]));
            }
        } else if !matches!(name.as_str(), "id" | "version" | "_title" | "_kind") {
            errors.add(name, model.locale.say("error.unknown_field", &[]));
        }
    }
    Ok(input)
}

/// One value; a reference must exist.
async fn value(state: &State, field: &FieldInfo, name: &str, raw: &Json, errors: &mut Errors) -> Result<Value, DbError> {
    match parse::json(field, &state.model.locale, raw) {
        Ok(Value::Text(stored)) if matches!(field.kind, Kind::File | Kind::Image) => {
            let image = matches!(field.kind, Kind::Image);
            if files::is_kept(&state.config.files, &stored, image) {
                return Ok(Value::Text(stored));
            }
            let key = if image { "error.image" } else { "error.file" };
            errors.add(name, state.model.locale.say(key, &[]));
        }
        Ok(value) => {
            if lookup::exists(&state.db, state.model, field, &value).await? {
                return Ok(value);
            }
            errors.add(name, state.model.locale.say("error.reference", &[]));
        }
        Err(message) => errors.add(name, message),
    }
    Ok(Value::Null)
}

async fn read_lines(
    state: &State,
    lines: &Lines,
    raw: &Json,
    (old, partial): (Option<&Record>, bool),
    clock: &Clock,
    errors: &mut Errors,
) -> Result<(Vec<Values>, Vec<Counterpart>), DbError> {
    let (mut rows, mut counterparts) = (Vec::new(), Vec::new());
    let say = |key: &str, detail: &str| state.model.locale.say(key, &[("detail", detail)]);
    let (Some(relation), Some(list)) = (state.model.relation_named(lines.relation), raw.as_array()) else {
        errors.add(lines.relation, say("error.json", "[{ … }]"));
        return Ok((rows, counterparts));
    };
    let stored = match old {
        Some(old) => record::lines(&mut &state.db, relation, lines.leg, old.id, 100_000).await?,
        None => Vec::new(),
    };
    for (index, item) in list.iter().enumerate() {
        let place = format!("{}.{index}", lines.relation);
        match item.as_object() {
            Some(body) => {
                let mut body = body.clone();
                let entered = read_counterparts(state, (relation, lines), (&mut body, rows.len()), &place, errors).await?;
                let mut row = read_line(state, (relation, lines), &place, &body, (&stored, partial), clock, errors).await?;
                for counterpart in &entered {
                    row.set(counterpart.leg, counterpart.place());
                }
                counterparts.extend(entered);
                rows.push(row);
            }
            None => errors.add(&place, say("error.json", "{ … }")),
        }
    }
    Ok((rows, counterparts))
}

/// The records that a line brings as objects, where they may be entered in it; the line is read without them.
async fn read_counterparts(
    state: &State,
    (relation, lines): (&RelationInfo, &Lines),
    (body, row): (&mut Map<String, Json>, usize),
    place: &str,
    errors: &mut Errors,
) -> Result<Vec<Counterpart>, DbError> {
    let mut entered = Vec::new();
    for field in &relation.fields {
        let entity = counterpart::entity(state.model, relation, lines.leg, field);
        let (Some(entity), Some(Json::Object(object))) = (entity, body.get(field.name)) else {
            continue;
        };
        entered.push(Counterpart {
            relation: relation.meta.name,
            row,
            leg: field.field.name,
            values: read_new(state, entity, "", &format!("{place}.{}", field.name), object, errors).await?,
        });
        body.remove(field.name);
    }
    Ok(entered)
}

/// One line. A new one has its defaults; of one that exists, PATCH keeps what it leaves out and PUT empties it, as of a record.
async fn read_line(
    state: &State,
    (relation, lines): (&RelationInfo, &Lines),
    place: &str,
    body: &Map<String, Json>,
    (stored, partial): (&[Line], bool),
    clock: &Clock,
    errors: &mut Errors,
) -> Result<Values, DbError> {
    let model = state.model;
    let mut row = Values::empty(&relation.names);
    let own = |field: &FieldInfo| field.name != lines.leg;
    let fields = || relation.fields.iter().enumerate().filter(|(_, field)| own(field));
    for (position, field) in fields().filter(|(_, field)| field.is_entered()) {
        if let Some(raw) = body.get(field.name) {
            let name = format!("{place}.{}", field.name);
            row.set_at(position, value(state, field, &name, raw, errors).await?);
        }
    }
    let stored = stored
        .iter()
        .find(|line| same_key(relation, lines.leg, &row, &line.values))
        .map(|line| &line.values);
    for (position, field) in fields().filter(|(_, field)| !field.is_entered() || !body.contains_key(field.name)) {
        let kept = partial || !field.is_entered() || field.hidden;
        row.set_at(
            position,
            match stored {
                Some(stored) if kept => stored.at(position).clone(),
                Some(_) => Value::Null,
                None => initial(field, &model.locale, clock),
            },
        );
    }
    for (name, raw) in body {
        let Some((position, field)) = fields().find(|(_, field)| field.name == name) else {
            errors.add(&format!("{place}.{name}"), model.locale.say("error.unknown_field", &[]));
            continue;
        };
        if !field.is_entered() && written(model, field, row.at(position)) != *raw {
            errors.add(&format!("{place}.{name}"), model.locale.say("error.given", &[]));
        }
    }
    Ok(row)
}

async fn read_members(state: &State, members: &Members, raw: &Json, errors: &mut Errors) -> Result<Vec<Member>, DbError> {
    let model = state.model;
    let mut chosen: Vec<Member> = Vec::new();
    let Some(entity) = model.named(members.entity) else {
        return Ok(chosen);
    };
    for (index, item) in raw.as_array().into_iter().flatten().enumerate() {
        let written = item.as_object().filter(|_| in_place(model, members).is_some());
        match (entity.meta.key.of_json(item), written) {
            (Some(id), _) if record::title(&mut &state.db, entity, id).await?.is_some() => {
                if !chosen.iter().any(|other| other.id == Some(id)) {
                    chosen.push(Member::chosen(id));
                }
            }
            (None, Some(body)) => {
                let place = format!("{}.{index}", members.name);
                chosen.push(Member {
                    id: None,
                    values: Some(read_new(state, entity, members.field, &place, body, errors).await?),
                });
            }
            _ => errors.add(members.name, model.locale.say("error.reference", &[])),
        }
    }
    Ok(chosen)
}

/// A record that is written with another; `skip` is what leads to that one.
async fn read_new(state: &State, entity: &EntityInfo, skip: &str, place: &str, body: &Map<String, Json>, errors: &mut Errors) -> Result<Values, DbError> {
    let locale = &state.model.locale;
    let mut values = initial_values(entity, locale, &locale.clock());
    for (name, raw) in body.iter().filter(|(name, _)| *name != skip) {
        let named = format!("{place}.{name}");
        match entity.position(name).zip(entity.field(name)) {
            Some((position, field)) if field.is_entered() => {
                values.set_at(position, value(state, field, &named, raw, errors).await?);
            }
            Some(_) => errors.add(&named, locale.say("error.given", &[])),
            None => errors.add(&named, locale.say("error.unknown_field", &[])),
        }
    }
    Ok(values)
}

/// `?version=` deletes only what was read.
async fn remove(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (entity, _) = find(state, entity, id).await?;
    let dependents = deletion::dependents(&mut &state.db, state.model, entity, id).await?;
    let blockers: Vec<String> = dependents
        .iter()
        .filter(|found| found.on_delete == OnDelete::Restrict)
        .map(|found| format!("{} ({})", found.label, found.count))
        .collect();
    if !blockers.is_empty() {
        let mut errors = Errors::default();
        errors.add(
            "",
            format!("{} {}", state.model.locale.say("error.foreign_key", &[]), blockers.join(", ")),
        );
        return Err(Failure::Refused(errors));
    }
    let version = match ask.params.iter().find(|(name, _)| name == "version") {
        Some((_, version)) => Some(version.parse().map_err(|_| not_a_version(state))?),
        None => None,
    };
    let deleted = deletion::delete(&state.db, state.model, entity, id, version).await;
    state.counts.forget();
    deleted?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A version that can't be one isn't one that somebody read.
fn not_a_version(state: &State) -> Failure {
    let mut errors = Errors::default();
    errors.add("version", state.model.locale.say("error.integer", &[]));
    Failure::Refused(errors)
}
