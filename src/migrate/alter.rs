//! The statements that change tables where they are (PostgreSQL), so that others read all the while and wait as little as can be.
//!
//! One transaction first, after the file of `ahead` if there is one: what is looked at, what is copied and computed (writers wait), then
//! what takes a table for oneself for an instant. New constraints hold of new rows only. Then an index a file, apart from any
//! transaction; last, existing rows are judged while others read and write, and what was judged becomes NOT NULL or a key at no cost.

use std::collections::BTreeMap;

use crate::mld::names::shorten;
use crate::sql::{Alter, ColumnDefinition, Constraint, CreateTable, Move, References, Statement};

use super::in_place::{Fate, InPlace};
use super::script::{Work, step};
use super::users;

/// What becomes of the constraints and indexes of a table.
#[derive(Default)]
pub(super) struct Ties {
    pub(super) dropped_references: Vec<Alter>,
    pub(super) dropped: Vec<Alter>,
    dropped_indexes: Vec<Alter>,
    renamed: Vec<Alter>,
    /// Checks and references.
    added: Vec<Constraint>,
    /// Keys, each with whether something refers to it already.
    uniques: Vec<(String, Vec<String>, bool)>,
    indexes: Vec<(String, Vec<String>)>,
}

/// A table that is changed where it is, with both definitions.
pub(super) struct Change<'a> {
    pub(super) one: &'a InPlace,
    /// The old table.
    pub(super) was: &'a CreateTable,
    is: &'a CreateTable,
    pub(super) ties: Ties,
}

