//! A drawing on paper: a page of a given format, or as many as it takes for its texts to be read.
//!
//! A page is a scene too: the part of the drawing that it shows, blank around it, and a line at its foot with what it is, its
//! revision and its place among the sheets. Invariants: a text of 12 px is at least 6 pt high on paper unless one page was
//! asked for, and what is drawn is on some page.

use super::layout::{Point, Rect};
use super::scene::{Anchor, Group, Paint, Scene, Shape, Step, Stroke, Text, Underline};
use super::svg::Page;
use super::text::{self, Face};

/// The fewest thousandths of a point for a pixel: 12 px are 6 pt.
const LEAST: i32 = 500;
/// The most: a small drawing fills its page without looking blown up.
const MOST: i32 = 1100;
/// Blank around the drawing, in points.
const MARGIN: i32 = 28;
/// The line at the foot and the number of the next page above it, in points.
const FOOT: i32 = 34;

/// What every page says at its foot.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// The model and what is shown of it.
    pub title: String,
    /// Revision and date, as far as they are known.
    pub state: String,
    /// The language of the words.
    pub is_french: bool,
}

/// Where a column or a row begins and ends.
type Strip = (i32, i32);

/// A drawing cut for a format.
#[derive(Debug, Clone)]
pub struct Cut {
    /// Page's width and height in points.
    size: (i32, i32),
    /// Thousandths of a point for a pixel.
    scale: i32,
    /// Where each column begins and ends; they may share a strip.
    columns: Vec<Strip>,
    /// The same for rows.
    rows: Vec<Strip>,
}

impl Cut {
    /// How many pages it takes.
    pub fn pages(&self) -> usize {
        self.columns.len() * self.rows.len()
    }
}

/// Cuts a drawing: upright or across, whichever takes fewer pages, or else shows it larger.
pub fn cut(scene: &Scene, page: Page, one: bool) -> Cut {
    let (short, long) = match page {
        Page::A3 => (842, 1191),
        Page::A4 | Page::Auto => (595, 842),
    };
    let [across, upright] = [(long, short), (short, long)].map(|size| cut_for(scene, size, one));
    let rank = |cut: &Cut| (cut.pages(), -cut.scale);
    if rank(&upright) < rank(&across) { upright } else { across }
}

fn cut_for(scene: &Scene, size: (i32, i32), one: bool) -> Cut {
    let room = (size.0 - 2 * MARGIN, size.1 - 2 * MARGIN - FOOT);
    let scale = fitting(scene, room);
    if one || scale >= LEAST {
        return Cut { size, scale, columns: vec![(0, scene.width)], rows: vec![(0, scene.height)] };
    }
    let (columns, rows) = cut_to(scene, room);
    Cut { size, scale: LEAST, columns, rows }
}

/// The parts that a drawing is cut into to be read in a room of so many points by so many; one where it fits in.
pub fn parts(scene: &Scene, room: (i32, i32)) -> Vec<Rect> {
    if fitting(scene, room) >= LEAST {
        return vec![Rect { x: 0, y: 0, w: scene.width, h: scene.height }];
    }
    let (columns, rows) = cut_to(scene, room);
    let part =
        |(top, bottom): &Strip, (left, right): &Strip| Rect { x: *left, y: *top, w: right - left, h: bottom - top };
    rows.iter().flat_map(|row| columns.iter().map(move |column| part(row, column))).collect()
}

/// The points that a length of a drawing takes where it is cut to be read.
pub fn points(pixels: i32) -> i32 {
    pixels * LEAST / 1000
}

/// Thousandths of a point for a pixel, for a drawing to fit in a room.
fn fitting(scene: &Scene, room: (i32, i32)) -> i32 {
    (room.0 * 1000 / scene.width.max(1)).min(room.1 * 1000 / scene.height.max(1)).clamp(1, MOST)
}

/// Columns and rows that fit in a room.
fn cut_to(scene: &Scene, room: (i32, i32)) -> (Vec<Strip>, Vec<Strip>) {
    let boxes: Vec<Rect> = boxes(scene).collect();
    let sides = |area: &Rect| (area.x, area.right());
    let ends = |area: &Rect| (area.y, area.bottom());
    let columns = strips(scene.width, room.0 * 1000 / LEAST, &boxes.iter().map(sides).collect::<Vec<_>>());
    let rows = strips(scene.height, room.1 * 1000 / LEAST, &boxes.iter().map(ends).collect::<Vec<_>>());
    (columns, rows)
}

/// The outlines of what should stay whole.
fn boxes(scene: &Scene) -> impl Iterator<Item = Rect> + '_ {
    scene.groups.iter().filter(|group| group.class != "hull").filter_map(|group| match group.shapes.first() {
        Some(Shape::Rect { area, .. }) => Some(*area),
        Some(Shape::Text(text)) => Some(text.area()),
        _ => None,
    })
}

