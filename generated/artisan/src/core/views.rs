//! What each page is given, from what was read. Names here are those that `templates/*.html` use.

use serde::Serialize;

use super::cells::Cell;
use super::errors::Errors;
use super::hooks::Line;
use super::key::Key;
use super::markup;
use super::model::{EntityInfo, Model};
use super::pages::Link;
use super::widgets::{Choice, Widget};

#[derive(Debug, Serialize)]
pub struct EntityView {
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    pub url: String,
    pub help: &'static str,
}

impl EntityView {
    pub fn of(entity: &EntityInfo) -> EntityView {
        EntityView {
            name: entity.meta.name,
            label: entity.meta.label,
            plural: entity.meta.plural,
            url: entity.url.clone(),
            help: entity.meta.help,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct RecordView {
    pub id: Key,
    pub version: i64,
    pub title: String,
    pub url: String,
    pub edit_url: String,
    pub delete_url: String,
}

impl RecordView {
    pub fn of(entity: &EntityInfo, record: &super::record::Record) -> RecordView {
        let url = entity.record_url(record.id);
        RecordView {
            id: record.id,
            version: record.version,
            title: record.title.clone(),
            edit_url: format!("{url}/edit"),
            delete_url: format!("{url}/delete"),
            url,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Card {
    pub label: &'static str,
    pub url: String,
    pub new_url: String,
    pub count: i64,
    pub area: &'static str,
}

#[derive(Debug, Serialize)]
pub struct Recent {
    pub entity: &'static str,
    pub title: String,
    pub url: String,
    pub when: String,
}

#[derive(Debug, Serialize)]
pub struct HomeView {
    pub cards: Vec<Card>,
    pub recent: Vec<Recent>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub numeric: bool,
    pub required: bool,
    /// `asc`, `desc` or empty.
    pub sort: &'static str,
    pub sort_url: Option<String>,
    pub is_title: bool,
}

#[derive(Debug, Serialize)]
pub struct RowView {
    pub id: Key,
    pub url: Option<String>,
    /// HTML.
    pub cells: String,
}

impl RowView {
    pub fn new(id: Key, url: Option<String>, title: &str, columns: &[Column], cells: &[Cell]) -> RowView {
        RowView {
            id,
            cells: markup::row(columns, cells, url.as_deref(), title),
            url,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct FilterView {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub options: Vec<Choice>,
    pub value: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub empty: bool,
    /// Type-ahead, where there are too many records for a list of choices.
    pub picker: Option<FilterPicker>,
}

#[derive(Debug, Serialize)]
pub struct FilterPicker {
    pub url: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct ActiveFilter {
    pub label: &'static str,
    pub text: String,
    pub remove_url: String,
}

#[derive(Debug, Serialize)]
pub struct Paging {
    pub total: i64,
    pub from: i64,
    pub to: i64,
    pub page: i64,
    pub pages: i64,
    pub prev_url: Option<String>,
    pub next_url: Option<String>,
    pub first_url: Option<String>,
    pub last_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ListView {
    pub entity: EntityView,
    pub new: Vec<Link>,
    pub q: String,
    pub columns: Vec<Column>,
    pub rows: Vec<RowView>,
    pub filters: Vec<FilterView>,
    pub active_filters: Vec<ActiveFilter>,
    pub saved: SavedViews,
    pub paging: Paging,
    pub export_url: String,
}

/// What users kept of a list under a name.
#[derive(Debug, Serialize)]
pub struct SavedViews {
    /// Where names are kept and forgotten.
    pub action: String,
    pub links: Vec<SavedViewLink>,
    /// The list as it is without search, filter or sort.
    pub everything: bool,
    /// What is seen, if it has no name yet and isn't everything.
    pub query: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct SavedViewLink {
    pub name: String,
    pub url: String,
    pub active: bool,
}

#[derive(Debug, Serialize)]
pub struct Section<T> {
    pub title: &'static str,
    pub fields: Vec<T>,
}

#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: &'static str,
    pub kind: &'static str,
    /// Empty where there is no value.
    pub html: String,
    pub help: &'static str,
}

impl Fact {
    /// A line of the application's own code.
    pub fn of_line(line: &Line) -> Fact {
        let cell = Cell {
            kind: "text",
            text: line.text.clone(),
            ..Cell::default()
        };
        Fact::new(line.label, &cell, "")
    }

    pub fn new(label: &'static str, cell: &Cell, help: &'static str) -> Fact {
        Fact {
            label,
            kind: cell.kind,
            html: if cell.text.is_empty() {
                String::new()
            } else {
                cell.markup()
            },
            help,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Related {
    pub name: String,
    pub label: String,
    pub count: i64,
    pub columns: Vec<Column>,
    pub rows: Vec<RowView>,
    pub all_url: Option<String>,
    pub new_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct RecordPage {
    pub entity: EntityView,
    pub record: RecordView,
    /// HTML.
    pub badges: Vec<String>,
    /// The subtypes it belongs to or could, where there may be several.
    pub kinds: Vec<KindLink>,
    pub sections: Vec<Section<Fact>>,
    pub related: Vec<Related>,
    pub created: Option<String>,
    pub updated: Option<String>,
}

/// A subtype of a record's, or one to add.
#[derive(Debug, Serialize)]
pub struct KindLink {
    pub label: &'static str,
    pub url: String,
    pub active: bool,
    pub held: bool,
}

#[derive(Debug, Serialize)]
pub struct ErrorLine {
    pub message: String,
    pub field_id: Option<String>,
    pub label: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct LineView {
    pub index: usize,
    /// The record that the line is, where it is one.
    pub id: Option<String>,
    pub error: Option<String>,
    pub fields: Vec<Widget>,
}

#[derive(Debug, Serialize)]
pub struct LinesView {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub error: Option<String>,
    pub min: u32,
    pub max: Option<u32>,
    /// The order of the rows is kept.
    pub ordered: bool,
    pub columns: Vec<Column>,
    pub rows: Vec<LineView>,
    pub blank: Vec<Widget>,
}

/// The history of a record, a page of it.
#[derive(Debug, Serialize)]
pub struct HistoryView {
    pub events: Vec<EventView>,
    pub url: String,
    pub older_url: Option<String>,
    pub newest_url: Option<String>,
}

/// What was done to a record, once.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// `created`, `changed` or `deleted`.
    pub act: &'static str,
    pub label: String,
    pub when: Option<String>,
    pub changes: Vec<ChangeView>,
    pub lines: Vec<LineChangeView>,
    /// The form that holds the values before.
    pub restore_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ChangeView {
    pub label: String,
    /// HTML; empty where there was no value.
    pub before: String,
    pub after: String,
    /// It changed, and nobody is told from what to what.
    pub secret: bool,
}

#[derive(Debug, Serialize)]
pub struct LineChangeView {
    /// `added`, `removed` or `changed`.
    pub act: &'static str,
    /// The grid.
    pub label: String,
    /// HTML: the records that name the line.
    pub names: Vec<String>,
    pub changes: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
pub struct HistoryPage {
    pub entity: EntityView,
    /// None where it was deleted.
    pub record: Option<RecordView>,
    pub title: String,
    pub history: HistoryView,
}

#[derive(Debug, Serialize)]
pub struct DeletionView {
    pub label: &'static str,
    pub title: String,
    pub when: Option<String>,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub struct DeletedView {
    pub entity: EntityView,
    pub rows: Vec<DeletionView>,
    /// The entity has subtypes: each row says its own.
    pub several: bool,
    pub older_url: Option<String>,
    pub newest_url: Option<String>,
}

/// What a form holds of former values.
#[derive(Debug, Serialize)]
pub struct RestoredView {
    /// When they were changed.
    pub when: Option<String>,
    pub deleted: bool,
    pub labels: Vec<&'static str>,
    /// What can't be put back.
    pub left: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct Difference {
    pub label: &'static str,
    pub mine: String,
    pub theirs: String,
}

#[derive(Debug, Serialize)]
pub struct Conflict {
    pub rows: Vec<Difference>,
}

#[derive(Debug, Serialize)]
pub struct FormView {
    pub entity: EntityView,
    pub action: String,
    pub record: Option<RecordView>,
    pub cancel_url: String,
    pub kinds: Vec<Link>,
    pub errors: Vec<ErrorLine>,
    pub sections: Vec<Section<Widget>>,
    pub lines: Vec<LinesView>,
    pub conflict: Option<Conflict>,
    pub restored: Option<RestoredView>,
    /// The record that becomes of one more subtype.
    pub of: Option<OfView>,
}

#[derive(Debug, Serialize)]
pub struct OfView {
    pub id: Key,
    pub version: i64,
}

#[derive(Debug, Serialize)]
pub struct Sample {
    pub title: String,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub struct Dependency {
    pub label: String,
    pub count: i64,
    pub samples: Vec<Sample>,
    pub all_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Needed {
    pub label: String,
    pub count: u32,
}

#[derive(Debug, Serialize)]
pub struct DeleteView {
    pub entity: EntityView,
    pub record: RecordView,
    pub blockers: Vec<Dependency>,
    /// Those of the blockers that the record can't be without either: how many of what it needs.
    pub mutual: Option<Needed>,
    pub cascades: Vec<Dependency>,
    pub detaches: Vec<Dependency>,
    /// It was changed since the page was opened.
    pub changed: bool,
    /// What remains of it: the supertype's label.
    pub remains: Option<&'static str>,
    pub action: String,
    pub cancel_url: String,
}

#[derive(Debug, Serialize)]
pub struct ErrorView {
    pub status: u16,
    pub title: String,
    pub message: String,
    pub back_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct OptionView {
    pub id: Key,
    pub text: String,
    pub detail: String,
}

#[derive(Debug, Serialize)]
pub struct OptionsView {
    pub options: Vec<OptionView>,
    pub q: String,
    pub more: bool,
    pub new_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct CheckMessage {
    pub id: String,
    pub error: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct CheckView {
    pub messages: Vec<CheckMessage>,
}

/// The summary of what is wrong, each line with the input it is about.
pub fn error_lines(model: &Model, entity: &EntityInfo, errors: &Errors) -> Vec<ErrorLine> {
    errors
        .iter()
        .map(|error| {
            let name = error.field.as_str();
            let grid = entity
                .lines
                .iter()
                .find(|lines| lines.relation == name)
                .map(|lines| (lines.relation, lines.label));
            let grid = grid.or_else(|| {
                entity
                    .members
                    .iter()
                    .find(|members| members.name == name)
                    .map(|members| (members.name, members.label))
            });
            let (field_id, label) = match (name.is_empty(), grid) {
                (true, _) => (None, None),
                (false, Some((name, label))) => (Some(format!("lines-{name}")), Some(label.to_owned())),
                (false, None) => {
                    let label = entity.field(name).map(|field| field.label.to_owned());
                    (Some(super::widgets::id(name)), label.or_else(|| cell_label(model, entity, name)))
                }
            };
            ErrorLine {
                message: error.message.clone(),
                field_id,
                label,
            }
        })
        .collect()
}

/// What a cell of a grid is called on its own: its field, and the line it is in.
fn cell_label(model: &Model, entity: &EntityInfo, name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('.').collect();
    let (grid, row, fields) = match parts.as_slice() {
        [grid, row, fields @ ..] => (*grid, row.parse::<usize>().ok()?, fields),
        _ => return None,
    };
    let lines = entity.lines.iter().find(|lines| lines.relation == grid);
    let members = entity.members.iter().find(|members| members.name == grid);
    let label = lines
        .map(|lines| lines.label)
        .or(members.map(|members| members.label))?;
    let relation = model.relation_named(grid).filter(|_| lines.is_some());
    let member = members.and_then(|members| model.named(members.entity));
    let field = |name: &str| match (relation, member) {
        (Some(relation), _) => relation.fields.iter().find(|field| field.name == name),
        (None, member) => member.and_then(|member| member.field(name)),
    };
    let mut said = vec![format!("{label} {}", row + 1)];
    for (depth, name) in fields.iter().enumerate() {
        let entered = depth
            .checked_sub(1)
            .and_then(|above| fields.get(above))
            .and_then(|above| field(above));
        let own = match entered {
            Some(picker) => model.target(picker).and_then(|target| target.field(name)),
            None => field(name),
        };
        said.extend(own.map(|field| field.label.to_owned()));
    }
    Some(said.join(" · "))
}
