//! The rows that each new table gets, as queries over the old tables.
//!
//! The one place where a change of model becomes a change of rows; engines differ only in how they are carried out. Invariant:
//! a table whose rows and definition stay as they are is recognized, and nothing is done to it.

use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Owner, RelationId};
use crate::mld::{ColumnType, Origin, RelationHome, Table, TableId, TableOrigin};
use crate::say;
use crate::sql::{self, CreateTable};

use super::archive;
use super::kinds::NO_NUMBER;
use super::restore::restore;
use super::values::{Fresh, Guard, Maker, Source, map_name};
use super::world::{Row, World, has_uuid, key_type};
use super::{numbering, orphans};

/// A query that gives rows of a new table.
#[derive(Debug, Clone)]
pub(super) struct Select {
    /// `FROM` items.
    pub(super) from: String,
    /// Conditions, all of which hold.
    pub(super) filter: Vec<String>,
    /// One a column of the new table, in order.
    pub(super) columns: Vec<Source>,
    /// The old table of which it takes every row, once.
    pub(super) whole: Option<TableId>,
}

/// The rows of a new table.
#[derive(Debug, Clone)]
pub(super) struct Projection {
    pub(super) table: TableId,
    pub(super) selects: Vec<Select>,
}

/// Which new record an old row gave a part of itself to: a table of `source_id` and `id`.
#[derive(Debug, Clone)]
pub(super) struct Map {
    pub(super) name: String,
    pub(super) query: String,
    /// The types of the two.
    pub(super) keys: [ColumnType; 2],
}

/// All rows, with what must hold of the old ones first.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) tables: Vec<Projection>,
    pub(super) maps: Vec<Map>,
    pub(super) guards: Vec<Guard>,
}

/// The rows of every new table. `creates`: their definitions, in the order of the tables.
pub(super) fn project(world: &World<'_>, creates: &[CreateTable]) -> Rows {
    let mut maker = Maker { world, guards: Vec::new() };
    let mut rows = Rows::default();
    let archives = world.kept.map(|(losses, _)| archive::archives(losses, world.new)).unwrap_or_default();
    for (id, table) in world.new.mld.tables() {
        let Some(create) = creates.iter().find(|create| create.name == table.name) else { continue };
        let mut at = Projector { maker: &mut maker, id, built: table, create };
        let mut selects = match table.origin {
            TableOrigin::Entity(entity) => at.entity(entity, &mut rows.maps),
            TableOrigin::Relation(relation) => at.relation(relation),
            TableOrigin::Counters => at.counters(),
        };
        if let Some(archive) = archives.iter().find(|archive| archive.table == id) {
            restore(world, archive, &mut selects, table);
        }
        rows.tables.push(Projection { table: id, selects });
    }
    let begun = numbering::counters(world, &rows.tables);
    let is_counters = |id: TableId| world.new.mld.table(id).origin == TableOrigin::Counters;
    let counters = rows.tables.iter_mut().find(|projection| is_counters(projection.table));
    counters.into_iter().for_each(|counters| counters.selects.extend(begun.clone()));
    orphans::guards(&mut maker);
    rows.guards = maker.guards;
    rows
}

pub(super) struct Projector<'m, 'w> {
    pub(super) maker: &'m mut Maker<'w>,
    id: TableId,
    built: &'w Table,
    create: &'m CreateTable,
}

