//! Files of records: a JSON object a line, as `{"key": "C1", "from": "clients.csv:2", "values": {"name": "Durand", "seller": "S2"}}`.
//!
//! A reference is the key of another record, of any file. `from` is where the record comes from, for whoever mends it; `at` where a value does
//! that comes from elsewhere, and the headings of the columns are in `01-client.columns.json`. Writes nothing.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::core::entity::Clock;
use crate::core::errors::Errors;
use crate::core::key::Key;
use crate::core::locale::Locale;
use crate::core::meta::Rule;
use crate::core::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use crate::core::parse;
use crate::core::save::Target;
use crate::core::value::{Value, Values};

/// A file, and a line of it, both from 0.
pub type Place = (usize, usize);

/// What a file is about.
#[derive(Clone, Copy)]
pub enum Subject<'m> {
    Entity(&'m EntityInfo),
    Relation(&'m RelationInfo),
}

impl<'m> Subject<'m> {
    /// By its name in the model, as in `01-client.jsonl`.
    fn of_file(model: &'m Model, path: &Path) -> Option<Subject<'m>> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = stem.split_once('-').map_or(&*stem, |(_, name)| name);
        let entity = model.named(name).map(Subject::Entity);
        entity.or_else(|| model.relation_named(name).map(Subject::Relation))
    }

    pub fn fields(&self) -> &'m [FieldInfo] {
        match self {
            Subject::Entity(entity) => &entity.fields,
            Subject::Relation(relation) => &relation.fields,
        }
    }

    pub fn label(&self) -> &'static str {
        match self {
            Subject::Entity(entity) => entity.meta.plural,
            Subject::Relation(relation) => relation.meta.label,
        }
    }

    /// The label of a field; nothing for what is none.
    pub fn label_of(&self, name: &str) -> &'static str {
        let field = self.fields().iter().find(|field| field.name == name);
        field.map_or("", |field| field.label)
    }

    /// The rules over one record, those of its supertypes too.
    pub fn rules(&self, model: &'m Model) -> Vec<&'static Rule> {
        match self {
            Subject::Entity(entity) => model.rules(entity).collect(),
            Subject::Relation(relation) => relation.meta.rules.to_vec(),
        }
    }

    /// Adds what these rules say of values.
    pub fn check(&self, model: &Model, values: &Values, clock: &Clock, errors: &mut Errors) {
        match self {
            Subject::Entity(entity) => {
                for link in entity.chain.iter().filter_map(|index| model.entities.get(*index)) {
                    link.code.check(values, clock, errors);
                }
            }
            Subject::Relation(relation) => relation.code.check(values, clock, errors),
        }
    }

    fn empty(&self) -> Values {
        match self {
            Subject::Entity(entity) => Values::empty(&entity.names),
            Subject::Relation(relation) => Values::empty(&relation.names),
        }
    }
}

/// A file of records of one entity or relation, read whole.
pub struct File<'m> {
    pub path: PathBuf,
    pub subject: Subject<'m>,
    lines: Vec<String>,
    /// By file of the firm and field, the heading of its column.
    columns: HashMap<String, HashMap<String, String>>,
}

