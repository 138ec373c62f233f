//! What each column of the new tables gets from the old ones: fields, wherever they were, as values of their new type.
//!
//! Writes pieces of SQL over old rows. Invariant: what may be several values is guarded, or chosen by an answer.

use crate::diag::{Kind, Text};
use crate::mcd::{EntityId, FieldRef, LegRef, Owner, RelationId, Type};
use crate::mld::{self, AddressPart, ColumnType, RelationHome};
use crate::sql::{self, Query};
use crate::{mcd, say};

use super::enumerated;
use super::kinds::{SEVERAL_VALUES, VALUES_UNFIT};
use super::numbering;
use super::world::{Row, World, path};

/// A column of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Its SQL.
    pub(super) sql: String,
    /// The column of the old row that it is, unchanged.
    pub(super) kept: Option<usize>,
    /// The column of the old row that it is, with another value in some rows.
    pub(super) fills: Option<usize>,
}

impl Source {
    pub(super) fn made(sql: impl Into<String>) -> Self {
        Source { sql: sql.into(), kept: None, fills: None }
    }

    pub(super) fn kept(sql: impl Into<String>, column: usize) -> Self {
        Source { sql: sql.into(), kept: Some(column), fills: None }
    }

    /// The same column, with a value where it is empty.
    pub(super) fn filled(self, value: &str) -> Self {
        let fills = self.kept.or(self.fills);
        Source { sql: format!("COALESCE({}, {value})", self.sql), kept: None, fills }
    }
}

/// Refuses the migration when the query counts any row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// What is said; the number of rows follows.
    pub message: Text,
    /// A query of one number, named `n`.
    pub count: String,
    /// A query of a text for each row counted, named `what`.
    pub listed: Option<String>,
}

/// Where the value of an old field is, seen from an old row.
pub(super) enum Place {
    /// On the row, or where its key leads.
    Here(Row),
    /// Over links: the row reached, where from, under which conditions, by which key of ours, and whether there may be several.
    Away { row: Row, from: String, conditions: Vec<String>, link: String, ours: String, several: bool },
}

/// Makes sources, and collects the guards they need.
pub(super) struct Maker<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) guards: Vec<Guard>,
}

impl<'w> Maker<'w> {
    /// Guards that no row satisfies what `rows` selects.
    pub(super) fn guard(&mut self, kind: &Kind, text: &Text, rows: &str) {
        self.guard_showing(kind, text, rows, &[]);
    }

    /// The same; `shown` are the values by which a row is known, in the place of what `rows` selects first.
    pub(super) fn guard_showing(&mut self, kind: &Kind, text: &Text, rows: &str, shown: &[(String, String)]) {
        let message = Text { fr: format!("{} {}", kind.code, text.fr), en: format!("{} {}", kind.code, text.en) };
        let count = format!("SELECT COUNT(*) AS n FROM ({rows}) AS g");
        let rest = rows.split_once(" FROM ").map(|(_, rest)| rest).filter(|_| !shown.is_empty());
        let listed = rest.map(|rest| format!("SELECT {} AS what FROM {rest}", sql::shown(shown, self.world.dialect)));
        let guard = Guard { message, count, listed };
        if !self.guards.contains(&guard) {
            self.guards.push(guard);
        }
    }

    /// What a field's column gets on a row; `ty` is the column's, `default` what a new row gets.
    pub(super) fn field(
        &mut self,
        row: &Row,
        field: FieldRef,
        part: Option<AddressPart>,
        ty: ColumnType,
        fresh: Fresh<'_>,
    ) -> Source {
        let settled = self.world.settled;
        if let Some(sql) = settled.usings.get(&field).and_then(|probe| self.answered(row, *probe, field, ty)) {
            return Source::made(sql);
        }
        let found = self.past_field(row, field).or_else(|| self.inherited(row, field));
        let found = found.and_then(|old| self.old_field(row, old, field, part, ty));
        // Of an address, what it can't be without.
        let backfill = settled.backfills.get(&field).filter(|_| part.is_none_or(AddressPart::is_needed));
        let backfill = backfill.and_then(|probe| self.answered(row, *probe, field, ty));
        match (found, backfill) {
            (Some(source), None) => source,
            (Some(source), Some(sql)) => source.filled(&sql),
            (None, Some(sql)) => Source::made(sql),
            (None, None) => self.fresh(row, field, fresh),
        }
    }

