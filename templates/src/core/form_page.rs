//! The page of a form, from the draft of what it holds.

use super::choose;
use super::counterpart;
use super::form::member_input;
use super::kind::Kind;
use super::list_page;
use super::members::{self, in_place};
use super::meta::{Field, Lines, Members};
use super::model::{EntityInfo, FieldInfo, Model, RelationInfo};
use super::pages::Link;
use super::record::Record;
use super::views::{Column, Conflict, EntityView, FormView, LineView, LinesView, OfView, RecordView, Section, error_lines};
use super::widgets::{Creation, Draft, Widget, widget};

/// Spare rows shown where there is no JavaScript to add them.
const SPARE: usize = 3;

pub fn view(model: &Model, entity: &EntityInfo, draft: &Draft, record: Option<&Record>, conflict: Option<Conflict>) -> FormView {
    let sections = choose::sections(model, entity)
        .into_iter()
        .map(|(title, positions)| Section {
            title,
            fields: positions
                .into_iter()
                .filter_map(|position| entity.fields.get(position))
                .filter(|field| shown(field, record))
                .map(|field| widget(model, field, field.name, draft, record.is_some()))
                .collect(),
        });
    let mut lines: Vec<LinesView> = entity
        .lines
        .iter()
        .filter_map(|lines| {
            model
                .relation_named(lines.relation)
                .map(|relation| grid(model, relation, lines, draft))
        })
        .collect();
    lines.extend(
        entity
            .members
            .iter()
            .filter_map(|members| member_grid(model, members, draft)),
    );
    let url = record.map(|record| entity.record_url(record.id));
    FormView {
        entity: EntityView::of(entity),
        action: url.clone().unwrap_or_else(|| entity.url.clone()),
        record: record.map(|record| RecordView::of(entity, record)),
        cancel_url: url.unwrap_or_else(|| entity.url.clone()),
        of: draft.of.map(|(id, version)| OfView {
            id,
            version,
        }),
        kinds: if record.is_none() && draft.of.is_none() {
            kinds(model, entity)
        } else {
            Vec::new()
        },
        errors: error_lines(model, entity, &draft.errors),
        sections: sections.filter(|section| !section.fields.is_empty()).collect(),
        lines,
        conflict,
        restored: None,
    }
}

/// What nobody enters has nothing to show in a new record.
pub fn shown(field: &FieldInfo, record: Option<&Record>) -> bool {
    !field.hidden && (record.is_some() || field.is_entered())
}

/// The sisters of a subtype, to choose between when creating.
fn kinds(model: &Model, entity: &EntityInfo) -> Vec<Link> {
    let Some(root) = model.entities.get(entity.root()) else {
        return Vec::new();
    };
    let kinds = list_page::kinds(model, root);
    if kinds.len() < 2 {
        return Vec::new();
    }
    kinds
        .into_iter()
        .map(|kind| Link {
            label: kind.meta.label.to_owned(),
            url: format!("{}/new", kind.url),
            active: kind.index == entity.index,
        })
        .collect()
}

fn grid(model: &Model, relation: &RelationInfo, lines: &Lines, draft: &Draft) -> LinesView {
    let fields: Vec<&FieldInfo> = relation
        .fields
        .iter()
        .filter(|field| field.name != lines.leg && !field.hidden && field.is_entered())
        .collect();
    let widgets = |index: &str| -> Vec<Widget> {
        fields
            .iter()
            .map(|field| {
                let name = format!("{}.{index}.{}", lines.relation, field.name);
                // Where a record is picked, none is to be entered.
                let picked = draft.texts.get(&name).is_some_and(|key| !key.is_empty());
                let creation = counterpart::entity(model, relation, lines.leg, field).map(|entity| creation(model, entity, &name, draft));
                Widget {
                    creation: creation.filter(|creation| creation.open || !picked),
                    ..widget(model, field, &name, draft, false)
                }
            })
            .collect()
    };
    let leg = relation.meta.legs.iter().find(|leg| leg.name == lines.leg);
    let count = draft.rows.get(lines.relation).copied().unwrap_or(0);
    LinesView {
        name: lines.relation,
        label: lines.label,
        help: relation.meta.help,
        error: draft.errors.message(lines.relation).map(str::to_owned),
        min: leg.map_or(0, |leg| leg.min),
        max: leg.and_then(|leg| leg.max),
        ordered: relation.form_leg == Some(lines.leg),
        columns: fields
            .iter()
            .map(|field| Column {
                is_title: false,
                ..list_page::column(field)
            })
            .collect(),
        rows: rows(count, &widgets, lines.relation, draft),
        blank: widgets("__index__"),
    }
}

