//! Names of the generated application: modules, structs, fields, addresses.
//!
//! Invariant: a name is a legal Rust identifier, and unique in its scope.

use std::collections::BTreeSet;

/// Words that Rust keeps for itself, and `mod`, which would be a module's own file.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types that a generated module uses, and so can't name its own struct.
const TAKEN_TYPES: &[&str] = &[
    "Check",
    "Choice",
    "Clock",
    "Datelike",
    "Days",
    "Decimal",
    "Entity",
    "EntityMeta",
    "Err",
    "Errors",
    "Field",
    "Fields",
    "Initial",
    "Key",
    "KeyKind",
    "Kind",
    "Leg",
    "Lines",
    "Members",
    "Months",
    "NaiveDate",
    "NaiveDateTime",
    "NaiveTime",
    "None",
    "Ok",
    "OnDelete",
    "Option",
    "Reference",
    "Relation",
    "RelationMeta",
    "Rule",
    "Section",
    "Self",
    "Some",
    "Sql",
    "String",
    "TimeDelta",
    "Unique",
    "Value",
    "Values",
    "Vec",
    "Module",
    "Result",
    "Box",
];

/// Names already given in a scope.
#[derive(Debug, Default)]
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// `wanted`, or `wanted` numbered where it is taken.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }
}

/// A field, function or module name: a keyword gets a final underscore.
pub(super) fn identifier(snake: &str) -> String {
    if KEYWORDS.contains(&snake) { format!("{snake}_") } else { snake.to_owned() }
}

/// `ligne_devis` as `LigneDevis`; a name that the module needs for something else gets `Record` behind it.
pub(super) fn type_name(snake: &str) -> String {
    let mut name = String::with_capacity(snake.len());
    for word in snake.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    if TAKEN_TYPES.contains(&name.as_str()) { format!("{name}Record") } else { name }
}

/// A part of an address in the browser: `Contrats d'entretien` as `contrats-d-entretien`.
pub(super) fn slug(label: &str, fallback: &str) -> String {
    let ascii = any_ascii::any_ascii(label).to_lowercase();
    let words: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(60).collect();
    let slug = if slug.is_empty() { fallback.replace('_', "-") } else { slug };
    // Addresses that the application itself answers to.
    let reserved = matches!(
        slug.as_str(),
        "api" | "files" | "static" | "health" | "custom" | "login" | "logout" | "account" | "search"
    );
    if reserved { format!("{slug}-records") } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_distinct() {
        assert_eq!(identifier("type"), "type_");
        assert_eq!(type_name("ligne_devis"), "LigneDevis");
        assert_eq!(type_name("option"), "OptionRecord");
        assert_eq!(slug("Contrats d'entretien", "x"), "contrats-d-entretien");
        assert_eq!(slug("«»", "n_a"), "n-a");
        assert_eq!(slug("API", "api"), "api-records");
        assert_eq!(slug("Files", "file"), "files-records");
        let mut scope = Scope::default();
        assert_eq!((scope.take("a"), scope.take("a")), ("a".to_owned(), "a_2".to_owned()));
    }
}