impl<'w> Projector<'_, 'w> {
    pub(super) fn world(&self) -> &'w World<'w> {
        self.maker.world
    }

    fn entity(&mut self, entity: EntityId, maps: &mut Vec<Map>) -> Vec<Select> {
        let world = self.world();
        if let Some(past) = world.matching.entities.get(&entity) {
            let mut selects: Vec<Select> = self.same_entity(*past, entity).into_iter().collect();
            let merged = world.matching.merged.iter().filter(|(_, now)| **now == entity);
            let merged: Vec<EntityId> = merged.map(|(past, _)| *past).collect();
            selects.extend(merged.into_iter().filter_map(|from| self.merged(from, *past, maps)));
            selects.extend(self.joined(entity));
            return selects;
        }
        if let Some((from, fields)) = world.matching.splits.get(&entity) {
            return self.split(entity, *from, fields, maps).into_iter().collect();
        }
        if let Some(below) = world.matching.generalized.get(&entity) {
            return self.generalized(*below).into_iter().collect();
        }
        if let Some(relation) = world.matching.reified.get(&entity) {
            return self.reified(entity, *relation).into_iter().collect();
        }
        self.new_subtype(entity).into_iter().collect()
    }

    /// The records of an old entity that become records of another: under new numbers, unless they share those of a supertype or have UUIDs.
    fn merged(&mut self, from: EntityId, beside: EntityId, maps: &mut Vec<Map>) -> Option<Select> {
        let world = self.world();
        let row = world.entity_row(from, "o")?;
        let there = world.entity_row(beside, "b")?;
        let (key, table) = (world.key(&row), world.old_table(row.table, "o"));
        let uuids = (has_uuid(world.old, from), has_uuid(world.old, beside));
        let id = match uuids {
            _ if world.are_kin(from, beside) => key.clone(),
            (true, true) => key.clone(),
            (false, true) => world.uuid_of(from, &key),
            (_, false) => {
                let last = format!("SELECT MAX({}) FROM {}", world.key(&there), world.old_table(there.table, "b"));
                format!("COALESCE(({last}), 0) + ROW_NUMBER() OVER (ORDER BY {key})")
            }
        };
        let name = World::merge_map(&world.old.mld.table(row.table).name);
        let map = world.quote(&name);
        let keys = [key_type(world.old, from), key_type(world.old, beside)];
        maps.push(Map { name, query: format!("SELECT {key} AS source_id, {id} AS id FROM {table}"), keys });
        let columns = self.columns(&row, &Source::made("p.id"));
        let from = format!("{table} JOIN {map} AS p ON p.source_id = {key}");
        Some(Select { from, filter: Vec::new(), columns, whole: None })
    }

    fn same_entity(&mut self, past: EntityId, now: EntityId) -> Option<Select> {
        let world = self.world();
        let row = world.entity_row(past, "o")?;
        let mark = world.old.mld.entity(past).mark.as_ref().filter(|mark| mark.column().table == row.table);
        let mut filter: Vec<String> = mark.map(|mark| world.marked(mark, "o")).into_iter().collect();
        filter.extend(self.not_of_another(past, &world.key(&row)));
        filter.extend(self.not_joined(now, &world.key(&row)));
        let whole = filter.is_empty().then_some(row.table);
        let key = world.key(&row);
        let key = match world.rekeyed(past, now, &key) {
            Some(other) => Source::made(other),
            None => Source::kept(key, 0),
        };
        self.numbers_are_said(past, now, &row);
        let columns = self.columns(&row, &key);
        Some(Select { from: world.old_table(row.table, "o"), filter, columns, whole })
    }

    /// The records of an entity that becomes a subtype of this one, known by what they were known by.
    fn generalized(&mut self, below: EntityId) -> Option<Select> {
        let world = self.world();
        let row = world.entity_row(below, "o")?;
        let columns = self.columns(&row, &Source::made(world.key(&row)));
        Some(Select { from: world.old_table(row.table, "o"), filter: Vec::new(), columns, whole: None })
    }

    /// On the way back from UUIDs: a record made since has no number to go back to.
    fn numbers_are_said(&mut self, past: EntityId, now: EntityId, row: &Row) {
        let world = self.world();
        let Some(start) = world.numbered_start(past, now) else { return };
        let name = &world.new.mcd.entity(now).name;
        let text = say!(
            fr "{name} : fiches créées depuis, dont l'UUID ne dit aucun numéro",
            en "{name}: records made since, whose UUID says no number"
        );
        let (key, table) = (sql::text_of(&world.key(row), world.dialect), world.old_table(row.table, "o"));
        self.maker.guard(&NO_NUMBER, &text, &format!("SELECT 1 FROM {table} WHERE {key} NOT LIKE '{start}%'"));
    }

    /// On the way back: records that became of this entity go back to their own.
    pub(super) fn not_of_another(&self, past: EntityId, key: &str) -> Vec<String> {
        let world = self.world();
        let Some((losses, prefix)) = world.kept else { return Vec::new() };
        let merged = losses.merged.iter().filter(|(_, now)| *now == past);
        let map = |(gone, _): &(EntityId, EntityId)| {
            let map = World::archive(prefix, &World::merge_map(&world.new.mld.entity_table(*gone)?.name));
            Some(format!("NOT EXISTS (SELECT 1 FROM {} AS m WHERE m.id = {key})", world.quote(&map)))
        };
        merged.filter_map(map).collect()
    }

    fn split(&mut self, entity: EntityId, from: EntityId, fields: &[FieldRef], maps: &mut Vec<Map>) -> Option<Select> {
        let world = self.world();
        let row = world.entity_row(from, "o")?;
        let name = map_name(&self.built.name);
        let key = world.key(&row);
        let columns_of = |fields: &[FieldRef]| -> Vec<String> {
            let homes = fields.iter().flat_map(|field| world.old.mld.field_homes(*field));
            let here = homes.filter(|home| home.table == row.table).flat_map(|home| &home.columns);
            here.map(|index| world.old_column("o", row.table, *index)).collect()
        };
        let columns = columns_of(fields);
        let keep = world.keep(&[&world.new.mcd.entity(entity).name]);
        // Which values stay where one key has several is chosen by an answer; without one, each is a record.
        let known_by = match keep {
            Some(_) => columns_of(&self.identifier_before(entity)),
            None => columns.clone(),
        };
        let filled: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
        let number = if self.is_shared(entity, from) {
            let known_by = if known_by.is_empty() { &columns } else { &known_by };
            format!("DENSE_RANK() OVER (ORDER BY {})", known_by.join(", "))
        } else {
            format!("ROW_NUMBER() OVER (ORDER BY {key})")
        };
        let number = world.given(entity, number);
        let table = world.old_table(row.table, "o");
        let filled = if filled.is_empty() { "TRUE".to_owned() } else { filled.join(" OR ") };
        maps.push(Map {
            name: name.clone(),
            query: format!("SELECT {key} AS source_id, {number} AS id FROM {table} WHERE {filled}"),
            keys: [key_type(world.old, from), key_type(world.new, entity)],
        });
        let map = world.quote(&name);
        let columns = self.columns(&row, &Source::made("p.id"));
        let from = format!("{table} JOIN {map} AS p ON p.source_id = {key}");
        let first = match keep {
            None => format!("SELECT MIN(q.source_id) FROM {map} AS q GROUP BY q.id"),
            Some(keep) => {
                let order = self.maker.ranked(&row, keep, std::slice::from_ref(&key));
                let ranked = format!(
                    "SELECT {key} AS id, ROW_NUMBER() OVER (PARTITION BY p.id ORDER BY {order}) AS merisier_rank FROM {from}"
                );
                format!("SELECT w.id FROM ({ranked}) AS w WHERE w.merisier_rank = 1")
            }
        };
        Some(Select { from, filter: vec![format!("{key} IN ({first})")], columns, whole: None })
    }

    /// What the fields of a new entity's identifier were.
    fn identifier_before(&self, entity: EntityId) -> Vec<FieldRef> {
        let world = self.world();
        let parts = world.new.mcd.identifier(entity);
        let fields = parts.iter().filter_map(|part| match part {
            KeyPart::Field(field) => world.matching.fields.get(field).copied(),
            KeyPart::Leg(_) => None,
        });
        fields.collect()
    }

    /// Whether one new record may serve several old ones, so that equal ones are made one.
    fn is_shared(&self, entity: EntityId, from: EntityId) -> bool {
        let world = self.world();
        let mut legs = world.new.mcd.relations().flat_map(|(_, relation)| {
            let is_of_it = |other: EntityId| {
                let is_part = world.matching.splits.get(&other).is_some_and(|(whole, _)| *whole == from);
                world.matching.entities.get(&other) == Some(&from) || is_part && other != entity
            };
            let links = relation.legs.iter().any(|leg| is_of_it(leg.entity));
            relation.legs.iter().filter(move |leg| links && leg.entity == entity)
        });
        legs.any(|leg| !leg.card.is_single())
    }

    fn reified(&mut self, entity: EntityId, relation: RelationId) -> Option<Select> {
        let world = self.world();
        let links = world.links(relation, "x")?;
        let row = Row { alias: "x", owner: Owner::Relation(relation), table: links.table };
        let legs: Vec<String> = links.legs.iter().flatten().cloned().collect();
        let number = format!("ROW_NUMBER() OVER (ORDER BY {})", legs.join(", "));
        let columns = self.columns(&row, &Source::made(world.given(entity, number)));
        Some(Select { from: links.from, filter: links.filter, columns, whole: None })
    }

    fn relation(&mut self, relation: RelationId) -> Vec<Select> {
        let world = self.world();
        if let Some(past) = world.matching.relations.get(&relation) {
            return self.same_relation(relation, *past).into_iter().collect();
        }
        if let Some(entity) = world.matching.flattened.get(&relation) {
            return self.flattened(relation, *entity).into_iter().collect();
        }
        self.links_of_split(relation).into_iter().collect()
    }

    /// Occurrences between records and what was split off them: who gave what is in the map.
    fn links_of_split(&mut self, relation: RelationId) -> Option<Select> {
        let world = self.world();
        let (entity, from) = world.matching.split_joined(world.new.mcd, relation)?;
        let row = world.entity_row(from, "o")?;
        let key = world.key(&row);
        let columns = self.columns(&row, &Source::made("NULL"));
        let map = world.quote(&map_name(&world.new.mld.entity_table(entity)?.name));
        let from = format!("{} JOIN {map} AS p ON p.source_id = {key}", world.old_table(row.table, "o"));
        Some(Select { from, filter: Vec::new(), columns, whole: None })
    }

    /// The legs of such an occurrence.
    fn leg_of_split(&self, row: &Row, leg: LegRef) -> Option<Source> {
        let world = self.world();
        let (entity, from) = world.matching.split_joined(world.new.mcd, leg.relation)?;
        let to = world.new.mcd.leg(leg).entity;
        if to == entity {
            return Some(Source::made("p.id"));
        }
        let key = world.key(row);
        Some(Source::made(world.moved(from, to, &key).unwrap_or(key)))
    }

    fn same_relation(&mut self, relation: RelationId, past: RelationId) -> Option<Select> {
        let world = self.world();
        let links = world.links(past, "x")?;
        let row = Row { alias: "x", owner: Owner::Relation(past), table: links.table };
        let columns = self.columns(&row, &Source::made("NULL"));
        if let Some(from) = self.kept_links(relation, past, &row) {
            return Some(Select { from, filter: vec!["x.merisier_rank = 1".to_owned()], columns, whole: None });
        }
        let whole = links.filter.is_empty().then_some(links.table);
        Some(Select { from: links.from, filter: links.filter, columns, whole })
    }

    /// Where a leg goes and an answer says which link stays of those that were told apart by it alone: the links, each with its rank.
    fn kept_links(&self, now: RelationId, past: RelationId, row: &Row) -> Option<String> {
        let world = self.world();
        let relation = world.new.mcd.relation(now);
        let keep = world.keep(&[&relation.name])?;
        let stays =
            (0..relation.legs.len()).filter_map(|index| world.matching.legs.get(&LegRef { relation: now, index }));
        let stays: Vec<usize> = stays.map(|leg| leg.index).collect();
        let RelationHome::Table { table, .. } = world.old.mld.relation(past) else { return None };
        if stays.len() == world.old.mcd.relation(past).legs.len() {
            return None;
        }
        let inner = Row { alias: "y", ..row.clone() };
        let links = world.links(past, "y")?;
        let legs: Vec<String> = stays.iter().filter_map(|at| links.legs.get(*at).cloned().flatten()).collect();
        let all: Vec<String> = links.legs.iter().flatten().cloned().collect();
        let order = self.maker.ranked(&inner, keep, &all);
        let (from, legs) = (world.old_table(*table, "y"), legs.join(", "));
        Some(format!(
            "(SELECT y.*, ROW_NUMBER() OVER (PARTITION BY {legs} ORDER BY {order}) AS merisier_rank FROM {from}) AS x"
        ))
    }

    /// Occurrences made of records: each leg is where the record referred.
    fn flattened(&mut self, relation: RelationId, entity: EntityId) -> Option<Select> {
        let world = self.world();
        if world.kept.is_some_and(|(losses, _)| losses.relations.contains(&relation)) {
            return None; // the way out didn't take all of each link along: they come back from the archive
        }
        let row = world.entity_row(entity, "o")?;
        let columns = self.columns(&row, &Source::made("NULL"));
        let legs = world.new.mcd.relation(relation).legs.len();
        let wanted = (0..legs).filter_map(|index| self.built.position(Origin::Leg(LegRef { relation, index })));
        let legs: Vec<String> = wanted.filter_map(|at| columns.get(at)).map(|source| source.sql.clone()).collect();
        let filled = legs.iter().map(|leg| format!("{leg} IS NOT NULL")).collect::<Vec<_>>().join(" AND ");
        self.maker.guard_linked(relation, &row, &filled);
        let mut filter = vec![filled.clone()];
        if let Some(keep) = world.keep(&[&world.new.mcd.relation(relation).name]) {
            let order = self.maker.ranked(&row, keep, &[world.key(&row)]);
            let (key, from, legs) = (world.key(&row), world.old_table(row.table, "o"), legs.join(", "));
            let ranked = format!(
                "SELECT {key} AS id, ROW_NUMBER() OVER (PARTITION BY {legs} ORDER BY {order}) AS merisier_rank FROM {from} WHERE {filled}"
            );
            filter.push(format!("{key} IN (SELECT w.id FROM ({ranked}) AS w WHERE w.merisier_rank = 1)"));
        }
        Some(Select { from: world.old_table(row.table, "o"), filter, columns, whole: None })
    }

    /// Numbers go on where they were, under the name that their column has now.
    fn counters(&mut self) -> Vec<Select> {
        let world = self.world();
        let old = world.old.mld;
        let Some((id, table)) = old.tables().find(|(_, table)| table.origin == TableOrigin::Counters) else {
            return Vec::new();
        };
        let mut cases = String::new();
        for sequence in &world.new.mld.sequences {
            let past = world.matching.fields.get(&sequence.field);
            let Some(past) = past.and_then(|past| old.sequences.iter().find(|other| other.field == *past)) else {
                continue;
            };
            if past.name != sequence.name {
                cases.push_str(&format!(" WHEN {} THEN {}", world.text(&past.name), world.text(&sequence.name)));
            }
        }
        let column = |at: usize| Source::kept(world.old_column("o", id, at), at);
        let mut columns: Vec<Source> = (0..table.columns.len()).map(column).collect();
        if let Some(first) = columns.first_mut().filter(|_| !cases.is_empty()) {
            *first = Source::made(format!("CASE {0}{cases} ELSE {0} END", first.sql));
        }
        vec![Select { from: world.old_table(id, "o"), filter: Vec::new(), columns, whole: Some(id) }]
    }

    /// What each column gets on an old row, whose key becomes `key`.
    pub(super) fn columns(&mut self, row: &Row, key: &Source) -> Vec<Source> {
        (0..self.built.columns.len()).map(|at| self.column(row, key, at)).collect()
    }

    fn column(&mut self, row: &Row, key: &Source, at: usize) -> Source {
        let Some(column) = self.built.columns.get(at) else { return Source::made("NULL") };
        let default = self.create.columns.get(at).and_then(|column| column.default.as_deref());
        // Of what some rows of a table are, the database knows no default and asks for no value.
        let world = self.world();
        let is_required = matches!(column.origin, Origin::Field(field) if world.new.mcd.field(field).required);
        let own = default.is_none().then(|| sql::field_default(world.new, self.id, column, world.dialect)).flatten();
        let fresh = Fresh { default: default.or(own.as_deref()), required: !column.nullable || is_required };
        match column.origin {
            Origin::Surrogate(_) | Origin::Shared(_) => key.clone(),
            Origin::Identifier(_) => key.clone(),
            Origin::Field(field) => {
                let source = self.maker.field(row, field, None, column.ty, fresh);
                self.where_it_is(row, key, field, source)
            }
            Origin::Address(field, part) => {
                let source = self.maker.field(row, field, Some(part), column.ty, fresh);
                self.where_it_is(row, key, field, source)
            }
            Origin::Leg(leg) => self.leg(row, leg),
            Origin::LegValue(..) => self.by_name(row, &column.name),
            Origin::Kind(entity) => self.kind(row, entity),
            Origin::KindOf(entity) => {
                let same = self.same_kind(row, entity);
                same.unwrap_or_else(|| Source::made(default.unwrap_or("NULL")))
            }
            Origin::Counter => Source::made(default.unwrap_or("NULL")),
            Origin::Flag(subtype) => self.flag(row, subtype),
            Origin::CreatedAt | Origin::UpdatedAt | Origin::Version => match self.same_origin(row, column.origin) {
                Some(source) => source,
                None => Source::made(default.unwrap_or("NULL")),
            },
        }
    }

    /// A value only where its owner is, unless it was its owner's already: on the rows that have the link, or are of the subtype.
    fn where_it_is(&mut self, row: &Row, key: &Source, field: FieldRef, source: Source) -> Source {
        let matching = self.world().matching;
        let past = matching.fields.get(&field).map(|past| past.owner);
        let is_same = past.is_some() && past == matching.owner(field.owner);
        if (source.kept.is_some() && is_same) || source.sql == "NULL" {
            return source;
        }
        let test = match field.owner {
            Owner::Entity(id) => {
                let mark = self.world().new.mld.entity(id).mark.as_ref();
                mark.filter(|mark| mark.column().table == self.id).and_then(|_| self.member(row, id))
            }
            Owner::Relation(id) => self.linked(row, key, id),
        };
        match test {
            Some(test) => {
                let sql = format!("CASE WHEN {test} THEN {} END", source.sql);
                Source { sql, kept: None, fills: source.kept.or(source.fills) }
            }
            None => source,
        }
    }

    /// The test that a row has a link of a relation whose references stand in its table, where some have none.
    fn linked(&mut self, row: &Row, key: &Source, relation: RelationId) -> Option<String> {
        let RelationHome::Columns { bearer, legs, .. } = self.world().new.mld.relation(relation) else { return None };
        let references = legs.iter().enumerate().filter(|(leg, _)| leg != bearer);
        let reference = references.filter_map(|(_, columns)| columns.first().copied()).next()?;
        let reference = self.built.columns.get(reference).filter(|column| column.nullable).map(|_| reference)?;
        Some(format!("{} IS NOT NULL", self.column(row, key, reference).sql))
    }

    /// The constant by which a subtype names itself, when its name is the same.
    fn same_kind(&self, row: &Row, entity: EntityId) -> Option<Source> {
        let world = self.world();
        let past = *world.matching.entities.get(&entity)?;
        let same = world.old.mcd.entity(past).snake == world.new.mcd.entity(entity).snake;
        self.same_origin(row, Origin::KindOf(past)).filter(|_| same)
    }

    fn same_origin(&self, row: &Row, origin: Origin) -> Option<Source> {
        let world = self.world();
        let index = world.old.mld.table(row.table).position(origin)?;
        Some(Source::kept(world.old_column(row.alias, row.table, index), index))
    }

    fn by_name(&self, row: &Row, name: &str) -> Source {
        let world = self.world();
        let found = world.old.mld.table(row.table).columns.iter().position(|column| column.name == name);
        match found {
            Some(index) => Source::kept(world.old_column(row.alias, row.table, index), index),
            None => Source::made("NULL"),
        }
    }

    fn leg(&mut self, row: &Row, leg: LegRef) -> Source {
        let world = self.world();
        if let RelationHome::Columns { bearer, .. } = world.new.mld.relation(leg.relation) {
            return self.maker.reference(row, leg, *bearer);
        }
        if let Some(source) = self.leg_of_split(row, leg) {
            return source;
        }
        if let Some(past) = world.matching.legs.get(&leg)
            && let Some(links) = world.links(past.relation, row.alias)
            && let Some(Some(sql)) = links.legs.get(past.index)
        {
            let (from, to) = (world.old.mcd.leg(*past).entity, world.new.mcd.leg(leg).entity);
            if let Some(moved) = world.moved(from, to, sql) {
                return Source::made(moved);
            }
            let kept = match world.old.mld.relation(past.relation) {
                RelationHome::Table { legs, .. } => legs.get(past.index).and_then(|columns| columns.first().copied()),
                _ => None,
            };
            return Source { kept, ..Source::made(sql.clone()) };
        }
        if let Some(sql) = self.maker.leg_of_record(row, leg) {
            return Source::made(sql);
        }
        let target = world.settled.targets.get(&leg).cloned();
        let target = target.and_then(|identifier| self.maker.target(leg, &identifier));
        Source::made(target.unwrap_or_else(|| "NULL".to_owned()))
    }
}
