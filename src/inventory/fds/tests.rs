//! The searches against brute force on random tables: whatever they skip, the result is the definition's.

use std::collections::BTreeMap;

use super::plain::Column;
use super::*;
use crate::inventory::read::Dictionary;

/// Columns from rows of small numbers.
fn table(rows: &[Vec<u8>], width: usize) -> Vec<Column> {
    let mut columns = vec![Column::default(); width];
    for (at, column) in columns.iter_mut().enumerate() {
        let mut dictionary = Dictionary::default();
        column.codes = rows.iter().map(|row| dictionary.intern(&row[at].to_string())).collect();
        column.distinct = dictionary.len();
    }
    columns
}

fn codes(table: &[Column]) -> Vec<Codes<'_>> {
    table.iter().map(Column::as_codes).collect()
}

fn found(table: &[Column], max_lhs: usize) -> Vec<Fd> {
    exact(&codes(table), max_lhs, |_, _| ()).unwrap()
}

fn holds(rows: &[Vec<u8>], lhs: &[usize], rhs: usize) -> bool {
    exceptions(rows, lhs, rhs) == 0
}

/// How many rows to leave out so that `lhs` determines `rhs`.
fn exceptions(rows: &[Vec<u8>], lhs: &[usize], rhs: usize) -> usize {
    let mut groups: BTreeMap<Vec<u8>, BTreeMap<u8, usize>> = BTreeMap::new();
    for row in rows {
        let left: Vec<u8> = lhs.iter().map(|at| row[*at]).collect();
        *groups.entry(left).or_default().entry(row[rhs]).or_default() += 1;
    }
    groups.values().map(|counts| counts.values().sum::<usize>() - counts.values().max().unwrap()).sum()
}

/// The definition: left sides that determine, of which no part does.
fn brute_force(rows: &[Vec<u8>], width: usize, max_lhs: usize, allowed: usize) -> Vec<Fd> {
    let mut fds: Vec<Fd> = Vec::new();
    let mut subsets: Vec<Vec<usize>> =
        (0..1_usize << width).map(|mask| (0..width).filter(|at| mask >> at & 1 == 1).collect()).collect();
    subsets.sort_by_key(Vec::len);
    for rhs in 0..width {
        for lhs in subsets.iter().filter(|lhs| lhs.len() <= max_lhs && !lhs.contains(&rhs)) {
            let is_minimal = !fds.iter().any(|fd| fd.rhs == rhs && fd.lhs.iter().all(|at| lhs.contains(at)));
            if is_minimal && exceptions(rows, lhs, rhs) <= allowed {
                fds.push(Fd { lhs: lhs.clone(), rhs });
            }
        }
    }
    sort(&mut fds);
    fds
}

/// Numbers that look random (SplitMix64), the same each time.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// Rows with all that is special: empties, constants, bijections, sums, keys, and rows that come twice.
fn random_rows(numbers: &mut Numbers, width: usize) -> Vec<Vec<u8>> {
    let count = [0, 1, 2, 5, 12, 30, 80][numbers.below(7)];
    let kinds: Vec<(usize, usize)> = (0..width).map(|_| (numbers.below(8), 1 + numbers.below(6))).collect();
    let mut rows: Vec<Vec<u8>> = Vec::new();
    for at in 0..count {
        if at > 0 && numbers.below(8) == 0 {
            let again = rows[numbers.below(at)].clone();
            rows.push(again);
            continue;
        }
        let mut row: Vec<u8> = Vec::new();
        for (kind, spread) in &kinds {
            let cell = match (kind, row.first(), row.last()) {
                (0, ..) => 7,
                (1, Some(first), _) => 200 - first,
                (2, Some(first), Some(last)) => (first + last) % 5,
                (3, ..) => at as u8,
                _ => numbers.below(*spread + 1) as u8,
            };
            row.push(cell);
        }
        rows.push(row);
    }
    rows
}

#[test]
fn random_tables_have_the_dependencies_of_brute_force() {
    let mut numbers = Numbers(1);
    let mut total = 0;
    for _ in 0..150 {
        let width = 1 + numbers.below(6);
        let rows = random_rows(&mut numbers, width);
        for max_lhs in [1, 2, 3, width] {
            let expected = brute_force(&rows, width, max_lhs, 0);
            total += expected.len();
            assert_eq!(found(&table(&rows, width), max_lhs), expected, "{max_lhs} of {rows:?}");
        }
    }
    assert!(total > 1_000, "the tables were too poor to show anything: {total}");
}

#[test]
fn random_tables_have_the_approximate_dependencies_of_brute_force() {
    let mut numbers = Numbers(2);
    for _ in 0..100 {
        let width = 1 + numbers.below(5);
        let rows = random_rows(&mut numbers, width);
        let table = table(&rows, width);
        let columns = codes(&table);
        for error in [0.0, 0.05, 0.2] {
            let allowed = (rows.len() as f64 * error) as usize;
            let found = approximate(&columns, 3, error, |_, _| ());
            assert_eq!(found, brute_force(&rows, width, 3, allowed), "{error} of {rows:?}");
        }
        assert_eq!(approximate(&columns, 3, 0.0, |_, _| ()), exact(&columns, 3, |_, _| ()).unwrap());
    }
}

#[test]
fn a_table_without_rows_or_with_one_is_all_constants() {
    for rows in [vec![], vec![vec![1, 0, 3]]] {
        let expected: Vec<Fd> = (0..3).map(|rhs| Fd { lhs: vec![], rhs }).collect();
        assert_eq!(found(&table(&rows, 3), 3), expected);
    }
    assert_eq!(found(&[], 3), []);
}

/// Each width of sets that a wide table may need.
#[test]
fn wide_tables_are_searched_too() {
    for width in [70, 130, 260] {
        let mut numbers = Numbers(width as u64);
        let rows: Vec<Vec<u8>> = (0..16).map(|_| (0..width).map(|_| numbers.below(3) as u8).collect()).collect();
        let mut with_key = rows.clone();
        with_key.iter_mut().enumerate().for_each(|(at, row)| row[width - 1] = at as u8);
        for rows in [rows, with_key] {
            let expected: Vec<Fd> = (0..width)
                .flat_map(|rhs| (0..width).map(move |lhs| (lhs, rhs)))
                .filter(|(lhs, rhs)| lhs != rhs && holds(&rows, &[*lhs], *rhs))
                .map(|(lhs, rhs)| Fd { lhs: vec![lhs], rhs })
                .collect();
            assert_eq!(found(&table(&rows, width), 1), expected);
        }
    }
}
