//! `model.lock`: the model as last migrated, a stable id for each of its items, and the chain of migrations.
//!
//! A value that is read from text and written to text; touches no disk. Invariant: each link of the chain is the hash of the one
//! before it and of its own files, so that a file edited, missing or from another branch is seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::mcd::{FieldRef, LegRef, Locale, Mcd, Owner, Type};

use super::matching::Matching;

/// What is remembered between migrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The form of this file.
    pub format: u32,
    /// The engine that the migrations are for.
    pub database: String,
    /// How tables are keyed.
    pub keys: String,
    /// The locale that names their columns, which merisier.yaml may have said; none in a lock that never noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The migrations, oldest first.
    pub migrations: Vec<Link>,
    /// The hash of all that is above and of the model.
    pub hash: String,
    /// The number that the next new item gets.
    pub next_id: u32,
    /// A stable id for each item of the model, by its path.
    pub ids: BTreeMap<String, String>,
    /// The text of the model, line by line.
    pub model: Vec<String>,
    /// The lines of `changes.mcd` that a migration used, as long as they stand there; none in a lock that never noted any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<Vec<Spent>>,
    /// What was before the last migration, so that it can be withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Before>>,
}

/// An answer that served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// As it stands in `changes.mcd`.
    pub line: String,
    /// The migration that used it.
    pub migration: String,
}

/// A lock without its last migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// How many migrations there were.
    pub migrations: usize,
    /// How tables were keyed.
    pub keys: String,
    /// The locale that named their columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The number that the next new item got.
    pub next_id: u32,
    /// The ids.
    pub ids: BTreeMap<String, String>,
    /// The text of the model.
    pub model: Vec<String>,
    /// The answers that had served.
    pub spent: Option<Vec<Spent>>,
}

/// A migration as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `0002_ville_obligatoire`
    pub name: String,
    /// The hash of the script that goes on.
    pub up: String,
    /// The hash of the script that goes back.
    pub down: String,
    /// The hash of the link before and of this one.
    pub chain: String,
}

/// A migration's files as they are on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// `0002_ville_obligatoire`
    pub name: String,
    /// The text of `….up.sql`.
    pub up: String,
    /// The text of `….down.sql`; none when it isn't there.
    pub down: Option<String>,
}

/// What is wrong between the chain and the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// Its text isn't what was written.
    Edited(String),
    /// It isn't there.
    Missing(String),
    /// The chain doesn't know it: another branch added it.
    Unknown(String),
    /// The lock itself was edited.
    Lock,
}

