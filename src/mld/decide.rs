//! How each relation and each hierarchy passes to the relational model (rules 3 to 8).
//!
//! Decides and says what was open; makes no table. The logical and the physical model are both built on these decisions.
//! Source of the rules: Tardieu, Rochfeld & Colletti, "La méthode Merise"; Nanci & Espinasse, "Ingénierie des systèmes d'information".

use super::schema::{Choice, Strategy};
use crate::mcd::{EntityId, KeyPart, Leg, LegRef, Mcd, Relation, RelationId, Storage};
use crate::say;

/// All decisions, each list in declaration order.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// What each relation becomes.
    pub passages: Vec<Passage>,
    /// How the direct subtypes of each entity are stored.
    pub strategies: Vec<Strategy>,
    /// Whether each entity has a table.
    pub stored: Vec<bool>,
    /// What the model left open.
    pub choices: Vec<Choice>,
}

/// What a relation becomes. Numbers are places of legs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// References in the table of one leg's entity.
    Columns {
        /// The leg whose entity bears them.
        bearer: usize,
        /// Its minimum is 1.
        required: bool,
        /// Other legs whose maximum is 1: the reference to them is unique.
        unique: Vec<usize>,
        /// They are part of its identifier.
        identifying: bool,
    },
    /// A table of its own.
    Table {
        /// The legs of the key.
        key: Vec<usize>,
        /// Other keys.
        alternates: Vec<Vec<usize>>,
        /// Dependencies among legs that no key holds: determinant, determined.
        dependencies: Vec<(Vec<usize>, usize)>,
    },
    /// Nothing (`stored none`).
    Nothing,
}

impl Decisions {
    /// What a relation becomes.
    pub fn passage(&self, id: RelationId) -> &Passage {
        self.passages.get(id.0 as usize).unwrap_or(&Passage::Nothing)
    }

    /// How the direct subtypes of an entity are stored.
    pub fn strategy(&self, id: EntityId) -> Strategy {
        self.strategies.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// Whether an entity has a table.
    pub fn is_stored(&self, id: EntityId) -> bool {
        self.stored.get(id.0 as usize).copied().unwrap_or(true)
    }
}

/// Decides how everything passes.
pub fn decide(mcd: &Mcd) -> Decisions {
    let mut decisions = Decisions::default();
    for (id, _) in mcd.entities() {
        let strategy = strategy(mcd, id, &mut decisions.choices);
        decisions.strategies.push(strategy);
    }
    for (id, relation) in mcd.relations() {
        let passage = passage(mcd, id, relation, &mut decisions.choices);
        decisions.passages.push(passage);
    }
    for (id, _) in mcd.entities() {
        let stored = is_stored(mcd, id, &mut decisions);
        decisions.stored.push(stored);
    }
    decisions
}

/// The `stored` line of the nearest entity upwards that has one.
fn strategy(mcd: &Mcd, id: EntityId, choices: &mut Vec<Choice>) -> Strategy {
    let said = mcd.lineage(id).into_iter().find_map(|up| match mcd.entity(up).storage {
        Some(Storage::Joined) => Some(Strategy::Joined),
        Some(Storage::Single) => Some(Strategy::Single),
        Some(Storage::Separate) => Some(Strategy::Separate),
        Some(Storage::None) | None => None,
    });
    let entity = mcd.entity(id);
    if entity.children.is_empty() {
        return said.unwrap_or_default();
    }
    let name = &entity.name;
    let total = entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total);
    if said == Some(Strategy::Separate) && !total {
        choices.push(Choice {
            decided: say!(
                fr "Les sous-types de {name} sont stockés en tables jointes : sans totalité (T), `stored separate` laisserait sans table un {name} qui n'a pas de sous-type.",
                en "The subtypes of {name} are stored as joined tables: without totality (T), `stored separate` would leave a {name} that has no subtype without a table."
            ),
            overrule: say!(fr "`subtypes T` ou `subtypes XT` dans {name}", en "`subtypes T` or `subtypes XT` in {name}"),
            span: Some(entity.name_span),
        });
        return Strategy::Joined;
    }
    if said.is_none() {
        choices.push(Choice {
            decided: say!(
                fr "Les sous-types de {name} ont chacun leur table, qui partage la clé de {name}.",
                en "The subtypes of {name} have a table each, which shares the key of {name}."
            ),
            overrule: say!(fr "`stored single` ou `stored separate` dans {name}", en "`stored single` or `stored separate` in {name}"),
            span: Some(entity.name_span),
        });
    }
    said.unwrap_or_default()
}

