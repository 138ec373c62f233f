//! Temporary seam until the SQL room lands.
use crate::mcd::expr::Expr;
use crate::mcd::{FieldRef, Mcd};
use crate::mld::{Mld, RowRule};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    #[default]
    Sqlite,
    Postgres,
    Mariadb,
}
impl Dialect {
    pub(super) fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mariadb => "mariadb",
        }
    }
}
pub(super) fn quote(name: &str, _dialect: Dialect) -> String {
    name.to_owned()
}
pub(super) fn literal(text: &str, _dialect: Dialect) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
pub(super) fn computed(_: &Mcd, _: &Mld, _: Dialect, _: FieldRef, _: &Expr, _: &str) -> String {
    "NULL".to_owned()
}
pub(super) fn row_rule(_: &Mcd, _: &Mld, _: Dialect, _: &RowRule) -> String {
    "SELECT TRUE".to_owned()
}
