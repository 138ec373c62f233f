//! What identifies a record: a number that the database gives, or a UUID that the application does (`keys` of `merisier.yaml`).
//!
//! Both may live in one application: an entity whose identifier is a `serial` is keyed by it. Invariant: a key that is asked of the
//! database is of its entity's kind, since engines don't compare one with the other.

use std::fmt;

use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;

/// The key of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Key {
    Integer(i64),
    Uuid(Uuid),
}

impl Key {
    /// Stands where there is no record, or none yet: the key of none.
    pub const NONE: Key = Key::Integer(0);

    pub fn kind(self) -> KeyKind {
        match self {
            Key::Integer(_) => KeyKind::Integer,
            Key::Uuid(_) => KeyKind::Uuid,
        }
    }
}

/// As URLs, forms and files have it.
impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Integer(number) => number.fmt(out),
            Key::Uuid(uuid) => uuid.fmt(out),
        }
    }
}

impl From<i64> for Key {
    fn from(number: i64) -> Key {
        Key::Integer(number)
    }
}

/// As pages have it.
impl From<Key> for minijinja::Value {
    fn from(key: Key) -> minijinja::Value {
        match key {
            Key::Integer(number) => number.into(),
            Key::Uuid(uuid) => uuid.to_string().into(),
        }
    }
}

/// How the records of an entity are identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// By a number, which the database gives.
    Integer,
    /// By a UUID, which the application gives.
    Uuid,
}

impl KeyKind {
    pub const ALL: [KeyKind; 2] = [KeyKind::Integer, KeyKind::Uuid];

    /// The core's own table for records identified so: engines don't keep both kinds in one column.
    pub fn table(self, name: &str) -> String {
        match self {
            KeyKind::Integer => name.to_owned(),
            KeyKind::Uuid => format!("{name}_uuid"),
        }
    }

    /// The key that a text says; none when it says none of this kind.
    pub fn read(self, text: &str) -> Option<Key> {
        match self {
            KeyKind::Integer => text.parse().ok().map(Key::Integer),
            KeyKind::Uuid => Uuid::try_parse(text).ok().map(Key::Uuid),
        }
    }

    /// The key that JSON says, as `Key` is written in it.
    pub fn of_json(self, json: &Json) -> Option<Key> {
        match self {
            KeyKind::Integer => json.as_i64().map(Key::Integer),
            KeyKind::Uuid => json.as_str().and_then(|text| self.read(text)),
        }
    }

    /// The key of a new record, greater than those made before (version 7); none where the database gives it.
    pub fn made(self) -> Option<Key> {
        match self {
            KeyKind::Integer => None,
            KeyKind::Uuid => Some(Key::Uuid(Uuid::now_v7())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let made = KeyKind::Uuid.made().unwrap_or(Key::NONE);
        for (kind, key) in [(KeyKind::Integer, Key::Integer(42)), (KeyKind::Uuid, made)] {
            assert_eq!(kind.read(&key.to_string()), Some(key));
            assert_eq!(kind.of_json(&serde_json::json!(key)), Some(key));
        }
        assert_eq!(KeyKind::Uuid.read("42"), None);
        assert_eq!(KeyKind::Integer.read(&made.to_string()), None);
    }

    #[test]
    fn what_is_made_later_comes_after() {
        let keys: Vec<Option<Key>> = (0..100).map(|_| KeyKind::Uuid.made()).collect();
        assert!(keys.is_sorted() && keys.iter().all(Option::is_some));
    }
}
