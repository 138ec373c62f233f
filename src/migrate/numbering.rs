//! Numbers that the application gives, over records that are there: those that they get, and where the counters go on.
//!
//! A counter that starts below a number in use would give it again, at each try. Spells no engine's words: `sql` does.

use crate::mcd::{SequencePart, SequencePattern};
use crate::mld::{ColumnType, Sequence};
use crate::sql;

use super::projection::{Projection, Select};
use super::values::Source;
use super::world::{Row, World};

/// The parts of a date in what a pattern says, with their place in `YYYY-MM-DD` and their length; in the order of a period.
const DATES: [(SequencePart, usize, usize); 3] =
    [(SequencePart::Year, 1, 4), (SequencePart::Month, 6, 2), (SequencePart::Day, 9, 2)];

/// The reference that a record gets, in the order in which records were made, by the day each was made; none where that isn't known.
pub(super) fn reference(world: &World<'_>, row: &Row, pattern: &SequencePattern) -> Option<String> {
    let table = world.old.mld.table(row.table);
    let made = table.position(crate::mld::Origin::CreatedAt)?;
    let at = world.old_column(row.alias, row.table, made);
    let day = sql::convert(&at, ColumnType::DateTime, ColumnType::LongText, false, world.dialect)?.sql;
    let date = |from: usize, count: usize| format!("SUBSTR({day}, {from}, {count})");
    let within: Vec<String> = DATES
        .iter()
        .filter(|(part, ..)| pattern.parts.contains(part))
        .map(|(_, from, count)| date(*from, *count))
        .collect();
    let within = if within.is_empty() { String::new() } else { format!("PARTITION BY {} ", within.join(", ")) };
    let number = format!("ROW_NUMBER() OVER ({within}ORDER BY {at}, {})", world.key(row));
    let written = pattern.parts.iter().map(|part| match part {
        SequencePart::Literal(text) => world.text(text),
        SequencePart::Counter(width) => sql::padded(&number, *width, world.dialect),
        other => DATES
            .iter()
            .find(|(part, ..)| part == other)
            .map_or_else(String::new, |(_, from, count)| date(*from, *count)),
    });
    Some(sql::concat(&written.collect::<Vec<_>>(), world.dialect))
}

/// The counters of what is numbered now and wasn't: after the greatest number there is, of each period.
pub(super) fn counters(world: &World<'_>, projections: &[Projection]) -> Vec<Select> {
    let goes_on = |sequence: &&Sequence| {
        let past = world.matching.fields.get(&sequence.field);
        past.is_some_and(|past| world.old.mld.sequences.iter().any(|other| other.field == *past))
    };
    let begun = world.new.mld.sequences.iter().filter(|sequence| !goes_on(sequence));
    begun.filter_map(|sequence| counter(world, sequence, projections)).collect()
}

fn counter(world: &World<'_>, sequence: &Sequence, projections: &[Projection]) -> Option<Select> {
    let projection = projections.iter().find(|projection| projection.table == sequence.column.table)?;
    let values = projection.selects.iter().filter_map(|select| values(select, sequence.column.index));
    let values: Vec<String> = values.collect();
    if values.is_empty() {
        return None;
    }
    let is_number =
        world.new.mld.table(sequence.column.table).columns.get(sequence.column.index)?.ty == ColumnType::Integer;
    let (period, number) = if is_number {
        (world.text(""), "v".to_owned())
    } else {
        let read = Reading { world, pattern: &sequence.pattern };
        (read.period(), read.number()?)
    };
    let (name, values) = (world.text(&sequence.name), values.join(" UNION ALL "));
    let from = format!(
        "(SELECT period, MAX(number) AS last FROM (SELECT {period} AS period, {number} AS number FROM ({values}) AS n) AS m WHERE number IS NOT NULL GROUP BY period) AS c"
    );
    let columns = [name, "c.period".to_owned(), "c.last".to_owned()].map(Source::made).into();
    Some(Select { from, filter: Vec::new(), columns, whole: None })
}

/// What a select gives a column; none where it is empty in all rows.
fn values(select: &Select, column: usize) -> Option<String> {
    let value = select.columns.get(column).filter(|source| source.sql != "NULL")?;
    let filter = match select.filter.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", select.filter.join(" AND ")),
    };
    Some(format!("SELECT {} AS v FROM {}{filter}", value.sql, select.from))
}

/// A reference `v`, taken apart by its pattern.
struct Reading<'a> {
    world: &'a World<'a>,
    pattern: &'a SequencePattern,
}

impl Reading<'_> {
    /// What stands before the counter, and what stands after it.
    fn around(&self) -> (&[SequencePart], &[SequencePart]) {
        let parts = self.pattern.parts.as_slice();
        let at = parts.iter().position(|part| matches!(part, SequencePart::Counter(_))).unwrap_or(parts.len());
        (parts.get(..at).unwrap_or_default(), parts.get(at + 1..).unwrap_or_default())
    }

    /// The text of each fixed part, by its place from the start, or from the end.
    fn fixed(&self) -> Vec<(&SequencePart, String)> {
        let (before, after) = self.around();
        let mut at = 1;
        let mut all = Vec::new();
        for part in before {
            all.push((part, format!("SUBSTR(v, {at}, {})", width(part))));
            at += width(part);
        }
        let mut left: usize = after.iter().map(width).sum();
        for part in after {
            all.push((part, format!("SUBSTR(v, {} - {}, {})", self.length(), left.saturating_sub(1), width(part))));
            left -= width(part);
        }
        all
    }

    fn length(&self) -> String {
        sql::length("v", self.world.dialect)
    }

    /// As the application writes it: `2026`, `2026-03`.
    fn period(&self) -> String {
        let fixed = self.fixed();
        let mut parts = Vec::new();
        for (date, ..) in &DATES {
            let Some((_, text)) = fixed.iter().find(|(part, _)| *part == date) else { continue };
            if *date != SequencePart::Year {
                parts.push(self.world.text("-"));
            }
            parts.push(text.clone());
        }
        if parts.is_empty() { self.world.text("") } else { sql::concat(&parts, self.world.dialect) }
    }

    /// The number, or nothing where the text isn't of the pattern.
    fn number(&self) -> Option<String> {
        let (before, after) = self.around();
        let [first, last]: [usize; 2] = [before, after].map(|parts| parts.iter().map(width).sum());
        let digits = format!("SUBSTR(v, {}, {} - {})", first + 1, self.length(), first + last);
        let whole =
            |text: &str| sql::convert(text, ColumnType::LongText, ColumnType::Integer, false, self.world.dialect);
        let number = whole(&digits)?;
        let mut fits = vec![format!("{} > {}", self.length(), first + last)];
        for (part, text) in self.fixed() {
            fits.push(match part {
                SequencePart::Literal(literal) => format!("{text} = {}", self.world.text(literal)),
                _ => format!("NOT ({})", whole(&text)?.unfit?),
            });
        }
        fits.push(format!("NOT ({})", number.unfit?));
        Some(format!("CASE WHEN {} THEN {} END", fits.join(" AND "), number.sql))
    }
}

/// Characters; of a counter, which takes as many as it needs, none.
fn width(part: &SequencePart) -> usize {
    match part {
        SequencePart::Literal(text) => text.chars().count(),
        SequencePart::Year => 4,
        SequencePart::Month | SequencePart::Day => 2,
        SequencePart::Counter(_) => 0,
    }
}
