//! What stands beside entities and relations: constraints, roles and their rights, places of the documents' fields, glossary.

use super::Dossier;
use super::sentences::{called, inside, of_constraint, plain};
use super::words::told;
use crate::diag::Lang;
use crate::diagram::svg::escape;
use crate::inventory::coverage::{Coverage, Line};
use crate::inventory::matching::Fate;
use crate::mcd::{Action, Constraint, Grant, Mcd, Owner, Role};
use crate::say;

/// Constraints between relations, each with its sentence and its message.
pub(super) fn constraints(mcd: &Mcd, lang: Lang) -> String {
    if mcd.constraints.is_empty() {
        return String::new();
    }
    let item = |constraint: &Constraint| {
        let Constraint { message, docs, .. } = constraint;
        let more: String = [message, docs]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| format!("<br><span class=\"quiet\">{}</span>", escape(text)))
            .collect();
        format!("<li>{}{more}</li>\n", escape(&of_constraint(mcd, constraint, lang)))
    };
    format!("<ul>\n{}</ul>\n", mcd.constraints.iter().map(item).collect::<String>())
}

/// Each role with what it may do.
pub(super) fn roles(dossier: &Dossier<'_>) -> String {
    let lang = dossier.lang;
    let role = |role: &Role| {
        let grants: String =
            role.grants.iter().map(|grant| format!("<li>{}</li>\n", grant_html(dossier, grant))).collect();
        format!("<article>\n<h3><bdi>{}</bdi></h3>\n<ul>\n{grants}</ul>\n</article>\n", escape(&role.label))
    };
    let all: String = dossier.mcd.roles.iter().map(role).collect();
    if all.is_empty() {
        return all;
    }
    let intro = say!(fr "Ce qui n’est pas accordé est refusé.", en "What isn’t granted is refused.");
    format!("<p>{}</p>\n{all}", intro.get(lang))
}

fn grant_html(dossier: &Dossier<'_>, grant: &Grant) -> String {
    let (mcd, lang) = (dossier.mcd, dossier.lang);
    let everything = say!(fr "Tout", en "Everything");
    let on = grant.entities.as_ref().map_or_else(
        || everything.get(lang).to_owned(),
        |entities| entities.iter().map(|id| mcd.entity(*id).plural.clone()).collect::<Vec<_>>().join(", "),
    );
    let all = [Action::Read, Action::Create, Action::Update, Action::Delete];
    let may = if all.iter().all(|action| grant.actions.contains(action)) {
        say!(fr "tous les droits", en "all rights").get(lang).to_owned()
    } else {
        grant.actions.iter().map(|action| action_word(*action, lang)).collect::<Vec<_>>().join(", ")
    };
    let only = grant.condition.as_ref().map_or(String::new(), |condition| {
        let word = say!(fr "seulement si", en "only where");
        format!(", {} {}", word.get(lang), escape(&told(mcd, condition, lang)))
    });
    let colon = if lang == Lang::Fr { " :" } else { ":" };
    format!("<b>{}</b>{colon} {}{only}", escape(&on), escape(&may))
}

fn action_word(action: Action, lang: Lang) -> &'static str {
    match (action, lang) {
        (Action::Read, Lang::Fr) => "voir",
        (Action::Create, Lang::Fr) => "ajouter",
        (Action::Update, Lang::Fr) => "modifier",
        (Action::Delete, Lang::Fr) => "supprimer",
        (Action::Read, Lang::En) => "see",
        (Action::Create, Lang::En) => "add",
        (Action::Update, Lang::En) => "change",
        (Action::Delete, Lang::En) => "delete",
    }
}

/// Where each field of each document went.
pub(super) fn places(mcd: &Mcd, coverage: &Coverage, lang: Lang) -> String {
    let mut out = String::new();
    for document in &coverage.documents {
        let line = |line: &Line| {
            let place = match &line.fate {
                Fate::Placed(field, _) => {
                    let owner = match field.owner {
                        Owner::Entity(id) => mcd.entity(id).label.clone(),
                        Owner::Relation(id) => called(mcd, mcd.relation(id)),
                    };
                    escape(&format!("{owner}, {}", inside(&mcd.field(*field).label)))
                }
                Fate::Linked(leg) => {
                    let name = called(mcd, mcd.relation(leg.relation));
                    escape(&format!("{name}, {}", inside(&mcd.leg(*leg).navigation)))
                }
                Fate::Derived(how) => escape(say!(fr "calculé : {how}", en "computed: {how}").get(lang)),
                Fate::Ignored(why) => escape(say!(fr "écarté : {why}", en "left out: {why}").get(lang)),
                Fate::Open => format!("<b class=\"open\">{}</b>", say!(fr "à placer", en "to be placed").get(lang)),
            };
            format!("<tr><th scope=\"row\">{}</th><td>{place}</td></tr>\n", escape(&line.heading))
        };
        let rows: String = document.lines.iter().map(line).collect();
        out.push_str(&format!("<h3>{}</h3>\n<table class=\"places\">\n{rows}</table>\n", escape(&document.name)));
    }
    out
}

/// The words of the business with their definitions, in the order of a dictionary.
pub(super) fn glossary(mcd: &Mcd, lang: Lang) -> String {
    let mut words: Vec<(String, String)> = Vec::new();
    let mut add = |word: &str, definition: &str| {
        if !definition.is_empty() {
            words.push((word.to_owned(), definition.to_owned()));
        }
    };
    for (_, entity) in mcd.entities() {
        add(&entity.label, &entity.docs);
        entity
            .fields
            .iter()
            .for_each(|field| add(&format!("{} ({})", field.label, inside(&entity.label)), &field.docs));
    }
    for (_, relation) in mcd.relations() {
        let name = called(mcd, relation);
        add(&name, &relation.docs);
        relation.fields.iter().for_each(|field| add(&format!("{} ({})", field.label, inside(&name)), &field.docs));
    }
    for (_, listed) in mcd.enumerations() {
        let labels: Vec<&str> = listed.values.iter().map(|value| value.label.as_str()).collect();
        add(listed.name.as_deref().unwrap_or_default(), &choice(&labels, lang, listed.name.is_some()));
    }
    words.sort_by_key(|(word, _)| plain(word));
    if words.is_empty() {
        return String::new();
    }
    let item = |(word, definition): &(String, String)| {
        format!("<div><dt><bdi>{}</bdi></dt><dd>{}</dd></div>\n", escape(word), escape(definition))
    };
    format!("<dl class=\"glossary\">\n{}</dl>\n", words.iter().map(item).collect::<String>())
}

/// A named list of values; nothing for one that a field holds, where it is told already.
fn choice(labels: &[&str], lang: Lang, is_named: bool) -> String {
    if !is_named {
        return String::new();
    }
    let list = labels.join(", ");
    say!(fr "Au choix : {list}.", en "One of: {list}.").get(lang).to_owned()
}
