//! The physical model under construction: tables, names taken, and small helpers for those who add to it.
//!
//! Knows no rule of the passage. Invariant: a column is only ever added at the end of a table, so that places stay valid.

use std::collections::BTreeMap;

use super::local::columns_read;
use crate::diag::{Lang, Text};
use crate::mcd::{EntityId, FieldRef, Locale, Mcd, OnDelete, Owner};
use crate::mld::decide::Decisions;
use crate::mld::names::{Names, shorten};
use crate::mld::schema::*;
use crate::say;
use crate::source::Span;

/// Names that the application or an enforcement uses for tables of its own.
const RESERVED: [&str; 14] = [
    "_sqlx_migrations",
    "search_text",
    "search_text_uuid",
    "search_number",
    "line_order",
    "line_order_uuid",
    "saved_view",
    "history",
    "ix_history_record",
    "ix_history_deleted",
    "pending_violation",
    "never",
    "sequence_counter",
    "sqlite_master",
];

/// What has a name in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Table(TableId),
    Column(ColumnRef),
}

/// What isn't called as the model says, since the name was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renamed {
    pub(crate) what: Named,
    pub(crate) wanted: String,
}

/// The physical model under construction.
pub(crate) struct Draft<'a> {
    pub(crate) mcd: &'a Mcd,
    pub(crate) decisions: &'a Decisions,
    pub(crate) mld: Mld,
    /// What couldn't keep its name.
    pub(crate) renamed: Vec<Renamed>,
    /// Tables, constraints and indexes share one scope, as PostgreSQL's do.
    names: Names,
    columns: Vec<Names>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(mcd: &'a Mcd, decisions: &'a Decisions, options: Options) -> Self {
        let mut names = Names::default();
        for name in RESERVED {
            names.take(name);
        }
        let mld = Mld {
            keys: options.keys,
            locale: mcd.crm.locale,
            tables: Vec::new(),
            deferred: Vec::new(),
            row_rules: Vec::new(),
            sequences: Vec::new(),
            choices: decisions.choices.clone(),
            entities: Vec::new(),
            relations: Vec::new(),
            fields: BTreeMap::new(),
        };
        Draft { mcd, decisions, mld, renamed: Vec::new(), names, columns: Vec::new() }
    }

    /// A message in the model's language.
    pub(crate) fn tell(&self, text: &Text) -> String {
        let lang = if self.mld.locale == Locale::Fr { Lang::Fr } else { Lang::En };
        text.get(lang).to_owned()
    }

    /// Adds an empty table.
    pub(crate) fn add_table(
        &mut self,
        wanted: &str,
        origin: TableOrigin,
        docs: &str,
        why: Text,
        span: Option<Span>,
    ) -> TableId {
        let name = match origin {
            TableOrigin::Counters => wanted.to_owned(), // reserved
            _ if wanted.to_lowercase().starts_with("sqlite_") => self.names.take(&format!("t_{wanted}")),
            _ => self.names.take(wanted),
        };
        let id = TableId(u32::try_from(self.mld.tables.len()).unwrap_or(u32::MAX));
        self.note(Named::Table(id), wanted, &name);
        self.columns.push(Names::default());
        self.mld.tables.push(Table {
            name,
            origin,
            docs: docs.to_owned(),
            why,
            span,
            columns: Vec::new(),
            primary_key: Vec::new(),
            key_why: Text::same(""),
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            write_rules: Vec::new(),
            indexes: Vec::new(),
        });
        id
    }

    /// The table under construction.
    #[allow(clippy::indexing_slicing)] // an id is only made by `add_table`
    pub(crate) fn table_mut(&mut self, id: TableId) -> &mut Table {
        &mut self.mld.tables[id.0 as usize]
    }

    /// Remembers what isn't called as it should be; a name that is too long is cut, and the same all the same.
    fn note(&mut self, what: Named, wanted: &str, given: &str) {
        if given != shorten(wanted) {
            self.renamed.push(Renamed { what, wanted: wanted.to_owned() });
        }
    }

    /// Keeps a name of a table for a column that comes later.
    pub(crate) fn keep_column_name(&mut self, table: TableId, name: &str) {
        if let Some(names) = self.columns.get_mut(table.0 as usize) {
            names.take(name);
        }
    }

    /// Adds a column whose name is kept or new; `prefix` goes in front where the name is taken.
    pub(crate) fn add_column(&mut self, table: TableId, prefix: &str, column: Column) -> usize {
        let name = match self.columns.get_mut(table.0 as usize) {
            Some(names) if names.is_free(&column.name) => names.take(&column.name),
            Some(names) => names.take(&format!("{prefix}_{}", column.name)),
            None => column.name.clone(),
        };
        let index = self.mld.table(table).columns.len();
        self.note(Named::Column(ColumnRef { table, index }), &column.name, &name);
        self.push_column(table, Column { name, ..column })
    }

    /// Adds a column under the very name it has, kept before.
    pub(crate) fn push_column(&mut self, table: TableId, column: Column) -> usize {
        let columns = &mut self.table_mut(table).columns;
        columns.push(column);
        columns.len() - 1
    }

    /// A name for a constraint or index: the prefix, the table, the words.
    pub(crate) fn constraint_name(&mut self, prefix: &str, table: TableId, words: &str) -> String {
        let table = self.mld.table(table).name.to_lowercase();
        let wanted = if words.is_empty() { format!("{prefix}_{table}") } else { format!("{prefix}_{table}_{words}") };
        self.names.take(&wanted)
    }

    /// The names of columns, joined.
    pub(crate) fn joined_names(&self, table: TableId, columns: &[usize]) -> String {
        columns.iter().map(|at| self.mld.column_name(table, *at)).collect::<Vec<_>>().join("_")
    }

    /// Adds a CHECK.
    pub(crate) fn add_check(&mut self, table: TableId, words: &str, condition: RowCondition, said: Said) {
        let name = self.constraint_name("ck", table, words);
        let Said { only, message, why, span } = said;
        let columns = match &condition {
            RowCondition::Expr(expr) => columns_read(self.mcd, &self.mld, table, expr).unwrap_or_default(),
            other => other.columns(),
        };
        self.table_mut(table).checks.push(Check { name, condition, columns, only, message, why, span });
    }

    /// Adds an alternate key unless the table has it.
    pub(crate) fn add_unique(&mut self, table: TableId, columns: Vec<usize>, why: Text, span: Option<Span>) {
        let has = self.mld.table(table).uniques.iter().any(|unique| unique.columns == columns)
            || self.mld.table(table).primary_key == columns;
        if has || columns.is_empty() {
            return;
        }
        let words = self.joined_names(table, &columns);
        let name = self.constraint_name("uq", table, &words);
        let labels = self.labels(table, &columns);
        let message = self.tell(&say!(fr "Existe déjà : {labels}", en "Already exists: {labels}"));
        self.table_mut(table).uniques.push(Unique { name, columns, message, why, span });
    }

    /// What columns are called by people.
    fn labels(&self, table: TableId, columns: &[usize]) -> String {
        let columns = columns.iter().filter_map(|at| self.mld.table(table).columns.get(*at));
        columns.map(|column| self.label(column.origin, &column.name)).collect::<Vec<_>>().join(", ")
    }

    fn label(&self, origin: Origin, name: &str) -> String {
        match origin {
            Origin::Field(field) | Origin::Identifier(field) | Origin::Address(field, _) => {
                self.mcd.field(field).label.clone()
            }
            Origin::Leg(leg) | Origin::LegValue(leg, _) => {
                let leg = self.mcd.leg(leg);
                leg.label.clone().unwrap_or_else(|| crate::mcd::labels::label(&leg.navigation, self.mcd.crm.locale))
            }
            _ => name.to_owned(),
        }
    }

    /// Adds a reference.
    pub(crate) fn add_foreign_key(&mut self, table: TableId, reference: Reference) {
        let words = self.joined_names(table, reference.columns.get(..1).unwrap_or_default());
        let name = self.constraint_name("fk", table, &words);
        let Reference { columns, target, target_columns, on_delete, leg, why, span } = reference;
        let key = ForeignKey {
            name,
            columns,
            target,
            target_columns,
            on_delete,
            together: Vec::new(),
            deferrable: false,
            leg,
            why,
            span,
        };
        self.table_mut(table).foreign_keys.push(key);
    }

    /// Remembers where a field is stored.
    pub(crate) fn place(&mut self, field: FieldRef, table: TableId, columns: Vec<usize>) {
        self.mld.fields.entry(field).or_default().push(FieldHome { table, columns });
    }

    /// The type of a reference to an entity.
    pub(crate) fn key_type(&self, entity: EntityId) -> ColumnType {
        let uuid = self.mld.keys == Keys::Uuid && self.serial_identifier(entity).is_none();
        if uuid { ColumnType::Uuid } else { ColumnType::Integer }
    }

    /// The field that is the column `id`: the only identifier of the hierarchy's root, a `serial`.
    pub(crate) fn serial_identifier(&self, entity: EntityId) -> Option<FieldRef> {
        use crate::mcd::{KeyPart, Type};
        match self.mcd.identifier(entity) {
            [KeyPart::Field(field)] if self.mcd.field(*field).ty == Type::Serial => Some(*field),
            _ => None,
        }
    }

    /// The mark of an entity's rows in its table.
    pub(crate) fn mark(&self, entity: EntityId) -> Option<Mark> {
        self.mld.entities.get(entity.0 as usize).and_then(|home| home.mark.clone())
    }

    /// The table of an entity.
    pub(crate) fn table_of(&self, entity: EntityId) -> Option<TableId> {
        self.mld.entities.get(entity.0 as usize).and_then(|home| home.table)
    }

    /// The tables and marks of the rows that bear an owner's fields; several for a supertype stored `separate`.
    pub(crate) fn tables_of(&self, owner: Owner) -> Vec<TableId> {
        match owner {
            Owner::Relation(id) => {
                self.mld.relations.get(id.0 as usize).and_then(RelationHome::table).into_iter().collect()
            }
            Owner::Entity(id) => {
                let mut tables: Vec<TableId> = self.table_of(id).into_iter().collect();
                if self.decisions.strategy(id) == Strategy::Separate {
                    for child in &self.mcd.entity(id).children {
                        tables.extend(self.tables_of(Owner::Entity(*child)));
                    }
                }
                tables
            }
        }
    }
}

/// What is said of a check.
pub(crate) struct Said {
    pub(crate) only: Option<Mark>,
    pub(crate) message: String,
    pub(crate) why: Text,
    pub(crate) span: Option<Span>,
}

/// A reference to be added.
pub(crate) struct Reference {
    pub(crate) columns: Vec<usize>,
    pub(crate) target: TableId,
    pub(crate) target_columns: Vec<usize>,
    pub(crate) on_delete: OnDelete,
    pub(crate) leg: Option<crate::mcd::LegRef>,
    pub(crate) why: Text,
    pub(crate) span: Option<Span>,
}
