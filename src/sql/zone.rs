//! How far a time zone's wall clock is from UTC, in a form that an engine without time zones can calculate with.
//!
//! SQLite knows no zone but that of its process, MariaDB none until its administrator loads them: what depends on the day would
//! depend on the server. Invariant: the zone's rule of today says the same as the table of zones for the years read here.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

/// The years in which a zone's rule is looked for: every calendar of twelve successive years has each first of a month on every
/// day of the week.
const YEARS: std::ops::RangeInclusive<i32> = 2026..=2037;

/// A zone's distance from UTC, in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// The same all year.
    Fixed(i32),
    /// Another one for a part of each year.
    Summer(Summer),
    /// By no rule of the year (fasting months): each change as UTC reads it, with the distance before it; then the last one.
    Listed(Vec<(NaiveDateTime, i32)>, i32),
}

/// The two distances of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summer {
    /// From the year's first change to its second.
    pub(super) between: i32,
    /// Before and after.
    pub(super) otherwise: i32,
    /// The first change of a year.
    pub(super) first: YearlyChange,
    /// The second.
    pub(super) second: YearlyChange,
}

/// The day of a year on which clocks change: from a day of a month, the first such day of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YearlyChange {
    /// From 1.
    pub(super) month: u32,
    /// From 1.
    pub(super) day: u32,
    /// From Sunday, 0.
    pub(super) weekday: u32,
    /// When on that day, in seconds of UTC.
    pub(super) seconds: i64,
}

/// A change of clocks, as UTC reads it.
struct Change {
    at: NaiveDateTime,
    before: i32,
    after: i32,
}

/// The zone of a name; UTC where there is no such zone. Looked for once: each `today()` of a model asks for it.
pub(super) fn zone(name: &str) -> Zone {
    static KNOWN: Mutex<BTreeMap<String, Zone>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(name.to_owned()).or_insert_with(|| looked_for(name)).clone()
}

fn looked_for(name: &str) -> Zone {
    let tz: Tz = name.parse().unwrap_or(Tz::UTC);
    let changes = changes(tz);
    let Some(first) = changes.first() else { return Zone::Fixed(offset(tz, start_of(*YEARS.start()))) };
    match rule(&changes) {
        Some(summer) => Zone::Summer(summer),
        None => {
            let last = changes.last().map_or(first.after, |change| change.after);
            Zone::Listed(changes.iter().map(|change| (change.at, change.before)).collect(), last)
        }
    }
}

fn start_of(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN)
}

fn offset(tz: Tz, at: NaiveDateTime) -> i32 {
    tz.offset_from_utc_datetime(&at).fix().local_minus_utc()
}

/// Every change of the years, in order.
fn changes(tz: Tz) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut day = start_of(*YEARS.start());
    while let Some(next) = day.checked_add_days(Days::new(1)).filter(|_| day.year() <= *YEARS.end()) {
        let (before, after) = (offset(tz, day), offset(tz, next));
        if before != after {
            let (mut early, mut late) = (day, next);
            while late - early > TimeDelta::seconds(1) {
                let middle = early + TimeDelta::seconds((late - early).num_seconds() / 2);
                if offset(tz, middle) == before { early = middle } else { late = middle }
            }
            changes.push(Change { at: late, before, after });
        }
        day = next;
    }
    changes
}

/// The rule that two changes a year follow, if they follow one.
fn rule(changes: &[Change]) -> Option<Summer> {
    let first: Vec<&Change> = changes.iter().step_by(2).collect();
    let second: Vec<&Change> = changes.iter().skip(1).step_by(2).collect();
    let (start, end) = (*first.first()?, *second.first()?);
    let yearly = |changes: &[&Change], like: &Change| {
        let alike = changes.iter().zip(YEARS).all(|(change, year)| {
            change.at.year() == year && change.before == like.before && change.after == like.after
        });
        alike && changes.len() == YEARS.count()
    };
    if !yearly(&first, start) || !yearly(&second, end) {
        return None;
    }
    let (between, otherwise) = (start.after, end.after);
    Some(Summer { between, otherwise, first: yearly_change(&first)?, second: yearly_change(&second)? })
}

/// The day is looked for as the zone's own wall clock has it, since that is what laws speak of.
fn yearly_change(changes: &[&Change]) -> Option<YearlyChange> {
    let local: Vec<NaiveDateTime> =
        changes.iter().map(|change| change.at + TimeDelta::seconds(i64::from(change.before))).collect();
    let (like, offset) = (local.first()?, changes.first()?.before);
    let earliest = local.iter().min_by_key(|at| at.day())?.day();
    let latest = local.iter().map(|at| at.day()).max()?;
    let alike =
        |at: &NaiveDateTime| at.month() == like.month() && at.weekday() == like.weekday() && at.time() == like.time();
    (latest < earliest + 7 && local.iter().all(alike)).then(|| YearlyChange {
        month: like.month(),
        day: earliest,
        weekday: like.weekday().num_days_from_sunday(),
        seconds: (like.time() - NaiveTime::MIN).num_seconds() - i64::from(offset),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_summer_time_are_found() {
        let Zone::Summer(paris) = zone("Europe/Paris") else { panic!("Paris has a summer time") };
        assert_eq!((paris.between, paris.otherwise), (7200, 3600));
        assert_eq!(paris.first, YearlyChange { month: 3, day: 25, weekday: 0, seconds: 3600 });
        assert_eq!(paris.second, YearlyChange { month: 10, day: 25, weekday: 0, seconds: 3600 });
        let Zone::Summer(york) = zone("America/New_York") else { panic!("New York has a summer time") };
        assert_eq!(york.first, YearlyChange { month: 3, day: 8, weekday: 0, seconds: 7 * 3600 });
        let Zone::Summer(sydney) = zone("Australia/Sydney") else { panic!("Sydney has a summer time") };
        assert_eq!((sydney.between, sydney.otherwise), (36_000, 39_600));
        assert_eq!(zone("America/Martinique"), Zone::Fixed(-4 * 3600));
        assert_eq!(zone("Asia/Kolkata"), Zone::Fixed(19_800));
        assert!(matches!(zone("Africa/Casablanca"), Zone::Listed(..)));
        assert_eq!(zone("nowhere"), Zone::Fixed(0));
    }
}