fn passage(mcd: &Mcd, id: RelationId, relation: &Relation, choices: &mut Vec<Choice>) -> Passage {
    if relation.legs.is_empty() {
        return Passage::Nothing;
    }
    if relation.storage == Some(Storage::None) {
        let name = &relation.name;
        choices.push(Choice {
            decided: say!(fr "La relation {name} n'est pas stockée.", en "The relation {name} is not stored."),
            overrule: say!(fr "retirer `stored none` de {name}", en "remove `stored none` from {name}"),
            span: Some(relation.name_span),
        });
        return Passage::Nothing;
    }
    match bearer(relation) {
        Some(bearer) if relation.legs.len() > 1 => columns(mcd, relation, bearer, choices),
        _ => table(id, relation),
    }
}

/// The leg whose entity bears the references: the relative one, else the first mandatory one with maximum 1, else the first with maximum 1.
fn bearer(relation: &Relation) -> Option<usize> {
    let legs = &relation.legs;
    let relative = legs.iter().position(|leg| leg.relative);
    let mandatory = || legs.iter().position(|leg| leg.card.is_single() && leg.card.min > 0);
    let optional = || legs.iter().position(|leg| leg.card.is_single());
    relative.or_else(mandatory).or_else(optional)
}

fn columns(mcd: &Mcd, relation: &Relation, bearer: usize, choices: &mut Vec<Choice>) -> Passage {
    let legs = relation.legs.iter().enumerate();
    let unique: Vec<usize> = legs.filter(|(at, leg)| *at != bearer && leg.card.is_single()).map(|(at, _)| at).collect();
    let Some(leg) = relation.legs.get(bearer) else { return Passage::Nothing };
    let tied =
        relation.legs.iter().filter(|other| other.card.is_single() && (other.card.min > 0) == (leg.card.min > 0));
    if tied.count() > 1 && !leg.relative {
        choices.push(side_choice(mcd, relation, bearer));
    }
    Passage::Columns { bearer, required: leg.card.min > 0, unique, identifying: leg.relative }
}

fn side_choice(mcd: &Mcd, relation: &Relation, bearer: usize) -> Choice {
    let name = &relation.name;
    let chosen = relation.legs.get(bearer).map(|leg| leg.navigation.clone()).unwrap_or_default();
    let other = relation.legs.iter().enumerate().find(|(at, leg)| *at != bearer && leg.card.is_single());
    let (line, card) = other.map(|(_, leg)| (leg_line(mcd, leg), leg.card.to_string())).unwrap_or_default();
    Choice {
        decided: say!(
            fr "{name} : les deux pattes ont le maximum 1 et le même minimum ({card}) ; la référence est portée par {chosen}, patte déclarée en premier.",
            en "{name}: both legs have the maximum 1 and the same minimum ({card}); the reference is borne by {chosen}, the leg declared first."
        ),
        overrule: say!(
            fr "écrire la ligne `{line}` avant celle de {chosen} dans {name}",
            en "write the line `{line}` before that of {chosen} in {name}"
        ),
        span: relation.legs.get(bearer).map(|leg| leg.span),
    }
}

/// A leg as the model writes it: `mari: Parent 0,1`.
fn leg_line(mcd: &Mcd, leg: &Leg) -> String {
    let entity = &mcd.entity(leg.entity).name;
    match &leg.role {
        Some(role) => format!("{role}: {entity} {}", leg.card),
        None => format!("{entity} {}", leg.card),
    }
}

