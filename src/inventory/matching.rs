//! Which column of the files holds which field of the model: as the `source` blocks say, else by names and labels.
//!
//! Invariant: a field is given to one column of a table at most, and a name that could mean two fields means none.

use std::path::Path;

use indexmap::IndexMap;

use super::read::Table;
use super::value::{fold, name_key};
use crate::mcd::{FieldRef, LegRef, Mcd, Owner, Placement, Source};

/// What became of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It holds a field of the model.
    Placed(FieldRef, Means),
    /// It tells the occurrence at the end of a leg.
    Linked(LegRef),
    /// It is computed: how.
    Derived(String),
    /// It is left out: why.
    Ignored(String),
    /// Nothing yet.
    Open,
}

/// How a column was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A `source` block says so.
    Stated,
    /// By its name.
    Named,
}

impl Fate {
    /// The field it holds.
    pub fn field(&self) -> Option<FieldRef> {
        match self {
            Fate::Placed(field, _) => Some(*field),
            _ => None,
        }
    }
}

/// What a table holds of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct TableMatch {
    /// The `source` that it is the data of, by its place.
    pub source: Option<usize>,
    /// The entity or relation that the table is named after.
    pub main: Option<Owner>,
    /// One a column.
    pub fates: Vec<Fate>,
}

/// Matches tables and model.
pub fn match_tables(mcd: &Mcd, tables: &[Table]) -> Vec<TableMatch> {
    let names = Names::of(mcd);
    tables.iter().map(|table| match_table(mcd, &names, table)).collect()
}

fn match_table(mcd: &Mcd, names: &Names, table: &Table) -> TableMatch {
    let source = mcd.inventory.sources.iter().position(|source| is_data_of(source, table));
    let stated: Vec<Option<Fate>> = table
        .columns
        .iter()
        .map(|column| {
            source
                .and_then(|at| mcd.inventory.sources.get(at))
                .and_then(|source| stated(source, &column.name, &column.heading))
        })
        .collect();
    let main = names.owner_of(&table.name);
    let mut taken: Vec<FieldRef> = stated.iter().flatten().filter_map(Fate::field).collect();
    let mut fates: Vec<Option<Fate>> = stated;
    let mut owners: Vec<Owner> = taken.iter().map(|field| field.owner).collect();
    // What names its owner first, so that it may help to tell what the others belong to.
    for find in [Names::qualified, Names::plain] {
        let already: Vec<Owner> = main.into_iter().chain(owners.iter().copied()).collect();
        for (column, fate) in table.columns.iter().zip(&mut fates).filter(|(_, fate)| fate.is_none()) {
            let field = find(names, &column.name, &already).or_else(|| find(names, &column.heading, &already));
            if let Some(field) = field.filter(|field| !taken.contains(field)) {
                taken.push(field);
                owners.push(field.owner);
                *fate = Some(Fate::Placed(field, Means::Named));
            }
        }
    }
    TableMatch { source, main, fates: fates.into_iter().map(|fate| fate.unwrap_or(Fate::Open)).collect() }
}

/// Whether a table is the data of a source: by the file it names, and the sheet where the file has several; else by its own name.
fn is_data_of(source: &Source, table: &Table) -> bool {
    let file_name = |path: &str| fold(&Path::new(path).file_name().unwrap_or_default().to_string_lossy());
    let named = fold(&source.name);
    let sheet = table.origin.sheet.as_deref().map(fold);
    match &source.data_file {
        Some(file) => {
            let same = file_name(file) == file_name(&table.origin.file);
            let is_sheet = || sheet.as_deref() == Some(&named) || fold(&table.name) == named;
            same && (sheet.is_none() || !table.name.contains('/') || is_sheet())
        }
        None => fold(&table.name) == named || sheet.as_deref() == Some(&named),
    }
}

fn stated(source: &Source, name: &str, heading: &str) -> Option<Fate> {
    let (name, heading) = (fold(name), fold(heading));
    let field = source.fields.iter().find(|field| {
        let wanted = fold(&field.heading);
        wanted == name || !heading.is_empty() && wanted == heading
    })?;
    match &field.placement {
        Placement::Open => None,
        Placement::Placed(placed) => Some(Fate::Placed(*placed, Means::Stated)),
        Placement::Leg(leg) => Some(Fate::Linked(*leg)),
        Placement::Derived(how) => Some(Fate::Derived(how.clone())),
        Placement::Ignored(why) => Some(Fate::Ignored(why.clone())),
    }
}

/// The names that fields go by.
struct Names {
    /// With their owner's: `client nom`, `nom client`.
    qualified: IndexMap<String, Vec<FieldRef>>,
    /// Alone.
    plain: IndexMap<String, Vec<FieldRef>>,
    owners: Vec<(Owner, Vec<String>)>,
}

impl Names {
    fn of(mcd: &Mcd) -> Self {
        let mut names = Names { qualified: IndexMap::new(), plain: IndexMap::new(), owners: Vec::new() };
        for (id, entity) in mcd.entities() {
            let own = [entity.name.as_str(), &entity.label, &entity.plural];
            names.add(mcd, Owner::Entity(id), &own, entity.stored.as_deref());
        }
        for (id, relation) in mcd.relations() {
            names.add(mcd, Owner::Relation(id), &[relation.name.as_str(), &relation.label], relation.stored.as_deref());
        }
        names
    }

    fn add(&mut self, mcd: &Mcd, owner: Owner, own: &[&str], stored: Option<&str>) {
        let own: Vec<&str> = own.iter().copied().chain(stored).collect();
        for (index, field) in mcd.fields(owner).iter().enumerate() {
            let place = FieldRef { owner, index };
            let spellings = [Some(field.name.as_str()), Some(field.label.as_str()), field.stored.as_deref()];
            let codes = field.identifier.then_some(["numero", "code", "reference", "id"]).into_iter().flatten();
            for spelling in spellings.into_iter().flatten() {
                put(&mut self.plain, name_key(spelling), place);
            }
            for spelling in spellings.into_iter().flatten().chain(codes) {
                for owner in &own {
                    put(&mut self.qualified, name_key(&format!("{owner} {spelling}")), place);
                    put(&mut self.qualified, name_key(&format!("{spelling} {owner}")), place);
                }
            }
        }
        self.owners.push((owner, own.iter().map(|name| name_key(name)).collect()));
    }

    /// The entity or relation that a table is named after: the longest name that its name holds.
    fn owner_of(&self, table: &str) -> Option<Owner> {
        let key = name_key(table);
        let held = |name: &&String| name.len() >= 3 && key.contains(name.as_str());
        let best = self
            .owners
            .iter()
            .filter_map(|(owner, names)| Some((names.iter().filter(held).map(String::len).max()?, *owner)));
        best.rev().max_by_key(|(length, _)| *length).map(|(_, owner)| owner)
    }

    fn qualified(&self, heading: &str, _: &[Owner]) -> Option<FieldRef> {
        only(self.qualified.get(&name_key(heading))?)
    }

    fn plain(&self, heading: &str, owners: &[Owner]) -> Option<FieldRef> {
        let found = self.plain.get(&name_key(heading))?;
        let near = owners.iter().find_map(|owner| found.iter().find(|field| field.owner == *owner));
        near.copied().or_else(|| only(found))
    }
}

fn put(map: &mut IndexMap<String, Vec<FieldRef>>, key: String, field: FieldRef) {
    let fields = map.entry(key).or_default();
    if !fields.contains(&field) {
        fields.push(field);
    }
}

fn only(fields: &[FieldRef]) -> Option<FieldRef> {
    match fields {
        [field] => Some(*field),
        _ => None,
    }
}
