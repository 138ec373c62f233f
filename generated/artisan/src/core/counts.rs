//! What was found out about lists, remembered until something is written: how many rows they have, and which row is where.
//!
//! Knows no statement. Invariant: what was begun before a write isn't remembered after it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::query::Cursor;

/// How long what is remembered may be that of a moment ago, when another program writes to the database.
const AGE: Duration = Duration::from_secs(20);
/// How much of each is remembered.
const MOST: usize = 500;

#[derive(Debug, Default)]
pub struct Counts {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    generation: u64,
    counts: BTreeMap<String, (i64, Instant)>,
    /// By list, then by how many rows are up to and with it.
    places: BTreeMap<(String, u64), (Cursor, Instant)>,
}

/// A place in a list: a row, or an end of it.
#[derive(Clone, Debug)]
pub struct Spot {
    /// How many rows are up to and with this row.
    pub rows: u64,
    /// The row; none at the start.
    pub cursor: Option<Cursor>,
}

impl Spot {
    /// Before the first row.
    pub const START: Spot = Spot {
        rows: 0,
        cursor: None,
    };
}

impl Counts {
    /// To call after each commit.
    pub fn forget(&self) {
        let mut known = self.known();
        known.generation += 1;
        known.counts.clear();
        known.places.clear();
    }

    /// What `put` asks back, to know of writes in between.
    pub fn generation(&self) -> u64 {
        self.known().generation
    }

    pub fn count(&self, list: &str) -> Option<i64> {
        let known = self.known();
        known
            .counts
            .get(list)
            .filter(|(_, at)| at.elapsed() < AGE)
            .map(|(count, _)| *count)
    }

    pub fn put_count(&self, list: String, count: i64, generation: u64) {
        let mut known = self.known();
        if known.generation == generation {
            if known.counts.len() >= MOST {
                known.counts.clear();
            }
            known.counts.insert(list, (count, Instant::now()));
        }
    }

    /// The known place that is nearest to the row up to and with which there are `rows`: it, one before or one after it, or the start.
    pub fn nearest(&self, list: &str, rows: u64) -> Spot {
        let known = self.known();
        let spot = |((_, rows), (cursor, at)): (&(String, u64), &(Cursor, Instant))| {
            (at.elapsed() < AGE).then(|| Spot {
                rows: *rows,
                cursor: Some(cursor.clone()),
            })
        };
        let key = |rows| (list.to_owned(), rows);
        let before = known.places.range(key(0)..=key(rows)).next_back().and_then(spot);
        let after = known.places.range(key(rows)..=key(u64::MAX)).next().and_then(spot);
        let spots = [before, after].into_iter().flatten();
        spots
            .min_by_key(|spot| spot.rows.abs_diff(rows))
            .filter(|spot| spot.rows.abs_diff(rows) < rows)
            .unwrap_or(Spot::START)
    }

    pub fn put_place(&self, list: String, rows: u64, cursor: Cursor, generation: u64) {
        let mut known = self.known();
        if known.generation == generation {
            if known.places.len() >= MOST {
                known.places.clear();
            }
            known.places.insert((list, rows), (cursor, Instant::now()));
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::key::Key;
    use crate::core::value::Value;

    fn row(number: i64) -> Cursor {
        Cursor {
            then: None,
            key: Value::Null,
            id: Key::Integer(number),
        }
    }

    #[test]
    fn the_nearest_place_known_is_before_or_after_or_the_start() {
        let counts = Counts::default();
        for rows in [100, 200] {
            counts.put_place("clients".to_owned(), rows, row(rows as i64), 0);
        }
        let nearest = |list, rows| counts.nearest(list, rows).rows;
        assert_eq!([1, 90, 120, 160, 900].map(|rows| nearest("clients", rows)), [0, 100, 100, 200, 200]);
        assert_eq!(nearest("devis", 120), 0);
    }

    #[test]
    fn nothing_is_remembered_over_a_write() {
        let counts = Counts::default();
        let before = counts.generation();
        counts.put_count("clients".to_owned(), 3, before);
        counts.forget();
        counts.put_place("clients".to_owned(), 25, row(25), before);
        assert_eq!((counts.count("clients"), counts.nearest("clients", 25).rows), (None, 0));
    }
}
