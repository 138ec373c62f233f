//! What each page of the application does.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::conflict;
use super::delete as deletion;
use super::entity::Clock;
use super::errors::{Errors, Failure};
use super::export;
use super::files;
use super::form;
use super::form_page;
use super::history::{self, Event};
use super::history_page;
use super::home_page;
use super::key::Key;
use super::kind::{Kind, OnDelete};
use super::line_order;
use super::list_page;
use super::lookup;
use super::model::EntityInfo;
use super::query::{Params, Query, link, read_params};
use super::record::{self, Record};
use super::record_page;
use super::restore;
use super::save::{self, Target};
use super::saved_views;
use super::state::State;
use super::validate::{self, validate};
use super::value::Values;
use super::views::{CheckMessage, CheckView, FormView, OptionView, OptionsView, RestoredView};
use super::web::{Ask, page, redirect};
use super::widgets::{self, Draft};

pub async fn home(state: &State, ask: &Ask) -> Result<Response, Failure> {
    let view = home_page::view(&state.db, state.model, &state.counts).await?;
    page(state, ask, "home.html", StatusCode::OK, view)
}

pub async fn list(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let query = Query::read(entity, &state.model.locale, &ask.params);
    let view = list_page::view(&state.db, state.model, &state.counts, entity, &query).await?;
    // htmx replaces the rows alone, unless it restores a page from its history.
    let partial = ask.header("hx-target") == Some("results") && ask.header("hx-history-restore-request").is_none();
    page(state, ask, if partial { "_rows.html" } else { "list.html" }, StatusCode::OK, view)
}

/// Keeps what a list shows under a name, or forgets a name.
pub async fn saved_view(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let locale = &state.model.locale;
    let told = |key: &str, name: &str| locale.say(key, &[("name", name)]);
    if let Some(name) = value_of(&ask.form, "remove") {
        saved_views::forget(&state.db, entity, name).await?;
        return Ok(redirect(&entity.url, Some(("success", told("views.removed", name)))));
    }
    let sent = read_params(value_of(&ask.form, "query").unwrap_or("").trim_start_matches('?'));
    let query = Query::read(entity, locale, &sent);
    let seen = link(&entity.url, &query.params(entity, locale));
    let Some(name) = value_of(&ask.form, "name").and_then(saved_views::name) else {
        return Ok(redirect(&seen, Some(("error", told("views.unnamed", "")))));
    };
    saved_views::keep(&state.db, locale, entity, &name, &query).await?;
    Ok(redirect(&seen, Some(("success", told("views.kept", &name)))))
}

pub fn export(state: &Arc<State>, ask: &Ask, entity: &'static EntityInfo) -> Result<Response, Failure> {
    export::stream(state, entity, Query::read(entity, &state.model.locale, &ask.params))
}

pub async fn new(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let kinds = list_page::kinds(state.model, entity);
    if let Some(first) = kinds
        .first()
        .filter(|_| !kinds.iter().any(|kind| kind.index == entity.index))
    {
        let query = if ask.query.is_empty() {
            String::new()
        } else {
            format!("?{}", ask.query)
        };
        return Ok(redirect(&format!("{}/new{query}", first.url), None));
    }
    let clock = state.model.locale.clock();
    let mut draft = match adopted(state, entity, &ask.params, &clock).await? {
        Some(record) => {
            let mut draft = form::of_record(&state.db, state.model, entity, &record).await?;
            draft.of = Some((record.id, record.version));
            draft
        }
        None => form::blank(&state.db, state.model, entity, &clock, &ask.params).await?,
    };
    let restored = recreated(state, ask, entity, &mut draft).await?;
    let view = FormView {
        restored,
        ..form_page::view(state.model, entity, &draft, None, None)
    };
    page(state, ask, "form.html", StatusCode::OK, view)
}

/// Fills the form of a new record with what a deleted one held, where the address says which.
async fn recreated(state: &State, ask: &Ask, entity: &EntityInfo, draft: &mut Draft) -> Result<Option<RestoredView>, Failure> {
    let Some(event) = restored_event(state, ask, entity).await? else {
        return Ok(None);
    };
    let (db, model) = (&state.db, state.model);
    let mut values = Values::empty(&entity.names);
    let mut restored = restore::values(db, model, entity, &event, &mut values).await?;
    form::fill_record(db, model, entity, &values, draft).await?;
    restore::lines(db, model, entity, &event, None, draft, &mut restored).await?;
    Ok(Some(restored))
}

