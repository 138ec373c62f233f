//! The inventory for programs. The names of its keys are a contract.

use serde_json::{Value, json};

use super::text::{leg_path, path};
use super::{Inventory, remarks};
use crate::diag::Lang;
use crate::inventory::coverage::Coverage;
use crate::inventory::matching::{Fate, Means};
use crate::inventory::profile::{Field, Kind};
use crate::inventory::read::{Problem, Table};
use crate::mcd::Mcd;

/// The whole inventory.
pub fn render(inventory: Inventory<'_>, lang: Lang) -> Value {
    let tables = inventory.reading.tables.iter().zip(&inventory.profile.fields);
    let remarks = remarks(inventory);
    json!({
        "tables": tables.map(|(table, fields)| table_json(table, fields, lang)).collect::<Vec<_>>(),
        "remarks": remarks.iter().map(|remark| json!({
            "sort": remark.sort.code(),
            "fields": remark.fields.iter().map(|at| json!([at.table, at.column])).collect::<Vec<_>>(),
            "text": remark.text.get(lang),
        })).collect::<Vec<_>>(),
        "coverage": inventory.coverage.map(|(mcd, coverage)| coverage_json(mcd, coverage)),
        "problems": inventory.reading.problems.iter().map(|problem| problem_json(problem, lang)).collect::<Vec<_>>(),
    })
}

/// A file that could not be read.
pub fn problem_json(problem: &Problem, lang: Lang) -> Value {
    json!({
        "file": problem.file,
        "place": problem.place.as_ref().map(|place| place.get(lang)),
        "message": problem.message.get(lang),
        "help": problem.help.get(lang),
    })
}

fn table_json(table: &Table, fields: &[Field], lang: Lang) -> Value {
    json!({
        "name": table.name,
        "file": table.origin.file,
        "sheet": table.origin.sheet,
        "encoding": table.origin.encoding,
        "separator": table.origin.separator,
        "header_row": table.origin.header_row,
        "rows": table.rows.len(),
        "set_aside": table.set_aside.iter().map(|row| json!({"row": row.row, "text": row.text})).collect::<Vec<_>>(),
        "notices": table.notices.iter().map(|notice| json!({"message": notice.message.get(lang), "rows": notice.rows})).collect::<Vec<_>>(),
        "fields": fields.iter().map(|field| field_json(field, lang)).collect::<Vec<_>>(),
    })
}

fn field_json(field: &Field, lang: Lang) -> Value {
    json!({
        "name": field.name,
        "kind": field.kind.code(),
        "pattern": match &field.kind { Kind::Code(shape) => Some(&shape.0), _ => None },
        "rows": field.rows,
        "filled": field.filled,
        "distinct": field.distinct,
        "key": field.is_key(),
        "shortest": field.lengths.0,
        "longest": field.lengths.1,
        "least": field.range.as_ref().map(|(least, _)| least),
        "greatest": field.range.as_ref().map(|(_, greatest)| greatest),
        "scale": field.scale,
        "examples": field.examples,
        "frequent": field.frequent.iter().take(10).map(|(value, count)| json!([value, count])).collect::<Vec<_>>(),
        "padded": field.padded,
        "odd_rows": field.odd_rows,
        "odd": field.odd.iter().map(|odd| json!({
            "value": odd.value, "count": odd.count, "row": odd.row, "why": odd.why.get(lang),
        })).collect::<Vec<_>>(),
    })
}

fn coverage_json(mcd: &Mcd, coverage: &Coverage) -> Value {
    let fate = |fate: &Fate| match fate {
        Fate::Placed(field, means) => json!({"placed": path(mcd, *field), "stated": *means == Means::Stated}),
        Fate::Linked(leg) => json!({"placed": leg_path(mcd, *leg), "stated": true}),
        Fate::Derived(how) => json!({"derived": how}),
        Fate::Ignored(why) => json!({"ignored": why}),
        Fate::Open => json!({"open": true}),
    };
    json!({
        "documents": coverage.documents.iter().map(|document| json!({
            "name": document.name,
            "file": document.file,
            "external": document.external,
            "fields": document.lines.iter().map(|line| json!({"name": line.heading, "fate": fate(&line.fate)})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "missing": coverage.missing.iter().map(|field| path(mcd, *field)).collect::<Vec<_>>(),
    })
}
