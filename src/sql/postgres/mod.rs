//! PostgreSQL's spelling: its own types, comments kept, refusals deferred by constraint triggers.

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

pub(super) use table::column_type;

pub(super) struct Postgres;

impl Engine for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }
    fn text(&self, text: &str) -> String {
        expr::text(text)
    }
    fn render(&self, statement: &Statement) -> Vec<String> {
        match statement {
            Statement::CreateTable(create) => table::create(self, create),
            Statement::AddForeignKey { table, key } => vec![table::add_reference(self, table, key)],
            Statement::CreateIndex { name, table, columns } => vec![table::index(self, name, table, columns)],
            Statement::CreateTrigger(trigger) => trigger::create(self, trigger),
            Statement::Move(step) => moves::render(self, step),
            Statement::CreatePending => Vec::new(),
        }
    }
    fn binary(&self, value: &Value) -> String {
        format!("{} COLLATE \"C\"", value.operand())
    }
    fn matches(&self, value: &Value, pattern: &str) -> Option<String> {
        expr::matches(self, value, pattern)
    }
    fn today(&self, timezone: &str) -> String {
        format!("CAST(now() AT TIME ZONE {} AS date)", self.text(timezone))
    }
    fn now(&self) -> String {
        "date_trunc('second', now())".into()
    }
    fn uuid(&self) -> String {
        "gen_random_uuid()".into()
    }
    fn member(&self, json: &str, name: &str) -> String {
        format!("(CAST({json} AS json) ->> {})", self.text(name))
    }
    fn uuid_of(&self, number: &str, start: &str) -> String {
        format!("CAST('{start}' || lpad(CAST({number} AS text), 12, '0') AS uuid)")
    }
    fn number_of(&self, uuid: &str) -> String {
        format!("CAST(right(CAST({uuid} AS text), 12) AS bigint)")
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
    fn extreme(&self, greatest: bool, values: &[Value]) -> String {
        expr::extreme(greatest, values)
    }
    fn well_formed(&self, _: &str, _: ColumnType) -> Option<String> {
        None
    }
    fn parameter(&self, number: usize) -> String {
        format!("${number}")
    }
}
