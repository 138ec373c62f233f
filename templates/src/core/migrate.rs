//! Runs the migrations that the binary carries, each once, in order, in sqlx's file format and table.
//!
//! A migration is a transaction, and is applied whole or not at all. Where it can't be one (MariaDB commits each change of a table; an
//! index that others don't wait for), it is noted before it begins: one that was interrupted is begun again, and can be.

use std::collections::BTreeMap;

use sha2::{Digest, Sha384};

use super::assets;
use super::db::{self, Db, DbError, Read, Tx};
use super::key::{Key, KeyKind};
use super::model::Model;
use super::value::Value;

/// How a file begins whose statements can be part of no transaction; sqlx reads it too.
const NO_TRANSACTION: &str = "-- no-transaction";

/// Migrations that are done, of a run that isn't: how long it took is written last.
const UNFINISHED: &str = "success = TRUE AND execution_time < 0";

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
    let carried = migrations();
    held_against(db, model, &carried).await?;
    let done = versions(db, "success = TRUE").await?;
    let begun = versions(db, "success = FALSE").await?;
    // A run that was killed before it had written the search texts anew.
    let stale = !versions(db, UNFINISHED).await?.is_empty();
    let started = std::time::Instant::now();
    let mut ran = 0;
    for migration in carried.iter().filter(|migration| !done.contains(&migration.version)) {
        let begun = begun.contains(&migration.version);
        let stopped = |error: DbError| DbError::Other(stopped(model, migration, error));
        if begun {
            println!("{}", model.locale.say("cli.resumed", &[("name", &migration.name())]));
        }
        if db::TRANSACTIONAL && !migration.up.starts_with(NO_TRANSACTION) {
            apply(db, migration).await.map_err(stopped)?;
        } else {
            apply_apart(db, migration, begun).await.map_err(stopped)?;
        }
        ran += 1;
    }
    let mut searched: Vec<(&str, KeyKind)> = model
        .entities
        .iter()
        .filter(|entity| entity.root() == entity.index)
        .map(|entity| (entity.meta.name, entity.meta.key))
        .collect();
    searched.dedup();
    let mut tx = db.begin().await?;
    tx.script(&db::core_schema(&searched)).await?;
    for index in model.entities.iter().flat_map(|entity| entity.meta.indexes) {
        tx.script(&db::index(index)).await?;
    }
    tx.commit().await?;
    // Names and types of what is searched may have changed with the tables.
    if (ran > 0 || stale) && !done.is_empty() {
        reindex(db, model).await?;
    }
    if ran > 0 || stale {
        finish(db, started).await?;
    }
    Ok(ran)
}

impl Migration {
    fn name(&self) -> String {
        named(self.version, &self.description)
    }

