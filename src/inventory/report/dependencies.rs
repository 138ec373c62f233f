//! The dependencies told: what determines what, best first, with the rows that break it; and what changed since the last run.
//!
//! One determinant after another, what it determines by status; on a terminal or for programs. Finds nothing by itself.

use serde_json::{Value, json};

use super::grouped;
use crate::diag::{Lang, Text};
use crate::inventory::dependencies::{Found, Line, News, Status, What, exceptions};
use crate::inventory::profile::cut;
use crate::inventory::read::Table;
use crate::say;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const YELLOW: &str = "\x1b[33m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const PLAIN: &str = "\x1b[0m";

/// Rows shown of one dependency that rows break.
const ROWS: usize = 3;

/// All that is told.
#[derive(Debug, Clone, Copy)]
pub struct Dependencies<'a> {
    /// The tables.
    pub tables: &'a [Table],
    /// What was found in each.
    pub found: &'a [Found],
    /// What is held, best first table by table.
    pub lines: &'a [Line],
}

/// The list, table by table.
pub fn list(told: Dependencies<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in told.tables.iter().enumerate() {
        let lines: Vec<&Line> = told.lines.iter().filter(|line| line.table == at).collect();
        out.push_str(&title(table, told.found.get(at), lang));
        let mut lefts: Vec<&[usize]> = Vec::new();
        for line in &lines {
            if !lefts.contains(&line.dependency.left.as_slice()) {
                lefts.push(&line.dependency.left);
            }
        }
        for left in lefts {
            let own: Vec<&Line> = lines.iter().copied().filter(|line| line.dependency.left == left).collect();
            determinant(&mut out, table, &own, lang);
        }
        if lines.is_empty() {
            let none = say!(fr "rien qui semble voulu", en "nothing that looks meant");
            out.push_str(&format!("  {DIM}{}{PLAIN}\n", none.get(lang)));
        }
        out.push('\n');
    }
    out
}

/// `sales · 1,000 rows, 27 columns · 5,812 hold, all of 3 columns or fewer on the left among them`
fn title(table: &Table, found: Option<&Found>, lang: Lang) -> String {
    let (rows, columns) = (grouped(table.rows.len(), lang), grouped(table.columns.len(), lang));
    let size = say!(fr "{rows} lignes, {columns} colonnes", en "{rows} rows, {columns} columns");
    let (holding, most) = found.map_or((0, 0), |found| (found.dependencies.len(), found.complete));
    let search = match (holding, most) {
        (_, 0) => say!(fr "non cherché : trop ou trop peu de colonnes", en "not searched: too many or too few columns"),
        (0, _) => say!(fr "aucune dépendance", en "no dependency"),
        _ => {
            let holding = grouped(holding, lang);
            say!(
                fr "{holding} dépendances minimales, toutes celles de {most} colonnes à gauche au plus ; les plus sûres :",
                en "{holding} minimal dependencies, all those of {most} columns on the left at most; the likeliest:"
            )
        }
    };
    format!("{BOLD}{}{PLAIN} {DIM}· {} · {}{PLAIN}\n", table.name, size.get(lang), search.get(lang))
}

fn names(table: &Table, columns: &[usize]) -> String {
    let names = columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| cut(&column.name));
    names.collect::<Vec<_>>().join(", ")
}

/// A determinant, with what it determines by status, and the rows that say otherwise.
fn determinant(out: &mut String, table: &Table, lines: &[&Line], lang: Lang) {
    let Some(first) = lines.first() else { return };
    out.push_str(&format!("  {BOLD}{}{PLAIN}\n", names(table, &first.dependency.left)));
    for status in [Status::Stated, Status::Observed, Status::Exceptions] {
        let own: Vec<&Line> = lines.iter().copied().filter(|line| line.status == status).collect();
        if own.is_empty() {
            continue;
        }
        let rights: Vec<usize> = own.iter().map(|line| line.dependency.right).collect();
        let label = status.label();
        out.push_str(&format!(
            "    → {}  {DIM}{} · {}{PLAIN}\n",
            names(table, &rights),
            label.get(lang),
            rest(first, lang)
        ));
        for line in own.into_iter().filter(|line| line.dependency.evidence.exceptions > 0) {
            broken(out, table, line, lang);
        }
    }
}

/// What the dependencies of a left side rest on.
fn rest(line: &Line, lang: Lang) -> String {
    let support = grouped(line.dependency.evidence.support, lang);
    let seen = match line.dependency.is_of_a_key() {
        true => {
            say!(fr "différent à chaque ligne : rien ne l'éprouve", en "differs in each row: nothing puts it to the test")
        }
        false => say!(fr "éprouvé sur {support} lignes", en "put to the test by {support} rows"),
    };
    seen.get(lang).to_owned()
}

fn broken(out: &mut String, table: &Table, line: &Line, lang: Lang) {
    let (left, right) = (&line.dependency.left, line.dependency.right);
    let found = exceptions(table, left, right);
    let (count, support) = (grouped(found.rows.len(), lang), grouped(found.support, lang));
    let (name, slips) = (names(table, &[right]), grouped(line.dependency.evidence.slips, lang));
    let sign = if line.status == Status::Stated { RED } else { YELLOW };
    let told = match line.dependency.evidence.slips {
        0 => say!(
            fr "{name} : autre chose sur {count} des {support} lignes",
            en "{name}: something else in {count} of {support} rows"
        ),
        _ => say!(
            fr "{name} : autre chose sur {count} des {support} lignes (fautes de frappe probables : {slips})",
            en "{name}: something else in {count} of {support} rows (likely slips of the keyboard: {slips})"
        ),
    };
    out.push_str(&format!("      {sign}!{PLAIN} {}\n", told.get(lang)));
    for exception in found.rows.iter().take(ROWS) {
        let row = table.rows.get(exception.row).copied().unwrap_or(0);
        let (said, usual) = (value(table, right, exception.code), value(table, right, exception.usual));
        let key = left.iter().filter_map(|at| table.columns.get(*at)).map(|column| cut(column.value(exception.row)));
        let key = key.collect::<Vec<_>>().join(", ");
        let (agreeing, of) = exception.agreeing;
        let told = say!(
            fr "ligne {row}, {key} : « {said} », où {agreeing} lignes sur {of} disent « {usual} »",
            en "row {row}, {key}: `{said}`, where {agreeing} rows of {of} say `{usual}`"
        );
        out.push_str(&format!("        {}\n", told.get(lang)));
    }
    let more = found.rows.len().saturating_sub(ROWS);
    if more > 0 {
        let more = grouped(more, lang);
        out.push_str(&format!("        {DIM}{}{PLAIN}\n", say!(fr "et {more} autres", en "and {more} more").get(lang)));
    }
}

