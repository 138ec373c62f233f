//! What a list is asked for: search, filters, sort, place; read from a URL and written back into one.

use super::key::{Key, KeyKind};
use super::kind::Kind;
use super::locale::Locale;
use super::model::{EntityInfo, FieldInfo};
use super::parse;
use super::value::Value;

/// Parameters of a URL or a form, in order.
pub type Params = Vec<(String, String)>;

/// One filter on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub position: usize,
    pub test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    OneOf(Vec<Value>),
    Contains(String),
    From(Value),
    To(Value),
    Empty,
}

/// The row that a page begins after or ends before.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    pub key: Value,
    /// Of a list sorted by a second field.
    pub then: Option<Value>,
    pub id: Key,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    First,
    After(Cursor),
    Before(Cursor),
}

#[derive(Clone, Debug)]
pub struct Query {
    pub q: String,
    pub filters: Vec<Filter>,
    /// Position of the field, or `None` for the id.
    pub sort: Option<usize>,
    pub descending: bool,
    /// The second field of the model's own order, and whether it goes down.
    pub then: Option<(usize, bool)>,
    pub place: Place,
    /// Counted from 1.
    pub page: u64,
    /// The page was asked for by number alone.
    pub jump: bool,
}

impl Query {
    /// Parameters that mean nothing are left aside: an old bookmark still opens a list.
    pub fn read(entity: &EntityInfo, locale: &Locale, params: &Params) -> Query {
        let get = |name: &str| {
            params
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let asked = get("sort")
            .filter(|sort| !sort.is_empty())
            .unwrap_or(entity.meta.sort);
        let signed = |name: &'_ str| name.strip_prefix('-').is_some();
        let (descending, name) = (signed(asked), asked.trim_start_matches('-'));
        let then = Some(entity.meta.then)
            .filter(|then| !then.is_empty() && asked == entity.meta.sort)
            .and_then(|then| Some((entity.position(then.trim_start_matches('-'))?, signed(then))))
            .filter(|(position, _)| sortable(entity, *position));
        let sort = entity
            .position(name)
            .filter(|position| sortable(entity, *position))
            .or_else(|| default_sort(entity));
        let cursor = |name: &str| get(name).and_then(|text| Cursor::read(text, entity.meta.key));
        let place = match (cursor("after"), cursor("before")) {
            (Some(cursor), _) => Place::After(cursor),
            (_, Some(cursor)) => Place::Before(cursor),
            _ => Place::First,
        };
        let page = get("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
            .clamp(1, 10_000_000);
        Query {
            q: get("q").unwrap_or("").trim().chars().take(200).collect(),
            filters: filters(entity, locale, params),
            sort,
            descending,
            then,
            jump: place == Place::First && page > 1,
            place,
            page,
        }
    }

    /// The parameters that say what is seen (not where in it), for links.
    pub fn params(&self, entity: &EntityInfo, locale: &Locale) -> Params {
        let mut params = Params::new();
        if !self.q.is_empty() {
            params.push(("q".to_owned(), self.q.clone()));
        }
        for filter in &self.filters {
            params.extend(filter.params(entity, locale));
        }
        if let Some(field) = self.sort.and_then(|sort| entity.fields.get(sort)) {
            let sort = format!("{}{}", if self.descending { "-" } else { "" }, field.name);
            if sort != entity.meta.sort {
                params.push(("sort".to_owned(), sort));
            }
        }
        params
    }
}

impl Filter {
    pub fn params(&self, entity: &EntityInfo, locale: &Locale) -> Params {
        let Some(field) = entity.fields.get(self.position) else {
            return Params::new();
        };
        let name = format!("f.{}", field.name);
        match &self.test {
            Test::OneOf(values) => values
                .iter()
                .map(|value| (name.clone(), locale.input(field.kind, value)))
                .collect(),
            Test::Contains(text) if field.target.is_some() => vec![(format!("{name}.q"), text.clone())],
            Test::Contains(text) => vec![(name, text.clone())],
            Test::From(value) => vec![(format!("{name}.from"), bound(field, locale, value))],
            Test::To(value) => vec![(format!("{name}.to"), bound(field, locale, value))],
            Test::Empty => vec![(format!("{name}.empty"), "1".to_owned())],
        }
    }
}

/// A bound of an instant is a day.
fn bound(field: &FieldInfo, locale: &Locale, value: &Value) -> String {
    match (field.kind, value) {
        (Kind::DateTime, Value::Date(_)) => locale.input(Kind::Date, value),
        _ => locale.input(field.kind, value),
    }
}

fn default_sort(entity: &EntityInfo) -> Option<usize> {
    let title = entity.fields.iter().position(|field| field.title && !field.computed);
    title.or_else(|| entity.fields.iter().position(|field| field.identifier))
}

pub fn sortable(entity: &EntityInfo, position: usize) -> bool {
    let kind = entity.fields.get(position).map(|field| field.kind);
    kind.is_some_and(|kind| !matches!(kind, Kind::LongText | Kind::Markdown | Kind::Json | Kind::File | Kind::Image | Kind::Tags))
}

fn filters(entity: &EntityInfo, locale: &Locale, params: &Params) -> Vec<Filter> {
    let mut filters = Vec::new();
    for (position, field) in entity.fields.iter().enumerate() {
        let name = format!("f.{}", field.name);
        let all = |name: &str| {
            params
                .iter()
                .filter(|(key, value)| key == name && !value.trim().is_empty())
                .map(|(_, value)| value.trim())
                .collect::<Vec<_>>()
        };
        let typed = all(&name);
        if !typed.is_empty() {
            filters.extend(test(field, locale, &typed).map(|test| Filter {
                position,
                test,
            }));
        }
        let one = |name: String| all(&name).first().and_then(|text| day_or_value(field, locale, text));
        filters.extend(one(format!("{name}.from")).map(|value| Filter {
            position,
            test: Test::From(value),
        }));
        // What was typed in a picker without choosing: words of the record's title.
        let words = all(&format!("{name}.q"));
        if let Some(words) = words.first().filter(|_| field.target.is_some() && typed.is_empty()) {
            filters.push(Filter {
                position,
                test: Test::Contains((*words).to_owned()),
            });
        }
        filters.extend(one(format!("{name}.to")).map(|value| Filter {
            position,
            test: Test::To(value),
        }));
        if !all(&format!("{name}.empty")).is_empty() {
            filters.push(Filter {
                position,
                test: Test::Empty,
            });
        }
    }
    filters
}

fn test(field: &FieldInfo, locale: &Locale, typed: &[&str]) -> Option<Test> {
    let exact = !field.kind.is_text() || matches!(field.kind, Kind::Country | Kind::Language);
    if !exact {
        return typed.first().map(|text| Test::Contains((*text).to_owned()));
    }
    let values: Vec<Value> = typed
        .iter()
        .filter_map(|text| parse::of_kind(field.kind, locale, text).ok())
        .collect();
    (!values.is_empty()).then_some(Test::OneOf(values))
}

fn day_or_value(field: &FieldInfo, locale: &Locale, text: &str) -> Option<Value> {
    match field.kind {
        Kind::DateTime => parse::date(locale, text).map(Value::Date),
        kind if kind.is_numeric() || matches!(kind, Kind::Date | Kind::Time) => parse::of_kind(kind, locale, text).ok(),
        _ => None,
    }
}

impl Cursor {
    /// `ID.` and the sort key with a letter for its type; with a second key, `ID~LENGTH.` and both.
    pub fn written(&self) -> String {
        let key = lettered(&self.key);
        match &self.then {
            Some(then) => format!("{}~{}.{key}{}", self.id, key.len(), lettered(then)),
            None => format!("{}.{key}", self.id),
        }
    }

    fn read(text: &str, kind: KeyKind) -> Option<Cursor> {
        let (id, key) = text.split_once('.')?;
        let (id, key, then) = match id.split_once('~') {
            Some((id, length)) => {
                let (key, then) = key.split_at_checked(length.parse().ok()?)?;
                (id, key, Some(unlettered(then)?))
            }
            None => (id, key, None),
        };
        Some(Cursor {
            key: unlettered(key)?,
            then,
            id: kind.read(id)?,
        })
    }
}

/// A value after a letter for its type.
fn lettered(value: &Value) -> String {
    match value {
        Value::Null => "n".to_owned(),
        Value::Bool(flag) => format!("b{}", u8::from(*flag)),
        Value::Int(number) => format!("i{number}"),
        Value::Decimal(number) => format!("c{number}"),
        Value::Text(text) => format!("s{text}"),
        Value::Date(date) => format!("d{date}"),
        Value::Time(time) => format!("t{time}"),
        Value::DateTime(instant) => format!("D{}", instant.format("%Y-%m-%dT%H:%M:%S%.f")),
        Value::Uuid(uuid) => format!("u{uuid}"),
    }
}

fn unlettered(text: &str) -> Option<Value> {
    let mut letters = text.chars();
    let tag = letters.next()?;
    let rest = letters.as_str();
    Some(match tag {
        'n' => Value::Null,
        'b' => Value::Bool(rest == "1"),
        'i' => Value::Int(rest.parse().ok()?),
        'c' => Value::Decimal(rest.parse().ok()?),
        's' => Value::text(rest),
        'd' => Value::Date(rest.parse().ok()?),
        't' => Value::Time(rest.parse().ok()?),
        'D' => Value::DateTime(rest.parse().ok()?),
        'u' => Value::Uuid(rest.parse().ok()?),
        _ => return None,
    })
}

/// `path?a=1&b=2`, each part escaped.
pub fn link(path: &str, params: &Params) -> String {
    if params.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish();
    format!("{path}?{query}")
}

/// The parameters of a query string or of a form's body.
pub fn read_params(raw: &str) -> Params {
    form_urlencoded::parse(raw.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for key in [
            Value::Null,
            Value::Int(-5),
            Value::text("é~.&x"),
            Value::Decimal("12.50".parse().unwrap_or_default()),
            Value::Bool(true),
        ] {
            let cursor = Cursor {
                then: Some(Value::text("a.~b")),
                key,
                id: Key::Integer(42),
            };
            assert_eq!(Cursor::read(&cursor.written(), KeyKind::Integer), Some(cursor));
        }
        assert_eq!(Cursor::read("x.n", KeyKind::Integer), None);
    }
}
