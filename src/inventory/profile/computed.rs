//! Fields that others of the same row give: products, sums, discounts, taxes. They belong in no table.
//!
//! Tried on a sample of rows, then counted on all. A formula holds when 98 rows out of 100 agree to the cent.

use super::{At, Field};
use crate::inventory::read::Table;
use crate::inventory::value::number;

/// A field that others give.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// It.
    pub field: At,
    /// How.
    pub formula: Formula,
    /// Rows where all operands have a value.
    pub rows: usize,
    /// Numbers of the first rows where it isn't so, and how many there are.
    pub exceptions: (Vec<u32>, usize),
}

/// How others give a field; the numbers are columns of its table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Formula {
    /// `a × b`
    Product(usize, usize),
    /// `a × b × (1 − c / 100)`
    Discounted(usize, usize, usize),
    /// `a + b`
    Sum(usize, usize),
    /// `a − b`
    Difference(usize, usize),
    /// `a × (1 + b / 100)`
    Increased(usize, usize),
    /// `a × (1 − b / 100)`
    Reduced(usize, usize),
    /// `a × b / 100`
    Part(usize, usize),
    /// `a × k`, the same `k` in every row
    Scaled(usize, f64),
}

impl Formula {
    /// The value it gives for a row.
    fn apply(self, value: impl Fn(usize) -> f64) -> f64 {
        match self {
            Formula::Product(a, b) => value(a) * value(b),
            Formula::Discounted(a, b, c) => value(a) * value(b) * (1.0 - value(c) / 100.0),
            Formula::Sum(a, b) => value(a) + value(b),
            Formula::Difference(a, b) => value(a) - value(b),
            Formula::Increased(a, b) => value(a) * (1.0 + value(b) / 100.0),
            Formula::Reduced(a, b) => value(a) * (1.0 - value(b) / 100.0),
            Formula::Part(a, b) => value(a) * value(b) / 100.0,
            Formula::Scaled(a, k) => value(a) * k,
        }
    }

    /// Whether a row proves anything: with ones and zeros most formulas hold.
    fn is_proof(self, value: impl Fn(usize) -> f64) -> bool {
        let (is_one, is_zero) = (|at: usize| (value(at) - 1.0).abs() < 1e-9, |at: usize| value(at).abs() < 1e-9);
        match self {
            Formula::Product(a, b) => !is_one(a) && !is_one(b) && !is_zero(a) && !is_zero(b),
            Formula::Discounted(a, b, c) => !is_one(a) && !is_one(b) && !is_zero(c) && !is_zero(a) && !is_zero(b),
            Formula::Sum(a, b) | Formula::Difference(a, b) => !is_zero(a) && !is_zero(b),
            Formula::Increased(a, b) | Formula::Reduced(a, b) | Formula::Part(a, b) => !is_zero(a) && !is_zero(b),
            Formula::Scaled(a, _) => !is_zero(a),
        }
    }

    /// As text, with the names of the columns.
    pub fn text(self, name: impl Fn(usize) -> String) -> String {
        match self {
            Formula::Product(a, b) => format!("{} × {}", name(a), name(b)),
            Formula::Discounted(a, b, c) => format!("{} × {} × (1 − {} / 100)", name(a), name(b), name(c)),
            Formula::Sum(a, b) => format!("{} + {}", name(a), name(b)),
            Formula::Difference(a, b) => format!("{} − {}", name(a), name(b)),
            Formula::Increased(a, b) => format!("{} × (1 + {} / 100)", name(a), name(b)),
            Formula::Reduced(a, b) => format!("{} × (1 − {} / 100)", name(a), name(b)),
            Formula::Part(a, b) => format!("{} × {} / 100", name(a), name(b)),
            Formula::Scaled(a, k) => format!("{} × {k}", name(a)),
        }
    }
}

/// Rows tried.
const SAMPLE: usize = 500;
/// Rows after which a formula that doesn't hold is given up.
const FIRST: usize = 12;
/// Numeric columns of a table that are tried.
const COLUMNS: usize = 24;
/// Rows named.
const NAMED: usize = 5;

/// The numbers of a column, by code; not a number where the text isn't one.
struct Numbers<'t> {
    column: usize,
    codes: &'t [u32],
    values: Vec<f64>,
}

impl Numbers<'_> {
    fn at(&self, row: usize) -> f64 {
        self.codes.get(row).and_then(|code| self.values.get(*code as usize)).copied().unwrap_or(f64::NAN)
    }
}

/// The computed fields of a table.
pub(super) fn find(table: usize, data: &Table, fields: &[Field]) -> Vec<Computed> {
    let numeric = |(_, field): &(usize, &Field)| field.kind.is_numeric() && field.distinct >= 2;
    let columns: Vec<usize> = fields.iter().enumerate().filter(numeric).map(|(at, _)| at).take(COLUMNS).collect();
    let numbers: Vec<Numbers<'_>> = columns.iter().filter_map(|at| numbers(data, *at)).collect();
    let step = (data.rows.len() / SAMPLE).max(1);
    let sample: Vec<usize> = (0..data.rows.len()).step_by(step).collect();
    let mut found: Vec<Computed> = Vec::new();
    // Products and taxes before sums, and these before differences, which are but sums the other way round.
    for pass in [Pass::Products, Pass::Sums, Pass::Differences] {
        for target in &numbers {
            let is_known = found.iter().any(|one| {
                one.field.column == target.column
                    || operands(one.formula).contains(&target.column) && pass != Pass::Products
            });
            let is_count = fields.get(target.column).is_some_and(|field| field.distinct < 5);
            if is_known || is_count {
                continue;
            }
            let mut formulas = candidates(pass, target.column, &columns, &numbers, &sample).into_iter();
            let formula = formulas.find(|formula| holds(*formula, target, &numbers, &sample));
            found.extend(formula.map(|formula| counted(table, data, formula, target, &numbers)));
        }
    }
    found.sort_by_key(|one| one.field);
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Products,
    Sums,
    Differences,
}

