//! A fresh database a test, on each of the three engines, and the least that a test needs to ask of it.
//!
//! SQLite through rusqlite; PostgreSQL and MariaDB through their command line clients, as a consultant would feed them a
//! script (measured: the smallest Rust clients for both cost 57 s of CPU to build, a client starts in 15 ms). So a MariaDB
//! script spells `DELIMITER` where a trigger's body needs it. Does not start servers: `servers.rs` does.
//! Invariant: a database is one test's own, and is removed with its value.

use std::fmt;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use super::must;
use super::servers::{self, Server, USER};

/// A database engine that Merisier writes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
    Mariadb,
}

impl Engine {
    /// Every engine, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Mariadb];

    /// The engine's name in `merisier.yaml` and after `--dialect`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mariadb => "mariadb",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A row, each value as the engine writes it; `None` is NULL.
pub type Row = Vec<Option<String>>;

/// What an engine said when it refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// PostgreSQL and MariaDB: the SQLSTATE, such as `23505`. SQLite: its extended code, such as `2067`.
    pub code: String,
    /// The message alone.
    pub message: String,
    /// Everything that was said.
    pub whole: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Refusal {}

/// An empty database, removed when dropped.
#[derive(Debug)]
pub enum Database {
    /// A file, and a connection to it with foreign keys enforced.
    Sqlite { file: PathBuf, connection: Connection, _folder: TempDir },
    /// A database of the shared server.
    Postgres { name: String },
    /// A database of the shared server.
    Mariadb { name: String },
}

impl Database {
    /// An empty database on this engine.
    pub fn fresh(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => must("creating an SQLite database", fresh_sqlite()),
            Engine::Postgres => {
                let name = fresh_name();
                must("creating a PostgreSQL database", psql("postgres", &format!("CREATE DATABASE {name};")));
                Self::Postgres { name }
            }
            Engine::Mariadb => {
                let name = fresh_name();
                must("creating a MariaDB database", mariadb("mysql", &format!("CREATE DATABASE {name};")));
                Self::Mariadb { name }
            }
        }
    }

    /// The engine it is on.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
            Self::Mariadb { .. } => Engine::Mariadb,
        }
    }

    /// Its address, as an application's `DATABASE_URL`.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { file, .. } => format!("sqlite://{}", file.display()),
            Self::Postgres { name } => format!("postgres://{USER}@127.0.0.1:{}/{name}", servers::postgres().port),
            Self::Mariadb { name } => format!("mysql://{USER}@127.0.0.1:{}/{name}", servers::mariadb().port),
        }
    }

    /// Executes a script in a session of its own (SQLite: in the one connection), up to the first refusal.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn run(&self, script: &str) -> Result<(), Refusal> {
        match self {
            Self::Sqlite { connection, .. } => connection.execute_batch(script).map_err(|error| sqlite_refusal(&error)),
            Self::Postgres { name } => psql(name, script).map(drop),
            Self::Mariadb { name } => mariadb(name, script).map(drop),
        }
    }

    /// The rows of one query.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn rows(&self, query: &str) -> Result<Vec<Row>, Refusal> {
        match self {
            Self::Sqlite { connection, .. } => sqlite_rows(connection, query).map_err(|error| sqlite_refusal(&error)),
            Self::Postgres { name } => psql(name, query).map(|text| unaligned_rows(&text)),
            Self::Mariadb { name } => mariadb(name, query).map(|text| xml_rows(&text)),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A failure shows in the next test, if it matters at all: the servers and their folders go with the process.
        let _ = match self {
            Self::Sqlite { .. } => Ok(String::new()),
            Self::Postgres { name } => psql("postgres", &format!("DROP DATABASE {name} WITH (FORCE);")),
            Self::Mariadb { name } => mariadb("mysql", &format!("DROP DATABASE {name};")),
        };
    }
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

fn fresh_sqlite() -> Result<Database, Box<dyn std::error::Error>> {
    let folder = tempfile::Builder::new().prefix("merisier-sqlite-").tempdir()?;
    let file = folder.path().join("test.db");
    let connection = Connection::open(&file)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")?;
    cases(&connection)?;
    Ok(Database::Sqlite { file, connection, _folder: folder })
}

/// The functions that an application's connections bring, for the queries that are put to them.
fn cases(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let text = |call: &rusqlite::functions::Context<'_>| call.get::<Option<String>>(0);
    connection.create_scalar_function("upper_case", 1, flags, move |call| Ok(text(call)?.map(|t| t.to_uppercase())))?;
    connection.create_scalar_function("lower_case", 1, flags, move |call| Ok(text(call)?.map(|t| t.to_lowercase())))
}

