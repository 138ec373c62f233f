//! A relation of three legs or more, or an entity that is only its key of three parts or more, whose rows are all the combinations of
//! independent facts is not one (4NF; Fagin 1977).
//!
//! The test is a cross product: for each value of one part, the others come in all combinations. Invariant: told only where enough
//! values have several of both, so that chance would have left a combination out.

use hashbrown::{HashMap, HashSet};

use super::{Held, Said, kind};
use crate::diag::Diagnostic;
use crate::inventory::matching::Fate;
use crate::mcd::{EntityId, FieldRef, KeyPart, LegRef, Owner, Relation, RelationId};
use crate::say;
use crate::source::Span;

kind! {
    /// Rows show that a relation joins independent facts.
    INDEPENDENT = "M5504" Warning
}

/// Values with several of both facts, at least: fewer prove nothing.
const TOLD_BY: usize = 3;

/// A leg or a field, and the column that tells it.
struct Part {
    name: String,
    column: usize,
}

/// Parts that have nothing to do with each other but for the first: it comes with one of them, and with the rest.
struct Split {
    pivot: usize,
    one: usize,
    rest: Vec<usize>,
}

pub(super) fn judge(held: &Held<'_>) -> Vec<Said> {
    let wide = held.mcd.relations().filter(|(_, relation)| relation.legs.len() > 2 && relation.fields.is_empty());
    let relations = wide.filter_map(|(id, relation)| Some((Owner::Relation(id), legs(held, id, relation)?)));
    let entities = held.mcd.entities().filter_map(|(id, _)| Some((Owner::Entity(id), whole_key(held, id)?)));
    let judged = relations.chain(entities);
    judged.filter_map(|(owner, parts)| Some((owner, report(held, owner, &parts, &split(held, &parts)?)))).collect()
}

fn legs(held: &Held<'_>, relation: RelationId, of: &Relation) -> Option<Vec<Part>> {
    (0..of.legs.len()).map(|index| leg(held, LegRef { relation, index })).collect()
}

/// A leg has a column of its own, or that of its entity's identifier where no role tells two of them apart.
fn leg(held: &Held<'_>, at: LegRef) -> Option<Part> {
    let leg = held.mcd.leg(at);
    let own = held.matched.fates.iter().position(|fate| *fate == Fate::Linked(at));
    let column = own.or_else(|| match (held.mcd.identifier(leg.entity), &leg.role) {
        ([KeyPart::Field(field)], None) => column_of(held, *field),
        _ => None,
    })?;
    Some(Part { name: leg.role.clone().unwrap_or_else(|| held.mcd.entity(leg.entity).name.clone()), column })
}

fn column_of(held: &Held<'_>, field: FieldRef) -> Option<usize> {
    held.matched.fates.iter().position(|fate| fate.field() == Some(field))
}

/// The parts of an entity's identifier, where it has three or more and says nothing else.
fn whole_key(held: &Held<'_>, id: EntityId) -> Option<Vec<Part>> {
    let is_whole = held.mcd.entity(id).fields.iter().all(|field| field.identifier || field.computed.is_some());
    let parts = held.mcd.identifier(id);
    if !is_whole || parts.len() < 3 {
        return None;
    }
    let part = |part: &KeyPart| match part {
        KeyPart::Field(field) => {
            Some(Part { name: held.mcd.field(*field).name.clone(), column: column_of(held, *field)? })
        }
        KeyPart::Leg(at) => leg(held, *at),
    };
    parts.iter().map(part).collect()
}

/// The first way to split the parts into independent facts.
fn split(held: &Held<'_>, parts: &[Part]) -> Option<Split> {
    let pairs = (0..parts.len()).flat_map(|pivot| (0..parts.len()).map(move |one| (pivot, one)));
    let mut splits = pairs.filter(|(pivot, one)| pivot != one).map(|(pivot, one)| Split {
        pivot,
        one,
        rest: (0..parts.len()).filter(|at| *at != pivot && *at != one).collect(),
    });
    splits.find(|split| are_independent(held, parts, split))
}

/// Whether, for each value of the pivot, one part comes with all combinations of the rest.
fn are_independent(held: &Held<'_>, parts: &[Part], split: &Split) -> bool {
    let code = |at: usize, row: usize| {
        let column = held.table.columns.get(parts.get(at)?.column)?;
        column.codes.get(row).copied().filter(|code| Some(*code) != column.empty)
    };
    let mut facts: HashMap<u32, Facts> = HashMap::new();
    for row in 0..held.table.rows.len() {
        let rest: Option<Vec<u32>> = split.rest.iter().map(|at| code(*at, row)).collect();
        let (Some(of), Some(one), Some(rest)) = (code(split.pivot, row), code(split.one, row), rest) else { continue };
        let facts = facts.entry(of).or_default();
        facts.one.insert(one);
        facts.rest.insert(rest.clone());
        facts.both.insert((one, rest));
    }
    let telling = facts.values().filter(|facts| facts.one.len() > 1 && facts.rest.len() > 1);
    telling.clone().count() >= TOLD_BY && telling.into_iter().all(Facts::are_all_combinations)
}

