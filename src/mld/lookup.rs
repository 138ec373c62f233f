//! Look-ups on the physical model, for those who write queries.
//!
//! Plain reads. Invariant: none for what the model doesn't hold, never a panic.

use super::schema::*;
use crate::mcd::{EntityId, FieldRef, LegRef, RelationId};

impl Mld {
    /// The table.
    ///
    /// # Panics
    /// Never for an id of this model.
    #[allow(clippy::indexing_slicing)] // an id is only made for a table of this model
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0 as usize]
    }

    /// All tables with their ids.
    pub fn tables(&self) -> impl Iterator<Item = (TableId, &Table)> {
        (0u32..).map(TableId).zip(&self.tables)
    }

    /// Where the occurrences of an entity are.
    ///
    /// # Panics
    /// Never for an entity of the model it was made from.
    #[allow(clippy::indexing_slicing)] // one home an entity
    pub fn entity(&self, id: EntityId) -> &EntityHome {
        &self.entities[id.0 as usize]
    }

    /// Where the occurrences of a relation are.
    ///
    /// # Panics
    /// Never for a relation of the model it was made from.
    #[allow(clippy::indexing_slicing)] // one home a relation
    pub fn relation(&self, id: RelationId) -> &RelationHome {
        &self.relations[id.0 as usize]
    }

    /// The table whose rows are occurrences of the entity.
    pub fn entity_table(&self, id: EntityId) -> Option<&Table> {
        self.entity(id).table.map(|table| self.table(table))
    }

    /// Every place where a field is stored: one, none for a computed field, several for a field inherited under `stored separate`.
    pub fn field_homes(&self, field: FieldRef) -> &[FieldHome] {
        self.fields.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first column of a field in a table, if the field is stored there.
    pub fn field_in(&self, table: TableId, field: FieldRef) -> Option<usize> {
        self.field_homes(field).iter().find(|home| home.table == table)?.columns.first().copied()
    }

    /// The column of a field in its only or first place; none for a computed field.
    pub fn field_column(&self, field: FieldRef) -> Option<&Column> {
        let home = self.field_homes(field).first()?;
        self.table(home.table).columns.get(*home.columns.first()?)
    }

    /// The column that refers to the entity on a leg; none for the leg whose entity bears the reference.
    pub fn leg_column(&self, leg: LegRef) -> Option<ColumnRef> {
        let home = self.relation(leg.relation);
        Some(ColumnRef { table: home.table()?, index: *home.leg(leg.index).first()? })
    }

    /// The column.
    pub fn column(&self, column: ColumnRef) -> Option<&Column> {
        self.table(column.table).columns.get(column.index)
    }

    /// The name of the column; empty for one that doesn't exist.
    pub fn column_name(&self, table: TableId, index: usize) -> &str {
        self.table(table).columns.get(index).map(|column| column.name.as_str()).unwrap_or_default()
    }

    /// The message of a constraint by its name, as the database reports it.
    pub fn message(&self, constraint: &str) -> Option<&str> {
        self.messages().into_iter().find(|(name, _)| *name == constraint).map(|(_, message)| message)
    }

    /// Every named constraint with its message in the model's language, table by table.
    pub fn messages(&self) -> Vec<(&str, &str)> {
        let mut all = Vec::new();
        for table in &self.tables {
            all.extend(table.messages());
        }
        all.extend(self.deferred.iter().map(|deferred| (deferred.name.as_str(), deferred.message.as_str())));
        all.extend(self.row_rules.iter().map(|rule| (rule.name.as_str(), rule.message.as_str())));
        all
    }
}

impl Table {
    /// Every named constraint of the table with its message, foreign keys apart.
    pub fn messages(&self) -> Vec<(&str, &str)> {
        let uniques = self.uniques.iter().map(|unique| (unique.name.as_str(), unique.message.as_str()));
        let checks = self.checks.iter().map(|check| (check.name.as_str(), check.message.as_str()));
        let rules = self.write_rules.iter().map(|rule| (rule.name.as_str(), rule.message.as_str()));
        uniques.chain(checks).chain(rules).collect()
    }

    /// The place of the column of this origin.
    pub fn position(&self, origin: Origin) -> Option<usize> {
        self.columns.iter().position(|column| column.origin == origin)
    }

    /// The column of this origin.
    pub fn column_of(&self, origin: Origin) -> Option<&Column> {
        self.columns.iter().find(|column| column.origin == origin)
    }
}

impl RowCondition {
    /// The columns it reads, in order, but for those of an expression, which the model tells.
    pub(crate) fn columns(&self) -> Vec<usize> {
        use RowCondition as C;
        let mut columns = match self {
            C::Expr(_) => Vec::new(),
            C::OneOf(at, _) | C::Length(at, ..) | C::WellFormed(at) | C::Within(at, ..) => vec![*at],
            C::HasAtSign(at) | C::Matches(at, _) | C::Always(at, _) => vec![*at],
            C::Together(all) | C::Filled(all, ..) => all.clone(),
            C::Follows { key, fields, required } => [key.clone(), fields.clone(), required.clone()].concat(),
            C::Belongs { mark, fields, required } => {
                [vec![mark.column().index], fields.clone(), required.clone()].concat()
            }
            C::Implies(a, b) => vec![*a, *b],
        };
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

impl Table {
    /// Whether deleting the row referred to must empty columns itself: the engine's SET NULL knows only the reference, which others go
    /// with or which a CHECK reads (MariaDB then refuses SET NULL).
    pub fn empties_by_itself(&self, key: &ForeignKey) -> bool {
        let read = || key.columns.iter().any(|at| self.checks.iter().any(|check| check.columns.contains(at)));
        key.on_delete == crate::mcd::OnDelete::Detach && (!key.together.is_empty() || read())
    }
}
