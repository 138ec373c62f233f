//! The history that the application keeps of records follows the names and the keys that it speaks of.
//!
//! A change is kept there as two flat JSON objects of names and texts (`templates/src/core/history.rs`). Names are replaced in their text: a
//! quote within a string is escaped, so that `"name":` is nothing but a key. Invariant: all names of an object change at once, by way of names
//! that nothing has (`=name`), since two may change places.

use super::engine::Engine;

/// What the history of an entity's records, or of a relation's lines, speaks of by another name or key than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryNames {
    /// Whose history.
    pub owner: HistoryOwner,
    /// Its name now.
    pub becomes: String,
    /// Fields, before and after.
    pub fields: Vec<(String, String)>,
    /// Fields as they were called, with the values of an enumeration before and after.
    pub values: Vec<(String, Vec<(String, String)>)>,
    /// What the records are known by.
    pub keys: Option<KeyChange>,
    /// Fields as they were called that refer to records known otherwise.
    pub references: Vec<(String, KeyChange)>,
}

/// By the name that it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryOwner {
    /// An entity.
    Entity(String),
    /// A relation whose lines are edited in a record's form.
    Relation(String),
}

/// Between a number and the UUID that begins so and says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// From a number to a UUID.
    ToUuid(String),
    /// From a UUID to its number; one that says none stays.
    ToNumber(String),
}

const COLUMNS: [&str; 2] = ["old_values", "new_values"];

/// The application makes the table when it starts, and may not have yet: `definition` makes it as it does.
pub(super) fn rename(engine: &dyn Engine, definition: &[&str], names: &[HistoryNames]) -> Vec<String> {
    let mut done: Vec<String> = names.iter().flat_map(|names| of_owner(engine, names)).collect();
    done.extend(owners(engine, "entity", names));
    done.extend(owners(engine, "relation", names));
    if !done.is_empty() {
        done.splice(0..0, definition.iter().map(|&statement| statement.to_owned()));
    }
    done
}

/// What is in the rows of an owner, found by the name it had.
fn of_owner(engine: &dyn Engine, names: &HistoryNames) -> Vec<String> {
    let own = match &names.owner {
        HistoryOwner::Entity(name) => format!("entity = {} AND relation = ''", engine.text(name)),
        HistoryOwner::Relation(name) => format!("relation = {}", engine.text(name)),
    };
    let mut done = Vec::new();
    for (field, change) in &names.references {
        done.extend(COLUMNS.map(|column| rekey_reference(engine, column, field, change, &own)));
    }
    done.extend(COLUMNS.iter().filter_map(|column| rename_members(engine, column, names, &own)));
    if let (HistoryOwner::Entity(name), Some(change)) = (&names.owner, &names.keys) {
        let condition = format!("entity = {} AND {}", engine.text(name), is_concerned(engine, "record_id", change));
        done.push(format!("UPDATE history SET record_id = {} WHERE {condition}", rekeyed(engine, "record_id", change)));
    }
    done
}

/// Fields and values of one column; none where nothing has another name.
fn rename_members(engine: &dyn Engine, column: &str, names: &HistoryNames, own: &str) -> Option<String> {
    let value = |field: &str, value: &str| format!("\"{field}\":\"{value}\"");
    let key = |field: &str| format!("\"{field}\":");
    let values = names.values.iter().flat_map(|(field, pairs)| pairs.iter().map(move |pair| (field, pair)));
    let mut changes: Vec<[String; 3]> = values
        .map(|(field, (from, to))| [value(field, from), value(field, &format!("={to}")), value(field, to)])
        .collect();
    let concerned = changes.iter().map(|[from, ..]| from.clone());
    let concerned: Vec<String> = concerned.chain(names.fields.iter().map(|(from, _)| key(from))).collect();
    let fields = names.fields.iter().map(|(from, to)| [key(from), key(&format!("={to}")), key(to)]);
    let fields: Vec<[String; 3]> = fields.collect();
    if concerned.is_empty() {
        return None;
    }
    let mut text = column.to_owned();
    for group in [std::mem::take(&mut changes), fields] {
        for [from, marked, _] in &group {
            text = replaced(engine, &text, from, marked);
        }
        for [_, marked, to] in &group {
            text = replaced(engine, &text, marked, to);
        }
    }
    let held: Vec<String> =
        concerned.iter().map(|part| format!("{column} LIKE {}", engine.text(&format!("%{part}%")))).collect();
    Some(format!("UPDATE history SET {column} = {text} WHERE {own} AND ({})", held.join(" OR ")))
}

fn replaced(engine: &dyn Engine, text: &str, from: &str, to: &str) -> String {
    format!("replace({text}, {}, {})", engine.text(from), engine.text(to))
}

fn rekey_reference(engine: &dyn Engine, column: &str, field: &str, change: &KeyChange, own: &str) -> String {
    let key = engine.member(column, field);
    let opening = engine.text(&format!("\"{field}\":\""));
    let whole = |key: String| engine.concat(&[opening.clone(), key, engine.text("\"")]);
    format!(
        "UPDATE history SET {column} = replace({column}, {}, {}) WHERE {own} AND {column} LIKE {} AND {}",
        whole(key.clone()),
        whole(rekeyed(engine, &key, change)),
        engine.text(&format!("%\"{field}\":\"%")),
        is_concerned(engine, &key, change)
    )
}

fn rekeyed(engine: &dyn Engine, key: &str, change: &KeyChange) -> String {
    let sql = match change {
        KeyChange::ToUuid(start) => engine.uuid_of(key, start),
        KeyChange::ToNumber(_) => engine.number_of(key),
    };
    engine.as_text(&format!("({sql})"))
}

fn is_concerned(engine: &dyn Engine, key: &str, change: &KeyChange) -> String {
    match change {
        KeyChange::ToUuid(_) => format!("{key} NOT LIKE '%-%'"),
        KeyChange::ToNumber(start) => format!("{key} LIKE {}", engine.text(&format!("{start}%"))),
    }
}

/// The owners' own names, once all else is found by those they had.
fn owners(engine: &dyn Engine, column: &str, names: &[HistoryNames]) -> Option<String> {
    let pairs = names.iter().filter_map(|names| match (&names.owner, column) {
        (HistoryOwner::Entity(from), "entity") | (HistoryOwner::Relation(from), "relation") => {
            Some((from.clone(), names.becomes.clone()))
        }
        _ => None,
    });
    let pairs: Vec<(String, String)> = pairs.filter(|(from, to)| from != to).collect();
    (!pairs.is_empty()).then(|| super::moves::replace(engine, "history", column, &pairs, ""))
}
