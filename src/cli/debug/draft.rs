//! `merisier debug draft`: the conceptual draft of each case of a file, as JSON.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::cases::{self, Case, Order};
use crate::cli::terminal::{Exit, Outcome, Terminal};
use crate::normal::draft::{Clues, Draft, Entity, EntityAt, Kind, Question, Relation, draft};
use crate::normal::{AttrSet, Schema};

pub(super) fn run(path: &Path, terminal: Terminal) -> Outcome {
    let cases = cases::read(path, Order::File)?;
    let drafts: Vec<String> = cases.iter().map(|case| drafted(case).to_string()).collect();
    terminal.data(&super::json_list(&drafts))?;
    Ok(Exit::Done)
}

fn drafted(case: &Case) -> Value {
    let clues = Clues { nullable: case.nullable.clone(), ..Clues::from_names(&case.schema) };
    let draft = draft(&case.schema.all(), &case.fds, &clues);
    let telling = Telling { schema: &case.schema, draft: &draft };
    let mut value = Map::new();
    value.insert("id".into(), case.id.clone());
    value
        .insert("entities".into(), (0..).zip(&draft.entities).map(|(at, entity)| telling.entity(at, entity)).collect());
    value.insert("associations".into(), draft.relations.iter().map(|relation| telling.relation(relation)).collect());
    if !draft.questions.is_empty() {
        value.insert("questions".into(), draft.questions.iter().map(|question| telling.question(question)).collect());
    }
    Value::Object(value)
}

struct Telling<'a> {
    schema: &'a Schema,
    draft: &'a Draft,
}

impl Telling<'_> {
    fn names(&self, set: &AttrSet) -> Vec<&str> {
        let mut names = self.schema.names_of(set);
        names.sort_unstable();
        names
    }

    fn entity(&self, at: EntityAt, entity: &Entity) -> Value {
        let mut value = json!({ "id": self.names(&entity.identifier) });
        let Some(object) = value.as_object_mut() else { return value };
        let owners =
            entity.relative_to.iter().fold(AttrSet::new(), |all, at| all.union(&self.draft.whole_identifier(*at)));
        if !entity.relative_to.is_empty() {
            object.insert("relative_to".into(), json!(self.names(&owners)));
        }
        object.insert("attributes".into(), json!(self.names(&entity.fields)));
        match entity.relative_to.is_empty() {
            true => object.insert("alternate_keys".into(), self.sets(&entity.uniques)),
            false => object.insert("weak".into(), json!(true)),
        };
        if !entity.fds.is_empty() {
            let fds = entity.fds.iter().map(|fd| (self.names(&fd.left), self.names(&fd.right)));
            object.insert("fds".into(), json!(fds.collect::<Vec<_>>()));
        }
        if self.draft.questions.contains(&Question::CompositeIdentifier(at)) {
            object.insert("note".into(), json!("composite identifier: an artificial one, or an entity for each part?"));
        }
        value
    }

    fn relation(&self, relation: &Relation) -> Value {
        let kind = match relation.kind {
            Kind::Link => "CIF",
            Kind::Identification => "identifiant_relatif",
            Kind::Association => "association",
        };
        let mut legs: Vec<(Value, &str)> =
            relation.legs.iter().map(|leg| (self.end(leg.entity), leg.card.text())).collect();
        if relation.kind == Kind::Association {
            legs.sort_by_key(|(end, _)| end.to_string());
        }
        let mut value = json!({ "kind": kind, "legs": legs, "attributes": self.names(&relation.fields) });
        let Some(object) = value.as_object_mut() else { return value };
        if !relation.cifs.is_empty() && relation.legs.len() > 2 {
            let cifs = relation.cifs.iter().map(|fd| (self.names(&fd.left), self.names(&fd.right)));
            object.insert("cif".into(), json!(cifs.collect::<Vec<_>>()));
        } else if relation.kind == Kind::Association {
            object.insert("other_keys".into(), self.sets(&relation.other_keys));
        }
        value
    }

    /// An entity at the end of a leg: its identifier, alone if it is one attribute of an entity that isn't weak.
    fn end(&self, at: EntityAt) -> Value {
        let Some(entity) = self.draft.entities.get(at) else { return Value::Null };
        match (self.names(&entity.identifier).as_slice(), entity.relative_to.is_empty()) {
            ([name], true) => json!(name),
            (names, _) => json!(names),
        }
    }

    fn sets(&self, sets: &[AttrSet]) -> Value {
        json!(sets.iter().map(|set| self.names(set)).collect::<Vec<_>>())
    }

    fn question(&self, question: &Question) -> Value {
        let entity = |at: &EntityAt| self.names(&self.draft.whole_identifier(*at)).join(", ");
        json!(match question {
            Question::HowAreTheyRelated(attrs) => format!("how are {} related?", self.names(attrs).join(", ")),
            Question::IsItAnEntity(at) => format!("is {} an entity?", entity(at)),
            Question::CompositeIdentifier(at) => format!("has {} a better identifier?", entity(at)),
        })
    }
}