/// The SHA-256 of texts, in hexadecimal.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Lock {
    /// The lock of a model without migrations yet.
    pub fn begin(database: &str, keys: &str) -> Self {
        Lock {
            format: 1,
            database: database.to_owned(),
            keys: keys.to_owned(),
            locale: None,
            migrations: Vec::new(),
            hash: String::new(),
            next_id: 1,
            ids: BTreeMap::new(),
            model: Vec::new(),
            spent: None,
            before: None,
        }
    }

    /// This state, to which what is about to be added can be withdrawn.
    pub fn remember(&mut self) {
        self.before = Some(Box::new(Before {
            migrations: self.migrations.len(),
            keys: self.keys.clone(),
            locale: self.locale.clone(),
            next_id: self.next_id,
            ids: self.ids.clone(),
            model: self.model.clone(),
            spent: self.spent.clone(),
        }));
    }

    /// The lock before the last migration, and that migration's files by name; none where it isn't known any more.
    pub fn withdrawn(&self) -> Option<(Lock, Vec<String>)> {
        let Before { migrations, keys, locale, next_id, ids, model, spent } = *self.before.clone()?;
        let (kept, gone) = self.migrations.split_at_checked(migrations)?;
        let names = gone.iter().map(|link| link.name.clone()).collect();
        let mut lock =
            Lock { migrations: kept.to_vec(), keys, locale, next_id, ids, model, spent, before: None, ..self.clone() };
        lock.hash = lock.sum();
        Some((lock, names))
    }

    /// Reads a lock; of one that a merge left with its marks, the first side.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let lock: Lock = serde_json::from_str(&first_side(text)).map_err(|error| error.to_string())?;
        if lock.format == 1 { Ok(lock) } else { Err(format!("format {} is not known", lock.format)) }
    }

    /// As it stands on disk.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default() // strings and numbers: can't fail
    }

    /// The text of the model.
    pub fn text(&self) -> String {
        self.model.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The locale that names the columns, where it was noted.
    pub fn locale(&self) -> Option<Locale> {
        let noted = self.locale.as_deref()?;
        [Locale::Fr, Locale::En].into_iter().find(|locale| locale.code() == noted)
    }

    /// Adds a migration to the chain.
    pub fn add(&mut self, files: &Files) {
        let before = self.migrations.last().map(|link| link.chain.clone()).unwrap_or_default();
        let (up, down) = (hash(&[&files.up]), hash(&[files.down.as_deref().unwrap_or_default()]));
        let chain = hash(&[&before, &files.name, &up, &down]);
        self.migrations.push(Link { name: files.name.clone(), up, down, chain });
    }

    /// Takes a model as the one last migrated; items keep their ids.
    pub fn take(&mut self, text: &str, old: Option<(&Mcd, &Matching)>, new: &Mcd) {
        let before = std::mem::take(&mut self.ids);
        for (path, past) in items(new, old) {
            let id = past.and_then(|past| before.get(&past).cloned()).unwrap_or_else(|| {
                let id = format!("{}{}", path.chars().next().unwrap_or('i'), self.next_id);
                self.next_id += 1;
                id
            });
            self.ids.insert(path, id);
        }
        self.model = text.lines().map(str::to_owned).collect();
        self.locale = Some(new.crm.locale.code().to_owned());
        self.hash = self.sum();
    }

    fn sum(&self) -> String {
        let chain = self.migrations.last().map(|link| link.chain.as_str()).unwrap_or_default();
        let ids: String = self.ids.iter().map(|(path, id)| format!("{path}={id}\n")).collect();
        let text = self.text();
        let mut parts = vec![chain, &self.database, &self.keys, &ids, &text];
        let spent: Option<String> = self
            .spent
            .as_ref()
            .map(|lines| lines.iter().map(|spent| format!("{}={}\n", spent.line, spent.migration)).collect());
        parts.extend(spent.as_deref());
        parts.extend(self.locale.as_deref());
        hash(&parts)
    }

    /// What is wrong between the chain and the files, in the order of names.
    pub fn broken(&self, files: &[Files]) -> Vec<Broken> {
        let mut broken = Vec::new();
        if self.sum() != self.hash {
            broken.push(Broken::Lock);
        }
        for link in &self.migrations {
            match files.iter().find(|files| files.name == link.name) {
                None => broken.push(Broken::Missing(link.name.clone())),
                Some(files) => {
                    let down = files.down.as_ref().map(|down| hash(&[down]) == link.down);
                    if hash(&[&files.up]) != link.up || down == Some(false) {
                        broken.push(Broken::Edited(link.name.clone()));
                    } else if down.is_none() {
                        broken.push(Broken::Missing(format!("{}.down.sql", link.name)));
                    }
                }
            }
        }
        let unknown = files.iter().filter(|files| !self.migrations.iter().any(|link| link.name == files.name));
        broken.extend(unknown.map(|files| Broken::Unknown(files.name.clone())));
        broken
    }

    /// The number after the last: `0002`.
    pub fn next_number(&self) -> u32 {
        let number = |link: &Link| link.name.split('_').next().and_then(|digits| digits.parse::<u32>().ok());
        self.migrations.iter().filter_map(number).max().unwrap_or(0) + 1
    }
}

