//! SQLite, by rusqlite: one writer, a few readers, statements cached on each connection.
//!
//! This file and its two siblings (PostgreSQL, MariaDB) have the same public interface, and are all that differs by engine.
//! Statements run where they are called: handing a thread over for each costs ten times the statement. That blocks at most
//! [`BLOCKING`] of the server's threads, and it has more.
//! Invariant: what `Tx::commit` has acknowledged is on disk (WAL with `synchronous = FULL`).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql};
use rust_decimal::Decimal;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::key::{Key, KeyKind};
use super::kind::Kind;
use super::value::Value;

pub const ENGINE: &str = "sqlite";
pub const DEFAULT_URL: &str = "sqlite://data/app.db";
/// Whether an ascending order puts empty values first.
pub const NULLS_FIRST: bool = true;

const READERS: usize = 4;
/// How many threads may wait for the disk at once: the readers and the writer.
pub const BLOCKING: usize = READERS + 1;
const INSTANT: &str = "%Y-%m-%d %H:%M:%S";

pub type Row = Vec<Value>;

/// Why the database refused or failed.
#[derive(Debug)]
pub enum DbError {
    /// A constraint or a trigger refused the write.
    Violation(Violation),
    /// Another transaction is in the way: the same work may succeed if tried again.
    Busy(String),
    Other(String),
}

/// Which constraint refused: by name where the engine gives it, else by table and columns.
#[derive(Debug, Default)]
pub struct Violation {
    pub name: Option<String>,
    pub table: Option<String>,
    pub columns: Vec<String>,
    pub foreign_key: bool,
    pub text: String,
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> DbError {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => DbError::Violation(violation(&text)),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Busy(text),
            _ => DbError::Other(said(text)),
        }
    }
}

/// A migration's guard stops it by a path of JSON that is none: its message, in quotes.
fn said(text: String) -> String {
    let quoted = text
        .strip_prefix("bad JSON path: '")
        .and_then(|rest| rest.strip_suffix('\''));
    quoted.map(|message| message.replace("''", "'")).unwrap_or(text)
}

/// Reads `CHECK constraint failed: NAME`, `UNIQUE constraint failed: TABLE.COLUMN, …` and a trigger's own words.
fn violation(text: &str) -> Violation {
    let mut violation = Violation {
        text: text.to_owned(),
        ..Violation::default()
    };
    if let Some((_, columns)) = text
        .split_once("UNIQUE constraint failed: ")
        .or_else(|| text.split_once("NOT NULL constraint failed: "))
    {
        for column in columns.split(", ") {
            if let Some((table, column)) = column.split_once('.') {
                violation.table = Some(table.to_owned());
                violation.columns.push(column.to_owned());
            }
        }
    } else if let Some((_, name)) = text.split_once("CHECK constraint failed: ") {
        violation.name = Some(name.trim().to_owned());
    } else if text.contains("FOREIGN KEY constraint failed") {
        violation.foreign_key = true;
    } else {
        violation.name = Some(text.to_owned());
    }
    violation
}

/// Something that queries can be put to: the database, or a transaction.
pub trait Read {
    fn query(&mut self, sql: &str, args: &[Value]) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;
}

#[derive(Clone)]
pub struct Db {
    path: PathBuf,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Db {
    /// Opens the file of `sqlite://PATH`, made if absent.
    pub async fn connect(url: &str) -> Result<Db, DbError> {
        let path = PathBuf::from(url.trim_start_matches("sqlite:").trim_start_matches("//"));
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| DbError::Other(format!("{}: {error}", folder.display())))?;
        }
        let writer = open(&path)?;
        Ok(Db {
            path,
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            readers: Arc::default(),
            permits: Arc::new(Semaphore::new(READERS)),
        })
    }

    pub async fn query(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let _permit = self.permit().await?;
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => open(&self.path)?,
        };
        let rows = select(&reader, sql, args);
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(reader);
        rows
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, DbError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        permit.map_err(|error| DbError::Other(error.to_string()))
    }

    /// Takes the write lock and begins a transaction; dropped without `commit`, it is rolled back.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let connection = Arc::clone(&self.writer).lock_owned().await;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Tx {
            connection,
            open: true,
        })
    }

    /// Runs a script that is no transaction.
    pub async fn apart(&self, sql: &str) -> Result<(), DbError> {
        let connection = Arc::clone(&self.writer).lock_owned().await;
        connection.execute_batch(sql).map_err(DbError::from)
    }
}

