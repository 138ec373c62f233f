//! The relational model as JSON: `merisier mld --format json`.
//!
//! One object a table, with the logical relation beside the physical columns, and the reason of each in one language.

use serde_json::{Value, json};

use super::logical::{LogicalRelation, logical};
use super::schema::*;
use crate::diag::Lang;
use crate::mcd::Mcd;

/// The whole model.
pub fn to_json(mcd: &Mcd, mld: &Mld, lang: Lang) -> Value {
    let relations = logical(mcd, mld).relations;
    let tables: Vec<Value> = mld
        .tables()
        .map(|(id, table)| table_json(mld, table, relations.iter().find(|relation| relation.table == id), lang))
        .collect();
    let deferred: Vec<Value> =
        mld.deferred.iter().map(|one| constraint(&one.name, &one.message, one.why.get(lang))).collect();
    let row_rules: Vec<Value> =
        mld.row_rules.iter().map(|one| constraint(&one.name, &one.message, one.why.get(lang))).collect();
    let sequences: Vec<Value> =
        mld.sequences.iter().map(|one| json!({ "name": one.name, "pattern": one.pattern.text })).collect();
    let choices: Vec<Value> = mld
        .choices
        .iter()
        .map(|choice| json!({ "decided": choice.decided.get(lang), "overrule": choice.overrule.get(lang) }))
        .collect();
    json!({ "tables": tables, "deferred": deferred, "row_rules": row_rules, "sequences": sequences, "choices": choices })
}

fn constraint(name: &str, message: &str, why: &str) -> Value {
    json!({ "name": name, "message": message, "why": why })
}

fn names(table: &Table, columns: &[usize]) -> Vec<String> {
    columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.clone()).collect()
}

fn table_json(mld: &Mld, table: &Table, relation: Option<&LogicalRelation>, lang: Lang) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({ "name": column.name, "type": format!("{:?}", column.ty), "nullable": column.nullable, "why": column.why.get(lang) })
        })
        .collect();
    let uniques: Vec<Value> = table
        .uniques
        .iter()
        .map(|one| json!({ "name": one.name, "columns": names(table, &one.columns), "why": one.why.get(lang) }))
        .collect();
    let checks: Vec<Value> =
        table.checks.iter().map(|one| constraint(&one.name, &one.message, one.why.get(lang))).collect();
    let rules: Vec<Value> =
        table.write_rules.iter().map(|one| constraint(&one.name, &one.message, one.why.get(lang))).collect();
    json!({
        "name": table.name,
        "why": table.why.get(lang),
        "logical": relation.map(logical_json),
        "columns": columns,
        "primary_key": { "columns": names(table, &table.primary_key), "why": table.key_why.get(lang) },
        "uniques": uniques,
        "foreign_keys": foreign_keys(mld, table, lang),
        "checks": checks,
        "rules_on_writing": rules,
        "indexes": table.indexes.iter().map(|one| json!({ "name": one.name, "columns": names(table, &one.columns) })).collect::<Vec<_>>(),
    })
}

fn foreign_keys(mld: &Mld, table: &Table, lang: Lang) -> Vec<Value> {
    let one = |key: &ForeignKey| {
        let target = mld.table(key.target);
        json!({
            "name": key.name,
            "columns": names(table, &key.columns),
            "table": target.name,
            "referenced_columns": names(target, &key.target_columns),
            "on_delete": format!("{:?}", key.on_delete).to_lowercase(),
            "why": key.why.get(lang),
        })
    };
    table.foreign_keys.iter().map(one).collect()
}

fn logical_json(relation: &LogicalRelation) -> Value {
    let attributes: Vec<Value> = relation
        .attributes
        .iter()
        .map(|one| json!({ "name": one.name, "key": one.key, "references": one.reference, "required": one.required }))
        .collect();
    json!({ "name": relation.name, "attributes": attributes, "alternate_keys": relation.alternates })
}
