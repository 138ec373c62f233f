//! Walks over relations: columns of the row itself, and the joins to others.

use super::{Compiler, Row};
use crate::mcd::expr::{Expr, ExprKind, Path, Step};
use crate::mcd::{FieldRef, LegRef, Mcd, Owner};
use crate::mld::{ColumnType, Origin, RelationHome, TableId};
use crate::sql::Dialect;
use crate::sql::value::{Shape, Value};

/// Where a walk led.
pub(super) struct Reached {
    /// `FROM` items with their joins; empty when the walk stayed on the row.
    pub(super) from: String,
    /// What ties the first of them to the row walked from, and other conditions.
    pub(super) conditions: Vec<String>,
    /// The row reached.
    pub(super) row: Row,
    /// The tables gone to on the way.
    pub(super) arrivals: Vec<Arrival>,
}

/// A table gone to on a walk, and what leads there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The table.
    pub(crate) table: TableId,
    /// Its column that ties it to the walk so far.
    pub(crate) column: usize,
    /// What that column equals, told from the walk so far.
    pub(crate) equals: String,
    /// The walk so far; empty when it starts from the row itself.
    pub(crate) from: String,
    /// Its conditions.
    pub(crate) conditions: Vec<String>,
}

impl Reached {
    /// A query of one value of the rows reached.
    pub(super) fn select(&self, what: &str) -> String {
        format!("(SELECT {what} FROM {} WHERE {})", self.from, self.conditions.join(" AND "))
    }

    pub(super) fn is_here(&self) -> bool {
        self.from.is_empty()
    }
}

