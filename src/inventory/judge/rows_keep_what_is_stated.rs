//! What the model states determines what, in the rows too: by identifiers, `unique`, cardinalities of at most 1, and `fd` lines.

use super::{Held, Said, kind};
use crate::diag::{Diagnostic, Text};
use crate::inventory::dependencies::{Broken, By, Exception, Stated, exceptions, stated};
use crate::inventory::profile::cut;
use crate::mcd::Owner;
use crate::say;

kind! {
    /// Rows contradict a dependency of the model.
    BROKEN = "M5501" Warning
}

/// Rows told of one dependency.
const SHOWN: usize = 3;

pub(super) fn judge(held: &Held<'_>) -> Vec<Said> {
    let stated = stated(held.mcd, held.table, held.matched);
    let broken = stated.iter().map(|stated| (stated, exceptions(held.table, &stated.left, stated.right)));
    broken
        .filter(|(_, broken)| !broken.rows.is_empty())
        .filter_map(|(stated, broken)| report(held, stated, &broken))
        .collect()
}

fn report(held: &Held<'_>, stated: &Stated, broken: &Broken) -> Option<Said> {
    let owner = owner(held, stated)?;
    let mut diagnostic = Diagnostic::new(&BROKEN, stated.span, message(held, stated, broken));
    for exception in broken.rows.iter().take(SHOWN) {
        diagnostic = diagnostic.help(row(held, stated, exception));
    }
    let more = broken.rows.len().saturating_sub(SHOWN);
    if more > 0 {
        let mut lines = broken.rows.iter().skip(SHOWN).filter_map(|exception| held.table.rows.get(exception.row));
        let next: Vec<String> = lines.by_ref().take(10).map(ToString::to_string).collect();
        let (next, end) = (next.join(", "), if lines.next().is_some() { "…" } else { "" });
        diagnostic =
            diagnostic.help(say!(fr "et {more} autres : lignes {next}{end}", en "and {more} more: rows {next}{end}"));
    }
    Some((owner, diagnostic.help(advice(stated))))
}

fn owner(held: &Held<'_>, stated: &Stated) -> Option<Owner> {
    match stated.by {
        By::Key(entity) => Some(Owner::Entity(entity)),
        By::Link(_, relation) => Some(Owner::Relation(relation)),
        By::Line => held.field(stated.right).map(|field| field.owner),
    }
}

fn message(held: &Held<'_>, stated: &Stated, broken: &Broken) -> Text {
    let (left, right) = (held.column_names(&stated.left), held.column_names(&[stated.right]));
    let (count, support, file) = (broken.rows.len(), broken.support, held.file());
    match stated.by {
        By::Key(entity) => {
            let entity = &held.mcd.entity(entity).name;
            say!(
                fr "« {left} » identifie « {entity} », mais {count} des {support} lignes de {file} le contredisent, par « {right} »",
                en "`{left}` identifies `{entity}`, but {count} of {support} rows of {file} contradict it, by `{right}`"
            )
        }
        By::Link(entity, relation) => {
            let (entity, relation) = (&held.mcd.entity(entity).name, &held.mcd.relation(relation).name);
            say!(
                fr "« {entity} » est lié une fois au plus par « {relation} », mais {count} des {support} lignes de {file} donnent un autre « {right} » au même « {left} »",
                en "`{entity}` is linked once at most by `{relation}`, but {count} of {support} rows of {file} give another `{right}` to the same `{left}`"
            )
        }
        By::Line => say!(
            fr "{left} → {right} est énoncé, mais {count} des {support} lignes de {file} le contredisent",
            en "{left} → {right} is stated, but {count} of {support} rows of {file} contradict it"
        ),
    }
}

fn row(held: &Held<'_>, stated: &Stated, exception: &Exception) -> Text {
    let row = held.table.rows.get(exception.row).copied().unwrap_or(0);
    let column = held.table.columns.get(stated.right);
    let value = |code| cut(column.and_then(|column| column.dictionary.get(code)).unwrap_or_default());
    let key =
        stated.left.iter().filter_map(|at| held.table.columns.get(*at)).map(|column| cut(column.value(exception.row)));
    let key = key.collect::<Vec<_>>().join(", ");
    let (said, usual, (agreeing, of)) = (value(exception.code), value(exception.usual), exception.agreeing);
    say!(
        fr "ligne {row}, {key} : « {said} », où {agreeing} lignes sur {of} disent « {usual} »",
        en "row {row}, {key}: `{said}`, where {agreeing} rows of {of} say `{usual}`"
    )
}

fn advice(stated: &Stated) -> Text {
    match stated.by {
        By::Link(..) => say!(
            fr "si plusieurs sont possibles, la cardinalité est 0,n ; sinon corrigez les fichiers (merisier audit en donne toutes les lignes)",
            en "if several are possible, the cardinality is 0,n; otherwise mend the files (merisier audit gives all rows)"
        ),
        By::Key(_) => say!(
            fr "corrigez les fichiers (merisier audit en donne toutes les lignes) ; ou ce champ change dans le temps, et il est à garder ailleurs",
            en "mend the files (merisier audit gives all rows); or this field changes with time, and must be kept elsewhere"
        ),
        By::Line => say!(
            fr "corrigez les fichiers (merisier audit en donne toutes les lignes), ou retirez la ligne fd",
            en "mend the files (merisier audit gives all rows), or remove the fd line"
        ),
    }
}
