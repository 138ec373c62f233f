//! All rows of all files in one transaction: each written as soon as what it refers to is there, and judged at the end with the others.
//!
//! What other rows may mend (an invoice without lines yet, a total that its lines don't reach yet) is asked again when all are in. When
//! something is then still wrong with a row, everything is undone and done again without it, so that nothing refers to it. Invariant:
//! each round leaves out one row more at least, so that there is a last one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::records::{File, Keys, Missing, Place, Row, Subject, typed};
use super::write::{Care, Writer, Written};
use crate::core::db::{Db, DbError};
use crate::core::key::Key;
use crate::core::model::Model;
use crate::core::refusal;

/// The rows that are not in, each with its reason.
pub type Loaded = BTreeMap<Place, String>;

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
        Ok(refused) => {
            writer.tx.commit().await.map_err(failed)?;
            Ok(refused)
        }
        Err(error) => {
            let _ = writer.tx.rollback().await;
            Err(failed(error))
        }
    }
}

async fn rounds(writer: &mut Writer<'_>, files: &[File<'_>]) -> Result<Loaded, DbError> {
    let mut broken = Loaded::new();
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
            return Ok(broken);
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
    refused: Loaded,
    lacking: BTreeMap<Place, Vec<Missing>>,
    /// Rows whose place among the others is to be judged, and those whose references had to wait.
    doubtful: Vec<(Place, Key)>,
    untied: Vec<(Place, Key)>,
}

impl<'f, 'm> Round<'f, 'm> {
    fn new(files: &'f [File<'m>], broken: &Loaded) -> Round<'f, 'm> {
        let places = files.iter().enumerate();
        let places = places.flat_map(|(index, file)| (0..file.len()).map(move |line| (index, line)));
        Round {
            files,
            keys: Keys::default(),
            left: places.filter(|place| !broken.contains_key(place)).collect(),
            refused: Loaded::new(),
            lacking: BTreeMap::new(),
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
            let circles = self.circles();
            if circles.is_empty() || !loose.is_empty() {
                break;
            }
            loose = circles;
        }
        Ok(())
    }

    async fn write_left(&mut self, writer: &mut Writer<'_>, loose: &BTreeSet<Place>) -> Result<(), DbError> {
        for place in std::mem::take(&mut self.left) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            let care = if loose.contains(&place) {
                Care::Loose
            } else {
                Care::Doubtful
            };
            match writer.row(file.subject, &row, &self.keys, care).await? {
                Written::In {
                    id,
                    doubt,
                } => {
                    if let Subject::Entity(entity) = file.subject {
                        self.keys.add(entity, &row.key, id);
                    }
                    self.refused.remove(&place);
                    self.lacking.remove(&place);
                    if doubt {
                        self.doubtful.push((place, id));
                    }
                    if care == Care::Loose {
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
        let lacks = |place: &Place| self.lacking.get(place).map_or(&[][..], Vec::as_slice);
        let mut rows: Vec<Place> = self
            .left
            .iter()
            .copied()
            .filter(|place| !lacks(place).is_empty())
            .collect();
        loop {
            let keys: HashSet<(usize, String)> = rows.iter().flat_map(|place| self.keys_of(*place)).collect();
            let is_there = |missing: &Missing| keys.contains(&(missing.entity, missing.key.clone()));
            let kept: Vec<Place> = rows
                .iter()
                .copied()
                .filter(|place| lacks(place).iter().all(is_there))
                .collect();
            if kept.len() == rows.len() {
                return kept.into_iter().collect();
            }
            rows = kept;
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
    async fn judge_all(&mut self, writer: &mut Writer<'_>) -> Result<Loaded, DbError> {
        let mut broken = Loaded::new();
        for (place, id) in std::mem::take(&mut self.untied) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            if let Subject::Entity(entity) = file.subject {
                match writer.tie(entity, id, &row, &self.keys).await? {
                    Some(reason) => drop(broken.insert(place, reason)),
                    None => self.doubtful.push((place, id)),
                }
            }
        }
        for (place, id) in std::mem::take(&mut self.doubtful) {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            let typed = typed(writer.model, file.subject, &row, &self.keys);
            if let Some(reason) = writer.judge(file.subject, id, &typed.values).await? {
                broken.insert(place, reason);
            }
        }
        Ok(broken)
    }

    /// Rows that were left out together: some may hold without the others.
    async fn try_again(&mut self, writer: &mut Writer<'_>, broken: &mut Loaded) -> Result<(), DbError> {
        for place in broken.keys().copied().collect::<Vec<Place>>() {
            let Some((file, row)) = at(self.files, place) else {
                continue;
            };
            let written = writer.row(file.subject, &row, &self.keys, Care::Strict).await?;
            let Written::In {
                id,
                ..
            } = written
            else {
                continue;
            };
            if let Subject::Entity(entity) = file.subject {
                self.keys.add(entity, &row.key, id);
            }
            broken.remove(&place);
        }
        Ok(())
    }
}
