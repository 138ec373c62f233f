//! The questions that a draft leaves: one rule each, from what was seen while grouping.

use super::super::question::{FIELD, Question, STRUCTURE};
use super::super::{Group, Key, Step};
use super::entities::{Entity, Form, Plan};
use super::write::count;
use crate::diag::Text;
use crate::inventory::dependencies::{EXCEPTIONS, says_identifier};
use crate::inventory::profile::{At, Kind, Profile, Several, Synonym};
use crate::inventory::read::Table;
use crate::inventory::value::tokens;
use crate::say;

/// All questions, in no order yet.
pub(super) fn questions(
    tables: &[Table],
    profile: &Profile,
    groups: &[Group],
    steps: &[Step],
    plan: &Plan,
) -> Vec<Question> {
    let view = View { tables, profile, groups, plan };
    let mut questions = Vec::new();
    for entity in &plan.entities {
        questions.extend(view.key(entity));
        questions.extend(view.other_keys(entity));
        questions.extend(view.lone(entity));
        questions.extend(view.roles(entity));
        questions.extend(view.minima(entity));
        questions.extend(view.frozen_amounts(entity));
        questions.extend(view.forms(entity));
        questions.extend(view.exceptions(entity));
    }
    questions.extend(view.same_things());
    questions.extend(view.lists());
    questions.extend(view.computed());
    questions.extend(view.copies());
    questions.extend(view.moved(steps));
    questions
}

struct View<'v> {
    tables: &'v [Table],
    profile: &'v Profile,
    groups: &'v [Group],
    plan: &'v Plan,
}