/// Strips of at most `most` that cover a length, about as long as each other: cut where the fewest boxes are; the next begins where
/// a box that was cut does, so that it is whole there.
fn strips(length: i32, most: i32, spans: &[Strip]) -> Vec<Strip> {
    let mut found = Vec::new();
    let mut from = 0;
    while length - from > most {
        let cut = |at: i32| spans.iter().filter(move |(low, high)| *low < at && at < *high);
        let left = length - from;
        let even = from + left / ((left + most - 1) / most.max(1)).max(1);
        // No strip is so short that the last would be too long, nor so that one more is needed where boxes are cut.
        let earliest = (even - most * 3 / 10).max(from + most * 4 / 10);
        let at = (earliest..=from + most).min_by_key(|at| (cut(*at).count(), (*at - even).abs())).unwrap_or(even);
        found.push((from, at));
        let whole = cut(at).map(|(low, _)| *low - STRIP).filter(|low| *low > at - most * 4 / 10).min();
        from = whole.unwrap_or(at).min(at);
    }
    found.push((from, length));
    found
}

/// Pixels before a box that the next page shows whole.
const STRIP: i32 = 6;

/// The pages of a drawing; `first` is the number of the first of them among `count`.
pub fn pages(scene: &Scene, cut: &Cut, stamp: &Stamp, first: usize, count: usize) -> Vec<Scene> {
    let across = cut.columns.len();
    let mut pages = Vec::new();
    for (row, (top, bottom)) in cut.rows.iter().enumerate() {
        for (column, (left, right)) in cut.columns.iter().enumerate() {
            let number = first + row * across + column;
            let part = Rect { x: *left, y: *top, w: right - left, h: bottom - top };
            let place = (cut.pages() > 1).then_some((row + 1, column + 1));
            let next = Next {
                left: (column > 0).then(|| number - 1),
                right: (column + 1 < across).then_some(number + 1),
                above: (row > 0).then(|| number - across),
                below: (row + 1 < cut.rows.len()).then_some(number + across),
            };
            pages.push(page(scene, cut, &part, &next, &foot(stamp, place, number, count)));
        }
    }
    pages
}

/// The numbers of the pages around one.
struct Next {
    left: Option<usize>,
    right: Option<usize>,
    above: Option<usize>,
    below: Option<usize>,
}

/// The whole drawing with the lines where it is cut, and the number of the page that shows each part.
pub fn map(scene: &Scene, cut: &Cut) -> Scene {
    let stroke = Some(Stroke { paint: Paint::Removed, width: scene.width.max(scene.height) / 80, dashed: true });
    let line =
        |from: Point, to: Point| Shape::Path { steps: vec![Step::Move(from), Step::Line(to)], fill: None, stroke };
    let columns = cut.columns.iter().skip(1);
    let mut shapes: Vec<Shape> = columns.map(|(x, _)| line(Point::new(*x, 0), Point::new(*x, scene.height))).collect();
    let rows = cut.rows.iter().skip(1);
    shapes.extend(rows.map(|(y, _)| line(Point::new(0, *y), Point::new(scene.width, *y))));
    // The map is the first page.
    let size = scene.width.max(scene.height) / 30;
    let mut number = 2;
    for (top, _) in &cut.rows {
        for (left, _) in &cut.columns {
            let at = Point::new(left + size / 2, top + size);
            let (text, face) = (number.to_string(), Face::SemiBold);
            let halo = Some(Paint::Page);
            let (anchor, paint, underline) = (Anchor::Start, Paint::Removed, Underline::None);
            shapes.push(Shape::Text(Text { at, anchor, text, face, size, paint, underline, halo }));
            number += 1;
        }
    }
    let mut map = scene.clone();
    map.groups.push(Group { id: "cuts".into(), class: "cuts", shapes, ..Group::default() });
    map
}

/// Left, middle and right of the foot.
fn foot(stamp: &Stamp, place: Option<(usize, usize)>, number: usize, count: usize) -> [String; 3] {
    let [row, column, sheet] =
        if stamp.is_french { ["ligne", "colonne", "feuille"] } else { ["row", "column", "sheet"] };
    let title = match place {
        Some((y, x)) => format!("{} · {row} {y}, {column} {x}", stamp.title),
        None => stamp.title.clone(),
    };
    [title, stamp.state.clone(), format!("{sheet} {number}/{count}")]
}

fn page(scene: &Scene, cut: &Cut, part: &Rect, next: &Next, foot: &[String; 3]) -> Scene {
    let pixels = |points: i32| points * 1000 / cut.scale;
    let (width, height) = (pixels(cut.size.0), pixels(cut.size.1));
    let room = Rect {
        x: pixels(MARGIN),
        y: pixels(MARGIN),
        w: width - 2 * pixels(MARGIN),
        h: height - 2 * pixels(MARGIN) - pixels(FOOT),
    };
    // In the middle of its room, and what lies around the part is covered.
    let window = Rect { x: room.x + (room.w - part.w) / 2, y: room.y + (room.h - part.h) / 2, ..*part };
    let (dx, dy) = (window.x - part.x, window.y - part.y);
    let mut groups: Vec<Group> =
        scene.groups.iter().filter(|group| reaches(group, part)).map(|group| group.moved(dx, dy)).collect();
    groups.push(cover(&window, width, height));
    groups.push(around(&window, next, cut.scale));
    groups.push(foot_group(foot, &room, height, cut.scale));
    Scene {
        width,
        height,
        groups,
        title: format!("{} — {}", scene.title, foot[2]),
        description: scene.description.clone(),
    }
}

