//! The other lines of an entity or relation: identifiers, `unique`, `fd`, `subtypes`, `stored`, `accept`.
//!
//! Rules come with the expressions.

use std::collections::HashMap;

use super::Resolver;
use super::declare::Declared;
use super::fields::report_duplicate_member;
use super::kinds::{AMBIGUOUS_PATH, UNKNOWN_MEMBER, UNKNOWN_WORD};
use super::renamed;
use super::settings::report_second;
use crate::diag::Diagnostic;
use crate::diag::suggest::did_you_mean;
use crate::mcd::model::{
    Accept, EntityId, Fd, FieldRef, KeyPart, LegRef, Mcd, Owner, RelationId, Storage, Subtypes, UniqueGroup,
};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

/// Resolves these lines for every entity and relation.
pub(super) fn resolve_members(resolver: &mut Resolver<'_>, declared: &Declared<'_>) {
    for (id, _) in &declared.entities {
        let identifier = own_identifier(&resolver.mcd, *id);
        if let Some(entity) = resolver.mcd.entities.get_mut(id.0 as usize) {
            entity.identifier = identifier;
        }
    }
    for (owner, members) in declared.owners() {
        for field in unique_fields(&resolver.mcd, owner) {
            push_unique(&mut resolver.mcd, owner, field);
        }
        for member in members {
            resolve_member(resolver, owner, member);
        }
    }
}

fn own_identifier(mcd: &Mcd, id: EntityId) -> Vec<KeyPart> {
    let fields = mcd.entity(id).fields.iter().enumerate().filter(|(_, field)| field.identifier);
    let fields = fields.map(|(index, _)| KeyPart::Field(FieldRef { owner: Owner::Entity(id), index }));
    let relative = mcd.legs_of(id).into_iter().filter(|leg| mcd.leg(*leg).relative);
    let lent = relative.filter_map(|leg| other_leg(mcd, leg)).map(KeyPart::Leg);
    fields.chain(lent).collect()
}

/// The other leg of a binary relation.
pub(super) fn other_leg(mcd: &Mcd, leg: LegRef) -> Option<LegRef> {
    let legs = mcd.relation(leg.relation).legs.len();
    (legs == 2).then(|| LegRef { relation: leg.relation, index: 1 - leg.index })
}

fn unique_fields(mcd: &Mcd, owner: Owner) -> Vec<UniqueGroup> {
    let fields = mcd.fields(owner).iter().enumerate().filter(|(_, field)| field.unique);
    fields
        .map(|(index, field)| UniqueGroup { parts: vec![KeyPart::Field(FieldRef { owner, index })], span: field.span })
        .collect()
}

fn push_unique(mcd: &mut Mcd, owner: Owner, group: UniqueGroup) {
    match owner {
        Owner::Entity(id) => mcd.entities.get_mut(id.0 as usize).map(|entity| entity.uniques.push(group)),
        Owner::Relation(id) => mcd.relations.get_mut(id.0 as usize).map(|relation| relation.uniques.push(group)),
    };
}

fn resolve_member(resolver: &mut Resolver<'_>, owner: Owner, member: &ast::Member) {
    match member {
        ast::Member::Unique(list) => {
            if let Some(parts) = key_parts(resolver, owner, &list.names) {
                push_unique(&mut resolver.mcd, owner, UniqueGroup { parts, span: list.span });
            }
        }
        ast::Member::Fd(fd) => resolve_fd(resolver, owner, fd),
        ast::Member::Subtypes(subtypes) => resolve_subtypes(resolver, owner, subtypes),
        ast::Member::Stored(stored) => resolve_stored(resolver, owner, stored),
        ast::Member::Accept(accept) => resolve_accept(resolver, owner, accept),
        ast::Member::Field(_) | ast::Member::Leg(_) | ast::Member::Elision(_) | ast::Member::Rule(_) => {}
    }
}

fn resolve_fd(resolver: &mut Resolver<'_>, owner: Owner, fd: &ast::Fd) {
    let left = key_parts(resolver, owner, &fd.left);
    let right = key_parts(resolver, owner, &fd.right);
    let (Some(left), Some(right)) = (left, right) else { return };
    let (multivalued, fd) = (fd.multivalued, Fd { left, right, span: fd.span });
    let (fds, mvds) = match owner {
        Owner::Entity(id) => match resolver.mcd.entities.get_mut(id.0 as usize) {
            Some(entity) => (&mut entity.fds, &mut entity.mvds),
            None => return,
        },
        Owner::Relation(id) => match resolver.mcd.relations.get_mut(id.0 as usize) {
            Some(relation) => (&mut relation.fds, &mut relation.mvds),
            None => return,
        },
    };
    if multivalued { mvds.push(fd) } else { fds.push(fd) }
}

fn key_parts(resolver: &mut Resolver<'_>, owner: Owner, names: &[ast::Name]) -> Option<Vec<KeyPart>> {
    names_are_distinct(resolver, names);
    let parts: Vec<Option<KeyPart>> = names.iter().map(|name| find_part(resolver, owner, name)).collect();
    parts.into_iter().collect()
}

