//! The statements of an entity's or relation's module, as text that a person would write.
//!
//! `:name` is the value of that field; `:__id`, `:__version`, `:__kind` and `:__now` are the record's own. A SELECT gives each field
//! under its name, and the title of each reference `NAME` as `NAME__title`. Which values are bound how is the core's business.

use super::plan::{AppPlan, EntityPlan, FieldOrigin, FieldPlan, RelationPlan};
use crate::mcd::{EntityId, FieldRef, KeyPart, Mcd, Owner, Type};
use crate::mld::{ColumnRef, ColumnType, Mark, Mld, Origin, RowRule, Strategy, TableId};
use crate::sql::{Dialect, Query, Schema, literal, quote};

/// The statements of a module; empty where there is nothing to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Queries {
    pub(super) select: String,
    pub(super) insert: String,
    pub(super) update: String,
    pub(super) delete: String,
    /// Makes a record of the supertype one of this subtype too.
    pub(super) adopt: String,
}

/// Writes statements for one model and engine.
pub(super) struct Writer<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) mld: &'a Mld,
    pub(super) plan: &'a AppPlan,
    pub(super) dialect: Dialect,
}

/// A SELECT being put together.
#[derive(Default)]
struct Select {
    columns: Vec<String>,
    joins: Vec<String>,
    aliases: Vec<String>,
}

