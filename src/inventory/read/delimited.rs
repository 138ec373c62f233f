//! Tables in CSV files: the separator found from the first lines, then rows streamed.
//!
//! Invariant: no more than one row (bounded) is held as text.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord, Terminator};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::assemble::Assembler;
use super::encoding::{Content, Utf8, detect};
use super::problem::{Problem, row_place};
use super::table::{Origin, Table};
use super::{Limits, Notice};
use crate::say;

/// What is looked at to find the separator.
const SAMPLE: u64 = 64 << 10;

/// Reads a file of text; none when it holds no row.
pub(super) fn read(path: &Path, shown: &str, name: String, limits: &Limits) -> Result<Option<Table>, Box<Problem>> {
    let open = || File::open(path).map_err(|error| Problem::io(shown, &error));
    let content =
        detect(&mut BufReader::with_capacity(256 << 10, open()?)).map_err(|error| Problem::io(shown, &error))?;
    let encoding = match content {
        Content::Text(encoding) => encoding,
        Content::Empty => return Err(empty(shown)),
        Content::Binary => return Err(binary(shown)),
    };
    let mut sample = Vec::new();
    Utf8::new(open()?.take(SAMPLE * 2), encoding)
        .take(SAMPLE)
        .read_to_end(&mut sample)
        .map_err(|error| Problem::io(shown, &error))?;
    let said = said_separator(&sample);
    let separator = said.or_else(|| separator(&sample));
    let origin = Origin {
        file: shown.to_owned(),
        encoding: Some(encoding.name()),
        separator: separator.map(char::from),
        ..Origin::default()
    };
    let assembler = Assembler::new(name, origin, true, *limits);
    let table = stream(open()?, encoding, separator.unwrap_or(b';'), said.is_some(), assembler, shown, limits)?;
    Ok(table.map(|table| with_doubts(table, encoding)))
}

/// A reader that gives no more than a budget between two refills of it: the csv crate holds a whole row.
struct Budgeted<R> {
    inner: R,
    separator: u8,
    spent: Rc<Spent>,
}

/// What is left of a row's budget, and what was read of it.
#[derive(Default)]
struct Spent {
    left: Cell<usize>,
    separators: Cell<usize>,
    has_quote: Cell<bool>,
    /// Whether the last bytes read have one, of which some may be the next row's.
    ends_with_quote: Cell<bool>,
    /// Quotes in all.
    quotes: Cell<usize>,
}

impl Spent {
    fn refill(&self, budget: usize) {
        self.left.set(budget);
        self.separators.set(0);
        self.has_quote.set(self.ends_with_quote.get());
    }
}

impl<R: Read> Read for Budgeted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let spent = &self.spent;
        if spent.left.get() == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        let separators = bytes.iter().filter(|byte| **byte == self.separator).count();
        spent.separators.set(spent.separators.get() + separators);
        let quotes = bytes.iter().filter(|byte| **byte == b'"').count();
        spent.quotes.set(spent.quotes.get() + quotes);
        spent.ends_with_quote.set(quotes > 0);
        spent.has_quote.set(spent.has_quote.get() || spent.ends_with_quote.get());
        spent.left.set(spent.left.get().saturating_sub(read));
        Ok(read)
    }
}

fn stream(
    file: File,
    encoding: &'static Encoding,
    separator: u8,
    says_separator: bool,
    mut assembler: Assembler,
    shown: &str,
    limits: &Limits,
) -> Result<Option<Table>, Box<Problem>> {
    let spent = Rc::new(Spent::default());
    let inner = Budgeted { inner: Utf8::new(file, encoding), separator, spent: Rc::clone(&spent) };
    let mut reader = builder(separator).buffer_capacity(128 << 10).from_reader(inner);
    let mut record = StringRecord::new();
    let mut within = 0_u64; // line ends inside values so far
    let mut number = 0_u32;
    let mut first = says_separator;
    let mut last_swallows = false;
    loop {
        spent.refill(limits.row);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            // The quote of the last value is the one that no other closes.
            Ok(false) if last_swallows && spent.quotes.get() % 2 == 1 => return Err(open_quote(shown, number)),
            Ok(false) => return assembler.finish(),
            Err(error) => return Err(unreadable(shown, number + 1, &error, &spent, limits)),
        }
        if std::mem::take(&mut first) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        number = u32::try_from(line.saturating_sub(within)).unwrap_or(u32::MAX).max(number + 1);
        let ends = line_ends(&record);
        last_swallows = ends > 0 && swallows_rows(&record, separator, ends);
        if ends > 100 && last_swallows {
            return Err(open_quote(shown, number));
        }
        within += ends;
        assembler.push(number, record.iter())?;
    }
}

fn builder(separator: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).terminator(Terminator::CRLF);
    builder
}

