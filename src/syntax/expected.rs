//! What the grammar expected, in words.

use pest::error::{Error, ErrorVariant};

use super::grammar::Rule;
use crate::diag::Text;

/// The alternatives of an error as an enumeration: "a type, `min` or the end of the line".
pub(crate) fn alternatives(error: &Error<Rule>) -> Text {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Text::same("");
    };
    let mut words: Vec<Text> = Vec::new();
    for rule in positives {
        let word = word(*rule);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    enumerated(&words)
}

fn enumerated(words: &[Text]) -> Text {
    let fr: Vec<&str> = words.iter().map(|word| word.fr.as_str()).collect();
    let en: Vec<&str> = words.iter().map(|word| word.en.as_str()).collect();
    Text { fr: joined(&fr, "ou"), en: joined(&en, "or") }
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A rule in words.
fn word(rule: Rule) -> Text {
    Text::same(format!("{rule:?}"))
}
