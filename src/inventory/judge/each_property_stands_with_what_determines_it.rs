//! A property stands with what determines it in the rows: the dependency is in the model, by a key or an `fd` line, which normal forms then judge.
//!
//! Told of likely dependencies only, whose left is no key of the entity where the property stands, and of each determinant once.

use super::{Held, Said, kind};
use crate::diag::{Diagnostic, Text};
use crate::inventory::dependencies::{Dependency, stated};
use crate::mcd::{EntityId, FieldRef, KeyPart, Owner};
use crate::normal::{AttrSet, Closure, Fd};
use crate::say;

kind! {
    /// Rows show a dependency that the model doesn't state.
    MISSING = "M5502" Warning
}
kind! {
    /// Rows show that a property belongs to another entity.
    MISPLACED = "M5503" Warning
}

pub(super) fn judge(held: &Held<'_>) -> Vec<Said> {
    let Some(found) = held.found else { return Vec::new() };
    let known: Vec<Fd> = stated(held.mcd, held.table, held.matched)
        .into_iter()
        .map(|stated| Fd::new(stated.left.into_iter().collect(), AttrSet::one(stated.right)))
        .collect();
    let model = Closure::new(&known);
    let likely = found.likely().filter(|dependency| !held.is_rejected(&dependency.left, dependency.right));
    let missing = likely.filter(|dependency| {
        !dependency.is_of_a_key() && !model.of(&dependency.left.iter().copied().collect()).contains(dependency.right)
    });
    let mut groups: Vec<(&[usize], Vec<&Dependency>)> = Vec::new();
    for dependency in missing {
        match groups.iter_mut().find(|(left, _)| *left == dependency.left.as_slice()) {
            Some((_, own)) => own.push(dependency),
            None => groups.push((&dependency.left, vec![dependency])),
        }
    }
    groups.into_iter().flat_map(|(left, own)| told(held, left, &own)).collect()
}

/// What is to be said of a determinant: entity by entity of what it determines.
fn told(held: &Held<'_>, left: &[usize], dependencies: &[&Dependency]) -> Vec<Said> {
    let Some(determinant) = left.iter().map(|at| held.field(*at)).collect::<Option<Vec<FieldRef>>>() else {
        return Vec::new();
    };
    let mut owners: Vec<(Owner, Vec<&Dependency>)> = Vec::new();
    for dependency in dependencies {
        let Some(field) = held.field(dependency.right) else { continue };
        if is_identifying(held, field) {
            continue;
        }
        match owners.iter_mut().find(|(owner, _)| *owner == field.owner) {
            Some((_, own)) => own.push(dependency),
            None => owners.push((field.owner, vec![dependency])),
        }
    }
    let said = owners.into_iter().filter_map(|(owner, own)| match home(held, &determinant) {
        Some(home) if Owner::Entity(home) != owner => Some((owner, misplaced(held, home, left, &own)?)),
        Some(_) => None,
        None => Some((owner, missing(held, owner, left, &own)?)),
    });
    said.collect()
}

/// The entity that these fields identify.
fn home(held: &Held<'_>, determinant: &[FieldRef]) -> Option<EntityId> {
    let is_its_key = |parts: &[KeyPart]| {
        parts.len() == determinant.len()
            && parts.iter().all(|part| matches!(part, KeyPart::Field(field) if determinant.contains(field)))
    };
    let identifies = |id: EntityId| {
        let uniques = &held.mcd.entity(id).uniques;
        is_its_key(held.mcd.identifier(id)) || uniques.iter().any(|group| is_its_key(&group.parts))
    };
    held.mcd.entities().map(|(id, _)| id).find(|id| identifies(*id))
}

/// What identifies stays where it is: that another field gives it is a link, or a second key.
fn is_identifying(held: &Held<'_>, field: FieldRef) -> bool {
    let Owner::Entity(entity) = field.owner else { return false };
    let uniques = held.mcd.entity(entity).uniques.iter().flat_map(|group| &group.parts);
    held.mcd.identifier(entity).iter().chain(uniques).any(|part| *part == KeyPart::Field(field))
}

fn names(held: &Held<'_>, dependencies: &[&Dependency]) -> String {
    let fields = dependencies.iter().filter_map(|dependency| held.field(dependency.right));
    fields.map(|field| held.mcd.field(field).name.clone()).collect::<Vec<_>>().join(", ")
}