impl Read for &Db {
    async fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        Db::query(self, sql, args).await
    }
}

pub struct Tx {
    connection: OwnedMutexGuard<Connection>,
    open: bool,
}

impl Tx {
    /// Runs one statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, DbError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let changed = statement.execute(rusqlite::params_from_iter(args))?;
        Ok(changed as u64)
    }

    /// Runs an INSERT; gives the `id` of the new row, a number.
    pub async fn insert(&mut self, sql: &str, args: &[Value]) -> Result<i64, DbError> {
        self.execute(sql, args).await?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Runs a whole script of statements, as a migration is.
    pub async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.connection.execute_batch(sql).map_err(DbError::from)
    }

    pub async fn commit(mut self) -> Result<(), DbError> {
        if let Err(error) = self.connection.execute_batch("COMMIT") {
            return Err(self.pending().unwrap_or_else(|| error.into()));
        }
        self.open = false;
        Ok(())
    }

    /// The constraint for which a COMMIT was refused: the transaction is still open, and the database's triggers wrote its name.
    fn pending(&self) -> Option<DbError> {
        let sql = "SELECT constraint_name FROM pending_violation LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql).ok()?;
        let name: String = statement.query_row([], |row| row.get(0)).ok()?;
        Some(DbError::Violation(Violation {
            text: name.clone(),
            name: Some(name),
            ..Violation::default()
        }))
    }

    /// Refuses now what the end of the transaction would.
    pub async fn settle(&mut self) -> Result<(), DbError> {
        self.pending().map_or(Ok(()), Err)
    }

    /// Undoes everything since `begin`.
    pub async fn rollback(mut self) -> Result<(), DbError> {
        self.open = false;
        self.connection.execute_batch("ROLLBACK").map_err(DbError::from)
    }
}

impl Read for Tx {
    async fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        select(&self.connection, sql, args)
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if self.open && self.connection.execute_batch("ROLLBACK").is_err() {
            tracing::warn!("a transaction could not be rolled back");
        }
    }
}

fn open(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(200);
    // Plans don't depend on arguments: else each new argument compiles the statement again, which was half of a record's page.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")?;
    cases(&connection)?;
    Ok(connection)
}

/// Capitals and small letters of every alphabet: SQLite's own functions know those of ASCII. Nothing that the database keeps
/// (constraints, indexes) calls them, since other programs don't have them.
fn cases(connection: &Connection) -> Result<(), DbError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let text = |call: &rusqlite::functions::Context<'_>| call.get::<Option<String>>(0);
    connection.create_scalar_function("upper_case", 1, flags, move |call| Ok(text(call)?.map(|text| text.to_uppercase())))?;
    connection.create_scalar_function("lower_case", 1, flags, move |call| Ok(text(call)?.map(|text| text.to_lowercase())))?;
    Ok(())
}

fn select(connection: &Connection, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(args))?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            values.push(read(row.get_ref(column)?));
        }
        list.push(values);
    }
    Ok(list)
}

fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Decimal::try_from(number).map_or(Value::Null, Value::Decimal),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(flag) => ToSqlOutput::from(*flag),
            Value::Int(number) => ToSqlOutput::from(*number),
            Value::Decimal(number) => ToSqlOutput::from(number.to_string()),
            Value::Text(text) => ToSqlOutput::from(text.as_str()),
            Value::Date(date) => ToSqlOutput::from(date.format("%Y-%m-%d").to_string()),
            Value::Time(time) => ToSqlOutput::from(time.format("%H:%M:%S").to_string()),
            Value::DateTime(instant) => ToSqlOutput::from(instant.format(INSTANT).to_string()),
            Value::Uuid(uuid) => ToSqlOutput::from(uuid.to_string()),
        })
    }
}

