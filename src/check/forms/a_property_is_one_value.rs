//! A property is one value (1NF): no numbered repeats (`tel1`, `tel2`; `produit_1_qte`, `produit_2_qte`), no list in a field.
//!
//! Numbers that belong to a name aren't repeats: lines of an address. A list (`tags`) is allowed where nothing is to be known of its elements,
//! and is only a hint.

use indexmap::IndexMap;

use super::{kind, moves};
use crate::check::words::{by_hand, field_path, owners};
use crate::diag::{Diagnostic, Fix};
use crate::mcd::{Field, Mcd, Owner, Type};
use crate::say;
use crate::source::SourceMap;

kind! {
    /// The same property several times, numbered.
    NUMBERED_REPEATS = "M5301" Warning
}
kind! {
    /// A field that holds a list.
    LIST_IN_A_FIELD = "M5308" Hint
}

pub(super) fn judge(mcd: &Mcd, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for owner in owners(mcd) {
        let fields = mcd.fields(owner);
        found.extend(fields.iter().filter(|field| field.ty == Type::Tags).map(|field| list(mcd, owner, field)));
        found.extend(groups(fields).iter().filter_map(|group| repeats(mcd, owner, group, sources)));
    }
    found
}

fn list(mcd: &Mcd, owner: Owner, field: &Field) -> Diagnostic {
    let path = field_path(mcd, owner, field);
    Diagnostic::new(
        &LIST_IN_A_FIELD,
        field.ty_span,
        say!(fr "« {path} » tient une liste dans un champ", en "`{path}` holds a list in one field"),
    )
    .help(say!(
        fr "si l'on doit savoir quelque chose de chaque élément, ou les compter, faites-en une entité et une relation 0,n",
        en "if something is to be known of each element, or they are to be counted, make them an entity with a 0,n relation"
    ))
}

/// Fields of a repeated thing.
struct Group {
    base: String,
    /// In the order of their numbers.
    fields: Vec<Numbered>,
}

/// A field whose name has a number.
#[derive(Clone)]
struct Numbered {
    number: u32,
    /// Its place among the fields of its owner.
    at: usize,
    /// What its name says without the number: `qte` in `produit_1_qte`.
    property: String,
}

impl Group {
    fn highest(&self) -> u32 {
        self.fields.iter().map(|field| field.number).max().unwrap_or_default()
    }

    /// What is known of each occurrence of the thing, with the fields that say it, one a number; none where some numbers lack one, or where the
    /// types differ.
    fn properties(&self, fields: &[Field]) -> Option<Vec<(&str, Vec<usize>)>> {
        let mut properties: IndexMap<&str, Vec<usize>> = IndexMap::new();
        for field in &self.fields {
            properties.entry(&field.property).or_default().push(field.at);
        }
        let is_whole = |places: &Vec<usize>| {
            let mut types = places.iter().filter_map(|at| fields.get(*at)).map(|field| &field.ty);
            let first = types.next();
            places.len() == self.highest() as usize && types.all(|ty| Some(ty) == first)
        };
        properties.values().all(is_whole).then(|| properties.into_iter().collect())
    }
}

fn groups(fields: &[Field]) -> Vec<Group> {
    let mut groups: IndexMap<(String, bool), Vec<Numbered>> = IndexMap::new();
    for (at, field) in fields.iter().enumerate().filter(|(_, field)| may_repeat(field)) {
        if let Some((base, number, after)) = numbered(&field.snake) {
            let ends = after.is_empty();
            let property = if ends { base.clone() } else { after };
            groups.entry((base, ends)).or_default().push(Numbered { number, at, property });
        }
    }
    let mut kept = Vec::new();
    for ((base, ends), mut numbered) in groups {
        let unnumbered = fields.iter().position(|field| field.snake == base).filter(|_| ends);
        if let (Some(at), Some(2)) = (unnumbered, numbered.first().map(|field| field.number)) {
            numbered.insert(0, Numbered { number: 1, at, property: base.clone() });
        }
        if counts_from_one(&numbered) && (!ends || are_of_one_type(fields, &numbered)) {
            kept.push(Group { base, fields: numbered });
        }
    }
    told_together(kept)
}

/// Groups that say one thing: of one name (`produit_1`, `produit_1_qte`), or written number by number (`produit_1`, `qte_1`, `produit_2`, `qte_2`).
fn told_together(groups: Vec<Group>) -> Vec<Group> {
    let mut together: Vec<Group> = Vec::new();
    for group in groups {
        let same = together.iter_mut().find(|other| {
            other.highest() == group.highest() && (other.base == group.base || are_written_by_number(other, &group))
        });
        match same {
            Some(other) => {
                other.fields.extend(group.fields);
                other.fields.sort_by_key(|field| (field.number, field.at));
            }
            None => together.push(group),
        }
    }
    together
}

