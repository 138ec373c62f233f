//! What the model states of the columns of a file: identifiers and `unique` groups determine the fields of their entity, an entity leads
//! to those that it is linked to at most once, and `fd` lines say the rest.

use crate::inventory::matching::TableMatch;
use crate::inventory::read::Table;
use crate::inventory::value::fold;
use crate::mcd::{EntityId, Fd, FieldRef, KeyPart, LegRef, Mcd, Owner, RelationId};
use crate::source::Span;

/// A dependency that the model states between columns of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The columns that determine, ascending.
    pub left: Vec<usize>,
    /// The column that is determined.
    pub right: usize,
    /// Where the model states it.
    pub span: Span,
    /// How.
    pub by: By,
}

/// How the model states a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The entity's identifier, or what is unique in it.
    Key(EntityId),
    /// An occurrence of the entity takes part in the relation once at most.
    Link(EntityId, RelationId),
    /// An `fd` line.
    Line,
}

/// The dependencies that the model states between columns of a table, each once.
pub fn stated(mcd: &Mcd, table: &Table, matched: &TableMatch) -> Vec<Stated> {
    let mut stating = Stating { mcd, matched, found: Vec::new() };
    for (id, entity) in mcd.entities() {
        stating.of_keys(id);
        stating.of_lines(&entity.fds);
        stating.of_links(id);
    }
    mcd.relations().for_each(|(_, relation)| stating.of_lines(&relation.fds));
    stating.of_headings(table);
    stating.found
}

struct Stating<'s> {
    mcd: &'s Mcd,
    matched: &'s TableMatch,
    found: Vec<Stated>,
}

/// How deep an identifier may lie within identifiers.
const DEPTH: usize = 8;

impl Stating<'_> {
    fn column(&self, field: FieldRef) -> Option<usize> {
        self.matched.fates.iter().position(|fate| fate.field() == Some(field))
    }

    /// The columns of some parts; that of a leg is its entity's identifier.
    fn columns(&self, parts: &[KeyPart], depth: usize) -> Option<Vec<usize>> {
        let mut columns = Vec::new();
        for part in parts {
            match part {
                KeyPart::Field(field) => columns.push(self.column(*field)?),
                KeyPart::Leg(leg) => columns.extend(self.of_leg(*leg, depth)?),
            }
        }
        Some(columns).filter(|columns| !columns.is_empty())
    }

    fn of_leg(&self, leg: LegRef, depth: usize) -> Option<Vec<usize>> {
        let identifier = self.mcd.identifier(self.mcd.leg(leg).entity);
        self.columns(identifier, depth.checked_sub(1)?)
    }

    fn add(&mut self, left: &[usize], right: &[usize], by: By, span: Span) {
        let mut left = left.to_vec();
        left.sort_unstable();
        left.dedup();
        for right in right.iter().filter(|right| !left.contains(right)) {
            if !self.found.iter().any(|known| known.left == left && known.right == *right) {
                self.found.push(Stated { left: left.clone(), right: *right, span, by });
            }
        }
    }

    fn of_keys(&mut self, id: EntityId) {
        let fates = self.matched.fates.iter().enumerate();
        let own: Vec<usize> = fates
            .filter(|(_, fate)| fate.field().is_some_and(|field| field.owner == Owner::Entity(id)))
            .map(|(column, _)| column)
            .collect();
        let entity = self.mcd.entity(id);
        let groups = entity.uniques.iter().map(|group| (group.parts.as_slice(), group.span));
        for (key, span) in std::iter::once((self.mcd.identifier(id), entity.name_span)).chain(groups) {
            if let Some(left) = self.columns(key, DEPTH) {
                self.add(&left, &own, By::Key(id), span);
            }
        }
    }

    /// The identifier gives that of each entity to which an occurrence is linked once at most.
    fn of_links(&mut self, id: EntityId) {
        let Some(left) = self.columns(self.mcd.identifier(id), DEPTH) else { return };
        for leg in self.mcd.legs_of(id).into_iter().filter(|leg| self.mcd.leg(*leg).card.max == Some(1)) {
            let others = (0..self.mcd.relation(leg.relation).legs.len()).filter(|index| *index != leg.index);
            for index in others {
                let far = LegRef { relation: leg.relation, index };
                if let Some(right) = self.of_leg(far, DEPTH).filter(|_| self.mcd.leg(far).role.is_none()) {
                    self.add(&left, &right, By::Link(id, leg.relation), self.mcd.leg(leg).span);
                }
            }
        }
    }

    fn of_lines(&mut self, fds: &[Fd]) {
        for fd in fds {
            if let (Some(left), Some(right)) = (self.columns(&fd.left, DEPTH), self.columns(&fd.right, DEPTH)) {
                self.add(&left, &right, By::Line, fd.span);
            }
        }
    }

    /// `fd` lines at the top of the model speak of headings.
    fn of_headings(&mut self, table: &Table) {
        let column = |name: &String| {
            let wanted = fold(name);
            table.columns.iter().position(|column| fold(&column.name) == wanted || fold(&column.heading) == wanted)
        };
        for (left, right, span) in &self.mcd.inventory.fds {
            let sides = [left, right].map(|names| names.iter().map(column).collect::<Option<Vec<usize>>>());
            if let [Some(left), Some(right)] = sides {
                self.add(&left, &right, By::Line, *span);
            }
        }
    }
}