    /// The old field that a new one is, seen from an old row: that of its own entity, where two were merged.
    fn past_field(&self, row: &Row, field: FieldRef) -> Option<FieldRef> {
        let matching = self.world.matching;
        match row.owner {
            Owner::Entity(id) if matching.merged.contains_key(&id) => matching.merged_fields.get(&(field, id)).copied(),
            _ => matching.fields.get(&field).copied(),
        }
    }

    /// What an entity that leaves its supertype had from it.
    fn inherited(&self, row: &Row, field: FieldRef) -> Option<FieldRef> {
        let (old, new, matching) = (self.world.old.mcd, self.world.new.mcd, self.world.matching);
        let is_own = matching.owner(field.owner) == Some(row.owner);
        matching.inherited(old, new, field).filter(|_| is_own)
    }

    /// A new field on an old row: its default where that says something of the row, a number where the database gives one.
    fn fresh(&self, row: &Row, field: FieldRef, fresh: Fresh<'_>) -> Source {
        let data = self.world.new.mcd.field(field);
        match (&data.ty, fresh.default) {
            (Type::Uuid, None) if fresh.required && self.is_anew(row, field) => {
                Source::made(sql::uuid(self.world.dialect))
            }
            (Type::Sequence(pattern), _) if self.is_anew(row, field) => {
                Source::made(numbering::reference(self.world, row, pattern).unwrap_or_else(|| "NULL".to_owned()))
            }
            (Type::Serial, _) => Source::made(format!("ROW_NUMBER() OVER (ORDER BY {})", self.world.key(row))),
            (_, Some(default)) if fresh.required || !reads_the_clock(data) => Source::made(default),
            _ => Source::made("NULL"),
        }
    }

    /// Whether nothing of an old field goes on in a new one.
    fn is_anew(&self, row: &Row, field: FieldRef) -> bool {
        let (old, new) = (self.world.old.mcd, self.world.new.mcd);
        self.past_field(row, field).is_none_or(|past| !converts(&old.field(past).ty, &new.field(field).ty))
    }

    /// The value that an answer gives a field: a date, a time or an instant may be written as a text.
    fn answered(&mut self, row: &Row, probe: FieldRef, field: FieldRef, ty: ColumnType) -> Option<String> {
        let sql = self.probe(row, probe)?;
        let from = mld::column_type(&self.world.old.mcd.field(probe).ty);
        if from != ColumnType::LongText || !matches!(ty, ColumnType::Date | ColumnType::Time | ColumnType::DateTime) {
            return Some(sql);
        }
        let made = sql::convert(&sql, from, ty, false, self.world.dialect)?;
        if let Some(unfit) = made.unfit {
            self.guard_unfit(&Place::Here(row.clone()), field, &format!("{sql} IS NOT NULL AND ({unfit})"), &sql);
        }
        Some(made.sql)
    }

    /// An expression of an answer, on an old row.
    pub(super) fn probe(&self, row: &Row, probe: FieldRef) -> Option<String> {
        let query = Query::new(self.world.old, self.world.dialect);
        let home = match probe.owner {
            Owner::Entity(id) => self.world.old.mld.entity(id).table,
            Owner::Relation(id) => self.world.old.mld.relation(id).table(),
        };
        let owner = if home == Some(row.table) { probe.owner } else { row.owner };
        let value = query.field(owner, probe, row.alias)?;
        Some(format!("({})", value.sql))
    }

