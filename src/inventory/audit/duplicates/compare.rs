//! How two values of a field agree, by what the field is.
//!
//! Values are first brought to one form (case, accents, signs, order of words, legal forms); what then remains different is measured.

use crate::inventory::value::{date, fold, national};

/// How the values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Names of people or firms: words in any order, spelling errors, initials.
    Name,
    /// Addresses, cities, titles: words.
    Words,
    /// E-mail addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Numbers with check digits, references: a wrong letter or two swapped.
    Code,
    /// Postal codes.
    PostalCode,
    /// Days.
    Date,
    /// One of few values.
    Choice,
}

/// How two values agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Agreement {
    /// The same, once brought to one form.
    Equal,
    /// A spelling error away.
    Close,
    /// In part.
    Partial,
    /// Not at all.
    Different,
}

impl Sort {
    /// How often true duplicates agree that way: the m of Fellegi & Sunter, fixed beforehand from how offices err.
    pub(super) fn among_duplicates(self, agreement: Agreement) -> f64 {
        let [equal, close, partial, different] = match self {
            Sort::Name => [0.62, 0.24, 0.10, 0.04],
            Sort::Words => [0.62, 0.18, 0.12, 0.08],
            Sort::Email => [0.76, 0.10, 0.04, 0.10],
            Sort::Phone => [0.76, 0.10, 0.02, 0.12],
            Sort::Code => [0.86, 0.10, 0.02, 0.02],
            Sort::PostalCode => [0.84, 0.07, 0.05, 0.04],
            Sort::Date => [0.86, 0.10, 0.01, 0.03],
            Sort::Choice => [0.90, 0.03, 0.02, 0.05],
        };
        match agreement {
            Agreement::Equal => equal,
            Agreement::Close => close,
            Agreement::Partial => partial,
            Agreement::Different => different,
        }
    }

    /// The most that a field may weigh, in bits: a shared switchboard or mailbox proves no identity by itself.
    pub(super) fn most(self) -> f64 {
        match self {
            Sort::Name | Sort::Code => 20.0,
            Sort::Email => 14.0,
            Sort::Phone => 12.0,
            Sort::Words | Sort::Date => 12.0,
            Sort::PostalCode => 6.0,
            Sort::Choice => 3.0,
        }
    }
}

/// A value brought to one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Equal for equal values.
    pub(super) key: String,
    /// Its words, sorted.
    pub(super) words: Vec<String>,
}

/// Words that say nothing of whose name it is.
const IDLE: &[&str] = &[
    "sarl",
    "sas",
    "sasu",
    "sa",
    "eurl",
    "sci",
    "snc",
    "ste",
    "societe",
    "ets",
    "etablissements",
    "etablissement",
    "et",
    "cie",
    "fils",
    "m",
    "mr",
    "mme",
    "mlle",
    "dr",
    "monsieur",
    "madame",
    "ltd",
    "inc",
    "the",
    "de",
    "du",
    "la",
    "le",
    "les",
    "des",
    "d",
    "l",
];

/// Short forms in addresses.
const SHORT: &[(&str, &str)] = &[
    ("av", "avenue"),
    ("ave", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("bvd", "boulevard"),
    ("r", "rue"),
    ("pl", "place"),
    ("ch", "chemin"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("rte", "route"),
    ("imp", "impasse"),
    ("all", "allee"),
];

/// Brings a value to one form.
pub(super) fn form(sort: Sort, value: &str) -> Form {
    let alone = |key: String| Form { key, words: Vec::new() };
    match sort {
        Sort::Name => of_words(words(value, |word| !IDLE.contains(&word)), value),
        Sort::Words => {
            let words = words(value, |word| !["de", "du", "la", "le", "les", "des", "d", "l", "cedex"].contains(&word));
            of_words(words.into_iter().map(written_out).collect(), value)
        }
        Sort::Email => alone(value.trim().trim_start_matches("mailto:").to_lowercase()),
        Sort::Phone => alone(national(value)),
        Sort::Code | Sort::Choice => alone(fold(value)),
        Sort::PostalCode => alone(postal(value)),
        Sort::Date => alone(date(value).map_or_else(|| fold(value), |date| date.format("%Y%m%d").to_string())),
    }
}

fn words(value: &str, keeps: impl Fn(&str) -> bool) -> Vec<String> {
    let folded = any_ascii::any_ascii(value).to_lowercase();
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let kept: Vec<String> = words.filter(|word| keeps(word)).map(str::to_owned).collect();
    kept
}

fn of_words(mut words: Vec<String>, value: &str) -> Form {
    if words.is_empty() {
        words = self::words(value, |_| true);
    }
    words.sort();
    Form { key: words.join(" "), words }
}

fn written_out(word: String) -> String {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| (*long).to_owned())
}

/// Five digits: Excel drops a zero in front.
fn postal(value: &str) -> String {
    let code = fold(value);
    if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()) { format!("0{code}") } else { code }
}

