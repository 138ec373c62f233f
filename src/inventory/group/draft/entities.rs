//! From groups to named entities and relations, each with its fields, and the place of each column.

use super::super::merge;
use super::super::naming;
use super::super::noun;
use super::super::types::{Typed, several, typed};
use super::super::{Group, Key};
use super::copies::place_copies;
use crate::diag::Lang;
use crate::inventory::profile::{At, Field as Profiled, Kind, Profile};
use crate::inventory::read::{Column, Table};
use crate::inventory::value::{fold, name_key, tokens};

/// An entity, or a relation with fields.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) name: String,
    /// The groups it is made of, by their places; the first names it.
    pub(super) groups: Vec<usize>,
    /// Its key's field comes first, where it has one.
    pub(super) fields: Vec<Field>,
    pub(super) form: Form,
    /// The entities that it leads to, in order.
    pub(super) links: Vec<Link>,
}

/// What tells occurrences apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The first field.
    Own,
    /// The first field, within these links.
    Weak(Vec<usize>),
    /// These links are the legs of a relation.
    Relation,
    /// A number that the application gives.
    Numbered,
}

/// A field of an entity, and the columns that it was read from.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) heading: String,
    pub(super) columns: Vec<At>,
    pub(super) typed: Typed,
    pub(super) unique: bool,
    pub(super) required: bool,
    pub(super) title: bool,
}

/// A link to another entity.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) entity: usize,
    pub(super) optional: bool,
    /// The columns that lead there.
    pub(super) by: Vec<At>,
    /// Where it isn't by the other's own key: in which role.
    pub(super) role: Option<String>,
    /// The name of its relation.
    pub(super) relation: String,
    /// What a file that lists all occurrences of the other shows.
    pub(super) listed: Option<Listed>,
}

/// How many of the occurrences that a file lists take part in a link.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// The place of the file's table.
    pub(super) table: usize,
    pub(super) taking_part: usize,
    pub(super) of: usize,
}

impl Link {
    /// Whether a file that lists them all shows that each takes part.
    pub(super) fn is_from_one(&self) -> bool {
        self.listed.as_ref().is_some_and(|listed| listed.taking_part == listed.of)
    }
}

/// What a draft is made of.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) entities: Vec<Entity>,
    /// Columns that repeat another entity's field, with that field's place.
    pub(super) copies: Vec<(At, String)>,
}

impl Plan {
    /// The entity and the field where a column went.
    pub(super) fn place(&self, at: At) -> Option<(&Entity, &Field)> {
        let of = |entity: &'_ Entity| entity.fields.iter().position(|field| field.columns.contains(&at));
        let entity = self.entities.iter().find(|entity| of(entity).is_some())?;
        Some((entity, entity.fields.get(of(entity)?)?))
    }

    /// The link that a column gives in a role.
    pub(super) fn leg(&self, at: At) -> Option<&Link> {
        let mut links = self.entities.iter().flat_map(|entity| &entity.links);
        links.find(|link| link.role.is_some() && link.by.contains(&at))
    }
}

struct Reading<'t> {
    tables: &'t [Table],
    profile: &'t Profile,
    groups: &'t [Group],
    lang: Lang,
}

impl<'t> Reading<'t> {
    fn column(&self, at: At) -> Option<(&'t Column, &'t Profiled)> {
        let column = self.tables.get(at.table)?.columns.get(at.column)?;
        Some((column, self.profile.get(at)?))
    }

    fn heading(&self, table: usize, column: usize) -> &'t str {
        self.column(At { table, column }).map_or("", |(column, _)| &column.name)
    }
}

