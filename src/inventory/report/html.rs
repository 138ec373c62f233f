//! The coverage as one page that a client reads and signs: documents × entities, then each document field by field.
//!
//! Self-contained: no script, no file beside it. Invariant: every text is escaped where it lands.

use super::css::STYLE;
use super::text::{aside, leg_path, path};
use super::{Inventory, Remark, escape, grouped, remarks, rows_text, word};
use crate::diag::Lang;
use crate::inventory::coverage::{Coverage, Document, Line, owners};
use crate::inventory::matching::Fate;
use crate::inventory::profile::Field;
use crate::mcd::{Mcd, Owner};
use crate::say;

/// The whole page.
pub fn render(inventory: Inventory<'_>, lang: Lang) -> String {
    let title = inventory.coverage.map_or(String::new(), |(mcd, _)| mcd.crm.title.clone());
    let heading = say!(fr "Inventaire des champs", en "Inventory of fields");
    let mut body = format!("<h1>{}</h1>\n<p class=\"soft\">{}</p>\n", escape(heading.get(lang)), escape(&title));
    body.push_str(&cards(inventory, lang));
    if let Some((mcd, coverage)) = inventory.coverage {
        body.push_str(&matrix(mcd, coverage, lang));
    }
    body.push_str(&remarks_html(&remarks(inventory), lang));
    match inventory.coverage {
        Some((mcd, coverage)) => {
            for document in &coverage.documents {
                body.push_str(&document_html(inventory, Some(mcd), document, lang));
            }
            body.push_str(&missing(mcd, coverage, lang));
            body.push_str(&unread(inventory, lang));
            body.push_str(&signatures(lang));
        }
        None => {
            for document in bare(inventory) {
                body.push_str(&document_html(inventory, None, &document, lang));
            }
            body.push_str(&unread(inventory, lang));
        }
    }
    page(heading.get(lang), &body, lang)
}

