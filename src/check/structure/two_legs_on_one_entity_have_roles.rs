//! Two legs on one entity have role names: without them nobody knows which is which.

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{EntityId, Leg, Locale, Mcd, Relation};
use crate::say;

rule! {
    misses: false, run: run,
    /// A leg that needs a role.
    LEG_WITHOUT_ROLE = "M3202" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (_, relation) in mcd.relations() {
        for legs in legs_on_one_entity(relation) {
            let without: Vec<&Leg> = legs.iter().copied().filter(|leg| leg.role.is_none()).collect();
            let Some(first) = without.first() else { continue };
            sink.push(report(mcd, relation, first, &legs, &without));
        }
    }
}

/// Legs in groups of two or more on the same entity.
fn legs_on_one_entity(relation: &Relation) -> Vec<Vec<&Leg>> {
    let mut places: HashMap<EntityId, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Leg>> = Vec::new();
    for leg in &relation.legs {
        let place = *places.entry(leg.entity).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(leg),
            None => groups.push(vec![leg]),
        }
    }
    groups.into_iter().filter(|group| group.len() > 1).collect()
}

fn report(mcd: &Mcd, relation: &Relation, first: &Leg, legs: &[&Leg], without: &[&Leg]) -> Diagnostic {
    let (entity, name, count) = (&mcd.entity(first.entity).name, &relation.name, legs.len());
    let mut diagnostic = Diagnostic::new(
        &LEG_WITHOUT_ROLE,
        first.span,
        say!(
            fr "« {name} » a {count} pattes sur « {entity} » : chacune doit avoir un rôle",
            en "`{name}` has {count} legs on `{entity}`: each must have a role"
        ),
    );
    for other in legs.iter().filter(|leg| leg.span != first.span) {
        diagnostic = diagnostic.related(other.span, say!(fr "sur la même entité", en "on the same entity"));
    }
    let edits = without.iter().enumerate().map(|(rank, leg)| Edit {
        span: leg.entity_span.before(),
        text: format!("{}: ", role(mcd, relation, legs, without, rank)),
    });
    diagnostic
        .help(say!(
            fr "écrivez devant chaque patte ce qu'elle est dans la relation : « parrain: {entity} », « filleul: {entity} »",
            en "write before each leg what it is in the relation: `sponsor: {entity}`, `protege: {entity}`"
        ))
        .fix(
            say!(fr "ajouter des rôles, à renommer", en "add roles, to be renamed"),
            edits.collect(),
        )
}

/// A role that says what the cardinalities say: of a many and a one, `parent` and `enfant`; else a number.
fn role(mcd: &Mcd, relation: &Relation, legs: &[&Leg], without: &[&Leg], rank: usize) -> String {
    let french = mcd.crm.locale == Locale::Fr;
    let tree = legs.len() == 2 && legs.iter().filter(|leg| leg.card.is_single()).count() == 1;
    let single = without.get(rank).is_some_and(|leg| leg.card.is_single());
    let wanted = match (tree, single, french) {
        (true, true, true) => "enfant".to_owned(),
        (true, true, false) => "child".to_owned(),
        (true, false, _) => "parent".to_owned(),
        (false, _, _) => format!("role{}", rank + 1),
    };
    let taken = |name: &str| {
        let legs = relation.legs.iter().map(|leg| leg.snake.as_str());
        legs.chain(relation.fields.iter().map(|field| field.snake.as_str())).any(|known| known == name)
    };
    if taken(&wanted) { format!("{wanted}_{}", rank + 1) } else { wanted }
}
