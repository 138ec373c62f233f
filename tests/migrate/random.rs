//! Random pairs of models with random rows: up gives the schema of a fresh creation and keeps each value and link of what stays, down gives
//! every row back, up again the same.
//!
//! What is dropped is kept aside for the way back, and nothing else is: so rows that come back were not lost on the way. A few pairs
//! a run; `MERISIER_PAIRS=500` runs many, `MERISIER_SEED=n` one again.

use std::fmt::Write as _;

use merisier::mcd::{FieldRef, LegRef, Owner};
use merisier::mld::RelationHome;

use crate::bench::{Pair, Sound, dialect, down, planned, same_schema, sound, up};
use crate::introspect::{self, difference};
use crate::support::databases::{Database, Engine};

/// SplitMix64 (Steele, Lea, Flood): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What a type may become, of all values.
const WIDER: &[(usize, usize)] = &[(0, 4), (1, 0), (2, 0)];
const TYPES: &[&str] = &["text(20)", "integer", "date", "boolean", "longtext", "enum { rouge, vert }", "decimal(8, 2)"];
/// Each end of what a reference or a link may be.
const CARDS: &[&str] = &["0,1", "1,1", "0,n"];

#[derive(Clone)]
struct Field {
    name: String,
    ty: usize,
    required: bool,
    unique: bool,
    was: String,
}

#[derive(Clone)]
struct Entity {
    name: String,
    was: String,
    fields: Vec<Field>,
}

#[derive(Clone)]
struct Relation {
    name: String,
    was: String,
    /// Places of entities, in any order: two relations may make a circle.
    ends: (usize, usize),
    card: usize,
    field: bool,
}

#[derive(Clone)]
struct Model {
    entities: Vec<Entity>,
    relations: Vec<Relation>,
    names: usize,
    /// How many names the model before the change has.
    before: usize,
}

impl Model {
    fn random(random: &mut Random) -> Self {
        let mut model = Model { entities: Vec::new(), relations: Vec::new(), names: 0, before: 0 };
        for _ in 0..2 + random.below(3) {
            model.add_entity(random);
        }
        for _ in 0..1 + random.below(4) {
            model.add_relation(random);
        }
        model.before = model.names;
        model
    }

    /// Whether the name is of the model before the change.
    fn is_old(&self, name: &str) -> bool {
        name.trim_start_matches(|c: char| !c.is_ascii_digit())
            .parse::<usize>()
            .is_ok_and(|number| number <= self.before)
    }

    fn name(&mut self, start: &str) -> String {
        self.names += 1;
        format!("{start}{}", self.names)
    }

    fn add_entity(&mut self, random: &mut Random) {
        let name = self.name("E");
        let mut entity = Entity { name, was: String::new(), fields: Vec::new() };
        for _ in 0..1 + random.below(4) {
            entity.fields.push(self.field(random));
        }
        self.entities.push(entity);
    }

    fn field(&mut self, random: &mut Random) -> Field {
        let ty = random.below(TYPES.len());
        let unique = ty < 2 && random.chance(15);
        Field { name: self.name("f"), ty, required: random.chance(30), unique, was: String::new() }
    }

    fn add_relation(&mut self, random: &mut Random) {
        let first = random.below(self.entities.len());
        let second = random.below(self.entities.len());
        // A row whose reference leads to itself or to rows yet to come can't be required: it comes first without.
        let card = if first <= second { [0, 2][random.below(2)] } else { random.below(CARDS.len()) };
        let name = self.name("R");
        let field = random.chance(40);
        self.relations.push(Relation { name, was: String::new(), ends: (first, second), card, field });
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for entity in &self.entities {
            writeln!(text, "entity {}{} {{\n    numero serial identifier", entity.name, entity.was).unwrap();
            for field in &entity.fields {
                let required = if field.required { " required" } else { "" };
                let unique = if field.unique { " unique" } else { "" };
                writeln!(text, "    {} {}{required}{unique}{}", field.name, TYPES[field.ty], field.was).unwrap();
            }
            text.push_str("}\n");
        }
        for relation in &self.relations {
            let (a, b) = (&self.entities[relation.ends.0].name, &self.entities[relation.ends.1].name);
            let field = if relation.field { "    note text(20)\n" } else { "" };
            let card = CARDS[relation.card];
            writeln!(
                text,
                "relation {}{} {{\n    a: {a} {card}\n    b: {b} 0,n\n{field}}}",
                relation.name, relation.was
            )
            .unwrap();
        }
        text
    }

