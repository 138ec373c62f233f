//! A change of the model, as data, and in the words of the business.
//!
//! Knows no table. Invariant: every item a change names is valid in the model it is said to be of.

use crate::diag::Text;
use crate::mcd::{EntityId, FieldRef, LegRef, Mcd, Owner, RelationId};
use crate::say;

/// A change between two models. Items are of the new model unless said to be of the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An entity or a relation that is new.
    Add(Owner),
    /// One of the old model that goes.
    Drop(Owner),
    /// Another name: the old one, the new one.
    Rename(Owner, Owner),
    /// Made of fields of an old entity.
    Split(EntityId, EntityId),
    /// The records of an old entity become records of one that was there.
    Merge(EntityId, EntityId),
    /// Records made of the occurrences of an old relation.
    Reify(EntityId, RelationId),
    /// Occurrences made of the records of an old entity.
    Flatten(RelationId, EntityId),
    /// A field that is new.
    AddField(FieldRef),
    /// A field of the old model that goes.
    DropField(FieldRef),
    /// Another name, same owner: the old one, the new one.
    RenameField(FieldRef, FieldRef),
    /// Another owner: the old one, the new one.
    MoveField(FieldRef, FieldRef),
    /// Another type: the old one, the new one.
    Retype(FieldRef, FieldRef),
    /// Becomes required, or optional.
    Require(FieldRef, bool),
    /// Becomes unique, or not.
    Unique(FieldRef, bool),
    /// Another default, bound, pattern or way of computing.
    Adjust(FieldRef),
    /// A value of an enumeration is new.
    AddValue(FieldRef, String),
    /// A value goes; the one that replaces it.
    DropValue(FieldRef, String, Option<String>),
    /// A value has another name: the old one, the new one.
    RenameValue(FieldRef, String, String),
    /// A leg that is new.
    AddLeg(LegRef),
    /// A leg of the old model that goes.
    DropLeg(LegRef),
    /// Another name of a leg: the old one, the new one.
    RenameLeg(LegRef, LegRef),
    /// Another cardinality: the old leg, the new one.
    Cardinality(LegRef, LegRef),
    /// Another entity of the same hierarchy at the end of a leg: the old leg, the new one.
    Refer(LegRef, LegRef),
    /// Another name of a column: the old field, the new one.
    StoredAs(FieldRef, FieldRef),
    /// What a deletion does.
    OnDelete(LegRef),
    /// The identifier, the `unique` groups, the rules, the subtypes, the supertype or the way of storing.
    Aspect(Owner, Aspect),
    /// The constraints between relations.
    Constraints,
    /// Records known by a number are known by a UUID.
    Keys,
    /// The columns of addresses take the names of another language.
    Locale,
    /// Amounts are read in another currency.
    Currency,
    /// Words and pages only: no table changes.
    Presentation,
}

/// What of an entity or relation changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// What identifies it.
    Identifier,
    /// `unique` groups.
    Uniques,
    /// `rule` lines.
    Rules,
    /// The `subtypes` line.
    Subtypes,
    /// Its supertype.
    Parent,
    /// How it is stored.
    Storage,
}

/// How a change can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Data is lost, with consent; kept in an archive table for the way back.
    Loses,
    /// Refused if some rows don't fit: nothing is lost.
    Checks,
    /// Always goes well.
    Safe,
}

/// A change with what it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The change.
    pub change: Change,
    /// How it can end.
    pub danger: Danger,
}

/// `Client.nom`
pub(super) fn field_path(mcd: &Mcd, field: FieldRef) -> String {
    format!("{}.{}", mcd.name(field.owner), mcd.field(field).name)
}

pub(super) fn leg_path(mcd: &Mcd, leg: LegRef) -> String {
    format!("{}.{}", mcd.relation(leg.relation).name, mcd.leg(leg).navigation)
}

