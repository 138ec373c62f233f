//! PostgreSQL, by sqlx: a pool of connections, statements cached on each.
//!
//! This file and its two siblings (SQLite, MariaDB) have the same public interface, and are all that differs by engine.
//! Invariant: transactions are serializable, so that rules over several rows hold under concurrent saves.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgDatabaseError, PgPool, PgPoolOptions, PgRow, PgTypeInfo, Postgres};
use sqlx::{Arguments, AssertSqlSafe, Column, Encode, Executor, Row as _, Transaction, Type, TypeInfo, ValueRef};
use uuid::Uuid;

use super::key::{Key, KeyKind};
use super::kind::Kind;
use super::value::Value;

pub const ENGINE: &str = "postgres";
pub const DEFAULT_URL: &str = "postgres://localhost/app";
/// Whether an ascending order puts empty values first.
pub const NULLS_FIRST: bool = false;

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
            .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
        else {
            return DbError::Other(error.to_string());
        };
        match refusal.code() {
            "40001" | "40P01" | "55P03" => DbError::Busy(refusal.message().to_owned()),
            code if code.starts_with("23") || code == "P0001" => DbError::Violation(Violation {
                name: refusal
                    .constraint()
                    .map(str::to_owned)
                    .or_else(|| (code == "P0001").then(|| refusal.message().to_owned())),
                table: refusal.table().map(str::to_owned),
                columns: refusal.column().map(str::to_owned).into_iter().collect(),
                foreign_key: code == "23503",
                text: refusal.message().to_owned(),
            }),
            _ => DbError::Other(error.to_string()),
        }
    }
}

/// Something that queries can be put to: the database, or a transaction.
pub trait Read {
    fn query(&mut self, sql: &str, args: &[Value]) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;
}

#[derive(Clone)]
pub struct Db {
    pool: PgPool,
}

impl Db {
    /// Opens `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub async fn connect(url: &str) -> Result<Db, DbError> {
        let options: PgConnectOptions = url
            .parse()
            .map_err(|error: sqlx::Error| DbError::Other(error.to_string()))?;
        // A refused COMMIT is an error already; the ROLLBACK that the driver sends after it would be warned of.
        let options = options.options([("timezone", "UTC"), ("client_min_messages", "error")]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
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
        let inner = self.pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?;
        Ok(Tx {
            inner,
        })
    }

    /// Runs a script that is no transaction. An index of it that an interrupted run left there, perhaps half made, is removed first.
    pub async fn apart(&self, sql: &str) -> Result<(), DbError> {
        let there = "SELECT quote_ident(c.relname) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid \
                     WHERE c.relnamespace = current_schema()::regnamespace";
        for row in self.query(there, &[]).await? {
            let named = |name: &&Value| matches!(name, Value::Text(text) if sql.contains(&format!("CONCURRENTLY {text} ON")));
            if let Some(Value::Text(name)) = row.first().filter(named) {
                self.statement(&format!("DROP INDEX CONCURRENTLY {name}")).await?;
            }
        }
        self.statement(sql).await
    }

    async fn statement(&self, sql: &str) -> Result<(), DbError> {
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
    inner: Transaction<'static, Postgres>,
}

impl Tx {
    /// Runs one statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, DbError> {
        let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(args)?);
        Ok(self.inner.execute(query).await?.rows_affected())
    }

    /// Runs an INSERT; gives the `id` of the new row, a number.
    pub async fn insert(&mut self, sql: &str, args: &[Value]) -> Result<i64, DbError> {
        let rows = rows(&mut *self.inner, &format!("{sql}\nRETURNING id"), args).await?;
        let id = rows.first().and_then(|row| row.first()).and_then(Value::as_int);
        id.ok_or_else(|| DbError::Other("an INSERT gave no id".to_owned()))
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

    /// Refuses now what the end of the transaction would.
    pub async fn settle(&mut self) -> Result<(), DbError> {
        self.script("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            .await
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

async fn rows<'c>(executor: impl Executor<'c, Database = Postgres>, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
    let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(args)?);
    let rows = executor.fetch_all(query).await?;
    rows.iter().map(read).collect()
}

/// NULL without a type: the server knows which one it expects.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _buffer: &mut sqlx::postgres::PgArgumentBuffer) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        Ok(sqlx::encode::IsNull::Yes)
    }
}

