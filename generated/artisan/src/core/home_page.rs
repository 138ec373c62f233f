//! The first page: how many records of each entity, and what changed last.

use super::cells;
use super::counts::Counts;
use super::db::{Db, DbError};
use super::list;
use super::model::{EntityInfo, Model};
use super::query::{Params, Query};
use super::record;
use super::views::{Card, HomeView, Recent};

/// How many changes are shown.
const RECENT: usize = 10;

pub async fn view(db: &Db, model: &Model, counts: &Counts) -> Result<HomeView, DbError> {
    let mut cards = Vec::new();
    let mut recent = Vec::new();
    for entity in &model.entities {
        let query = Query::read(entity, &model.locale, &Params::new());
        cards.push(Card {
            label: entity.meta.plural,
            url: entity.url.clone(),
            new_url: format!("{}/new", entity.url),
            count: list::total(db, model, entity, &query, counts).await?,
            area: entity.meta.area,
        });
        // A subtype's records come with their supertype.
        if entity.root() == entity.index {
            recent.extend(latest(db, model, entity).await?);
        }
    }
    recent.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
    Ok(HomeView {
        cards,
        recent: recent.into_iter().take(RECENT).map(|(_, item)| item).collect(),
    })
}

async fn latest(db: &Db, model: &Model, entity: &EntityInfo) -> Result<Vec<(Option<chrono::NaiveDateTime>, Recent)>, DbError> {
    let columns = record::columns(entity, &[]);
    let sql = format!(
        "SELECT {columns} FROM ({}) AS r ORDER BY r.__updated_at DESC, r.__id DESC LIMIT {RECENT}",
        entity.meta.sql.select
    );
    let rows = db.query(&sql, &[]).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let record = record::read(entity, &[], row);
            let actual = model.of_kind(entity, &record.kind);
            let item = Recent {
                entity: actual.meta.label,
                url: actual.record_url(record.id),
                when: cells::when(&model.locale, record.updated).unwrap_or_default(),
                title: record.title,
            };
            (record.updated, item)
        })
        .collect())
}