/// Whether the fields of both stand side by side, all of a number before the next.
fn are_written_by_number(a: &Group, b: &Group) -> bool {
    let mut all: Vec<(usize, u32)> = a.fields.iter().chain(&b.fields).map(|field| (field.at, field.number)).collect();
    all.sort_unstable();
    let are_side_by_side =
        all.windows(2).all(|two| matches!(two, [(at, one), (next, other)] if at + 1 == *next && one <= other));
    let first = |group: &Group| group.fields.iter().filter(|field| field.number == 1).map(|field| field.at).max();
    let second = |group: &Group| group.fields.iter().filter(|field| field.number == 2).map(|field| field.at).min();
    // Numbers alone would be in order too where one group only follows the other.
    are_side_by_side && first(a) < second(b) && first(b) < second(a)
}

/// Whether the numbers are 1, 2 and so on, each as many times as the first.
fn counts_from_one(numbered: &[Numbered]) -> bool {
    let count = |number| numbered.iter().filter(|field| field.number == number).count();
    let highest = numbered.iter().map(|field| field.number).max().unwrap_or_default();
    highest > 1 && count(1) > 0 && (1..=highest).all(|number| count(number) == count(1)) && count(0) == 0
}

fn are_of_one_type(fields: &[Field], numbered: &[Numbered]) -> bool {
    let mut types = numbered.iter().filter_map(|field| fields.get(field.at)).map(|field| &field.ty);
    let first = types.next();
    types.all(|ty| Some(ty) == first)
}

fn may_repeat(field: &Field) -> bool {
    field.computed.is_none() && !field.identifier
}

/// `tel2` or `tel_2`: `tel`, 2 and nothing more; `produit_2_qte`: `produit`, 2, `qte`.
fn numbered(snake: &str) -> Option<(String, u32, String)> {
    let start = snake.find(|letter: char| letter.is_ascii_digit())?;
    let rest = snake.get(start..)?;
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let number = rest.get(..digits)?.parse().ok().filter(|number| *number < 100)?;
    let before = snake.get(..start)?;
    let after = rest.get(digits..)?.trim_start_matches('_');
    let base = before.trim_end_matches('_');
    let is_inside = !after.is_empty();
    // A number inside a name is that of a repeat only where it stands alone: `iso_9001_date`, `co2_kg` say something else.
    if base.len() < 2 || NAMED_BY_NUMBER.contains(&base) || is_inside && !before.ends_with('_') {
        return None;
    }
    Some((base.to_owned(), number, after.to_owned()))
}

/// What is numbered and no repeat: the lines of an address, levels, the parts of a year.
#[rustfmt::skip]
const NAMED_BY_NUMBER: &[&str] = &[
    "address", "address_line", "adr", "adresse", "adresse_ligne", "complement", "day", "jour", "level", "ligne", "ligne_adresse",
    "line", "mois", "month", "niveau", "quarter", "rue", "semestre", "street", "street_line", "trimestre", "weekday",
];

fn repeats(mcd: &Mcd, owner: Owner, group: &Group, sources: &SourceMap) -> Option<Diagnostic> {
    let fields = mcd.fields(owner);
    let of: Vec<&Field> = group.fields.iter().filter_map(|field| fields.get(field.at)).collect();
    let (first, rest) = of.split_first()?;
    let names = of.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
    let (name, base) = (mcd.name(owner), &group.base);
    let mut diagnostic = Diagnostic::new(
        &NUMBERED_REPEATS,
        first.name_span,
        say!(
            fr "« {name} » répète une propriété : {names}",
            en "`{name}` repeats a property: {names}"
        ),
    );
    for field in rest {
        diagnostic = diagnostic.related(field.name_span, say!(fr "encore elle", en "once more"));
    }
    diagnostic = diagnostic.help(say!(
        fr "faites-en une entité « {base} » dont chaque occurrence est un élément, liée par une patte (1,1) ; on n'en sera jamais à court",
        en "make them an entity `{base}` of which each occurrence is one element, linked by a (1,1) leg; there will always be room for one more"
    ));
    Some(match fix(mcd, owner, group, sources) {
        Some(fix) => Diagnostic { fix: Some(fix), ..diagnostic },
        None if group.properties(fields).is_none() => diagnostic.help(say!(
            fr "à faire à la main : tous les numéros n'ont pas les mêmes propriétés, ou pas du même type",
            en "to be done by hand: not all numbers have the same properties, or of the same type"
        )),
        None => diagnostic.help(by_hand()),
    })
}

fn fix(mcd: &Mcd, owner: Owner, group: &Group, sources: &SourceMap) -> Option<Fix> {
    let Owner::Entity(entity) = owner else { return None };
    let fields = mcd.fields(owner);
    let field = |at: &usize| fields.get(*at);
    let properties = group.properties(fields)?;
    let properties: Vec<(&str, Vec<&Field>)> =
        properties.iter().map(|(name, places)| (*name, places.iter().filter_map(field).collect())).collect();
    moves::repeats_fix(mcd, entity, &group.base, &properties, sources)
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn numbers_of_repeats_are_told_from_numbers_in_names() {
        let found = |name| numbered(name).map(|(base, number, _)| (base, number));
        assert_eq!(found("tel1"), Some(("tel".into(), 1)));
        assert_eq!(found("tel_12"), Some(("tel".into(), 12)));
        assert_eq!(numbered("produit_2_qte"), Some(("produit".into(), 2, "qte".into())));
        for name in ["co2_kg", "adresse_2", "tel", "n1", "iso9001_date"] {
            assert_eq!(found(name), None, "{name}");
        }
    }
}
