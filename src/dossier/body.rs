//! The order of the dossier: cover, contents, chapters, signatures.
//!
//! Invariant: a chapter that would be empty isn't there, neither in the contents.

use super::items;
use super::rights;
use super::{Dossier, Figure};
use crate::diag::{Lang, Text};
use crate::diagram::layout::Rect;
use crate::diagram::paper;
use crate::diagram::svg::{self, Options, Theme, escape};
use crate::inventory::report::html::matrix_table;
use crate::say;

/// A numbered part of the dossier.
struct Chapter {
    id: &'static str,
    title: Text,
    body: String,
    /// What the contents name below it: id and title.
    parts: Vec<(String, String)>,
}

/// The page.
pub(super) fn page(dossier: &Dossier<'_>) -> String {
    let lang = dossier.lang;
    let code = if lang == Lang::Fr { "fr" } else { "en" };
    let style = format!("\n{}{}{}", svg::stylesheet(Theme::Auto), include_str!("dossier.css"), foot(dossier));
    let chapters: Vec<Chapter> = chapters(dossier).into_iter().filter(|chapter| !chapter.body.is_empty()).collect();
    let bodies: String = chapters
        .iter()
        .enumerate()
        .map(|(at, chapter)| {
            let (number, title) = (at + 1, escape(chapter.title.get(lang)));
            format!(
                "<section id=\"{0}\" class=\"chapter\">\n<h2><span class=\"number\">{number}</span> {title}</h2>\n{1}</section>\n",
                chapter.id, chapter.body
            )
        })
        .collect();
    let title = escape(&dossier.mcd.crm.title);
    let policy = format!(
        "default-src 'none'; style-src '{}'; font-src data:; base-uri 'none'; form-action 'none'",
        svg::hash(&style)
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"generator\" content=\"Merisier\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{}{}{bodies}{}</body>\n</html>\n",
        cover(dossier),
        contents(dossier, &chapters),
        signatures(dossier)
    )
}

/// What is at the foot of every page beside its number: which dossier it is, and in which state, so that no page can be swapped.
fn foot(dossier: &Dossier<'_>) -> String {
    let lang = dossier.lang;
    let mut said = vec![dossier.mcd.crm.title.clone()];
    if !dossier.revision.is_empty() {
        said.push(say!(fr "révision {0}", en "revision {0}", dossier.revision).get(lang).to_owned());
    }
    said.push(day(&dossier.date, lang));
    // In a string of CSS, what isn't a letter or a digit is written by its number.
    let escaped: String = said
        .join(" · ")
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter.to_string() } else { format!("\\{:x} ", u32::from(letter)) })
        .collect();
    format!("@page {{ @bottom-left {{ content: \"{escaped}\"; font: 9pt Inter, sans-serif; color: #5f6b7c; }} }}\n")
}

fn chapters(dossier: &Dossier<'_>) -> Vec<Chapter> {
    let (mcd, lang) = (dossier.mcd, dossier.lang);
    let chapter = |id, title, body: String| Chapter { id, title, body, parts: Vec::new() };
    let (entities, entity_parts) = items::entities(dossier);
    let (relations, relation_parts) = items::relations(dossier);
    vec![
        chapter("diagrams", say!(fr "Le modèle en images", en "The model in pictures"), figures(dossier)),
        Chapter { parts: entity_parts, ..chapter("entities", say!(fr "Les entités", en "Entities"), entities) },
        Chapter {
            parts: relation_parts,
            ..chapter("relations", say!(fr "Les associations", en "Relations"), relations)
        },
        chapter(
            "constraints",
            say!(fr "Contraintes entre associations", en "Constraints between relations"),
            rights::constraints(mcd, lang),
        ),
        chapter("rights", say!(fr "Utilisateurs et droits", en "Users and rights"), rights::roles(dossier)),
        chapter("sources", say!(fr "Ce que donnent les documents", en "What the documents give"), sources(dossier)),
        chapter("glossary", say!(fr "Glossaire", en "Glossary"), rights::glossary(mcd, lang)),
        chapter("changes", say!(fr "Ce qui a changé", en "What changed"), changes(dossier)),
    ]
}

