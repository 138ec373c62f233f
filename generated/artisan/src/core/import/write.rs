//! Writing one row within the import's transaction, so that a refused one leaves no trace.

use super::records::{Keys, LeftOut, Missing, Row, Subject, Typed, typed};
use crate::core::db::{DbError, Tx};
use crate::core::entity::Clock;
use crate::core::errors::{Errors, Failure};
use crate::core::key::Key;
use crate::core::model::{EntityInfo, Model, RelationInfo};
use crate::core::refusal;
use crate::core::save::{self, Target};
use crate::core::validate::{Input, required, validate};
use crate::core::value::Values;

/// What became of a row.
pub enum Written {
    /// In, without the values that were left out; `doubt` is what other rows may still mend, such as lines that it lacks.
    In {
        id: Key,
        doubt: bool,
        left_out: Vec<LeftOut>,
    },
    /// Refused; all that it `lacks`, if nothing else is wrong, may come later.
    Refused {
        reason: String,
        lacks: Vec<Missing>,
    },
}

/// How a row is held to the rules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// Whether it holds as things stand, whatever other rows may still mend.
    pub strict: bool,
    /// What becomes of its references to records that aren't there.
    pub absent: Absent,
}

/// What becomes of references to records that aren't there, where the record can do without them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// They refuse it.
    Refused,
    /// They are tied when all rows are in.
    Awaited,
    /// They are left out.
    LeftOut,
}

/// Where rows are written, and by what rules.
pub struct Writer<'a> {
    pub tx: Tx,
    pub model: &'a Model,
    pub clock: &'a Clock,
}

