//! How wide a text is, measured in the font that the drawings embed, and how it is shortened to fit.
//!
//! The font is a Latin subset of Inter without layout features, so that a text is exactly as wide as the sum of its letters.
//! Invariant: a width is never less than what is drawn; letters that the font lacks count as wide ones.

use std::sync::LazyLock;

use ttf_parser::Face as Parsed;

/// A face of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Attributes.
    Regular,
    /// Titles, identifiers, cardinalities.
    SemiBold,
    /// Roles.
    Italic,
}

/// The faces as OpenType files, for programs that draw glyphs themselves.
pub const OPENTYPE: [&[u8]; 3] = [
    include_bytes!("fonts/Inter-Regular.otf"),
    include_bytes!("fonts/Inter-SemiBold.otf"),
    include_bytes!("fonts/Inter-Italic.otf"),
];

/// The faces as WOFF2 files, for browsers.
pub const WOFF2: [&[u8]; 3] = [
    include_bytes!("fonts/Inter-Regular.woff2"),
    include_bytes!("fonts/Inter-SemiBold.woff2"),
    include_bytes!("fonts/Inter-Italic.woff2"),
];

static PARSED: LazyLock<[Option<Parsed<'static>>; 3]> =
    LazyLock::new(|| OPENTYPE.map(|bytes| Parsed::parse(bytes, 0).ok()));

/// Width in pixels, rounded up.
pub fn width(text: &str, face: Face, size: i32) -> i32 {
    let [regular, bold, italic] = &*PARSED;
    let font = match face {
        Face::Regular => regular,
        Face::SemiBold => bold,
        Face::Italic => italic,
    };
    let units = font.as_ref().map_or(1000, |font| u64::from(font.units_per_em()));
    let advance = |letter: char| -> u64 {
        let glyph = font.as_ref().and_then(|font| font.glyph_hor_advance(font.glyph_index(letter)?));
        // A letter of another font may be as wide as it is high.
        glyph.map_or(units + units / 10, u64::from)
    };
    let total: u64 = text.chars().map(advance).sum::<u64>() * u64::from(size.unsigned_abs());
    i32::try_from(total.div_ceil(units.max(1))).unwrap_or(i32::MAX)
}

/// The text, or its beginning and `…`, so that it is at most so wide.
pub fn shortened(text: &str, face: Face, size: i32, most: i32) -> String {
    if width(text, face, size) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width(&kept, face, size) + width("…", face, size) > most {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}