/// What comes with one value of the pivot.
#[derive(Default)]
struct Facts {
    one: HashSet<u32>,
    rest: HashSet<Vec<u32>>,
    both: HashSet<(u32, Vec<u32>)>,
}

impl Facts {
    fn are_all_combinations(&self) -> bool {
        self.both.len() == self.one.len() * self.rest.len()
    }
}

fn report(held: &Held<'_>, owner: Owner, parts: &[Part], split: &Split) -> Diagnostic {
    let part = |at: usize| parts.get(at).map_or("", |part| part.name.as_str());
    let joined = |ats: &[usize], by: &str| ats.iter().map(|at| part(*at)).collect::<Vec<_>>().join(by);
    let rest = [&[split.pivot], split.rest.as_slice()].concat();
    let (one, rest) = (joined(&[split.pivot, split.one], "–"), joined(&rest, "–"));
    let mut others = [&[split.one], split.rest.as_slice()].concat();
    others.sort_unstable();
    let (pivot, others, name, file) = (part(split.pivot), joined(&others, ", "), held.mcd.name(owner), held.file());
    let first = part(split.one);
    Diagnostic::new(
        &INDEPENDENT,
        name_span(held, owner),
        say!(
            fr "dans {file}, chaque « {pivot} » vient avec toutes les combinaisons de {others} : « {name} » joint des faits indépendants",
            en "in {file}, each `{pivot}` comes with all combinations of {others}: `{name}` joins independent facts"
        ),
    )
    .help(say!(
        fr "séparez-les : {one} d'un côté, {rest} de l'autre, chacun une relation ou une entité (quatrième forme normale)",
        en "keep them apart: {one} on one side, {rest} on the other, each a relation or an entity (fourth normal form)"
    ))
    .help(say!(
        fr "si c'est une règle, écrivez dans « {name} » : fd {pivot} ->> {first} ; merisier check --fix les sépare alors",
        en "if it is a rule, write in `{name}`: fd {pivot} ->> {first}; merisier check --fix then keeps them apart"
    ))
    .help(say!(
        fr "si une combinaison peut manquer, gardez « {name} » : accept M5504 \"…\"",
        en "if a combination may be missing, keep `{name}`: accept M5504 \"…\""
    ))
}

fn name_span(held: &Held<'_>, owner: Owner) -> Span {
    match owner {
        Owner::Entity(id) => held.mcd.entity(id).name_span,
        Owner::Relation(id) => held.mcd.relation(id).name_span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::check_texts;
    use crate::inventory::judge::{Data, judge};
    use crate::inventory::read::table_of;

    /// What is told of a file of courses, teachers and books, each course with two of both.
    fn told(model: &str, header: [&str; 3], left_out: bool) -> Vec<String> {
        let mut lines = vec![header.join(",")];
        for course in 0..4 {
            for (teacher, book) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                lines.push(format!("Course {course},Teacher {},Book {}", course + teacher, course + book));
            }
        }
        if left_out {
            lines.pop();
        }
        let tables = [table_of("teaching.csv", &lines.join("\n"))];
        let checked = check_texts(&[("model.mcd", model)]);
        let said = judge(&checked.mcd, Data { tables: &tables, found: &[], verdicts: &[] });
        said.into_iter()
            .filter(|said| said.kind.code == INDEPENDENT.code)
            .map(|said| said.helps[0].en.clone())
            .collect()
    }

    const ENTITY: &str =
        "entity Teaching {\n course text(20) identifier\n teacher text(20) identifier\n book text(20) identifier\n}\n";

    #[test]
    fn an_entity_that_is_all_key_is_judged() {
        let header = ["course", "teacher", "book"];
        let apart = "keep them apart: course–teacher on one side, course–book on the other, each a relation or an entity (fourth normal form)";
        assert_eq!(told(ENTITY, header, false), [apart]);
        assert!(told(ENTITY, header, true).is_empty(), "one combination is missing");
        let more = ENTITY.replace("book text(20) identifier", "book text(20) identifier\n hours integer");
        assert!(told(&more, header, false).is_empty(), "the hours are a fact of all three");
    }

    #[test]
    fn legs_with_roles_are_judged_by_their_own_columns() {
        let model = "entity Person {\n name text(20) identifier\n mail email\n}\nentity Book {\n title text(20) identifier\n pages integer\n}\n\
                     relation Teaching {\n pupil: Person 0,n\n teacher: Person 0,n\n Book 0,n\n}\n\
                     source \"Teaching\" internal file \"teaching.csv\" {\n \"Pupil\" = Teaching.pupil\n \"Teacher\" = Teaching.teacher\n \"Book\" = Book.title\n}\n";
        let said = told(model, ["Pupil", "Teacher", "Book"], false);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("pupil–teacher on one side, pupil–Book on the other"), "{said:?}");
    }
}
