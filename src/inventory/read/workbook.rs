//! Tables in XLSX workbooks: one a visible sheet, cells streamed.
//!
//! Dates come out as ISO text and numbers with a point, whatever the sheet shows. Old `.xls` and protected files are refused.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use calamine::{Cell, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::Limits;
use super::archive::{broken, inspect};
use super::assemble::Assembler;
use super::problem::{Notice, Problem, sheet_place};
use super::table::{Column, Origin, Table};
use crate::diag::Text;
use crate::say;

/// How an old or a protected workbook begins.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Whether a file begins as a workbook, old or new.
pub(super) fn looks_like_one(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(COMPOUND)
}

/// Reads the visible sheets; a sheet that can't be read is a problem beside the others.
pub(super) fn read(path: &Path, shown: &str, name: &str, limits: &Limits, problems: &mut Vec<Problem>) -> Vec<Table> {
    match tables(path, shown, name, limits, problems) {
        Ok(tables) => tables,
        Err(problem) => {
            problems.push(*problem);
            Vec::new()
        }
    }
}

fn tables(
    path: &Path,
    shown: &str,
    name: &str,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Table>, Box<Problem>> {
    let open = || File::open(path).map_err(|error| Problem::io(shown, &error));
    if starts_as_compound(&mut open()?) {
        return Err(old_or_protected(open()?, shown));
    }
    inspect(open()?, shown, limits)?;
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(BufReader::new(open()?)).map_err(|error| unreadable(shown, &error))?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut tables = Vec::new();
    for (sheet, visible) in &sheets {
        if !visible {
            problems.push(*hidden(shown, sheet));
            continue;
        }
        match read_sheet(&mut workbook, shown, name, sheet, limits) {
            Ok(table) => tables.extend(table),
            Err(problem) => problems.push(*problem.in_sheet(sheet)),
        }
    }
    if let [table] = tables.as_mut_slice() {
        table.name = name.to_owned();
    }
    if tables.is_empty() && problems.iter().all(|problem| problem.file != shown) {
        problems.push(*nothing(shown));
    }
    Ok(tables)
}

impl Problem {
    /// Adds the sheet to the place.
    fn in_sheet(self: Box<Self>, sheet: &str) -> Box<Self> {
        let sheet = sheet_place(sheet);
        let place = match &self.place {
            Some(place) => {
                Text { fr: format!("{}, {}", sheet.fr, place.fr), en: format!("{}, {}", sheet.en, place.en) }
            }
            None => sheet,
        };
        self.at(place)
    }
}

fn read_sheet(
    workbook: &mut Xlsx<BufReader<File>>,
    shown: &str,
    name: &str,
    sheet: &str,
    limits: &Limits,
) -> Result<Option<Table>, Box<Problem>> {
    let origin = Origin { file: shown.to_owned(), sheet: Some(sheet.to_owned()), ..Origin::default() };
    let mut assembler = Assembler::new(format!("{name}/{sheet}"), origin, false, *limits);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| unreadable(shown, &error))?;
    let mut row: Vec<String> = Vec::new();
    let mut number = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(shown, &error))? {
        let (at, column) = cell.get_position();
        if at + 1 != number {
            push_row(&mut assembler, number, &mut row)?;
            number = at + 1;
        }
        put(&mut row, column as usize, &cell, limits);
    }
    push_row(&mut assembler, number, &mut row)?;
    drop(cells);
    let mut table = assembler.finish()?;
    if let Some(table) = &mut table {
        tell_formulas_without_result(workbook, sheet, table);
    }
    Ok(table)
}

