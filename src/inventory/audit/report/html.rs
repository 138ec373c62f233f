//! The audit as one page for the client: how much is right, what is to be mended, where, and how.
//!
//! Self-contained, without script. Invariant: every text is escaped where it lands.

use super::{Told, agreement, label, probability, row_number, values};
use crate::diag::Lang;
use crate::inventory::audit::{Finding, Suspects};
use crate::inventory::matching::Fate;
use crate::inventory::read::Table;
use crate::inventory::report::html::{card, page};
use crate::inventory::report::{counted, escape, grouped, percent, word};
use crate::say;

/// Rows and pairs that a page lists; the CSV file has all.
const ROWS: usize = 50;
const PAIRS: usize = 200;

/// The whole page.
pub fn render(told: Told<'_>, lang: Lang) -> String {
    let heading = say!(fr "Qualité des données", en "Data quality");
    let (rows, bad) = told.audit.rows;
    let pairs: usize = told.audit.suspects.iter().map(|suspects| suspects.pairs.len()).sum();
    let right = percent(rows.saturating_sub(bad), rows);
    let cards = [
        card(&right, say!(fr "des lignes sans erreur", en "of the rows without error").get(lang)),
        card(&grouped(rows, lang), say!(fr "lignes lues", en "rows read").get(lang)),
        card(&grouped(bad, lang), say!(fr "lignes à corriger", en "rows to be mended").get(lang)),
        card(&grouped(pairs, lang), say!(fr "doublons probables", en "probable duplicates").get(lang)),
    ];
    let intro = say!(
        fr "Ce que vos fichiers contiennent, comparé à ce que l'application acceptera. Chaque ligne à corriger est donnée avec son numéro dans votre fichier.",
        en "What your files hold, compared with what the application will accept. Each row to be mended is given with its number in your file."
    );
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"soft\">{}</p>\n<p>{}</p>\n<div class=\"cards\">\n{}</div>\n",
        escape(heading.get(lang)),
        escape(&told.mcd.crm.title),
        escape(intro.get(lang)),
        cards.concat()
    );
    for (at, table) in told.tables.iter().enumerate() {
        body.push_str(&table_html(told, at, table, lang));
    }
    for suspects in &told.audit.suspects {
        body.push_str(&suspects_html(told, suspects, lang));
    }
    body.push_str(&unchecked(told, lang));
    page(heading.get(lang), &body, lang)
}

fn table_html(told: Told<'_>, at: usize, table: &Table, lang: Lang) -> String {
    let findings: Vec<&Finding> = told.audit.findings.iter().filter(|finding| finding.table == at).collect();
    let mut html = format!(
        "<h2>{} <span class=\"soft\">{}</span></h2>\n",
        escape(&table.name),
        counted(table.rows.len(), ["ligne", "lignes"], ["row", "rows"], lang)
    );
    if findings.is_empty() {
        html.push_str(&format!(
            "<p class=\"good\">✓ {}</p>\n",
            say!(fr "rien à redire", en "nothing to complain about").get(lang)
        ));
    } else {
        let heads = say!(fr "Colonne|Problème|Lignes|Exemples et remède", en "Column|Problem|Rows|Examples and cure");
        let class = |at: usize| if at == 2 { " class=\"n\"" } else { "" };
        let head: String =
            heads.get(lang).split('|').enumerate().map(|(at, word)| format!("<th{}>{word}</th>", class(at))).collect();
        let rows: String = findings.iter().map(|finding| finding_html(table, finding, lang)).collect();
        html.push_str(&format!(
            "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr>{head}</tr></thead>\n{rows}</table></div>\n"
        ));
    }
    html.push_str(&columns_html(told, at, table, lang));
    html
}

fn finding_html(table: &Table, finding: &Finding, lang: Lang) -> String {
    let column = finding.column.and_then(|column| table.columns.get(column)).map_or("", |column| column.name.as_str());
    let line = |wrong: &crate::inventory::audit::Wrong| {
        let row = say!(fr "ligne {0}", en "row {0}", wrong.row);
        let value =
            if wrong.value.is_empty() { String::new() } else { format!(" <code>{}</code>", escape(&wrong.value)) };
        format!("{}{value}", escape(row.get(lang)))
    };
    let shown: Vec<String> = finding.rows.iter().take(3).map(line).collect();
    let more: Vec<String> = finding.rows.iter().skip(3).take(ROWS).map(line).collect();
    let more = match more.is_empty() {
        true => String::new(),
        false => format!(
            "<details><summary>{}</summary>{}</details>",
            say!(fr "les suivantes", en "the next ones").get(lang),
            more.join(" · ")
        ),
    };
    format!(
        "<tr><td class=\"name\">{}</td><td><span class=\"tag bad\">{}</span> {}</td><td class=\"n\">{} <span class=\"ph\">{} </span><br><span class=\"soft\">{}</span></td><td class=\"wide\">{}{more}<p class=\"cure\">{}</p></td></tr>\n",
        escape(column),
        escape(finding.sort.label().get(lang)),
        escape(finding.message.get(lang)),
        grouped(finding.count, lang),
        word(finding.count, ["ligne", "lignes"], ["row", "rows"], lang),
        percent(finding.count, table.rows.len()),
        shown.join(" · "),
        escape(finding.mend.get(lang))
    )
}

