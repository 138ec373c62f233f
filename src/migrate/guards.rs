//! What must hold of the rows as they will be, judged where they wait: what is required, checked, unique, referred to, and what
//! takes several rows to tell.
//!
//! What the old tables already enforced of rows that don't change isn't asked again. Changes nothing.

use std::collections::BTreeSet;

use crate::diag::Text;
use crate::mcd::{EntityId, LegRef};
use crate::mld::{Mld, Origin, Table, TableId, TableOrigin};
use crate::say;
use crate::sql::{self, Query, Schema, quote, row_condition};

use super::in_place::InPlace;
use super::kinds::{DUPLICATES, LEADS_NOWHERE, RECORDS_BREAK_A_RULE, ROWS_BREAK_A_RULE, ROWS_LOST};
use super::projection::{Projection, Select};
use super::script::stage_name;
use super::values::{Guard, Maker, identifying};
use super::world::World;

/// The guards on the rows set apart, and what they need.
pub(super) struct Judged {
    pub(super) guards: Vec<Guard>,
    /// By which columns guards look for rows that are set apart: without an index, each look would read them all.
    pub(super) looked_up: BTreeSet<(TableId, Vec<usize>)>,
}

/// What must hold of the rows set apart.
pub(super) fn after(
    world: &World<'_>,
    projections: &[Projection],
    touched: &BTreeSet<TableId>,
    changed: &BTreeSet<TableId>,
    in_place: &[InPlace],
) -> Judged {
    let staged = staged(world.new.mld, touched);
    let mut judge =
        Judge { maker: Maker { world, guards: Vec::new() }, staged: &staged, touched, looked_up: BTreeSet::new() };
    for projection in projections.iter().filter(|projection| changed.contains(&projection.table)) {
        let kept = Kept::of(world, projection);
        if !in_place.iter().any(|one| one.table == projection.table) {
            judge.rows_are_all_there(projection);
        }
        judge.required(projection, kept.as_ref());
        judge.checks(projection, kept.as_ref());
        judge.uniques(projection, kept.as_ref());
        judge.references(projection, kept.as_ref(), projections);
    }
    judge.deferred();
    judge.row_rules();
    Judged { guards: judge.maker.guards, looked_up: judge.looked_up }
}

/// The new tables under the names that their rows wait under.
fn staged(mld: &Mld, touched: &BTreeSet<TableId>) -> Mld {
    let mut staged = mld.clone();
    for (at, table) in staged.tables.iter_mut().enumerate() {
        if touched.iter().any(|id| id.0 as usize == at) {
            table.name = stage_name(&table.name);
        }
    }
    staged
}

/// The old table of which every row stays, and its columns that stay as they are.
struct Kept<'a> {
    old: &'a Table,
    id: TableId,
    /// For each new column, the old one.
    columns: Vec<Option<usize>>,
}

impl<'a> Kept<'a> {
    fn of(world: &World<'a>, projection: &Projection) -> Option<Self> {
        let [Select { whole: Some(base), columns, .. }] = projection.selects.as_slice() else { return None };
        let columns = columns.iter().map(|source| source.kept).collect();
        Some(Kept { old: world.old.mld.table(*base), id: *base, columns })
    }

    /// The old columns of new ones, when all stay as they are.
    fn all(&self, columns: &[usize]) -> Option<Vec<usize>> {
        columns.iter().map(|at| self.columns.get(*at).copied().flatten()).collect()
    }
}

struct Judge<'w, 'm> {
    maker: Maker<'w>,
    staged: &'m Mld,
    touched: &'m BTreeSet<TableId>,
    looked_up: BTreeSet<(TableId, Vec<usize>)>,
}

impl Judge<'_, '_> {
    fn quote(&self, name: &str) -> String {
        quote(name, self.maker.world.dialect)
    }

    fn stage(&self, table: TableId) -> String {
        self.quote(&self.staged.table(table).name)
    }

    /// Values as a reader knows them.
    fn values(&self, table: TableId, columns: &[usize], alias: &str) -> Vec<String> {
        let names = columns.iter().zip(self.names(table, columns, alias));
        let known = self.staged.table(table);
        let readable = |(at, name): (&usize, String)| match known.columns.get(*at) {
            Some(column) => sql::readable(&name, column.ty, self.maker.world.dialect),
            None => name,
        };
        names.map(readable).collect()
    }

    fn names(&self, table: TableId, columns: &[usize], alias: &str) -> Vec<String> {
        columns.iter().map(|at| format!("{alias}{}", self.quote(self.staged.column_name(table, *at)))).collect()
    }

