//! What every generated application shares. It knows no entity: each comes as metadata, SQL text and a check behind the
//! traits of `entity`. Pages, API, export and demonstration data all read by `list` and `record`, and write by `save`.

pub mod api;
pub mod assets;
pub mod canonical;
pub mod cells;
pub mod choose;
pub mod cli;
pub mod config;
pub mod conflict;
pub mod counterpart;
pub mod counts;
pub mod db;
pub mod delete;
pub mod demo;
pub mod entity;
pub mod errors;
pub mod export;
pub mod files;
pub mod form;
pub mod form_page;
pub mod formats;
pub mod guards;
pub mod handlers;
pub mod history;
pub mod history_page;
pub mod home_page;
pub mod hooks;
pub mod import;
pub mod key;
pub mod kind;
pub mod kinds;
pub mod line_order;
pub mod list;
pub mod list_page;
pub mod lists;
pub mod locale;
pub mod logic;
pub mod lookup;
pub mod markdown;
pub mod markup;
pub mod members;
pub mod menu;
pub mod meta;
pub mod migrate;
pub mod model;
pub mod openapi;
pub mod pages;
pub mod parse;
pub mod query;
pub mod record;
pub mod record_page;
pub mod refusal;
pub mod restore;
pub mod save;
pub mod saved_views;
pub mod security;
pub mod sequence;
pub mod sql;
pub mod state;
pub mod text;
pub mod validate;
pub mod value;
pub mod views;
pub mod web;
pub mod widgets;
pub mod words;

/// What entities' files use.
pub mod prelude {
    pub use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
    pub use rust_decimal::Decimal;

    pub use super::entity::{Clock, Entity, Fields, Relation};
    pub use super::errors::Errors;
    pub use super::key::{Key, KeyKind};
    pub use super::kind::{Choice, Kind, OnDelete, Reference};
    pub use super::logic::{among, and, between, known, length, matches, not, or, round, when, whole_seconds};
    pub use super::meta::{Check, EntityMeta, Field, Guard, Initial, Leg, Lines, Members, RelationMeta, Rule, Section, Sql, Unique};
    pub use super::value::Values;
    pub use crate::choices;
}
