//! The pages of the generated application, rendered without it: every sample in both languages, with undefined names refused.
//!
//! `MERISIER_PREVIEW=folder cargo test --test pages` also writes each page there, to look at with `templates/static` served under `/static`.
//! Not here: what the real application puts in the pages (its own tests and the browser's walk).

#![expect(clippy::panic, reason = "a sample that cannot be read or rendered is a failed test")]

mod contexts;
mod dressed;
mod words;

/// The application's own, which knows of its neighbours only what stands here.
#[path = "../../templates/src/core/markup.rs"]
#[rustfmt::skip] // formatted as the application is
#[allow(dead_code, unreachable_pub, reason = "a file of the application")]
mod markup;

mod cells {
    #[derive(Default)]
    pub(crate) struct Cell {
        pub(crate) kind: &'static str,
        pub(crate) text: String,
        pub(crate) url: Option<String>,
        pub(crate) tone: Option<usize>,
        pub(crate) unit: Option<&'static str>,
        pub(crate) html: Option<String>,
    }
}

mod views {
    pub(crate) struct Column {
        pub(crate) label: &'static str,
        pub(crate) numeric: bool,
        pub(crate) is_title: bool,
    }
}

use contexts::Sample;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, path_loader};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 2] = ["fr", "en"];

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files of a folder of `templates/` with this extension, as (name, text).
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = templates().join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.into_iter().map(|path| (path.display().to_string(), read(&path))).collect()
}

