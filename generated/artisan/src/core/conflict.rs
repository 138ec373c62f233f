//! What a form and somebody else's save say differently, side by side: fields, lines and members.
//!
//! Not here: noticing it (`save`) and the page (`form_page`).

use super::db::{Db, DbError};
use super::form::{MAX_ROWS, Sent};
use super::key::Key;
use super::locale::Locale;
use super::members::{Member, columns};
use super::meta::{Lines, Members};
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::record::{self, Line, Record};
use super::validate::same_key;
use super::value::Values;
use super::views::{Conflict, Difference};
use super::widgets::Draft;

/// What differs between what was typed and what is stored now.
pub async fn differences(db: &Db, model: &Model, entity: &EntityInfo, sent: &Sent, theirs: &Record) -> Result<Conflict, DbError> {
    let mut rows = of_fields(&model.locale, entity, sent, theirs);
    for (lines, mine) in entity.lines.iter().zip(&sent.input.lines) {
        if let (Some(relation), Some(mine)) = (model.relation_named(lines.relation), mine) {
            let stored = record::lines(&mut &*db, relation, lines.leg, theirs.id, MAX_ROWS as u32).await?;
            rows.extend(of_lines(&model.locale, (relation, lines), mine, &sent.draft, &stored));
        }
    }
    for (members, mine) in entity.members.iter().zip(&sent.input.members) {
        if let (Some(member), Some(mine)) = (model.named(members.entity), mine) {
            rows.extend(of_members(db, model, (member, members), mine, &sent.draft, theirs.id).await?);
        }
    }
    Ok(Conflict {
        rows,
    })
}

fn of_fields(locale: &Locale, entity: &EntityInfo, sent: &Sent, theirs: &Record) -> Vec<Difference> {
    let mine = &sent.input.values;
    let differing = entity
        .fields
        .iter()
        .enumerate()
        .filter(|(position, field)| field.is_entered() && !field.hidden && mine.at(*position) != theirs.values.at(*position));
    differing
        .map(|(position, field)| Difference {
            label: field.label,
            mine: match field.target {
                Some(_) => title(&sent.draft, field.name),
                None => locale.show(field.kind, mine.at(position)),
            },
            theirs: match field.target {
                Some(_) => theirs.titles.get(position).cloned().unwrap_or_default(),
                None => locale.show(field.kind, theirs.values.at(position)),
            },
        })
        .collect()
}

/// What is written in a picker of the form.
fn title(draft: &Draft, name: &str) -> String {
    draft.titles.get(name).cloned().unwrap_or_default()
}

/// The lines that aren't the same, those of the form first.
fn of_lines(locale: &Locale, (relation, lines): (&RelationInfo, &Lines), mine: &[Values], draft: &Draft, theirs: &[Line]) -> Vec<Difference> {
    let fields = relation.fields.iter().enumerate();
    let shown: Vec<(usize, &FieldInfo)> = fields
        .filter(|(_, field)| field.name != lines.leg && field.is_entered() && !field.hidden)
        .collect();
    let stored = |line: &Line| {
        said(locale, &shown, &line.values, |position, _| {
            line.titles.get(position).cloned().unwrap_or_default()
        })
    };
    let mut rows = Vec::new();
    for (index, row) in mine.iter().enumerate() {
        let twin = theirs
            .iter()
            .find(|line| same_key(relation, lines.leg, row, &line.values));
        if !twin.is_some_and(|line| is_same(&shown, row, &line.values)) {
            rows.push(Difference {
                label: lines.label,
                mine: said(locale, &shown, row, |_, field| {
                    title(draft, &format!("{}.{index}.{}", lines.relation, field.name))
                }),
                theirs: twin.map(stored).unwrap_or_default(),
            });
        }
    }
    let unknown = |line: &&Line| {
        !mine
            .iter()
            .any(|row| same_key(relation, lines.leg, row, &line.values))
    };
    rows.extend(theirs.iter().filter(unknown).map(|line| Difference {
        label: lines.label,
        mine: String::new(),
        theirs: stored(line),
    }));
    rows
}

/// The members that aren't the same, those of the form first.
async fn of_members(
    db: &Db,
    model: &Model,
    (entity, members): (&EntityInfo, &Members),
    mine: &[Member],
    draft: &Draft,
    owner: Key,
) -> Result<Vec<Difference>, DbError> {
    let theirs = record::members(&mut &*db, model, members, owner).await?;
    let shown = columns(entity, members);
    let said = |values: &Values, title: &dyn Fn(usize, &FieldInfo) -> String| said(&model.locale, &shown, values, title);
    let mut rows = Vec::new();
    for (index, row) in mine.iter().enumerate() {
        let stored = match row.id {
            Some(id) if theirs.iter().any(|(known, _)| *known == id) => record::load(&mut &*db, entity, id).await?,
            _ => None,
        };
        let difference = match (&row.values, row.id, &stored) {
            (None, _, Some(_)) | (None, None, None) => continue,
            (Some(values), _, Some(stored)) if is_same(&shown, values, &stored.values) => continue,
            (None, Some(id), None) => (record::title(&mut &*db, entity, id).await?.unwrap_or_default(), String::new()),
            (Some(values), _, stored) => {
                let typed = |_: usize, field: &FieldInfo| title(draft, &format!("{}.{index}.{}", members.name, field.name));
                let kept = stored
                    .as_ref()
                    .map(|stored| said(&stored.values, &|position, _| stored.titles.get(position).cloned().unwrap_or_default()));
                (said(values, &typed), kept.unwrap_or_default())
            }
        };
        rows.push(Difference {
            label: members.label,
            mine: difference.0,
            theirs: difference.1,
        });
    }
    let unknown = theirs
        .into_iter()
        .filter(|(id, _)| !mine.iter().any(|row| row.id == Some(*id)));
    rows.extend(unknown.map(|(_, title)| Difference {
        label: members.label,
        mine: String::new(),
        theirs: title,
    }));
    Ok(rows)
}

fn is_same(shown: &[(usize, &FieldInfo)], a: &Values, b: &Values) -> bool {
    shown.iter().all(|(position, _)| a.at(*position) == b.at(*position))
}

/// A row in one line: what it holds, each after its label.
fn said(locale: &Locale, shown: &[(usize, &FieldInfo)], values: &Values, title: impl Fn(usize, &FieldInfo) -> String) -> String {
    let cells = shown.iter().map(|(position, field)| {
        let text = match field.target {
            Some(_) => title(*position, field),
            None => locale.show(field.kind, values.at(*position)),
        };
        (field.label, text)
    });
    let told: Vec<String> = cells
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| format!("{label} {text}"))
        .collect();
    told.join(" · ")
}