/// Names the groups and puts those of one entity together.
pub(super) fn plan(tables: &[Table], profile: &Profile, groups: &[Group], lang: Lang) -> Plan {
    let reading = Reading { tables, profile, groups, lang };
    let kind = |table: usize, column: usize| profile.get(At { table, column }).map(|field| field.kind.clone());
    let mut classes = merge::classes(tables, &kind, groups);
    // A file that lists them all tells them best: its headings and their order are kept.
    let lists_them = |place: &usize| groups.get(*place).is_some_and(|group| noun::is_of_rows(tables, group));
    classes.iter_mut().for_each(|class| class.sort_by_key(|place| !lists_them(place)));
    let mut taken = Vec::new();
    let names = names(&reading, &classes, &mut taken);
    let mut entities: Vec<Entity> = Vec::new();
    for (class, name) in classes.iter().zip(&names) {
        let mut links = links(&reading, class, &classes, &names);
        for link in &mut links {
            let other = names.get(link.entity).map_or("", String::as_str);
            let role = link.role.as_ref().map(|role| naming::capitalized(role)).unwrap_or_default();
            link.relation =
                naming::distinct(&format!("{name}{}", if role.is_empty() { other } else { &role }), &mut taken);
        }
        let form = form(&reading, class, &links);
        let mut entity = Entity { name: name.clone(), groups: class.clone(), fields: Vec::new(), form, links };
        entity.fields = fields(&reading, class, &entity);
        entities.push(entity);
    }
    let copies = place_copies(tables, groups, &mut entities);
    Plan { entities, copies }
}

/// Names that differ: first those that keys tell, then what files and headings tell; those of relations come last, since they may be
/// made of the others.
fn names(reading: &Reading<'_>, classes: &[Vec<usize>], taken: &mut Vec<String>) -> Vec<String> {
    let group = |class: &[usize]| class.first().and_then(|first| reading.groups.get(*first));
    let is_relation = |class: &[usize]| group(class).is_some_and(|group| matches!(group.key, Key::References(_)));
    let sureness = |class: &[usize]| match () {
        () if is_relation(class) => 2,
        () => usize::from(keyed(reading, class).is_none()),
    };
    let mut names: Vec<String> = vec![String::new(); classes.len()];
    for step in 0..3 {
        for (at, class) in classes.iter().enumerate().filter(|(_, class)| sureness(class) == step) {
            let own = name(reading, class);
            let other = || match group(class) {
                Some(group) if step == 2 => relation_name(reading, group, classes, &names),
                Some(group) => {
                    table_name(reading, group).filter(|file| *file != own).map(|file| format!("{own}{file}"))
                }
                None => None,
            };
            let name = if naming::is_taken(&own, taken) { other().unwrap_or(own) } else { own };
            if let Some(place) = names.get_mut(at) {
                *place = naming::distinct(&name, taken);
            }
        }
    }
    names
}

/// Of what it joins, the widest first; after `Ligne` where a column numbers the lines.
fn relation_name(reading: &Reading<'_>, group: &Group, classes: &[Vec<usize>], names: &[String]) -> Option<String> {
    let Key::References(references) = &group.key else { return None };
    let mut legs: Vec<(usize, &str)> = references
        .iter()
        .filter_map(|reference| group.references.get(*reference))
        .filter_map(|reference| {
            let class = classes.iter().position(|class| class.contains(&reference.group))?;
            Some((reading.groups.get(reference.group)?.occurrences, names.get(class)?.as_str()))
        })
        .collect();
    legs.sort_by_key(|(occurrences, _)| std::cmp::Reverse(*occurrences));
    let headings = || group.columns.iter().map(|column| reading.heading(group.table, *column));
    let line = headings().find(|heading| ["ligne", "line", "numeroligne"].contains(&name_key(heading).as_str()));
    match line.and_then(naming::entity) {
        Some(line) => legs.first().map(|(_, owner)| format!("{line}{owner}")),
        None => Some(legs.iter().map(|(_, leg)| *leg).collect()),
    }
}

/// What the keys of a class are called the keys of, or where a heading says nothing but "code", what the rows of their file are. A day or an
/// address says nothing of what it tells apart.
fn keyed(reading: &Reading<'_>, class: &[usize]) -> Option<String> {
    let name = |group: &Group| {
        let (Key::Column(column) | Key::Within(_, column)) = group.key else { return None };
        let (read, profiled) = reading.column(At { table: group.table, column })?;
        let says = !matches!(profiled.kind, Kind::Date | Kind::DateTime | Kind::Email | Kind::Phone);
        let own = says.then(|| naming::entity(&read.heading).or_else(|| naming::entity(&read.name))).flatten();
        let own = own.filter(|name| !naming::words(name).iter().all(|word| naming::is_a_name(&fold(word))));
        own.or_else(|| noun::is_bare(read).then(|| of_file(reading, group)).flatten())
    };
    // A file that lists them names them best.
    let all = || class.iter().filter_map(|place| reading.groups.get(*place));
    let of_rows = all().filter(|group| noun::is_of_rows(reading.tables, group));
    of_rows.chain(all()).find_map(name)
}

