//! Records as they come together from the rows of several files.
//!
//! Invariant: a record has one key, and what an earlier file said of it stays.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::{Records, Sheet, values};
use crate::inventory::value::{date, number};
use crate::mcd::{EntityId, FieldRef, KeyPart, Mcd, Type};

/// Records being made: a row of a file belongs to one of them.
#[derive(Default)]
pub(super) struct Making {
    places: HashMap<String, usize>,
    keys: Vec<String>,
    /// Where each was first met.
    from: Vec<String>,
    values: Vec<Map<String, Json>>,
    pub(super) without_key: usize,
}

impl Making {
    /// The record of each row.
    pub(super) fn rows(&mut self, keys: &[Option<String>], sheet: &Sheet<'_>) -> Vec<Option<usize>> {
        let place = |(row, key): (usize, &Option<String>)| {
            let Some(key) = key else {
                self.without_key += 1;
                return None;
            };
            if let Some(place) = self.places.get(key) {
                return Some(*place);
            }
            self.keys.push(key.clone());
            self.from.push(sheet.place(row));
            self.values.push(Map::new());
            self.places.insert(key.clone(), self.keys.len() - 1);
            Some(self.keys.len() - 1)
        };
        keys.iter().enumerate().map(place).collect()
    }

    pub(super) fn fields(&mut self, mcd: &Mcd, sheet: &Sheet<'_>, fields: &[FieldRef], rows: &[Option<usize>]) {
        for field in fields {
            let Some(column) = sheet.columns.get(field) else { continue };
            let known = mcd.field(*field);
            let votes = vote(rows, &column.codes, column.empty, self.keys.len());
            for (record, code) in votes.into_iter().enumerate().filter_map(|(record, code)| Some((record, code?))) {
                let value = column.dictionary.get(code).unwrap_or_default();
                self.put(record, &known.snake, neutral(&known.ty, value));
            }
        }
    }

    pub(super) fn texts(&mut self, name: &str, texts: &[Option<String>], rows: &[Option<usize>]) {
        let mut codes: HashMap<&str, u32> = HashMap::new();
        let mut values = Vec::new();
        let code = |text: &'_ Option<String>| text.as_deref().unwrap_or_default().to_owned();
        let coded: Vec<u32> = texts
            .iter()
            .map(|text| {
                *codes.entry(text.as_deref().unwrap_or_default()).or_insert_with(|| {
                    values.push(code(text));
                    u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        let empty = codes.get("").copied();
        for (record, code) in vote(rows, &coded, empty, self.keys.len()).into_iter().enumerate() {
            if let Some(value) = code.and_then(|code| values.get(code as usize)) {
                self.put(record, name, value.clone());
            }
        }
    }

    /// What an earlier file said stays.
    fn put(&mut self, record: usize, name: &str, value: String) {
        if let Some(values) = self.values.get_mut(record) {
            values.entry(name).or_insert_with(|| Json::String(value));
        }
    }

    /// Occurrences that only a role names have nothing but their key.
    pub(super) fn add_those_in_a_role(&mut self, mcd: &Mcd, sheets: &[Sheet<'_>], entity: EntityId) {
        let [KeyPart::Field(field)] = mcd.identifier(entity) else { return };
        let (known, without_key) = (mcd.field(*field), self.without_key);
        for sheet in sheets {
            for (_, column) in sheet.legs.iter().filter(|(leg, _)| mcd.leg(*leg).entity == entity) {
                let keys = values(column, sheet.table.rows.len());
                for (record, key) in self.rows(&keys, sheet).into_iter().zip(keys) {
                    if let (Some(record), Some(key)) = (record, key) {
                        self.put(record, &known.snake, neutral(&known.ty, &key));
                    }
                }
            }
        }
        self.without_key = without_key;
    }

    /// Of records that refer to others of their own, the others first.
    pub(super) fn sort_by_reference(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let refers_to = |at: usize| -> Vec<usize> {
            let named = names.iter().filter_map(|name| self.values[at].get(name)?.as_str());
            named.filter_map(|key| self.places.get(key).copied()).filter(|other| *other != at).collect()
        };
        let (mut done, mut order) = (vec![false; self.keys.len()], Vec::new());
        for start in 0..self.keys.len() {
            // A chain is followed to its end, or to where it closes on itself.
            let mut chain = vec![start];
            while let Some(next) = chain
                .last()
                .and_then(|last| refers_to(*last).into_iter().find(|other| !done[*other] && !chain.contains(other)))
            {
                chain.push(next);
            }
            for at in chain.into_iter().rev().filter(|at| !std::mem::replace(&mut done[*at], true)) {
                order.push(at);
            }
        }
        self.keys = order.iter().map(|at| self.keys[*at].clone()).collect();
        self.from = order.iter().map(|at| self.from[*at].clone()).collect();
        self.values = order.iter().map(|at| self.values[*at].clone()).collect();
    }

    pub(super) fn finish(self, name: &str) -> Option<Records> {
        let records = self.keys.into_iter().zip(self.from).zip(self.values);
        let line = |((key, from), values)| json!({ "key": key, "from": from, "values": values }).to_string();
        let lines: Vec<String> = records.map(line).collect();
        (!lines.is_empty()).then(|| Records { name: name.to_owned(), lines, without_key: self.without_key })
    }
}

/// For each record, the most frequent code of its rows, of equals the first; none where all are empty.
fn vote(rows: &[Option<usize>], codes: &[u32], empty: Option<u32>, records: usize) -> Vec<Option<u32>> {
    let mut counts: HashMap<(usize, u32), u32> = HashMap::new();
    let mut best: Vec<Option<(u32, u32)>> = vec![None; records];
    for (record, code) in rows.iter().zip(codes).filter_map(|(record, code)| Some(((*record)?, *code))) {
        if Some(code) == empty {
            continue;
        }
        let count = counts.entry((record, code)).or_default();
        *count += 1;
        if best[record].is_none_or(|(_, most)| *count > most) {
            best[record] = Some((code, *count));
        }
    }
    best.into_iter().map(|best| best.map(|(code, _)| code)).collect()
}

/// Numbers and days in the form that every language reads; what isn't one stays as it is, for the application to refuse.
fn neutral(ty: &Type, value: &str) -> String {
    let plain = match ty {
        Type::Integer | Type::Decimal { .. } | Type::Money | Type::Percent => {
            number(value).map(|number| number.value.to_string())
        }
        Type::Date => date(value).map(|day| day.to_string()),
        _ => None,
    };
    plain.unwrap_or_else(|| value.to_owned())
}
