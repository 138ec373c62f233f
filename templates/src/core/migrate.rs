//! Runs the migrations that the binary carries, each once, in order, in sqlx's file format and table.

use std::collections::BTreeMap;

use sha2::{Digest, Sha384};

use super::assets;
use super::db::{self, Db, DbError, Read};
use super::model::Model;
use super::value::Value;

struct Migration {
    version: i64,
    description: String,
    up: &'static str,
}

/// `NNNN_name/up.sql`, `NNNN_name.up.sql` or `NNNN_name.sql`; the rest (`down.sql`) is left aside.
fn migrations() -> Vec<Migration> {
    let mut found = BTreeMap::new();
    for (path, up) in assets::MIGRATIONS {
        let stem = path
            .strip_suffix("/up.sql")
            .or_else(|| path.strip_suffix(".up.sql"))
            .or_else(|| {
                path.strip_suffix(".sql")
                    .filter(|stem| !stem.ends_with(".down") && !stem.contains('/'))
            });
        let parts = stem.and_then(|stem| stem.split_once('_'));
        if let Some((version, description)) = parts.and_then(|(version, name)| Some((version.parse::<i64>().ok()?, name.replace('_', " ")))) {
            found.insert(
                version,
                Migration {
                    version,
                    description,
                    up,
                },
            );
        }
    }
    found.into_values().collect()
}

/// Brings the database up to date; gives how many migrations ran.
pub async fn run(db: &Db, model: &Model) -> Result<usize, DbError> {
    let mut tx = db.begin().await?;
    tx.script(db::MIGRATIONS_TABLE).await?;
    tx.commit().await?;
    let done: Vec<i64> = db
        .query("SELECT version FROM _sqlx_migrations", &[])
        .await?
        .iter()
        .filter_map(|row| row.first().and_then(Value::as_int))
        .collect();
    let mut ran = 0;
    for migration in migrations()
        .into_iter()
        .filter(|migration| !done.contains(&migration.version))
    {
        apply(db, &migration).await?;
        ran += 1;
    }
    let mut searched: Vec<&str> = model
        .entities
        .iter()
        .filter(|entity| entity.root() == entity.index)
        .map(|entity| entity.meta.name)
        .collect();
    searched.dedup();
    let mut tx = db.begin().await?;
    tx.script(&db::core_schema(&searched)).await?;
    for index in model.entities.iter().flat_map(|entity| entity.meta.indexes) {
        tx.script(&db::index(index)).await?;
    }
    tx.commit().await?;
    // Names and types of what is searched may have changed with the tables.
    if ran > 0 && !done.is_empty() {
        reindex(db, model).await?;
    }
    Ok(ran)
}

async fn apply(db: &Db, migration: &Migration) -> Result<(), DbError> {
    let started = std::time::Instant::now();
    let checksum: String = Sha384::digest(migration.up.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut tx = db.begin().await?;
    let explain = |error: DbError| DbError::Other(format!("migration {} {}: {error:?}", migration.version, migration.description));
    tx.script(migration.up).await.map_err(explain)?;
    let places: Vec<String> = (1..=2).map(|place| db::placeholder(place, None)).collect();
    let sql = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ({}, {}, {}, {}, {})",
        places.first().map_or("", String::as_str),
        places.get(1).map_or("", String::as_str),
        db::TRUE,
        db::bytes(&checksum),
        started.elapsed().as_nanos()
    );
    tx.execute(&sql, &[Value::Int(migration.version), Value::text(&migration.description)])
        .await?;
    tx.commit().await
}

/// Whether every migration has run and the database answers.
pub async fn is_healthy(db: &Db) -> bool {
    match db.query("SELECT count(*) FROM _sqlx_migrations", &[]).await {
        Ok(rows) => rows
            .first()
            .and_then(|row| row.first())
            .and_then(Value::as_int)
            .is_some_and(|count| count >= migrations().len() as i64),
        Err(_) => false,
    }
}

/// Writes every record's search text anew: after data came from elsewhere, or the fields searched changed.
pub async fn reindex(db: &Db, model: &Model) -> Result<u64, DbError> {
    let mut count = 0;
    for entity in &model.entities {
        let positions: Vec<usize> = (0..entity.fields.len()).collect();
        let mut last = 0;
        loop {
            let columns = super::record::columns(entity, &positions);
            let sql = format!(
                "SELECT {columns} FROM ({}) AS r WHERE r.__id > {} ORDER BY r.__id LIMIT 1000",
                entity.meta.sql.select,
                db::placeholder(1, None)
            );
            let mut tx = db.begin().await?;
            let rows = tx.query(&sql, &[Value::Int(last)]).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let record = super::record::read(entity, &positions, row);
                last = record.id;
                // A record of a subtype is written by the subtype, which knows all its fields.
                if entity.overlaps_in.is_none() && model.of_kind(entity, &record.kind).index == entity.index {
                    let text = super::save::words(&mut tx, model, entity, record.id, &record.values).await?;
                    db::write_search(&mut tx, model.root(entity), record.id, Some(&text), false).await?;
                    count += 1;
                }
            }
            tx.commit().await?;
        }
    }
    Ok(count)
}