fn field_names(held: &Held<'_>, left: &[usize]) -> String {
    let fields = left.iter().filter_map(|at| held.field(*at));
    fields.map(|field| held.mcd.field(field).name.clone()).collect::<Vec<_>>().join(", ")
}

/// What the rows say, as advice.
fn rests_on(held: &Held<'_>, dependencies: &[&Dependency]) -> Text {
    let file = held.file();
    let support = dependencies.iter().map(|dependency| dependency.evidence.support).max().unwrap_or(0);
    match dependencies.iter().map(|dependency| dependency.evidence.exceptions).max().unwrap_or(0) {
        0 => say!(
            fr "{support} lignes de {file} l'éprouvent, aucune ne le contredit",
            en "{support} rows of {file} put it to the test, none contradicts it"
        ),
        broken => say!(
            fr "{support} lignes de {file} l'éprouvent, {broken} au plus le contredisent (merisier inventory --dependencies les montre)",
            en "{support} rows of {file} put it to the test, {broken} at most contradict it (merisier inventory --dependencies shows them)"
        ),
    }
}

fn reject(held: &Held<'_>, left: &[usize], dependencies: &[&Dependency]) -> Text {
    let rights: Vec<usize> = dependencies.iter().map(|dependency| dependency.right).collect();
    let (left, right) = (held.column_names(left), held.column_names(&rights));
    say!(
        fr "si ce n'est qu'un hasard de ces lignes : merisier inventory --dependencies --reject \"{left} -> {right}\"",
        en "if it is but an accident of these rows: merisier inventory --dependencies --reject \"{left} -> {right}\""
    )
}

fn primary(held: &Held<'_>, dependencies: &[&Dependency]) -> Option<FieldRef> {
    dependencies.first().and_then(|dependency| held.field(dependency.right))
}

fn missing(held: &Held<'_>, owner: Owner, left: &[usize], own: &[&Dependency]) -> Option<Diagnostic> {
    let field = primary(held, own)?;
    let (determinant, determined, name) = (field_names(held, left), names(held, own), held.mcd.name(owner));
    let is_of_owner = left.iter().all(|at| held.field(*at).is_some_and(|field| field.owner == owner));
    let message = say!(
        fr "les fichiers montrent que {determinant} détermine {determined}, et le modèle ne le dit pas",
        en "the files show that {determinant} determines {determined}, and the model doesn't say it"
    );
    let line = match is_of_owner {
        true => say!(
            fr "si c'est une règle, écrivez dans « {name} » : fd {determinant} -> {determined} ; merisier check --fix en fait alors une entité",
            en "if it is a rule, write in `{name}`: fd {determinant} -> {determined}; merisier check --fix then makes an entity of it"
        ),
        false => say!(
            fr "si c'est une règle, faites de {determinant} une entité, ou une relation, qui porte {determined}",
            en "if it is a rule, make of {determinant} an entity, or a relation, that bears {determined}"
        ),
    };
    let span = held.mcd.field(field).name_span;
    Some(Diagnostic::new(&MISSING, span, message).help(rests_on(held, own)).help(line).help(reject(held, left, own)))
}

fn misplaced(held: &Held<'_>, home: EntityId, left: &[usize], own: &[&Dependency]) -> Option<Diagnostic> {
    let field = primary(held, own)?;
    let (determined, owner) = (names(held, own), held.mcd.name(field.owner));
    let home = held.mcd.entity(home);
    let (name, key) = (&home.name, field_names(held, left));
    let message = say!(
        fr "les fichiers montrent que {key}, qui identifie « {name} », détermine {determined} : c'est là sa place, non dans « {owner} »",
        en "the files show that {key}, which identifies `{name}`, determines {determined}: it belongs there, not in `{owner}`"
    );
    let span = held.mcd.field(field).name_span;
    let diagnostic =
        Diagnostic::new(&MISPLACED, span, message).related(home.name_span, say!(fr "sa place", en "its place"));
    let keep = say!(
        fr "s'il doit garder la valeur du jour (le prix d'une ligne de facture), dites-le : accept M5503 \"…\"",
        en "if it must keep the value of the day (the price on an invoice line), say so: accept M5503 \"…\""
    );
    Some(diagnostic.help(rests_on(held, own)).help(keep).help(reject(held, left, own)))
}