impl View<'_> {
    fn first_group(&self, entity: &Entity) -> Option<&Group> {
        entity.groups.first().and_then(|place| self.groups.get(*place))
    }

    fn heading(&self, table: usize, column: usize) -> &str {
        self.tables.get(table).and_then(|table| table.columns.get(column)).map_or("", |column| column.name.as_str())
    }

    /// A key that is a mere name, a day, or that lacks.
    fn key(&self, entity: &Entity) -> Option<Question> {
        let group = self.first_group(entity)?;
        let (name, weight) = (&entity.name, STRUCTURE + group.occurrences);
        let text = match &group.key {
            Key::None => say!(
                fr "Qu'est-ce qui distingue deux {name} ? Rien dans le fichier ne le fait à coup sûr ; un numéro est donné à chacun.",
                en "What tells two {name} apart? Nothing in the file does for sure; each is given a number."
            ),
            Key::Column(column) => {
                let kind = self.profile.get(At { table: group.table, column: *column }).map(|field| &field.kind)?;
                let heading = self.heading(group.table, *column);
                if matches!(kind, Kind::Code(_) | Kind::Integer)
                    || tokens(heading).iter().any(|word| says_identifier(word))
                {
                    return None;
                }
                say!(
                    fr "« {heading} » suffit-il à distinguer deux {name}, ou deux peuvent-ils porter le même ? Un code serait plus sûr.",
                    en "Is `{heading}` enough to tell two {name} apart, or may two bear the same? A code would be safer."
                )
            }
            Key::Within(..) | Key::References(_) => return None,
        };
        Some(Question { weight, text })
    }

    fn other_keys(&self, entity: &Entity) -> Vec<Question> {
        let Some(group) = self.first_group(entity) else { return Vec::new() };
        let name = &entity.name;
        let question = |columns: &Vec<usize>| {
            let columns: Vec<&str> = columns.iter().map(|column| self.heading(group.table, *column)).collect();
            let columns = columns.join(", ");
            let text = say!(
                fr "({columns}) distingue aussi les {name} dans ce fichier : est-ce une règle ? Si oui, {name} peut devenir une relation entre eux.",
                en "({columns}) tells {name} apart too in this file: is it a rule? If so, {name} may become a relation between them."
            );
            Question { weight: STRUCTURE / 2 + group.occurrences, text }
        };
        group.other_keys.iter().map(question).collect()
    }

    /// A code of which nothing more is known.
    fn lone(&self, entity: &Entity) -> Option<Question> {
        let [field] = entity.fields.as_slice() else { return None };
        if entity.form != Form::Own || !entity.links.is_empty() {
            return None;
        }
        let (name, heading) = (&entity.name, &field.heading);
        let text = say!(
            fr "De {name} le fichier ne donne que « {heading} » : que sait-on d'autre d'un {name} ? Rien : ce peut n'être qu'une liste de valeurs.",
            en "Of {name} the file gives nothing but `{heading}`: what else is known of a {name}? If nothing, it may be but a list of values."
        );
        Some(Question { weight: STRUCTURE / 4, text })
    }

    /// The same values under two names.
    fn roles(&self, entity: &Entity) -> Vec<Question> {
        let question = |link: &super::entities::Link| {
            let (role, other) = (link.role.as_ref()?, &self.plan.entities.get(link.entity)?.name);
            let own = &entity.name;
            let text = say!(
                fr "Le « {role} » d'un {own} est-il un {other} ? Ses valeurs le disent ; sinon, faites-en un champ.",
                en "Is the `{role}` of a {own} a {other}? Its values say so; otherwise make a field of it."
            );
            Some(Question { weight: STRUCTURE / 8, text })
        };
        entity.links.iter().filter_map(question).collect()
    }

    /// An export shows only what took part.
    fn minima(&self, entity: &Entity) -> Vec<Question> {
        if entity.form == Form::Relation {
            return Vec::new();
        }
        let unsure = entity.links.iter().enumerate().filter(|(_, link)| link.listed.is_none() && link.role.is_none());
        let links = unsure.filter_map(|(at, link)| {
            let (own, other) = (&entity.name, &self.plan.entities.get(link.entity)?.name);
            let weak = matches!(&entity.form, Form::Weak(within) if within.contains(&at));
            let text = say!(
                fr "Un {other} peut-il exister sans {own} ? Un fichier ne montre que ceux qui en ont : 0,n en attendant, 1,n si c'est non.",
                en "Can a {other} exist without any {own}? A file shows only those that have some: 0,n for now, 1,n if not."
            );
            Some(Question { weight: if weak { FIELD * 2 } else { FIELD / 2 }, text })
        });
        links.collect()
    }

    /// A price is the product's today, and the line's for ever.
    fn frozen_amounts(&self, entity: &Entity) -> Vec<Question> {
        let dated = self.plan.entities.iter().find(|other| {
            matches!(other.form, Form::Weak(_) | Form::Relation)
                && other.links.iter().any(|link| self.plan.entities.get(link.entity).is_some_and(|target| target.name == entity.name))
                && !matches!(&other.form, Form::Weak(within) if within.iter().filter_map(|at| other.links.get(*at)).any(|link| {
                    self.plan.entities.get(link.entity).is_some_and(|target| target.name == entity.name)
                }))
        });
        let Some(dated) = dated else { return Vec::new() };
        let (name, line) = (&entity.name, &dated.name);
        let is_of_lines = |at: &At| {
            dated.groups.iter().filter_map(|place| self.groups.get(*place)).any(|group| group.table == at.table)
        };
        let told_again = |columns: &[At]| columns.iter().any(is_of_lines);
        let amounts = entity.fields.iter().filter(|field| field.typed.text == "money" && told_again(&field.columns));
        let question = |heading: &str| {
            say!(
                fr "« {heading} » est le même dans tout le fichier pour un {name} : s'il peut changer, {line} doit aussi le garder tel qu'il était.",
                en "`{heading}` is the same in the whole file for a {name}: if it may change, {line} must keep it as it was too."
            )
        };
        amounts.map(|field| Question { weight: FIELD * 3, text: question(&field.heading) }).collect()
    }

    /// Values that the type that the field seems to have would refuse.
    fn forms(&self, entity: &Entity) -> Vec<Question> {
        let refused = entity.fields.iter().filter_map(|field| Some((field, field.typed.refused.as_ref()?)));
        refused
            .map(|(field, (kind, refused, known))| {
                let is_alone = *refused == 1;
                let (refused, known, place) =
                    (count(*refused), count(*known), format!("{}.{}", entity.name, field.name));
                let Text { fr: fr_kind, en: en_kind } = kind.label();
                let text = match is_alone {
                    true => say!(
                        fr "{place} semble être : {fr_kind} ; mais une valeur sur {known} n'en a pas la forme. À corriger dans le fichier, ou un texte suffit-il ?",
                        en "{place} seems to be: {en_kind}; but one value of {known} doesn't have its form. To mend in the file, or is text enough?"
                    ),
                    false => say!(
                        fr "{place} semble être : {fr_kind} ; mais {refused} valeurs sur {known} n'en ont pas la forme. À corriger dans le fichier, ou un texte suffit-il ?",
                        en "{place} seems to be: {en_kind}; but {refused} values of {known} don't have its form. To mend in the file, or is text enough?"
                    ),
                };
                Question { weight: FIELD, text }
            })
            .collect()
    }

    /// Values that contradict their occurrence otherwise than by a slip.
    fn exceptions(&self, entity: &Entity) -> Vec<Question> {
        let mut questions = Vec::new();
        for group in entity.groups.iter().filter_map(|place| self.groups.get(*place)) {
            let Key::Column(key) = group.key else { continue };
            for column in &group.columns {
                let seen = group
                    .evidence
                    .iter()
                    .find(|(at, _)| at == column)
                    .map(|(_, evidence)| *evidence)
                    .unwrap_or_default();
                let hard = seen.exceptions - seen.slips;
                if hard > 0 {
                    let (rows, key, heading) =
                        (count(hard), self.heading(group.table, key), self.heading(group.table, *column));
                    let text = say!(
                        fr "{rows} lignes donnent à « {heading} » une autre valeur que les autres lignes du même « {key} » : erreurs, ou la valeur change-t-elle avec le temps ?",
                        en "{rows} rows give `{heading}` another value than the other rows of the same `{key}`: errors, or does it change with time?"
                    );
                    questions.push(Question { weight: hard, text });
                }
            }
        }
        questions
    }

    /// Columns that would stand elsewhere if more exceptions were taken for errors.
    fn moved(&self, steps: &[Step]) -> Vec<Question> {
        let mut asked: Vec<At> = Vec::new();
        let mut questions = Vec::new();
        for step in steps.iter().filter(|step| step.tolerance > EXCEPTIONS) {
            for (at, key) in &step.moved {
                let Some(key) = key.filter(|_| !asked.contains(at)) else { continue };
                asked.push(*at);
                let (heading, key) = (self.heading(at.table, at.column), self.heading(key.table, key.column));
                let percent = step.tolerance / 10;
                let text = say!(
                    fr "En tenant jusqu'à {percent} % de lignes contraires pour des erreurs, « {heading} » irait avec « {key} » : en sont-elles ?",
                    en "If up to {percent} % of contrary rows were taken for errors, `{heading}` would go with `{key}`: are they?"
                );
                questions.push(Question { weight: STRUCTURE / 3, text });
            }
        }
        questions
    }

    /// Entities of several files that nothing links, though a field of each has the same values: customers numbered in two ways.
    fn same_things(&self) -> Vec<Question> {
        let mut told: Vec<[&str; 2]> = Vec::new();
        // The same small numbers, or words of a list, prove nothing.
        let tells = |at: At| {
            let kind = self.profile.get(at).map(|field| &field.kind);
            matches!(kind, Some(Kind::Email | Kind::Phone | Kind::Text | Kind::Code(_) | Kind::Siret | Kind::Siren))
        };
        let question = |synonym: &Synonym| {
            if !tells(synonym.a) && !tells(synonym.b) {
                return None;
            }
            let (a, _) = self.plan.place(synonym.a)?;
            let (b, _) = self.plan.place(synonym.b)?;
            let linked = |from: &Entity, to: &Entity| {
                from.links.iter().any(|link| self.plan.entities.get(link.entity).is_some_and(|end| end.name == to.name))
            };
            let pair = [a.name.as_str(), b.name.as_str()];
            if a.name == b.name || linked(a, b) || linked(b, a) || told.contains(&pair) {
                return None;
            }
            told.push(pair);
            let [first, second] = [synonym.a, synonym.b].map(|at| self.heading(at.table, at.column));
            let [first_file, second_file] =
                [synonym.a, synonym.b].map(|at| self.tables.get(at.table).map_or("", |table| table.name.as_str()));
            let [a, b] = pair;
            let text = say!(
                fr "« {first} » de {first_file} et « {second} » de {second_file} ont les mêmes valeurs : {a} et {b} sont-ils la même chose ? Si oui, faites-en une entité ; sinon, dites par une relation ce qui les lie.",
                en "`{first}` of {first_file} and `{second}` of {second_file} have the same values: are {a} and {b} one thing? If so, make one entity of them; otherwise say by a relation what links them."
            );
            Some(Question { weight: STRUCTURE * 2, text })
        };
        self.profile.synonyms.iter().filter_map(question).collect()
    }

    /// Several values in a cell.
    fn lists(&self) -> Vec<Question> {
        let question = |several: &Several| {
            let (entity, field) = self.plan.place(several.field)?;
            let (place, example) = (format!("{}.{}", entity.name, field.name), &several.example);
            let text = say!(
                fr "{place} tient plusieurs valeurs dans une cellule (« {example} ») : faut-il en faire une entité, liée par une relation 0,n ?",
                en "{place} holds several values in a cell (`{example}`): should they be an entity, with a 0,n relation to it?"
            );
            Some(Question { weight: STRUCTURE / 16, text })
        };
        self.profile.several.iter().filter_map(question).collect()
    }

    fn computed(&self) -> Vec<Question> {
        let found = self.profile.computed.iter().filter_map(|computed| {
            let (entity, field) = self.plan.place(computed.field)?;
            let place = format!("{}.{}", entity.name, field.name);
            let text = say!(
                fr "{place} se calcule à partir d'autres champs du fichier : faut-il le garder saisi, ou le calculer (`computed`) ?",
                en "{place} follows from other fields of the file: is it to be kept as typed, or computed (`computed`)?"
            );
            Some(Question { weight: FIELD, text })
        });
        found.collect()
    }

    /// What a document repeats may be what was true on its day.
    fn copies(&self) -> Vec<Question> {
        let question = |(at, place): &(At, String)| {
            let heading = self.heading(at.table, at.column);
            let file = self.tables.get(at.table).map_or("", |table| table.name.as_str());
            let text = say!(
                fr "« {heading} » de {file} répète {place} et n'est pas gardé deux fois : doit-il rester tel qu'il était ce jour-là ? Si oui, faites-en un champ.",
                en "`{heading}` of {file} repeats {place} and isn't kept twice: must it stay as it was on that day? If so, make a field of it."
            );
            Question { weight: FIELD * 2, text }
        };
        self.plan.copies.iter().map(question).collect()
    }
}
