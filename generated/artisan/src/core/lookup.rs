//! Finding records by what people type: type-ahead, and pickers without JavaScript.

use super::db::{self, Db, DbError};
use super::key::Key;
use super::kind::Kind;
use super::model::{EntityInfo, FieldInfo, Model};
use super::record;
use super::text;
use super::value::Value;

/// How many candidates are shown.
pub const CANDIDATES: usize = 10;

#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: Key,
    pub title: String,
    /// The identifier, where it is not the title.
    pub detail: String,
}

/// Records whose search text holds what was typed, by title; one more than shown tells that there are others.
pub async fn candidates(db: &Db, model: &Model, entity: &EntityInfo, typed: &str) -> Result<Vec<Candidate>, DbError> {
    let mut args = Vec::new();
    let terms = text::terms(typed);
    let clause = if terms.is_empty() {
        String::new()
    } else {
        format!(
            " WHERE {}",
            db::search_condition(model.root(entity), entity.meta.key, &entity.names_columns(), &terms, &mut args)
        )
    };
    let identifier = entity.fields.iter().find(|field| field.identifier && !field.title);
    let detail = identifier.map_or("NULL", |field| field.column.as_str());
    let order = entity
        .fields
        .iter()
        .find(|field| field.title && !field.computed)
        .map_or("r.__id", |field| field.sort_key.as_str());
    let select = entity.meta.sql.select;
    let sql = format!(
        "SELECT r.__id, r.__title, {detail} FROM ({select}) AS r{clause} ORDER BY {order}, r.__id LIMIT {}",
        CANDIDATES + 1
    );
    let rows = db.query(&sql, &args).await?;
    Ok(rows
        .into_iter()
        .map(|mut row| {
            let detail = row.pop().unwrap_or_default();
            let (id, title) = record::pair(row);
            let detail = identifier.map_or(String::new(), |field| model.locale.show(field.kind, &db::load(field.kind, detail)));
            Candidate {
                id,
                title,
                detail,
            }
        })
        .collect())
}

/// What was typed in a picker: one record when only one fits, or when one alone has this very title or identifier.
pub async fn resolve(db: &Db, model: &Model, entity: &EntityInfo, typed: &str) -> Result<Vec<Candidate>, DbError> {
    let found = candidates(db, model, entity, typed).await?;
    let wanted = text::normalize(typed);
    let exact: Vec<&Candidate> = found
        .iter()
        .filter(|candidate| text::normalize(&candidate.title) == wanted || text::normalize(&candidate.detail) == wanted)
        .collect();
    match exact.as_slice() {
        [one] => Ok(vec![(*one).clone()]),
        _ => Ok(found),
    }
}

/// Whether a reference's record exists.
pub async fn exists(db: &Db, model: &Model, field: &FieldInfo, value: &Value) -> Result<bool, DbError> {
    match (field.kind, model.target(field), value.as_key()) {
        (Kind::Reference(_), Some(target), Some(id)) => Ok(record::title(&mut &*db, target, id).await?.is_some()),
        _ => Ok(true),
    }
}
