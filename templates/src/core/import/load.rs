//! All rows of all files in one transaction: each written as soon as what it refers to is there, and judged at the end with the others.
//!
//! A value that can't be taken and can be missed is left out, and told; so is a reference to a record that nothing brings in.
//! What other rows may mend (an invoice without lines yet, a total that its lines don't reach yet) is asked again when all are in. When
//! something is then still wrong with a row, everything is undone and done again without it, so that nothing refers to it. Invariant:
//! each round leaves out one row more at least, so that there is a last one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::records::{File, Keys, LeftOut, Missing, Place, Row, Subject};
use super::write::{Absent, Care, Writer, Written};
use crate::core::db::{Db, DbError};
use crate::core::key::Key;
use crate::core::model::Model;
use crate::core::refusal;

/// The rows that are not in, each with its reason.
pub type Refused = BTreeMap<Place, String>;

/// What is in with something left out of it.
pub type Incomplete = BTreeMap<Place, Vec<LeftOut>>;

/// What an import didn't take.
#[derive(Default)]
pub struct Loaded {
    pub refused: Refused,
    pub incomplete: Incomplete,
}

/// Imports all files, or none when the database fails.
pub async fn load(db: &Db, model: &Model, files: &[File<'_>]) -> Result<Loaded, String> {
    let clock = model.locale.clock();
    let failed = |error: DbError| match error {
        DbError::Violation(violation) => {
            let errors = refusal::told(model, &violation);
            errors.iter().map(|error| error.message.clone()).collect()
        }
        error => format!("{error:?}"),
    };
    let mut writer = Writer {
        tx: db.begin().await.map_err(failed)?,
        model,
        clock: &clock,
    };
    match rounds(&mut writer, files).await {
        Ok(loaded) => {
            writer.tx.commit().await.map_err(failed)?;
            Ok(loaded)
        }
        Err(error) => {
            let _ = writer.tx.rollback().await;
            Err(failed(error))
        }
    }
}

async fn rounds(writer: &mut Writer<'_>, files: &[File<'_>]) -> Result<Loaded, DbError> {
    let mut broken = Refused::new();
    writer.tx.execute("SAVEPOINT everything", &[]).await?;
    loop {
        let mut round = Round::new(files, &broken);
        round.write_all(writer).await?;
        let more = round.judge_all(writer).await?;
        if more.is_empty() {
            round.try_again(writer, &mut broken).await?;
            if !writer.model.site.refusals.is_empty() {
                writer.tx.settle().await?;
            }
            broken.append(&mut round.refused);
            return Ok(Loaded {
                refused: broken,
                incomplete: round.incomplete,
            });
        }
        broken.extend(more);
        writer.tx.execute("ROLLBACK TO SAVEPOINT everything", &[]).await?;
    }
}

fn at<'f, 'm>(files: &'f [File<'m>], (index, line): Place) -> Option<(&'f File<'m>, Row)> {
    let file = files.get(index)?;
    Some((file, file.row(line)?))
}

/// All rows once, from an empty database.
struct Round<'f, 'm> {
    files: &'f [File<'m>],
    keys: Keys,
    /// Rows not written yet.
    left: Vec<Place>,
    /// Why they were refused when last tried, and what they lack.
    refused: Refused,
    lacking: BTreeMap<Place, Vec<Missing>>,
    /// What is left out of the rows that are in.
    incomplete: Incomplete,
    /// Rows that do without the references that nothing brings in.
    bare: BTreeSet<Place>,
    /// Rows whose place among the others is to be judged, and those whose references had to wait.
    doubtful: Vec<(Place, Key)>,
    untied: Vec<(Place, Key)>,
}

