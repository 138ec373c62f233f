//! The audit on a terminal: table by table what is wrong, how many rows, the first of them, and how to mend it.

use super::{Told, agreement, label, probability, row_number, values};
use crate::diag::{Lang, Text};
use crate::inventory::audit::{Finding, Suspects};
use crate::inventory::matching::{Fate, Means};
use crate::inventory::read::Table;
use crate::inventory::report::{grouped, percent};
use crate::say;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const YELLOW: &str = "\x1b[33m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const PLAIN: &str = "\x1b[0m";

/// Rows shown of a finding, and pairs of an entity.
const SHOWN: usize = 4;
const PAIRS: usize = 10;

/// The whole report.
pub fn render(told: Told<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in told.tables.iter().enumerate() {
        table_text(&mut out, told, at, table, lang);
    }
    for suspects in &told.audit.suspects {
        suspects_text(&mut out, told, suspects, lang);
    }
    if !told.audit.unchecked.is_empty() {
        let title = say!(fr "Ce que des fichiers ne disent pas", en "What files don't tell");
        out.push_str(&format!("{BOLD}{}{PLAIN}\n", title.get(lang)));
        for text in &told.audit.unchecked {
            out.push_str(&format!("  · {}\n", text.get(lang)));
        }
        out.push('\n');
    }
    out.push_str(&conclusion(told, lang));
    out
}

fn table_text(out: &mut String, told: Told<'_>, at: usize, table: &Table, lang: Lang) {
    let rows = grouped(table.rows.len(), lang);
    let rows = say!(fr "{rows} lignes", en "{rows} rows");
    out.push_str(&format!("{BOLD}{}{PLAIN} {DIM}· {}{PLAIN}\n", table.name, rows.get(lang)));
    for text in columns(told, at, table) {
        out.push_str(&format!("  {DIM}{}{PLAIN}\n", text.get(lang)));
    }
    let findings: Vec<&Finding> = told.audit.findings.iter().filter(|finding| finding.table == at).collect();
    if findings.is_empty() {
        out.push_str(&format!(
            "  {GREEN}✓{PLAIN} {}\n",
            say!(fr "rien à redire", en "nothing to complain about").get(lang)
        ));
    }
    for finding in findings {
        finding_text(out, table, finding, lang);
    }
    out.push('\n');
}

/// Which columns were given fields for their names alone, and which go nowhere; nothing where a source says all.
fn columns(told: Told<'_>, at: usize, table: &Table) -> Vec<Text> {
    let fates = told.audit.matches.get(at).map_or(&[][..], |matched| matched.fates.as_slice());
    let named: Vec<String> = table
        .columns
        .iter()
        .zip(fates)
        .filter_map(|(column, fate)| match fate {
            Fate::Placed(field, Means::Named) => {
                Some(format!("{} → {}.{}", column.name, told.mcd.name(field.owner), told.mcd.field(*field).name))
            }
            _ => None,
        })
        .collect();
    let open: Vec<&str> = table
        .columns
        .iter()
        .zip(fates)
        .filter(|(_, fate)| **fate == Fate::Open)
        .map(|(column, _)| column.name.as_str())
        .collect();
    let (by_name, without) = (named.join(" · "), open.join(" · "));
    let by_name = (!named.is_empty())
        .then(|| say!(fr "colonnes reconnues à leur nom : {by_name}", en "columns known by their names: {by_name}"));
    let without = (!open.is_empty()).then(|| {
        say!(fr "colonnes sans place dans le modèle : {without}", en "columns without a place in the model: {without}")
    });
    by_name.into_iter().chain(without).collect()
}

fn finding_text(out: &mut String, table: &Table, finding: &Finding, lang: Lang) {
    let column = finding.column.and_then(|column| table.columns.get(column)).map_or("", |column| column.name.as_str());
    let (count, share) = (grouped(finding.count, lang), percent(finding.count, table.rows.len()));
    let rows = match finding.count {
        1 => say!(fr "1 ligne", en "1 row"),
        _ => say!(fr "{count} lignes ({share})", en "{count} rows ({share})"),
    };
    let colon = if lang == Lang::Fr { " : " } else { ": " };
    out.push_str(&format!(
        "  {RED}✗{PLAIN} {BOLD}{column}{PLAIN} {DIM}→ {}{PLAIN}{colon}{} — {}\n",
        finding.path,
        finding.message.get(lang),
        rows.get(lang)
    ));
    let clean =
        |text: &str| -> String { text.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect() };
    let shown: Vec<String> = finding
        .rows
        .iter()
        .take(SHOWN)
        .map(|wrong| {
            let value = if wrong.value.is_empty() { String::new() } else { format!(" « {} »", clean(&wrong.value)) };
            say!(fr "ligne {0}{value}", en "row {0}{value}", wrong.row).get(lang).to_owned()
        })
        .collect();
    let more = if finding.count > shown.len() { " …" } else { "" };
    out.push_str(&format!("      {}{more}\n      {DIM}{}{PLAIN}\n", shown.join(", "), finding.mend.get(lang)));
}

fn suspects_text(out: &mut String, told: Told<'_>, suspects: &Suspects, lang: Lang) {
    let Some(table) = told.tables.get(suspects.table) else { return };
    let (count, name) = (grouped(suspects.pairs.len(), lang), label(told.mcd, suspects.owner));
    let title = say!(fr "Doublons probables : {name} ({count} paires dans {0})", en "Probable duplicates: {name} ({count} pairs in {0})", table.name);
    out.push_str(&format!("{BOLD}{}{PLAIN}\n", title.get(lang)));
    for pair in suspects.pairs.iter().take(PAIRS) {
        let (a, b) = (row_number(table, suspects, pair.a), row_number(table, suspects, pair.b));
        let rows = say!(fr "lignes {a} et {b}", en "rows {a} and {b}");
        out.push_str(&format!("  {YELLOW}≈{PLAIN} {} {DIM}{}{PLAIN}\n", rows.get(lang), probability(pair.probability)));
        for (feature, how, weight) in &pair.evidence {
            let (first, second) =
                (values(table, suspects, *feature, pair.a), values(table, suspects, *feature, pair.b));
            let both = if first == second { first } else { format!("{first} / {second}") };
            out.push_str(&format!("      {} {DIM}· {} ({weight:+.1}){PLAIN}\n", both, agreement(*how).get(lang)));
        }
    }
    let left = suspects.pairs.len().saturating_sub(PAIRS);
    if left > 0 {
        out.push_str(say!(fr "  … et {left} autres paires : --csv FICHIER les donne toutes\n", en "  … and {left} more pairs: --csv FILE gives them all\n").get(lang));
    }
    out.push('\n');
}

/// `1 234 rows, 56 of which have an error (4 %); 7 probable duplicates`
fn conclusion(told: Told<'_>, lang: Lang) -> String {
    let (rows, bad) = told.audit.rows;
    let pairs: usize = told.audit.suspects.iter().map(|suspects| suspects.pairs.len()).sum();
    let share = percent(bad, rows);
    let (rows, bad, pairs) = (grouped(rows, lang), grouped(bad, lang), grouped(pairs, lang));
    let text = say!(
        fr "{rows} lignes, dont {bad} avec une erreur ({share}) ; {pairs} paires de doublons probables",
        en "{rows} rows, {bad} of which have an error ({share}); {pairs} pairs of probable duplicates"
    );
    format!("{BOLD}{}{PLAIN}\n", text.get(lang))
}
