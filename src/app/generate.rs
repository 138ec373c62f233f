//! Renders the templates into the tree of files of an application.
//!
//! `templates/` is laid out as the application is. A file that ends in `.j2` is rendered, by a row of [`RENDERED`]; any other is copied.
//! The database's file is the one of its engine. What is the user's is created once.

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::build::plan;
use super::names::slug;
use super::queries::Writer;
use super::views::{Views, one_line};
use crate::mcd::Mcd;
use crate::mld::{Mld, RowCondition};
use crate::output::OutputTree;
use crate::sql::{self, Dialect, Schema};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// How an application is made, besides its model.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Its database.
    pub database: Dialect,
}

/// A template that doesn't render: a defect of Merisier, never of the model.
#[derive(Debug)]
pub struct RenderError(String);

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::error::Error for RenderError {}

impl From<minijinja::Error> for RenderError {
    fn from(error: minijinja::Error) -> Self {
        RenderError(format!("{error:#}"))
    }
}

/// The templates that are rendered once, with what they are rendered from and what they become.
const RENDERED: &[(&str, &str)] = &[
    ("Cargo.toml.j2", "Cargo.toml"),
    ("README.md.j2", "README.md"),
    ("env.example.j2", ".env.example"),
    ("src/site.rs.j2", "src/site.rs"),
    ("templates/custom/README.md.j2", "templates/custom/README.md"),
];

/// The application as a whole, for the templates of [`RENDERED`].
#[derive(Debug, Serialize)]
struct SiteView {
    package: String,
    database: &'static str,
    title: String,
    heading: String,
    has_diagram: bool,
    title_literal: String,
    locale: &'static str,
    currency: String,
    timezone: String,
    entities: Vec<(String, String)>,
    refusals: Vec<(String, String)>,
}

/// All files of the application, with the first of its migrations.
///
/// # Errors
/// When a template doesn't render.
pub fn generate(mcd: &Mcd, mld: &Mld, options: &Options) -> Result<OutputTree, RenderError> {
    generate_illustrated(mcd, mld, options, None)
}

/// The same, with a picture of the model (SVG) that the README shows.
///
/// # Errors
/// When a template doesn't render.
pub fn generate_illustrated(
    mcd: &Mcd,
    mld: &Mld,
    options: &Options,
    diagram: Option<String>,
) -> Result<OutputTree, RenderError> {
    let plan = plan(mcd, mld);
    let writer = Writer { mcd, mld, plan: &plan, dialect: options.database };
    let views = Views::new(mcd, mld, &plan, &writer);
    let environment = environment()?;
    let mut tree = OutputTree::new();
    copy(&TEMPLATES, options.database, &mut tree);
    let site = SiteView { has_diagram: diagram.is_some(), ..site(mcd, mld, options) };
    diagram.into_iter().for_each(|svg| tree.generated(DIAGRAM, svg));
    for (template, path) in RENDERED {
        let text = environment.get_template(template)?.render(Serde(&site))?;
        if is_users(path) { tree.created_once(*path, text) } else { tree.generated(*path, text) }
    }
    for entity in &plan.entities {
        let text = environment.get_template(ENTITY)?.render(Serde(views.entity(entity)))?;
        tree.generated(format!("src/entities/{}.rs", entity.module), text);
    }
    for relation in &plan.relations {
        let text = environment.get_template(ENTITY)?.render(Serde(views.relation(relation)))?;
        tree.generated(format!("src/relations/{}.rs", relation.module), text);
    }
    for (folder, relations) in [("entities", false), ("relations", true)] {
        let text = environment.get_template(INDEX)?.render(Serde(views.index(relations)))?;
        tree.generated(format!("src/{folder}/mod.rs"), text);
    }
    let schema = Schema { mcd, mld };
    let script = |statements: Vec<sql::Statement>| sql::migration(&statements, options.database);
    tree.generated("migrations/0001_initial.up.sql", script(sql::create_script(schema, options.database)));
    tree.generated("migrations/0001_initial.down.sql", script(sql::drop_script(schema, options.database)));
    Ok(tree)
}

