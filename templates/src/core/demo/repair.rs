//! Values that keep the rules: where a record breaks one, other values of its fields are tried, near those it has and those the rule names.
//!
//! A search of a bounded number of steps, the same each time. Invariant: a value it leaves is one that a form would accept.

use chrono::{Duration, Months, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;

use super::pattern;
use super::random::Random;
use crate::core::entity::Clock;
use crate::core::errors::Errors;
use crate::core::kind::Kind;
use crate::core::locale::Locale;
use crate::core::meta::Rule;
use crate::core::model::FieldInfo;
use crate::core::parse;
use crate::core::value::{Value, Values};

/// Fields changed for one record.
const CHANGES: usize = 12;
/// Values tried for one field.
const TRIED: usize = 1_500;
/// Days between dates of one record, as people space them.
const DAYS: [i64; 11] = [0, 1, 2, 3, 7, 14, 30, 60, 90, 180, 365];

/// What is judged: the fields of a row, their rules, and a judgement of the whole.
pub struct Row<'a> {
    pub fields: &'a [FieldInfo],
    pub rules: Vec<&'static Rule>,
    pub judge: &'a dyn Fn(&Values) -> Errors,
    /// A field that is set by what the row belongs to.
    pub fixed: &'a str,
}

/// Changes the values until their rules hold, or no single change helps.
pub fn repair(row: &Row<'_>, values: &mut Values, clock: &Clock, locale: &Locale, random: &mut Random) {
    let mut broken = broken(row, values);
    for _ in 0..CHANGES {
        if broken.is_empty() {
            return;
        }
        let Some((position, value, left)) = better(row, values, &broken, clock, locale, random) else {
            return;
        };
        values.set_at(position, value);
        broken = left;
    }
}

/// The rules that a row breaks.
fn broken(row: &Row<'_>, values: &Values) -> Vec<&'static Rule> {
    let errors = (row.judge)(values);
    let told = |rule: &&&'static Rule| errors.iter().any(|error| error.message == rule.message);
    row.rules.iter().filter(told).copied().collect()
}

/// The first change of one field after which fewer rules are broken, with those that still are.
fn better(
    row: &Row<'_>,
    values: &Values,
    wrong: &[&'static Rule],
    clock: &Clock,
    locale: &Locale,
    random: &mut Random,
) -> Option<(usize, Value, Vec<&'static Rule>)> {
    let mut tried = values.clone();
    let same = |a: &Rule, b: &Rule| std::ptr::eq(a, b);
    // One message is shown a field: a rule that holds at last may let another one be seen.
    let mut revealing = None;
    for rule in wrong {
        // The last field read is the one that follows from the others, more often than not.
        for name in rule.fields.iter().rev() {
            let Some(position) = row.fields.iter().position(|field| field.name == *name) else {
                continue;
            };
            let Some(field) = row.fields.get(position).filter(|field| is_free(field, row.fixed)) else {
                continue;
            };
            for value in candidates(row, field, position, values, rule, clock, random) {
                if parse::check(field, locale, &value).is_err() {
                    continue;
                }
                tried.set_at(position, value.clone());
                let left = broken(row, &tried);
                if left.len() < wrong.len() {
                    return Some((position, value, left));
                }
                let hidden = |other: &&'static Rule| wrong.iter().any(|known| same(known, other)) || other.fields.first() == rule.fields.first();
                if revealing.is_none() && !left.iter().any(|other| same(other, rule)) && left.iter().all(hidden) {
                    revealing = Some((position, value, left));
                }
            }
            tried.set_at(position, values.at(position).clone());
        }
    }
    revealing
}

fn is_free(field: &FieldInfo, fixed: &str) -> bool {
    field.name != fixed && !field.is_given() && field.target.is_none() && !matches!(field.kind, Kind::File | Kind::Image)
}

/// Values worth a try, the likeliest first; an empty one last, where the field may be empty.
fn candidates(row: &Row<'_>, field: &FieldInfo, position: usize, values: &Values, rule: &Rule, clock: &Clock, random: &mut Random) -> Vec<Value> {
    let others = || {
        (0..row.fields.len())
            .filter(|other| *other != position)
            .map(|other| values.at(other))
    };
    let numbers: Vec<Decimal> = rule.values.iter().filter_map(|text| text.parse().ok()).collect();
    let mut all = match field.kind {
        Kind::Integer => self::numbers(others(), &numbers)
            .into_iter()
            .filter_map(whole)
            .collect(),
        Kind::Decimal {
            ..
        }
        | Kind::Money
        | Kind::Percent => {
            let scale = field.kind.scale().unwrap_or(2);
            self::numbers(others(), &numbers)
                .into_iter()
                .map(|number| Value::Decimal(exact(number, scale)))
                .collect()
        }
        Kind::Date => days(others(), &numbers, clock).into_iter().map(Value::Date).collect(),
        Kind::DateTime => instants(others(), &numbers, clock),
        Kind::Duration => lengths(others(), &numbers),
        Kind::Time => (0..24)
            .filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
            .map(Value::Time)
            .collect(),
        Kind::Boolean => vec![Value::Bool(true), Value::Bool(false)],
        Kind::Enum(choices) => choices.iter().map(|choice| Value::text(choice.code)).collect(),
        Kind::Text {
            ..
        }
        | Kind::LongText
        | Kind::Markdown => texts(others(), values.at(position), rule, &numbers, random),
        _ => Vec::new(),
    };
    all.truncate(TRIED);
    if !field.required && !field.identifier {
        all.push(Value::Null);
    }
    all
}

fn whole(number: Decimal) -> Option<Value> {
    number
        .is_integer()
        .then(|| i64::try_from(number).ok())
        .flatten()
        .map(Value::Int)
}

fn exact(number: Decimal, scale: u32) -> Decimal {
    let mut number = number.round_dp(scale);
    number.rescale(scale);
    number
}

/// Numbers that the others, those of the rule and a few small ones make by one operation, then by two.
fn numbers<'a>(others: impl Iterator<Item = &'a Value>, named: &[Decimal]) -> Vec<Decimal> {
    let others = others.filter_map(|value| match value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(number.normalize()),
        _ => None,
    });
    let mut simple: Vec<Decimal> = named.to_vec();
    simple.extend(others);
    let count = simple.len();
    simple.extend([0, 1, 2, 100].map(Decimal::from));
    let mut all = simple.clone();
    all.extend((3..=24).map(Decimal::from));
    let first: Vec<Decimal> = simple
        .iter()
        .flat_map(|a| simple.iter().flat_map(move |b| combined(*a, *b)))
        .collect();
    all.extend(&first);
    let known = simple.get(..count).unwrap_or(&simple);
    all.extend(
        known
            .iter()
            .flat_map(|a| first.iter().flat_map(move |b| combined(*a, *b))),
    );
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|number| seen.insert(*number));
    all
}