/// What each row of a group's file is.
fn table_name(reading: &Reading<'_>, group: &Group) -> Option<String> {
    naming::of_table(&reading.tables.get(group.table)?.name, reading.lang)
}

/// The same, where the group's occurrences are the rows of its file.
fn of_file(reading: &Reading<'_>, group: &Group) -> Option<String> {
    noun::is_of_rows(reading.tables, group).then(|| table_name(reading, group)).flatten()
}

fn name(reading: &Reading<'_>, class: &[usize]) -> String {
    let all = || class.iter().filter_map(|place| reading.groups.get(*place));
    let Some(group) = all().next() else { return "Entité".to_owned() };
    let heading = |column: usize| reading.heading(group.table, column);
    let key = match group.key {
        Key::Column(key) => Some(key),
        Key::Within(..) | Key::References(_) | Key::None => None,
    };
    let headings = || key.map(|_| group.columns.iter().map(|column| heading(*column)).collect::<Vec<&str>>());
    let article = || {
        let mut all = group.columns.iter().map(|column| name_key(heading(*column)));
        let is_sold = all.any(|name| name.starts_with("libelle") || name.starts_with("prix"));
        (is_sold && name_key(heading(key?)) == "reference").then(|| "Article".to_owned())
    };
    keyed(reading, class)
        .or_else(article)
        .or_else(|| naming::common(&headings()?))
        .or_else(|| all().find_map(|group| of_file(reading, group)))
        .or_else(|| naming::known(heading(key?), reading.lang))
        .or_else(|| naming::shared(&headings()?))
        .or_else(|| key.and_then(|key| naming::entity_of_any(heading(key))))
        .or_else(|| table_name(reading, group))
        .unwrap_or_else(|| "Fiche".to_owned())
}

fn links(reading: &Reading<'_>, class: &[usize], classes: &[Vec<usize>], names: &[String]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut roles = Vec::new();
    for group in class.iter().filter_map(|place| reading.groups.get(*place)) {
        for reference in &group.references {
            let Some(entity) = classes.iter().position(|class| class.contains(&reference.group)) else { continue };
            let at = At { table: group.table, column: reference.by };
            let is_it = |link: &&mut Link| link.entity == entity && link.role.is_some() == reference.role;
            // Several files may say one link, one file several roles.
            let known = links.iter_mut().find(|link| is_it(link) && link.by.iter().all(|by| by.table != at.table));
            if let Some(link) = known {
                link.optional |= reference.optional;
                link.by.push(at);
                continue;
            }
            let twice = links.iter().any(|link| link.entity == entity && link.role.is_none());
            let role = (reference.role || twice).then(|| {
                let target = classes.get(entity).and_then(|class| class.first()).and_then(|at| reading.groups.get(*at));
                let key = match target.map(|target| (&target.key, target.table)) {
                    Some((Key::Column(key), table)) => reading.heading(table, *key),
                    _ => "",
                };
                let known = format!("{key} {}", names.get(entity).map_or("", String::as_str));
                naming::distinct(&naming::role(reading.heading(at.table, at.column), &known), &mut roles)
            });
            let listed = if role.is_none() { listed(reading, at, classes.get(entity)) } else { None };
            let optional = reference.optional;
            links.push(Link { entity, optional, by: vec![at], role, relation: String::new(), listed });
        }
    }
    links
}

/// What a file with a row for each occurrence of an entity shows of the column that leads there.
fn listed(reading: &Reading<'_>, by: At, class: Option<&Vec<usize>>) -> Option<Listed> {
    let groups = class?.iter().filter_map(|place| reading.groups.get(*place));
    let (by_column, _) = reading.column(by)?;
    let mut files = groups.filter_map(|group| {
        let Key::Column(key) = group.key else { return None };
        let table = reading.tables.get(group.table)?;
        let (column, profiled) = reading.column(At { table: group.table, column: key })?;
        (group.table != by.table && profiled.distinct == table.rows.len()).then_some((group.table, column))
    });
    let (table, column) = files.next()?;
    let values = || column.dictionary.values().filter(|value| !value.is_empty());
    let taking_part = values().filter(|value| by_column.dictionary.code(value).is_some()).count();
    Some(Listed { table, taking_part, of: values().count() })
}

