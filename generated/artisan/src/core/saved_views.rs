//! Lists that users keep under a name: what is searched, filtered and sorted.
//!
//! Each part of a view has a row that names its field apart, so that a migration that renames the field renames it here too. A part
//! that means nothing any more is left aside when the list opens. Knows no rows: that is `list`.

use super::db::{self, Db, DbError, Read};
use super::locale::Locale;
use super::model::EntityInfo;
use super::query::{Params, Query, link};
use super::text;
use super::value::Value;
use super::views::{SavedViewLink, SavedViews};

/// Longest name, in characters.
const NAME: usize = 60;
/// Most parts of a view.
const PARTS: usize = 100;

/// A list under a name.
struct SavedView {
    name: String,
    params: Params,
}

/// What a parameter is about: its field (none for the search), its form, its value.
type Part = (String, String, String);

/// `f.city.from=A` is the form `from` of `city`, `sort=-city` the form `sort` of `city` with `-`.
fn part((name, value): &(String, String)) -> Option<Part> {
    if name == "q" {
        return Some((String::new(), "search".to_owned(), value.clone()));
    }
    if name == "sort" {
        let (sign, field) = value
            .strip_prefix('-')
            .map_or(("", value.as_str()), |field| ("-", field));
        return Some((field.to_owned(), "sort".to_owned(), sign.to_owned()));
    }
    let field = name.strip_prefix("f.")?;
    let (field, form) = field.split_once('.').unwrap_or((field, "is"));
    Some((field.to_owned(), form.to_owned(), value.clone()))
}

fn param((field, form, value): Part) -> (String, String) {
    match form.as_str() {
        "search" => ("q".to_owned(), value),
        "sort" => ("sort".to_owned(), format!("{value}{field}")),
        "is" => (format!("f.{field}"), value),
        form => (format!("f.{field}.{form}"), value),
    }
}

/// A name without what can't be seen; none when nothing is left of it.
pub fn name(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .collect();
    let name: String = words.join(" ").trim().chars().take(NAME).collect();
    (!name.is_empty()).then_some(name)
}

/// The views of an entity, with the one that a query is.
pub async fn beside(db: &Db, locale: &Locale, entity: &EntityInfo, query: &Query) -> Result<SavedViews, DbError> {
    let seen = query.params(entity, locale);
    let links = all(&mut &*db, entity).await?.into_iter().map(|view| {
        let params = Query::read(entity, locale, &view.params).params(entity, locale);
        SavedViewLink {
            active: params == seen,
            url: link(&entity.url, &params),
            name: view.name,
        }
    });
    let mut links: Vec<SavedViewLink> = links.collect();
    links.sort_by_cached_key(|link| text::normalize(&link.name));
    let is_known = links.iter().any(|link| link.active);
    let everything = seen == Query::read(entity, locale, &Params::new()).params(entity, locale);
    Ok(SavedViews {
        action: format!("{}/views", entity.url),
        everything,
        query: (!everything && !is_known).then(|| link("", &seen)),
        links,
    })
}

async fn all(reader: &mut impl Read, entity: &EntityInfo) -> Result<Vec<SavedView>, DbError> {
    let sql = format!(
        "SELECT name, field, form, value FROM saved_view WHERE entity = {} ORDER BY name, part",
        db::placeholder(1)
    );
    let rows = reader.query(&sql, &[Value::text(entity.meta.name)]).await?;
    let mut views: Vec<SavedView> = Vec::new();
    for row in rows {
        let mut cells = row.into_iter().map(|cell| match cell {
            Value::Text(text) => text,
            _ => String::new(),
        });
        let mut next = || cells.next().unwrap_or_default();
        let (name, part) = (next(), (next(), next(), next()));
        if views.last().is_none_or(|view| view.name != name) {
            views.push(SavedView {
                name,
                params: Params::new(),
            });
        }
        if let Some(view) = views.last_mut() {
            view.params.push(param(part));
        }
    }
    Ok(views)
}

/// Keeps what a query sees under a name, instead of what the name stood for.
pub async fn keep(db: &Db, locale: &Locale, entity: &EntityInfo, name: &str, query: &Query) -> Result<(), DbError> {
    let params = query.params(entity, locale);
    let parts = params.iter().filter_map(part).take(PARTS);
    let insert = format!(
        "INSERT INTO saved_view (entity, name, part, field, form, value) VALUES ({})",
        (1..=6).map(db::placeholder).collect::<Vec<_>>().join(", ")
    );
    let mut tx = db.begin().await?;
    let (sql, args) = removal(entity, name);
    tx.execute(&sql, &args).await?;
    for (number, (field, form, value)) in (0..).zip(parts) {
        let args = [
            Value::text(entity.meta.name),
            Value::text(name),
            Value::Int(number),
            Value::Text(field),
            Value::Text(form),
            Value::Text(value),
        ];
        tx.execute(&insert, &args).await?;
    }
    tx.commit().await
}

pub async fn forget(db: &Db, entity: &EntityInfo, name: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let (sql, args) = removal(entity, name);
    tx.execute(&sql, &args).await?;
    tx.commit().await
}

fn removal(entity: &EntityInfo, name: &str) -> (String, [Value; 2]) {
    let sql = format!(
        "DELETE FROM saved_view WHERE entity = {} AND name = {}",
        db::placeholder(1),
        db::placeholder(2)
    );
    (sql, [Value::text(entity.meta.name), Value::text(name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_it_was_written() {
        for (name, value) in [
            ("q", "=Durand"),
            ("sort", "-city"),
            ("sort", "city"),
            ("f.state", "open"),
            ("f.total.from", "12,50"),
            ("f.client.q", "Du"),
            ("f.note.empty", "1"),
        ] {
            let given = (name.to_owned(), value.to_owned());
            assert_eq!(part(&given).map(param), Some(given));
        }
        assert_eq!(part(&("page".to_owned(), "2".to_owned())), None);
    }

    #[test]
    fn a_name_has_what_can_be_seen() {
        assert_eq!(name("  À\trelancer\u{7} "), Some("À relancer".to_owned()));
        assert_eq!(name(" \n"), None);
    }
}
