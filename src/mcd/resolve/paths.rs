//! Paths of expressions: from a row, over relations, to a field or a record.
//!
//! language.md, "rule": from an entity, `Relation.field`, `Relation.leg.field`, and `leg.field` alone where only one of its
//! relations has a leg of that name. Types nothing.

use super::gaps::Gaps;
use super::kinds::{AMBIGUOUS_PATH, UNKNOWN_IN_EXPRESSION};
use super::members::{field_named, field_of_entity, member_names};
use super::renamed;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Text};
use crate::mcd::expr::{Path, Step};
use crate::mcd::model::{EntityId, FieldRef, LegRef, Mcd, Owner, RelationId};
use crate::say;
use crate::syntax::ast::Name;

/// Where a path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At a field.
    Field(FieldRef),
    /// At a record.
    Entity(EntityId),
    /// At an occurrence of a relation.
    Relation(RelationId),
}

/// A resolved path.
pub(super) struct Walk {
    pub(super) path: Path,
    pub(super) end: End,
}

#[derive(Clone, Copy)]
struct At {
    owner: Owner,
    /// The leg by which the relation was reached; it doesn't lead back.
    came_by: Option<LegRef>,
}

/// Why a path leads nowhere: a diagnostic to push, or none when what it lacks was reported already.
pub(super) type Astray = Option<Box<Diagnostic>>;

/// Resolves the names of a path from a row of `start`.
pub(super) fn walk(mcd: &Mcd, gaps: &Gaps, start: Owner, names: &[Name]) -> Result<Walk, Astray> {
    let mut at = At { owner: start, came_by: None };
    let mut path = Path::default();
    let mut names = names.iter().peekable();
    while let Some(name) = names.next() {
        if let Some(field) = field_at(mcd, at.owner, &name.text) {
            return match names.next() {
                None => Ok(Walk { path, end: End::Field(field) }),
                Some(beyond) => Err(nothing_beyond_a_field(name, beyond)),
            };
        }
        let steps = steps_to(mcd, at, name, names.peek().map(|next| next.text.as_str()))
            .map_err(|astray| astray.filter(|said| said.fix.is_some() || !gaps.explain(mcd, at.owner, &name.text)))?;
        for step in &steps {
            at = follow(mcd, *step);
        }
        path.steps.extend(steps);
    }
    let end = match at.owner {
        Owner::Entity(id) => End::Entity(id),
        Owner::Relation(id) => End::Relation(id),
    };
    Ok(Walk { path, end })
}

/// Whether a single name is a field or leads somewhere, without complaining.
pub(super) fn leads_somewhere(mcd: &Mcd, gaps: &Gaps, start: Owner, names: &[Name]) -> Option<End> {
    walk(mcd, gaps, start, names).ok().map(|walk| walk.end)
}

fn field_at(mcd: &Mcd, owner: Owner, name: &str) -> Option<FieldRef> {
    match owner {
        Owner::Entity(id) => field_of_entity(mcd, id, name),
        Owner::Relation(_) => field_named(mcd, owner, name),
    }
}

fn follow(mcd: &Mcd, step: Step) -> At {
    match step {
        Step::ToRelation { from } => At { owner: Owner::Relation(from.relation), came_by: Some(from) },
        Step::ToEntity { to } => At { owner: Owner::Entity(mcd.leg(to).entity), came_by: None },
    }
}

fn steps_to(mcd: &Mcd, at: At, name: &Name, next: Option<&str>) -> Result<Vec<Step>, Astray> {
    match at.owner {
        Owner::Relation(id) => leg_of_relation(mcd, id, at.came_by, name).map(|to| vec![Step::ToEntity { to }]),
        Owner::Entity(id) => match relation_named(mcd, id, name, next)? {
            Some(from) => Ok(vec![Step::ToRelation { from }]),
            None => far_leg_named(mcd, id, name),
        },
    }
}

fn leg_of_relation(mcd: &Mcd, id: RelationId, came_by: Option<LegRef>, name: &Name) -> Result<LegRef, Astray> {
    let legs = (0..mcd.relation(id).legs.len()).map(|index| LegRef { relation: id, index });
    let mut named = legs.filter(|leg| mcd.leg(*leg).navigation == name.text && Some(*leg) != came_by);
    named.next().ok_or_else(|| match came_by {
        Some(back) if mcd.leg(back).navigation == name.text => leads_back(mcd, back, name),
        _ => unknown(mcd, Owner::Relation(id), name),
    })
}

/// The leg by which an entity takes part in the relation of this name. In a reflexive relation the next name tells which.
fn relation_named(mcd: &Mcd, id: EntityId, name: &Name, next: Option<&str>) -> Result<Option<LegRef>, Astray> {
    let legs = all_legs(mcd, id).into_iter().filter(|leg| mcd.relation(leg.relation).name == name.text);
    let legs: Vec<LegRef> = legs.collect();
    match legs.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        _ => {
            let not_next = legs.iter().filter(|leg| Some(mcd.leg(**leg).navigation.as_str()) != next);
            match not_next.collect::<Vec<_>>().as_slice() {
                [only] => Ok(Some(**only)),
                _ => Err(say_which_role(mcd, name, &legs)),
            }
        }
    }
}

