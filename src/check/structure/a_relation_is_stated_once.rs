//! No relation repeats another: the same legs, and no role or label to tell one from the other.
//!
//! A user who meets two fields called "Ville" in a form can't tell them apart either: that is why names alone don't suffice.

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Cardinality, EntityId, Locale, Mcd, Relation, labels};
use crate::say;

rule! {
    misses: false, run: run,
    /// Two relations that say the same.
    RELATION_TWICE = "M3211" Warning;
}

/// What a reader sees of a relation besides its name: of each leg the entity, bounds and names; then its own label and fields.
type Face<'a> = (Vec<LegFace<'a>>, Option<&'a str>, Vec<&'a str>);
type LegFace<'a> = (EntityId, Bounds, bool, Option<&'a str>, Option<&'a str>);
type Bounds = (u32, Option<u32>);

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut seen: HashMap<Face<'_>, &Relation> = HashMap::new();
    for (_, relation) in mcd.relations().filter(|(_, relation)| relation.legs.len() > 1) {
        let face = face(relation, mcd.crm.locale);
        match seen.get(&face) {
            Some(first) => sink.push(report(mcd, relation, first)),
            None => drop(seen.insert(face, relation)),
        }
    }
}

fn face(relation: &Relation, locale: Locale) -> Face<'_> {
    let bounds = |card: Cardinality| (card.min, card.max);
    let legs = relation.legs.iter();
    let mut legs: Vec<LegFace<'_>> = legs
        .map(|leg| (leg.entity, bounds(leg.card), leg.relative, leg.role.as_deref(), leg.label.as_deref()))
        .collect();
    legs.sort();
    let label = (relation.label != labels::label(&relation.name, locale)).then_some(relation.label.as_str());
    (legs, label, relation.fields.iter().map(|field| field.snake.as_str()).collect())
}

fn report(mcd: &Mcd, relation: &Relation, first: &Relation) -> Diagnostic {
    let (name, other) = (&relation.name, &first.name);
    let entities: Vec<&str> = relation.legs.iter().map(|leg| mcd.entity(leg.entity).name.as_str()).collect();
    let (entities_fr, entities_en) = (entities.join(" et "), entities.join(" and "));
    Diagnostic::new(
        &RELATION_TWICE,
        relation.name_span,
        say!(
            fr "« {name} » lie {entities_fr} tout comme « {other} »",
            en "`{name}` links {entities_en} just as `{other}` does"
        ),
    )
    .related(first.name_span, say!(fr "la première", en "the first one"))
    .help(say!(
        fr "si c'est le même lien vu de l'autre côté, supprimez l'une des deux",
        en "if it is the same link seen from the other side, remove one of the two"
    ))
    .help(say!(
        fr "sinon donnez à chacune des rôles qui les distinguent (naissance: Ville, domicile: Ville)",
        en "otherwise give each roles that tell them apart (birthplace: City, home: City)"
    ))
}