impl Compiler<'_> {
    /// The column of a row.
    pub(crate) fn column(&self, row: &Row, index: usize) -> Option<Value> {
        let column = self.schema.mld.table(row.table).columns.get(index)?;
        let sql = format!("{}{}", row.qualifier, self.engine.quote(&column.name));
        let shape = shape(column.ty, column.origin);
        // PostgreSQL reads a UUID as text only when told to.
        let told = shape == Shape::Text && column.ty == ColumnType::Uuid && self.engine.dialect() == Dialect::Postgres;
        Some(Value::tight(if told { self.engine.as_text(&sql) } else { sql }, shape))
    }

    /// The field as the row of its owner, or of a subtype, has it.
    pub(crate) fn field(&self, row: &Row, field: FieldRef) -> Option<Value> {
        if let Some(leg) = row.values_of {
            let index = self.schema.mld.table(row.table).position(Origin::LegValue(leg, field))?;
            return self.column(row, index);
        }
        let data = self.schema.mcd.field(field);
        if let Some(computed) = &data.computed {
            let value = self.value(computed, row)?;
            return Some(match (value.shape, crate::mld::column_type(&data.ty)) {
                (Shape::Number(_), ColumnType::Decimal(_, scale)) => self.engine.rescale(&value, scale, self.plain),
                (Shape::Number(_), ColumnType::Integer) => self.engine.rescale(&value, 0, self.plain),
                _ => value,
            });
        }
        if let Some(index) = self.schema.mld.field_in(row.table, field) {
            return self.column(row, index);
        }
        self.field_elsewhere(row, field)
    }

    /// A field stored in the table of a supertype or subtype, which shares the key.
    fn field_elsewhere(&self, row: &Row, field: FieldRef) -> Option<Value> {
        if self.plain || row.entity().is_none() || matches!(field.owner, Owner::Relation(_)) {
            return None;
        }
        let mut found = Vec::new();
        for home in self.schema.mld.field_homes(field) {
            let there = Row::new(format!("{}.", self.alias()), home.table, row.owner);
            let value = self.column(&there, *home.columns.first()?)?;
            let table = self.table_as(&there);
            let tie = format!("{} = {}", self.column(&there, 0)?.sql, self.column(row, 0)?.sql);
            found.push(Value::tight(format!("(SELECT {} FROM {table} WHERE {tie})", value.sql), value.shape));
        }
        let first = found.first()?.clone();
        if found.len() == 1 {
            return Some(first);
        }
        let list = found.iter().map(|value| value.sql.as_str()).collect::<Vec<_>>().join(", ");
        Some(Value::tight(format!("COALESCE({list})"), first.shape))
    }

    /// `devis AS t1`
    fn table_as(&self, row: &Row) -> String {
        let name = self.engine.quote(&self.schema.mld.table(row.table).name);
        format!("{name} AS {}", row.qualifier.trim_end_matches('.'))
    }

    /// The key of the record at the end of a walk, without going there when the reference says it.
    pub(super) fn record(&self, row: &Row, path: &Path) -> Option<Value> {
        let Some((Step::ToEntity { to }, before)) = path.steps.split_last() else {
            return self.column(row, 0).map(|key| Value { shape: Shape::Key, ..key });
        };
        let reached = self.walk(row, &Path { steps: before.to_vec() })?;
        let key = match self.leg_index(reached.row.table, *to) {
            Some(index) => self.column(&reached.row, index)?,
            None => self.column(&reached.row, 0)?,
        };
        let sql = if reached.is_here() { key.sql } else { reached.select(&key.sql) };
        Some(Value::tight(sql, Shape::Key))
    }

    fn leg_index(&self, table: TableId, leg: LegRef) -> Option<usize> {
        let home = self.schema.mld.relation(leg.relation);
        if home.table() == Some(table) { home.leg(leg.index).first().copied() } else { None }
    }

    /// Walks a path; none when a relation on it isn't stored, or when it leaves the row where that isn't allowed.
    pub(super) fn walk(&self, row: &Row, path: &Path) -> Option<Reached> {
        let mut reached =
            Reached { from: String::new(), conditions: Vec::new(), row: row.clone(), arrivals: Vec::new() };
        for step in &path.steps {
            match *step {
                Step::ToRelation { from } => self.to_relation(&mut reached, from)?,
                Step::ToEntity { to } => self.to_entity(&mut reached, to)?,
            }
        }
        Some(reached)
    }

    fn to_relation(&self, reached: &mut Reached, from: LegRef) -> Option<()> {
        let owner = Owner::Relation(from.relation);
        match self.schema.mld.relation(from.relation) {
            RelationHome::Nowhere => None,
            RelationHome::Columns { bearer, table, legs } if *bearer == from.index => {
                if reached.row.table != *table {
                    self.join(reached, *table, owner, 0, 0)?;
                }
                reached.row.owner = owner;
                for index in legs.iter().filter_map(|columns| columns.first()) {
                    reached.conditions.push(format!("{} IS NOT NULL", self.column(&reached.row, *index)?.sql));
                }
                Some(())
            }
            RelationHome::Columns { table, legs, .. } | RelationHome::Table { table, legs } => {
                let column = *legs.get(from.index)?.first()?;
                self.join(reached, *table, owner, column, 0)
            }
        }
    }

    fn to_entity(&self, reached: &mut Reached, to: LegRef) -> Option<()> {
        let entity = self.schema.mcd.leg(to).entity;
        let owner = Owner::Entity(entity);
        let home = self.schema.mld.relation(to.relation);
        if matches!(home, RelationHome::Columns { bearer, .. } if *bearer == to.index) {
            reached.row.owner = owner;
            return Some(());
        }
        let reference = *home.leg(to.index).first()?;
        let Some(table) = self.schema.mld.entity(entity).table else {
            reached.row.owner = owner;
            reached.row.values_of = Some(to);
            return Some(());
        };
        self.join(reached, table, owner, 0, reference)
    }

    /// Goes to the rows of `table` whose column `theirs` equals the column `ours` of the row reached.
    fn join(&self, reached: &mut Reached, table: TableId, owner: Owner, theirs: usize, ours: usize) -> Option<()> {
        if self.plain {
            return None;
        }
        let next = Row::new(format!("{}.", self.alias()), table, owner);
        let equals = self.column(&reached.row, ours)?.sql;
        let tie = format!("{} = {equals}", self.column(&next, theirs)?.sql);
        reached.arrivals.push(Arrival {
            table,
            column: theirs,
            equals,
            from: reached.from.clone(),
            conditions: reached.conditions.clone(),
        });
        if reached.from.is_empty() {
            reached.from = self.table_as(&next);
            reached.conditions.push(tie);
        } else {
            reached.from = format!("{} JOIN {} ON {tie}", reached.from, self.table_as(&next));
        }
        reached.row = next;
        Some(())
    }

    /// Every table that an expression told from a row reads besides the row's own.
    pub(crate) fn arrivals(&self, expr: &Expr, row: &Row) -> Vec<Arrival> {
        let mut found = Vec::new();
        for path in paths(self.schema.mcd, expr, &Path::default(), 0) {
            for arrival in self.walk(row, &path).map(|reached| reached.arrivals).unwrap_or_default() {
                let is_known = |known: &Arrival| known.table == arrival.table && known.leads_as(&arrival);
                if !found.iter().any(is_known) {
                    found.push(arrival);
                }
            }
        }
        found
    }

    /// The same rows read in a query of their own, for an aggregate over what is stored on the row itself.
    pub(super) fn away(&self, reached: Reached) -> Option<Reached> {
        if !reached.is_here() {
            return Some(reached);
        }
        let here = reached.row;
        let mut again =
            Reached { from: String::new(), conditions: Vec::new(), row: here.clone(), arrivals: Vec::new() };
        self.join(&mut again, here.table, here.owner, 0, 0)?;
        let moved = |condition: &String| condition.replacen(&here.qualifier, &again.row.qualifier, 1);
        let conditions: Vec<String> = reached.conditions.iter().map(moved).collect();
        again.conditions.extend(conditions);
        Some(again)
    }
}

