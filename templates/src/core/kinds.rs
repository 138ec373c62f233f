//! Subtypes that don't exclude each other: a record may belong to several of them, or to none.
//!
//! Each is seen and edited on a page of its own; here, which ones a record belongs to, and which it could.

use super::db::{DbError, Read};
use super::key::Key;
use super::model::{EntityInfo, Model};
use super::record;
use super::value::Values;

/// A subtype that a record belongs to, or could.
pub struct Kind<'a> {
    pub entity: &'a EntityInfo,
    pub held: bool,
}

/// The supertype of the overlapping subtypes that an entity is one of, or has.
fn top<'a>(model: &'a Model, entity: &'a EntityInfo) -> Option<&'a EntityInfo> {
    let chain = entity.chain.iter().filter_map(|index| model.entities.get(*index));
    chain.into_iter().find(|above| above.meta.overlapping)
}

/// The subtypes that a record could belong to beside others; none where subtypes exclude each other.
pub async fn of<'a>(reader: &mut impl Read, model: &'a Model, entity: &'a EntityInfo, id: Key) -> Result<Vec<Kind<'a>>, DbError> {
    let Some(top) = top(model, entity) else {
        return Ok(Vec::new());
    };
    let mut kinds = vec![Kind {
        entity: top,
        held: true,
    }];
    for below in top.subtypes.iter().filter_map(|index| model.entities.get(*index)) {
        kinds.push(Kind {
            entity: below,
            held: record::title(reader, below, id).await?.is_some(),
        });
    }
    // What lies under a subtype that it doesn't belong to is chosen there.
    let reachable: Vec<bool> = kinds
        .iter()
        .map(|kind| {
            let above = kind.entity.chain.iter().rev().nth(1);
            kind.held || above.is_none_or(|above| kinds.iter().any(|other| other.held && other.entity.index == *above))
        })
        .collect();
    let mut reachable = reachable.into_iter();
    kinds.retain(|_| reachable.next().unwrap_or(false));
    Ok(kinds)
}

/// The values of a record in the other overlapping subtypes that it belongs to.
pub async fn all<'a>(reader: &mut impl Read, model: &'a Model, entity: &'a EntityInfo, id: Key) -> Result<Vec<(&'a EntityInfo, Values)>, DbError> {
    let mut found = Vec::new();
    let Some(top) = top(model, entity) else {
        return Ok(found);
    };
    for below in top.subtypes.iter().filter(|index| **index != entity.index) {
        let Some(below) = model.entities.get(*below) else {
            continue;
        };
        if let Some(record) = record::load(reader, below, id).await? {
            found.push((below, record.values));
        }
    }
    Ok(found)
}
