//! Files that people attach: kept beside the database under a name made from their content, told by their first bytes.
//!
//! Invariant: nothing that was sent is ever run or shown as a page: only images are shown, everything else is downloaded.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::errors::Failure;

/// A file sent by a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name of the input.
    pub field: String,
    /// The name it had where it came from.
    pub name: String,
    pub content: Vec<u8>,
}

/// Keeps a file; gives what its field holds: a hash and the file's own name.
pub fn keep(folder: &Path, upload: &Upload) -> Result<String, Failure> {
    let hash: String = Sha256::digest(&upload.content)
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let stored = format!("{hash}-{}", plain_name(&upload.name));
    let explain = |error: std::io::Error| Failure::Internal(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(explain)?;
    let target = folder.join(&stored);
    if !target.exists() {
        // Written aside first, so that a file is there whole or not at all.
        let aside = folder.join(format!(".{stored}.part"));
        std::fs::write(&aside, &upload.content)
            .and_then(|()| std::fs::rename(&aside, &target))
            .map_err(explain)?;
    }
    Ok(stored)
}

/// Answers `/files/NAME`.
pub fn answer(folder: &Path, stored: &str) -> Result<Response, Failure> {
    if !is_stored(stored) {
        return Err(Failure::NotFound);
    }
    let content = std::fs::read(folder.join(stored)).map_err(|_| Failure::NotFound)?;
    let image = image_type(&content);
    let disposition = format!(
        "{}; filename=\"{}\"",
        if image.is_some() { "inline" } else { "attachment" },
        own_name(stored)
    );
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(image.unwrap_or("application/octet-stream")),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Whether a file is kept under this name, which an image's content must be of.
pub fn is_kept(folder: &Path, stored: &str, image: bool) -> bool {
    let content = is_stored(stored)
        .then(|| std::fs::read(folder.join(stored)).ok())
        .flatten();
    content.is_some_and(|content| !image || image_type(&content).is_some())
}

/// The kind of image that a content begins as.
pub fn image_type(content: &[u8]) -> Option<&'static str> {
    match content {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Whether a text is a name that `keep` gave.
pub fn is_stored(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    text.split_once('-')
        .is_some_and(|(hash, name)| hash.len() == 24 && hash.chars().all(|digit| digit.is_ascii_hexdigit()) && name.chars().all(allowed))
}

/// The file's own name, without the hash before it.
pub fn own_name(stored: &str) -> &str {
    stored
        .split_once('-')
        .filter(|_| is_stored(stored))
        .map_or(stored, |(_, name)| name)
}

/// Letters, digits, dots and dashes of a name, without its folders.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let plain: String = super::text::normalize(last)
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '.' {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let plain = plain.trim_matches(['.', '-']);
    let short: String = plain
        .chars()
        .rev()
        .take(80)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if short.is_empty() { "file".to_owned() } else { short }
}

/// Where files are kept: beside the database.
pub fn default_folder() -> PathBuf {
    PathBuf::from("data/files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_stays_in_its_folder() {
        assert_eq!(plain_name("../../etc/Photo d'été.PNG"), "photo-d-ete.png");
        assert_eq!(plain_name("C:\\x\\..\\"), "file");
        assert!(is_stored("0123456789abcdef01234567-photo.png"));
        for wrong in ["../secret", "0123456789abcdef01234567-../x", "x-photo.png", ""] {
            assert!(!is_stored(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_page_is_not_an_image() {
        assert_eq!(image_type(b"<svg onload=alert(1)>"), None);
        assert_eq!(image_type(b"\x89PNG\r\n"), Some("image/png"));
    }
}
