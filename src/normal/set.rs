//! Sets of attributes of any width, as bits.
//!
//! Knows no name. Invariant: the last word is never zero, so that equal sets are equal words, hash alike and compare alike.

use std::cmp::Reverse;
use std::collections::HashMap;

/// An attribute: its place in a [`Schema`](super::Schema).
pub type Attr = usize;

const BITS: usize = u64::BITS as usize;

/// A set of attributes. Sets compare by their words: an order to sort by, without a meaning of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttrSet {
    words: Vec<u64>,
}

impl AttrSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// The attributes `0..width`.
    pub fn all(width: usize) -> Self {
        (0..width).collect()
    }

    /// The set of one attribute.
    pub fn one(attr: Attr) -> Self {
        std::iter::once(attr).collect()
    }

    /// Whether `attr` is in it.
    pub fn contains(&self, attr: Attr) -> bool {
        self.words.get(attr / BITS).is_some_and(|word| word >> (attr % BITS) & 1 == 1)
    }

    /// Adds `attr`; whether it is new.
    pub fn insert(&mut self, attr: Attr) -> bool {
        let at = attr / BITS;
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        let Some(word) = self.words.get_mut(at) else { return false };
        let before = *word;
        *word |= 1 << (attr % BITS);
        *word != before
    }

    /// Takes `attr` away; whether it was there.
    pub fn remove(&mut self, attr: Attr) -> bool {
        let Some(word) = self.words.get_mut(attr / BITS) else { return false };
        let before = *word;
        *word &= !(1 << (attr % BITS));
        let changed = *word != before;
        self.trim();
        changed
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many attributes it has.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many words it is made of: what an operation on it costs.
    pub(super) fn width(&self) -> usize {
        self.words.len()
    }

    /// Whether all its attributes are in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.words.len() <= other.words.len() && self.words.iter().zip(&other.words).all(|(own, its)| own & !its == 0)
    }

    /// Whether it has no attribute in common with `other`.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(own, its)| own & its == 0)
    }

    /// Adds the attributes of `other`.
    pub fn extend_with(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (own, its) in self.words.iter_mut().zip(&other.words) {
            *own |= its;
        }
    }

    /// The attributes of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut union = self.clone();
        union.extend_with(other);
        union
    }

    /// The attributes of both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::trimmed(self.words.iter().zip(&other.words).map(|(own, its)| own & its).collect())
    }

    /// Its attributes that aren't in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let others = other.words.iter().chain(std::iter::repeat(&0));
        Self::trimmed(self.words.iter().zip(others).map(|(own, its)| own & !its).collect())
    }

    /// It without `attr`.
    #[must_use]
    pub fn without(&self, attr: Attr) -> Self {
        let mut rest = self.clone();
        rest.remove(attr);
        rest
    }

    /// It with `attr`.
    #[must_use]
    pub fn with(&self, attr: Attr) -> Self {
        let mut more = self.clone();
        more.insert(attr);
        more
    }

    /// Its attributes, least first.
    pub fn iter(&self) -> impl Iterator<Item = Attr> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| Bits(*word).map(move |bit| at * BITS + bit))
    }

    /// Its least attribute.
    pub fn first(&self) -> Option<Attr> {
        self.iter().next()
    }

    /// Its attributes in a list, least first.
    pub fn to_vec(&self) -> Vec<Attr> {
        self.iter().collect()
    }

    fn trimmed(words: Vec<u64>) -> Self {
        let mut set = AttrSet { words };
        set.trim();
        set
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

impl FromIterator<Attr> for AttrSet {
    fn from_iter<I: IntoIterator<Item = Attr>>(attrs: I) -> Self {
        let mut set = AttrSet::new();
        for attr in attrs {
            set.insert(attr);
        }
        set
    }
}

/// Sorts sets by size, then by their attributes: the order in which keys and relations are told.
pub(super) fn sort_by_size(sets: &mut [AttrSet]) {
    sets.sort_by_cached_key(|set| (set.len(), set.to_vec()));
}

/// For each set, the largest other that holds it; of equal sets the first holds the others. None for those to keep.
pub(super) fn holders(sets: &[AttrSet]) -> Vec<Option<usize>> {
    let mut with: HashMap<Attr, Vec<usize>> = HashMap::new();
    for (at, set) in sets.iter().enumerate() {
        set.iter().for_each(|attr| with.entry(attr).or_default().push(at));
    }
    let everything: Vec<usize> = (0..sets.len()).collect();
    let holder = |(at, small): (usize, &AttrSet)| {
        // What holds a set has its attributes, so those with the rarest of them are enough to look at.
        let sharing =
            small.iter().filter_map(|attr| with.get(&attr)).min_by_key(|list| list.len()).unwrap_or(&everything);
        let holding = sharing.iter().copied().filter_map(|other| Some((other, sets.get(other)?)));
        let holding =
            holding.filter(|(other, large)| *other != at && small.is_subset(large) && (small != *large || *other < at));
        holding.max_by_key(|(other, large)| (large.len(), Reverse(*other))).map(|(other, _)| other)
    };
    sets.iter().enumerate().map(holder).collect()
}

/// The positions of a word's bits.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_wider_than_a_word_behave() {
        let a: AttrSet = [1, 64, 200].into_iter().collect();
        let b: AttrSet = [64, 65].into_iter().collect();
        assert_eq!(a.union(&b).to_vec(), [1, 64, 65, 200]);
        assert_eq!(a.intersection(&b).to_vec(), [64]);
        assert_eq!(a.difference(&b).to_vec(), [1, 200]);
        assert_eq!(b.difference(&a).to_vec(), [65]);
        assert_eq!((a.len(), a.first(), a.contains(200), a.contains(5000)), (3, Some(1), true, false));
        assert!(AttrSet::one(64).is_subset(&a) && !a.is_subset(&b) && a.is_disjoint(&AttrSet::one(2)));
    }

    #[test]
    fn equal_sets_are_equal_whatever_was_in_them() {
        let mut set = AttrSet::one(3);
        assert!(set.insert(300) && !set.insert(300) && set.remove(300) && !set.remove(300));
        assert_eq!(set, AttrSet::one(3));
        assert_eq!(AttrSet::one(300).difference(&AttrSet::one(300)), AttrSet::new());
        assert_eq!(AttrSet::all(70).len(), 70);
    }

    #[test]
    fn sets_within_others_are_told() {
        let set = |attrs: &[Attr]| attrs.iter().copied().collect::<AttrSet>();
        let sets = [set(&[1]), set(&[1, 2]), set(&[1, 2, 3]), set(&[1, 2, 3]), set(&[4]), set(&[])];
        assert_eq!(holders(&sets), [Some(2), Some(2), None, Some(2), None, Some(2)]);
    }
}