/// Whether something of it is worth showing on a part: a text is shown whole or not at all, of the rest more than its very edge.
fn reaches(group: &Group, part: &Rect) -> bool {
    let Some(extent) = group.extent() else { return false };
    let inner = part.grown(-EDGE);
    match group.class {
        "label" => part.union(&extent) == *part,
        "leg" => group.shapes.iter().any(|shape| runs_through(shape, &inner)),
        _ => extent.overlaps(&inner),
    }
}

/// Pixels at the edges of a part in which nothing is shown that isn't elsewhere in it too.
const EDGE: i32 = 12;

/// Whether a line has a stretch within an area.
fn runs_through(shape: &Shape, area: &Rect) -> bool {
    let Shape::Path { steps, .. } = shape else { return false };
    let end = |step: &Step| match step {
        Step::Move(at) | Step::Line(at) | Step::Curve(_, at) => Some(*at),
        Step::Close => None,
    };
    let ends: Vec<Point> = steps.iter().filter_map(end).collect();
    ends.windows(2).any(|pair| {
        let [a, b] = pair else { return false };
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        Rect { x, y, w: (a.x - b.x).abs() + 1, h: (a.y - b.y).abs() + 1 }.overlaps(area)
    })
}

/// Pixels covered beyond the page: its millimetres aren't whole points.
const BEYOND: i32 = 50;

/// The page around a window.
fn cover(window: &Rect, width: i32, height: i32) -> Group {
    let blank = |area: Rect| Shape::Rect { area, radii: [0; 4], fill: Some(Paint::Page), stroke: None };
    let shapes = [
        Rect { x: -BEYOND, y: -BEYOND, w: width + 2 * BEYOND, h: window.y + BEYOND },
        Rect { x: -BEYOND, y: window.bottom(), w: width + 2 * BEYOND, h: height - window.bottom() + BEYOND },
        Rect { x: -BEYOND, y: window.y, w: window.x + BEYOND, h: window.h },
        Rect { x: window.right(), y: window.y, w: width - window.right() + BEYOND, h: window.h },
    ];
    Group { id: "margins".into(), class: "margins", shapes: shapes.map(blank).into(), ..Group::default() }
}

/// At each side where the drawing goes on, the page where it does.
fn around(window: &Rect, next: &Next, scale: i32) -> Group {
    let size = 8 * 1000 / scale;
    let gap = size / 2;
    let centre = window.centre();
    let places = [
        (next.left, "← ", Point::new(window.x - gap, centre.y), Anchor::End),
        (next.right, "→ ", Point::new(window.right() + gap, centre.y), Anchor::Start),
        (next.above, "↑ ", Point::new(centre.x, window.y - gap), Anchor::Middle),
        (next.below, "↓ ", Point::new(centre.x, window.bottom() + gap + size * 3 / 4), Anchor::Middle),
    ];
    let told = places.into_iter().filter_map(|(number, arrow, at, anchor)| {
        let (text, face, paint) = (format!("{arrow}{}", number?), Face::SemiBold, Paint::Quiet);
        Some(Shape::Text(Text { at, anchor, text, face, size, paint, underline: Underline::None, halo: None }))
    });
    Group { id: "around".into(), class: "around", shapes: told.collect(), ..Group::default() }
}

/// A rule and three texts.
fn foot_group(foot: &[String; 3], room: &Rect, height: i32, scale: i32) -> Group {
    let size = 8 * 1000 / scale;
    let base = height - MARGIN * 1000 / scale - size / 4;
    let line = base - size * 3 / 2;
    let steps = vec![Step::Move(Point::new(room.x, line)), Step::Line(Point::new(room.right(), line))];
    let stroke = Some(Stroke { paint: Paint::Faint, width: 6 * 1000 / scale, dashed: false });
    let mut shapes = vec![Shape::Path { steps, fill: None, stroke }];
    let places = [
        (room.x, Anchor::Start, Face::SemiBold, room.w / 2),
        (room.x + room.w * 5 / 8, Anchor::Middle, Face::Regular, room.w / 4),
        (room.right(), Anchor::End, Face::Regular, room.w / 8),
    ];
    for ((x, anchor, face, most), said) in places.into_iter().zip(foot) {
        let text = text::shortened(said, face, size, most);
        let at = Point::new(x, base);
        let text = Text { at, anchor, text, face, size, paint: Paint::Quiet, underline: Underline::None, halo: None };
        shapes.push(Shape::Text(text));
    }
    Group { id: "foot".into(), class: "foot", shapes, ..Group::default() }
}
