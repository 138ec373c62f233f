//! Relative identification is `(1,1)`, through a binary relation that bears no field, and goes round in no circle.

use crate::check::cycles::Graph;
use crate::check::rule::rule;
use crate::check::words::{entity_at, is_sound, node};
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Leg, LegRef, Mcd, Relation};
use crate::say;

rule! {
    misses: false, run: run,
    /// Parentheses around something else than 1,1.
    RELATIVE_BUT_NOT_ONE = "M3204" Error;
    /// Identified through two entities or more by one relation.
    RELATIVE_BUT_WIDE = "M3205" Error;
    /// A relation that identifies and bears fields.
    RELATIVE_WITH_FIELDS = "M3206" Error;
    /// Entities that identify each other.
    RELATIVE_CYCLE = "M3207" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut graph = Graph::new(mcd.entities().count());
    for (id, relation) in mcd.relations() {
        for (index, leg) in relation.legs.iter().enumerate().filter(|(_, leg)| leg.relative) {
            let sound = judge(mcd, relation, leg, sink);
            if let (true, [a, b]) = (sound, relation.legs.as_slice()) {
                let owner = if index == 0 { b } else { a };
                graph.add(node(leg.entity), node(owner.entity), LegRef { relation: id, index });
            }
        }
    }
    for cycle in graph.cycles() {
        report_cycle(mcd, &cycle, sink);
    }
}

fn judge(mcd: &Mcd, relation: &Relation, leg: &Leg, sink: &mut Sink) -> bool {
    if leg.card.min != 1 || leg.card.max != Some(1) {
        sink.push(not_one(mcd, leg));
        return false;
    }
    if relation.legs.len() > 2 {
        sink.push(wide(mcd, relation, leg));
    }
    if let Some(field) = relation.fields.first() {
        let (name, owner) = (&relation.name, &mcd.entity(leg.entity).name);
        let field_name = &field.name;
        sink.push(
            Diagnostic::new(
                &RELATIVE_WITH_FIELDS,
                field.name_span,
                say!(
                    fr "« {name} » identifie « {owner} » : elle ne peut porter « {field_name} »",
                    en "`{name}` identifies `{owner}`: it can't bear `{field_name}`"
                ),
            )
            .related(leg.card_span, say!(fr "l'identification relative", en "the relative identification"))
            .help(say!(
                fr "mettez ses champs dans « {owner} » : à chacun correspond un seul lien",
                en "put its fields in `{owner}`: to each corresponds a single link"
            )),
        );
    }
    true
}

fn not_one(mcd: &Mcd, leg: &Leg) -> Diagnostic {
    let (entity, card) = (&mcd.entity(leg.entity).name, leg.card);
    let diagnostic = Diagnostic::new(
        &RELATIVE_BUT_NOT_ONE,
        leg.card_span,
        say!(
            fr "les parenthèses identifient « {entity} » par l'autre patte : il y faut (1,1), non ({card})",
            en "the parentheses identify `{entity}` through the other leg: that takes (1,1), not ({card})"
        ),
    )
    .help(say!(
        fr "écrivez (1,1) s'il est identifié par là, sinon retirez les parenthèses",
        en "write (1,1) if it is identified that way, otherwise remove the parentheses"
    ));
    if !is_sound(card) {
        return diagnostic;
    }
    let title = say!(fr "écrire {card} sans parenthèses", en "write {card} without parentheses");
    diagnostic.fix(title, vec![Edit { span: leg.card_span, text: card.to_string() }])
}

fn wide(mcd: &Mcd, relation: &Relation, leg: &Leg) -> Diagnostic {
    let (entity, name, degree) = (&mcd.entity(leg.entity).name, &relation.name, relation.legs.len());
    Diagnostic::new(
        &RELATIVE_BUT_WIDE,
        leg.span,
        say!(
            fr "« {entity} » ne peut être identifié par une relation à {degree} pattes comme « {name} »",
            en "`{entity}` can't be identified through a relation of {degree} legs such as `{name}`"
        ),
    )
    .help(say!(
        fr "écrivez une relation binaire avec (1,1) vers chaque entité dont il dépend",
        en "write a binary relation with (1,1) for each entity that it depends on"
    ))
}

fn report_cycle(mcd: &Mcd, cycle: &[(usize, LegRef)], sink: &mut Sink) {
    let names: Vec<&str> = cycle.iter().map(|(node, _)| mcd.entity(entity_at(*node)).name.as_str()).collect();
    let (Some((_, leg)), Some(first)) = (cycle.first(), names.first()) else { return };
    let path = format!("{} → {first}", names.join(" → "));
    let mut diagnostic = Diagnostic::new(
        &RELATIVE_CYCLE,
        mcd.leg(*leg).span,
        say!(
            fr "l'identification tourne en rond : {path}",
            en "the identification goes round in a circle: {path}"
        ),
    );
    for (_, leg) in cycle.iter().skip(1) {
        diagnostic = diagnostic.related(mcd.leg(*leg).span, say!(fr "et par ici", en "and through here"));
    }
    sink.push(diagnostic.help(say!(
        fr "donnez à l'une de ces entités un identifiant à elle, et retirez les parenthèses de sa patte",
        en "give one of these entities an identifier of its own, and remove the parentheses of its leg"
    )));
}