impl Work<'_> {
    /// The files of a migration: one, or more where existing rows must be judged or indexed.
    pub(super) fn in_files(&mut self) -> Vec<Vec<Statement>> {
        let changes = self.changes();
        let mut out = self.looked();
        self.archive(&mut out);
        // Nothing has taken a table for itself yet: others read while values are computed.
        let values = |out: &mut Vec<Statement>| {
            out.extend(changes.iter().filter_map(Change::computed));
            out.extend(changes.iter().filter_map(Change::filled));
        };
        let goes_ahead = self.goes_ahead();
        if goes_ahead {
            out.extend(changes.iter().flat_map(|change| self.silenced(change)));
            values(&mut out);
        }
        out.extend(self.let_go());
        // What is copied comes first where it can: what follows takes tables for itself until the end.
        let stands_beside = self.stands_beside_the_old();
        if stands_beside {
            self.create(&mut out);
        }
        // References before the keys that they need.
        let ahead: Vec<Vec<Constraint>> = changes.iter().map(|change| self.binding(change)).collect();
        let dropped = |of: fn(&Ties) -> &[Alter]| -> Vec<Statement> {
            let all = changes.iter().zip(&ahead).flat_map(|(change, ahead)| {
                let is_gone = |alter: &&Alter| {
                    goes_ahead && ahead.iter().any(|one| **alter == Alter::DropConstraint(name_of(one).to_owned()))
                };
                let left = of(&change.ties).iter().filter(move |alter| !is_gone(alter));
                left.map(|alter| altered(&change.was.name, alter.clone())).collect::<Vec<_>>()
            });
            all.collect()
        };
        out.extend(dropped(|ties| &ties.dropped_references));
        out.extend(dropped(|ties| &ties.dropped));
        out.extend(changes.iter().flat_map(|change| change.new_columns(|fate| !(goes_ahead && is_computed(fate)))));
        if !goes_ahead {
            values(&mut out);
        }
        out.extend(changes.iter().map(|change| step(Move::Unview(self.stage_name(change.one.table)))));
        out.push(step(Move::Settle));
        out.extend(self.dropped_tables());
        changes.iter().for_each(|change| change.shape(&mut out));
        if !stands_beside {
            self.create(&mut out);
        }
        let (mut apart, mut judged, mut last) = (Vec::new(), Vec::new(), Vec::new());
        keys(&changes, &mut out, &mut apart, &mut last);
        self.references(&mut out, &mut judged);
        constraints(&changes, &mut out, &mut judged, &mut last);
        out.extend(self.new_triggers());
        out.extend(users::renamed(self.world).map(step));
        out.extend(self.unstaged());
        apart.extend(changes.iter().flat_map(Change::indexes));
        let finish: Vec<Statement> = judged.into_iter().chain(last).collect();
        let mut files = vec![out];
        files.extend(apart.into_iter().map(|index| vec![step(Move::Alone), index]));
        if !finish.is_empty() {
            files.push(finish);
        }
        files
    }

    /// Whether no table made anew, nor any index of one, has a name that an old one has still.
    fn stands_beside_the_old(&self) -> bool {
        let index_name = |statement: &Statement| match statement {
            Statement::CreateIndex { name, .. } => Some(name.clone()),
            _ => None,
        };
        let tables =
            self.old.tables.iter().flat_map(|table| uniques(table).into_iter().map(|(name, _)| name.to_owned()));
        let mut taken: Vec<String> = tables.chain(self.old.indexes.iter().filter_map(index_name)).collect();
        taken.extend(self.old.tables.iter().map(|table| table.name.clone()));
        let fresh = self.anew().flat_map(|(_, create)| {
            let indexes = self.indexes_of(&create.name, &create.name);
            let keys = uniques(create).into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
            indexes.iter().filter_map(index_name).chain(keys).chain([create.name.clone()]).collect::<Vec<_>>()
        });
        fresh.collect::<Vec<_>>().iter().all(|name| !taken.contains(name))
    }

    /// What is looked at, while no one else writes.
    pub(super) fn looked(&self) -> Vec<Statement> {
        let old = self.world.old.mld;
        let mut locked: Vec<String> = self.in_place.iter().map(|one| old.table(one.base).name.clone()).collect();
        locked.extend(self.gone.iter().map(|id| old.table(*id).name.clone()));
        // What a new trigger judges is counted before it is there.
        let kept = self.same_triggers();
        let judged =
            self.new.triggers.iter().filter(|trigger| !kept.contains(&trigger.name)).map(|trigger| &trigger.table);
        locked.extend(judged.filter(|name| old.tables.iter().any(|table| table.name == **name)).cloned());
        locked.sort();
        locked.dedup();
        let mut out = vec![step(Move::LockTables(locked))];
        self.look(&mut out);
        out
    }

    /// What goes before any table changes.
    fn let_go(&self) -> Vec<Statement> {
        let old = self.world.old.mld;
        let mut out = self.dropped_triggers(&self.same_triggers());
        let is_gone = |name: &str| self.gone.iter().any(|id| old.table(*id).name == name);
        for (table, key) in &self.old.references {
            if is_gone(table) && !is_gone(&key.target) || self.loses(table, key) {
                out.push(step(Move::DropReference { table: table.clone(), name: key.name.clone() }));
            }
        }
        out
    }

    /// Whether a table that stays as it is refers to what goes: another table, or a key of one that changes.
    pub(super) fn loses(&self, table: &str, key: &References) -> bool {
        let old = self.world.old.mld;
        let is_gone = self.gone.iter().any(|id| old.table(*id).name == table);
        let is_changed = self.in_place.iter().any(|one| old.table(one.base).name == table);
        let same: BTreeMap<&str, &str> = key.columns.iter().map(|name| (name.as_str(), name.as_str())).collect();
        !is_gone && !is_changed && self.reference_now(&same, key).is_none()
    }

    /// References of tables that stay as they are or are made anew.
    fn references(&self, out: &mut Vec<Statement>, judged: &mut Vec<Statement>) {
        for (table, key, has_rows) in self.references_anew() {
            let constraint = Constraint::References(key.clone());
            out.push(altered(table, Alter::Add { constraint, valid: !has_rows }));
            if has_rows {
                judged.push(altered(table, Alter::Validate(key.name.clone())));
            }
        }
    }

    pub(super) fn changes(&self) -> Vec<Change<'_>> {
        self.in_place.iter().filter_map(|one| self.change(one)).collect()
    }

    fn change<'s>(&'s self, one: &'s InPlace) -> Option<Change<'s>> {
        let (old, new) = (self.world.old.mld.table(one.base), self.world.new.mld.table(one.table));
        let was = self.old.tables.iter().find(|create| create.name == old.name)?;
        let is = self.new.tables.iter().find(|create| create.name == new.name)?;
        Some(Change { one, was, is, ties: self.ties(one, was, is) })
    }

    /// The name that an old column has in the new table.
    fn names<'c>(&self, one: &InPlace, was: &'c CreateTable, is: &'c CreateTable) -> BTreeMap<&'c str, &'c str> {
        let pairs =
            one.columns.iter().zip(&is.columns).filter_map(|(fate, column)| {
                Some((was.columns.get(fate.past()?)?.name.as_str(), column.name.as_str()))
            });
        pairs.collect()
    }

    fn ties(&self, one: &InPlace, was: &CreateTable, is: &CreateTable) -> Ties {
        let names = self.names(one, was, is);
        let mut ties = Ties::default();
        self.tie_uniques(&mut ties, &names, was, is);
        tie_checks(&mut ties, &names, was, is);
        self.tie_references(&mut ties, &names, was, is);
        self.tie_indexes(&mut ties, &names, was, is);
        ties
    }

    fn tie_uniques(&self, ties: &mut Ties, names: &BTreeMap<&str, &str>, was: &CreateTable, is: &CreateTable) {
        let mut wanted = uniques(is);
        for (name, columns) in uniques(was) {
            let now = mapped(names, columns);
            let same = wanted.iter().position(|(_, columns)| now.as_ref() == Some(columns));
            match same.map(|at| wanted.remove(at)) {
                Some((new, _)) if new == name => {}
                Some((new, _)) => ties.renamed.push(Alter::RenameConstraint(name.to_owned(), new.to_owned())),
                None => ties.dropped.push(Alter::DropConstraint(name.to_owned())),
            }
        }
        for (name, columns) in wanted {
            let is_target = |key: &References| key.target == is.name && key.target_columns == *columns;
            let referred = self.new.references.iter().any(|(_, key)| is_target(key));
            ties.uniques.push((name.to_owned(), columns.clone(), referred));
        }
    }

    fn tie_references(&self, ties: &mut Ties, names: &BTreeMap<&str, &str>, was: &CreateTable, is: &CreateTable) {
        let of = |parts: &[(String, References)], name: &str| -> Vec<References> {
            parts.iter().filter(|(table, _)| table == name).map(|(_, key)| key.clone()).collect()
        };
        let mut wanted = of(&self.new.references, &is.name);
        for key in of(&self.old.references, &was.name) {
            let now = self.reference_now(names, &key);
            let same = wanted
                .iter()
                .position(|new| now.as_ref() == Some(&References { name: key.name.clone(), ..new.clone() }));
            match same.map(|at| wanted.remove(at)) {
                Some(new) if new.name == key.name => {}
                Some(new) => ties.renamed.push(Alter::RenameConstraint(key.name, new.name)),
                None => ties.dropped_references.push(Alter::DropConstraint(key.name)),
            }
        }
        ties.added.extend(wanted.into_iter().map(Constraint::References));
    }

    /// What an old reference has become by itself; none where its target goes.
    fn reference_now(&self, names: &BTreeMap<&str, &str>, key: &References) -> Option<References> {
        let old = self.world.old.mld;
        let columns = mapped(names, &key.columns)?;
        if let Some(there) = self.in_place.iter().find(|one| old.table(one.base).name == key.target) {
            let was = self.old.tables.iter().find(|create| create.name == key.target)?;
            let name = &self.world.new.mld.table(there.table).name;
            let is = self.new.tables.iter().find(|create| create.name == *name)?;
            let target_columns = mapped(&self.names(there, was, is), &key.target_columns)?;
            return Some(References { columns, target: name.clone(), target_columns, ..key.clone() });
        }
        let gone = self.gone.iter().any(|id| old.table(*id).name == key.target);
        (!gone).then(|| References { columns, ..key.clone() })
    }

    fn tie_indexes(&self, ties: &mut Ties, names: &BTreeMap<&str, &str>, was: &CreateTable, is: &CreateTable) {
        let of = |indexes: &[Statement], name: &str| -> Vec<(String, Vec<String>)> {
            let named = indexes.iter().filter_map(|index| match index {
                Statement::CreateIndex { name: index, table, columns } if table == name => {
                    Some((index.clone(), columns.clone()))
                }
                _ => None,
            });
            named.collect()
        };
        let mut wanted = of(&self.new.indexes, &is.name);
        for (name, columns) in of(&self.old.indexes, &was.name) {
            let now = mapped(names, &columns);
            let same = wanted.iter().position(|(_, columns)| now.as_ref() == Some(columns));
            match same.map(|at| wanted.remove(at)) {
                Some((new, _)) if new == name => {}
                Some((new, _)) => ties.renamed.push(Alter::RenameIndex(name, new)),
                None => ties.dropped_indexes.push(Alter::DropIndex(name)),
            }
        }
        ties.indexes = wanted;
    }
}