/// Where the picture of the model goes.
const DIAGRAM: &str = "docs/mcd.svg";

const ENTITY: &str = "src/entities/entity.rs.j2";
const INDEX: &str = "src/entities/mod.rs.j2";

fn environment() -> Result<Environment<'static>, RenderError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    add_templates(&TEMPLATES, &mut environment)?;
    Ok(environment)
}

fn add_templates(folder: &'static Dir<'_>, environment: &mut Environment<'static>) -> Result<(), RenderError> {
    for file in folder.files() {
        let path = file.path().to_str().unwrap_or_default();
        if let (true, Some(text)) = (path.ends_with(".j2"), file.contents_utf8()) {
            environment.add_template(path, text)?;
        }
    }
    folder.dirs().try_for_each(|inner| add_templates(inner, environment))
}

/// Copies what isn't rendered, in the order of names.
fn copy(folder: &Dir<'_>, database: Dialect, tree: &mut OutputTree) {
    let mut files: Vec<_> = folder.files().collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        let path = file.path().to_str().unwrap_or_default();
        match path.strip_prefix("src/core/db/") {
            _ if path.ends_with(".j2") => {}
            Some(engine) if engine == format!("{}.rs", database.name()) => {
                tree.generated("src/core/db.rs", file.contents())
            }
            Some(_) => {}
            None if is_users(path) => tree.created_once(path, file.contents()),
            None => tree.generated(path, file.contents()),
        }
    }
    let mut inner: Vec<_> = folder.dirs().collect();
    inner.sort_by_key(|inner| inner.path());
    for folder in inner {
        copy(folder, database, tree);
    }
}

/// Hand-written code and pages have their own places.
fn is_users(path: &str) -> bool {
    path.starts_with("src/custom/") || path.starts_with("templates/custom/")
}

fn site(mcd: &Mcd, mld: &Mld, options: &Options) -> SiteView {
    let title = one_line(&mcd.crm.title);
    SiteView {
        package: package(&mcd.crm.name),
        database: options.database.name(),
        heading: markdown(&title),
        has_diagram: false,
        title_literal: super::layout::string_literal(&mcd.crm.title),
        title,
        locale: mcd.crm.locale.code(),
        currency: super::layout::string_literal(&mcd.crm.currency),
        timezone: super::layout::string_literal(&mcd.crm.timezone),
        refusals: refusals(mld),
        entities: mcd.entities().map(|(_, entity)| (markdown(&entity.plural), markdown(&entity.docs))).collect(),
    }
}

/// What the database alone may refuse, with what is said then: at the end of a transaction, or for columns that go together.
fn refusals(mld: &Mld) -> Vec<(String, String)> {
    let literal = super::layout::string_literal;
    let deferred = mld.deferred.iter().map(|deferred| (&deferred.name, &deferred.message));
    let checks = mld.tables.iter().flat_map(|table| &table.checks).filter(|check| joins_columns(&check.condition));
    let checks = checks.map(|check| (&check.name, &check.message));
    deferred.chain(checks).map(|(name, message)| (literal(name), literal(message))).collect()
}

/// Whether a CHECK says which columns are filled when others are: no rule of one field.
fn joins_columns(condition: &RowCondition) -> bool {
    use RowCondition::{Belongs, Filled, Follows, Implies, Together};
    matches!(condition, Together(_) | Follows { .. } | Belongs { .. } | Filled(..) | Implies(..))
}

/// A name that cargo accepts, and that is none of its own words.
fn package(name: &str) -> String {
    let slug = slug(name, "crm");
    let taken = matches!(
        slug.as_str(),
        "test" | "app" | "core" | "std" | "alloc" | "proc-macro" | "build" | "deps" | "examples" | "incremental"
    );
    let legal = slug.starts_with(|c: char| c.is_ascii_alphabetic());
    if taken || !legal || super::names::identifier(&slug) != slug { format!("crm-{slug}") } else { slug }
}

/// Text within Markdown that can't become anything but text.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation()
            && !matches!(c, ',' | '.' | '\'' | '-' | '/' | ':' | ';' | '(' | ')' | '?' | '!' | '%')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
