//! Functional and multivalued dependencies as plain data.

use super::set::AttrSet;

/// A functional dependency: rows that agree on the left agree on the right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fd {
    /// What determines; empty: the right is constant.
    pub left: AttrSet,
    /// What is determined.
    pub right: AttrSet,
}

impl Fd {
    /// `left → right`.
    pub fn new(left: AttrSet, right: AttrSet) -> Self {
        Fd { left, right }
    }

    /// Whether it holds of any data, its right being part of its left.
    pub fn is_trivial(&self) -> bool {
        self.right.is_subset(&self.left)
    }
}

/// A multivalued dependency: for a value of the left, the values of the right don't depend on the rest (Fagin 1977).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mvd {
    /// What determines.
    pub left: AttrSet,
    /// The set of values that is determined.
    pub right: AttrSet,
}

impl Mvd {
    /// `left ↠ right`.
    pub fn new(left: AttrSet, right: AttrSet) -> Self {
        Mvd { left, right }
    }

    /// Whether it holds of any data over the attributes `all`: the right within the left, or both making everything.
    pub fn is_trivial(&self, all: &AttrSet) -> bool {
        self.right.is_subset(&self.left) || all.is_subset(&self.left.union(&self.right))
    }
}
