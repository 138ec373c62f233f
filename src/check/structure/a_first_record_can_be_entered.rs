//! Each entity's first record can be entered: what it must have either exists before it or is entered with it, in its own form.
//!
//! A form has the lines of its links and, where they need no other form, the records that can't be without it: its members, and those
//! that are entered in its lines. Circles of `1,1`
//! are told by M3210: nothing at all could write their first row. Here a minimum on an `n` side asks beforehand for a record that asks for
//! this one; each report supposes the ones before it mended, so that as few legs as possible are told.

use std::collections::HashSet;

use crate::check::rule::rule;
use crate::check::words::{is_one_one, is_sound, leg_text};
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{EntityId, LegRef, Mcd, Storage};
use crate::say;

rule! {
    misses: false, run: run,
    /// A minimum that no first record can have.
    NO_FIRST_ENTRY = "M3215" Warning;
}

/// Minima compared before one is told: the time stays proportional to the model.
const COMPARED: usize = 12;

/// What a leg asks for before a record of its entity can be entered.
struct Need {
    leg: LegRef,
    /// Records of all of these.
    of: Vec<EntityId>,
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let needs_without = |mended: &HashSet<LegRef>| -> Vec<Vec<Need>> {
        mcd.entities().map(|(id, _)| needs_of(mcd, id, mended)).collect()
    };
    let stored = |id: EntityId| mcd.entity(id).storage != Some(Storage::None);
    let without_table: Vec<bool> = mcd.entities().map(|(id, _)| !stored(id)).collect();
    // What waits even if every minimum on an `n` side were 0 is in a circle of `1,1`, or asks for one.
    let every = mcd.entities().flat_map(|(id, _)| mcd.legs_of(id));
    let loose: HashSet<LegRef> = every.filter(|leg| is_loose(mcd, *leg)).collect();
    if loose.is_empty() {
        return;
    }
    let of_one = needs_without(&loose);
    let told_elsewhere = begun(mcd, &of_one, without_table.clone()).into_iter().map(|begun| !begun);
    let assumed: Vec<bool> = told_elsewhere.zip(without_table).map(|(a, b)| a || b).collect();
    let mut mended: HashSet<LegRef> = HashSet::new();
    loop {
        let needs = needs_without(&mended);
        let begun = begun(mcd, &needs, assumed.clone());
        let unmet = |need: &&Need| need.of.iter().any(|id| !is(&begun, *id));
        let legs = needs.iter().flatten().filter(unmet).map(|need| need.leg);
        let mut loose: Vec<LegRef> = legs.filter(|leg| is_loose(mcd, *leg)).collect();
        loose.sort_by_key(|leg| (leg.relation, leg.index));
        loose.truncate(COMPARED);
        // The one that lets most begin, and the first of those.
        let waiting = |leg: &LegRef| {
            let with: HashSet<LegRef> = mended.iter().chain([leg]).copied().collect();
            self::begun(mcd, &needs_without(&with), assumed.clone()).iter().filter(|begun| !**begun).count()
        };
        let Some(loose) = loose.into_iter().min_by_key(waiting) else { return };
        sink.push(told(mcd, loose));
        mended.insert(loose);
    }
}

/// A minimum on an `n` side: with 0, the first record waits for no other.
fn is_loose(mcd: &Mcd, at: LegRef) -> bool {
    let card = mcd.leg(at).card;
    card.min > 0 && !card.is_single() && is_sound(card)
}

/// The needs of an entity, those of its parents included, once the minima of the legs mended are 0.
fn needs_of(mcd: &Mcd, id: EntityId, mended: &HashSet<LegRef>) -> Vec<Need> {
    let legs = mcd.lineage(id).into_iter().flat_map(|id| mcd.legs_of(id));
    legs.filter(|leg| mcd.leg(*leg).card.min > 0 && !mended.contains(leg)).map(|leg| need(mcd, leg, mended)).collect()
}

fn need(mcd: &Mcd, at: LegRef, mended: &HashSet<LegRef>) -> Need {
    let leg = mcd.leg(at);
    let legs = &mcd.relation(at.relation).legs;
    let others: Vec<(usize, EntityId)> = legs
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != at.index)
        .map(|(index, leg)| (index, leg.entity))
        .collect();
    let [(index, member)] = others[..] else {
        let of = others.into_iter().flat_map(|(index, entity)| {
            let theirs = LegRef { relation: at.relation, index };
            if is_entered_in_a_line(mcd, entity, theirs, mended) {
                references(mcd, entity, theirs)
            } else {
                vec![entity]
            }
        });
        return Need { leg: at, of: of.collect() };
    };
    let theirs = LegRef { relation: at.relation, index };
    let bears = leg.card.is_single() && !(is_one_one(mcd.leg(theirs).card) && index < at.index);
    let of = match mcd.leg(theirs).card {
        card if !bears && is_one_one(card) && is_entered_with_its_owner(mcd, member, theirs, mended) => {
            references(mcd, member, theirs)
        }
        card if !leg.card.is_single() && !card.is_single() && is_entered_in_a_line(mcd, member, theirs, mended) => {
            references(mcd, member, theirs)
        }
        _ => vec![member],
    };
    Need { leg: at, of }
}

