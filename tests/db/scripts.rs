//! Whole scripts: real models, examples, cases, hostile names; and all of it read back by sqlparser.

use std::fs;
use std::path::{Path, PathBuf};

use merisier::mld::{Keys, Options};
use merisier::sql::{self, Dialect};
use sqlparser::dialect::{MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use crate::bench::{Bench, Lowered, lower, lower_with};
use crate::support::databases::Engine;

/// The examples, and the cases of `tests/cases`, each as one text.
fn models() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in ["tests/cases", "examples"] {
        collect(&root.join(folder), &mut found);
    }
    found.sort();
    let parts: Vec<PathBuf> = found.iter().flat_map(|path| included(path)).collect();
    // A part of a model is no model.
    found.retain(|path| !parts.contains(path));
    found.into_iter().map(|path| (path.clone(), whole(&path))).collect()
}

/// The file that a line includes.
fn inclusion(line: &str) -> Option<&str> {
    line.strip_prefix("include \"")?.strip_suffix('"')
}

fn included(path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter_map(inclusion).map(|name| path.with_file_name(name)).collect()
}

/// A file, with those that it includes in their place.
fn whole(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let line = |line: &str| match inclusion(line) {
        Some(name) => whole(&path.with_file_name(name)),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|end| end == "mcd") {
            found.push(path);
        }
    }
}

pub fn runs_everywhere(lowered: &Lowered) {
    for engine in Engine::ALL {
        drop(Bench::new(engine, lowered));
    }
    for dialect in Dialect::ALL {
        parses_back(lowered, dialect);
    }
}

#[test]
fn the_script_of_every_model_runs_on_every_engine() {
    let models = models();
    assert!(models.len() >= 5, "the models are missing");
    for (path, text) in models {
        println!("{}", path.display());
        runs_everywhere(&lower(&text));
    }
}

#[test]
fn uuid_keys_run_on_every_engine() {
    for (path, text) in models() {
        println!("{}", path.display());
        runs_everywhere(&lower_with(&text, Options { keys: Keys::Uuid }));
    }
}

/// What sqlparser can't read, engine by engine, each tried by hand: bodies of MariaDB's triggers (IF, SIGNAL), SQLite's triggers
/// whose body holds several statements, and PostgreSQL's constraint triggers without a FROM.
fn is_beyond_sqlparser(sql: &str, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Mariadb => sql.starts_with("CREATE TRIGGER"),
        Dialect::Sqlite => sql.starts_with("CREATE TRIGGER"),
        Dialect::Postgres => false,
    }
}

fn parses_back(lowered: &Lowered, dialect: Dialect) {
    for statement in sql::create_script(lowered.schema(), dialect) {
        for sql in sql::render(&statement, dialect) {
            assert!(!sql.contains("\n\n"), "a script is cut at empty lines: {sql}");
            if is_beyond_sqlparser(&sql, dialect) {
                continue;
            }
            let parsed = match dialect {
                Dialect::Sqlite => Parser::parse_sql(&SQLiteDialect {}, &sql),
                Dialect::Postgres => Parser::parse_sql(&PostgreSqlDialect {}, &sql),
                Dialect::Mariadb => Parser::parse_sql(&MySqlDialect {}, &sql),
            };
            match parsed {
                Ok(statements) => assert_eq!(statements.len(), 1, "{}: {sql}", dialect.name()),
                Err(error) => panic!("{}: {error}\n{sql}", dialect.name()),
            }
        }
    }
}

/// Text that tries to leave its place, on every spot where a model holds text.
const HOSTILE: [&str; 6] = [
    "'; DROP TABLE x; --",
    "\\' OR 1=1; --",
    "$body$ $$ \"quoted\" `back` %s :x ?1 {0}",
    "line\nend;\n\nDELIMITER //",
    "é 漢字 \u{202e}rtl \u{200b}zero",
    "/* */ -- # \\",
];

/// A text as a literal of the language.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[test]
fn hostile_names_and_texts_stay_data() {
    let long = "a".repeat(200);
    for evil in HOSTILE {
        let text = format!(
            r#"
/// {docs}
entity order "{evil}" plural "{evil}" {{
    `select`   text(20)  "{evil}"  identifier = "{evil2}"
    `œuvre_d_art` text(40) "{evil}" matches "[a-z']+"
    Name       text(10)  stored "2e nom"
    id         integer
    version    integer
    created_at date      required = today()
    {long}     decimal(10,3) min 0.001
    état       enum {{ `where` "{evil}", `null` }} = `null`
    rule id > 0 "{evil}"
    rule created_at <= today() "{evil}"
}}
entity {long} "{evil}" {{ n serial identifier stored "it's; \"x\"" }}
entity group stored_1 {{ `user` text(255) identifier; `table` text(255) unique; a text(255); b text(255); unique a, b, `table` }}
relation `join` "{evil}" {{
    order 1,n
    {long} 0,3
    `from` text(10) required
}}
relation `on` {{ order 0,1; group 1,n }}
"#,
            docs = evil.replace('\n', " "),
            evil = quoted(evil),
            evil2 = "'a'",
        )
        .replace("entity group stored_1 {", "entity group { ");
        runs_everywhere(&lower(&text));
    }
}

/// sqlx connects with IGNORE_SPACE: a table named like a function is then one only between quotes.
#[test]
fn every_function_of_mariadb_is_a_name_as_the_application_connects() {
    let database = crate::support::databases::Database::fresh(Engine::Mariadb);
    let found = database.rows("SELECT DISTINCT LOWER(function) FROM information_schema.sql_functions").unwrap();
    let mut words: Vec<String> = found.into_iter().flatten().flatten().collect();
    words.extend(["lead", "lag", "rank", "count", "position"].map(str::to_owned));
    words.sort();
    words.dedup();
    assert!(words.len() > 100, "MariaDB lists {} functions", words.len());
    let table = |word: &String| {
        let name = sql::quote(word, Dialect::Mariadb);
        format!("CREATE TABLE {name} (a INT); DROP TABLE {name};\n")
    };
    let tables: String = words.iter().map(table).collect();
    let script = format!("SET SESSION sql_mode = CONCAT(@@sql_mode, ',IGNORE_SPACE');\n{tables}");
    database.run(&script).unwrap_or_else(|refusal| panic!("{}", refusal.whole));
}

#[test]
fn every_keyword_of_every_engine_is_a_name_once_quoted() {
    use crate::bench::dialect;
    use crate::support::databases::Database;
    let ask = |engine: Engine, query: &str| -> Vec<String> {
        Database::fresh(engine).rows(query).unwrap().into_iter().flatten().flatten().collect()
    };
    let mut words = ask(Engine::Postgres, "SELECT word FROM pg_get_keywords()");
    words.extend(ask(Engine::Mariadb, "SELECT LOWER(word) FROM information_schema.keywords"));
    words.retain(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    words.sort();
    words.dedup();
    assert!(words.len() > 500, "the engines list {} keywords", words.len());
    for engine in Engine::ALL {
        let names: Vec<String> = words.iter().map(|word| sql::quote(word, dialect(engine))).collect();
        let create = format!("CREATE TABLE w ({} INTEGER);", names.join(" INTEGER, "));
        let select = |name: &String| format!("SELECT {name}, w.{name} FROM w WHERE {name} = 1 ORDER BY {name};");
        let script = format!("{create}\n{}", names.iter().map(select).collect::<Vec<_>>().join("\n"));
        Database::fresh(engine).run(&script).unwrap_or_else(|refusal| panic!("{engine}: {}", refusal.whole));
    }
}
