//! Records that are probably one person, firm or thing, told twice: probabilistic linkage after Fellegi & Sunter (1969), without training.
//!
//! Each field that two records have in common is evidence: log2(m / u), m being how often the field agrees that way in true duplicates
//! (fixed by its sort), u how often it does by chance: for equal values the frequency of that value, else measured on random pairs.
//! Candidates come from blocking keys, so that the work stays near-linear. Invariant: a pair is `(a, b)` with `a < b`, told once, and
//! the same records give the same pairs on every machine.

mod block;
mod compare;

use std::collections::HashMap;

pub use compare::{Agreement, Sort};

/// A field of the records to compare.
#[derive(Debug, Clone)]
pub struct Feature {
    /// How its values are compared.
    pub sort: Sort,
    /// One value a record; empty where unknown.
    pub values: Vec<String>,
}

/// Two records that are probably one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The first record, by its place.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// How probable it is that they are one, from 0 to 1.
    pub probability: f64,
    /// What speaks for it and against it: the feature, how it agrees, how much that weighs in bits.
    pub evidence: Vec<(usize, Agreement, f64)>,
}

/// Pairs at least so probable are told.
pub const THRESHOLD: f64 = 0.9;

/// How many duplicates a record has, taken for granted before anything is compared.
const PRIOR_DUPLICATES: f64 = 0.1;

/// The score of a pair that is told, in bits: odds of [`THRESHOLD`]; a little less, since sums are rounded.
const LEAST: f64 = 3.169;

/// Random pairs compared to know what agrees by chance.
const RANDOM_PAIRS: usize = 20_000;

/// A feature made ready: each distinct value once.
struct Ready {
    sort: Sort,
    codes: Vec<u32>,
    forms: Vec<compare::Form>,
    /// The share of the records that have each value.
    frequency: Vec<f64>,
    /// The chance of each agreement but equality, at random.
    chance: HashMap<Agreement, f64>,
}

