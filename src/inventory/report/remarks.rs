//! What is to be looked at with the client, one sentence each: synonyms, homonyms, computed fields, constants, repeated groups.

use super::{Inventory, rows_text};
use crate::diag::Text;
use crate::inventory::profile::{At, Field, Shared};
use crate::say;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Which sort.
    pub sort: Sort,
    /// The fields concerned.
    pub fields: Vec<At>,
    /// In a sentence.
    pub text: Text,
}

/// A sort of remark, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// One datum under two names.
    Synonym,
    /// Two data under one name.
    Homonym,
    /// Given by others.
    Computed,
    /// Several fields that are one.
    Repeated,
    /// Several values in one cell.
    Several,
    /// The same value everywhere.
    Constant,
    /// No value anywhere.
    Empty,
}

impl Sort {
    /// Its heading.
    pub fn title(self) -> Text {
        match self {
            Sort::Synonym => say!(fr "Synonymes probables", en "Probable synonyms"),
            Sort::Homonym => say!(fr "Homonymes probables", en "Probable homonyms"),
            Sort::Computed => say!(fr "Champs calculés", en "Computed fields"),
            Sort::Repeated => say!(fr "Groupes répétés", en "Repeated groups"),
            Sort::Several => say!(fr "Plusieurs valeurs dans une cellule", en "Several values in one cell"),
            Sort::Constant => say!(fr "Constantes", en "Constants"),
            Sort::Empty => say!(fr "Champs vides", en "Empty fields"),
        }
    }

    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Synonym => "synonym",
            Sort::Homonym => "homonym",
            Sort::Computed => "computed",
            Sort::Repeated => "repeated",
            Sort::Several => "several_values",
            Sort::Constant => "constant",
            Sort::Empty => "empty",
        }
    }
}

/// All of them, sort by sort.
pub fn remarks(inventory: Inventory<'_>) -> Vec<Remark> {
    let mut all = Vec::new();
    pairs(inventory, &mut all);
    computed(inventory, &mut all);
    groups(inventory, &mut all);
    alone(inventory, &mut all);
    all
}

/// `table · field`; the field alone where there is one table.
pub(crate) fn place(inventory: Inventory<'_>, at: At) -> String {
    let tables = &inventory.reading.tables;
    let table = tables.get(at.table);
    let column = table.and_then(|table| table.columns.get(at.column)).map_or("", |column| column.name.as_str());
    match table {
        Some(table) if tables.len() > 1 => format!("{} · {column}", table.name),
        _ => column.to_owned(),
    }
}

fn pairs(inventory: Inventory<'_>, all: &mut Vec<Remark>) {
    for one in &inventory.profile.synonyms {
        let (a, b) = (place(inventory, one.a), place(inventory, one.b));
        let text = match one.shared {
            Shared::EveryRow => {
                say!(fr "« {a} » et « {b} » disent la même chose à chaque ligne", en "`{a}` and `{b}` say the same in every row")
            }
            Shared::Values(forth, back) => {
                let least = (forth.min(back) * 100.0).floor();
                say!(fr "« {a} » et « {b} » ont les mêmes valeurs ({least} %)", en "`{a}` and `{b}` have the same values ({least}%)")
            }
            Shared::Included(share) => {
                let share = (share * 100.0).floor();
                say!(
                    fr "les valeurs de « {a} » sont prises dans « {b} » ({share} %) : une référence",
                    en "the values of `{a}` are taken from `{b}` ({share}%): a reference"
                )
            }
        };
        all.push(Remark { sort: Sort::Synonym, fields: vec![one.a, one.b], text });
    }
    for one in &inventory.profile.homonyms {
        let (a, b) = (place(inventory, one.a), place(inventory, one.b));
        let kind =
            |at| inventory.profile.get(at).map(|field: &Field| field.kind.label()).unwrap_or_else(|| Text::same(""));
        let (a_kind, b_kind) = (kind(one.a), kind(one.b));
        let text = match one.common {
            None => Text {
                fr: format!("« {a} » ({}) et « {b} » ({}) portent le même nom", a_kind.fr, b_kind.fr),
                en: format!("`{a}` ({}) and `{b}` ({}) have the same name", a_kind.en, b_kind.en),
            },
            Some(_) => say!(
                fr "« {a} » et « {b} » portent le même nom et n'ont presque aucune valeur commune",
                en "`{a}` and `{b}` have the same name and hardly a value in common"
            ),
        };
        all.push(Remark { sort: Sort::Homonym, fields: vec![one.a, one.b], text });
    }
}

fn computed(inventory: Inventory<'_>, all: &mut Vec<Remark>) {
    for one in &inventory.profile.computed {
        let name = |column: usize| {
            inventory
                .reading
                .tables
                .get(one.field.table)
                .and_then(|table| table.columns.get(column))
                .map(|c| c.name.clone())
        };
        let field = place(inventory, one.field);
        let formula = one.formula.text(|column| name(column).unwrap_or_default());
        let (rows, count) = &one.exceptions;
        let mut text = Text::same(format!("{field} = {formula}"));
        if *count > 0 {
            let places = rows_text(rows, *count);
            text.fr.push_str(&format!(" — sauf {count} : {}", places.fr));
            text.en.push_str(&format!(" — but for {count}: {}", places.en));
        }
        all.push(Remark { sort: Sort::Computed, fields: vec![one.field], text });
    }
}

fn groups(inventory: Inventory<'_>, all: &mut Vec<Remark>) {
    for one in &inventory.profile.repeated {
        let fields: Vec<At> = one.columns.iter().map(|column| At { table: one.table, column: *column }).collect();
        let names = fields.iter().take(6).map(|at| place(inventory, *at)).collect::<Vec<_>>().join(", ");
        let more = if fields.len() > 6 { "…" } else { "" };
        let text = say!(
            fr "{names}{more} : un seul champ, {0} fois ; une entité à part ?",
            en "{names}{more}: one field, {0} times; an entity of its own?",
            fields.len()
        );
        all.push(Remark { sort: Sort::Repeated, fields, text });
    }
    for one in &inventory.profile.several {
        let field = place(inventory, one.field);
        let (example, row, rows) = (&one.example, one.row, one.rows);
        let text = say!(
            fr "{field} : {rows} ligne(s), telle la ligne {row} « {example} »",
            en "{field}: {rows} row(s), such as row {row} `{example}`"
        );
        all.push(Remark { sort: Sort::Several, fields: vec![one.field], text });
    }
}

fn alone(inventory: Inventory<'_>, all: &mut Vec<Remark>) {
    let each =
        |sort: Sort, wanted: &dyn Fn(&Field) -> bool, say: &dyn Fn(&str, &Field) -> Text, all: &mut Vec<Remark>| {
            for (table, fields) in inventory.profile.fields.iter().enumerate() {
                for (column, field) in fields.iter().enumerate().filter(|(_, field)| wanted(field)) {
                    let at = At { table, column };
                    all.push(Remark { sort, fields: vec![at], text: say(&place(inventory, at), field) });
                }
            }
        };
    let value = |field: &Field| field.examples.first().cloned().unwrap_or_default();
    let constant = |name: &str, field: &Field| {
        let value = value(field);
        say!(fr "{name} vaut toujours « {value} »", en "{name} always is `{value}`")
    };
    each(Sort::Constant, &Field::is_constant, &constant, all);
    each(
        Sort::Empty,
        &|field| field.filled == 0 && field.rows > 0,
        &|name, _| say!(fr "{name} n'a aucune valeur", en "{name} has no value"),
        all,
    );
}