/// How two forms that aren't equal agree.
pub(super) fn compare(sort: Sort, a: &Form, b: &Form) -> Agreement {
    match sort {
        Sort::Name | Sort::Words => by_words(a, b),
        Sort::Email => emails(&a.key, &b.key),
        Sort::Phone | Sort::Code | Sort::PostalCode | Sort::Date => codes(sort, &a.key, &b.key),
        Sort::Choice => Agreement::Different,
    }
}

/// Each word of the shorter is sought among those of the longer: the same, nearly the same, or its initial.
fn by_words(a: &Form, b: &Form) -> Agreement {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    let mut left: Vec<&String> = long.words.iter().collect();
    let (mut total, mut found, mut weakest) = (0, 0.0_f64, 1.0_f64);
    for word in &short.words {
        total += 1;
        let best =
            left.iter().enumerate().map(|(at, other)| (at, alike(word, other))).max_by(|x, y| x.1.total_cmp(&y.1));
        let Some((at, likeness)) = best else { continue };
        weakest = weakest.min(likeness);
        found += likeness;
        left.remove(at);
    }
    let joined = strsim::jaro_winkler(&a.words.concat(), &b.words.concat());
    let mean = if total == 0 { 0.0 } else { found / f64::from(total) };
    let same_length = short.words.len() == long.words.len();
    match () {
        () if same_length && mean >= 0.9 && weakest >= 0.8 || joined >= 0.96 => Agreement::Close,
        () if mean >= 0.92 && weakest >= 0.85 && total >= 2 => Agreement::Close,
        () if mean >= 0.9 || joined >= 0.9 || mean >= 0.75 && total >= 2 => Agreement::Partial,
        () => Agreement::Different,
    }
}

/// How much two words are alike, from 0 to 1. An initial stands for its word; numbers are equal or not.
fn alike(a: &str, b: &str) -> f64 {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    match () {
        () if a == b => 1.0,
        () if is_number(a) || is_number(b) => 0.0,
        () if a.len() == 1 && b.starts_with(a) || b.len() == 1 && a.starts_with(b) => 0.86,
        () if a.len() >= 4 && b.len() >= 4 && strsim::osa_distance(a, b) == 1 => 0.95,
        () => strsim::jaro_winkler(a, b) * 0.95,
    }
}

fn emails(a: &str, b: &str) -> Agreement {
    let (Some((a_user, a_host)), Some((b_user, b_host))) = (a.split_once('@'), b.split_once('@')) else {
        return if strsim::osa_distance(a, b) <= 1 { Agreement::Close } else { Agreement::Different };
    };
    let users = strsim::osa_distance(a_user, b_user);
    let numbers = |user: &str| user.chars().filter(char::is_ascii_digit).collect::<String>();
    let same_numbers = numbers(a_user) == numbers(b_user);
    match () {
        () if users <= 1 && same_numbers && (a_host == b_host || strsim::osa_distance(a_host, b_host) <= 2) => {
            Agreement::Close
        }
        () if users == 0 && a_user.len() >= 5 => Agreement::Partial,
        () => Agreement::Different,
    }
}

/// One sign wrong, left out or swapped with the next is close; two are in part.
fn codes(sort: Sort, a: &str, b: &str) -> Agreement {
    let distance = strsim::osa_distance(a, b);
    let swapped_date =
        sort == Sort::Date && a.get(..4) == b.get(..4) && a.get(4..6) == b.get(6..8) && a.get(6..8) == b.get(4..6);
    let department = sort == Sort::PostalCode && a.get(..2).is_some() && a.get(..2) == b.get(..2);
    match () {
        () if distance == 1 && a.len() >= 4 || swapped_date => Agreement::Close,
        () if distance == 2 && a.len() >= 8 || department => Agreement::Partial,
        () => Agreement::Different,
    }
}