    /// One change, with the answers it needs.
    fn change(&mut self, random: &mut Random, answers: &mut String) {
        let at = random.below(self.entities.len());
        let owner = self.entities[at].name.clone();
        match random.below(12) {
            10 => {
                let index = random.below(self.entities[at].fields.len());
                let field = &mut self.entities[at].fields[index];
                let wider = WIDER.iter().find(|(from, _)| *from == field.ty && !field.unique);
                field.ty = wider.map_or(field.ty, |(_, to)| *to);
            }
            11 if self.entities.len() > 1 && self.entities[at].was.is_empty() => self.drop_entity(at, answers),
            0 => self.add_entity(random),
            1 => {
                self.add_relation(random);
                // A new reference that is required has nothing to hold in rows that exist: rightly refused.
                let new = self.relations.last_mut().unwrap();
                new.card = if new.card == 1 { 0 } else { new.card };
            }
            2 => {
                let mut field = self.field(random);
                (field.required, field.unique) = (false, false);
                self.entities[at].fields.push(field);
            }
            3 if self.entities[at].fields.len() > 1 => {
                let index = random.below(self.entities[at].fields.len());
                let field = self.entities[at].fields.remove(index);
                if field.was.is_empty() && self.entities[at].was.is_empty() {
                    writeln!(answers, "drop field {owner}.{}", field.name).unwrap();
                } else {
                    self.entities[at].fields.insert(index, field);
                }
            }
            4 => {
                let name = self.name("g");
                let index = random.below(self.entities[at].fields.len());
                let old = self.is_old(&self.entities[at].fields[index].name);
                let field = &mut self.entities[at].fields[index];
                if old && field.was.is_empty() {
                    field.was = format!(" was {}", field.name);
                    field.name = name;
                }
            }
            5 if self.is_old(&owner) && self.entities[at].was.is_empty() && !answers.contains(&format!("{owner}.")) => {
                let name = self.name("N");
                let entity = &mut self.entities[at];
                entity.was = format!(" was {}", entity.name);
                entity.name = name;
            }
            6 => {
                let index = random.below(self.entities[at].fields.len());
                self.entities[at].fields[index].required = false;
                self.entities[at].fields[index].unique = false;
            }
            7 if !self.relations.is_empty() => {
                let relation = self.relations.remove(random.below(self.relations.len()));
                // One that this very change added is dropped without a word; the answer then serves nothing.
                let old = relation.was.strip_prefix(" was ").unwrap_or(&relation.name);
                writeln!(answers, "drop relation {old}").unwrap();
            }
            8 if !self.relations.is_empty() => {
                let index = random.below(self.relations.len());
                // A link becomes links; the other way is guarded, and may rightly be refused.
                self.relations[index].card = 2;
            }
            9 if !self.relations.is_empty() => {
                let name = self.name("S");
                let index = random.below(self.relations.len());
                let old = self.is_old(&self.relations[index].name);
                let relation = &mut self.relations[index];
                if old && relation.was.is_empty() {
                    relation.was = format!(" was {}", relation.name);
                    relation.name = name;
                }
            }
            _ => {}
        }
    }

    /// An entity goes, and the relations on it with it.
    fn drop_entity(&mut self, at: usize, answers: &mut String) {
        let gone = self.entities.remove(at).name;
        if self.is_old(&gone) {
            writeln!(answers, "drop entity {gone}").unwrap();
        }
        self.relations.retain(|relation| relation.ends.0 != at && relation.ends.1 != at);
        for relation in &mut self.relations {
            let moved = |end: usize| if end > at { end - 1 } else { end };
            relation.ends = (moved(relation.ends.0), moved(relation.ends.1));
        }
    }

