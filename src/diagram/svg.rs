//! A scene as SVG: one element a line, whole pixels, the font within.
//!
//! Every text is data and is escaped here. Invariant: the same scene gives the same bytes, and nothing is fetched from anywhere.

use std::fmt::Write as _;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::layout::Rect;
use super::scene::{Anchor, Group, Paint, Scene, Shape, Step, Stroke, Text, Underline};
use super::text::{Face, WOFF2};

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light or dark as the reader prefers.
    #[default]
    Auto,
    /// Dark ink on a white page.
    Light,
    /// Light ink on a dark page.
    Dark,
}

/// The size on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// As large as the drawing.
    #[default]
    Auto,
    /// 210 by 297 mm.
    A4,
    /// 297 by 420 mm.
    A3,
}

/// How a scene is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Which colours.
    pub theme: Theme,
    /// The size on paper.
    pub page: Page,
    /// The font is at hand, and not written into the file: for programs that draw it.
    pub without_font: bool,
    /// Within a page that has the font and the colours ([`stylesheet`]): its number there, in every id but those of the first (0).
    pub in_page: Option<u32>,
}

/// Name, light, dark of each colour. Domains: eight hues of equal lightness; on dark pages somewhat lighter.
fn colour(paint: Paint) -> (&'static str, &'static str, &'static str) {
    const HUES: [(&str, &str, &str); 8] = [
        ("hue-0", "#2563a8", "#2f6fb8"),
        ("hue-1", "#b4541a", "#b9602a"),
        ("hue-2", "#2e7d4f", "#33865a"),
        ("hue-3", "#6b4fa0", "#7d62b4"),
        ("hue-4", "#a8324a", "#b8465e"),
        ("hue-5", "#0f7b83", "#1a868e"),
        ("hue-6", "#8a6d00", "#93770f"),
        ("hue-7", "#4a5568", "#5d6a80"),
    ];
    // A domain's hue, much thinned: what is written on it keeps its contrast.
    const GROUNDS: [(&str, &str, &str); 8] = [
        ("ground-0", "#f0f4f9", "#172435"),
        ("ground-1", "#faf3ef", "#2d221e"),
        ("ground-2", "#f0f6f3", "#172826"),
        ("ground-3", "#f5f3f8", "#232234"),
        ("ground-4", "#f9f1f2", "#2d1e27"),
        ("ground-5", "#eef6f6", "#13282e"),
        ("ground-6", "#f7f5ed", "#27261a"),
        ("ground-7", "#f2f3f4", "#1e232c"),
    ];
    match paint {
        Paint::Page => ("page", "#ffffff", "#12161c"),
        Paint::Ink => ("ink", "#1a202c", "#e6eaf0"),
        Paint::Quiet => ("quiet", "#5f6b7c", "#a3aebd"),
        Paint::Line => ("line", "#4a5568", "#a8b3c2"),
        Paint::Faint => ("faint", "#b4bdc9", "#4a5666"),
        Paint::Soft => ("soft", "#eef1f5", "#2a323d"),
        Paint::Card => ("card", "#ffffff", "#1b212a"),
        Paint::OnHue => ("on-hue", "#ffffff", "#ffffff"),
        Paint::OnMark => ("on-mark", "#ffffff", "#12161c"),
        Paint::Hue(place) => HUES.get(usize::from(place) % 8).copied().unwrap_or(("hue-7", "#4a5568", "#5d6a80")),
        Paint::Ground(place) => {
            GROUNDS.get(usize::from(place) % 8).copied().unwrap_or(("ground-7", "#f3f4f6", "#1e242c"))
        }
        Paint::Added => ("added", "#1f5fbf", "#6aa5f5"),
        Paint::Removed => ("removed", "#b4541a", "#e8935c"),
        Paint::Changed => ("changed", "#6b3fa0", "#b48ce0"),
    }
}

const PAINTS: [Paint; 28] = [
    Paint::Page,
    Paint::Ink,
    Paint::Quiet,
    Paint::Line,
    Paint::Faint,
    Paint::Soft,
    Paint::Card,
    Paint::OnHue,
    Paint::OnMark,
    Paint::Hue(0),
    Paint::Hue(1),
    Paint::Hue(2),
    Paint::Hue(3),
    Paint::Hue(4),
    Paint::Hue(5),
    Paint::Hue(6),
    Paint::Hue(7),
    Paint::Ground(0),
    Paint::Ground(1),
    Paint::Ground(2),
    Paint::Ground(3),
    Paint::Ground(4),
    Paint::Ground(5),
    Paint::Ground(6),
    Paint::Ground(7),
    Paint::Added,
    Paint::Removed,
    Paint::Changed,
];

