//! A rule that reads other rows is known to: it costs a check at each write of all it reads.

use std::collections::BTreeSet;

use crate::check::rule::rule;
use crate::check::words::{owners, rules_of};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::expr::{Expr, ExprKind, Path, Step};
use crate::mcd::{Mcd, Owner};
use crate::say;

rule! {
    misses: false, run: run,
    /// A rule over several rows.
    RULE_OVER_ROWS = "M4026" Hint;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for rule in rules_of(mcd, owner).iter().filter(|rule| rule.expr.reach().other_rows) {
            let mut read = BTreeSet::from([owner]);
            rule.expr.walk(&mut |inner| read.extend(owners_read(mcd, inner)));
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

fn owners_read(mcd: &Mcd, expr: &Expr) -> Vec<Owner> {
    match &expr.kind {
        ExprKind::Field(path, _) | ExprKind::Record(path) => owners_on(mcd, path),
        ExprKind::Aggregate(aggregate) => owners_on(mcd, &aggregate.range),
        _ => Vec::new(),
    }
}

fn owners_on(mcd: &Mcd, path: &Path) -> Vec<Owner> {
    let owner = |step: &Step| match step {
        Step::ToRelation { from } => Owner::Relation(from.relation),
        Step::ToEntity { to } => Owner::Entity(mcd.leg(*to).entity),
    };
    path.steps.iter().map(owner).collect()
}