impl<'f, 'm> Round<'f, 'm> {
    fn new(files: &'f [File<'m>], broken: &Refused) -> Round<'f, 'm> {
        let places = files.iter().enumerate();
        let places = places.flat_map(|(index, file)| (0..file.len()).map(move |line| (index, line)));
        Round {
            files,
            keys: Keys::default(),
            left: places.filter(|place| !broken.contains_key(place)).collect(),
            refused: Refused::new(),
            lacking: BTreeMap::new(),
            incomplete: Incomplete::new(),
            bare: BTreeSet::new(),
            doubtful: Vec::new(),
            untied: Vec::new(),
        }
    }

    /// Tries what is left until nothing more comes in.
    async fn write_all(&mut self, writer: &mut Writer<'_>) -> Result<(), DbError> {
        let mut loose = BTreeSet::new();
        while !self.left.is_empty() {
            let before = self.left.len();
            self.write_left(writer, &loose).await?;
            if self.left.len() < before {
                loose.clear();
                continue;
            }
            if loose.is_empty() {
                loose = self.circles();
            } else {
                loose.clear();
            }
            if loose.is_empty() {
                let hopeless = self.hopeless();
                if hopeless.is_empty() {
                    break;
                }
                self.bare.extend(hopeless);
            }
        }
        Ok(())
    }

    async fn write_left(&mut self, writer: &mut Writer<'_>, loose: &BTreeSet<Place>) -> Result<(), DbError> {
        for place in std::mem::take(&mut self.left) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            let absent = if loose.contains(&place) {
                Absent::Awaited
            } else if self.bare.contains(&place) {
                Absent::LeftOut
            } else {
                Absent::Refused
            };
            let care = Care {
                strict: false,
                absent,
            };
            match writer.row(file.subject, &row, &self.keys, care).await? {
                Written::In {
                    id,
                    doubt,
                    left_out,
                } => {
                    if let Subject::Entity(entity) = file.subject {
                        self.keys.add(entity, &row.key, id);
                    }
                    self.leave_out(place, left_out);
                    self.refused.remove(&place);
                    self.lacking.remove(&place);
                    if doubt {
                        self.doubtful.push((place, id));
                    }
                    if absent == Absent::Awaited {
                        self.untied.push((place, id));
                    }
                }
                Written::Refused {
                    reason,
                    lacks,
                } => {
                    self.left.push(place);
                    self.refused.insert(place, reason);
                    self.lacking.insert(place, lacks);
                }
            }
        }
        Ok(())
    }

    /// The rows left that lack nothing but each other, in circles or behind one.
    fn circles(&self) -> BTreeSet<Place> {
        let mut rows: Vec<Place> = self.left.clone();
        rows.retain(|place| !self.lacks(*place).is_empty());
        loop {
            let keys: HashSet<(usize, String)> = rows.iter().flat_map(|place| self.keys_of(*place)).collect();
            let is_there = |missing: &Missing| keys.contains(&(missing.entity, missing.key.clone()));
            let kept: Vec<Place> = rows
                .iter()
                .copied()
                .filter(|place| self.lacks(*place).iter().all(is_there))
                .collect();
            if kept.len() == rows.len() {
                return kept.into_iter().collect();
            }
            rows = kept;
        }
    }

    /// The rows left that lack nothing but what they can do without, and that no row still to come brings in; of a circle of such rows, the first.
    fn hopeless(&self) -> Vec<Place> {
        let coming = self.coming();
        let is_coming = |missing: &Missing| coming.contains(&(missing.entity, missing.key.clone()));
        let can_do_without = |place: &Place| {
            let lacks = self.lacks(*place);
            !lacks.is_empty() && lacks.iter().all(|missing| missing.can_wait) && !self.bare.contains(place)
        };
        let rows: Vec<Place> = self.left.iter().copied().filter(can_do_without).collect();
        let hopeless: Vec<Place> = rows
            .iter()
            .copied()
            .filter(|place| !self.lacks(*place).iter().any(is_coming))
            .collect();
        if hopeless.is_empty() {
            rows.into_iter().take(1).collect()
        } else {
            hopeless
        }
    }

    /// The keys of the rows left that may still come in: those that lack nothing that they need, but what may come in too.
    fn coming(&self) -> HashSet<(usize, String)> {
        let mut rows: Vec<Place> = self.left.clone();
        rows.retain(|place| !self.lacks(*place).is_empty());
        loop {
            let keys: HashSet<(usize, String)> = rows.iter().flat_map(|place| self.keys_of(*place)).collect();
            let may_come = |missing: &Missing| missing.can_wait || keys.contains(&(missing.entity, missing.key.clone()));
            let before = rows.len();
            rows.retain(|place| self.lacks(*place).iter().all(may_come));
            if rows.len() == before {
                return keys;
            }
        }
    }

    fn lacks(&self, place: Place) -> &[Missing] {
        self.lacking.get(&place).map_or(&[], Vec::as_slice)
    }

    fn leave_out(&mut self, place: Place, left_out: Vec<LeftOut>) {
        if left_out.is_empty() {
            self.incomplete.remove(&place);
        } else {
            self.incomplete.insert(place, left_out);
        }
    }

    /// What others know a row by.
    fn keys_of(&self, (index, line): Place) -> Vec<(usize, String)> {
        let Some(file) = self.files.get(index) else {
            return Vec::new();
        };
        match (file.subject, file.row(line)) {
            (Subject::Entity(entity), Some(row)) => entity.chain.iter().map(|place| (*place, row.key.clone())).collect(),
            _ => Vec::new(),
        }
    }

    /// The rows that can't stay now that all are in, with their reasons.
    async fn judge_all(&mut self, writer: &mut Writer<'_>) -> Result<Refused, DbError> {
        let mut broken = Refused::new();
        for (place, id) in std::mem::take(&mut self.untied) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            if let Subject::Entity(entity) = file.subject {
                match writer.tie(entity, id, &row, &self.keys).await? {
                    Err(reason) => drop(broken.insert(place, reason)),
                    Ok(left_out) => {
                        self.leave_out(place, left_out);
                        self.doubtful.push((place, id));
                    }
                }
            }
        }
        for (place, id) in std::mem::take(&mut self.doubtful) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            let typed = writer.typed(file.subject, &row, &self.keys);
            if let Some(reason) = writer.judge(file.subject, id, &typed.values).await? {
                broken.insert(place, reason);
            }
        }
        Ok(broken)
    }

    /// Rows that were refused together: some may hold without the others.
    async fn try_again(&mut self, writer: &mut Writer<'_>, broken: &mut Refused) -> Result<(), DbError> {
        for absent in [Absent::Refused, Absent::LeftOut] {
            for place in broken.keys().copied().collect::<Vec<Place>>() {
                let Some((file, row)) = at(self.files, place) else {
                    continue;
                };
                let care = Care {
                    strict: true,
                    absent,
                };
                let written = writer.row(file.subject, &row, &self.keys, care).await?;
                let Written::In {
                    id,
                    left_out,
                    ..
                } = written
                else {
                    continue;
                };
                if let Subject::Entity(entity) = file.subject {
                    self.keys.add(entity, &row.key, id);
                }
                self.leave_out(place, left_out);
                broken.remove(&place);
            }
        }
        Ok(())
    }
}
