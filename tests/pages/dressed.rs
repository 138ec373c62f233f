//! Cells, rows and the menu of the samples as the application writes them: by its own `markup.rs`, compiled here as it is.

use crate::cells::Cell;
use crate::markup;
use crate::views::Column;
use serde_json::{Value, json};

/// Replaces the cells of a sample by their HTML, wherever they are.
pub(crate) fn dress(sample: &mut Value) {
    rows(sample);
    if let Some(badges) = sample.get_mut("badges").and_then(Value::as_array_mut) {
        badges.iter_mut().for_each(|badge| *badge = cell(badge).markup().into());
    }
    if let Some(shown) = sample.get("cell").map(cell) {
        let html = if shown.text.is_empty() { String::new() } else { shown.markup() };
        sample["kind"] = shown.kind.into();
        sample["html"] = html.into();
    }
    match sample {
        Value::Array(items) => items.iter_mut().for_each(dress),
        Value::Object(entries) => entries.values_mut().for_each(dress),
        _ => {}
    }
}

fn rows(table: &mut Value) {
    let Some(columns) = table.get("columns").and_then(Value::as_array) else { return };
    let columns: Vec<Column> = columns.iter().map(column).collect();
    for row in table.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(cells) = row.get("cells").and_then(Value::as_array) {
            let cells: Vec<Cell> = cells.iter().map(cell).collect();
            row["cells"] = json!(markup::row(&columns, &cells, row["url"].as_str(), &text(&row["title"])));
        }
    }
}

fn column(value: &Value) -> Column {
    Column {
        label: leaked(&value["label"]),
        numeric: value["numeric"].as_bool().unwrap_or(false),
        is_title: value["is_title"].as_bool().unwrap_or(false),
    }
}

fn cell(value: &Value) -> Cell {
    Cell {
        kind: leaked(&value["kind"]),
        text: text(&value["text"]),
        url: value["url"].as_str().map(str::to_owned),
        tone: value["tone"].as_u64().and_then(|tone| usize::try_from(tone).ok()),
        unit: value["unit"].as_str().map(|_| leaked(&value["unit"])),
        html: value["html"].as_str().map(str::to_owned),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What is written in the application's metadata lives as long as it does.
fn leaked(value: &Value) -> &'static str {
    Box::leak(text(value).into_boxed_str())
}