impl Arrival {
    /// Whether both go the same way, whatever the names given to the tables on it.
    fn leads_as(&self, other: &Arrival) -> bool {
        let plain = |arrival: &Arrival| {
            let text =
                format!("{} {} {} {}", arrival.column, arrival.equals, arrival.from, arrival.conditions.join(" "));
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').map(|word| {
                let is_alias = word.strip_prefix('t').is_some_and(|rest| rest.parse::<u32>().is_ok());
                if is_alias { "t".to_owned() } else { word.to_owned() }
            });
            words.collect::<Vec<_>>()
        };
        plain(self) == plain(other)
    }
}

/// The paths that an expression goes along, from where `before` led; those of the computed fields it reads included.
fn paths(mcd: &Mcd, expr: &Expr, before: &Path, depth: usize) -> Vec<Path> {
    let after = |path: &Path| Path { steps: before.steps.iter().chain(&path.steps).copied().collect() };
    let mut found = Vec::new();
    match &expr.kind {
        ExprKind::Field(path, field) => {
            let path = after(path);
            if let Some(computed) = mcd.field(*field).computed.as_ref().filter(|_| depth < 16) {
                found.extend(paths(mcd, computed, &path, depth + 1));
            }
            found.push(path);
        }
        ExprKind::Record(path) => found.push(after(path)),
        ExprKind::Aggregate(aggregate) => {
            let range = after(&aggregate.range);
            if let Some(argument) = &aggregate.argument {
                found.extend(paths(mcd, argument, &range, depth));
            }
            found.push(range);
        }
        _ => found.extend(expr.children().into_iter().flat_map(|child| paths(mcd, child, before, depth))),
    }
    found
}

/// What a column's value is in expressions.
pub(crate) fn shape(ty: ColumnType, origin: Origin) -> Shape {
    match ty {
        _ if matches!(origin, Origin::Leg(_) | Origin::Surrogate(_) | Origin::Shared(_)) => Shape::Key,
        ColumnType::Serial | ColumnType::Integer => Shape::Number(0),
        ColumnType::Decimal(_, scale) => Shape::Number(scale),
        ColumnType::Boolean => Shape::Boolean,
        ColumnType::Date => Shape::Date,
        ColumnType::Time => Shape::Time,
        ColumnType::DateTime => Shape::DateTime,
        ColumnType::Duration => Shape::Duration,
        ColumnType::Text(_) | ColumnType::LongText | ColumnType::Uuid | ColumnType::Json => Shape::Text,
    }
}
