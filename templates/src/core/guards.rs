//! What the writes of a transaction may break elsewhere, asked once each before it ends.
//!
//! Rules of the record itself are `save`'s checks. Invariant: a query is asked for the values a row had and for those it has.

use super::db::{self, Read, Tx};
use super::errors::{Errors, Failure};
use super::key::Key;
use super::kind::Kind;
use super::meta::Guard;
use super::model::{EntityInfo, FieldInfo, RelationInfo};
use super::sql::Statement;
use super::value::{Value, Values};

/// A row before and after a write; `None`: it was not there, or is no more.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    pub before: Option<&'a Values>,
    pub after: Option<&'a Values>,
}

impl<'a> Written<'a> {
    /// A row that was not there before.
    pub fn made(values: &'a Values) -> Written<'a> {
        Written {
            before: None,
            after: Some(values),
        }
    }

    /// A row that is deleted.
    pub fn gone(values: &'a Values) -> Written<'a> {
        Written {
            before: Some(values),
            after: None,
        }
    }
}

/// The questions that remain to be asked.
#[derive(Default)]
pub struct Guards<'a> {
    due: Vec<(&'static Guard, &'a Statement, Vec<Value>)>,
}

impl<'a> Guards<'a> {
    pub fn record(&mut self, entity: &'a EntityInfo, id: Key, written: Written<'_>) {
        self.row(&entity.guards, &entity.fields, Some(id), written);
    }

    pub fn line(&mut self, relation: &'a RelationInfo, written: Written<'_>) {
        self.row(&relation.guards, &relation.fields, None, written);
    }

    /// What the database would ask of a new record at the end of the transaction.
    pub fn deferred_record(&mut self, entity: &'a EntityInfo, id: Key, values: &Values) {
        self.row(&entity.deferred, &entity.fields, Some(id), Written::made(values));
    }

    /// The same for a new row of a relation.
    pub fn deferred_line(&mut self, relation: &'a RelationInfo, values: &Values) {
        self.row(&relation.deferred, &relation.fields, None, Written::made(values));
    }

    fn row(&mut self, guards: &'a [(&'static Guard, Statement)], fields: &[FieldInfo], id: Option<Key>, written: Written<'_>) {
        for (guard, statement) in guards {
            let changed = match (written.before, written.after) {
                (Some(before), Some(after)) => guard
                    .fields
                    .iter()
                    .any(|field| before.value(field) != after.value(field)),
                _ => true,
            };
            if !changed {
                continue;
            }
            for values in [written.before, written.after].into_iter().flatten() {
                let args = arguments(statement, fields, id, values);
                // A row that leads nowhere breaks nothing.
                let leads = args.iter().all(|value| !value.is_null());
                let known = |(_, asked, with): &(&Guard, &Statement, Vec<Value>)| asked.text == statement.text && *with == args;
                if leads && !self.due.iter().any(known) {
                    self.due.push((guard, statement, args));
                }
            }
        }
    }

    /// Asks all of them.
    pub async fn hold(self, tx: &mut Tx) -> Result<(), Failure> {
        let mut errors = Errors::default();
        for (guard, statement, args) in self.due {
            let broken = !tx.query(&statement.text, &args).await?.is_empty();
            if broken && !errors.iter().any(|error| error.message == guard.message) {
                errors.add("", guard.message);
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Failure::Refused(errors))
        }
    }
}

fn arguments(statement: &Statement, fields: &[FieldInfo], id: Option<Key>, values: &Values) -> Vec<Value> {
    statement.args(|name| match name {
        "__id" => id.map_or(Value::Null, Value::from),
        name => {
            let kind = fields
                .iter()
                .find(|field| field.name == name)
                .map_or(Kind::LongText, |field| field.kind);
            db::store(kind, values.value(name))
        }
    })
}
