//! What the page's script knows of the drawings: boxes and links by place, revisions, words. JSON that can stand in a page.

use serde_json::{Map, Value, json};

use super::super::svg::xml_id;
use super::super::view::{Counts, Link, Look, Mark, Node, Role, Row};
use super::{Page, Sheet, detail_name, kind_name, words};

/// The data as JSON in which no character can end the element that holds it.
pub(super) fn json(page: &Page) -> String {
    let sheet = |sheet: &Sheet| json!({ "revision": sheet.revision, "kind": kind_name(sheet.kind), "detail": detail_name(sheet.detail), "changes": sheet.changes });
    let revision = |one: &super::Revision| json!({ "name": one.name, "date": one.date, "subject": one.subject });
    let all = json!({
        "title": page.title,
        "sheets": page.sheets.iter().map(sheet).collect::<Vec<_>>(),
        "revisions": page.revisions.iter().map(revision).collect::<Vec<_>>(),
        "graphs": graphs(page),
        "words": words::json(page.lang),
    });
    safe(&all.to_string())
}

/// A `<` could open `</script>` or `<!--`; line separators end a line in older scripts.
fn safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out
}

/// The boxes and links of each revision and kind, from the fullest of its drawings.
fn graphs(page: &Page) -> Value {
    let mut graphs = Map::new();
    let mut sheets: Vec<&Sheet> = page.sheets.iter().collect();
    sheets.sort_by_key(|sheet| std::cmp::Reverse(sheet.detail as u8));
    for sheet in sheets {
        let key = format!("{}/{}/{}", sheet.revision, kind_name(sheet.kind), sheet.changes);
        graphs.entry(key).or_insert_with(|| graph(sheet));
    }
    Value::Object(graphs)
}

fn graph(sheet: &Sheet) -> Value {
    let view = &sheet.view;
    let boxes: Vec<Value> = view
        .boxes
        .iter()
        .enumerate()
        .map(|(at, node)| one_box(node, &view.areas, sheet.origins.get(at).map_or("", String::as_str)))
        .collect();
    let links: Vec<Value> = view.links.iter().map(link).collect();
    let mut told = json!({ "areas": view.areas, "boxes": boxes, "links": links });
    if let Some(told) = told.as_object_mut().filter(|_| sheet.changes) {
        let Counts { added, removed, changed } = view.counts();
        told.insert("counts".into(), json!({ "added": added, "removed": removed, "changed": changed }));
    }
    told
}

fn one_box(node: &Node, areas: &[String], origin: &str) -> Value {
    let look = match node.shape {
        Look::Entity => "entity",
        Look::Table => "table",
        Look::Relation => "relation",
        Look::Triangle => "subtypes",
        Look::Circle => "constraint",
    };
    let mut told = json!({
        "id": xml_id(&node.id),
        "look": look,
        "title": node.title,
        "docs": node.docs,
        "area": node.area.and_then(|area| areas.get(area)),
        "fields": node.rows.iter().map(row).collect::<Vec<_>>(),
    });
    marked(&mut told, node.mark);
    if let Some(told) = told.as_object_mut().filter(|_| !origin.is_empty()) {
        told.insert("of".into(), xml_id(origin).into());
    }
    told
}

/// What a revision did to it, where it did something.
fn marked(told: &mut Value, mark: Option<Mark>) {
    let word = match mark {
        None => return,
        Some(Mark::Added) => "added",
        Some(Mark::Removed) => "removed",
        Some(Mark::Changed) => "changed",
    };
    if let Some(told) = told.as_object_mut() {
        told.insert("mark".into(), word.into());
    }
}

fn row(row: &Row) -> Value {
    let role = match row.role {
        Role::Plain | Role::Elsewhere => "",
        Role::Identifier | Role::IdentifierReference => "identifier",
        Role::Alternate => "alternate",
        Role::Reference => "reference",
    };
    let mut told = json!({ "name": row.name, "type": row.right, "role": role });
    marked(&mut told, row.mark);
    told
}

fn link(link: &Link) -> Value {
    let mut told =
        json!({ "id": xml_id(&link.id), "from": link.source, "to": link.target, "card": link.card, "role": link.role });
    marked(&mut told, link.mark);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_end_the_element_that_holds_it() {
        let page = Page { title: "</script><!-- \" \u{2028}&".into(), ..Page::default() };
        let json = json(&page);
        assert!(!json.contains(['<', '>', '&', '\u{2028}']));
        let read: Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(read["title"], page.title);
    }
}
