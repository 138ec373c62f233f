//! SQL for SQLite, PostgreSQL and MariaDB: typed statements, expressions, and what an application asks of its tables.
//!
//! Spelling lives in the dialect folders, which have the same file names. Runs nothing and reads no file.
//! Invariant: every name and text of a model is quoted where it lands, and no literal holds a line end, so that a script
//! can be cut at `;` followed by an empty line.

mod checks;
mod create;
mod enforce;
mod engine;
mod expr;
mod mariadb;
mod order;
mod postgres;
mod query;
mod sqlite;
mod statement;
mod value;
mod words;

pub use create::create_script;
pub use query::{Query, Read};
pub use statement::*;
pub use value::{Shape, Value};

use crate::mcd::Mcd;
use crate::mld::Mld;

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

/// A text as a literal.
pub fn literal(text: &str, dialect: Dialect) -> String {
    dialect.engine().text(text)
}

/// The statements as a script for an application's migration runner: each ends in `;` and an empty line, and holds no empty line.
pub fn migration(statements: &[Statement], dialect: Dialect) -> String {
    let engine = dialect.engine();
    let parts: Vec<String> =
        statements.iter().flat_map(|statement| engine.render(statement)).map(|sql| format!("{sql};\n")).collect();
    parts.join("\n")
}

/// The statements as a script for the engine's command line client: MariaDB's needs `DELIMITER` around the bodies of triggers.
pub fn script(statements: &[Statement], dialect: Dialect) -> String {
    if dialect != Dialect::Mariadb {
        return migration(statements, dialect);
    }
    let part = |statement: &Statement| match statement {
        Statement::CreateTrigger(_) => {
            let bodies: Vec<String> =
                render(statement, dialect).iter().map(|sql| format!("DELIMITER //\n{sql} //\nDELIMITER ;\n")).collect();
            bodies.join("\n")
        }
        other => migration(std::slice::from_ref(other), dialect),
    };
    statements.iter().map(part).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// One statement, as the one or several SQL statements that the dialect needs, without their final `;`.
pub fn render(statement: &Statement, dialect: Dialect) -> Vec<String> {
    dialect.engine().render(statement)
}