/// The change in the words of the business.
pub fn words(change: &Change, old: &Mcd, new: &Mcd) -> Text {
    use Change as C;
    let (was, is) = (|field: &FieldRef| field_path(old, *field), |field: &FieldRef| field_path(new, *field));
    match change {
        C::Add(Owner::Entity(id)) => {
            let name = &new.entity(*id).name;
            say!(fr "nouvelle entité {name}", en "new entity {name}")
        }
        C::Add(Owner::Relation(id)) => added_relation(new, *id),
        C::Drop(Owner::Entity(id)) => {
            let name = &old.entity(*id).name;
            say!(fr "l'entité {name} disparaît", en "entity {name} goes")
        }
        C::Drop(Owner::Relation(id)) => {
            let name = &old.relation(*id).name;
            say!(fr "la relation {name} disparaît, avec tous ses liens", en "relation {name} goes, with all its links")
        }
        C::Rename(from, to) => {
            let (from, to) = (old.name(*from), new.name(*to));
            say!(fr "{from} s'appelle désormais {to}", en "{from} is now called {to}")
        }
        C::Split(id, from) => {
            let (name, from) = (&new.entity(*id).name, &old.entity(*from).name);
            say!(fr "{name} se détache de {from}", en "{name} is split from {from}")
        }
        C::Merge(from, into) => {
            let (from, into) = (&old.entity(*from).name, &new.entity(*into).name);
            say!(fr "les fiches {from} deviennent des fiches {into}", en "{from} records become {into} records")
        }
        C::Reify(id, from) => {
            let (name, from) = (&new.entity(*id).name, &old.relation(*from).name);
            say!(fr "la relation {from} devient l'entité {name}", en "relation {from} becomes entity {name}")
        }
        C::Flatten(id, from) => {
            let (name, from) = (&new.relation(*id).name, &old.entity(*from).name);
            say!(fr "l'entité {from} devient la relation {name}", en "entity {from} becomes relation {name}")
        }
        C::AddField(field) => say!(fr "nouveau champ {0}", en "new field {0}", is(field)),
        C::DropField(field) => say!(fr "le champ {0} disparaît", en "field {0} goes", was(field)),
        C::RenameField(from, to) => {
            let to = &new.field(*to).name;
            say!(fr "{0} s'appelle désormais {to}", en "{0} is now called {to}", was(from))
        }
        C::MoveField(from, to) => say!(fr "{0} passe à {1}", en "{0} moves to {1}", was(from), is(to)),
        C::Retype(_, to) => say!(fr "{0} change de type", en "{0} changes its type", is(to)),
        C::Require(field, true) => say!(fr "{0} devient obligatoire", en "{0} becomes required", is(field)),
        C::Require(field, false) => say!(fr "{0} devient facultatif", en "{0} becomes optional", is(field)),
        C::Unique(field, true) => say!(fr "{0} devient unique", en "{0} becomes unique", is(field)),
        C::Unique(field, false) => say!(fr "{0} n'est plus unique", en "{0} is no longer unique", is(field)),
        C::Adjust(field) => {
            say!(fr "{0} : défaut, bornes ou calcul changés", en "{0}: default, bounds or computation changed", is(field))
        }
        C::AddValue(field, value) => say!(fr "{0} peut valoir {value}", en "{0} may be {value}", is(field)),
        C::DropValue(field, value, None) => {
            say!(fr "{0} ne peut plus valoir {value}", en "{0} may no longer be {value}", is(field))
        }
        C::DropValue(field, value, Some(to)) => say!(
            fr "{0} ne peut plus valoir {value}, qui devient {to}",
            en "{0} may no longer be {value}, which becomes {to}",
            is(field)
        ),
        C::RenameValue(field, from, to) => say!(
            fr "{0} : {from} s'appelle désormais {to}", en "{0}: {from} is now called {to}", is(field)
        ),
        C::AddLeg(leg) => say!(fr "nouvelle patte {0}", en "new leg {0}", leg_path(new, *leg)),
        C::DropLeg(leg) => say!(fr "la patte {0} disparaît", en "leg {0} goes", leg_path(old, *leg)),
        C::RenameLeg(from, to) => {
            let (from, to) = (leg_path(old, *from), &new.leg(*to).navigation);
            say!(fr "{from} s'appelle désormais {to}", en "{from} is now called {to}")
        }
        C::Cardinality(from, to) => {
            let (path, from, to) = (leg_path(new, *to), old.leg(*from).card, new.leg(*to).card);
            say!(fr "{path} passe de {from} à {to}", en "{path} goes from {from} to {to}")
        }
        C::Refer(from, to) => {
            let (path, was) = (leg_path(new, *to), &old.entity(old.leg(*from).entity).name);
            let is = &new.entity(new.leg(*to).entity).name;
            say!(fr "{path} désigne {is} et non plus {was}", en "{path} refers to {is} and no longer to {was}")
        }
        C::StoredAs(_, to) => {
            let name = new.field(*to).stored.as_deref().unwrap_or(&new.field(*to).snake);
            say!(fr "la colonne de {0} s'appelle désormais {name}", en "the column of {0} is now called {name}", is(to))
        }
        C::OnDelete(leg) => say!(
            fr "{0} : une suppression n'a plus le même effet", en "{0}: a deletion no longer does the same", leg_path(new, *leg)
        ),
        C::Aspect(owner, aspect) => aspect_words(new.name(*owner), *aspect),
        C::Constraints => {
            say!(fr "les contraintes entre relations changent", en "the constraints between relations change")
        }
        C::Keys => say!(
            fr "les fiches sont connues par un UUID et non plus par un numéro : leurs adresses changent, et leurs clés dans l'API ; les lignes rangées à la main reviennent dans l'ordre de leurs clés, et les vues enregistrées oublient la fiche qu'elles filtraient",
            en "records are known by a UUID and no longer by a number: their addresses change, and their keys in the API; lines put in order by hand come back in the order of their keys, and saved views forget the record that they filtered by"
        ),
        C::Locale => say!(
            fr "la langue change : les colonnes des adresses prennent les noms de la nouvelle, leurs valeurs restent",
            en "the language changes: the columns of addresses take the names of the new one, their values stay"
        ),
        C::Currency => {
            let (from, to) = (&old.crm.currency, &new.crm.currency);
            say!(
                fr "la monnaie passe de {from} à {to} : les montants restent tels quels, et se liront en {to}",
                en "the currency goes from {from} to {to}: amounts stay as they are, and will be read as {to}"
            )
        }
        C::Presentation => say!(
            fr "libellés, pages ou droits : aucune table ne change", en "labels, pages or rights: no table changes"
        ),
    }
}

fn added_relation(new: &Mcd, id: RelationId) -> Text {
    let relation = new.relation(id);
    let legs: Vec<String> = relation.legs.iter().map(|leg| format!("{} {}", leg.navigation, leg.card)).collect();
    let (name, legs) = (&relation.name, legs.join(", "));
    say!(fr "nouvelle relation {name} ({legs})", en "new relation {name} ({legs})")
}

fn aspect_words(name: &str, aspect: Aspect) -> Text {
    match aspect {
        Aspect::Identifier => say!(fr "{name} : l'identifiant change", en "{name}: its identifier changes"),
        Aspect::Uniques => say!(fr "{name} : ce qui est unique change", en "{name}: what is unique changes"),
        Aspect::Rules => say!(fr "{name} : les règles changent", en "{name}: its rules change"),
        Aspect::Subtypes => say!(fr "{name} : les sous-types changent", en "{name}: its subtypes change"),
        Aspect::Parent => say!(fr "{name} : le surtype change", en "{name}: its supertype changes"),
        Aspect::Storage => say!(fr "{name} : la façon de ranger change", en "{name}: the way it is stored changes"),
    }
}