/// A page with a title and a body.
pub(crate) fn page(title: &str, body: &str, lang: Lang) -> String {
    let code = if lang == Lang::Fr { "fr" } else { "en" };
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// The documents where there is no model: nothing is placed, so nothing is said of places.
fn bare(inventory: Inventory<'_>) -> Vec<Document> {
    let tables = inventory.reading.tables.iter().enumerate();
    let lines = |table: usize, data: &crate::inventory::read::Table| {
        let columns = data.columns.iter().enumerate();
        columns
            .map(|(column, one)| Line {
                heading: one.name.clone(),
                at: Some(crate::inventory::profile::At { table, column }),
                fate: Fate::Open,
            })
            .collect()
    };
    tables
        .map(|(at, table)| Document {
            name: table.name.clone(),
            file: Some(table.origin.file.clone()),
            external: None,
            lines: lines(at, table),
        })
        .collect()
}

/// A row of figures.
pub(crate) fn card(number: &str, words: &str) -> String {
    format!("<div class=\"card\"><b>{}</b><span>{}</span></div>\n", escape(number), escape(words))
}

/// A figure with its word.
fn figure(count: usize, fr: [&str; 2], en: [&str; 2], lang: Lang) -> String {
    card(&grouped(count, lang), word(count, fr, en, lang))
}

fn cards(inventory: Inventory<'_>, lang: Lang) -> String {
    let tables = &inventory.reading.tables;
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let fields: usize = tables.iter().map(|table| table.columns.len()).sum();
    let odd: usize = inventory.profile.fields.iter().flatten().map(|field| field.odd_rows).sum();
    let mut cards = vec![
        figure(tables.len(), ["tableau", "tableaux"], ["table", "tables"], lang),
        figure(rows, ["ligne", "lignes"], ["row", "rows"], lang),
        figure(fields, ["champ", "champs"], ["field", "fields"], lang),
        figure(odd, ["valeur étrange", "valeurs étranges"], ["odd value", "odd values"], lang),
    ];
    if let Some((_, coverage)) = inventory.coverage {
        let open: usize = coverage.documents.iter().map(Document::open).sum();
        cards.push(figure(
            open,
            ["champ à placer", "champs à placer"],
            ["field to be placed", "fields to be placed"],
            lang,
        ));
    }
    format!("<div class=\"cards\">\n{}</div>\n", cards.concat())
}

fn matrix(mcd: &Mcd, coverage: &Coverage, lang: Lang) -> String {
    let heading = say!(fr "Ce que chaque document apporte", en "What each document brings");
    format!("<h2>{}</h2>\n{}", escape(heading.get(lang)), matrix_table(mcd, coverage, lang))
}

/// Documents × entities: how many fields each gives to each, and how many are still to be placed.
pub(crate) fn matrix_table(mcd: &Mcd, coverage: &Coverage, lang: Lang) -> String {
    let touched = |owner: &Owner| coverage.documents.iter().any(|document| document.placed_in(*owner) > 0);
    let owners: Vec<Owner> = owners(mcd).into_iter().filter(touched).collect();
    let open = say!(fr "à placer", en "to place");
    let heads: String = owners.iter().map(|owner| format!("<th>{}</th>", escape(&label(mcd, *owner)))).collect();
    let mut rows = String::new();
    for document in &coverage.documents {
        let cell =
            |count: usize| if count == 0 { "<td></td>".to_owned() } else { format!("<td class=\"on\">{count}</td>") };
        let cells: String = owners.iter().map(|owner| cell(document.placed_in(*owner))).collect();
        let left = match document.open() {
            0 => "<td class=\"good\">✓</td>".to_owned(),
            count => format!("<td class=\"warn\">{count}</td>"),
        };
        rows.push_str(&format!("<tr><td class=\"name\">{}</td>{cells}{left}</tr>\n", escape(&document.name)));
    }
    format!(
        "<div class=\"scroll\"><table class=\"matrix\">\n<thead><tr><th></th>{heads}<th>{}</th></tr></thead>\n{rows}</table></div>\n",
        escape(open.get(lang))
    )
}

fn label(mcd: &Mcd, owner: Owner) -> String {
    match owner {
        Owner::Entity(id) => mcd.entity(id).label.clone(),
        Owner::Relation(id) => mcd.relation(id).label.clone(),
    }
}

fn remarks_html(remarks: &[Remark], lang: Lang) -> String {
    if remarks.is_empty() {
        return String::new();
    }
    let heading = say!(fr "À regarder ensemble", en "To be looked at together");
    let mut html = format!("<h2>{}</h2>\n", escape(heading.get(lang)));
    for group in remarks.chunk_by(|a, b| a.sort == b.sort) {
        let title = group.first().map(|remark| remark.sort.title());
        let items: String =
            group.iter().take(60).map(|remark| format!("<li>{}</li>\n", escape(remark.text.get(lang)))).collect();
        html.push_str(&format!(
            "<h3>{}</h3>\n<ul>\n{items}</ul>\n",
            escape(title.as_ref().map_or("", |title| title.get(lang)))
        ));
    }
    html
}

fn document_html(inventory: Inventory<'_>, mcd: Option<&Mcd>, document: &Document, lang: Lang) -> String {
    let heads = say!(fr "Champ|Nature|Rempli|Distincts|Exemples", en "Field|Kind|Filled|Distinct|Examples");
    let place = say!(fr "Place dans le modèle", en "Place in the model");
    let mut head: String = heads
        .get(lang)
        .split('|')
        .zip(COLUMNS)
        .map(|(word, class)| format!("<th class=\"{class}\">{word}</th>"))
        .collect();
    if mcd.is_some() {
        head.push_str(&format!("<th class=\"p\">{}</th>", place.get(lang)));
    }
    let rows: String = document.lines.iter().map(|line| line_html(inventory, mcd, line, lang)).collect();
    let file =
        document.file.as_deref().map_or(String::new(), |file| format!(" <span class=\"soft\">{}</span>", escape(file)));
    format!(
        "<h2>{}{file}</h2>\n{}<div class=\"scroll\"><table class=\"stack fields\">\n<thead><tr>{head}</tr></thead>\n{rows}</table></div>\n",
        escape(&document.name),
        notes(inventory, document, lang)
    )
}

/// The classes of the columns of a document: they are as wide in each.
const COLUMNS: [&str; 5] = ["f", "k", "b", "n", "e"];

/// What was strange in a file, and the rows that are no data.
fn notes(inventory: Inventory<'_>, document: &Document, lang: Lang) -> String {
    let at = document.lines.iter().find_map(|line| line.at);
    let Some(table) = at.and_then(|at| inventory.reading.tables.get(at.table)) else { return String::new() };
    let mut notes: Vec<String> =
        aside(table, lang).iter().map(|line| format!("<p class=\"note\">{}</p>\n", escape(line))).collect();
    notes.extend(table.notices.iter().map(|notice| {
        let rows = match notice.rows.is_empty() {
            true => String::new(),
            false => format!(" ({})", rows_text(&notice.rows, notice.rows.len()).get(lang)),
        };
        let tag = say!(fr "à revoir", en "to look at");
        let message = escape(&format!("{}{rows}", notice.message.get(lang)));
        format!("<p class=\"note\"><span class=\"tag warn\">{}</span> {message}</p>\n", tag.get(lang))
    }));
    notes.concat()
}

/// The files that could not be read, each with what to do.
fn unread(inventory: Inventory<'_>, lang: Lang) -> String {
    if inventory.reading.problems.is_empty() {
        return String::new();
    }
    let heading = say!(fr "Fichiers qui n'ont pas pu être lus", en "Files that could not be read");
    let item = |problem: &crate::inventory::read::Problem| {
        let place = problem.place.as_ref().map_or(String::new(), |place| format!(", {}", place.get(lang)));
        let colon = if lang == Lang::Fr { "\u{a0}:" } else { ":" };
        format!(
            "<li><b>{}</b>{}{colon} {} <span class=\"soft\">— {}</span></li>\n",
            escape(&problem.file),
            escape(&place),
            escape(problem.message.get(lang)),
            escape(problem.help.get(lang))
        )
    };
    let items: String = inventory.reading.problems.iter().map(item).collect();
    format!("<h2>{}</h2>\n<ul>\n{items}</ul>\n", escape(heading.get(lang)))
}

fn line_html(inventory: Inventory<'_>, mcd: Option<&Mcd>, line: &Line, lang: Lang) -> String {
    let field = line.at.and_then(|at| inventory.profile.get(at));
    let about =
        field.map_or_else(|| "<td></td><td></td><td></td><td></td>".to_owned(), |field| field_html(field, lang));
    let fate = mcd.map_or(String::new(), |mcd| format!("<td>{}</td>", fate_html(mcd, &line.fate, lang)));
    format!("<tr><td class=\"name\">{}</td>{about}{fate}</tr>\n", escape(&line.heading))
}

fn field_html(field: &Field, lang: Lang) -> String {
    let filled = (field.filled * 100).checked_div(field.rows).unwrap_or(0);
    let mut examples = escape(&field.examples.join(" · "));
    if field.odd_rows > 0 {
        let odd = say!(fr "étranges : {0}", en "odd: {0}", grouped(field.odd_rows, lang));
        let list = field
            .odd
            .iter()
            .take(3)
            .map(|odd| match lang {
                Lang::Fr => format!("{}\u{a0}: {}", odd.value, odd.why.fr),
                Lang::En => format!("{}: {}", odd.value, odd.why.en),
            })
            .collect::<Vec<_>>()
            .join(if lang == Lang::Fr { "\u{a0}; " } else { "; " });
        examples.push_str(&format!(
            "<br><span class=\"tag warn\">{}</span> <span class=\"soft\">{}</span>",
            escape(odd.get(lang)),
            escape(&list)
        ));
    }
    format!(
        "<td class=\"k\">{}</td><td class=\"fill\"><span class=\"bar\"><i style=\"width:{filled}%\"></i></span>{filled} %</td><td class=\"n\" data-t=\"{}\">{}</td><td>{examples}</td>",
        escape(field.kind.label().get(lang)),
        say!(fr "distincts", en "distinct").get(lang),
        grouped(field.distinct, lang)
    )
}

fn fate_html(mcd: &Mcd, fate: &Fate, lang: Lang) -> String {
    let word =
        |class: &str, word: &str, why: &str| format!("<span class=\"tag {class}\">{word}</span> {}", escape(why));
    match fate {
        Fate::Placed(field, _) => breakable(&path(mcd, *field)),
        Fate::Linked(leg) => breakable(&leg_path(mcd, *leg)),
        Fate::Derived(how) => word("", say!(fr "calculé", en "derived").get(lang), how),
        Fate::Ignored(why) => word("", say!(fr "écarté", en "ignored").get(lang), why),
        Fate::Open => word("warn", say!(fr "à placer", en "to be placed").get(lang), ""),
    }
}

/// A path that is cut after its signs rather than within a word.
fn breakable(path: &str) -> String {
    format!("<code>{}</code>", escape(path).replace('.', ".<wbr>").replace('_', "_<wbr>"))
}

fn missing(mcd: &Mcd, coverage: &Coverage, lang: Lang) -> String {
    if coverage.missing.is_empty() {
        return String::new();
    }
    let heading =
        say!(fr "Champs du modèle qu'aucun document ne donne", en "Fields of the model that no document gives");
    let mut items = String::new();
    for owner in owners(mcd) {
        let names: Vec<String> = coverage
            .missing
            .iter()
            .filter(|field| field.owner == owner)
            .map(|field| escape(&mcd.field(*field).label))
            .collect();
        if !names.is_empty() {
            items.push_str(&format!("<li><b>{}</b> : {}</li>\n", escape(&label(mcd, owner)), names.join(", ")));
        }
    }
    format!("<h2>{}</h2>\n<ul>\n{items}</ul>\n", escape(heading.get(lang)))
}

fn signatures(lang: Lang) -> String {
    let client = say!(fr "Lu et approuvé — le client, le", en "Read and approved — the client, on");
    let consultant = say!(fr "Le consultant, le", en "The consultant, on");
    format!("<div class=\"sign\"><div>{}</div><div>{}</div></div>\n", client.get(lang), consultant.get(lang))
}