    fn old_field(
        &mut self,
        row: &Row,
        old: FieldRef,
        new: FieldRef,
        part: Option<AddressPart>,
        ty: ColumnType,
    ) -> Option<Source> {
        let place = self.locate(row, old, new)?;
        let cut = self.world.answers.truncates(&path(self.world.new.mcd, new));
        let (value, from, kept) = match &place {
            Place::Here(at) => self.value_at(at, old, part)?,
            Place::Away { row: at, .. } => {
                let (value, from, _) = self.value_at(at, old, part)?;
                (value, from, None)
            }
        };
        let converted = sql::convert(&value, from, ty, cut, self.world.dialect)?;
        let renamed = self.with_values_renamed(converted.sql.clone(), old, new);
        let here = kept.filter(|_| same_storage(from, ty));
        let (kept, fills) = (here.filter(|_| renamed == value), here.filter(|_| renamed != value));
        let unfit = converted.unfit.map(|unfit| format!("{value} IS NOT NULL AND ({unfit})"));
        if let Some(unfit) = unfit {
            self.guard_unfit(&place, new, &unfit, &sql::readable(&value, from, self.world.dialect));
        }
        match place {
            Place::Here(at) => Some(match self.goes_with_its_link(&at, old, new) {
                Some(stays) => Source::made(format!("(CASE WHEN {stays} THEN {renamed} END)")),
                None => Source { sql: renamed, kept, fills },
            }),
            Place::Away { row: at, from, conditions, link, ours, several } => {
                Some(Source::made(self.picked(&at, old, new, &renamed, &from, conditions, &link, &ours, several)))
            }
        }
    }

    /// The values by which an old row is known: its identifier, or its key.
    pub(super) fn known_by(&self, row: &Row) -> Vec<(String, String)> {
        let table = self.world.old.mld.table(row.table);
        let name = |at: &usize| {
            let column = table.columns.get(*at)?;
            let value = self.world.old_column(row.alias, row.table, *at);
            Some((column.name.clone(), sql::readable(&value, column.ty, self.world.dialect)))
        };
        identifying(table).iter().filter_map(name).collect()
    }

    /// On the way back: the rows of which the archive doesn't give the value.
    fn not_restored(&self, row: &Row, field: FieldRef) -> Option<String> {
        let (losses, prefix) = self.world.kept?;
        let home = self.world.new.mld.field_homes(field).first().filter(|_| losses.fields.contains(&field))?;
        let table = self.world.new.mld.table(home.table);
        let [key] = table.primary_key.as_slice() else { return None };
        let (archive, key) = (World::archive(prefix, &table.name), self.world.new.mld.column_name(home.table, *key));
        let [archive, key] = [archive.as_str(), key].map(|name| self.world.quote(name));
        Some(format!("NOT EXISTS (SELECT 1 FROM {archive} AS a WHERE a.{key} = {})", self.world.key(row)))
    }

    fn guard_unfit(&mut self, place: &Place, new: FieldRef, unfit: &str, value: &str) {
        let world = self.world;
        let name = path(world.new.mcd, new).join(".");
        let text = say!(
            fr "{name} : valeurs qui n'entrent pas dans le nouveau type, lignes",
            en "{name}: values that don't fit the new type, rows"
        );
        let rows = match place {
            Place::Here(at) => {
                let only = self.not_restored(at, new).map(|only| format!(" AND {only}")).unwrap_or_default();
                format!("SELECT 1 FROM {} WHERE ({unfit}){only}", world.old_table(at.table, at.alias))
            }
            Place::Away { from, conditions, .. } => {
                let all: Vec<String> = conditions.iter().cloned().chain([unfit.to_owned()]).collect();
                format!("SELECT 1 FROM {from} WHERE {}", all.join(" AND "))
            }
        };
        let (Place::Here(at) | Place::Away { row: at, .. }) = place;
        let mut shown = self.known_by(at);
        shown.push((world.new.mcd.field(new).name.clone(), value.to_owned()));
        self.guard_showing(&VALUES_UNFIT, &text, &rows, &shown);
    }

