//! Cardinalities, subtypes and constraints as sentences that a client can hold against the business.
//!
//! Invariant: a sentence is never wrong. A relation's verb is used only where who does it is plain; a gender only where it is
//! known; else the sentence does without.

use super::actors;
use super::gender::{self, Gender};
use crate::diag::Lang;
use crate::mcd::{Cardinality, Constraint, ConstraintKind, Entity, EntityId, Leg, Locale, Mcd, Relation, labels};

/// A noun in a sentence.
#[derive(Debug, Clone)]
struct Noun {
    one: String,
    many: String,
    gender: Option<Gender>,
}

/// The sentence of one leg: how many times an occurrence of its entity takes part.
pub(super) fn of_leg(mcd: &Mcd, relation: &Relation, index: usize, lang: Lang) -> String {
    let Some(leg) = relation.legs.get(index) else { return String::new() };
    let other = relation.legs.iter().enumerate().find(|(at, _)| *at != index).map(|(_, other)| other);
    let own = noun(mcd, leg, lang);
    match other {
        Some(other) if relation.legs.len() == 2 => {
            let many = quantity(leg.card, &noun(mcd, other, lang), lang) + &role(mcd, other);
            let subject = role(mcd, leg);
            match verb(mcd, relation, lang).filter(|_| index == 0) {
                Some(verb) => format!("{}{subject} {verb} {many}.", opening(&own, lang)),
                None if lang == Lang::Fr => format!("Pour chaque {}{subject} : {many}.", own.one),
                None => format!("For each {}{subject}: {many}.", own.one),
            }
        }
        _ => {
            let links = combination(mcd, relation, index, lang);
            let (many, subject) = (quantity(leg.card, &links, lang), role(mcd, leg));
            match lang {
                Lang::Fr => format!("Pour chaque {}{subject} : {many}.", own.one),
                Lang::En => format!("For each {}{subject}: {many}.", own.one),
            }
        }
    }
}

/// `ensembles (visite et appareil)`: what the other legs of a relation between more than two give together.
fn combination(mcd: &Mcd, relation: &Relation, index: usize, lang: Lang) -> Noun {
    let others = relation.legs.iter().enumerate().filter(|(at, _)| *at != index);
    let others: Vec<String> = others.map(|(_, leg)| noun(mcd, leg, lang).one + &role(mcd, leg)).collect();
    let list = others.join(if lang == Lang::Fr { " et " } else { " and " });
    match lang {
        Lang::Fr => Noun {
            one: format!("ensemble ({list})"),
            many: format!("ensembles ({list})"),
            gender: Some(Gender::Masculine),
        },
        Lang::En => {
            Noun { one: format!("combination of {list}"), many: format!("combinations of {list}"), gender: None }
        }
    }
}

/// What a relation is called: its label where that is its name in another form (`possède` of `Posseder`), else its name in words; a
/// name has no accents, and labels have.
pub(super) fn called(mcd: &Mcd, relation: &Relation) -> String {
    let (name, label) = (plain(&relation.name), plain(&relation.label));
    let common = name.chars().zip(label.chars()).take_while(|(a, b)| a == b).count();
    if common >= 3 && common * 3 >= name.chars().count() * 2 {
        return capital(&relation.label);
    }
    labels::label(&relation.name, mcd.crm.locale)
}

/// `Un client`, `Chaque poste`, `Each client`.
fn opening(noun: &Noun, lang: Lang) -> String {
    let article = match (lang, noun.gender) {
        (Lang::En, _) => "Each",
        (Lang::Fr, Some(Gender::Masculine)) => "Un",
        (Lang::Fr, Some(Gender::Feminine)) => "Une",
        (Lang::Fr, None) => "Chaque",
    };
    format!("{article} {}", noun.one)
}

/// ` (commercial)`: the role of a leg, where it says more than the entity does.
fn role(mcd: &Mcd, leg: &Leg) -> String {
    let Some(role) = &leg.role else { return String::new() };
    let told = leg.label.clone().unwrap_or_else(|| labels::label(role, mcd.crm.locale));
    if told.to_lowercase() == mcd.entity(leg.entity).label.to_lowercase() {
        return String::new();
    }
    format!(" ({})", inside(&told))
}

