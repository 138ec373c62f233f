//! Small look-ups and wordings that several rules share.

use crate::diag::Text;
use crate::mcd::{Cardinality, EntityId, Field, Leg, Mcd, Owner, Relation, Rule, Type, UniqueGroup};
use crate::say;
use crate::source::Span;

/// Entities and relations, entities first, in declaration order.
pub(super) fn owners(mcd: &Mcd) -> impl Iterator<Item = Owner> {
    let entities = mcd.entities().map(|(id, _)| Owner::Entity(id));
    entities.chain(mcd.relations().map(|(id, _)| Owner::Relation(id)))
}

/// The position of an entity as a node of a graph.
pub(super) fn node(id: EntityId) -> usize {
    id.0 as usize
}

/// The entity of a node.
pub(super) fn entity_at(node: usize) -> EntityId {
    EntityId(u32::try_from(node).unwrap_or(u32::MAX))
}

/// Whether every occurrence takes part exactly once.
pub(super) fn is_one_one(card: Cardinality) -> bool {
    card.min == 1 && card.max == Some(1)
}

/// Whether the bounds of a cardinality can hold.
pub(super) fn is_sound(card: Cardinality) -> bool {
    card.max.is_none_or(|max| max >= 1 && card.min <= max)
}

/// The two legs of a binary relation whose cardinalities can hold.
pub(super) fn binary(relation: &Relation) -> Option<(&Leg, &Leg)> {
    match relation.legs.as_slice() {
        [a, b] if is_sound(a.card) && is_sound(b.card) => Some((a, b)),
        _ => None,
    }
}

/// `Client 0,n`, with its role where it has one.
pub(super) fn leg_text(mcd: &Mcd, leg: &Leg) -> String {
    let role = leg.role.as_ref().map(|role| format!("{role}: ")).unwrap_or_default();
    let entity = &mcd.entity(leg.entity).name;
    let card = if leg.relative { format!("({})", leg.card) } else { leg.card.to_string() };
    format!("{role}{entity} {card}")
}

/// The `unique` groups of an entity or a relation, each `unique` field as a group of one.
pub(super) fn unique_groups(mcd: &Mcd, owner: Owner) -> &[UniqueGroup] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).uniques,
        Owner::Relation(id) => &mcd.relation(id).uniques,
    }
}

/// Why the values of a type can't be held one against the other, where they can't.
pub(super) fn uncompared(ty: &Type) -> Option<Text> {
    match ty {
        Type::Address => Some(say!(
            fr "une adresse peut n'avoir ni complément, ni pays, ni position, et deux mêmes adresses passent alors pour deux autres",
            en "an address may have no complement, country or position, and two addresses alike then pass for two others"
        )),
        Type::LongText | Type::Markdown => Some(say!(
            fr "un texte long ne se compare pas à un autre",
            en "a long text isn't compared with another"
        )),
        Type::File | Type::Image => Some(say!(
            fr "un fichier ne se compare pas à un autre",
            en "a file isn't compared with another"
        )),
        Type::Json | Type::Tags => Some(say!(
            fr "le même contenu peut s'écrire de plusieurs façons",
            en "the same content may be written in several ways"
        )),
        _ => None,
    }
}

/// `Client.nom`
pub(super) fn field_path(mcd: &Mcd, owner: Owner, field: &Field) -> String {
    format!("{}.{}", mcd.name(owner), field.name)
}

/// The empty stretch before the brace that closes a declaration.
pub(super) fn before_closing_brace(declaration: Span) -> Span {
    Span { start: declaration.end.saturating_sub(1).max(declaration.start), ..declaration }.before()
}

/// The rules of an entity or relation.
pub(super) fn rules_of(mcd: &Mcd, owner: Owner) -> &[Rule] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).rules,
        Owner::Relation(id) => &mcd.relation(id).rules,
    }
}

/// Words that name a property of almost anything, in French and English.
#[rustfmt::skip] // a list of words, read as a paragraph
const GENERIC: &[&str] = &[
    "actif", "active", "address", "adresse", "amount", "annee", "body", "canal", "categorie", "category", "civilite",
    "code", "color", "comment", "commentaire", "content", "contenu", "corps", "couleur", "created", "creation",
    "cree", "date", "day", "de", "debut", "depuis", "description", "detail", "du", "duration", "duree", "email",
    "end", "etat", "event", "famille", "fichier", "file", "fin", "first", "formule", "from", "genre", "heure", "ht",
    "id", "image", "is", "job", "jour", "kind", "label", "last", "le", "level", "libelle", "mail", "mobile", "mode",
    "modifie", "modified", "mois", "montant", "month", "motif", "name", "nature", "niveau", "nom", "note", "notes",
    "number", "numero", "objet", "of", "order", "ordre", "percent", "phone", "photo", "poids", "position", "prenom",
    "price", "prix", "qte", "quand", "quantite", "quantity", "rang", "rank", "rate", "reason", "reference",
    "remarque", "remise", "role", "salutation", "sens", "sexe", "stage", "start", "state", "status", "statut",
    "subject", "sujet", "taux", "tax", "taxe", "telephone", "temps", "text", "texte", "time", "title", "titre", "to",
    "total", "ttc", "tva", "type", "unit", "unitaire", "unite", "updated", "url", "valeur", "value", "vat", "weight",
    "year",
];

/// Whether a name is made of words that fit almost anything.
pub(super) fn is_generic(snake: &str) -> bool {
    snake.split('_').all(|word| GENERIC.binary_search(&word).is_ok())
}

/// Why no edit is offered where a split would lose nothing.
pub(crate) fn by_hand() -> Text {
    say!(
        fr "à faire à la main : une clé, une règle ou une ligne fd nomme ce qui partirait, et vous seul savez comment elle se dirait alors",
        en "to be done by hand: a key, a rule or an fd line names what would move, and only you know how it would be said then"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn generic_words_are_sorted_for_the_binary_search() {
        assert!(super::GENERIC.is_sorted());
    }
}
