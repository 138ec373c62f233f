//! A drawing as PNG and as PDF, made from its SVG with the embedded font only.
//!
//! Invariant: the machine's fonts are never read, so that the same drawing gives the same pixels everywhere.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use svg2pdf::usvg::{self, fontdb};

use super::scene::Scene;
use super::svg::{self, Options, Theme};
use super::text::OPENTYPE;

/// A drawing that couldn't be converted: the library's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconverted(pub String);

/// The most pixels a side that a PNG may have.
const MOST: f32 = 12_000.0;

/// A PNG with so many pixels for one of the scene, fewer where the picture would be too large.
///
/// # Errors
/// [`Unconverted`], which only a fault of ours can cause.
pub fn png(scene: &Scene, options: Options, scale: f32) -> Result<Vec<u8>, Unconverted> {
    let tree = tree(scene, options)?;
    let size = tree.size();
    let scale = scale.min(MOST / size.width().max(size.height()));
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = Pixmap::new(width.max(1), height.max(1)).ok_or_else(|| Unconverted("no picture".into()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Unconverted(error.to_string()))
}

/// A PDF of one page, whose text can be selected.
///
/// # Errors
/// [`Unconverted`], which only a fault of ours can cause.
pub fn pdf(scene: &Scene, options: Options) -> Result<Vec<u8>, Unconverted> {
    let page = svg2pdf::PageOptions { dpi: 96.0 };
    svg2pdf::to_pdf(&tree(scene, options)?, svg2pdf::ConversionOptions::default(), page)
        .map_err(|error| Unconverted(error.to_string()))
}

fn tree(scene: &Scene, options: Options) -> Result<usvg::Tree, Unconverted> {
    let theme = if options.theme == Theme::Dark { Theme::Dark } else { Theme::Light };
    let text = svg::write(scene, Options { theme, without_font: true, ..options });
    let mut fonts = fontdb::Database::new();
    for face in OPENTYPE {
        fonts.load_font_data(face.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    let settings = usvg::Options { fontdb: Arc::new(fonts), font_family: "Inter".into(), ..usvg::Options::default() };
    usvg::Tree::from_str(&text, &settings).map_err(|error| Unconverted(error.to_string()))
}
