//! Constraints between relations, and roles with their rights.
//!
//! Whether a constraint's relations share its pivot is judged by `check`; a pivot that isn't written is found here, where there is but one.

use super::Resolver;
use super::declare::{docs_of, find_entity, label_of, report_duplicate};
use super::kinds::{EXPRESSION_MISPLACED, UNKNOWN_RELATION, UNKNOWN_WORD};
use super::members::unknown_word;
use super::renamed;
use super::typing::{Typer, Use};
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Edit, Text};
use crate::mcd::expr::ValueType;
use crate::mcd::model::{Action, Constraint, ConstraintKind, EntityId, Grant, Locale, Mcd, Owner, RelationId, Role};
use crate::mcd::names;
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

/// Resolves `constraint` and `role` declarations.
pub(super) fn resolve_constraints_and_roles(resolver: &mut Resolver<'_>, items: &[&ast::Item]) {
    for item in items {
        match item {
            ast::Item::Constraint(constraint) => resolve_constraint(resolver, constraint),
            ast::Item::Role(role) => resolve_role(resolver, role),
            _ => {}
        }
    }
}

const CONSTRAINTS: &[(&str, ConstraintKind)] = &[
    ("exclusion", ConstraintKind::Exclusion),
    ("inclusion", ConstraintKind::Inclusion),
    ("totality", ConstraintKind::Totality),
    ("simultaneity", ConstraintKind::Simultaneity),
    ("partition", ConstraintKind::Partition),
];

fn resolve_constraint(resolver: &mut Resolver<'_>, constraint: &ast::Constraint) {
    let written = constraint.kind.text.as_str();
    let kind = CONSTRAINTS.iter().find(|(name, _)| *name == written).map(|(_, kind)| *kind);
    if kind.is_none() {
        let expected: Vec<&str> = CONSTRAINTS.iter().map(|(name, _)| *name).collect();
        unknown_word(resolver, Some(&constraint.kind), &expected);
    }
    let named = constraint.relations.iter().chain(&constraint.included_in);
    let relations: Vec<Option<RelationId>> = named.map(|name| find_relation(resolver, name)).collect();
    let on: Vec<Option<EntityId>> = constraint.on.iter().map(|name| find_entity(resolver, name)).collect();
    let (Some(kind), Some(relations), Some(on)) =
        (kind, relations.into_iter().collect::<Option<Vec<_>>>(), on.into_iter().collect::<Option<Vec<_>>>())
    else {
        return;
    };
    if let Some(problem) = joined_otherwise(constraint, kind) {
        return resolver.sink.push(problem);
    }
    let Some(on) = pivot(resolver, on, &relations) else { return };
    let message = constraint.message.as_ref().map(|message| message.value.clone());
    let message = message.unwrap_or_else(|| default_message(resolver, kind, &relations));
    let docs = docs_of(&constraint.docs);
    resolver.mcd.constraints.push(Constraint { kind, relations, on, message, docs, span: constraint.span });
}

/// The pivot as written, else the only entity that the relations share, else none, which `check` tells; nothing where a leg that was
/// left out may be the pivot.
fn pivot(resolver: &Resolver<'_>, written: Vec<EntityId>, relations: &[RelationId]) -> Option<Vec<EntityId>> {
    if !written.is_empty() {
        return Some(written);
    }
    if relations.iter().any(|id| resolver.gaps.is_partial(Owner::Relation(*id))) {
        return None;
    }
    let shared = resolver.mcd.shared_by(relations);
    Some(if shared.len() == 1 { shared } else { Vec::new() })
}

/// An inclusion is of one relation `in` another; the other constraints list their relations. One relation alone is told by `check`.
fn joined_otherwise(constraint: &ast::Constraint, kind: ConstraintKind) -> Option<Diagnostic> {
    let inclusion = kind == ConstraintKind::Inclusion;
    let (listed, including) = (&constraint.relations, &constraint.included_in);
    let fits = match including {
        Some(_) => inclusion && listed.len() == 1,
        None => !inclusion || listed.len() == 1,
    };
    if fits {
        return None;
    }
    let message = match inclusion {
        true => say!(
            fr "une inclusion porte sur une relation, « in » et celle qui l'inclut",
            en "an inclusion is between one relation, `in`, and the one that includes it"
        ),
        false => say!(
            fr "« in » ne se dit que d'une inclusion : ici les relations sont séparées par des virgules",
            en "`in` is said of an inclusion only: here the relations are separated by commas"
        ),
    };
    let names: Vec<&ast::Name> = listed.iter().chain(including).collect();
    let clause = clause(constraint, &names, inclusion);
    let problem = Diagnostic::new(&UNKNOWN_WORD, constraint.span, message)
        .help(say!(fr "écrivez : {clause}", en "write: {clause}"));
    let (Some(before), Some(last), false) = (listed.last(), including, inclusion) else { return Some(problem) };
    let between = Span { start: before.span.end, end: last.span.start, ..last.span };
    let edit = Edit { span: between, text: ", ".to_owned() };
    Some(problem.fix(say!(fr "mettre une virgule", en "write a comma"), vec![edit]))
}

/// The constraint as it is to be written; of an inclusion of several, the first line.
fn clause(constraint: &ast::Constraint, names: &[&ast::Name], inclusion: bool) -> String {
    let texts: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    let relations = match (inclusion, texts.as_slice()) {
        (true, [first, .., last]) => format!("{first} in {last}"),
        _ => texts.join(", "),
    };
    let on: Vec<&str> = constraint.on.iter().map(|name| name.text.as_str()).collect();
    let on = if on.is_empty() { String::new() } else { format!(" on {}", on.join(", ")) };
    format!("constraint {} {relations}{on}", constraint.kind.text)
}

