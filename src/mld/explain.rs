//! The relational model in words: `merisier mld`, with or without `--explain`.
//!
//! Text for people. JSON is in `json`. Invariant: every table, key, column, constraint and open choice has its line under
//! `--explain`.

use super::logical::{Logical, LogicalRelation, logical};
use super::schema::*;
use crate::diag::{Lang, Text};
use crate::mcd::{Mcd, OnDelete};
use crate::say;

/// The logical relations, one a line: the key between underscores, `#` before what refers.
pub fn summary(mcd: &Mcd, mld: &Mld) -> String {
    let lines: Vec<String> = logical(mcd, mld).relations.iter().map(relation_line).collect();
    lines.join("\n") + "\n"
}

/// `ligne(_#devis_numero_, _#article_reference_, quantite)`
pub fn relation_line(relation: &LogicalRelation) -> String {
    let attribute = |attribute: &super::logical::Attribute| {
        let mark = if attribute.reference.is_some() { "#" } else { "" };
        let name = format!("{mark}{}", attribute.name);
        if attribute.key { format!("_{name}_") } else { name }
    };
    let list: Vec<String> = relation.attributes.iter().map(attribute).collect();
    format!("{}({})", relation.name, list.join(", "))
}

/// Everything, with the rule that put it there.
pub fn explain(mcd: &Mcd, mld: &Mld, lang: Lang) -> String {
    let Logical { relations } = logical(mcd, mld);
    let mut out = String::new();
    for (id, table) in mld.tables() {
        let relation = relations.iter().find(|relation| relation.table == id);
        explain_table(&mut out, mld, table, relation, lang);
    }
    explain_deferred(&mut out, mld, lang);
    explain_row_rules(&mut out, mld, lang);
    explain_sequences(&mut out, mld, lang);
    explain_choices(&mut out, mld, lang);
    out
}

fn line(out: &mut String, indent: usize, text: &str) {
    out.push_str(&" ".repeat(indent));
    out.push_str(text);
    out.push('\n');
}

fn heading(out: &mut String, lang: Lang, text: &Text) {
    if !out.is_empty() {
        out.push('\n');
    }
    line(out, 0, text.get(lang));
}

fn explain_table(out: &mut String, mld: &Mld, table: &Table, relation: Option<&LogicalRelation>, lang: Lang) {
    let name = &table.name;
    heading(out, lang, &say!(fr "table {name}", en "table {name}"));
    line(out, 2, table.why.get(lang));
    if let Some(relation) = relation {
        line(out, 2, &format!("= {}", relation_line(relation)));
    }
    let key = names(table, &table.primary_key);
    line(out, 2, say!(fr "clé ({key}) : {}", en "key ({key}): {}", table.key_why.get(lang)).get(lang));
    for column in &table.columns {
        let null = if column.nullable { "" } else { " *" };
        line(out, 4, &format!("{}{null}  {}", column.name, column.why.get(lang)));
    }
    explain_keys(out, mld, table, lang);
    for check in &table.checks {
        line(out, 4, &format!("{}  {} — {}", check.name, check.message, check.why.get(lang)));
    }
    for rule in &table.write_rules {
        line(out, 4, &format!("{}  {} — {}", rule.name, rule.message, rule.why.get(lang)));
    }
}

fn explain_keys(out: &mut String, mld: &Mld, table: &Table, lang: Lang) {
    for unique in &table.uniques {
        line(out, 4, &format!("{} ({})  {}", unique.name, names(table, &unique.columns), unique.why.get(lang)));
    }
    for key in &table.foreign_keys {
        let target = mld.table(key.target);
        let to = format!(
            "{} ({}) → {} ({})",
            key.name,
            names(table, &key.columns),
            target.name,
            names(target, &key.target_columns)
        );
        line(out, 4, &format!("{to}  {} {}", key.why.get(lang), on_delete(key).get(lang)));
    }
    for index in &table.indexes {
        line(out, 4, &format!("{} ({})  {}", index.name, names(table, &index.columns), index.why.get(lang)));
    }
}

fn names(table: &Table, columns: &[usize]) -> String {
    let names: Vec<&str> =
        columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.as_str()).collect();
    names.join(", ")
}

fn on_delete(key: &ForeignKey) -> Text {
    match key.on_delete {
        OnDelete::Cascade => {
            say!(fr "Supprimer l'autre supprime celle-ci (cascade).", en "Deleting the other deletes this one (cascade).")
        }
        OnDelete::Restrict => {
            say!(fr "Supprimer l'autre est refusé (restrict).", en "Deleting the other is refused (restrict).")
        }
        OnDelete::Detach => {
            say!(fr "Supprimer l'autre vide la référence (detach).", en "Deleting the other empties the reference (detach).")
        }
    }
}

fn explain_deferred(out: &mut String, mld: &Mld, lang: Lang) {
    if mld.deferred.is_empty() {
        return;
    }
    heading(out, lang, &say!(fr "vérifié en fin de transaction", en "checked at the end of the transaction"));
    for deferred in &mld.deferred {
        line(out, 2, &format!("{}  {} — {}", deferred.name, deferred.message, deferred.why.get(lang)));
    }
}

fn explain_row_rules(out: &mut String, mld: &Mld, lang: Lang) {
    if mld.row_rules.is_empty() {
        return;
    }
    heading(out, lang, &say!(fr "vérifié par l'application", en "checked by the application"));
    for rule in &mld.row_rules {
        line(out, 2, &format!("{}  {} — {}", rule.name, rule.message, rule.why.get(lang)));
    }
}

fn explain_sequences(out: &mut String, mld: &Mld, lang: Lang) {
    if mld.sequences.is_empty() {
        return;
    }
    heading(out, lang, &say!(fr "suites de numéros", en "sequences of numbers"));
    for sequence in &mld.sequences {
        let why = say!(
            fr "sans trou : le numéro est pris dans la transaction qui insère",
            en "gapless: the number is taken in the transaction that inserts"
        );
        line(out, 2, &format!("{}  {} — {}", sequence.name, sequence.pattern.text, why.get(lang)));
    }
}

fn explain_choices(out: &mut String, mld: &Mld, lang: Lang) {
    if mld.choices.is_empty() {
        return;
    }
    heading(out, lang, &say!(fr "laissé ouvert par le modèle", en "left open by the model"));
    for choice in &mld.choices {
        line(out, 2, choice.decided.get(lang));
        let overrule = choice.overrule.get(lang);
        line(out, 4, say!(fr "pour en décider autrement : {overrule}", en "to decide otherwise: {overrule}").get(lang));
    }
}
