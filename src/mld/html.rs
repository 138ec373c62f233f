//! The relational model as one HTML page: `merisier mld --format html`.
//!
//! The logical relations, then each table with its reasons. Invariant: every text is escaped where it lands.

use super::logical::{Attribute, LogicalRelation, logical};
use super::schema::*;
use crate::diag::{Lang, Text};
use crate::mcd::Mcd;
use crate::say;

/// The whole page.
pub fn to_html(mcd: &Mcd, mld: &Mld, lang: Lang) -> String {
    let title = escape(&mcd.crm.title);
    let code = if lang == Lang::Fr { "fr" } else { "en" };
    let heading = say!(fr "Modèle logique de données", en "Logical data model");
    let relations: String = logical(mcd, mld).relations.iter().map(relation_html).collect();
    let tables: String = mld.tables.iter().map(|table| table_html(mld, table, lang)).collect();
    let choices = choices_html(mld, lang);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n<h2>{}</h2>\n<ul class=\"mld\">\n{relations}</ul>\n{tables}{choices}</body>\n</html>\n",
        escape(heading.get(lang))
    )
}

/// As it is written by hand: the key underlined, `#` before a reference.
fn relation_html(relation: &LogicalRelation) -> String {
    let attribute = |one: &Attribute| {
        let mark = if one.reference.is_some() { "#" } else { "" };
        let name = format!("{mark}{}", escape(&one.name));
        if one.key { format!("<u>{name}</u>") } else { name }
    };
    let list: Vec<String> = relation.attributes.iter().map(attribute).collect();
    format!("<li><b>{}</b> ({})</li>\n", escape(&relation.name), list.join(", "))
}

/// Light and dark, on a screen, a phone and paper.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#63636b;--line:#e3e3e8;--paper:#fff;--mark:#2f5bd7}\
@media screen and (prefers-color-scheme:dark){:root{--ink:#ececf1;--soft:#a0a0aa;--line:#35353c;--paper:#17171a;--mark:#9db5ff}}\
body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;max-width:70rem;margin:0 auto;padding:2.5rem 1.5rem 4rem;color:var(--ink);background:var(--paper)}\
h1{font-size:1.9rem;line-height:1.2;margin:0}h2{font-size:1.25rem;margin:2.5rem 0 .75rem}h3{font-size:1.05rem;margin:2.25rem 0 .25rem;color:var(--mark)}\
p{margin:.2rem 0 .6rem;color:var(--soft)}table{border-collapse:collapse;width:100%;font-size:.93rem}td{vertical-align:top;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line)}\
td:first-child{width:22rem}code{font:.92em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}.mld{list-style:none;padding:0}.mld li{margin:.4rem 0;overflow-wrap:anywhere}u{text-underline-offset:3px}\
@media(max-width:40rem){body{padding:1.5rem 1rem 3rem}td{display:block;width:auto;padding:0}td:first-child{width:auto;border:0;padding-top:.45rem}td:last-child{padding-bottom:.45rem}}\
@media print{body{max-width:none;padding:0;font-size:10pt}h2,h3,h3+p{break-after:avoid}tr{break-inside:avoid}}";

fn row(name: &str, what: &str) -> String {
    format!("<tr><td><code>{}</code></td><td>{}</td></tr>\n", escape(name), escape(what))
}

fn table_html(mld: &Mld, table: &Table, lang: Lang) -> String {
    let mut rows = String::new();
    for column in &table.columns {
        rows.push_str(&row(&column.name, column.why.get(lang)));
    }
    for unique in &table.uniques {
        rows.push_str(&row(&unique.name, unique.why.get(lang)));
    }
    for key in &table.foreign_keys {
        let name = format!("{} → {}", key.name, mld.table(key.target).name);
        rows.push_str(&row(&name, key.why.get(lang)));
    }
    for (name, message, why) in constraints(mld, table) {
        rows.push_str(&row(name, &format!("{message} — {}", why.get(lang))));
    }
    format!(
        "<h3><code>{}</code></h3>\n<p>{}</p>\n<table>\n{rows}</table>\n",
        escape(&table.name),
        escape(table.why.get(lang))
    )
}

fn constraints<'a>(mld: &'a Mld, table: &'a Table) -> Vec<(&'a str, &'a str, &'a Text)> {
    let checks = table.checks.iter().map(|one| (one.name.as_str(), one.message.as_str(), &one.why));
    let rules = table.write_rules.iter().map(|one| (one.name.as_str(), one.message.as_str(), &one.why));
    let deferred = mld.deferred.iter().filter(|one| mld.table(one.subject).name == table.name);
    let deferred = deferred.map(|one| (one.name.as_str(), one.message.as_str(), &one.why));
    checks.chain(rules).chain(deferred).collect()
}

fn choices_html(mld: &Mld, lang: Lang) -> String {
    if mld.choices.is_empty() {
        return String::new();
    }
    let heading = say!(fr "Laissé ouvert par le modèle", en "Left open by the model");
    let rows: String =
        mld.choices.iter().map(|choice| row(choice.overrule.get(lang), choice.decided.get(lang))).collect();
    format!("<h2>{}</h2>\n<table>\n{rows}</table>\n", escape(heading.get(lang)))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
