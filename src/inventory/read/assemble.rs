//! Rows of text, one after another, into a [`Table`].
//!
//! The first rows are held until the header is found; from then on a row goes straight into the dictionaries. Reads no file.
//! Invariant: every column has as many codes as there are row numbers.

use super::header::{self, Heading, Row};
use super::problem::{Notice, Problem, row_place};
use super::table::{Column, Origin, SetAside, Table, Why, column_letters};
use super::{Dictionary, Limits};
use crate::say;

/// How many rows, or bytes, are looked at to find the header.
const SAMPLE_ROWS: usize = 100;
const SAMPLE_BYTES: usize = 1 << 20;
/// Lone texts that may wait to be known as notes below the data, or as data.
const NOTES: usize = 20;
/// Rows named in a notice.
const NAMED: usize = 5;

/// A table under way.
pub(super) struct Assembler {
    limits: Limits,
    /// Whether every row should have the header's number of cells, as in a CSV file.
    exact: bool,
    sample: Vec<Row>,
    sampled: usize,
    started: bool,
    width: usize,
    header: Vec<String>,
    waiting: Vec<Row>,
    short: Ragged,
    long: Ragged,
    checked_at: usize,
    table: Table,
}

#[derive(Default)]
struct Ragged {
    count: usize,
    first: Vec<u32>,
}

impl Ragged {
    fn add(&mut self, row: u32) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(row);
        }
    }
}

impl Assembler {
    /// Begins a table.
    pub(super) fn new(name: String, origin: Origin, exact: bool, limits: Limits) -> Self {
        let table = Table {
            name,
            origin,
            columns: Vec::new(),
            rows: Vec::new(),
            set_aside: Vec::new(),
            notices: Vec::new(),
            parts: Vec::new(),
        };
        Assembler {
            limits,
            exact,
            sample: Vec::new(),
            sampled: 0,
            started: false,
            width: 0,
            header: Vec::new(),
            waiting: Vec::new(),
            short: Ragged::default(),
            long: Ragged::default(),
            checked_at: 0,
            table,
        }
    }

