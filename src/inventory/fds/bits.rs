//! Sets of columns as words of bits, of a width known when compiled, so that small tables pay for no more than they use.
//!
//! Invariant: a set of width `W` holds numbers below `64 × W`; greater ones are not kept.

/// A set of numbers below `64 × W`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Bits<const W: usize>([u64; W]);

impl<const W: usize> Bits<W> {
    pub(super) const EMPTY: Self = Bits([0; W]);

    /// All numbers below `count`.
    pub(super) fn below(count: usize) -> Self {
        let mut all = Self::EMPTY;
        (0..count).for_each(|item| all.insert(item));
        all
    }

    pub(super) fn insert(&mut self, item: usize) {
        if let Some(word) = self.0.get_mut(item / 64) {
            *word |= 1 << (item % 64);
        }
    }

    pub(super) fn remove(&mut self, item: usize) {
        if let Some(word) = self.0.get_mut(item / 64) {
            *word &= !(1 << (item % 64));
        }
    }

    pub(super) fn contains(self, item: usize) -> bool {
        self.0.get(item / 64).is_some_and(|word| word >> (item % 64) & 1 == 1)
    }

    pub(super) fn len(self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn is_subset(self, other: Self) -> bool {
        self.0.iter().zip(&other.0).all(|(mine, its)| mine & !its == 0)
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, its)| *mine &= its);
        self
    }

    pub(super) fn or(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, its)| *mine |= its);
        self
    }

    pub(super) fn without(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, its)| *mine &= !its);
        self
    }

    /// The set plus one number.
    pub(super) fn with(mut self, item: usize) -> Self {
        self.insert(item);
        self
    }

    /// Its numbers, ascending.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| {
            std::iter::successors((word != 0).then_some(word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}
