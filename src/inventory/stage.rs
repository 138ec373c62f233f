//! The rows of the firm's files as records of the model: each occurrence once, references by key, most frequent values.
//!
//! Columns are known by the model's `source` blocks. Judges no value: the application that imports the records does, by its own
//! rules. Invariant: a record comes after those that it refers to, unless they refer to each other in a circle.

#![allow(clippy::indexing_slicing, reason = "ids of records are places in the list that gave them")]

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::read::{Column, Table};
use super::value::{date, number};
use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Mcd, Owner, Placement, Relation, RelationId, Type};

/// The records of an entity or a relation.
#[derive(Debug, Clone)]
pub struct Records {
    /// Its name as the application knows it.
    pub name: String,
    /// A JSON object a record: its key, and its values by field.
    pub lines: Vec<String>,
    /// Rows that lack what tells its occurrences apart.
    pub without_key: usize,
}

/// All records that the tables give, those that others refer to first.
pub fn stage(mcd: &Mcd, tables: &[Table]) -> Vec<Records> {
    let sheets: Vec<Sheet<'_>> = sheets(mcd, tables);
    let mut records: Vec<Records> =
        order(mcd).into_iter().filter_map(|entity| stage_entity(mcd, &sheets, entity)).collect();
    let bearing = mcd.relations().filter(|(_, relation)| has_table(relation));
    records.extend(bearing.filter_map(|(id, _)| {
        let owner = Owner::Relation(id);
        let legs = (0..mcd.relation(id).legs.len()).map(|index| LegRef { relation: id, index }).collect::<Vec<_>>();
        stage_relation(mcd, &sheets, owner, &legs)
    }));
    records
}

/// A table with the fields that its columns hold.
struct Sheet<'t> {
    table: &'t Table,
    columns: HashMap<FieldRef, &'t Column>,
    /// The columns that tell who plays a role.
    legs: Vec<(LegRef, &'t Column)>,
}

impl Sheet<'_> {
    /// Where a row stands, as its author finds it.
    fn place(&self, row: usize) -> String {
        let origin = &self.table.origin;
        let file = Path::new(&origin.file).file_name().unwrap_or_default().to_string_lossy();
        let sheet = origin.sheet.iter().map(|sheet| format!("/{sheet}")).collect::<String>();
        let number = self.table.rows.get(row).copied().unwrap_or_default();
        format!("{file}{sheet}:{number}")
    }
}

fn sheets<'t>(mcd: &Mcd, tables: &'t [Table]) -> Vec<Sheet<'t>> {
    let file = |path: &str| Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut sheets = Vec::new();
    for source in &mcd.inventory.sources {
        let is_its_file =
            |table: &&Table| source.data_file.as_ref().is_some_and(|named| file(named) == file(&table.origin.file));
        let mut found: Vec<&Table> = tables.iter().filter(is_its_file).collect();
        if found.len() > 1 {
            found.retain(|table| table.name == source.name || table.origin.sheet.as_ref() == Some(&source.name));
        }
        for table in found {
            let mut sheet = Sheet { table, columns: HashMap::new(), legs: Vec::new() };
            for field in &source.fields {
                let Some(column) = table.columns.iter().find(|column| column.name == field.heading) else { continue };
                match field.placement {
                    Placement::Placed(place) => drop(sheet.columns.insert(place, column)),
                    Placement::Leg(leg) => sheet.legs.push((leg, column)),
                    _ => {}
                }
            }
            sheets.push(sheet);
        }
    }
    sheets
}

/// Entities, those that others refer to first.
fn order(mcd: &Mcd) -> Vec<EntityId> {
    let mut left: Vec<EntityId> = mcd.entities().map(|(id, _)| id).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_ready = |id: &EntityId| {
            links(mcd, *id).iter().all(|link| {
                let target = mcd.leg(*link).entity;
                target == *id || !left.contains(&target)
            })
        };
        let ready = left.iter().position(is_ready).unwrap_or(0);
        order.push(left.remove(ready));
    }
    order
}

/// Whether the rows of a relation stand by themselves: it has fields, three legs, or no leg that takes part once at most.
fn has_table(relation: &Relation) -> bool {
    relation.legs.len() != 2 || relation.legs.iter().all(|leg| leg.card.max != Some(1))
}

