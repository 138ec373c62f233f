//! Values that are links away: from one entity to another by the relation between them, or by a chain of relations.
//!
//! Invariant: where two ways lead there, none is taken, since they may lead to other records.

use crate::mcd::{EntityId, LegRef, RelationId};

use super::values::{Maker, Place};
use super::world::Row;

/// What the links of a chain are called, as many as a chain may have.
const ALIASES: [&str; 4] = ["x", "x2", "x3", "x4"];

impl Maker<'_> {
    /// From one entity to another by the only relation between them, or else by the only chain of links of one record at most.
    pub(super) fn beyond_links(&self, row: &Row, a: EntityId, b: EntityId) -> Option<Place> {
        let world = self.world;
        let chain = self.chain(a, b)?;
        let (mut from, mut conditions, mut reached) = (String::new(), Vec::new(), None);
        let mut link = None;
        for ((here, far), alias) in chain.iter().zip(ALIASES) {
            let links = world.links(here.relation, alias)?;
            let (own, next) = (links.legs.get(here.index)?.clone()?, links.legs.get(far.index)?.clone()?);
            from = match &reached {
                None => links.from,
                Some(reached) => format!("{from} JOIN {} ON {own} = {reached}", links.from),
            };
            conditions.extend(links.filter);
            link.get_or_insert(own);
            reached = Some(next);
        }
        let there = world.entity_row(b, "s")?;
        let from = format!("{from} JOIN {} ON {} = {}", world.old_table(there.table, "s"), world.key(&there), reached?);
        let several = chain.first().is_some_and(|(here, _)| !world.old.mcd.leg(*here).card.is_single());
        let ours = world.key(row);
        Some(Place::Away { row: there, from, conditions, link: link?, ours, several })
    }

    /// The relations that lead from one entity to another, each by its legs: one, or several each record of which leads to one at most.
    fn chain(&self, a: EntityId, b: EntityId) -> Option<Vec<(LegRef, LegRef)>> {
        let old = self.world.old.mcd;
        let between = |a: EntityId, b: EntityId| {
            let legs = move |id: RelationId| Some((self.only_leg(id, a)?, self.only_leg(id, b)?));
            old.relations().filter_map(move |(id, _)| legs(id))
        };
        let mut direct = between(a, b);
        match (direct.next(), direct.next()) {
            (Some(legs), None) => return Some(vec![legs]),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let mut found = Vec::new();
        let mut open = vec![(a, Vec::new())];
        while let Some((at, chain)) = open.pop() {
            for (next, _) in old.entities().filter(|_| chain.len() < ALIASES.len()) {
                let is_new = next != a && chain.iter().all(|(_, far): &(LegRef, LegRef)| old.leg(*far).entity != next);
                for legs in
                    between(at, next).filter(|(here, _)| is_new && next != at && old.leg(*here).card.is_single())
                {
                    let longer: Vec<_> = chain.iter().copied().chain([legs]).collect();
                    if next == b { found.push(longer) } else { open.push((next, longer)) }
                }
            }
        }
        found.pop().filter(|_| found.is_empty())
    }
}
