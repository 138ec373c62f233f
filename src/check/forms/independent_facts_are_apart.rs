//! No relation joins facts that are independent (4NF; Fagin 1977): three entities linked at once, where two of the links are relations already.
//!
//! Whether a course's teachers and its books have to do with each other can't be read in a model; that both are known apart is a sign that they
//! haven't. Told of relations without fields and constraints, whose links have no role, as a hint; where `fd course ->> teacher` states it, of any
//! owner, as what it is.

use super::judged::Judged;
use super::words::{told, told_fd};
use super::{apart, kind};
use crate::check::words::by_hand;
use crate::diag::{Diagnostic, Sink, Text};
use crate::mcd::{EntityId, Mcd, Relation, RelationId};
use crate::normal::{AttrSet, Fd, Mvd};
use crate::say;
use crate::source::{SourceMap, Span};

kind! {
    /// A relation that may be the join of others.
    JOIN_OF_BINARIES = "M5305" Hint
}
kind! {
    /// Facts that a line states to be independent are kept together.
    STATED_TOGETHER = "M5309" Warning
}

pub(super) fn judge(mcd: &Mcd) -> Vec<Diagnostic> {
    let mut sink = Sink::new();
    for (_, relation) in mcd.relations().filter(|(_, relation)| may_be_a_join(relation)) {
        let binaries = binaries_within(mcd, relation);
        if link_all(mcd, relation, &binaries) {
            sink.push(report(mcd, relation, &binaries));
        }
    }
    sink.into_sorted()
}

fn may_be_a_join(relation: &Relation) -> bool {
    let bare =
        relation.fields.is_empty() && relation.elided == 0 && relation.fds.is_empty() && relation.uniques.is_empty();
    let plain = |leg: &crate::mcd::Leg| leg.role.is_none() && leg.card.max.is_none();
    bare && relation.rules.is_empty() && relation.legs.len() > 2 && relation.legs.iter().all(plain)
}

/// The relations of two of its entities, of any number on both sides.
fn binaries_within(mcd: &Mcd, relation: &Relation) -> Vec<RelationId> {
    let entities = entities(relation);
    let within = |binary: &Relation| {
        let plain =
            binary.legs.len() == 2 && binary.legs.iter().all(|leg| leg.role.is_none() && leg.card.max.is_none());
        plain && binary.legs.iter().all(|leg| entities.contains(&leg.entity))
    };
    mcd.relations().filter(|(_, binary)| within(binary)).map(|(id, _)| id).collect()
}

fn entities(relation: &Relation) -> Vec<EntityId> {
    relation.legs.iter().map(|leg| leg.entity).collect()
}

/// Whether one can go from any of its entities to any other by these relations.
fn link_all(mcd: &Mcd, relation: &Relation, binaries: &[RelationId]) -> bool {
    let mut reached: Vec<EntityId> = entities(relation).into_iter().take(1).collect();
    loop {
        let before = reached.len();
        for ends in binaries.iter().map(|id| entities(mcd.relation(*id))) {
            if ends.iter().any(|end| reached.contains(end)) {
                reached.extend(ends.into_iter().filter(|end| !reached.contains(end)).collect::<Vec<_>>());
            }
        }
        if reached.len() == before {
            return entities(relation).iter().all(|entity| reached.contains(entity));
        }
    }
}

fn report(mcd: &Mcd, relation: &Relation, binaries: &[RelationId]) -> Diagnostic {
    let name = &relation.name;
    let others: Vec<&str> = binaries.iter().map(|id| mcd.relation(*id).name.as_str()).collect();
    let others = others.join(", ");
    let line = line(mcd, relation, binaries);
    let mut diagnostic = Diagnostic::new(
        &JOIN_OF_BINARIES,
        relation.name_span,
        say!(
            fr "« {name} » n'est peut-être que la jointure de {others}",
            en "`{name}` may be no more than the join of {others}"
        ),
    );
    for id in binaries {
        diagnostic = diagnostic.related(mcd.relation(*id).name_span, say!(fr "déjà su ici", en "known here already"));
    }
    diagnostic
        .help(say!(
            fr "si ces faits sont indépendants, elle en redit chaque combinaison (quatrième forme normale) : écrivez-y {line}, et merisier check --fix la supprime",
            en "if these facts are independent, it repeats every combination of them (fourth normal form): write {line} in it, and merisier check --fix removes it"
        ))
        .help(say!(
            fr "sinon dites ce qu'elle sait de plus : un champ, ou une contrainte fd entre ses pattes",
            en "otherwise say what more it knows: a field, or an fd among its legs"
        ))
}

