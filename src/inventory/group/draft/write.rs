//! The text of a draft.

use std::path::Path;

use super::super::naming::{self, label, quoted, written};
use super::super::question::{Question, comments};
use super::super::{Group, Key, Step};
use super::entities::{Entity, Field, Form, Link, Plan};
use crate::diag::{Lang, Text};
use crate::inventory::dependencies::Evidence;
use crate::inventory::profile::{At, Profile};
use crate::inventory::read::{Column, Origin, Table};
use crate::mcd::names;
use crate::say;

/// All that the text is written from.
pub(super) struct Draft<'d> {
    pub(super) tables: &'d [Table],
    pub(super) profile: &'d Profile,
    pub(super) groups: &'d [Group],
    pub(super) steps: &'d [Step],
    pub(super) plan: &'d Plan,
    pub(super) name: &'d str,
    pub(super) lang: Lang,
}

/// The whole text, not aligned yet.
pub(super) fn write(draft: &Draft<'_>, questions: Vec<Question>) -> String {
    let mut parts = vec![draft.opening()];
    if !questions.is_empty() {
        let title = say!(
            fr "// Ce que les données ne disent pas : les réponses qui changent le plus d'abord.\n",
            en "// What the data can't tell: the answers that change most first.\n"
        );
        parts.push(format!("{}{}", title.get(draft.lang), comments(questions, draft.lang)));
    }
    let entities = &draft.plan.entities;
    parts.extend(
        entities.iter().rev().filter(|entity| entity.form != Form::Relation).map(|entity| draft.entity(entity)),
    );
    parts.extend(
        entities.iter().rev().filter(|entity| entity.form == Form::Relation).map(|entity| draft.relation(entity)),
    );
    for entity in entities.iter().rev().filter(|entity| entity.form != Form::Relation) {
        parts.extend(entity.links.iter().enumerate().filter_map(|(at, link)| draft.link(entity, at, link)));
    }
    parts.extend(draft.tables.iter().enumerate().flat_map(|(at, table)| draft.sources(at, table)));
    parts.join("\n")
}

/// `12 345`
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let from_right = |at: usize| digits.len() - at;
    let spaced = digits.chars().enumerate().map(|(at, digit)| match from_right(at) % 3 == 0 && at > 0 {
        true => format!("\u{202f}{digit}"),
        false => digit.to_string(),
    });
    spaced.collect()
}