/// The probable duplicates among so many records, the most probable first.
pub fn find(features: &[Feature], records: usize) -> Vec<Pair> {
    if records < 2 {
        return Vec::new();
    }
    let ready: Vec<Ready> = features.iter().map(|feature| ready(feature, records)).collect();
    let judge = Judge::new(&ready, records);
    let mut pairs: Vec<Pair> = block::candidates(&ready, records)
        .into_iter()
        .filter_map(|(a, b)| judge.pair(a as usize, b as usize))
        .filter(|pair| pair.probability >= THRESHOLD)
        .collect();
    pairs.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
    pairs
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn ready(feature: &Feature, records: usize) -> Ready {
    let mut known: HashMap<String, u32> = HashMap::new();
    let (mut codes, mut forms, mut counts): (Vec<u32>, Vec<compare::Form>, Vec<usize>) =
        (Vec::new(), Vec::new(), Vec::new());
    for at in 0..records {
        let form = compare::form(feature.sort, feature.values.get(at).map_or("", String::as_str));
        let code = *known.entry(form.key.clone()).or_insert_with(|| {
            forms.push(form);
            counts.push(0);
            u32::try_from(forms.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
        codes.push(code);
    }
    let frequency = counts.iter().map(|count| real(*count) / real(records)).collect();
    let mut ready = Ready { sort: feature.sort, codes, forms, frequency, chance: HashMap::new() };
    ready.chance = chance(&ready, records);
    ready
}

/// How often each agreement comes by chance: on pairs drawn by a fixed generator, so that a run can be repeated.
fn chance(ready: &Ready, records: usize) -> HashMap<Agreement, f64> {
    let mut counts: HashMap<Agreement, usize> = HashMap::new();
    let (mut state, mut seen) = (0x9E37_79B9_7F4A_7C15_u64, 0_usize);
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(records).unwrap_or(1)).unwrap_or(0)
    };
    for _ in 0..RANDOM_PAIRS {
        let (a, b) = (draw(), draw());
        if a != b
            && let Some((agreement, _)) = agreement(ready, a, b)
        {
            seen += 1;
            *counts.entry(agreement).or_default() += 1;
        }
    }
    let all = [Agreement::Close, Agreement::Partial, Agreement::Different];
    all.into_iter()
        .map(|one| (one, (real(counts.get(&one).copied().unwrap_or(0)) + 0.5) / (real(seen) + 2.0)))
        .collect()
}

/// How two records agree on a feature, and how frequent the value is where they are equal; none where one of them has no value.
fn agreement(ready: &Ready, a: usize, b: usize) -> Option<(Agreement, f64)> {
    let (a, b) = (*ready.codes.get(a)? as usize, *ready.codes.get(b)? as usize);
    let (form_a, form_b) = (ready.forms.get(a)?, ready.forms.get(b)?);
    if form_a.key.is_empty() || form_b.key.is_empty() {
        return None;
    }
    let frequency = |at: usize| ready.frequency.get(at).copied().unwrap_or(1.0);
    if a == b {
        return Some((Agreement::Equal, frequency(a)));
    }
    Some((compare::compare(ready.sort, form_a, form_b), frequency(a).max(frequency(b))))
}

/// Weighs the evidence of pairs. Most candidates are told apart by what costs nothing to see: which values are equal.
struct Judge<'r> {
    ready: &'r [Ready],
    prior: f64,
    /// The features, those whose values are quickly compared first.
    order: Vec<usize>,
    /// The most that each feature can weigh where its values differ.
    unequal: Vec<f64>,
}

impl<'r> Judge<'r> {
    fn new(ready: &'r [Ready], records: usize) -> Self {
        let mut order: Vec<usize> = (0..ready.len()).collect();
        let is_slow = |at: &usize| ready.get(*at).is_some_and(|it| matches!(it.sort, Sort::Name | Sort::Words));
        order.sort_by_key(is_slow);
        let most = |feature: &Ready| {
            let others = [Agreement::Close, Agreement::Partial, Agreement::Different];
            others.into_iter().map(|agreement| feature.weight(agreement, 0.0)).fold(f64::MIN, f64::max)
        };
        let prior = (PRIOR_DUPLICATES * 2.0 / real(records)).log2();
        Judge { ready, prior, order, unequal: ready.iter().map(most).collect() }
    }

    /// The pair with its evidence; none as soon as what is left to compare can't make it probable.
    fn pair(&self, a: usize, b: usize) -> Option<Pair> {
        let bounds = self.ready.iter().zip(&self.unequal).map(|(feature, unequal)| feature.bound(a, b, *unequal));
        let bounds: Vec<f64> = bounds.collect();
        let mut possible = self.prior + bounds.iter().sum::<f64>();
        let mut evidence = Vec::new();
        for at in &self.order {
            if possible < LEAST {
                return None;
            }
            let (feature, bound) = (self.ready.get(*at)?, bounds.get(*at)?);
            let Some((agreement, frequency)) = agreement(feature, a, b) else { continue };
            let weight = feature.weight(agreement, frequency);
            possible += weight - bound;
            evidence.push((*at, agreement, weight));
        }
        evidence.sort_by_key(|(at, ..)| *at);
        let score = evidence.iter().fold(self.prior, |score, (_, _, weight)| score + weight);
        let odds = score.clamp(-60.0, 60.0).exp2();
        Some(Pair { a: a.min(b), b: a.max(b), probability: odds / (1.0 + odds), evidence })
    }
}

impl Ready {
    /// How much an agreement speaks for one record, in bits; `frequency`: of the value, or the more frequent of the two.
    fn weight(&self, agreement: Agreement, frequency: f64) -> f64 {
        let by_chance = || self.chance.get(&agreement).copied().unwrap_or(1.0);
        let by_chance = match agreement {
            Agreement::Equal => frequency,
            // What resembles a frequent value resembles it often.
            Agreement::Close => by_chance().max(frequency * 0.5),
            _ => by_chance(),
        };
        (self.sort.among_duplicates(agreement) / by_chance).log2().clamp(-12.0, self.sort.most())
    }

    /// The most that it can weigh for two records, without comparing values.
    fn bound(&self, a: usize, b: usize, unequal: f64) -> f64 {
        let code = |record: usize| self.codes.get(record).map(|code| *code as usize);
        let is_empty = |code: usize| self.forms.get(code).is_none_or(|form| form.key.is_empty());
        match (code(a), code(b)) {
            (Some(a), Some(b)) if is_empty(a) || is_empty(b) => 0.0,
            (Some(a), Some(b)) if a == b => {
                self.weight(Agreement::Equal, self.frequency.get(a).copied().unwrap_or(1.0))
            }
            _ => unequal,
        }
    }
}