impl Writer<'_> {
    fn quote(&self, name: &str) -> String {
        quote(name, self.dialect)
    }

    fn table(&self, table: TableId) -> String {
        self.quote(&self.mld.table(table).name)
    }

    fn column(&self, column: ColumnRef) -> String {
        self.quote(self.mld.column_name(column.table, column.index))
    }

    /// The statements of an entity.
    pub(super) fn entity(&self, entity: &EntityPlan) -> Queries {
        let table = self.table(entity.table);
        let overlaps = entity.parent.is_some_and(|parent| self.overlaps(parent));
        let single = entity.under == Some(Strategy::Single);
        Queries {
            select: self.entity_select(entity),
            insert: self.entity_insert(entity),
            update: self.entity_update(entity),
            delete: match entity.parent {
                Some(_) if !overlaps => String::new(),
                Some(_) if single => self.released(entity),
                _ => format!("DELETE FROM {table} WHERE id = :__id"),
            },
            adopt: match overlaps {
                true if single => self.adopted(entity),
                true => self.entity_insert(entity),
                false => String::new(),
            },
        }
    }

    /// Whether a record may belong to several of an entity's subtypes.
    pub(super) fn overlaps(&self, entity: EntityId) -> bool {
        let entity = self.mcd.entity(entity);
        !entity.children.is_empty() && entity.subtypes.as_ref().is_none_or(|subtypes| !subtypes.exclusive)
    }

    /// Whether the records of an entity are identified by a UUID.
    pub(super) fn has_uuid(&self, entity: EntityId) -> bool {
        let key = self.plan.entity(entity).and_then(|plan| self.mld.table(plan.table).columns.first());
        key.is_some_and(|column| column.ty == ColumnType::Uuid)
    }

    /// The entity with its supertypes, the topmost first.
    pub(super) fn lineage(&self, entity: &EntityPlan) -> Vec<&EntityPlan> {
        let above = self.mcd.lineage(entity.id).into_iter().rev();
        above.filter_map(|id| self.plan.entity(id)).collect()
    }

    fn entity_select(&self, entity: &EntityPlan) -> String {
        let lineage = self.lineage(entity);
        let root = lineage.first().copied().unwrap_or(entity);
        let base = self.table(root.table);
        let mut select = Select { aliases: vec![self.mld.table(root.table).name.clone()], ..Select::default() };
        for name in ["id", "version", "created_at", "updated_at"] {
            select.columns.push(format!("{base}.{name} AS __{name}"));
        }
        select.columns.push(format!("{} AS __title", self.title(entity.id, &base)));
        if let Some(kind) = entity.kind {
            select.columns.push(format!("{}.{} AS __kind", self.table(kind.table), self.column(kind)));
        } else if self.overlaps(entity.id) {
            select.columns.push("'' AS __kind".to_owned());
        }
        for level in &lineage {
            if level.table != root.table {
                self.join_level(&mut select, &base, level.table);
            }
            for field in &level.fields {
                self.select_field(&mut select, field, root.table, entity);
            }
        }
        self.join_extra_homes(&mut select, entity, &lineage, &base);
        let filter = entity.mark.as_ref().filter(|_| entity.under == Some(Strategy::Single));
        let filter = filter.map(|mark| format!("\nWHERE {}", self.mark(mark))).unwrap_or_default();
        self.assemble(&base, &select, &filter)
    }

    fn assemble(&self, base: &str, select: &Select, filter: &str) -> String {
        let columns = select.columns.join(",\n       ");
        let joins: String = select.joins.iter().map(|join| format!("\n{join}")).collect();
        format!("SELECT {columns}\nFROM {base}{joins}{filter}")
    }

    /// A subtype's own table, sharing its supertype's key.
    fn join_level(&self, select: &mut Select, base: &str, table: TableId) {
        let name = self.table(table);
        select.aliases.push(self.mld.table(table).name.clone());
        select.joins.push(format!("JOIN {name} ON {name}.id = {base}.id"));
    }

    /// Under `stored separate` an inherited field is in the subtypes' tables: the supertype reads whichever there is.
    fn join_extra_homes(&self, select: &mut Select, entity: &EntityPlan, lineage: &[&EntityPlan], base: &str) {
        let joined: Vec<TableId> = lineage.iter().map(|level| level.table).collect();
        let homes = entity.fields.iter().flat_map(|field| &field.columns).map(|column| column.table);
        let mut extra: Vec<TableId> = homes.filter(|table| !joined.contains(table)).collect();
        extra.sort();
        extra.dedup();
        for table in extra {
            let name = self.table(table);
            select.joins.push(format!("LEFT JOIN {name} ON {name}.id = {base}.id"));
        }
    }

    fn mark(&self, mark: &Mark) -> String {
        match mark {
            Mark::Kind(column, value) => {
                format!("{}.{} = {}", self.table(column.table), self.column(*column), literal(value, self.dialect))
            }
            Mark::Flag(column) => format!("{}.{}", self.table(column.table), self.column(*column)),
        }
    }

    fn select_field(&self, select: &mut Select, field: &FieldPlan, root: TableId, entity: &EntityPlan) {
        let name = self.quote(&field.name);
        if let FieldOrigin::Computed(at, _) = &field.origin {
            let computed = self.computed(*at, root);
            select.columns.push(format!("{computed} AS {name}"));
            return;
        }
        let value = self.stored(field, entity);
        if value.ends_with(&format!(".{name}")) {
            select.columns.push(value.clone());
        } else {
            select.columns.push(format!("{value} AS {name}"));
        }
        if let FieldOrigin::Reference(_, target, _) = field.origin {
            self.join_reference(select, field, target, &value);
        }
    }

    /// The field's column; the first that is filled where it has several homes.
    fn stored(&self, field: &FieldPlan, entity: &EntityPlan) -> String {
        let qualified = |column: &ColumnRef| format!("{}.{}", self.table(column.table), self.column(*column));
        let own = field.columns.iter().find(|column| column.table == entity.table);
        match (own, field.columns.as_slice()) {
            (Some(own), _) => qualified(own),
            (None, [only]) => qualified(only),
            (None, []) => "NULL".to_owned(),
            (None, several) => {
                format!("coalesce({})", several.iter().map(qualified).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Joins what the reference points at, for its title.
    fn join_reference(&self, select: &mut Select, field: &FieldPlan, target: EntityId, value: &str) {
        let Some(planned) = self.plan.entity(target) else { return };
        let table = self.title_table(target).unwrap_or(planned.table);
        let mut alias = field.name.clone();
        while select.aliases.contains(&alias) {
            alias.push_str("_ref");
        }
        let quoted = self.quote(&alias);
        let named = if self.mld.table(table).name == alias {
            self.table(table)
        } else {
            format!("{} AS {quoted}", self.table(table))
        };
        select.joins.push(format!("LEFT JOIN {named} ON {quoted}.id = {value}"));
        select.columns.push(format!(
            "{} AS {}",
            self.title(target, &quoted),
            self.quote(&format!("{}__title", field.name))
        ));
        select.aliases.push(alias);
    }

    /// The title fields of an entity, inherited ones first.
    fn title_fields(&self, id: EntityId) -> Vec<FieldRef> {
        self.mcd.all_fields(id).into_iter().filter(|field| self.mcd.field(*field).title).collect()
    }

    /// The one table in which all title fields are.
    fn title_table(&self, id: EntityId) -> Option<TableId> {
        let mut tables = self.title_parts(id).into_iter().map(|column| column.table);
        let first = tables.next()?;
        tables.all(|table| table == first).then_some(first)
    }

    fn title_parts(&self, id: EntityId) -> Vec<ColumnRef> {
        let titles = self.title_fields(id);
        let fields = if titles.is_empty() { self.identifier_fields(id) } else { titles };
        let columns = fields.into_iter().filter_map(|field| {
            let home = self.mld.field_homes(field).first()?;
            Some(ColumnRef { table: home.table, index: *home.columns.first()? })
        });
        columns.collect()
    }

    fn identifier_fields(&self, id: EntityId) -> Vec<FieldRef> {
        let parts = self.mcd.identifier(id).iter().filter_map(|part| match part {
            KeyPart::Field(field) => Some(*field),
            KeyPart::Leg(_) => None,
        });
        parts.collect()
    }

    /// What a record is called, read from the table or alias `row`.
    fn title(&self, id: EntityId, row: &str) -> String {
        let titles = self.title_fields(id);
        let label = literal(&self.mcd.entity(id).label, self.dialect);
        let numbered = format!("concat_ws(' ', {label}, {row}.id)");
        let column = |field: &FieldRef| {
            self.mld.field_column(*field).map(|column| format!("{row}.{}", self.quote(&column.name)))
        };
        match titles.as_slice() {
            [] => {
                let identifiers = self.identifier_fields(id);
                let given = |field: &FieldRef| self.mcd.field(*field).ty == Type::Serial;
                let parts: Vec<String> = identifiers.iter().filter_map(column).collect();
                match parts.as_slice() {
                    [] => numbered,
                    _ if identifiers.iter().all(given) => numbered,
                    parts if self.readable(&identifiers) => format!("concat_ws(' ', {})", parts.join(", ")),
                    parts => format!("concat_ws(' ', {label}, {})", parts.join(", ")),
                }
            }
            [only] if self.mcd.field(*only).required && is_text(&self.mcd.field(*only).ty) => {
                column(only).unwrap_or(numbered)
            }
            several => {
                let parts: Vec<String> = several.iter().filter_map(column).collect();
                format!("coalesce(nullif(concat_ws(' ', {}), ''), {numbered})", parts.join(", "))
            }
        }
    }

    /// Whether identifiers speak for themselves: text or a reference, rather than a bare number.
    fn readable(&self, fields: &[FieldRef]) -> bool {
        fields.iter().any(|field| is_text(&self.mcd.field(*field).ty))
    }

    /// The field of a module, or of those above it, that a column of the table holds.
    fn field_of<'b>(&self, fields: &[&'b FieldPlan], column: ColumnRef) -> Option<&'b FieldPlan> {
        fields.iter().find(|field| field.columns.contains(&column)).copied()
    }

    /// What the columns of a shared table say of a record of this subtype.
    fn marks(&self, entity: &EntityPlan) -> Vec<(ColumnRef, String)> {
        let marks = self.lineage(entity).into_iter().filter(|level| level.under == Some(Strategy::Single));
        let said = marks.filter_map(|level| match level.mark.as_ref()? {
            Mark::Kind(column, value) => Some((*column, literal(value, self.dialect))),
            Mark::Flag(column) => Some((*column, "TRUE".to_owned())),
        });
        said.filter(|(column, _)| column.table == entity.table).collect()
    }

    /// Where a table is shared, each subtype's statement writes the whole row, its supertypes' part included.
    fn entity_insert(&self, entity: &EntityPlan) -> String {
        let marks = self.marks(entity);
        let fields: Vec<&FieldPlan> = self.lineage(entity).into_iter().flat_map(|level| &level.fields).collect();
        let mut pairs = Vec::new();
        for (index, column) in self.mld.table(entity.table).columns.iter().enumerate() {
            let at = ColumnRef { table: entity.table, index };
            let value = match column.origin {
                // The application gives it.
                Origin::Surrogate(_) if column.ty == ColumnType::Uuid => ":__id".to_owned(),
                Origin::Surrogate(_) | Origin::Identifier(_) | Origin::KindOf(_) => continue,
                Origin::Shared(_) => ":__id".to_owned(),
                Origin::Kind(_) | Origin::Flag(_) if marks.iter().any(|(column, _)| *column == at) => {
                    marks.iter().filter(|(column, _)| *column == at).map(|(_, value)| value.clone()).collect()
                }
                Origin::Kind(of) if of == entity.id => ":__kind".to_owned(),
                Origin::Kind(_) => continue,
                Origin::CreatedAt | Origin::UpdatedAt => ":__now".to_owned(),
                Origin::Version => "1".to_owned(),
                Origin::Flag(_) | Origin::Counter => continue,
                _ => match self.field_of(&fields, at) {
                    Some(field) => self.given(field, at),
                    None => continue,
                },
            };
            pairs.push((self.column(at), value));
        }
        insert(&self.table(entity.table), &pairs)
    }

    fn entity_update(&self, entity: &EntityPlan) -> String {
        let fields: Vec<&FieldPlan> = self.lineage(entity).into_iter().flat_map(|level| &level.fields).collect();
        let mut pairs = Vec::new();
        for (index, column) in self.mld.table(entity.table).columns.iter().enumerate() {
            let at = ColumnRef { table: entity.table, index };
            let value = match column.origin {
                Origin::UpdatedAt => ":__now".to_owned(),
                Origin::Version => format!("{} + 1", self.column(at)),
                // A number of a link comes and goes with it.
                Origin::Field(field) if self.is_given(field) && matches!(field.owner, Owner::Entity(_)) => continue,
                Origin::Field(_) | Origin::Address(..) | Origin::Leg(_) | Origin::LegValue(..) => {
                    match self.field_of(&fields, at) {
                        Some(field) => self.given(field, at),
                        None => continue,
                    }
                }
                _ => continue,
            };
            pairs.push((self.column(at), value));
        }
        let root = self.lineage(entity).first().map(|root| root.table);
        let condition = if root == Some(entity.table) { "id = :__id AND version = :__version" } else { "id = :__id" };
        update(&self.table(entity.table), &pairs, condition)
    }

    fn is_given(&self, field: FieldRef) -> bool {
        super::plan::is_given(&self.mcd.field(field).ty)
    }

    /// A subtype in its supertype's table: the row is there, its own columns are filled in.
    fn adopted(&self, entity: &EntityPlan) -> String {
        let marks = self.marks(entity).into_iter().map(|(column, value)| (self.column(column), value));
        let own = self.own_columns(entity);
        update(&self.table(entity.table), &marks.chain(own).collect::<Vec<_>>(), "id = :__id")
    }

    /// The row stays without what is the subtype's.
    fn released(&self, entity: &EntityPlan) -> String {
        let mark = match entity.mark {
            Some(Mark::Flag(column)) => Some((self.column(column), "FALSE".to_owned())),
            _ => None,
        };
        let own = self.own_columns(entity).into_iter().map(|(column, _)| (column, "NULL".to_owned()));
        update(&self.table(entity.table), &mark.into_iter().chain(own).collect::<Vec<_>>(), "id = :__id")
    }

    /// The columns of its own, each with what it is given.
    fn own_columns(&self, entity: &EntityPlan) -> Vec<(String, String)> {
        let columns = entity.fields.iter().flat_map(|field| field.columns.iter().map(move |column| (column, field)));
        let here = columns.filter(|(column, _)| column.table == entity.table);
        here.map(|(column, field)| (self.column(*column), self.given(field, *column))).collect()
    }

    /// What a column is given: the value of a field. JSON is sent as text, which PostgreSQL doesn't take for JSON by itself; it is told
    /// twice, since a statement prepared with an empty value would expect JSON's own binary form ever after.
    fn given(&self, field: &FieldPlan, at: ColumnRef) -> String {
        let is_json = self.mld.column(at).is_some_and(|column| column.ty == ColumnType::Json);
        match (is_json, self.dialect) {
            (true, Dialect::Postgres) => format!("CAST(CAST(:{} AS text) AS jsonb)", field.name),
            _ => format!(":{}", field.name),
        }
    }

    /// The statements of a relation that has a table of its own.
    pub(super) fn relation(&self, relation: &RelationPlan) -> Queries {
        let table = self.table(relation.table);
        let key: Vec<String> = self.key_columns(relation);
        let condition = key.join(" AND ");
        let (mut insert_pairs, mut update_pairs) = (Vec::new(), Vec::new());
        for field in &relation.fields {
            for column in field.columns.iter().filter(|column| column.table == relation.table) {
                let pair = (self.column(*column), self.given(field, *column));
                if !relation.key.contains(&field.name) {
                    update_pairs.push(pair.clone());
                }
                insert_pairs.push(pair);
            }
        }
        for (index, column) in self.mld.table(relation.table).columns.iter().enumerate() {
            let name = self.column(ColumnRef { table: relation.table, index });
            match column.origin {
                Origin::CreatedAt => insert_pairs.push((name, ":__now".to_owned())),
                Origin::UpdatedAt => {
                    insert_pairs.push((name.clone(), ":__now".to_owned()));
                    update_pairs.push((name, ":__now".to_owned()));
                }
                Origin::Version => {
                    insert_pairs.push((name.clone(), "1".to_owned()));
                    update_pairs.push((name.clone(), format!("{name} + 1")));
                }
                _ => {}
            }
        }
        Queries {
            select: self.relation_select(relation),
            insert: insert(&table, &insert_pairs),
            update: update(&table, &update_pairs, &condition),
            delete: format!("DELETE FROM {table}\nWHERE {condition}"),
            adopt: String::new(),
        }
    }

    fn key_columns(&self, relation: &RelationPlan) -> Vec<String> {
        let keyed = relation.fields.iter().filter(|field| relation.key.contains(&field.name));
        keyed
            .flat_map(|field| field.columns.iter().map(|column| format!("{} = :{}", self.column(*column), field.name)))
            .collect()
    }

    fn relation_select(&self, relation: &RelationPlan) -> String {
        let base = self.table(relation.table);
        let mut select = Select { aliases: vec![self.mld.table(relation.table).name.clone()], ..Select::default() };
        for field in &relation.fields {
            let name = self.quote(&field.name);
            if let FieldOrigin::Computed(at, _) = &field.origin {
                let computed = self.computed(*at, relation.table);
                select.columns.push(format!("{computed} AS {name}"));
                continue;
            }
            let Some(column) = field.columns.first() else { continue };
            let value = format!("{base}.{}", self.column(*column));
            let plain = value.ends_with(&format!(".{name}"));
            select.columns.push(if plain { value.clone() } else { format!("{value} AS {name}") });
            if let FieldOrigin::Reference(_, target, _) = field.origin {
                self.join_reference(&mut select, field, target, &value);
            }
        }
        self.assemble(&base, &select, "")
    }

    /// Sets or clears the reference of a member: `:__id` is the member, `:__owner` the record, or empty.
    pub(super) fn member_update(&self, entity: &EntityPlan, field: &str) -> String {
        let column = entity.fields.iter().find(|known| known.name == field).and_then(|field| field.columns.first());
        let Some(column) = column else { return String::new() };
        let mut pairs = vec![(self.column(*column), ":__owner".to_owned())];
        pairs.extend(self.written_again(column.table));
        update(&self.table(column.table), &pairs, "id = :__id")
    }

    /// Says that what the record `:__owner` has with it was written: a form opened before is no longer up to date.
    pub(super) fn owner_touch(&self, owner: EntityId) -> String {
        let root = self.plan.entity(self.mcd.root(owner)).map(|root| root.table);
        root.map_or_else(String::new, |table| update(&self.table(table), &self.written_again(table), "id = :__owner"))
    }

    /// The columns in which a table keeps when a row was written, and how often.
    fn written_again(&self, table: TableId) -> Vec<(String, String)> {
        let columns = self.mld.table(table).columns.iter().enumerate();
        let kept = columns.filter_map(|(index, column)| {
            let name = self.column(ColumnRef { table, index });
            match column.origin {
                Origin::UpdatedAt => Some((name, ":__now".to_owned())),
                Origin::Version => Some((name.clone(), format!("{name} + 1"))),
                _ => None,
            }
        });
        kept.collect()
    }

    /// The value of a computed field, told from the row of its owner's table.
    fn computed(&self, at: FieldRef, fallback: TableId) -> String {
        let table = match at.owner {
            Owner::Entity(id) => self.mld.entity(id).table,
            Owner::Relation(id) => self.mld.relation(id).table(),
        };
        let row = self.table(table.unwrap_or(fallback));
        self.query().field(at.owner, at, &row).map_or_else(|| "NULL".to_owned(), |value| value.sql)
    }

    /// Pieces of SQL of the model.
    pub(super) fn query(&self) -> Query<'_> {
        Query::new(Schema { mcd: self.mcd, mld: self.mld }, self.dialect)
    }

    /// Gives, for the record `:__id`, whether the rule holds: of the record itself, or of its rows in a relation.
    pub(super) fn row_rule(&self, rule: &RowRule, entity: &EntityPlan) -> Option<String> {
        let holds = self.query().expression(rule.owner, &rule.expr, "r")?.sql;
        let Owner::Relation(id) = rule.owner else {
            return Some(format!("SELECT {holds}\nFROM {} AS r\nWHERE r.id = :__id", self.table(entity.table)));
        };
        match self.plan.relation(id) {
            None => Some(format!("SELECT {holds}\nFROM {} AS r\nWHERE r.id = :__id", self.table(entity.table))),
            Some(relation) => {
                let own = relation
                    .fields
                    .iter()
                    .find(|field| matches!(field.origin, FieldOrigin::Reference(_, target, _) if target == entity.id));
                let column = self.column(*own?.columns.first()?);
                let table = self.table(relation.table);
                Some(format!(
                    "SELECT NOT EXISTS (\n    SELECT 1 FROM {table} AS r WHERE r.{column} = :__id AND NOT ({holds})\n)"
                ))
            }
        }
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Text(_)
            | Type::Email
            | Type::Phone
            | Type::Url
            | Type::Sequence(_)
            | Type::Siren
            | Type::Siret
            | Type::Vat
            | Type::Iban
    )
}

fn insert(table: &str, pairs: &[(String, String)]) -> String {
    let columns: Vec<&str> = pairs.iter().map(|(column, _)| column.as_str()).collect();
    let values: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
    let head = format!("INSERT INTO {table} (");
    format!("{head}{})\nVALUES ({})", wrap(&columns, head.len()), wrap(&values, "VALUES (".len()))
}

fn update(table: &str, pairs: &[(String, String)], condition: &str) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let sets: Vec<String> = pairs.iter().map(|(column, value)| format!("{column} = {value}")).collect();
    format!("UPDATE {table}\nSET {}\nWHERE {condition}", sets.join(",\n    "))
}

/// Greatest width of a line of SQL.
const WIDTH: usize = 140;

/// Items separated by commas, continued under the first.
fn wrap(items: &[&str], indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if indent + line.len() + item.len() + 2 < WIDTH => {
                line.push_str(", ");
                line.push_str(item);
            }
            _ => lines.push((*item).to_owned()),
        }
    }
    lines.join(&format!(",\n{}", " ".repeat(indent)))
}
