//! Which normal form a relation is in, and which dependencies keep it from the next one (Codd 1971–1974; Fagin 1977).
//!
//! Judges the whole relation under the dependencies stated of it; a part of a relation has dependencies of its own, which `bcnf` finds.
//! Invariant: where all keys aren't known, a form is told only if it doesn't depend on those that are missing.

use super::basis::is_superkey_with_mvds;
use super::closure::Closure;
use super::cover::minimal_cover;
use super::fd::{Fd, Mvd};
use super::keys::Keys;
use super::set::AttrSet;

/// A normal form; each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NormalForm {
    /// 1NF: values are atomic.
    First,
    /// 2NF: what is in no key depends on no part of a key.
    Second,
    /// 3NF: … and on nothing that isn't a key.
    Third,
    /// BCNF: every determinant is a key.
    BoyceCodd,
    /// 4NF: … the determinants of multivalued dependencies too.
    Fourth,
}

impl NormalForm {
    /// `1NF`, `BCNF`; in French one says `1FN`, `FNBC`.
    pub fn name(self) -> &'static str {
        match self {
            NormalForm::First => "1NF",
            NormalForm::Second => "2NF",
            NormalForm::Third => "3NF",
            NormalForm::BoyceCodd => "BCNF",
            NormalForm::Fourth => "4NF",
        }
    }

    /// Its French name.
    pub fn french(self) -> &'static str {
        match self {
            NormalForm::First => "1FN",
            NormalForm::Second => "2FN",
            NormalForm::Third => "3FN",
            NormalForm::BoyceCodd => "FNBC",
            NormalForm::Fourth => "4FN",
        }
    }
}

/// Which attributes are in a candidate key. Those in neither set aren't decided, keys being too many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Primes {
    /// In some key.
    pub prime: AttrSet,
    /// In no key.
    pub non_prime: AttrSet,
}

impl Primes {
    /// Whether each attribute of `all` is decided.
    pub fn are_known(&self, all: &AttrSet) -> bool {
        all.is_subset(&self.prime.union(&self.non_prime))
    }
}

/// The prime attributes of a relation. An attribute that is determined and determines nothing is in no key, however many there are.
pub fn primes(all: &AttrSet, fds: &[Fd], keys: &Keys) -> Primes {
    let mut prime = AttrSet::new();
    keys.found.iter().for_each(|key| prime.extend_with(key));
    let non_prime = if keys.complete { all.difference(&prime) } else { never_in_a_key(all, fds) };
    Primes { prime, non_prime }
}

fn never_in_a_key(all: &AttrSet, fds: &[Fd]) -> AttrSet {
    let (mut left, mut right) = (AttrSet::new(), AttrSet::new());
    for fd in minimal_cover(fds) {
        left.extend_with(&fd.left);
        right.extend_with(&fd.right);
    }
    right.difference(&left).intersection(all)
}

/// The highest form, at most BCNF, of the relation `all` under `fds`; none where it depends on keys that are too many to list.
pub fn highest_form(all: &AttrSet, fds: &[Fd], keys: &Keys) -> Option<NormalForm> {
    let closure = Closure::new(fds);
    let primes = primes(all, fds, keys);
    let mut undecided = false;
    let mut form = NormalForm::BoyceCodd;
    for fd in fds.iter().filter(|fd| !fd.is_trivial() && !closure.implies(&fd.left, all)) {
        let determined = fd.right.difference(&fd.left);
        if !determined.is_disjoint(&primes.non_prime) {
            form = NormalForm::Second;
        } else if form > NormalForm::Third {
            form = NormalForm::Third;
        }
        undecided |= !determined.is_subset(&primes.prime.union(&primes.non_prime));
    }
    match form {
        NormalForm::Second if has_partial_dependency(keys, &primes, &closure) => Some(NormalForm::First),
        NormalForm::Second => keys.complete.then_some(NormalForm::Second),
        NormalForm::Third if undecided => None,
        known => Some(known),
    }
}

/// Whether a part of a known key determines an attribute that is in no key.
fn has_partial_dependency(keys: &Keys, primes: &Primes, closure: &Closure) -> bool {
    let partial = |key: &AttrSet| key.iter().any(|attr| !closure.of(&key.without(attr)).is_disjoint(&primes.non_prime));
    keys.found.iter().any(partial)
}

/// Whether the relation `all` is in 4NF under `fds` and `mvds`.
///
/// It is enough to look at the dependencies stated: where the left of each is a key, they all follow from keys, and so does what they imply.
pub fn is_fourth_form(all: &AttrSet, fds: &[Fd], mvds: &[Mvd]) -> bool {
    let is_key = |left: &AttrSet| is_superkey_with_mvds(left, all, fds, mvds);
    let fds_hold = fds.iter().filter(|fd| !fd.is_trivial()).all(|fd| is_key(&fd.left));
    fds_hold && mvds.iter().filter(|mvd| !mvd.is_trivial(all)).all(|mvd| is_key(&mvd.left))
}

/// A dependency that keeps a relation from a normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The form it keeps the relation from: second, third or Boyce–Codd.
    pub breaks: NormalForm,
    /// The dependency: one of the minimal cover, those of the same left and the same form together.
    pub fd: Fd,
    /// The key by which it breaks it: the one with the determinant as a part (2NF), else the shortest.
    pub key: AttrSet,
}

/// The dependencies of the minimal cover of `fds` that keep the relation `all` from BCNF, in the cover's order.
pub fn violations(all: &AttrSet, fds: &[Fd], keys: &Keys) -> Vec<Violation> {
    let cover = minimal_cover(fds);
    let closure = Closure::new(&cover);
    let primes = primes(all, fds, keys);
    let mut found: Vec<Violation> = Vec::new();
    for fd in cover.iter().filter(|fd| !closure.implies(&fd.left, all)) {
        let (breaks, key) = broken(fd, keys, &primes);
        let same = found.iter_mut().find(|other| other.breaks == breaks && other.fd.left == fd.left);
        match same {
            Some(other) => other.fd.right.extend_with(&fd.right),
            None => found.push(Violation { breaks, fd: fd.clone(), key }),
        }
    }
    found
}

fn broken(fd: &Fd, keys: &Keys, primes: &Primes) -> (NormalForm, AttrSet) {
    let whole = || keys.found.first().cloned().unwrap_or_default();
    if !fd.right.is_disjoint(&primes.prime) {
        return (NormalForm::BoyceCodd, whole());
    }
    match keys.found.iter().find(|key| fd.left.is_subset(key)) {
        Some(key) => (NormalForm::Second, key.clone()),
        None => (NormalForm::Third, whole()),
    }
}
