//! Values of another type that become values of an enumeration: by the names of its values, by their labels, by the answers `map`.
//!
//! A text that is both the name of one value and the label of another is the former. Judges no value: those that are none are refused
//! by the list's own check.

use crate::mcd::{FieldRef, Mcd, Type};

use super::answers::Answers;
use super::world::path;

/// Each text that isn't a stored value already, with the stored value that it becomes. Empty unless something else becomes an enumeration.
pub(super) fn texts(old: &Mcd, new: &Mcd, answers: &Answers, was: FieldRef, now: FieldRef) -> Vec<(String, String)> {
    let Type::Enum(id) = &new.field(now).ty else { return Vec::new() };
    if matches!(old.field(was).ty, Type::Enum(_)) {
        return Vec::new();
    }
    let values = &new.enumeration(*id).values;
    let named = |name: &str| values.iter().find(|value| value.name == name).map(|value| value.snake.clone());
    let path = path(new, now);
    let mapped = answers.replacements(&path).filter_map(|(text, to)| Some((text.to_owned(), named(to)?)));
    let mut found: Vec<(String, String)> = mapped.collect();
    for value in values {
        for word in [&value.name, &value.label] {
            let is_stored = values.iter().any(|other| other.snake == *word);
            if !is_stored && !found.iter().any(|(text, _)| text == word) {
                found.push((word.clone(), value.snake.clone()));
            }
        }
    }
    found
}
