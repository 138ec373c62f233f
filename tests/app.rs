//! The generated application at work: compiled, served on each engine, walked through over HTTP without JavaScript and in a real browser.
//!
//! One test a database engine, each with one application: compiling is what takes time. Does not test the compiler's texts (`generated.rs` does).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]
#![allow(unreachable_pub, reason = "the modules are this test's own")]

mod support;

#[path = "app/agenda.rs"]
mod agenda;
#[path = "app/atelier.rs"]
mod atelier;
#[path = "app/browse.rs"]
mod browse;
#[path = "app/documents.rs"]
mod documents;
#[path = "app/filters.rs"]
mod filters;
#[path = "app/held.rs"]
mod held;
#[path = "app/history.rs"]
mod history;
#[path = "app/imported.rs"]
mod imported;
#[path = "app/lists.rs"]
mod lists;
#[path = "app/made.rs"]
mod made;
#[path = "app/raced.rs"]
mod raced;
#[path = "app/seeded.rs"]
mod seeded;
#[path = "app/sequences.rs"]
mod sequences;
#[path = "app/visitor.rs"]
mod visitor;
#[path = "app/walk.rs"]
mod walk;
#[path = "app/watched.rs"]
mod watched;

use std::sync::OnceLock;

use made::{Made, make, there};
use merisier::mld::Keys;
use support::databases::{Database, Engine};
use visitor::Visitor;

const ARTISAN: &str = include_str!("../examples/artisan/artisan.mcd");
const ESPOCRM: &str = include_str!("../examples/espocrm/espocrm.mcd");
const ATELIER: &str = include_str!("app/atelier.mcd");
const AGENDA: &str = include_str!("app/agenda.mcd");
const HOSTILE: &str = include_str!("app/hostile.mcd");

/// The heating engineer's application on SQLite, which several tests visit.
fn artisan() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    // Another one of the same, which grew: `scripts/keep-edits`.
    let other = std::env::var_os("MERISIER_APPLICATION");
    MADE.get_or_init(|| match other {
        Some(folder) => there(folder.into()),
        None => make("artisan", ARTISAN, Engine::Sqlite, Keys::Integer),
    })
}

/// Serves the application on a database of its own, and asserts afterwards that its log tells of no trouble.
fn visit(app: &Made, engine: Engine, seed: bool, steps: impl FnOnce(&Visitor, &Database)) {
    let database = Database::fresh(engine);
    if seed {
        app.run(&database, &["seed"]);
    }
    let served = app.serve(&database);
    steps(&Visitor::new(&served.base), &database);
    let log = served.log();
    // Forged requests are refused aloud, and a machine that compiles beside is slow.
    let is_expected = |line: &&str| line.contains("a request was refused") || line.contains("slow statement");
    let mut lines = log.lines().filter(|line| !is_expected(line));
    assert!(!lines.any(|line| line.contains("WARN") || line.contains("ERROR") || line.contains("panicked")), "{log}");
}

/// Everything that a visitor does without JavaScript.
fn without_javascript(app: &Made, engine: Engine) {
    visit(app, engine, false, walk::walk);
    visit(app, engine, false, |visitor, _| {
        walk::api(visitor);
        lists::fill(visitor);
        lists::keysets(visitor);
        lists::dictionary(visitor);
        lists::views(visitor);
        lists::exports(visitor);
        lists::names_are_text(visitor);
        documents::check(&visitor.api("GET", "/api/openapi.json", None).1);
    });
    visit(app, engine, false, history::holds);
    visit(app, engine, true, seeded::holds);
}

#[test]
fn a_day_at_the_heating_engineers_on_sqlite() {
    without_javascript(artisan(), Engine::Sqlite);
}

#[test]
fn a_day_at_the_heating_engineers_on_postgresql() {
    without_javascript(&make("artisan", ARTISAN, Engine::Postgres, Keys::Integer), Engine::Postgres);
}

#[test]
fn a_day_at_the_heating_engineers_on_mariadb() {
    without_javascript(&make("artisan", ARTISAN, Engine::Mariadb, Keys::Integer), Engine::Mariadb);
}

#[test]
fn a_day_at_the_heating_engineers_in_a_browser() {
    let database = Database::fresh(Engine::Sqlite);
    artisan().run(&database, &["seed"]);
    let served = artisan().serve(&database);
    browse::walk(&served.base);
}

/// Compiled for each engine, large applications take minutes: the others where `MERISIER_EVERY_ENGINE` asks.
fn engines() -> &'static [Engine] {
    if std::env::var_os("MERISIER_EVERY_ENGINE").is_some() { &Engine::ALL } else { &[Engine::Sqlite] }
}

#[test]
fn a_real_crm_of_67_entities_opens_every_page() {
    for engine in engines() {
        let app = make("espocrm", ESPOCRM, *engine, Keys::Integer);
        visit(&app, *engine, true, |visitor, database| {
            seeded::opens_every_page(visitor);
            seeded::holds(visitor, database);
        });
    }
}

#[test]
fn words_that_look_like_code_are_text_everywhere() {
    for engine in engines() {
        let app = make("hostile", HOSTILE, *engine, Keys::Integer);
        visit(&app, *engine, true, |visitor, database| {
            seeded::opens_every_page(visitor);
            seeded::holds(visitor, database);
            seeded::hostile(visitor);
        });
    }
}

/// What a workshop does, whatever its records are known by.
fn workshop(app: &Made, engine: Engine) {
    visit(app, engine, false, |visitor, _| {
        atelier::works(visitor);
        sequences::have_no_gap(visitor);
        sequences::are_of_what_declares_them(visitor);
        filters::choose(visitor);
        history::of_kinds(visitor);
    });
    visit(app, engine, false, |visitor, database| {
        let other = app.serve(database);
        raced::keep_rules_over_rows([visitor.base(), &other.base], database);
    });
    imported::holds(app, engine);
    visit(app, engine, true, seeded::holds);
}

#[test]
fn a_workshop_known_by_uuid_holds_on_each_engine() {
    for engine in Engine::ALL {
        let app = make("atelier", ATELIER, engine, Keys::Uuid);
        workshop(&app, engine);
        held::to_its_migrations(&app, engine);
    }
}

#[test]
fn a_workshop_known_by_numbers_holds_too() {
    workshop(&make("atelier-numbers", ATELIER, Engine::Sqlite, Keys::Integer), Engine::Sqlite);
}

#[test]
fn an_agenda_far_from_its_server_keeps_its_days_and_its_rules() {
    for engine in engines() {
        let app = make("agenda", AGENDA, *engine, Keys::Integer);
        visit(&app, *engine, true, |visitor, database| {
            seeded::holds(visitor, database);
            agenda::holds(visitor, database);
        });
    }
}

#[test]
fn what_is_served_follows_each_save_of_the_model() {
    watched::follows_each_save();
}
