//! What is known of attributes beside dependencies: from their names, their types, or data.
//!
//! Guesses from names are weak evidence, used only where dependencies leave two readings open.

use crate::normal::schema::Schema;
use crate::normal::set::{Attr, AttrSet};

/// What is known of the attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// May be empty: a link by it is `0,1`, and it never identifies.
    pub nullable: AttrSet,
    /// Dates, months, years: they tell occurrences of one thing apart rather than being a thing.
    pub temporal: AttrSet,
    /// Numbers within something else: a line, a rank.
    pub ordinal: AttrSet,
    /// Attributes that take their values among those of another (first: the one that refers; second: an identifier, or a unique field).
    pub references: Vec<(Attr, Attr)>,
}

/// Words of names that tell a date, in French and English, sorted.
const TEMPORAL: &[&str] = &[
    "an",
    "annee",
    "annees",
    "date",
    "day",
    "debut",
    "end",
    "exercice",
    "fin",
    "heure",
    "hour",
    "jour",
    "mois",
    "month",
    "period",
    "periode",
    "semaine",
    "semester",
    "semestre",
    "start",
    "time",
    "timestamp",
    "trimestre",
    "week",
    "year",
];

/// Words of names that tell a place in a list, sorted.
const ORDINAL: &[&str] = &[
    "index", "indice", "item", "ligne", "line", "lineno", "ordre", "position", "poste", "rang", "rank", "seq",
    "sequence", "version",
];

/// Names that tell a place in a list where they stand alone, sorted.
const NUMBER: &[&str] = &["n", "no", "num", "number", "numero"];

impl Clues {
    /// What the names of attributes suggest.
    pub fn from_names(schema: &Schema) -> Self {
        let mut clues = Clues::default();
        for (attr, name) in schema.names().iter().enumerate() {
            let words = words(name);
            let has = |list: &[&str]| words.iter().any(|word| list.binary_search(&word.as_str()).is_ok());
            if has(ORDINAL) || words.len() == 1 && has(NUMBER) {
                clues.ordinal.insert(attr);
            } else if has(TEMPORAL) {
                clues.temporal.insert(attr);
            }
        }
        clues
    }

    /// Whether an attribute tells occurrences of something else apart rather than being something.
    pub fn is_local(&self, attr: Attr) -> bool {
        self.temporal.contains(attr) || self.ordinal.contains(attr)
    }
}

/// The words of a name, in lower case and without accents that matter here: `date_début`, `DateDébut`, `Date début`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for letter in name.chars() {
        let starts = !letter.is_alphanumeric() || letter.is_uppercase() && after_lower;
        if starts {
            words.push(String::new());
        }
        after_lower = letter.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase().map(plain));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn plain(letter: char) -> char {
    match letter {
        'é' | 'è' | 'ê' => 'e',
        'à' | 'â' => 'a',
        'û' | 'ù' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_dates_and_numbers_of_lines() {
        let schema = Schema::new(["num_ligne", "Date début", "moisDe", "num_client", "numéro", "segment", "anneau"]);
        let clues = Clues::from_names(&schema);
        assert_eq!(clues.ordinal.to_vec(), [0, 4]);
        assert_eq!(clues.temporal.to_vec(), [1, 2]);
    }

    #[test]
    fn words_are_sorted_for_the_binary_search() {
        assert!([TEMPORAL, ORDINAL, NUMBER].iter().all(|words| words.is_sorted()));
    }
}
