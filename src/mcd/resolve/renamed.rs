//! What a name that is no longer known is called now, by the `was` of what bears it: said, and written by `check --fix`.
//!
//! A rename is then one line of the model: every rule, list, form, source and path that used the old name is mended at once.
//! Of what moved elsewhere nothing is said: its path is another.

use super::members::other_leg;
use crate::diag::{Diagnostic, Edit};
use crate::mcd::model::{LegRef, Mcd, Owner, Was};
use crate::say;
use crate::syntax::ast::Name;

/// The entity that bore this name.
pub(super) fn entity<'m>(mcd: &'m Mcd, text: &str) -> Option<&'m str> {
    mcd.entities.iter().find(|entity| is_former(entity.was.as_ref(), text)).map(|entity| entity.name.as_str())
}

/// The relation that bore this name.
pub(super) fn relation<'m>(mcd: &'m Mcd, text: &str) -> Option<&'m str> {
    mcd.relations.iter().find(|relation| is_former(relation.was.as_ref(), text)).map(|relation| relation.name.as_str())
}

/// The field, leg or relation of an owner that bore this name.
pub(super) fn member<'m>(mcd: &'m Mcd, owner: Owner, text: &str) -> Option<&'m str> {
    let lineage: Vec<Owner> = match owner {
        Owner::Entity(id) => mcd.lineage(id).into_iter().map(Owner::Entity).collect(),
        Owner::Relation(_) => vec![owner],
    };
    let mut fields = lineage.iter().flat_map(|owner| mcd.fields(*owner));
    if let Some(field) = fields.find(|field| is_former(field.was.as_ref(), text)) {
        return Some(&field.name);
    }
    let legs: Vec<LegRef> = match owner {
        Owner::Entity(id) => mcd.lineage(id).into_iter().flat_map(|entity| mcd.legs_of(entity)).collect(),
        Owner::Relation(id) => (0..mcd.relation(id).legs.len()).map(|index| LegRef { relation: id, index }).collect(),
    };
    let reached = legs.iter().filter_map(|leg| match owner {
        Owner::Entity(_) => other_leg(mcd, *leg),
        Owner::Relation(_) => Some(*leg),
    });
    let mut reached = reached.map(|leg| mcd.leg(leg));
    let leg = reached.find(|leg| match leg.role {
        Some(_) => is_former(leg.was.as_ref(), text),
        None => is_former(mcd.entity(leg.entity).was.as_ref(), text),
    });
    let crossed = || legs.iter().map(|leg| mcd.relation(leg.relation)).find(|it| is_former(it.was.as_ref(), text));
    leg.map(|leg| leg.navigation.as_str()).or_else(|| crossed().map(|relation| relation.name.as_str()))
}

/// Says what the name is now, and mends it where it stands.
pub(super) fn said(problem: Diagnostic, name: &Name, now: &str) -> Diagnostic {
    let text = &name.text;
    let problem =
        problem.help(say!(fr "« {text} » s'appelle maintenant « {now} »", en "`{text}` is called `{now}` now"));
    match mended(name, now) {
        Some(edit) => problem.fix(say!(fr "écrire `{now}`", en "write `{now}`"), vec![edit]),
        None => problem,
    }
}

/// The name as it is now, in the place of the former one; none where it takes backquotes to write it.
pub(super) fn mended(name: &Name, now: &str) -> Option<Edit> {
    let plain = now.chars().all(|c| c.is_alphanumeric() || c == '_');
    plain.then(|| Edit { span: name.span, text: now.to_owned() })
}

/// Whether `was` says this name, whatever bore it.
fn is_former(was: Option<&Was>, text: &str) -> bool {
    matches!(was, Some(Was::Path(path)) if path.last().is_some_and(|last| last == text))
}
