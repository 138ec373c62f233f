//! The `rule` lines of the model, and bounds that depend on other fields, row by row.

use std::collections::BTreeSet;

use super::evaluate::{Value, compare, evaluate, is_of_one_row};
use super::{About, Held, Sort, cells, column_of, path};
use crate::inventory::profile::cut;
use crate::mcd::expr::{Expr, ExprKind};
use crate::mcd::{FieldRef, Mcd, Owner, Rule, constant_number};
use crate::say;

pub(super) fn check(held: &mut Held<'_>) {
    for owner in held.owners() {
        let rules: &[Rule] = match owner {
            Owner::Entity(id) => &held.mcd.entity(id).rules,
            Owner::Relation(id) => &held.mcd.relation(id).rules,
        };
        for rule in rules {
            check_rule(held, rule);
        }
        bounds(held, owner);
    }
}

fn fields_of(expr: &Expr) -> BTreeSet<FieldRef> {
    let mut fields = BTreeSet::new();
    expr.walk(&mut |expr| {
        if let ExprKind::Field(path, field) = &expr.kind
            && path.is_here()
        {
            fields.insert(*field);
        }
    });
    fields
}

/// Whether an expression reads a field that is computed, which files rarely have.
pub(super) fn reads_computed(mcd: &Mcd, expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |expr| {
        if let ExprKind::Field(_, field) = &expr.kind {
            found |= mcd.field(*field).computed.is_some();
        }
    });
    found
}

/// The values of a column by code; those that are refused count as empty, since they are told already.
struct Values<'t> {
    field: FieldRef,
    codes: &'t [u32],
    values: Vec<Value>,
}

fn values<'t>(held: &Held<'t>, field: FieldRef) -> Option<Values<'t>> {
    let column = held.table.columns.get(column_of(held.matched, field)?)?;
    let declared = held.mcd.field(field);
    let values = column
        .dictionary
        .values()
        .map(|value| cells::value(held.mcd, declared, value).unwrap_or(Value::Empty))
        .collect();
    Some(Values { field, codes: &column.codes, values })
}

fn read(all: &[Values<'_>], field: FieldRef, row: usize) -> Value {
    let values = all.iter().find(|values| values.field == field);
    let value = values.and_then(|values| values.values.get(*values.codes.get(row)? as usize));
    value.cloned().unwrap_or(Value::Empty)
}

fn check_rule(held: &mut Held<'_>, rule: &Rule) {
    let message = &rule.message;
    if !is_of_one_row(&rule.expr) || reads_computed(held.mcd, &rule.expr) {
        // What reads other rows is told once all files are known (`several`).
        if rule.expr.reach().user {
            held.unchecked.push(say!(
                fr "la règle « {message} » : elle dépend de qui est connecté",
                en "the rule `{message}`: it depends on who is signed in"
            ));
        }
        return;
    }
    let fields = fields_of(&rule.expr);
    let Some(all) = fields.iter().map(|field| values(held, *field)).collect::<Option<Vec<_>>>() else {
        let missing = fields.iter().find(|field| held.column_of(**field).is_none());
        let missing = missing.map(|field| path(held.mcd, *field)).unwrap_or_default();
        let table = &held.table.name;
        held.unchecked.push(say!(
            fr "la règle « {message} » : {table} n'a pas {missing}",
            en "the rule `{message}`: {table} doesn't have {missing}"
        ));
        return;
    };
    let broken: Vec<usize> = (0..held.table.rows.len())
        .filter(|row| {
            evaluate(&rule.expr, held.now, &|field: FieldRef| read(&all, field, *row)) == Value::Boolean(false)
        })
        .collect();
    let first = fields.iter().next().copied();
    let about = About {
        sort: Sort::Rule,
        column: first.and_then(|field| held.column_of(field)),
        path: fields.iter().map(|field| path(held.mcd, *field)).collect::<Vec<_>>().join(", "),
        message: crate::diag::Text::same(message.clone()),
        mend: say!(fr "corrigez l'une des valeurs, ou la règle du modèle", en "mend one of the values, or the model's rule"),
    };
    let shown = shown(held, &fields, &broken);
    held.find(about, broken.into_iter().zip(shown));
}

/// The cells that a rule reads, for each row.
fn shown(held: &Held<'_>, fields: &BTreeSet<FieldRef>, rows: &[usize]) -> Vec<String> {
    let columns: Vec<_> = fields.iter().filter_map(|field| held.table.columns.get(held.column_of(*field)?)).collect();
    rows.iter()
        .map(|row| columns.iter().map(|column| cut(column.value(*row))).collect::<Vec<_>>().join(" · "))
        .collect()
}

/// `min` and `max` that are no plain numbers.
fn bounds(held: &mut Held<'_>, owner: Owner) {
    for (index, field) in held.mcd.fields(owner).iter().enumerate() {
        let place = FieldRef { owner, index };
        for (bound, is_min) in [(&field.min, true), (&field.max, false)] {
            let Some(bound) = bound.as_ref().filter(|bound| constant_number(bound).is_none()) else { continue };
            if is_of_one_row(bound) {
                check_bound(held, place, bound, is_min);
            } else {
                let path = path(held.mcd, place);
                held.unchecked.push(say!(
                    fr "la borne de {path} : elle lit d'autres lignes", en "the bound of {path}: it reads other rows"
                ));
            }
        }
    }
}

fn check_bound(held: &mut Held<'_>, place: FieldRef, bound: &Expr, is_min: bool) {
    let (Some(column), Some(own)) = (held.column_of(place), values(held, place)) else { return };
    let Some(mut all) = fields_of(bound).iter().map(|field| values(held, *field)).collect::<Option<Vec<_>>>() else {
        return;
    };
    all.push(own);
    let message = match is_min {
        true => say!(fr "moins que sa borne", en "less than its bound"),
        false => say!(fr "plus que sa borne", en "more than its bound"),
    };
    let breaks = |row: &usize| {
        let order =
            compare(&read(&all, place, *row), &evaluate(bound, held.now, &|field: FieldRef| read(&all, field, *row)));
        order.is_some_and(|order| if is_min { order.is_lt() } else { order.is_gt() })
    };
    let rows: Vec<usize> = (0..held.table.rows.len()).filter(breaks).collect();
    let about = About {
        sort: Sort::Range,
        column: Some(column),
        path: path(held.mcd, place),
        message,
        mend: say!(fr "corrigez la valeur, ou élargissez les bornes du modèle", en "mend the value, or widen the bounds of the model"),
    };
    let shown = shown(held, &BTreeSet::from([place]), &rows);
    held.find(about, rows.into_iter().zip(shown));
}