pub(super) fn is_computed(fate: &Fate) -> bool {
    matches!(fate, Fate::Computed(_))
}

pub(super) fn altered(table: &str, change: Alter) -> Statement {
    step(Move::Alter { table: table.to_owned(), change })
}

fn uniques(create: &CreateTable) -> Vec<(&str, &Vec<String>)> {
    let all = create.constraints.iter().filter_map(|constraint| match constraint {
        Constraint::Unique { name, columns } => Some((name.as_str(), columns)),
        _ => None,
    });
    all.collect()
}

/// A check whose columns all keep their names stays; another is made again, since it is known by its text.
fn tie_checks(ties: &mut Ties, names: &BTreeMap<&str, &str>, was: &CreateTable, is: &CreateTable) {
    let moved: Vec<&str> = was
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .filter(|name| names.get(name).copied() != Some(*name))
        .collect();
    let checks = |create: &CreateTable| -> Vec<(String, String)> {
        let all = create.constraints.iter().filter_map(|one| match one {
            Constraint::Check { name, condition } => Some((name.clone(), condition.clone())),
            _ => None,
        });
        all.collect()
    };
    let mut wanted = checks(is);
    for check in checks(was) {
        let same = wanted.iter().position(|other| *other == check);
        match same.filter(|_| !moved.iter().any(|name| mentions(&check.1, name))) {
            Some(at) => drop(wanted.remove(at)),
            None => ties.dropped.push(Alter::DropConstraint(check.0)),
        }
    }
    ties.added.extend(wanted.into_iter().map(|(name, condition)| Constraint::Check { name, condition }));
}

