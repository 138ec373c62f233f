//! From what to what: the words of the two models beside a change that its sentence alone only announces.
//!
//! As the author wrote them, blanks made one. Judges nothing.

use crate::diag::Text;
use crate::mcd::expr::Expr;
use crate::mcd::{Field, FieldRef, OnDelete, Owner, Rule, Type};
use crate::say;

use super::change::{Aspect, Change, words};
use super::difference::{Difference, Side};

/// The change in the words of the business, with what was and what is.
pub fn told(change: &Change, found: &Difference, old: Side<'_>, new: Side<'_>) -> Text {
    let text = words(change, old.mcd, new.mcd);
    match details(change, found, old, new) {
        Some(details) => {
            Text { fr: format!("{} : {}", text.fr, details.fr), en: format!("{}: {}", text.en, details.en) }
        }
        None => text,
    }
}

fn details(change: &Change, found: &Difference, old: Side<'_>, new: Side<'_>) -> Option<Text> {
    match change {
        Change::Retype(was, is) => {
            let types = format!("{} → {}", old.text(old.mcd.field(*was).ty_span), new.text(new.mcd.field(*is).ty_span));
            let zone = &new.mcd.crm.timezone;
            let is_instant = |side: Side<'_>, field: FieldRef| side.mcd.field(field).ty == Type::DateTime;
            let path = format!("{}.{}", new.mcd.name(is.owner), new.mcd.field(*is).name);
            let is_enum = |side: Side<'_>, field: FieldRef| matches!(side.mcd.field(field).ty, Type::Enum(_));
            Some(match is_instant(old, *was) != is_instant(new, *is) {
                _ if is_enum(new, *is) && !is_enum(old, *was) => say!(
                    fr "{types} ; un texte qui n'est ni un nom ni un libellé de la liste est refusé : map {path}.\"ce texte\" -> valeur",
                    en "{types}; a text that is neither a name nor a label of the list is refused: map {path}.\"that text\" -> value"
                ),
                true => say!(
                    fr "{types} ; un instant se convertit en temps universel (UTC), non à l'heure de {zone}",
                    en "{types}; an instant is converted in universal time (UTC), not at the time of {zone}"
                ),
                false => Text::same(types),
            })
        }
        Change::Adjust(field) => {
            let was = *found.matching.fields.get(field)?;
            adjusted([old, new], [was, *field])
        }
        Change::Aspect(owner, Aspect::Rules) => {
            let was = found.matching.owner(*owner)?;
            let (before, after) = (rules(old, was), rules(new, *owner));
            swapped(&before, &after)
        }
        Change::Aspect(owner @ Owner::Entity(now), Aspect::Uniques) => {
            let Some(Owner::Entity(was)) = found.matching.owner(*owner) else { return None };
            let groups = |side: Side<'_>, id| -> Vec<String> {
                side.mcd.entity(id).uniques.iter().map(|group| side.text(group.span)).collect()
            };
            swapped(&groups(old, was), &groups(new, *now))
        }
        Change::Aspect(owner @ Owner::Entity(now), Aspect::Subtypes) => {
            let Some(Owner::Entity(was)) = found.matching.owner(*owner) else { return None };
            let kind = |side: Side<'_>, id| {
                let line = side.mcd.entity(id).subtypes.as_ref();
                line.map_or_else(|| "—".to_owned(), |line| side.text(line.span))
            };
            Some(Text::same(format!("{} → {}", kind(old, was), kind(new, *now))))
        }
        Change::OnDelete(leg) => {
            let was = found.matching.legs.get(leg)?;
            let word = |said: Option<OnDelete>| said.map_or("—", OnDelete::word);
            let words = [old.mcd.leg(*was), new.mcd.leg(*leg)].map(|leg| word(leg.on_delete));
            Some(Text::same(words.join(" → ")))
        }
        Change::Constraints => {
            let all = |side: Side<'_>| -> Vec<String> {
                side.mcd.constraints.iter().map(|constraint| side.text(constraint.span)).collect()
            };
            swapped(&all(old), &all(new))
        }
        _ => None,
    }
}

fn rules(side: Side<'_>, owner: Owner) -> Vec<String> {
    let rules: &[Rule] = match owner {
        Owner::Entity(id) => &side.mcd.entity(id).rules,
        Owner::Relation(id) => &side.mcd.relation(id).rules,
    };
    rules.iter().map(|rule| side.text(rule.expr.span)).collect()
}

/// What is only in one of two lists.
fn swapped(before: &[String], after: &[String]) -> Option<Text> {
    let gone = before.iter().filter(|one| !after.contains(one)).map(|one| format!("– {one}"));
    let added = after.iter().filter(|one| !before.contains(one)).map(|one| format!("+ {one}"));
    let all: Vec<String> = gone.chain(added).collect();
    (!all.is_empty()).then(|| Text::same(all.join(" ; ")))
}

/// Each part of a field that isn't what it was.
fn adjusted(sides: [Side<'_>; 2], fields: [FieldRef; 2]) -> Option<Text> {
    let ([old, new], [was, is]) = (sides, fields);
    let (before, after) = (old.mcd.field(was), new.mcd.field(is));
    let text = |side: Side<'_>, expr: &Option<Expr>| expr.as_ref().map(|expr| side.text(expr.span));
    let expr = |part: fn(&Field) -> &Option<Expr>| (text(old, part(before)), text(new, part(after)));
    let parts = [
        (say!(fr "défaut", en "default"), expr(|field| &field.default)),
        (say!(fr "minimum", en "minimum"), expr(|field| &field.min)),
        (say!(fr "maximum", en "maximum"), expr(|field| &field.max)),
        (say!(fr "calcul", en "computation"), expr(|field| &field.computed)),
        (say!(fr "motif", en "pattern"), (before.matches.clone(), after.matches.clone())),
    ];
    let changed: Vec<Text> = parts
        .into_iter()
        .filter(|(_, (was, is))| was != is)
        .map(|(name, (was, is))| part(&name, was.as_deref(), is.as_deref()))
        .collect();
    let all = |lang: fn(&Text) -> &str| changed.iter().map(lang).collect::<Vec<_>>().join(", ");
    (!changed.is_empty()).then(|| Text { fr: all(|text| &text.fr), en: all(|text| &text.en) })
}

fn part(name: &Text, was: Option<&str>, is: Option<&str>) -> Text {
    let said = |name: &str, nothing: &str| format!("{name} {} → {}", was.unwrap_or(nothing), is.unwrap_or(nothing));
    Text { fr: said(&name.fr, "rien"), en: said(&name.en, "none") }
}