/// A value as this engine stores it: decimals are scaled integers.
pub fn store(kind: Kind, value: &Value) -> Value {
    match (kind.scale(), value) {
        (Some(scale), Value::Decimal(number)) => scaled(*number, scale),
        (Some(scale), Value::Int(number)) => scaled(Decimal::from(*number), scale),
        _ => value.clone(),
    }
}

fn scaled(mut number: Decimal, scale: u32) -> Value {
    number.rescale(scale);
    i64::try_from(number.mantissa()).map_or(Value::Null, Value::Int)
}

/// The value of a stored one.
pub fn load(kind: Kind, stored: Value) -> Value {
    match (kind, stored) {
        (
            Kind::Decimal {
                ..
            }
            | Kind::Money
            | Kind::Percent,
            Value::Int(number),
        ) => Value::Decimal(Decimal::new(number, kind.scale().unwrap_or(0))),
        (Kind::Boolean, Value::Int(number)) => Value::Bool(number != 0),
        (Kind::Date, Value::Text(text)) => date(&text).map_or(Value::Text(text), Value::Date),
        (Kind::Time, Value::Text(text)) => NaiveTime::parse_from_str(&text, "%H:%M:%S").map_or(Value::Text(text), Value::Time),
        (Kind::Reference(_), Value::Text(text)) => Uuid::try_parse(&text).map_or(Value::Text(text), Value::Uuid),
        (Kind::DateTime, Value::Text(text)) => instant(&text).map_or(Value::Text(text), Value::DateTime),
        (_, stored) => stored,
    }
}

/// `YYYY-MM-DD`, read by its places: lists read many.
fn date(text: &str) -> Option<NaiveDate> {
    if text.len() != 10 {
        return None;
    }
    NaiveDate::from_ymd_opt(text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
}

/// `YYYY-MM-DD HH:MM:SS`, or any ISO spelling of an instant in UTC.
fn instant(text: &str) -> Option<NaiveDateTime> {
    if text.len() == 19 {
        let clock = date(text.get(..10)?)?.and_hms_opt(
            text.get(11..13)?.parse().ok()?,
            text.get(14..16)?.parse().ok()?,
            text.get(17..)?.parse().ok()?,
        );
        return clock;
    }
    let text = text.trim_end_matches('Z').replace('T', " ");
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok()
}

pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The placeholder of the argument at this place, counted from 1.
pub fn placeholder(place: usize) -> String {
    format!("?{place}")
}

/// The expression that lists are sorted by: text without regard to case, and names without regard to accents.
pub fn sort_key(column: &str, kind: Kind) -> String {
    match kind {
        Kind::Text {
            ..
        } => folded(column),
        kind if kind.is_text() => format!("{column} COLLATE NOCASE"),
        _ => column.to_owned(),
    }
}

/// Letters with marks, and what they are sorted as: those of French first. No more than these: an SQLite of before 2025 refuses to open a
/// database whose indexes nest functions deeper than 26, and other programs open this one.
const FOLDED: &[(&str, &str)] = &[
    ("ÀÂàâä", "a"),
    ("Çç", "c"),
    ("ÉÈÊéèêë", "e"),
    ("Îîï", "i"),
    ("ôö", "o"),
    ("Œœ", "oe"),
    ("ùûü", "u"),
];
const FOLDS: &str = "CASE WHEN ";

/// Text in lower case and without accents, by functions that every SQLite has: an index on it can be written by other programs too, which
/// a collation of ours would forbid. Text in plain letters, which is most, costs little.
fn folded(text: &str) -> String {
    let mut plain = format!("lower({text})");
    for (letters, letter) in FOLDED {
        for marked in letters.chars() {
            plain = format!("replace({plain},'{marked}','{letter}')");
        }
    }
    format!("{FOLDS}{text} GLOB '*[^ -~]*' THEN {plain} ELSE lower({text}) END")
}

/// A statement that makes an index, `folded(COLUMN)` written out.
pub fn index(statement: &str) -> String {
    let mut written = String::new();
    let mut rest = statement;
    while let Some((before, after)) = rest.split_once("folded(") {
        let (column, tail) = after.split_once(')').unwrap_or((after, ""));
        written.push_str(before);
        written.push_str(&folded(column));
        rest = tail;
    }
    written + rest
}

/// Rows that come after (`>`) or before (`<`) a pair of a sort key and an id; adds its arguments.
/// SQLite finds where a pair begins in an index of a column, but not in one of an expression: there it would read the index from its start.
pub fn keyset(key: &str, id: &str, operator: char, after: (Value, Key), args: &mut Vec<Value>) -> String {
    args.push(after.0);
    args.push(Value::from(after.1));
    let (value, number) = (format!("?{}", args.len() - 1), format!("?{}", args.len()));
    if !is_expression(key) {
        return format!("({key}, {id}) {operator} ({value}, {number})");
    }
    let value = if key.starts_with(FOLDS) { folded(&value) } else { value };
    format!("{key} {operator}= {value} AND ({key} {operator} {value} OR {id} {operator} {number})")
}

fn is_expression(key: &str) -> bool {
    key.contains(' ')
}

/// Counts the rows of a FROM clause. The limit, which is none, keeps the rows apart from their count: only then does SQLite leave out
/// the joins that change nothing.
pub fn count(from: &str) -> String {
    format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT -1)")
}

