//! Patterns that an engine has no words for (`matches` on SQLite): the old values that a new pattern is to be held against.
//!
//! The database can't refuse them: who asks before migrating reads them and judges them here.

use regex::Regex;

use crate::diag::Text;
use crate::mld::{Check, Origin, RowCondition, TableId};
use crate::say;
use crate::sql::{self, row_condition};

use super::kinds::ROWS_BREAK_A_RULE;
use super::values::identifying;
use super::world::World;

/// Values to be held against a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// What is said; the number of rows follows.
    pub message: Text,
    /// A query of a text for each value: the value in hexadecimal digits, a blank, the row by its readable values.
    pub query: String,
    /// The pattern of the whole value.
    pub pattern: String,
}

impl Unjudged {
    /// The rows of the answer whose value doesn't fit.
    pub fn unfit<'a>(&self, answer: &'a str) -> Vec<&'a str> {
        let Ok(regex) = Regex::new(&format!("^(?:{})$", self.pattern)) else { return Vec::new() };
        let told = answer.lines().filter_map(|line| line.split_once(' '));
        told.filter(|(digits, _)| text_of(digits).is_some_and(|text| !regex.is_match(&text)))
            .map(|(_, row)| row)
            .collect()
    }
}

fn text_of(digits: &str) -> Option<String> {
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

/// What the engine doesn't judge of the new model, and what it didn't hold of the old one already.
pub(super) fn unjudged(world: &World<'_>) -> Vec<Unjudged> {
    let tables = world.new.mld.tables();
    tables.flat_map(|(id, table)| table.checks.iter().filter_map(move |check| one(world, id, check))).collect()
}

fn one(world: &World<'_>, id: TableId, check: &Check) -> Option<Unjudged> {
    let RowCondition::Matches(at, pattern) = &check.condition else { return None };
    if row_condition(world.new, world.dialect, id, check).is_some() {
        return None;
    }
    let table = world.new.mld.table(id);
    let Origin::Field(field) = table.columns.get(*at)?.origin else { return None };
    let past = *world.matching.fields.get(&field)?;
    if world.old.mcd.field(past).matches == world.new.mcd.field(field).matches {
        return None;
    }
    let home = world.old.mld.field_homes(past).first()?;
    let there = world.old.mld.table(home.table);
    let value = world.old_column("o", home.table, *home.columns.first()?);
    let mut shown: Vec<(String, String)> = Vec::new();
    for known in identifying(there).into_iter().chain(home.columns.iter().copied()) {
        let column = there.columns.get(known)?;
        let value = sql::readable(&world.old_column("o", home.table, known), column.ty, world.dialect);
        shown.push((column.name.clone(), value));
    }
    shown.dedup();
    let (what, from) = (sql::shown(&shown, world.dialect), world.old_table(home.table, "o"));
    let (code, name, said) = (ROWS_BREAK_A_RULE.code, &table.name, &check.message);
    Some(Unjudged {
        message: say!(fr "{code} {name} : {said} ; lignes", en "{code} {name}: {said}; rows"),
        query: format!(
            "SELECT hex({value}) || ' ' || replace({what}, char(10), ' ') FROM {from} WHERE {value} IS NOT NULL"
        ),
        pattern: pattern.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_held_whole_against_a_pattern() {
        let judge = Unjudged { message: Text::same(""), query: String::new(), pattern: "[A-Z]é?".to_owned() };
        assert_eq!(judge.unfit("41 n = 1\n41C3A9 n = 2\n4142 n = 3\n6A n = 4\n"), ["n = 3", "n = 4"]);
    }
}
