//! Records as they come together from the rows of several files.
//!
//! Invariant: a record has one key, and what an earlier file said of it stays.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::{Records, Sheet, values};
use crate::inventory::audit::is_taken;
use crate::inventory::value::{date, number};
use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Mcd, Type};

/// Records being made: a row of a file belongs to one of them.
#[derive(Default)]
pub(super) struct Making {
    places: HashMap<String, usize>,
    records: Vec<Made>,
    /// The heading of each field's column, by file.
    columns: Map<String, Json>,
    pub(super) without_key: usize,
}

/// A record being made.
#[derive(Clone)]
struct Made {
    key: String,
    /// Where it was first met.
    from: String,
    values: Map<String, Json>,
    /// Where a value comes from that doesn't come from there.
    at: Map<String, Json>,
}

impl Made {
    fn line(self) -> String {
        let mut record = json!({ "key": self.key, "from": self.from, "values": self.values });
        if let (Json::Object(record), false) = (&mut record, self.at.is_empty()) {
            record.insert("at".to_owned(), Json::Object(self.at));
        }
        record.to_string()
    }
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
            self.records.push(Made { key: key.clone(), from: sheet.place(row), values: Map::new(), at: Map::new() });
            self.places.insert(key.clone(), self.records.len() - 1);
            Some(self.records.len() - 1)
        };
        keys.iter().enumerate().map(place).collect()
    }

    pub(super) fn fields(&mut self, mcd: &Mcd, sheet: &Sheet<'_>, fields: &[FieldRef], rows: &[Option<usize>]) {
        for field in fields {
            let Some(column) = sheet.columns.get(field) else { continue };
            let known = mcd.field(*field);
            let is_taken: Vec<bool> = column.dictionary.values().map(|value| is_taken(mcd, known, value)).collect();
            let is_taken = |code: u32| is_taken.get(code as usize).copied().unwrap_or_default();
            self.heading(sheet, &known.snake, &column.name);
            let votes = vote(rows, &column.codes, column.empty, is_taken, self.records.len());
            for (record, vote) in votes.into_iter().enumerate().filter_map(|(record, vote)| Some((record, vote?))) {
                let value = column.dictionary.get(vote.code).unwrap_or_default();
                self.put(record, &known.snake, neutral(&known.ty, value), || sheet.place(vote.row));
            }
        }
    }

    /// Under which heading a file tells a field.
    pub(super) fn heading(&mut self, sheet: &Sheet<'_>, field: &str, heading: &str) {
        let file = self.columns.entry(sheet.file()).or_insert_with(|| Json::Object(Map::new()));
        if let Json::Object(headings) = file {
            headings.entry(field).or_insert_with(|| Json::String(heading.to_owned()));
        }
    }

    /// Who stands at the end of a leg, by key.
    pub(super) fn leg(
        &mut self,
        mcd: &Mcd,
        sheet: &Sheet<'_>,
        leg: LegRef,
        keys: &[Option<String>],
        rows: &[Option<usize>],
    ) {
        let name = &mcd.leg(leg).snake;
        if let Some(heading) = sheet.heading_of(mcd, leg) {
            self.heading(sheet, name, heading);
        }
        self.texts(sheet, name, keys, rows);
    }

    fn texts(&mut self, sheet: &Sheet<'_>, name: &str, texts: &[Option<String>], rows: &[Option<usize>]) {
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
        for (record, vote) in vote(rows, &coded, empty, |_| true, self.records.len()).into_iter().enumerate() {
            if let Some((vote, value)) = vote.and_then(|vote| Some((vote, values.get(vote.code as usize)?))) {
                self.put(record, name, value.clone(), || sheet.place(vote.row));
            }
        }
    }

    /// What an earlier file said stays.
    fn put(&mut self, record: usize, name: &str, value: String, place: impl FnOnce() -> String) {
        let made = &mut self.records[record];
        if made.values.contains_key(name) {
            return;
        }
        made.values.insert(name.to_owned(), Json::String(value));
        let place = place();
        if place != made.from {
            made.at.insert(name.to_owned(), Json::String(place));
        }
    }

    /// Occurrences that only a role names have nothing but their key.
    pub(super) fn add_those_in_a_role(&mut self, mcd: &Mcd, sheets: &[Sheet<'_>], entity: EntityId) {
        let [KeyPart::Field(field)] = mcd.identifier(entity) else { return };
        let (known, without_key) = (mcd.field(*field), self.without_key);
        for sheet in sheets {
            for (_, column) in sheet.legs.iter().filter(|(leg, _)| mcd.leg(*leg).entity == entity) {
                let keys = values(column, sheet.table.rows.len());
                for (row, (record, key)) in self.rows(&keys, sheet).into_iter().zip(keys).enumerate() {
                    if let (Some(record), Some(key)) = (record, key) {
                        self.put(record, &known.snake, neutral(&known.ty, &key), || sheet.place(row));
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
            let named = names.iter().filter_map(|name| self.records[at].values.get(name)?.as_str());
            named.filter_map(|key| self.places.get(key).copied()).filter(|other| *other != at).collect()
        };
        let (mut done, mut order) = (vec![false; self.records.len()], Vec::new());
        for start in 0..self.records.len() {
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
        self.records = order.iter().map(|at| self.records[*at].clone()).collect();
    }

    pub(super) fn finish(self, name: &str) -> Option<Records> {
        let lines: Vec<String> = self.records.into_iter().map(Made::line).collect();
        let columns = Json::Object(self.columns).to_string();
        (!lines.is_empty()).then(|| Records { name: name.to_owned(), lines, columns, without_key: self.without_key })
    }
}

/// What a record's rows say, and the first of them that says it.
#[derive(Clone, Copy)]
struct Vote {
    code: u32,
    row: usize,
    count: u32,
    is_taken: bool,
}

/// For each record, the most frequent code of its rows, of equals the first; one that its field takes before any that it doesn't. None where
/// all are empty.
fn vote(
    rows: &[Option<usize>],
    codes: &[u32],
    empty: Option<u32>,
    is_taken: impl Fn(u32) -> bool,
    records: usize,
) -> Vec<Option<Vote>> {
    let mut counts: HashMap<(usize, u32), (u32, usize)> = HashMap::new();
    let mut best: Vec<Option<Vote>> = vec![None; records];
    for (row, (record, code)) in rows.iter().zip(codes).enumerate() {
        let (Some(record), code) = (*record, *code) else { continue };
        if Some(code) == empty {
            continue;
        }
        let (count, first) = counts.entry((record, code)).or_insert((0, row));
        *count += 1;
        let vote = Vote { code, row: *first, count: *count, is_taken: is_taken(code) };
        if best[record].is_none_or(|best| (best.is_taken, best.count) < (vote.is_taken, vote.count)) {
            best[record] = Some(vote);
        }
    }
    best
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