/// Which column was taken for which field: the client may know better.
fn columns_html(told: Told<'_>, at: usize, table: &Table, lang: Lang) -> String {
    let fates = told.audit.matches.get(at).map_or(&[][..], |matched| matched.fates.as_slice());
    let line = |(column, fate): (&crate::inventory::read::Column, &Fate)| {
        let place = match fate {
            Fate::Placed(field, _) => format!("{} · {}", label(told.mcd, field.owner), told.mcd.field(*field).label),
            Fate::Linked(leg) => told.mcd.leg(*leg).navigation.clone(),
            Fate::Derived(why) | Fate::Ignored(why) => why.clone(),
            Fate::Open => {
                say!(fr "pas dans le modèle : non contrôlée", en "not in the model: not checked").get(lang).to_owned()
            }
        };
        format!("<tr><td class=\"name\">{}</td><td>{}</td></tr>\n", escape(&column.name), escape(&place))
    };
    let lines: String = table.columns.iter().zip(fates).map(line).collect();
    let summary = say!(fr "Ce que chaque colonne a été prise pour", en "What each column was taken for");
    format!("<details><summary>{}</summary><table>\n{lines}</table></details>\n", summary.get(lang))
}

fn suspects_html(told: Told<'_>, suspects: &Suspects, lang: Lang) -> String {
    let Some(table) = told.tables.get(suspects.table) else { return String::new() };
    let title = say!(fr "Doublons probables : {0}", en "Probable duplicates: {0}", label(told.mcd, suspects.owner));
    let heads: String = suspects
        .columns
        .iter()
        .map(|columns| {
            let names: Vec<String> = columns
                .iter()
                .filter_map(|column| table.columns.get(*column))
                .map(|column| escape(&column.name))
                .collect();
            format!("<th>{}</th>", names.join(", "))
        })
        .collect();
    let rows: String = suspects.pairs.iter().take(PAIRS).map(|pair| pair_html(table, suspects, pair, lang)).collect();
    format!(
        "<h2>{} <span class=\"soft\">{}</span></h2>\n<div class=\"scroll\"><table>\n<thead><tr><th></th><th></th>{heads}</tr></thead>\n{rows}</table></div>\n",
        escape(title.get(lang)),
        escape(&table.name)
    )
}

/// Two rows of a table, what differs marked.
fn pair_html(
    table: &Table,
    suspects: &Suspects,
    pair: &crate::inventory::audit::duplicates::Pair,
    lang: Lang,
) -> String {
    let cell = |feature: usize, record: usize| {
        let how = pair.evidence.iter().find(|(at, ..)| *at == feature).map(|(_, how, _)| *how);
        let class = match how {
            Some(crate::inventory::audit::duplicates::Agreement::Equal) => "good",
            Some(crate::inventory::audit::duplicates::Agreement::Different) => "bad",
            Some(_) => "warn",
            None => "soft",
        };
        let title = how.map_or(String::new(), |how| agreement(how).get(lang).to_owned());
        format!(
            "<td class=\"{class}\" title=\"{}\">{}</td>",
            escape(&title),
            escape(&values(table, suspects, feature, record))
        )
    };
    let cells =
        |record: usize| -> String { (0..suspects.columns.len()).map(|feature| cell(feature, record)).collect() };
    let number = |record: usize| row_number(table, suspects, record);
    format!(
        "<tr><td class=\"name\" rowspan=\"2\">{}</td><td class=\"n soft\">{}</td>{}</tr>\n<tr><td class=\"n soft\">{}</td>{}</tr>\n",
        probability(pair.probability),
        number(pair.a),
        cells(pair.a),
        number(pair.b),
        cells(pair.b)
    )
}

fn unchecked(told: Told<'_>, lang: Lang) -> String {
    if told.audit.unchecked.is_empty() {
        return String::new();
    }
    let heading = say!(fr "Ce que des fichiers ne disent pas", en "What files don't tell");
    let items: String =
        told.audit.unchecked.iter().map(|text| format!("<li>{}</li>\n", escape(text.get(lang)))).collect();
    format!("<h2>{}</h2>\n<ul>\n{items}</ul>\n", escape(heading.get(lang)))
}
