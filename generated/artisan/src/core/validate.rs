//! What must be true of a record before it is written: requirements, rules over one row, numbers of lines.

use super::counterpart::Counterpart;
use super::entity::Clock;
use super::errors::Errors;
use super::locale::Locale;
use super::members::Member;
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::value::{Value, Values};

/// A record as it is to be saved. `None`: those lines or members stay as they are.
#[derive(Clone, Debug)]
pub struct Input {
    pub values: Values,
    /// As the entity's `lines`.
    pub lines: Vec<Option<Vec<Values>>>,
    /// As the entity's `members`.
    pub members: Vec<Option<Vec<Member>>>,
    /// The records that are entered in the lines.
    pub counterparts: Vec<Counterpart>,
}

impl Input {
    pub fn empty(entity: &EntityInfo) -> Input {
        Input {
            values: Values::empty(&entity.names),
            lines: vec![None; entity.lines.len()],
            members: vec![None; entity.members.len()],
            counterparts: Vec::new(),
        }
    }
}

/// The fields of a record that keep the value they had.
pub fn kept(entity: &EntityInfo, before: &Values, after: &Values) -> Vec<&'static str> {
    let names = entity.fields.iter().map(|field| field.field.name);
    names.filter(|name| before.value(name) == after.value(name)).collect()
}

/// Adds what is wrong with the input to `errors`, which already holds what could not be parsed.
pub fn validate(model: &Model, entity: &EntityInfo, input: &Input, new: bool, clock: &Clock, errors: &mut Errors) {
    row(model, entity, &input.values, "", clock, errors);
    for (lines, rows) in entity.lines.iter().zip(&input.lines) {
        if let (Some(relation), Some(rows)) = (model.relation_named(lines.relation), rows) {
            validate_lines(model, relation, lines, rows, clock, errors);
        } else if let (Some(relation), None, true) = (model.relation_named(lines.relation), rows, new) {
            validate_lines(model, relation, lines, &[], clock, errors);
        }
    }
    validate_counterparts(model, input, clock, errors);
    for (members, chosen) in entity.members.iter().zip(&input.members) {
        if let (Some(member), Some(rows)) = (model.named(members.entity), chosen) {
            validate_members(model, member, members, rows, clock, errors);
        }
        let count = chosen.as_ref().map(Vec::len).or(new.then_some(0));
        if let Some(count) = count {
            bounds(&model.locale, members.name, members.label, count, members.min, members.max, errors);
        }
    }
}

/// Adds what is wrong with a record's own values; `skip` is a field that the application fills.
pub fn row(model: &Model, entity: &EntityInfo, values: &Values, skip: &str, clock: &Clock, errors: &mut Errors) {
    required(&model.locale, &entity.fields, values, skip, errors);
    for link in entity.chain.iter().filter_map(|index| model.entities.get(*index)) {
        link.code.check(values, clock, errors);
    }
}

/// Each required field that is empty, unless it already bears a message or the application fills it.
pub fn required(locale: &Locale, fields: &[FieldInfo], values: &Values, skip: &str, errors: &mut Errors) {
    for (position, field) in fields.iter().enumerate() {
        let needed = (field.required || field.identifier) && !field.is_given() && field.name != skip;
        if needed && values.at(position).is_null() && !errors.has(field.name) {
            errors.add(field.name, locale.say("error.required", &[]));
        }
    }
}

fn validate_lines(model: &Model, relation: &RelationInfo, lines: &super::meta::Lines, rows: &[Values], clock: &Clock, errors: &mut Errors) {
    let leg = relation.meta.legs.iter().find(|leg| leg.name == lines.leg);
    let (min, max) = leg.map_or((0, None), |leg| (leg.min, leg.max));
    bounds(&model.locale, lines.relation, lines.label, rows.len(), min, max, errors);
    for (index, row) in rows.iter().enumerate() {
        errors.within(format!("{}.{index}.", lines.relation));
        required(&model.locale, &relation.fields, row, lines.leg, errors);
        relation.code.check(row, clock, errors);
        let twin = rows
            .iter()
            .take(index)
            .position(|other| same_key(relation, lines.leg, row, other));
        if let Some(twin) = twin {
            let line = (twin + 1).to_string();
            let field = relation
                .meta
                .key
                .iter()
                .find(|key| **key != lines.leg)
                .copied()
                .unwrap_or("");
            errors.add(field, model.locale.say("error.lines_twice", &[("line", &line)]));
        }
    }
    errors.within(String::new());
}

/// Records entered in lines are held to what their own form asks, but for the lines that they are entered in.
fn validate_counterparts(model: &Model, input: &Input, clock: &Clock, errors: &mut Errors) {
    for counterpart in &input.counterparts {
        let relation = model.relation_named(counterpart.relation);
        let field = relation.and_then(|relation| relation.fields.iter().find(|field| field.name == counterpart.leg));
        if let Some(entity) = field.and_then(|field| model.target(field)) {
            errors.within(counterpart.prefix());
            row(model, entity, &counterpart.values, "", clock, errors);
        }
    }
    errors.within(String::new());
}

/// Members written in place are held to what their own form asks.
fn validate_members(model: &Model, entity: &EntityInfo, members: &super::meta::Members, rows: &[Member], clock: &Clock, errors: &mut Errors) {
    for (index, row) in rows.iter().enumerate() {
        let Some(values) = &row.values else {
            continue;
        };
        errors.within(format!("{}.{index}.", members.name));
        self::row(model, entity, values, members.field, clock, errors);
    }
    errors.within(String::new());
}

/// Whether two rows of one record have the same key.
pub fn same_key(relation: &RelationInfo, own: &str, a: &Values, b: &Values) -> bool {
    let mut keys = relation.meta.key.iter().filter(|key| **key != own).peekable();
    let some = keys.peek().is_some();
    some && keys.all(|key| a.value(key) == b.value(key) && !matches!(a.value(key), Value::Null))
}

fn bounds(locale: &Locale, name: &str, label: &str, count: usize, min: u32, max: Option<u32>, errors: &mut Errors) {
    if count < min as usize && !errors.has(name) {
        errors.add(name, locale.say("error.lines_min", &[("min", &min.to_string()), ("label", label)]));
    }
    if let Some(max) = max.filter(|max| count > *max as usize) {
        errors.add(name, locale.say("error.lines_max", &[("max", &max.to_string()), ("label", label)]));
    }
}