    /// Takes the next row of the file; `number` is its number, from 1.
    pub(super) fn push<'c>(
        &mut self,
        number: u32,
        cells: impl Iterator<Item = &'c str> + Clone,
    ) -> Result<(), Box<Problem>> {
        if self.started {
            return self.take(number, cells);
        }
        let owned: Vec<String> = cells.map(str::to_owned).collect();
        if owned.len() > self.limits.columns {
            return Err(self.too_wide(number, owned.len()));
        }
        self.sampled += owned.iter().map(|cell| cell.len() + 24).sum::<usize>();
        if owned.iter().any(|cell| !cell.trim().is_empty()) {
            self.sample.push((number, owned));
        }
        if self.sample.len() >= SAMPLE_ROWS || self.sampled >= SAMPLE_BYTES { self.start() } else { Ok(()) }
    }

    /// Ends the table; none when the file holds no cell.
    pub(super) fn finish(mut self) -> Result<Option<Table>, Box<Problem>> {
        if !self.started {
            self.start()?;
        }
        for (row, cells) in std::mem::take(&mut self.waiting) {
            self.set_aside(row, Why::Note, cells.iter().map(String::as_str));
        }
        if self.table.columns.is_empty() && self.table.set_aside.is_empty() {
            return Ok(None);
        }
        self.tell_ragged();
        let empty = |column: &Column| column.heading.is_empty() && column.dictionary.values().all(str::is_empty);
        self.table.columns.retain(|column| !empty(column));
        self.name_columns();
        self.table.columns.iter_mut().for_each(|column| column.codes.shrink_to_fit());
        self.table.rows.shrink_to_fit();
        Ok(Some(self.table))
    }

    /// Finds the header in the rows held, and takes those below it.
    fn start(&mut self) -> Result<(), Box<Problem>> {
        self.started = true;
        let sample = std::mem::take(&mut self.sample);
        let layout = header::find(&sample);
        let headings = header::headings(&sample, layout);
        let first_header = layout.group.or(layout.header).unwrap_or(layout.data);
        let data = sample.get(layout.data..).unwrap_or_default();
        let width = data.iter().map(|(_, cells)| used(cells)).max().unwrap_or(0);
        self.width = headings.len().max(if layout.header.is_some() { 0 } else { width });
        self.table.origin.header_row = layout.header.and_then(|at| sample.get(at)).map(|(row, _)| *row);
        self.header = layout.header.and_then(|at| sample.get(at)).map(|(_, cells)| cells.clone()).unwrap_or_default();
        for (row, cells) in sample.iter().take(first_header) {
            self.set_aside(*row, Why::Title, cells.iter().map(String::as_str));
        }
        for at in 0..self.width {
            self.table.columns.push(new_column(at, headings.get(at).cloned().unwrap_or_default(), 0));
        }
        for (row, cells) in data {
            self.take(*row, cells.iter().map(String::as_str))?;
        }
        Ok(())
    }

    /// Takes a row below the header.
    fn take<'c>(&mut self, number: u32, cells: impl Iterator<Item = &'c str> + Clone) -> Result<(), Box<Problem>> {
        let (mut filled, mut last, mut count) = (0, 0, 0);
        for cell in cells.clone() {
            count += 1;
            if !is_blank(cell) {
                filled += 1;
                last = count;
            }
        }
        if filled == 0 {
            return Ok(());
        }
        if filled == 1 && self.width >= 3 && self.waiting.len() < NOTES {
            self.waiting.push((number, cells.map(str::to_owned).collect()));
            return Ok(());
        }
        for (row, waiting) in std::mem::take(&mut self.waiting) {
            self.add(row, waiting.iter().map(String::as_str))?;
        }
        if self.repeats_header(cells.clone()) {
            self.set_aside(number, Why::Header, cells);
            return Ok(());
        }
        if is_total(cells.clone(), filled, self.width) {
            self.set_aside(number, Why::Total, cells);
            return Ok(());
        }
        if self.exact && count < self.width {
            self.short.add(number);
        }
        if last > self.width {
            self.long.add(number);
            self.widen(number, last)?;
        }
        self.add(number, cells)
    }

    fn add<'c>(&mut self, number: u32, cells: impl Iterator<Item = &'c str>) -> Result<(), Box<Problem>> {
        let mut cells = cells;
        for column in &mut self.table.columns {
            push_cell(column, number, cells.next().unwrap_or_default());
        }
        self.table.rows.push(number);
        let rows = self.table.rows.len();
        if rows > self.limits.rows as usize || rows.saturating_mul(self.table.columns.len()) > self.limits.cells {
            return Err(self.too_big(number));
        }
        if rows - self.checked_at >= 4096 {
            self.checked_at = rows;
            let text: usize = self.table.columns.iter().map(|column| column.dictionary.size()).sum();
            if text > self.limits.text {
                return Err(self.too_big(number));
            }
        }
        Ok(())
    }

    /// A row longer than the header makes new columns, empty up to here.
    fn widen(&mut self, number: u32, width: usize) -> Result<(), Box<Problem>> {
        if width > self.limits.columns {
            return Err(self.too_wide(number, width));
        }
        let rows = self.table.rows.len();
        if rows.saturating_mul(width) > self.limits.cells {
            return Err(self.too_big(number));
        }
        for at in self.table.columns.len()..width {
            self.table.columns.push(new_column(at, Heading::default(), rows));
        }
        Ok(())
    }

    fn repeats_header<'c>(&self, cells: impl Iterator<Item = &'c str> + Clone) -> bool {
        let mut header = self.header.iter();
        !self.header.is_empty()
            && cells.clone().count() == self.header.len()
            && cells.into_iter().all(|cell| header.next().is_some_and(|own| own == cell))
    }

    fn set_aside<'c>(&mut self, row: u32, why: Why, cells: impl Iterator<Item = &'c str>) {
        const KEPT: usize = 1_000; // page headers of a very long print-out
        if self.table.set_aside.len() >= KEPT {
            return;
        }
        let words: Vec<&str> = cells.map(str::trim).filter(|cell| !cell.is_empty()).take(4).collect();
        let text: String = words.join(" · ").chars().take(80).collect();
        self.table.set_aside.push(SetAside { row, why, text });
    }

    fn tell_ragged(&mut self) {
        let width = self.width;
        let (short, long) = (std::mem::take(&mut self.short), std::mem::take(&mut self.long));
        if short.count > 0 {
            let message = match short.count {
                1 => say!(
                    fr "une ligne a moins de {width} cellules : ses dernières colonnes sont vides",
                    en "one row has fewer than {width} cells: its last columns are empty"
                ),
                count => say!(
                    fr "{count} lignes ont moins de {width} cellules : leurs dernières colonnes sont vides",
                    en "{count} rows have fewer than {width} cells: their last columns are empty"
                ),
            };
            self.table.notices.push(Notice { message, rows: short.first });
        }
        if long.count > 0 {
            let message = match long.count {
                1 => say!(
                    fr "une ligne a plus de {width} cellules : un séparateur dans une valeur sans guillemets ?",
                    en "one row has more than {width} cells: a separator in a value without quotes?"
                ),
                count => say!(
                    fr "{count} lignes ont plus de {width} cellules : un séparateur dans une valeur sans guillemets ?",
                    en "{count} rows have more than {width} cells: a separator in a value without quotes?"
                ),
            };
            self.table.notices.push(Notice { message, rows: long.first });
        }
    }

    /// Gives each column a name of its own.
    fn name_columns(&mut self) {
        if self.table.origin.header_row.is_none() {
            let message = say!(
                fr "aucune ligne d'en-tête : les colonnes sont nommées par leurs lettres ; ajoutez une première ligne avec leurs noms",
                en "no header row: columns are named by their letters; add a first row with their names"
            );
            self.table.notices.push(Notice { message, rows: Vec::new() });
        }
        let mut taken = std::collections::HashMap::<String, usize>::new();
        let mut twice: Vec<String> = Vec::new();
        for column in &mut self.table.columns {
            let wanted = column.name.clone();
            let times = taken.entry(wanted.clone()).or_default();
            *times += 1;
            if *times > 1 {
                column.name = format!("{wanted} ({times})");
                twice.push(wanted);
            }
        }
        twice.dedup();
        if !twice.is_empty() {
            let names = twice.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let message = say!(
                fr "plusieurs colonnes s'appellent {names} : les suivantes reçoivent un numéro",
                en "several columns are called {names}: the later ones get a number"
            );
            let rows = self.table.origin.header_row.into_iter().collect();
            self.table.notices.push(Notice { message, rows });
        }
    }

    fn too_wide(&self, row: u32, width: usize) -> Box<Problem> {
        let limit = self.limits.columns;
        Problem::new(
            &self.table.origin.file,
            say!(fr "{width} colonnes : plus que les {limit} d'un tableur", en "{width} columns: more than a spreadsheet's {limit}"),
            say!(
                fr "le séparateur est peut-être inhabituel, ou les lignes et colonnes inversées ; exportez de nouveau",
                en "the separator may be unusual, or rows and columns swapped; export it again"
            ),
        )
        .at(row_place(row))
    }

    fn too_big(&self, row: u32) -> Box<Problem> {
        Problem::new(
            &self.table.origin.file,
            say!(fr "le tableau est trop grand pour être tenu en mémoire", en "the table is too big to be held in memory"),
            say!(fr "découpez-le en plusieurs fichiers, par année par exemple", en "split it into several files, by year for instance"),
        )
        .at(row_place(row))
    }
}

