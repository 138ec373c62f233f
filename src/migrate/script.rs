//! The statements of a migration, in the order in which each engine must do them.
//!
//! Everything is looked at before anything is changed: rows are set apart as they will be, guards judge them there, then old tables go
//! and new ones take their place. SQLite and PostgreSQL do it in one transaction; MariaDB, which has none for tables, in steps that can
//! be done again, with one atomic RENAME between them. Spells nothing: that is `sql`'s.

use std::collections::BTreeSet;

use crate::diag::Lang;
use crate::mcd::Locale;
use crate::mld::{ColumnType, Mld, TableId};
use crate::sql::{self, Constraint, CreateTable, Dialect, Move, References, Schema, Statement, Trigger};

use super::ahead::Ahead;
use super::archive;
use super::guards::{self, Judged};
use super::in_place::{self, InPlace};
use super::projection::{Projection, Rows, Select, project};
use super::users;
use super::values::Guard;
use super::world::{Losses, World};

/// A script, and what it looks at first.
#[derive(Debug, Clone, Default)]
pub(super) struct Script {
    /// One or two files; empty when no table changes.
    pub(super) files: Vec<Vec<Statement>>,
    /// The file that goes ahead of them.
    pub(super) ahead: Option<Ahead>,
    /// What must hold of the rows as they are.
    pub(super) before: Vec<Guard>,
    /// Looks and counts, and changes nothing.
    pub(super) check: Vec<Statement>,
}

/// The pieces of a creation script, by table.
pub(super) struct Parts {
    pub(super) tables: Vec<CreateTable>,
    pub(super) references: Vec<(String, References)>,
    pub(super) indexes: Vec<Statement>,
    pub(super) triggers: Vec<Trigger>,
    pub(super) pending: bool,
}

pub(super) fn parts(schema: Schema<'_>, dialect: Dialect) -> Parts {
    let mut parts =
        Parts { tables: Vec::new(), references: Vec::new(), indexes: Vec::new(), triggers: Vec::new(), pending: false };
    for statement in sql::create_script(schema, dialect) {
        match statement {
            Statement::CreateTable(mut create) => {
                let (references, others): (Vec<_>, Vec<_>) =
                    create.constraints.into_iter().partition(|one| matches!(one, Constraint::References(_)));
                create.constraints = others;
                let name = create.name.clone();
                parts.references.extend(references.into_iter().filter_map(|one| match one {
                    Constraint::References(key) => Some((name.clone(), key)),
                    _ => None,
                }));
                parts.tables.push(create);
            }
            Statement::AddForeignKey { table, key } => parts.references.push((table, key)),
            index @ Statement::CreateIndex { .. } => parts.indexes.push(index),
            Statement::CreateTrigger(trigger) => parts.triggers.push(trigger),
            Statement::CreatePending => parts.pending = true,
            Statement::Move(_) => {}
        }
    }
    parts
}

/// What the database is to have, and what it has.
pub(super) struct Work<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) old: Parts,
    pub(super) new: Parts,
    rows: &'a Rows,
    /// New tables that are made anew or changed.
    touched: BTreeSet<TableId>,
    /// Of these, those that are changed where they are.
    pub(super) in_place: Vec<InPlace>,
    /// What must hold of the rows as they will be.
    judged: Judged,
    /// Old tables that go.
    pub(super) gone: Vec<TableId>,
    losses: &'a Losses,
    prefix: &'a str,
}

/// The script of a way. `losses`: what of the old model is kept, in tables whose names begin with `prefix`.
pub(super) fn script(world: &World<'_>, losses: &Losses, prefix: &str) -> Script {
    let (old, new) = (parts(world.old, world.dialect), parts(world.new, world.dialect));
    let rows = project(world, &new.tables);
    let (touched, changed) = touched(world, &old, &new, &rows);
    let in_place = in_place::decide(world, &old, &new, &rows.tables, &touched);
    let staying: BTreeSet<TableId> = rows
        .tables
        .iter()
        .filter(|projection| !touched.contains(&projection.table))
        .filter_map(|projection| projection.selects.first()?.whole)
        .chain(in_place.iter().map(|one| one.base))
        .collect();
    let gone = world.old.mld.tables().map(|(id, _)| id).filter(|id| !staying.contains(id)).collect();
    let judged = guards::after(world, &rows.tables, &touched, &changed, &in_place);
    let mut work = Work { world, old, new, rows: &rows, touched, in_place, judged, gone, losses, prefix };
    if work.is_idle() {
        return Script::default();
    }
    let before = rows.guards.clone();
    let check = work.check();
    let ahead = match world.dialect {
        Dialect::Postgres => work.file_ahead(),
        Dialect::Mariadb | Dialect::Sqlite => None,
    };
    let files = match world.dialect {
        Dialect::Mariadb => work.in_steps(),
        Dialect::Postgres => work.in_files(),
        Dialect::Sqlite => vec![work.at_once()],
    };
    Script { files, ahead, before, check }
}

