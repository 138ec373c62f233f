//! SQL for SQLite, PostgreSQL and MariaDB: typed statements, expressions, and what an application asks of its tables.
//!
//! Spelling lives in the dialect folders, which have the same file names. Runs nothing and reads no file.
//! Invariant: every name and text of a model is quoted where it lands, and no literal holds a line end, so that a script
//! can be cut at `;` followed by an empty line.

mod checks;
mod convert;
mod create;
mod enforce;
mod engine;
mod expr;
mod history;
mod mariadb;
mod moves;
mod order;
mod pattern;
mod postgres;
mod query;
mod sqlite;
mod statement;
mod value;
mod words;
mod zone;

pub use convert::{Conversion, convert};
pub use create::{create_script, drop_script, field_default, row_condition};
pub use history::{HistoryNames, HistoryOwner, KeyChange};
pub use moves::{Alter, EntityViews, Move, ROWS_SHOWN};
pub use query::{Query, Read};
pub use statement::*;
pub use value::{Shape, Value};

use crate::mcd::Mcd;
use crate::mld::{ColumnType, Mld};

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Dialect {
    /// SQLite 3.40 or later.
    #[default]
    Sqlite,
    /// PostgreSQL 14 or later.
    Postgres,
    /// MariaDB 10.6 or later.
    Mariadb,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb];

    /// Its name on the command line and in `merisier.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mariadb => "mariadb",
        }
    }

    pub(crate) fn engine(self) -> &'static dyn engine::Engine {
        match self {
            Dialect::Sqlite => &sqlite::Sqlite,
            Dialect::Postgres => &postgres::Postgres,
            Dialect::Mariadb => &mariadb::Mariadb,
        }
    }
}

/// A conceptual model with the tables made from it.
#[derive(Debug, Clone, Copy)]
pub struct Schema<'a> {
    /// The conceptual model.
    pub mcd: &'a Mcd,
    /// Its tables.
    pub mld: &'a Mld,
}

/// A name as the dialect needs it: as it is, or in quotes.
pub fn quote(name: &str, dialect: Dialect) -> String {
    dialect.engine().quote(name)
}

/// An expression as a value of a column, where the engine doesn't see to it by itself.
pub fn as_type(sql: &str, column: &ColumnDefinition, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => format!("CAST({sql} AS {})", postgres::column_type(column.ty)),
        Dialect::Sqlite | Dialect::Mariadb => sql.to_owned(),
    }
}

/// A UUID, another one at each row.
pub fn uuid(dialect: Dialect) -> String {
    dialect.engine().uuid()
}

/// The UUID that says a number: these first digits, up to the last `-`, then the number in twelve.
pub fn uuid_of(number: &str, start: &str, dialect: Dialect) -> String {
    dialect.engine().uuid_of(number, start)
}

/// A value as text.
pub fn text_of(sql: &str, dialect: Dialect) -> String {
    dialect.engine().as_text(sql)
}

/// How many characters a text has.
pub fn length(text: &str, dialect: Dialect) -> String {
    dialect.engine().length(&Value::tight(text.to_owned(), Shape::Text))
}

/// Texts one after the other.
pub fn concat(parts: &[String], dialect: Dialect) -> String {
    dialect.engine().concat(parts)
}

/// Whether two values differ, empty being a value like another.
pub fn differ(a: &str, b: &str, dialect: Dialect) -> String {
    dialect.engine().differ(a, b)
}

/// A whole number with zeros before it, up to so many digits.
pub fn padded(number: &str, digits: usize, dialect: Dialect) -> String {
    if dialect == Dialect::Sqlite {
        return format!("printf('%0{digits}d', {number})");
    }
    let text = text_of(number, dialect);
    format!("LPAD({text}, GREATEST({digits}, {}), '0')", length(&text, dialect))
}

/// The number that such a UUID says.
pub fn number_of(uuid: &str, dialect: Dialect) -> String {
    dialect.engine().number_of(uuid)
}