fn line_ends(record: &StringRecord) -> u64 {
    record.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// Whether a value holds so many separators that a quote must have been left open.
fn swallows_rows(record: &StringRecord, separator: u8, ends: u64) -> bool {
    record.as_slice().bytes().filter(|byte| *byte == separator).count() as u64 >= ends
}

/// `sep=;` on the first line, as Excel understands it.
fn said_separator(sample: &[u8]) -> Option<u8> {
    let start = sample.get(..4)?;
    start.eq_ignore_ascii_case(b"sep=").then(|| sample.get(4).copied()).flatten().filter(u8::is_ascii)
}

/// The separator that cuts most lines into the same number of cells. The comma comes last: French numbers are full of it.
fn separator(sample: &[u8]) -> Option<u8> {
    let judged: Vec<(u8, Cut)> = [b';', b'\t', b'|', b','].into_iter().map(|sign| (sign, cut(sample, sign))).collect();
    let sure = judged.iter().filter(|(sign, cut)| *sign != b',' && cut.share > 0.9 && cut.cells > 1);
    let widest = sure.max_by_key(|(_, cut)| cut.cells);
    let best = || {
        let mut best: Option<&(u8, Cut)> = None;
        for candidate in judged
            .iter()
            .filter(|(sign, cut)| cut.cells > 1 && cut.share >= if *sign == b',' && cut.cells == 2 { 0.8 } else { 0.3 })
        {
            if best.is_none_or(|(_, known)| candidate.1.score() > known.score()) {
                best = Some(candidate);
            }
        }
        best
    };
    widest.or_else(best).map(|(sign, _)| *sign)
}

/// How a separator cuts the lines: into how many cells most often, and the share of lines cut so.
struct Cut {
    cells: usize,
    share: f64,
}

impl Cut {
    fn score(&self) -> f64 {
        let cells = u32::try_from(self.cells).unwrap_or(u32::MAX);
        self.share * self.share * f64::from(cells).log2()
    }
}

fn cut(sample: &[u8], separator: u8) -> Cut {
    let mut counts: Vec<usize> = Vec::new();
    let mut reader = builder(separator).from_reader(sample);
    let mut record = csv::ByteRecord::new();
    while let Ok(true) = reader.read_byte_record(&mut record) {
        if record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            counts.push(record.len());
        }
    }
    if counts.len() > 2 && sample.len() as u64 >= SAMPLE {
        counts.pop(); // cut short by the sample's end
    }
    counts.sort_unstable();
    let total = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let runs = counts.chunk_by(|a, b| a == b).filter_map(|run| run.first().map(|cells| (run.len(), *cells)));
    let (times, cells) = runs.filter(|(_, cells)| *cells > 1).max().unwrap_or((0, 1));
    Cut { cells, share: f64::from(u32::try_from(times).unwrap_or(u32::MAX)) / f64::from(total.max(1)) }
}

/// Says what the encoding leaves in doubt.
fn with_doubts(mut table: Table, encoding: &'static Encoding) -> Table {
    let is_broken =
        |text: &str| text.contains('\u{FFFD}') || (encoding == UTF_8 && (text.contains("Ã©") || text.contains("Ã¨")));
    let broken = table
        .columns
        .iter()
        .any(|column| is_broken(&column.name) || column.dictionary.values().take(5_000).any(is_broken));
    if broken {
        let message = say!(
            fr "des accents sont abîmés (« Ã© » au lieu de « é ») : le fichier a été enregistré dans un encodage pris pour un autre ; exportez-le de nouveau en UTF-8",
            en "accents are damaged (`Ã©` for `é`): the file was saved in one encoding taken for another; export it again in UTF-8"
        );
        table.notices.push(Notice { message, rows: Vec::new() });
    }
    if encoding == WINDOWS_1252 {
        table.origin.encoding = Some("Windows-1252");
    }
    table
}

fn unreadable(shown: &str, row: u32, error: &csv::Error, spent: &Spent, limits: &Limits) -> Box<Problem> {
    match error.kind() {
        csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => match spent.has_quote.get() {
            true => open_quote(shown, row),
            false => endless_row(shown, row, spent.separators.get() + 1, limits),
        },
        csv::ErrorKind::Io(io) => Problem::io(shown, io),
        _ => binary(shown).at(row_place(row)),
    }
}

fn open_quote(shown: &str, row: u32) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "un guillemet est ouvert et jamais fermé", en "a quote is opened and never closed"),
        say!(
            fr "ouvrez le fichier dans un éditeur de texte à cette ligne, et doublez ou retirez le guillemet",
            en "open the file in a text editor at this row, and double or remove the quote"
        ),
    )
    .at(row_place(row))
}

/// A row without end or quote.
fn endless_row(shown: &str, row: u32, cells: usize, limits: &Limits) -> Box<Problem> {
    let (megabytes, most) = (limits.row >> 20, limits.columns);
    let message = match cells > most {
        true => say!(
            fr "plus de {most} colonnes dans une ligne : plus que n'en a un tableur",
            en "more than {most} columns in a row: more than a spreadsheet has"
        ),
        false => say!(
            fr "une ligne de plus de {megabytes} Mo, sans fin de ligne", en "a row of more than {megabytes} MB, without a line end"
        ),
    };
    Problem::new(
        shown,
        message,
        say!(
            fr "exportez-le de nouveau, une ligne par enregistrement",
            en "export it again, a line for each record"
        ),
    )
    .at(row_place(row))
}

fn empty(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "le fichier est vide", en "the file is empty"),
        say!(fr "exportez-le de nouveau, ou retirez-le du dossier", en "export it again, or take it out of the folder"),
    )
}

fn binary(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "n'est pas du texte, malgré son nom", en "isn't text, whatever its name says"),
        say!(
            fr "ouvrez-le avec le logiciel qui l'a fait et enregistrez-le en XLSX ou en CSV UTF-8",
            en "open it with the program that made it and save it as XLSX or as CSV UTF-8"
        ),
    )
}