impl Draft<'_> {
    fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn opening(&self) -> String {
        let rows = say!(fr "lignes", en "rows");
        let rows = rows.get(self.lang);
        let files =
            self.tables.iter().map(|table| format!("{} ({} {})", file_names(table), count(table.rows.len()), rows));
        let files = files.collect::<Vec<_>>().join(", ");
        let opening = say!(
            fr "// Brouillon de `merisier group`, d'après {files}.\n// Il est à vous : corrigez-le, renommez, répondez aux questions. `merisier check` dit ce qui ne va pas.\n",
            en "// A draft by `merisier group`, from {files}.\n// It is yours: mend it, rename, answer the questions. `merisier check` says what is wrong.\n"
        );
        let sureness = self.sureness().map(|text| format!("// {}\n", self.say(&text))).unwrap_or_default();
        let locale = match self.lang {
            Lang::Fr => "fr",
            Lang::En => "en",
        };
        format!(
            "{}{sureness}\ncrm {} {} {{\n    locale {locale}\n}}\n",
            opening.get(self.lang),
            self.name,
            quoted(&names::label(self.name))
        )
    }

    /// From which share of exceptions on the model no longer changes.
    fn sureness(&self) -> Option<Text> {
        let steps = self.steps;
        let last = steps.iter().rposition(|step| !step.moved.is_empty());
        let (first, most) = (steps.first()?.tolerance / 10, steps.last()?.tolerance / 10);
        Some(match last {
            None => say!(
                fr "De {first} à {most} % de lignes contraires tenues pour des erreurs, le modèle est le même.",
                en "From {first} to {most} % of contrary rows taken for errors, the model is the same."
            ),
            Some(_) => {
                let told = steps.iter().map(|step| (step.tolerance / 10, step.moved.len()));
                let (fr, en): (Vec<String>, Vec<String>) = told
                    .map(|(percent, moved)| (format!("{percent} % : {moved}"), format!("{percent} %: {moved}")))
                    .unzip();
                let (fr, en) = (fr.join(", "), en.join(", "));
                say!(
                    fr "Colonnes qui changeraient de place, selon la part de lignes contraires tenues pour des erreurs : {fr}.",
                    en "Columns that would stand elsewhere, by the share of contrary rows taken for errors: {en}."
                )
            }
        })
    }

    fn entity(&self, entity: &Entity) -> String {
        let mut text = self.reason(entity);
        text.push_str(&format!("entity {} {{\n", entity.name));
        if entity.form == Form::Numbered {
            text.push_str("    numero serial identifier\n");
        }
        let has_key = matches!(entity.form, Form::Own | Form::Weak(_));
        for (at, field) in entity.fields.iter().enumerate() {
            text.push_str(&self.field(entity, field, at == 0 && has_key));
        }
        text + "}\n"
    }

    fn field(&self, entity: &Entity, field: &Field, is_key: bool) -> String {
        let mut line = format!("    {} {}", written(&field.name), field.typed.text);
        let label = label(&field.heading, &entity.name);
        if label != names::label(&field.name) {
            line.push_str(&format!(" {}", quoted(&label)));
        }
        let modifiers = [
            (is_key, "identifier"),
            (field.required && !is_key, "required"),
            (field.unique, "unique"),
            (field.title, "title"),
        ];
        modifiers.into_iter().filter(|(holds, _)| *holds).for_each(|(_, word)| line.push_str(&format!(" {word}")));
        field.typed.modifiers.iter().for_each(|word| line.push_str(&format!(" {word}")));
        if let Some(doubt) = self.doubt(entity, field) {
            line.push_str(&format!(" // {}", self.say(&doubt)));
        }
        line + "\n"
    }

    /// Rows that say other than most of their occurrence.
    fn doubt(&self, entity: &Entity, field: &Field) -> Option<Text> {
        let seen = self.evidence(entity, field)?;
        let (exceptions, slips) = (count(seen.exceptions), count(seen.slips));
        (seen.exceptions > 0).then(|| {
            say!(
                fr "observé, sauf {exceptions} lignes (dont {slips} fautes de frappe probables)",
                en "observed, but for {exceptions} rows ({slips} of them likely slips)"
            )
        })
    }

    fn evidence(&self, entity: &Entity, field: &Field) -> Option<Evidence> {
        let at = field.columns.first()?;
        let group =
            entity.groups.iter().filter_map(|place| self.groups.get(*place)).find(|group| group.table == at.table)?;
        group.evidence.iter().find(|(column, _)| *column == at.column).map(|(_, evidence)| *evidence)
    }

    /// Why these fields stand together.
    fn reason(&self, entity: &Entity) -> String {
        let all = || entity.groups.iter().filter_map(|place| self.groups.get(*place));
        let Some(first) = all().next() else { return String::new() };
        let is_each_row = |group: &&Group| {
            let rows = self.tables.get(group.table).map_or(0, |table| table.rows.len());
            matches!(group.key, Key::Column(_)) && group.occurrences == rows
        };
        // A file with a row for each says most.
        let rows = all().filter(is_each_row).max_by_key(|group| (group.occurrences, std::cmp::Reverse(group.table)));
        let group = rows.unwrap_or(first);
        let key = entity.fields.first().map_or("", |field| field.heading.as_str());
        let occurrences = count(group.occurrences);
        let (fr_fields, en_fields) = match entity.fields.len().saturating_sub(1) {
            0 => ("ce à quoi il mène".to_owned(), "what it leads to".to_owned()),
            1 => ("ce champ et ce à quoi il mène".to_owned(), "this field and what it leads to".to_owned()),
            many => (
                format!("ces {many} champs et ce à quoi ils mènent"),
                format!("these {many} fields and what they lead to"),
            ),
        };
        let owners = |links: &[usize]| {
            let links = links
                .iter()
                .filter_map(|at| entity.links.get(*at))
                .filter_map(|link| self.plan.entities.get(link.entity));
            links.map(|owner| owner.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let why = match &entity.form {
            Form::Own if rows.is_some() => say!(
                fr "« {key} » est différent à chaque ligne : {occurrences} occurrences.",
                en "`{key}` differs in each row: {occurrences} occurrences."
            ),
            Form::Own => say!(
                fr "« {key} » détermine {fr_fields} ; {occurrences} valeurs.",
                en "`{key}` determines {en_fields}; {occurrences} values."
            ),
            Form::Weak(within) => {
                let owners = owners(within);
                say!(
                    fr "« {key} » recommence dans chaque {owners} : à eux deux ils distinguent les {occurrences} lignes. Entité faible.",
                    en "`{key}` begins again in each {owners}: together they tell the {occurrences} rows apart. A weak entity."
                )
            }
            Form::Relation => {
                let owners = owners(&(0..entity.links.len()).collect::<Vec<_>>());
                say!(
                    fr "Chaque ligne est distinguée par {owners} ensemble : {occurrences} couples.",
                    en "Each row is told apart by {owners} together: {occurrences} of them."
                )
            }
            Form::Numbered => say!(
                fr "Rien ne distingue deux des {occurrences} lignes à coup sûr : elles sont numérotées.",
                en "Nothing surely tells two of the {occurrences} rows apart: they are numbered."
            ),
        };
        format!("// {}\n", self.say(&why))
    }

    fn relation(&self, entity: &Entity) -> String {
        let mut text = format!("{}relation {} {{\n", self.reason(entity), entity.name);
        for link in entity.links.iter().filter_map(|link| self.plan.entities.get(link.entity)) {
            text.push_str(&format!("    {} 0,n\n", link.name));
        }
        entity.fields.iter().for_each(|field| text.push_str(&self.field(entity, field, false)));
        text + "}\n"
    }

    /// The relation to an entity that each occurrence leads to at most once.
    fn link(&self, entity: &Entity, at: usize, link: &Link) -> Option<String> {
        let other = &self.plan.entities.get(link.entity)?.name;
        let (own, name) = (&entity.name, &link.relation);
        let weak = matches!(&entity.form, Form::Weak(within) if within.contains(&at));
        let (card, why) = match (weak, link.optional) {
            (true, _) => ("(1,1)", say!(fr "{own} n'existe que dans {other}.", en "{own} exists within {other} only.")),
            (_, true) => (
                "0,1",
                say!(
                    fr "Observé : {own} a un seul {other}, ou aucun.", en "Observed: {own} has one {other}, or none."
                ),
            ),
            _ => (
                "1,1",
                say!(
                    fr "Observé : {own} a toujours un {other}, et un seul.", en "Observed: {own} always has one {other}, and only one."
                ),
            ),
        };
        let role = link.role.as_ref().map(|role| format!("{}: ", written(role))).unwrap_or_default();
        // Two legs on one entity need two names.
        let near = if own == other { format!("{}: ", written(&naming::field(own))) } else { String::new() };
        let mut whys = vec![why];
        whys.extend(self.why_a_role(link, other));
        whys.extend(self.what_a_list_shows(link, other, own));
        let whys: String = whys.iter().map(|why| format!("// {}\n", self.say(why))).collect();
        Some(format!("{whys}relation {name} {{\n    {near}{own} {card}\n    {role}{other} 0,n\n}}\n"))
    }

    fn why_a_role(&self, link: &Link, other: &str) -> Option<Text> {
        link.role.as_ref()?;
        let headings = link.by.iter().filter_map(|at| self.tables.get(at.table)?.columns.get(at.column));
        let headings = headings.map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        Some(say!(
            fr "« {headings} » prend ses valeurs parmi celles qui identifient {other} : c'est un autre rôle du même.",
            en "`{headings}` takes its values among those that identify {other}: another role of the same."
        ))
    }

    /// A minimum of 1 is told and not drawn: it is asked of each record as it is saved, and an import brings those that it leads to later.
    fn what_a_list_shows(&self, link: &Link, other: &str, own: &str) -> Option<Text> {
        let listed = link.listed.as_ref()?;
        let file = self.tables.get(listed.table).map(file_names).unwrap_or_default();
        let (of, without) = (count(listed.of), count(listed.of - listed.taking_part));
        Some(match link.is_from_one() {
            true => say!(
                fr "Prouvé par {file} : ses {of} {other} ont tous au moins un {own} ; 1,n une fois les données reprises, si c'est une règle.",
                en "Proved by {file}: its {of} {other} all have one {own} at least; 1,n once the data are in, if it is a rule."
            ),
            false => say!(
                fr "Dans {file}, {without} {other} sur {of} n'ont aucun {own}.",
                en "In {file}, {without} {other} of {of} have no {own}."
            ),
        })
    }

    /// A table's source, or those of the tables that it was put together from.
    fn sources(&self, table: usize, read: &Table) -> Vec<String> {
        match read.parts.as_slice() {
            [] => vec![self.source(table, read, (&read.name, &read.origin))],
            parts => parts.iter().map(|(name, origin)| self.source(table, read, (name, origin))).collect(),
        }
    }

    fn source(&self, table: usize, read: &Table, (name, origin): (&str, &Origin)) -> String {
        let mut text = format!("source {} external file {} {{\n", quoted(name), quoted(&file_name(origin)));
        for (column, heading) in read.columns.iter().enumerate() {
            let at = At { table, column };
            let place = match self.plan.place(at) {
                Some((entity, field)) => format!("= {}.{}", entity.name, written(&field.name)),
                None if self.plan.leg(at).is_some() => self.leg(at),
                None if self.is_repeated(at) => {
                    let why = say!(fr "déjà dit par l'autre rôle", en "said by the other role already");
                    format!("derived {}", quoted(why.get(self.lang)))
                }
                None => {
                    let empty = self.profile.get(at).is_some_and(|field| field.filled == 0);
                    let why = if empty { say!(fr "vide", en "empty") } else { say!(fr "non placé", en "not placed") };
                    format!("ignored {}", quoted(why.get(self.lang)))
                }
            };
            text.push_str(&format!("    {}{} {place}\n", quoted(&heading.name), self.name_of_its_own(at, heading)));
        }
        text + "}\n"
    }

    /// One heading of two files that is of two things: the second gets a name of its own.
    fn name_of_its_own(&self, at: At, heading: &Column) -> String {
        let place = |at: At| self.plan.place(at).map(|(entity, field)| (&entity.name, &field.name));
        let Some(own) = place(at) else { return String::new() };
        let earlier = self.tables.iter().take(at.table).enumerate().find_map(|(table, read)| {
            let column = read.columns.iter().position(|column| column.name == heading.name)?;
            place(At { table, column })
        });
        match earlier.filter(|earlier| *earlier != own) {
            Some(_) => format!(" as {}", quoted(&format!("{} ({})", heading.name, own.0))),
            None => String::new(),
        }
    }
}

impl Draft<'_> {
    /// A column that leads to an occurrence in a role.
    fn leg(&self, at: At) -> String {
        let Some(link) = self.plan.leg(at) else { return String::new() };
        format!("= {}.{}", link.relation, written(link.role.as_deref().unwrap_or_default()))
    }

    /// Whether a column says in another role what is in the model already.
    fn is_repeated(&self, at: At) -> bool {
        let own = |group: &&Group| group.table == at.table;
        self.groups.iter().filter(own).any(|group| group.repeated.contains(&at.column))
    }
}

fn file_name(origin: &Origin) -> String {
    Path::new(&origin.file).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The file of a table, or those of the tables that it was put together from.
fn file_names(table: &Table) -> String {
    let mut names: Vec<String> = table.parts.iter().map(|(_, origin)| file_name(origin)).collect();
    names.dedup();
    if names.is_empty() { file_name(&table.origin) } else { names.join(", ") }
}