/// Of a text with marks of a merge, the first side of each conflict.
fn first_side(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut other = false;
    for line in text.lines() {
        match line.get(..7) {
            Some("<<<<<<<") => other = false,
            Some("=======") | Some("|||||||") => other = true,
            Some(">>>>>>>") => other = false,
            _ if other => {}
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// Every item of a model by its path, with the path it had.
fn items(new: &Mcd, old: Option<(&Mcd, &Matching)>) -> Vec<(String, Option<String>)> {
    let mut all = Vec::new();
    let owners = new
        .entities()
        .map(|(id, _)| Owner::Entity(id))
        .chain(new.relations().map(|(id, _)| Owner::Relation(id)))
        .collect::<Vec<_>>();
    for owner in owners {
        let past = old.and_then(|(mcd, matching)| Some(owner_path(mcd, matching.owner(owner)?)));
        all.push((owner_path(new, owner), past));
        if let Owner::Relation(relation) = owner {
            for index in 0..new.relation(relation).legs.len() {
                let leg = LegRef { relation, index };
                let past = old.and_then(|(mcd, matching)| Some(leg_path(mcd, *matching.legs.get(&leg)?)));
                all.push((leg_path(new, leg), past));
            }
        }
        for index in 0..new.fields(owner).len() {
            let field = FieldRef { owner, index };
            let past_field = old.and_then(|(_, matching)| matching.fields.get(&field).copied());
            let past = old.and_then(|(mcd, _)| Some(field_path(mcd, past_field?)));
            all.push((field_path(new, field), past));
            values(&mut all, new, field, old.map(|(mcd, _)| mcd).zip(past_field));
        }
    }
    all
}

fn values(all: &mut Vec<(String, Option<String>)>, new: &Mcd, field: FieldRef, old: Option<(&Mcd, FieldRef)>) {
    let Type::Enum(id) = &new.field(field).ty else { return };
    for value in &new.enumeration(*id).values {
        let name = value.was.as_ref().unwrap_or(&value.name);
        let past = old.map(|(mcd, past)| {
            let known = |name: &String| match &mcd.field(past).ty {
                Type::Enum(id) => mcd.enumeration(*id).values.iter().any(|value| value.name == *name),
                _ => false,
            };
            let name = if known(name) { name } else { &value.name };
            format!("value {}.{name}", field_path(mcd, past).trim_start_matches("field "))
        });
        all.push((format!("value {}.{}", field_path(new, field).trim_start_matches("field "), value.name), past));
    }
}

fn owner_path(mcd: &Mcd, owner: Owner) -> String {
    let word = if matches!(owner, Owner::Entity(_)) { "entity" } else { "relation" };
    format!("{word} {}", mcd.name(owner))
}

fn field_path(mcd: &Mcd, field: FieldRef) -> String {
    format!("field {}.{}", mcd.name(field.owner), mcd.field(field).name)
}

fn leg_path(mcd: &Mcd, leg: LegRef) -> String {
    format!("leg {}.{}", mcd.relation(leg.relation).name, mcd.leg(leg).navigation)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(name: &str, up: &str) -> Files {
        Files { name: name.into(), up: up.into(), down: Some("down".into()) }
    }

    fn lock() -> Lock {
        let mut lock = Lock::begin("sqlite", "integer");
        lock.add(&files("0001_initial", "a"));
        lock.add(&files("0002_b", "b"));
        lock.take("entity A {}\n", None, &Mcd::default());
        lock
    }

    #[test]
    fn what_was_written_is_read_back_and_edits_are_seen() {
        let lock = lock();
        assert_eq!(Lock::read(&lock.to_text()).unwrap(), lock);
        assert_eq!(lock.next_number(), 3);
        assert_eq!(lock.broken(&[files("0001_initial", "a"), files("0002_b", "b")]), []);
        assert_eq!(
            lock.broken(&[files("0001_initial", "x"), files("0002_c", "c")]),
            [Broken::Edited("0001_initial".into()), Broken::Missing("0002_b".into()), Broken::Unknown("0002_c".into())]
        );
        let edited = Lock { model: vec!["entity B {}".into()], ..lock };
        assert_eq!(edited.broken(&[files("0001_initial", "a"), files("0002_b", "b")]), [Broken::Lock]);
    }

    #[test]
    fn of_a_merge_with_marks_the_first_side_is_read() {
        let text = lock().to_text();
        let marked = text.replacen(
            "  \"format\": 1,\n",
            "<<<<<<< HEAD\n  \"format\": 1,\n=======\n  \"format\": 2,\n>>>>>>> theirs\n",
            1,
        );
        assert_eq!(Lock::read(&marked).unwrap(), lock());
    }
}
