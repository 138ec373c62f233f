//! MariaDB, by sqlx: a pool of connections, statements cached on each.
//!
//! This file and its two siblings (SQLite, PostgreSQL) have the same public interface, and are all that differs by engine.
//! Invariant: text is utf8mb4; the columns compare it byte by byte, so that what is unique here is so on the other engines too.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use sqlx::mysql::{MySql, MySqlArguments, MySqlConnectOptions, MySqlDatabaseError, MySqlPool, MySqlPoolOptions, MySqlRow};
use sqlx::{Arguments, AssertSqlSafe, Column, Executor, Row as _, Transaction, TypeInfo, ValueRef};
use uuid::Uuid;

use super::key::{Key, KeyKind};
use super::kind::Kind;
use super::value::Value;

pub const ENGINE: &str = "mariadb";
pub const DEFAULT_URL: &str = "mysql://root@localhost/app";
/// Whether an ascending order puts empty values first.
pub const NULLS_FIRST: bool = true;

/// How many threads may wait for the database at once: none, they do something else meanwhile.
pub const BLOCKING: usize = 0;

const CONNECTIONS: u32 = 8;

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

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> DbError {
        let Some(refusal) = error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<MySqlDatabaseError>())
        else {
            return DbError::Other(error.to_string());
        };
        let text = refusal.message().to_owned();
        match refusal.number() {
            1213 | 1205 | 1020 => DbError::Busy(text),
            1048 | 1062 | 1364 | 1451 | 1452 | 1644 | 4025 => DbError::Violation(violation(refusal.number(), text)),
            _ => DbError::Other(error.to_string()),
        }
    }
}

/// Reads `Duplicate entry … for key 'NAME'`, ``CONSTRAINT `NAME` failed``, `Column 'NAME' cannot be null` and a trigger's own words.
fn violation(number: u16, text: String) -> Violation {
    let between = |open: &str, close: char| {
        text.rsplit_once(open)
            .and_then(|(_, rest)| rest.split_once(close))
            .map(|(name, _)| name.to_owned())
    };
    let name = match number {
        1062 => between("for key '", '\'').map(|name| name.rsplit('.').next().unwrap_or("").to_owned()),
        1451 | 1452 | 4025 => between("CONSTRAINT `", '`'),
        1644 => Some(text.clone()),
        _ => None,
    };
    Violation {
        name,
        table: None,
        columns: if matches!(number, 1048 | 1364) {
            between("olumn '", '\'')
                .or_else(|| between("Field '", '\''))
                .into_iter()
                .collect()
        } else {
            Vec::new()
        },
        foreign_key: matches!(number, 1451 | 1452),
        text,
    }
}

/// Something that queries can be put to: the database, or a transaction.
pub trait Read {
    fn query(&mut self, sql: &str, args: &[Value]) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;
}

#[derive(Clone)]
pub struct Db {
    pool: MySqlPool,
}

impl Db {
    /// Opens `mysql://USER:PASSWORD@HOST/DATABASE`.
    pub async fn connect(url: &str) -> Result<Db, DbError> {
        let url = url.replacen("mariadb://", "mysql://", 1);
        let options: MySqlConnectOptions = url
            .parse()
            .map_err(|error: sqlx::Error| DbError::Other(error.to_string()))?;
        let options = options
            .charset("utf8mb4")
            .collation("utf8mb4_unicode_ci")
            .pipes_as_concat(false);
        let pool = MySqlPoolOptions::new()
            .max_connections(CONNECTIONS)
            // As PostgreSQL: two who write at once can't both be told that a rule over several rows holds.
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection
                        .execute("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                        .await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        Ok(Db {
            pool,
        })
    }

    pub async fn query(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        rows(&self.pool, sql, args).await
    }

    /// Begins a transaction; dropped without `commit`, it is rolled back.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let inner = self.pool.begin().await?;
        Ok(Tx {
            inner,
        })
    }

    /// Runs a script that is no transaction.
    pub async fn apart(&self, sql: &str) -> Result<(), DbError> {
        self.pool
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await?;
        Ok(())
    }
}

impl Read for &Db {
    async fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        Db::query(self, sql, args).await
    }
}

pub struct Tx {
    inner: Transaction<'static, MySql>,
}

impl Tx {
    /// Runs one statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, DbError> {
        let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(args)?);
        Ok(self.inner.execute(query).await?.rows_affected())
    }

    /// Runs an INSERT; gives the `id` of the new row, a number.
    pub async fn insert(&mut self, sql: &str, args: &[Value]) -> Result<i64, DbError> {
        let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(args)?);
        let id = self.inner.execute(query).await?.last_insert_id();
        i64::try_from(id).map_err(|error| DbError::Other(error.to_string()))
    }

    /// Runs a whole script of statements, as a migration is.
    pub async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.inner
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await?;
        Ok(())
    }

    pub async fn commit(self) -> Result<(), DbError> {
        self.inner.commit().await.map_err(DbError::from)
    }

    /// Refuses now what the end of the transaction would: nothing, as everything is refused at once.
    pub async fn settle(&mut self) -> Result<(), DbError> {
        Ok(())
    }

    /// Undoes everything since `begin`.
    pub async fn rollback(self) -> Result<(), DbError> {
        self.inner.rollback().await.map_err(DbError::from)
    }
}