    /// One of several values that links lead to.
    #[allow(clippy::too_many_arguments)] // a query in parts
    fn picked(
        &mut self,
        at: &Row,
        old: FieldRef,
        new: FieldRef,
        value: &str,
        from: &str,
        conditions: Vec<String>,
        link: &str,
        ours: &str,
        several: bool,
    ) -> String {
        let names = path(self.world.new.mcd, new);
        // The fields of a link come from the link that stays.
        if let (Owner::Relation(was), Owner::Relation(now)) = (at.owner, new.owner)
            && self.world.matching.relations.get(&now) == Some(&was)
        {
            let order = self.order_of_links(at, was, now);
            let stays = self.leg_narrowed(was, now).and_then(|(far, leg)| self.stays_beyond(far, leg, at.alias));
            let tied: Vec<String> = conditions.into_iter().chain(stays).chain([format!("{link} = {ours}")]).collect();
            return format!("(SELECT {value} FROM {from} WHERE {}{order} LIMIT 1)", tied.join(" AND "));
        }
        let keep = self.world.keep(&names);
        let present: Vec<String> = conditions.into_iter().chain([format!("{value} IS NOT NULL")]).collect();
        let present = present.join(" AND ");
        if several && keep.is_none() {
            let name = names.join(".");
            let text = say!(
                fr "{name} : plusieurs valeurs pour une seule place (écrivez keep {name} max, ou min), fiches",
                en "{name}: several values for one place (write keep {name} max, or min), records"
            );
            let rows =
                format!("SELECT {link} FROM {from} WHERE {present} GROUP BY {link} HAVING COUNT(DISTINCT {value}) > 1");
            let shown = [("id".to_owned(), link.to_owned()), ("n".to_owned(), "COUNT(*)".to_owned())];
            self.guard_showing(&SEVERAL_VALUES, &text, &rows, &shown);
        }
        let order = self.order(at, value, keep, Some(old.owner));
        format!("(SELECT {value} FROM {from} WHERE {present} AND {link} = {ours}{order} LIMIT 1)")
    }

    /// Where a field stays beside its link: the test that the link stays, of several of the record on the other leg.
    fn goes_with_its_link(&self, at: &Row, old: FieldRef, new: FieldRef) -> Option<String> {
        let (Owner::Relation(was), Owner::Relation(now)) = (old.owner, new.owner) else { return None };
        if self.world.matching.relations.get(&now) != Some(&was) {
            return None;
        }
        let (far, leg) = self.leg_narrowed(was, now)?;
        self.stays_beyond(far, leg, at.alias)
    }

    /// The leg, before and after, whose records come to have one link at most, and that doesn't bear the link.
    fn leg_narrowed(&self, was: RelationId, now: RelationId) -> Option<(LegRef, LegRef)> {
        let RelationHome::Columns { bearer, .. } = self.world.new.mld.relation(now) else { return None };
        let legs = (0..2).filter(|index| index != bearer).map(|index| LegRef { relation: now, index });
        let mut pairs = legs.filter_map(|leg| Some((*self.world.matching.legs.get(&leg)?, leg)));
        pairs.find(|(far, leg)| far.relation == was && self.becomes_single(*far, *leg))
    }

    /// The value of a field on the row where it is: SQL, type, its column there.
    pub(super) fn value_at(
        &self,
        at: &Row,
        old: FieldRef,
        part: Option<AddressPart>,
    ) -> Option<(String, ColumnType, Option<usize>)> {
        let world = self.world;
        let place = part.and_then(|part| AddressPart::ALL.iter().position(|other| *other == part)).unwrap_or(0);
        let home = world.old.mld.field_homes(old).iter().find(|home| home.table == at.table);
        if let Some(index) = home.and_then(|home| home.columns.get(place)) {
            let ty = world.old.mld.table(at.table).columns.get(*index)?.ty;
            return Some((world.old_column(at.alias, at.table, *index), ty, Some(*index)));
        }
        if part.is_some() {
            return None;
        }
        let value = Query::new(world.old, world.dialect).field(at.owner, old, at.alias)?;
        Some((format!("({})", value.sql), mld::column_type(&world.old.mcd.field(old).ty), None))
    }

