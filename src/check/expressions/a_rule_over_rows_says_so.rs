//! A rule that reads other rows is known to: it costs a check at each write of all it reads.

use std::collections::BTreeSet;

use crate::check::rule::rule;
use crate::check::words::{owners, rules_of};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::expr::{Expr, ExprKind, Path, Step};
use crate::mcd::{FieldRef, Mcd, Owner};
use crate::say;

rule! {
    misses: false, run: run,
    /// A rule over several rows.
    RULE_OVER_ROWS = "M4026" Hint;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for rule in rules_of(mcd, owner) {
            let mut read = owners_beyond(mcd, &rule.expr);
            if read.is_empty() {
                continue;
            }
            read.insert(owner);
            let names: Vec<&str> = read.into_iter().map(|owner| mcd.name(owner)).collect();
            let names = names.join(", ");
            sink.push(
                Diagnostic::new(
                    &RULE_OVER_ROWS,
                    rule.expr.span,
                    say!(
                        fr "cette règle lit plusieurs lignes : elle sera vérifiée à chaque écriture de {names}",
                        en "this rule reads several rows: it will be checked at each write of {names}"
                    ),
                )
                .help(say!(
                    fr "rien à faire si c'est voulu ; une règle sur une seule ligne est vérifiée par la base à moindre coût",
                    en "nothing to do if this is intended; a rule over one row is checked by the database at less cost"
                )),
            );
        }
    }
}

/// What an expression reads beyond its own row, be it through a computed field.
fn owners_beyond(mcd: &Mcd, expr: &Expr) -> BTreeSet<Owner> {
    let mut read = BTreeSet::new();
    let mut seen: BTreeSet<FieldRef> = BTreeSet::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        expr.walk(&mut |inner| match &inner.kind {
            ExprKind::Field(path, field) => {
                read.extend(owners_on(mcd, path));
                let computed = mcd.field(*field).computed.as_ref().filter(|_| seen.insert(*field));
                waiting.extend(computed);
            }
            ExprKind::Record(path) => read.extend(owners_on(mcd, path)),
            ExprKind::Aggregate(aggregate) => read.extend(owners_on(mcd, &aggregate.range)),
            _ => {}
        });
    }
    read
}

fn owners_on(mcd: &Mcd, path: &Path) -> Vec<Owner> {
    let owner = |step: &Step| match step {
        Step::ToRelation { from } => Owner::Relation(from.relation),
        Step::ToEntity { to } => Owner::Entity(mcd.leg(*to).entity),
    };
    path.steps.iter().map(owner).collect()
}
