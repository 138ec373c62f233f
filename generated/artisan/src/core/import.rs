//! Records from files: as many as the rules let in, by the same rules as the pages; the others told in a CSV, each with its reason.
//!
//! A folder holds a file an entity or relation, imported in the order of their names: `01-client.jsonl` has a record a line, as
//! `{"key": "C1", "values": {"name": "Durand", "seller": "S2"}}`. A reference is the key of a record of an earlier line.
//! Invariant: a file is one transaction, so that whatever stops it leaves none of it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::db::{Db, DbError, Tx};
use super::entity::Clock;
use super::errors::{Errors, Failure};
use super::export;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::parse;
use super::refusal;
use super::save::{self, Target};
use super::validate::{Input, required, validate};
use super::value::{Value, Values};

/// Imports a folder into an empty database; tells what came in and what did not.
pub async fn folder(db: &Db, model: &Model, folder: &Path) -> Result<(), String> {
    if !is_empty(db, model).await? {
        println!("{}", model.locale.say("cli.not_empty", &[]));
        return Ok(());
    }
    let mut files: Vec<PathBuf> = entries(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    let mut keys = Keys::default();
    for path in files {
        file(db, model, &path, &mut keys).await?;
    }
    Ok(())
}

async fn is_empty(db: &Db, model: &Model) -> Result<bool, String> {
    for entity in &model.entities {
        let sql = format!("SELECT r.__id FROM ({}) AS r LIMIT 1", entity.meta.sql.select);
        let rows = db.query(&sql, &[]).await.map_err(|error| format!("{error:?}"))?;
        if !rows.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
}

/// The ids of the records imported so far, by entity and key.
#[derive(Debug, Default)]
struct Keys(HashMap<(usize, String), i64>);

impl Keys {
    fn add(&mut self, entity: &EntityInfo, key: &str, id: i64) {
        for place in &entity.chain {
            self.0.insert((*place, key.to_owned()), id);
        }
    }

    fn find(&self, entity: usize, key: &str) -> Option<i64> {
        self.0.get(&(entity, key.to_owned())).copied()
    }
}

/// One line of a file.
struct Row {
    key: String,
    values: serde_json::Map<String, Json>,
}

impl Row {
    fn read(line: &str) -> Option<Row> {
        let Ok(Json::Object(mut row)) = serde_json::from_str(line) else {
            return None;
        };
        let key = row.get("key").and_then(Json::as_str).unwrap_or_default().to_owned();
        match row.remove("values") {
            Some(Json::Object(values)) => Some(Row {
                key,
                values,
            }),
            _ => None,
        }
    }
}

/// What a file is about.
#[derive(Clone, Copy)]
enum Subject<'m> {
    Entity(&'m EntityInfo),
    Relation(&'m RelationInfo),
}

impl Subject<'_> {
    fn fields(&self) -> &[FieldInfo] {
        match self {
            Subject::Entity(entity) => &entity.fields,
            Subject::Relation(relation) => &relation.fields,
        }
    }

    fn label(&self) -> &'static str {
        match self {
            Subject::Entity(entity) => entity.meta.plural,
            Subject::Relation(relation) => relation.meta.label,
        }
    }
}

async fn file(db: &Db, model: &Model, path: &Path, keys: &mut Keys) -> Result<(), String> {
    let shown = path.display();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = stem.split_once('-').map_or(stem.as_str(), |(_, name)| name);
    let subject = match (model.named(name), model.relation_named(name)) {
        (Some(entity), _) => Subject::Entity(entity),
        (None, Some(relation)) => Subject::Relation(relation),
        (None, None) => return Err(model.locale.say("import.unknown", &[("file", &shown.to_string())])),
    };
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let mut tx = db.begin().await.map_err(|error| format!("{shown}: {error:?}"))?;
    let mut refused = Vec::new();
    let mut made = 0_u64;
    for (number, line) in text.lines().enumerate() {
        let row = Row::read(line).ok_or_else(|| {
            model
                .locale
                .say("import.line", &[("file", &shown.to_string()), ("line", &(number + 1).to_string())])
        })?;
        match one(&mut tx, model, subject, &row, keys).await {
            Ok(None) => made += 1,
            Ok(Some(reason)) => refused.push((row, reason)),
            Err(error) => {
                let _ = tx.rollback().await;
                return Err(format!("{shown}, {}: {error:?}", number + 1));
            }
        }
    }
    tx.commit().await.map_err(|error| format!("{shown}: {error:?}"))?;
    println!(
        "{}",
        model
            .locale
            .say("import.done", &[("count", &made.to_string()), ("entity", subject.label())])
    );
    tell_refused(model, path, subject, &refused)
}

/// One record; the reason when a rule refuses it, an error when nothing can go on.
async fn one(tx: &mut Tx, model: &Model, subject: Subject<'_>, row: &Row, keys: &mut Keys) -> Result<Option<String>, DbError> {
    let mut errors = Errors::default();
    let clock = model.locale.clock();
    let mut values = match subject {
        Subject::Entity(entity) => Values::empty(&entity.names),
        Subject::Relation(relation) => Values::empty(&relation.names),
    };
    read_values(model, subject.fields(), row, keys, &mut values, &mut errors);
    if !errors.is_empty() {
        return Ok(Some(told(&errors)));
    }
    tx.execute("SAVEPOINT import", &[]).await?;
    let written = match subject {
        Subject::Entity(entity) => write_record(tx, model, entity, values, &clock).await,
        Subject::Relation(relation) => write_row(tx, model, relation, &values, &clock).await,
    };
    let reason = match written {
        Ok(id) => {
            if let Subject::Entity(entity) = subject {
                keys.add(entity, &row.key, id);
            }
            tx.execute("RELEASE SAVEPOINT import", &[]).await?;
            return Ok(None);
        }
        Err(Failure::Refused(errors)) => told(&errors),
        Err(Failure::Database(DbError::Violation(violation))) => violation
            .name
            .unwrap_or_else(|| model.locale.say("import.violation", &[])),
        Err(Failure::Database(error)) => return Err(error),
        Err(other) => format!("{other:?}"),
    };
    tx.execute("ROLLBACK TO SAVEPOINT import", &[]).await?;
    Ok(Some(reason))
}

fn read_values(model: &Model, fields: &[FieldInfo], row: &Row, keys: &Keys, values: &mut Values, errors: &mut Errors) {
    for (position, field) in fields.iter().enumerate().filter(|(_, field)| !field.is_given()) {
        let Some(raw) = row.values.get(field.name) else {
            continue;
        };
        let value = match (field.target, raw.as_str()) {
            (Some(_), None | Some("")) => Ok(Value::Null),
            (Some(target), Some(key)) => keys
                .find(target, key)
                .map(Value::Int)
                .ok_or_else(|| model.locale.say("import.missing", &[("key", key)])),
            (None, _) => parse::json(field, &model.locale, raw),
        };
        match value {
            Ok(value) => values.set_at(position, value),
            Err(message) => errors.add(field.name, message),
        }
    }
}

async fn write_record(tx: &mut Tx, model: &Model, entity: &EntityInfo, values: Values, clock: &Clock) -> Result<i64, Failure> {
    let mut input = Input::empty(entity);
    input.values = values;
    let mut errors = Errors::default();
    // Lines and members come with later files.
    validate(model, entity, &input, false, clock, &mut errors);
    if !errors.is_empty() {
        return Err(Failure::Refused(errors));
    }
    match save::write(tx, model, entity, Target::New, &input, clock).await {
        Err(Failure::Database(DbError::Violation(violation))) => Err(Failure::Refused(refusal::explain(model, entity, &input, &violation))),
        result => result,
    }
}

async fn write_row(tx: &mut Tx, model: &Model, relation: &RelationInfo, values: &Values, clock: &Clock) -> Result<i64, Failure> {
    let mut errors = Errors::default();
    required(&model.locale, &relation.fields, values, "", &mut errors);
    relation.code.check(values, clock, &mut errors);
    if !errors.is_empty() {
        return Err(Failure::Refused(errors));
    }
    save::insert_row(tx, model, relation, values, clock).await.map(|()| 0)
}

/// Writes the refused records beside the file, with their reasons, to be mended.
fn tell_refused(model: &Model, path: &Path, subject: Subject<'_>, refused: &[(Row, String)]) -> Result<(), String> {
    if refused.is_empty() {
        return Ok(());
    }
    let place = path.with_extension("refused.csv");
    let names: Vec<&str> = subject.fields().iter().map(|field| field.name).collect();
    let mut text = export::row(model, names.iter().copied().chain(["?"]));
    for (row, reason) in refused {
        let cells = names
            .iter()
            .map(|name| row.values.get(*name).and_then(Json::as_str).unwrap_or_default());
        text.push_str(&export::row(model, cells.chain([reason.as_str()])));
    }
    fs::write(&place, text).map_err(|error| format!("{}: {error}", place.display()))?;
    let args = [
        ("count", refused.len().to_string()),
        ("entity", subject.label().to_owned()),
        ("file", place.display().to_string()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    eprintln!("{}", model.locale.say("import.refused", &args));
    Ok(())
}

fn told(errors: &Errors) -> String {
    let one = |error: &super::errors::FieldError| format!("{} {}", error.field, error.message).trim().to_owned();
    errors.iter().map(one).collect::<Vec<_>>().join(" · ")
}
