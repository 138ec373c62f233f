//! References without target: an identifier that a file mentions and that the entity's own file doesn't have.

use super::{Finding, KEPT, Sort, Wrong, column_of, identifier_columns, is_grain, path};
use crate::inventory::matching::TableMatch;
use crate::inventory::profile::cut;
use crate::inventory::read::{Column, Table};
use crate::mcd::{EntityId, KeyPart, Mcd, Owner};
use crate::say;

pub(super) fn check(
    mcd: &Mcd,
    tables: &[Table],
    matches: &[TableMatch],
    wrong: &mut [Vec<bool>],
    findings: &mut Vec<Finding>,
) {
    for (entity, _) in mcd.entities() {
        let [KeyPart::Field(key)] = mcd.identifier(entity) else { continue };
        let Some(home) = home(mcd, tables, matches, entity) else { continue };
        let target = home_column(tables, matches, home, *key);
        for (at, (table, matched)) in tables.iter().zip(matches).enumerate().filter(|(at, _)| *at != home) {
            let (Some(target), Some(column), Some(home_table)) = (target, column_of(matched, *key), tables.get(home))
            else {
                continue;
            };
            let Some(data) = table.columns.get(column) else { continue };
            let lost: Vec<usize> = without_target(data, target);
            if lost.is_empty() {
                continue;
            }
            let rows = lost
                .iter()
                .take(KEPT)
                .filter_map(|row| Some(Wrong { row: *table.rows.get(*row)?, value: cut(data.value(*row)) }));
            findings.push(Finding {
                sort: Sort::Reference,
                table: at,
                column: Some(column),
                path: path(mcd, *key),
                message: say!(fr "n'existe pas dans {0}", en "doesn't exist in {0}", home_table.name),
                mend: say!(
                    fr "corrigez la référence, ou ajoutez la ligne qui manque dans {0}",
                    en "mend the reference, or add the missing row to {0}",
                    home_table.name
                ),
                count: lost.len(),
                rows: rows.collect(),
            });
            for row in lost {
                if let Some(mark) = wrong.get_mut(at).and_then(|marks| marks.get_mut(row)) {
                    *mark = true;
                }
            }
        }
    }
}

/// The table each row of which is one occurrence of the entity: the one named after it, else the only one.
fn home(mcd: &Mcd, tables: &[Table], matches: &[TableMatch], entity: EntityId) -> Option<usize> {
    let owner = Owner::Entity(entity);
    let own = |at: &usize| {
        let (Some(table), Some(matched)) = (tables.get(*at), matches.get(*at)) else { return false };
        identifier_columns(mcd, matched, owner).is_some() && is_grain(mcd, table, matched, owner)
    };
    let all: Vec<usize> = (0..tables.len()).filter(own).collect();
    let named = all.iter().find(|at| matches.get(**at).is_some_and(|matched| matched.main == Some(owner)));
    named.copied().or(if all.len() == 1 { all.first().copied() } else { None })
}

fn home_column<'t>(
    tables: &'t [Table],
    matches: &[TableMatch],
    home: usize,
    key: crate::mcd::FieldRef,
) -> Option<&'t Column> {
    tables.get(home)?.columns.get(column_of(matches.get(home)?, key)?)
}

fn without_target(data: &Column, target: &Column) -> Vec<usize> {
    let lost: Vec<bool> =
        data.dictionary.values().map(|value| !value.is_empty() && target.dictionary.code(value).is_none()).collect();
    let is_lost = |code: &u32| lost.get(*code as usize).copied().unwrap_or(false);
    data.codes.iter().enumerate().filter(|(_, code)| is_lost(code)).map(|(row, _)| row).collect()
}