/// Case-insensitive "contains", for fields that no index serves.
pub fn contains(column: &str, place: &str) -> String {
    format!("{column} LIKE {place} ESCAPE '!'")
}

/// Where saved views are.
const SAVED_VIEWS: &str = "CREATE TABLE IF NOT EXISTS saved_view (entity TEXT NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL, field TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part)) STRICT;\n";

/// Where what was done to records is. Deletions have an index of their own, in which nothing else is.
const HISTORY: &str = "CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY AUTOINCREMENT, happened_at TEXT NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, act TEXT NOT NULL, title TEXT NOT NULL, relation TEXT NOT NULL, old_values TEXT NOT NULL, new_values TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS ix_history_record ON history (entity, record_id, id);
CREATE INDEX IF NOT EXISTS ix_history_deleted ON history (entity, id) WHERE act = 'deleted';
";

/// What the core itself needs in every database; run at each start, harmless when already there.
pub fn core_schema(searched: &[(&str, KeyKind)]) -> String {
    let used = |kind: &KeyKind| searched.iter().any(|(_, used)| used == kind);
    let mut script = [SAVED_VIEWS, HISTORY].concat();
    script.extend(KeyKind::ALL.into_iter().filter(used).map(tables));
    for (entity, _) in searched {
        let table = search_table(entity);
        script.push_str(&format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(text, content='', contentless_delete=1, tokenize='trigram');\n"
        ));
    }
    script
}

/// The tables that records identified so have in common. The index of texts knows rows by number, which a UUID is not.
fn tables(kind: KeyKind) -> String {
    let (key, numbers) = match kind {
        KeyKind::Integer => ("INTEGER", ""),
        KeyKind::Uuid => (
            "TEXT",
            "CREATE TABLE IF NOT EXISTS search_number (number INTEGER PRIMARY KEY, entity TEXT NOT NULL, record_id TEXT NOT NULL, UNIQUE (entity, record_id)) STRICT;\n",
        ),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {} (relation TEXT NOT NULL, record_id {key} NOT NULL, row_keys TEXT NOT NULL, PRIMARY KEY (relation, record_id)) STRICT;\n{numbers}",
        kind.table("line_order")
    )
}

/// The next number of a counter: one statement that takes and advances it. Arguments: name, period.
pub const NEXT_NUMBER: [&str; 2] = [
    "INSERT INTO sequence_counter (sequence, period, last) VALUES (?1, ?2, 1) ON CONFLICT (sequence, period) DO UPDATE SET last = last + 1",
    "SELECT last FROM sequence_counter WHERE sequence = ?1 AND period = ?2",
];