fn operands(formula: Formula) -> Vec<usize> {
    match formula {
        Formula::Discounted(a, b, c) => vec![a, b, c],
        Formula::Scaled(a, _) => vec![a],
        Formula::Product(a, b) | Formula::Sum(a, b) | Formula::Difference(a, b) => vec![a, b],
        Formula::Increased(a, b) | Formula::Reduced(a, b) | Formula::Part(a, b) => vec![a, b],
    }
}

fn numbers(data: &Table, at: usize) -> Option<Numbers<'_>> {
    let column = data.columns.get(at)?;
    let read = |value: &str| {
        let value = number(value)?.value;
        rust_decimal::prelude::ToPrimitive::to_f64(&value)
    };
    let values = column.dictionary.values().map(|value| read(value).unwrap_or(f64::NAN)).collect();
    Some(Numbers { column: at, codes: &column.codes, values })
}

/// Formulas to try for a target, the plainest first.
fn candidates(pass: Pass, target: usize, columns: &[usize], numbers: &[Numbers<'_>], sample: &[usize]) -> Vec<Formula> {
    let others: Vec<usize> = columns.iter().copied().filter(|at| *at != target).collect();
    let pairs: Vec<(usize, usize)> =
        others.iter().enumerate().flat_map(|(n, a)| others.iter().skip(n + 1).map(move |b| (*a, *b))).collect();
    let ordered = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    match pass {
        Pass::Sums => pairs.iter().map(|(a, b)| Formula::Sum(*a, *b)).collect(),
        Pass::Differences => ordered.map(|(a, b)| Formula::Difference(a, b)).collect(),
        Pass::Products => {
            let products = pairs.iter().map(|(a, b)| Formula::Product(*a, *b));
            let rates =
                ordered.flat_map(|(a, b)| [Formula::Increased(a, b), Formula::Reduced(a, b), Formula::Part(a, b)]);
            let scaled = others.iter().filter_map(|a| factor(*a, target, numbers, sample));
            let discounted = pairs.iter().flat_map(|(a, b)| {
                others.iter().filter(move |c| *c != a && *c != b).map(move |c| Formula::Discounted(*a, *b, *c))
            });
            products.chain(rates).chain(scaled).chain(discounted).collect()
        }
    }
}

/// The factor between two columns, from the row where it is the most exact: a tax rate that is the same everywhere.
fn factor(from: usize, to: usize, numbers: &[Numbers<'_>], sample: &[usize]) -> Option<Formula> {
    let (a, b) = (by_column(numbers, from)?, by_column(numbers, to)?);
    let largest = sample.iter().filter(|row| a.at(**row).is_finite() && b.at(**row).is_finite());
    let row = largest.max_by(|x, y| a.at(**x).abs().total_cmp(&a.at(**y).abs()))?;
    let factor = (b.at(*row) / a.at(*row) * 10_000.0).round() / 10_000.0;
    (factor.is_finite() && factor > 1.001 && factor < 2.0).then_some(Formula::Scaled(from, factor))
}

fn by_column<'n, 't>(numbers: &'n [Numbers<'t>], column: usize) -> Option<&'n Numbers<'t>> {
    numbers.iter().find(|one| one.column == column)
}

fn value(numbers: &[Numbers<'_>], column: usize, row: usize) -> f64 {
    by_column(numbers, column).map_or(f64::NAN, |numbers| numbers.at(row))
}

fn agrees(formula: Formula, target: &Numbers<'_>, numbers: &[Numbers<'_>], row: usize) -> Option<bool> {
    let (given, is) = (formula.apply(|column| value(numbers, column, row)), target.at(row));
    (given.is_finite() && is.is_finite()).then(|| (given - is).abs() <= 0.011 + is.abs() * 1e-9)
}

fn holds(formula: Formula, target: &Numbers<'_>, numbers: &[Numbers<'_>], sample: &[usize]) -> bool {
    let (mut seen, mut good, mut proofs) = (0_usize, 0_usize, 0_usize);
    for row in sample {
        let Some(agrees) = agrees(formula, target, numbers, *row) else { continue };
        seen += 1;
        good += usize::from(agrees);
        proofs += usize::from(agrees && formula.is_proof(|column| value(numbers, column, *row)));
        if seen == FIRST && good * 4 < seen * 3 {
            return false;
        }
    }
    seen >= 5 && good * 100 >= seen * 95 && proofs * 10 >= seen && proofs >= 5
}

fn counted(table: usize, data: &Table, formula: Formula, target: &Numbers<'_>, numbers: &[Numbers<'_>]) -> Computed {
    let (mut rows, mut named, mut wrong) = (0, Vec::new(), 0);
    let used: Vec<&Numbers<'_>> =
        operands(formula).into_iter().filter_map(|column| by_column(numbers, column)).collect();
    let at =
        |column: usize, row: usize| used.iter().find(|one| one.column == column).map_or(f64::NAN, |one| one.at(row));
    for (row, number) in data.rows.iter().enumerate() {
        let (given, is) = (formula.apply(|column| at(column, row)), target.at(row));
        if !given.is_finite() || !is.is_finite() {
            continue;
        }
        rows += 1;
        if (given - is).abs() > 0.011 + is.abs() * 1e-9 {
            wrong += 1;
            if named.len() < NAMED {
                named.push(*number);
            }
        }
    }
    Computed { field: At { table, column: target.column }, formula, rows, exceptions: (named, wrong) }
}