fn cover(dossier: &Dossier<'_>) -> String {
    let lang = dossier.lang;
    let heading = say!(fr "Modèle conceptuel de données", en "Conceptual data model");
    let mut lines = vec![day(&dossier.date, lang)];
    if !dossier.revision.is_empty() {
        lines.push(say!(fr "révision {0}", en "revision {0}", dossier.revision).get(lang).to_owned());
    }
    let lines: String = lines.iter().map(|line| format!("<p>{}</p>\n", escape(line))).collect();
    format!(
        "<header class=\"cover\">\n<p class=\"kind\">{}</p>\n<h1><bdi>{}</bdi></h1>\n<div class=\"about\">\n{lines}</div>\n</header>\n",
        escape(heading.get(lang)),
        escape(&dossier.mcd.crm.title)
    )
}

/// `22 novembre 2026`; what isn't a date as it is.
pub fn day(date: &str, lang: Lang) -> String {
    const FRENCH: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<usize> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else { return date.to_owned() };
    let months = if lang == Lang::Fr { FRENCH } else { ENGLISH };
    let Some(month) = month.checked_sub(1).and_then(|at| months.get(at)) else { return date.to_owned() };
    if lang == Lang::Fr && day == 1 { format!("1er {month} {year}") } else { format!("{day} {month} {year}") }
}

fn contents(dossier: &Dossier<'_>, chapters: &[Chapter]) -> String {
    let lang = dossier.lang;
    let heading = say!(fr "Sommaire", en "Contents");
    let line = |chapter: &Chapter| {
        let parts: String = chapter
            .parts
            .iter()
            .map(|(id, title)| format!("<li>{}</li>\n", contents_link(dossier, id, title)))
            .collect();
        let parts = if parts.is_empty() { parts } else { format!("<ol>\n{parts}</ol>\n") };
        format!("<li>{}{parts}</li>\n", contents_link(dossier, chapter.id, chapter.title.get(lang)))
    };
    let lines: String = chapters.iter().map(line).collect();
    let end = say!(fr "Signatures", en "Signatures");
    format!(
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">{}</h2>\n<ol>\n{lines}<li class=\"last\">{}</li>\n</ol>\n</nav>\n",
        heading.get(lang),
        contents_link(dossier, "signatures", end.get(lang))
    )
}

/// A line of the contents. On paper with the number of its page, whose room is there before it is known.
fn contents_link(dossier: &Dossier<'_>, id: &str, title: &str) -> String {
    let title = escape(title);
    let Some(pages) = &dossier.pages else { return format!("<a href=\"#{id}\">{title}</a>") };
    let page = pages.get(id).map_or("\u{a0}".to_owned(), usize::to_string);
    format!("<a href=\"#{id}\" class=\"paged\"><span>{title}</span><span class=\"page\">{page}</span></a>")
}

fn figures(dossier: &Dossier<'_>) -> String {
    dossier.figures.iter().zip(1..).map(|(figure, number)| figure_html(number, figure)).collect()
}

/// What a page across leaves to a drawing below a heading, in points: `h2 + figure svg` of the style sheet.
const ROOM: (i32, i32) = (760, 439);
/// The same of a page upright: `figure.tall svg`.
const TALL_ROOM: (i32, i32) = (480, 640);

