//! Typed expressions of the model as SQL.
//!
//! Three uses: a CHECK or trigger (one row, no sub-query), a computed field or a rule over several rows (sub-queries), a
//! condition of rights (with the user as a parameter). Invariant: what can't be told gives none, never wrong SQL.

mod arithmetic;
mod compile;
mod walk;

pub(crate) use walk::Arrival;

use std::cell::Cell;

use super::engine::Engine;
use super::value::Value;
use super::{Dialect, Schema};
use crate::mcd::expr::Expr;
use crate::mcd::{EntityId, LegRef, Owner};
use crate::mld::TableId;

/// The row an expression is told from.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What stands before a column's name: nothing, `NEW.`, `t1.`
    pub(crate) qualifier: String,
    /// The table it is in.
    pub(crate) table: TableId,
    /// The entity or relation whose row it is.
    pub(crate) owner: Owner,
    /// An entity without a table: its identifier stands in the columns of this leg.
    pub(crate) values_of: Option<LegRef>,
}

impl Row {
    pub(crate) fn new(qualifier: impl Into<String>, table: TableId, owner: Owner) -> Self {
        Row { qualifier: qualifier.into(), table, owner, values_of: None }
    }

    pub(crate) fn entity(&self) -> Option<EntityId> {
        match self.owner {
            Owner::Entity(id) => Some(id),
            Owner::Relation(_) => None,
        }
    }
}

/// Turns expressions into SQL of one dialect.
pub(crate) struct Compiler<'a> {
    pub(crate) schema: Schema<'a>,
    pub(crate) engine: &'static dyn Engine,
    /// The user's key as it is spelled; none where there is no user.
    pub(crate) me: Option<String>,
    /// Sub-queries aren't allowed.
    pub(crate) plain: bool,
    aliases: Cell<usize>,
    depth: Cell<usize>,
}

impl<'a> Compiler<'a> {
    /// For a CHECK or a trigger's condition: one row, no sub-query.
    pub(crate) fn plain(schema: Schema<'a>, dialect: Dialect) -> Self {
        Compiler { plain: true, ..Compiler::new(schema, dialect) }
    }

    /// For queries.
    pub(crate) fn new(schema: Schema<'a>, dialect: Dialect) -> Self {
        let (aliases, depth) = (Cell::new(0), Cell::new(0));
        Compiler { schema, engine: dialect.engine(), me: None, plain: false, aliases, depth }
    }

    /// With the user's key spelled so.
    pub(crate) fn with_user(self, me: &str) -> Self {
        Compiler { me: Some(me.to_owned()), ..self }
    }

    /// The expression told from a row.
    pub(crate) fn value(&self, expr: &Expr, row: &Row) -> Option<Value> {
        if self.depth.get() > 200 {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.compile(expr, row);
        self.depth.set(self.depth.get() - 1);
        value
    }

    fn alias(&self) -> String {
        self.aliases.set(self.aliases.get() + 1);
        format!("t{}", self.aliases.get())
    }
}
