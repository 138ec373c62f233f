//! A refusal of the database, put back into the model's own words through the constraint's name.

use super::db::Violation;
use super::errors::Errors;
use super::meta::{Rule, Unique};
use super::model::{EntityInfo, Model, RelationInfo};
use super::validate::Input;

/// The messages for a violated constraint, at the field concerned where it is known.
pub fn explain(model: &Model, entity: &EntityInfo, input: &Input, violation: &Violation) -> Errors {
    let mut errors = Errors::default();
    if let Some(rule) = model.rules(entity).find(|rule| is(rule, violation)) {
        errors.add(rule.fields.first().copied().unwrap_or(""), rule.message);
    } else if let Some((_, unique)) = model
        .uniques(entity)
        .find(|(table, unique)| broken(table, unique, violation))
    {
        let labels = unique
            .fields
            .iter()
            .map(|name| entity.field(name).map_or(*name, |field| field.label))
            .collect();
        add_unique(model, &mut errors, unique, labels);
    } else if let Some((check, _)) = entity
        .checks
        .iter()
        .find(|(check, _)| violation.name.as_deref() == Some(check.constraint))
    {
        errors.add("", check.message);
    } else if !relation_rule(model, entity, input, violation, &mut errors) {
        errors.add("", fallback(model, violation));
    }
    errors
}

fn is(rule: &Rule, violation: &Violation) -> bool {
    violation
        .name
        .as_deref()
        .is_some_and(|name| name.eq_ignore_ascii_case(rule.constraint))
}

fn broken(table: &str, unique: &Unique, violation: &Violation) -> bool {
    let named = violation
        .name
        .as_deref()
        .is_some_and(|name| name.eq_ignore_ascii_case(unique.constraint));
    named || violation.table.as_deref() == Some(table) && violation.columns == unique.columns
}

fn add_unique(model: &Model, errors: &mut Errors, unique: &Unique, labels: Vec<&str>) {
    let field = unique.fields.first().copied().unwrap_or("");
    let message = match (unique.message, unique.fields.len()) {
        ("", 0 | 1) => model.locale.say("error.unique", &[]),
        ("", _) => model
            .locale
            .say("error.unique_many", &[("labels", &labels.join(", "))]),
        (message, _) => message.to_owned(),
    };
    errors.add(field, message);
}

/// A rule of the lines saved with the record.
fn relation_rule(model: &Model, entity: &EntityInfo, input: &Input, violation: &Violation, errors: &mut Errors) -> bool {
    for (lines, _) in entity
        .lines
        .iter()
        .zip(&input.lines)
        .filter(|(_, rows)| rows.is_some())
    {
        let Some(relation) = model.relation_named(lines.relation) else {
            continue;
        };
        if let Some(message) = of_relation(model, relation, violation) {
            errors.add(lines.relation, message);
            return true;
        }
    }
    false
}

/// The messages for a constraint that a row of a relation violates.
pub fn explain_row(model: &Model, relation: &RelationInfo, violation: &Violation) -> Errors {
    let message = of_relation(model, relation, violation);
    let mut errors = Errors::default();
    errors.add("", message.unwrap_or_else(|| fallback(model, violation)));
    errors
}

/// A constraint of the relation itself, in the model's words.
fn of_relation(model: &Model, relation: &RelationInfo, violation: &Violation) -> Option<String> {
    if let Some(rule) = relation.meta.rules.iter().find(|rule| is(rule, violation)) {
        return Some(rule.message.to_owned());
    }
    let mut uniques = relation.meta.uniques.iter();
    let unique = uniques.find(|unique| broken(relation.meta.table, unique, violation))?;
    Some(if unique.message.is_empty() {
        model.locale.say("error.unique", &[])
    } else {
        unique.message.to_owned()
    })
}

/// What a refusal says when nothing is known of what was being saved.
pub fn told(model: &Model, violation: &Violation) -> Errors {
    let mut errors = Errors::default();
    errors.add("", fallback(model, violation));
    errors
}

fn fallback(model: &Model, violation: &Violation) -> String {
    let named = |(constraint, _): &&(&str, &str)| {
        violation
            .name
            .as_deref()
            .is_some_and(|name| name.eq_ignore_ascii_case(constraint))
    };
    if let Some((_, message)) = model.site.refusals.iter().find(named) {
        return (*message).to_owned();
    }
    if violation.foreign_key {
        return model.locale.say("error.foreign_key", &[]);
    }
    if !violation.columns.is_empty() {
        return model
            .locale
            .say("error.unique_many", &[("labels", &violation.columns.join(", "))]);
    }
    model
        .locale
        .say("error.database", &[("text", violation.name.as_deref().unwrap_or(&violation.text))])
}
