//! Demonstration data: plausible, coherent, always the same, and held to every rule since it is saved as anything else is.
//!
//! Records are made entity by entity in the order of their needs. One that breaks a rule is mended; if it is refused all the same, it is
//! tried again with other values, as of today, then with only what is required; if it is still refused, the reason is told.

mod pattern;
mod plan;
mod random;
mod repair;
mod values;
mod words;

use chrono::Duration;

use super::db::{Db, DbError, Tx};
use super::entity::Clock;
use super::errors::{Errors, Failure};
use super::form::initial;
use super::key::Key;
use super::kind::Kind;
use super::members::{Member, in_place};
use super::meta::{Initial, Members};
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::parse;
use super::refusal;
use super::save::{self, Target};
use super::validate::{Input, validate};
use super::value::{Value, Values};
use random::Random;
use repair::{Row, repair};
use values::Subject;
use words::{ENGLISH, FRENCH, Words};

/// Records of the largest entities unless said.
const ROWS: u64 = 60;
/// Days over which records are spread, up to today.
const SPAN: i64 = 540;
const SEED: u64 = 20_261_121;
const ATTEMPTS: u32 = 12;
/// Records in one transaction.
const BATCH: u64 = 1_000;

/// Fills an empty database; tells what it did, and what it could not.
pub async fn fill(db: &Db, model: &Model, rows: Option<u64>) -> Result<(), String> {
    for entity in &model.entities {
        let sql = format!("SELECT r.__id FROM ({}) AS r LIMIT 1", entity.meta.sql.select);
        if !db.query(&sql, &[]).await.map_err(explain)?.is_empty() {
            println!("{}", model.locale.say("cli.not_empty", &[]));
            return Ok(());
        }
    }
    let mut maker = Maker {
        model,
        words: if model.locale.french() { &FRENCH } else { &ENGLISH },
        random: Random::new(SEED),
        ids: vec![Vec::new(); model.entities.len()],
        free: vec![0; model.entities.len()],
        turn: 0,
        without: None,
        depth: 0,
    };
    for (index, count) in plan::plan(model, rows.unwrap_or(ROWS)) {
        if let Some(entity) = model.entities.get(index) {
            let (made, refusal) = maker.entity(db, entity, count).await.map_err(explain)?;
            println!(
                "{}",
                model
                    .locale
                    .say("cli.seeded", &[("count", &made.to_string()), ("entity", entity.meta.plural)])
            );
            if let Some(refusal) = refusal.filter(|_| made < count) {
                eprintln!("{}: {made}/{count} — {refusal}", entity.meta.plural);
            }
        }
    }
    Ok(())
}

fn explain(error: DbError) -> String {
    format!("{error:?}")
}

struct Maker<'a> {
    model: &'a Model,
    words: &'static Words,
    random: Random,
    /// Ids made so far, by entity; a subtype's are its supertypes' too.
    ids: Vec<Vec<Key>>,
    /// By entity, how many of its records were chosen as members.
    free: Vec<usize>,
    /// Goes round the records of other legs, so that each takes part.
    turn: usize,
    /// The relation whose rows a record is made without: another one brings them.
    without: Option<&'static str>,
    /// Records being made within one another: MariaDB has one savepoint of a name.
    depth: usize,
}