fn sqlite_rows(connection: &Connection, query: &str) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare(query)?;
    let width = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..width).map(|column| Ok(sqlite_text(row.get_ref(column)?))).collect();
    statement.query_map([], read)?.collect()
}

fn sqlite_text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

fn sqlite_refusal(error: &rusqlite::Error) -> Refusal {
    let whole = error.to_string();
    let code = error.sqlite_error().map_or_else(String::new, |inner| inner.extended_code.to_string());
    let message = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        _ => whole.clone(),
    };
    Refusal { code, message, whole }
}

/// Signs that no test writes, between values, after rows, and for NULL.
const FIELD_END: char = '\u{1f}';
const ROW_END: char = '\u{1e}';
const NULL: &str = "\u{1d}";

fn psql(database: &str, script: &str) -> Result<String, Refusal> {
    let mut client = servers::postgres().client();
    client.arg(format!("--dbname={database}")).args(["--no-align", "--tuples-only"]);
    client.args(["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose"]);
    client.args([format!("--field-separator={FIELD_END}"), format!("--record-separator={ROW_END}")]);
    client.arg(format!("--pset=null={NULL}"));
    let output = must("running psql", feed(&mut client, script));
    accepted(&output, postgres_refusal)
}

fn mariadb(database: &str, script: &str) -> Result<String, Refusal> {
    let mut client = servers::mariadb().client();
    // Binary mode leaves the script's bytes alone and obeys no client command but DELIMITER.
    client.args(["--xml", "--binary-mode", "--comments"]).arg(format!("--database={database}"));
    let output = must("running mariadb", feed(&mut client, script));
    accepted(&output, mariadb_refusal)
}

/// Runs the client with the script on its standard input.
fn feed(client: &mut Command, script: &str) -> std::io::Result<Output> {
    let mut child = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take();
    thread::scope(|scope| {
        // A client that stops at an error closes its input early: what it says matters, not our broken pipe.
        scope.spawn(move || stdin.take().map(|mut pipe| pipe.write_all(script.as_bytes())));
        child.wait_with_output()
    })
}

fn accepted(output: &Output, refusal: fn(&str) -> Refusal) -> Result<String, Refusal> {
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(refusal(&String::from_utf8_lossy(&output.stderr)))
    }
}

/// `psql:<stdin>:3: ERROR:  23514: new row for …`
fn postgres_refusal(said: &str) -> Refusal {
    let line = said.lines().find_map(|line| line.split_once("ERROR:  ").map(|(_, rest)| rest)).unwrap_or(said);
    let (code, message) = line.split_once(": ").unwrap_or(("", line));
    Refusal { code: code.to_owned(), message: message.trim_end().to_owned(), whole: said.to_owned() }
}

/// `ERROR 1062 (23000) at line 1: Duplicate entry …`
fn mariadb_refusal(said: &str) -> Refusal {
    let line = said.lines().find(|line| line.starts_with("ERROR ")).unwrap_or(said);
    let code = line.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(code, _)| code);
    let message = line.split_once(": ").map_or(line, |(_, message)| message);
    Refusal { code: code.to_owned(), message: message.trim_end().to_owned(), whole: said.to_owned() }
}

/// Nothing for no row; else the rows, and a line end of psql's own after the last.
fn unaligned_rows(text: &str) -> Vec<Row> {
    let Some(rows) = text.strip_suffix('\n') else { return Vec::new() };
    let value = |text: &str| (text != NULL).then(|| text.to_owned());
    rows.split(ROW_END).map(|row| row.split(FIELD_END).map(value).collect()).collect()
}

/// The client's XML is the one output of it that tells NULL from the word NULL.
fn xml_rows(text: &str) -> Vec<Row> {
    text.split("<row>").skip(1).map(|row| row.split("<field name=").skip(1).map(xml_value).collect()).collect()
}

/// From a field's name on: `"b">value</field>` or `"b" xsi:nil="true" />`. The name is escaped, and so has no quote of its own.
fn xml_value(field: &str) -> Option<String> {
    let after_name = field.strip_prefix('"')?.split_once('"')?.1;
    let value = after_name.strip_prefix('>')?.split_once("</field>")?.0;
    let unescaped = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    Some(unescaped.replace("&amp;", "&"))
}

/// A connection string's server, for tests that need more than a database.
pub fn server(engine: Engine) -> Option<&'static Server> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(servers::postgres()),
        Engine::Mariadb => Some(servers::mariadb()),
    }
}
