//! Rules of the model: a CHECK over one row, a rule on writing when it reads the clock, else the application's transaction.
//!
//! "Enforcement" of `rule` lines and of bounds; constraints between relations are in `constraints`.

use super::draft::{Draft, Said};
use super::entities::mark_in;
use super::local::columns_read;
use crate::mcd::expr::{Expr, ExprKind, Function};
use crate::mcd::{Mcd, Owner, Rule};
use crate::mld::schema::*;
use crate::say;

/// Adds the rules of entities and relations.
pub(super) fn add_rules(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        for rule in &entity.rules {
            add_model_rule(draft, Owner::Entity(id), rule);
        }
    }
    for (id, relation) in mcd.relations() {
        for rule in &relation.rules {
            add_model_rule(draft, Owner::Relation(id), rule);
        }
    }
}

fn add_model_rule(draft: &mut Draft<'_>, owner: Owner, rule: &Rule) {
    let tables = draft.tables_of(owner);
    let holders: Vec<TableId> =
        tables.into_iter().filter(|table| columns_read(draft.mcd, &draft.mld, *table, &rule.expr).is_some()).collect();
    if holders.is_empty() {
        add_row_rule(draft, owner, rule);
        return;
    }
    let name = draft.mcd.name(owner).to_owned();
    for table in holders {
        let why = say!(fr "Règle de {name}, sur une seule ligne.", en "Rule of {name}, over one row.");
        let said =
            Said { only: mark_in(draft, owner, table), message: rule.message.clone(), why, span: Some(rule.span) };
        add_rule(draft, table, &rule.name, &rule.expr, said);
    }
}

/// Adds a condition on one row, as a CHECK or a rule on writing. What can't be told from the row is left out.
pub(super) fn add_rule(draft: &mut Draft<'_>, table: TableId, words: &str, expr: &Expr, said: Said) {
    let Some(columns) = columns_read(draft.mcd, &draft.mld, table, expr) else { return };
    if !reads_clock(draft.mcd, expr, 0) {
        draft.add_check(table, words, RowCondition::Expr(expr.clone()), said);
        return;
    }
    let name = draft.constraint_name("ck", table, words);
    let Said { only, message, span, .. } = said;
    let why = say!(
        fr "Règle qui lit l'horloge : vérifiée quand la ligne est écrite, elle ne rend jamais fausse une ligne ancienne.",
        en "Rule that reads the clock: checked when the row is written, it never turns an old row wrong."
    );
    let rule = WriteRule { name, expr: expr.clone(), only, columns, message, why, span };
    draft.table_mut(table).write_rules.push(rule);
}

/// Whether a value depends on when it is read, through computed fields too.
fn reads_clock(mcd: &Mcd, expr: &Expr, depth: usize) -> bool {
    let here = match &expr.kind {
        ExprKind::Call(Function::Today | Function::Now, _) => true,
        ExprKind::Field(_, field) if depth < 16 => {
            mcd.field(*field).computed.as_ref().is_some_and(|computed| reads_clock(mcd, computed, depth + 1))
        }
        _ => false,
    };
    here || expr.children().into_iter().any(|child| reads_clock(mcd, child, depth))
}

fn add_row_rule(draft: &mut Draft<'_>, owner: Owner, rule: &Rule) {
    let Some(table) = draft.tables_of(owner).first().copied() else { return };
    let name = draft.constraint_name("ck", table, &rule.name);
    let owner_name = draft.mcd.name(owner).to_owned();
    let why = say!(
        fr "Règle de {owner_name} sur plusieurs lignes : l'application la vérifie dans la transaction qui écrit.",
        en "Rule of {owner_name} over several rows: the application checks it in the transaction that writes."
    );
    let (expr, message, span) = (rule.expr.clone(), rule.message.clone(), Some(rule.span));
    draft.mld.row_rules.push(RowRule { name, owner, expr, message, why, span });
}