/// The event whose former values an address asks for.
async fn restored_event(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Option<Event>, Failure> {
    let Some(event) = value_of(&ask.params, restore::PARAM) else {
        return Ok(None);
    };
    let number = event.parse().map_err(|_| Failure::NotFound)?;
    let event = history::one(&mut &state.db, state.model, entity, number).await?;
    event.map(Some).ok_or(Failure::NotFound)
}

/// The record of a supertype that is to be of this subtype too, as `_of` says.
async fn adopted(state: &State, entity: &EntityInfo, params: &Params, clock: &Clock) -> Result<Option<Record>, Failure> {
    let Some((_, id)) = params.iter().find(|(name, _)| name == "_of") else {
        return Ok(None);
    };
    let above = entity.overlaps_in.and_then(|above| state.model.entities.get(above));
    let above = above.ok_or(Failure::NotFound)?;
    let id = above.meta.key.read(id).ok_or(Failure::NotFound)?;
    let record = record::load(&mut &state.db, above, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let initial = form::initial_values(entity, &state.model.locale, clock);
    Ok(Some(record.seen_as(initial)))
}

pub async fn create(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    submit(state, ask, entity, None).await
}

pub async fn update(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (entity, record) = find(state, entity, id).await?;
    submit(state, ask, entity, Some(record)).await
}

fn value_of<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// Reads a form, checks it, saves it; or shows it again with what is wrong.
async fn submit(state: &State, ask: &Ask, entity: &EntityInfo, mut old: Option<Record>) -> Result<Response, Failure> {
    let model = state.model;
    let mut params = ask.form.clone();
    let refused = keep_files(state, ask, entity, &mut params)?;
    let moved = ["_up", "_down"].map(|name| value_of(&params, name).map(str::to_owned));
    if let Some(row) = moved.iter().flatten().next() {
        line_order::shift(&mut params, row, moved[0].is_some());
    }
    let clock = model.locale.clock();
    let mut of = adopted(state, entity, &params, &clock).await?;
    let mut sent = form::read(&state.db, model, entity, &params, old.as_ref().or(of.as_ref()), &clock).await?;
    for field in refused {
        sent.draft.errors.add(&field, model.locale.say("error.image", &[]));
    }
    let param = |name: &str| value_of(&params, name);
    // A form shown again keeps the version that it was filled from: what is wrong in it must not hide that it is stale.
    for record in [&mut old, &mut of].into_iter().flatten() {
        record.version = param("_version")
            .and_then(|version| version.parse().ok())
            .unwrap_or(0);
    }
    sent.draft.of = of.as_ref().map(|record| (record.id, record.version));
    // The form is only shown again, with one more line or its lines in another order.
    if param("_add").is_some() || moved.iter().any(Option::is_some) {
        sent.draft.errors = Errors::default();
        form_page::add_rows(&mut sent.draft, param("_add"));
        return page(
            state,
            ask,
            "form.html",
            StatusCode::OK,
            form_page::view(model, entity, &sent.draft, old.as_ref(), None),
        );
    }
    let target = match (&old, &of, entity.overlaps_in) {
        (Some(record), ..) => Target::Existing {
            id: record.id,
            version: Some(record.version),
        },
        (None, Some(record), Some(from)) => Target::Adopted {
            id: record.id,
            version: Some(record.version),
            from,
        },
        _ => Target::New,
    };
    if let Some(old) = &old {
        let kept = validate::kept(entity, &old.values, &sent.input.values);
        sent.draft.errors.keep(kept);
    }
    validate(model, entity, &sent.input, old.is_none(), &clock, &mut sent.draft.errors);
    if !sent.draft.errors.is_empty() {
        return page(
            state,
            ask,
            "form.html",
            StatusCode::UNPROCESSABLE_ENTITY,
            form_page::view(model, entity, &sent.draft, old.as_ref(), None),
        );
    }
    let saved = save::save(&state.db, model, entity, target, &sent.input, &clock).await;
    state.counts.forget();
    match saved {
        Ok(id) => {
            let title = record::title(&mut &state.db, entity, id).await?.unwrap_or_default();
            let key = if old.is_none() { "flash.created" } else { "flash.saved" };
            Ok(redirect(
                &entity.record_url(id),
                Some(("success", model.locale.say(key, &[("title", &title)]))),
            ))
        }
        Err(Failure::Refused(errors)) => {
            sent.draft.errors = errors;
            page(
                state,
                ask,
                "form.html",
                StatusCode::UNPROCESSABLE_ENTITY,
                form_page::view(model, entity, &sent.draft, old.as_ref(), None),
            )
        }
        Err(Failure::Conflict) => {
            // Of what becomes of one more subtype, the form opens anew.
            if let Some(record) = of {
                return Ok(redirect(
                    &format!("{}/new?_of={}", entity.url, record.id),
                    Some(("error", model.locale.say("failure.conflict", &[]))),
                ));
            }
            let id = old.map_or(Key::NONE, |record| record.id);
            let theirs = record::load(&mut &state.db, entity, id)
                .await?
                .ok_or(Failure::NotFound)?;
            let conflict = conflict::differences(&state.db, model, entity, &sent, &theirs).await?;
            page(
                state,
                ask,
                "form.html",
                StatusCode::CONFLICT,
                form_page::view(model, entity, &sent.draft, Some(&theirs), Some(conflict)),
            )
        }
        Err(failure) => Err(failure),
    }
}

/// Keeps the files of a form and says their names in its fields; gives the fields where an image was expected.
fn keep_files(state: &State, ask: &Ask, entity: &EntityInfo, params: &mut Params) -> Result<Vec<String>, Failure> {
    let mut refused = Vec::new();
    let is_file = |name: &str| {
        entity
            .field(name)
            .is_some_and(|field| matches!(field.kind, Kind::File | Kind::Image))
    };
    // Only a file that comes with the form is one of its record.
    params.retain(|(name, _)| !is_file(name));
    for upload in &ask.uploads {
        match entity.field(&upload.field).map(|field| field.kind) {
            Some(Kind::Image) if files::image_type(&upload.content).is_none() => refused.push(upload.field.clone()),
            Some(Kind::File | Kind::Image) => params.push((upload.field.clone(), files::keep(&state.config.files, upload)?)),
            _ => {}
        }
    }
    Ok(refused)
}

/// A record, seen as the subtype it belongs to, however deep.
pub async fn find(state: &State, entity: &EntityInfo, id: Key) -> Result<(&'static EntityInfo, Record), Failure> {
    let found = record::actual(&mut &state.db, state.model, entity, id).await?;
    found.ok_or(Failure::NotFound)
}

pub async fn record(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (actual, record) = find(state, entity, id).await?;
    if actual.index != entity.index {
        return Ok(redirect(&actual.record_url(id), None));
    }
    let view = record_page::view(&state.db, state.model, actual, &record).await?;
    page(state, ask, "record.html", StatusCode::OK, view)
}

pub async fn edit(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (actual, record) = find(state, entity, id).await?;
    if actual.index != entity.index {
        return Ok(redirect(&format!("{}/edit", actual.record_url(id)), None));
    }
    let Some(event) = restored_event(state, ask, actual).await? else {
        let draft = form::of_record(&state.db, state.model, actual, &record).await?;
        let view = form_page::view(state.model, actual, &draft, Some(&record), None);
        return page(state, ask, "form.html", StatusCode::OK, view);
    };
    if event.record != id.to_string() {
        return Err(Failure::NotFound);
    }
    let (db, model) = (&state.db, state.model);
    let mut former = record.clone();
    let mut restored = restore::values(db, model, actual, &event, &mut former.values).await?;
    former.titles.clear();
    let mut draft = form::of_record(db, model, actual, &former).await?;
    restore::lines(db, model, actual, &event, Some(&record), &mut draft, &mut restored).await?;
    let view = FormView {
        restored: Some(restored),
        ..form_page::view(model, actual, &draft, Some(&record), None)
    };
    page(state, ask, "form.html", StatusCode::OK, view)
}

/// What was done to a record, deleted ones too.
pub async fn history(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let before = value_of(&ask.params, "before").and_then(|before| before.parse().ok());
    let found = record::actual(&mut &state.db, state.model, entity, id).await?;
    if let Some((actual, _)) = found.as_ref().filter(|(actual, _)| actual.index != entity.index) {
        return Ok(redirect(&format!("{}/history", actual.record_url(id)), None));
    }
    let record = found.as_ref().map(|(_, record)| record);
    let view = history_page::view(&state.db, state.model, entity, id, record, before).await?;
    let partial = ask.header("hx-target") == Some("history");
    page(state, ask, if partial { "_history.html" } else { "history.html" }, StatusCode::OK, view)
}

/// The records of an entity that were deleted.
pub async fn deleted(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let before = value_of(&ask.params, "before").and_then(|before| before.parse().ok());
    let view = history_page::deletions(&state.db, state.model, entity, before).await?;
    page(state, ask, "deleted.html", StatusCode::OK, view)
}

pub async fn ask_delete(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (actual, record) = find(state, entity, id).await?;
    let view = record_page::delete_view(&state.db, state.model, actual, &record, false).await?;
    page(state, ask, "delete.html", StatusCode::OK, view)
}

pub async fn delete(state: &State, ask: &Ask, entity: &EntityInfo, id: Key) -> Result<Response, Failure> {
    let (actual, record) = find(state, entity, id).await?;
    let blocked = deletion::dependents(&mut &state.db, state.model, actual, id)
        .await?
        .iter()
        .any(|found| found.on_delete == OnDelete::Restrict);
    if blocked {
        let view = record_page::delete_view(&state.db, state.model, actual, &record, false).await?;
        return page(state, ask, "delete.html", StatusCode::CONFLICT, view);
    }
    let read = ask.form.iter().find(|(name, _)| name == "_version");
    let version = read.and_then(|(_, version)| version.parse().ok()).unwrap_or(0);
    let deleted = deletion::delete(&state.db, state.model, actual, id, Some(version)).await;
    state.counts.forget();
    if let Err(Failure::Conflict) = deleted {
        let view = record_page::delete_view(&state.db, state.model, actual, &record, true).await?;
        return page(state, ask, "delete.html", StatusCode::CONFLICT, view);
    }
    deleted?;
    let text = state.model.locale.say("flash.deleted", &[("title", &record.title)]);
    let remains = actual.overlaps_in.and_then(|above| state.model.entities.get(above));
    let next = remains.map_or_else(|| actual.url.clone(), |above| above.record_url(id));
    let text = match remains {
        Some(_) => {
            let args = [("title", record.title.as_str()), ("label", actual.meta.label)];
            state.model.locale.say("flash.released", &args)
        }
        None => text,
    };
    Ok(redirect(&next, Some(("success", text))))
}

/// The options of a type-ahead.
pub async fn pick(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let q = ask
        .params
        .iter()
        .find(|(name, _)| name == "q")
        .map_or("", |(_, q)| q.as_str());
    let found = lookup::candidates(&state.db, state.model, entity, q).await?;
    let view = OptionsView {
        more: found.len() > lookup::CANDIDATES,
        options: found
            .into_iter()
            .take(lookup::CANDIDATES)
            .map(|candidate| OptionView {
                id: candidate.id,
                text: candidate.title,
                detail: candidate.detail,
            })
            .collect(),
        q: q.to_owned(),
        new_url: Some(format!("{}/new", entity.url)),
    };
    page(state, ask, "_options.html", StatusCode::OK, view)
}

/// The messages of a form while it is filled: those of inputs that hold something, or that just lost what they held.
pub async fn check(state: &State, ask: &Ask, entity: &EntityInfo) -> Result<Response, Failure> {
    let model = state.model;
    let params = ask.form.clone();
    let clock = model.locale.clock();
    let id = params
        .iter()
        .find(|(name, _)| name == "_id")
        .and_then(|(_, id)| entity.meta.key.read(id));
    let old = match id {
        Some(id) => record::load(&mut &state.db, entity, id).await?,
        None => None,
    };
    let sent = form::read(&state.db, model, entity, &params, old.as_ref(), &clock).await?;
    let mut errors = sent.draft.errors.clone();
    if let Some(old) = &old {
        errors.keep(validate::kept(entity, &old.values, &sent.input.values));
    }
    validate(model, entity, &sent.input, old.is_none(), &clock, &mut errors);
    let filled = |name: &str| sent.draft.texts.get(name).is_some_and(|text| !text.is_empty()) || sent.draft.titles.contains_key(name);
    let names = sent
        .draft
        .texts
        .keys()
        .filter(|name| !sent.draft.titles.contains_key(*name))
        .chain(sent.draft.titles.keys())
        .filter(|name| {
            entity
                .field(name)
                .is_none_or(|field| form_page::shown(field, old.as_ref()))
        });
    let messages = names.map(|name| CheckMessage {
        id: widgets::id(name),
        error: errors.message(name).filter(|_| filled(name)).map(str::to_owned),
    });
    let view = CheckView {
        messages: messages.collect(),
    };
    let response = page(state, ask, "_check.html", StatusCode::OK, view)?;
    Ok(response.into_response())
}