    /// The values by which a waiting row is known, then those that are judged.
    fn shown(&self, table: TableId, judged: &[usize], alias: &str) -> Vec<(String, String)> {
        let mut columns = identifying(self.maker.world.new.mld.table(table));
        columns.extend(judged.iter().filter(|at| !columns.contains(at)).copied().collect::<Vec<_>>());
        let name = |at: &usize| self.staged.column_name(table, *at).to_owned();
        columns.iter().map(name).zip(self.values(table, &columns, alias)).collect()
    }

    fn rows_are_all_there(&mut self, projection: &Projection) {
        let world = self.maker.world;
        let [Select { whole: Some(base), .. }] = projection.selects.as_slice() else { return };
        let (old, new) = (self.quote(&world.old.mld.table(*base).name), self.stage(projection.table));
        let name = world.new.mld.table(projection.table).name.clone();
        let text = say!(fr "{name} : lignes perdues en chemin", en "{name}: rows lost on the way");
        let rows = format!("SELECT 1 AS lost WHERE (SELECT COUNT(*) FROM {old}) <> (SELECT COUNT(*) FROM {new})");
        self.maker.guard(&ROWS_LOST, &text, &rows);
    }

    fn required(&mut self, projection: &Projection, kept: Option<&Kept<'_>>) {
        let table = self.maker.world.new.mld.table(projection.table);
        for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.nullable) {
            let was = kept.and_then(|kept| kept.old.columns.get(kept.all(&[at])?.first().copied()?));
            if was.is_some_and(|was| !was.nullable) {
                continue;
            }
            let name = format!("{}.{}", table.name, column.name);
            let text = match column.origin {
                Origin::Kind(entity) => self.of_no_kind(entity),
                Origin::Leg(leg) if self.is_split(leg) => {
                    let relation = &self.maker.world.new.mcd.relation(leg.relation).name;
                    say!(
                        fr "{relation} : fiches dont tous les champs détachés sont vides, et qui n'auraient pas de lien (écrivez 0,1, ou remplissez-les d'abord), lignes",
                        en "{relation}: records whose split fields are all empty, which would have no link (write 0,1, or fill them first), rows"
                    )
                }
                _ => say!(
                    fr "{name} est obligatoire et vide (backfill dit quoi y mettre), lignes",
                    en "{name} is required and empty (backfill says what to put there), rows"
                ),
            };
            let rows =
                format!("SELECT 1 FROM {} WHERE {} IS NULL", self.stage(projection.table), self.quote(&column.name));
            let shown = self.shown(projection.table, &[at], "");
            self.maker.guard_showing(&ROWS_BREAK_A_RULE, &text, &rows, &shown);
        }
    }

    /// Whether a leg leads to what the change splits off.
    fn is_split(&self, leg: LegRef) -> bool {
        let world = self.maker.world;
        world.matching.splits.contains_key(&world.new.mcd.leg(leg).entity)
    }

    fn of_no_kind(&self, entity: EntityId) -> Text {
        let mcd = self.maker.world.new.mcd;
        let name = &mcd.entity(entity).name;
        let one = mcd.entity(entity).children.first().map_or("…", |child| mcd.entity(*child).name.as_str());
        say!(
            fr "{name} : fiches d'aucun sous-type (using {one} = CONDITION dit lesquelles en deviennent), fiches",
            en "{name}: records of no subtype (using {one} = CONDITION says which become of it), records"
        )
    }

    fn checks(&mut self, projection: &Projection, kept: Option<&Kept<'_>>) {
        let world = self.maker.world;
        let id = projection.table;
        for check in &world.new.mld.table(id).checks {
            let Some(condition) = row_condition(world.new, world.dialect, id, check) else { continue };
            let already =
                kept.is_some_and(|kept| {
                    kept.all(&check.columns).is_some()
                        && kept.old.checks.iter().any(|old| {
                            row_condition(world.old, world.dialect, kept.id, old).as_ref() == Some(&condition)
                        })
                });
            if already {
                continue;
            }
            let (name, message) = (&world.new.mld.table(id).name, &check.message);
            let text = say!(fr "{name} : {message} ; lignes", en "{name}: {message}; rows");
            let rows = format!("SELECT 1 FROM {} WHERE NOT ({condition})", self.stage(id));
            let shown = self.shown(id, &check.columns, "");
            self.maker.guard_showing(&ROWS_BREAK_A_RULE, &text, &rows, &shown);
        }
    }

    fn uniques(&mut self, projection: &Projection, kept: Option<&Kept<'_>>) {
        let table = self.maker.world.new.mld.table(projection.table);
        let message = &table.name;
        let keys = std::iter::once((&table.primary_key, message))
            .chain(table.uniques.iter().map(|unique| (&unique.columns, &unique.message)));
        for (columns, message) in keys {
            let already = kept.is_some_and(|kept| {
                let same = |old: &Vec<usize>, ours: &[usize]| {
                    let (mut a, mut b) = (old.clone(), ours.to_vec());
                    a.sort_unstable();
                    b.sort_unstable();
                    a == b
                };
                kept.all(columns).is_some_and(|ours| {
                    same(&kept.old.primary_key, &ours)
                        || kept.old.uniques.iter().any(|unique| same(&unique.columns, &ours))
                })
            });
            if already || columns.is_empty() {
                continue;
            }
            let list = self.names(projection.table, columns, "").join(", ");
            let filled: Vec<String> =
                self.names(projection.table, columns, "").iter().map(|name| format!("{name} IS NOT NULL")).collect();
            let name = &table.name;
            let text = self.chosen_by_keep(table).unwrap_or_else(
                || say!(fr "{name} : {message} ; valeurs en double", en "{name}: {message}; duplicate values"),
            );
            let rows = format!(
                "SELECT {list} FROM {} WHERE {} GROUP BY {list} HAVING COUNT(*) > 1",
                self.stage(projection.table),
                filled.join(" AND ")
            );
            let names = columns.iter().map(|at| self.staged.column_name(projection.table, *at).to_owned());
            let mut shown: Vec<(String, String)> = names.zip(self.values(projection.table, columns, "")).collect();
            shown.push(("n".to_owned(), "COUNT(*)".to_owned()));
            self.maker.guard_showing(&DUPLICATES, &text, &rows, &shown);
        }
    }

    /// Where an answer may say which of several rows with one key stays, what to write.
    fn chosen_by_keep(&self, table: &Table) -> Option<Text> {
        let (world, name) = (self.maker.world, &table.name);
        if let TableOrigin::Entity(id) = table.origin
            && world.matching.splits.contains_key(&id)
        {
            let split = &world.new.mcd.entity(id).name;
            return Some(say!(
                fr "{split} : plusieurs valeurs des champs détachés pour une même clé (écrivez keep {split} first, ou last by CHAMP) ; valeurs en double",
                en "{split}: several values of the split fields for one key (write keep {split} first, or last by FIELD); duplicate values"
            ));
        }
        let relation = self.loses_a_leg(table)?;
        Some(say!(
            fr "{name} : liens que seule la patte retirée distinguait (écrivez keep {relation} last by CHAMP, ou first) ; valeurs en double",
            en "{name}: links that only the leg taken out told apart (write keep {relation} last by FIELD, or first); duplicate values"
        ))
    }

    /// The relation of a table whose links have a leg less.
    fn loses_a_leg(&self, table: &Table) -> Option<&str> {
        let TableOrigin::Relation(now) = table.origin else { return None };
        let world = self.maker.world;
        let (relation, past) = (world.new.mcd.relation(now), world.matching.relations.get(&now)?);
        let fewer = relation.legs.len() < world.old.mcd.relation(*past).legs.len();
        fewer.then_some(relation.name.as_str())
    }

    /// What to do about the links of a leg that was another entity's: no answer can choose for the records that stay without.
    fn led_elsewhere(&self, table: &Table, columns: &[usize]) -> Option<Text> {
        let (old, new) = (self.maker.world.old.mcd, self.maker.world.new.mcd);
        let Origin::Leg(leg) = table.columns.get(*columns.first()?)?.origin else { return None };
        let (was, is) = (old.leg(*self.maker.world.matching.legs.get(&leg)?).entity, new.leg(leg).entity);
        if self.maker.world.matching.entities.get(&is) == Some(&was) {
            return None;
        }
        let (relation, was, is) = (&new.relation(leg.relation).name, &old.entity(was).name, &new.entity(is).name);
        Some(say!(
            fr "{relation} : liens vers des fiches {was} qui ne sont pas des {is} (dans l'application, ôtez ces liens ou dirigez-les vers un {is}, puis recommencez), liens",
            en "{relation}: links to {was} records that are no {is} (in the application, take these links away or lead them to a {is}, then begin again), links"
        ))
    }

    fn references(&mut self, projection: &Projection, kept: Option<&Kept<'_>>, all: &[Projection]) {
        let world = self.maker.world;
        let table = world.new.mld.table(projection.table);
        for key in &table.foreign_keys {
            // A reference that stays, to a table of which every row stays.
            let already = kept.is_some_and(|kept| {
                let target = all.iter().find(|one| one.table == key.target);
                let base = target.and_then(|one| match one.selects.as_slice() {
                    [select] => select.whole,
                    _ => None,
                });
                kept.all(&key.columns).is_some_and(|ours| {
                    kept.old.foreign_keys.iter().any(|old| old.columns == ours && Some(old.target) == base)
                })
            });
            if already {
                continue;
            }
            let ours = self.names(projection.table, &key.columns, "q.");
            let theirs = self.names(key.target, &key.target_columns, "t.");
            let tie: Vec<String> = ours.iter().zip(&theirs).map(|(a, b)| format!("{b} = {a}")).collect();
            let filled: Vec<String> = ours.iter().map(|name| format!("{name} IS NOT NULL")).collect();
            let (name, target) = (&table.name, &world.new.mld.table(key.target).name);
            let text = self.led_elsewhere(table, &key.columns).unwrap_or_else(|| {
                say!(fr "{name} : références à {target} qui ne mènent nulle part", en "{name}: references to {target} that lead nowhere")
            });
            let rows = format!(
                "SELECT 1 FROM {} AS q WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS t WHERE {})",
                self.stage(projection.table),
                filled.join(" AND "),
                self.stage(key.target),
                tie.join(" AND ")
            );
            let shown = self.shown(projection.table, &key.columns, "q.");
            self.maker.guard_showing(&LEADS_NOWHERE, &text, &rows, &shown);
            self.looked_up.insert((key.target, key.target_columns.clone()));
        }
    }

    /// A rule over several rows goes from row to row by their keys and references.
    fn every_way_is_looked_up(&mut self) {
        for id in self.touched {
            let table = self.staged.table(*id);
            let ways = table.foreign_keys.iter().map(|key| &key.columns).chain([&table.primary_key]);
            self.looked_up.extend(ways.map(|columns| (*id, columns.clone())));
        }
    }

    /// What takes several rows to tell; what was told of the old rows in the same words stays as it was.
    fn deferred(&mut self) {
        let world = self.maker.world;
        let old: Vec<String> =
            world.old.mld.deferred.iter().map(|one| Query::new(world.old, world.dialect).violations(one)).collect();
        let plain = Query::new(world.new, world.dialect);
        let waiting = Query::new(Schema { mcd: world.new.mcd, mld: self.staged }, world.dialect);
        for (deferred, there) in world.new.mld.deferred.iter().zip(&self.staged.deferred) {
            if old.contains(&plain.violations(deferred)) {
                continue;
            }
            let (name, message) = (&world.new.mld.table(deferred.subject).name, &deferred.message);
            let text = say!(fr "{name} : {message} ; fiches", en "{name}: {message}; records");
            let rows = waiting.violations(there);
            let shown = self.shown(there.subject, &[], "s.");
            self.maker.guard_showing(&RECORDS_BREAK_A_RULE, &text, &rows, &shown);
            self.every_way_is_looked_up();
        }
    }

    /// Rules over several rows, which only the application holds.
    fn row_rules(&mut self) {
        let world = self.maker.world;
        let old: Vec<Option<String>> =
            world.old.mld.row_rules.iter().map(|rule| Query::new(world.old, world.dialect).violation(rule)).collect();
        let plain = Query::new(world.new, world.dialect);
        let schema = Schema { mcd: world.new.mcd, mld: self.staged };
        for rule in &world.new.mld.row_rules {
            if old.contains(&plain.violation(rule)) {
                continue;
            }
            let table = match rule.owner {
                crate::mcd::Owner::Entity(id) => self.staged.entity(id).table,
                crate::mcd::Owner::Relation(id) => self.staged.relation(id).table(),
            };
            let Some(table) = table else { continue };
            let holds = Query::new(schema, world.dialect).expression(rule.owner, &rule.expr, "r");
            let Some(holds) = holds else { continue };
            let (name, message) = (&world.new.mld.table(table).name, &rule.message);
            let text = say!(fr "{name} : {message} ; fiches", en "{name}: {message}; records");
            let rows = format!("SELECT 1 FROM {} AS r WHERE NOT ({})", self.stage(table), holds.sql);
            let shown = self.shown(table, &[], "r.");
            self.maker.guard_showing(&RECORDS_BREAK_A_RULE, &text, &rows, &shown);
            self.every_way_is_looked_up();
        }
    }
}