/// The far legs of the relations in which an entity takes part once at most.
fn links(mcd: &Mcd, entity: EntityId) -> Vec<LegRef> {
    let own = mcd.legs_of(entity).into_iter().filter(|leg| {
        let relation = mcd.relation(leg.relation);
        let other = relation.legs.get(1 - leg.index.min(1)).and_then(|other| other.card.max);
        // Of two such legs, the first bears the reference.
        !has_table(relation) && mcd.leg(*leg).card.max == Some(1) && (leg.index == 0 || other != Some(1))
    });
    own.map(|leg| LegRef { relation: leg.relation, index: 1 - leg.index.min(1) }).collect()
}

/// Whether a sheet's rows tell of this relation. Of several between the same entities, those of which a column speaks; else the first.
fn is_meant(mcd: &Mcd, sheet: &Sheet<'_>, id: RelationId) -> bool {
    let entities = |relation: &Relation| {
        let mut entities: Vec<EntityId> = relation.legs.iter().map(|leg| leg.entity).collect();
        entities.sort();
        entities
    };
    let is_told = |id: RelationId| {
        let mut fields = sheet.columns.keys().map(|field| field.owner);
        sheet.legs.iter().any(|(leg, _)| leg.relation == id) || fields.any(|owner| owner == Owner::Relation(id))
    };
    let own = entities(mcd.relation(id));
    let rivals = || mcd.relations().filter(|(_, relation)| entities(relation) == own).map(|(rival, _)| rival);
    is_told(id) || rivals().next() == Some(id) && !rivals().any(is_told)
}

/// How deep an identifier may lie within identifiers.
const DEPTH: usize = 8;

/// For each row, the key of the entity's occurrence; none where a part lacks.
fn keys(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, depth: usize) -> Vec<Option<String>> {
    match is_numbered(mcd, entity) {
        true => keys_of_numbered(mcd, sheet, entity, depth),
        false => keys_of_parts(mcd, sheet, mcd.identifier(entity), depth),
    }
}

/// Whether the application itself numbers the occurrences: no file knows the numbers that it will give.
fn is_numbered(mcd: &Mcd, entity: EntityId) -> bool {
    mcd.identifier(entity).iter().any(|part| match part {
        KeyPart::Field(field) => matches!(mcd.field(*field).ty, Type::Serial | Type::Sequence(_)),
        KeyPart::Leg(_) => false,
    })
}

/// Occurrences without an identifier in the files are told apart by what is unique of them, else each row has its own.
fn keys_of_numbered(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, depth: usize) -> Vec<Option<String>> {
    let uniques = mcd.entity(entity).uniques.iter();
    let mut uniques = uniques.map(|unique| keys_of_parts(mcd, sheet, &unique.parts, depth));
    let known = uniques.find(|keys| keys.iter().any(Option::is_some));
    let fields: Vec<&Column> =
        mcd.all_fields(entity).iter().filter_map(|field| sheet.columns.get(field).copied()).collect();
    let own = |row: usize| {
        let has_any = fields.iter().any(|column| !column.is_empty(row));
        has_any.then(|| sheet.place(row))
    };
    let rows = 0..sheet.table.rows.len();
    let known = known.unwrap_or_else(|| vec![None; sheet.table.rows.len()]);
    rows.zip(known).map(|(row, key)| key.or_else(|| own(row))).collect()
}

fn keys_of_parts(mcd: &Mcd, sheet: &Sheet<'_>, parts: &[KeyPart], depth: usize) -> Vec<Option<String>> {
    let rows = sheet.table.rows.len();
    if parts.is_empty() || depth == 0 {
        return vec![None; rows];
    }
    let mut keys: Vec<Option<String>> = vec![Some(String::new()); rows];
    for part in parts {
        let values: Vec<Option<String>> = match part {
            KeyPart::Field(field) => match sheet.columns.get(field) {
                Some(column) => values(column, rows),
                None => vec![None; rows],
            },
            KeyPart::Leg(leg) => keys_of_leg(mcd, sheet, *leg, depth),
        };
        for (key, value) in keys.iter_mut().zip(values) {
            *key = match (key.take(), value) {
                (Some(key), Some(value)) if key.is_empty() => Some(value),
                (Some(key), Some(value)) => Some(format!("{key} / {value}")),
                _ => None,
            };
        }
    }
    keys
}

fn values(column: &Column, rows: usize) -> Vec<Option<String>> {
    (0..rows).map(|row| Some(column.value(row).to_owned()).filter(|value| !value.is_empty())).collect()
}

