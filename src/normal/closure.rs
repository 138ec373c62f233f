//! The closure of a set of attributes, by counters: linear in the size of the dependencies (Beeri & Bernstein 1979).
//!
//! Invariant: the index is built once for a list of dependencies, and any number of closures are taken with it.

use super::fd::Fd;
use super::set::{Attr, AttrSet};

/// A list of dependencies, indexed to take closures.
#[derive(Debug, Clone)]
pub struct Closure {
    /// For each dependency, how many attributes its left has.
    sizes: Vec<u32>,
    /// The attributes of each right.
    rights: Vec<Box<[Attr]>>,
    /// For each attribute, the dependencies with it on their left.
    by_attribute: Vec<Vec<u32>>,
    /// Dependencies with an empty left.
    constants: Vec<u32>,
}

/// A closure under way.
struct Run {
    reached: AttrSet,
    waiting: Vec<Attr>,
}

impl Run {
    fn add(&mut self, right: &[Attr]) {
        for attr in right {
            if self.reached.insert(*attr) {
                self.waiting.push(*attr);
            }
        }
    }
}

impl Closure {
    /// Indexes `fds`.
    pub fn new(fds: &[Fd]) -> Self {
        let mut by_attribute: Vec<Vec<u32>> = Vec::new();
        let mut constants = Vec::new();
        for (at, fd) in (0_u32..).zip(fds) {
            for attr in fd.left.iter() {
                if by_attribute.len() <= attr {
                    by_attribute.resize_with(attr + 1, Vec::new);
                }
                by_attribute.get_mut(attr).into_iter().for_each(|list| list.push(at));
            }
            if fd.left.is_empty() {
                constants.push(at);
            }
        }
        let sizes = fds.iter().map(|fd| u32::try_from(fd.left.len()).unwrap_or(u32::MAX)).collect();
        Closure { sizes, rights: fds.iter().map(|fd| fd.right.iter().collect()).collect(), by_attribute, constants }
    }

    /// How many dependencies there are.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether a dependency has an empty left.
    pub fn has_constants(&self) -> bool {
        !self.constants.is_empty()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// All that `start` determines, itself included.
    pub fn of(&self, start: &AttrSet) -> AttrSet {
        self.run(start, |_| true, None)
    }

    /// All that `start` determines by the dependencies that `holds` lets pass, told by their place in the list.
    pub fn of_where(&self, start: &AttrSet, holds: impl Fn(usize) -> bool) -> AttrSet {
        self.run(start, holds, None)
    }

    /// Whether `left` determines all of `right`.
    pub fn implies(&self, left: &AttrSet, right: &AttrSet) -> bool {
        self.implies_where(left, right, |_| true)
    }

    /// Whether `left` determines `right` by the dependencies that `holds` lets pass.
    pub fn implies_where(&self, left: &AttrSet, right: &AttrSet, holds: impl Fn(usize) -> bool) -> bool {
        right.is_subset(left) || right.is_subset(&self.run(left, holds, Some(right)))
    }

    /// Stops early once `goal` is reached.
    fn run(&self, start: &AttrSet, holds: impl Fn(usize) -> bool, goal: Option<&AttrSet>) -> AttrSet {
        let mut missing = self.sizes.clone();
        let mut run = Run { reached: start.clone(), waiting: start.to_vec() };
        for at in &self.constants {
            self.fire(*at, &holds, &mut run);
        }
        while let Some(attr) = run.waiting.pop() {
            for at in self.by_attribute.get(attr).into_iter().flatten() {
                let Some(count) = missing.get_mut(*at as usize) else { continue };
                *count -= 1;
                if *count == 0 {
                    self.fire(*at, &holds, &mut run);
                }
            }
            if goal.is_some_and(|goal| goal.is_subset(&run.reached)) {
                break;
            }
        }
        run.reached
    }

    fn fire(&self, at: u32, holds: &impl Fn(usize) -> bool, run: &mut Run) {
        if holds(at as usize) {
            self.rights.get(at as usize).into_iter().for_each(|right| run.add(right));
        }
    }
}

/// All that `start` determines under `fds`. For more than one closure, keep a [`Closure`].
pub fn closure(start: &AttrSet, fds: &[Fd]) -> AttrSet {
    Closure::new(fds).of(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::schema::Schema;

    #[test]
    fn closures_follow_chains_and_constants() {
        let schema = Schema::new(["a", "b", "c", "d", "e"]);
        let set = |names: &[&str]| schema.set(names).unwrap_or_default();
        let fds =
            [Fd::new(set(&["a"]), set(&["b"])), Fd::new(set(&["b", "e"]), set(&["d"])), Fd::new(set(&[]), set(&["e"]))];
        let closure = Closure::new(&fds);
        assert_eq!(closure.of(&set(&["a"])), set(&["a", "b", "d", "e"]));
        assert_eq!(closure.of(&set(&[])), set(&["e"]));
        assert_eq!(closure.of_where(&set(&["a"]), |at| at != 0), set(&["a", "e"]));
        assert!(closure.implies(&set(&["a"]), &set(&["d"])) && !closure.implies(&set(&["b"]), &set(&["a"])));
    }
}