/// Whether a record is entered in the line that links it to another's: it asks for that line, and for no other.
fn is_entered_in_a_line(mcd: &Mcd, member: EntityId, at: LegRef, mended: &HashSet<LegRef>) -> bool {
    mcd.leg(at).card.min == 1 && is_entered_with_its_owner(mcd, member, at, mended)
}

/// Whether a record that can't be without its owner is a line of its owner's form: it has no lines of its own to ask for.
fn is_entered_with_its_owner(mcd: &Mcd, member: EntityId, at: LegRef, mended: &HashSet<LegRef>) -> bool {
    let asks = |leg: LegRef| {
        let card = mcd.leg(leg).card;
        leg != at && card.min > 0 && !is_one_one(card) && !mended.contains(&leg)
    };
    mcd.entity(member).children.is_empty() && !mcd.lineage(member).into_iter().flat_map(|id| mcd.legs_of(id)).any(asks)
}

/// What a record refers to besides its owner.
fn references(mcd: &Mcd, member: EntityId, at: LegRef) -> Vec<EntityId> {
    let legs = mcd.lineage(member).into_iter().flat_map(|id| mcd.legs_of(id));
    let others = legs.filter(|leg| *leg != at && is_one_one(mcd.leg(*leg).card));
    let ends = others.flat_map(|from| {
        let legs = mcd.relation(from.relation).legs.iter().enumerate();
        legs.filter(move |(index, _)| *index != from.index).map(|(_, leg)| leg.entity)
    });
    ends.collect()
}

fn is(begun: &[bool], id: EntityId) -> bool {
    begun.get(id.0 as usize).copied().unwrap_or(true)
}

/// The entities of which a record can be entered, one after the other, once those of `begun` are there.
fn begun(mcd: &Mcd, needs: &[Vec<Need>], mut begun: Vec<bool>) -> Vec<bool> {
    loop {
        let ready = |id: EntityId| {
            let entity = mcd.entity(id);
            let own = needs
                .get(id.0 as usize)
                .is_some_and(|needs| needs.iter().all(|need| need.of.iter().all(|other| is(&begun, *other))));
            let total = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total);
            own && (!total || entity.children.is_empty() || entity.children.iter().any(|child| is(&begun, *child)))
        };
        // A record of a total supertype is one of a subtype: that one is asked what the parent asks, and not whether the parent has begun.
        let new: Vec<EntityId> = mcd.entities().map(|(id, _)| id).filter(|id| !is(&begun, *id) && ready(*id)).collect();
        if new.is_empty() {
            return begun;
        }
        for id in new {
            begun.get_mut(id.0 as usize).into_iter().for_each(|slot| *slot = true);
        }
    }
}

fn told(mcd: &Mcd, at: LegRef) -> Diagnostic {
    let leg = mcd.leg(at);
    let relation = mcd.relation(at.relation);
    let entity = &mcd.entity(leg.entity).name;
    let others = relation.legs.iter().enumerate().filter(|(index, _)| *index != at.index);
    let names: Vec<&str> = others.clone().map(|(_, other)| mcd.entity(other.entity).name.as_str()).collect();
    let other = names.join(", ");
    let bounds = leg.card.max.map_or("0,n".to_owned(), |max| format!("0,{max}"));
    let loosened = leg_text(mcd, leg).replace(&leg.card.to_string(), &bounds);
    let message = if names.iter().all(|name| name == entity) {
        say!(
            fr "le premier « {entity} » ne pourra être saisi : il lui en faut déjà un autre",
            en "no first `{entity}` can be entered: it takes another one beforehand"
        )
    } else {
        say!(
            fr "le premier « {entity} » ne pourra être saisi : il lui faut « {other} », qui l'attend",
            en "no first `{entity}` can be entered: it takes `{other}`, which waits for it"
        )
    };
    let mut diagnostic = Diagnostic::new(&NO_FIRST_ENTRY, leg.card_span, message)
        .label(say!(fr "il en faut déjà un", en "it takes one beforehand"));
    for (_, other) in others.filter(|(_, other)| other.card.min > 0) {
        diagnostic = diagnostic.related(other.card_span, say!(fr "et de là aussi", en "and from here too"));
    }
    diagnostic
        .help(say!(
            fr "mettez un minimum à 0 d'un côté, qu'un filtre dira rempli ou non : {loosened}",
            en "make a minimum 0 on one side, and filter by whether there is one: {loosened}"
        ))
        .help(say!(
            fr "un import, lui, peut apporter les deux à la fois",
            en "an import can still bring both at once"
        ))
        .fix(say!(fr "écrire {bounds}", en "write {bounds}"), vec![Edit { span: leg.card_span, text: bounds }])
}