fn find_relation(resolver: &mut Resolver<'_>, name: &ast::Name) -> Option<RelationId> {
    if let Some(id) = resolver.names.relations.get(&name.text) {
        return Some(*id);
    }
    let text = &name.text;
    if resolver.gaps.lost(text) {
        return None;
    }
    let message = say!(fr "la relation « {text} » n'existe pas", en "there is no relation `{text}`");
    let problem = Diagnostic::new(&UNKNOWN_RELATION, name.span, message);
    let said = match renamed::relation(&resolver.mcd, text) {
        Some(now) => renamed::said(problem, name, now),
        None => problem.help(known_relations(&resolver.mcd, text)),
    };
    resolver.sink.push(said);
    None
}

fn known_relations(mcd: &Mcd, text: &str) -> Text {
    let known: Vec<&str> = mcd.relations.iter().map(|relation| relation.name.as_str()).collect();
    let list = known.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    let none = known.is_empty();
    did_you_mean(text, known).unwrap_or_else(|| match none {
        true => say!(fr "déclarez-la : relation {text} {{ … }}", en "declare it: relation {text} {{ … }}"),
        false => say!(fr "il y a : {list}", en "there are: {list}"),
    })
}

fn default_message(resolver: &Resolver<'_>, kind: ConstraintKind, relations: &[RelationId]) -> String {
    let labels: Vec<&str> = relations.iter().map(|id| resolver.mcd.relation(*id).label.as_str()).collect();
    let list = labels.join(", ");
    let french = resolver.mcd.crm.locale == Locale::Fr;
    match (kind, french) {
        (ConstraintKind::Exclusion, true) => format!("Jamais à la fois : {list}"),
        (ConstraintKind::Exclusion, false) => format!("Never both: {list}"),
        (ConstraintKind::Inclusion, true) => format!("L'un demande l'autre : {}", labels.join(" → ")),
        (ConstraintKind::Inclusion, false) => format!("One needs the other: {}", labels.join(" → ")),
        (ConstraintKind::Totality, true) => format!("Au moins l'un de : {list}"),
        (ConstraintKind::Totality, false) => format!("At least one of: {list}"),
        (ConstraintKind::Simultaneity, true) => format!("Tous ou aucun : {list}"),
        (ConstraintKind::Simultaneity, false) => format!("All or none of: {list}"),
        (ConstraintKind::Partition, true) => format!("L'un et un seul de : {list}"),
        (ConstraintKind::Partition, false) => format!("Exactly one of: {list}"),
    }
}

fn resolve_role(resolver: &mut Resolver<'_>, role: &ast::Role) {
    if let Some(first) = resolver.mcd.roles.iter().find(|known| known.name == role.name.text) {
        let first = first.span;
        return report_duplicate(resolver, &role.name, Some(first));
    }
    let grants = role.grants.iter().flat_map(|grant| resolve_grant(resolver, grant)).collect();
    resolver.mcd.roles.push(Role {
        name: role.name.text.clone(),
        snake: names::snake(&role.name.text),
        label: label_of(role.label.as_ref(), &role.name, resolver.mcd.crm.locale),
        grants,
        span: role.span,
    });
}

/// One right an entity where there is a condition, since its paths start at that entity; else one for all.
fn resolve_grant(resolver: &mut Resolver<'_>, grant: &ast::Grant) -> Vec<Grant> {
    let actions = resolve_actions(resolver, &grant.actions);
    let everything = grant.subjects.iter().any(|subject| subject.text == "everything");
    let named = grant.subjects.iter().filter(|subject| subject.text != "everything");
    let entities: Vec<EntityId> = named.filter_map(|name| find_entity(resolver, name)).collect();
    let whole = |entities, condition| Grant { entities, actions: actions.clone(), condition, span: grant.span };
    match &grant.condition {
        None if everything => vec![whole(None, None)],
        None => vec![whole(Some(entities), None)],
        Some(condition) if everything => {
            report_condition_on_everything(resolver, condition.span);
            Vec::new()
        }
        Some(condition) => {
            // The first entity on which the condition fails is enough to say so.
            let typed = entities.into_iter().map_while(|entity| {
                let start = Owner::Entity(entity);
                let mut typer = Typer::new(&resolver.mcd, &resolver.gaps, resolver.sink, start, Use::Right);
                Some(whole(Some(vec![entity]), Some(typer.check(condition, Some(ValueType::Boolean))?)))
            });
            typed.collect()
        }
    }
}

fn report_condition_on_everything(resolver: &mut Resolver<'_>, span: Span) {
    let message = say!(fr "« everything » ne prend pas de condition", en "`everything` takes no condition");
    let help = say!(
        fr "une condition part d'une entité : écrivez une ligne pour chacune, Devis: read where …",
        en "a condition starts at an entity: write a line for each, Quote: read where …"
    );
    resolver.sink.push(Diagnostic::new(&EXPRESSION_MISPLACED, span, message).help(help));
}

const ACTIONS: &[&str] = &["read", "create", "update", "delete", "all"];

fn resolve_actions(resolver: &mut Resolver<'_>, actions: &[ast::Name]) -> Vec<Action> {
    let mut resolved = Vec::new();
    for action in actions {
        let adds: &[Action] = match action.text.as_str() {
            "read" => &[Action::Read],
            "create" => &[Action::Create],
            "update" => &[Action::Update],
            "delete" => &[Action::Delete],
            "all" => &[Action::Read, Action::Create, Action::Update, Action::Delete],
            _ => {
                unknown_word(resolver, Some(action), ACTIONS);
                continue;
            }
        };
        for add in adds {
            if !resolved.contains(add) {
                resolved.push(*add);
            }
        }
    }
    resolved
}