fn new_column(index: usize, heading: Heading, rows: usize) -> Column {
    let name = match (&heading.group, heading.own.is_empty()) {
        (Some(group), false) => format!("{group} {}", heading.own),
        (None, false) => heading.own.clone(),
        (_, true) => format!("Colonne {}", column_letters(index)),
    };
    let mut dictionary = Dictionary::default();
    let empty = (rows > 0).then(|| dictionary.intern(""));
    let codes = vec![0; rows];
    Column {
        name,
        heading: heading.own,
        group: heading.group,
        index,
        codes,
        dictionary,
        empty,
        padded: 0,
        first_padded: None,
    }
}

fn push_cell(column: &mut Column, number: u32, cell: &str) {
    let value = trimmed(cell);
    if value.len() != cell.len() && !value.is_empty() {
        column.padded += 1;
        column.first_padded.get_or_insert(number);
    }
    // Files are often sorted: the value above is often this one's.
    if let Some(above) = column.codes.last().copied()
        && column.dictionary.get(above) == Some(value)
    {
        column.codes.push(above);
        return;
    }
    let code = column.dictionary.intern(value);
    if value.is_empty() {
        column.empty = Some(code);
    }
    column.codes.push(code);
}

/// Without outer blanks (no-break spaces are blanks) and byte-order marks.
fn trimmed(cell: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_graphic());
    let bytes = cell.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) {
        return cell;
    }
    cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}' || letter == '\u{200B}')
}

fn is_blank(cell: &str) -> bool {
    cell.as_bytes().first().is_none_or(|first| !first.is_ascii_graphic()) && trimmed(cell).is_empty()
}

/// How many cells there are up to the last filled one.
fn used(cells: &[String]) -> usize {
    cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1)
}

/// Whether a row is a total: a word that says so, then nothing but numbers, and mostly empty unless the word says nothing else.
fn is_total<'c>(cells: impl Iterator<Item = &'c str> + Clone, filled: usize, width: usize) -> bool {
    let Some(first) = cells.clone().find(|cell| !is_blank(cell)) else { return false };
    if !first.trim_start().starts_with(['T', 't', 'S', 's', 'G', 'g', 'M', 'm']) {
        return false;
    }
    let word = first.trim().trim_end_matches([':', ' ', '.']).to_lowercase();
    let exact = [
        "total",
        "totaux",
        "total général",
        "total general",
        "sous-total",
        "sous total",
        "subtotal",
        "grand total",
        "somme",
        "moyenne",
    ];
    let says_total = ["total ", "totaux ", "sous-total ", "sous total ", "subtotal ", "grand total "];
    let named = exact.contains(&word.as_str())
        || says_total.iter().any(|start| word.starts_with(start)) && filled * 10 <= width * 6;
    named && filled > 1 && cells.filter(|cell| !is_blank(cell)).skip(1).all(is_numeric)
}

/// Digits with the signs that come with numbers, amounts and percentages.
fn is_numeric(cell: &str) -> bool {
    let sign = |letter: char| letter.is_whitespace() || "+-−.,'()%€$£".contains(letter);
    cell.chars().any(|letter| letter.is_ascii_digit())
        && cell.trim_end_matches("EUR").chars().all(|letter| letter.is_ascii_digit() || sign(letter))
}