/// Which new tables are made anew: those that change, and on SQLite those that refer to one that is.
fn touched(world: &World<'_>, old: &Parts, new: &Parts, rows: &Rows) -> (BTreeSet<TableId>, BTreeSet<TableId>) {
    let changed: BTreeSet<TableId> =
        rows.tables.iter().filter(|one| !is_same(world, old, new, one)).map(|one| one.table).collect();
    let mut touched = changed.clone();
    if world.dialect != Dialect::Sqlite {
        return (touched, changed);
    }
    let gone_names = |touched: &BTreeSet<TableId>| -> BTreeSet<String> {
        let staying = rows.tables.iter().filter(|one| !touched.contains(&one.table));
        let staying: BTreeSet<&str> = staying.map(|one| world.new.mld.table(one.table).name.as_str()).collect();
        world
            .old
            .mld
            .tables
            .iter()
            .map(|table| table.name.clone())
            .filter(|name| !staying.contains(name.as_str()))
            .collect()
    };
    loop {
        let gone = gone_names(&touched);
        let more: Vec<TableId> = rows
            .tables
            .iter()
            .filter(|one| !touched.contains(&one.table))
            .filter(|one| {
                let name = &world.new.mld.table(one.table).name;
                old.references.iter().any(|(table, key)| table == name && gone.contains(&key.target))
            })
            .map(|one| one.table)
            .collect();
        if more.is_empty() {
            return (touched, changed);
        }
        touched.extend(more);
    }
}

/// Whether a table stays as it is: every row, every column, the same definition whatever the order of its parts.
fn is_same(world: &World<'_>, old: &Parts, new: &Parts, projection: &Projection) -> bool {
    let [Select { whole: Some(base), columns, .. }] = projection.selects.as_slice() else { return false };
    let (before, after) = (world.old.mld.table(*base), world.new.mld.table(projection.table));
    if before.name != after.name || before.columns.len() != after.columns.len() {
        return false;
    }
    let kept = columns.iter().zip(&after.columns).all(|(source, column)| {
        source.kept.and_then(|index| before.columns.get(index)).is_some_and(|old| old.name == column.name)
    });
    kept && definition(old, &before.name) == definition(new, &after.name)
}

/// What a table is, comments and order apart.
fn definition(parts: &Parts, name: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(create) = parts.tables.iter().find(|create| create.name == name) {
        for column in &create.columns {
            all.push(format!("{:?}", (&column.name, column.ty, column.nullable, &column.default, column.in_key)));
        }
        all.push(format!("{:?}", create.primary_key));
        all.extend(create.constraints.iter().map(|constraint| format!("{constraint:?}")));
    }
    let references = parts.references.iter().filter(|(table, _)| table == name);
    all.extend(references.map(|(_, key)| format!("{key:?}")));
    let is_of = |index: &&Statement| matches!(index, Statement::CreateIndex { table, .. } if table == name);
    all.extend(parts.indexes.iter().filter(is_of).map(|index| format!("{index:?}")));
    all.sort();
    all
}