/// Whether a text has this word.
pub(super) fn mentions(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !is_part(c)).any(|one| one == word) || !word.chars().all(is_part) && text.contains(word)
}

fn mapped(names: &BTreeMap<&str, &str>, columns: &[String]) -> Option<Vec<String>> {
    columns.iter().map(|name| names.get(name.as_str()).map(|name| (*name).to_owned())).collect()
}

impl Change<'_> {
    /// The name that a new column has until old ones are gone.
    pub(super) fn meanwhile(&self, at: usize, column: &ColumnDefinition) -> String {
        let taken = self.was.columns.iter().any(|old| old.name == column.name);
        if taken { format!("merisier_column_{at}") } else { column.name.clone() }
    }

    pub(super) fn with_columns(&self) -> impl Iterator<Item = (usize, &Fate, &ColumnDefinition)> {
        self.one.columns.iter().zip(&self.is.columns).enumerate().map(|(at, (fate, column))| (at, fate, column))
    }

    /// The new columns of these fates.
    pub(super) fn new_columns(&self, wanted: impl Fn(&Fate) -> bool) -> Vec<Statement> {
        let add = |(at, fate, column): (usize, &Fate, &ColumnDefinition)| {
            if !wanted(fate) {
                return None;
            }
            let value = match fate {
                Fate::Constant(value) => value.clone(),
                Fate::Computed(_) => None,
                Fate::Kept(_) | Fate::Filled(..) => return None,
            };
            let column = ColumnDefinition { name: self.meanwhile(at, column), ..column.clone() };
            Some(altered(&self.was.name, Alter::AddColumn { column, value }))
        };
        self.with_columns().filter_map(add).collect()
    }

    fn computed(&self) -> Option<Statement> {
        let value = |(at, fate, column): (usize, &Fate, &ColumnDefinition)| match fate {
            Fate::Computed(sql) => Some((self.meanwhile(at, column), sql.clone())),
            _ => None,
        };
        let values: Vec<(String, String)> = self.with_columns().filter_map(value).collect();
        let (table, condition) = (self.one.from.clone(), String::new());
        (!values.is_empty()).then(|| step(Move::Compute { table, values, condition }))
    }

    /// The old columns in which some rows get another value.
    pub(super) fn filled_columns(&self) -> Vec<&str> {
        let name = |fate: &Fate| match fate {
            Fate::Filled(past, _) => Some(self.was.columns.get(*past)?.name.as_str()),
            _ => None,
        };
        self.one.columns.iter().filter_map(name).collect()
    }

    fn filled(&self) -> Option<Statement> {
        let value = |(_, fate, _): (usize, &Fate, &ColumnDefinition)| match fate {
            Fate::Filled(past, sql) => Some((self.was.columns.get(*past)?.name.clone(), sql.clone())),
            _ => None,
        };
        let values: Vec<(String, String)> = self.with_columns().filter_map(value).collect();
        let differs = values.iter().map(|(name, sql)| format!("{} IS DISTINCT FROM {sql}", quoted(name)));
        let (table, condition) = (self.one.from.clone(), differs.collect::<Vec<_>>().join(" OR "));
        (!values.is_empty()).then(|| step(Move::Compute { table, values, condition }))
    }

    /// Names, columns and what each may hold: an instant, whatever the number of rows.
    fn shape(&self, out: &mut Vec<Statement>) {
        let on = |change: Alter| altered(&self.is.name, change);
        out.extend(self.ties.dropped_indexes.iter().map(|index| altered(&self.was.name, index.clone())));
        if self.was.name != self.is.name {
            out.push(step(Move::RenameTables(vec![(self.was.name.clone(), self.is.name.clone())])));
            out.push(on(Alter::RenameConstraint(key_name(&self.was.name), key_name(&self.is.name))));
        }
        let kept: Vec<usize> = self.one.columns.iter().filter_map(Fate::past).collect();
        for (at, column) in self.was.columns.iter().enumerate() {
            if !kept.contains(&at) {
                out.push(on(Alter::DropColumn(column.name.clone())));
            }
        }
        out.extend(self.renamed_columns().into_iter().map(|(from, to)| on(Alter::RenameColumn(from, to))));
        for (_, fate, column) in self.with_columns() {
            let Some(old) = fate.past().and_then(|past| self.was.columns.get(past)) else { continue };
            if old.default != column.default {
                out.push(on(Alter::Default(column.clone())));
            }
            if column.nullable && !old.nullable {
                out.push(on(Alter::Nullable(column.clone())));
            }
            if old.comment != column.comment {
                out.push(on(Alter::Comment(column.clone())));
            }
        }
        out.extend(by_way_of(&self.ties.renamed).into_iter().map(on));
    }

    /// Indexes besides those of keys, each made apart.
    fn indexes(&self) -> Vec<Statement> {
        let apart = |(name, columns): &(String, Vec<String>)| {
            let (name, columns) = (name.clone(), columns.clone());
            step(Move::IndexApart { name, table: self.is.name.clone(), columns, unique: false })
        };
        self.ties.indexes.iter().map(apart).collect()
    }

    /// Each renaming, by way of a name of its own where the new one is still another's.
    fn renamed_columns(&self) -> Vec<(String, String)> {
        let pairs: Vec<(usize, String, String)> = self
            .with_columns()
            .filter_map(|(at, fate, column)| {
                let from = match fate.past() {
                    Some(past) => self.was.columns.get(past)?.name.clone(),
                    None => self.meanwhile(at, column),
                };
                (from != column.name).then(|| (at, from, column.name.clone()))
            })
            .collect();
        let is_taken = |name: &String| pairs.iter().any(|(_, from, _)| from == name);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for (at, from, to) in &pairs {
            if is_taken(to) {
                let between = format!("merisier_name_{at}");
                first.push((from.clone(), between.clone()));
                second.push((between, to.clone()));
            } else {
                first.push((from.clone(), to.clone()));
            }
        }
        first.into_iter().chain(second).collect()
    }

    /// The columns that become required, each with the name of the check that judges it first.
    fn required(&self) -> Vec<(String, &ColumnDefinition)> {
        let becomes = |(_, fate, column): (usize, &Fate, &ColumnDefinition)| match fate {
            _ if column.nullable => false,
            Fate::Constant(value) => value.is_none(),
            Fate::Computed(_) => true,
            Fate::Kept(past) | Fate::Filled(past, _) => self.was.columns.get(*past).is_some_and(|old| old.nullable),
        };
        let name = |column: &ColumnDefinition| shorten(&format!("merisier_required_{}_{}", self.is.name, column.name));
        let all = self.with_columns().filter(|one| becomes(*one));
        all.map(|(_, _, column)| (name(column), column)).collect()
    }
}

