//! The inventory on a terminal.
//!
//! One line a field, what is odd below it, then what is to be looked at, then the coverage. Lines of about a hundred columns.

use super::{Inventory, Remark, counted, grouped, percent, remarks};
use crate::diag::{Lang, Text};
use crate::inventory::coverage::{Coverage, Document, owners};
use crate::inventory::matching::{Fate, Means};
use crate::inventory::profile::{Field, Kind};
use crate::inventory::read::{Problem, Table, Why};
use crate::mcd::{FieldRef, LegRef, Mcd};
use crate::say;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const YELLOW: &str = "\x1b[33m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const PLAIN: &str = "\x1b[0m";

/// Oddities shown of one field.
const ODD: usize = 3;
/// Remarks shown of one sort.
const REMARKS: usize = 12;

/// The whole report.
pub fn render(inventory: Inventory<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in inventory.reading.tables.iter().enumerate() {
        let fields = inventory.profile.fields.get(at).map_or(&[][..], Vec::as_slice);
        table_text(&mut out, table, fields, lang);
    }
    remarks_text(&mut out, &remarks(inventory), lang);
    if let Some((mcd, coverage)) = inventory.coverage {
        coverage_text(&mut out, mcd, coverage, lang);
    }
    out
}

/// The files that could not be read, each with what to do next.
pub fn problems(problems: &[Problem], lang: Lang) -> String {
    let place =
        |problem: &Problem| problem.place.as_ref().map_or(String::new(), |place| format!(", {}", place.get(lang)));
    let line = |problem: &Problem| {
        let colon = if lang == Lang::Fr { " : " } else { ": " };
        format!(
            "{RED}✗{PLAIN} {}{}{colon}{}\n  {DIM}{}{PLAIN}\n",
            problem.file,
            place(problem),
            problem.message.get(lang),
            problem.help.get(lang)
        )
    };
    problems.iter().map(line).collect()
}

/// `file.csv · 1 000 rows · 27 fields · UTF-8 · ;`
fn title(table: &Table, lang: Lang) -> String {
    let sheet = table.origin.sheet.as_ref().map_or(String::new(), |sheet| format!(" · {sheet}"));
    let rows = counted(table.rows.len(), ["ligne", "lignes"], ["row", "rows"], lang);
    let fields = counted(table.columns.len(), ["champ", "champs"], ["field", "fields"], lang);
    let separator = table.origin.separator.map(|sign| separator(sign, lang));
    let form = [table.origin.encoding.map(str::to_owned), separator].into_iter().flatten();
    let form: String = form.map(|part| format!(" · {part}")).collect();
    format!("{BOLD}{}{sheet}{PLAIN} {DIM}· {}{form}{PLAIN}", table.origin.file, format_args!("{rows} · {fields}"))
}

fn separator(sign: char, lang: Lang) -> String {
    match (sign, lang) {
        ('\t', Lang::Fr) => "tabulation".to_owned(),
        ('\t', Lang::En) => "tab".to_owned(),
        (sign, _) => format!("« {sign} »"),
    }
}

fn table_text(out: &mut String, table: &Table, fields: &[Field], lang: Lang) {
    out.push_str(&title(table, lang));
    out.push('\n');
    for aside in aside(table, lang) {
        out.push_str(&format!("  {DIM}{aside}{PLAIN}\n"));
    }
    for notice in &table.notices {
        let rows = if notice.rows.is_empty() {
            String::new()
        } else {
            format!(" ({})", super::rows_text(&notice.rows, notice.rows.len()).get(lang))
        };
        out.push_str(&format!("  {YELLOW}!{PLAIN} {}{rows}\n", notice.message.get(lang)));
    }
    let width = fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0).clamp(8, 30);
    let heads = say!(fr "champ|type|remplis|distincts|", en "field|kind|filled|distinct|");
    let mut heads = heads.get(lang).split('|').map(str::to_owned);
    let mut head = || heads.next().unwrap_or_default();
    out.push_str(&format!(
        "\n  {DIM}{}  {}  {}  {}{PLAIN}\n",
        padded(&head(), width),
        padded(&head(), 14),
        right(&head(), 7),
        right(&head(), 9)
    ));
    for field in fields {
        field_text(out, field, width, lang);
    }
    out.push('\n');
}

