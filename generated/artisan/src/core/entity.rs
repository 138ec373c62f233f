//! The seam between the core and an application's own entities: object-safe, no async.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::errors::Errors;
use super::hooks::Hooks;
use super::meta::{EntityMeta, RelationMeta, Site};
use super::value::Values;

/// The instant a request began; rules that read the clock all read this one.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// UTC.
    pub now: NaiveDateTime,
    /// In the site's time zone.
    pub today: NaiveDate,
    /// The site's.
    pub zone: Tz,
}

impl Clock {
    /// What the wall clock of the site shows at an instant.
    pub fn local(&self, instant: NaiveDateTime) -> NaiveDateTime {
        DateTime::<Utc>::from_naive_utc_and_offset(instant, Utc)
            .with_timezone(&self.zone)
            .naive_local()
    }
}

pub trait Entity: Sync {
    fn meta(&self) -> &'static EntityMeta;

    /// Adds the message of each rule over one row that does not hold; an entity without rules has nothing to add. Types, requirements and bounds were checked before.
    fn check(&self, _values: &Values, _clock: &Clock, _errors: &mut Errors) {}
}

pub trait Relation: Sync {
    fn meta(&self) -> &'static RelationMeta;

    fn check(&self, _values: &Values, _clock: &Clock, _errors: &mut Errors) {}
}

/// An entity's struct, as rules and hooks have it.
pub trait Fields: Sized {
    /// The entity's name in the model.
    const ENTITY: &'static str;

    fn read(values: &Values) -> Self;

    fn write(&self, values: &mut Values);
}

/// Everything an application gives to the core.
pub struct App {
    pub site: &'static Site,
    pub entities: &'static [&'static dyn Entity],
    pub relations: &'static [&'static dyn Relation],
    pub hooks: fn() -> Hooks,
}
