//! Rules that read other rows (totals, counts, what a path leads to), and the least number of occurrences that a cardinality asks for.
//!
//! Each is asked of the occurrences that all files together show; one of which no file tells enough is said not to be checked.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::evaluate::{Value, evaluate};
use super::rules::reads_computed;
use super::world::{At, Needs, Node, World};
use super::{Audit, Finding, KEPT, Sort, Wrong, path};
use crate::diag::Text;
use crate::inventory::matching::TableMatch;
use crate::inventory::profile::cut;
use crate::inventory::read::Table;
use crate::mcd::expr::{Expr, ExprKind, Step};
use crate::mcd::{FieldRef, LegRef, Mcd, Owner, Rule};
use crate::say;

pub(super) fn check(
    mcd: &Mcd,
    tables: &[Table],
    matches: &[TableMatch],
    now: NaiveDateTime,
    wrong: &mut [Vec<bool>],
    audit: &mut Audit,
) {
    let entities = mcd.entities().map(|(id, entity)| (Owner::Entity(id), &entity.rules));
    let relations = mcd.relations().map(|(id, relation)| (Owner::Relation(id), &relation.rules));
    let rules: Vec<(Owner, &Rule)> = entities
        .chain(relations)
        .flat_map(|(owner, rules)| rules.iter().map(move |rule| (owner, rule)))
        .filter(|(_, rule)| !rule.expr.reach().user)
        .filter(|(_, rule)| rule.expr.reach().other_rows || reads_computed(mcd, &rule.expr))
        .collect();
    let legs: Vec<LegRef> = minima(mcd);
    if rules.is_empty() && legs.is_empty() {
        return;
    }
    let mut needs = Needs::default();
    rules.iter().for_each(|(owner, rule)| needs.add(mcd, *owner, &rule.expr));
    legs.iter().for_each(|leg| needs.add_leg(mcd, *leg));
    let world = World::of(mcd, tables, matches, now, &needs);
    let mut telling = Telling { tables, wrong, audit };
    for (owner, rule) in rules {
        check_rule(&world, owner, rule, &mut telling);
    }
    for leg in legs {
        check_minimum(&world, leg, &mut telling);
    }
    for constraint in mcd
        .constraints
        .iter()
        .filter(|constraint| constraint.relations.iter().any(|relation| world.tells_relation(*relation)))
    {
        let message = &constraint.message;
        telling.leave(say!(
            fr "la contrainte « {message} » : elle n'est vérifiée qu'à l'importation", en "the constraint `{message}`: it is checked on import only"
        ));
    }
}

/// Legs that want an occurrence at least, but for those that are a reference of the entity itself.
fn minima(mcd: &Mcd) -> Vec<LegRef> {
    let legs =
        mcd.relations().flat_map(|(relation, of)| (0..of.legs.len()).map(move |index| LegRef { relation, index }));
    legs.filter(|leg| mcd.leg(*leg).card.min > 0 && mcd.leg(*leg).card.max != Some(1)).collect()
}

/// Where what is found goes.
struct Telling<'a> {
    tables: &'a [Table],
    wrong: &'a mut [Vec<bool>],
    audit: &'a mut Audit,
}

impl Telling<'_> {
    /// A finding a table, for these rows with their values.
    fn find(&mut self, rows: Vec<(usize, usize, String)>, about: &dyn Fn(usize) -> Finding) {
        let mut findings: BTreeMap<usize, Finding> = BTreeMap::new();
        for (table, row, value) in rows {
            let finding = findings.entry(table).or_insert_with(|| about(table));
            finding.count += 1;
            if let Some(mark) = self.wrong.get_mut(table).and_then(|marks| marks.get_mut(row)) {
                *mark = true;
            }
            let number = self.tables.get(table).and_then(|table| table.rows.get(row));
            if let Some(number) = number.filter(|_| finding.rows.len() < KEPT) {
                finding.rows.push(Wrong { row: *number, value });
            }
        }
        self.audit.findings.extend(findings.into_values());
    }

    fn leave(&mut self, text: Text) {
        if !self.audit.unchecked.contains(&text) {
            self.audit.unchecked.push(text);
        }
    }
}