fn form(reading: &Reading<'_>, class: &[usize], links: &[Link]) -> Form {
    let Some(group) = class.first().and_then(|first| reading.groups.get(*first)) else { return Form::Numbered };
    let link = |reference: &usize| {
        let by = At { table: group.table, column: group.references.get(*reference)?.by };
        links.iter().position(|link| link.by.contains(&by))
    };
    match &group.key {
        Key::Column(_) => Form::Own,
        Key::Within(within, _) => Form::Weak(within.iter().filter_map(link).collect()),
        Key::References(all) if all.len() == links.len() => Form::Relation,
        Key::References(_) | Key::None => Form::Numbered,
    }
}

fn fields(reading: &Reading<'_>, class: &[usize], entity: &Entity) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut taken = if entity.form == Form::Numbered { vec!["numero".to_owned()] } else { Vec::new() };
    for group in class.iter().filter_map(|place| reading.groups.get(*place)) {
        let key = match &group.key {
            Key::Column(column) | Key::Within(_, column) => Some(*column),
            Key::References(_) | Key::None => None,
        };
        for column in key.iter().chain(&group.columns) {
            let at = At { table: group.table, column: *column };
            let Some((read, profiled)) = reading.column(at) else { continue };
            let is_key = key == Some(*column);
            let same = |field: &&mut Field| name_key(&field.heading) == name_key(&read.name);
            // The keys of two files are one field, whatever their names.
            let known = if is_key { fields.first_mut() } else { fields.iter_mut().skip(1).find(same) };
            match known.filter(|field| field.columns.iter().all(|other| other.table != at.table)) {
                Some(field) => field.columns.push(at),
                None => fields.push(Field {
                    name: naming::distinct(&naming::field(&read.name), &mut taken),
                    heading: read.name.clone(),
                    columns: vec![at],
                    typed: match reading.profile.several.iter().any(|several| several.field == at) {
                        true => several(typed(read, profiled, group.occurrences), profiled),
                        false => typed(read, profiled, group.occurrences),
                    },
                    unique: group.alternates.contains(column),
                    required: !is_key
                        && profiled.empties() == 0
                        && group.occurrences >= 20
                        && covers(reading, class, group),
                    title: false,
                }),
            }
        }
    }
    if let Some(title) = title(reading, &fields) {
        fields.iter_mut().enumerate().for_each(|(at, field)| field.title = at == title);
    }
    fields
}

/// Whether a group shows all occurrences that the others of its class do.
fn covers(reading: &Reading<'_>, class: &[usize], group: &Group) -> bool {
    let key = |group: &Group| match group.key {
        Key::Column(column) => reading.column(At { table: group.table, column }).map(|(column, _)| &column.dictionary),
        _ => None,
    };
    let Some(own) = key(group) else { return true };
    let others = class.iter().filter_map(|place| reading.groups.get(*place)).filter(|other| other.table != group.table);
    let mut values = others.filter_map(key).flat_map(|dictionary| dictionary.values());
    values.all(|value| value.is_empty() || own.code(value).is_some())
}

/// What an occurrence is called: what is named a name; else its key.
fn title(reading: &Reading<'_>, fields: &[Field]) -> Option<usize> {
    const NAMES: [&str; 9] = ["raison", "nom", "libelle", "designation", "intitule", "titre", "name", "label", "title"];
    let is_text = |field: &Field| {
        let kind = field.columns.first().and_then(|at| reading.column(*at)).map(|(_, profiled)| &profiled.kind);
        field.typed.text.starts_with("text") && !matches!(kind, Some(Kind::Code(_)))
    };
    let names = NAMES.iter().filter_map(|name| {
        fields.iter().position(|field| is_text(field) && tokens(&field.heading).iter().any(|word| word == name))
    });
    names.into_iter().next().or_else(|| fields.first().filter(|field| field.typed.text.starts_with("text")).map(|_| 0))
}