/// A value of one type as one that this column holds as it is stored there.
pub fn same_type(a: ColumnType, b: ColumnType, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Postgres => postgres::column_type(a) == postgres::column_type(b),
        Dialect::Sqlite | Dialect::Mariadb => a == b,
    }
}

/// Values as one text for a reader, each after its name; `∅` where empty.
pub fn shown(values: &[(String, String)], dialect: Dialect) -> String {
    let kind = if dialect == Dialect::Mariadb { "CHAR" } else { "TEXT" };
    let mut parts = Vec::new();
    for (at, (name, sql)) in values.iter().enumerate() {
        let before = if at == 0 { format!("{name} = ") } else { format!(", {name} = ") };
        parts.push(literal(&before, dialect));
        parts.push(format!("COALESCE(CAST({sql} AS {kind}), '∅')"));
    }
    if parts.is_empty() { "''".to_owned() } else { dialect.engine().concat(&parts) }
}

/// A column's value as a reader knows it: SQLite keeps decimals as whole numbers.
pub fn readable(sql: &str, ty: ColumnType, dialect: Dialect) -> String {
    match (dialect, ty) {
        (Dialect::Sqlite, ColumnType::Decimal(..)) => {
            convert(sql, ty, ColumnType::LongText, false, dialect).map_or_else(|| sql.to_owned(), |text| text.sql)
        }
        _ => sql.to_owned(),
    }
}

/// A text as a literal.
pub fn literal(text: &str, dialect: Dialect) -> String {
    dialect.engine().text(text)
}

/// A piece of a script.
enum Piece {
    Remark(String),
    Sql(String),
}

/// The statements spelled one by one; what MariaDB does only while a table is absent is one statement there.
fn pieces(statements: &[Statement], dialect: Dialect) -> Vec<Piece> {
    let engine = dialect.engine();
    let mut pieces = Vec::new();
    let mut held: Option<(String, Vec<String>)> = None;
    for statement in statements {
        match (statement, &mut held) {
            (Statement::Move(Move::Unless(table)), _) if dialect == Dialect::Mariadb => {
                held = Some((table.clone(), Vec::new()));
            }
            (Statement::Move(Move::EndUnless), _) => {
                let done = held.take();
                pieces.extend(done.map(|(table, inner)| Piece::Sql(mariadb::unless(&table, &inner))));
            }
            (Statement::Move(Move::Remark(_) | Move::Alone), Some(_)) => {}
            (Statement::Move(Move::Remark(_) | Move::Alone), None) => {
                pieces.extend(engine.render(statement).into_iter().map(Piece::Remark))
            }
            (_, Some((_, inner))) => inner.extend(engine.render(statement)),
            (_, None) => pieces.extend(engine.render(statement).into_iter().map(Piece::Sql)),
        }
    }
    pieces
}

/// The statements as a script for an application's migration runner: each ends in `;` and an empty line, and holds no empty line.
pub fn migration(statements: &[Statement], dialect: Dialect) -> String {
    let spelled = |piece| match piece {
        Piece::Remark(text) => text,
        Piece::Sql(sql) => format!("{sql};\n"),
    };
    pieces(statements, dialect).into_iter().map(spelled).collect::<Vec<_>>().join("\n")
}

/// The statements as a script for the engine's command line client: MariaDB's needs `DELIMITER` around what holds a `;` itself.
pub fn script(statements: &[Statement], dialect: Dialect) -> String {
    let spelled = |piece| match piece {
        Piece::Remark(text) => text,
        Piece::Sql(sql) if dialect == Dialect::Mariadb && (sql.contains(';') || sql.starts_with("CREATE TRIGGER")) => {
            format!("DELIMITER //\n{sql} //\nDELIMITER ;\n")
        }
        Piece::Sql(sql) => format!("{sql};\n"),
    };
    pieces(statements, dialect).into_iter().map(spelled).collect::<Vec<_>>().join("\n")
}

/// One statement, as the one or several SQL statements that the dialect needs, without their final `;`.
pub fn render(statement: &Statement, dialect: Dialect) -> Vec<String> {
    dialect.engine().render(statement)
}
