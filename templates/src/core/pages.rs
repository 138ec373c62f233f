//! The engine of pages: minijinja with the interface's words, and what every page is given.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Value as Page, context};
use serde::Serialize;

use super::assets;
use super::locale::Locale;
use super::markup;
use super::menu::Menus;
use super::model::Model;
use super::words;

/// The pages, compiled, and the menu that they all have.
pub struct Pages {
    engine: Environment<'static>,
    menus: Menus,
}

impl Pages {
    pub fn new(model: &Model) -> Result<Pages, minijinja::Error> {
        let engine = engine(model)?;
        let menus = Menus::new(&engine, model)?;
        Ok(Pages {
            engine,
            menus,
        })
    }
}

/// Compiles every page once.
fn engine(model: &Model) -> Result<Environment<'static>, minijinja::Error> {
    let locale = model.locale;
    let icon = assets::with_hashes(ICON);
    let mut engine = Environment::new();
    // Lines that hold only a block leave nothing in the page: a third fewer bytes.
    engine.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    for (name, text) in assets::PAGES.iter().filter(|(name, _)| name.ends_with(".html")) {
        engine.add_template_owned(*name, settle(&assets::with_hashes(text), &locale, &icon))?;
    }
    engine.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => Ok(markup::escape(out, text)?),
        _ => minijinja::escape_formatter(out, state, value),
    });
    engine.add_function("t", move |key: &str, args: Kwargs| -> Result<String, minijinja::Error> {
        Ok(translate(&locale, key, &args))
    });
    let site = model.site;
    engine.add_global("site", context! { title => site.title, locale => site.locale, currency => site.currency });
    engine.add_function("icon", move |name: &str| Page::from_safe_string(icon.replace("NAME", name)));
    Ok(engine)
}

/// An icon of `static/icons.svg`: a function rather than a macro, since pages have many.
const ICON: &str = r##"<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg#NAME"></use></svg>"##;

/// Writes into a page what never changes: words without arguments, icons with a name. Each is a call the less whenever it is shown.
fn settle(page: &str, locale: &Locale, icon: &str) -> String {
    let mut settled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{ ") {
        settled.push_str(before);
        let known = after
            .split_once(" }}")
            .and_then(|(call, tail)| Some((constant(call, locale, icon)?, tail)));
        match known {
            Some((text, tail)) => {
                settled.push_str(&text);
                rest = tail;
            }
            None => {
                settled.push_str("{{ ");
                rest = after;
            }
        }
    }
    settled + rest
}

/// What `t("key")` or `icon("name")` always gives.
fn constant(call: &str, locale: &Locale, icon: &str) -> Option<String> {
    let (function, argument) = call.strip_suffix(')')?.split_once('(')?;
    let name = argument
        .strip_prefix(['"', '\''])?
        .strip_suffix(['"', '\''])
        .filter(|name| !name.contains(['"', '\'', '{']))?;
    match function {
        "icon" => Some(icon.replace("NAME", name)),
        "t" => {
            let mut text = String::new();
            markup::escape(&mut text, &words::text(locale.code, name)).ok()?;
            (!text.contains('{')).then_some(text)
        }
        _ => None,
    }
}

/// A message with its arguments; numbers are written for the locale, and `n` chooses between `.one` and `.other`.
fn translate(locale: &Locale, key: &str, args: &Kwargs) -> String {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut form = None;
    for name in args.args() {
        let Ok(value) = args.get::<Page>(name) else {
            continue;
        };
        let number = i64::try_from(value.clone()).ok().filter(|_| value.is_number());
        if name == "n" {
            // A sign that stands for a number to come is one of many.
            let single = number.is_some_and(|number| number == 1 || locale.french() && number == 0);
            form = Some(if single { "one" } else { "other" });
        }
        let text = number.map_or_else(|| value.to_string(), |number| locale.number(number.into(), 0));
        texts.push((name.to_owned(), text));
    }
    let pattern = form
        .and_then(|form| words::known(locale.code, &format!("{key}.{form}")))
        .unwrap_or_else(|| words::text(locale.code, key));
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

/// A message shown once, at the page that follows an action.
#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    pub kind: String,
    pub text: String,
}

/// What every page is given.
pub struct Frame<'a> {
    pub path: &'a str,
    pub csrf: &'a str,
    pub flash: Option<Flash>,
}

/// A whole page.
pub fn render(pages: &Pages, name: &str, frame: &Frame<'_>, page: impl Serialize) -> Result<String, minijinja::Error> {
    let all = context! {
        menu => Page::from_safe_string(pages.menus.at(frame.path).to_owned()),
        csrf => frame.csrf,
        path => frame.path,
        flash => Page::from(Serde(&frame.flash)),
        ..Page::from(Serde(page))
    };
    pages.engine.get_template(name)?.render(all)
}