/// No name twice in a list of names.
pub(super) fn names_are_distinct<'a>(resolver: &mut Resolver<'_>, names: impl IntoIterator<Item = &'a ast::Name>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in names {
        match seen.get(name.text.as_str()) {
            Some(first) => report_duplicate_member(resolver, name, *first),
            None => drop(seen.insert(&name.text, name.span)),
        }
    }
}

/// The field or leg of this name; reports when there is none.
pub(super) fn find_part(resolver: &mut Resolver<'_>, owner: Owner, name: &ast::Name) -> Option<KeyPart> {
    let part = part_named(&resolver.mcd, owner, &name.text);
    if part.is_none() {
        report_unknown_member(resolver, owner, name);
    }
    part
}

fn part_named(mcd: &Mcd, owner: Owner, name: &str) -> Option<KeyPart> {
    match owner {
        Owner::Entity(id) => {
            field_of_entity(mcd, id, name).map(KeyPart::Field).or_else(|| single_leg(mcd, id, name).map(KeyPart::Leg))
        }
        Owner::Relation(id) => {
            let legs = mcd.relation(id).legs.iter();
            let leg = legs.enumerate().find(|(_, leg)| leg.navigation == name);
            let leg = leg.map(|(index, _)| KeyPart::Leg(LegRef { relation: id, index }));
            leg.or_else(|| field_named(mcd, owner, name).map(KeyPart::Field))
        }
    }
}

/// A field of an entity, its own or inherited.
pub(super) fn field_of_entity(mcd: &Mcd, entity: EntityId, name: &str) -> Option<FieldRef> {
    mcd.lineage(entity).into_iter().find_map(|owner| field_named(mcd, Owner::Entity(owner), name))
}

/// A field of an owner itself.
pub(super) fn field_named(mcd: &Mcd, owner: Owner, name: &str) -> Option<FieldRef> {
    let index = mcd.fields(owner).iter().position(|field| field.name == name)?;
    Some(FieldRef { owner, index })
}