impl<'m> File<'m> {
    /// Every line of it is a record; the message of an error says where one isn't.
    pub fn read(model: &'m Model, path: &Path) -> Result<File<'m>, String> {
        let shown = path.display().to_string();
        let subject = Subject::of_file(model, path).ok_or_else(|| model.locale.say("import.unknown", &[("file", &shown)]))?;
        let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if let Some(bad) = lines.iter().position(|line| Row::read(line).is_none()) {
            let line = (bad + 1).to_string();
            return Err(model.locale.say("import.line", &[("file", &shown), ("line", &line)]));
        }
        Ok(File {
            path: path.to_owned(),
            subject,
            lines,
            columns: columns(path),
        })
    }

    /// Where a value of a row is to be mended: file, row, and column; the field's label where no heading is known.
    pub fn origin<'r>(&'r self, row: &'r Row, field: &str) -> [&'r str; 3] {
        let place = row.at.get(field).and_then(Json::as_str).unwrap_or(&row.from);
        let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
        let heading = self.columns.get(file).and_then(|headings| headings.get(field));
        [file, line, heading.map_or_else(|| self.subject.label_of(field), String::as_str)]
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn row(&self, line: usize) -> Option<Row> {
        self.lines.get(line).and_then(|line| Row::read(line))
    }
}

/// The headings that stand beside a file; none where there is no such file.
fn columns(path: &Path) -> HashMap<String, HashMap<String, String>> {
    let text = fs::read_to_string(path.with_extension("columns.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// One line of a file.
#[derive(Default)]
pub struct Row {
    pub key: String,
    pub from: String,
    at: serde_json::Map<String, Json>,
    values: serde_json::Map<String, Json>,
}

impl Row {
    fn read(line: &str) -> Option<Row> {
        let Ok(Json::Object(mut row)) = serde_json::from_str(line) else {
            return None;
        };
        let text = |name: &str| row.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let (key, from) = (text("key"), text("from"));
        let at = match row.remove("at") {
            Some(Json::Object(at)) => at,
            _ => serde_json::Map::new(),
        };
        match row.remove("values") {
            Some(Json::Object(values)) => Some(Row {
                key,
                from,
                at,
                values,
            }),
            _ => None,
        }
    }

    /// A value as it was written.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Json::as_str).unwrap_or_default()
    }
}

/// The ids of the records imported so far, by entity and key.
#[derive(Debug, Default)]
pub struct Keys(HashMap<(usize, String), Key>);

impl Keys {
    /// A record is one of its entity's supertypes too.
    pub fn add(&mut self, entity: &EntityInfo, key: &str, id: Key) {
        for place in &entity.chain {
            self.0.insert((*place, key.to_owned()), id);
        }
    }

    /// Which record a row is for: where subtypes overlap, the one that a row of another subtype brought in; else a new one.
    pub fn target(&self, entity: &EntityInfo, key: &str) -> Target {
        let known = entity
            .overlaps_in
            .and_then(|from| Some((from, self.find(from, key)?)));
        known.map_or(Target::New, |(from, id)| Target::Adopted {
            id,
            version: None,
            from,
        })
    }

    fn find(&self, entity: usize, key: &str) -> Option<Key> {
        self.0.get(&(entity, key.to_owned())).copied()
    }
}

/// A reference to a record that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub field: &'static str,
    pub entity: usize,
    pub key: String,
    /// Whether the record can be written without it.
    pub can_wait: bool,
}

/// A value that its field can't take, and that the record can do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub field: &'static str,
    pub reason: String,
}

/// A row's values, and what is wrong with them.
pub struct Typed {
    pub values: Values,
    pub errors: Errors,
    /// Left empty in the values.
    pub missing: Vec<Missing>,
    /// Left empty in the values, and not waited for.
    pub left_out: Vec<LeftOut>,
}

impl Typed {
    /// Takes a value away where the record can do without it; tells whether it could.
    pub fn leave_out(&mut self, field: &FieldInfo, reason: String) -> bool {
        let can = can_be_empty(field);
        if can {
            self.values.set(field.name, Value::Null);
            self.left_out.push(LeftOut {
                field: field.name,
                reason,
            });
        }
        can
    }

    /// Does without the references that no row brings in.
    pub fn leave_out_missing(&mut self, locale: &Locale) {
        for missing in self.missing.extract_if(.., |missing| missing.can_wait) {
            let reason = locale.say("import.missing", &[("key", &missing.key)]);
            self.left_out.push(LeftOut {
                field: missing.field,
                reason,
            });
        }
    }
}

fn can_be_empty(field: &FieldInfo) -> bool {
    !field.required && !field.identifier
}

/// Reads the values of a row, its references by the keys known so far; what can't be read and can be missed is left out.
pub fn typed(model: &Model, subject: Subject<'_>, row: &Row, keys: &Keys) -> Typed {
    let mut typed = Typed {
        values: subject.empty(),
        errors: Errors::default(),
        missing: Vec::new(),
        left_out: Vec::new(),
    };
    let fields = subject.fields().iter().enumerate();
    for (position, field) in fields.filter(|(_, field)| !field.is_given()) {
        let Some(raw) = row.values.get(field.name) else {
            continue;
        };
        match (field.target, raw.as_str()) {
            (Some(_), None | Some("")) => {}
            (Some(target), Some(key)) => match keys.find(target, key) {
                Some(id) => typed.values.set_at(position, Value::from(id)),
                None => typed.missing.push(Missing {
                    field: field.name,
                    entity: target,
                    key: key.to_owned(),
                    can_wait: can_be_empty(field) && matches!(subject, Subject::Entity(_)),
                }),
            },
            (None, _) => match parse::json(field, &model.locale, raw) {
                Ok(value) => typed.values.set_at(position, value),
                Err(message) if can_be_empty(field) => drop(typed.leave_out(field, message)),
                Err(message) => typed.errors.add(field.name, message),
            },
        }
    }
    typed
}
