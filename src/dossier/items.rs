//! Entities and relations, each with its definition, its fields, its rules and its cardinalities as sentences.

use super::Dossier;
use super::fields::{clauses, kind, part};
use super::sentences::{called, capital, inside, of_leg, of_subtypes, plain, quoted};
use super::words::told;
use crate::diag::{Lang, Text};
use crate::diagram::svg::escape;
use crate::mcd::{Entity, EntityId, Fd, Field, KeyPart, Relation, Rule, UniqueGroup};
use crate::say;

/// The chapter and what the contents name of it.
type Chapter = (String, Vec<(String, String)>);

/// Every entity, by area in their order of appearance.
pub(super) fn entities(dossier: &Dossier<'_>) -> Chapter {
    let mcd = dossier.mcd;
    let mut areas: Vec<Option<&String>> = Vec::new();
    for (_, entity) in mcd.entities() {
        if !areas.contains(&entity.area.as_ref()) {
            areas.push(entity.area.as_ref());
        }
    }
    let is_divided = areas.iter().any(Option::is_some);
    let (mut body, mut parts) = (String::new(), Vec::new());
    for area in areas {
        if is_divided {
            let other = say!(fr "Sans domaine", en "Of no area");
            let name = area.map_or(other.get(dossier.lang), String::as_str);
            body.push_str(&format!("<h3 class=\"area\"><bdi>{}</bdi></h3>\n", escape(name)));
        }
        for (id, entity) in mcd.entities().filter(|(_, entity)| entity.area.as_ref() == area) {
            let anchor = format!("entity-{}", entity.snake);
            body.push_str(&entity_html(dossier, id, entity, &anchor));
            parts.push((anchor, entity.label.clone()));
        }
    }
    (body, parts)
}

/// Every relation in its order.
pub(super) fn relations(dossier: &Dossier<'_>) -> Chapter {
    let (mut body, mut parts) = (String::new(), Vec::new());
    for (_, relation) in dossier.mcd.relations() {
        let anchor = format!("relation-{}", relation.snake);
        body.push_str(&relation_html(dossier, relation, &anchor));
        parts.push((anchor, called(dossier.mcd, relation)));
    }
    (body, parts)
}

fn entity_html(dossier: &Dossier<'_>, id: EntityId, entity: &Entity, anchor: &str) -> String {
    let (mcd, lang) = (dossier.mcd, dossier.lang);
    let parent = entity.parent.map(|parent| {
        let parent = inside(&mcd.entity(parent).label);
        say!(fr "Cas particulier de : {parent}, dont les champs, l’identifiant et les associations valent aussi ici.",
             en "A special case of: {parent}, whose fields, identifier and relations hold here too.")
    });
    let identifier = (entity.parent.is_none()).then(|| identifier(dossier, &entity.identifier)).flatten();
    let subtypes = of_subtypes(mcd, entity, lang);
    let says = [parent.map(|text| text.get(lang).to_owned()), identifier, subtypes];
    let says: String = says.into_iter().flatten().map(|text| format!("<p>{}</p>\n", escape(&text))).collect();
    let mut rules = uniques(dossier, &entity.uniques);
    rules.extend(dependencies(dossier, &entity.fds));
    rules.extend(independences(dossier, &entity.mvds));
    let sentences: Vec<String> = mcd
        .legs_of(id)
        .iter()
        .map(|leg| {
            let relation = mcd.relation(leg.relation);
            let (anchor, name) = (&relation.snake, escape(&called(mcd, relation)));
            format!(
                "<li>{} <a class=\"ref\" href=\"#relation-{anchor}\">{name}</a></li>\n",
                escape(&of_leg(mcd, relation, leg.index, lang))
            )
        })
        .collect();
    let linked = say!(fr "Associations", en "Relations");
    let linked = if sentences.is_empty() {
        String::new()
    } else {
        format!("<h4>{}</h4>\n<ul>\n{}</ul>\n", linked.get(lang), sentences.concat())
    };
    format!(
        "<article id=\"{anchor}\">\n<h3><bdi>{}</bdi></h3>\n{}{says}{}{}{linked}</article>\n",
        escape(&entity.label),
        definition(&entity.docs),
        fields_html(dossier, &entity.fields, entity.elided),
        rules_html(dossier, &entity.rules, &rules)
    )
}

fn relation_html(dossier: &Dossier<'_>, relation: &Relation, anchor: &str) -> String {
    let (mcd, lang) = (dossier.mcd, dossier.lang);
    let ends: Vec<String> = relation.legs.iter().map(|leg| mcd.entity(leg.entity).label.clone()).collect();
    let verb = if plain(&relation.label) == plain(&called(mcd, relation)) {
        String::new()
    } else {
        format!(" {}", quoted(&relation.label, lang))
    };
    let sentences: String = (0..relation.legs.len())
        .map(|index| format!("<li>{}</li>\n", escape(&of_leg(mcd, relation, index, lang))))
        .collect();
    let mut rules = uniques(dossier, &relation.uniques);
    rules.extend(dependencies(dossier, &relation.fds));
    rules.extend(independences(dossier, &relation.mvds));
    format!(
        "<article id=\"{anchor}\">\n<h3><bdi>{}</bdi><span class=\"verb\">{}</span></h3>\n<p class=\"ends\">{}</p>\n{}<ul>\n{sentences}</ul>\n{}{}</article>\n",
        escape(&called(mcd, relation)),
        escape(&verb),
        escape(&ends.join(" — ")),
        definition(&relation.docs),
        fields_html(dossier, &relation.fields, relation.elided),
        rules_html(dossier, &relation.rules, &rules)
    )
}

