//! A drawing as PNG and as PDF, made from its SVG with the embedded font only.
//!
//! Invariant: the machine's fonts are never read, so that the same drawing gives the same pixels everywhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use pdf_writer::{Content, Name, Pdf, Rect, Ref, TextStr};
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

/// A PDF with a page for each scene, whose text can be selected.
///
/// # Errors
/// [`Unconverted`], which only a fault of ours can cause.
pub fn pdf(scenes: &[&Scene], options: Options) -> Result<Vec<u8>, Unconverted> {
    let mut next = Ref::new(1);
    let (catalog, pages, info) = (next.bump(), next.bump(), next.bump());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    let title = scenes.first().map(|scene| scene.title.as_str()).unwrap_or_default();
    pdf.document_info(info).title(TextStr(title)).creator(TextStr("Merisier"));
    let mut kids = Vec::new();
    for scene in scenes {
        let page = next.bump();
        add_page(&mut pdf, &mut next, (pages, page), &tree(scene, options)?)?;
        kids.push(page);
    }
    pdf.pages(pages).count(i32::try_from(kids.len()).unwrap_or(i32::MAX)).kids(kids);
    Ok(pdf.finish())
}

/// Adds a page that is filled by a drawing.
fn add_page(pdf: &mut Pdf, next: &mut Ref, (pages, page): (Ref, Ref), tree: &usvg::Tree) -> Result<(), Unconverted> {
    let settings = svg2pdf::ConversionOptions::default();
    let (chunk, drawing) = svg2pdf::to_chunk(tree, settings).map_err(|error| Unconverted(error.to_string()))?;
    let mut renumbered = BTreeMap::new();
    pdf.extend(&chunk.renumber(|old| *renumbered.entry(old).or_insert_with(|| next.bump())));
    let drawing = renumbered.get(&drawing).copied().ok_or_else(|| Unconverted("no drawing".into()))?;
    // 96 pixels are an inch, and so are 72 points.
    let (width, height) = (tree.size().width() * 0.75, tree.size().height() * 0.75);
    let mut content = Content::new();
    content.transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(Name(b"Drawing"));
    let contents = next.bump();
    pdf.stream(contents, &content.finish());
    let mut written = pdf.page(page);
    written.media_box(Rect::new(0.0, 0.0, width, height)).parent(pages).contents(contents);
    written.resources().x_objects().pair(Name(b"Drawing"), drawing);
    Ok(())
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
