//! MariaDB's spelling: utf8mb4 compared by code point without padding, comments kept, refusals at once.

mod expr;
mod moves;
mod table;
mod trigger;

use super::Dialect;
use super::engine::{DatePart, Engine};
use super::statement::Statement;
use super::value::Value;
use crate::mcd::expr::Unit;
use crate::mld::ColumnType;

pub(super) use moves::unless;

pub(super) struct Mariadb;

impl Engine for Mariadb {
    fn dialect(&self) -> Dialect {
        Dialect::Mariadb
    }
    fn mark(&self) -> char {
        '`'
    }
    fn text(&self, text: &str) -> String {
        expr::text(text)
    }
    fn render(&self, statement: &Statement) -> Vec<String> {
        match statement {
            Statement::CreateTable(create) => vec![table::create(self, create)],
            Statement::AddForeignKey { table, key } => vec![table::add_reference(self, table, key)],
            Statement::CreateIndex { name, table, columns } => vec![table::index(self, name, table, columns)],
            Statement::CreateTrigger(trigger) => trigger::create(self, trigger),
            Statement::Move(step) => moves::render(self, step),
            Statement::CreatePending => Vec::new(),
        }
    }
    fn matches(&self, value: &Value, pattern: &str) -> Option<String> {
        expr::matches(self, value, pattern)
    }
    fn today(&self, timezone: &str) -> String {
        format!("DATE({})", expr::to_local("UTC_TIMESTAMP()", timezone))
    }
    fn now(&self) -> String {
        "UTC_TIMESTAMP()".into()
    }
    fn uuid(&self) -> String {
        "UUID()".into()
    }
    fn member(&self, json: &str, name: &str) -> String {
        format!("JSON_VALUE({json}, {})", self.text(&format!("$.\"{name}\"")))
    }
    fn uuid_of(&self, number: &str, start: &str) -> String {
        format!("CONCAT('{start}', LPAD({number}, 12, '0'))")
    }
    fn number_of(&self, uuid: &str) -> String {
        format!("CAST(RIGHT(CAST({uuid} AS CHAR(36)), 12) AS INTEGER)")
    }
    fn later(&self, value: &Value, count: i64, unit: Unit) -> String {
        expr::later(value, count, unit)
    }
    fn later_by(&self, value: &Value, seconds: &str) -> String {
        expr::later_by(value, seconds)
    }
    fn between(&self, a: &Value, b: &Value) -> String {
        expr::between(a, b)
    }
    fn date_part(&self, value: &Value, part: DatePart, timezone: &str) -> String {
        expr::date_part(value, part, timezone)
    }
    fn rescale(&self, value: &Value, scale: u8, _: bool) -> Value {
        expr::rescale(value, scale)
    }
    fn divide(&self, a: &Value, b: &Value, scale: u8, _: bool) -> Value {
        expr::divide(a, b, scale)
    }
    fn as_text(&self, sql: &str) -> String {
        format!("CAST({sql} AS CHAR)")
    }
    fn concat(&self, parts: &[String]) -> String {
        format!("CONCAT({})", parts.join(", "))
    }
    fn well_formed(&self, column: &str, ty: ColumnType) -> Option<String> {
        // A BOOLEAN is a number there, a TIME also a length of time; a JSON is a text with a check of its own.
        match ty {
            ColumnType::Boolean => Some(format!("{column} IN (0, 1)")),
            ColumnType::Time => Some(format!("{column} BETWEEN '00:00:00' AND '23:59:59'")),
            _ => None,
        }
    }
    fn parameter(&self, _: usize) -> String {
        "?".into()
    }
    fn differ(&self, a: &str, b: &str) -> String {
        format!("NOT ({a} <=> {b})")
    }
}
