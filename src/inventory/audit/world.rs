//! The occurrences that all files together show, and the links between them, by their keys.
//!
//! Holds each occurrence once with the first value that a row gives of each field. Knows no rule.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::cells;
use super::evaluate::{Read, Value, compare, evaluate};
use crate::inventory::matching::TableMatch;
use crate::inventory::read::{Column, Table};
use crate::inventory::stage::{Sheet, ends, is_of, joined, keys};
use crate::mcd::expr::{Aggregate, AggregateFunction, Expr, ExprKind, Path, Step};
use crate::mcd::{EntityId, FieldRef, LegRef, Mcd, Owner, RelationId};

/// An occurrence of an entity or a relation, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    owner: Owner,
    at: usize,
}

#[derive(Debug, Default)]
struct Occurrence {
    /// The table and the row where it was first met.
    origin: (usize, usize),
    key: String,
    values: Vec<(FieldRef, Value)>,
    /// Of a relation: the key at each leg.
    ends: Vec<String>,
}

#[derive(Debug, Default)]
struct All {
    list: Vec<Occurrence>,
    by_key: HashMap<String, usize>,
    /// Of a relation: its occurrences, by leg and key there.
    by_end: HashMap<(usize, String), Vec<usize>>,
}

impl All {
    fn place(&mut self, key: &str, origin: (usize, usize)) -> usize {
        if let Some(place) = self.by_key.get(key) {
            return *place;
        }
        self.list.push(Occurrence { origin, key: key.to_owned(), ..Occurrence::default() });
        self.by_key.insert(key.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

/// What is to be read of the files: the rest takes no room.
#[derive(Debug, Default)]
pub(super) struct Needs {
    owners: BTreeSet<Owner>,
    fields: BTreeSet<FieldRef>,
}

impl Needs {
    /// All that an expression on rows of `owner` reads, through computed fields too.
    pub(super) fn add(&mut self, mcd: &Mcd, owner: Owner, expr: &Expr) {
        self.owners.insert(owner);
        let mut fields = Vec::new();
        expr.walk(&mut |expr| match &expr.kind {
            ExprKind::Field(path, field) => {
                fields.push(*field);
                path.steps.iter().for_each(|step| self.add_step(mcd, *step));
            }
            ExprKind::Record(path) => path.steps.iter().for_each(|step| self.add_step(mcd, *step)),
            ExprKind::Aggregate(aggregate) => {
                aggregate.range.steps.iter().for_each(|step| self.add_step(mcd, *step));
            }
            _ => {}
        });
        for field in fields {
            if self.fields.insert(field)
                && let Some(computed) = &mcd.field(field).computed
            {
                self.add(mcd, field.owner, computed);
            }
        }
    }

    fn add_step(&mut self, mcd: &Mcd, step: Step) {
        self.owners.insert(Owner::Relation(step.relation()));
        if let Step::ToEntity { to } = step {
            self.owners.insert(Owner::Entity(mcd.leg(to).entity));
        }
    }

    /// Who stands on a leg, and the relation.
    pub(super) fn add_leg(&mut self, mcd: &Mcd, leg: LegRef) {
        self.owners.insert(Owner::Relation(leg.relation));
        self.owners.insert(Owner::Entity(mcd.leg(leg).entity));
    }
}

/// All occurrences.
pub(super) struct World<'m> {
    pub(super) mcd: &'m Mcd,
    pub(super) now: NaiveDateTime,
    all: BTreeMap<Owner, All>,
    fields: BTreeSet<FieldRef>,
}

/// What a column's cells stand for, by code; those that are refused count as empty, since they are told already.
struct Typed<'t> {
    field: FieldRef,
    codes: &'t [u32],
    values: Vec<Value>,
}

impl<'m> World<'m> {
    /// Puts the rows of all tables together.
    pub(super) fn of(
        mcd: &'m Mcd,
        tables: &[Table],
        matches: &[TableMatch],
        now: NaiveDateTime,
        needs: &Needs,
    ) -> World<'m> {
        let mut world = World { mcd, now, all: BTreeMap::new(), fields: BTreeSet::new() };
        for (at, (table, matched)) in tables.iter().zip(matches).enumerate() {
            let sheet = Sheet::of(table, &matched.fates);
            world.fields.extend(sheet.columns.keys());
            for owner in &needs.owners {
                match owner {
                    Owner::Entity(entity) => world.add_entity(at, &sheet, *entity, needs),
                    Owner::Relation(relation) => world.add_relation(at, &sheet, *relation, needs),
                }
            }
        }
        world
    }

