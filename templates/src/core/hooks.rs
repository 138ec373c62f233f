//! What an application's own code adds when a record is saved, deleted or shown; `src/custom/mod.rs` says which.
//!
//! A hook is typed by the struct of its entity: what is renamed in the model is an error of the compiler there. The hooks of a supertype
//! run for its subtypes too, before theirs. Pages, API, imports and demonstration data all go through them, and so do records that are
//! attached, released or written in another one's form. A relation's lines have no hooks of their own: their record's run, after them too.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;

use super::db::{Db, Tx};
use super::entity::{Clock, Fields};
use super::errors::{Errors, Failure};
use super::key::Key;
use super::model::{EntityInfo, Model};
use super::record::Record;
use super::validate;
use super::value::Values;

/// The time at which a hook runs: inside the transaction that saves or deletes, which an error undoes.
pub struct Moment<'a> {
    pub tx: &'a mut Tx,
    pub model: &'a Model,
    pub clock: &'a Clock,
    /// `None` before a new record is written.
    pub id: Option<Key>,
    /// As it was; `None` for a new record.
    old: Option<&'a Values>,
}

impl Moment<'_> {
    /// The record as it was before, unless it is new.
    pub fn before<E: Fields>(&self) -> Option<E> {
        self.old.map(E::read)
    }
}

/// Where a record is shown.
pub struct Showing<'a> {
    pub db: &'a Db,
    pub model: &'a Model,
    pub id: Key,
}

/// One more line of a record's page.
#[derive(Clone, Debug)]
pub struct Line {
    pub label: &'static str,
    pub text: String,
}

/// Refuses a save or a delete, with a message at a field of the form; at the form itself where the field is empty.
pub fn refuse(field: &str, message: impl Into<String>) -> Failure {
    let mut errors = Errors::default();
    errors.add(field, message);
    Failure::Refused(errors)
}

/// What to do besides, for the records of one entity. Each step does nothing unless it is written.
pub trait Hook: Send + Sync + 'static {
    /// The entity's struct, in `src/entities/`.
    type Of: Fields + Send + Sync;

    /// May change the record, or refuse it; the rules of the model are asked again of what it changed.
    fn before_save(&self, _record: &mut Self::Of, _moment: &mut Moment<'_>) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    /// The record and its lines are written, and not yet committed.
    fn after_save(&self, _record: &Self::Of, _moment: &mut Moment<'_>) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    fn before_delete(&self, _record: &Self::Of, _moment: &mut Moment<'_>) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    fn after_delete(&self, _record: &Self::Of, _moment: &mut Moment<'_>) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    /// What more its page shows.
    fn lines(&self, _record: &Self::Of, _showing: &Showing<'_>) -> impl Future<Output = Result<Vec<Line>, Failure>> + Send {
        async { Ok(Vec::new()) }
    }
}

/// The hooks of an application.
#[derive(Default)]
pub struct Hooks(BTreeMap<&'static str, Vec<Box<dyn Untyped>>>);

impl Hooks {
    pub fn new() -> Hooks {
        Hooks::default()
    }

    /// Adds a hook; those of one entity run in the order in which they were added.
    pub fn with<H: Hook>(mut self, hook: H) -> Hooks {
        self.0.entry(H::Of::ENTITY).or_default().push(Box::new(hook));
        self
    }

    /// Whether the records of an entity have any.
    pub(super) fn concern(&self, model: &Model, entity: &EntityInfo) -> bool {
        self.of(model, entity).next().is_some()
    }

    fn of<'a>(&'a self, model: &'a Model, entity: &'a EntityInfo) -> impl Iterator<Item = &'a dyn Untyped> {
        let lineage = entity.chain.iter().filter_map(|index| model.entities.get(*index));
        lineage
            .filter_map(|entity| self.0.get(entity.meta.name))
            .flatten()
            .map(Box::as_ref)
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

/// What a save or a delete is about, for the functions below.
pub(super) struct Occasion<'a> {
    pub model: &'a Model,
    pub entity: &'a EntityInfo,
    pub clock: &'a Clock,
    pub id: Option<Key>,
    pub old: Option<&'a Values>,
}

impl<'a> Occasion<'a> {
    pub(super) fn of_deletion(model: &'a Model, entity: &'a EntityInfo, clock: &'a Clock, record: &'a Record) -> Occasion<'a> {
        Occasion {
            model,
            entity,
            clock,
            id: Some(record.id),
            old: Some(&record.values),
        }
    }

    fn hooks(&self) -> impl Iterator<Item = &'a dyn Untyped> {
        self.model.hooks.of(self.model, self.entity)
    }

    fn moment<'t>(&self, tx: &'t mut Tx) -> Moment<'t>
    where
        'a: 't,
    {
        Moment {
            tx,
            model: self.model,
            clock: self.clock,
            id: self.id,
            old: self.old,
        }
    }
}