fn arguments(values: &[Value]) -> Result<PgArguments, DbError> {
    let mut arguments = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Null => arguments.add(Nothing),
            Value::Bool(flag) => arguments.add(*flag),
            Value::Int(number) => arguments.add(*number),
            Value::Decimal(number) => arguments.add(*number),
            Value::Text(text) => arguments.add(text.clone()),
            Value::Date(date) => arguments.add(*date),
            Value::Time(time) => arguments.add(*time),
            Value::DateTime(instant) => arguments.add(instant.and_utc()),
            Value::Uuid(uuid) => arguments.add(*uuid),
        };
        added.map_err(|error| DbError::Other(error.to_string()))?;
    }
    Ok(arguments)
}

fn read(row: &PgRow) -> Result<Row, DbError> {
    row.columns()
        .iter()
        .map(|column| cell(row, column.ordinal(), column.type_info().name()))
        .collect()
}

fn cell(row: &PgRow, place: usize, kind: &str) -> Result<Value, DbError> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match kind {
        "BOOL" => Value::Bool(row.try_get(place)?),
        "INT2" => Value::Int(row.try_get::<i16, _>(place)?.into()),
        "INT4" => Value::Int(row.try_get::<i32, _>(place)?.into()),
        "INT8" => Value::Int(row.try_get(place)?),
        "NUMERIC" => Value::Decimal(row.try_get::<Decimal, _>(place)?),
        "FLOAT4" | "FLOAT8" => Value::Decimal(Decimal::try_from(row.try_get::<f64, _>(place)?).unwrap_or_default()),
        "DATE" => Value::Date(row.try_get::<NaiveDate, _>(place)?),
        "TIME" => Value::Time(row.try_get::<NaiveTime, _>(place)?),
        "TIMESTAMP" => Value::DateTime(row.try_get::<NaiveDateTime, _>(place)?),
        "TIMESTAMPTZ" => Value::DateTime(row.try_get::<DateTime<Utc>, _>(place)?.naive_utc()),
        "UUID" => Value::Uuid(row.try_get(place)?),
        // A version byte goes before the text.
        "JSONB" => Value::Text(
            String::from_utf8_lossy(raw.as_bytes().map_err(|error| DbError::Other(error.to_string()))?)
                .trim_start_matches('\u{1}')
                .to_owned(),
        ),
        _ => Value::Text(String::from_utf8_lossy(raw.as_bytes().map_err(|error| DbError::Other(error.to_string()))?).into_owned()),
    })
}

/// A value as this engine stores it.
pub fn store(kind: Kind, value: &Value) -> Value {
    match (kind.scale(), value) {
        (Some(_), Value::Int(number)) => Value::Decimal(Decimal::from(*number)),
        (None, Value::Text(text)) if matches!(kind, Kind::Uuid) => Uuid::try_parse(text).map_or_else(|_| value.clone(), Value::Uuid),
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
        (None, Value::Uuid(uuid)) if matches!(kind, Kind::Uuid) => Value::Text(uuid.to_string()),
        (_, stored) => stored,
    }
}

pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The placeholder of the argument at this place, counted from 1.
pub fn placeholder(place: usize) -> String {
    format!("${place}")
}

/// The expression that lists are sorted by: names as a dictionary has them, whatever the server's own collation.
pub fn sort_key(column: &str, kind: Kind) -> String {
    match kind {
        Kind::Text {
            ..
        } => format!("{column} COLLATE \"und-x-icu\""),
        _ => column.to_owned(),
    }
}

/// A statement that makes an index.
pub fn index(statement: &str) -> String {
    statement.to_owned()
}

/// Rows that come after (`>`) or before (`<`) a pair of a sort key and an id; adds its arguments.
pub fn keyset(key: &str, id: &str, operator: char, after: (Value, Key), args: &mut Vec<Value>) -> String {
    args.push(after.0);
    args.push(Value::from(after.1));
    format!("({key}, {id}) {operator} (${}, ${})", args.len() - 1, args.len())
}

/// Counts the rows of a FROM clause.
pub fn count(from: &str) -> String {
    format!("SELECT count(*) FROM {from}")
}