fn check_rule(world: &World<'_>, owner: Owner, rule: &Rule, telling: &mut Telling<'_>) {
    let message = &rule.message;
    // Where no file tells of its owner, there is nothing to say of its rules.
    if world.nodes(owner).next().is_none() {
        return;
    }
    if let Some(lacking) = lacking(world, &rule.expr) {
        return telling.leave(say!(
            fr "la règle « {message} » : aucun fichier ne dit {lacking}",
            en "the rule `{message}`: no file tells {lacking}"
        ));
    }
    let is_broken = |node: &Node| {
        let row = At::new(world, *node);
        evaluate(&rule.expr, world.now, &row) == Value::Boolean(false)
    };
    let broken = world.nodes(owner).filter(is_broken);
    let rows = broken.filter_map(|node| {
        let (table, row) = world.origin(node)?;
        Some((table, row, cut(world.key(node)?)))
    });
    let mut fields: Vec<FieldRef> = Vec::new();
    rule.expr.walk(&mut |expr| match &expr.kind {
        ExprKind::Field(_, field) if !fields.contains(field) => fields.push(*field),
        _ => {}
    });
    let paths: Vec<String> = fields.iter().map(|field| path(world.mcd, *field)).collect();
    let about = |table: usize| Finding {
        sort: Sort::Rule,
        table,
        column: None,
        path: paths.join(", "),
        message: Text::same(message.clone()),
        mend: say!(
            fr "corrigez ces valeurs ou celles des lignes qu'elles rassemblent, ou la règle du modèle",
            en "mend these values or those of the rows that they sum up, or the model's rule"
        ),
        count: 0,
        rows: Vec::new(),
    };
    telling.find(rows.collect(), &about);
}

/// What an expression reads, through computed fields too, that no file tells: a relation, or a field.
fn lacking(world: &World<'_>, expr: &Expr) -> Option<String> {
    let mut lacking: Option<String> = None;
    expr.walk(&mut |expr| {
        let (steps, field): (&[Step], Option<FieldRef>) = match &expr.kind {
            ExprKind::Field(path, field) => (&path.steps, Some(*field)),
            ExprKind::Record(path) => (&path.steps, None),
            ExprKind::Aggregate(aggregate) => (&aggregate.range.steps, None),
            _ => return,
        };
        let relation = steps.iter().map(|step| step.relation()).find(|relation| !world.tells_relation(*relation));
        let field = field.filter(|field| !world.tells_field(*field));
        let found = relation.map(|relation| world.mcd.relation(relation).name.clone());
        let found = found.or_else(|| match &world.mcd.field(field?).computed {
            Some(computed) => self::lacking(world, computed),
            None => Some(path(world.mcd, field?)),
        });
        lacking = lacking.take().or(found);
    });
    lacking
}

fn check_minimum(world: &World<'_>, leg: LegRef, telling: &mut Telling<'_>) {
    if !world.tells_relation(leg.relation) {
        return;
    }
    let mcd = world.mcd;
    let (entity, min) = (mcd.leg(leg).entity, mcd.leg(leg).card.min);
    let relation = &mcd.relation(leg.relation).name;
    let lacks = |node: &Node| world.walk(*node, &[Step::ToRelation { from: leg }]).len() < min as usize;
    let rows = world.nodes(Owner::Entity(entity)).filter(lacks).filter_map(|node| {
        let (table, row) = world.origin(node)?;
        Some((table, row, cut(world.key(node)?)))
    });
    let about = |table: usize| Finding {
        sort: Sort::Reference,
        table,
        column: None,
        path: mcd.entity(entity).name.clone(),
        message: say!(
            fr "« {relation} » moins de {min} fois, ce que le modèle demande", en "`{relation}` fewer than the {min} times that the model asks for"
        ),
        mend: say!(
            fr "ajoutez les lignes qui manquent, ou abaissez la cardinalité du modèle à 0",
            en "add the rows that lack, or lower the model's cardinality to 0"
        ),
        count: 0,
        rows: Vec::new(),
    };
    telling.find(rows.collect(), &about);
}