    /// Rows that the model takes in, in the order of the entities; then the references that lead to rows yet to come, and the links.
    fn rows(&self, random: &mut Random) -> String {
        let mut sql = String::new();
        for (at, entity) in self.entities.iter().enumerate() {
            for id in 1..=4_usize {
                let (mut names, mut values) = (vec!["id".to_owned()], vec![id.to_string()]);
                for field in &entity.fields {
                    if !field.required && random.chance(30) {
                        continue;
                    }
                    names.push(field.name.clone());
                    values.push(value(random, field, id));
                }
                let borne = |relation: &&Relation| relation.ends.0 == at && relation.ends.1 < at && relation.card < 2;
                for relation in self.relations.iter().filter(borne) {
                    if relation.card == 0 && random.chance(40) {
                        continue;
                    }
                    names.push(format!("{}_b_id", relation.name));
                    values.push((1 + random.below(4)).to_string());
                }
                writeln!(sql, "INSERT INTO {} ({}) VALUES ({});", entity.name, names.join(", "), values.join(", "))
                    .unwrap();
            }
        }
        for relation in &self.relations {
            self.links(relation, random, &mut sql);
        }
        sql.to_lowercase()
    }

    fn links(&self, relation: &Relation, random: &mut Random, sql: &mut String) {
        let (name, (first, second)) = (&relation.name, relation.ends);
        for (from, to) in (1..=4).flat_map(|from| (1..=4).map(move |to| (from, to))) {
            if random.chance(60) {
                continue;
            }
            if relation.card == 2 {
                writeln!(sql, "INSERT INTO {name} ({name}_a_id, {name}_b_id) VALUES ({from}, {to});").unwrap();
            } else if relation.card == 0 && second >= first {
                let table = &self.entities[first].name;
                writeln!(sql, "UPDATE {table} SET {name}_b_id = {to} WHERE id = {from};").unwrap();
            }
        }
    }
}

fn value(random: &mut Random, field: &Field, id: usize) -> String {
    match field.ty {
        0 if field.unique => format!("'u{id}'"),
        1 if field.unique => id.to_string(),
        0 | 4 => format!("'t{}'", random.below(5)),
        1 => random.below(100).to_string(),
        2 => format!("'2024-01-{:02}'", 1 + random.below(28)),
        3 => ["true", "false"][random.below(2)].to_owned(),
        5 => ["'rouge'", "'vert'"][random.below(2)].to_owned(),
        _ => random.below(9).to_string(),
    }
}

fn pairs(engine: Engine, few: u64) {
    let many = std::env::var("MERISIER_PAIRS").ok().and_then(|text| text.parse().ok());
    let one = std::env::var("MERISIER_SEED").ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = one.map_or(0..many.unwrap_or(few), |seed| seed..seed + 1);
    let pair = Pair::new(engine);
    for seed in seeds {
        one_pair(seed, &pair);
    }
}

fn one_pair(seed: u64, pair: &Pair) {
    let mut random = Random(seed);
    let before = Model::random(&mut random);
    let (mut after, mut answers) = (before.clone(), String::new());
    for _ in 0..1 + random.below(6) {
        after.change(&mut random, &mut answers);
    }
    let (old, new) = (sound(&before.text()), sound(&after.text()));
    let engine = pair.work.engine();
    println!("{engine} MERISIER_SEED={seed}\n{}\n{}\n{answers}", before.text(), after.text());
    let plan = planned(&before.text(), &new, &answers, engine);
    assert!(plan.difference.is_answered(), "{:#?}", plan.difference.problems);
    let (expected_old, expected_new) = (pair.expected(&old), pair.expected(&new));
    let database = &pair.work;
    old.create_in(database);
    let data = references_by_name(&before.rows(&mut random), &old);
    database.run(&format!("BEGIN;\n{data}\nCOMMIT;")).unwrap_or_else(|refusal| panic!("{}\n{data}", refusal.whole));
    let start = introspect::rows(database, &old.mld, dialect(engine));
    let kept = survivors(&after, database, &old, &Side::Before);
    up(database, &plan.steps).unwrap_or_else(|refusal| panic!("up: {}", refusal.whole));
    same_schema("up", database, &expected_new);
    let found = survivors(&after, database, &new, &Side::After);
    assert!(kept == found, "up: other values\n{}", difference(&kept, &found));
    let there = introspect::rows(database, &new.mld, dialect(engine));
    down(database, &plan.steps).unwrap_or_else(|refusal| panic!("down: {}", refusal.whole));
    same_schema("down", database, &expected_old);
    let back = introspect::rows(database, &old.mld, dialect(engine));
    assert!(start == back, "down: other rows\n{}", difference(&start, &back));
    up(database, &plan.steps).unwrap_or_else(|refusal| panic!("up again: {}", refusal.whole));
    let again = introspect::rows(database, &new.mld, dialect(engine));
    assert!(there == again, "up again: other rows\n{}", difference(&there, &again));
}