/// Rows set aside, sort by sort.
pub(super) fn aside(table: &Table, lang: Lang) -> Vec<String> {
    let words = |why: Why| match why {
        Why::Title => say!(fr "titre", en "title"),
        Why::Total => say!(fr "total", en "total"),
        Why::Note => say!(fr "note", en "note"),
        Why::Header => say!(fr "en-tête répété", en "repeated header"),
    };
    let told = table.set_aside.iter().take(4).map(|row| {
        let (number, why, text) = (row.row, words(row.why), &row.text);
        let line = Text {
            fr: format!("ligne {number}, mise à part ({}) : {text}", why.fr),
            en: format!("row {number}, set aside ({}): {text}", why.en),
        };
        line.get(lang).to_owned()
    });
    let mut lines: Vec<String> = told.collect();
    let left = table.set_aside.len().saturating_sub(lines.len());
    if left > 0 {
        lines.push(
            say!(fr "et {left} autres lignes mises à part", en "and {left} more rows set aside").get(lang).to_owned(),
        );
    }
    lines
}

fn field_text(out: &mut String, field: &Field, width: usize, lang: Lang) {
    let filled = if field.filled == field.rows { "—".to_owned() } else { percent(field.filled, field.rows) };
    let filled =
        if field.filled == field.rows { format!("{DIM}{}{PLAIN}", right("100 %", 7)) } else { right(&filled, 7) };
    let mark = if field.is_key() { format!("{GREEN}◆{PLAIN}") } else { " ".to_owned() };
    let (name, kind, distinct) = (
        padded(&field.name, width),
        padded(field.kind.label().get(lang), 14),
        right(&grouped(field.distinct, lang), 9),
    );
    out.push_str(&format!(
        "{mark} {BOLD}{name}{PLAIN}  {kind}  {filled}  {distinct}   {DIM}{}{PLAIN}\n",
        summary(field)
    ));
    for odd in field.odd.iter().take(ODD) {
        let times = if odd.count > 1 { format!(" ×{}", odd.count) } else { String::new() };
        let row = odd.row;
        let place = say!(fr "ligne {row}", en "row {row}");
        out.push_str(&format!(
            "      {YELLOW}!{PLAIN} {} « {} »{times} : {}\n",
            place.get(lang),
            odd.value,
            odd.why.get(lang)
        ));
    }
    if field.odd.len() > ODD {
        let rows = grouped(field.odd_rows, lang);
        let more =
            say!(fr "en tout {rows} lignes dont la valeur est étrange", en "{rows} rows in all have an odd value");
        out.push_str(&format!("      {DIM}{}{PLAIN}\n", more.get(lang)));
    }
    if field.padded > 0 {
        let cells = grouped(field.padded as usize, lang);
        let blanks = say!(fr "{cells} cellules avec des blancs autour (ôtés)", en "{cells} cells with blanks around (taken away)");
        out.push_str(&format!("      {DIM}{}{PLAIN}\n", blanks.get(lang)));
    }
}

/// The range of numbers and dates, the values of a closed list, the pattern of a code; else examples.
fn summary(field: &Field) -> String {
    if let Some((least, greatest)) = &field.range {
        return if least == greatest { least.clone() } else { format!("{least} … {greatest}") };
    }
    let values: Vec<&str> = match field.kind {
        Kind::Enum | Kind::Boolean => field.frequent.iter().map(|(value, _)| value.as_str()).collect(),
        _ => field.examples.iter().map(String::as_str).collect(),
    };
    let mut text = String::new();
    for value in &values {
        if text.chars().count() + value.chars().count() > 44 && !text.is_empty() {
            return format!("{text}…");
        }
        if !text.is_empty() {
            text.push_str(" · ");
        }
        text.push_str(value);
    }
    text
}

fn remarks_text(out: &mut String, remarks: &[Remark], lang: Lang) {
    let mut last = None;
    let mut shown = 0;
    for remark in remarks {
        if last != Some(remark.sort) {
            out.push_str(&format!("{BOLD}{}{PLAIN}\n", remark.sort.title().get(lang)));
            (last, shown) = (Some(remark.sort), 0);
        }
        shown += 1;
        if shown <= REMARKS {
            out.push_str(&format!("  · {}\n", remark.text.get(lang)));
        } else if shown == REMARKS + 1 {
            let all = remarks.iter().filter(|one| one.sort == remark.sort).count() - REMARKS;
            out.push_str(say!(fr "  … et {all} autres : --format json les donne tous\n", en "  … and {all} more: --format json gives them all\n").get(lang));
        }
    }
    if !remarks.is_empty() {
        out.push('\n');
    }
}

fn coverage_text(out: &mut String, mcd: &Mcd, coverage: &Coverage, lang: Lang) {
    let title = say!(fr "Couverture par le modèle « {0} »", en "Coverage by the model `{0}`", mcd.crm.title);
    out.push_str(&format!("{BOLD}{}{PLAIN}\n", title.get(lang)));
    for document in &coverage.documents {
        document_text(out, mcd, document, lang);
    }
    matrix_text(out, mcd, coverage, lang);
    if !coverage.missing.is_empty() {
        let title =
            say!(fr "Champs du modèle qu'aucun document ne donne", en "Fields of the model that no document gives");
        out.push_str(&format!("\n{BOLD}{}{PLAIN}\n", title.get(lang)));
        for owner in owners(mcd) {
            let fields = coverage.missing.iter().filter(|field| field.owner == owner);
            let names: Vec<&str> = fields.map(|field| mcd.field(*field).name.as_str()).collect();
            if !names.is_empty() {
                out.push_str(&format!("  {} {DIM}{}{PLAIN}\n", padded(mcd.name(owner), 20), names.join(", ")));
            }
        }
    }
}

