//! Fields with their types and modifiers; the expressions of modifiers come later.
//!
//! A named type's modifiers come first, the field's own override them. Invariant: members of one owner have distinct names.

use std::collections::HashMap;

use super::declare::{Declared, docs_of, label_of, was_of};
use super::kinds::{DUPLICATE_MEMBER, MODIFIER_MISPLACED};
use super::types::resolve_type;
use super::{Resolver, kinds};
use crate::diag::{Diagnostic, Text};
use crate::mcd::model::{Field, FieldRef, Mcd, Owner, Privacy, Type};
use crate::mcd::names;
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, ModifierKind};

/// Resolves the fields of every entity and relation.
pub(super) fn resolve_fields(resolver: &mut Resolver<'_>, declared: &Declared<'_>) {
    for (owner, members) in declared.owners() {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for member in members {
            match member {
                ast::Member::Field(field) if is_first(resolver, &mut seen, &field.name) => {
                    resolve_field(resolver, owner, field);
                }
                ast::Member::Elision(elision) => count_elision(resolver, owner, elision),
                _ => {}
            }
        }
    }
}

fn is_first<'a>(resolver: &mut Resolver<'_>, seen: &mut HashMap<&'a str, Span>, name: &'a ast::Name) -> bool {
    let Some(first) = seen.insert(&name.text, name.span) else { return true };
    seen.insert(&name.text, first);
    report_duplicate_member(resolver, name, first);
    false
}

/// Reports that an entity or relation already has a member of this name.
pub(super) fn report_duplicate_member(resolver: &mut Resolver<'_>, name: &ast::Name, first: Span) {
    let text = &name.text;
    resolver.sink.push(
        Diagnostic::new(
            &DUPLICATE_MEMBER,
            name.span,
            say!(fr "« {text} » est là deux fois", en "`{text}` stands twice"),
        )
        .related(first, say!(fr "la première fois", en "the first time"))
        .help(say!(fr "supprimez l'un des deux, ou renommez-le", en "remove one of the two, or rename it")),
    );
}

fn count_elision(resolver: &mut Resolver<'_>, owner: Owner, elision: &ast::Elision) {
    let count: u32 = elision.count.value.parse().unwrap_or(u32::MAX);
    if let Some(ty) = &elision.ty {
        resolve_type(resolver, ty, None); // only for what is wrong with it
    }
    let elided = match owner {
        Owner::Entity(id) => resolver.mcd.entities.get_mut(id.0 as usize).map(|entity| &mut entity.elided),
        Owner::Relation(id) => resolver.mcd.relations.get_mut(id.0 as usize).map(|relation| &mut relation.elided),
    };
    if let Some(elided) = elided {
        *elided = elided.saturating_add(count);
    }
    let name = resolver.mcd.name(owner);
    let message = say!(
        fr "« {name} » a d'autres champs, non nommés ({count}) : ils ne sont pas dans l'application",
        en "`{name}` has other fields, not named ({count}): they aren't in the application"
    );
    resolver.sink.push(Diagnostic::new(&kinds::FIELDS_NOT_LISTED, elision.span, message).help(say!(
        fr "écrivez-les, un par ligne, à la place de cette ligne",
        en "write them, one a line, in place of this line"
    )));
}

fn resolve_field(resolver: &mut Resolver<'_>, owner: Owner, field: &ast::Field) {
    let resolved = resolve_type(resolver, &field.ty, None);
    let known = resolved.is_some();
    // A wrong type was reported; a long text stands in for it, of which expressions say nothing (`Gaps`).
    let (ty, inherited) = resolved.unwrap_or((Type::LongText, Vec::new()));
    let builtin = matches!(field.ty.name.text.as_str(), "text" | "decimal" | "enum" | "sequence");
    let domain = resolver.names.types.contains_key(&field.ty.name.text) && !builtin && known;
    let mut built = Field {
        name: field.name.text.clone(),
        snake: names::snake(&field.name.text),
        label: label_of(field.label.as_ref(), &field.name, resolver.mcd.crm.locale),
        docs: docs_of(&field.docs),
        ty,
        domain: domain.then(|| field.ty.name.text.clone()),
        identifier: false,
        required: false,
        unique: false,
        title: false,
        readonly: false,
        hidden: false,
        search: false,
        privacy: Privacy::Plain,
        default: None,
        min: None,
        max: None,
        matches: None,
        computed: None,
        unit: None,
        stored: None,
        was: None,
        name_span: field.name.span,
        ty_span: field.ty.span,
        span: field.span,
    };
    for modifier in &inherited {
        apply(&mut built, modifier);
    }
    modifiers_are_distinct(resolver, &field.modifiers);
    for modifier in &field.modifiers {
        match misplaced_on_field(&modifier.kind, owner) {
            Some(message) => report_modifier(resolver, modifier.span, message),
            None => apply(&mut built, modifier),
        }
    }
    let fields = fields_mut(&mut resolver.mcd, owner);
    fields.push(built);
    let index = fields.len() - 1;
    if !known {
        resolver.gaps.is_untyped(FieldRef { owner, index });
    }
}