enum Side {
    Before,
    After,
}

/// All values and links that the change leaves: those of fields and relations of the model after that were in the model before.
fn survivors(after: &Model, database: &Database, sound: &Sound, side: &Side) -> Vec<String> {
    let origin = |name: &str, was: &str| was.strip_prefix(" was ").unwrap_or(name).to_owned();
    let named = |name: &str, was: &str| match side {
        Side::Before => origin(name, was),
        Side::After => name.to_owned(),
    };
    let (mcd, mld) = (&sound.checked.mcd, &sound.mld);
    let mut lines = Vec::new();
    for entity in after.entities.iter().filter(|entity| after.is_old(&origin(&entity.name, &entity.was))) {
        let (id, data) = mcd.entities().find(|(_, one)| one.name == named(&entity.name, &entity.was)).unwrap();
        for field in entity.fields.iter().filter(|field| after.is_old(&origin(&field.name, &field.was))) {
            let index = data.fields.iter().position(|one| one.name == named(&field.name, &field.was)).unwrap();
            let home = &mld.field_homes(FieldRef { owner: Owner::Entity(id), index })[0];
            let query = format!(
                "SELECT id, {} FROM {}",
                mld.column_name(home.table, home.columns[0]),
                mld.table(home.table).name
            );
            lines.extend(told(database, &query, &format!("{}.{}", entity.name, field.name)));
        }
    }
    for relation in after.relations.iter().filter(|relation| after.is_old(&origin(&relation.name, &relation.was))) {
        let (id, _) = mcd.relations().find(|(_, one)| one.name == named(&relation.name, &relation.was)).unwrap();
        let query = match mld.relation(id) {
            RelationHome::Table { table, legs } => {
                let [a, b] = [0, 1].map(|leg| mld.column_name(*table, legs[leg][0]));
                format!("SELECT {a}, {b} FROM {}", mld.table(*table).name)
            }
            RelationHome::Columns { table, legs, .. } => {
                let to = mld.column_name(*table, legs[1][0]);
                format!("SELECT id, {to} FROM {} WHERE {to} IS NOT NULL", mld.table(*table).name)
            }
            RelationHome::Nowhere => continue,
        };
        lines.extend(told(database, &query, &relation.name));
    }
    lines.sort();
    lines
}

/// Rows as text; numbers without the zeros that a type adds.
fn told(database: &Database, query: &str, of: &str) -> Vec<String> {
    let rows = database.rows(query).unwrap_or_else(|refusal| panic!("{query}\n{}", refusal.whole));
    let cell = |cell: Option<String>| match cell {
        Some(text) => text.parse::<f64>().map_or(text, |number| number.to_string()),
        None => "-".to_owned(),
    };
    rows.into_iter().map(|row| format!("{of}: {}", row.into_iter().map(cell).collect::<Vec<_>>().join(" "))).collect()
}

/// Rows name a reference by its relation; the tables have names of their own for it.
fn references_by_name(rows: &str, model: &Sound) -> String {
    let mut rows = rows.to_owned();
    for (id, relation) in model.checked.mcd.relations() {
        for (index, role) in ["a", "b"].into_iter().enumerate() {
            let Some(column) = model.mld.leg_column(LegRef { relation: id, index }) else { continue };
            let name = model.mld.column_name(column.table, column.index);
            rows = rows.replace(&format!("{}_{role}_id", relation.name.to_lowercase()), name);
        }
    }
    rows
}

#[test]
fn random_pairs_go_up_and_down_on_sqlite() {
    pairs(Engine::Sqlite, 25);
}

#[test]
fn random_pairs_go_up_and_down_on_postgres() {
    pairs(Engine::Postgres, 5);
}

#[test]
fn random_pairs_go_up_and_down_on_mariadb() {
    pairs(Engine::Mariadb, 5);
}