/// `zéro, une ou plusieurs commandes`
fn quantity(card: Cardinality, noun: &Noun, lang: Lang) -> String {
    let Noun { one, many, gender } = noun;
    let (unit, alone) = match gender {
        Some(Gender::Masculine) => ("un", "un seul"),
        Some(Gender::Feminine) => ("une", "une seule"),
        None => ("1", ""),
    };
    let none = if gender.is_some() { "zéro" } else { "0" };
    match (lang, card.min, card.max) {
        (Lang::Fr, 0, Some(1)) => format!("{none} ou {unit} {one}"),
        (Lang::Fr, 1, Some(1)) if gender.is_some() => format!("{unit} {one} et {alone}"),
        (Lang::Fr, 1, Some(1)) => format!("exactement 1 {one}"),
        (Lang::Fr, 0, None) => format!("{none}, {unit} ou plusieurs {many}"),
        (Lang::Fr, 1, None) => format!("{unit} ou plusieurs {many}"),
        (Lang::Fr, least, None) => format!("au moins {least} {many}"),
        (Lang::Fr, least, Some(most)) if least == most => format!("exactement {most} {many}"),
        (Lang::Fr, least, Some(most)) => format!("de {least} à {most} {many}"),
        (Lang::En, 0, Some(1)) => format!("zero or one {one}"),
        (Lang::En, 1, Some(1)) => format!("exactly one {one}"),
        (Lang::En, 0, None) => format!("zero, one or more {many}"),
        (Lang::En, 1, None) => format!("one or more {many}"),
        (Lang::En, least, None) => format!("at least {least} {many}"),
        (Lang::En, least, Some(most)) if least == most => format!("exactly {most} {many}"),
        (Lang::En, least, Some(most)) => format!("from {least} to {most} {many}"),
    }
}

fn noun(mcd: &Mcd, leg: &Leg, lang: Lang) -> Noun {
    of_entity(mcd, mcd.entity(leg.entity), lang)
}

/// Genders are known of French labels, in French sentences.
fn of_entity(mcd: &Mcd, entity: &Entity, lang: Lang) -> Noun {
    let is_french = lang == Lang::Fr && mcd.crm.locale == Locale::Fr;
    let gender = gender::of_label(&entity.label).filter(|_| is_french);
    Noun { one: inside(&entity.label), many: inside(&entity.plural), gender }
}

/// A label within a sentence: without the capital that only begins it.
pub(super) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else { return String::new() };
    if second.is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(label.chars().skip(1)).collect()
}

/// The relation's label where it is a verb that the first leg's entity may be the subject of.
///
/// Nothing in a model says which way a verb is read. It is plain where the label is a conjugated form of the relation's name
/// (`Demander`, `demande`), the first leg is somebody who acts and the second is something: a customer asks for a quote. `Solder`
/// between an invoice and a payment, `Employer`, `travaille pour` may be read either way, and aren't trusted.
fn verb<'a>(mcd: &Mcd, relation: &'a Relation, lang: Lang) -> Option<&'a str> {
    let is_own_language = (lang == Lang::Fr) == (mcd.crm.locale == Locale::Fr);
    let label = relation.label.trim();
    let first = label.split_whitespace().next()?;
    let (name, word) = (plain(&relation.name), plain(first));
    let stem = name.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    let is_verb = match lang {
        Lang::Fr => is_infinitive(&name) && !is_infinitive(&word),
        Lang::En => word.ends_with('s') && !name.ends_with('s'),
    };
    let is_form = is_verb && word != name && stem >= 3 && first.chars().all(char::is_lowercase);
    let acts = match relation.legs.as_slice() {
        [subject, object] => is_somebody(mcd, subject.entity) && !is_somebody(mcd, object.entity),
        _ => false,
    };
    // In English, `asks for` is one verb; in French, a preposition may turn it round: `appartient à`.
    let is_turned = lang == Lang::Fr && label.contains(char::is_whitespace);
    let is_act = acts && !is_turned && !actors::OF_THINGS.contains(&name.as_str());
    (is_own_language && is_form && is_act).then_some(label)
}