impl Writer<'_> {
    /// Writes a row, or leaves no trace of it.
    pub async fn row(&mut self, subject: Subject<'_>, row: &Row, keys: &Keys, care: Care) -> Result<Written, DbError> {
        let mut typed = self.typed(subject, row, keys);
        if care.absent == Absent::LeftOut {
            typed.leave_out_missing(&self.model.locale);
        }
        let waits = care.absent == Absent::Awaited && typed.missing.iter().all(|missing| missing.can_wait);
        for missing in typed.missing.iter().filter(|_| !waits) {
            let message = self.model.locale.say("import.missing", &[("key", &missing.key)]);
            typed.errors.add("", message);
        }
        if !typed.errors.is_empty() {
            let is_alone = typed.errors.iter().count() == typed.missing.len();
            let reason = with_left_out(subject, &typed.left_out, told(subject, &typed.errors));
            return Ok(Written::Refused {
                reason,
                lacks: if is_alone { typed.missing } else { Vec::new() },
            });
        }
        self.tx.execute("SAVEPOINT import", &[]).await?;
        let written = match subject {
            Subject::Entity(entity) => {
                self.record(entity, keys.target(entity, &row.key), &typed.values)
                    .await
            }
            Subject::Relation(relation) => self.line(relation, &typed.values).await,
        };
        let reason = match written {
            Ok(id) => match self.judge(subject, id, &typed.values).await? {
                Some(reason) if care.strict => reason,
                doubt => {
                    self.tx.execute("RELEASE SAVEPOINT import", &[]).await?;
                    return Ok(Written::In {
                        id,
                        doubt: doubt.is_some(),
                        left_out: typed.left_out,
                    });
                }
            },
            Err(failure) => self.reason(subject, failure)?,
        };
        self.tx.execute("ROLLBACK TO SAVEPOINT import", &[]).await?;
        Ok(Written::Refused {
            reason: with_left_out(subject, &typed.left_out, reason),
            lacks: Vec::new(),
        })
    }

    /// The values of a row; those that break a rule which reads nothing else are left out like those that can't be read.
    pub fn typed(&self, subject: Subject<'_>, row: &Row, keys: &Keys) -> Typed {
        let mut typed = typed(self.model, subject, row, keys);
        let mut errors = Errors::default();
        subject.check(self.model, &typed.values, self.clock, &mut errors);
        let rules = subject.rules(self.model);
        for error in errors.iter() {
            let is_alone = rules
                .iter()
                .any(|rule| rule.message == error.message && rule.fields == [error.field.as_str()]);
            let field = subject.fields().iter().find(|field| field.name == error.field);
            if let Some(field) = field.filter(|_| is_alone) {
                typed.leave_out(field, error.message.clone());
            }
        }
        typed
    }

    /// Gives a record the references that had to wait, and tells what is left out of it; or the reason why it can't stay.
    pub async fn tie(&mut self, entity: &EntityInfo, id: Key, row: &Row, keys: &Keys) -> Result<Result<Vec<LeftOut>, String>, DbError> {
        let subject = Subject::Entity(entity);
        let mut typed = self.typed(subject, row, keys);
        typed.leave_out_missing(&self.model.locale);
        let target = Target::Existing {
            id,
            version: None,
        };
        self.tx.execute("SAVEPOINT import", &[]).await?;
        let tied = match self.record(entity, target, &typed.values).await {
            Ok(_) => Ok(typed.left_out),
            Err(failure) => Err(self.reason(subject, failure)?),
        };
        let end = if tied.is_ok() {
            "RELEASE SAVEPOINT import"
        } else {
            "ROLLBACK TO SAVEPOINT import"
        };
        self.tx.execute(end, &[]).await?;
        Ok(tied)
    }

    /// Why what is in can't stay as things stand, if so.
    pub async fn judge(&mut self, subject: Subject<'_>, id: Key, values: &Values) -> Result<Option<String>, DbError> {
        let judged = match subject {
            Subject::Entity(entity) => save::judge(&mut self.tx, self.model, entity, id, values).await,
            Subject::Relation(relation) => save::judge_row(&mut self.tx, self.model, relation, values).await,
        };
        match judged {
            Ok(()) => Ok(None),
            Err(failure) => self.reason(subject, failure).map(Some),
        }
    }

    async fn record(&mut self, entity: &EntityInfo, target: Target, values: &Values) -> Result<Key, Failure> {
        let mut input = Input::empty(entity);
        input.values = values.clone();
        let mut errors = Errors::default();
        // Lines and members come with other rows.
        validate(self.model, entity, &input, false, self.clock, &mut errors);
        if !errors.is_empty() {
            return Err(Failure::Refused(errors));
        }
        match save::write_unjudged(&mut self.tx, self.model, entity, target, &input, self.clock).await {
            Err(Failure::Database(DbError::Violation(violation))) => Err(Failure::Refused(refusal::explain(self.model, entity, &input, &violation))),
            result => result,
        }
    }

    async fn line(&mut self, relation: &RelationInfo, values: &Values) -> Result<Key, Failure> {
        let mut errors = Errors::default();
        required(&self.model.locale, &relation.fields, values, "", &mut errors);
        relation.code.check(values, self.clock, &mut errors);
        if !errors.is_empty() {
            return Err(Failure::Refused(errors));
        }
        match save::insert_row(&mut self.tx, relation, values, self.clock).await {
            Ok(()) => Ok(Key::NONE),
            Err(DbError::Violation(violation)) => Err(Failure::Refused(refusal::explain_row(self.model, relation, &violation))),
            Err(error) => Err(Failure::Database(error)),
        }
    }

    /// The words of a refusal; what is none stops the import.
    fn reason(&self, subject: Subject<'_>, failure: Failure) -> Result<String, DbError> {
        match failure {
            Failure::Refused(errors) => Ok(told(subject, &errors)),
            Failure::Database(DbError::Violation(violation)) => Ok(told(subject, &refusal::told(self.model, &violation))),
            Failure::Database(error) => Err(error),
            other => Ok(format!("{other:?}")),
        }
    }
}

/// All messages, each after the label of its field.
fn told(subject: Subject<'_>, errors: &Errors) -> String {
    let mut messages = Vec::new();
    for error in errors.iter() {
        let field = subject.fields().iter().find(|field| field.name == error.field);
        messages.push(match field {
            Some(field) => format!("{}: {}", field.label, error.message),
            None => error.message.clone(),
        });
    }
    messages.join(" · ")
}

/// A refusal, with what had been left out before: the rule that refuses may ask for it.
fn with_left_out(subject: Subject<'_>, left_out: &[LeftOut], reason: String) -> String {
    let left_out = left_out
        .iter()
        .map(|one| format!("{}: {}", subject.label_of(one.field), one.reason));
    left_out.chain([reason]).collect::<Vec<_>>().join(" · ")
}