impl Read for Tx {
    async fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        rows(&mut *self.inner, sql, args).await
    }
}

async fn rows<'c>(executor: impl Executor<'c, Database = MySql>, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
    let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(args)?);
    let rows = executor.fetch_all(query).await?;
    rows.iter().map(read).collect()
}

fn arguments(values: &[Value]) -> Result<MySqlArguments, DbError> {
    let mut arguments = MySqlArguments::default();
    for value in values {
        let added = match value {
            Value::Null => arguments.add(None::<String>),
            Value::Bool(flag) => arguments.add(*flag),
            Value::Int(number) => arguments.add(*number),
            Value::Decimal(number) => arguments.add(*number),
            Value::Text(text) => arguments.add(text.clone()),
            Value::Date(date) => arguments.add(*date),
            Value::Time(time) => arguments.add(*time),
            Value::DateTime(instant) => arguments.add(*instant),
            Value::Uuid(uuid) => arguments.add(uuid.to_string()),
        };
        added.map_err(|error| DbError::Other(error.to_string()))?;
    }
    Ok(arguments)
}

fn read(row: &MySqlRow) -> Result<Row, DbError> {
    row.columns()
        .iter()
        .map(|column| cell(row, column.ordinal(), column.type_info().name()))
        .collect()
}

fn cell(row: &MySqlRow, place: usize, kind: &str) -> Result<Value, DbError> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match kind {
        "BOOLEAN" => Value::Bool(row.try_get(place)?),
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => Value::Int(row.try_get(place)?),
        kind if kind.ends_with("INT UNSIGNED") => Value::Int(i64::try_from(row.try_get::<u64, _>(place)?).unwrap_or(i64::MAX)),
        "DECIMAL" => Value::Decimal(row.try_get::<Decimal, _>(place)?),
        "FLOAT" | "DOUBLE" => Value::Decimal(Decimal::try_from(row.try_get::<f64, _>(place)?).unwrap_or_default()),
        "DATE" => Value::Date(row.try_get::<NaiveDate, _>(place)?),
        "TIME" => Value::Time(row.try_get::<NaiveTime, _>(place)?),
        "DATETIME" | "TIMESTAMP" => Value::DateTime(row.try_get_unchecked::<NaiveDateTime, _>(place)?),
        "NULL" => Value::Null,
        _ => Value::Text(String::from_utf8_lossy(&row.try_get_unchecked::<Vec<u8>, _>(place)?).into_owned()),
    })
}

/// A value as this engine stores it.
pub fn store(kind: Kind, value: &Value) -> Value {
    match (kind.scale(), value) {
        (Some(_), Value::Int(number)) => Value::Decimal(Decimal::from(*number)),
        _ => value.clone(),
    }
}

/// The value of a stored one.
pub fn load(kind: Kind, stored: Value) -> Value {
    match (kind.scale(), stored) {
        (Some(scale), Value::Decimal(mut number)) => {
            number.rescale(scale);
            Value::Decimal(number)
        }
        (Some(_), Value::Int(number)) => Value::Decimal(Decimal::from(number)),
        (None, Value::Decimal(number)) if matches!(kind, Kind::Integer | Kind::Duration | Kind::Serial) => {
            i64::try_from(number.round()).map_or(Value::Null, Value::Int)
        }
        (None, Value::Text(text)) if matches!(kind, Kind::Reference(_)) => Uuid::try_parse(&text).map_or(Value::Text(text), Value::Uuid),
        (_, stored) => stored,
    }
}

pub fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// The placeholder of the argument at this place, counted from 1.
pub fn placeholder(_place: usize) -> String {
    "?".to_owned()
}

/// The expression that lists are sorted by: texts as a dictionary has them. Columns compare by code point, so that a unique name is
/// the same on every engine; no index serves another order, and sorting by a text reads the whole list.
pub fn sort_key(column: &str, kind: Kind) -> String {
    if kind.is_text() {
        format!("{column} COLLATE utf8mb4_unicode_ci")
    } else {
        column.to_owned()
    }
}

/// A statement that makes an index.
pub fn index(statement: &str) -> String {
    statement.to_owned()
}

/// Rows that come after (`>`) or before (`<`) a pair of a sort key and an id; adds its arguments. The first condition,
/// implied by the second, is what lets the engine start in the middle of an index.
pub fn keyset(key: &str, id: &str, operator: char, after: (Value, Key), args: &mut Vec<Value>) -> String {
    let (value, last) = after;
    args.extend([value.clone(), value.clone(), value, Value::from(last)]);
    format!("{key} {operator}= ? AND ({key} {operator} ? OR ({key} = ? AND {id} {operator} ?))")
}