fn document_text(out: &mut String, mcd: &Mcd, document: &Document, lang: Lang) {
    let placed = document.lines.len() - document.open();
    let of = say!(fr "{placed} champs sur {0} ont leur place", en "{placed} fields of {0} have their place", document.lines.len());
    out.push_str(&format!("\n  {BOLD}{}{PLAIN} {DIM}· {}{PLAIN}\n", document.name, of.get(lang)));
    let width = document.lines.iter().map(|line| line.heading.chars().count()).max().unwrap_or(0).clamp(8, 30);
    for line in &document.lines {
        let (mark, fate) = fate_text(mcd, &line.fate, lang);
        out.push_str(&format!("    {mark} {}  {fate}\n", padded(&line.heading, width)));
    }
}

/// `Relation.role`.
pub(super) fn leg_path(mcd: &Mcd, leg: LegRef) -> String {
    format!("{}.{}", mcd.relation(leg.relation).name, mcd.leg(leg).navigation)
}

fn fate_text(mcd: &Mcd, fate: &Fate, lang: Lang) -> (String, String) {
    match fate {
        Fate::Placed(field, means) => {
            let by = match means {
                Means::Stated => String::new(),
                Means::Named => format!(" {DIM}{}{PLAIN}", say!(fr "(par son nom)", en "(by its name)").get(lang)),
            };
            (format!("{GREEN}✓{PLAIN}"), format!("{}{by}", path(mcd, *field)))
        }
        Fate::Linked(leg) => (format!("{GREEN}✓{PLAIN}"), leg_path(mcd, *leg)),
        Fate::Derived(how) => {
            ("=".to_owned(), format!("{DIM}{} : {how}{PLAIN}", say!(fr "calculé", en "derived").get(lang)))
        }
        Fate::Ignored(why) => {
            ("–".to_owned(), format!("{DIM}{} : {why}{PLAIN}", say!(fr "écarté", en "ignored").get(lang)))
        }
        Fate::Open => (
            format!("{YELLOW}?{PLAIN}"),
            format!("{YELLOW}{}{PLAIN}", say!(fr "à placer", en "to be placed").get(lang)),
        ),
    }
}

/// `Client.raison`.
pub(super) fn path(mcd: &Mcd, field: FieldRef) -> String {
    format!("{}.{}", mcd.name(field.owner), mcd.field(field).name)
}

/// Documents × entities: how many fields each gives to each.
fn matrix_text(out: &mut String, mcd: &Mcd, coverage: &Coverage, lang: Lang) {
    let touched = |owner: &crate::mcd::Owner| coverage.documents.iter().any(|document| document.placed_in(*owner) > 0);
    let owners: Vec<_> = owners(mcd).into_iter().filter(touched).collect();
    if owners.is_empty() {
        return;
    }
    let width = coverage.documents.iter().map(|document| document.name.chars().count()).max().unwrap_or(0).clamp(8, 30);
    let heads: String = owners.iter().map(|owner| format!("  {}", right(mcd.name(*owner), 10))).collect();
    let open = say!(fr "à placer", en "to place");
    out.push_str(&format!("\n  {DIM}{}{heads}  {}{PLAIN}\n", padded("", width), right(open.get(lang), 10)));
    for document in &coverage.documents {
        let cell = |count: usize| if count == 0 { right("·", 10) } else { right(&count.to_string(), 10) };
        let cells: String = owners.iter().map(|owner| format!("  {}", cell(document.placed_in(*owner)))).collect();
        out.push_str(&format!("  {}{cells}  {}\n", padded(&document.name, width), cell(document.open())));
    }
}

/// Cut or filled with blanks to so many columns.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let text = short(text, width);
    let blanks = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(blanks))
}

pub(crate) fn right(text: &str, width: usize) -> String {
    let text = short(text, width);
    let blanks = width.saturating_sub(text.chars().count());
    format!("{}{text}", " ".repeat(blanks))
}

/// No control characters: a file must not write to the terminal by itself.
fn short(text: &str, width: usize) -> String {
    let clean: String = text.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect();
    if clean.chars().count() <= width {
        return clean;
    }
    format!("{}…", clean.chars().take(width.saturating_sub(1)).collect::<String>())
}