/// The inputs of a record that may be entered in a line; `name` is its picker's.
fn creation(model: &Model, entity: &EntityInfo, name: &str, draft: &Draft) -> Creation {
    let fields: Vec<Widget> = counterpart::columns(entity)
        .map(|(_, field)| widget(model, field, &format!("{name}.{}", field.name), draft, false))
        .collect();
    let entered = |field: &Widget| {
        field.error.is_some()
            || field
                .value
                .as_ref()
                .is_some_and(|value| !value.is_empty() && value != "false")
    };
    Creation {
        label: entity.meta.label,
        open: fields.iter().any(entered),
        fields,
    }
}

fn rows(count: usize, widgets: &dyn Fn(&str) -> Vec<Widget>, name: &str, draft: &Draft) -> Vec<LineView> {
    (0..count)
        .map(|index| LineView {
            index,
            id: draft.texts.get(&format!("{name}.{index}._id")).cloned(),
            error: None,
            fields: widgets(&index.to_string()),
        })
        .collect()
}

/// Members are a grid of one column.
fn member_grid(model: &Model, members: &'static Members, draft: &Draft) -> Option<LinesView> {
    let entity = model.named(members.entity)?;
    let count = draft.rows.get(members.name).copied().unwrap_or(0);
    if in_place(model, members).is_some() {
        return Some(written_grid(model, entity, members, count, draft));
    }
    let widgets = |index: &str| vec![member_widget(model, entity, members, &member_input(members, index), draft)];
    Some(LinesView {
        name: members.name,
        label: members.label,
        help: "",
        error: draft.errors.message(members.name).map(str::to_owned),
        min: members.min,
        max: members.max,
        ordered: false,
        columns: vec![Column {
            name: members.entity,
            label: entity.meta.label,
            kind: "reference",
            numeric: false,
            required: true,
            sort: "",
            sort_url: None,
            is_title: false,
        }],
        rows: rows(count, &widgets, members.name, draft),
        blank: widgets("__index__"),
    })
}

/// Members written line by line.
fn written_grid(model: &Model, entity: &EntityInfo, members: &'static Members, count: usize, draft: &Draft) -> LinesView {
    let fields: Vec<&FieldInfo> = members::columns(entity, members)
        .into_iter()
        .map(|(_, field)| field)
        .collect();
    let widgets = |index: &str| -> Vec<Widget> {
        fields
            .iter()
            .map(|field| widget(model, field, &format!("{}.{index}.{}", members.name, field.name), draft, false))
            .collect()
    };
    let column = |field: &&FieldInfo| Column {
        is_title: false,
        ..list_page::column(field)
    };
    LinesView {
        name: members.name,
        label: members.label,
        help: "",
        error: draft.errors.message(members.name).map(str::to_owned),
        min: members.min,
        max: members.max,
        ordered: false,
        columns: fields.iter().map(column).collect(),
        rows: rows(count, &widgets, members.name, draft),
        blank: widgets("__index__"),
    }
}

fn member_widget(model: &Model, entity: &EntityInfo, members: &Members, name: &str, draft: &Draft) -> Widget {
    static FIELD: Field = Field::new(
        "member",
        "",
        Kind::Text {
            max: 200,
        },
    );
    let field = FieldInfo {
        target: Some(entity.index),
        ..FieldInfo::unread(&FIELD)
    };
    let mut input = widget(model, &field, name, draft, false);
    input.kind = "reference";
    input.label = entity.meta.label;
    input.required = members.min > 0;
    input.maxlength = None;
    input.options = super::widgets::candidate_choices(draft, name);
    input
}

/// Makes room for more rows: those asked for by a button, or a few where a grid is empty.
pub fn add_rows(draft: &mut Draft, asked: Option<&str>) {
    for (name, count) in &mut draft.rows {
        if asked == Some(name.as_str()) {
            *count += SPARE;
        }
    }
}
