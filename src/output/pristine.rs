//! The text of each file as it was generated, so that an edit by hand and a new version can be merged: the base of the three.
//!
//! One compressed file beside the manifest. What isn't text, or isn't there, has no base: the merge is then the user's.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::disk;
use super::error::WriteError;
use super::path::PRISTINE;

/// Texts by path.
pub(super) type Pristine = BTreeMap<String, String>;

/// What was remembered; nothing where it can't be read, since then each edit only stays where it is.
pub(super) fn read(root: &Path) -> Result<Pristine, WriteError> {
    let Some(content) = disk::read(&root.join(PRISTINE))? else { return Ok(Pristine::new()) };
    let mut text = Vec::new();
    let unpacked = GzDecoder::new(content.as_slice()).read_to_end(&mut text);
    Ok(unpacked.ok().and_then(|_| serde_json::from_slice(&text).ok()).unwrap_or_default())
}

/// As it stands on disk; the same texts give the same bytes.
pub(super) fn packed(pristine: &Pristine) -> Vec<u8> {
    let text = serde_json::to_vec(pristine).unwrap_or_default(); // strings: can't fail
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory doesn't fail.
    encoder.write_all(&text).and_then(|()| encoder.finish()).unwrap_or_default()
}
