//! The logical relational model: the textbook's, with natural identifiers, as a teacher or a client's DBA expects it.
//!
//! Made from the physical one: surrogate keys give way to identifiers, references to the identifiers they lead to (a weak
//! entity's carries its owner's, in cascade), bookkeeping goes. Invariant: names are unique within a relation.

use super::names::Names;
use super::schema::*;
use crate::diag::Text;
use crate::mcd::{KeyPart, Mcd};
use crate::source::Span;

/// How far owners of owners are followed; a longer chain keeps its surrogate there.
const DEEPEST: usize = 32;

/// The logical model.
#[derive(Debug, Clone, Default)]
pub struct Logical {
    /// Its relations, in the order of the tables.
    pub relations: Vec<LogicalRelation>,
}

/// A relation (in Codd's sense).
#[derive(Debug, Clone)]
pub struct LogicalRelation {
    /// Name.
    pub name: String,
    /// The table it is seen from.
    pub table: TableId,
    /// Attributes, the key's first.
    pub attributes: Vec<Attribute>,
    /// Alternate keys, as places of attributes.
    pub alternates: Vec<Vec<usize>>,
    /// Which rule put it there.
    pub why: Text,
    /// Where in the model.
    pub span: Option<Span>,
}

/// An attribute.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Name.
    pub name: String,
    /// Part of the key.
    pub key: bool,
    /// The relation it refers to, where it is part of a foreign key.
    pub reference: Option<String>,
    /// Never empty.
    pub required: bool,
    /// Which rule put it there.
    pub why: Text,
}

/// The logical model of a physical one.
pub fn logical(mcd: &Mcd, mld: &Mld) -> Logical {
    let tables = mld.tables().filter(|(_, table)| table.origin != TableOrigin::Counters);
    Logical { relations: tables.map(|(id, table)| relation(mcd, mld, id, table)).collect() }
}

fn relation(mcd: &Mcd, mld: &Mld, id: TableId, table: &Table) -> LogicalRelation {
    let key = key_columns(mcd, mld, id);
    let rest = (0..table.columns.len()).filter(|at| !key.contains(at) && is_natural(table, *at));
    let mut names = Names::default();
    let mut attributes = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for at in key.iter().copied().chain(rest) {
        let Some(column) = table.columns.get(at) else { continue };
        let reference = reference_of(table, at).map(|key| mld.table(key.target).name.clone());
        for wanted in spelled(mcd, mld, id, at, 0) {
            places.push((at, attributes.len()));
            attributes.push(Attribute {
                name: names.take(&wanted),
                key: key.contains(&at),
                reference: reference.clone(),
                required: !column.nullable,
                why: column.why.clone(),
            });
        }
    }
    let alternates = table.uniques.iter().map(|unique| &unique.columns);
    let alternates = alternates.filter(|columns| **columns != key && columns.iter().all(|at| is_natural(table, *at)));
    let placed = |columns: &Vec<usize>| {
        let found = places.iter().filter(|(at, _)| columns.contains(at));
        found.map(|(_, place)| *place).collect()
    };
    LogicalRelation {
        name: table.name.clone(),
        table: id,
        alternates: alternates.map(placed).collect(),
        attributes,
        why: table.why.clone(),
        span: table.span,
    }
}

/// What the textbook knows: neither surrogates nor bookkeeping.
fn is_natural(table: &Table, at: usize) -> bool {
    table.columns.get(at).is_some_and(|column| {
        use Origin as O;
        !matches!(column.origin, O::Surrogate(_) | O::CreatedAt | O::UpdatedAt | O::Version | O::KindOf(_) | O::Counter)
    })
}

fn reference_of(table: &Table, at: usize) -> Option<&ForeignKey> {
    table.foreign_keys.iter().find(|key| key.columns.first() == Some(&at))
}

/// The columns of the natural key: the identifier's, instead of a surrogate.
fn key_columns(mcd: &Mcd, mld: &Mld, id: TableId) -> Vec<usize> {
    let table = mld.table(id);
    let surrogate = table.primary_key.first().and_then(|at| table.columns.get(*at)).map(|column| column.origin);
    let Some(Origin::Surrogate(entity)) = surrogate else { return table.primary_key.clone() };
    let identifier = &mcd.entity(entity).identifier;
    let legs = identifier.iter().filter(|part| matches!(part, KeyPart::Leg(_)));
    let fields = identifier.iter().filter(|part| matches!(part, KeyPart::Field(_)));
    let columns: Vec<usize> = legs.chain(fields).flat_map(|part| part_columns(mld, id, part)).collect();
    if columns.is_empty() { table.primary_key.clone() } else { columns }
}

fn part_columns(mld: &Mld, id: TableId, part: &KeyPart) -> Vec<usize> {
    match part {
        KeyPart::Field(field) => {
            let home = mld.field_homes(*field).iter().find(|home| home.table == id);
            home.map(|home| home.columns.clone()).unwrap_or_default()
        }
        KeyPart::Leg(leg) => {
            let home = mld.relation(leg.relation);
            if home.table() == Some(id) { home.leg(leg.index).to_vec() } else { Vec::new() }
        }
    }
}

/// The names of the attributes that a column stands for: itself, or the key of what it refers to.
fn spelled(mcd: &Mcd, mld: &Mld, id: TableId, at: usize, depth: usize) -> Vec<String> {
    let table = mld.table(id);
    let Some(column) = table.columns.get(at) else { return Vec::new() };
    let key = reference_of(table, at).filter(|_| depth < DEEPEST);
    match (column.origin, key) {
        (Origin::Identifier(field), _) => vec![mcd.field(field).snake.clone()],
        (Origin::Shared(_), Some(key)) => key_names(mcd, mld, key.target, depth),
        (Origin::Leg(_), Some(key)) => {
            let stem = column.name.strip_suffix("_id").unwrap_or(&column.name);
            key_names(mcd, mld, key.target, depth).into_iter().map(|name| prefixed(stem, &name)).collect()
        }
        _ => vec![column.name.clone()],
    }
}

fn key_names(mcd: &Mcd, mld: &Mld, id: TableId, depth: usize) -> Vec<String> {
    key_columns(mcd, mld, id).into_iter().flat_map(|at| spelled(mcd, mld, id, at, depth + 1)).collect()
}

fn prefixed(stem: &str, name: &str) -> String {
    if name == stem || name.starts_with(&format!("{stem}_")) { name.to_owned() } else { format!("{stem}_{name}") }
}