fn value(table: &Table, column: usize, code: u32) -> String {
    let column = table.columns.get(column);
    cut(column.and_then(|column| column.dictionary.get(code)).unwrap_or_default())
}

/// What changed since the register was written.
pub fn news(tables: &[Table], news: &[News], lang: Lang) -> String {
    let mut out = String::new();
    let mut before = None;
    for news in news {
        let Some(table) = tables.get(news.line.table) else { continue };
        if before != Some(news.what) {
            before = Some(news.what);
            out.push_str(&format!("{BOLD}{}{PLAIN}\n", heading(news.what).get(lang)));
        }
        let dependency = &news.line.dependency;
        let (left, right) = (names(table, &dependency.left), names(table, &[dependency.right]));
        out.push_str(&format!("  {} {DIM}{}{PLAIN} {left} → {right}\n", sign(news.what), table.name));
        if dependency.evidence.exceptions > 0 {
            broken(&mut out, table, &news.line, lang);
        }
    }
    out
}

fn heading(what: What) -> Text {
    match what {
        What::StatedBroken => {
            say!(fr "Énoncé, mais des lignes disent autre chose", en "Stated, but rows say otherwise")
        }
        What::Broken => say!(fr "Vrai jusqu'ici, désormais sauf exceptions", en "True so far, now with exceptions"),
        What::Gone => say!(fr "N'est plus vrai", en "No longer true"),
        What::Mended => say!(fr "Les exceptions ont disparu", en "The exceptions are gone"),
        What::New => say!(fr "Nouveau", en "New"),
    }
}

fn sign(what: What) -> String {
    match what {
        What::StatedBroken | What::Gone => format!("{RED}✗{PLAIN}"),
        What::Broken => format!("{YELLOW}!{PLAIN}"),
        What::Mended => format!("{GREEN}✓{PLAIN}"),
        What::New => format!("{GREEN}+{PLAIN}"),
    }
}

/// The word of a change for programs.
fn word(what: What) -> &'static str {
    match what {
        What::StatedBroken => "stated-broken",
        What::Broken => "broken",
        What::Gone => "gone",
        What::Mended => "mended",
        What::New => "new",
    }
}

/// For programs: what is held and what changed; with `all`, also every minimal dependency that was found, best first.
pub fn json(told: Dependencies<'_>, news: &[News], all: bool, lang: Lang) -> Value {
    let tables = told.tables.iter().enumerate().map(|(at, table)| {
        let found = told.found.get(at);
        let held = told.lines.iter().filter(|line| line.table == at);
        let changed = news.iter().filter(|news| news.line.table == at);
        let mut value = json!({
            "name": table.name,
            "file": table.origin.file,
            "rows": table.rows.len(),
            "complete_to": found.map(|found| found.complete),
            "minimal": found.map(|found| found.dependencies.len()),
            "dependencies": held.map(|line| line_json(table, line, lang)).collect::<Vec<_>>(),
            "news": changed.map(|news| json!({ "what": word(news.what), "dependency": line_json(table, &news.line, lang) })).collect::<Vec<_>>(),
        });
        if let (true, Some(found), Some(object)) = (all, found, value.as_object_mut()) {
            let every = found.dependencies.iter().map(|dependency| {
                let (left, right) = (column_names(table, &dependency.left), column_names(table, &[dependency.right]));
                json!([left, right.first(), dependency.score])
            });
            object.insert("all".into(), every.collect());
        }
        value
    });
    json!({ "tables": tables.collect::<Vec<_>>() })
}

fn column_names<'t>(table: &'t Table, columns: &[usize]) -> Vec<&'t str> {
    columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.as_str()).collect()
}

/// Rows told to programs of one dependency.
const LISTED: usize = 1_000;

fn line_json(table: &Table, line: &Line, lang: Lang) -> Value {
    let dependency = &line.dependency;
    let broken = match dependency.evidence.exceptions {
        0 => Vec::new(),
        _ => exceptions(table, &dependency.left, dependency.right).rows,
    };
    let column = dependency.right;
    let row = |exception: &crate::inventory::dependencies::Exception| {
        json!({
            "row": table.rows.get(exception.row),
            "value": value(table, column, exception.code),
            "usual": value(table, column, exception.usual),
            "agreeing": exception.agreeing.0,
            "of": exception.agreeing.1,
        })
    };
    json!({
        "left": column_names(table, &dependency.left),
        "right": column_names(table, &[column]).first(),
        "status": line.status.word(),
        "label": line.status.label().get(lang),
        "score": dependency.score,
        "support": dependency.evidence.support,
        "exceptions": dependency.evidence.exceptions,
        "slips": dependency.evidence.slips,
        "file": table.origin.file,
        "rows": broken.iter().take(LISTED).map(row).collect::<Vec<_>>(),
    })
}
