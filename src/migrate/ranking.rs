//! Which of several links or values stays: the order that an answer asks for (`keep … last by …`).

use crate::mcd::{LegRef, Owner, RelationId};

use super::answers::Choice;
use super::matching;
use super::values::Maker;
use super::world::Row;

impl Maker<'_> {
    /// `ORDER BY` of a choice: by a field, or by the value itself.
    pub(super) fn order(
        &self,
        at: &Row,
        value: &str,
        keep: Option<(Choice, Option<&str>)>,
        owner: Option<Owner>,
    ) -> String {
        let Some((choice, by)) = keep else { return String::new() };
        let word = if choice == Choice::Last { "DESC" } else { "ASC" };
        let by = self.chosen_by(at, owner.unwrap_or(at.owner), by).unwrap_or_else(|| value.to_owned());
        format!(" ORDER BY ({by} IS NULL), {by} {word}, {} {word}", self.world.key(at))
    }

    /// The order of a choice among whole links; `last` settles what the choice leaves equal.
    pub(super) fn ranked(&self, at: &Row, (choice, by): (Choice, Option<&str>), last: &[String]) -> String {
        let word = if choice == Choice::Last { "DESC" } else { "ASC" };
        let by = self
            .chosen_by(at, at.owner, by)
            .into_iter()
            .flat_map(|by| [format!("({by} IS NULL)"), format!("{by} {word}")]);
        by.chain(last.iter().map(|key| format!("{key} {word}"))).collect::<Vec<_>>().join(", ")
    }

    /// `ORDER BY` of the links of a relation that an answer chooses among, whatever is asked of them; nothing without an answer.
    pub(super) fn order_of_links(&self, at: &Row, past: RelationId, now: RelationId) -> String {
        let Some(keep) = self.world.keep(&[&self.world.new.mcd.relation(now).name]) else { return String::new() };
        let legs = self.world.links(past, at.alias).map(|links| links.legs).unwrap_or_default();
        format!(" ORDER BY {}", self.ranked(at, keep, &legs.into_iter().flatten().collect::<Vec<_>>()))
    }

    /// Where the records of a leg, old and new, come to have one link at most: the test that a link, under an alias, is the one that
    /// stays of its record there; none where no answer chooses.
    pub(super) fn stays_beyond(&self, far: LegRef, now: LegRef, alias: &'static str) -> Option<String> {
        let world = self.world;
        world.keep(&[&world.new.mcd.relation(now.relation).name])?;
        if !self.becomes_single(far, now) {
            return None;
        }
        let (links, others) = (world.links(far.relation, alias)?, world.links(far.relation, "z")?);
        let own = (0..links.legs.len()).find(|index| *index != far.index)?;
        let leg = |legs: &[Option<String>], index: usize| legs.get(index).cloned().flatten();
        let (own_here, far_here) = (leg(&links.legs, own)?, leg(&links.legs, far.index)?);
        let (own_there, far_there) = (leg(&others.legs, own)?, leg(&others.legs, far.index)?);
        let at = Row { alias: "z", owner: Owner::Relation(far.relation), table: others.table };
        let order = self.order_of_links(&at, far.relation, now.relation);
        Some(format!(
            "{own_here} = (SELECT {own_there} FROM {} WHERE {far_there} = {far_here}{order} LIMIT 1)",
            others.from
        ))
    }

    /// Whether each record of a leg comes to have one link at most, in a relation between two.
    pub(super) fn becomes_single(&self, far: LegRef, now: LegRef) -> bool {
        let (old, new) = (self.world.old.mcd, self.world.new.mcd);
        let is_binary = old.relation(far.relation).legs.len() == 2 && new.relation(now.relation).legs.len() == 2;
        is_binary && new.leg(now).card.is_single() && !old.leg(far).card.is_single()
    }

    /// The value by which an answer chooses.
    fn chosen_by(&self, at: &Row, owner: Owner, by: Option<&str>) -> Option<String> {
        let field = matching::field_named(self.world.old.mcd, owner, by?)?;
        Some(self.value_at(at, field, None)?.0)
    }
}
