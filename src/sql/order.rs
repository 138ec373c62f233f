//! The order in which tables are created: those referred to first.
//!
//! Invariant: a permutation of the tables; without cycles every reference goes backwards. Ties keep the declaration order.

use std::collections::BTreeSet;

use crate::mld::Mld;

/// Places of tables in order of creation, in time linear in tables and references but for the sorting.
pub(super) fn creation_order(mld: &Mld) -> Vec<usize> {
    let count = mld.tables.len();
    let mut dependents = vec![Vec::new(); count];
    let mut waiting = vec![0_usize; count];
    for (at, table) in mld.tables.iter().enumerate() {
        let targets: BTreeSet<usize> = table.foreign_keys.iter().map(|key| key.target.0 as usize).collect();
        for target in targets.into_iter().filter(|target| *target != at) {
            if let (Some(list), Some(number)) = (dependents.get_mut(target), waiting.get_mut(at)) {
                list.push(at);
                *number += 1;
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..count).filter(|at| waiting.get(*at) == Some(&0)).collect();
    let mut left: BTreeSet<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    // In a cycle the first declared goes first.
    while let Some(next) = ready.pop_first().or_else(|| left.first().copied()) {
        if !left.remove(&next) {
            continue;
        }
        order.push(next);
        for dependent in dependents.get(next).into_iter().flatten() {
            if let Some(number) = waiting.get_mut(*dependent) {
                *number = number.saturating_sub(1);
                if *number == 0 && left.contains(dependent) {
                    ready.insert(*dependent);
                }
            }
        }
    }
    order
}
