//! What an application asks of its tables: computed fields, titles, rules over several rows, conditions of rights.
//!
//! Pieces of SQL, to be placed in the application's own queries. Names inside are quoted.

use super::expr::{Arrival, Compiler, Row};
use super::value::Value;
use super::{Dialect, Schema, enforce};
use crate::mcd::expr::Expr;
use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Owner};
use crate::mld::{Deferred, RowRule, TableId, Watch};

/// Other rows that a rule over several rows reads: when one is written, the rule is to be asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read(Arrival);

impl Read {
    /// The table they are in.
    pub fn table(&self) -> TableId {
        self.0.table
    }

    /// Their column by which the rule gets to them.
    pub fn column(&self) -> usize {
        self.0.column
    }
}

/// Makes pieces of SQL for one dialect.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    schema: Schema<'a>,
    dialect: Dialect,
}

impl<'a> Query<'a> {
    /// For a model and a dialect.
    pub fn new(schema: Schema<'a>, dialect: Dialect) -> Self {
        Query { schema, dialect }
    }

    /// A field of the row `alias` of the owner's table: its column, the sub-query of a computed field, or a sub-query on the table of
    /// the supertype that has it. On SQLite a number of shape `Number(s)` is scaled by ten to the power `s`.
    ///
    /// None for an address, whose seven columns are read one by one (`Mld::field_homes`), and for what isn't stored.
    pub fn field(&self, owner: Owner, field: FieldRef, alias: &str) -> Option<Value> {
        self.compiler().field(&self.row(owner, alias)?, field)
    }

    /// Any expression of the model, told from the row `alias` of the owner's table.
    pub fn expression(&self, owner: Owner, expr: &Expr, alias: &str) -> Option<Value> {
        self.compiler().value(expr, &self.row(owner, alias)?)
    }

    /// A condition of rights on the row `alias`, with the user's key spelled `me` (a parameter, as a rule).
    pub fn condition(&self, owner: Owner, expr: &Expr, alias: &str, me: &str) -> Option<String> {
        let compiler = self.compiler().with_user(me);
        Some(compiler.value(expr, &self.row(owner, alias)?)?.sql)
    }