    pub(super) fn locate(&self, row: &Row, old: FieldRef, new: FieldRef) -> Option<Place> {
        let world = self.world;
        match (row.owner, old.owner) {
            (a, b) if a == b => Some(Place::Here(row.clone())),
            (Owner::Entity(a), Owner::Entity(b)) if world.are_kin(a, b) => {
                let homes = world.old.mld.field_homes(old);
                let is_here = homes.iter().any(|home| home.table == row.table);
                if is_here || world.old.mcd.field(old).ty != Type::Address {
                    return Some(Place::Here(row.clone()));
                }
                Some(self.beside(row, Row { alias: "s", owner: old.owner, table: homes.first()?.table }))
            }
            (Owner::Entity(a), Owner::Entity(b)) if self.were_kin(a, b) => {
                Some(self.beside(row, world.entity_row(b, "s")?))
            }
            (Owner::Entity(a), Owner::Relation(relation)) => {
                self.on_links(row, self.own_leg(a, relation, new)?, relation)
            }
            (Owner::Entity(a), Owner::Entity(b)) => self.beyond_links(row, a, b),
            (Owner::Relation(relation), Owner::Entity(b)) => {
                let links = world.links(relation, row.alias)?;
                let leg = self.only_leg(relation, b)?;
                let there = world.entity_row(b, "s")?;
                let (from, link) = (world.old_table(there.table, "s"), world.key(&there));
                let ours = links.legs.get(leg.index)?.clone()?;
                Some(Place::Away { row: there, from, conditions: Vec::new(), link, ours, several: false })
            }
            (Owner::Relation(a), Owner::Relation(b)) => {
                let (ours, theirs) = self.common_leg(a, b)?;
                let ours = world.links(a, row.alias)?.legs.get(ours.index)?.clone()?;
                let links = world.links(b, "s")?;
                let link = links.legs.get(theirs.index)?.clone()?;
                let several = !world.old.mcd.leg(theirs).card.is_single();
                let there = Row { alias: "s", owner: old.owner, table: links.table };
                Some(Place::Away { row: there, from: links.from, conditions: links.filter, link, ours, several })
            }
        }
    }

    /// The legs of two relations by which their links meet: on the only entity that both have one leg on.
    pub(super) fn common_leg(&self, a: RelationId, b: RelationId) -> Option<(LegRef, LegRef)> {
        let legs = (0..self.world.old.mcd.relation(a).legs.len()).map(|index| LegRef { relation: a, index });
        let mut pairs = legs.filter_map(|leg| {
            let entity = self.world.old.mcd.leg(leg).entity;
            self.only_leg(a, entity).zip(self.only_leg(b, entity))
        });
        match (pairs.next(), pairs.next()) {
            (Some(pair), None) => Some(pair),
            _ => None,
        }
    }

    /// The row of another table with the same key.
    fn beside(&self, row: &Row, there: Row) -> Place {
        let (from, link) = (self.world.old_table(there.table, there.alias), self.world.key(&there));
        Place::Away { row: there, from, conditions: Vec::new(), link, ours: self.world.key(row), several: false }
    }

    /// On the way back: whether entities that are apart now were of one hierarchy, with the same keys.
    fn were_kin(&self, a: EntityId, b: EntityId) -> bool {
        let new = self.world.new.mcd;
        let before = |id: EntityId| self.world.matching.entity_now(id).map(|past| new.root(past));
        self.world.kept.is_some() && before(a).is_some() && before(a) == before(b)
    }

    /// The only leg of a relation on an entity or its kin.
    pub(super) fn only_leg(&self, relation: RelationId, entity: EntityId) -> Option<LegRef> {
        let legs = self.world.old.mcd.relation(relation).legs.iter().enumerate();
        let mut of = legs.filter(|(_, leg)| self.world.are_kin(leg.entity, entity));
        match (of.next(), of.next()) {
            (Some((index, _)), None) => Some(LegRef { relation, index }),
            _ => None,
        }
    }

    /// The old leg that a row of an entity is on, for a field that was a relation's: that of the table it goes to, or the only one.
    fn own_leg(&self, entity: EntityId, relation: RelationId, new: FieldRef) -> Option<LegRef> {
        let world = self.world;
        if let Owner::Relation(now) = new.owner
            && world.matching.relations.get(&now) == Some(&relation)
            && let RelationHome::Columns { bearer, .. } = world.new.mld.relation(now)
        {
            return world.matching.legs.get(&LegRef { relation: now, index: *bearer }).copied();
        }
        self.only_leg(relation, entity)
    }

