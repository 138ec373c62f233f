//! The distinct values of a column, each with a code: its place in the order of first occurrence.
//!
//! Values lie one after another in a single text, so that a million of them cost little more than their letters.
//! Invariant: `ends` is sorted and lies on character boundaries of `text`; codes are `0..len`.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The distinct values of a column.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    text: String,
    ends: Vec<usize>,
    codes: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Dictionary {
    /// How many distinct values there are, the empty one included if it occurs.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The value of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        value(&self.text, &self.ends, code)
    }

    /// The code of a value.
    pub fn code(&self, wanted: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(wanted);
        self.codes.find(hash, |code| self.get(*code) == Some(wanted)).copied()
    }

    /// All values, in the order of their codes.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let codes = 0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        codes.filter_map(|code| self.get(code))
    }

    /// The code of a value, given now if it is new.
    pub(crate) fn intern(&mut self, new: &str) -> u32 {
        let hash = self.hasher.hash_one(new);
        let (text, ends) = (&self.text, &self.ends);
        if let Some(code) = self.codes.find(hash, |code| value(text, ends, *code) == Some(new)) {
            return *code;
        }
        let code = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(new);
        self.ends.push(self.text.len());
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.codes.insert_unique(hash, code, |code| hasher.hash_one(value(text, ends, *code).unwrap_or_default()));
        code
    }

    /// Bytes of its values.
    pub(crate) fn size(&self) -> usize {
        self.text.len() + self.ends.len() * 16
    }
}

fn value<'t>(text: &'t str, ends: &[usize], code: u32) -> Option<&'t str> {
    let at = code as usize;
    let end = *ends.get(at)?;
    let start = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    text.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::Dictionary;

    #[test]
    fn codes_follow_the_order_of_first_occurrence() {
        let mut dictionary = Dictionary::default();
        let codes: Vec<u32> = ["b", "", "é", "b", "", "a"].iter().map(|value| dictionary.intern(value)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1, 3]);
        assert_eq!(dictionary.values().collect::<Vec<_>>(), ["b", "", "é", "a"]);
        assert_eq!((dictionary.code("é"), dictionary.code("z"), dictionary.get(9)), (Some(2), None, None));
    }
}