fn all_legs(mcd: &Mcd, id: EntityId) -> Vec<LegRef> {
    mcd.lineage(id).into_iter().flat_map(|owner| mcd.legs_of(owner)).collect()
}

fn far_leg_named(mcd: &Mcd, id: EntityId, name: &Name) -> Result<Vec<Step>, Astray> {
    let mut found: Vec<(LegRef, LegRef)> = Vec::new();
    for from in all_legs(mcd, id) {
        let legs = (0..mcd.relation(from.relation).legs.len()).map(|index| LegRef { relation: from.relation, index });
        found.extend(legs.filter(|to| *to != from && mcd.leg(*to).navigation == name.text).map(|to| (from, to)));
    }
    match found.as_slice() {
        [] => Err(unknown(mcd, Owner::Entity(id), name)),
        [(from, to)] => Ok(vec![Step::ToRelation { from: *from }, Step::ToEntity { to: *to }]),
        several => {
            let relations: Vec<&str> =
                several.iter().map(|(from, _)| mcd.relation(from.relation).name.as_str()).collect();
            Err(say_which_relation(name, &relations))
        }
    }
}

fn unknown(mcd: &Mcd, owner: Owner, name: &Name) -> Astray {
    let (text, of) = (&name.text, mcd.name(owner));
    let message = match owner {
        Owner::Entity(_) => say!(
            fr "« {of} » n'a ni champ ni relation « {text} »",
            en "`{of}` has neither a field nor a relation `{text}`"
        ),
        Owner::Relation(_) => say!(
            fr "« {of} » n'a ni champ ni patte « {text} »",
            en "`{of}` has neither a field nor a leg `{text}`"
        ),
    };
    let problem = Diagnostic::new(&UNKNOWN_IN_EXPRESSION, name.span, message);
    if let Some(now) = renamed::member(mcd, owner, text) {
        return Some(Box::new(renamed::said(problem, name, now)));
    }
    let mut candidates = member_names(mcd, owner);
    if let Owner::Entity(id) = owner {
        candidates.extend(all_legs(mcd, id).iter().map(|leg| mcd.relation(leg.relation).name.clone()));
    }
    let list = candidates.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
    let help = constant_word(text)
        .or_else(|| did_you_mean(text, candidates.iter().map(String::as_str)))
        .unwrap_or_else(|| say!(fr "il y a : {list}", en "there are: {list}"));
    Some(Box::new(problem.help(help)))
}

/// How another language's word for true, false or today is written.
pub(super) fn constant_word(word: &str) -> Option<Text> {
    let right = match word.to_lowercase().as_str() {
        "vrai" | "oui" | "yes" => "true",
        "faux" | "non" | "no" => "false",
        "today" | "aujourdhui" => "today()",
        _ => return None,
    };
    Some(say!(fr "vouliez-vous dire « {right} » ?", en "did you mean `{right}`?"))
}

fn leads_back(mcd: &Mcd, back: LegRef, name: &Name) -> Astray {
    let (text, relation) = (&name.text, &mcd.relation(back.relation).name);
    let message = say!(
        fr "« {relation}.{text} » revient là d'où part le chemin",
        en "`{relation}.{text}` comes back to where the path starts"
    );
    let help = say!(
        fr "les champs de « {text} » se lisent sans chemin : écrivez leur nom seul",
        en "the fields of `{text}` are read without a path: write their name alone"
    );
    Some(Box::new(Diagnostic::new(&UNKNOWN_IN_EXPRESSION, name.span, message).help(help)))
}

fn nothing_beyond_a_field(field: &Name, beyond: &Name) -> Astray {
    let (text, beyond_text) = (&field.text, &beyond.text);
    Some(Box::new(
        Diagnostic::new(
            &UNKNOWN_IN_EXPRESSION,
            beyond.span,
            say!(
                fr "« {text} » est un champ : rien ne vient après, pas même « {beyond_text} »",
                en "`{text}` is a field: nothing comes after it, not even `{beyond_text}`"
            ),
        )
        .help(say!(fr "arrêtez le chemin à « {text} »", en "end the path at `{text}`")),
    ))
}

fn say_which_role(mcd: &Mcd, name: &Name, legs: &[LegRef]) -> Astray {
    let text = &name.text;
    let roles = legs.iter().map(|leg| format!("{text}.{}", mcd.leg(*leg).navigation)).collect::<Vec<_>>().join(", ");
    Some(Box::new(
        Diagnostic::new(
            &AMBIGUOUS_PATH,
            name.span,
            say!(
                fr "« {text} » relie l'entité à elle-même : de quel côté ?",
                en "`{text}` links the entity to itself: on which side?"
            ),
        )
        .help(say!(fr "dites le rôle : {roles}", en "say the role: {roles}")),
    ))
}

fn say_which_relation(name: &Name, relations: &[&str]) -> Astray {
    let text = &name.text;
    let paths = relations.iter().map(|relation| format!("{relation}.{text}")).collect::<Vec<_>>().join(", ");
    Some(Box::new(
        Diagnostic::new(
            &AMBIGUOUS_PATH,
            name.span,
            say!(fr "plusieurs relations mènent à « {text} »", en "several relations lead to `{text}`"),
        )
        .help(say!(fr "dites laquelle : {paths}", en "say which: {paths}")),
    ))
}
