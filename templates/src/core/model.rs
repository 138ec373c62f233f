//! The application's entities and relations as the core uses them: inherited fields joined, names resolved, statements
//! compiled, and who points at whom. Built once at start, never changed.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use regex_lite::Regex;

use super::db;
use super::entity::{App, Entity, Relation};
use super::hooks::Hooks;
use super::key::Key;
use super::kind::{Kind, OnDelete};
use super::locale::Locale;
use super::meta::{Check, EntityMeta, Field, Guard, Lines, Members, RelationMeta, Rule, Site, Unique};
use super::parse;
use super::sql::{Statement, compile};
use super::value::Value;

/// A field with what follows from it.
#[derive(Debug)]
pub struct FieldInfo {
    pub field: &'static Field,
    /// Its column of the entity's SELECT, seen from outside as the table `r`.
    pub column: String,
    /// The column of a reference's title.
    pub title_column: String,
    pub sort_key: String,
    pub min_value: Option<Value>,
    pub max_value: Option<Value>,
    pub regex: Option<Regex>,
    /// Index of the entity a reference points at.
    pub target: Option<usize>,
}

impl FieldInfo {
    /// A field that no query reads: of a widget of its own.
    pub fn unread(field: &'static Field) -> FieldInfo {
        FieldInfo {
            field,
            column: String::new(),
            title_column: String::new(),
            sort_key: String::new(),
            min_value: None,
            max_value: None,
            regex: None,
            target: None,
        }
    }
}

impl Deref for FieldInfo {
    type Target = Field;

    fn deref(&self) -> &Field {
        self.field
    }
}

/// A reference that points here, from an entity or from a leg of a relation.
#[derive(Debug)]
pub struct Incoming {
    pub label: &'static str,
    pub on_delete: OnDelete,
    pub from: Source,
    /// Name of the reference field there.
    pub field: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Entity(usize),
    Relation(usize),
}

/// Where a reference field is what another entity's members are chosen by.
#[derive(Debug)]
pub struct MemberOf {
    /// Position of the reference field.
    pub position: usize,
    pub owner: usize,
    pub members: &'static Members,
}