    fn on_links(&self, row: &Row, leg: LegRef, relation: RelationId) -> Option<Place> {
        let world = self.world;
        let owner = Owner::Relation(relation);
        if let RelationHome::Columns { bearer, table, .. } = world.old.mld.relation(relation)
            && *bearer == leg.index
            && *table == row.table
        {
            return Some(Place::Here(Row { owner, ..row.clone() }));
        }
        let links = world.links(relation, "x")?;
        let link = links.legs.get(leg.index)?.clone()?;
        let several = !world.old.mcd.leg(leg).card.is_single();
        let there = Row { alias: "x", owner, table: links.table };
        let ours = world.key(row);
        Some(Place::Away { row: there, from: links.from, conditions: links.filter, link, ours, several })
    }

    /// Values of an enumeration that have another name, or that an answer replaces; texts that become values of one.
    fn with_values_renamed(&self, sql: String, old: FieldRef, new: FieldRef) -> String {
        let world = self.world;
        let texts = enumerated::texts(world.old.mcd, world.new.mcd, world.answers, old, new);
        if !texts.is_empty() {
            let case = |(text, to): &(String, String)| format!(" WHEN {} THEN {}", world.text(text), world.text(to));
            let cases: String = texts.iter().map(case).collect();
            return format!("CASE {sql}{cases} ELSE {sql} END");
        }
        let pairs = world.enum_values(old, new);
        let [owner, name] = path(world.new.mcd, new);
        let Type::Enum(before) = &world.old.mcd.field(old).ty else { return sql };
        let Type::Enum(after) = &world.new.mcd.field(new).ty else { return sql };
        let (before, after) = (&world.old.mcd.enumeration(*before).values, &world.new.mcd.enumeration(*after).values);
        let mut cases = String::new();
        for (value, (stored, becomes)) in before.iter().zip(&pairs) {
            let mapped = || {
                let to = world.answers.mapped(&[owner, name, &value.name])?;
                after.iter().find(|value| value.name == to).map(|value| value.snake.clone())
            };
            match becomes.clone().or_else(mapped) {
                Some(to) if to != *stored => {
                    cases.push_str(&format!(" WHEN {} THEN {}", world.text(stored), world.text(&to)));
                }
                _ => {}
            }
        }
        if cases.is_empty() { sql } else { format!("CASE {sql}{cases} ELSE {sql} END") }
    }
}

/// Whether values of one type become values of the other at all, an address apart.
pub(super) fn converts(from: &Type, to: &Type) -> bool {
    // The same pairs on every engine.
    sql::convert("v", mld::column_type(from), mld::column_type(to), false, sql::Dialect::Sqlite).is_some()
}

/// What a new column gets when nothing else is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fresh<'a> {
    /// Its default, spelled.
    pub(super) default: Option<&'a str>,
    /// It can't be empty.
    pub(super) required: bool,
}

/// "Today" is true of a record made today, not of one that exists.
fn reads_the_clock(field: &mcd::Field) -> bool {
    use crate::mcd::expr::{ExprKind, Function};
    fn reads(expr: &mcd::expr::Expr) -> bool {
        match &expr.kind {
            ExprKind::Call(Function::Today | Function::Now, _) => true,
            ExprKind::Call(_, args) => args.iter().any(reads),
            ExprKind::Arithmetic(_, a, b) => reads(a) || reads(b),
            _ => false,
        }
    }
    field.default.as_ref().is_some_and(reads)
}

/// Whether a column of one type holds values of the other as they are, on every engine.
fn same_storage(from: ColumnType, to: ColumnType) -> bool {
    let whole = |ty| if matches!(ty, ColumnType::Serial | ColumnType::Duration) { ColumnType::Integer } else { ty };
    whole(from) == whole(to)
        || matches!(
            (from, to),
            (ColumnType::Text(_) | ColumnType::LongText, ColumnType::Text(_) | ColumnType::LongText)
        )
}

/// Which new record each old one gave a part of itself to.
pub(super) fn map_name(table: &str) -> String {
    crate::mld::names::shorten(&format!("merisier_map_{table}"))
}

/// The columns by which a person knows a row: what is unique and can't be empty, or the key.
pub(super) fn identifying(table: &mld::Table) -> Vec<usize> {
    let filled =
        |columns: &&Vec<usize>| columns.iter().all(|at| table.columns.get(*at).is_some_and(|column| !column.nullable));
    let unique = table.uniques.iter().map(|unique| &unique.columns).find(filled);
    unique.unwrap_or(&table.primary_key).clone()
}