/// Rule 5: the key is all legs minus what dependencies among legs determine.
fn table(id: RelationId, relation: &Relation) -> Passage {
    let fds = leg_dependencies(id, relation);
    let all: Vec<usize> = (0..relation.legs.len()).collect();
    let mut key = all.clone();
    for leg in all.iter().rev() {
        let without: Vec<usize> = key.iter().copied().filter(|other| other != leg).collect();
        if !without.is_empty() && closure(&without, &fds).contains(leg) {
            key = without;
        }
    }
    let mut alternates: Vec<Vec<usize>> = Vec::new();
    let mut dependencies = Vec::new();
    for (left, right) in &fds {
        let determines_all = closure(left, &fds).len() == all.len();
        if determines_all && *left != key && !alternates.contains(left) {
            alternates.push(left.clone());
        }
        if !determines_all {
            dependencies.extend(right.iter().filter(|leg| !left.contains(leg)).map(|leg| (left.clone(), *leg)));
        }
    }
    Passage::Table { key, alternates, dependencies }
}

/// The `fd` lines that speak of legs alone, their left sides in leg order.
fn leg_dependencies(id: RelationId, relation: &Relation) -> Vec<(Vec<usize>, Vec<usize>)> {
    let legs = |parts: &[KeyPart]| -> Option<Vec<usize>> {
        let mut places: Vec<usize> = parts.iter().map(|part| own_leg(id, part)).collect::<Option<_>>()?;
        places.sort_unstable();
        places.dedup();
        Some(places)
    };
    let fds = relation.fds.iter().filter_map(|fd| Some((legs(&fd.left)?, legs(&fd.right)?)));
    fds.filter(|(left, _)| !left.is_empty()).collect()
}

fn own_leg(id: RelationId, part: &KeyPart) -> Option<usize> {
    match part {
        KeyPart::Leg(LegRef { relation, index }) if *relation == id => Some(*index),
        _ => None,
    }
}

/// What a set of legs determines (Armstrong).
fn closure(legs: &[usize], fds: &[(Vec<usize>, Vec<usize>)]) -> Vec<usize> {
    let mut known = legs.to_vec();
    loop {
        let before = known.len();
        for (left, right) in fds {
            if left.iter().all(|leg| known.contains(leg)) {
                let new: Vec<usize> = right.iter().copied().filter(|leg| !known.contains(leg)).collect();
                known.extend(new);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Rule 10: an entity stays a table unless it says `stored none` and its identifier can stand for it everywhere.
fn is_stored(mcd: &Mcd, id: EntityId, decisions: &mut Decisions) -> bool {
    let entity = mcd.entity(id);
    let name = &entity.name;
    let only_identifier = !entity.identifier.is_empty() && entity.fields.iter().all(|field| field.identifier);
    let in_hierarchy = entity.parent.is_some() || !entity.children.is_empty();
    let by_fields = entity.identifier.iter().all(|part| matches!(part, KeyPart::Field(_)));
    let bears = mcd
        .legs_of(id)
        .into_iter()
        .any(|leg| matches!(decisions.passage(leg.relation), Passage::Columns { bearer, .. } if *bearer == leg.index));
    let replaceable = only_identifier && by_fields && !in_hierarchy && !bears;
    let span = Some(entity.name_span);
    if entity.storage != Some(Storage::None) {
        if replaceable && entity.elided == 0 {
            decisions.choices.push(Choice {
                decided: say!(
                    fr "{name} se réduit à son identifiant ; elle reste une table.",
                    en "{name} is only its identifier; it stays a table."
                ),
                overrule: say!(fr "`stored none` dans {name}", en "`stored none` in {name}"),
                span,
            });
        }
        return true;
    }
    if replaceable {
        return false;
    }
    decisions.choices.push(Choice {
        decided: say!(
            fr "{name} reste une table malgré `stored none` : son identifiant seul ne suffit pas à la représenter.",
            en "{name} stays a table in spite of `stored none`: its identifier alone can't stand for it."
        ),
        overrule: say!(
            fr "ne laisser à {name} que son identifiant, sans sous-type et sans patte de maximum 1",
            en "leave {name} nothing but its identifier, without subtypes and without a leg of maximum 1"
        ),
        span,
    });
    true
}