impl Work<'_> {
    fn is_idle(&self) -> bool {
        self.touched.is_empty()
            && self.gone.is_empty()
            && self.judged.guards.is_empty()
            && self.old.triggers == self.new.triggers
            && self.old.pending == self.new.pending
    }

    fn new_mld(&self) -> &Mld {
        self.world.new.mld
    }

    pub(super) fn stage_name(&self, table: TableId) -> String {
        stage_name(&self.new_mld().table(table).name)
    }

    fn projections(&self) -> impl Iterator<Item = (&Projection, &CreateTable)> {
        let order = self.new.tables.iter();
        order.filter_map(|create| {
            let projection =
                self.rows.tables.iter().find(|one| {
                    self.touched.contains(&one.table) && self.new_mld().table(one.table).name == create.name
                })?;
            Some((projection, create))
        })
    }

    fn is_in_place(&self, table: TableId) -> bool {
        self.in_place.iter().any(|one| one.table == table)
    }

    /// Those that are made anew.
    pub(super) fn anew(&self) -> impl Iterator<Item = (&Projection, &CreateTable)> {
        self.projections().filter(|(projection, _)| !self.is_in_place(projection.table))
    }

    /// One transaction.
    fn at_once(&mut self) -> Vec<Statement> {
        let mut out = vec![step(Move::Defer)];
        self.look(&mut out);
        self.archive(&mut out);
        let kept = self.same_triggers();
        out.extend(self.dropped_triggers(&kept));
        out.extend(self.dropped_tables());
        if self.old.pending && !self.new.pending {
            out.push(step(Move::DropTables(vec!["pending_violation".into(), "never".into()])));
        }
        self.create(&mut out);
        if self.new.pending && !self.old.pending {
            out.push(Statement::CreatePending);
        }
        out.extend(self.new_triggers());
        out.extend(users::renamed(self.world).map(step));
        out.extend(self.unstaged());
        out
    }

    /// The old tables that go, those that refer first, and archives that have served.
    pub(super) fn dropped_tables(&self) -> Vec<Statement> {
        let gone: BTreeSet<&str> = self.gone.iter().map(|id| self.world.old.mld.table(*id).name.as_str()).collect();
        let order = self.old.tables.iter().rev().map(|create| create.name.clone());
        let order: Vec<String> = order.filter(|name| gone.contains(name.as_str())).collect();
        vec![step(Move::DropTables(order)), step(Move::DropTables(self.spent_archives()))]
    }

    pub(super) fn new_triggers(&self) -> Vec<Statement> {
        let kept = self.same_triggers();
        let new = self.new.triggers.iter().filter(|trigger| !kept.contains(&trigger.name));
        new.cloned().map(Statement::CreateTrigger).collect()
    }

    /// Two files: one that prepares and switches, one that finishes. Each can be done again.
    fn in_steps(&mut self) -> Vec<Vec<Statement>> {
        let done = format!("{}done", self.prefix);
        let ready = format!("{}ready", self.prefix);
        let mut first = vec![step(Move::Unless(done.clone()))];
        self.look(&mut first);
        self.archive(&mut first);
        let nexts: Vec<(String, String)> =
            self.projections().map(|(_, create)| (next_name(&create.name), create.name.clone())).collect();
        first.push(step(Move::DropTables(nexts.iter().map(|(next, _)| next.clone()).collect())));
        for (projection, create) in self.projections() {
            let next = next_name(&create.name);
            first.push(Statement::CreateTable(CreateTable { name: next.clone(), ..create.clone() }));
            first.push(fill(create, &next, &self.stage_name(projection.table)));
            first.extend(self.indexes_of(&create.name, &next));
            first.extend(self.resumed(projection, &next));
        }
        first.extend(self.unstaged());
        let kept = self.same_triggers();
        first.extend(self.dropped_triggers(&kept));
        let gone: Vec<String> = self.gone.iter().map(|id| self.world.old.mld.table(*id).name.clone()).collect();
        for (table, key) in &self.old.references {
            if gone.contains(table) || gone.contains(&key.target) {
                first.push(step(Move::DropReference { table: table.clone(), name: key.name.clone() }));
            }
        }
        let named = format!("{}names", self.prefix);
        first.push(step(Move::Once(named.clone(), users::renamed(self.world).into())));
        first.push(step(Move::Archive { name: ready.clone(), query: "SELECT 1 AS done".into(), key: Vec::new() }));
        let mut renames: Vec<(String, String)> = gone.iter().map(|name| (name.clone(), last_name(name))).collect();
        renames.extend(nexts);
        renames.push((ready, done.clone()));
        first.push(step(Move::RenameTables(renames)));
        first.push(step(Move::EndUnless));
        let mut second = vec![step(Move::DropTables(gone.iter().map(|name| last_name(name)).collect()))];
        second.push(step(Move::DropTables(self.spent_archives())));
        let touched: BTreeSet<String> = self.projections().map(|(_, create)| create.name.clone()).collect();
        for (table, key) in &self.new.references {
            if touched.contains(table) || touched.contains(&key.target) || gone.contains(&key.target) {
                second.push(step(Move::DropReference { table: table.clone(), name: key.name.clone() }));
                second.push(Statement::AddForeignKey { table: table.clone(), key: key.clone() });
            }
        }
        for trigger in self.new.triggers.iter().filter(|trigger| !kept.contains(&trigger.name)) {
            second.push(step(Move::DropTrigger(trigger.clone())));
            second.push(Statement::CreateTrigger(trigger.clone()));
        }
        second.push(step(Move::DropTables(vec![named, done])));
        vec![first, second]
    }

    /// Sets the rows apart as they will be, and judges them.
    pub(super) fn look(&self, out: &mut Vec<Statement>) {
        out.extend(self.rows.guards.iter().map(|one| guard(one, self.world)));
        for map in &self.rows.maps {
            let [source, id] = map.keys;
            out.push(step(Move::Stage {
                name: map.name.clone(),
                columns: vec![key_column("source_id", source), key_column("id", id)],
                queries: vec![map.query.clone()],
                keys: vec![vec!["source_id".to_owned()]],
            }));
        }
        for (projection, create) in self.projections() {
            let name = self.stage_name(projection.table);
            let queries: Vec<String> = projection.selects.iter().map(|select| self.query(create, select)).collect();
            if self.is_in_place(projection.table) {
                out.extend(queries.into_iter().map(|query| step(Move::View { name: name.clone(), query })));
                continue;
            }
            if let Some((table, key)) = self.numbered(projection) {
                out.push(step(Move::KeepNumber { table, key, memory: memory_name(&create.name) }));
            }
            let keys = self.looked_up(projection.table, create);
            out.push(step(Move::Stage { name, columns: create.columns.clone(), queries, keys }));
        }
        out.extend(self.judged.guards.iter().map(|one| guard(one, self.world)));
    }

    /// The columns by which guards look for the rows of a table. MariaDB, which makes a table of a sub-query's rows by itself, has no
    /// index on long texts.
    fn looked_up(&self, table: TableId, create: &CreateTable) -> Vec<Vec<String>> {
        let is_long = |name: &String| {
            let column = create.columns.iter().find(|column| column.name == *name);
            column.is_none_or(|one| matches!(one.ty, ColumnType::Text(_) | ColumnType::LongText | ColumnType::Json))
        };
        let ways = self.judged.looked_up.iter().filter(|(looked, _)| *looked == table);
        let names = ways.map(|(_, columns)| {
            let name = |at: &usize| self.new_mld().column_name(table, *at).to_owned();
            columns.iter().map(name).collect::<Vec<_>>()
        });
        names.filter(|names| self.world.dialect != Dialect::Mariadb || !names.iter().any(is_long)).collect()
    }

    /// The same look, which counts what it finds and goes on.
    fn check(&self) -> Vec<Statement> {
        let mut looked = Vec::new();
        self.look(&mut looked);
        let counted = looked.into_iter().filter_map(|statement| match statement {
            Statement::Move(Move::Guard { message, count }) => {
                let known = self.rows.guards.iter().chain(&self.judged.guards).find(|guard| guard.count == count);
                let listed = known.and_then(|guard| guard.listed.clone());
                let message = known.map_or(message, |guard| guard.message.get(self.world.lang).to_owned());
                Some(step(Move::Count { message: format!("{message}{}", colon(self.world.lang)), count, listed }))
            }
            Statement::Move(Move::KeepNumber { .. }) => None,
            other => Some(other),
        });
        counted.collect()
    }

    fn query(&self, create: &CreateTable, select: &Select) -> String {
        let columns = create.columns.iter().zip(&select.columns).map(|(column, source)| {
            let value = match source.kept {
                Some(_) => source.sql.clone(),
                None => sql::as_type(&source.sql, column, self.world.dialect),
            };
            match self.world.dialect {
                Dialect::Postgres => format!("{value} AS {}", self.world.quote(&column.name)),
                _ => value,
            }
        });
        let list = columns.collect::<Vec<_>>().join(", ");
        let filter = if select.filter.is_empty() {
            String::new()
        } else {
            format!("\nWHERE {}", select.filter.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" AND "))
        };
        format!("SELECT {list}\nFROM {}{filter}", select.from)
    }

    /// The old table whose numbers the new one goes on with.
    fn numbered(&self, projection: &Projection) -> Option<(String, String)> {
        let serial = |table: &crate::mld::Table| {
            table.columns.iter().find(|column| column.ty == ColumnType::Serial).map(|column| column.name.clone())
        };
        serial(self.new_mld().table(projection.table))?;
        let old = self.world.old.mld.table(projection.selects.first()?.whole?);
        Some((old.name.clone(), serial(old)?))
    }

    /// Numbers go on after those that rows were given: without that, PostgreSQL would give them again.
    fn resumed(&self, projection: &Projection, table: &str) -> Option<Statement> {
        projection.selects.first()?;
        let built = self.new_mld().table(projection.table);
        let key = built.columns.iter().find(|column| column.ty == ColumnType::Serial)?.name.clone();
        let memory = self.numbered(projection).map(|_| memory_name(&built.name));
        Some(step(Move::ResumeNumber { table: table.to_owned(), key, memory }))
    }

    pub(super) fn archive(&self, out: &mut Vec<Statement>) {
        for one in archive::archives(self.losses, self.world.old) {
            let table = self.world.old.mld.table(one.table);
            let name = World::archive(self.prefix, &table.name);
            let query = archive::query(&one, self.world.old, self.world.dialect);
            let key = table.primary_key.iter().filter_map(|at| table.columns.get(*at));
            let short = key
                .clone()
                .all(|column| matches!(column.ty, ColumnType::Serial | ColumnType::Integer | ColumnType::Uuid));
            let key = key.filter(|_| short).map(|column| column.name.clone()).collect();
            out.push(step(Move::Archive { name, query, key }));
        }
        for map in archive::maps(self.losses, self.world.old) {
            let query = format!("SELECT source_id, id FROM {}", self.world.quote(&map));
            let (name, key) = (World::archive(self.prefix, &map), vec!["id".to_owned()]);
            out.push(step(Move::Archive { name, query, key }));
        }
    }

    /// On the way back: archives that have served.
    fn spent_archives(&self) -> Vec<String> {
        let Some((losses, prefix)) = self.world.kept else { return Vec::new() };
        archive::names(losses, self.world.new, prefix)
    }

    pub(super) fn create(&self, out: &mut Vec<Statement>) {
        let mut made: BTreeSet<&str> = BTreeSet::new();
        let mut indexed: BTreeSet<&str> = BTreeSet::new();
        for (projection, create) in self.anew() {
            let ahead = self.ahead(create, &made);
            // While references lead to rows yet to come, SQLite looks for those who wait at each row that comes.
            let early = ahead.iter().copied().chain((!ahead.is_empty()).then_some(create));
            let early: Vec<&CreateTable> = early.filter(|table| indexed.insert(&table.name)).collect();
            for table in std::iter::once(create).chain(ahead) {
                if made.insert(&table.name) {
                    out.push(Statement::CreateTable(self.with_references(table)));
                }
            }
            out.extend(early.iter().flat_map(|table| self.indexes_of(&table.name, &table.name)));
            out.push(fill(create, &create.name, &self.stage_name(projection.table)));
        }
        out.push(step(Move::Settle));
        for (projection, create) in self.anew() {
            if !indexed.contains(create.name.as_str()) {
                out.extend(self.indexes_of(&create.name, &create.name));
            }
            out.extend(self.resumed(projection, &create.name));
        }
    }

    /// The tables that one refers to and that aren't there yet, itself among them: SQLite takes no row that leads to a table yet to come.
    fn ahead<'t>(&'t self, create: &CreateTable, made: &BTreeSet<&str>) -> Vec<&'t CreateTable> {
        if self.world.dialect != Dialect::Sqlite {
            return Vec::new();
        }
        let own =
            |target: &str| self.new.references.iter().any(|(table, key)| *table == create.name && key.target == target);
        self.anew()
            .map(|(_, table)| table)
            .filter(|table| own(&table.name) && !made.contains(table.name.as_str()))
            .collect()
    }

    /// The table, with its references where the engine wants them in its definition.
    fn with_references(&self, create: &CreateTable) -> CreateTable {
        let mut create = create.clone();
        if self.world.dialect == Dialect::Sqlite {
            let own = self.new.references.iter().filter(|(table, _)| *table == create.name);
            let own: Vec<Constraint> = own.map(|(_, key)| Constraint::References(key.clone())).collect();
            let at = create.constraints.iter().position(|one| matches!(one, Constraint::Check { .. }));
            let at = at.unwrap_or(create.constraints.len());
            create.constraints.splice(at..at, own);
        }
        create
    }

    /// The references of tables that aren't changed where they are, to or from tables made anew; and whether there are rows to judge.
    pub(super) fn references_anew(&self) -> Vec<(&str, &References, bool)> {
        let anew: Vec<(&str, bool)> =
            self.anew().map(|(one, create)| (create.name.as_str(), !one.selects.is_empty())).collect();
        let in_place = |name: &str| self.in_place.iter().any(|one| self.new_mld().table(one.table).name == name);
        let of = |table: &str| anew.iter().find(|(name, _)| *name == table);
        let added = self.new.references.iter().filter(|(table, key)| {
            let again = || {
                self.old
                    .references
                    .iter()
                    .any(|(other, old)| other == table && old.name == key.name && self.loses(other, old))
            };
            !in_place(table) && (of(table).is_some() || again())
        });
        added.map(|(table, key)| (table.as_str(), key, of(table).is_none_or(|(_, rows)| *rows))).collect()
    }

    pub(super) fn indexes_of(&self, table: &str, on: &str) -> Vec<Statement> {
        let indexes = self.new.indexes.iter().filter_map(|index| match index {
            Statement::CreateIndex { name, table: of, columns } if of == table => {
                Some(Statement::CreateIndex { name: name.clone(), table: on.to_owned(), columns: columns.clone() })
            }
            _ => None,
        });
        indexes.collect()
    }

    /// Triggers that are there and stay: the same text, on a table that stays.
    pub(super) fn same_triggers(&self) -> BTreeSet<String> {
        let touched: BTreeSet<&str> = self.projections().map(|(_, create)| create.name.as_str()).collect();
        let gone: BTreeSet<&str> = self.gone.iter().map(|id| self.world.old.mld.table(*id).name.as_str()).collect();
        let stays = |trigger: &&Trigger| {
            self.new.triggers.contains(trigger)
                && !touched.contains(trigger.table.as_str())
                && !gone.contains(trigger.table.as_str())
        };
        self.old.triggers.iter().filter(stays).map(|trigger| trigger.name.clone()).collect()
    }

    pub(super) fn dropped_triggers(&self, kept: &BTreeSet<String>) -> Vec<Statement> {
        let gone = self.old.triggers.iter().filter(|trigger| !kept.contains(&trigger.name));
        gone.map(|trigger| step(Move::DropTrigger(trigger.clone()))).collect()
    }

    pub(super) fn unstaged(&self) -> Vec<Statement> {
        let maps = self.rows.maps.iter().map(|map| map.name.clone());
        let stages = self.anew().map(|(projection, _)| self.stage_name(projection.table));
        maps.chain(stages).map(|name| step(Move::Unstage(name))).collect()
    }
}

