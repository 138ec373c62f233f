//! A relation of three legs or more whose rows are all the combinations of independent facts is not one relation (4NF; Fagin 1977).
//!
//! The test is a cross product: for each occurrence of one leg, the others come in all combinations. Invariant: told only where enough
//! occurrences have several of both, so that chance would have left a combination out.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::{Held, Said, kind};
use crate::diag::Diagnostic;
use crate::mcd::{KeyPart, LegRef, Owner, Relation, RelationId};
use crate::say;

kind! {
    /// Rows show that a relation joins independent facts.
    INDEPENDENT = "M5504" Warning
}

/// Occurrences with several of both facts, at least: fewer prove nothing.
const TOLD_BY: usize = 3;

pub(super) fn judge(held: &Held<'_>) -> Vec<Said> {
    let wide = held.mcd.relations().filter(|(_, relation)| relation.legs.len() > 2 && relation.fields.is_empty());
    wide.filter_map(|(id, relation)| {
        let columns = columns(held, id, relation)?;
        let pivot = (0..columns.len()).find(|pivot| are_independent(held, &columns, *pivot))?;
        Some((Owner::Relation(id), report(held, relation, pivot)))
    })
    .collect()
}

/// The column of each leg: its entity's identifier of one field.
fn columns(held: &Held<'_>, id: RelationId, relation: &Relation) -> Option<Vec<usize>> {
    let column = |index: usize| {
        let leg = held.mcd.leg(LegRef { relation: id, index });
        match (held.mcd.identifier(leg.entity), &leg.role) {
            ([KeyPart::Field(field)], None) => held.matched.fates.iter().position(|fate| fate.field() == Some(*field)),
            _ => None,
        }
    };
    (0..relation.legs.len()).map(column).collect()
}

/// Whether, for each value of the pivot, one other leg comes with all combinations of the rest.
fn are_independent(held: &Held<'_>, columns: &[usize], pivot: usize) -> bool {
    let others: Vec<usize> = (0..columns.len()).filter(|at| *at != pivot).collect();
    let Some((first, rest)) = others.split_first() else { return false };
    let code = |at: usize, row: usize| {
        let column = held.table.columns.get(*columns.get(at)?)?;
        column.codes.get(row).copied().filter(|code| Some(*code) != column.empty)
    };
    let mut facts: HashMap<u32, Facts> = HashMap::new();
    for row in 0..held.table.rows.len() {
        let rest: Option<Vec<u32>> = rest.iter().map(|at| code(*at, row)).collect();
        let (Some(of), Some(one), Some(rest)) = (code(pivot, row), code(*first, row), rest) else { continue };
        let facts = facts.entry(of).or_default();
        facts.one.insert(one);
        facts.rest.insert(rest.clone());
        facts.both.insert((one, rest));
    }
    let telling = facts.values().filter(|facts| facts.one.len() > 1 && facts.rest.len() > 1);
    telling.clone().count() >= TOLD_BY && telling.into_iter().all(Facts::are_all_combinations)
}

/// What comes with one occurrence of the pivot.
#[derive(Default)]
struct Facts {
    one: HashSet<u32>,
    rest: HashSet<Vec<u32>>,
    both: HashSet<(u32, Vec<u32>)>,
}

impl Facts {
    fn are_all_combinations(&self) -> bool {
        self.both.len() == self.one.len() * self.rest.len()
    }
}

fn report(held: &Held<'_>, relation: &Relation, pivot: usize) -> Diagnostic {
    let leg = |at: usize| relation.legs.get(at).map_or("", |leg| held.mcd.entity(leg.entity).name.as_str());
    let (name, file, pivot_name) = (&relation.name, held.file(), leg(pivot));
    let others: BTreeSet<usize> = (0..relation.legs.len()).filter(|at| *at != pivot).collect();
    let pairs: Vec<String> = others.iter().map(|at| format!("{pivot_name}–{}", leg(*at))).collect();
    let others: Vec<&str> = others.iter().map(|at| leg(*at)).collect();
    let (others, pairs) = (others.join(", "), pairs.join(", "));
    Diagnostic::new(
        &INDEPENDENT,
        relation.name_span,
        say!(
            fr "dans {file}, chaque « {pivot_name} » vient avec toutes les combinaisons de {others} : « {name} » joint des faits indépendants",
            en "in {file}, each `{pivot_name}` comes with all combinations of {others}: `{name}` joins independent facts"
        ),
    )
    .help(say!(
        fr "remplacez « {name} » par une relation de chaque couple : {pairs} (quatrième forme normale)",
        en "replace `{name}` by a relation of each pair: {pairs} (fourth normal form)"
    ))
    .help(say!(
        fr "si une combinaison peut manquer, gardez « {name} » : accept M5504 \"…\"",
        en "if a combination may be missing, keep `{name}`: accept M5504 \"…\""
    ))
}