/// The fields of an owner, to be filled.
pub(super) fn fields_mut(mcd: &mut Mcd, owner: Owner) -> &mut Vec<Field> {
    match owner {
        #[allow(clippy::indexing_slicing)] // ids are only made for declared entities
        Owner::Entity(id) => &mut mcd.entities[id.0 as usize].fields,
        #[allow(clippy::indexing_slicing)] // ids are only made for declared relations
        Owner::Relation(id) => &mut mcd.relations[id.0 as usize].fields,
    }
}

fn apply(field: &mut Field, modifier: &ast::Modifier) {
    match &modifier.kind {
        ModifierKind::Identifier => (field.identifier, field.required) = (true, true),
        ModifierKind::Required => field.required = true,
        ModifierKind::Unique => field.unique = true,
        ModifierKind::Title => field.title = true,
        ModifierKind::Readonly => field.readonly = true,
        ModifierKind::Hidden => field.hidden = true,
        ModifierKind::Search => field.search = true,
        ModifierKind::Personal => field.privacy = Privacy::Personal,
        ModifierKind::Sensitive => field.privacy = Privacy::Sensitive,
        ModifierKind::Matches(pattern) => field.matches = Some(pattern.value.clone()),
        ModifierKind::Unit(unit) => field.unit = Some(unit.value.clone()),
        ModifierKind::Stored(name) => field.stored = Some(name.value.clone()),
        ModifierKind::Was(was) => field.was = Some(was_of(was)),
        // Expressions are typed once all names are known.
        ModifierKind::Default(_) | ModifierKind::Min(_) | ModifierKind::Max(_) | ModifierKind::Computed(_) => {}
        ModifierKind::Cascade | ModifierKind::Restrict | ModifierKind::Detach => {}
    }
}

fn misplaced_on_field(kind: &ModifierKind, owner: Owner) -> Option<Text> {
    match kind {
        ModifierKind::Cascade | ModifierKind::Restrict | ModifierKind::Detach => Some(say!(
            fr "cascade, restrict et detach se disent d'une patte de relation, pas d'un champ",
            en "cascade, restrict and detach are said of a relation's leg, not of a field"
        )),
        ModifierKind::Identifier if matches!(owner, Owner::Relation(_)) => Some(say!(
            fr "une relation est identifiée par ses pattes : un champ de relation ne peut pas être identifiant",
            en "a relation is identified by its legs: a field of a relation can't be an identifier"
        )),
        _ => None,
    }
}

/// Reports a modifier that can't stand there.
pub(super) fn report_modifier(resolver: &mut Resolver<'_>, span: Span, message: Text) {
    resolver.sink.push(
        Diagnostic::new(&MODIFIER_MISPLACED, span, message).help(say!(fr "supprimez ce mot", en "remove this word")),
    );
}

/// No modifier twice, none with its contrary.
pub(super) fn modifiers_are_distinct(resolver: &mut Resolver<'_>, modifiers: &[ast::Modifier]) {
    let mut seen: Vec<(&'static str, &ModifierKind)> = Vec::new();
    for modifier in modifiers {
        let Some(group) = exclusive_group(&modifier.kind) else { continue };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == group) {
            report_modifier(resolver, modifier.span, said_or_denied(first, &modifier.kind));
        }
        seen.push((group, &modifier.kind));
    }
}

fn said_or_denied(first: &ModifierKind, second: &ModifierKind) -> Text {
    match (choice(first), choice(second)) {
        (Some(first), Some(second)) if first != second => say!(
            fr "{first} et {second} s'excluent : cette ligne n'en prend qu'un",
            en "{first} and {second} exclude each other: this line takes only one"
        ),
        _ => say!(fr "ceci est déjà dit sur cette ligne", en "this line has said so already"),
    }
}

/// The word of a modifier that is one of several choices.
fn choice(kind: &ModifierKind) -> Option<&'static str> {
    Some(match kind {
        ModifierKind::Personal => "personal",
        ModifierKind::Sensitive => "sensitive",
        ModifierKind::Cascade => "cascade",
        ModifierKind::Restrict => "restrict",
        ModifierKind::Detach => "detach",
        _ => return None,
    })
}

fn exclusive_group(kind: &ModifierKind) -> Option<&'static str> {
    Some(match kind {
        ModifierKind::Identifier => "identifier",
        ModifierKind::Required => "required",
        ModifierKind::Unique => "unique",
        ModifierKind::Title => "title",
        ModifierKind::Readonly => "readonly",
        ModifierKind::Hidden => "hidden",
        ModifierKind::Search => "search",
        ModifierKind::Personal | ModifierKind::Sensitive => "privacy",
        ModifierKind::Cascade | ModifierKind::Restrict | ModifierKind::Detach => "on delete",
        ModifierKind::Default(_) => "default",
        ModifierKind::Min(_) => "min",
        ModifierKind::Max(_) => "max",
        ModifierKind::Matches(_) => "matches",
        ModifierKind::Computed(_) => "computed",
        ModifierKind::Unit(_) => "unit",
        ModifierKind::Stored(_) => "stored",
        ModifierKind::Was(_) => return None,
    })
}