pub(super) fn step(step: Move) -> Statement {
    Statement::Move(step)
}

fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Fr { " : " } else { ": " }
}

/// In the language of the model, which is that of those who run it.
pub(super) fn guard(guard: &Guard, world: &World<'_>) -> Statement {
    let lang = match world.new.mcd.crm.locale {
        Locale::Fr => Lang::Fr,
        Locale::En => Lang::En,
    };
    step(Move::Guard { message: guard.message.get(lang).to_owned(), count: guard.count.clone() })
}

fn fill(create: &CreateTable, table: &str, stage: &str) -> Statement {
    let columns = create.columns.iter().map(|column| column.name.clone()).collect();
    step(Move::Fill { table: table.to_owned(), columns, from: stage.to_owned() })
}

fn key_column(name: &str, ty: ColumnType) -> sql::ColumnDefinition {
    sql::ColumnDefinition {
        name: name.to_owned(),
        ty,
        in_key: true,
        nullable: false,
        default: None,
        comment: String::new(),
    }
}

/// Where the rows of a new table wait.
pub(super) fn stage_name(table: &str) -> String {
    crate::mld::names::shorten(&format!("merisier_new_{table}"))
}

fn next_name(table: &str) -> String {
    crate::mld::names::shorten(&format!("merisier_next_{table}"))
}

fn last_name(table: &str) -> String {
    crate::mld::names::shorten(&format!("merisier_last_{table}"))
}

fn memory_name(table: &str) -> String {
    crate::mld::names::shorten(&format!("merisier_number_{table}"))
}
