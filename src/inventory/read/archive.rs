//! A workbook's parts, measured before anything unpacks them into memory: a few kilobytes can hold gigabytes.
//!
//! Every part is unpacked once and thrown away as it comes. Invariant: what passes can be read in bounded memory.

use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::Limits;
use super::problem::Problem;
use crate::diag::Text;
use crate::say;

/// A part that unpacks to more than this share of the limit is held against what it weighs packed.
const BIG: u64 = 64;
/// How many times its packed size a big part may have; sheets have 5 to 50.
const RATIO: u64 = 200;
/// The same for a part that calamine holds as a whole, such as the shared strings, which don't repeat themselves.
const RATIO_HELD: u64 = 50;
/// Excel's cells hold 32,767 characters; a stretch of XML without a tag that is much longer is no cell.
const STRETCH: usize = 1 << 20;
/// Parts of a workbook.
const PARTS: usize = 20_000;

/// Refuses what is no workbook, is protected, or would take the machine.
pub(super) fn inspect(file: File, shown: &str, limits: &Limits) -> Result<(), Box<Problem>> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(shown, &error))?;
    if archive.len() > PARTS {
        return Err(bomb(shown));
    }
    if archive.index_for_name("xl/workbook.xml").is_none() && archive.index_for_name("[Content_Types].xml").is_none() {
        return Err(no_workbook(shown));
    }
    let mut total = 0;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| broken(shown, &error))?;
        let name = part.name().map_err(|error| broken(shown, &error))?.into_owned();
        let is_held = !name.contains("worksheets/") && name.ends_with(".xml");
        let bounds = Bounds {
            size: limits.unpacked.saturating_sub(total),
            big: limits.unpacked / BIG,
            ratio: if is_held { RATIO_HELD } else { RATIO },
        };
        let measured = measure(&mut part, bounds).map_err(|why| match why {
            Refused::Bomb => bomb(shown).at(Text::same(&name)),
            Refused::Broken(error) => broken(shown, &error).at(Text::same(&name)),
        })?;
        total += measured.size;
        if is_held && measured.size > limits.unpacked / 8 || measured.promises > measured.size {
            return Err(bomb(shown).at(Text::same(&name)));
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Bounds {
    size: u64,
    big: u64,
    ratio: u64,
}

struct Measured {
    size: u64,
    /// How many strings the part says it holds: room is made for them before they are read.
    promises: u64,
}

enum Refused {
    Bomb,
    Broken(ZipError),
}

fn measure<R: Read>(part: &mut ZipFile<'_, R>, bounds: Bounds) -> Result<Measured, Refused> {
    let packed = part.compressed_size().max(1);
    let is_xml = part.name().is_ok_and(|name| name.ends_with(".xml"));
    let mut buffer = vec![0; 64 << 10];
    let (mut size, mut stretch, mut promises) = (0_u64, 0_usize, 0_u64);
    loop {
        let read = part.read(&mut buffer).map_err(|error| Refused::Broken(error.into()))?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(Measured { size, promises });
        }
        if size == 0 {
            promises = promised(bytes);
        }
        size += read as u64;
        stretch = if is_xml { longest(stretch, bytes) } else { 0 };
        if size > bounds.size || (size > bounds.big && size / packed > bounds.ratio) || stretch > STRETCH {
            return Err(Refused::Bomb);
        }
    }
}

/// The stretch without a tag that the end of `bytes` belongs to; the longest one when it is too long already.
fn longest(before: usize, bytes: &[u8]) -> usize {
    let mut stretch = before;
    for piece in bytes.split_inclusive(|byte| *byte == b'<') {
        stretch += piece.len();
        if stretch > STRETCH {
            return stretch;
        }
        if piece.ends_with(b"<") {
            stretch = 0;
        }
    }
    stretch
}

/// The number after `uniqueCount="` at the beginning of the shared strings.
fn promised(start: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(start.get(..start.len().min(4096)).unwrap_or_default());
    let number = text.split("uniqueCount=").nth(1).map(|rest| rest.trim_start_matches(['"', '\'', '+', ' ']));
    let digits: Option<String> = number.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect());
    digits.filter(|digits| !digits.is_empty()).map_or(0, |digits| digits.parse().unwrap_or(u64::MAX))
}

/// The workbook can't be read.
pub(super) fn broken(shown: &str, error: &dyn std::fmt::Display) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "le classeur est abîmé ({error})", en "the workbook is damaged ({error})"),
        say!(
            fr "ouvrez-le dans Excel ou LibreOffice, qui proposera de le réparer, puis enregistrez-le de nouveau",
            en "open it in Excel or LibreOffice, which will offer to repair it, then save it again"
        ),
    )
}

fn bomb(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(
            fr "une fois décompressé, le classeur prendrait une place démesurée : il n'est pas lu",
            en "once unpacked, the workbook would take an inordinate place: it isn't read"
        ),
        say!(
            fr "si vous avez confiance en sa source, ouvrez-le et enregistrez en CSV la feuille utile",
            en "if you trust where it comes from, open it and save the sheet needed as CSV"
        ),
    )
}

fn no_workbook(shown: &str) -> Box<Problem> {
    Problem::new(
        shown,
        say!(fr "est une archive, pas un classeur", en "is an archive, not a workbook"),
        say!(fr "décompressez-la, et donnez les fichiers qu'elle contient", en "unpack it, and give the files in it"),
    )
}
