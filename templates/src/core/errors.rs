//! What went wrong: messages about fields (`Errors`), and why a request can't be answered (`Failure`).

use super::db::DbError;
use super::meta::Rule;

/// One message about one field. `field` is the input's name (`date`, `ligne_devis.0.article`), empty for the whole record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

/// The messages about one form, in the order met.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    list: Vec<FieldError>,
    prefix: String,
    /// Fields that keep the value they had.
    kept: Vec<&'static str>,
}

impl Errors {
    /// Names the fields of the record that keep the value they had.
    pub fn keep(&mut self, fields: Vec<&'static str>) {
        self.kept = fields;
    }

    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.list.push(FieldError {
            field: format!("{}{field}", self.prefix),
            message: message.into(),
        });
    }

    /// A rule that is false is reported at its first field; one that is true or unknown holds.
    pub fn hold(&mut self, rule: &Rule, verdict: Option<bool>) {
        if verdict == Some(false) {
            let field = rule.fields.first().copied().unwrap_or("");
            if !self.has(field) {
                self.add(field, rule.message);
            }
        }
    }

    /// A rule that reads the clock judges what is written: values that stay as they are were right in their time.
    pub fn hold_written(&mut self, rule: &Rule, verdict: Option<bool>) {
        let own = self.prefix.is_empty() && !rule.fields.is_empty();
        if !own || !rule.fields.iter().all(|field| self.kept.contains(field)) {
            self.hold(rule, verdict);
        }
    }

    /// Names that follow are those of one row of a grid.
    pub fn within(&mut self, prefix: String) {
        self.prefix = prefix;
    }

    /// The messages about a record that is shown within another one's form: at `place` there, a field or a row of a grid.
    pub fn at(self, place: &str) -> Errors {
        let at = |error: FieldError| {
            let field = if place.ends_with('.') {
                format!("{place}{}", error.field)
            } else {
                place.to_owned()
            };
            FieldError {
                field,
                ..error
            }
        };
        Errors {
            list: self.list.into_iter().map(at).collect(),
            ..Errors::default()
        }
    }

    pub fn has(&self, field: &str) -> bool {
        let full = format!("{}{field}", self.prefix);
        !full.is_empty() && self.list.iter().any(|error| error.field == full)
    }

    pub fn message(&self, field: &str) -> Option<&str> {
        self.list
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.list.iter()
    }
}

/// Why a request can't be answered as asked.
#[derive(Debug)]
pub enum Failure {
    NotFound,
    /// The values break a rule.
    Refused(Errors),
    /// Somebody saved the record meanwhile.
    Conflict,
    /// The request does not come from our own pages.
    Forbidden(&'static str),
    BadRequest(String),
    Database(DbError),
    Internal(String),
}

impl Failure {
    /// What refuses a record that is written within another one's form.
    pub fn at(self, place: &str) -> Failure {
        match self {
            Failure::Refused(errors) => Failure::Refused(errors.at(place)),
            other => other,
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Failure {
        Failure::Database(error)
    }
}

impl From<minijinja::Error> for Failure {
    fn from(error: minijinja::Error) -> Failure {
        Failure::Internal(format!("{error:#}"))
    }
}
