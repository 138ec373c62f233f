//! The references of a new table: where each was, in the old tables, and what must hold for it to be one.
//!
//! A reference that stays, one that a link, a record or a split gives, one that an answer names. Writes pieces of SQL over old rows.

use crate::mcd::{self, EntityId, LegRef, Owner, RelationId};
use crate::mld::{self, ColumnType, RelationHome};
use crate::say;
use crate::sql::{self, Query};

use super::answers::Subject;
use super::kinds::{LEFT_BEHIND, NO_SUCH_RECORD, SEVERAL_LINKS};
use super::matching;
use super::values::{Maker, Source, map_name};
use super::world::Row;

impl Maker<'_> {
    /// The key of the record on a leg whose reference stands in the table of the other leg's entity.
    pub(super) fn reference(&mut self, row: &Row, leg: LegRef, bearer: usize) -> Source {
        let found = self.found_reference(row, leg, bearer);
        let target = self.world.settled.targets.get(&leg).cloned();
        match (found, target.and_then(|identifier| self.target(leg, &identifier))) {
            (Some(source), None) => source,
            (Some(source), Some(target)) => source.filled(&target),
            (None, Some(target)) => Source::made(target),
            (None, None) => Source::made("NULL"),
        }
    }

    fn found_reference(&mut self, row: &Row, leg: LegRef, bearer: usize) -> Option<Source> {
        let world = self.world;
        let Some(past) = world.matching.relations.get(&leg.relation) else {
            return self.new_reference(row, leg, bearer);
        };
        let own = world.matching.legs.get(&LegRef { index: bearer, ..leg })?;
        let far = world.matching.legs.get(&leg)?;
        // Where entities were merged, the relation of one says nothing of the records of the other.
        if matches!(row.owner, Owner::Entity(id) if !world.are_kin(id, world.old.mcd.leg(*own).entity)) {
            return None;
        }
        let (from, to) = (world.old.mcd.leg(*far).entity, world.new.mcd.leg(leg).entity);
        if let RelationHome::Columns { bearer: borne, table, legs } = world.old.mld.relation(*past)
            && *borne == own.index
            && *table == row.table
        {
            let index = *legs.get(far.index)?.first()?;
            let reference = world.old_column(row.alias, *table, index);
            let stays = self.stays_beyond(*far, leg, row.alias);
            if stays.is_none() && self.becomes_single(*far, leg) {
                self.guard_beyond(leg, *far);
            }
            let moved = world.moved(from, to, &reference);
            return Some(match (stays, moved) {
                (Some(stays), moved) => {
                    Source::made(format!("(CASE WHEN {stays} THEN {} END)", moved.unwrap_or(reference)))
                }
                (None, Some(moved)) => Source::made(moved),
                (None, None) => Source::kept(reference, index),
            });
        }
        let links = world.links(*past, "x")?;
        let (link, value) = (links.legs.get(own.index)?.clone()?, links.legs.get(far.index)?.clone()?);
        let value = world.moved(from, to, &value).unwrap_or(value);
        let at = Row { alias: "x", owner: Owner::Relation(*past), table: links.table };
        let name = world.new.mcd.relation(leg.relation).name.clone();
        let keep = world.keep(&[&name]);
        let conditions = |more: &str| {
            let all: Vec<String> = links.filter.iter().cloned().chain([more.to_owned()]).collect();
            all.join(" AND ")
        };
        if keep.is_none() && !world.old.mcd.leg(*own).card.is_single() {
            self.guard_single(&name, &link, &links.from, &conditions(&format!("{link} IS NOT NULL")));
        }
        let stays = self.stays_beyond(*far, leg, "x");
        if keep.is_none() && self.becomes_single(*far, leg) {
            self.guard_beyond(leg, *far);
        }
        let order = self.order_of_links(&at, *past, leg.relation);
        let ours = format!("{link} = {}", world.key(row));
        let tied = conditions(&stays.into_iter().chain([ours]).collect::<Vec<_>>().join(" AND "));
        Some(Source::made(format!("(SELECT {value} FROM {} WHERE {tied}{order} LIMIT 1)", links.from)))
    }

    /// Guards that each record that becomes a link has all its references, unless an answer lets those without go.
    pub(super) fn guard_linked(&mut self, relation: RelationId, row: &Row, filled: &str) {
        let name = self.world.new.mcd.relation(relation).name.clone();
        let Owner::Entity(entity) = row.owner else { return };
        let past = &self.world.old.mcd.entity(entity).name;
        if self.world.answers.drops(Subject::Entity, &[past]) {
            return;
        }
        let text = say!(
            fr "{name} : fiches sans tous leurs liens, qui seraient perdues (écrivez drop entity {past} si elles le peuvent), fiches",
            en "{name}: records without all their links, which would be lost (write drop entity {past} if they may be), records"
        );
        let from = self.world.old_table(row.table, row.alias);
        self.guard(&LEFT_BEHIND, &text, &format!("SELECT 1 FROM {from} WHERE NOT ({filled})"));
    }

    /// What a record that becomes a link referred to: the only record of that entity.
    pub(super) fn leg_of_record(&self, row: &Row, leg: LegRef) -> Option<String> {
        let world = self.world;
        let Owner::Entity(entity) = row.owner else { return None };
        let now = world.new.mcd.leg(leg).entity;
        let far = *world.matching.entities.get(&now)?;
        let candidates = world.old.mcd.relations().filter_map(|(id, _)| {
            let RelationHome::Columns { bearer, table, legs } = world.old.mld.relation(id) else { return None };
            let own = self.only_leg(id, entity)?;
            let there = self.only_leg(id, far)?;
            let index = *legs.get(there.index)?.first()?;
            let borne = *bearer == own.index && *table == row.table;
            borne.then(|| (&world.old.mcd.leg(there).navigation, world.old_column(row.alias, *table, index)))
        });
        let candidates: Vec<_> = candidates.collect();
        let wanted = &world.new.mcd.leg(leg).navigation;
        let mut named = candidates.iter().filter(|(name, _)| candidates.len() == 1 || *name == wanted);
        match (named.next(), named.next()) {
            (Some((_, sql)), None) => Some(world.moved(far, now, sql).unwrap_or_else(|| sql.clone())),
            _ => None,
        }
    }

    /// The reference that a record gives which becomes a link: it stood beside both, the link stands on one of them.
    fn reference_by_record(&mut self, row: &Row, leg: LegRef, bearer: usize, entity: EntityId) -> Option<Source> {
        let world = self.world;
        let there = world.entity_row(entity, "x")?;
        let bearing = LegRef { index: bearer, ..leg };
        let (link, value) = (self.leg_of_record(&there, bearing)?, self.leg_of_record(&there, leg)?);
        self.guard_linked(leg.relation, &there, &format!("{link} IS NOT NULL AND {value} IS NOT NULL"));
        let name = world.new.mcd.relation(leg.relation).name.clone();
        let (keep, from) = (world.keep(&[&name]), world.old_table(there.table, "x"));
        if keep.is_none() {
            self.guard_single(&name, &link, &from, &format!("{link} IS NOT NULL"));
        }
        let order = self.order(&there, &value, keep, None);
        let key = self.key_after(row, bearing);
        Some(Source::made(format!("(SELECT {value} FROM {from} WHERE {link} = {key}{order} LIMIT 1)")))
    }

    /// The key of the record that a row becomes, on the leg of a relation that it bears.
    fn key_after(&self, row: &Row, leg: LegRef) -> String {
        let (key, now) = (self.world.key(row), self.world.new.mcd.leg(leg).entity);
        let moved = self.world.matching.entities.get(&now).and_then(|past| self.world.moved(*past, now, &key));
        moved.unwrap_or(key)
    }

    /// Guards that no record has several links where only one stays.
    fn guard_single(&mut self, name: &str, link: &str, from: &str, present: &str) {
        let text = say!(
            fr "{name} : plusieurs liens où il n'en reste qu'un (écrivez keep {name} last by CHAMP, ou first), fiches",
            en "{name}: several links where only one stays (write keep {name} last by FIELD, or first), records"
        );
        let rows = format!("SELECT {link} FROM {from} WHERE {present} GROUP BY {link} HAVING COUNT(*) > 1");
        let shown = [("id".to_owned(), link.to_owned()), ("n".to_owned(), "COUNT(*)".to_owned())];
        self.guard_showing(&SEVERAL_LINKS, &text, &rows, &shown);
    }

    /// Guards that no record on the far leg has several links where only one stays.
    fn guard_beyond(&mut self, leg: LegRef, far: LegRef) {
        let name = self.world.new.mcd.relation(leg.relation).name.clone();
        let Some(links) = self.world.links(far.relation, "x") else { return };
        let Some(record) = links.legs.get(far.index).cloned().flatten() else { return };
        let present = links.filter.into_iter().chain([format!("{record} IS NOT NULL")]).collect::<Vec<_>>();
        self.guard_single(&name, &record, &links.from, &present.join(" AND "));
    }

    /// A reference of a new relation: to what was split off, or to what a relation that became an entity linked.
    fn new_reference(&mut self, row: &Row, leg: LegRef, bearer: usize) -> Option<Source> {
        let world = self.world;
        if let Some(entity) = world.matching.flattened.get(&leg.relation) {
            return self.reference_by_record(row, leg, bearer, *entity);
        }
        let relation = world.new.mcd.relation(leg.relation);
        let (own, far) = (relation.legs.get(bearer)?.entity, world.new.mcd.leg(leg).entity);
        let whole = |entity| world.matching.splits.get(&entity).map(|(from, _)| from);
        if let Some((from, _)) = world.matching.splits.get(&far)
            && (world.matching.entities.get(&own) == Some(from) || whole(own) == Some(from))
        {
            let map = world.quote(&map_name(&world.new.mld.entity_table(far)?.name));
            let key = world.key(row);
            return Some(Source::made(format!("(SELECT p.id FROM {map} AS p WHERE p.source_id = {key})")));
        }
        if let Some((from, _)) = world.matching.splits.get(&own)
            && world.matching.entities.get(&far) == Some(from)
        {
            return Some(Source::made(world.key(row)));
        }
        let reified = world.matching.reified.get(&own)?;
        let past = world.matching.entities.get(&far)?;
        let leg = matching::leg_like(world.old.mcd, *reified, *past, &world.new.mcd.leg(leg).navigation)?;
        let links = world.links(*reified, row.alias)?;
        Some(Source::made(links.legs.get(leg.index)?.clone()?))
    }

    /// A record that this same migration makes can't be told by its identifier yet.
    fn guard_made_now(&mut self, leg: LegRef, identifier: &str) {
        let new = self.world.new.mcd;
        let (name, relation) = (&new.entity(new.leg(leg).entity).name, &new.relation(leg.relation).name);
        let text = say!(
            fr "{relation} : les fiches {name} sont faites par cette migration, « {identifier} » n'existe pas encore ; gardez la patte facultative (0,1), puis rendez-la obligatoire par une seconde migration, manque",
            en "{relation}: the {name} records are made by this migration, `{identifier}` doesn't exist yet; keep the leg optional (0,1), then require it by a second migration, missing"
        );
        let bearer = new.relation(leg.relation).legs.iter().find(|other| other.entity != new.leg(leg).entity);
        let past = bearer.and_then(|bearer| self.world.matching.entities.get(&bearer.entity));
        let Some(row) = past.and_then(|past| self.world.entity_row(*past, "o")) else { return };
        self.guard(&NO_SUCH_RECORD, &text, &format!("SELECT 1 FROM {}", self.world.old_table(row.table, "o")));
    }

    /// The record that links are made with, by its identifier.
    pub(super) fn target(&mut self, leg: LegRef, identifier: &str) -> Option<String> {
        let world = self.world;
        let entity = world.new.mcd.leg(leg).entity;
        let Some(past) = world.matching.entities.get(&entity).copied() else {
            self.guard_made_now(leg, identifier);
            return None;
        };
        let row = world.entity_row(past, "e")?;
        let field = world.old.mcd.identifier(past).iter().find_map(|part| match part {
            mcd::KeyPart::Field(field) => Some(*field),
            mcd::KeyPart::Leg(_) => None,
        })?;
        let value = Query::new(world.old, world.dialect).field(Owner::Entity(past), field, "e")?;
        let as_text = sql::convert(
            &value.sql,
            mld::column_type(&world.old.mcd.field(field).ty),
            ColumnType::LongText,
            false,
            world.dialect,
        )?;
        let (from, wanted) = (world.old_table(row.table, "e"), world.text(identifier));
        let name = world.old.mcd.entity(past).name.clone();
        let text = say!(
            fr "{name} : aucune fiche {identifier}, manque", en "{name}: no record {identifier}, missing"
        );
        let missing =
            format!("SELECT 1 AS missing WHERE NOT EXISTS (SELECT 1 FROM {from} WHERE {} = {wanted})", as_text.sql);
        self.guard(&NO_SUCH_RECORD, &text, &missing);
        Some(format!("(SELECT {} FROM {from} WHERE {} = {wanted})", world.key(&row), as_text.sql))
    }
}
