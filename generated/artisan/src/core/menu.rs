//! The menu, rendered once for each place it can show as the current one: every page has it.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, Value as Page, context};
use serde::Serialize;

use super::model::Model;
use super::pages::Link;

/// The menu's HTML by the address that it shows as current; empty for a page that isn't in it.
#[derive(Debug)]
pub struct Menus(BTreeMap<String, String>);

#[derive(Debug, Serialize)]
struct Group {
    label: String,
    items: Vec<Link>,
}

impl Menus {
    /// Renders `_nav.html` for the home page, for each entity, and for none.
    pub fn new(engine: &Environment<'_>, model: &Model) -> Result<Menus, minijinja::Error> {
        let template = engine.get_template("_nav.html")?;
        let places = model.entities.iter().map(|entity| entity.url.as_str());
        let menus = places.chain(["/", ""]).map(|place| {
            let nav = Page::from(Serde(navigation(model, place)));
            Ok((place.to_owned(), template.render(context! { nav, path => place })?))
        });
        Ok(Menus(menus.collect::<Result<_, minijinja::Error>>()?))
    }

    /// The menu of the page at this path.
    pub fn at(&self, path: &str) -> &str {
        let end = path.match_indices('/').nth(1).map_or(path.len(), |(end, _)| end);
        let place = path.get(..end).unwrap_or("");
        self.0
            .get(place)
            .or_else(|| self.0.get(""))
            .map_or("", String::as_str)
    }
}

/// Entities by area, in the model's order.
fn navigation(model: &Model, place: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entity in &model.entities {
        let item = Link {
            label: entity.meta.plural.to_owned(),
            url: entity.url.clone(),
            active: entity.url == place,
        };
        match groups.iter_mut().find(|group| group.label == entity.meta.area) {
            Some(group) => group.items.push(item),
            None => groups.push(Group {
                label: entity.meta.area.to_owned(),
                items: vec![item],
            }),
        }
    }
    groups
}