fn catalogue(language: &str) -> words::Words {
    let path = templates().join("words").join(format!("{language}.toml"));
    words::parse(&read(&path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn environment(language: &'static str) -> Environment<'static> {
    let words = catalogue(language);
    let mut pages = Environment::new();
    pages.set_loader(path_loader(templates().join("templates")));
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        pages.set_syntax(syntax);
    }
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.add_function("t", move |key: &str, arguments: Kwargs| {
        words::translate(&words, language == "fr", key, &arguments)
    });
    // As `templates/src/core/pages.rs` draws it.
    pages.add_function("icon", |name: &str| {
        minijinja::Value::from_safe_string(format!(
            r##"<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg#{name}"></use></svg>"##
        ))
    });
    pages
}

fn render(pages: &Environment<'_>, language: &str, sample: &Sample) -> String {
    let mut context = sample.context.clone();
    if let Some(locale) = context.pointer_mut("/site/locale") {
        *locale = language.into();
    }
    dressed::dress(&mut context);
    let page = whole(pages, sample.template, &context);
    page.unwrap_or_else(|error| panic!("{} ({language}): {error:#}", sample.name))
}

/// A page with its menu, which the application renders beforehand.
fn whole(pages: &Environment<'_>, template: &str, context: &serde_json::Value) -> Result<String, minijinja::Error> {
    let menu = pages.get_template("_nav.html")?.render(Serde(context))?;
    let menu = minijinja::Value::from_safe_string(menu);
    pages.get_template(template)?.render(context! { menu, ..minijinja::Value::from(Serde(context)) })
}

/// Every sample in every language, as (name, page).
fn all_pages() -> Vec<(String, String)> {
    let samples = contexts::samples();
    let of = |language| {
        let pages = environment(language);
        samples.iter().map(|sample| (format!("{}-{language}", sample.name), render(&pages, language, sample))).collect()
    };
    LANGUAGES.into_iter().flat_map(|language| -> Vec<(String, String)> { of(language) }).collect()
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

/// What the first group of a pattern finds, in order.
fn found(expression: &str, text: &str) -> Vec<String> {
    let groups = pattern(expression);
    groups.captures_iter(text).filter_map(|found| found.get(1)).map(|group| group.as_str().to_owned()).collect()
}

#[test]
fn every_page_renders_in_both_languages() {
    let preview = std::env::var_os("MERISIER_PREVIEW").map(PathBuf::from);
    for (name, page) in all_pages() {
        assert!(!page.trim().is_empty(), "{name} is empty");
        if let Some(folder) = &preview {
            std::fs::write(folder.join(format!("{name}.html")), page).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn markup_in_data_comes_out_as_text() {
    let pages = all_pages();
    assert!(
        pages.iter().filter(|(_, page)| page.contains("&lt;script&gt;alert(1)")).count() >= 10,
        "the samples hold markup"
    );
    for (name, page) in pages {
        assert!(!page.contains("<script>"), "{name} lets a script through");
        assert!(!page.contains(">49<"), "{name} computes what is in a label");
    }
}

#[test]
fn pages_keep_to_the_content_security_policy() {
    let inline = pattern(r#"<[a-z][^>]*\s(style|on[a-z]+)\s*=|<style|<script(?: [^>]*)?>[^<]|javascript:"#);
    for (name, page) in files("templates", "html") {
        assert_eq!(inline.find(&page).map(|found| found.as_str()), None, "{name}");
    }
}

#[test]
fn every_field_has_its_label_and_its_messages() {
    for (name, page) in all_pages() {
        let ids = found(r#"\sid="([^"]*)""#, &page);
        let known: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "{name} has the same id twice");
        let references = found(r#"\s(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]*)""#, &page);
        for reference in references.iter().flat_map(|list| list.split_whitespace()) {
            assert!(known.contains(&reference.to_owned()), "{name} points at {reference}, which is not there");
        }
        for control in found(r#"<(?:input|select|textarea)((?: [^>]*)? id="[^"]*"[^>]*)>"#, &page) {
            let id = found(r#"\sid="([^"]*)""#, &control).concat();
            let labelled = page.contains(&format!("for=\"{id}\"")) || control.contains("type=\"checkbox\"");
            assert!(labelled, "{name}: no label for {id}");
        }
    }
}

#[test]
fn links_of_the_error_summary_lead_to_a_field() {
    for (name, page) in all_pages() {
        for target in found(r##"<li><a href="#([^"]+)">"##, &page) {
            assert!(page.contains(&format!("id=\"{target}\"")), "{name}: #{target} leads nowhere");
        }
    }
}

#[test]
fn icons_that_pages_ask_for_are_drawn() {
    let sprite = read(&templates().join("static/icons.svg"));
    for (name, page) in all_pages() {
        for icon in found(r#"icons\.svg#([a-z-]+)"#, &page) {
            assert!(sprite.contains(&format!("id=\"{icon}\"")), "{name} asks for the icon {icon}");
        }
    }
}

#[test]
fn both_catalogues_say_the_same_with_the_same_arguments() {
    let [french, english] = LANGUAGES.map(catalogue);
    let keys = |words: &words::Words| words.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&french), keys(&english));
    for (key, text) in &french {
        let arguments = |text: &str| found(r"\{([a-z]+)\}", text).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(arguments(text), arguments(english.get(key).map_or("", String::as_str)), "{key}");
    }
}

#[test]
fn pages_use_every_word_and_no_other() {
    let asked: BTreeSet<String> =
        files("templates", "html").iter().flat_map(|(_, page)| found(r#"\bt\(["']([a-z_.]+)["']"#, page)).collect();
    let written: BTreeSet<String> = catalogue("fr").keys().map(|key| without_plural(key)).collect();
    assert_eq!(asked.difference(&written).collect::<Vec<_>>(), Vec::<&String>::new(), "asked for, not written");
    let unused: Vec<_> = written.difference(&asked).collect();
    assert_eq!(unused, Vec::<&String>::new(), "written, asked for by no page");
}

fn without_plural(key: &str) -> String {
    key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key).to_owned()
}

#[test]
fn pages_hold_no_words_of_their_own() {
    // Templates, tags, then what macros give to tags: attributes and ends of ids.
    let code = pattern(r"(?s)\{% block page_class %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}");
    let markup = pattern(r#"(?s)<kbd>(?:Ctrl|Alt)</kbd>|<[^>]*>|[a-z-]+="[^"]*"|-[a-z]+\b"#);
    for (name, page) in files("templates", "html") {
        let text = code.replace_all(&page, " ");
        let words = found(r"(\p{L}{2,})", &markup.replace_all(&text, " "));
        assert_eq!(words, Vec::<String>::new(), "{name}");
        let spoken = found(r#"\s(?:aria-label|title|placeholder|alt)="([^{"][^"]*)""#, &page);
        assert_eq!(spoken, Vec::<String>::new(), "{name}");
    }
}
