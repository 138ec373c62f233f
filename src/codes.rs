//! Every kind of problem that Merisier can report, from all rooms. Knows no rule.

use crate::diag::Kind;
use crate::{check, driver, inventory, mcd, migrate, mld, syntax};

/// All kinds, room by room in the order of the phases.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    let tables = [syntax::KINDS, mcd::KINDS, driver::KINDS, migrate::KINDS];
    let [syntax, names, files, changes] = tables;
    let before = [syntax, names, files].into_iter().flatten().copied();
    let passage = mld::KINDS.iter().chain(inventory::judge::KINDS).chain(changes);
    before.chain(check::kinds()).chain(passage.copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_code_is_used_twice() {
        let mut seen = BTreeSet::new();
        for kind in super::all() {
            assert!(seen.insert(kind.code), "{} is used twice", kind.code);
        }
    }
}
