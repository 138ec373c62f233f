//! A change of model on a real database: what every test of migrations does.

use merisier::diag::{Lang, Severity};
use merisier::driver::{Checked, check_texts};
use merisier::migrate::{Answers, Plan, Side, Step, Way, initial, plan, read_model};
use merisier::mld::{self, Keys, Mld, Options};
use merisier::sql::{Dialect, Schema};

use crate::introspect;
use crate::support::databases::{Database, Engine, Refusal};

pub fn dialect(engine: Engine) -> Dialect {
    match engine {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
        Engine::Mariadb => Dialect::Mariadb,
    }
}

/// A sound model with its tables.
pub struct Sound {
    pub checked: Checked,
    pub mld: Mld,
}

pub fn sound(text: &str) -> Sound {
    keyed(text, Keys::Integer)
}

/// A sound model whose tables are keyed so.
pub fn keyed(text: &str, keys: Keys) -> Sound {
    let checked = check_texts(&[("model.mcd", text)]);
    let errors: Vec<_> = checked.diagnostics.iter().filter(|one| one.kind.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    let mld = mld::lower(&checked.mcd, Options { keys });
    Sound { checked, mld }
}

impl Sound {
    pub fn schema(&self) -> Schema<'_> {
        Schema { mcd: &self.checked.mcd, mld: &self.mld }
    }

    /// Empties the database and creates the model's tables.
    pub fn create_in(&self, database: &Database) {
        let script = initial(self.schema(), dialect(database.engine())).up_for_client;
        emptied(database, &script).unwrap_or_else(|refusal| panic!("{}", refusal.whole));
    }
}

/// Runs a script on the database once it is empty.
fn emptied(database: &Database, script: &str) -> Result<(), Refusal> {
    match database {
        Database::Sqlite { connection, .. } => {
            // SQLite's own way to empty a file, whatever is in it.
            let mode = rusqlite::config::DbConfig::SQLITE_DBCONFIG_RESET_DATABASE;
            connection.set_db_config(mode, true).unwrap();
            database.run("VACUUM")?;
            connection.set_db_config(mode, false).unwrap();
            database.run(script)
        }
        Database::Postgres { .. } => database.run(&format!(
            "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n{script}"
        )),
        Database::Mariadb { name } => {
            database.run(&format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name};\n{script}"))
        }
    }
}

/// Two databases of one engine: one that migrates, one that is created afresh to compare.
pub struct Pair {
    pub work: Database,
    fresh: Database,
}

impl Pair {
    pub fn new(engine: Engine) -> Self {
        Pair { work: Database::fresh(engine), fresh: Database::fresh(engine) }
    }

    /// What a fresh creation gives.
    pub fn expected(&self, model: &Sound) -> Vec<String> {
        model.create_in(&self.fresh);
        introspect::schema(&self.fresh)
    }
}

/// The plan from one text to another.
pub fn planned(before: &str, after: &Sound, answers: &str, engine: Engine) -> Plan {
    planned_from(before, Keys::Integer, after, answers, engine)
}

/// The same, from tables that were keyed so.
pub fn planned_from(before: &str, keys: Keys, after: &Sound, answers: &str, engine: Engine) -> Plan {
    let (old, problems) = read_model(before, None, Options { keys });
    assert!(problems.is_empty(), "{problems:#?}");
    let (answers, problems) = Answers::read(answers);
    assert!(problems.is_empty(), "{problems:#?}");
    let side = Side { mcd: &after.checked.mcd, sources: &after.checked.sources };
    let way = Way { dialect: dialect(engine), number: "0002", lang: Lang::En };
    plan(&old, side, &after.mld, &answers, way)
}

/// Runs a script as an application does: in a transaction; MariaDB's own statements end it.
pub fn run(database: &Database, script: &str) -> Result<(), Refusal> {
    if database.engine() == Engine::Mariadb || script.starts_with("-- no-transaction") {
        return database.run(script);
    }
    let outcome = database.run(&format!("BEGIN;\n{script}\nCOMMIT;"));
    if outcome.is_err() && database.engine() == Engine::Sqlite {
        database.run("ROLLBACK").unwrap();
        // What stays of a refused transaction in this connection would hide tables of the same name.
        let temporary = database.rows("SELECT name FROM temp.sqlite_schema").unwrap();
        assert!(temporary.is_empty(), "{temporary:?}");
    }
    outcome
}

pub fn up(database: &Database, steps: &[Step]) -> Result<(), Refusal> {
    steps.iter().try_for_each(|step| run(database, &step.up_for_client))
}

pub fn down(database: &Database, steps: &[Step]) -> Result<(), Refusal> {
    steps.iter().rev().try_for_each(|step| run(database, &step.down_for_client))
}

#[track_caller]
pub fn same_schema(what: &str, database: &Database, expected: &[String]) {
    let found = introspect::schema(database);
    assert!(
        expected == found,
        "{what} on {}: the schema isn't that of a fresh creation\n{}",
        database.engine(),
        introspect::difference(expected, &found)
    );
}
