//! The other record of a line, which can't be without one (`1,n` on both sides): entered in the line itself, since neither can come first.
//!
//! Invariant: until it is written, its place in the line is held by a key that no record has. Not here: saving (`save`).

use super::key::Key;
use super::kind::Kind;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::value::{Value, Values};

/// A record that is to be created with a line.
#[derive(Clone, Debug)]
pub struct Counterpart {
    pub relation: &'static str,
    /// The line, among those of its grid.
    pub row: usize,
    /// The leg that it is to be.
    pub leg: &'static str,
    pub values: Values,
}

impl Counterpart {
    /// The names of its inputs begin so.
    pub fn prefix(&self) -> String {
        format!("{}.{}.{}.", self.relation, self.row, self.leg)
    }

    /// What stands in the line meanwhile; two lines never say the same.
    pub fn place(&self) -> Value {
        let row = i64::try_from(self.row).unwrap_or(i64::MAX - 1);
        Value::from(Key::Integer(-1 - row))
    }
}

/// The entity whose records may be entered at a leg of a line: one that asks for that line, and for nothing else beforehand.
pub fn entity<'a>(model: &'a Model, relation: &RelationInfo, own: &str, field: &FieldInfo) -> Option<&'a EntityInfo> {
    let leg = relation.meta.legs.iter().find(|leg| leg.name == field.name)?;
    let entity = model.target(field)?;
    let other_legs = model
        .relations
        .iter()
        .flat_map(|other| other.meta.legs.iter().map(move |leg| (other, leg)))
        .filter(|(other, other_leg)| other.meta.name != relation.meta.name || other_leg.name != leg.name);
    let asks = |(relation, leg): (&RelationInfo, &super::meta::Leg)| {
        let field = relation.fields.iter().find(|field| field.name == leg.name);
        let target = field.and_then(|field| field.target);
        leg.min > 0 && target.is_some_and(|target| entity.chain.contains(&target))
    };
    let alone = !other_legs.into_iter().any(asks) && entity.members.iter().all(|members| members.min == 0);
    (leg.name != own && leg.min == 1 && alone && entity.subtypes.is_empty()).then_some(entity)
}

/// What is entered of it: what it can't be without, and what it is called.
pub fn columns(entity: &EntityInfo) -> impl Iterator<Item = (usize, &FieldInfo)> {
    let entered = |field: &FieldInfo| field.is_entered() && !field.hidden && (field.required || !field.readonly);
    entity
        .fields
        .iter()
        .enumerate()
        .filter(move |(_, field)| entered(field) && (field.required || field.identifier || field.title))
        .filter(|(_, field)| field.required || !matches!(field.kind, Kind::File | Kind::Image))
}
