//! What every table has besides the model: dates and version, indexes, counters; and references in mandatory cycles.
//!
//! Invariant: every foreign key is led by an index, its own or that of a key.

use super::draft::Draft;
use crate::diag::Text;
use crate::mcd::{FieldRef, SequencePart, SequencePattern, Type};
use crate::mld::schema::*;
use crate::say;

/// Adds `created_at`, `updated_at` and `version` to every table.
pub(super) fn add_columns(draft: &mut Draft<'_>) {
    let tables: Vec<TableId> = draft.mld.tables().map(|(id, _)| id).collect();
    for table in tables {
        let created = say!(fr "Quand la ligne a été créée.", en "When the row was created.");
        let updated = say!(fr "Quand la ligne a changé pour la dernière fois.", en "When the row last changed.");
        let version = say!(
            fr "Nombre de changements, de 1 en 1 : empêche qu'une modification en écrase une autre.",
            en "Number of changes, one by one: keeps one edit from overwriting another."
        );
        push(draft, table, "created_at", ColumnType::DateTime, ColumnDefault::Now, Origin::CreatedAt, created);
        push(draft, table, "updated_at", ColumnType::DateTime, ColumnDefault::Now, Origin::UpdatedAt, updated);
        push(draft, table, "version", ColumnType::Integer, ColumnDefault::Integer(1), Origin::Version, version);
    }
}

fn push(
    draft: &mut Draft<'_>,
    table: TableId,
    name: &str,
    ty: ColumnType,
    default: ColumnDefault,
    origin: Origin,
    why: Text,
) {
    let default = Some(default);
    draft.push_column(
        table,
        Column { name: name.into(), ty, nullable: false, default, origin, docs: String::new(), why, span: None },
    );
}

/// Lists the numbered references, and adds the table of their counters when there are any.
pub(super) fn add_sequences(draft: &mut Draft<'_>) {
    let fields: Vec<(FieldRef, FieldHome)> =
        draft.mld.fields.iter().filter_map(|(field, homes)| Some((*field, homes.first()?.clone()))).collect();
    for (field, home) in fields {
        let (Some(index), Some(pattern)) = (home.columns.first().copied(), pattern(draft, field, &home)) else {
            continue;
        };
        let table = draft.mld.table(home.table);
        let name = format!("{}.{}", table.name, draft.mld.column_name(home.table, index));
        let column = ColumnRef { table: home.table, index };
        draft.mld.sequences.push(Sequence { field, name, pattern, column });
    }
    if !draft.mld.sequences.is_empty() {
        add_counters(draft);
    }
}

/// A `serial` that isn't the key is numbered like a sequence: SQLite and MariaDB give at most one number a table.
fn pattern(draft: &Draft<'_>, field: FieldRef, home: &FieldHome) -> Option<SequencePattern> {
    let serial_key = || {
        let first = home.columns.first().and_then(|at| draft.mld.table(home.table).columns.get(*at));
        first.is_some_and(|column| column.ty == ColumnType::Serial)
    };
    match &draft.mcd.field(field).ty {
        Type::Sequence(pattern) => Some(pattern.clone()),
        Type::Serial if !serial_key() => {
            Some(SequencePattern { text: "{0}".into(), parts: vec![SequencePart::Counter(1)] })
        }
        _ => None,
    }
}

fn add_counters(draft: &mut Draft<'_>) {
    let why = say!(
        fr "Dernier numéro donné par chaque suite et période : pris dans la transaction qui insère, aucun n'est perdu.",
        en "Last number given by each sequence and period: taken in the transaction that inserts, none is lost."
    );
    let column = |name: &str, ty, default| Column {
        name: name.into(),
        ty,
        nullable: false,
        default,
        origin: Origin::Counter,
        docs: String::new(),
        why: why.clone(),
        span: None,
    };
    let columns = vec![
        column("sequence", ColumnType::Text(130), None),
        column("period", ColumnType::Text(16), None),
        column("last", ColumnType::Integer, Some(ColumnDefault::Integer(0))),
    ];
    let id = draft.add_table("sequence_counter", TableOrigin::Counters, "", why.clone(), None);
    let table = draft.table_mut(id);
    table.columns = columns;
    table.primary_key = vec![0, 1];
    table.key_why = why;
}

/// Gives each reference an index, unless a key begins with its columns or is their beginning.
pub(super) fn add_indexes(draft: &mut Draft<'_>) {
    let tables: Vec<TableId> = draft.mld.tables().map(|(id, _)| id).collect();
    for id in tables {
        let table = draft.mld.table(id);
        let keys: Vec<Vec<usize>> = std::iter::once(table.primary_key.clone())
            .chain(table.uniques.iter().map(|unique| unique.columns.clone()))
            .collect();
        let references: Vec<Vec<usize>> = table.foreign_keys.iter().map(|key| key.columns.clone()).collect();
        for columns in references {
            let indexed = draft.mld.table(id).indexes.iter().any(|index| index.columns.starts_with(&columns));
            if indexed || keys.iter().any(|key| key.starts_with(&columns) || columns.starts_with(key)) {
                continue;
            }
            let words = draft.joined_names(id, &columns);
            let name = draft.constraint_name("ix", id, &words);
            let why = say!(fr "Chaque référence a un index.", en "Every reference has an index.");
            draft.table_mut(id).indexes.push(Index { name, columns, why });
        }
    }
}

/// Marks the references of a cycle in which none may be empty: no first row could ever be inserted if they were checked at once.
pub(super) fn mark_cycles(draft: &mut Draft<'_>) {
    let mandatory = mandatory_references(&draft.mld);
    let component = components(&mandatory);
    let same = |a: usize, b: usize| component.get(a).is_some() && component.get(a) == component.get(b);
    for (at, table) in draft.mld.tables.iter_mut().enumerate() {
        let nullable: Vec<bool> = table.columns.iter().map(|column| column.nullable).collect();
        for key in &mut table.foreign_keys {
            let filled = key.columns.iter().all(|column| nullable.get(*column) == Some(&false));
            key.deferrable = filled && same(at, key.target.0 as usize);
        }
    }
}

fn mandatory_references(mld: &Mld) -> Vec<Vec<usize>> {
    let targets = |table: &Table| {
        let keys = table.foreign_keys.iter();
        let filled = keys
            .filter(|key| key.columns.iter().all(|at| table.columns.get(*at).is_some_and(|column| !column.nullable)));
        filled.map(|key| key.target.0 as usize).collect()
    };
    mld.tables.iter().map(targets).collect()
}

/// The strongly connected component of each node, by Kosaraju's algorithm without recursion.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(list) = reversed.get_mut(*to) {
                list.push(from);
            }
        }
    }
    let mut component = vec![usize::MAX; edges.len()];
    for root in finishing_order(edges).into_iter().rev() {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            match component.get_mut(node) {
                Some(slot) if *slot == usize::MAX => *slot = root,
                _ => continue,
            }
            stack.extend(reversed.get(node).into_iter().flatten());
        }
    }
    component
}

fn finishing_order(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && seen.get(node).copied().unwrap_or(true) {
                continue;
            }
            if let Some(slot) = seen.get_mut(node) {
                *slot = true;
            }
            match edges.get(node).and_then(|targets| targets.get(next)) {
                Some(to) => stack.extend([(node, next + 1), (*to, 0)]),
                None => order.push(node),
            }
        }
    }
    order
}
