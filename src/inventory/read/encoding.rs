//! Which encoding a text file has: by its mark, else UTF-8 where all of it is valid, else Windows-1252.
//!
//! The whole file is looked at, since the first accent of an export may come after a million rows.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text in this encoding.
    Text(&'static Encoding),
    /// Nothing.
    Empty,
    /// No text.
    Binary,
}

/// Looks through a whole file.
pub(super) fn detect(file: &mut dyn BufRead) -> io::Result<Content> {
    let start = file.fill_buf()?;
    if start.is_empty() {
        return Ok(Content::Empty);
    }
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return Ok(Content::Text(encoding));
    }
    if let Some(encoding) = unmarked_utf16(start) {
        return Ok(Content::Text(encoding));
    }
    if is_binary(start) {
        return Ok(Content::Binary);
    }
    scan(file)
}

/// The name of the encoding that bytes seem to be in, and their text; none where they hold no text.
pub fn decoded(mut bytes: &[u8]) -> Option<(&'static str, String)> {
    let whole = bytes;
    match detect(&mut bytes) {
        Ok(Content::Text(encoding)) => Some((encoding.name(), encoding.decode_with_bom_removal(whole).0.into_owned())),
        _ => None,
    }
}

/// UTF-16 without a mark: western text has a zero in every other byte.
fn unmarked_utf16(start: &[u8]) -> Option<&'static Encoding> {
    let sample = start.get(..start.len().min(512))?;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 3;
    match (even, odd) {
        (0, odd) if odd >= many && odd > 1 => Some(UTF_16LE),
        (even, 0) if even >= many && even > 1 => Some(UTF_16BE),
        _ => None,
    }
}

/// Control characters that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let known: [&[u8]; 5] = [b"%PDF-", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\x1F\x8B"];
    let odd = bytes.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 26).count();
    known.iter().any(|magic| bytes.starts_with(magic)) || bytes.contains(&0) || odd * 50 > bytes.len()
}

fn scan(file: &mut dyn BufRead) -> io::Result<Content> {
    let mut tail: Vec<u8> = Vec::new(); // a character cut by the end of a buffer
    let mut valid = true;
    loop {
        let bytes = file.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            break;
        }
        if bytes.contains(&0) {
            return Ok(Content::Binary);
        }
        if valid {
            valid = continues(&mut tail, bytes);
        }
        file.consume(length);
    }
    Ok(Content::Text(if valid && tail.is_empty() { UTF_8 } else { WINDOWS_1252 }))
}

/// Whether `tail` and `bytes` go on as UTF-8; `tail` becomes the unfinished character at the end.
fn continues(tail: &mut Vec<u8>, bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !tail.is_empty() {
        let Some((first, after)) = rest.split_first() else { return true };
        tail.push(*first);
        rest = after;
        match std::str::from_utf8(tail) {
            Ok(_) => tail.clear(),
            Err(error) if error.error_len().is_some() => return false,
            Err(_) => {}
        }
    }
    match std::str::from_utf8(rest) {
        Ok(_) => true,
        Err(error) if error.error_len().is_none() => {
            tail.extend_from_slice(rest.get(error.valid_up_to()..).unwrap_or_default());
            true
        }
        Err(_) => false,
    }
}

/// A reader that gives UTF-8 without a mark, whatever it reads.
pub(super) struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    held: usize,
    ended: bool,
    output: String,
    given: usize,
}

const CHUNK: usize = 64 << 10;

impl<R: Read> Utf8<R> {
    /// Reads `inner`, which is in `encoding`.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let output = String::with_capacity(CHUNK * 3);
        Utf8 { inner, decoder, input: vec![0; CHUNK], held: 0, ended: false, output, given: 0 }
    }

    /// Decodes the next chunk; nothing more comes once `ended` and the output is given.
    fn refill(&mut self) -> io::Result<()> {
        self.output.clear();
        self.given = 0;
        while self.output.is_empty() && !self.ended {
            let free = self.input.get_mut(self.held..).unwrap_or_default();
            let read = self.inner.read(free)?;
            let last = read == 0;
            let ready = self.input.get(..self.held + read).unwrap_or_default();
            let (_, consumed, _) = self.decoder.decode_to_string(ready, &mut self.output, last);
            let left = self.held + read - consumed;
            self.input.copy_within(consumed..consumed + left, 0);
            self.held = left;
            self.ended = last;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.output.len() {
            self.refill()?;
        }
        let ready = self.output.as_bytes().get(self.given..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(ready) {
            *to = *from;
        }
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    fn found(bytes: &[u8], buffer: usize) -> Content {
        detect(&mut BufReader::with_capacity(buffer, bytes)).unwrap()
    }

    #[test]
    fn encodings_are_found_wherever_the_buffer_ends() {
        for buffer in 8..20 {
            assert_eq!(found("aaaaaaaaa é ü € 😀".as_bytes(), buffer), Content::Text(UTF_8), "{buffer}");
            assert_eq!(found(b"aaaaaaaaaaaaaaaaaaaa caf\xE9 \x80", buffer), Content::Text(WINDOWS_1252), "{buffer}");
        }
        assert_eq!(found(b"caf\xC3", 64), Content::Text(WINDOWS_1252));
        assert_eq!(found(b"\xFF\xFEa\0;\0", 64), Content::Text(UTF_16LE));
        assert_eq!(found(b"\0a\0;\0b\0;", 64), Content::Text(UTF_16BE));
        assert_eq!(found(b"\xEF\xBB\xBFa", 64), Content::Text(UTF_8));
        assert_eq!(found(b"", 64), Content::Empty);
        assert_eq!(found(b"%PDF-1.7", 64), Content::Binary);
        assert_eq!(found(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0bc", 16), Content::Binary);
    }

    #[test]
    fn text_is_decoded_and_its_mark_removed() {
        let decode = |bytes: &[u8], encoding| {
            let mut text = String::new();
            Utf8::new(bytes, encoding).read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(decode(b"\x80 \xE9t\xE9 \x9C", WINDOWS_1252), "€ été œ");
        assert_eq!(decode(b"\xFF\xFEa\0\xE9\0", UTF_16LE), "aé");
        assert_eq!(decode("\u{FEFF}é".as_bytes(), UTF_8), "é");
        let long = "é;".repeat(CHUNK);
        let sixteen: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&sixteen, UTF_16LE), long);
    }
}