/// What identifies the occurrence at the end of a leg: the column of its role, else what identifies its entity.
fn keys_of_leg(mcd: &Mcd, sheet: &Sheet<'_>, leg: LegRef, depth: usize) -> Vec<Option<String>> {
    let (rows, legs) = (sheet.table.rows.len(), &mcd.relation(leg.relation).legs);
    let entity = mcd.leg(leg).entity;
    let is_reflexive = legs.iter().enumerate().any(|(index, other)| index != leg.index && other.entity == entity);
    match sheet.legs.iter().find(|(own, _)| *own == leg) {
        Some((_, column)) => values(column, rows),
        // A row is one occurrence of the entity: whom it is linked to is told by another column, or not at all.
        None if is_reflexive => vec![None; rows],
        None => keys(mcd, sheet, entity, depth - 1),
    }
}

fn stage_entity(mcd: &Mcd, sheets: &[Sheet<'_>], entity: EntityId) -> Option<Records> {
    let fields = mcd.all_fields(entity);
    let mut made = Making::default();
    for sheet in sheets.iter().filter(|sheet| fields.iter().any(|field| sheet.columns.contains_key(field))) {
        let keys: Vec<Option<String>> = keys(mcd, sheet, entity, DEPTH)
            .into_iter()
            .enumerate()
            .map(|(row, key)| key.filter(|_| is_of(mcd, sheet, entity, row)))
            .collect();
        // A file may repeat what it doesn't list: the name of an invoice's client.
        if keys.iter().all(Option::is_none) {
            continue;
        }
        let rows = made.rows(&keys, sheet);
        made.fields(mcd, sheet, &fields, &rows);
        for link in links(mcd, entity).into_iter().filter(|link| is_meant(mcd, sheet, link.relation)) {
            made.texts(&mcd.leg(link).snake, &keys_of_leg(mcd, sheet, link, DEPTH), &rows);
        }
    }
    made.add_those_in_a_role(mcd, sheets, entity);
    let own = links(mcd, entity).into_iter().filter(|link| mcd.leg(*link).entity == entity);
    made.sort_by_reference(&own.map(|link| mcd.leg(link).snake.clone()).collect::<Vec<_>>());
    made.finish(&mcd.entity(entity).snake)
}

/// Whether a row is one of this entity and of no subtype of it: what only a subtype has says so.
fn is_of(mcd: &Mcd, sheet: &Sheet<'_>, entity: EntityId, row: usize) -> bool {
    let has = |entity: EntityId| {
        let own = sheet.columns.iter().filter(|(field, _)| field.owner == Owner::Entity(entity));
        own.into_iter().any(|(_, column)| !column.is_empty(row))
    };
    let below = |id: &EntityId| *id != entity && mcd.lineage(*id).contains(&entity);
    let mut subtypes = mcd.entities().map(|(id, _)| id).filter(below);
    let is_root = mcd.lineage(entity).len() < 2;
    (is_root || has(entity)) && !subtypes.any(has)
}

fn stage_relation(mcd: &Mcd, sheets: &[Sheet<'_>], owner: Owner, legs: &[LegRef]) -> Option<Records> {
    let Owner::Relation(id) = owner else { return None };
    let relation = mcd.relation(id);
    let fields: Vec<FieldRef> = (0..relation.fields.len()).map(|index| FieldRef { owner, index }).collect();
    let mut made = Making::default();
    for sheet in sheets.iter().filter(|sheet| is_meant(mcd, sheet, id)) {
        let has_column = |leg: &LegRef| sheet.legs.iter().any(|(own, _)| own == leg);
        let columns = legs.iter().filter(|leg| has_column(leg)).count();
        let part = |leg: &LegRef| match has_column(leg) {
            // Of an entity linked to itself, the row is the end that no other column tells.
            false if columns + 1 == legs.len() => keys(mcd, sheet, mcd.leg(*leg).entity, DEPTH),
            _ => keys_of_leg(mcd, sheet, *leg, DEPTH),
        };
        let parts: Vec<Vec<Option<String>>> = legs.iter().map(part).collect();
        if !parts.iter().all(|keys| keys.iter().any(Option::is_some)) {
            continue;
        }
        let joined = |row: usize| {
            parts.iter().map(|keys| keys[row].clone()).collect::<Option<Vec<_>>>().map(|keys| keys.join(" / "))
        };
        let keys: Vec<Option<String>> = (0..sheet.table.rows.len()).map(joined).collect();
        let rows = made.rows(&keys, sheet);
        made.fields(mcd, sheet, &fields, &rows);
        for (leg, keys) in legs.iter().zip(&parts) {
            made.texts(&mcd.leg(*leg).snake, keys, &rows);
        }
    }
    made.finish(&relation.snake)
}

/// Records being made: a row of a file belongs to one of them.
#[derive(Default)]
struct Making {
    places: HashMap<String, usize>,
    keys: Vec<String>,
    /// Where each was first met.
    from: Vec<String>,
    values: Vec<Map<String, Json>>,
    without_key: usize,
}

impl Making {
    /// The record of each row.
    fn rows(&mut self, keys: &[Option<String>], sheet: &Sheet<'_>) -> Vec<Option<usize>> {
        let place = |(row, key): (usize, &Option<String>)| {
            let Some(key) = key else {
                self.without_key += 1;
                return None;
            };
            if let Some(place) = self.places.get(key) {
                return Some(*place);
            }
            self.keys.push(key.clone());
            self.from.push(sheet.place(row));
            self.values.push(Map::new());
            self.places.insert(key.clone(), self.keys.len() - 1);
            Some(self.keys.len() - 1)
        };
        keys.iter().enumerate().map(place).collect()
    }

    fn fields(&mut self, mcd: &Mcd, sheet: &Sheet<'_>, fields: &[FieldRef], rows: &[Option<usize>]) {
        for field in fields {
            let Some(column) = sheet.columns.get(field) else { continue };
            let known = mcd.field(*field);
            let votes = vote(rows, &column.codes, column.empty, self.keys.len());
            for (record, code) in votes.into_iter().enumerate().filter_map(|(record, code)| Some((record, code?))) {
                let value = column.dictionary.get(code).unwrap_or_default();
                self.put(record, &known.snake, neutral(&known.ty, value));
            }
        }
    }

    fn texts(&mut self, name: &str, texts: &[Option<String>], rows: &[Option<usize>]) {
        let mut codes: HashMap<&str, u32> = HashMap::new();
        let mut values = Vec::new();
        let code = |text: &'_ Option<String>| text.as_deref().unwrap_or_default().to_owned();
        let coded: Vec<u32> = texts
            .iter()
            .map(|text| {
                *codes.entry(text.as_deref().unwrap_or_default()).or_insert_with(|| {
                    values.push(code(text));
                    u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        let empty = codes.get("").copied();
        for (record, code) in vote(rows, &coded, empty, self.keys.len()).into_iter().enumerate() {
            if let Some(value) = code.and_then(|code| values.get(code as usize)) {
                self.put(record, name, value.clone());
            }
        }
    }

    /// What an earlier file said stays.
    fn put(&mut self, record: usize, name: &str, value: String) {
        if let Some(values) = self.values.get_mut(record) {
            values.entry(name).or_insert_with(|| Json::String(value));
        }
    }

    /// Occurrences that only a role names have nothing but their key.
    fn add_those_in_a_role(&mut self, mcd: &Mcd, sheets: &[Sheet<'_>], entity: EntityId) {
        let [KeyPart::Field(field)] = mcd.identifier(entity) else { return };
        let (known, without_key) = (mcd.field(*field), self.without_key);
        for sheet in sheets {
            for (_, column) in sheet.legs.iter().filter(|(leg, _)| mcd.leg(*leg).entity == entity) {
                let keys = values(column, sheet.table.rows.len());
                for (record, key) in self.rows(&keys, sheet).into_iter().zip(keys) {
                    if let (Some(record), Some(key)) = (record, key) {
                        self.put(record, &known.snake, neutral(&known.ty, &key));
                    }
                }
            }
        }
        self.without_key = without_key;
    }

    /// Of records that refer to others of their own, the others first.
    fn sort_by_reference(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let refers_to = |at: usize| -> Vec<usize> {
            let named = names.iter().filter_map(|name| self.values[at].get(name)?.as_str());
            named.filter_map(|key| self.places.get(key).copied()).filter(|other| *other != at).collect()
        };
        let (mut done, mut order) = (vec![false; self.keys.len()], Vec::new());
        for start in 0..self.keys.len() {
            // A chain is followed to its end, or to where it closes on itself.
            let mut chain = vec![start];
            while let Some(next) = chain
                .last()
                .and_then(|last| refers_to(*last).into_iter().find(|other| !done[*other] && !chain.contains(other)))
            {
                chain.push(next);
            }
            for at in chain.into_iter().rev().filter(|at| !std::mem::replace(&mut done[*at], true)) {
                order.push(at);
            }
        }
        self.keys = order.iter().map(|at| self.keys[*at].clone()).collect();
        self.from = order.iter().map(|at| self.from[*at].clone()).collect();
        self.values = order.iter().map(|at| self.values[*at].clone()).collect();
    }

    fn finish(self, name: &str) -> Option<Records> {
        let records = self.keys.into_iter().zip(self.from).zip(self.values);
        let line = |((key, from), values)| json!({ "key": key, "from": from, "values": values }).to_string();
        let lines: Vec<String> = records.map(line).collect();
        (!lines.is_empty()).then(|| Records { name: name.to_owned(), lines, without_key: self.without_key })
    }
}

/// For each record, the most frequent code of its rows, of equals the first; none where all are empty.
fn vote(rows: &[Option<usize>], codes: &[u32], empty: Option<u32>, records: usize) -> Vec<Option<u32>> {
    let mut counts: HashMap<(usize, u32), u32> = HashMap::new();
    let mut best: Vec<Option<(u32, u32)>> = vec![None; records];
    for (record, code) in rows.iter().zip(codes).filter_map(|(record, code)| Some(((*record)?, *code))) {
        if Some(code) == empty {
            continue;
        }
        let count = counts.entry((record, code)).or_default();
        *count += 1;
        if best[record].is_none_or(|(_, most)| *count > most) {
            best[record] = Some((code, *count));
        }
    }
    best.into_iter().map(|best| best.map(|(code, _)| code)).collect()
}

/// Numbers and days in the form that every language reads; what isn't one stays as it is, for the application to refuse.
fn neutral(ty: &Type, value: &str) -> String {
    let plain = match ty {
        Type::Integer | Type::Decimal { .. } | Type::Money | Type::Percent => {
            number(value).map(|number| number.value.to_string())
        }
        Type::Date => date(value).map(|day| day.to_string()),
        _ => None,
    };
    plain.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::check_texts;
    use crate::inventory::read::table_of;

    const MODEL: &str = r#"
entity Depot {
    code_depot  text(6)  identifier
}

entity Article {
    code_article  text(6)   identifier
    article       text(40)  required title
}

relation Stocker "holds" {
    Depot    0,n
    Article  0,n
    stock    integer
}

entity Employe {
    matricule  text(6)   identifier
    nom        text(40)  title
}

entity Tiers {
    code  text(9)   identifier
    nom   text(40)  title
    subtypes XT
}

entity Particulier is Tiers {
    naissance  date
}

entity Societe is Tiers {
    siren  text(9)  required
}

entity Contact {
    numero  serial    identifier
    email   email     unique
    nom     text(40)  title
}

entity Appel {
    id     serial    identifier
    objet  text(40)  title
}

relation Passer "by" {
    Appel    1,1
    Contact  0,n
}

relation Remplacer "can stand in for" {
    remplacant: Employe  0,n
    remplace: Employe    0,n
}

relation Encadrer "is managed by" {
    employe: Employe  0,1
    chef: Employe     0,n
}

source "stocks" external file "stocks.csv" {
    "depot"    = Depot.code_depot
    "ref"      = Article.code_article
    "article"  = Article.article
    "stock"    = Stocker.stock
}

source "employes" external file "employes.csv" {
    "matricule"  = Employe.matricule
    "nom"        = Employe.nom
    "chef"       = Encadrer.chef
}

source "appels" external file "appels.csv" {
    "objet"   = Appel.objet
    "contact" = Contact.nom
    "email"   = Contact.email
}

source "tiers" external file "tiers.csv" {
    "code"       = Tiers.code
    "nom"        = Tiers.nom
    "naissance"  = Particulier.naissance
    "siren"      = Societe.siren
}

source "remplacements" external file "remplacements.csv" {
    "matricule" = Employe.matricule
    "remplace"  = Remplacer.remplace
}
"#;

    fn staged(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let checked = check_texts(&[("m.mcd", MODEL)]);
        assert!(checked.passes(), "{:?}", checked.diagnostics);
        let tables: Vec<Table> = files.iter().map(|(name, text)| table_of(name, text)).collect();
        stage(&checked.mcd, &tables).into_iter().map(|records| (records.name, records.lines)).collect()
    }

    fn of<'s>(staged: &'s [(String, Vec<String>)], name: &str) -> &'s [String] {
        staged.iter().find(|(own, _)| own == name).map_or(&[], |(_, lines)| lines)
    }

    #[test]
    fn a_relation_has_a_record_for_each_pair_after_those_it_joins() {
        let text =
            "depot;ref;article;stock\nD1;A1;Table;4\nD1;A2;Chaise;7\nD2;A1;Table;1\nD2;A1;Table;1\n;A3;Lampe;9\n";
        let staged = staged(&[("stocks.csv", text)]);
        let names: Vec<&str> = staged.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["depot", "article", "stocker"]);
        assert_eq!((of(&staged, "depot").len(), of(&staged, "article").len()), (2, 3));
        assert_eq!(
            of(&staged, "stocker"),
            [
                r#"{"key":"D1 / A1","from":"stocks.csv:2","values":{"stock":"4","depot":"D1","article":"A1"}}"#,
                r#"{"key":"D1 / A2","from":"stocks.csv:3","values":{"stock":"7","depot":"D1","article":"A2"}}"#,
                r#"{"key":"D2 / A1","from":"stocks.csv:4","values":{"stock":"1","depot":"D2","article":"A1"}}"#,
            ]
        );
    }

    #[test]
    fn a_role_leads_to_a_record_that_comes_before_it() {
        let text = "matricule;nom;chef\nE3;Petit;E2\nE2;Durand;E1\nE1;Robin;\nE4;Morel;E9\n";
        let staged = staged(&[("employes.csv", text)]);
        let keys: Vec<&str> = of(&staged, "employe").iter().filter_map(|line| line.get(8..10)).collect();
        assert_eq!(keys, ["E1", "E2", "E3", "E9", "E4"]);
        assert!(of(&staged, "employe")[2].contains(r#""chef":"E2""#), "{staged:?}");
        assert!(!of(&staged, "employe")[0].contains("chef"), "{staged:?}");
    }

    #[test]
    fn what_the_application_numbers_is_known_by_what_is_unique_of_it() {
        let text = "objet;contact;email\nDevis;Petit;p@x.fr\nFacture;Petit;p@x.fr\nPanne;Roux;\nPanne;Roux;\n";
        let staged = staged(&[("appels.csv", text)]);
        assert_eq!(
            of(&staged, "contact"),
            [
                r#"{"key":"p@x.fr","from":"appels.csv:2","values":{"email":"p@x.fr","nom":"Petit"}}"#,
                r#"{"key":"appels.csv:4","from":"appels.csv:4","values":{"nom":"Roux"}}"#,
                r#"{"key":"appels.csv:5","from":"appels.csv:5","values":{"nom":"Roux"}}"#,
            ]
        );
        let calls = of(&staged, "appel");
        assert_eq!(calls.len(), 4);
        assert_eq!(
            calls[1],
            r#"{"key":"appels.csv:3","from":"appels.csv:3","values":{"objet":"Facture","contact":"p@x.fr"}}"#
        );
    }

    #[test]
    fn a_row_of_an_entity_linked_to_itself_is_one_end() {
        let text = "matricule;remplace\nE1;E2\nE1;E3\nE2;E1\n";
        let staged = staged(&[("remplacements.csv", text)]);
        assert_eq!(of(&staged, "employe").len(), 3);
        assert_eq!(
            of(&staged, "remplacer"),
            [
                r#"{"key":"E1 / E2","from":"remplacements.csv:2","values":{"remplacant":"E1","remplace":"E2"}}"#,
                r#"{"key":"E1 / E3","from":"remplacements.csv:3","values":{"remplacant":"E1","remplace":"E3"}}"#,
                r#"{"key":"E2 / E1","from":"remplacements.csv:4","values":{"remplacant":"E2","remplace":"E1"}}"#,
            ]
        );
    }

    #[test]
    fn a_row_is_of_the_subtype_whose_fields_it_fills() {
        let text = "code;nom;naissance;siren\nT1;Ada;10/12/1815;\nT2;Sarl;;732829320\nT3;Inconnu;;\n";
        let staged = staged(&[("tiers.csv", text)]);
        let keys = |name: &str| -> Vec<&str> { of(&staged, name).iter().filter_map(|line| line.get(8..10)).collect() };
        assert_eq!((keys("tiers"), keys("particulier"), keys("societe")), (vec!["T3"], vec!["T1"], vec!["T2"]));
    }
}
