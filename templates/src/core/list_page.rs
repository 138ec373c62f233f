//! The page of a list.

use super::cells::{self, Cell};
use super::choose;
use super::counts::Counts;
use super::db::{Db, DbError};
use super::key::Key;
use super::kind::Kind;
use super::list::{self, PAGE};
use super::model::{EntityInfo, FieldInfo, Model};
use super::pages::Link;
use super::query::{Filter, Params, Query, Test, link, sortable};
use super::record::{self, Record};
use super::saved_views;
use super::value::Value;
use super::views::{ActiveFilter, Column, EntityView, FilterPicker, FilterView, ListView, Paging, RowView};
use super::widgets::Choice;

pub async fn view(db: &Db, model: &Model, counts: &Counts, entity: &EntityInfo, query: &Query) -> Result<ListView, DbError> {
    let positions = choose::columns(entity);
    let page = list::page(db, model, entity, query, &positions, PAGE, counts).await?;
    let total = list::total_with(db, model, entity, query, &page, counts).await?;
    let params = query.params(entity, &model.locale);
    let columns = columns(entity, query, &positions, &params);
    Ok(ListView {
        entity: EntityView::of(entity),
        new: new_links(model, entity),
        q: query.q.clone(),
        rows: page
            .rows
            .iter()
            .map(|record| row(model, entity, record, &positions, &columns))
            .collect(),
        columns,
        filters: filters(db, model, entity, query).await?,
        active_filters: active_filters(db, model, entity, query).await?,
        saved: saved_views::beside(db, &model.locale, entity, query).await?,
        paging: paging(entity, query, &params, &page, total),
        export_url: link(&format!("{}/export.csv", entity.url), &params),
    })
}

/// Where new records are made: one place for each subtype where every record has one.
pub fn new_links(model: &Model, entity: &EntityInfo) -> Vec<Link> {
    kinds(model, entity)
        .into_iter()
        .map(|kind| Link {
            label: kind.meta.label.to_owned(),
            url: format!("{}/new", kind.url),
            active: false,
        })
        .collect()
}

/// The entities that a new record of this one may be.
pub fn kinds<'a>(model: &'a Model, entity: &'a EntityInfo) -> Vec<&'a EntityInfo> {
    let mut kinds: Vec<&EntityInfo> = Vec::new();
    if !entity.meta.total {
        kinds.push(entity);
    }
    let children = entity
        .subtypes
        .iter()
        .filter_map(|index| model.entities.get(*index))
        .filter(|child| child.meta.parent == Some(entity.meta.name));
    for child in children {
        kinds.extend(self::kinds(model, child));
    }
    kinds
}

pub fn columns(entity: &EntityInfo, query: &Query, positions: &[usize], params: &Params) -> Vec<Column> {
    positions
        .iter()
        .filter_map(|position| entity.fields.get(*position).map(|field| (*position, field)))
        .map(|(position, field)| {
            let sorted = query.sort == Some(position);
            let sort = if !sorted {
                ""
            } else if query.descending {
                "desc"
            } else {
                "asc"
            };
            let mut params = params.clone();
            params.retain(|(name, _)| name != "sort");
            params.push(("sort".to_owned(), format!("{}{}", if sort == "asc" { "-" } else { "" }, field.name)));
            Column {
                sort,
                sort_url: sortable(entity, position).then(|| link(&entity.url, &params)),
                ..column(field)
            }
        })
        .collect()
}

pub fn column(field: &FieldInfo) -> Column {
    Column {
        name: field.name,
        label: field.label,
        kind: field.kind.name(),
        numeric: field.kind.is_numeric() && !matches!(field.kind, Kind::Serial),
        required: field.required || field.identifier,
        sort: "",
        sort_url: None,
        is_title: field.title,
    }
}

pub fn row(model: &Model, entity: &EntityInfo, record: &Record, positions: &[usize], columns: &[Column]) -> RowView {
    let shown = positions
        .iter()
        .filter_map(|position| entity.fields.get(*position).map(|field| (*position, field)));
    let cells: Vec<Cell> = shown
        .map(|(position, field)| cells::of_record(model, record, position, field))
        .collect();
    let url = model.of_kind(entity, &record.kind).record_url(record.id);
    RowView::new(record.id, Some(url), &record.title, columns, &cells)
}

fn paging(entity: &EntityInfo, query: &Query, params: &Params, page: &list::Page, total: i64) -> Paging {
    let size = PAGE as i64;
    let pages = (total + size - 1).max(size) / size;
    let number = i64::try_from(query.page).unwrap_or(1).min(pages.max(1));
    let shown = page.rows.len() as i64;
    let from = if shown == 0 { 0 } else { (number - 1) * size + 1 };
    let at = |number: i64, cursor: Option<(&str, String)>| {
        let mut params = params.clone();
        if number > 1 {
            params.push(("page".to_owned(), number.to_string()));
            params.extend(cursor.map(|(name, value)| (name.to_owned(), value)));
        }
        link(&entity.url, &params)
    };
    let next = page
        .cursors
        .last()
        .filter(|_| number < pages)
        .map(|last| at(number + 1, Some(("after", last.written()))));
    let previous = page
        .cursors
        .first()
        .filter(|_| number > 1)
        .map(|first| at(number - 1, Some(("before", first.written()))));
    Paging {
        total,
        from,
        to: (from + shown - 1).max(0),
        page: number,
        pages,
        prev_url: previous.or_else(|| (number > 1).then(|| at(number - 1, None))),
        next_url: next,
        first_url: (number > 1).then(|| at(1, None)),
        last_url: (number < pages).then(|| at(pages, None)),
    }
}

