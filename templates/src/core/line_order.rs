//! The order of a record's lines, where it isn't that of their keys: kept beside the model's tables, which say nothing of it.
//!
//! Invariant: an order kept says nothing of rows that are gone, and rows it doesn't know come last.

use super::db::{self, DbError, Read, Tx};
use super::key::Key;
use super::model::RelationInfo;
use super::query::Params;
use super::record::Line;
use super::value::{Value, Values};

/// Moves a row of a form's grid (`name.index`) one place up or down: what was sent of it changes places with its neighbour's.
pub fn shift(params: &mut Params, asked: &str, up: bool) {
    let Some((name, index)) = asked.rsplit_once('.') else {
        return;
    };
    let index_of = |key: &str| -> Option<String> {
        let (index, _) = key.strip_prefix(name)?.strip_prefix('.')?.split_once('.')?;
        Some(index.to_owned())
    };
    let mut order: Vec<String> = Vec::new();
    for index in params.iter().filter_map(|(key, _)| index_of(key)) {
        if !order.contains(&index) {
            order.push(index);
        }
    }
    let Some(at) = order.iter().position(|known| known == index) else {
        return;
    };
    let Some(other) = (if up { at.checked_sub(1) } else { Some(at + 1) }).filter(|other| *other < order.len()) else {
        return;
    };
    order.swap(at, other);
    // A stable sort: fields of other names come first, and keep their order.
    params.sort_by_key(|(key, _)| index_of(key).and_then(|index| order.iter().position(|known| *known == index)));
}

/// The parts of a row's key besides the record itself.
fn key(relation: &RelationInfo, leg: &str, row: &Values) -> Vec<Key> {
    let others = relation.meta.key.iter().filter(|name| **name != leg);
    others
        .map(|name| row.value(name).as_key().unwrap_or(Key::NONE))
        .collect()
}

/// Where the orders of records identified as this one are.
fn table(id: Key) -> String {
    id.kind().table("line_order")
}

fn written(key: &[Key]) -> String {
    key.iter().map(Key::to_string).collect::<Vec<_>>().join("-")
}

/// Puts lines that were read in the order of their keys in the order in which they were entered.
pub async fn sort(reader: &mut impl Read, relation: &RelationInfo, leg: &str, id: Key, lines: &mut [Line]) -> Result<(), DbError> {
    if lines.len() < 2 || relation.form_leg != Some(leg) {
        return Ok(());
    }
    let sql = format!(
        "SELECT row_keys FROM {} WHERE relation = {} AND record_id = {}",
        table(id),
        db::placeholder(1),
        db::placeholder(2)
    );
    let rows = reader
        .query(&sql, &[Value::text(relation.meta.name), Value::from(id)])
        .await?;
    if let Some(order) = rows.first().and_then(|row| row.first()).and_then(Value::as_text) {
        let order: Vec<&str> = order.split(' ').collect();
        lines.sort_by_cached_key(|line| {
            let key = written(&key(relation, leg, &line.values));
            order.iter().position(|known| *known == key).unwrap_or(order.len())
        });
    }
    Ok(())
}

/// Keeps the order of the rows just saved. `new`: the record has none yet.
pub async fn keep(tx: &mut Tx, relation: &RelationInfo, leg: &str, id: Key, rows: &[Values], new: bool) -> Result<(), DbError> {
    if !new {
        forget(tx, relation, id).await?;
    }
    let keys: Vec<Vec<Key>> = rows.iter().map(|row| key(relation, leg, row)).collect();
    if keys.is_sorted() || relation.form_leg != Some(leg) {
        return Ok(());
    }
    let order: Vec<String> = keys.iter().map(|key| written(key)).collect();
    let sql = format!(
        "INSERT INTO {} (relation, record_id, row_keys) VALUES ({}, {}, {})",
        table(id),
        db::placeholder(1),
        db::placeholder(2),
        db::placeholder(3)
    );
    let args = [Value::text(relation.meta.name), Value::from(id), Value::Text(order.join(" "))];
    tx.execute(&sql, &args).await?;
    Ok(())
}

/// The record is gone, or its lines are written anew.
pub async fn forget(tx: &mut Tx, relation: &RelationInfo, id: Key) -> Result<(), DbError> {
    let sql = format!(
        "DELETE FROM {} WHERE relation = {} AND record_id = {}",
        table(id),
        db::placeholder(1),
        db::placeholder(2)
    );
    tx.execute(&sql, &[Value::text(relation.meta.name), Value::from(id)])
        .await?;
    Ok(())
}
