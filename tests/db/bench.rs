//! A model, lowered, and its databases: what the tests of `db` share.

use merisier::diag::{Severity, Sink};
use merisier::mcd::{self, Mcd};
use merisier::mld::{self, Mld};
use merisier::source::SourceMap;
use merisier::sql::{self, Dialect, Schema};
use merisier::syntax;

use crate::support::databases::{Database, Engine, Refusal};

pub struct Lowered {
    pub mcd: Mcd,
    pub mld: Mld,
}

impl Lowered {
    pub fn schema(&self) -> Schema<'_> {
        Schema { mcd: &self.mcd, mld: &self.mld }
    }

    pub fn script(&self, dialect: Dialect) -> String {
        sql::script(&sql::create_script(self.schema(), dialect), dialect)
    }
}

/// The model as tables; a model with errors is a mistake of the test.
pub fn lower(text: &str) -> Lowered {
    lower_with(text, mld::Options::default())
}

pub fn lower_with(text: &str, options: mld::Options) -> Lowered {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("model.mcd", text);
    let parsed = syntax::parse(file, text, &mut sink);
    let mcd = mcd::resolve(&[parsed], &sources, &mut sink);
    for diagnostic in sink.into_sorted() {
        let place = sources.text(diagnostic.primary.span);
        assert!(diagnostic.kind.severity != Severity::Error, "{} at {place:?}\n{text}", diagnostic.message.en);
    }
    let mld = mld::lower(&mcd, options);
    Lowered { mcd, mld }
}

pub fn dialect(engine: Engine) -> Dialect {
    match engine {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
        Engine::Mariadb => Dialect::Mariadb,
    }
}

/// A database with the model's tables.
pub struct Bench {
    pub engine: Engine,
    pub database: Database,
}

impl Bench {
    pub fn new(engine: Engine, lowered: &Lowered) -> Self {
        let database = Database::fresh(engine);
        let script = lowered.script(dialect(engine));
        if let Err(refusal) = database.run(&script) {
            panic!("{engine}: {}\n{script}", refusal.whole);
        }
        Bench { engine, database }
    }

    /// One on each engine.
    pub fn each(text: &str) -> Vec<Bench> {
        let lowered = lower(text);
        Engine::ALL.into_iter().map(|engine| Bench::new(engine, &lowered)).collect()
    }

    pub fn defers(&self) -> bool {
        self.engine != Engine::Mariadb
    }

    fn transaction(&self, statements: &str) -> Result<(), (Refusal, String)> {
        let script = format!("BEGIN;\n{statements};\nCOMMIT;");
        let outcome = self.database.run(&script);
        outcome.map_err(|refusal| {
            let pending = match self.engine {
                Engine::Sqlite => {
                    let pending =
                        self.database.rows("SELECT constraint_name FROM pending_violation").unwrap_or_default();
                    // A refused COMMIT leaves the transaction open; a refused statement too.
                    self.database.run("ROLLBACK").unwrap();
                    pending.into_iter().flatten().flatten().collect::<Vec<_>>().join(" ")
                }
                _ => String::new(),
            };
            (refusal, pending)
        })
    }

    /// Taken in, together.
    #[track_caller]
    pub fn accepts(&self, statements: &str) {
        if let Err((refusal, pending)) = self.transaction(statements) {
            panic!("{}: should be accepted: {statements}\n{} {pending}", self.engine, refusal.whole);
        }
    }

    /// Refused, by the constraint of this name.
    #[track_caller]
    pub fn refuses(&self, statements: &str, constraint: &str) {
        match self.transaction(statements) {
            Ok(()) => panic!("{}: should be refused by {constraint}: {statements}", self.engine),
            Err((refusal, pending)) => {
                let said = format!("{} {pending}", refusal.whole);
                assert!(
                    said.contains(constraint),
                    "{}: refused, but not by {constraint}: {statements}\n{said}",
                    self.engine
                );
            }
        }
    }

    /// One value.
    pub fn value(&self, query: &str) -> Option<String> {
        let rows =
            self.database.rows(query).unwrap_or_else(|refusal| panic!("{}: {query}\n{}", self.engine, refusal.whole));
        rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten()
    }

    /// A decimal as the engine stores it.
    pub fn number(&self, digits: &str, scale: usize) -> String {
        if self.engine != Engine::Sqlite {
            return digits.to_owned();
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        format!("{whole}{fraction:0<scale$}")
    }
}