    fn add_entity(&mut self, at: usize, sheet: &Sheet<'_>, entity: EntityId, needs: &Needs) {
        let fields = self.mcd.all_fields(entity);
        if !fields.iter().any(|field| sheet.columns.contains_key(field)) {
            return;
        }
        let typed = self.typed(sheet, &fields, needs);
        let is_subtype = self.mcd.lineage(entity).len() > 1;
        let all = self.all.entry(Owner::Entity(entity)).or_default();
        for (row, key) in keys(self.mcd, sheet, entity).into_iter().enumerate() {
            let Some(key) = key.filter(|_| !is_subtype || is_of(self.mcd, sheet, entity, row)) else { continue };
            let place = all.place(&key, (at, row));
            fill(all.list.get_mut(place), &typed, row);
        }
    }

    fn add_relation(&mut self, at: usize, sheet: &Sheet<'_>, id: RelationId, needs: &Needs) {
        let Some(parts) = ends(self.mcd, sheet, id) else { return };
        let owner = Owner::Relation(id);
        let fields: Vec<FieldRef> =
            (0..self.mcd.relation(id).fields.len()).map(|index| FieldRef { owner, index }).collect();
        let typed = self.typed(sheet, &fields, needs);
        let all = self.all.entry(owner).or_default();
        for (row, key) in joined(&parts, sheet.table.rows.len()).into_iter().enumerate() {
            let Some(key) = key else { continue };
            let known = all.list.len();
            let place = all.place(&key, (at, row));
            if place == known {
                let ends: Vec<String> = parts.iter().filter_map(|keys| keys.get(row).cloned().flatten()).collect();
                for (leg, end) in ends.iter().enumerate() {
                    all.by_end.entry((leg, end.clone())).or_default().push(place);
                }
                if let Some(occurrence) = all.list.get_mut(place) {
                    occurrence.ends = ends;
                }
            }
            fill(all.list.get_mut(place), &typed, row);
        }
    }

    fn typed<'t>(&self, sheet: &Sheet<'t>, fields: &[FieldRef], needs: &Needs) -> Vec<Typed<'t>> {
        let one = |field: &FieldRef| {
            let column: &'t Column = sheet.columns.get(field)?;
            let declared = self.mcd.field(*field);
            let value = |value| cells::value(self.mcd, declared, value).unwrap_or(Value::Empty);
            Some(Typed { field: *field, codes: &column.codes, values: column.dictionary.values().map(value).collect() })
        };
        fields.iter().filter(|field| needs.fields.contains(field)).filter_map(one).collect()
    }

    /// All occurrences of an entity or a relation.
    pub(super) fn nodes(&self, owner: Owner) -> impl Iterator<Item = Node> {
        let count = self.all.get(&owner).map_or(0, |all| all.list.len());
        (0..count).map(move |at| Node { owner, at })
    }

    fn occurrence(&self, node: Node) -> Option<&Occurrence> {
        self.all.get(&node.owner)?.list.get(node.at)
    }

    /// The table and the row that first tell of it.
    pub(super) fn origin(&self, node: Node) -> Option<(usize, usize)> {
        self.occurrence(node).map(|occurrence| occurrence.origin)
    }

    /// What tells it apart.
    pub(super) fn key(&self, node: Node) -> Option<&str> {
        self.occurrence(node).map(|occurrence| occurrence.key.as_str())
    }

    /// Whether a file links occurrences by a relation.
    pub(super) fn tells_relation(&self, relation: RelationId) -> bool {
        self.all.get(&Owner::Relation(relation)).is_some_and(|all| !all.list.is_empty())
    }

    /// Whether a file has a field.
    pub(super) fn tells_field(&self, field: FieldRef) -> bool {
        self.fields.contains(&field)
    }

    /// What steps lead to.
    pub(super) fn walk(&self, from: Node, steps: &[Step]) -> Vec<Node> {
        let mut nodes = vec![from];
        for step in steps {
            nodes = nodes.into_iter().flat_map(|node| self.step(node, *step)).collect();
        }
        nodes
    }

    fn step(&self, node: Node, step: Step) -> Vec<Node> {
        let Some(occurrence) = self.occurrence(node) else { return Vec::new() };
        let found = match step {
            Step::ToRelation { from } => self.at_leg(from, &occurrence.key),
            Step::ToEntity { to } => occurrence.ends.get(to.index).and_then(|key| {
                let owner = Owner::Entity(self.mcd.leg(to).entity);
                let at = *self.all.get(&owner)?.by_key.get(key)?;
                Some(vec![Node { owner, at }])
            }),
        };
        found.unwrap_or_default()
    }

    fn at_leg(&self, leg: LegRef, key: &str) -> Option<Vec<Node>> {
        let owner = Owner::Relation(leg.relation);
        let places = self.all.get(&owner)?.by_end.get(&(leg.index, key.to_owned()))?;
        Some(places.iter().map(|at| Node { owner, at: *at }).collect())
    }
}

