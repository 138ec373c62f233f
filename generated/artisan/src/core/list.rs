//! The rows of a list: one query a page whatever its number, by keyset on (sort key, id).
//!
//! Empty sort keys are a segment of their own, before or after the others as the engine sorts them, so that each part is
//! read along one index. A page asked for by number finds its first row by an index alone, then goes by keyset.

use super::counts::{Counts, Spot};
use super::db::{self, Db, DbError};
use super::key::Key;
use super::kind::Kind;
use super::locale::Locale;
use super::model::{EntityInfo, Model};
use super::query::{Cursor, Filter, Place, Query, Test};
use super::record::{self, Record};
use super::text;
use super::value::Value;

pub const PAGE: u64 = 25;

/// A page of a list, in the order asked for.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<Record>,
    pub cursors: Vec<Cursor>,
    /// There are rows after the last.
    pub more: bool,
}

/// The conditions of a query and their arguments.
#[derive(Clone, Debug)]
struct Where {
    conditions: Vec<String>,
    args: Vec<Value>,
}

impl Where {
    fn of(model: &Model, entity: &EntityInfo, query: &Query) -> Where {
        let mut all = Where {
            conditions: Vec::new(),
            args: Vec::new(),
        };
        let terms = text::terms(&query.q);
        if !terms.is_empty() {
            all.conditions.push(db::search_condition(
                model.root(entity),
                entity.meta.key,
                &entity.names_columns(),
                &terms,
                &mut all.args,
            ));
        }
        // Several values of one field are alternatives, an empty value being one of them; fields add up.
        for position in 0..entity.fields.len() {
            let tests: Vec<&Filter> = query
                .filters
                .iter()
                .filter(|filter| filter.position == position)
                .collect();
            let (alternatives, bounds): (Vec<_>, Vec<_>) = tests
                .into_iter()
                .partition(|filter| matches!(filter.test, Test::OneOf(_) | Test::Empty | Test::Contains(_)));
            // In the order of the text, as arguments without a number need.
            let mut any: Vec<String> = alternatives
                .iter()
                .filter_map(|filter| all.test(entity, &model.locale, filter))
                .collect();
            let bounds: Vec<String> = bounds
                .iter()
                .filter_map(|filter| all.test(entity, &model.locale, filter))
                .collect();
            if !bounds.is_empty() {
                any.push(bounds.join(" AND "));
            }
            if !any.is_empty() {
                all.conditions.push(format!("({})", any.join(" OR ")));
            }
        }
        all
    }

    fn arg(&mut self, value: Value) -> String {
        self.args.push(value);
        db::placeholder(self.args.len())
    }

    fn test(&mut self, entity: &EntityInfo, locale: &Locale, filter: &Filter) -> Option<String> {
        let field = entity.fields.get(filter.position)?;
        let column = &field.column;
        let kind = field.kind;
        Some(match &filter.test {
            Test::Empty => format!("{column} IS NULL"),
            Test::Contains(text) => {
                let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
                let place = self.arg(Value::Text(format!("%{escaped}%")));
                let shown = if field.target.is_some() {
                    &field.title_column
                } else {
                    column
                };
                db::contains(shown, &place)
            }
            Test::OneOf(values) => {
                let places: Vec<String> = values.iter().map(|value| self.arg(db::store(kind, value))).collect();
                format!("{column} IN ({})", places.join(", "))
            }
            Test::From(value) => format!("{column} >= {}", self.arg(bound(kind, locale, value, false))),
            Test::To(value) if kind_is_instant(kind) => format!("{column} < {}", self.arg(bound(kind, locale, value, true))),
            Test::To(value) => format!("{column} <= {}", self.arg(bound(kind, locale, value, true))),
        })
    }

    fn clause(&self, more: &[String]) -> String {
        let all: Vec<&str> = self.conditions.iter().chain(more).map(String::as_str).collect();
        if all.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", all.join(" AND "))
        }
    }
}

fn kind_is_instant(kind: Kind) -> bool {
    matches!(kind, Kind::DateTime)
}

/// A day bounds instants from its local midnight to the next.
fn bound(kind: Kind, locale: &Locale, value: &Value, end: bool) -> Value {
    match (kind, value) {
        (Kind::DateTime, Value::Date(day)) => {
            let day = if end { day.succ_opt().unwrap_or(*day) } else { *day };
            let midnight = locale.instant(day.and_hms_opt(0, 0, 0).unwrap_or_default());
            db::store(kind, &Value::DateTime(midnight))
        }
        _ => db::store(kind, value),
    }
}

