//! Writing one row within the import's transaction, so that a refused one leaves no trace.

use super::records::{Keys, Missing, Row, Subject, typed};
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
    /// In; `doubt` is what other rows may still mend, such as lines that it lacks.
    In {
        id: Key,
        doubt: bool,
    },
    /// Refused; all that it `lacks`, if nothing else is wrong, may come later.
    Refused {
        reason: String,
        lacks: Vec<Missing>,
    },
}

/// What a row may do without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Nothing: it holds as things stand.
    Strict,
    /// What other rows may still mend.
    Doubtful,
    /// That, and the references that may wait.
    Loose,
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
        let mut typed = typed(self.model, subject, row, keys);
        if !(care == Care::Loose && typed.missing.iter().all(|missing| missing.can_wait)) {
            for missing in &typed.missing {
                let message = self.model.locale.say("import.missing", &[("key", &missing.key)]);
                typed.errors.add("", message);
            }
        }
        if !typed.errors.is_empty() {
            let is_alone = typed.errors.iter().count() == typed.missing.len();
            return Ok(Written::Refused {
                reason: told(subject, &typed.errors),
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
                Some(reason) if care == Care::Strict => reason,
                doubt => {
                    self.tx.execute("RELEASE SAVEPOINT import", &[]).await?;
                    return Ok(Written::In {
                        id,
                        doubt: doubt.is_some(),
                    });
                }
            },
            Err(failure) => self.reason(subject, failure)?,
        };
        self.tx.execute("ROLLBACK TO SAVEPOINT import", &[]).await?;
        Ok(Written::Refused {
            reason,
            lacks: Vec::new(),
        })
    }

    /// Gives a record the references that had to wait; the reason when one still lacks.
    pub async fn tie(&mut self, entity: &EntityInfo, id: Key, row: &Row, keys: &Keys) -> Result<Option<String>, DbError> {
        let subject = Subject::Entity(entity);
        let typed = typed(self.model, subject, row, keys);
        if let Some(missing) = typed.missing.first() {
            return Ok(Some(self.model.locale.say("import.missing", &[("key", &missing.key)])));
        }
        let target = Target::Existing {
            id,
            version: None,
        };
        self.tx.execute("SAVEPOINT import", &[]).await?;
        let reason = match self.record(entity, target, &typed.values).await {
            Ok(_) => None,
            Err(failure) => Some(self.reason(subject, failure)?),
        };
        let end = if reason.is_none() {
            "RELEASE SAVEPOINT import"
        } else {
            "ROLLBACK TO SAVEPOINT import"
        };
        self.tx.execute(end, &[]).await?;
        Ok(reason)
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
