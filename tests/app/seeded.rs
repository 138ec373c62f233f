//! An application full of demonstration data: every page opens, and every record keeps the rules it was made under.

use serde_json::Value as Json;

use super::support::databases::Database;
use super::visitor::{Visitor, key};

/// Entities by their place in addresses, as the application's own menu has them.
fn slugs(visitor: &Visitor) -> Vec<String> {
    let home = visitor.see("/");
    let mut slugs: Vec<String> = home.attributes("nav a", "href").into_iter().filter(|path| path.len() > 1).collect();
    slugs.sort();
    slugs.dedup();
    assert!(!slugs.is_empty(), "the menu is empty: {}", home.text("body"));
    slugs
}

/// The list, the new form, a record, its edit form and its deletion, of every entity.
pub fn opens_every_page(visitor: &Visitor) {
    for slug in slugs(visitor) {
        let list = visitor.see(&slug);
        visitor.see(&format!("{slug}/new"));
        visitor.see(&format!("{slug}/export.csv"));
        if let Some(record) = list.attributes("tbody tr", "data-href").first() {
            visitor.see(record);
            visitor.see(&format!("{record}/edit"));
            visitor.see(&format!("{record}/delete"));
        }
    }
}

/// Every list shows rows; what the API reads it accepts again, under all its rules; the database finds nothing wrong.
pub fn holds(visitor: &Visitor, database: &Database) {
    for slug in slugs(visitor) {
        let list = visitor.see(&slug);
        assert!(!list.texts("tbody tr").is_empty(), "{slug} shows no rows: {}", list.text("main"));
        for mut record in all(visitor, &slug) {
            let path = format!("/api{slug}/{}", key(&record));
            let (status, whole) = visitor.api("GET", &path, None);
            assert_eq!(status, 200, "{path}: {whole}");
            record = whole;
            let (status, said) = visitor.api("PUT", &path, Some(&record));
            assert_eq!(status, 200, "{path}: {said}\nfor {record}");
            assert_eq!(same(said), same(record), "{path}: written as it was read");
        }
    }
    if let Database::Sqlite { .. } = database {
        assert_eq!(database.rows("PRAGMA integrity_check").unwrap(), [[Some("ok".to_owned())]]);
        assert!(database.rows("PRAGMA foreign_key_check").unwrap().is_empty());
    }
}

/// A record without what each writing changes.
fn same(mut record: Json) -> Json {
    if let Some(fields) = record.as_object_mut() {
        fields.retain(|name, _| !["version", "updated_at"].contains(&name.as_str()));
    }
    record
}

/// At most 40 records of an entity.
fn all(visitor: &Visitor, slug: &str) -> Vec<Json> {
    let (status, said) = visitor.api("GET", &format!("/api{slug}?limit=40"), None);
    assert_eq!(status, 200, "{slug}: {said}");
    said["items"].as_array().cloned().unwrap_or_default()
}

/// What the hostile model says is read on the pages, letter by letter, and never becomes part of them.
pub fn hostile(visitor: &Visitor) {
    let home = visitor.see("/");
    assert!(home.text("title").contains("<script>alert('crm')</script>"), "{}", home.text("title"));
    for slug in slugs(visitor) {
        for path in [slug.clone(), format!("{slug}/new")] {
            let page = visitor.see(&path);
            let foreign = page.texts("body script, body img, body b, body iframe, [onerror], [onclick]");
            assert!(foreign.is_empty(), "{path} let through {foreign:?}");
            assert!(
                page.texts("h1")
                    .iter()
                    .any(|text| text.contains("</h1><img src=x onerror=alert(1)>") || text.contains("'; DROP TABLE")),
                "{path}: {}",
                page.text("h1")
            );
            assert!(!page.body.contains("49 €"), "a template was run");
        }
    }
    let page = visitor.see("/api/openapi.json");
    assert!(serde_json::from_str::<Json>(&page.body).is_ok());
}
