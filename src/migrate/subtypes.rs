//! Which subtype a record of the new model is of: what it was, what an answer says of it, what the way out kept.

use crate::mcd::{EntityId, Owner};
use crate::mld::{ColumnRef, Mark, Origin};
use crate::say;

use super::kinds::ROWS_BREAK_A_RULE;
use super::projection::{Projector, Select};
use super::values::Source;
use super::world::{Row, World};

impl Projector<'_, '_> {
    /// Records of the supertype that an answer says are of this subtype.
    pub(super) fn new_subtype(&mut self, entity: EntityId) -> Option<Select> {
        let world = self.world();
        let probe = *world.settled.kinds.get(&entity)?;
        let parent = world.new.mcd.entity(entity).parent?;
        let row = world.entity_row(*world.matching.entities.get(&parent)?, "o")?;
        let filter = vec![self.maker.probe(&row, probe)?];
        let columns = self.columns(&row, &Source::made(world.key(&row)));
        Some(Select { from: world.old_table(row.table, "o"), filter, columns, whole: None })
    }

    /// Records of no kind that an answer says are of this subtype, which was there already.
    pub(super) fn joined(&mut self, entity: EntityId) -> Option<Select> {
        let world = self.world();
        let parent = world.new.mcd.entity(entity).parent?;
        let row = world.entity_row(*world.matching.entities.get(&parent)?, "o")?;
        let filter = vec![self.joins(&row, entity)?];
        let columns = self.columns(&row, &Source::made(world.key(&row)));
        Some(Select { from: world.old_table(row.table, "o"), filter, columns, whole: None })
    }

    /// The test that a record of the supertype is of no kind and becomes of this one.
    fn joins(&self, row: &Row, subtype: EntityId) -> Option<String> {
        let world = self.world();
        let probe = *world.settled.kinds.get(&subtype).filter(|_| world.matching.entities.contains_key(&subtype))?;
        let parent = world.new.mcd.entity(subtype).parent?;
        if row.owner != Owner::Entity(*world.matching.entities.get(&parent)?) {
            return None;
        }
        let kinds = world.new.mcd.entity(parent).children.iter().filter_map(|child| world.matching.entities.get(child));
        let kinds: Vec<String> = kinds.filter_map(|past| world.is_of(*past, row)).collect();
        let condition = self.maker.probe(row, probe)?;
        Some(format!("(NOT COALESCE({}, FALSE) AND COALESCE({condition}, FALSE))", kinds.join(" OR ")))
    }

    /// On the way back: records that were of no kind before are so again; those made since stay of theirs.
    pub(super) fn not_joined(&self, subtype: EntityId, key: &str) -> Option<String> {
        let world = self.world();
        let (losses, prefix) = world.kept?;
        let (_, above) = losses.joined.iter().find(|(joined, _)| *joined == subtype)?;
        let kept = |entity: EntityId| {
            let table = world.new.mld.entity_table(entity)?;
            let [archive, there] =
                [&World::archive(prefix, &table.name), &table.columns.first()?.name].map(|name| world.quote(name));
            Some(format!("{key} IN (SELECT a.{there} FROM {archive} AS a)"))
        };
        Some(format!("({} OR NOT {})", kept(subtype)?, kept(*above)?))
    }

    /// The name of the subtype of a record.
    pub(super) fn kind(&mut self, row: &Row, entity: EntityId) -> Source {
        let world = self.world();
        let children = &world.new.mcd.entity(entity).children;
        let mut cases = String::new();
        let mut same = true;
        for child in children {
            let value = crate::mld::names::shorten(&world.new.mcd.entity(*child).snake);
            let past = world.matching.entities.get(child);
            same &= past.is_some_and(|past| crate::mld::names::shorten(&world.old.mcd.entity(*past).snake) == value);
            if let Some(test) = self.member(row, *child) {
                cases.push_str(&format!(" WHEN {test} THEN {}", world.text(&value)));
            }
        }
        let before = world.matching.entities.get(&entity).and_then(|past| {
            let all = world.old.mcd.entity(*past).children.len() == children.len();
            world.old.mld.entity(*past).kind.filter(|kind: &ColumnRef| kind.table == row.table && all)
        });
        let decided = children.iter().any(|child| self.joins(row, *child).is_some());
        if before.is_none() {
            self.of_one_kind(row, entity);
        }
        match before {
            Some(kind) if same && !decided => {
                Source::kept(world.old_column(row.alias, kind.table, kind.index), kind.index)
            }
            _ if cases.is_empty() => Source::made("NULL"),
            _ => Source::made(format!("CASE{cases} END")),
        }
    }