/// A drawing; one that is too large to be read on paper is followed there by its parts.
fn figure_html(number: u32, figure: &Figure) -> String {
    let options = Options { theme: Theme::Light, in_page: Some(number), ..Options::default() };
    let caption = escape(&figure.title);
    let drawing = svg::write(&figure.scene, options);
    let across = paper::parts(&figure.scene, ROOM);
    let upright = paper::parts(&figure.scene, TALL_ROOM);
    // A page upright where that shows in one piece what a page across would not.
    let is_tall = upright.len() < across.len() && upright.len() == 1;
    let (parts, class) = if is_tall { (upright, " class=\"tall\"") } else { (across, "") };
    let count = parts.len();
    let part = |(part, at): (&Rect, usize)| {
        let Rect { x, y, w, h } = *part;
        let (width, height) = (paper::points(w), paper::points(h));
        format!(
            "<figure class=\"part\">\n<figcaption>{caption} <span class=\"quiet\">{at}/{count}</span></figcaption>\n\
             <svg width=\"{width}pt\" height=\"{height}pt\" viewBox=\"{x} {y} {w} {h}\" aria-hidden=\"true\"><use href=\"#{}\"/></svg>\n</figure>\n",
            options.drawing()
        )
    };
    let parts: String = if count > 1 { parts.iter().zip(1..).map(part).collect() } else { String::new() };
    format!("<figure{class}>\n<figcaption>{caption}</figcaption>\n{drawing}</figure>\n{parts}")
}

fn sources(dossier: &Dossier<'_>) -> String {
    let Some(coverage) = dossier.coverage.filter(|coverage| !coverage.documents.is_empty()) else {
        return String::new();
    };
    let lang = dossier.lang;
    let open: usize = coverage.documents.iter().map(|document| document.open()).sum();
    let said = match open {
        0 => {
            say!(fr "Chaque champ des documents de l’entreprise a sa place dans le modèle, ou une raison de ne pas en avoir.",
                  en "Each field of the firm’s documents has its place in the model, or a reason to have none.")
        }
        1 => say!(fr "1 champ des documents de l’entreprise n’a pas encore sa place dans le modèle.",
                  en "1 field of the firm’s documents has no place in the model yet."),
        _ => say!(fr "{open} champs des documents de l’entreprise n’ont pas encore leur place dans le modèle.",
                  en "{open} fields of the firm’s documents have no place in the model yet."),
    };
    format!(
        "<p>{}</p>\n{}{}",
        escape(said.get(lang)),
        matrix_table(dossier.mcd, coverage, lang),
        rights::places(dossier.mcd, coverage, lang)
    )
}

fn changes(dossier: &Dossier<'_>) -> String {
    let Some(changes) = &dossier.changes else { return String::new() };
    let lang = dossier.lang;
    let since = escape(&changes.since);
    if changes.items.is_empty() {
        let none = say!(fr "Rien n’a changé depuis {since}.", en "Nothing changed since {since}.");
        return format!("<p>{}</p>\n", none.get(lang));
    }
    let intro = say!(fr "Depuis {since} :", en "Since {since}:");
    let items: String = changes.items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
    format!("<p>{}</p>\n<ul class=\"changes\">\n{items}</ul>\n", intro.get(lang))
}

fn signatures(dossier: &Dossier<'_>) -> String {
    let lang = dossier.lang;
    let heading = say!(fr "Signatures", en "Signatures");
    let read = say!(
        fr "Lu et approuvé : ce dossier décrit l’activité telle que le logiciel la tiendra.",
        en "Read and approved: this dossier describes the business as the software will keep it."
    );
    let sides =
        [say!(fr "Pour le client", en "For the client"), say!(fr "Pour le consultant", en "For the consultant")];
    let lines = say!(fr "Nom et qualité|Date|Signature", en "Name and capacity|Date|Signature");
    let lines: String = lines.get(lang).split('|').map(|line| format!("<dt>{line}</dt><dd></dd>\n")).collect();
    let side = |who: &Text| format!("<div>\n<h3>{}</h3>\n<dl>\n{lines}</dl>\n</div>\n", who.get(lang));
    let sides: String = sides.iter().map(side).collect();
    format!(
        "<section id=\"signatures\" class=\"signatures\">\n<h2>{}</h2>\n<p>{}</p>\n<div class=\"sides\">\n{sides}</div>\n</section>\n",
        heading.get(lang),
        read.get(lang)
    )
}
