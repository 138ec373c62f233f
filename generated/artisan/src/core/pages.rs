//! The engine of pages: minijinja with the interface's words, and what every page is given.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Output, Value as Page, context};
use serde::Serialize;

use super::assets;
use super::locale::Locale;
use super::model::Model;
use super::words;

/// Compiles every page once.
pub fn engine(locale: Locale) -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::new();
    // Lines that hold only a block leave nothing in the page: a third fewer bytes.
    engine.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    for (name, text) in assets::PAGES.iter().filter(|(name, _)| name.ends_with(".html")) {
        engine.add_template_owned(*name, assets::with_hashes(text))?;
    }
    engine.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => Ok(write_escaped(out, text)?),
        _ => minijinja::escape_formatter(out, state, value),
    });
    engine.add_function("t", move |key: &str, args: Kwargs| -> Result<String, minijinja::Error> {
        Ok(translate(&locale, key, &args))
    });
    let icon = assets::with_hashes(ICON);
    engine.add_function("icon", move |name: &str| Page::from_safe_string(icon.replace("NAME", name)));
    freeze(&mut engine, "_shortcuts.html")?;
    Ok(engine)
}

/// An icon of `static/icons.svg`: a function rather than a macro, since pages have many.
const ICON: &str = r##"<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg#NAME"></use></svg>"##;

/// Renders once and for all a piece that is the same on every page.
fn freeze(engine: &mut Environment<'static>, name: &'static str) -> Result<(), minijinja::Error> {
    let text = engine.get_template(name)?.render(context! {})?;
    engine.add_template_owned(name, format!("{{% raw %}}{text}{{% endraw %}}"))
}

/// Escapes what HTML reads in text and in quoted attributes. (minijinja's own escapes `/` too, which makes every link longer.)
fn write_escaped(out: &mut Output<'_>, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(place) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(place);
        out.write_str(plain)?;
        out.write_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or("");
    }
    out.write_str(rest)
}

/// A message with its arguments; numbers are written for the locale, and `n` chooses between `.one` and `.other`.
fn translate(locale: &Locale, key: &str, args: &Kwargs) -> String {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut form = "other";
    for name in args.args() {
        let Ok(value) = args.get::<Page>(name) else {
            continue;
        };
        let number = i64::try_from(value.clone()).ok().filter(|_| value.is_number());
        if let Some(number) = number.filter(|_| name == "n") {
            form = if number == 1 || locale.french() && number == 0 {
                "one"
            } else {
                "other"
            };
        }
        let text = number.map_or_else(|| value.to_string(), |number| locale.number(number.into(), 0));
        texts.push((name.to_owned(), text));
    }
    let plural = format!("{key}.{form}");
    let found = words::text(locale.code, &plural);
    let pattern = if found == plural {
        words::text(locale.code, key)
    } else {
        found
    };
    let args: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    words::fill(&pattern, &args)
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub label: String,
    pub url: String,
    pub active: bool,
}

#[derive(Debug, Serialize)]
struct Group {
    label: String,
    items: Vec<Link>,
}

/// A message shown once, at the page that follows an action.
#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    pub kind: String,
    pub text: String,
}

/// What every page is given.
pub struct Frame<'a> {
    pub model: &'a Model,
    pub path: &'a str,
    pub csrf: &'a str,
    pub flash: Option<Flash>,
}

/// A whole page.
pub fn render(engine: &Environment<'_>, name: &str, frame: &Frame<'_>, page: impl Serialize) -> Result<String, minijinja::Error> {
    let site = frame.model.site;
    let all = context! {
        site => context! { title => site.title, locale => site.locale, currency => site.currency },
        nav => Page::from(Serde(navigation(frame.model, frame.path))),
        csrf => frame.csrf,
        path => frame.path,
        flash => Page::from(Serde(&frame.flash)),
        ..Page::from(Serde(page))
    };
    engine.get_template(name)?.render(all)
}

/// The menu: entities by area in the model's order. A weak entity or a subtype is reached from another.
fn navigation(model: &Model, path: &str) -> Vec<Group> {
    let mut areas: Vec<&str> = Vec::new();
    let mut groups: BTreeMap<&str, Vec<Link>> = BTreeMap::new();
    for entity in &model.entities {
        let area = entity.meta.area;
        if !areas.contains(&area) {
            areas.push(area);
        }
        let active = path == entity.url
            || path
                .strip_prefix(entity.url.as_str())
                .is_some_and(|rest| rest.starts_with('/'));
        groups.entry(area).or_default().push(Link {
            label: entity.meta.plural.to_owned(),
            url: entity.url.clone(),
            active,
        });
    }
    areas
        .into_iter()
        .filter_map(|area| {
            groups.remove(area).map(|items| Group {
                label: area.to_owned(),
                items,
            })
        })
        .collect()
}