/// What the model's author says of it.
fn definition(docs: &str) -> String {
    if docs.is_empty() { String::new() } else { format!("<p class=\"definition\">{}</p>\n", escape(docs)) }
}

fn identifier(dossier: &Dossier<'_>, parts: &[KeyPart]) -> Option<String> {
    let mcd = dossier.mcd;
    let (legs, fields): (Vec<&KeyPart>, Vec<&KeyPart>) = parts.iter().partition(|part| matches!(part, KeyPart::Leg(_)));
    let list = |parts: &[&KeyPart]| parts.iter().map(|one| part(mcd, one)).collect::<Vec<_>>().join(", ");
    let text = match (fields.is_empty(), legs.is_empty()) {
        (true, true) => return None,
        (false, true) => say!(fr "Identifiant : {0}.", en "Identifier: {0}.", list(&fields)),
        (false, false) => {
            say!(fr "Identifiant : {0}, pour un même rattachement ({1}).", en "Identifier: {0}, within the same {1}.", list(&fields), list(&legs))
        }
        (true, false) => say!(fr "Identifiant : celui de {0}.", en "Identifier: that of {0}.", list(&legs)),
    };
    Some(text.get(dossier.lang).to_owned())
}

fn fields_html(dossier: &Dossier<'_>, fields: &[Field], elided: u32) -> String {
    if fields.is_empty() && elided == 0 {
        return String::new();
    }
    let (mcd, lang) = (dossier.mcd, dossier.lang);
    let heads = say!(fr "Champ|Contenu|Précisions", en "Field|Holds|Details");
    let heads: String = heads.get(lang).split('|').map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let row = |field: &Field| {
        let mut details = clauses(mcd, field, lang).join(" ; ");
        if lang == Lang::En {
            details = details.replace(" ; ", "; ");
        }
        let docs = if field.docs.is_empty() { String::new() } else { format!("<p>{}</p>", escape(&field.docs)) };
        let class = if field.identifier { " class=\"identifier\"" } else { "" };
        format!(
            "<tr{class}><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td><td>{}{docs}</td></tr>\n",
            escape(&field.label),
            escape(&kind(mcd, field, lang)),
            escape(&details)
        )
    };
    let mut rows: String = fields.iter().map(row).collect();
    if elided > 0 {
        let more = match elided {
            1 => say!(fr "et 1 champ à préciser", en "and 1 field to be told"),
            _ => say!(fr "et {elided} champs à préciser", en "and {elided} fields to be told"),
        };
        rows.push_str(&format!("<tr><td colspan=\"3\" class=\"quiet\">{}</td></tr>\n", more.get(lang)));
    }
    format!("<table class=\"fields\">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// Rules by their message, in words where the model gives none; then what else must hold.
fn rules_html(dossier: &Dossier<'_>, rules: &[Rule], others: &[Text]) -> String {
    if rules.is_empty() && others.is_empty() {
        return String::new();
    }
    let lang = dossier.lang;
    let rule = |rule: &Rule| {
        // Where the model gives no message, the one made of the condition ends with it as it is written.
        let written = dossier.sources.text(rule.expr.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let is_made = rule.message.ends_with(&written);
        let said = if is_made { told(dossier.mcd, &rule.expr, lang) } else { rule.message.clone() };
        format!("<li>{}</li>\n", escape(&ended(&capital(&said))))
    };
    let other = |text: &Text| format!("<li>{}</li>\n", escape(text.get(lang)));
    let items: String = rules.iter().map(rule).chain(others.iter().map(other)).collect();
    let heading = say!(fr "Règles", en "Rules");
    format!("<h4>{}</h4>\n<ul class=\"rules\">\n{items}</ul>\n", heading.get(lang))
}

/// A sentence ends with a point.
fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Groups of two parts or more: a field alone says it by itself.
fn uniques(dossier: &Dossier<'_>, groups: &[UniqueGroup]) -> Vec<Text> {
    let several = groups.iter().filter(|group| group.parts.len() > 1);
    several
        .map(|group| {
            let list = group.parts.iter().map(|one| part(dossier.mcd, one)).collect::<Vec<_>>().join(", ");
            say!(fr "Pas deux fois la même combinaison : {list}.", en "Never the same combination twice: {list}.")
        })
        .collect()
}

fn independences(dossier: &Dossier<'_>, mvds: &[Fd]) -> Vec<Text> {
    let list = |parts: &[KeyPart]| parts.iter().map(|one| part(dossier.mcd, one)).collect::<Vec<_>>().join(", ");
    let sentence = |mvd: &Fd| {
        let (left, right) = (list(&mvd.left), list(&mvd.right));
        say!(fr "Pour un même {left}, {right} ne dépend pas du reste.", en "For the same {left}, {right} doesn't depend on the rest.")
    };
    mvds.iter().map(sentence).collect()
}

fn dependencies(dossier: &Dossier<'_>, fds: &[Fd]) -> Vec<Text> {
    let list = |parts: &[KeyPart]| parts.iter().map(|one| part(dossier.mcd, one)).collect::<Vec<_>>().join(", ");
    fds.iter()
        .map(|fd| {
            let (left, right) = (capital(&list(&fd.left)), list(&fd.right));
            say!(fr "{left} → {right} : la même valeur à gauche donne toujours la même à droite.", en "{left} → {right}: the same value on the left always gives the same on the right.")
        })
        .collect()
}
