//! Each cell against its field: type, length, bounds, closed list, and what is required.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::cells::{self, Refusal};
use super::{About, Held, Sort, path};
use crate::diag::Text;
use crate::inventory::profile::cut;
use crate::mcd::FieldRef;
use crate::say;

pub(super) fn check(held: &mut Held<'_>) {
    let placed: Vec<(usize, FieldRef)> =
        held.matched.fates.iter().enumerate().filter_map(|(column, fate)| Some((column, fate.field()?))).collect();
    for (column, field) in placed {
        if held.mcd.field(field).computed.is_none() {
            values(held, column, field);
            required(held, column, field);
        }
    }
}

/// Distinct values are judged once; findings with one reason are put together.
fn values(held: &mut Held<'_>, column: usize, place: FieldRef) {
    let (mcd, table) = (held.mcd, held.table);
    let Some(data) = table.columns.get(column) else { return };
    let field = mcd.field(place);
    let refused: HashMap<u32, Refusal> = (0_u32..)
        .zip(data.dictionary.values())
        .filter_map(|(code, value)| Some((code, cells::value(mcd, field, value).err()?)))
        .collect();
    if refused.is_empty() {
        return;
    }
    held.refused.insert(column, refused.keys().copied().collect());
    let mut reasons: IndexMap<(Sort, String), (Text, Vec<usize>)> = IndexMap::new();
    for (row, code) in data.codes.iter().enumerate() {
        if let Some((sort, text)) = refused.get(code) {
            // « did you mean » differs from value to value: the sort is enough to put them together.
            let key = if *sort == Sort::Choice { String::new() } else { text.en.clone() };
            reasons.entry((*sort, key)).or_insert_with(|| (text.clone(), Vec::new())).1.push(row);
        }
    }
    for ((sort, _), (message, rows)) in reasons {
        let message =
            if sort == Sort::Choice { say!(fr "n'est pas dans la liste", en "isn't in the list") } else { message };
        let about = About { sort, column: Some(column), path: path(mcd, place), message, mend: mend(sort) };
        held.find(about, rows.into_iter().map(|row| (row, cut(data.value(row)))));
    }
}

fn mend(sort: Sort) -> Text {
    match sort {
        Sort::Length => {
            say!(fr "raccourcissez la valeur, ou allongez le champ dans le modèle", en "shorten the value, or lengthen the field in the model")
        }
        Sort::Range => {
            say!(fr "corrigez la valeur, ou élargissez les bornes du modèle", en "mend the value, or widen the bounds of the model")
        }
        Sort::Choice => say!(
            fr "remplacez la valeur par une de la liste, ou ajoutez-la à la liste du modèle",
            en "replace the value by one of the list, or add it to the model's list"
        ),
        Sort::Pattern => {
            say!(fr "récrivez la valeur sous la forme demandée", en "rewrite the value in the form asked for")
        }
        _ => {
            say!(fr "corrigez la valeur ; videz la cellule si elle est inconnue", en "mend the value; empty the cell if it is unknown")
        }
    }
}

/// A required field is empty where its entity is there: another of its fields has a value.
fn required(held: &mut Held<'_>, column: usize, place: FieldRef) {
    let field = held.mcd.field(place);
    let table = held.table;
    let Some(data) = table.columns.get(column).filter(|data| field.required && data.empty.is_some()) else { return };
    let siblings: Vec<_> = held
        .matched
        .fates
        .iter()
        .zip(&table.columns)
        .filter(|(fate, _)| fate.field().is_some_and(|other| other.owner == place.owner && other != place))
        .map(|(_, data)| data)
        .collect();
    let is_there = |row: usize| siblings.is_empty() || siblings.iter().any(|sibling| !sibling.is_empty(row));
    let rows = (0..table.rows.len()).filter(|row| data.is_empty(*row) && is_there(*row));
    let about = About {
        sort: Sort::Required,
        column: Some(column),
        path: path(held.mcd, place),
        message: say!(fr "vide, alors que le champ est obligatoire", en "empty, though the field is required"),
        mend: say!(
            fr "complétez la cellule, ou rendez le champ facultatif dans le modèle",
            en "fill the cell, or make the field optional in the model"
        ),
    };
    held.find(about, rows.map(|row| (row, String::new())));
}
