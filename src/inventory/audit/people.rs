//! Suspected duplicates of each entity: from its columns to the features that are compared.
//!
//! One record an occurrence: the rows of a table where each is one, else the first row of each identifier.

use std::collections::HashMap;

use super::duplicates::{self, Feature, Pair, Sort};
use super::{identifier_columns, is_grain, keys, owners};
use crate::inventory::matching::TableMatch;
use crate::inventory::read::Table;
use crate::inventory::value::tokens;
use crate::mcd::{Field, FieldRef, Mcd, Owner, Type};

/// Probable duplicates of one entity in one table.
#[derive(Debug, Clone)]
pub struct Suspects {
    /// The table.
    pub table: usize,
    /// The entity.
    pub owner: Owner,
    /// The columns compared, feature by feature.
    pub columns: Vec<Vec<usize>>,
    /// The row of each record, by its place in the table.
    pub rows: Vec<usize>,
    /// The pairs, the most probable first; their numbers are places in `rows`.
    pub pairs: Vec<Pair>,
}

/// The probable duplicates of every entity that the tables hold.
pub(super) fn suspects(mcd: &Mcd, tables: &[Table], matches: &[TableMatch]) -> Vec<Suspects> {
    let mut all = Vec::new();
    for (at, (table, matched)) in tables.iter().zip(matches).enumerate() {
        for owner in owners(matched).into_iter().filter(|owner| matches!(owner, Owner::Entity(_))) {
            all.extend(of_entity(mcd, at, table, matched, owner));
        }
    }
    all.retain(|suspects| !suspects.pairs.is_empty());
    all
}

fn of_entity(mcd: &Mcd, at: usize, table: &Table, matched: &TableMatch, owner: Owner) -> Option<Suspects> {
    let columns = feature_columns(mcd, matched, owner);
    let is_telling = |(sort, _): &(Sort, Vec<usize>)| matches!(sort, Sort::Name | Sort::Email | Sort::Code);
    if columns.len() < 2 || !columns.iter().any(is_telling) {
        return None;
    }
    let rows = occurrences(mcd, table, matched, owner)?;
    let features: Vec<Feature> = columns
        .iter()
        .map(|(sort, columns)| Feature {
            sort: *sort,
            values: rows.iter().map(|row| joined(table, columns, *row)).collect(),
        })
        .collect();
    let pairs = duplicates::find(&features, rows.len());
    Some(Suspects { table: at, owner, columns: columns.into_iter().map(|(_, columns)| columns).collect(), rows, pairs })
}

fn joined(table: &Table, columns: &[usize], row: usize) -> String {
    let cells = columns.iter().filter_map(|column| table.columns.get(*column)).map(|column| column.value(row));
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rows that are records; none where rows can't be told apart.
fn occurrences(mcd: &Mcd, table: &Table, matched: &TableMatch, owner: Owner) -> Option<Vec<usize>> {
    if is_grain(mcd, table, matched, owner) {
        return Some((0..table.rows.len()).collect());
    }
    let identifier = identifier_columns(mcd, matched, owner)?;
    let mut rows: Vec<usize> = keys::groups(table, &identifier)
        .into_values()
        .filter_map(|rows| rows.first().map(|row| *row as usize))
        .collect();
    rows.sort_unstable();
    Some(rows)
}

/// What is compared, and how: first names and names are one feature, since they are often swapped. The identifier is what duplicates differ in.
fn feature_columns(mcd: &Mcd, matched: &TableMatch, owner: Owner) -> Vec<(Sort, Vec<usize>)> {
    let mut features: Vec<(Sort, Vec<usize>)> = Vec::new();
    let mut people: Vec<usize> = Vec::new();
    for (column, fate) in matched.fates.iter().enumerate() {
        let Some(place) = fate.field().filter(|field| field.owner == owner) else { continue };
        let field = mcd.field(place);
        match sort_of(field) {
            _ if field.identifier || is_own_key(mcd, place) || field.computed.is_some() => {}
            Some(Sort::Name) if is_of_a_person(field) => people.push(column),
            Some(sort) => features.push((sort, vec![column])),
            None => {}
        }
    }
    if !people.is_empty() {
        features.insert(0, (Sort::Name, people));
    }
    features
}

/// A reference of the firm's own (a customer code): two records of one person have two of them.
fn is_own_key(mcd: &Mcd, place: FieldRef) -> bool {
    let field = mcd.field(place);
    field.unique && matches!(field.ty, Type::Text(_) | Type::Integer | Type::Serial | Type::Sequence(_)) && !field.title
}

fn is_of_a_person(field: &Field) -> bool {
    let words = tokens(&field.name);
    words.iter().any(|word| {
        ["nom", "prenom", "name", "firstname", "lastname", "surname", "first", "last", "prenoms"]
            .contains(&word.as_str())
    })
}

/// How a field is compared; none for what proves nothing.
fn sort_of(field: &Field) -> Option<Sort> {
    let words: HashMap<String, ()> =
        tokens(&field.name).into_iter().chain(tokens(&field.label)).map(|word| (word, ())).collect();
    let named = |names: &[&str]| names.iter().any(|name| words.contains_key(*name));
    match &field.ty {
        Type::Email => Some(Sort::Email),
        Type::Phone => Some(Sort::Phone),
        Type::Siren | Type::Siret | Type::Vat | Type::Iban => Some(Sort::Code),
        Type::PostalCode => Some(Sort::PostalCode),
        Type::Date if named(&["naissance", "birth", "birthday", "born", "ne", "nee"]) => Some(Sort::Date),
        Type::Enum(_) => Some(Sort::Choice),
        Type::Text(_) if named(&["ville", "city", "commune", "adresse", "rue", "address", "street", "voie"]) => {
            Some(Sort::Words)
        }
        Type::Address => Some(Sort::Words),
        Type::Text(_)
            if field.title
                || is_of_a_person(field)
                || named(&["raison", "societe", "entreprise", "company", "enseigne"]) =>
        {
            Some(Sort::Name)
        }
        _ => None,
    }
}
