//! Which records are worth comparing: those that share a key made to survive errors.
//!
//! A key too many records share tells nothing and is left out: the work stays near-linear. Invariant: pairs come sorted, each once.

use std::collections::HashMap;

use super::Ready;
use super::compare::{Form, Sort};

/// Records that may share a key.
const CROWD: usize = 60;

/// Pairs of records to compare.
pub(super) fn candidates(features: &[Ready], records: usize) -> Vec<(u32, u32)> {
    // Two places in one number: sorting is most of the work.
    let mut pairs: Vec<u64> = Vec::new();
    for keys in passes(features) {
        let mut buckets: HashMap<String, Vec<u32>> = HashMap::new();
        for record in 0..u32::try_from(records).unwrap_or(u32::MAX) {
            for key in keys(record as usize) {
                buckets.entry(key).or_default().push(record);
            }
        }
        for bucket in buckets.into_values().filter(|bucket| (2..=CROWD).contains(&bucket.len())) {
            for (at, a) in bucket.iter().enumerate() {
                pairs.extend(
                    bucket.iter().skip(at + 1).filter(|b| *b != a).map(|b| u64::from(*a) << 32 | u64::from(*b)),
                );
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
    }
    let place = |half: u64| u32::try_from(half & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    pairs.into_iter().map(|pair| (place(pair >> 32), place(pair))).collect()
}

type Keys<'f> = Box<dyn Fn(usize) -> Vec<String> + 'f>;

/// The passes: each feature by itself, then names with places.
fn passes(features: &[Ready]) -> Vec<Keys<'_>> {
    let mut passes: Vec<Keys<'_>> = Vec::new();
    for feature in features {
        passes
            .push(Box::new(|record| form(feature, record).map_or_else(Vec::new, |form| own_keys(feature.sort, form))));
    }
    let names = features.iter().filter(|feature| feature.sort == Sort::Name);
    for name in names {
        let beside =
            features.iter().filter(|feature| matches!(feature.sort, Sort::PostalCode | Sort::Date | Sort::Words));
        for other in beside {
            passes.push(Box::new(|record| both(name, other, record)));
        }
    }
    passes
}

fn form(feature: &Ready, record: usize) -> Option<&Form> {
    feature.forms.get(*feature.codes.get(record)? as usize).filter(|form| !form.key.is_empty())
}

/// The keys of a value by itself.
fn own_keys(sort: Sort, form: &Form) -> Vec<String> {
    let key = &form.key;
    match sort {
        Sort::Name => {
            let mut skeletons: Vec<String> = form.words.iter().map(|word| skeleton(word)).collect();
            skeletons.sort();
            let mut keys = vec![skeletons.join(" ")];
            // One word may be misspelt or missing: each by itself, where it is rare enough to tell something.
            keys.extend(form.words.iter().filter(|word| word.len() >= 4).map(|word| format!("w{word}")));
            keys
        }
        Sort::Words => vec![key.clone()],
        Sort::Email => {
            let user = key.split('@').next().unwrap_or_default();
            vec![key.clone(), format!("u{}", crate::inventory::value::fold(user))]
        }
        Sort::Phone | Sort::Code => {
            let half = key.len() / 2;
            let (start, end) = (key.get(..half).unwrap_or_default(), key.get(half..).unwrap_or_default());
            vec![key.clone(), format!("<{start}"), format!(">{end}")]
        }
        Sort::Date | Sort::PostalCode => vec![key.clone()],
        Sort::Choice => Vec::new(),
    }
}

/// A name's word and the place or day beside it.
fn both(name: &Ready, other: &Ready, record: usize) -> Vec<String> {
    let (Some(name), Some(place)) = (form(name, record), form(other, record)) else { return Vec::new() };
    name.words.iter().filter(|word| word.len() >= 2).map(|word| format!("{} {}", skeleton(word), place.key)).collect()
}

/// A word's first letter and consonants, doubled ones once: what errors and sound leave alone.
fn skeleton(word: &str) -> String {
    let mut skeleton = String::new();
    for letter in word.chars() {
        let sound = match letter {
            'q' | 'k' => 'c',
            'z' => 's',
            'y' => 'i',
            'w' => 'v',
            other => other,
        };
        let is_vowel = "aeiouh".contains(sound);
        if skeleton.is_empty() || !is_vowel && !skeleton.ends_with(sound) {
            skeleton.push(sound);
        }
    }
    skeleton
}