impl Maker<'_> {
    /// Makes so many records; gives how many were made, and the last refusal.
    async fn entity(&mut self, db: &Db, entity: &EntityInfo, count: u64) -> Result<(u64, Option<String>), DbError> {
        let (mut made, mut index) = (0, 0);
        let mut refusal = None;
        // Sisters have their identifiers in common.
        let sisters = self.ids.get(entity.root()).map_or(0, |ids| ids.len() as u64);
        while index < count {
            let mut tx = db.begin().await?;
            for _ in 0..BATCH.min(count - index) {
                let clock = self.clock(index, count);
                match self.record(&mut tx, entity, sisters + index, clock, None).await? {
                    Ok(_) => made += 1,
                    Err(message) => refusal = Some(message),
                }
                index += 1;
                // What is refused ten times in a row will be to the end.
                if made == 0 && index >= 10 {
                    tx.commit().await?;
                    return Ok((made, refusal));
                }
            }
            tx.commit().await?;
        }
        Ok((made, refusal))
    }

    /// The day a record was made: from long ago to today, in order, so that numbers follow dates.
    fn clock(&self, index: u64, count: u64) -> Clock {
        let now = self.model.locale.clock();
        let back = SPAN - SPAN * i64::try_from(index + 1).unwrap_or(0) / i64::try_from(count).unwrap_or(1).max(1);
        let ago = Duration::days(back) + Duration::minutes(back % 480);
        Clock {
            now: now.now - ago,
            today: now.today - Duration::days(back),
            zone: now.zone,
        }
    }

    /// One record, with those that it needs and that need it, where there is none yet. The error is why it was refused.
    async fn record(&mut self, tx: &mut Tx, entity: &EntityInfo, index: u64, clock: Clock, link: Option<(&str, Key)>) -> Result<Result<Key, String>, DbError> {
        let missing = self.missing(entity);
        if missing.is_empty() {
            return self.attempts(tx, entity, index, clock, link).await;
        }
        let before = self.ids.clone();
        let savepoint = format!("begun_{}", self.depth);
        tx.execute(&format!("SAVEPOINT {savepoint}"), &[]).await?;
        let made = match self.begin(tx, &missing, &clock).await {
            Ok(begun) => match self.attempts(tx, entity, index, clock, link).await? {
                Ok(id) => self.judge(tx, &begun).await?.map(|()| id),
                refused => refused,
            },
            Err(Failure::Database(error)) => return Err(error),
            Err(failure) => Err(format!("{failure:?}")),
        };
        let end = if made.is_ok() {
            "RELEASE"
        } else {
            self.ids = before;
            "ROLLBACK TO"
        };
        tx.execute(&format!("{end} SAVEPOINT {savepoint}"), &[]).await?;
        Ok(made)
    }

    /// The entities without a record that one of this entity must be linked with: each with the relation.
    fn missing(&self, entity: &EntityInfo) -> Vec<(usize, &'static str)> {
        let mut missing = Vec::new();
        for lines in &entity.lines {
            let Some(relation) = self.model.relation_named(lines.relation) else {
                continue;
            };
            let min = relation
                .meta
                .legs
                .iter()
                .find(|leg| leg.name == lines.leg)
                .map_or(0, |leg| leg.min);
            let others = relation
                .fields
                .iter()
                .filter(|field| field.name != lines.leg && min > 0);
            for target in others.filter_map(|field| field.target) {
                let none = self.ids.get(target).is_some_and(Vec::is_empty);
                if none && !entity.chain.contains(&target) {
                    missing.push((target, lines.relation));
                }
            }
        }
        missing
    }

    /// One record of each, without its rows in the relation: whether they may be so is judged once those are there.
    async fn begin(&mut self, tx: &mut Tx, missing: &[(usize, &'static str)], clock: &Clock) -> Result<Vec<(usize, Key, Values)>, Failure> {
        let mut begun = Vec::new();
        for (place, relation) in missing {
            let Some(entity) = self.model.entities.get(*place) else {
                continue;
            };
            self.without = Some(*relation);
            let input = self.input(entity, 0, clock, true, None);
            self.without = None;
            let Some(mut input) = input else {
                continue;
            };
            self.mend(entity, &mut input, clock, "");
            let id = save::write_unjudged(tx, self.model, entity, Target::New, &input, clock).await?;
            for place in &entity.chain {
                if let Some(ids) = self.ids.get_mut(*place) {
                    ids.push(id);
                }
            }
            begun.push((entity.index, id, input.values));
        }
        Ok(begun)
    }

    async fn judge(&mut self, tx: &mut Tx, begun: &[(usize, Key, Values)]) -> Result<Result<(), String>, DbError> {
        for (place, id, values) in begun {
            let Some(entity) = self.model.entities.get(*place) else {
                continue;
            };
            match save::judge(tx, self.model, entity, *id, values).await {
                Ok(()) => {}
                Err(Failure::Database(error)) => return Err(error),
                Err(Failure::Refused(errors)) => return Ok(Err(told(&errors))),
                Err(failure) => return Ok(Err(format!("{failure:?}"))),
            }
        }
        Ok(Ok(()))
    }

    /// One record, tried with several values; `link` fixes a reference. The error is why it was refused.
    async fn attempts(
        &mut self,
        tx: &mut Tx,
        entity: &EntityInfo,
        index: u64,
        clock: Clock,
        link: Option<(&str, Key)>,
    ) -> Result<Result<Key, String>, DbError> {
        let mut reason = String::new();
        for attempt in 0..ATTEMPTS {
            let bare = attempt >= ATTEMPTS / 2;
            // The database's own clock is today's.
            let clock = if attempt % 3 == 2 {
                self.model.locale.clock()
            } else {
                clock
            };
            let Some(mut input) = self.input(entity, index, &clock, bare, link) else {
                let reason = if reason.is_empty() {
                    self.model.locale.say("cli.nothing_left", &[])
                } else {
                    reason
                };
                return Ok(Err(reason));
            };
            self.mend(entity, &mut input, &clock, link.map_or("", |(name, _)| name));
            let mut errors = Errors::default();
            validate(self.model, entity, &input, false, &clock, &mut errors);
            if !errors.is_empty() {
                reason = told(&errors);
                continue;
            }
            let savepoint = format!("demo_{}", self.depth);
            tx.execute(&format!("SAVEPOINT {savepoint}"), &[]).await?;
            self.depth += 1;
            let saved = match self.save(tx, entity, &input, index, &clock).await {
                Ok(id) => save::settle(tx, self.model).await.map(|()| id),
                Err(failure) => Err(failure),
            };
            self.depth -= 1;
            match saved {
                Ok(id) => {
                    tx.execute(&format!("RELEASE SAVEPOINT {savepoint}"), &[]).await?;
                    for place in &entity.chain {
                        if let Some(ids) = self.ids.get_mut(*place) {
                            ids.push(id);
                        }
                    }
                    return Ok(Ok(id));
                }
                Err(Failure::Refused(errors)) => reason = told(&errors),
                Err(Failure::Database(DbError::Violation(violation))) => reason = told(&refusal::explain(self.model, entity, &input, &violation)),
                Err(Failure::Database(error)) => return Err(error),
                Err(other) => reason = format!("{other:?}"),
            }
            tx.execute(&format!("ROLLBACK TO SAVEPOINT {savepoint}"), &[]).await?;
        }
        Ok(Err(reason))
    }

    /// Other values, where the rules over one row don't hold of these: of the record, of its lines, of the members written with it.
    fn mend(&mut self, entity: &EntityInfo, input: &mut Input, clock: &Clock, fixed: &str) {
        self.mend_record(entity, &mut input.values, clock, fixed);
        for (lines, rows) in entity.lines.iter().zip(&mut input.lines) {
            let Some(relation) = self.model.relation_named(lines.relation) else {
                continue;
            };
            let judge = |values: &Values| {
                let mut errors = Errors::default();
                relation.code.check(values, clock, &mut errors);
                errors
            };
            let row = Row {
                fields: &relation.fields,
                rules: relation.meta.rules.to_vec(),
                judge: &judge,
                fixed: lines.leg,
            };
            for values in rows.iter_mut().flatten() {
                repair(&row, values, clock, &self.model.locale, &mut self.random);
            }
        }
        for (members, rows) in entity.members.iter().zip(&mut input.members) {
            if let Some(member) = in_place(self.model, members) {
                for values in rows.iter_mut().flatten().filter_map(|row| row.values.as_mut()) {
                    self.mend_record(member, values, clock, members.field);
                }
            }
        }
    }

    fn mend_record(&mut self, entity: &EntityInfo, values: &mut Values, clock: &Clock, fixed: &str) {
        let chain: Vec<&EntityInfo> = entity
            .chain
            .iter()
            .filter_map(|place| self.model.entities.get(*place))
            .collect();
        let judge = |values: &Values| {
            let mut errors = Errors::default();
            for link in &chain {
                link.code.check(values, clock, &mut errors);
            }
            errors
        };
        let row = Row {
            fields: &entity.fields,
            rules: chain
                .iter()
                .flat_map(|link| link.meta.rules.iter().copied())
                .collect(),
            judge: &judge,
            fixed,
        };
        repair(&row, values, clock, &self.model.locale, &mut self.random);
    }

    /// Saves a record, and the members that can't be without it.
    async fn save(&mut self, tx: &mut Tx, entity: &EntityInfo, input: &Input, index: u64, clock: &Clock) -> Result<Key, Failure> {
        // A database that defers nothing is asked once the members that come apart are there.
        let apart = |(members, chosen): (&&'static Members, &Option<Vec<Member>>)| chosen.is_none() && members.min > 0;
        let later = entity.members.iter().zip(&input.members).any(apart);
        let id = if later {
            save::write_unjudged(tx, self.model, entity, Target::New, input, clock).await?
        } else {
            save::write(tx, self.model, entity, Target::New, input, clock).await?
        };
        for members in &entity.members {
            if let Some(member) = in_place(self.model, members) {
                for (id, _) in super::record::members(tx, self.model, members, id).await? {
                    self.ids
                        .get_mut(member.index)
                        .into_iter()
                        .for_each(|ids| ids.push(id));
                }
            }
        }
        for (members, chosen) in entity.members.iter().zip(&input.members) {
            let Some(member) = self.model.named(members.entity).filter(|_| chosen.is_none()) else {
                continue;
            };
            let member = self.model.entities.get(member.index).unwrap_or(member);
            for extra in 0..u64::from(members.min) {
                let number = index * u64::from(members.min) + extra + 1_000_000;
                if let Err(reason) = Box::pin(self.record(tx, member, number, *clock, Some((members.field, id)))).await? {
                    let mut errors = Errors::default();
                    errors.add(members.name, reason);
                    return Err(Failure::Refused(errors));
                }
            }
        }
        if later {
            save::judge(tx, self.model, entity, id, &input.values).await?;
        }
        Ok(id)
    }

    /// The values of a record; none when something it needs does not exist. `bare`: only what is required.
    fn input(&mut self, entity: &EntityInfo, index: u64, clock: &Clock, bare: bool, link: Option<(&str, Key)>) -> Option<Input> {
        let mut input = Input::empty(entity);
        let mut subject = Subject::new(entity.meta.name, &entity.fields, index, *clock, self.words, &mut self.random);
        for (position, field) in entity
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.is_given())
        {
            let value = match link {
                Some((name, id)) if name == field.name => Value::from(id),
                _ if field.target.is_some() => self.reference(entity, field, index, bare)?,
                _ => self.value(field, &mut subject, clock, bare),
            };
            input.values.set_at(position, value);
        }
        self.agree(entity, &mut input, &mut subject, clock);
        for (slot, lines) in input.lines.iter_mut().zip(&entity.lines) {
            if let Some(relation) = self
                .model
                .relation_named(lines.relation)
                .filter(|_| self.without != Some(lines.relation))
            {
                *slot = Some(self.lines(relation, lines.leg, clock, bare)?);
            }
        }
        for (slot, members) in input.members.iter_mut().zip(&entity.members) {
            let member = self.model.named(members.entity)?;
            if in_place(self.model, members).is_some() {
                let mut rows = Vec::new();
                for extra in 0..u64::from(members.min) {
                    let number = index * u64::from(members.min) + extra + 1_000_000;
                    let member = self.model.entities.get(member.index)?;
                    let written = self.input(member, number, clock, bare, Some((members.field, Key::NONE)))?;
                    rows.push(Member {
                        id: None,
                        values: Some(written.values),
                    });
                }
                *slot = Some(rows);
            } else if member.field(members.field).is_some_and(|field| !field.required) {
                *slot = Some(self.members(member.index, members)?);
            }
        }
        Some(input)
    }

    /// A day named after a state is known once it is reached: `faite` goes with `etat = faite`, and with no other.
    fn agree(&mut self, entity: &EntityInfo, input: &mut Input, subject: &mut Subject, clock: &Clock) {
        let states: Vec<(usize, &'static str)> = entity
            .fields
            .iter()
            .enumerate()
            .filter_map(|(position, field)| {
                let code = input.values.at(position).as_text()?;
                let choice = field.kind.choices().iter().find(|choice| choice.code == code)?;
                Some((position, choice.code))
            })
            .collect();
        for (position, field) in entity.fields.iter().enumerate() {
            let is_day = matches!(field.kind, Kind::Date | Kind::DateTime) && !field.required && !field.is_given();
            let named = |(state, _): &&(usize, &'static str)| {
                let choices = entity
                    .fields
                    .get(*state)
                    .map_or(&[][..], |state| state.kind.choices());
                choices.iter().any(|choice| choice.code == field.name)
            };
            let Some((_, code)) = states.iter().find(named).filter(|_| is_day) else {
                continue;
            };
            if *code != field.name {
                input.values.set_at(position, Value::Null);
            } else if input.values.at(position).is_null() {
                let text = values::text(field, subject, self.words, &mut self.random);
                let day = text.and_then(|text| parse::text(field, &self.model.locale, &text).ok());
                input
                    .values
                    .set_at(position, day.unwrap_or(initial(field, &self.model.locale, clock)));
            }
        }
    }

    fn value(&mut self, field: &FieldInfo, subject: &mut Subject, clock: &Clock, bare: bool) -> Value {
        let needed = field.required || field.identifier;
        let keeps_initial = field.initial != Initial::Empty && (bare || matches!(field.initial, Initial::Today | Initial::Now) || self.random.chance(40));
        if keeps_initial {
            return initial(field, &self.model.locale, clock);
        }
        if !needed && (bare || field.hidden || self.random.chance(values::emptiness(field))) {
            return Value::Null;
        }
        let text = values::text(field, subject, self.words, &mut self.random);
        text.and_then(|text| parse::text(field, &self.model.locale, &text).ok())
            .unwrap_or_default()
    }

    /// A record to point at; `None` when one is required and there is none. A key used once only goes in turn.
    fn reference(&mut self, entity: &EntityInfo, field: &FieldInfo, index: u64, bare: bool) -> Option<Value> {
        let ids = field
            .target
            .and_then(|target| self.ids.get(target))
            .map_or(&[][..], Vec::as_slice);
        let alone = self
            .model
            .uniques(entity)
            .any(|(_, unique)| unique.fields == [field.name]);
        let member = entity.member_of.iter().any(|link| {
            entity
                .fields
                .get(link.position)
                .is_some_and(|other| other.name == field.name)
        });
        let chosen = if alone {
            usize::try_from(index).ok().and_then(|index| ids.get(index))
        } else {
            self.random.pick(ids)
        };
        match (chosen, field.required || field.identifier) {
            (None, true) => None,
            (None, false) => Some(Value::Null),
            (Some(_), false) if bare || member || self.random.chance(30) => Some(Value::Null),
            (Some(id), _) => Some(Value::from(*id)),
        }
    }

    /// A few rows with different keys; none at all when a leg has no record to give.
    fn lines(&mut self, relation: &RelationInfo, own: &str, clock: &Clock, bare: bool) -> Option<Vec<Values>> {
        let leg = relation.meta.legs.iter().find(|leg| leg.name == own);
        let (min, max) = leg.map_or((0, 3), |leg| (leg.min, leg.max.unwrap_or(leg.min.max(1) + 3)));
        let most = if bare { min } else { max.min(min + 3) };
        let wanted = self.random.between(i64::from(min), i64::from(most));
        let mut rows: Vec<Values> = Vec::new();
        for _ in 0..wanted {
            self.turn += 1;
            let mut row = Values::empty(&relation.names);
            let mut subject = Subject::new(
                relation.meta.name,
                &relation.fields,
                self.turn as u64,
                *clock,
                self.words,
                &mut self.random,
            );
            for (position, field) in relation
                .fields
                .iter()
                .enumerate()
                .filter(|(_, field)| field.name != own)
            {
                let value = match field.target.and_then(|target| self.ids.get(target)) {
                    Some(ids) if ids.is_empty() && field.required => return (min == 0).then(Vec::new),
                    Some(ids) => ids
                        .get(self.turn.checked_rem(ids.len()).unwrap_or(0))
                        .map_or(Value::Null, |id| Value::from(*id)),
                    None => self.value(field, &mut subject, clock, false),
                };
                row.set_at(position, value);
            }
            if !rows
                .iter()
                .any(|other| super::validate::same_key(relation, own, &row, other))
            {
                rows.push(row);
            }
        }
        Some(rows)
    }

    /// Members that no other owner has.
    fn members(&mut self, member: usize, members: &super::meta::Members) -> Option<Vec<Member>> {
        let from = self.free.get_mut(member)?;
        let ids = self.ids.get(member)?;
        let most = members.max.unwrap_or(members.min + 1);
        let wanted = self
            .random
            .between(i64::from(members.min), i64::from(most.min(members.min + 1))) as usize;
        let chosen: Vec<Key> = ids.iter().skip(*from).take(wanted).copied().collect();
        *from += chosen.len();
        (chosen.len() >= members.min as usize).then(|| chosen.into_iter().map(Member::chosen).collect())
    }
}

fn told(errors: &Errors) -> String {
    errors
        .iter()
        .map(|error| format!("{} {}", error.field, error.message))
        .collect::<Vec<_>>()
        .join(" · ")
}