    /// A query that gives a row when the record with this key breaks the rule. Its parameters are the key's columns, in order.
    pub fn violation(&self, rule: &RowRule) -> Option<String> {
        let engine = self.dialect.engine();
        let row = self.row(rule.owner, "r")?;
        let holds = self.compiler().value(&rule.expr, &row)?.sql;
        let table = self.schema.mld.table(row.table);
        let key: Vec<String> = table
            .primary_key
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let name = engine.quote(self.schema.mld.column_name(row.table, *column));
                format!("r.{name} = {}", engine.parameter(at + 1))
            })
            .collect();
        Some(format!("SELECT 1 FROM {} AS r WHERE {} AND NOT ({holds})", engine.quote(&table.name), key.join(" AND ")))
    }

    /// A query of the keys of all rows that break what the end of the transaction checks: what an application asks before it
    /// commits on an engine that defers nothing, and to name the rows when a commit was refused.
    pub fn violations(&self, deferred: &Deferred) -> String {
        let engine = self.dialect.engine();
        let table = self.schema.mld.table(deferred.subject);
        let key = table
            .primary_key
            .iter()
            .map(|at| format!("s.{}", engine.quote(self.schema.mld.column_name(deferred.subject, *at))));
        let violated = enforce::violated(self.schema, engine, deferred);
        format!(
            "SELECT {} FROM {} AS s WHERE {violated}",
            key.collect::<Vec<_>>().join(", "),
            engine.quote(&table.name)
        )
    }

    /// A query that gives a row when something that a written row leads to breaks what the end of the transaction checks. `value` spells
    /// the columns of the written row; none when it can't.
    pub fn broken_by(
        &self,
        deferred: &Deferred,
        watch: &Watch,
        value: impl Fn(usize) -> Option<String>,
    ) -> Option<String> {
        let engine = self.dialect.engine();
        let name = |column: usize| engine.quote(self.schema.mld.column_name(deferred.subject, column));
        let mut conditions: Vec<String> = Vec::new();
        for (ours, theirs) in &watch.link {
            conditions.push(format!("s.{} = {}", name(*ours), value(*theirs)?));
        }
        conditions.push(enforce::violated(self.schema, engine, deferred));
        let table = engine.quote(&self.schema.mld.table(deferred.subject).name);
        Some(format!("SELECT 1 FROM {table} AS s\nWHERE {}\nLIMIT 1", conditions.join("\n  AND ")))
    }

    /// The other rows that a rule over several rows reads.
    pub fn reads(&self, rule: &RowRule) -> Vec<Read> {
        let Some(row) = self.row(rule.owner, "o") else { return Vec::new() };
        self.compiler().arrivals(&rule.expr, &row).into_iter().map(Read).collect()
    }

    /// A query that gives a row when a rule is broken of which a written row is read. `value` is the written row's [`Read::column`].
    pub fn broken_where_read(&self, rule: &RowRule, read: &Read, value: &str) -> Option<String> {
        let engine = self.dialect.engine();
        let row = self.row(rule.owner, "r")?;
        let holds = self.compiler().value(&rule.expr, &row)?.sql;
        let table = self.schema.mld.table(row.table);
        let name = engine.quote(&table.name);
        let Arrival { equals, from, conditions, .. } = &read.0;
        if from.is_empty() {
            let equals = equals.replacen("o.", "r.", 1);
            return Some(format!("SELECT 1 FROM {name} AS r\nWHERE {equals} = {value} AND NOT ({holds})\nLIMIT 1"));
        }
        let key = |qualifier: &str| -> String {
            let columns = table.primary_key.iter().map(|at| engine.quote(self.schema.mld.column_name(row.table, *at)));
            columns.map(|column| format!("{qualifier}.{column}")).collect::<Vec<_>>().join(", ")
        };
        let (theirs, ours) = (key("o"), key("r"));
        let ours = if table.primary_key.len() > 1 { format!("({ours})") } else { ours };
        Some(format!(
            "SELECT 1 FROM {name} AS r\nWHERE {ours} IN (SELECT {theirs} FROM {from} JOIN {name} AS o ON {} WHERE {equals} = {value})\n  AND NOT ({holds})\nLIMIT 1",
            conditions.join(" AND ")
        ))
    }

    /// What a record is called, as text, told from the row `alias` of its entity's table: its `title` fields, else its identifier's,
    /// else its key.
    pub fn title(&self, entity: EntityId, alias: &str) -> Option<String> {
        let compiler = self.compiler();
        let engine = self.dialect.engine();
        let row = self.row(Owner::Entity(entity), alias)?;
        let fields = self.title_fields(entity);
        let mut parts: Vec<String> = Vec::new();
        for field in fields {
            let Some(value) = compiler.field(&row, field) else { continue };
            if !parts.is_empty() {
                parts.push(engine.text(" "));
            }
            let text = if value.shape == super::Shape::Text { value.sql } else { engine.as_text(&value.sql) };
            parts.push(format!("COALESCE({text}, {})", engine.text("")));
        }
        match parts.as_slice() {
            [] => Some(engine.as_text(&compiler.column(&row, 0)?.sql)),
            [one] => Some(one.clone()),
            _ => Some(format!("({})", engine.concat(&parts))),
        }
    }

    /// The fields a record is called by: `title` fields, inherited ones included, else the identifier's.
    pub fn title_fields(&self, entity: EntityId) -> Vec<FieldRef> {
        let mcd = self.schema.mcd;
        let titles: Vec<FieldRef> =
            mcd.all_fields(entity).into_iter().filter(|field| mcd.field(*field).title).collect();
        if !titles.is_empty() {
            return titles;
        }
        let identifier = mcd.identifier(entity).iter();
        identifier.filter_map(|part| if let KeyPart::Field(field) = part { Some(*field) } else { None }).collect()
    }

    /// The physical name of the column that refers to the entity on a leg, quoted, with its table.
    pub fn reference(&self, leg: LegRef) -> Option<(TableId, String)> {
        let column = self.schema.mld.leg_column(leg)?;
        let name = self.schema.mld.column_name(column.table, column.index);
        Some((column.table, self.dialect.engine().quote(name)))
    }

    /// A parameter by its number, from 1.
    pub fn parameter(&self, number: usize) -> String {
        self.dialect.engine().parameter(number)
    }

    fn compiler(&self) -> Compiler<'a> {
        Compiler::new(self.schema, self.dialect)
    }

    fn row(&self, owner: Owner, alias: &str) -> Option<Row> {
        let table = match owner {
            Owner::Entity(id) => self.schema.mld.entity(id).table?,
            Owner::Relation(id) => self.schema.mld.relation(id).table()?,
        };
        let qualifier = if alias.is_empty() { String::new() } else { format!("{alias}.") };
        Some(Row::new(qualifier, table, owner))
    }
}