    /// Guards that no record is of several subtypes, where it can name one only.
    fn of_one_kind(&mut self, row: &Row, entity: EntityId) {
        let world = self.world();
        let children = world.new.mcd.entity(entity).children.iter();
        let there: Vec<(EntityId, EntityId)> =
            children.filter_map(|child| Some((*child, *world.matching.entities.get(child)?))).collect();
        let tests: Vec<String> = there.iter().filter_map(|(_, past)| world.is_of(*past, row)).collect();
        if tests.len() < 2 {
            return;
        }
        let name = &world.new.mcd.entity(entity).name;
        let names: Vec<&str> = there.iter().map(|(child, _)| world.new.mcd.entity(*child).name.as_str()).collect();
        let names = names.join(", ");
        let text = say!(
            fr "{name} : fiches de plusieurs sous-types à la fois ({names}), où un seul est possible ; corrigez-les d'abord, fiches",
            en "{name}: records of several subtypes at once ({names}), where only one may be; mend them first, records"
        );
        let ones: Vec<String> = tests.iter().map(|test| format!("CASE WHEN {test} THEN 1 ELSE 0 END")).collect();
        let from = world.old_table(row.table, row.alias);
        let rows = format!("SELECT 1 FROM {from} WHERE {} > 1", ones.join(" + "));
        let shown = self.maker.known_by(row);
        self.maker.guard_showing(&ROWS_BREAK_A_RULE, &text, &rows, &shown);
    }

    pub(super) fn flag(&mut self, row: &Row, subtype: EntityId) -> Source {
        let world = self.world();
        let kept = world.matching.entities.get(&subtype).and_then(|past| match &world.old.mld.entity(*past).mark {
            Some(Mark::Flag(column)) if column.table == row.table => Some(column.index),
            _ => world.old.mld.table(row.table).position(Origin::Flag(*past)),
        });
        if let Some(index) = kept.filter(|_| self.joins(row, subtype).is_none()) {
            return Source::kept(world.old_column(row.alias, row.table, index), index);
        }
        match self.member(row, subtype) {
            Some(test) => Source::made(format!("COALESCE({test}, FALSE)")),
            None => Source::made("FALSE"),
        }
    }

    /// Whether a record is, or becomes, of a new subtype.
    pub(super) fn member(&self, row: &Row, subtype: EntityId) -> Option<String> {
        let world = self.world();
        if let Some(past) = world.matching.entities.get(&subtype) {
            let merged = world.matching.merged.iter().filter(|(_, now)| **now == subtype).map(|(past, _)| *past);
            let mut tests: Vec<String> = merged.filter_map(|past| world.is_of(past, row)).collect();
            let own = self.not_of_another(*past, &world.key(row));
            tests.extend(
                world.is_of(*past, row).map(|test| own.into_iter().fold(test, |all, one| format!("{all} AND {one}"))),
            );
            tests.extend(self.joins(row, subtype));
            return (!tests.is_empty()).then(|| tests.join(" OR "));
        }
        if let Some((losses, prefix)) = world.kept
            && losses.merged.iter().any(|(gone, _)| *gone == subtype)
        {
            let map = World::archive(prefix, &World::merge_map(&world.new.mld.entity_table(subtype)?.name));
            return Some(format!("EXISTS (SELECT 1 FROM {} AS m WHERE m.id = {})", world.quote(&map), world.key(row)));
        }
        match self.was_kept(row, subtype) {
            Some(test) => Some(test),
            None => self.maker.probe(row, *world.settled.kinds.get(&subtype)?),
        }
    }

    /// On the way back: whether the way out kept the record among those of a subtype that went.
    fn was_kept(&self, row: &Row, subtype: EntityId) -> Option<String> {
        let world = self.world();
        let (losses, prefix) = world.kept?;
        let home = world.new.mld.entity(subtype);
        let table = world.new.mld.table(home.table.filter(|_| home.mark.is_none())?);
        let key = world.quote(&table.columns.first()?.name);
        let archive = world.quote(&World::archive(prefix, &table.name));
        let test = format!("EXISTS (SELECT 1 FROM {archive} AS m WHERE m.{key} = {})", world.key(row));
        losses.entities.contains(&subtype).then_some(test)
    }
}
