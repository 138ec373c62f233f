//! The CSV of exactly what a list shows: its search, filters, sort and columns; in constant memory, page by page.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::Response;

use super::choose;
use super::errors::Failure;
use super::kind::Kind;
use super::list;
use super::model::{EntityInfo, Model};
use super::query::{Place, Query};
use super::record::Record;
use super::state::State;
use super::value::Value;

const BATCH: u64 = 2_000;

pub fn stream(state: &Arc<State>, entity: &'static EntityInfo, mut query: Query) -> Result<Response, Failure> {
    query.place = Place::First;
    query.jump = false;
    let model = state.model;
    let positions = choose::columns(entity);
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(2);
    let state = Arc::clone(state);
    tokio::spawn(async move {
        // A reader that went away ends the export.
        let mut chunk = head(entity, &positions, separator(model));
        loop {
            let page = match list::page(&state.db, model, entity, &query, &positions, BATCH, &state.counts).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::error!(?error, "an export stopped");
                    let _ = sender.send(Err(std::io::Error::other("the export stopped"))).await;
                    return;
                }
            };
            for record in &page.rows {
                line(model, entity, &positions, record, &mut chunk);
            }
            let sent = sender.send(Ok(Bytes::from(std::mem::take(&mut chunk)))).await;
            match page.cursors.into_iter().next_back() {
                Some(last) if page.more && sent.is_ok() => query.place = Place::After(last),
                _ => return,
            }
        }
    });
    let name = format!("attachment; filename=\"{}.csv\"", entity.meta.slug);
    let response = Response::builder()
        .header(header::CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, name);
    response
        .body(Body::from_stream(Receiver(receiver)))
        .map_err(|error| Failure::Internal(error.to_string()))
}

/// A channel as a stream of body parts.
struct Receiver(tokio::sync::mpsc::Receiver<Result<Bytes, std::io::Error>>);

impl futures_core::Stream for Receiver {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// French spreadsheets open semicolons, since the comma is their decimal sign.
fn separator(model: &Model) -> char {
    if model.locale.french() { ';' } else { ',' }
}

/// The labels; after a byte-order mark, by which spreadsheets know UTF-8.
fn head(entity: &EntityInfo, positions: &[usize], separator: char) -> String {
    let labels = positions
        .iter()
        .filter_map(|position| entity.fields.get(*position))
        .map(|field| quoted(field.label, separator));
    format!("\u{feff}{}\r\n", labels.collect::<Vec<_>>().join(&separator.to_string()))
}

fn line(model: &Model, entity: &EntityInfo, positions: &[usize], record: &Record, chunk: &mut String) {
    let separator = separator(model);
    for (place, position) in positions.iter().enumerate() {
        let Some(field) = entity.fields.get(*position) else {
            continue;
        };
        if place > 0 {
            chunk.push(separator);
        }
        let title = record.titles.get(*position).map_or("", String::as_str);
        let text = match (field.kind, record.values.at(*position)) {
            (Kind::Reference(_), _) => harmless(title),
            (_, value @ (Value::Int(_) | Value::Decimal(_))) if !matches!(field.kind, Kind::Duration) => model.locale.input(field.kind, value),
            (Kind::Date, value) => model.locale.show(field.kind, value),
            (kind, value) => harmless(&model.locale.show(kind, value)),
        };
        chunk.push_str(&quoted(&text, separator));
    }
    chunk.push_str("\r\n");
}

/// Text that a spreadsheet would run as a formula is marked as text.
fn harmless(text: &str) -> String {
    let number = text.strip_prefix(['+', '-']).is_some_and(|rest| {
        rest.chars()
            .all(|letter| letter.is_ascii_digit() || " .,".contains(letter))
    });
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One line of cells as they are, for what isn't a list.
pub fn row<'c>(model: &Model, cells: impl IntoIterator<Item = &'c str>) -> String {
    let separator = separator(model);
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| quoted(&harmless(cell), separator))
        .collect();
    format!("{}\r\n", cells.join(&separator.to_string()))
}

fn quoted(text: &str, separator: char) -> String {
    if text.contains([separator, '"', '\n', '\r', ';', ',']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("+33 6 12 34"), "+33 6 12 34");
        assert_eq!(harmless("-5,20"), "-5,20");
        assert_eq!(harmless("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
        assert_eq!(quoted("a\"b;c", ';'), "\"a\"\"b;c\"");
    }
}