pub struct EntityInfo {
    pub index: usize,
    pub meta: &'static EntityMeta,
    pub code: &'static dyn Entity,
    /// From the topmost supertype to this entity.
    pub chain: Vec<usize>,
    /// Inherited fields first.
    pub fields: Vec<FieldInfo>,
    pub names: Arc<[&'static str]>,
    /// Entities that are this one's subtypes, at any depth.
    pub subtypes: Vec<usize>,
    /// One for each table of the chain, with what its `:__kind` says: the subtype below.
    pub inserts: Vec<(&'static str, Statement)>,
    pub updates: Vec<Statement>,
    /// Where the supertype's subtypes overlap, only makes the record one of these no longer.
    pub delete: Statement,
    pub checks: Vec<(&'static Check, Statement)>,
    pub guards: Vec<(&'static Guard, Statement)>,
    pub deferred: Vec<(&'static Guard, Statement)>,
    /// The supertype, where a record may belong to several of its subtypes.
    pub overlaps_in: Option<usize>,
    pub lines: Vec<&'static Lines>,
    pub members: Vec<&'static Members>,
    pub member_of: Vec<MemberOf>,
    pub incoming: Vec<Incoming>,
    pub url: String,
}

impl EntityInfo {
    pub fn field(&self, name: &str) -> Option<&FieldInfo> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    pub fn root(&self) -> usize {
        self.chain.first().copied().unwrap_or(self.index)
    }

    /// What names a record in the rows `r` of its SELECT: its title, and its identifier where that is something else.
    pub fn names_columns(&self) -> Vec<&str> {
        let identifier = self.fields.iter().find(|field| field.identifier && !field.title);
        std::iter::once("r.__title")
            .chain(identifier.map(|field| field.column.as_str()))
            .collect()
    }

    /// Whether rows carry the name of their subtype.
    pub fn has_kinds(&self) -> bool {
        !self.subtypes.is_empty()
    }

    pub fn record_url(&self, id: Key) -> String {
        format!("{}/{id}", self.url)
    }
}

pub struct RelationInfo {
    pub index: usize,
    pub meta: &'static RelationMeta,
    pub code: &'static dyn Relation,
    pub fields: Vec<FieldInfo>,
    pub names: Arc<[&'static str]>,
    pub insert: Statement,
    pub update: Statement,
    pub delete: Statement,
    pub guards: Vec<(&'static Guard, Statement)>,
    pub deferred: Vec<(&'static Guard, Statement)>,
    /// The entity in whose form the rows are edited, if any, and its leg.
    pub parent: Option<usize>,
    pub form_leg: Option<&'static str>,
}

impl RelationInfo {
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    pub fn is_leg(&self, name: &str) -> bool {
        self.meta.legs.iter().any(|leg| leg.name == name)
    }
}

pub struct Model {
    pub site: &'static Site,
    pub locale: Locale,
    pub entities: Vec<EntityInfo>,
    pub relations: Vec<RelationInfo>,
    pub hooks: Hooks,
    by_name: BTreeMap<&'static str, usize>,
    by_slug: BTreeMap<&'static str, usize>,
}

impl Model {
    /// Resolves the whole application; the message of an error names the metadata to mend.
    pub fn build(app: &App) -> Result<Model, String> {
        let metas: Vec<&'static EntityMeta> = app.entities.iter().map(|entity| entity.meta()).collect();
        let mut model = Model {
            site: app.site,
            locale: Locale::of(app.site),
            entities: Vec::new(),
            relations: Vec::new(),
            hooks: (app.hooks)(),
            by_name: metas
                .iter()
                .enumerate()
                .map(|(index, meta)| (meta.name, index))
                .collect(),
            by_slug: metas
                .iter()
                .enumerate()
                .map(|(index, meta)| (meta.slug, index))
                .collect(),
        };
        for (index, code) in app.entities.iter().enumerate() {
            let entity = model.entity(index, *code, &metas)?;
            model.entities.push(entity);
        }
        for (index, code) in app.relations.iter().enumerate() {
            let relation = model.relation(index, *code)?;
            model.relations.push(relation);
        }
        model.link();
        Ok(model)
    }

    pub fn named(&self, name: &str) -> Option<&EntityInfo> {
        self.by_name.get(name).and_then(|index| self.entities.get(*index))
    }

    pub fn at_slug(&self, slug: &str) -> Option<&EntityInfo> {
        self.by_slug.get(slug).and_then(|index| self.entities.get(*index))
    }

    pub fn relation_named(&self, name: &str) -> Option<&RelationInfo> {
        self.relations.iter().find(|relation| relation.meta.name == name)
    }

    pub fn target(&self, field: &FieldInfo) -> Option<&EntityInfo> {
        field.target.and_then(|index| self.entities.get(index))
    }

    /// The topmost supertype, under whose name search texts are kept.
    pub fn root(&self, entity: &EntityInfo) -> &'static str {
        self.entities
            .get(entity.root())
            .map_or(entity.meta.name, |root| root.meta.name)
    }

    /// The subtype whose `kind` value this is; the entity itself when it is none, or when there may be several.
    pub fn of_kind<'a>(&'a self, entity: &'a EntityInfo, kind: &str) -> &'a EntityInfo {
        let mut subtypes = entity.subtypes.iter().filter_map(|index| self.entities.get(*index));
        let of_kind = |subtype: &&EntityInfo| subtype.meta.kind == kind && subtype.overlaps_in.is_none();
        subtypes.rfind(of_kind).unwrap_or(entity)
    }

    /// The rules of an entity with those of its supertypes.
    pub fn rules(&self, entity: &EntityInfo) -> impl Iterator<Item = &'static Rule> {
        self.chain(entity).flat_map(|meta| meta.rules.iter().copied())
    }

    pub fn uniques(&self, entity: &EntityInfo) -> impl Iterator<Item = (&'static str, &'static Unique)> {
        self.chain(entity)
            .flat_map(|meta| meta.uniques.iter().map(|unique| (meta.table, unique)))
    }

    pub fn chain(&self, entity: &EntityInfo) -> impl Iterator<Item = &'static EntityMeta> {
        entity
            .chain
            .iter()
            .filter_map(|index| self.entities.get(*index))
            .map(|entity| entity.meta)
    }

    fn entity(&self, index: usize, code: &'static dyn Entity, metas: &[&'static EntityMeta]) -> Result<EntityInfo, String> {
        let meta = code.meta();
        let chain = self.chain_of(index, metas)?;
        let links: Vec<&'static EntityMeta> = chain.iter().filter_map(|index| metas.get(*index).copied()).collect();
        let fields = links
            .iter()
            .flat_map(|meta| meta.fields)
            .map(|field| self.field(field, meta.name))
            .collect::<Result<Vec<_>, _>>()?;
        let subtypes = (0..metas.len()).filter(|other| *other != index && self.chain_of(*other, metas).is_ok_and(|chain| chain.contains(&index)));
        Ok(EntityInfo {
            index,
            meta,
            code,
            names: fields.iter().map(|field| field.name).collect(),
            fields,
            subtypes: subtypes.collect(),
            inserts: inserts(&links),
            updates: own_tables(&links)
                .map(|place| compile(links.get(place).map_or("", |meta| meta.sql.update)))
                .filter(|statement| !statement.text.is_empty())
                .collect(),
            delete: compile(deletes(&links)),
            guards: links.iter().flat_map(|meta| guards(meta.guards)).collect(),
            deferred: links.iter().flat_map(|meta| guards(meta.deferred)).collect(),
            overlaps_in: parent_of(&links)
                .filter(|parent| parent.overlapping)
                .and_then(|parent| self.by_name.get(parent.name).copied()),
            checks: links
                .iter()
                .flat_map(|meta| meta.checks)
                .map(|check| (check, compile(check.sql)))
                .collect(),
            lines: links.iter().flat_map(|meta| meta.lines).collect(),
            members: links.iter().flat_map(|meta| meta.members).collect(),
            member_of: Vec::new(),
            incoming: Vec::new(),
            url: format!("/{}", meta.slug),
            chain,
        })
    }

    fn chain_of(&self, index: usize, metas: &[&'static EntityMeta]) -> Result<Vec<usize>, String> {
        let mut chain = vec![index];
        let mut current = index;
        while let Some(parent) = metas.get(current).and_then(|meta| meta.parent) {
            current = *self
                .by_name
                .get(parent)
                .ok_or_else(|| format!("entity `{parent}` is a parent but is not registered"))?;
            if chain.contains(&current) {
                return Err(format!("entity `{parent}` is its own ancestor"));
            }
            chain.insert(0, current);
        }
        Ok(chain)
    }

    fn relation(&self, index: usize, code: &'static dyn Relation) -> Result<RelationInfo, String> {
        let meta = code.meta();
        let fields = meta
            .fields
            .iter()
            .map(|field| self.field(field, meta.name))
            .collect::<Result<Vec<_>, _>>()?;
        let parent = self
            .entities
            .iter()
            .find(|entity| entity.meta.lines.iter().any(|lines| lines.relation == meta.name));
        Ok(RelationInfo {
            index,
            meta,
            code,
            names: fields.iter().map(|field| field.name).collect(),
            fields,
            insert: compile(meta.sql.insert),
            update: compile(meta.sql.update),
            delete: compile(meta.sql.delete),
            guards: guards(meta.guards).collect(),
            deferred: guards(meta.deferred).collect(),
            parent: parent.map(|entity| entity.index),
            form_leg: parent
                .and_then(|entity| entity.meta.lines.iter().find(|lines| lines.relation == meta.name))
                .map(|lines| lines.leg),
        })
    }

    fn field(&self, field: &'static Field, owner: &str) -> Result<FieldInfo, String> {
        let bound = |text: Option<&'static str>| match text {
            Some(text) => parse::of_kind(field.kind, &self.locale, text)
                .map(Some)
                .map_err(|error| format!("bound of {owner}.{}: {error}", field.name)),
            None => Ok(None),
        };
        let regex = match field.pattern {
            Some((regex, _)) => Some(Regex::new(&format!("^(?:{regex})$")).map_err(|error| format!("pattern of {owner}.{}: {error}", field.name))?),
            None => None,
        };
        let target = match field.kind {
            Kind::Reference(reference) => {
                let target = self.by_name.get(reference.entity);
                Some(*target.ok_or_else(|| format!("{owner}.{} points at `{}`, which is not registered", field.name, reference.entity))?)
            }
            _ => None,
        };
        let column = format!("r.{}", db::quote(field.name));
        let title_column = format!("r.{}", db::quote(&format!("{}__title", field.name)));
        let shown = if target.is_some() { &title_column } else { &column };
        let shown_kind = if target.is_some() {
            Kind::Text {
                max: 200,
            }
        } else {
            field.kind
        };
        Ok(FieldInfo {
            field,
            sort_key: db::sort_key(shown, shown_kind),
            column,
            title_column,
            min_value: bound(field.min)?,
            max_value: bound(field.max)?,
            regex,
            target,
        })
    }

    /// Writes at each entity who points at it.
    fn link(&mut self) {
        let mut incoming: Vec<(usize, Incoming)> = Vec::new();
        for entity in &self.entities {
            for field in entity.meta.fields {
                incoming.extend(self.pointing(field, Source::Entity(entity.index)));
            }
        }
        for relation in &self.relations {
            for field in relation.meta.fields {
                incoming.extend(self.pointing(field, Source::Relation(relation.index)));
            }
        }
        let mut member_of: Vec<(usize, MemberOf)> = Vec::new();
        for owner in &self.entities {
            for members in owner.meta.members {
                for entity in self
                    .entities
                    .iter()
                    .filter(|entity| self.chain(entity).any(|meta| meta.name == members.entity))
                {
                    if let Some(position) = entity.position(members.field) {
                        let link = MemberOf {
                            position,
                            owner: owner.index,
                            members,
                        };
                        member_of.push((entity.index, link));
                    }
                }
            }
        }
        for (target, link) in incoming {
            if let Some(entity) = self.entities.get_mut(target) {
                entity.incoming.push(link);
            }
        }
        for (index, link) in member_of {
            if let Some(entity) = self.entities.get_mut(index) {
                entity.member_of.push(link);
            }
        }
    }

    fn pointing(&self, field: &'static Field, from: Source) -> Option<(usize, Incoming)> {
        let reference = field.kind.reference()?;
        let target = *self.by_name.get(reference.entity)?;
        let link = Incoming {
            label: reference.related,
            on_delete: reference.on_delete,
            from,
            field: field.name,
        };
        Some((target, link))
    }
}

/// Supertypes and the entity itself, of which the last is the one whose statements write a table that several share.
fn own_tables<'a>(links: &'a [&'static EntityMeta]) -> impl Iterator<Item = usize> + 'a {
    (0..links.len()).filter(|place| links.get(*place).map(|meta| meta.table) != links.get(place + 1).map(|meta| meta.table))
}

fn inserts(links: &[&'static EntityMeta]) -> Vec<(&'static str, Statement)> {
    let one = |place: usize| {
        let kind = links.get(place + 1).map_or("", |below| below.kind);
        (kind, compile(links.get(place).map_or("", |meta| meta.sql.insert)))
    };
    own_tables(links).map(one).collect()
}

fn parent_of(links: &[&'static EntityMeta]) -> Option<&'static EntityMeta> {
    links.len().checked_sub(2).and_then(|place| links.get(place).copied())
}

fn deletes(links: &[&'static EntityMeta]) -> &'static str {
    let own = parent_of(links).is_some_and(|parent| parent.overlapping);
    let meta = if own { links.last() } else { links.first() };
    meta.map_or("", |meta| meta.sql.delete)
}

fn guards(guards: &'static [Guard]) -> impl Iterator<Item = (&'static Guard, Statement)> {
    guards.iter().map(|guard| (guard, compile(guard.sql)))
}