/// Programs write formulas without their results, which spreadsheets compute when they open the file: such columns look empty.
fn tell_formulas_without_result(workbook: &mut Xlsx<BufReader<File>>, sheet: &str, table: &mut Table) {
    let first = table.rows.first().copied().unwrap_or(0);
    let is_empty = |column: &&Column| column.dictionary.values().all(str::is_empty);
    let empty: Vec<(usize, String)> =
        table.columns.iter().filter(is_empty).map(|column| (column.index, column.name.clone())).collect();
    if empty.is_empty() || first == 0 {
        return;
    }
    // The sheet was read once already: an error can't be new.
    let Ok(mut cells) = workbook.worksheet_cells_reader(sheet) else { return };
    let mut found: Vec<usize> = Vec::new();
    while let Ok(Some(cell)) = cells.next_formula() {
        let (row, column) = cell.get_position();
        let column = column as usize;
        let is_new = row + 1 >= first && !cell.get_value().is_empty() && !found.contains(&column);
        if is_new && empty.iter().any(|(index, _)| *index == column) {
            found.push(column);
        }
    }
    let names = empty.into_iter().filter(|(index, _)| found.contains(index)).map(|(_, name)| name);
    let names = names.collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        let message = say!(
            fr "formules sans résultat enregistré ({names}) : ouvrez le classeur dans Excel ou LibreOffice et enregistrez-le",
            en "formulas without a saved result ({names}): open the workbook in Excel or LibreOffice and save it"
        );
        table.notices.push(Notice { message, rows: Vec::new() });
    }
}

fn push_row(assembler: &mut Assembler, number: u32, row: &mut Vec<String>) -> Result<(), Box<Problem>> {
    if number > 0 {
        assembler.push(number, row.iter().map(String::as_str))?;
    }
    row.clear();
    Ok(())
}

/// A cell past the limit makes the row one cell too long, which is then refused.
fn put(row: &mut Vec<String>, column: usize, cell: &Cell<DataRef<'_>>, limits: &Limits) {
    let value = text(cell.get_value());
    if value.is_empty() {
        return;
    }
    let column = column.min(limits.columns);
    if row.len() <= column {
        row.resize(column + 1, String::new());
    }
    if let Some(place) = row.get_mut(column) {
        *place = value;
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number as Excel shows it: 15 significant digits, so that 0.1 + 0.2 is 0.3.
fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// `2024-03-15`, `2024-03-15 10:30:00`, `10:30:00`.
fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        let seconds = (days * 86_400.0).round();
        let (hours, rest) = ((seconds / 3600.0).trunc(), seconds % 3600.0);
        return format!("{hours:02}:{:02}:{:02}", (rest / 60.0).trunc(), rest % 60.0);
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if days.fract() == 0.0 { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

fn starts_as_compound(file: &mut File) -> bool {
    let mut start = [0; 4];
    file.read_exact(&mut start).is_ok() && start == COMPOUND
}

/// Excel puts a protected workbook in the container of old ones, in a stream of this name.
fn old_or_protected(file: File, shown: &str) -> Box<Problem> {
    let wanted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut start = Vec::new();
    let _ = file.take(4 << 20).read_to_end(&mut start); // what can't be read says nothing of a protection
    let end = start.windows(wanted.len()).any(|window| window == wanted);
    if end {
        return Problem::new(
            shown,
            say!(fr "le classeur est protégé par un mot de passe", en "the workbook is protected by a password"),
            say!(
                fr "ouvrez-le, retirez le mot de passe (Fichier, Informations, Protéger le classeur), enregistrez-le",
                en "open it, remove the password (File, Info, Protect Workbook), save it"
            ),
        );
    }
    Problem::new(
        shown,
        say!(fr "est un ancien document Office (.xls)", en "is an old Office document (.xls)"),
        say!(fr "ouvrez-le et enregistrez-le en .xlsx", en "open it and save it as .xlsx"),
    )
}

fn hidden(shown: &str, sheet: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "la feuille est masquée : elle n'est pas lue", en "the sheet is hidden: it isn't read"),
        say!(fr "affichez-la dans le tableur si elle compte", en "unhide it in the spreadsheet if it matters"),
    )
    .at(sheet_place(sheet))
}

fn nothing(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "aucune feuille ne contient de données", en "no sheet holds data"),
        say!(fr "vérifiez que c'est le bon fichier", en "check that it is the right file"),
    )
}

fn unreadable(shown: &str, error: &XlsxError) -> Box<Problem> {
    broken(shown, error)
}
