//! SQLite's spelling: STRICT tables, whole numbers for exact ones, ISO text for dates.

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

pub(super) struct Sqlite;

impl Engine for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }
    fn text(&self, text: &str) -> String {
        expr::text(text)
    }
    fn scales(&self) -> bool {
        true
    }
    fn render(&self, statement: &Statement) -> Vec<String> {
        match statement {
            Statement::CreateTable(create) => vec![table::create(self, create)],
            // SQLite can't add a reference afterwards, and needn't: it doesn't ask that the target exist.
            Statement::AddForeignKey { .. } => Vec::new(),
            Statement::CreateIndex { name, table, columns } => vec![table::index(self, name, table, columns)],
            Statement::CreateTrigger(trigger) => vec![trigger::create(self, trigger)],
            Statement::Move(step) => moves::render(self, step),
            Statement::CreatePending => trigger::pending(),
        }
    }
    fn length(&self, value: &Value) -> String {
        format!("length({})", value.sql)
    }
    fn case_function(&self, upper: bool, plain: bool) -> Option<&'static str> {
        // Its own know the letters of ASCII alone; the application's connections bring these.
        (!plain).then_some(if upper { "upper_case" } else { "lower_case" })
    }
    fn matches(&self, _: &Value, _: &str) -> Option<String> {
        None
    }
    fn today(&self, timezone: &str) -> String {
        expr::today(timezone)
    }
    fn now(&self) -> String {
        "datetime('now')".into()
    }
    fn uuid(&self) -> String {
        // Version 4: random but for the digits that say so.
        "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))".into()
    }
    fn uuid_of(&self, number: &str, start: &str) -> String {
        format!("'{start}' || substr('000000000000' || {number}, -12)")
    }
    fn number_of(&self, uuid: &str) -> String {
        format!("CAST(substr({uuid}, -12) AS INTEGER)")
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
    fn rescale(&self, value: &Value, scale: u8, plain: bool) -> Value {
        expr::rescale(value, scale, plain)
    }
    fn divide(&self, a: &Value, b: &Value, scale: u8, plain: bool) -> Value {
        expr::divide(a, b, scale, plain)
    }
    fn extreme(&self, greatest: bool, values: &[Value]) -> String {
        let list = values.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
        format!("{}({list})", if greatest { "max" } else { "min" })
    }
    fn well_formed(&self, column: &str, ty: ColumnType) -> Option<String> {
        table::well_formed(column, ty)
    }
    fn parameter(&self, number: usize) -> String {
        format!("?{number}")
    }
}