/// What rows are sorted by.
struct Sort {
    key: String,
    column: String,
    nullable: bool,
    descending: bool,
    then: Option<Then>,
}

/// What rows alike are sorted by.
struct Then {
    key: String,
    column: String,
    descending: bool,
}

impl Then {
    fn of(entity: &EntityInfo, query: &Query) -> Option<Then> {
        let (position, descending) = query.then?;
        let field = entity.fields.get(position)?;
        let column = if field.target.is_some() {
            &field.title_column
        } else {
            &field.column
        };
        Some(Then {
            key: field.sort_key.clone(),
            column: column.clone(),
            descending,
        })
    }
}

impl Sort {
    fn of(entity: &EntityInfo, query: &Query) -> Sort {
        match query.sort.and_then(|position| entity.fields.get(position)) {
            Some(field) => Sort {
                key: field.sort_key.clone(),
                column: if field.target.is_some() {
                    field.title_column.clone()
                } else {
                    field.column.clone()
                },
                nullable: !(field.required || field.identifier) || field.target.is_some(),
                descending: query.descending,
                then: Then::of(entity, query),
            },
            None => Sort {
                key: "r.__id".to_owned(),
                column: "r.__id".to_owned(),
                nullable: false,
                descending: query.descending,
                then: None,
            },
        }
    }

    /// Whether the second field is read upwards when the first is, or isn't.
    fn then_ascending(&self, then: &Then, ascending: bool) -> bool {
        let forward = ascending != self.descending;
        then.descending != forward
    }

    /// The columns that a cursor keeps.
    fn columns(&self) -> String {
        match &self.then {
            Some(then) => format!("{}, {}", self.column, then.column),
            None => self.column.clone(),
        }
    }

    /// The cursor of a row that ends with those columns, which it loses.
    fn cursor(&self, row: &mut db::Row, id: impl FnOnce(&mut db::Row) -> Key) -> Cursor {
        let then = self.then.as_ref().map(|_| row.pop().unwrap_or_default());
        let key = row.pop().unwrap_or_default();
        Cursor {
            key,
            then,
            id: id(row),
        }
    }
}

/// One run along an index.
#[derive(Clone, Copy, PartialEq)]
enum Segment {
    Empty,
    Filled,
}

/// The rows at a query's place; `positions` are the fields read.
pub async fn page(db: &Db, model: &Model, entity: &EntityInfo, query: &Query, positions: &[usize], limit: u64, counts: &Counts) -> Result<Page, DbError> {
    let filter = Where::of(model, entity, query);
    let sort = Sort::of(entity, query);
    let (cursor, forward) = match &query.place {
        Place::First if query.jump => (anchor(db, entity, query, &filter, &sort, limit, counts).await?, true),
        Place::First => (None, true),
        Place::After(cursor) => (Some(cursor.clone()), true),
        Place::Before(cursor) => (Some(cursor.clone()), false),
    };
    if query.jump && cursor.is_none() {
        return Ok(Page {
            rows: Vec::new(),
            cursors: Vec::new(),
            more: false,
        });
    }
    let mut found = Vec::new();
    let ascending = query.descending != forward;
    for segment in segments(&sort, ascending, cursor.as_ref()) {
        let left = limit + 1 - found.len() as u64;
        if left > 0 {
            let here = cursor
                .as_ref()
                .filter(|cursor| (segment == Segment::Empty) == cursor.key.is_null());
            found.extend(run(db, entity, &filter, &sort, positions, segment, ascending, here, left).await?);
        }
    }
    let more = found.len() as u64 > limit;
    found.truncate(limit as usize);
    if !forward {
        found.reverse();
    }
    let (rows, cursors) = found.into_iter().unzip();
    Ok(Page {
        rows,
        cursors,
        more,
    })
}