/// Counts the rows of a FROM clause.
pub fn count(from: &str) -> String {
    format!("SELECT count(*) FROM {from}")
}

/// Case-insensitive "contains", for fields that no index serves.
pub fn contains(column: &str, place: &str) -> String {
    format!("{column} COLLATE utf8mb4_unicode_ci LIKE {place} ESCAPE '!'")
}

/// Where search texts are.
const SEARCH: &str = "search_text";

/// Where saved views are.
const SAVED_VIEWS: &str = "CREATE TABLE IF NOT EXISTS saved_view (entity VARCHAR(64) NOT NULL, name VARCHAR(64) NOT NULL, part BIGINT NOT NULL, field VARCHAR(128) NOT NULL, form VARCHAR(16) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;\n";

/// Where what was done to records is.
const HISTORY: &str = "CREATE TABLE IF NOT EXISTS history (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, happened_at DATETIME NOT NULL, entity VARCHAR(64) NOT NULL, record_id VARCHAR(64) NOT NULL, act VARCHAR(16) NOT NULL, title TEXT NOT NULL, relation VARCHAR(64) NOT NULL, old_values LONGTEXT NOT NULL, new_values LONGTEXT NOT NULL, KEY ix_history_record (entity, record_id, id), KEY ix_history_act (entity, act, id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;\n";

/// What the core itself needs in every database; run at each start, harmless when already there.
pub fn core_schema(searched: &[(&str, KeyKind)]) -> String {
    let used = |kind: &KeyKind| searched.iter().any(|(_, used)| used == kind);
    let mut script = [SAVED_VIEWS, HISTORY].concat();
    script.extend(KeyKind::ALL.into_iter().filter(used).map(tables));
    script
}

/// The tables that records identified so have in common.
fn tables(kind: KeyKind) -> String {
    let (texts, orders) = (kind.table(SEARCH), kind.table("line_order"));
    let key = match kind {
        KeyKind::Integer => "BIGINT",
        KeyKind::Uuid => "UUID",
    };
    format!(
        "
CREATE TABLE IF NOT EXISTS {orders} (relation VARCHAR(64) NOT NULL, record_id {key} NOT NULL, row_keys MEDIUMTEXT NOT NULL, PRIMARY KEY (relation, record_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS {texts} (entity VARCHAR(64) NOT NULL, record_id {key} NOT NULL, text TEXT NOT NULL, PRIMARY KEY (entity, record_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
"
    )
}

/// The next number of a counter: advance it, then read it. Arguments: name, period.
pub const NEXT_NUMBER: [&str; 2] = [
    "INSERT INTO sequence_counter (sequence, period, last) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE last = last + 1",
    "SELECT last FROM sequence_counter WHERE sequence = ? AND period = ?",
];

/// Replaces a record's search text (`None`: removes it).
pub async fn write_search(tx: &mut Tx, entity: &str, id: Key, text: Option<&str>, _new: bool) -> Result<(), DbError> {
    let table = id.kind().table(SEARCH);
    let (entity, id) = (Value::text(entity), Value::from(id));
    match text {
        None => {
            let sql = format!("DELETE FROM {table} WHERE entity = ? AND record_id = ?");
            tx.execute(&sql, &[entity, id]).await?
        }
        Some(text) => {
            let sql = format!("INSERT INTO {table} (entity, record_id, text) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE text = VALUES(text)");
            tx.execute(&sql, &[entity, id, Value::text(text)]).await?
        }
    };
    Ok(())
}

/// The condition that a record's search text contains every term; adds its arguments. Terms are normalized.
pub fn search_condition(entity: &str, key: KeyKind, _shown: &[&str], terms: &[String], args: &mut Vec<Value>) -> String {
    args.push(Value::text(entity));
    let mut condition = format!("r.__id IN (SELECT record_id FROM {} WHERE entity = ?", key.table(SEARCH));
    for term in terms {
        args.push(Value::Text(format!(
            "%{}%",
            term.replace('!', "!!").replace('%', "!%").replace('_', "!_")
        )));
        condition.push_str(" AND text LIKE ? ESCAPE '!'");
    }
    condition + ")"
}

/// The table of sqlx's own migrator, so that its command line can be used too.
pub const MIGRATIONS_TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)";

pub const TRUE: &str = "TRUE";

pub const FALSE: &str = "FALSE";

/// Whether a change of tables can be undone with the transaction it is in: it ends that transaction instead.
pub const TRANSACTIONAL: bool = false;

/// The checksum of a migration, as hexadecimal digits.
pub const CHECKSUM: &str = "LOWER(HEX(checksum))";

/// A literal of bytes, from its hexadecimal digits.
pub fn bytes(hexadecimal: &str) -> String {
    format!("X'{hexadecimal}'")
}