/// Where an entity's search texts are. FTS5 keeps tables of its own beside it (`…_data`, `…_idx`): the last word keeps those of `user` apart
/// from the one of an entity `user_data`.
fn search_table(entity: &str) -> String {
    quote(&format!("search_text_{entity}_fts"))
}

/// Replaces a record's search text (`None`: removes it).
pub async fn write_search(tx: &mut Tx, entity: &str, id: Key, text: Option<&str>, new: bool) -> Result<(), DbError> {
    let table = search_table(entity);
    let row = Value::Int(search_number(tx, entity, id).await?);
    if !new {
        tx.execute(&format!("DELETE FROM {table} WHERE rowid = ?1"), std::slice::from_ref(&row))
            .await?;
    }
    match (text, id) {
        (Some(text), _) => {
            let sql = format!("INSERT INTO {table} (rowid, text) VALUES (?1, ?2)");
            tx.execute(&sql, &[row, Value::text(text)]).await?;
        }
        (None, Key::Uuid(_)) => {
            tx.execute("DELETE FROM search_number WHERE number = ?1", &[row])
                .await?;
        }
        (None, Key::Integer(_)) => {}
    }
    Ok(())
}

/// The number by which the index of texts knows a record: its own, or one that it takes.
async fn search_number(tx: &mut Tx, entity: &str, id: Key) -> Result<i64, DbError> {
    let uuid = match id {
        Key::Integer(number) => return Ok(number),
        Key::Uuid(uuid) => Value::Uuid(uuid),
    };
    let sql = "INSERT INTO search_number (entity, record_id) VALUES (?1, ?2) ON CONFLICT (entity, record_id) DO UPDATE SET entity = entity RETURNING number";
    let rows = tx.query(sql, &[Value::text(entity), uuid]).await?;
    let number = rows.first().and_then(|row| row.first()).and_then(Value::as_int);
    number.ok_or_else(|| DbError::Other("a record took no number".to_owned()))
}

/// The condition that a record's search text contains every term; adds its arguments. Terms are normalized. The index knows three letters
/// or more: shorter terms are looked for in `shown`, what names a record.
pub fn search_condition(entity: &str, key: KeyKind, shown: &[&str], terms: &[String], args: &mut Vec<Value>) -> String {
    let (long, short): (Vec<_>, Vec<_>) = terms.iter().partition(|term| term.chars().count() >= 3);
    let mut conditions = Vec::new();
    if !long.is_empty() {
        let table = search_table(entity);
        let phrases: Vec<String> = long
            .iter()
            .map(|term| format!("\"{}\"", term.replace('"', "\"\"")))
            .collect();
        args.push(Value::Text(phrases.join(" AND ")));
        let found = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?{}", args.len());
        conditions.push(match key {
            KeyKind::Integer => format!("r.__id IN ({found})"),
            KeyKind::Uuid => format!("r.__id IN (SELECT record_id FROM search_number WHERE number IN ({found}))"),
        });
    }
    for term in short {
        args.push(Value::Text(format!(
            "%{}%",
            term.replace('!', "!!").replace('%', "!%").replace('_', "!_")
        )));
        let place = format!("?{}", args.len());
        let tests: Vec<String> = shown.iter().map(|column| contains(column, &place)).collect();
        conditions.push(format!("({})", tests.join(" OR ")));
    }
    conditions.join(" AND ")
}

/// The table of sqlx's own migrator, so that its command line can be used too.
pub const MIGRATIONS_TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)";

pub const TRUE: &str = "1";

pub const FALSE: &str = "0";

/// Whether a change of tables can be undone with the transaction it is in.
pub const TRANSACTIONAL: bool = true;

/// The checksum of a migration, as hexadecimal digits.
pub const CHECKSUM: &str = "lower(hex(checksum))";

/// A literal of bytes, from its hexadecimal digits.
pub fn bytes(hexadecimal: &str) -> String {
    format!("X'{hexadecimal}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_shallow_enough_for_an_older_sqlite() {
        let nested = folded("name").matches("replace(").count();
        assert!(nested > 0 && nested <= 26, "{nested} functions within each other");
    }
}