    /// sqlx's own: of the whole file, in hexadecimal digits.
    fn checksum(&self) -> String {
        Sha384::digest(self.up.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn named(version: i64, description: &str) -> String {
    format!("{version:04} {description}")
}

/// Refuses a database to which other migrations were applied than the program carries: what would follow was made for other tables.
async fn held_against(db: &Db, model: &Model, carried: &[Migration]) -> Result<(), DbError> {
    let sql = format!(
        "SELECT version, description, {} FROM _sqlx_migrations WHERE success = TRUE ORDER BY version",
        db::CHECKSUM
    );
    for row in db.query(&sql, &[]).await? {
        let Some(version) = row.first().and_then(Value::as_int) else {
            continue;
        };
        let text = |at: usize| row.get(at).and_then(Value::as_text).unwrap_or_default();
        let there = named(version, text(1));
        let (key, ours) = match carried.iter().find(|migration| migration.version == version) {
            None => ("cli.unknown_migration", String::new()),
            Some(ours) if ours.description != text(1) => ("cli.other_migration", ours.name()),
            Some(ours) if ours.checksum() != text(2) => ("cli.edited_migration", ours.name()),
            Some(_) => continue,
        };
        let said = model.locale.say(key, &[("there", &there), ("name", &ours)]);
        return Err(DbError::Other(said));
    }
    Ok(())
}

async fn versions(db: &Db, condition: &str) -> Result<Vec<i64>, DbError> {
    let sql = format!("SELECT version FROM _sqlx_migrations WHERE {condition}");
    let rows = db.query(&sql, &[]).await?;
    Ok(rows
        .iter()
        .filter_map(|row| row.first().and_then(Value::as_int))
        .collect())
}

/// What is said of a migration that did not go through, and of what to do.
fn stopped(model: &Model, migration: &Migration, error: DbError) -> String {
    let reason = match error {
        DbError::Violation(violation) => violation.text,
        DbError::Busy(text) | DbError::Other(text) => text,
    };
    let whole = db::TRANSACTIONAL && !migration.up.starts_with(NO_TRANSACTION);
    let key = if whole { "cli.refused" } else { "cli.stopped" };
    model
        .locale
        .say(key, &[("name", &migration.name()), ("reason", &reason)])
}

/// In one transaction.
async fn apply(db: &Db, migration: &Migration) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.script(migration.up).await?;
    note(&mut tx, migration, db::TRUE).await?;
    tx.commit().await
}

/// Noted first, then done, then noted as done.
async fn apply_apart(db: &Db, migration: &Migration, begun: bool) -> Result<(), DbError> {
    if !begun {
        let mut tx = db.begin().await?;
        note(&mut tx, migration, db::FALSE).await?;
        tx.commit().await?;
    }
    db.apart(migration.up).await?;
    // One that was interrupted may have been made again since.
    let sql = format!(
        "UPDATE _sqlx_migrations SET success = {}, checksum = {}, description = {} WHERE version = {}",
        db::TRUE,
        db::bytes(&migration.checksum()),
        db::placeholder(1),
        migration.version
    );
    let mut tx = db.begin().await?;
    tx.execute(&sql, &[Value::text(&migration.description)]).await?;
    tx.commit().await
}

async fn note(tx: &mut Tx, migration: &Migration, success: &str) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ({}, {}, {success}, {}, -1)",
        db::placeholder(1),
        db::placeholder(2),
        db::bytes(&migration.checksum())
    );
    let arguments = [Value::Int(migration.version), Value::text(&migration.description)];
    tx.execute(&sql, &arguments).await?;
    Ok(())
}

/// All that follows the migrations is done too.
async fn finish(db: &Db, started: std::time::Instant) -> Result<(), DbError> {
    let took = started.elapsed().as_nanos();
    let sql = format!("UPDATE _sqlx_migrations SET execution_time = {took} WHERE {UNFINISHED}");
    let mut tx = db.begin().await?;
    tx.execute(&sql, &[]).await?;
    tx.commit().await
}

/// Whether every migration has run and the database answers.
pub async fn is_healthy(db: &Db) -> bool {
    match versions(db, "success = TRUE").await {
        Ok(done) => migrations().iter().all(|migration| done.contains(&migration.version)),
        Err(_) => false,
    }
}

/// Writes every record's search text anew: after data came from elsewhere, or the fields searched changed.
pub async fn reindex(db: &Db, model: &Model) -> Result<u64, DbError> {
    let mut count = 0;
    for entity in &model.entities {
        let positions: Vec<usize> = (0..entity.fields.len()).collect();
        let mut last: Option<Key> = None;
        loop {
            let columns = super::record::columns(entity, &positions);
            let sql = format!(
                "SELECT {columns} FROM ({}) AS r{} ORDER BY r.__id LIMIT 1000",
                entity.meta.sql.select,
                last.map_or(String::new(), |_| format!(" WHERE r.__id > {}", db::placeholder(1)))
            );
            let mut tx = db.begin().await?;
            let after: Vec<Value> = last.map(Value::from).into_iter().collect();
            let rows = tx.query(&sql, &after).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let record = super::record::read(entity, &positions, row);
                last = Some(record.id);
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