/// Renamings, by way of a name of its own where the new one is still another's.
fn by_way_of(renamed: &[Alter]) -> Vec<Alter> {
    let from = |change: &Alter| match change {
        Alter::RenameConstraint(from, _) | Alter::RenameIndex(from, _) => from.clone(),
        _ => String::new(),
    };
    let taken: Vec<String> = renamed.iter().map(from).collect();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (at, change) in renamed.iter().enumerate() {
        let between = format!("merisier_tie_{at}");
        match change {
            Alter::RenameConstraint(from, to) if taken.contains(to) => {
                first.push(Alter::RenameConstraint(from.clone(), between.clone()));
                second.push(Alter::RenameConstraint(between, to.clone()));
            }
            Alter::RenameIndex(from, to) if taken.contains(to) => {
                first.push(Alter::RenameIndex(from.clone(), between.clone()));
                second.push(Alter::RenameIndex(between, to.clone()));
            }
            other => first.push(other.clone()),
        }
    }
    first.into_iter().chain(second).collect()
}

/// The name that PostgreSQL gives to a primary key.
fn key_name(table: &str) -> String {
    let mut end = table.len().min(58);
    while !table.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_pkey", table.get(..end).unwrap_or_default())
}

/// New keys: at once where something refers to them, else of an index made apart.
fn keys(changes: &[Change<'_>], out: &mut Vec<Statement>, apart: &mut Vec<Statement>, last: &mut Vec<Statement>) {
    for change in changes {
        let table = &change.is.name;
        for (name, columns, referred) in &change.ties.uniques {
            let (name, columns) = (name.clone(), columns.clone());
            if *referred {
                let constraint = Constraint::Unique { name, columns };
                out.push(altered(table, Alter::Add { constraint, valid: true }));
                continue;
            }
            last.push(altered(table, Alter::AddUniqueByIndex(name.clone())));
            apart.push(step(Move::IndexApart { name, table: table.clone(), columns, unique: true }));
        }
    }
}

/// New constraints: of new rows at once, of the others once judged.
fn constraints(
    changes: &[Change<'_>],
    out: &mut Vec<Statement>,
    judged: &mut Vec<Statement>,
    last: &mut Vec<Statement>,
) {
    for change in changes {
        let on = |alter: Alter| altered(&change.is.name, alter);
        for (name, column) in change.required() {
            let condition = format!("{} IS NOT NULL", quoted(&column.name));
            let constraint = Constraint::Check { name: name.clone(), condition };
            out.push(on(Alter::Add { constraint, valid: false }));
            judged.push(on(Alter::Validate(name.clone())));
            last.push(on(Alter::Nullable(column.clone())));
            last.push(on(Alter::DropConstraint(name)));
        }
        for constraint in &change.ties.added {
            out.push(on(Alter::Add { constraint: constraint.clone(), valid: false }));
            judged.push(on(Alter::Validate(name_of(constraint).to_owned())));
        }
    }
}

fn quoted(name: &str) -> String {
    crate::sql::quote(name, crate::sql::Dialect::Postgres)
}

pub(super) fn name_of(constraint: &Constraint) -> &str {
    match constraint {
        Constraint::Unique { name, .. } | Constraint::Check { name, .. } => name,
        Constraint::References(key) => &key.name,
    }
}