/// Whether the entity, or one it is a case of, is a person or a firm.
fn is_somebody(mcd: &Mcd, entity: EntityId) -> bool {
    mcd.lineage(entity).iter().any(|id| actors::is_somebody(&mcd.entity(*id).label))
}

fn is_infinitive(word: &str) -> bool {
    let is_noun = ["ier", "ure", "aire", "oire"].iter().any(|ending| word.ends_with(ending));
    !is_noun && ["er", "ir", "oir", "dre", "tre", "vre", "ire"].iter().any(|ending| word.ends_with(ending))
}

/// Lower case, without accents.
pub(super) fn plain(word: &str) -> String {
    crate::mcd::names::snake(word).replace('_', "")
}

/// How the subtypes of an entity share it; none where it has none.
pub(super) fn of_subtypes(mcd: &Mcd, entity: &Entity, lang: Lang) -> Option<String> {
    if entity.children.is_empty() {
        return None;
    }
    let names: Vec<String> = entity.children.iter().map(|child| inside(&mcd.entity(*child).label)).collect();
    let (exclusive, total) = entity.subtypes.as_ref().map_or((false, false), |line| (line.exclusive, line.total));
    let (one, list) = (inside(&entity.label), names.join(", "));
    Some(match (lang, exclusive, total) {
        (Lang::Fr, true, true) => format!("Chaque {one} est exactement l’un de ces cas : {list}."),
        (Lang::Fr, true, false) => format!("Chaque {one} est au plus l’un de ces cas : {list}."),
        (Lang::Fr, false, true) => format!("Chaque {one} est au moins l’un de ces cas, parfois plusieurs : {list}."),
        (Lang::Fr, false, false) => format!("Chaque {one} peut être aucun, l’un ou plusieurs de ces cas : {list}."),
        (Lang::En, true, true) => format!("Each {one} is exactly one of these: {list}."),
        (Lang::En, true, false) => format!("Each {one} is at most one of these: {list}."),
        (Lang::En, false, true) => format!("Each {one} is at least one of these, perhaps several: {list}."),
        (Lang::En, false, false) => format!("Each {one} may be none, one or several of these: {list}."),
    })
}

/// What a constraint between relations says.
pub(super) fn of_constraint(mcd: &Mcd, constraint: &Constraint, lang: Lang) -> String {
    let relations: Vec<String> = constraint.relations.iter().map(|id| quoted(&mcd.relation(*id).label, lang)).collect();
    let pivots: Vec<String> = constraint.on.iter().map(|id| inside(&mcd.entity(*id).label)).collect();
    let list = relations.join(", ");
    let says = match (lang, constraint.kind) {
        (Lang::Fr, ConstraintKind::Exclusion) => format!("au plus une de ces associations : {list}"),
        (Lang::Fr, ConstraintKind::Totality) => format!("au moins une de ces associations : {list}"),
        (Lang::Fr, ConstraintKind::Partition) => format!("exactement une de ces associations : {list}"),
        (Lang::Fr, ConstraintKind::Simultaneity) => format!("toutes ces associations ou aucune : {list}"),
        (Lang::Fr, ConstraintKind::Inclusion) => relations.join(" suppose "),
        (Lang::En, ConstraintKind::Exclusion) => format!("at most one of these relations: {list}"),
        (Lang::En, ConstraintKind::Totality) => format!("at least one of these relations: {list}"),
        (Lang::En, ConstraintKind::Partition) => format!("exactly one of these relations: {list}"),
        (Lang::En, ConstraintKind::Simultaneity) => format!("all of these relations or none: {list}"),
        (Lang::En, ConstraintKind::Inclusion) => relations.join(" supposes "),
    };
    match (lang, pivots.is_empty()) {
        (Lang::Fr, false) => format!("Pour chaque {} : {says}.", pivots.join(" et ")),
        (Lang::En, false) => format!("For each {}: {says}.", pivots.join(" and ")),
        (_, true) => format!("{}.", capital(&says)),
    }
}

pub(super) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("« {text} »"),
        Lang::En => format!("“{text}”"),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