fn combined(a: Decimal, b: Decimal) -> impl Iterator<Item = Decimal> {
    [a.checked_add(b), a.checked_sub(b), a.checked_mul(b), a.checked_div(b)]
        .into_iter()
        .flatten()
}

/// Days before and after those of the other fields and today.
fn days<'a>(others: impl Iterator<Item = &'a Value>, named: &[Decimal], clock: &Clock) -> Vec<NaiveDate> {
    let mut bases: Vec<NaiveDate> = others
        .filter_map(|value| match value {
            Value::Date(day) => Some(*day),
            Value::DateTime(instant) => Some(clock.local(*instant).date()),
            _ => None,
        })
        .collect();
    bases.push(clock.today);
    let named: Vec<i64> = named
        .iter()
        .filter_map(|number| i64::try_from(*number).ok())
        .collect();
    let near = |number: &i64| [*number, number + 1, number - 1, number * 7];
    let spans: Vec<i64> = DAYS.into_iter().chain(named.iter().flat_map(near)).collect();
    let mut all = Vec::new();
    for span in spans {
        for base in &bases {
            all.extend(
                [Some(*base + Duration::days(span)), base.checked_sub_signed(Duration::days(span))]
                    .into_iter()
                    .flatten(),
            );
        }
    }
    for number in named
        .iter()
        .filter_map(|number| u32::try_from(number.unsigned_abs()).ok())
    {
        for months in [Months::new(number), Months::new(number.saturating_mul(12).min(12_000))] {
            for base in &bases {
                all.extend(
                    [base.checked_add_months(months), base.checked_sub_months(months)]
                        .into_iter()
                        .flatten(),
                );
            }
        }
        if let Ok(year) = i32::try_from(number) {
            all.extend(NaiveDate::from_ymd_opt(year, 6, 15));
        }
    }
    all
}

/// The same of instants, at nine and at the hours of the others.
fn instants<'a>(others: impl Iterator<Item = &'a Value> + Clone, named: &[Decimal], clock: &Clock) -> Vec<Value> {
    let mut bases: Vec<NaiveDateTime> = others
        .clone()
        .filter_map(|value| match value {
            Value::DateTime(instant) => Some(*instant),
            _ => None,
        })
        .collect();
    bases.push(clock.now);
    let hours = named
        .iter()
        .filter_map(|number| i64::try_from(*number).ok())
        .chain(0..=8);
    let mut all: Vec<NaiveDateTime> = hours
        .flat_map(|hours| {
            bases
                .iter()
                .flat_map(move |base| [*base + Duration::hours(hours), *base - Duration::hours(hours)])
        })
        .collect();
    all.extend(
        days(others, named, clock)
            .into_iter()
            .filter_map(|day| day.and_hms_opt(9, 0, 0)),
    );
    all.into_iter().map(Value::DateTime).collect()
}

/// Quarters of an hour, what the rule names as each unit, and what lies between instants.
fn lengths<'a>(others: impl Iterator<Item = &'a Value>, named: &[Decimal]) -> Vec<Value> {
    let units = [1, 60, 3_600, 86_400];
    let named = named.iter().filter_map(|number| i64::try_from(*number).ok());
    let named = named.flat_map(|number| units.map(|unit| number.saturating_mul(unit)));
    let others: Vec<i64> = others.filter_map(Value::as_int).collect();
    (1..=32)
        .map(|quarters| quarters * 900)
        .chain(named)
        .chain(others)
        .map(Value::Int)
        .collect()
}

/// The texts that the rule names, or of their form; those of the other fields; the text in capitals, and at the lengths named.
fn texts<'a>(others: impl Iterator<Item = &'a Value>, own: &Value, rule: &Rule, named: &[Decimal], random: &mut Random) -> Vec<Value> {
    let mut all: Vec<String> = Vec::new();
    for text in rule.values {
        all.push((*text).to_owned());
        all.push(pattern::sample(text, random));
    }
    all.extend(others.filter_map(|value| value.as_text().map(str::to_owned)));
    if let Some(own) = own.as_text() {
        all.extend([own.to_uppercase(), own.to_lowercase()]);
        for length in named
            .iter()
            .filter_map(|number| usize::try_from(*number).ok())
            .filter(|length| *length <= 200)
        {
            for length in [length, length + 1, length.saturating_sub(1)] {
                all.push(
                    own.chars()
                        .chain("abcdefghij".chars().cycle())
                        .filter(|letter| !letter.is_whitespace())
                        .take(length)
                        .collect(),
                );
            }
        }
    }
    all.retain(|text| !text.is_empty());
    all.into_iter().map(Value::Text).collect()
}
