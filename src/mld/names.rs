//! Physical names: unique whatever the case, and short enough for every engine.
//!
//! Doesn't quote: that is the dialect's business. Invariant: the same model gives the same names, and a name that is
//! short and new is left as it is.

use std::collections::BTreeSet;

/// PostgreSQL keeps 63 bytes of a name, MariaDB 64 characters; one limit for all, so that a model has one set of names.
pub const LONGEST: usize = 63;

/// Names taken in a scope.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// `wanted`, shortened, and numbered where it is taken.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let mut name = shorten(wanted);
        let mut number = 2;
        while !self.taken.insert(name.to_lowercase()) {
            name = shorten(&format!("{wanted}_{number}"));
            number += 1;
        }
        name
    }

    /// Whether the name is still free.
    pub(crate) fn is_free(&self, wanted: &str) -> bool {
        !self.taken.contains(&shorten(wanted).to_lowercase())
    }
}

/// At most [`LONGEST`] bytes: a name that is longer ends in the hash of the whole.
pub fn shorten(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    if clean.is_empty() {
        return "n".into();
    }
    if clean.len() <= LONGEST {
        return clean.to_owned();
    }
    let mut end = LONGEST - 9;
    while !clean.is_char_boundary(end) {
        end -= 1;
    }
    let start = clean.get(..end).unwrap_or_default().trim_end_matches(['_', ' ']);
    format!("{start}_{:08x}", fnv1a(clean))
}

/// FNV-1a, 32 bits (Fowler, Noll, Vo): short, and the same on every machine.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_their_start_and_stay_apart() {
        let one = shorten(&"a".repeat(200));
        let two = shorten(&"a".repeat(201));
        assert_eq!(one.len(), LONGEST);
        assert_ne!(one, two);
        assert!(shorten(&"é".repeat(60)).len() <= LONGEST);
    }

    #[test]
    fn a_taken_name_is_numbered_whatever_its_case() {
        let mut names = Names::default();
        assert_eq!(names.take("Client"), "Client");
        assert_eq!(names.take("client"), "client_2");
        assert_eq!(names.take("client"), "client_3");
    }
}