/// An earlier row's value stays.
fn fill(occurrence: Option<&mut Occurrence>, typed: &[Typed<'_>], row: usize) {
    let Some(occurrence) = occurrence else { return };
    for column in typed {
        let value = column.codes.get(row).and_then(|code| column.values.get(*code as usize));
        let known = occurrence.values.iter().any(|(field, _)| *field == column.field);
        if let Some(value) = value.filter(|value| !known && **value != Value::Empty) {
            occurrence.values.push((column.field, value.clone()));
        }
    }
}

/// An occurrence as expressions read it.
pub(super) struct At<'w> {
    world: &'w World<'w>,
    node: Node,
    /// How many computed fields are being read within each other.
    depth: Cell<usize>,
}

/// A model whose computed fields go round in circles is refused elsewhere.
const DEPTH: usize = 32;

impl<'w> At<'w> {
    pub(super) fn new(world: &'w World<'w>, node: Node) -> At<'w> {
        At { world, node, depth: Cell::new(0) }
    }

    fn within(&self, node: Node, deeper: usize) -> At<'w> {
        At { world: self.world, node, depth: Cell::new(self.depth.get() + deeper) }
    }

    fn own(&self, field: FieldRef) -> Value {
        let stored = self.world.occurrence(self.node).and_then(|occurrence| {
            occurrence.values.iter().find(|(known, _)| *known == field).map(|(_, value)| value.clone())
        });
        let computed = &self.world.mcd.field(field).computed;
        match (stored, computed) {
            (Some(value), _) => value,
            (None, Some(expr)) if self.depth.get() < DEPTH => {
                evaluate(expr, self.world.now, &self.within(self.node, 1))
            }
            _ => Value::Empty,
        }
    }
}

impl Read for At<'_> {
    fn field(&self, path: &Path, field: FieldRef) -> Value {
        let reached = self.world.walk(self.node, &path.steps);
        reached.first().map_or(Value::Empty, |node| self.within(*node, 0).own(field))
    }

    fn aggregate(&self, aggregate: &Aggregate) -> Value {
        let nodes = self.world.walk(self.node, &aggregate.range.steps);
        let Some(argument) = &aggregate.argument else { return Value::Number(Decimal::from(nodes.len())) };
        let value = |node: Node| evaluate(argument, self.world.now, &self.within(node, 0));
        let values: Vec<Value> = nodes.into_iter().map(value).filter(|value| *value != Value::Empty).collect();
        summed_up(aggregate.function, &values)
    }
}

fn summed_up(function: AggregateFunction, values: &[Value]) -> Value {
    let sum = || {
        values.iter().try_fold(Decimal::ZERO, |sum, value| match value {
            Value::Number(number) => sum.checked_add(*number),
            _ => None,
        })
    };
    let extreme = |wanted: std::cmp::Ordering| {
        let better = |best: Value, value: &Value| match compare(value, &best) {
            Some(order) if order == wanted => value.clone(),
            _ => best,
        };
        values.iter().skip(1).fold(values.first().cloned().unwrap_or(Value::Empty), better)
    };
    match function {
        AggregateFunction::Count => Value::Number(Decimal::from(values.len())),
        AggregateFunction::Sum => sum().map_or(Value::Empty, Value::Number),
        AggregateFunction::Min => extreme(std::cmp::Ordering::Less),
        AggregateFunction::Max => extreme(std::cmp::Ordering::Greater),
        AggregateFunction::Avg => {
            let mean = sum().and_then(|sum| sum.checked_div(Decimal::from(values.len())));
            mean.map_or(Value::Empty, Value::Number)
        }
    }
}