/// The SVG file.
pub fn write(scene: &Scene, options: Options) -> String {
    let mut out = String::new();
    let (width, height) = paper(scene, options.page);
    let prefix = options.prefix();
    let id = options.in_page.map_or(String::new(), |_| format!(" id=\"{}\"", options.drawing()));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\"{id} width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{prefix}scene-title {prefix}scene-description\" font-family=\"Inter, 'Inter Merisier', sans-serif\">",
        scene.width, scene.height
    );
    let _ = writeln!(out, "<title id=\"{prefix}scene-title\">{}</title>", escape(&scene.title));
    let _ = writeln!(out, "<desc id=\"{prefix}scene-description\">{}</desc>", escape(&scene.description));
    if !options.without_font && options.in_page.is_none() {
        let has_grounds = scene.groups.iter().any(|group| group.class == "hull");
        let wanted = |paint: &&Paint| has_grounds || !matches!(paint, Paint::Ground(_));
        let paints: Vec<Paint> = PAINTS.iter().filter(wanted).copied().collect();
        let _ = writeln!(out, "<style>\n{}</style>", style_of(options.theme, &paints));
    }
    let page = Rect { x: 0, y: 0, w: scene.width, h: scene.height };
    let writer = Writer { options };
    writer.rect(&mut out, &page, [0; 4], Some(Paint::Page), None);
    for group in &scene.groups {
        writer.group(&mut out, group);
    }
    out.push_str("</svg>\n");
    out
}

fn paper(scene: &Scene, page: Page) -> (String, String) {
    let (short, long) = match page {
        Page::Auto => return (scene.width.to_string(), scene.height.to_string()),
        Page::A4 => (210, 297),
        Page::A3 => (297, 420),
    };
    let (width, height) = if scene.width >= scene.height { (long, short) } else { (short, long) };
    (format!("{width}mm"), format!("{height}mm"))
}

/// The font and the colours, which follow the reader's preference unless one theme is asked for.
pub fn stylesheet(theme: Theme) -> String {
    style_of(theme, &PAINTS)
}

fn style_of(theme: Theme, paints: &[Paint]) -> String {
    let mut out = String::new();
    for (bytes, descriptors) in WOFF2.iter().zip([
        "font-weight:400;font-style:normal",
        "font-weight:600;font-style:normal",
        "font-weight:400;font-style:italic",
    ]) {
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        let _ = writeln!(
            out,
            "@font-face{{font-family:Inter;{descriptors};src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        );
    }
    let properties = |dark: bool| -> String {
        let property = |paint: &Paint| {
            let (name, light, night) = colour(*paint);
            format!("--{name}:{}", if dark { night } else { light })
        };
        paints.iter().map(property).collect::<Vec<_>>().join(";")
    };
    let _ = writeln!(out, ":root{{{}}}", properties(theme == Theme::Dark));
    if theme == Theme::Auto {
        let _ = writeln!(out, "@media (prefers-color-scheme:dark){{:root{{{}}}}}", properties(true));
        let _ = writeln!(out, "@media print{{:root{{{}}}}}", properties(false));
    }
    for paint in paints {
        let (name, _, _) = colour(*paint);
        let _ = writeln!(out, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    out
}

/// The name by which a page's policy (CSP) knows a style sheet or a script of its own.
pub(crate) fn hash(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes())))
}

impl Options {
    /// What every id begins with: a page may hold several drawings of the same things.
    fn prefix(self) -> String {
        self.in_page.filter(|number| *number > 0).map_or(String::new(), |number| format!("d{number}-"))
    }

    /// The id of the drawing itself within a page.
    pub fn drawing(self) -> String {
        format!("{}drawing", self.prefix())
    }
}

struct Writer {
    options: Options,
}

impl Writer {
    fn group(&self, out: &mut String, group: &Group) {
        let joins = if group.joins.is_empty() {
            String::new()
        } else {
            format!(" data-joins=\"{}\"", identifiers(&group.joins))
        };
        let (prefix, id) = (self.options.prefix(), identifier(&group.id));
        let _ = writeln!(out, "<g id=\"{prefix}{id}\" class=\"{}\"{joins}>", group.class);
        if !group.title.is_empty() {
            let _ = writeln!(out, "<title>{}</title>", escape(&group.title));
        }
        for shape in &group.shapes {
            self.shape(out, shape);
        }
        out.push_str("</g>\n");
    }