/// The runs that remain from a cursor on, in the order of travel.
fn segments(sort: &Sort, ascending: bool, cursor: Option<&Cursor>) -> Vec<Segment> {
    if !sort.nullable {
        return vec![Segment::Filled];
    }
    let order = if db::NULLS_FIRST == ascending {
        [Segment::Empty, Segment::Filled]
    } else {
        [Segment::Filled, Segment::Empty]
    };
    let reached = cursor.map(|cursor| {
        if cursor.key.is_null() {
            Segment::Empty
        } else {
            Segment::Filled
        }
    });
    order
        .into_iter()
        .skip_while(|segment| reached.is_some_and(|reached| *segment != reached))
        .collect()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one SELECT")]
async fn run(
    db: &Db,
    entity: &EntityInfo,
    filter: &Where,
    sort: &Sort,
    positions: &[usize],
    segment: Segment,
    ascending: bool,
    cursor: Option<&Cursor>,
    limit: u64,
) -> Result<Vec<(Record, Cursor)>, DbError> {
    let mut filter = filter.clone();
    let mut more = Vec::new();
    if sort.nullable {
        more.push(format!("{} IS {}NULL", sort.column, if segment == Segment::Empty { "" } else { "NOT " }));
    }
    if let Some(cursor) = cursor {
        more.push(if segment == Segment::Empty {
            beyond_alike(sort, cursor, ascending, &mut filter)
        } else {
            beyond(sort, cursor, ascending, &mut filter)
        });
    }
    let order = if segment == Segment::Empty {
        order_of_alike(sort, ascending)
    } else {
        order_by(sort, ascending)
    };
    let columns = record::columns(entity, positions);
    let select = entity.meta.sql.select;
    let clause = filter.clause(&more);
    let sql = format!(
        "SELECT {columns}, {} FROM ({select}) AS r{clause} ORDER BY {order} LIMIT {limit}",
        sort.columns()
    );
    let rows = db.query(&sql, &filter.args).await?;
    Ok(rows
        .into_iter()
        .map(|mut row| {
            let cursor = sort.cursor(&mut row, |_| Key::NONE);
            let record = record::read(entity, positions, row);
            let cursor = Cursor {
                id: record.id,
                ..cursor
            };
            (record, cursor)
        })
        .collect())
}

/// The row just before a page asked for by number, remembered: pages near it are found from there.
async fn anchor(db: &Db, entity: &EntityInfo, query: &Query, filter: &Where, sort: &Sort, limit: u64, counts: &Counts) -> Result<Option<Cursor>, DbError> {
    let rows = (query.page - 1) * limit;
    let then = sort.then.as_ref().map(|then| (&then.key, then.descending));
    let list = format!("{} {} {} {then:?}", name_of(entity, filter), sort.key, query.descending);
    let mut spot = counts.nearest(&list, rows);
    if spot.rows == rows {
        return Ok(spot.cursor);
    }
    if sort.nullable {
        // Past the empty values, a row isn't found from another by one comparison.
        spot = Spot::START;
    }
    let generation = counts.generation();
    let found = row_from(db, entity, query, filter, sort, &spot, rows).await?;
    if let Some(cursor) = &found {
        counts.put_place(list, rows, cursor.clone(), generation);
    }
    Ok(found)
}

/// The row up to and with which there are `rows`, walked to from another along the index alone.
async fn row_from(db: &Db, entity: &EntityInfo, query: &Query, filter: &Where, sort: &Sort, spot: &Spot, rows: u64) -> Result<Option<Cursor>, DbError> {
    let ascending = query.descending != (rows > spot.rows);
    let mut filter = filter.clone();
    let beyond = spot
        .cursor
        .as_ref()
        .map(|cursor| beyond(sort, cursor, ascending, &mut filter));
    let select = entity.meta.sql.select;
    let sql = format!(
        "SELECT r.__id, {} FROM ({select}) AS r{} ORDER BY {} LIMIT 1 OFFSET {}",
        sort.columns(),
        filter.clause(beyond.as_slice()),
        order_by(sort, ascending),
        rows.abs_diff(spot.rows) - 1
    );
    let found = db.query(&sql, &filter.args).await?;
    let id = |row: &mut db::Row| row.pop().and_then(|id| id.as_key()).unwrap_or(Key::NONE);
    Ok(found.into_iter().next().map(|mut row| sort.cursor(&mut row, id)))
}

const fn direction(ascending: bool) -> (&'static str, char) {
    if ascending { ("ASC", '>') } else { ("DESC", '<') }
}

/// The condition of the rows beyond another; adds its arguments, in the order of the text.
fn beyond(sort: &Sort, cursor: &Cursor, ascending: bool, filter: &mut Where) -> String {
    let (_, operator) = direction(ascending);
    if sort.key == "r.__id" {
        return format!("r.__id {operator} {}", filter.arg(Value::from(cursor.id)));
    }
    if sort.then.is_none() {
        return db::keyset(&sort.key, "r.__id", operator, (cursor.key.clone(), cursor.id), &mut filter.args);
    }
    // A pair whose second parts are equal is beyond another by its first part alone.
    let mut strictly = |operator| db::keyset(&sort.key, "0", operator, (cursor.key.clone(), Key::Integer(0)), &mut filter.args);
    let (_, opposite) = direction(!ascending);
    let (past, not_past, not_before) = (strictly(operator), strictly(operator), strictly(opposite));
    let alike = beyond_alike(sort, cursor, ascending, filter);
    format!("(({past}) OR (NOT ({not_past}) AND NOT ({not_before}) AND {alike}))")
}

/// The same among the rows that the first field doesn't tell apart.
fn beyond_alike(sort: &Sort, cursor: &Cursor, ascending: bool, filter: &mut Where) -> String {
    let Some(then) = &sort.then else {
        let (_, operator) = direction(ascending);
        return format!("r.__id {operator} {}", filter.arg(Value::from(cursor.id)));
    };
    let up = sort.then_ascending(then, ascending);
    let (_, operator) = direction(up);
    let empty_first = up == db::NULLS_FIRST;
    let column = &then.column;
    match cursor.then.clone().unwrap_or_default() {
        Value::Null => {
            let filled = if empty_first {
                format!(" OR {column} IS NOT NULL")
            } else {
                String::new()
            };
            format!("({column} IS NULL AND r.__id {operator} {}{filled})", filter.arg(Value::from(cursor.id)))
        }
        value => {
            let empty = if empty_first {
                String::new()
            } else {
                format!(" OR {column} IS NULL")
            };
            format!(
                "(({}){empty})",
                db::keyset(&then.key, "r.__id", operator, (value, cursor.id), &mut filter.args)
            )
        }
    }
}

fn order_by(sort: &Sort, ascending: bool) -> String {
    let (word, _) = direction(ascending);
    if sort.key == "r.__id" {
        format!("r.__id {word}")
    } else {
        format!("{} {word}, {}", sort.key, order_of_alike(sort, ascending))
    }
}

fn order_of_alike(sort: &Sort, ascending: bool) -> String {
    match &sort.then {
        Some(then) => {
            let (word, _) = direction(sort.then_ascending(then, ascending));
            format!("{} {word}, r.__id {word}", then.key)
        }
        None => format!("r.__id {}", direction(ascending).0),
    }
}

/// How many rows a query has, one page of which was read: a first page that has them all needs no count.
pub async fn total_with(db: &Db, model: &Model, entity: &EntityInfo, query: &Query, page: &Page, counts: &Counts) -> Result<i64, DbError> {
    if matches!(query.place, Place::First) && !query.jump && !page.more {
        return Ok(page.rows.len() as i64);
    }
    total(db, model, entity, query, counts).await
}

/// How many rows a query has; remembered until something is written.
pub async fn total(db: &Db, model: &Model, entity: &EntityInfo, query: &Query, counts: &Counts) -> Result<i64, DbError> {
    let filter = Where::of(model, entity, query);
    let sql = count_statement(entity, &filter);
    let list = name_of(entity, &filter);
    if let Some(count) = counts.count(&list) {
        return Ok(count);
    }
    let generation = counts.generation();
    let rows = db.query(&sql, &filter.args).await?;
    let count = rows
        .first()
        .and_then(|row| row.first())
        .and_then(Value::as_int)
        .unwrap_or(0);
    counts.put_count(list, count, generation);
    Ok(count)
}

/// What a list is remembered by.
fn name_of(entity: &EntityInfo, filter: &Where) -> String {
    format!("{}?{}{:?}", entity.meta.name, filter.clause(&[]), filter.args)
}

/// Every row of an entity is a row of its table, unless its SELECT says which: then what the SELECT joins for titles isn't read.
fn count_statement(entity: &EntityInfo, filter: &Where) -> String {
    let (select, clause) = (entity.meta.sql.select, filter.clause(&[]));
    if clause.is_empty() && !select.contains("\nWHERE ") {
        return format!("SELECT count(*) FROM {}", db::quote(entity.meta.table));
    }
    db::count(&format!("({select}) AS r{clause}"))
}