/// Case-insensitive "contains", for fields that no index serves.
pub fn contains(column: &str, place: &str) -> String {
    format!("{column} ILIKE {place} ESCAPE '!'")
}

/// Where search texts are.
const SEARCH: &str = "search_text";

/// Where saved views are.
const SAVED_VIEWS: &str = "CREATE TABLE IF NOT EXISTS saved_view (entity TEXT NOT NULL, name TEXT NOT NULL, part BIGINT NOT NULL, field TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entity, name, part));\n";

/// Where what was done to records is. Deletions have an index of their own, in which nothing else is.
const HISTORY: &str = "CREATE TABLE IF NOT EXISTS history (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, happened_at TIMESTAMPTZ NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, act TEXT NOT NULL, title TEXT NOT NULL, relation TEXT NOT NULL, old_values TEXT NOT NULL, new_values TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ix_history_record ON history (entity, record_id, id);
CREATE INDEX IF NOT EXISTS ix_history_deleted ON history (entity, id) WHERE act = 'deleted';
";

/// What the core itself needs in every database; run at each start, harmless when already there. Without the right to
/// create the extension, searches read every text: slower, not wrong.
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
CREATE TABLE IF NOT EXISTS {orders} (relation TEXT NOT NULL, record_id {key} NOT NULL, row_keys TEXT NOT NULL, PRIMARY KEY (relation, record_id));
CREATE TABLE IF NOT EXISTS {texts} (entity TEXT NOT NULL, record_id {key} NOT NULL, text TEXT NOT NULL, PRIMARY KEY (entity, record_id));
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX IF NOT EXISTS ix_{texts}_text ON {texts} USING gin (text gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'searches go without pg_trgm: %', SQLERRM;
END $$;
"
    )
}

/// The next number of a counter: advance it, then read it. Arguments: name, period.
pub const NEXT_NUMBER: [&str; 2] = [
    "INSERT INTO sequence_counter (sequence, period, last) VALUES ($1, $2, 1) ON CONFLICT (sequence, period) DO UPDATE SET last = sequence_counter.last + 1",
    "SELECT last FROM sequence_counter WHERE sequence = $1 AND period = $2",
];

/// Replaces a record's search text (`None`: removes it).
pub async fn write_search(tx: &mut Tx, entity: &str, id: Key, text: Option<&str>, _new: bool) -> Result<(), DbError> {
    let table = id.kind().table(SEARCH);
    let (entity, id) = (Value::text(entity), Value::from(id));
    match text {
        None => {
            let sql = format!("DELETE FROM {table} WHERE entity = $1 AND record_id = $2");
            tx.execute(&sql, &[entity, id]).await?
        }
        Some(text) => {
            let sql =
                format!("INSERT INTO {table} (entity, record_id, text) VALUES ($1, $2, $3) ON CONFLICT (entity, record_id) DO UPDATE SET text = excluded.text");
            tx.execute(&sql, &[entity, id, Value::text(text)]).await?
        }
    };
    Ok(())
}

/// The condition that a record's search text contains every term; adds its arguments. Terms are normalized.
pub fn search_condition(entity: &str, key: KeyKind, _shown: &[&str], terms: &[String], args: &mut Vec<Value>) -> String {
    args.push(Value::text(entity));
    let mut condition = format!("r.__id IN (SELECT record_id FROM {} WHERE entity = ${}", key.table(SEARCH), args.len());
    for term in terms {
        args.push(Value::Text(format!(
            "%{}%",
            term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
        )));
        condition.push_str(&format!(" AND text LIKE ${}", args.len()));
    }
    condition + ")"
}

/// The table of sqlx's own migrator, so that its command line can be used too.
pub const MIGRATIONS_TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL)";

pub const TRUE: &str = "TRUE";

pub const FALSE: &str = "FALSE";

/// Whether a change of tables can be undone with the transaction it is in.
pub const TRANSACTIONAL: bool = true;

/// The checksum of a migration, as hexadecimal digits.
pub const CHECKSUM: &str = "encode(checksum, 'hex')";

/// A literal of bytes, from its hexadecimal digits.
pub fn bytes(hexadecimal: &str) -> String {
    format!("decode('{hexadecimal}', 'hex')")
}