    fn shape(&self, out: &mut String, shape: &Shape) {
        match shape {
            Shape::Rect { area, radii, fill, stroke } => self.rect(out, area, *radii, *fill, *stroke),
            Shape::Path { steps, fill, stroke } => {
                let _ = writeln!(out, "<path d=\"{}\"{}/>", path(steps), self.paints(*fill, *stroke));
            }
            Shape::Circle { at, radius, fill, stroke } => {
                let paints = self.paints(*fill, *stroke);
                let _ = writeln!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"{paints}/>", at.x, at.y);
            }
            Shape::Text(text) => self.text(out, text),
        }
    }

    fn rect(&self, out: &mut String, area: &Rect, radii: [i32; 4], fill: Option<Paint>, stroke: Option<Stroke>) {
        let paints = self.paints(fill, stroke);
        let Rect { x, y, w, h } = *area;
        let [a, b, c, d] = radii;
        if a == b && b == c && c == d {
            let round = if a > 0 { format!(" rx=\"{a}\"") } else { String::new() };
            let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{round}{paints}/>");
            return;
        }
        let (right, bottom) = (area.right(), area.bottom());
        let corner = |radius: i32, to: (i32, i32)| {
            if radius > 0 { format!("A{radius} {radius} 0 0 1 {} {}", to.0, to.1) } else { String::new() }
        };
        let outline = format!(
            "M{} {y}H{}{}V{}{}H{}{}V{}{}Z",
            x + a,
            right - b,
            corner(b, (right, y + b)),
            bottom - c,
            corner(c, (right - c, bottom)),
            x + d,
            corner(d, (x, bottom - d)),
            y + a,
            corner(a, (x + a, y)),
        );
        let _ = writeln!(out, "<path d=\"{outline}\"{paints}/>");
    }

    /// Attributes for programs that know no custom properties, and classes for those that do.
    fn paints(&self, fill: Option<Paint>, stroke: Option<Stroke>) -> String {
        let mut classes: Vec<String> = Vec::new();
        let mut attributes = String::new();
        match fill {
            Some(paint) => {
                classes.push(format!("f-{}", colour(paint).0));
                let _ = write!(attributes, " fill=\"{}\"", self.literal(paint));
            }
            None => attributes.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = stroke {
            classes.push(format!("s-{}", colour(stroke.paint).0));
            let (whole, tenth) = (stroke.width / 10, stroke.width % 10);
            let _ = write!(attributes, " stroke=\"{}\" stroke-width=\"{whole}.{tenth}\"", self.literal(stroke.paint));
            if stroke.dashed {
                attributes.push_str(" stroke-dasharray=\"5 4\"");
            }
        }
        if classes.is_empty() || self.options.without_font {
            return attributes;
        }
        format!(" class=\"{}\"{attributes}", classes.join(" "))
    }

    fn literal(&self, paint: Paint) -> &'static str {
        let (_, light, dark) = colour(paint);
        if self.options.theme == Theme::Dark { dark } else { light }
    }

    fn text(&self, out: &mut String, text: &Text) {
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let face = match text.face {
            Face::Regular => "",
            Face::SemiBold => " font-weight=\"600\"",
            Face::Italic => " font-style=\"italic\"",
        };
        let content = escape(&text.text);
        let (x, y, size) = (text.at.x, text.at.y, text.size);
        if let Some(paint) = text.halo {
            let halo = Stroke { paint, width: 40, dashed: false };
            let paints = self.paints(Some(paint), Some(halo));
            let _ = writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{face}{paints} stroke-linejoin=\"round\" aria-hidden=\"true\">{content}</text>"
            );
        }
        let paints = self.paints(Some(text.paint), None);
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{face}{paints}>{content}</text>");
        self.underline(out, text);
    }

    fn underline(&self, out: &mut String, text: &Text) {
        let area = text.area();
        let (x0, x1) = (area.x, area.right());
        let (y, dash) = match text.underline {
            Underline::None => return,
            Underline::Line => (text.at.y + 2, ""),
            Underline::Dots => (text.at.y + 2, " stroke-dasharray=\"1.5 2\""),
            Underline::Through => (text.at.y - 4, ""),
        };
        let stroke = Stroke { paint: text.paint, width: 10, dashed: false };
        let paints = self.paints(None, Some(stroke));
        let _ = writeln!(out, "<path d=\"M{x0} {y}H{x1}\"{paints}{dash}/>");
    }
}

fn path(steps: &[Step]) -> String {
    let one = |step: &Step| match step {
        Step::Move(to) => format!("M{} {}", to.x, to.y),
        Step::Line(to) => format!("L{} {}", to.x, to.y),
        Step::Curve(by, to) => format!("Q{} {} {} {}", by.x, by.y, to.x, to.y),
        Step::Close => "Z".to_owned(),
    };
    steps.iter().map(one).collect()
}

/// Text within an element or an attribute. Control characters, which XML can't hold, are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// An id of the model as an id of XML: without blanks.
fn identifier(id: &str) -> String {
    escape(&xml_id(id))
}

/// The same, before it is escaped.
pub(crate) fn xml_id(id: &str) -> String {
    id.replace(char::is_whitespace, "_")
}

fn identifiers(ids: &[String]) -> String {
    ids.iter().map(|id| identifier(id)).collect::<Vec<_>>().join(" ")
}
