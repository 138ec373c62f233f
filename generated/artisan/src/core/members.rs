//! Records that can't be without the one whose form is filled (`1,1` to its `1,n`): written in its grid, line by line.
//!
//! Others, which may have no owner, are only chosen there. Not here: saving (`save`).

use super::key::Key;
use super::kind::Kind;
use super::meta::Members;
use super::model::{EntityInfo, FieldInfo, Model};
use super::value::Values;

/// A member as it is to be saved.
#[derive(Clone, Debug)]
pub struct Member {
    /// None: it is created.
    pub id: Option<Key>,
    /// None: it is only chosen.
    pub values: Option<Values>,
}

impl Member {
    pub fn chosen(id: Key) -> Member {
        Member {
            id: Some(id),
            values: None,
        }
    }
}

/// Most columns of a grid, unless more are required.
const COLUMNS: usize = 7;

/// The entity of members that are written in place; none when they are chosen.
pub fn in_place<'a>(model: &'a Model, members: &Members) -> Option<&'a EntityInfo> {
    let entity = model.named(members.entity)?;
    let alone = entity.field(members.field).is_some_and(|field| field.required);
    let lines_min = |lines: &&Members| lines.min == 0;
    let free = entity.members.iter().all(lines_min)
        && entity.lines.iter().all(|lines| {
            let relation = model.relation_named(lines.relation);
            let leg = relation.and_then(|relation| relation.meta.legs.iter().find(|leg| leg.name == lines.leg));
            leg.is_none_or(|leg| leg.min == 0)
        });
    (alone && free && entity.subtypes.is_empty()).then_some(entity)
}

/// The fields written in the grid: those required, then the first others.
pub fn columns<'a>(entity: &'a EntityInfo, members: &Members) -> Vec<(usize, &'a FieldInfo)> {
    let typed = |field: &FieldInfo| field.name != members.field && !field.is_given() && !field.hidden && !field.readonly;
    let file = |field: &FieldInfo| matches!(field.kind, Kind::File | Kind::Image);
    let needed = |field: &FieldInfo| field.required || field.identifier;
    let all = || entity.fields.iter().enumerate().filter(|(_, field)| typed(field));
    let required = all().filter(|(_, field)| needed(field)).count();
    let mut others = COLUMNS.saturating_sub(required);
    all()
        .filter(|(_, field)| {
            let taken = needed(field) || others > 0 && field.group.is_empty() && !file(field);
            if taken && !needed(field) {
                others -= 1;
            }
            taken
        })
        .collect()
}