/// `fd Cours ->> Enseignant`: the entity in most of the binaries, and one that it is linked to.
fn line(mcd: &Mcd, relation: &Relation, binaries: &[RelationId]) -> String {
    let ends = |id: &RelationId| entities(mcd.relation(*id));
    let links = |entity: &EntityId| binaries.iter().filter(|id| ends(id).contains(entity)).count();
    let all = entities(relation);
    let pivot = all.iter().copied().max_by_key(links);
    let other = pivot.and_then(|pivot| {
        let mut linked = binaries.iter().map(ends).filter(|ends| ends.contains(&pivot)).flatten();
        linked.find(|end| *end != pivot)
    });
    let name = |entity: Option<EntityId>| entity.map_or("", |entity| mcd.entity(entity).name.as_str());
    format!("fd {} ->> {}", name(pivot), name(other))
}

/// What a `->>` line says of its owner: one diagnostic a line that keeps it from fourth normal form.
pub(super) fn judge_stated(judged: &Judged<'_>, sources: &SourceMap) -> Vec<Diagnostic> {
    judged.facts_kept_together().into_iter().map(|(mvd, span)| report_stated(judged, mvd, *span, sources)).collect()
}

fn report_stated(judged: &Judged<'_>, mvd: &Mvd, span: Span, sources: &SourceMap) -> Diagnostic {
    let owner = judged.mcd.name(judged.owner);
    let fact = mvd.right.difference(&mvd.left);
    let others = judged.all().difference(&mvd.left).difference(&fact);
    let (left, one, rest) = (told(judged, &mvd.left), told(judged, &fact), told(judged, &others));
    let parts = [mvd.left.union(&fact), mvd.left.union(&others)];
    let lost: Vec<String> = lost(judged, mvd, &parts).iter().map(|fd| told_fd(judged, fd)).collect();
    let [first, second] = parts.map(|part: AttrSet| told(judged, &part));
    let diagnostic = Diagnostic::new(
        &STATED_TOGETHER,
        span,
        say!(
            fr "« {owner} » n'est pas en 4FN : pour chaque {left}, {one} est indépendant de {rest}",
            en "`{owner}` isn't in 4NF: for each {left}, {one} is independent of {rest}"
        ),
    )
    .label(Text::same(format!("{left} ↠ {one}")))
    .help(say!(
        fr "chaque {one} y est redit avec chaque {rest} ; séparez-les : ({first}) et ({second}), aucune ligne n'est perdue",
        en "each {one} is said again with each {rest}; keep them apart: ({first}) and ({second}), no row is lost"
    ));
    if !lost.is_empty() {
        let lost = lost.join(" ; ");
        return diagnostic.help(say!(
            fr "mais {lost} ne se vérifierait plus sans jointure : gardez-la si elle compte plus que la redondance",
            en "but {lost} could no longer be checked without a join: keep it if it matters more than the repetition"
        ));
    }
    match apart::fix(judged, mvd, sources) {
        Some(fix) => Diagnostic { fix: Some(fix), ..diagnostic },
        None => diagnostic.help(by_hand()),
    }
}

/// What could no longer be checked in one part. A dependency whose left holds that of the fact is in a part without the rest of its left
/// (coalescence, Beeri, Fagin & Howard 1977).
fn lost(judged: &Judged<'_>, mvd: &Mvd, parts: &[AttrSet; 2]) -> Vec<Fd> {
    let is_kept = |fd: &&Fd| {
        let within =
            |part: &AttrSet| fd.right.is_subset(part) && (fd.left.is_subset(part) || mvd.left.is_subset(&fd.left));
        parts.iter().any(within)
    };
    judged.analysis.synthesis.cover.iter().filter(|fd| !is_kept(fd)).cloned().collect()
}