pub(super) async fn before_save(tx: &mut Tx, occasion: &Occasion<'_>, values: &mut Values) -> Result<(), Failure> {
    let mut changed = false;
    for hook in occasion.hooks() {
        hook.before_save(values, &mut occasion.moment(tx)).await?;
        changed = true;
    }
    let mut errors = Errors::default();
    if changed {
        validate::row(occasion.model, occasion.entity, values, "", occasion.clock, &mut errors);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(errors))
    }
}

pub(super) async fn after_save(tx: &mut Tx, occasion: &Occasion<'_>, values: &Values) -> Result<(), Failure> {
    for hook in occasion.hooks() {
        hook.after_save(values, &mut occasion.moment(tx)).await?;
    }
    Ok(())
}

pub(super) async fn before_delete(tx: &mut Tx, occasion: &Occasion<'_>, values: &Values) -> Result<(), Failure> {
    for hook in occasion.hooks() {
        hook.before_delete(values, &mut occasion.moment(tx)).await?;
    }
    Ok(())
}

pub(super) async fn after_delete(tx: &mut Tx, occasion: &Occasion<'_>, values: &Values) -> Result<(), Failure> {
    for hook in occasion.hooks() {
        hook.after_delete(values, &mut occasion.moment(tx)).await?;
    }
    Ok(())
}

/// What more a record's page shows.
pub(super) async fn lines(db: &Db, model: &Model, entity: &EntityInfo, id: Key, values: &Values) -> Result<Vec<Line>, Failure> {
    let showing = Showing {
        db,
        model,
        id,
    };
    let mut lines = Vec::new();
    for hook in model.hooks.of(model, entity) {
        lines.extend(hook.lines(values, &showing).await?);
    }
    Ok(lines)
}

type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// A hook without the type of its record.
trait Untyped: Send + Sync {
    fn before_save<'a>(&'a self, values: &'a mut Values, moment: &'a mut Moment<'_>) -> Step<'a, ()>;
    fn after_save<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()>;
    fn before_delete<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()>;
    fn after_delete<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()>;
    fn lines<'a>(&'a self, values: &'a Values, showing: &'a Showing<'_>) -> Step<'a, Vec<Line>>;
}

impl<H: Hook> Untyped for H {
    fn before_save<'a>(&'a self, values: &'a mut Values, moment: &'a mut Moment<'_>) -> Step<'a, ()> {
        Box::pin(async move {
            let mut record = H::Of::read(values);
            Hook::before_save(self, &mut record, moment).await?;
            record.write(values);
            Ok(())
        })
    }

    fn after_save<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()> {
        Box::pin(async move { Hook::after_save(self, &H::Of::read(values), moment).await })
    }

    fn before_delete<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()> {
        Box::pin(async move { Hook::before_delete(self, &H::Of::read(values), moment).await })
    }

    fn after_delete<'a>(&'a self, values: &'a Values, moment: &'a mut Moment<'_>) -> Step<'a, ()> {
        Box::pin(async move { Hook::after_delete(self, &H::Of::read(values), moment).await })
    }

    fn lines<'a>(&'a self, values: &'a Values, showing: &'a Showing<'_>) -> Step<'a, Vec<Line>> {
        Box::pin(async move { Hook::lines(self, &H::Of::read(values), showing).await })
    }
}