async fn filters(db: &Db, model: &Model, entity: &EntityInfo, query: &Query) -> Result<Vec<FilterView>, DbError> {
    let mut views = Vec::new();
    for position in choose::filters(entity) {
        let Some(field) = entity.fields.get(position) else {
            continue;
        };
        let tests: Vec<&Test> = query
            .filters
            .iter()
            .filter(|filter| filter.position == position)
            .map(|filter| &filter.test)
            .collect();
        let one = |wanted: fn(&Test) -> Option<&Value>| {
            tests
                .iter()
                .find_map(|test| wanted(test))
                .map(|value| bound_text(model, field, value))
        };
        let chosen: Vec<Value> = tests
            .iter()
            .flat_map(|test| {
                if let Test::OneOf(values) = test {
                    values.clone()
                } else {
                    Vec::new()
                }
            })
            .collect();
        let contains = tests.iter().find_map(|test| {
            if let Test::Contains(text) = test {
                Some(text.clone())
            } else {
                None
            }
        });
        let options = filter_options(db, model, field, &chosen).await?;
        let picker = match (model.target(field), &options) {
            (Some(target), None) => Some(FilterPicker {
                url: format!("{}/pick", target.url),
                text: match chosen.first().and_then(Value::as_key) {
                    Some(id) => record::title(&mut &*db, target, id).await?.unwrap_or_default(),
                    None => contains.clone().unwrap_or_default(),
                },
            }),
            _ => None,
        };
        views.push(FilterView {
            name: field.name,
            label: field.label,
            kind: filter_kind(field.kind),
            options: options.unwrap_or_default(),
            value: contains
                .filter(|_| picker.is_none())
                .or_else(|| chosen.first().map(|value| model.locale.input(field.kind, value))),
            from: one(|test| {
                if let Test::From(value) = test {
                    Some(value)
                } else {
                    None
                }
            }),
            to: one(|test| if let Test::To(value) = test { Some(value) } else { None }),
            empty: tests.iter().any(|test| **test == Test::Empty),
            picker,
        });
    }
    Ok(views)
}

fn bound_text(model: &Model, field: &FieldInfo, value: &Value) -> String {
    let kind = if matches!(value, Value::Date(_)) {
        Kind::Date
    } else {
        field.kind
    };
    model.locale.input(kind, value)
}

fn filter_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Enum(_) => "enum",
        Kind::Date | Kind::DateTime => "date",
        Kind::Boolean => "boolean",
        Kind::Reference(_) => "reference",
        kind if kind.is_numeric() || matches!(kind, Kind::Time) => "range",
        _ => "text",
    }
}

/// Most records offered as choices in a filter.
const OFFERED: usize = 50;

/// An enum's values; for a reference, the few records there are; none when there are many.
async fn filter_options(db: &Db, model: &Model, field: &FieldInfo, chosen: &[Value]) -> Result<Option<Vec<Choice>>, DbError> {
    let mut options: Vec<Choice> = field
        .kind
        .choices()
        .iter()
        .map(|choice| Choice {
            value: choice.code.to_owned(),
            label: choice.label.to_owned(),
            selected: chosen.iter().any(|value| value.as_text() == Some(choice.code)),
        })
        .collect();
    if let Some(target) = model.target(field) {
        let sql = format!("SELECT r.__id, r.__title FROM ({}) AS r LIMIT {}", target.meta.sql.select, OFFERED + 1);
        let mut found: Vec<(Key, String)> = db.query(&sql, &[]).await?.into_iter().map(record::pair).collect();
        if found.len() > OFFERED {
            return Ok(None);
        }
        found.sort_by_cached_key(|(id, title)| (super::text::normalize(title), *id));
        for (id, title) in found {
            options.push(Choice {
                value: id.to_string(),
                label: title,
                selected: chosen.contains(&Value::from(id)),
            });
        }
    }
    Ok(Some(options))
}

async fn active_filters(db: &Db, model: &Model, entity: &EntityInfo, query: &Query) -> Result<Vec<ActiveFilter>, DbError> {
    let mut active = Vec::new();
    for (index, filter) in query.filters.iter().enumerate() {
        let Some(field) = entity.fields.get(filter.position) else {
            continue;
        };
        let mut others = query.clone();
        others.filters.remove(index);
        active.push(ActiveFilter {
            label: field.label,
            text: filter_text(db, model, field, filter).await?,
            remove_url: link(&entity.url, &others.params(entity, &model.locale)),
        });
    }
    Ok(active)
}

async fn filter_text(db: &Db, model: &Model, field: &FieldInfo, filter: &Filter) -> Result<String, DbError> {
    let locale = &model.locale;
    let shown = |value: &Value| {
        if matches!(value, Value::Date(_)) {
            locale.show(Kind::Date, value)
        } else {
            locale.show(field.kind, value)
        }
    };
    Ok(match &filter.test {
        Test::Empty => locale.say("value.none", &[]),
        Test::Contains(text) => text.clone(),
        Test::From(value) => locale.say("filter.from", &[("value", &shown(value))]),
        Test::To(value) => locale.say("filter.to", &[("value", &shown(value))]),
        Test::OneOf(values) => {
            let mut texts = Vec::new();
            for value in values {
                texts.push(match (model.target(field), value.as_key()) {
                    (Some(target), Some(id)) => record::title(&mut &*db, target, id)
                        .await?
                        .unwrap_or_else(|| format!("#{id}")),
                    _ => shown(value),
                });
            }
            texts.join(", ")
        }
    })
}
