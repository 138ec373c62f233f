//! On the way back: what the way out kept is put where it was.
//!
//! Invariant: of a value that was only cast, what was entered since in the other type stays.

use crate::mld::{self, Column, Origin, Table, TableOrigin};
use crate::sql;

use super::archive::Archive;
use super::projection::Select;
use super::values::Source;
use super::world::World;

/// What a value that was cast on the way out would be without its archive.
fn back_and_forth(world: &World<'_>, column: &Column, value: &str) -> Option<String> {
    let (losses, _) = world.kept?;
    let Origin::Field(field) = column.origin else { return None };
    let cast = losses.casts.contains(&field).then(|| world.matching.fields.get(&field)).flatten()?;
    let there = mld::column_type(&world.old.mcd.field(*cast).ty);
    let value = sql::convert(value, column.ty, there, false, world.dialect)?.sql;
    Some(sql::convert(&value, there, column.ty, false, world.dialect)?.sql)
}

/// Puts what an archive holds in the place of what the queries give.
pub(super) fn restore(world: &World<'_>, archive: &Archive, selects: &mut Vec<Select>, table: &Table) {
    let Some((_, prefix)) = world.kept else { return };
    let name = world.quote(&World::archive(prefix, &table.name));
    let column = |alias: &str, at: usize| {
        let name = table.columns.get(at).map(|column| column.name.as_str()).unwrap_or_default();
        format!("{alias}.{}", world.quote(name))
    };
    let same_key = |columns: &[Source]| {
        let known = table.primary_key.iter().filter_map(|at| Some((at, columns.get(*at)?)));
        let pairs = known
            .filter(|(_, source)| source.sql != "NULL")
            .map(|(at, source)| format!("{} = {}", column("a", *at), source.sql));
        pairs.collect::<Vec<_>>().join(" AND ")
    };
    if archive.whole {
        // Records that a relation lent to an entity on the way out come back as they were, numbers included.
        if matches!(table.origin, TableOrigin::Entity(id) if world.matching.reified.contains_key(&id)) {
            selects.clear();
        }
        for select in selects.iter_mut() {
            select.filter.push(format!("NOT EXISTS (SELECT 1 FROM {name} AS a WHERE {})", same_key(&select.columns)));
            select.whole = None;
        }
        let columns = (0..table.columns.len()).map(|at| Source::made(column("a", at))).collect();
        selects.push(Select { from: format!("{name} AS a"), filter: Vec::new(), columns, whole: None });
        return;
    }
    for select in selects.iter_mut() {
        let key = same_key(&select.columns);
        for at in &archive.columns {
            let there = column("a", *at);
            if let Some(source) = select.columns.get_mut(*at) {
                // What was entered since in the other type stays.
                let again = table.columns.get(*at).and_then(|column| back_and_forth(world, column, &there));
                let same = again.map(|again| format!(" AND NOT ({})", sql::differ(&again, &source.sql, world.dialect)));
                *source = Source::made(format!(
                    "CASE WHEN EXISTS (SELECT 1 FROM {name} AS a WHERE {key}{}) THEN (SELECT {there} FROM {name} AS a WHERE {key}) ELSE {} END",
                    same.unwrap_or_default(),
                    source.sql
                ));
            }
        }
    }
}
