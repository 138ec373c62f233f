//! The relational model: tables, columns with their types, references; arrows, or crow's feet.
//!
//! The columns that Merisier adds to every table for its own use (dates of writing, version) are left out: they say nothing
//! of the business.

use crate::mcd::{Locale, Mcd};
use crate::mld::{Column, ColumnType, ForeignKey, Mld, Origin, Table, TableOrigin};

use super::{Detail, Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

/// The tables of a model.
pub fn tables(model: &Mcd, mld: &Mld, kind: Kind, detail: Detail) -> View {
    let is_french = model.crm.locale == Locale::Fr;
    let level = match (kind, is_french) {
        (Kind::Crow, true) => "MLD, pattes d'oie",
        (Kind::Crow, false) => "MLD, crow's foot",
        _ => "MLD",
    };
    let mut view = View { title: model.crm.title.clone(), level: level.into(), kind, is_french, ..View::default() };
    // The table of counters is Merisier's own; it is the last, and nothing refers to it.
    for (_, table) in mld.tables().filter(|(_, table)| table.origin != TableOrigin::Counters) {
        let area = match table.origin {
            TableOrigin::Entity(id) => model.entity(id).area.as_ref(),
            TableOrigin::Relation(id) => model.relation(id).area.as_ref(),
            TableOrigin::Counters => None,
        };
        let area = area.map(|name| {
            view.areas.iter().position(|known| known == name).unwrap_or_else(|| {
                view.areas.push(name.clone());
                view.areas.len() - 1
            })
        });
        view.boxes.push(Node {
            id: format!("table-{}", table.name),
            shape: Look::Table,
            title: table.name.clone(),
            rows: shown(table, detail).into_iter().map(|index| row(table, index)).collect(),
            area,
            docs: table.docs.clone(),
            uniques: table.uniques.iter().map(|unique| names(table, &unique.columns)).collect(),
            ..Node::default()
        });
    }
    for (id, table) in mld.tables() {
        for key in &table.foreign_keys {
            view.links.push(link(mld, (id.0 as usize, table), key, kind, detail));
        }
    }
    view
}

/// The places of the columns shown.
fn shown(table: &Table, detail: Detail) -> Vec<usize> {
    let is_key = |index: usize| table.primary_key.contains(&index) || refers(table, index);
    let is_of_business =
        |column: &Column| !matches!(column.origin, Origin::CreatedAt | Origin::UpdatedAt | Origin::Version);
    let wanted = |(index, column): &(usize, &Column)| match detail {
        Detail::Names => false,
        Detail::Keys => is_key(*index),
        Detail::All => is_of_business(column) || is_key(*index),
    };
    table.columns.iter().enumerate().filter(wanted).map(|(index, _)| index).collect()
}

fn refers(table: &Table, index: usize) -> bool {
    table.foreign_keys.iter().any(|key| key.columns.contains(&index))
}

fn row(table: &Table, index: usize) -> Row {
    let column = table.columns.get(index);
    let is_key = table.primary_key.contains(&index);
    let role = match (is_key, refers(table, index)) {
        (true, true) => Role::IdentifierReference,
        (true, false) => Role::Identifier,
        (false, true) => Role::Reference,
        (false, false) if table.uniques.iter().any(|unique| unique.columns.contains(&index)) => Role::Alternate,
        (false, false) => Role::Plain,
    };
    let nullable = column.is_some_and(|column| column.nullable);
    let ty = column.map(|column| type_name(column.ty)).unwrap_or_default();
    Row {
        name: column.map(|column| column.name.clone()).unwrap_or_default(),
        right: format!("{ty}{}", if nullable { "?" } else { "" }),
        role,
        ty,
        required: !nullable,
        docs: column.map(|column| column.docs.clone()).unwrap_or_default(),
        ..Row::default()
    }
}

/// The names of columns.
fn names(table: &Table, columns: &[usize]) -> Vec<String> {
    columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.clone()).collect()
}

pub(super) fn type_name(ty: ColumnType) -> String {
    match ty {
        ColumnType::Serial => "serial".into(),
        ColumnType::Integer => "integer".into(),
        ColumnType::Decimal(precision, scale) => format!("decimal({precision},{scale})"),
        ColumnType::Text(length) => format!("text({length})"),
        ColumnType::LongText => "text".into(),
        ColumnType::Boolean => "boolean".into(),
        ColumnType::Date => "date".into(),
        ColumnType::Time => "time".into(),
        ColumnType::DateTime => "datetime".into(),
        ColumnType::Duration => "duration".into(),
        ColumnType::Uuid => "uuid".into(),
        ColumnType::Json => "json".into(),
    }
}

fn link(mld: &Mld, (source, table): (usize, &Table), key: &ForeignKey, kind: Kind, detail: Detail) -> Link {
    let columns = shown(table, detail);
    let first = key.columns.first().copied();
    let optional = key.columns.iter().any(|at| table.columns.get(*at).is_some_and(|column| column.nullable));
    // A key within the columns makes them unique too: a row has one value of each.
    let within = |columns: &[usize]| !columns.is_empty() && columns.iter().all(|at| key.columns.contains(at));
    let unique = within(&table.primary_key) || table.uniques.iter().any(|unique| within(&unique.columns));
    let ends = match kind {
        Kind::Crow => {
            let many = if unique { Tip::MaybeOne } else { Tip::Many };
            [many, if optional { Tip::MaybeOne } else { Tip::One }]
        }
        Kind::Mcd | Kind::Mld => [Tip::None, Tip::Arrow],
    };
    Link {
        id: format!("reference-{}", key.name),
        source,
        target: key.target.0 as usize,
        row: first.and_then(|first| columns.iter().position(|at| *at == first)),
        ends,
        title: key.name.clone(),
        tie: Tie::Reference {
            columns: names(table, &key.columns),
            target_columns: names(mld.table(key.target), &key.target_columns),
            optional,
            unique,
            identifying: key.columns.iter().all(|at| table.primary_key.contains(at)),
            on_delete: key.on_delete,
        },
        ..Link::default()
    }
}