/// The far leg of a binary relation in which the entity takes part, by the leg's name or the relation's, where only one has it.
fn single_leg(mcd: &Mcd, entity: EntityId, name: &str) -> Option<LegRef> {
    match far_legs(mcd, entity, name).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn far_legs(mcd: &Mcd, entity: EntityId, name: &str) -> Vec<LegRef> {
    let mut found = Vec::new();
    for leg in mcd.lineage(entity).into_iter().flat_map(|owner| mcd.legs_of(owner)) {
        let Some(far) = other_leg(mcd, leg) else { continue };
        if mcd.leg(far).navigation == name || mcd.relation(leg.relation).name == name {
            found.push(far);
        }
    }
    found
}

fn report_ambiguous_member(resolver: &mut Resolver<'_>, text: &str, span: Span, legs: &[LegRef]) {
    let relations = legs.iter().map(|leg| resolver.mcd.relation(leg.relation).name.as_str());
    let list = relations.collect::<Vec<_>>().join(", ");
    let message = say!(fr "plusieurs relations mènent à « {text} »", en "several relations lead to `{text}`");
    let help = say!(fr "nommez la relation : {list}", en "name the relation: {list}");
    resolver.sink.push(Diagnostic::new(&AMBIGUOUS_PATH, span, message).help(help));
}

fn report_unknown_member(resolver: &mut Resolver<'_>, owner: Owner, name: &ast::Name) {
    let (text, span) = (name.text.as_str(), name.span);
    let of = resolver.mcd.name(owner);
    let message = say!(fr "« {of} » n'a pas de champ « {text} »", en "`{of}` has no field `{text}`");
    let problem = Diagnostic::new(&UNKNOWN_MEMBER, span, message);
    if let Some(now) = renamed::member(&resolver.mcd, owner, text) {
        let said = renamed::said(problem, name, now);
        return resolver.sink.push(said);
    }
    if resolver.gaps.explain(&resolver.mcd, owner, text) {
        return;
    }
    let ambiguous = match owner {
        Owner::Entity(id) => far_legs(&resolver.mcd, id, text),
        Owner::Relation(_) => Vec::new(),
    };
    if ambiguous.len() > 1 {
        return report_ambiguous_member(resolver, text, span, &ambiguous);
    }
    let candidates = member_names(&resolver.mcd, owner);
    let list = candidates.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
    let help = did_you_mean(text, candidates.iter().map(String::as_str))
        .unwrap_or_else(|| say!(fr "il y a : {list}", en "there are: {list}"));
    resolver.sink.push(problem.help(help));
}

/// The names that fields and legs of an owner go by.
pub(super) fn member_names(mcd: &Mcd, owner: Owner) -> Vec<String> {
    match owner {
        Owner::Entity(id) => {
            let fields = mcd.all_fields(id).into_iter().map(|field| mcd.field(field).name.clone());
            let legs = mcd.lineage(id).into_iter().flat_map(|entity| mcd.legs_of(entity));
            let far = legs.filter_map(|leg| other_leg(mcd, leg)).map(|leg| mcd.leg(leg).navigation.clone());
            fields.chain(far).collect()
        }
        Owner::Relation(id) => {
            let relation = mcd.relation(id);
            let legs = relation.legs.iter().map(|leg| leg.navigation.clone());
            legs.chain(relation.fields.iter().map(|field| field.name.clone())).collect()
        }
    }
}

fn resolve_subtypes(resolver: &mut Resolver<'_>, owner: Owner, subtypes: &ast::Subtypes) {
    let Owner::Entity(id) = owner else { return }; // the parser says where such a line belongs
    let (exclusive, total) = match subtypes.kind.as_ref().map(|kind| kind.text.as_str()) {
        None => (false, false),
        Some("X") => (true, false),
        Some("T") => (false, true),
        Some("XT" | "TX") => (true, true),
        Some(_) => return unknown_word(resolver, subtypes.kind.as_ref(), &["X", "T", "XT"]),
    };
    if let Some(first) = resolver.mcd.entity(id).subtypes.as_ref().map(|first| first.span) {
        return report_second(resolver, "subtypes", subtypes.span, first);
    }
    let label = subtypes.label.as_ref().map(|label| label.value.clone());
    if let Some(entity) = resolver.mcd.entities.get_mut(id.0 as usize) {
        entity.subtypes = Some(Subtypes { exclusive, total, label, span: subtypes.span });
    }
}

/// French words for those that are expected somewhere.
const FRENCH: [(&str, &str); 10] = [
    ("lire", "read"),
    ("voir", "read"),
    ("créer", "create"),
    ("ajouter", "create"),
    ("modifier", "update"),
    ("écrire", "update"),
    ("supprimer", "delete"),
    ("effacer", "delete"),
    ("tout", "all"),
    ("tous", "all"),
];

/// Reports a word that must be one of `expected`.
pub(super) fn unknown_word(resolver: &mut Resolver<'_>, word: Option<&ast::Name>, expected: &[&str]) {
    let Some(word) = word else { return };
    let (text, list) = (&word.text, expected.join(", "));
    let mut diagnostic = Diagnostic::new(
        &UNKNOWN_WORD,
        word.span,
        say!(fr "« {text} » n'est pas connu ici", en "`{text}` isn't known here"),
    );
    let french = FRENCH.iter().find(|(theirs, ours)| *theirs == text.to_lowercase() && expected.contains(ours));
    let near = french.map_or(text.as_str(), |(_, ours)| *ours);
    if let Some(help) = did_you_mean(near, expected.iter().copied()) {
        diagnostic = diagnostic.help(help);
    }
    resolver.sink.push(diagnostic.help(say!(fr "on attend : {list}", en "expected: {list}")));
}

fn resolve_stored(resolver: &mut Resolver<'_>, owner: Owner, stored: &ast::Stored) {
    let strategy = stored.strategy.as_ref().map(|word| word.text.as_str());
    let storage = match strategy {
        None => None,
        Some("joined") => Some(Storage::Joined),
        Some("single") => Some(Storage::Single),
        Some("separate") => Some(Storage::Separate),
        Some("none") => Some(Storage::None),
        Some(_) => {
            return unknown_word(resolver, stored.strategy.as_ref(), &["joined", "single", "separate", "none"]);
        }
    };
    let name = stored.name.as_ref().map(|name| name.value.clone());
    let slots = match owner {
        Owner::Entity(id) => resolver.mcd.entities.get_mut(id.0 as usize).map(|e| (&mut e.storage, &mut e.stored)),
        Owner::Relation(id) => resolver.mcd.relations.get_mut(id.0 as usize).map(|r| (&mut r.storage, &mut r.stored)),
    };
    if let Some((storage_slot, name_slot)) = slots {
        *storage_slot = storage.or(*storage_slot);
        *name_slot = name.or(name_slot.take());
    }
}

fn resolve_accept(resolver: &mut Resolver<'_>, owner: Owner, accept: &ast::Accept) {
    let reason = accept.reason.as_ref().map(|reason| reason.value.clone()).unwrap_or_default();
    let accept = Accept { code: accept.code.text.clone(), reason, span: accept.span };
    accepts_mut(&mut resolver.mcd, owner).push(accept);
}

fn accepts_mut(mcd: &mut Mcd, owner: Owner) -> &mut Vec<Accept> {
    match owner {
        #[allow(clippy::indexing_slicing)] // ids are only made for declared entities
        Owner::Entity(EntityId(id)) => &mut mcd.entities[id as usize].accepts,
        #[allow(clippy::indexing_slicing)] // ids are only made for declared relations
        Owner::Relation(RelationId(id)) => &mut mcd.relations[id as usize].accepts,
    }
}
